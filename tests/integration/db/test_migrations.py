"""The tables and how they come about."""

import subprocess
import sys

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from db.connect import sqlite_path, writer_engine
from db.migrate import HEAD, alembic_config, is_current, upgrade
from db.tables import metadata


def engine_of(url: str) -> Engine:
    return writer_engine(sqlite_path(url))


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_the_tables_of_the_program(database_url: str) -> None:
    upgrade(database_url)

    with engine_of(database_url).connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert is_current(connection)


def test_up_down_and_up_again(database_url: str) -> None:
    upgrade(database_url)
    with engine_of(database_url).connect() as connection, connection.begin():
        command.downgrade(alembic_config(connection), "base")
    with engine_of(database_url).connect() as connection, connection.begin():
        assert tables_of(connection) == set()
        assert not is_current(connection)

    upgrade(database_url)

    with engine_of(database_url).connect() as connection, connection.begin():
        assert tables_of(connection) == set(metadata.tables)


def test_upgrading_twice_does_nothing_more(database_url: str) -> None:
    upgrade(database_url)
    upgrade(database_url)

    with engine_of(database_url).connect() as connection, connection.begin():
        assert is_current(connection)


def test_the_head_is_the_newest_script(database_url: str) -> None:
    upgrade(database_url)

    with engine_of(database_url).connect() as connection, connection.begin():
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        assert scripts.get_heads() == [HEAD]


def test_alembic_is_not_imported_for_a_database_that_is_current(database_url: str) -> None:
    upgrade(database_url)
    program = (
        "import asyncio, sys\n"
        "from db.engine import Database\n"
        "async def run():\n"
        f"    await (await Database.open({database_url!r})).close()\n"
        "asyncio.run(run())\n"
        "sys.exit('alembic' in sys.modules)\n"
    )

    finished = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603 - our own

    assert finished.returncode == 0
