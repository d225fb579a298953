"""How a database file is opened: SQLAlchemy engines with the rules that keep SQLite safe."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from bot.ports import StorageUnavailable

WRITER_PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "secure_delete=on",  # what is forgotten is overwritten
)
READER_PRAGMAS = ("busy_timeout=2000", "query_only=on")  # it waits inside the event loop


def sqlite_path(parsed: URL) -> Path:
    """Return the file an SQLite URL names; StorageUnavailable when it names none."""
    if parsed.database in {None, "", ":memory:"}:
        raise StorageUnavailable("the database URL names no file; an example: sqlite:///data/x.db")
    return Path(str(parsed.database))


def make_file(path: Path) -> None:
    """Make the database's folder and file if need be, for this user's eyes only."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("r+b"):
            pass
    except OSError as exc:
        raise StorageUnavailable(
            f"cannot write the database {str(path)!r} ({exc.strerror}): give this user the right "
            "to write there, or set MOTCUA_DATABASE_URL to another place"
        ) from exc


def writer_engine(path: Path) -> Engine:
    """Return an engine whose transactions take the write lock at once."""
    return _engine(path, WRITER_PRAGMAS, "BEGIN IMMEDIATE")


def reader_engine(path: Path) -> Engine:
    """Return an engine that cannot write."""
    return _engine(path, READER_PRAGMAS, "BEGIN")


def _engine(path: Path, pragmas: tuple[str, ...], begin: str) -> Engine:
    url = URL.create("sqlite", database=str(path))
    # Parameters are people's names and phones: they stay out of error messages.
    engine = create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"check_same_thread": False},  # opened here, used in the writer's thread
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
