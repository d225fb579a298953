"""`motcua messages`: what came in and went out, and what is stuck."""

import asyncio
from dataclasses import asdict

import click

from bot import app
from bot.commands.options import json_option, print_json
from bot.settings import Settings, read_settings
from bot.texts import Texts
from db.housekeeping import MailCounts


@click.group()
def messages() -> None:
    """Messages of citizens, and what the desk sent them."""


@messages.command(epilog="Example: motcua messages status")
@json_option
def status(as_json: bool) -> None:
    """Count messages by state. Exit code 0, also when some could not be answered."""
    settings = read_settings()
    counts = asyncio.run(_counts(settings))
    if as_json:
        print_json(asdict(counts))
    else:
        click.echo(Texts(settings.language).render("desk/messages", counts=counts))


@messages.command(epilog="Example: motcua messages retry")
def retry() -> None:
    """Answer the messages that could not be answered, once their cause is mended."""
    settings = read_settings()
    count = asyncio.run(_retry(settings))
    click.echo(Texts(settings.language).render("desk/messages_retried", count=count))


async def _counts(settings: Settings) -> MailCounts:
    async with app.database(settings) as opened:
        return await app.mail_counts(opened)


async def _retry(settings: Settings) -> int:
    async with app.database(settings) as opened:
        return await app.retry_parked(opened)
