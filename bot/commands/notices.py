"""`motcua notices`: who waits to be told, and what became of what was told."""

import asyncio
from dataclasses import asdict

import click

from bot import app
from bot.commands.options import json_option, print_json
from bot.ports import Delivery, NoticeRow, NoticeSummary
from bot.settings import Settings, read_settings
from bot.texts import Texts

TO_CALL = (Delivery.REFUSED.value, Delivery.GIVEN_UP.value)
"""The states after which only a call reaches the citizen."""

MOST_LISTED = 200


@click.group()
def notices() -> None:
    """Notices to citizens: their dossier is ready."""


@notices.command(epilog="Example: motcua notices status")
@json_option
def status(as_json: bool) -> None:
    """Say how many wait to be told, what was sent, and whom the office has to call."""
    settings = read_settings()
    summary, to_call = asyncio.run(_status(settings))
    if as_json:
        print_json({**asdict(summary), "to_call": [_record(notice) for notice in to_call]})
        return
    texts = Texts(settings.language)
    click.echo(texts.render("desk/notices", summary=summary, to_call=to_call))


async def _status(settings: Settings) -> tuple[NoticeSummary, list[NoticeRow]]:
    async with app.database(settings) as opened:
        stored = app.subscriptions(opened)
        return await stored.summary(), await stored.notices(MOST_LISTED, only=TO_CALL)


def _record(notice: NoticeRow) -> dict[str, object]:
    ended_at = notice.ended_at.isoformat() if notice.ended_at else None
    return {
        **asdict(notice),
        "created_at": notice.created_at.isoformat(),
        "ended_at": ended_at,
    }
