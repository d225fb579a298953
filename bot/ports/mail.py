"""What comes in and what goes out: the inbox, the outbox, and the log of the web page.

A message is worked on under a lease: for so long nobody else takes it. The fence grows with every
taking, so whoever comes back late with an old one changes nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.messages import Address, Incoming, Reply
from bot.ports.talk import Effect, StoredSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a platform handed over, before anybody read it."""

    channel: str
    key: str  # the platform's own id of it: a repeat is stored once
    chat: str  # within it, order is kept
    raw: bytes
    at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An arrival that this worker holds a lease on."""

    id: int
    arrival: Arrival
    attempts: int  # this one included
    fence: int


class Lane(StrEnum):
    """Which queue of a chat a message leaves by; the lanes do not wait for each other."""

    TALK = "talk"
    NOTICE = "notice"


class Delivery(StrEnum):
    """How far a message that goes out has come. All but the first two are final."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"  # the platform will never take it
    GIVEN_UP = "given_up"  # tried for as long as it was worth anything
    DROPPED = "dropped"  # nobody wants it any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message that goes out, which this worker holds a lease on."""

    id: int
    address: Address
    reply: Reply
    lane: Lane
    created_at: datetime  # UTC
    attempts: int  # this one included
    parts_sent: int  # of a long reply: how many parts left before
    maybe_duplicate: bool  # an earlier try may have arrived
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the work on a received message ends, all of it in one transaction."""

    address: Address | None = None  # None: nothing to answer
    session: StoredSession | None = None
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    outcome: str = "ignored"


class Inbox(Protocol):
    """Messages that were acknowledged and wait to be answered."""

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Store them; once this returns they are safe. StorageUnavailable: nothing was stored."""
        ...

    async def claim(self, channels: Sequence[str], now: datetime, limit: int) -> list[Received]:
        """Take up to `limit` messages of these channels, of each chat only the oldest open one."""
        ...

    async def finish(self, received: Received, ending: Ending, at: datetime) -> bool:
        """End the work; False when the lease was lost, and then nothing was changed."""
        ...

    async def postpone(
        self, received: Received, why: str, run_at: datetime | None, at: datetime
    ) -> None:
        """Try again at `run_at`; None parks the message for a person to look at."""
        ...

    async def hand_back(self, received: Sequence[Received], begun: bool) -> None:
        """Give up the leases; nothing was changed, whether the work had begun or not."""
        ...


class Outbox(Protocol):
    """Replies and notices that have to leave."""

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` parcels of a channel, talk first; of a lane only its oldest."""
        ...

    async def part_sent(self, parcel: Parcel, parts: int, at: datetime) -> bool:
        """Note that the first `parts` parts of a long reply have left, and renew the lease.

        False when it was lost: somebody else sends the rest.
        """
        ...

    async def end(self, parcel: Parcel, state: Delivery, why: str | None, at: datetime) -> bool:
        """Record a final state; False when the lease was lost."""
        ...

    async def postpone(self, parcel: Parcel, why: str, run_at: datetime, maybe_sent: bool) -> None:
        """Try again at `run_at`."""
        ...

    async def hand_back(self, parcels: Sequence[Parcel], begun: bool) -> None:
        """Give up the leases; a send that had begun may have arrived."""
        ...

    async def move_chat(self, old: Address, new: Address) -> None:
        """Carry everything of a chat over to its new id: the platform renamed it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice as the office sees it."""

    id: int
    kind: str
    dossier_code: str
    channel: str
    created_at: datetime  # UTC
    state: str  # a Delivery
    ended_at: datetime | None = None
    why: str | None = None
    maybe_duplicate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSummary:
    """How many wait to be told, and how many notices are in which state."""

    subscriptions: int
    by_state: dict[str, int]


class Channel(Protocol):
    """One way to reach the desk: reads what its platform hands over, sends what the desk says."""

    @property
    def name(self) -> str:
        """The channel's name in an Address."""
        ...

    def parse(self, arrival: Arrival) -> Incoming | None:
        """Return the message; None for what needs no answer. ValueError: not a message at all."""
        ...

    async def acknowledge(self, arrival: Arrival) -> None:
        """Show the sender that it came through, where the platform can. Never raises."""
        ...

    async def send(
        self, parcel: Parcel, *, silent: bool, left: Callable[[int], Awaitable[None]]
    ) -> None:
        """Send the parts of a reply that have not left yet; DeliveryError when one is not taken.

        `left` is awaited with the number of parts that have left, after each but the last.
        `silent`: at an hour when a sound would wake somebody.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the talk as the web page shows it."""

    id: int
    author: str  # "citizen" or "desk"
    text: str  # of the citizen
    reply: dict[str, Any] | None  # of the desk: Reply.to_data
    key: str  # the citizen's own message id, or the parcel's
    at: datetime  # UTC


class WebLog(Protocol):
    """What was said in the chats of the web page, kept for the browser they belong to."""

    async def say(self, chat: str, key: str, text: str, at: datetime) -> None:
        """Note what the citizen wrote; once a key."""
        ...

    async def show(self, chat: str, key: str, reply: Reply, at: datetime) -> None:
        """Note what the desk said; once a key."""
        ...

    async def lines(self, chat: str, after: int, limit: int) -> list[Line]:
        """Return up to `limit` lines after that id, oldest first; after 0: the newest ones."""
        ...

    async def newest(self) -> int:
        """Return the id of the newest line of all chats; 0 when there is none."""
        ...

    async def chats_since(self, after: int) -> list[str]:
        """Return the chats that have lines after that id."""
        ...

    async def forget(self, chat: str) -> None:
        """Delete everything that is kept of this chat."""
        ...


Wake = Callable[[], None]
"""Tells a loop that there may be work; its own poll finds out if nobody does."""
