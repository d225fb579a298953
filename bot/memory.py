"""The ports, kept in memory: for rehearsals (`motcua ask --jsonl`) and tests."""

from collections.abc import Iterable
from datetime import datetime

from bot.messages import Address
from bot.ports import NewQuestion, Ports, StorageUnavailable, StoredSession
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


class MemorySessions:
    """What each chat remembers."""

    def __init__(self) -> None:
        self._sessions: dict[Address, StoredSession] = {}

    async def load(self, address: Address) -> StoredSession | None:
        """Return what this chat remembers."""
        return self._sessions.get(address)

    async def save(self, address: Address, session: StoredSession, at: datetime) -> None:
        """Replace what this chat remembers."""
        self._sessions[address] = session


class MemoryMisses:
    """Receipt codes that led nowhere."""

    def __init__(self) -> None:
        self._misses: dict[tuple[Address, str], datetime] = {}

    async def since(self, address: Address, start: datetime) -> int:
        """Return how many distinct codes missed from `start` on."""
        return sum(at >= start for (known, _), at in self._misses.items() if known == address)

    async def record(self, address: Address, code: str, at: datetime) -> None:
        """Note a miss; the same code counts once."""
        self._misses[address, code] = at


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

    async def record(self, address: Address, code: str, at: datetime) -> None:
        """Say that nothing can be noted."""
        raise StorageUnavailable(self._reason)


def away_ports(reason: str) -> Ports:
    """Return ports of a desk without its database: chats are remembered, the rest is away."""
    away = Away(reason)
    return Ports(dossiers=away, questions=away, sessions=MemorySessions(), misses=away)


def memory_ports(dossiers: Iterable[Dossier] = ()) -> Ports:
    """Return ports that forget everything with the process."""
    return Ports(
        dossiers=MemoryDossiers(dossiers),
        questions=MemoryQuestions(),
        sessions=MemorySessions(),
        misses=MemoryMisses(),
    )
