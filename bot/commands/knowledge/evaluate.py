"""`motcua knowledge evaluate`: measure how questions are understood."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from bot import app
from bot.commands.options import json_option, knowledge_option, print_json
from bot.conversation.desk import Turn
from bot.conversation.engine import Engine
from bot.rehearsal import play, ranked_codes
from bot.settings import read_settings
from knowledge.evaluate import Figures, Given, Labelled, figures, rank_of, read_labelled
from knowledge.yaml_file import KnowledgeError, Problem


@click.command(epilog="Example: motcua knowledge evaluate tests/questions/first-check.jsonl")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--misses", is_flag=True, help="Print each question that went wrong, and why.")
@json_option
@knowledge_option
def evaluate(files: tuple[Path, ...], misses: bool, as_json: bool, extra: tuple[Path, ...]) -> None:
    """Play labelled questions through the conversation and print how well it does."""
    problems: list[Problem] = []
    labelled = [each for path in files for each in read_labelled(path, problems)]
    if problems:
        raise KnowledgeError(problems)
    if not labelled:
        raise click.UsageError("these files hold no questions")
    engine = app.engine(read_settings(), app.knowledge(extra), app.rehearsal_ports())
    found = asyncio.run(_evaluate(engine, labelled, misses))
    if as_json:
        print_json(found.as_dict())
        return
    for name, value in found.as_dict().items():
        click.echo(f"{name:16} {_figure(name, value)}")


async def _evaluate(engine: Engine, labelled: Sequence[Labelled], misses: bool) -> Figures:
    base = engine.desk.base
    pairs = []
    # click shows the bar on a terminal only; a pipe sees the figures alone.
    with click.progressbar(labelled, label="asking", file=sys.stderr) as waiting:
        for right in waiting:
            played = await play(engine, right.question, right.context, at=app.now())
            given = Given(
                behaviour=played.behaviour,
                codes=tuple(code for code, _ in ranked_codes(played.turn, base)),
                fields=tuple(facet.value for facet in played.turn.facets),
                ms=played.ms,
            )
            pairs.append((right, given, played.turn))
    if misses:
        for right, given, turn in pairs:
            _print_miss(right, given, base.renumbered, turn)
    return figures([(right, given) for right, given, _ in pairs], base.renumbered)


def _print_miss(right: Labelled, given: Given, current: Mapping[str, str], turn: Turn) -> None:
    wrong = []
    rank = rank_of(right, given, current) if right.codes else 1
    if rank != 1:
        wrong.append(f"rank {rank or 'none'}")
    if right.behaviour != given.behaviour:
        wrong.append(f"{right.behaviour} -> {given.behaviour}")
    if right.fields and right.fields != set(given.fields):
        wrong.append(f"{'+'.join(sorted(right.fields))} -> {'+'.join(given.fields) or 'no facet'}")
    if wrong:
        codes = ", ".join(given.codes[:3])
        click.echo(
            f"{'; '.join(wrong)}: {right.question}  [{turn.outcome.value}: {codes}; {turn.why}]"
        )


def _figure(name: str, value: float | int | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}" if name.endswith("_ms") else f"{value:.3f}"
