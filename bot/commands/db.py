"""`motcua db`: the database itself."""

import asyncio

import click

from bot import app
from bot.settings import Settings, read_settings
from bot.texts import Texts


@click.group()
def db() -> None:
    """The database."""


@db.command(epilog="Example: motcua db upgrade")
def upgrade() -> None:
    """Make the database, or bring its tables up to date; other commands do so too."""
    settings = read_settings()
    asyncio.run(_upgrade(settings))
    click.echo(Texts(settings.language).render("desk/database_ready"))


async def _upgrade(settings: Settings) -> None:
    async with app.database(settings):
        pass
