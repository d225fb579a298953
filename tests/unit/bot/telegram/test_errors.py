"""What Telegram's refusals mean for a message."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.errors import delivery_error
from bot.channels.telegram.polling import CONFLICT_PAUSE, LONGEST_PAUSE, TOKEN_PAUSE, pause_after
from bot.channels.telegram.request import NotSent


@pytest.mark.parametrize(
    ("exc", "permanent", "maybe_sent"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), True, False),
        (Forbidden("Forbidden: user is deactivated"), True, False),
        (BadRequest("Chat not found"), True, False),
        (BadRequest("Can't parse entities"), True, False),
        (TimedOut(), False, True),
        (NetworkError("the Bot API hung up"), False, True),
        (NotSent("no connection"), False, False),
        (InvalidToken(), False, False),
        (TelegramError("odd"), False, False),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    exc: TelegramError, permanent: bool, maybe_sent: bool
) -> None:
    error = delivery_error(exc)

    assert error is not None
    assert (error.permanent, error.maybe_sent) == (permanent, maybe_sent)


@pytest.mark.parametrize("seconds", [17, timedelta(seconds=17)])
def test_the_waiting_time_is_read(seconds: int | timedelta) -> None:
    error = delivery_error(RetryAfter(seconds))

    assert error is not None
    assert error.retry_after == 17


def test_a_moved_chat_is_named() -> None:
    error = delivery_error(ChatMigrated(-100))

    assert error is not None
    assert (error.moved_to, error.permanent) == ("-100", False)


def test_an_unmodified_message_counts_as_sent() -> None:
    assert delivery_error(BadRequest("Message is not modified: specified new ...")) is None


def test_pauses_fit_what_went_wrong() -> None:
    assert pause_after(InvalidToken(), 1) == TOKEN_PAUSE
    assert pause_after(Conflict("x"), 1) == CONFLICT_PAUSE
    assert pause_after(RetryAfter(9), 1) == 9
    assert 0.5 < pause_after(NetworkError("x"), 1) <= 1
    assert 45 <= pause_after(NetworkError("x"), 50) <= LONGEST_PAUSE
