"""One reply, every channel: the dialogs as tables, on terminal, web page and Telegram alike.

The words come from the conversation itself, run in memory; each channel must show the same,
whatever it makes of buttons.
"""

import asyncio
import html
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.app import now
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.channels.terminal import new_chat, talk
from bot.conversation.desk import Desk
from bot.conversation.engine import Engine
from bot.memory import memory_ports
from bot.messages import Address, Incoming, Reply
from bot.server import serving as http_serving
from bot.texts import Texts
from db.dossiers import SqlDossiers
from db.engine import open_database
from tests.processes import Desk as Process
from tests.processes import serving
from tests.tables import DIALOGS, DOSSIERS

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(60)]

SECRET = "every-channel-alike"  # noqa: S105 - of a test
TOKEN = "123456:opens-nothing"  # noqa: S105 - of a test
TICKET = re.compile(r"P\d{5}")

_CHATS = count(1)


def said(dialog: Sequence[Sequence[str]]) -> list[str]:
    return [row[0] for row in dialog]


def plain(text: str) -> str:
    """Return what was said without what differs by right: ticket numbers and blank lines."""
    return TICKET.sub("P-----", "\n".join(line for line in text.splitlines() if line.strip()))


@pytest.fixture
def engine(knowledge_base, matcher) -> Engine:
    return Engine(
        Desk(
            base=knowledge_base,
            matcher=matcher,
            texts=Texts(),
            office=knowledge_base.offices["meo_vac"],
            ports=memory_ports(DOSSIERS),
        )
    )


async def replies(engine: Engine, lines: Sequence[str]) -> list[Reply]:
    """Return what the conversation itself says."""
    address = Address(channel="test", chat=str(next(_CHATS)))
    turns = [
        await engine.answer(Incoming(id=str(n), address=address, text=line, at=now()))
        for n, line in enumerate(lines)
    ]
    return [turn.reply for turn in turns if turn]


async def on_terminal(engine: Engine, lines: Sequence[str]) -> list[str]:
    shown: list[str] = []
    waiting = iter(lines)

    def read_line() -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    async def answer(incoming: Incoming) -> Reply | None:
        turn = await engine.answer(incoming)
        return turn.reply if turn else None

    async def notices() -> Sequence[Reply]:
        return []

    await talk(new_chat(), answer, now, read_line, shown.append, notices)
    return shown


class Sent:
    """A Bot API that notes the messages of each chat."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.bell = asyncio.Event()

    async def call(self, request: web.Request) -> web.Response:
        if request.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": True})
        fields = await request.post()
        self.texts.setdefault(str(fields["chat_id"]), []).append(str(fields["text"]))
        self.bell.set()
        chat = {"id": int(str(fields["chat_id"])), "type": "private"}
        return web.json_response({"ok": True, "result": {"message_id": 1, "date": 1, "chat": chat}})

    async def wait(self, chat: str, number: int) -> list[str]:
        async with asyncio.timeout(20):
            while len(self.texts.get(chat, ())) < number:
                self.bell.clear()
                await self.bell.wait()
        return self.texts[chat]


@asynccontextmanager
async def desk_and_telegram(folder: Path, url: str) -> AsyncIterator[tuple[Process, Sent]]:
    database = await open_database(url)
    await SqlDossiers(database).upsert_many(DOSSIERS)
    await database.close()
    sent = Sent()
    async with http_serving([web.post("/bot{token}/{method}", sent.call)], "127.0.0.1", 0) as port:
        settings = {
            "telegram_token": TOKEN,
            "telegram_api_url": f"http://127.0.0.1:{port}",
            "telegram_webhook_url": "http://127.0.0.1:{port}/telegram",
            "telegram_webhook_secret": SECRET,
        }
        context = serving(folder, url, **settings)
        desk = await asyncio.to_thread(context.__enter__)
        try:
            yield desk, sent
        finally:
            await asyncio.to_thread(context.__exit__, None, None, None)


async def on_telegram(desk: Process, sent: Sent, lines: Sequence[str]) -> list[str]:
    chat, answers = 5000 + next(_CHATS), 0
    async with aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}) as session:
        for line in lines:
            person = {"id": chat, "is_bot": False}
            message = {"chat": {"id": chat}, "from": person, "text": line}
            update = {"update_id": next(_CHATS), "message": message}
            async with session.post(f"{desk.url}/telegram", json=update) as answer:
                assert answer.status == 200
            if line.strip():  # Telegram carries no empty message
                answers += 1
                await sent.wait(str(chat), answers)
    return sent.texts[str(chat)]


async def on_web(desk: Process, lines: Sequence[str]) -> list[Reply]:
    shown: list[Reply] = []
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        (await session.get(desk.url)).release()
        async with session.get(f"{desk.url}/web/stream") as stream:
            for number, line in enumerate(lines):
                body = {"id": str(number), "text": line}
                async with session.post(f"{desk.url}/web/messages", json=body) as answer:
                    assert answer.status == 202
                shown.append(await _next_reply(stream))
    return shown


async def _next_reply(stream: aiohttp.ClientResponse) -> Reply:
    async with asyncio.timeout(20):
        while True:
            line = (await stream.content.readline()).decode()
            if line.startswith("data: "):
                found: dict[str, Any] = json.loads(line.removeprefix("data: "))
                if found["author"] == "desk":
                    return Reply.from_data(found["reply"])


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS.keys())
async def test_the_terminal_says_the_same(engine: Engine, dialog: Any) -> None:
    lines = said(dialog)

    expected = await replies(engine, lines)
    shown = await on_terminal(engine, lines)

    for reply, text in zip(expected, shown, strict=True):
        assert plain(text).startswith(plain(reply.text))
        assert all(button.label in text for button in reply.buttons)


async def test_web_page_and_telegram_say_the_same(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    async with desk_and_telegram(tmp_path, database_url) as (desk, sent):
        for name, dialog in DIALOGS.items():
            lines = said(dialog)
            expected = await replies(engine, lines)

            web_shown = await on_web(desk, lines)
            telegram_shown = await on_telegram(desk, sent, lines)

            assert [(name, plain(reply.text)) for reply in web_shown] == [
                (name, plain(reply.text)) for reply in expected
            ]
            assert [reply.buttons for reply in web_shown] == [r.buttons for r in expected]
            spoken = [r for r, line in zip(expected, lines, strict=True) if line.strip()]
            for reply, text in zip(spoken, telegram_shown, strict=True):
                bare = html.unescape(re.sub(r"</?b>", "", text))
                assert (name, plain(bare)) == (name, plain(f"{reply.text}\n{reply.prompt or ''}"))
