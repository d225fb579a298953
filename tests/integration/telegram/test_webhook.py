"""The webhook's door, where an HTTP client cannot be made to knock so oddly."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.channels.telegram.webhook import SECRET_HEADER, webhook_route
from bot.ports import Arrival
from bot.server import serving

SECRET = "0123456789abcdef"  # noqa: S105 - of a test
NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("secret", [b"\xff\xfe", b"0123456789abcdef\xff"], ids=["odd", "longer"])
async def test_a_secret_of_odd_bytes_is_refused_before_the_body_comes(secret: bytes) -> None:
    stored: list[Arrival] = []

    async def receive(arrivals: Sequence[Arrival]) -> None:
        stored.extend(arrivals)

    route = webhook_route("https://desk.example/telegram", SECRET, receive, lambda: NOW)
    async with serving([route], "127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /telegram HTTP/1.1\r\nHost: desk\r\nContent-Length: 9\r\n{SECRET_HEADER}: "
        writer.write(head.encode() + secret + b"\r\n\r\n")  # and never a body
        status = await reader.readline()
        writer.close()
        await writer.wait_closed()

    assert status.startswith(b"HTTP/1.1 403 ")
    assert stored == []
