"""`motcua ask`: one question, or a stream of them."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot import app
from bot.channels.terminal import render
from bot.commands.options import json_option, knowledge_option, print_json
from bot.conversation.engine import Engine
from bot.conversation.outcome import Outcome
from bot.explain import explain
from bot.rehearsal import as_record, play
from bot.settings import read_settings


@click.command(
    epilog='Example: motcua ask "lam giay khai sinh cho chau can j"',
)
@click.argument("question", required=False)
@click.option(
    "--jsonl",
    is_flag=True,
    help='Read {"question": ..., "context": [...]} lines on standard input, write a line for each.',
)
@click.option("--explain", "why", is_flag=True, help="Show how it was read, ranked and decided.")
@json_option
@knowledge_option
def ask(
    question: str | None, jsonl: bool, why: bool, as_json: bool, extra: tuple[Path, ...]
) -> None:
    """Print the desk's reply to QUESTION.

    A question that the desk cannot answer is stored for an officer. With --jsonl each line is a
    conversation of its own and a rehearsal: dossiers are looked up, but nothing is stored.
    """
    if jsonl == (question is not None):
        raise click.UsageError("give one QUESTION, or --jsonl and lines on standard input")
    if jsonl:
        sys.exit(asyncio.run(_stream(extra)))
    if why:
        asyncio.run(_explain(question or "", extra))
    else:
        asyncio.run(_one(question or "", as_json, extra))


async def _one(question: str, as_json: bool, extra: Sequence[Path]) -> None:
    settings = read_settings()
    base = app.knowledge(extra)
    async with app.ports(settings, app.notice_words(settings, base)) as real:
        engine = app.engine(settings, base, app.passing_ports(real))
        played = await play(engine, question, at=app.now())
    if as_json:
        print_json(as_record(played, base))
    else:
        click.echo(render(played.turn.reply))


async def _explain(question: str, extra: Sequence[Path]) -> None:
    """Rehearse a question and say why it ends as it does; nothing is stored."""
    engine = app.engine(read_settings(), app.knowledge(extra), app.rehearsal_ports())
    played = await play(engine, question, at=app.now())
    for line in explain(engine, question, played.turn):
        click.echo(line)
    click.echo(f"\n{render(played.turn.reply)}")


async def _stream(extra: Sequence[Path]) -> int:
    settings = read_settings()
    base = app.knowledge(extra)
    async with app.ports(settings, app.notice_words(settings, base)) as real:
        engine = app.engine(settings, base, app.rehearsal_ports(real))
        return await _answer_lines(engine)


async def _answer_lines(engine: Engine) -> int:
    faults = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        asked = _parse(line)
        if isinstance(asked, str):
            faults += 1
            click.echo(f"motcua: line {number} {asked}", err=True)
            print_json(_fault(number, asked))
            continue
        question, context = asked
        played = await play(engine, question, context, at=app.now())
        print_json(as_record(played, engine.desk.base))
    return 1 if faults else 0


def _parse(line: str) -> tuple[str, list[str]] | str:
    try:
        row: Any = json.loads(line.removeprefix("\ufeff"))
    except json.JSONDecodeError as exc:
        return f"is not JSON: {exc.msg} at column {exc.colno}"
    except (ValueError, RecursionError) as exc:
        return f"is not JSON that can be read: {exc}"
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return "has no text under 'question'"
    context = row.get("context") or []
    if not isinstance(context, list) or not all(isinstance(turn, str) for turn in context):
        return "has a 'context' that is no list of texts"
    return row["question"], context


def _fault(number: int, fault: str) -> dict[str, Any]:
    """A line that could not be read keeps its place in the output."""
    return {
        "outcome": Outcome.ERROR_BAD_LINE.value,
        "procedures": [],
        "fields": [],
        "text": f"line {number} {fault}",
        "ms": 0.0,
    }
