"""The tables and how they come about, on both databases."""

import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from db.engine import Database, open_database
from db.migrate import HEAD, alembic_config, is_current, upgrade_if_needed
from db.tables import metadata

REVISIONS = ("r0001", "r0002")


@pytest.fixture(params=["sqlite_url", "empty_postgres_url"], ids=["sqlite", "postgres"])
async def empty(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Return a database without any table."""
    opened = await open_database(request.getfixturevalue(request.param), upgrade=False)
    yield opened
    await opened.close()


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(alembic_config(connection), revision)


async def test_the_migrations_make_the_tables_of_the_program(empty: Database) -> None:
    await empty.write(upgrade_if_needed)

    assert await empty.write(differences) == []
    assert await empty.write(is_current)


async def test_up_down_and_up_again(empty: Database) -> None:
    await empty.write(upgrade_if_needed)
    await empty.write(lambda connection: downgrade(connection, "base"))
    assert await empty.write(tables_of) == set()
    assert not await empty.write(is_current)

    await empty.write(upgrade_if_needed)

    assert await empty.write(tables_of) == set(metadata.tables)
    assert await empty.write(differences) == []


@pytest.mark.parametrize("revision", REVISIONS)
async def test_each_step_can_be_taken_back_and_taken_again(empty: Database, revision: str) -> None:
    await empty.write(lambda connection: upgrade_if_needed(connection, revision))
    before = await empty.write(tables_of)

    await empty.write(lambda connection: downgrade(connection, "-1"))
    await empty.write(lambda connection: upgrade_if_needed(connection, revision))

    assert await empty.write(tables_of) == before


async def test_upgrading_twice_does_nothing_more(empty: Database) -> None:
    await empty.write(upgrade_if_needed)
    await empty.write(upgrade_if_needed)

    assert await empty.write(is_current)


async def test_the_head_is_the_newest_script(empty: Database) -> None:
    config = await empty.write(alembic_config)

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_alembic_is_not_imported_for_a_database_that_is_current(database_url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from db.engine import open_database\n"
        "async def run():\n"
        f"    await (await open_database({database_url!r})).close()\n"
        "asyncio.run(run())\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    first = [sys.executable, "-c", program.replace("sys.exit", "print")]
    subprocess.run(first, check=True, capture_output=True)  # noqa: S603 - our own

    finished = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603 - our own

    assert finished.returncode == 0
