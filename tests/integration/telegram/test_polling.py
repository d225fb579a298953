"""What a poll says of a Bot API that fails: whether the call left, and never the token."""

import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest
from aiohttp import web
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.errors import delivery_error
from bot.channels.telegram.polling import poll
from bot.channels.telegram.request import AiohttpRequest, NotSent
from bot.ports import Arrival
from bot.server import serving
from bot.texts import Texts
from tests.processes import free_port

TOKEN = "123456:TOKEN-that-no-error-may-name"  # noqa: S105 - opens nothing
NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)

Handler = Callable[[web.Request], Awaitable[web.Response]]


async def hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def send_round(request: web.Request) -> web.Response:
    raise web.HTTPTemporaryRedirect(request.path)


async def refuse_token(_request: web.Request) -> web.Response:
    return web.json_response({"ok": False, "description": "Unauthorized"}, status=401)


async def failed_poll(handler: Handler) -> TelegramError:
    async with serving([web.post("/bot{token}/{method}", handler)], "127.0.0.1", 0) as port:
        return await failure_at(f"http://127.0.0.1:{port}")


async def failure_at(url: str) -> TelegramError:
    async with TelegramChannel(TOKEN, url, Texts()) as channel:
        with pytest.raises(TelegramError) as failed:
            await channel.updates(0, 0)
        return failed.value


async def test_a_call_that_never_left_is_told_apart() -> None:
    failure = await failure_at(f"http://127.0.0.1:{free_port()}")

    error = delivery_error(failure)
    assert isinstance(failure, NotSent)
    assert error is not None
    assert not error.maybe_sent


async def test_a_call_whose_answer_was_lost_may_have_arrived() -> None:
    failure = await failed_poll(hang_up)

    error = delivery_error(failure)
    assert isinstance(failure, NetworkError)
    assert error is not None
    assert error.maybe_sent


@pytest.mark.parametrize("handler", [hang_up, send_round, refuse_token])
async def test_no_error_names_the_token(handler: Handler) -> None:
    failure = await failed_poll(handler)

    told = "".join(traceback.format_exception(failure))
    assert TOKEN not in told


async def test_an_answer_that_does_not_come_may_still_have_been_taken() -> None:
    released = asyncio.Event()

    async def stay_silent(_request: web.Request) -> web.Response:
        await released.wait()
        return web.Response()

    request = AiohttpRequest(read_seconds=0.1)
    routes = [web.post("/silent", stay_silent)]
    async with serving(routes, "127.0.0.1", 0) as port, request:
        with pytest.raises(TimedOut) as late:
            await request.post(f"http://127.0.0.1:{port}/silent")
        released.set()

    error = delivery_error(late.value)
    assert error is not None
    assert error.maybe_sent


async def test_half_an_emoji_does_not_hold_up_the_updates_after_it() -> None:
    stored: list[str] = []
    text = json.dumps({"ok": True, "result": [_update(5, "\ud83d"), _update(6, "vâng")]})

    async def give(request: web.Request) -> web.Response:
        if request.match_info["method"] == "getUpdates":
            return web.Response(text=text, content_type="application/json")
        return web.json_response({"ok": True, "result": True})

    async def receive(arrivals: Sequence[Arrival]) -> None:
        stored.extend(arrival.key for arrival in arrivals)
        raise _Enough

    async with (
        serving([web.post("/bot{token}/{method}", give)], "127.0.0.1", 0) as port,
        TelegramChannel(TOKEN, f"http://127.0.0.1:{port}", Texts()) as channel,
    ):
        with pytest.raises(_Enough):
            await poll(channel, receive, lambda: NOW)

    assert stored == ["5", "6"]


class _Enough(Exception):
    """Ends a poll once what it brought was seen."""


def _update(number: int, text: str) -> dict[str, object]:
    return {"update_id": number, "message": {"chat": {"id": 77}, "text": text}}
