"""The web page as a channel: to note what was said is to send it."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.messages import Address, Incoming
from bot.ports import Arrival, DeliveryError, Parcel, StorageUnavailable, WebLog
from dossiers.personal_number import without_ids

log = structlog.get_logger(__name__)

NAME = "web"

LONGEST_TEXT = 5000
LONGEST_PRESSED = 100
LONGEST_ID = 64


class NotAMessage(ValueError):
    """What a browser sent is no message of the page."""


class WebChannel:
    """The chats of the web page."""

    name = NAME

    def __init__(self, web_log: WebLog, now: Callable[[], datetime]) -> None:
        self._web_log = web_log
        self._now = now

    def parse(self, arrival: Arrival) -> Incoming:
        """Return the message; NotAMessage for anything else."""
        said = json.loads(arrival.raw)
        return message(said, arrival.chat, said.get("network"), arrival.at)

    async def acknowledge(self, arrival: Arrival) -> None:
        """Note what the citizen said, before it is answered, ID numbers hidden."""
        said = json.loads(arrival.raw)
        try:
            await self._web_log.say(
                arrival.chat, said["id"], without_ids(said.get("text", "")), arrival.at
            )
        except StorageUnavailable:
            log.warning("line_not_noted")

    async def send(
        self, parcel: Parcel, *, silent: bool, left: Callable[[int], Awaitable[None]]
    ) -> None:
        """Note what the desk says; the page shows it once, however often it is noted."""
        try:
            await self._web_log.show(parcel.address.chat, str(parcel.id), parcel.reply, self._now())
        except StorageUnavailable as exc:
            raise DeliveryError("the database was away") from exc


def message(said: object, chat: str, network: str | None, at: datetime) -> Incoming:
    """Return what a browser sent as a message; NotAMessage names what is wrong with it.

    A press carries the button's value, and its label as the text that the page shows.
    """
    if not isinstance(said, dict):
        raise NotAMessage("not an object")
    for field, longest in (
        ("id", LONGEST_ID),
        ("text", LONGEST_TEXT),
        ("pressed", LONGEST_PRESSED),
    ):
        value = said.get(field, "")
        if not isinstance(value, str) or len(value) > longest:
            raise NotAMessage(f"{field!r} must be a text of at most {longest} characters")
    number = said.get("id", "")
    if not number or not number.isascii() or not number.replace("-", "").isalnum():
        raise NotAMessage("'id' must be letters, digits and dashes")
    pressed = said.get("pressed") or None
    return Incoming(
        id=f"{chat}:{number}",
        address=Address(channel=NAME, chat=chat),
        text="" if pressed else said.get("text", ""),
        pressed=pressed,
        network=network,
        at=at,
    )
