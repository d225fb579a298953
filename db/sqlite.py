"""SQLite: read in the event loop, written to by one thread that commits in groups."""

import asyncio
import fcntl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.ports import StorageUnavailable
from db.database import Database
from db.migrate import upgrade_if_needed
from db.sqlite_file import make_file, reader_engine, sqlite_path, writer_engine

T = TypeVar("T")

LARGEST_GROUP = 256
"""Writes committed together; each is a savepoint of its own."""


@dataclass(eq=False, slots=True)
class _Write:
    """A write that waits, and whoever waits for it."""

    fn: Callable[[Connection], Any]
    future: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.future.cancelled():
            return  # whoever asked went away; the write is done all the same
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteDatabase(Database):
    """An open SQLite file.

    Reads are short look-ups by key or index on a held connection, in the loop: 30 us each, where a
    thread would cost ten times as much. Writes run one after another in a single thread; those
    that wait are committed together, since a commit waits for the disk. The write lock is taken at
    once: "database is locked" cannot happen between them, and a caller that goes away does not
    leave one half done.
    """

    is_shared = False

    def __init__(self, path: Path, reading: Connection, writer: "_Writer") -> None:
        self._path = path
        self._reading = reading
        self._writer = writer
        self._lock: IO[bytes] | None = None

    @classmethod
    async def open(cls, url: URL, *, upgrade: bool, serving: bool) -> Self:
        """Open the file; see `db.engine.open_database`."""
        path = sqlite_path(url)
        writer = await asyncio.to_thread(_Writer.start, path, upgrade)
        try:
            opened = cls(path, reader_engine(path).connect(), writer)
            if serving:
                opened._lock = _lock(path)
        except BaseException:
            await asyncio.to_thread(writer.stop)
            raise
        return opened

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` reads; all its SELECTs see the same state."""
        with named_errors(self._path), self._reading.begin():
            return fn(self._reading)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` returns once its changes are on the disk; all of them, or none."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(_Write(fn, future))
        return await future

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
        """Give the right at once: only one process serves an SQLite file."""

        async def is_held() -> bool:
            return True

        yield is_held

    async def scrub(self) -> None:
        """Empty the write-ahead log, in which deleted words may still stand."""
        await asyncio.to_thread(_truncate_log, self._path)

    async def close(self) -> None:
        """Finish the writes that wait, then close."""
        self._reading.close()
        await asyncio.to_thread(self._writer.stop)
        if self._lock is not None:
            self._lock.close()


class _Writer:
    """The thread that writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: SimpleQueue[_Write | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="motcua-db-writer", daemon=True)
        self._connection: Connection
        self._closing = False

    @classmethod
    def start(cls, path: Path, upgrade: bool) -> Self:
        """Open the file for writing and start the thread."""
        writer = cls(path)
        make_file(path)
        with named_errors(path):
            # The connection changes threads once, before the writer thread is there.
            writer._connection = writer_engine(path).connect()
            try:
                if upgrade:
                    with writer._connection.begin():
                        upgrade_if_needed(writer._connection)
            except BaseException:
                writer._connection.close()
                raise
        writer._thread.start()
        return writer

    def put(self, write: _Write) -> None:
        if not self._thread.is_alive():
            raise StorageUnavailable("the database was closed")
        self._queue.put(write)

    def stop(self) -> None:
        """Do what waits, then end the thread and close the file."""
        self._closing = True
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._next_group()
            if group:
                self._commit(group)
                _settle(group)

    def _next_group(self) -> tuple[list[_Write], bool]:
        """Wait for a write and take along what else is there; False once told to stop."""
        group: list[_Write] = []
        try:
            while len(group) < LARGEST_GROUP:
                write = self._queue.get(block=not group)
                if write is None:
                    return group, False
                group.append(write)
        except Empty:
            pass
        return group, True

    def _commit(self, group: Sequence[_Write]) -> None:
        try:
            if self._closing:  # whoever stops does not wait for another process's long write
                driver: Any = self._connection.connection.dbapi_connection
                driver.execute("PRAGMA busy_timeout=1000")
            with named_errors(self._path), self._connection.begin():
                for write in group:
                    self._run_one(write, alone=len(group) == 1)
                    self._see_that_it_stands(write)
        except BaseException as exc:  # nothing may end the thread: everybody waits for it
            for write in group:
                write.error = write.error or exc

    def _run_one(self, write: _Write, *, alone: bool) -> None:
        """Run one write; its failure undoes what it did and nothing of the others."""
        if alone:
            write.result = write.fn(self._connection)
            return
        try:
            with named_errors(self._path), self._connection.begin_nested():
                write.result = write.fn(self._connection)
        except BaseException as exc:
            write.error = exc

    def _see_that_it_stands(self, write: _Write) -> None:
        """Fail the whole group when SQLite undid the transaction because of this write.

        On a full disk it does, savepoints and all; whatever came after would open one of its own.
        """
        driver: Any = self._connection.connection.dbapi_connection
        if not driver.in_transaction:
            raise write.error or StorageUnavailable("the database undid what was written")


def _truncate_log(path: Path) -> None:
    with named_errors(path), writer_engine(path).connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _settle(group: Sequence[_Write]) -> None:
    """Tell those who wait, each loop once."""
    loops: dict[asyncio.AbstractEventLoop, list[_Write]] = {}
    for write in group:
        loops.setdefault(write.future.get_loop(), []).append(write)
    for loop, writes in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle_all, writes)


def _settle_all(writes: Sequence[_Write]) -> None:
    for write in writes:
        write.settle()


def _lock(path: Path) -> IO[bytes]:
    """Hold the right to serve this file for as long as the process lives, however it ends."""
    lock = path.with_name(f"{path.name}.lock").open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        lock.close()
        raise StorageUnavailable(
            f"another motcua serve is running on {str(path)!r}: stop it first, or use PostgreSQL, "
            "which several may share"
        ) from exc
    return lock


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file it cannot use into StorageUnavailable."""
    try:
        yield
    except OperationalError as exc:
        raise StorageUnavailable(f"the database {str(path)!r} cannot be used: {exc.orig}") from exc
    except DatabaseError as exc:
        if type(exc) is not DatabaseError:
            raise  # a broken rule of ours, not a broken file
        raise StorageUnavailable(
            f"{str(path)!r} is not a database, or a damaged one ({exc.orig}): put a backup in its "
            "place, or set MOTCUA_DATABASE_URL to another file"
        ) from exc
