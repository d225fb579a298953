"""`motcua dossiers`: bring in what one-stop systems give out."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import click

from bot import app
from bot.commands.options import json_option, print_json
from bot.settings import Settings, read_settings
from bot.texts import Texts
from dossiers.exchange.ledger import LedgerError
from knowledge.clock import VIETNAM


@click.group()
def dossiers() -> None:
    """The dossiers of the one-stop system."""


@dossiers.command("import", epilog="Example: motcua dossiers import so-theo-doi.xlsx")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]),
    help="When the file was exported, on Viet Nam's clock; else the last event in the file.",
)
@json_option
def import_(file: Path, as_of: datetime | None, as_json: bool) -> None:
    """Read a tracking ledger (Sổ theo dõi, .xlsx or .csv).

    Good rows are kept; faulty ones are listed by line and make the exit code 1. The same file
    again changes nothing, and one that is older than what is known is passed over.
    """
    settings = read_settings()
    try:
        imported = asyncio.run(_import(settings, file, as_of))
    except LedgerError as exc:
        click.echo(f"motcua: {exc}", err=True)
        sys.exit(1)
    if as_json:
        print_json(imported.as_dict())
    else:
        text = Texts(settings.language).render(
            "desk/imported", file=file.name, reading=imported.reading, counts=imported.counts
        )
        click.echo(text)
    sys.exit(1 if imported.reading.rejected else 0)


async def _import(settings: Settings, file: Path, as_of: datetime | None) -> app.Imported:
    base = app.knowledge()
    async with app.database(settings) as opened:
        moment = as_of.replace(tzinfo=VIETNAM) if as_of else None
        words = app.notice_words(settings, base)
        return await app.import_ledger(opened, base, file, words, moment)
