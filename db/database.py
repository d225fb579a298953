"""What both databases can do: run plain functions on a SQLAlchemy Connection."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from sqlalchemy import Connection, select

T = TypeVar("T")


class Database(ABC):
    """An open database."""

    is_shared: bool
    """Whether other processes may work on the same inbox and outbox."""

    @abstractmethod
    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` reads; short look-ups by key or index."""

    @abstractmethod
    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` returns once its changes are on the disk; all of them, or none."""

    @abstractmethod
    def alone(self, name: str) -> AbstractAsyncContextManager[Callable[[], Awaitable[bool]]]:
        """Hold the right to do the one thing `name`, waiting for whoever holds it now.

        Gives a function that tells whether it is still held.
        """

    async def check(self) -> None:
        """Ask for next to nothing; StorageUnavailable when there is no answer."""
        await self.read(lambda connection: connection.scalar(select(1)))

    @abstractmethod
    async def scrub(self) -> None:
        """See that what was deleted is gone from the disk, as far as the database lets us."""

    @abstractmethod
    async def close(self) -> None:
        """Finish the writes that wait, then close."""
