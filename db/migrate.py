"""The tables brought up to date. Alembic is imported only when there is something to do."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.ports import StorageUnavailable
from db.turns import one_at_a_time

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "r0002"
"""The newest revision; a test holds it to the scripts in migrations/versions."""

MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this program."""
    return _version(connection) == HEAD


def upgrade_if_needed(connection: Connection, revision: str = HEAD) -> None:
    """Bring the tables up to date in the transaction that is open: all of it, or nothing.

    StorageUnavailable when they belong to a newer program, or to another one. A second process
    waits until the first is done, and finds nothing to do: on SQLite the transaction holds the
    write lock, on PostgreSQL an advisory lock.
    """
    one_at_a_time(connection, "migration")
    if connection.dialect.name == "postgresql":
        # A migration that waits for a busy table makes everybody wait behind it.
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    version = _version(connection)
    if version == revision:
        return
    _upgrade(connection, version, revision)


def _upgrade(connection: Connection, version: str | None, revision: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    others = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if version is None and others:
        raise StorageUnavailable(
            f"the database holds another program's tables ({', '.join(sorted(others)[:3])}): "
            "set MOTCUA_DATABASE_URL to a database of its own"
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
    # Asked first: on PostgreSQL a SELECT that fails would end the transaction.
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
