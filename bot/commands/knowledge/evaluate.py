"""`motcua knowledge evaluate`: measure how questions are understood."""

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot import app
from bot.commands.options import json_option, knowledge_option, print_json
from bot.conversation.desk import Turn
from bot.conversation.engine import Engine
from bot.rehearsal import play, ranked_codes
from bot.settings import read_settings
from knowledge.baselines import baselines
from knowledge.evaluate import (
    Figures,
    Given,
    Labelled,
    Twins,
    figures,
    rank_of,
    read_headlines,
    read_labelled,
)
from knowledge.held_out import held_out
from knowledge.knowledge_base import KnowledgeBase
from knowledge.matching import Matcher
from knowledge.noise import Noise, noisy
from knowledge.question import read
from knowledge.yaml_file import KnowledgeError, Problem

DROPPING = ("top_1", "behaviour", "facets")
"""Figures whose drop under noise is shown."""


@click.command(epilog="Example: motcua knowledge evaluate tests/questions/check.jsonl --noise")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--misses", is_flag=True, help="Print each question that went wrong, and why.")
@click.option("--noise", is_flag=True, help="Ask again with each kind of noise; show the drops.")
@click.option("--names", is_flag=True, help="Ask each everyday name, its own entry taken out.")
@click.option("--baselines", "beside", is_flag=True, help="Rank with simple tools in the same run.")
@click.option(
    "--headlines",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of headlines that FILES judge by their line.",
)
@json_option
@knowledge_option
def evaluate(
    files: tuple[Path, ...],
    misses: bool,
    noise: bool,
    names: bool,
    beside: bool,
    headlines: Path | None,
    as_json: bool,
    extra: tuple[Path, ...],
) -> None:
    """Play labelled questions through the conversation and print how well it does."""
    problems: list[Problem] = []
    labelled = [each for path in files for each in _read(path, headlines, problems)]
    if problems:
        raise KnowledgeError(problems)
    if not labelled:
        raise click.UsageError("these files hold no questions")
    engine = app.engine(read_settings(), app.knowledge(extra), app.rehearsal_ports())
    found = asyncio.run(_evaluate(engine, labelled, misses))
    result: dict[str, Any] = found.as_dict()
    result["memory_mb"] = _resident_memory()
    if noise:
        result["noise"] = dict(_with_noise(engine, labelled, found))
    if names:
        result["names_top_1"] = _names_first(engine.desk.base)
    if beside:
        result["baselines"] = dict(_simple_tools(engine.desk.base, labelled))
    if as_json:
        print_json(result)
        return
    _print(result)


def _read(path: Path, headlines: Path | None, problems: list[Problem]) -> list[Labelled]:
    if headlines is None:
        return read_labelled(path, problems)
    return read_headlines(path, headlines, problems)


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
    return figures([(right, given) for right, given, _ in pairs], base.renumbered, _twins(base))


def _twins(base: KnowledgeBase) -> Twins:
    names = {code: known.name for code, known in base.names.items()}
    names |= {code: procedure.name for code, procedure in base.procedures.items()}
    return Twins(names, ([each.code for each in t.choices] for t in base.topics.values()))


def _with_noise(
    engine: Engine, labelled: Sequence[Labelled], clean: Figures
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield for each kind of noise how much lower the figures are than without it."""
    for kind in Noise:
        worse = [replace(each, question=noisy(each.question, kind)) for each in labelled]
        found = asyncio.run(_evaluate(engine, worse, misses=False))
        yield (
            kind.value,
            {
                name: (getattr(clean, name) or 0.0) - (getattr(found, name) or 0.0)
                for name in DROPPING
            },
        )


def _names_first(base: KnowledgeBase) -> float:
    """Return the share of everyday names that rank their owner first without their own entry."""
    hits = []
    for rest, asked in held_out(base):
        matcher = Matcher(rest)
        for each in asked:
            ranked = matcher.rank(read(each.question, rest.lexicon, matcher.speller), limit=1)
            hits.append(bool(ranked) and ranked[0].target.key in each.codes)
    return statistics.mean(hits) if hits else 0.0


def _simple_tools(
    base: KnowledgeBase, labelled: Sequence[Labelled]
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield what simple rankers of the official names put first, and their milliseconds."""
    names = {code: known.name for code, known in base.names.items()}
    names |= {code: procedure.name for code, procedure in base.procedures.items()}
    asked = [each for each in labelled if each.codes and not each.context]
    for title, first in baselines(names):
        hits, times = [], []
        for each in asked:
            started = time.perf_counter()
            code = first(each.question)
            times.append((time.perf_counter() - started) * 1000)
            given = Given("answer", (code,) if code else (), (), 0.0)
            hits.append(rank_of(each, given, base.renumbered) == 1)
        if asked:
            yield title, {"top_1": statistics.mean(hits), "p50_ms": statistics.median(times)}


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


def _print(result: Mapping[str, Any]) -> None:
    for name, value in result.items():
        if not isinstance(value, dict):
            click.echo(f"{name:16} {_figure(name, value)}")
    for kind, drops in result.get("noise", {}).items():
        told = "  ".join(f"{name} {-drop * 100:+.1f}" for name, drop in drops.items())
        click.echo(f"noise {kind:12} {told} points")
    for title, simple in result.get("baselines", {}).items():
        click.echo(f"{title:26} top_1 {simple['top_1']:.3f}  p50 {simple['p50_ms']:.2f} ms")


def _resident_memory() -> float:
    """Return the megabytes this process holds; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    told = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(told.split()[1]) / 1024


def _figure(name: str, value: float | int | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}" if name.endswith("_ms") else f"{value:.3f}"
