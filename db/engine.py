"""The database, whichever it is: opened by its URL, read and written to by plain functions.

A repository function is code on a SQLAlchemy Connection. What runs it differs: `db/sqlite.py` for
one process and one file, `db/postgres.py` for as many processes as wanted.
"""

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from bot.ports import StorageUnavailable
from db.database import Database

__all__ = ["Database", "open_database"]


async def open_database(url: str, *, upgrade: bool = True, serving: bool = False) -> Database:
    """Open the database of this URL, its tables brought up to date unless told otherwise.

    An SQLite file is made if it is not there. `serving`: this process works on the inbox and the
    outbox; on SQLite only one may. StorageUnavailable says what is wrong and what to do.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        from db.sqlite import SqliteDatabase

        return await SqliteDatabase.open(parsed, upgrade=upgrade, serving=serving)
    from db.postgres import PostgresDatabase  # its driver is loaded only where it is used

    return await PostgresDatabase.open(parsed, upgrade=upgrade)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise StorageUnavailable("not a database URL; an example: sqlite:///data/desk.db") from exc
    backend = parsed.get_backend_name()
    if backend == "postgres":  # what hosting companies write
        return _parsed(url.replace("postgres", "postgresql", 1))
    if backend not in {"sqlite", "postgresql"}:
        raise StorageUnavailable(
            f"databases of kind {backend!r} are not supported: use sqlite or postgresql"
        )
    return parsed
