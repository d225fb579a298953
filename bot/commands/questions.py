"""`motcua questions`: what citizens asked and the desk could not answer."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

import click

from bot import app
from bot.commands.options import json_option, print_json
from bot.ports import StoredQuestion
from bot.settings import Settings, read_settings
from bot.texts import Texts


@click.group()
def questions() -> None:
    """Questions that wait for a person."""


@questions.command("list", epilog="Example: motcua questions list --all")
@click.option("--all", "everything", is_flag=True, help="Those that are done, too.")
@json_option
def list_(everything: bool, as_json: bool) -> None:
    """List the questions that wait, oldest first."""
    settings = read_settings()
    found = asyncio.run(_list(settings, everything))
    if as_json:
        for question in found:
            print_json(_record(question))
        return
    click.echo(Texts(settings.language).render("desk/questions", questions=found))


@questions.command(epilog="Example: motcua questions show P00012")
@click.argument("ticket")
@json_option
def show(ticket: str, as_json: bool) -> None:
    """Show the question with the number TICKET."""
    settings = read_settings()
    _print(settings, ticket, asyncio.run(_show(settings, ticket)), as_json)


@questions.command(epilog='Example: motcua questions done P00012 --note "da goi"')
@click.argument("ticket")
@click.option("--note", help="What was done, for colleagues.")
@json_option
def done(ticket: str, note: str | None, as_json: bool) -> None:
    """Mark the question with the number TICKET as done."""
    settings = read_settings()
    _print(settings, ticket, asyncio.run(_done(settings, ticket, note)), as_json)


async def _list(settings: Settings, everything: bool) -> Sequence[StoredQuestion]:
    async with app.database(settings) as opened:
        stored = app.questions(opened)
        return await (stored.list_all() if everything else stored.list_open())


async def _show(settings: Settings, ticket: str) -> StoredQuestion | None:
    async with app.database(settings) as opened:
        return await app.questions(opened).show(ticket)


async def _done(settings: Settings, ticket: str, note: str | None) -> StoredQuestion | None:
    async with app.database(settings) as opened:
        return await app.questions(opened).done(ticket, note, app.now())


def _print(settings: Settings, ticket: str, question: StoredQuestion | None, as_json: bool) -> None:
    texts = Texts(settings.language)
    if question is None:
        click.echo(texts.render("desk/no_question", ticket=ticket), err=True)
        sys.exit(1)
    if as_json:
        print_json(_record(question))
    else:
        click.echo(texts.render("desk/question", question=question))


def _record(question: StoredQuestion) -> dict[str, Any]:
    return {
        "ticket": question.ticket,
        "channel": question.address.channel,
        "text": question.text,
        "reason": question.reason,
        "asked_at": question.asked_at.isoformat(),
        "done_at": question.done_at.isoformat() if question.done_at else None,
        "note": question.note,
    }
