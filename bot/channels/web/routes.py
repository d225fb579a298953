"""The page, what it sends, and what it listens to."""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

import structlog
from aiohttp import web

from bot.channels.web.channel import NAME, NotAMessage, message
from bot.channels.web.headers import add_headers
from bot.channels.web.hub import Hub
from bot.channels.web.limits import Messages, Streams
from bot.channels.web.page import load_files, render_page
from bot.channels.web.visitor import Visitor, Visitors
from bot.messages import Incoming, Reply
from bot.ports import Arrival, Line, StorageUnavailable, WebLog
from bot.texts import Texts
from knowledge.office import Office

log = structlog.get_logger(__name__)

LARGEST_BODY = 64 * 1024
HISTORY = 60
"""Lines that a page shows when it is opened."""

HEARTBEAT = 15.0
"""Seconds of silence after which a proxy or a telephone company may cut a line."""

RECONNECT_MS = 2000
YEAR = 365 * 24 * 3600

Handler = Callable[[web.Request, Visitor], Awaitable[web.StreamResponse]]


@dataclass(kw_only=True)
class WebPage:
    """Everything the page's routes need."""

    texts: Texts
    office: Office
    greeting: Reply
    visitors: Visitors
    web_log: WebLog
    hub: Hub
    receive: Callable[[Sequence[Arrival]], Awaitable[None]]
    answer: Callable[[Incoming], Awaitable[Reply | None]]  # without the database
    forget: Callable[[str], Awaitable[None]]  # a chat
    now: Callable[[], datetime]
    stopping: asyncio.Event
    messages: Messages = field(default_factory=Messages)
    streams: Streams = field(default_factory=Streams)

    def __post_init__(self) -> None:
        self._files = load_files()
        self._page = render_page(self.texts, self.office, self.greeting, self._files)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the page."""
        return [
            web.get("/", self._guarded(self._show)),
            web.get("/static/{version}/{name}", self._guarded(self._file)),
            web.post("/web/messages", self._guarded(self._take)),
            web.get("/web/stream", self._guarded(self._stream)),
            web.post("/web/forget", self._guarded(self._forget)),
        ]

    def _guarded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        @wraps(handler)
        async def guarded(request: web.Request) -> web.StreamResponse:
            visitor = self.visitors.visitor(request)
            try:
                response = await handler(request, visitor)
            except web.HTTPException as exc:
                add_headers(exc, is_secure=visitor.is_secure)
                raise
            if not response.prepared:
                add_headers(response, is_secure=visitor.is_secure)
            return response

        return guarded

    async def _show(self, _request: web.Request, visitor: Visitor) -> web.Response:
        response = web.Response(text=self._page, content_type="text/html")
        visitor.greet(response)
        return response

    async def _file(self, request: web.Request, _visitor: Visitor) -> web.Response:
        file = self._files.get(request.match_info["name"])
        if file is None or file.version != request.match_info["version"]:
            raise web.HTTPNotFound
        response = web.Response(body=file.body, content_type=file.content_type, charset="utf-8")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    async def _take(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Take a message: 202 once it is safe, 200 with the answer when it could not be stored."""
        self._refuse_strangers(request)
        wait = self.messages.wait(visitor.chat, visitor.network, time.monotonic())
        if wait:
            return self._refused("too_fast", 429, retry_after=wait)
        said = await self._said(request)
        if said is None:
            return self._refused("not_a_message", 400)
        try:
            incoming = message(said, visitor.chat, visitor.network, self.now())
        except NotAMessage:
            return self._refused("not_a_message", 400)
        arrival = _arrival(said, incoming)
        try:
            await self.receive([arrival])
        except StorageUnavailable as exc:
            log.warning("message_not_stored", reason=str(exc))
            reply = await self.answer(incoming)
            body = {"id": said["id"], "reply": reply and reply.to_data()}
            response = web.json_response(body)
        else:
            response = web.json_response({"id": said["id"]}, status=202)
        visitor.greet(response)
        return response

    async def _stream(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Send the lines of the chat as they come, until the page or the desk is closed."""
        with (
            self.streams.opened(visitor.chat, visitor.network) as has_place,
            self.hub.listening(visitor.chat) as news,
        ):
            if not has_place:
                return self._refused("too_fast", 429, retry_after=30)
            response = web.StreamResponse(
                headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
            )
            add_headers(response, is_secure=visitor.is_secure)
            await response.prepare(request)
            try:
                await response.write(f"retry: {RECONNECT_MS}\n\n".encode())
                await self._send_lines(response, visitor.chat, _after(request), news)
            except ConnectionResetError:
                pass  # the page was closed
            return response

    async def _send_lines(
        self, response: web.StreamResponse, chat: str, after: int, news: asyncio.Event
    ) -> None:
        stopping = asyncio.ensure_future(self.stopping.wait())
        try:
            while not stopping.done():
                news.clear()
                try:
                    lines = await self.web_log.lines(chat, after, HISTORY)
                except StorageUnavailable:
                    lines = []
                for line in lines:
                    await response.write(_event(line))
                    after = line.id
                if not lines:
                    await response.write(b": \n\n")
                if len(lines) < HISTORY:
                    waiting = asyncio.ensure_future(news.wait())
                    await asyncio.wait(
                        (waiting, stopping),
                        timeout=HEARTBEAT,
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                    waiting.cancel()
        finally:
            stopping.cancel()

    async def _forget(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Delete what is kept of the chat, and the browser's cookie."""
        self._refuse_strangers(request)
        await self.forget(visitor.chat)
        response = web.Response(status=204)
        visitor.forget(response)
        return response

    def _refuse_strangers(self, request: web.Request) -> None:
        """Refuse what another site makes a browser send."""
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin")
        is_ours = origin is None or origin.partition("://")[2] == request.host
        if site not in {"same-origin", "none"} or not is_ours:
            raise web.HTTPForbidden
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType

    async def _said(self, request: web.Request) -> Any:
        """Return the JSON in the body; None when it is too large or none."""
        if (request.content_length or 0) > LARGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, request.content_length or 0)
        try:
            return json.loads(await request.text())
        except (ValueError, RecursionError, LookupError):
            return None

    def _refused(self, word: str, status: int, *, retry_after: float = 0) -> web.Response:
        response = web.json_response({"error": self.texts.label(word, "web")}, status=status)
        if retry_after:
            response.headers["Retry-After"] = str(math.ceil(retry_after))
        return response


def _arrival(said: dict[str, Any], incoming: Incoming) -> Arrival:
    kept = {"id": said["id"], "text": said.get("text", ""), "network": incoming.network}
    if incoming.pressed:
        kept["pressed"] = incoming.pressed
    raw = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
    return Arrival(
        channel=NAME, key=incoming.id, chat=incoming.address.chat, raw=raw, at=incoming.at
    )


def _event(line: Line) -> bytes:
    data = {**asdict(line), "at": line.at.isoformat()}
    return f"id: {line.id}\ndata: {json.dumps(data)}\n\n".encode()


def _after(request: web.Request) -> int:
    given = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
