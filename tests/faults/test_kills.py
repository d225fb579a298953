"""Kill -9 at random moments, in short; bench/kills.py has the long form."""

from pathlib import Path

import pytest

from bench.kills import campaign
from tests.postgres import running_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(240)]


async def test_a_killed_server_on_a_file_loses_and_doubles_nothing(tmp_path: Path) -> None:
    verdict = await campaign(f"sqlite:///{tmp_path}/kills.sqlite3", kills=4, rate=100, seed=7)

    assert verdict.is_good, verdict


async def test_a_killed_server_on_postgres_loses_and_doubles_nothing() -> None:
    with running_server(durable=True) as server:
        verdict = await campaign(server.create("kills"), kills=2, rate=100, seed=7)

    assert verdict.is_good, verdict
