"""Both databases, real ones; a test that asks for `database_url` runs on each."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from db.engine import Database, open_database
from db.migrate import HEAD
from db.tables import metadata
from tests.postgres import Server, running_server

SHARED = "motcua"

_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Let integration tests talk to servers on this machine."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Return a running PostgreSQL server with a database that has our tables."""
    with running_server() as server:
        url = server.create(SHARED)
        command = [sys.executable, "-m", "bot", "db", "upgrade"]
        environ = {**os.environ, "MOTCUA_DATABASE_URL": url}
        subprocess.run(command, env=environ, check=True, capture_output=True)  # noqa: S603
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """Return the URL of a PostgreSQL database with our tables, all of them empty."""
    yield postgres.url(SHARED)
    # To empty it takes a tenth of the time that a database of each test's own would.
    tables = ", ".join(metadata.tables)
    postgres.execute(
        SHARED,
        f"TRUNCATE {tables} RESTART IDENTITY; "  # noqa: S608 - our own names
        f"UPDATE alembic_version SET version_num = '{HEAD}'",
    )


@pytest.fixture
def empty_postgres_url(postgres: Server) -> Iterator[str]:
    """Return the URL of an empty PostgreSQL database."""
    name = f"test_{next(_NUMBERS)}"
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/data/desk.sqlite3"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a database of this test's own; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Return an open database of this test's own."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()
