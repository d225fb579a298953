"""Updates as Telegram hands them over, for these tests."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.ports import Arrival

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def message(**fields: Any) -> dict[str, Any]:
    """Return an update with a message of chat 77."""
    sender = {"id": 77, "is_bot": False}
    return {"update_id": 5, "message": {"chat": {"id": 77}, "from": sender, **fields}}


def press(label: str = "Lệ phí", value: str = "@ma") -> dict[str, Any]:
    """Return an update with a press on one of two buttons."""
    rows = [
        [{"text": label, "callback_data": value}],
        [{"text": "Chi tiết", "callback_data": "@chi-tiet 1.001193"}],
    ]
    sent = {"chat": {"id": 77}, "message_id": 3, "reply_markup": {"inline_keyboard": rows}}
    return {"update_id": 5, "callback_query": {"id": "9", "data": value, "message": sent}}


def arrival(update: object) -> Arrival:
    """Return an update as the inbox gives it back."""
    raw = json.dumps(update).encode()
    return Arrival(channel="telegram", key="5", chat="77", raw=raw, at=NOW)
