"""A running desk: everything that `motcua serve` opens, starts, stops and closes."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot import app
from bot.api.health import Readiness, health_routes
from bot.channels.web.channel import WebChannel
from bot.channels.web.hub import Hub
from bot.channels.web.routes import WebPage
from bot.channels.web.visitor import Visitors
from bot.conversation.answering import Answerer
from bot.conversation.engine import Engine
from bot.delivery.dispatch import Dispatcher
from bot.messages import Address, Incoming, Reply
from bot.ports import Channel, Forget, StorageUnavailable
from bot.server import serving
from bot.settings import GOOD_SECRET, Settings
from db.effects import TurnEnd
from db.engine import Database
from db.housekeeping import forget_old
from db.inbox import SqlInbox
from db.outbox import SqlOutbox
from db.web_log import SqlWebLog
from dossiers.exchange.sample import SAMPLE_LEDGER
from knowledge.knowledge_base import KnowledgeBase

log = structlog.get_logger(__name__)

HOUSEKEEPING = 6 * 3600.0
"""Seconds between two rounds of forgetting."""

ANSWERING_PATIENCE = 4.0
SENDING_PATIENCE = 5.0
ENDING_PATIENCE = 1.0
"""Seconds that messages being answered, parcels being sent and claims get when the desk stops."""

HOLD_CHECK = 5.0
"""Seconds between two looks whether a right of one process is still held."""

Background = Coroutine[Any, Any, None]


class Bells:
    """A bell for each channel, all rung together."""

    def __init__(self) -> None:
        self._bells: list[asyncio.Event] = []

    def add(self) -> asyncio.Event:
        """Return one more."""
        self._bells.append(asyncio.Event())
        return self._bells[-1]

    def ring(self) -> None:
        """Ring them all."""
        for bell in self._bells:
            bell.set()


@dataclass
class Parts:
    """What one desk is made of, once it is open."""

    settings: Settings
    database: Database
    engine: Engine
    inbox: SqlInbox
    outbox: SqlOutbox
    turn_end: TurnEnd
    came_in: asyncio.Event
    goes_out: Bells
    stop: asyncio.Event
    readiness: Readiness = field(default_factory=Readiness)
    channels: dict[str, Channel] = field(default_factory=dict)
    routes: list[web.RouteDef] = field(default_factory=list)
    background: list[Callable[[], Background]] = field(default_factory=list)  # until it stops


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
    async with AsyncExitStack() as stack:
        parts = await _open(stack, settings, app.knowledge(extra), stop, sample=sample)
        parts.routes += health_routes(parts.readiness, parts.database.check)
        _add_web(parts)
        await _add_telegram(parts, stack)
        parts.background.append(partial(_housekeeping, parts))
        await _serve(parts, started)


async def _open(
    stack: AsyncExitStack,
    settings: Settings,
    base: KnowledgeBase,
    stop: asyncio.Event,
    *,
    sample: bool,
) -> Parts:
    words = app.notice_words(settings, base)
    opened = await stack.enter_async_context(app.database(settings, serving=True))
    if sample:
        await app.import_ledger(opened, base, SAMPLE_LEDGER, words)
    turn_end = TurnEnd(words)
    engine = app.engine(settings, base, app.stored_ports(opened, turn_end))
    gc.freeze()  # the knowledge base stays; every look at it for garbage would hold up the chats
    came_in, goes_out = asyncio.Event(), Bells()
    outbox = SqlOutbox(opened, goes_out.ring)
    if not opened.is_shared:
        await outbox.take_over()
    return Parts(
        settings=settings,
        database=opened,
        engine=engine,
        inbox=SqlInbox(opened, turn_end, came_in.set, goes_out.ring),
        outbox=outbox,
        turn_end=turn_end,
        came_in=came_in,
        goes_out=goes_out,
        stop=stop,
    )


async def _serve(parts: Parts, started: Callable[[int], None]) -> None:
    """Work and serve until told to stop, then stop in order."""
    settings, channels = parts.settings, parts.channels
    answerer = Answerer(parts.engine, parts.inbox, channels, app.now, parts.came_in)
    dispatchers = [
        Dispatcher(parts.outbox, channel, app.now, parts.goes_out.add())
        for channel in channels.values()
    ]
    async with AsyncExitStack() as listening:
        port = await listening.enter_async_context(
            serving(parts.routes, settings.host, settings.port)
        )
        async with asyncio.TaskGroup() as tasks:
            working = [tasks.create_task(answerer.worker.run())]
            working += [tasks.create_task(each.worker.run()) for each in dispatchers]
            background = [tasks.create_task(start()) for start in parts.background]
            parts.readiness.is_ready = True
            started(port)
            await parts.stop.wait()
            parts.readiness.is_ready = False
            for task in background:
                task.cancel()
            await listening.aclose()
            await answerer.worker.stop(ANSWERING_PATIENCE)
            await asyncio.gather(*(each.worker.stop(SENDING_PATIENCE) for each in dispatchers))
            await asyncio.wait(working, timeout=ENDING_PATIENCE)
            for task in working:
                task.cancel()  # of one that hangs in the database, the leases run out


def _add_web(parts: Parts) -> None:
    """Bring in the web page."""
    bell = asyncio.Event()
    web_log = SqlWebLog(parts.database, bell.set)
    channel = WebChannel(web_log, app.now)
    hub = Hub(web_log, bell)

    async def answer(incoming: Incoming) -> Reply | None:
        turn = await parts.engine.answer(incoming)
        return turn.reply if turn else None

    async def forget(chat: str) -> None:
        address, at = Address(channel=channel.name, chat=chat), app.now()
        await parts.database.write(
            lambda connection: parts.turn_end.write(connection, address, None, (Forget(),), at)
        )

    page = WebPage(
        texts=parts.engine.desk.texts,
        office=parts.engine.desk.office,
        greeting=parts.engine.welcome(),
        visitors=Visitors(parts.settings.proxies),
        web_log=web_log,
        hub=hub,
        receive=parts.inbox.receive,
        answer=answer,
        forget=forget,
        now=app.now,
        stopping=parts.stop,
    )
    parts.channels[channel.name] = channel
    parts.routes += page.routes()
    parts.background.append(hub.run)


async def _add_telegram(parts: Parts, stack: AsyncExitStack) -> None:
    """Bring in Telegram, where a token is set; its package is loaded only then."""
    settings, receive = parts.settings, parts.inbox.receive
    if settings.telegram_token is None:
        return
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.polling import poll, until_done
    from bot.channels.telegram.webhook import register, webhook_route

    token = settings.telegram_token.get_secret_value()
    channel = await stack.enter_async_context(
        TelegramChannel(token, settings.telegram_api_url, parts.engine.desk.texts)
    )
    parts.channels[channel.name] = channel
    parts.background.append(partial(until_done, channel.set_menu))
    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    if url and secret:
        known = secret.get_secret_value()
        if len(known) < GOOD_SECRET:
            log.warning("webhook_secret_short", setting="MOTCUA_TELEGRAM_WEBHOOK_SECRET")
        parts.routes.append(webhook_route(url, known, receive, app.now))
        parts.background.append(partial(register, channel, url, known))
    else:
        work = partial(poll, channel, receive, app.now)
        parts.background.append(partial(_alone, parts.database, "telegram", work))


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
        except Exception:
            # The database went away, or what is done alone broke: neither ends the desk.
            log.warning("not_alone", name=name, exc_info=True)
            await asyncio.sleep(HOLD_CHECK)


async def _housekeeping(parts: Parts) -> None:
    """Forget what nobody needs any more, every few hours."""
    while True:
        await asyncio.sleep(HOUSEKEEPING)
        try:
            await forget_old(parts.database, app.now(), parts.settings.question_days)
            await parts.database.scrub()
        except StorageUnavailable as exc:
            log.warning("nothing_forgotten", reason=str(exc))
