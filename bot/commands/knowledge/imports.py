"""`motcua knowledge import`: official records into drafts of procedures, with a report."""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from bot import app
from bot.commands.options import json_option, knowledge_option, print_json
from bot.settings import read_settings
from bot.texts import Texts
from knowledge.importers.convert import Converted
from knowledge.importers.drafts import draft, file_name
from knowledge.importers.files import read_records
from knowledge.importers.report import convert_all, report, with_strangers
from knowledge.importers.traps import Known
from knowledge.procedure import Procedure
from knowledge.yaml_file import KnowledgeError, Problem


@click.command("import", epilog="Example: motcua knowledge import procedures.jsonl --out drafts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a draft for each procedure into this folder; no file is overwritten.",
)
@json_option
@knowledge_option
def import_(file: Path, out: Path | None, as_json: bool, extra: tuple[Path, ...]) -> None:
    """Read official records: .jsonl, JSON of the national portal, or a posted list (.xlsx).

    Without --out nothing is written: the report says what would become of them. Rows that cannot
    be read, and pages that belong to another code, make the exit code 1.
    """
    base = app.knowledge(extra)
    started = time.perf_counter()
    converted, problems = _converted(file, base.known())
    found = report(converted, problems)
    seconds = time.perf_counter() - started
    procedures = [each.procedure for each in converted if each.procedure]
    if out is not None:
        _write(procedures, out)
    if as_json:
        print_json({"file": file.name, "seconds": round(seconds, 2), **found.as_dict()})
    else:
        texts = Texts(read_settings().language)
        values = {"file": file.name, "found": found, "seconds": seconds, "out": out}
        click.echo(texts.render("desk/knowledge_imported", **values))
    sys.exit(1 if found.refused or found.problems else 0)


def _converted(file: Path, known: Known) -> tuple[list[Converted], list[Problem]]:
    problems: list[Problem] = []
    records = list(read_records(file, problems))
    if fatal := [problem for problem in problems if problem.is_fatal]:
        raise KnowledgeError(fatal)
    known = with_strangers(known, records)
    # click shows the bar on a terminal only; a pipe sees the report alone.
    with click.progressbar(
        convert_all(records, known), length=len(records), label="converting", file=sys.stderr
    ) as waiting:
        return list(waiting), problems


def _write(procedures: Sequence[Procedure], out: Path) -> None:
    """Write the drafts: all of them or, where a file stands in the way or a write fails, none."""
    wanted = {file_name(procedure): procedure for procedure in procedures}
    if standing := [name for name in wanted if (out / name).exists()]:
        first = out / standing[0]
        click.echo(f"motcua: {str(first)!r} exists already; nothing was written", err=True)
        sys.exit(1)
    placed: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".import-") as folder:
            for name, procedure in wanted.items():
                _text_file(Path(folder) / name, draft(procedure))
            for name in wanted:
                (out / name).parent.mkdir(exist_ok=True)
                (Path(folder) / name).rename(out / name)
                placed.append(out / name)
    except OSError as exc:
        for path in placed:
            path.unlink(missing_ok=True)
        click.echo(f"motcua: drafts cannot be written: {exc}; nothing was written", err=True)
        sys.exit(1)


def _text_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
