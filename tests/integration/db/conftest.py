"""A database of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.engine import Database


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/desk.sqlite3"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(database_url)
    yield opened
    await opened.close()
