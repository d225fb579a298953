"""What a page listens to: the lines of its chat, as Server-Sent Events."""

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from bot.channels.web.hub import Page
from bot.ports import Line, StorageUnavailable, WebLog

HISTORY = 50
"""Lines that a page shows when it is opened."""

RECONNECT_MS = 2000

HEARTBEAT = 15.0
"""Seconds of silence after which a proxy or a telephone company may cut a connection."""

CLOSED_LOOK = 2.0
"""Seconds between two looks whether the page is still there: until then it takes a place."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One open page and what it is sent."""

    request: web.Request
    response: web.StreamResponse
    page: Page
    web_log: WebLog
    chat: str
    mark: str  # of the chat
    stopping: asyncio.Event
    heartbeat: float = HEARTBEAT

    async def send(self) -> None:
        """Send the lines as they come, until the page is closed or over, or the desk stops."""
        stopping = asyncio.ensure_future(self.stopping.wait())
        after = last_seen(self.request)
        try:
            await self.response.prepare(self.request)
            await self.response.write(f"retry: {RECONNECT_MS}\n\n".encode())
            while not (self.page.is_over or stopping.done() or self._is_closed()):
                self.page.news.clear()
                lines = await self._lines(after)
                for line in lines:
                    await self.response.write(event(line))
                    after = line.id
                if len(lines) < HISTORY:
                    await self.response.write(current(self.mark))
                    await self._wait(stopping)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            stopping.cancel()

    async def _lines(self, after: int) -> list[Line]:
        try:
            return await self.web_log.lines(self.chat, after, HISTORY)
        except StorageUnavailable:
            return []  # they come once the database is back

    async def _wait(self, stopping: "asyncio.Future[Any]") -> None:
        """Wait for news, for as long as a page may hear nothing."""
        news = asyncio.ensure_future(self.page.news.wait())
        left = self.heartbeat
        try:
            while left > 0 and not self._is_closed():
                look = min(left, CLOSED_LOOK)
                done, _ = await asyncio.wait(
                    (news, stopping), timeout=look, return_when=asyncio.FIRST_COMPLETED
                )
                if done:
                    return
                left -= look
        finally:
            news.cancel()

    def _is_closed(self) -> bool:
        return self.request.transport is None or self.request.transport.is_closing()


def current(mark: str) -> bytes:
    """Return the event that says: you have all there is, and this is the chat you listen to.

    It is the heartbeat too. A page cannot see a comment, but the silence of an event tells it of a
    dead connection; and windows opened in one moment may each have been given a chat of their own.
    """
    data = json.dumps({"chat": mark}, separators=(",", ":"))
    return f"event: current\ndata:{data}\n\n".encode()


def event(line: Line) -> bytes:
    """Return a line as an event; its id is where a page goes on after a break."""
    data = {**asdict(line), "at": line.at.isoformat()}
    return f"id: {line.id}\ndata: {json.dumps(data)}\n\n".encode()


def last_seen(request: web.Request) -> int:
    """Return the id of the last line that the page has; 0 when it has none."""
    given = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
