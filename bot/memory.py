"""The ports, kept in memory: for rehearsals (`motcua ask --jsonl`) and tests."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.messages import Address, Reply
from bot.ports import (
    AttemptKind,
    Effect,
    Forget,
    NewQuestion,
    Ports,
    StorageUnavailable,
    StoredSession,
    Subscribe,
    Unsubscribe,
)
from dossiers.dossier import Dossier


class MemoryDossiers:
    """Dossiers by code."""

    def __init__(self, dossiers: Iterable[Dossier] = ()) -> None:
        self._dossiers = {dossier.code: dossier for dossier in dossiers}

    async def find(self, code: str) -> Dossier | None:
        """Return the dossier with this code."""
        return self._dossiers.get(code)


class MemoryQuestions:
    """Questions that wait for a person, for as long as the process lives."""

    def __init__(self) -> None:
        self.questions: dict[str, NewQuestion] = {}
        self._tickets: dict[tuple[Address, str], str] = {}

    async def add(self, question: NewQuestion) -> str:
        """Store the question and return its ticket number; the same one for a repeat."""
        message = (question.address, question.incoming_id)
        ticket = self._tickets.setdefault(message, f"P{len(self.questions) + 1:05d}")
        self.questions.setdefault(ticket, question)
        return ticket

    async def since(self, address: Address, start: datetime) -> int:
        """Return how many questions of this chat were stored from `start` on."""
        return sum(
            self.questions[ticket].asked_at >= start
            for (known, _), ticket in self._tickets.items()
            if known == address
        )


class MemorySubscriptions:
    """Which chats want to be told about which dossiers."""

    def __init__(self) -> None:
        self.codes: dict[Address, list[str]] = {}

    async def of(self, address: Address) -> list[str]:
        """Return the receipt codes this chat is to be told about."""
        return list(self.codes.get(address, ()))

    async def pick_up(self, address: Address, at: datetime) -> list[Reply]:
        """Return nothing: nobody imports into memory."""
        return []


class MemorySessions:
    """What each chat remembers."""

    def __init__(self, subscriptions: MemorySubscriptions | None = None) -> None:
        self._sessions: dict[Address, StoredSession] = {}
        self._subscriptions = subscriptions or MemorySubscriptions()

    async def load(self, address: Address) -> StoredSession | None:
        """Return what this chat remembers."""
        return self._sessions.get(address)

    async def save(
        self, address: Address, session: StoredSession, effects: Sequence[Effect], at: datetime
    ) -> None:
        """Replace what this chat remembers and do what the turn entails."""
        self._sessions[address] = session
        codes = self._subscriptions.codes.setdefault(address, [])
        for effect in effects:
            if isinstance(effect, Subscribe) and effect.code not in codes:
                codes.append(effect.code)
            if isinstance(effect, Unsubscribe | Forget):
                codes.clear()
            if isinstance(effect, Forget):
                self._sessions.pop(address)


class MemoryAttempts:
    """What was tried."""

    def __init__(self) -> None:
        self._tries: dict[tuple[AttemptKind, Address, str], tuple[datetime, str]] = {}

    async def record(
        self, kind: AttemptKind, address: Address, what: str, at: datetime, of: str = ""
    ) -> None:
        """Note a try; the same `what` counts once."""
        self._tries[kind, address, what] = (at, of)

    async def count(self, kind: AttemptKind, address: Address, start: datetime) -> int:
        """Return how many distinct tries there were from `start` on."""
        return sum(
            at >= start
            for (known, by, _), (at, _) in self._tries.items()
            if (known, by) == (kind, address)
        )

    async def count_of(self, kind: AttemptKind, of: str, start: datetime) -> int:
        """Return how many tries there were about this dossier, whoever made them."""
        return sum(
            at >= start and about == of
            for (known, _, _), (at, about) in self._tries.items()
            if known == kind
        )


class Away:
    """A database that could not be opened: whatever needs it says so."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def find(self, code: str) -> Dossier | None:
        """Say that no dossier can be looked up."""
        raise StorageUnavailable(self._reason)

    async def add(self, question: NewQuestion) -> str:
        """Say that no question can be kept."""
        raise StorageUnavailable(self._reason)

    async def since(self, address: Address, start: datetime) -> int:
        """Say that nothing can be counted."""
        raise StorageUnavailable(self._reason)

    async def record(
        self, kind: AttemptKind, address: Address, what: str, at: datetime, of: str = ""
    ) -> None:
        """Say that nothing can be noted."""
        raise StorageUnavailable(self._reason)

    async def count(self, kind: AttemptKind, address: Address, start: datetime) -> int:
        """Say that nothing can be counted."""
        raise StorageUnavailable(self._reason)

    async def count_of(self, kind: AttemptKind, of: str, start: datetime) -> int:
        """Say that nothing can be counted."""
        raise StorageUnavailable(self._reason)

    async def of(self, address: Address) -> list[str]:
        """Say that nobody knows who wants to be told what."""
        raise StorageUnavailable(self._reason)

    async def pick_up(self, address: Address, at: datetime) -> list[Reply]:
        """Say that nobody knows what there is to be told."""
        raise StorageUnavailable(self._reason)


def away_ports(reason: str) -> Ports:
    """Return ports of a desk without its database: chats are remembered, the rest is away."""
    away = Away(reason)
    return Ports(
        dossiers=away,
        questions=away,
        sessions=MemorySessions(),
        attempts=away,
        subscriptions=away,
    )


def memory_ports(dossiers: Iterable[Dossier] = ()) -> Ports:
    """Return ports that forget everything with the process."""
    subscriptions = MemorySubscriptions()
    return Ports(
        dossiers=MemoryDossiers(dossiers),
        questions=MemoryQuestions(),
        sessions=MemorySessions(subscriptions),
        attempts=MemoryAttempts(),
        subscriptions=subscriptions,
    )
