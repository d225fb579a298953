"""What a browser sends: read, checked, and written down for the inbox."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Address, Incoming

NAME = "web"

LONGEST_TEXT = 5000
LONGEST_PRESSED = 100
LONGEST_ID = 64

_LIMITS = {"id": LONGEST_ID, "text": LONGEST_TEXT, "pressed": LONGEST_PRESSED}


class NotAMessage(ValueError):
    """What a browser sent is no message of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of the page. A press carries the button's value, and its label as the text."""

    id: str  # made by the page: the same one when it is sent again
    text: str = ""
    pressed: str | None = None


def open_json(raw: bytes) -> object:
    """Return the value in the bytes; NotAMessage when there is none."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as exc:
        raise NotAMessage("not JSON") from exc


def read_said(given: object) -> Said:
    """Return what was said; NotAMessage names what is wrong with it."""
    if not isinstance(given, dict):
        raise NotAMessage("not an object")
    fields = {}
    for name, longest in _LIMITS.items():
        value = given.get(name, "")
        if not isinstance(value, str) or len(value) > longest:
            raise NotAMessage(f"{name!r} must be a text of at most {longest} characters")
        fields[name] = value
    number = fields["id"]
    if not number.isascii() or not number.replace("-", "").isalnum():
        raise NotAMessage("'id' must be letters, digits and dashes")
    pressed = _storable(fields["pressed"])
    return Said(id=number, text=_storable(fields["text"]), pressed=pressed or None)


def write_said(said: Said, network: str) -> bytes:
    """Return the bytes that `read_arrival` reads."""
    fields = {"id": said.id, "text": said.text, "network": network}
    if said.pressed:
        fields["pressed"] = said.pressed
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def read_arrival(raw: bytes) -> tuple[Said, str | None]:
    """Return what was said and from which network; NotAMessage when the bytes are not ours."""
    given = open_json(raw)
    said = read_said(given)
    network = given.get("network") if isinstance(given, dict) else None
    return said, network if isinstance(network, str) else None


def incoming(said: Said, chat: str, network: str | None, at: datetime) -> Incoming:
    """Return the message as the conversation takes it."""
    return Incoming(
        id=f"{chat}:{said.id}",
        address=Address(channel=NAME, chat=chat),
        text="" if said.pressed else said.text,
        pressed=said.pressed,
        network=network,
        at=at,
    )


def _storable(text: str) -> str:
    """Return the text without what a database may refuse: control characters, half characters.

    PostgreSQL takes no NUL; a message with one would be tried again until it is parked.
    """
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}
    )
