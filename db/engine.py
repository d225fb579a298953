"""The database: opened once, read in the event loop, written to by one thread."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.ports import StorageUnavailable
from db.connect import make_file, reader_engine, sqlite_path, writer_engine
from db.migrate import is_current, upgrade_within

T = TypeVar("T")


class Database:
    """An open SQLite database.

    Reads are short look-ups by key or index on a held connection, in the loop: 30 us each, where a
    thread would cost ten times as much. Writes run one after another in a single thread, each in
    its own transaction that takes the write lock at once: "database is locked" cannot happen
    between them, and a caller that goes away does not leave one half done.
    """

    def __init__(
        self, path: Path, thread: ThreadPoolExecutor, writing: Connection, reading: Connection
    ) -> None:
        self._path = path
        self._thread = thread
        self._writing = writing  # used in the thread only
        self._reading = reading

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database of this URL; made if it is not there, its tables brought up to date.

        StorageUnavailable says what is wrong with it and what to do.
        """
        path = sqlite_path(url)
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="motcua-db-writer")
        loop = asyncio.get_running_loop()
        try:
            writing = await loop.run_in_executor(thread, _open_for_writing, path)
            return cls(path, thread, writing, reader_engine(path).connect())
        except BaseException:
            thread.shutdown()
            raise

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` reads; all its SELECTs see the same state."""
        with _named_errors(self._path), self._reading.begin():
            return fn(self._reading)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` returns once its changes are on the disk; all of them, or none."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._write, fn)

    async def close(self) -> None:
        """Finish the writes that wait, then close."""
        self._reading.close()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._writing.close)
        self._thread.shutdown()

    def _write(self, fn: Callable[[Connection], T]) -> T:
        with _named_errors(self._path), self._writing.begin():
            return fn(self._writing)


def _open_for_writing(path: Path) -> Connection:
    make_file(path)
    with _named_errors(path):
        connection = writer_engine(path).connect()
        try:
            with connection.begin():
                if not is_current(connection):
                    upgrade_within(connection)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
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
