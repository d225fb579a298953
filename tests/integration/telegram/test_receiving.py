"""Polling and webhook by themselves: nothing is confirmed before it is stored."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.telegram import polling
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import SECRET_HEADER, webhook_route
from bot.ports import Arrival, StorageUnavailable
from bot.server import serving
from bot.texts import Texts

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
SECRET = "0123456789abcdef"  # noqa: S105 - of a test


def update(number: int, text: str = "xin chào") -> dict[str, Any]:
    chat = {"id": 77, "type": "private"}
    return {"update_id": number, "message": {"chat": chat, "text": text}}


class Store:
    """An inbox that may be away."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.failures = 0

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageUnavailable("away")
        self.keys += [arrival.key for arrival in arrivals]


class BotApi:
    """Gives out updates as Telegram does: again, until a later offset confirms them."""

    def __init__(self, *updates: object) -> None:
        self.updates = list(updates)
        self.offsets: list[int] = []
        self.refusals: list[tuple[int, dict[str, Any]]] = []

    async def call(self, request: web.Request) -> web.Response:
        if request.match_info["method"] != "getUpdates":
            return web.json_response({"ok": True, "result": True})
        if self.refusals:
            status, parameters = self.refusals.pop(0)
            said = {"ok": False, "error_code": status, "description": "no"}
            return web.json_response({**said, "parameters": parameters}, status=status)
        offset = int((await request.post()).get("offset", 0))
        self.offsets.append(offset)
        waiting = [u for u in self.updates if _number(u) >= offset]
        if not waiting:
            await asyncio.sleep(0.02)
        return web.json_response({"ok": True, "result": waiting})


def _number(update: object) -> int:
    return update.get("update_id", 10**9) if isinstance(update, dict) else 10**9


@asynccontextmanager
async def polled(api: BotApi, store: Store) -> AsyncIterator[None]:
    async with (
        serving([web.post("/bot{token}/{method}", api.call)], "127.0.0.1", 0) as port,
        TelegramChannel("1:x", f"http://127.0.0.1:{port}", Texts()) as channel,
    ):
        task = asyncio.create_task(polling.poll(channel, store.receive, lambda: NOW))
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Any) -> None:
    async with asyncio.timeout(8):
        while not condition():  # noqa: ASYNC110 - a server of this test works meanwhile
            await asyncio.sleep(0.01)


async def test_updates_are_confirmed_once_they_are_stored() -> None:
    api, store = BotApi(update(5), update(6)), Store()

    async with polled(api, store):
        await until(lambda: len(api.offsets) > 1)

    assert store.keys == ["5", "6"]
    assert api.offsets[:2] == [0, 7]


@pytest.mark.timeout(20)
async def test_what_could_not_be_stored_is_asked_for_again() -> None:
    api, store = BotApi(update(5)), Store()
    store.failures = 1

    async with polled(api, store):
        await until(lambda: store.keys == ["5"])

    assert api.offsets[:2] == [0, 0]


async def test_what_is_no_update_holds_up_nothing() -> None:
    api, store = BotApi("odd", {"no": "number"}, update(5)), Store()

    async with polled(api, store):
        await until(lambda: len(api.offsets) > 1)

    assert store.keys[:1] == ["5"]
    assert api.offsets[1] == 6


async def test_a_refusal_is_waited_out() -> None:
    api, store = BotApi(update(5)), Store()
    api.refusals = [(500, {}), (429, {"retry_after": 1})]

    async with polled(api, store):
        await until(lambda: store.keys == ["5"])


@asynccontextmanager
async def hook(store: Store) -> AsyncIterator[str]:
    route = webhook_route("https://desk.example/telegram", SECRET, store.receive, lambda: NOW)
    async with serving([route], "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}/telegram"


async def post(url: str, body: bytes | io.BytesIO, secret: str | None = SECRET) -> int:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_an_update_is_acknowledged_once_it_is_stored() -> None:
    store = Store()

    async with hook(store) as url:
        status = await post(url, json.dumps(update(5)).encode())

    assert (status, store.keys) == (200, ["5"])


async def test_without_the_database_telegram_is_asked_to_come_again() -> None:
    store = Store()
    store.failures = 1

    async with hook(store) as url:
        statuses = [await post(url, json.dumps(update(5)).encode()) for _ in range(2)]

    assert statuses == [503, 200]


@pytest.mark.parametrize("secret", [None, "", "0123456789abcdeF", "0123456789abcde", "ö"])
async def test_without_the_secret_nothing_is_read(secret: str | None) -> None:
    store = Store()

    async with hook(store) as url:
        status = await post(url, json.dumps(update(5)).encode(), secret)

    assert (status, store.keys) == (403, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_kept_and_not_sent_again(body: bytes) -> None:
    store = Store()

    async with hook(store) as url:
        status = await post(url, body)

    assert status == 200
    assert [key[:7] for key in store.keys] == ["sha256:"]


async def test_a_huge_body_is_refused() -> None:
    store = Store()

    async with hook(store) as url:
        status = await post(url, io.BytesIO(b"x" * 2_000_000))

    assert (status, store.keys) == (413, [])
