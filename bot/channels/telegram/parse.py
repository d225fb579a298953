"""Reads what Telegram hands over. Pure; python-telegram-bot's own parsing costs ten times more."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.messages import Address, Attachment, Incoming
from bot.ports import Arrival

NAME = "telegram"

UPDATE_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for."""

COMMANDS = {
    "start": "bat dau",
    "tra_ho_so": "tra ho so",
    "giup": "tro giup",
    "help": "tro giup",
    "dung": "dung",
    "stop": "stop",
    "xoa": "xoa du lieu cua toi",
}
"""Command -> what a citizen would type, without marks: the conversation knows no commands."""

TAKES_WORDS = {"tra_ho_so", "giup", "help"}
"""Commands that make way for the words after them; "/xoa ngay" still means to delete."""

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_MENTION = re.compile(r"^\s*@\w{2,29}bot\s+|\s+@\w{2,29}bot\s*$", re.IGNORECASE)
_PROCEDURE = re.compile(r"(\d)[._-](\d{6})")

_ATTACHMENTS = {
    "photo": "photo",
    "animation": "video",  # before the document that it brings along for old clients
    "document": "file",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "location": "location",
    "venue": "location",
}


def envelope(update: object) -> tuple[str, str] | None:
    """Return an update's number and its chat; None when it is no update.

    One without a chat keeps to itself, so that it holds up nobody.
    """
    if not isinstance(update, Mapping) or not _is_number(update.get("update_id")):
        return None
    key = str(update["update_id"])
    return key, _chat(update) or f"update {key}"


def arrival_of(update: object, raw: bytes, at: datetime) -> Arrival | None:
    """Return an update as it is stored; None when it is no update."""
    found = envelope(update)
    if found is None:
        return None
    return Arrival(channel=NAME, key=found[0], chat=found[1], raw=raw, at=at)


def incoming(arrival: Arrival) -> Incoming | None:
    """Return the message in an update; None for what needs no answer.

    An edited message is a new one: whoever mends their words wants them answered. ValueError: the
    bytes are no update.
    """
    update = _json(arrival.raw)
    if envelope(update) is None:
        raise ValueError("not an update of the Bot API")
    if _chat(update) is None:
        return None
    if query := _mapping(update, "callback_query"):
        return _pressed(arrival, query)
    message = _mapping(update, "message") or _mapping(update, "edited_message")
    if not message or _mapping(message, "from").get("is_bot") is True:
        return None
    attachments = _attachments(message)
    text = message.get("text") or message.get("caption") or ""
    if not isinstance(text, str) or not (text.strip() or attachments):
        return None  # somebody joined, a message was pinned ...
    return Incoming(
        id=arrival.key,
        address=Address(channel=NAME, chat=arrival.chat),
        text=_spoken(_MENTION.sub("", text)),
        attachments=attachments,
        at=arrival.at,
    )


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except RecursionError as exc:
        raise ValueError("nested too deep") from exc


def _pressed(arrival: Arrival, query: Mapping[str, Any]) -> Incoming | None:
    data = query.get("data")
    if not isinstance(data, str):
        return None
    address = Address(channel=NAME, chat=arrival.chat)
    return Incoming(id=arrival.key, address=address, pressed=data, at=arrival.at)


def _spoken(text: str) -> str:
    """Return what a command means in words; other text as it is."""
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return text
    name, rest = command["name"].lower(), (command["rest"] or "").strip()
    if name == "start" and rest:
        return _linked(rest)
    if rest and name in TAKES_WORDS:
        return rest
    return COMMANDS.get(name) or f"{name.replace('_', ' ')} {rest}".strip()


def _linked(payload: str) -> str:
    """Return the code in a deep link, which may hold letters, digits, _ and - only."""
    procedure = _PROCEDURE.fullmatch(payload)
    return f"{procedure[1]}.{procedure[2]}" if procedure else payload.replace("_", ".")


def _attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    if contact := _mapping(message, "contact"):
        phone = contact.get("phone_number")
        return (Attachment(kind="contact", phone=phone if isinstance(phone, str) else None),)
    for field, kind in _ATTACHMENTS.items():
        if message.get(field):
            return (Attachment(kind=kind),)  # type: ignore[arg-type]  # the table's own words
    return ()


def _chat(update: Mapping[str, Any]) -> str | None:
    for kind in UPDATE_KINDS:
        if kind not in update:
            continue
        part = _mapping(update, kind)
        if kind == "callback_query":
            part = _mapping(part, "message")
        number = _mapping(part, "chat").get("id")
        return str(number) if _is_number(number) else None
    return None


def _mapping(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
