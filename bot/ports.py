"""What the conversation awaits from outside: storage now, platforms later.

`db/` implements these on SQLAlchemy, `bot/memory.py` in memory, for rehearsals and tests.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Address
from dossiers.dossier import Dossier


class PortError(Exception):
    """Something outside the conversation did not answer."""


class StorageUnavailable(PortError):
    """The database cannot be reached or read."""


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

    async def save(self, address: Address, session: StoredSession, at: datetime) -> None:
        """Replace what this chat remembers."""
        ...


class Misses(Protocol):
    """Receipt codes that did not lead to a dossier, counted for each chat."""

    async def since(self, address: Address, start: datetime) -> int:
        """Return how many distinct codes missed from `start` (UTC) on."""
        ...

    async def record(self, address: Address, code: str, at: datetime) -> None:
        """Note a miss. The code is kept as a keyed hash only; the same code counts once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything a step may await."""

    dossiers: Dossiers
    questions: Questions
    sessions: Sessions
    misses: Misses
