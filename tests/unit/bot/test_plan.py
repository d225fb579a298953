"""When a message leaves and is tried again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import CROWD, NOTICES_A_SECOND, Pace
from bot.delivery.plan import is_quiet, try_again_at
from bot.messages import Address
from bot.ports import Lane
from bot.work import wait_after

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("06:59", True), ("07:00", False), ("20:29", False), ("20:30", True), ("03:00", True)],
)
def test_the_night_is_viet_nams(clock: str, quiet: bool) -> None:
    at = datetime.fromisoformat(f"2026-11-27T{clock}:00+07:00")

    assert is_quiet(at.astimezone(UTC)) == quiet


@given(st.integers(1, 10_000), st.one_of(st.none(), st.floats(0, 100_000)))
def test_waits_grow_to_a_bound_and_never_undercut_what_was_asked(
    attempts: int, asked: float | None
) -> None:
    longest = timedelta(minutes=3)
    wait = wait_after(attempts, longest, asked)

    assert wait >= timedelta(seconds=1)
    assert wait >= timedelta(seconds=asked or 0)
    assert wait <= max(longest, timedelta(seconds=asked or 0))
    assert wait_after(attempts + 1, longest, asked) >= wait


def test_no_try_lies_after_the_time_a_message_is_worth() -> None:
    assert try_again_at(Lane.TALK, NOW, 1, NOW, 12 * 3600.0) is None
    assert try_again_at(Lane.TALK, NOW, 1, NOW, 60) == NOW + timedelta(seconds=60)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def chat(number: int) -> Address:
    return Address(channel="telegram", chat=str(number))


async def test_answers_are_not_held_back_by_a_flood_of_notices() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(NOTICES_A_SECOND):
        assert await pace.turn(chat(number), Lane.NOTICE, 5) == 0

    assert pace.wait(chat(1), Lane.NOTICE) > 0
    assert pace.wait(chat(1), Lane.TALK) == 0
    clock.now += 1.01
    assert pace.wait(chat(1), Lane.NOTICE) == 0


def test_one_chats_refusal_stops_no_other() -> None:
    pace = Pace(Clock())
    for _ in range(5):
        pace.refused(chat(1), 30)

    assert pace.wait(chat(2), Lane.TALK) == 0


def test_a_refused_crowd_means_the_whole_bot() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(CROWD):
        pace.refused(chat(number), 30)

    assert pace.wait(chat(99), Lane.TALK) == pytest.approx(30)
    assert pace.wait(Address(channel="web", chat="1"), Lane.TALK) == 0
    clock.now += 31
    assert pace.wait(chat(99), Lane.TALK) == 0


async def test_a_hold_that_grows_while_waiting_is_given_back() -> None:
    """Parcels that waited their turn under a lease must not sleep through a platform's refusal."""
    clock = Clock()
    pace = Pace(clock)
    for number in range(NOTICES_A_SECOND):
        await pace.turn(chat(number), Lane.NOTICE, 5)
    waiting = asyncio.create_task(pace.turn(chat(99), Lane.NOTICE, 5))
    await asyncio.sleep(0)

    for number in range(CROWD):
        pace.refused(chat(number), 45)

    async with asyncio.timeout(3):
        assert await waiting > 40
