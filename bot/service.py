"""A running desk: everything that `motcua serve` opens, starts, stops and closes."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot import app
from bot.api.health import Readiness, health_routes
from bot.conversation.answering import Answerer
from bot.delivery.dispatch import Dispatcher
from bot.ports import Channel, StorageUnavailable
from bot.server import serving
from bot.settings import Settings
from bot.texts import Texts
from db.effects import TurnEnd
from db.engine import Database
from db.housekeeping import forget_old
from db.inbox import SqlInbox
from db.outbox import SqlOutbox
from dossiers.exchange.sample import SAMPLE_LEDGER

log = structlog.get_logger(__name__)

HOUSEKEEPING = 6 * 3600.0
"""Seconds between two rounds of forgetting."""

ANSWERING_PATIENCE = 4.0
SENDING_PATIENCE = 6.0
"""Seconds that messages being answered, and parcels being sent, get when the desk stops."""

HOLD_CHECK = 5.0
"""Seconds between two looks whether a right of one process is still held."""

Background = Coroutine[Any, Any, None]


@dataclass
class Parts:
    """What the channels of one desk bring along."""

    channels: dict[str, Channel] = field(default_factory=dict)
    routes: list[web.RouteDef] = field(default_factory=list)
    background: list[Background] = field(default_factory=list)  # until the desk stops


async def run(
    settings: Settings,
    extra: Sequence[Path],
    *,
    sample: bool,
    started: Callable[[int], None],
    stop: asyncio.Event,
) -> None:
    """Serve until `stop` is set; `started` is called with the port once all is open.

    Stopping takes nothing new, ends what was begun, hands back what takes too long, and closes.
    """
    base = app.knowledge(extra)
    words = app.notice_words(settings, base)
    async with AsyncExitStack() as stack:
        opened = await stack.enter_async_context(app.database(settings, serving=True))
        if sample:
            await app.import_ledger(opened, base, SAMPLE_LEDGER, words)
        turn_end = TurnEnd(words)
        came_in, goes_out = asyncio.Event(), asyncio.Event()
        inbox = SqlInbox(opened, turn_end, came_in.set, goes_out.set)
        outbox = SqlOutbox(opened, goes_out.set)
        if not opened.is_shared:
            await outbox.take_over()
        engine = app.engine(settings, base, app.stored_ports(opened, turn_end))
        parts = Parts()
        readiness = Readiness()
        parts.routes += health_routes(readiness, opened.check)
        await _add_telegram(settings, inbox, stack, opened, parts)
        parts.background.append(_housekeeping(opened, settings))
        answerer = Answerer(engine, inbox, parts.channels, app.now, came_in)
        dispatcher = Dispatcher(outbox, parts.channels, app.now, goes_out)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(answerer.worker.run())
            tasks.create_task(dispatcher.worker.run())
            async with serving(parts.routes, settings.host, settings.port) as port:
                background = [tasks.create_task(each) for each in parts.background]
                readiness.is_ready = True
                started(port)
                await stop.wait()
                readiness.is_ready = False
                for task in background:
                    task.cancel()
            await answerer.worker.stop(ANSWERING_PATIENCE)
            await dispatcher.worker.stop(SENDING_PATIENCE)


async def _add_telegram(
    settings: Settings, inbox: SqlInbox, stack: AsyncExitStack, opened: Database, parts: Parts
) -> None:
    """Bring in Telegram, where a token is set; its package is loaded only then."""
    if settings.telegram_token is None:
        return
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.polling import poll, until_done
    from bot.channels.telegram.webhook import register, webhook_route

    token = settings.telegram_token.get_secret_value()
    texts = Texts(settings.language)
    channel = await stack.enter_async_context(
        TelegramChannel(token, settings.telegram_api_url, texts)
    )
    parts.channels[channel.name] = channel
    parts.background.append(until_done(channel.set_menu))
    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    if url and secret:
        known = secret.get_secret_value()
        parts.routes.append(webhook_route(url, known, inbox.receive, app.now))
        parts.background.append(register(channel, url, known))
    else:
        parts.background.append(
            _alone(opened, "telegram", lambda: poll(channel, inbox.receive, app.now))
        )


async def _alone(opened: Database, name: str, work: Callable[[], Background]) -> None:
    """Do what only one process may do, for as long as this one is it."""
    while True:
        try:
            async with opened.alone(name) as is_held, asyncio.TaskGroup() as tasks:
                task = tasks.create_task(work())
                while await is_held():  # noqa: ASYNC110 - only asking tells
                    await asyncio.sleep(HOLD_CHECK)
                log.warning("right_lost", name=name)
                task.cancel()
        except StorageUnavailable as exc:
            log.warning("not_alone", name=name, reason=str(exc))
            await asyncio.sleep(HOLD_CHECK)


async def _housekeeping(opened: Database, settings: Settings) -> None:
    """Forget what nobody needs any more, every few hours."""
    while True:
        await asyncio.sleep(HOUSEKEEPING)
        try:
            await forget_old(opened, app.now(), settings.question_days)
        except StorageUnavailable as exc:
            log.warning("nothing_forgotten", reason=str(exc))
