"""What the Bot API's refusals mean: whether to try again, when, and where."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.request import NotSent
from bot.ports import DeliveryError

SENT_ALL_THE_SAME = ("message is not modified",)
"""Refusals that say there is nothing left to do; Bot API errors are texts, November 2026."""


def delivery_error(exc: TelegramError) -> DeliveryError | None:
    """Return what a failed call means for the message; None when it counts as sent."""
    said = exc.message
    match exc:
        case RetryAfter():
            return DeliveryError("Telegram asks to wait", retry_after=_seconds(exc))
        case ChatMigrated():
            return DeliveryError("the chat moved", moved_to=str(exc.new_chat_id))
        case Forbidden():  # blocked, deactivated, kicked out
            return DeliveryError(said, permanent=True)
        case InvalidToken():
            return DeliveryError("Telegram refuses the token: see MOTCUA_TELEGRAM_TOKEN")
        case TimedOut():
            return DeliveryError(said, maybe_sent=True)
        case NotSent():
            return DeliveryError(said)
        case BadRequest():
            if any(text in said.lower() for text in SENT_ALL_THE_SAME):
                return None
            # The same message would be refused again.
            return DeliveryError(said, permanent=True)
        case NetworkError():
            return DeliveryError(said, maybe_sent=True)
    return DeliveryError(said)


def _seconds(exc: RetryAfter) -> float:
    # A number of seconds, or a timedelta once PTB_TIMEDELTA is set.
    wait = exc.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
