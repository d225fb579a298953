"""What the conversation awaits from outside.

`db/` implements these on SQLAlchemy, `bot/memory.py` in memory, for rehearsals and tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.messages import Address, Reply
from dossiers.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question the desk could not answer, handed over to a person."""

    incoming_id: str  # a repeated message keeps its first ticket
    address: Address
    text: str
    asked_at: datetime  # UTC
    reason: str  # the outcome that led here


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuestion:
    """A question as the office works on it."""

    ticket: str
    address: Address
    text: str | None  # None: forgotten, its time was over
    reason: str
    asked_at: datetime  # UTC
    done_at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """What one chat remembers, as plain JSON values, and the last message it answered."""

    data: dict[str, Any]
    last_incoming_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """An effect of a turn: this chat wants to be told about a dossier."""

    code: str  # canonical receipt code


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribe:
    """An effect of a turn: this chat wants no notice of any dossier any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """An effect of a turn: everything kept of this chat is deleted, its questions' texts too."""


Effect = Subscribe | Unsubscribe | Forget


class Dossiers(Protocol):
    """The dossiers that one-stop systems told us about."""

    async def find(self, code: str) -> Dossier | None:
        """Return the dossier with this canonical receipt code; None when nobody told us of it."""
        ...


class Questions(Protocol):
    """The questions that wait for a person."""

    async def add(self, question: NewQuestion) -> str:
        """Store the question and return its ticket number; the same one for a repeat."""
        ...

    async def since(self, address: Address, start: datetime) -> int:
        """Return how many questions of this chat were stored from `start` (UTC) on."""
        ...


class Sessions(Protocol):
    """What each chat remembers between two messages."""

    async def load(self, address: Address) -> StoredSession | None:
        """Return what this chat remembers; None for a new one."""
        ...

    async def save(
        self, address: Address, session: StoredSession, effects: Sequence[Effect], at: datetime
    ) -> None:
        """Replace what this chat remembers and do what the turn entails, in one transaction."""
        ...


class Subscriptions(Protocol):
    """Which chats want to be told about which dossiers. Effects of a turn change them."""

    async def of(self, address: Address) -> list[str]:
        """Return the receipt codes this chat is to be told about."""
        ...

    async def pick_up(self, address: Address, at: datetime) -> list[Reply]:
        """Return the notices that wait for a chat which nobody can send to, as sent from now on."""
        ...


class AttemptKind(StrEnum):
    """What is counted, because somebody may be guessing."""

    MISS = "miss"  # a receipt code that led to no dossier
    LOOK_UP = "look_up"  # one that led to a dossier
    WRONG_DIGITS = "wrong_digits"  # the end of a phone number that is not the registered one


class Attempts(Protocol):
    """What was tried, counted for each chat and network; kept for two days, as keyed hashes."""

    async def record(
        self, kind: AttemptKind, address: Address, what: str, at: datetime, of: str = ""
    ) -> None:
        """Note a try; the same `what` counts once. `of`: the dossier it was about."""
        ...

    async def count(self, kind: AttemptKind, address: Address, start: datetime) -> int:
        """Return how many distinct tries there were from `start` (UTC) on."""
        ...

    async def count_of(self, kind: AttemptKind, of: str, start: datetime) -> int:
        """Return how many tries there were about this dossier, whoever made them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything a step may await."""

    dossiers: Dossiers
    questions: Questions
    sessions: Sessions
    attempts: Attempts
    subscriptions: Subscriptions
