"""`motcua chat`: the conversation in this terminal."""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
from pydantic import SecretStr

from bot import app
from bot.channels.terminal import new_chat, render, talk
from bot.commands.options import knowledge_option
from bot.messages import Address, Incoming, Reply
from bot.ports import Ports, StorageUnavailable, StoredSession, Unsubscribe
from bot.settings import SAMPLE_DATABASE, Settings, read_settings
from bot.texts import Texts
from dossiers.exchange.sample import SAMPLE_LEDGER


@click.command(epilog="Example: motcua chat --sample")
@click.option("--sample", is_flag=True, help="Use invented dossiers in a database of their own.")
@knowledge_option
def chat(sample: bool, extra: tuple[Path, ...]) -> None:
    """Talk with the desk. One line is one message; end with Ctrl-D."""
    settings = read_settings()
    if sample:
        settings = settings.model_copy(update={"database_url": SecretStr(SAMPLE_DATABASE)})
    with suppress(ImportError):
        import readline  # noqa: F401 - arrow keys and history in input()
    with suppress(KeyboardInterrupt):
        asyncio.run(_chat(settings, sample, extra))
    click.echo()


async def _chat(settings: Settings, sample: bool, extra: tuple[Path, ...]) -> None:
    base = app.knowledge(extra)
    texts = Texts(settings.language)
    words = app.notice_words(settings, base)
    if sample:
        async with app.database(settings) as opened:
            await app.import_ledger(opened, base, SAMPLE_LEDGER, words)
    async with app.ports(settings, words) as real:
        engine = app.engine(settings, base, real)

        async def answer(incoming: Incoming) -> Reply | None:
            turn = await engine.answer(incoming)
            return turn.reply if turn else None

        click.echo(texts.render("terminal/intro", sample=sample))
        click.echo()
        click.echo(render(engine.welcome()))
        prompt = f"\n{texts.render('terminal/prompt')} "
        address = new_chat()
        notices = partial(_notices, real, address)
        try:
            await talk(address, answer, app.now, lambda: _read_line(prompt), _write, notices)
        finally:
            await _leave(real, address)


async def _notices(ports: Ports, address: Address) -> Sequence[Reply]:
    """Return what came for this chat; a database that is away has nothing to tell."""
    try:
        return await ports.subscriptions.pick_up(address, app.now())
    except StorageUnavailable:
        return []


async def _leave(ports: Ports, address: Address) -> None:
    """End the subscriptions of a chat that nobody will ever read again."""
    nothing = StoredSession(data={}, last_incoming_id=None)
    with suppress(StorageUnavailable):
        await ports.sessions.save(address, nothing, (Unsubscribe(),), app.now())


def _read_line(prompt: str) -> str:
    # The loop has nothing else to do; but its own handler would keep Ctrl-C from ending input().
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return input(prompt)


def _write(text: str) -> None:
    click.echo(f"\n{text}")
