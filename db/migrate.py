"""The tables brought up to date. Alembic is imported only when there is something to do."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.ports import StorageUnavailable
from db.connect import make_file, sqlite_path, writer_engine

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "r0001"
"""The newest revision; a test holds it to the scripts in migrations/versions."""

MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this program; asks one SELECT."""
    return _version(connection) == HEAD


def upgrade(url: str, revision: str = HEAD) -> None:
    """Bring the database of this URL up to date; it is made if it is not there.

    StorageUnavailable when it belongs to a newer program, or to another one.
    """
    path = sqlite_path(url)
    make_file(path)
    engine = writer_engine(path)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade_within(connection, revision)
    finally:
        engine.dispose()


def upgrade_within(connection: Connection, revision: str = HEAD) -> None:
    """Bring the tables up to date in the transaction that is open: all of it, or nothing.

    The transaction holds the write lock, so a second process waits and finds nothing to do.
    """
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    version = _version(connection)
    if version == revision:
        return
    others = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if version is None and others:
        raise StorageUnavailable(
            f"the database holds another program's tables ({', '.join(sorted(others)[:3])}): "
            "set MOTCUA_DATABASE_URL to a file of its own"
        )
    config = alembic_config(connection)
    try:
        ScriptDirectory.from_config(config).get_revision(version or HEAD)
    except CommandError as exc:
        raise StorageUnavailable(
            f"the database was written by a newer version of motcua (tables {version!r}, "
            f"known here: {HEAD!r}): install that version"
        ) from exc
    command.upgrade(config, revision)


def alembic_config(connection: Connection) -> "Config":
    """Return alembic's configuration for the tables behind this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str | None:
    try:
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        return None  # no such table: a new database
    return version
