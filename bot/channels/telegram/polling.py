"""Asks Telegram for updates: each is in the inbox before the next are asked for."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.errors import delivery_error
from bot.channels.telegram.parse import arrival_of
from bot.ports import Arrival, StorageUnavailable

log = structlog.get_logger(__name__)

Receive = Callable[[Sequence[Arrival]], Awaitable[None]]

POLL_SECONDS = 25
"""How long Telegram holds an empty answer back; NATs forget a silent connection after a minute."""

LONGEST_PAUSE = 60.0
LONGEST_STORAGE_PAUSE = 30.0
TOKEN_PAUSE = 300.0
CONFLICT_PAUSE = 5.0


async def poll(channel: TelegramChannel, receive: Receive, now: Callable[[], datetime]) -> None:
    """Receive updates until cancelled. Telegram keeps those that no later call has confirmed."""
    await until_done(lambda: channel.bot.delete_webhook(drop_pending_updates=False))
    offset, failures = 0, 0
    while True:
        try:
            updates = await channel.updates(offset, POLL_SECONDS)
            await receive(_arrivals(updates, now()))
        except (TelegramError, StorageUnavailable) as exc:
            failures += 1
            await asyncio.sleep(pause_after(exc, failures))
        else:
            failures = 0
            offset = max([offset, *(_number(update) + 1 for update in updates)])


async def until_done(call: Callable[[], Awaitable[object]]) -> None:
    """Make a call until Telegram takes it."""
    failures = 0
    while True:
        try:
            await call()
        except TelegramError as exc:
            failures += 1
            await asyncio.sleep(pause_after(exc, failures))
        else:
            return


def pause_after(exc: TelegramError | StorageUnavailable, failures: int) -> float:
    """Return how long to wait after so many failures in a row, in seconds; says why in the log."""
    match exc:
        case InvalidToken():
            log.error("telegram_token_refused", setting="MOTCUA_TELEGRAM_TOKEN")
            return TOKEN_PAUSE
        case Conflict():
            log.warning("telegram_conflict", reason="somebody else polls with this token")
            return CONFLICT_PAUSE
        case RetryAfter():
            error = delivery_error(exc)
            return (error and error.retry_after) or 1.0
        case StorageUnavailable():
            log.warning("updates_not_stored", reason=str(exc))
            return _doubled(failures, LONGEST_STORAGE_PAUSE)
    log.warning("telegram_away", reason=type(exc).__name__, said=str(exc), failures=failures)
    # Not all at once, when many desks find Telegram back.
    return _doubled(failures, LONGEST_PAUSE) * random.uniform(0.75, 1.0)  # noqa: S311


def _doubled(failures: int, longest: float) -> float:
    # Bound first: after a night of failures no float would hold the power.
    return min(2.0 ** min(failures - 1, 10), longest)


def _arrivals(updates: Sequence[object], at: datetime) -> list[Arrival]:
    arrivals = []
    for update in updates:
        text = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
        raw = text.encode("utf-8", "surrogatepass")  # half an emoji must not stop the others
        arrival = arrival_of(update, raw, at)
        if arrival is None:
            log.warning("no_update", size=len(raw))
        else:
            arrivals.append(arrival)
    return arrivals


def _number(update: object) -> int:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else -1
