"""`motcua check`: what is configured, what is missing, what will run, in plain words."""

import asyncio
import re
import sys
from datetime import timedelta

import click

from bot import app
from bot.conversation.compose import validity
from bot.ports import StorageUnavailable
from bot.settings import Settings, SettingsError, read_settings, unknown_variables
from bot.texts import Texts
from knowledge.calendar import MarkedDay
from knowledge.clock import VIETNAM
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load_with_problems
from knowledge.procedure import Procedure

LOOKED_AT = timedelta(days=90)
"""How far around today a day that nobody has decided on is asked for."""


@click.command(epilog="Example: MOTCUA_OFFICE=meo_vac motcua check")
def check() -> None:
    """Say what is configured, what is missing and what will run. Exit code 1: it will not run."""
    texts = Texts()
    try:
        settings = read_settings()
    except SettingsError as exc:
        click.echo(texts.render("desk/check_settings", faults=exc.faults))
        sys.exit(1)
    base, problems = load_with_problems()
    storage = asyncio.run(_storage_fault(settings))
    office = base.offices.get(settings.office)
    click.echo(
        texts.render(
            "desk/check",
            base=base,
            known_offices=sorted(base.offices),
            office=office,
            office_id=settings.office,
            problems=problems,
            settings=settings,
            storage=storage,
            place=_place(settings),
            ending=_ending(base),
            to_confirm=_to_confirm(base),
            undecided=_undecided(base),
            unknown=unknown_variables(),
        )
    )
    sys.exit(1 if problems or storage or office is None else 0)


async def _storage_fault(settings: Settings) -> str | None:
    try:
        async with app.database(settings):
            return None
    except StorageUnavailable as exc:
        return str(exc)


def _place(settings: Settings) -> str:
    """Return where the database is, without the password a URL may carry."""
    return re.sub(r"//[^@/]*@", "//...@", settings.database_url.get_secret_value())


def _ending(base: KnowledgeBase) -> list[Procedure]:
    today = app.now().astimezone(VIETNAM).date()
    return [procedure for procedure in base.procedures.values() if validity(procedure, today)]


def _to_confirm(base: KnowledgeBase) -> int:
    return sum(len(procedure.to_confirm) for procedure in base.procedures.values())


def _undecided(base: KnowledgeBase) -> list[MarkedDay]:
    """Return the days of the next weeks on which nobody has decided yet, and of the last ones."""
    today = app.now().astimezone(VIETNAM).date()
    first, last = today - LOOKED_AT, today + LOOKED_AT
    return [
        marked
        for marked in base.calendar.days
        if not marked.decided and not marked.expected and first <= marked.day <= last
    ]
