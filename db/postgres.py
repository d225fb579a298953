"""PostgreSQL: as many equal processes as wanted, through SQLAlchemy's async engine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Self, TypeVar

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.ports import StorageUnavailable
from db.database import Database
from db.migrate import upgrade_if_needed
from db.turns import lock_key

T = TypeVar("T")

CONNECTIONS = 8
"""Held by one process; a commune's talk needs two, a burst of webhooks is committed in groups."""

PATIENCE = 10.0
"""Seconds until a statement, or the wait for a connection, counts as failed."""

LOCK_POLL = 2.0
"""Seconds between two tries to become the one that does a thing."""

_GONE = (
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.DiskFullError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
"""What the server says when the fault is not in the statement: another try may do."""


class PostgresDatabase(Database):
    """An open PostgreSQL database."""

    is_shared = True

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    @classmethod
    async def open(cls, url: URL, *, upgrade: bool) -> Self:
        """Connect; see `db.engine.open_database`."""
        engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE,
            hide_parameters=True,  # they are people's names and phones
            connect_args={"timeout": PATIENCE, "command_timeout": PATIENCE},
        )
        opened = cls(engine)
        try:
            if upgrade:
                await opened.write(upgrade_if_needed)
            else:
                await opened.read(lambda connection: connection.execute(text("SELECT 1")))
        except BaseException:
            await engine.dispose()
            raise
        return opened

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` reads; each of its SELECTs sees what is committed by then."""
        with _named_errors():
            async with self._reading.connect() as connection:
                return await connection.run_sync(fn)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Return what `fn` returns once its changes are on the disk; all of them, or none."""
        with _named_errors():
            async with self._engine.begin() as connection:
                return await connection.run_sync(fn)

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
        """Hold PostgreSQL's advisory lock of this name; it goes with the connection."""
        connection = self._reading.connect()
        with _named_errors():
            await connection.start()

        async def is_held() -> bool:
            try:
                return bool(await connection.scalar(text("SELECT 1")))
            except (DBAPIError, OSError):
                return False  # the connection is gone, and the lock with it

        try:
            while not await _try_lock(connection, lock_key(name)):  # noqa: ASYNC110 - others hold it
                await asyncio.sleep(LOCK_POLL)
            yield is_held
        finally:
            await connection.invalidate()  # ends the session, and the lock with it
            await connection.close()

    async def scrub(self) -> None:
        """Do nothing: the server's own vacuum does it."""

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


async def _try_lock(connection: AsyncConnection, key: int) -> bool:
    with _named_errors():
        statement = text("SELECT pg_try_advisory_lock(:key)")
        return bool(await connection.scalar(statement, {"key": key}))


@contextmanager
def _named_errors() -> Iterator[None]:
    """Turn what says that the server cannot be used into StorageUnavailable."""
    try:
        yield
    except (OperationalError, InterfaceError) as exc:
        raise _unavailable(exc.orig or exc) from exc
    except DBAPIError as exc:
        cause = exc.orig.__cause__ if exc.orig else None
        if exc.connection_invalidated or isinstance(cause, _GONE):
            raise _unavailable(cause or exc) from exc
        raise
    except (OSError, TimeoutError, PoolTimeout, asyncpg.InterfaceError, *_GONE) as exc:
        raise _unavailable(exc) from exc


def _unavailable(exc: BaseException) -> StorageUnavailable:
    said = str(exc).splitlines()[0] if str(exc) else type(exc).__name__
    return StorageUnavailable(
        f"PostgreSQL cannot be used: {said}; see that the server runs and that "
        "MOTCUA_DATABASE_URL names it"
    )
