"""`motcua knowledge`: look at the knowledge base, check it, measure how it is understood."""

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
from bot.texts import Texts
from knowledge.evaluate import Figures, Given, Labelled, figures, rank_of, read_labelled
from knowledge.load import DATA, load_with_problems
from knowledge.procedure import Procedure
from knowledge.yaml_file import KnowledgeError, Problem


@click.group()
def knowledge() -> None:
    """The posted procedures: list, show, check, evaluate."""


@knowledge.command(epilog="Example: motcua knowledge check")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATA,
    help="The folder to check; the shipped one when not given.",
)
@knowledge_option
def check(data: Path, extra: tuple[Path, ...]) -> None:
    """Read every file of the knowledge base; report what is wrong, with file and line."""
    base, problems = load_with_problems(extra, data)
    for problem in problems:
        click.echo(_shortened(problem))
    click.echo(
        f"{len(base.procedures)} procedures, {len(base.names)} known by name, "
        f"{len(base.elsewhere)} elsewhere, {len(base.topics)} topics, "
        f"{len(base.offices)} offices: {len(problems)} problems"
    )
    sys.exit(1 if problems else 0)


@knowledge.command("list", epilog="Example: motcua knowledge list --all")
@click.option("--all", "everything", is_flag=True, help="Names without details too.")
@json_option
@knowledge_option
def list_(everything: bool, as_json: bool, extra: tuple[Path, ...]) -> None:
    """List the procedures held in full, by code."""
    base = app.knowledge(extra)
    rows = [(p.code, p.short_name, p.field, "full") for p in base.procedures.values()]
    if everything:
        rows += [(n.code, n.name, n.field, "name only") for n in base.names.values()]
    for code, name, field, held in sorted(rows):
        if as_json:
            print_json({"code": code, "name": name, "field": field, "held": held})
        else:
            click.echo(f"{code}  {name}  [{field}]" + ("" if held == "full" else f"  ({held})"))


@knowledge.command(epilog="Example: motcua knowledge show 1.001193")
@click.argument("code")
@json_option
@knowledge_option
def show(code: str, as_json: bool, extra: tuple[Path, ...]) -> None:
    """Show everything held under CODE, former codes included."""
    base = app.knowledge(extra)
    found = base.find(code)
    if found is None:
        click.echo(
            f"motcua: no procedure has the code {code!r}; try: motcua knowledge list", err=True
        )
        sys.exit(1)
    if as_json:
        click.echo(found.model_dump_json(exclude_none=True))
        return
    if found.code != code:
        click.echo(f"{code} -> {found.code}")
    texts = Texts(read_settings().language)
    kind = "procedure" if isinstance(found, Procedure) else "name"
    click.echo(texts.render(f"desk/{kind}", found=found))


@knowledge.command(epilog="Example: motcua knowledge evaluate tests/questions/first-check.jsonl")
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


def _shortened(problem: Problem) -> str:
    try:
        path = problem.path.resolve().relative_to(Path.cwd())
    except ValueError:
        path = problem.path
    return str(Problem(path, problem.line, problem.message))
