"""A real desk process, and an emulator of Telegram's Bot API, in both modes on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.telegram.telegram_chat import SECRET, TOKEN, Telegram
from tests.processes import Desk, call, free_port, is_up, serving, wait_for

EMULATOR = Path(__file__).parent / "emulator.py"


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """Return the URL of a running emulator."""
    port = free_port()
    process = subprocess.Popen([sys.executable, str(EMULATOR), str(port)])  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    wait_for(lambda: is_up(f"{url}/__fixture/sent"), "the emulator")
    yield url
    process.kill()
    process.wait()


@pytest.fixture(
    scope="module",
    params=[(mode, kind) for mode in ("polling", "webhook") for kind in ("sqlite", "postgres")],
    ids="-".join,
)
def running(
    request: pytest.FixtureRequest, emulator: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Desk, str, str]]:
    """Run a desk in this mode, on this kind of database."""
    mode, kind = request.param
    folder = tmp_path_factory.mktemp("desk")
    if kind == "sqlite":
        database_url = f"sqlite:///{folder}/desk.sqlite3"
    else:
        database_url = request.getfixturevalue("postgres").create(f"telegram_{mode}")
    settings = {"telegram_token": TOKEN, "telegram_api_url": emulator}
    if mode == "webhook":
        settings["telegram_webhook_url"] = "http://127.0.0.1:{port}/telegram"
        settings["telegram_webhook_secret"] = SECRET
    with serving(folder, database_url, **settings) as desk:
        wait_for(lambda: _is_set_up(emulator, mode, desk), "Telegram to be set up")
        yield emulator, desk, database_url, mode


def _is_set_up(emulator: str, mode: str, desk: Desk) -> bool:
    _, calls = call(f"{emulator}/__fixture/sent")
    if mode == "polling":
        return any(each["method"] == "deleteWebhook" for each in calls)
    return any(str(desk.port) in str(each["fields"].get("url")) for each in calls)


@pytest.fixture
def telegram(running: tuple[str, Desk, str, str]) -> Telegram:
    """Return a chat of this test's own."""
    return Telegram(*running)
