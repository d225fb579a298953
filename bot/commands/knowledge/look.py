"""`motcua knowledge list`, `show` and `check`: what is held, and whether it is sound."""

import sys
from collections import Counter
from pathlib import Path

import click

from bot import app
from bot.commands.options import json_option, knowledge_option, print_json
from bot.settings import read_settings
from bot.texts import Texts
from knowledge import inventory
from knowledge.importers.comparison import Verdict, compare_all
from knowledge.importers.files import read_records
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import DATA, load_with_problems
from knowledge.procedure import Procedure
from knowledge.yaml_file import Problem


@click.command(epilog="Example: motcua knowledge check")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATA,
    help="The folder to check; the shipped one when not given.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Official records to compare with; each difference needs its reason in `differences`.",
)
@click.option("--all", "everything", is_flag=True, help="Explained differences too.")
@knowledge_option
def check(data: Path, against: Path | None, everything: bool, extra: tuple[Path, ...]) -> None:
    """Read every file of the knowledge base; report what is wrong, with file and line."""
    base, problems = load_with_problems(extra, data)
    unexplained = _compare(base, against, everything, problems) if against else 0
    for problem in problems:
        click.echo(_shortened(problem))
    click.echo(
        f"{len(base.procedures)} procedures, {len(base.names)} known by name, "
        f"{len(base.elsewhere)} elsewhere, {len(base.topics)} topics, "
        f"{len(base.offices)} offices: {len(problems)} problems"
    )
    sys.exit(1 if problems or unexplained else 0)


def _compare(base: KnowledgeBase, against: Path, everything: bool, problems: list[Problem]) -> int:
    """Print where ours and the official records differ; return how many have to be looked at."""
    records = {record.code: record for record in read_records(against, problems)}
    found = list(compare_all(base.procedures.values(), records))
    shown = [one for one in found if everything or one.is_problem]
    for one in shown:
        click.echo(f"{one.code} {one.part.value}: {one.verdict.value}")
        click.echo(f"    ours:     {one.ours or '-'}")
        click.echo(f"    official: {one.theirs or '-'}")
        if one.why:
            click.echo(f"    why:      {one.why}")
    counts = Counter(one.verdict for one in found)
    figures = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict)
    compared = sum(code in records for code in base.procedures)
    click.echo(f"{compared} of {len(base.procedures)} have an official record: {figures}")
    return sum(one.is_problem for one in found)


@click.command("list", epilog="Example: motcua knowledge list --all")
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


@click.command(epilog="Example: motcua knowledge show 1.001193")
@click.argument("code")
@json_option
@knowledge_option
def show(code: str, as_json: bool, extra: tuple[Path, ...]) -> None:
    """Show everything held under CODE, former codes and drafts of official records included."""
    base = app.knowledge(extra)
    found = base.details(code) or base.find(code)
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


def _shortened(problem: Problem) -> str:
    try:
        path = problem.path.resolve().relative_to(Path.cwd())
    except ValueError:
        path = problem.path
    return str(Problem(path, problem.line, problem.message))


@click.command(epilog="Example: motcua knowledge stats")
@json_option
@knowledge_option
def stats(as_json: bool, extra: tuple[Path, ...]) -> None:
    """Count procedures, papers, notes, cases and the facts that nobody knows yet."""
    counts = inventory.take(app.knowledge(extra)).as_dict()
    if as_json:
        print_json(counts)
        return
    for name, number in counts.items():
        click.echo(f"{name:20} {number:6,}")
