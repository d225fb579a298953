"""Takes the updates that Telegram posts: secret first, then the inbox, then 200."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.parse import NAME, UPDATE_KINDS, arrival_of
from bot.channels.telegram.polling import until_done
from bot.ports import Arrival, StorageUnavailable

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

CONNECTIONS = 40
"""Updates that Telegram posts side by side."""


def webhook_route(
    url: str,
    secret: str,
    receive: Callable[[Sequence[Arrival]], Awaitable[None]],
    now: Callable[[], datetime],
) -> web.RouteDef:
    """Return the route of the webhook with this public URL."""
    expected = secret.encode()

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            log.warning("webhook_refused", channel=NAME)
            return web.Response(status=403)
        raw = await request.read()
        try:
            await receive([_arrival(raw, now())])
        except StorageUnavailable as exc:
            log.warning("update_not_stored", reason=str(exc))
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response()

    return web.post(urlsplit(url).path, take)


async def register(channel: TelegramChannel, url: str, secret: str) -> None:
    """Tell Telegram where to post, until it takes it."""
    await until_done(
        lambda: channel.bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=UPDATE_KINDS,
            max_connections=CONNECTIONS,
        )
    )


def _arrival(raw: bytes, at: datetime) -> Arrival:
    try:
        arrival = arrival_of(json.loads(raw), raw, at)
    except (ValueError, RecursionError):
        arrival = None
    if arrival is not None:
        return arrival
    # Refused, it would be posted again for a day; so it is kept for a person to look at.
    log.warning("no_update", channel=NAME, size=len(raw))
    key = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    return Arrival(channel=NAME, key=key, chat=key, raw=raw, at=at)
