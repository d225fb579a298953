"""A real desk process, and an emulator of Telegram's Bot API, in both modes on both databases."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.processes import Desk, call, free_port, is_up, serving, wait_for

TOKEN = "123456:TESTTOKEN-that-opens-nothing"  # noqa: S105 - of an emulator
SECRET = "s3cret-of-the-test"  # noqa: S105 - of an emulator
EMULATOR = Path(__file__).parent / "emulator.py"

_CHATS = count(7001)


class Telegram:
    """What a citizen does in Telegram, and what they get to see."""

    def __init__(self, url: str, desk: Desk, database_url: str, mode: str) -> None:
        self.url, self.desk, self.database_url, self.mode = url, desk, database_url, mode
        self.chat = next(_CHATS)

    def update(self, update: dict[str, Any]) -> None:
        """Let Telegram have an update."""
        body = {"token": TOKEN, "update": update}
        status, said = call(f"{self.url}/__fixture/updates", body)
        assert status == 200, said

    def say(self, text: str = "", kind: str = "message", **fields: Any) -> None:
        """Send a message, or edit one."""
        message = {**self.head(), **({"text": text} if text else {}), **fields}
        self.update({kind: message})

    def press(self, call_: dict[str, Any], value: str) -> None:
        """Press a button below a message of the desk."""
        markup = json.loads(call_["fields"]["reply_markup"])
        person = self.head()["from"]
        message = {
            "message_id": call_["message_id"],
            "date": 1,
            "chat": self.head()["chat"],
            "text": "x",
            "reply_markup": markup,
        }
        query = {"id": "9", "chat_instance": "1", "from": person, "message": message}
        self.update({"callback_query": {**query, "data": value}})

    def head(self) -> dict[str, Any]:
        """Return what every message begins with."""
        person = {"id": self.chat, "is_bot": False, "first_name": "An", "language_code": "vi"}
        chat = {"id": self.chat, "type": "private", "first_name": "An"}
        return {"message_id": 1, "date": 1_760_000_000, "from": person, "chat": chat}

    def calls(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        """Return the calls of this method that concern this chat."""
        _, calls = call(f"{self.url}/__fixture/sent")
        return [
            each
            for each in calls
            if each["method"] == method
            and str(each["fields"].get("chat_id", self.chat)) == str(self.chat)
        ]

    def answers(self, number: int) -> list[dict[str, Any]]:
        """Wait for so many messages in this chat and return them."""

        def look() -> list[dict[str, Any]] | None:
            calls = [each for each in self.calls() if "refused" not in each]
            return calls if len(calls) >= number else None

        return wait_for(look, f"{number} messages; the log: {self.desk.log}")

    def fail(self, status: int, description: str, **parameters: Any) -> None:
        """Let the next message to this chat be refused."""
        body = {"chat": self.chat, "status": status, "description": description}
        call(f"{self.url}/__fixture/fail", {**body, "parameters": parameters})


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
