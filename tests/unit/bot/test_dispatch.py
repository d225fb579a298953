"""Every parcel comes to a recorded end: sent, refused, given up, or tried again in time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery.dispatch import Dispatcher
from bot.delivery.pace import CROWD, Pace
from bot.messages import Address, Reply
from bot.ports import Channel, Delivery, DeliveryError, Lane, Outbox, Parcel
from tests.fakes import FakeChannel, FakeOutbox

NOON = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)  # 12:00 in Viet Nam
MIDNIGHT = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


def parcel(**changes: Any) -> Parcel:
    values: dict[str, Any] = {
        "id": 1,
        "address": Address(channel="fake", chat="77"),
        "reply": Reply(name="help", text="vâng"),
        "lane": Lane.TALK,
        "created_at": NOON,
        "attempts": 1,
        "parts_sent": 0,
        "maybe_duplicate": False,
        "fence": 1,
    }
    return Parcel(**{**values, **changes})


class Post:
    """A dispatcher over fakes."""

    def __init__(self, now: datetime = NOON) -> None:
        self.outbox = FakeOutbox()
        self.channel = FakeChannel()
        outbox: Outbox = self.outbox
        channel: Channel = self.channel
        self.bell = asyncio.Event()
        self.pace = Pace()
        self.dispatcher = Dispatcher(outbox, channel, lambda: now, self.bell, self.pace)

    async def send(self, *failures: DeliveryError, **changes: Any) -> None:
        self.channel.failures += failures
        await self.dispatcher.send(parcel(**changes))


async def test_what_was_sent_is_recorded_as_sent() -> None:
    post = Post()

    await post.send()

    assert post.channel.sent == [("vâng", False)]
    assert post.outbox.ended == [(Delivery.SENT, None)]


async def test_a_permanent_failure_is_not_tried_again() -> None:
    post = Post()

    await post.send(DeliveryError("bot was blocked by the user", permanent=True))

    assert post.outbox.ended == [(Delivery.REFUSED, "bot was blocked by the user")]
    assert post.outbox.postponed == []


@pytest.mark.parametrize("maybe_sent", [True, False])
async def test_a_passing_failure_is_tried_again_and_says_if_it_may_have_arrived(
    maybe_sent: bool,
) -> None:
    post = Post()

    await post.send(DeliveryError("timed out", maybe_sent=maybe_sent), attempts=3)

    assert post.outbox.postponed == [("timed out", NOON + timedelta(seconds=4), maybe_sent)]


async def test_the_platforms_own_waiting_time_is_kept() -> None:
    post = Post()

    await post.send(DeliveryError("too many", retry_after=17))

    assert post.outbox.postponed == [("too many", NOON + timedelta(seconds=17), False)]


@pytest.mark.parametrize(
    ("lane", "age", "state"),
    [
        (Lane.TALK, timedelta(hours=12), Delivery.GIVEN_UP),
        (Lane.TALK, timedelta(hours=11), None),
        (Lane.NOTICE, timedelta(hours=12), None),
        (Lane.NOTICE, timedelta(days=3), Delivery.GIVEN_UP),
    ],
)
async def test_what_is_not_worth_it_any_more_is_given_up(
    lane: Lane, age: timedelta, state: Delivery | None
) -> None:
    post = Post()

    await post.send(DeliveryError("away"), lane=lane, created_at=NOON - age, attempts=50)

    assert [ended for ended, _ in post.outbox.ended] == ([state] if state else [])
    assert bool(post.outbox.postponed) == (state is None)


async def test_a_chat_that_moved_is_followed_at_once() -> None:
    post = Post()

    await post.send(DeliveryError("moved", moved_to="-100"))

    new = Address(channel="fake", chat="-100")
    assert post.outbox.moved == [(Address(channel="fake", chat="77"), new)]
    assert post.outbox.postponed == [("the chat moved", NOON, False)]
    assert post.bell.is_set()


@pytest.mark.parametrize(
    ("lane", "now", "silent"),
    [
        (Lane.NOTICE, MIDNIGHT, True),
        (Lane.NOTICE, NOON, False),
        (Lane.TALK, MIDNIGHT, False),
    ],
    ids=["a notice at night", "a notice by day", "an answer at night"],
)
async def test_nobody_is_woken(lane: Lane, now: datetime, silent: bool) -> None:
    post = Post(now)

    await post.send(lane=lane, created_at=now)

    assert post.channel.sent == [("vâng", silent)]


async def test_a_long_hold_is_no_use_of_a_lease() -> None:
    post = Post()
    for number in range(CROWD):
        post.pace.refused(Address(channel="fake", chat=str(number)), 60)

    await post.send()

    assert post.channel.sent == []
    [(why, again, maybe_sent)] = post.outbox.postponed
    assert (why, maybe_sent) == ("held back", False)
    assert again > NOON + timedelta(seconds=50)


async def test_what_breaks_in_our_own_code_comes_to_an_end_too() -> None:
    post = Post()
    post.channel.failures = [ValueError("a button is too long")]  # type: ignore[list-item]

    await post.send()
    post.channel.failures = [ValueError("a button is too long")]  # type: ignore[list-item]
    await post.send(created_at=NOON - timedelta(hours=12))

    assert post.outbox.postponed == [("ValueError", NOON + timedelta(seconds=1), True)]
    assert post.outbox.ended == [(Delivery.GIVEN_UP, "ValueError")]


async def test_a_chat_that_moved_to_itself_is_refused() -> None:
    post = Post()

    await post.send(DeliveryError("moved", permanent=True, moved_to="77"))

    assert post.outbox.ended == [(Delivery.REFUSED, "moved")]
    assert post.outbox.moved == []
