"""Stand-ins with names: a channel, an inbox and an outbox in memory."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.messages import Address, Incoming
from bot.ports import Arrival, Delivery, DeliveryError, Ending, Parcel, Received


class FakeChannel:
    """Takes JSON texts in; what it sends is kept in `sent`, what it is told to fail with raised."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.sent: list[tuple[str, bool]] = []  # text, silent
        self.acknowledged: list[str] = []
        self.failures: list[DeliveryError] = []

    def parse(self, arrival: Arrival) -> Incoming | None:
        """Return the message; None for an empty one, ValueError for what is no JSON."""
        text = json.loads(arrival.raw)
        if not text:
            return None
        address = Address(channel=self.name, chat=arrival.chat)
        return Incoming(id=arrival.key, address=address, text=text, at=arrival.at)

    async def acknowledge(self, arrival: Arrival) -> None:
        """Note that the message came through."""
        self.acknowledged.append(arrival.key)

    async def send(
        self, parcel: Parcel, *, silent: bool, left: Callable[[int], Awaitable[None]]
    ) -> None:
        """Send it, or fail as told."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((parcel.reply.text, silent))


class FakeInbox:
    """Remembers how the work on each message ended."""

    def __init__(self) -> None:
        self.endings: list[Ending] = []
        self.postponed: list[tuple[str, datetime | None]] = []
        self.handed_back: list[Received] = []

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Nothing arrives here."""

    async def claim(self, channels: Sequence[str], now: datetime, limit: int) -> list[Received]:
        """Return nothing: the test hands messages over itself."""
        return []

    async def finish(self, received: Received, ending: Ending, at: datetime) -> bool:
        """Remember the ending."""
        self.endings.append(ending)
        return True

    async def postpone(
        self, received: Received, why: str, run_at: datetime | None, at: datetime
    ) -> None:
        """Remember when it is tried again."""
        self.postponed.append((why, run_at))

    async def hand_back(self, received: Sequence[Received], begun: bool) -> None:
        """Remember what was given back."""
        self.handed_back += received


class FakeOutbox:
    """Remembers how the work on each parcel ended."""

    def __init__(self) -> None:
        self.ended: list[tuple[Delivery, str | None]] = []
        self.postponed: list[tuple[str, datetime, bool]] = []
        self.moved: list[tuple[Address, Address]] = []
        self.parts: list[int] = []

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Parcel]:
        """Return nothing: the test hands parcels over itself."""
        return []

    async def part_sent(self, parcel: Parcel, parts: int, at: datetime) -> bool:
        """Remember how many parts left."""
        self.parts.append(parts)
        return True

    async def end(self, parcel: Parcel, state: Delivery, why: str | None, at: datetime) -> bool:
        """Remember the final state."""
        self.ended.append((state, why))
        return True

    async def postpone(self, parcel: Parcel, why: str, run_at: datetime, maybe_sent: bool) -> None:
        """Remember when it is tried again."""
        self.postponed.append((why, run_at, maybe_sent))

    async def hand_back(self, parcels: Sequence[Parcel], begun: bool) -> None:
        """Nothing is given back in these tests."""

    async def move_chat(self, old: Address, new: Address) -> None:
        """Remember the move."""
        self.moved.append((old, new))
