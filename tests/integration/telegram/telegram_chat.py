"""What a citizen does in Telegram, and what they get to see."""

import json
from itertools import count
from typing import Any

from tests.processes import Desk, call, wait_for

TOKEN = "123456:TESTTOKEN-that-opens-nothing"  # noqa: S105 - of an emulator
SECRET = "s3cret-of-the-test"  # noqa: S105 - of an emulator

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
