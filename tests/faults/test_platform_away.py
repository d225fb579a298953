"""Telegram hangs, as it does where it is blocked: nobody else waits for it."""

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.channels.telegram.webhook import SECRET_HEADER
from bot.server import serving as http_serving
from tests.processes import serving

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(90)]

SECRET = "telegram-hangs-0123"  # noqa: S105 - of a test


async def hang(_request: web.Request) -> web.Response:
    await asyncio.sleep(60)
    return web.Response()


async def test_a_telegram_that_hangs_holds_up_no_web_page(tmp_path: Path) -> None:
    async with http_serving([web.post("/bot{token}/{method}", hang)], "127.0.0.1", 0) as port:
        context = serving(
            tmp_path,
            f"sqlite:///{tmp_path}/desk.sqlite3",
            telegram_token="1:x",  # noqa: S106 - of a test
            telegram_api_url=f"http://127.0.0.1:{port}",
            telegram_webhook_url="http://127.0.0.1:{port}/telegram",
            telegram_webhook_secret=SECRET,
        )
        desk = await asyncio.to_thread(context.__enter__)
        try:
            await _crowd_telegram(desk.url)
            took = await _ask_on_the_page(desk.url)
            assert took < 3
            assert await asyncio.to_thread(desk.stop) == 0
        finally:
            await asyncio.to_thread(context.__exit__, None, None, None)


async def _crowd_telegram(url: str) -> None:
    """Leave more answers to Telegram behind than can be sent side by side."""
    async with aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}) as session:
        for number in range(100):
            chat = {"id": number}
            message = {"chat": chat, "from": {**chat, "is_bot": False}, "text": "xin chào"}
            update = {"update_id": number, "message": message}
            async with session.post(f"{url}/telegram", json=update) as answer:
                assert answer.status == 200
    await asyncio.sleep(1)


async def _ask_on_the_page(url: str) -> float:
    """Return how long the page waits for an answer, in seconds."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        (await session.get(url)).release()
        async with session.get(f"{url}/web/stream") as stream:
            started = time.monotonic()
            body = {"id": "1", "text": "xin chào"}
            (await session.post(f"{url}/web/messages", json=body)).release()
            async with asyncio.timeout(20):
                async for line in stream.content:
                    if b'"author": "desk"' in line:
                        break
            return time.monotonic() - started
