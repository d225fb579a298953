"""The page, what it sends, and what it listens to."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

import structlog
from aiohttp import web

from bot.channels.web.headers import add_headers
from bot.channels.web.hub import Hub
from bot.channels.web.limits import Messages, Streams
from bot.channels.web.page import load_files, render_page
from bot.channels.web.said import (
    NAME,
    NotAMessage,
    Said,
    incoming,
    open_json,
    read_said,
    write_said,
)
from bot.channels.web.stream import HEARTBEAT, Stream
from bot.channels.web.visitor import Visitor, Visitors
from bot.messages import Incoming, Reply
from bot.ports import Arrival, StorageUnavailable, WebLog
from bot.texts import Texts
from knowledge.office import Office

log = structlog.get_logger(__name__)

LARGEST_BODY = 64 * 1024
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
    heartbeat: float = HEARTBEAT

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
            except StorageUnavailable as exc:
                log.warning("request_not_stored", reason=str(exc))
                response = self._refused("away", 503, retry_after=1)
            if not response.prepared:
                add_headers(response, is_secure=visitor.is_secure)
            return response

        return guarded

    async def _show(self, _request: web.Request, visitor: Visitor) -> web.Response:
        response = web.Response(text=self._page, content_type="text/html")
        visitor.greet(response)
        return _small(response)

    async def _file(self, request: web.Request, _visitor: Visitor) -> web.Response:
        file = self._files.get(request.match_info["name"])
        if file is None or file.version != request.match_info["version"]:
            raise web.HTTPNotFound
        response = web.Response(body=file.body, content_type=file.content_type, charset="utf-8")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return _small(response)

    async def _take(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Take a message: 202 once it is safe, 200 with the answer when it could not be stored."""
        self._refuse_strangers(request)
        wait = self.messages.wait(visitor.chat, visitor.network, time.monotonic())
        if wait:
            return self._refused("too_fast", 429, retry_after=wait)
        body = await _body(request)
        if body is None:
            return self._refused("not_sent", 413)
        try:
            said = read_said(open_json(body))
        except NotAMessage:
            return self._refused("not_a_message", 400)
        answer = await self._receive(said, visitor)
        response = web.json_response(answer, status=200 if "reply" in answer else 202)
        visitor.greet(response)
        return response

    async def _receive(self, said: Said, visitor: Visitor) -> dict[str, Any]:
        """Store a message; return what the page is told, with the reply when it is not stored."""
        heard = incoming(said, visitor.chat, visitor.network, self.now())
        raw = write_said(said, visitor.network)
        arrival = Arrival(channel=NAME, key=heard.id, chat=visitor.chat, raw=raw, at=heard.at)
        try:
            await self.receive([arrival])
        except StorageUnavailable as exc:
            log.warning("message_not_stored", reason=str(exc))
            reply = await self.answer(heard)
            return {"id": said.id, "chat": visitor.mark, "reply": reply and reply.to_data()}
        return {"id": said.id, "chat": visitor.mark}

    async def _stream(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        """Send the lines of the chat as they come, until the page or the desk is closed."""
        with self.streams.opened(visitor.network) as has_place:
            if not has_place:
                return self._refused("too_fast", 429, retry_after=30)
            response = web.StreamResponse(
                headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
            )
            add_headers(response, is_secure=visitor.is_secure)
            with self.hub.listening(visitor.chat) as page:
                stream = Stream(
                    request=request,
                    response=response,
                    page=page,
                    web_log=self.web_log,
                    chat=visitor.chat,
                    mark=visitor.mark,
                    stopping=self.stopping,
                    heartbeat=self.heartbeat,
                )
                await stream.send()
            return response

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

    def _refused(self, word: str, status: int, *, retry_after: float = 0) -> web.Response:
        response = web.json_response({"error": self.texts.label(word, "web")}, status=status)
        if retry_after:
            response.headers["Retry-After"] = str(math.ceil(retry_after))
        return response


async def _body(request: web.Request) -> bytes | None:
    """Return what was sent; None when it is too large, however it says its length."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _small(response: web.Response) -> web.Response:
    """Send it compressed to whoever can read that: data is dear where the network is slow."""
    response.enable_compression()
    response.headers["Vary"] = "Accept-Encoding"
    return response
