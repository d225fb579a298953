"""The web page as a channel: to note what was said is to send it."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.channels.web.said import NAME, NotAMessage, Said, incoming, read_arrival
from bot.messages import Incoming
from bot.ports import Arrival, DeliveryError, Parcel, StorageUnavailable, WebLog
from dossiers.personal_number import without_numbers

log = structlog.get_logger(__name__)

HIDDEN = "[...]"

_FOUR_DIGITS = re.compile(r"\D{0,3}\d(?:[ .-]?\d){3}\D{0,3}")


class WebChannel:
    """The chats of the web page."""

    name = NAME

    def __init__(self, web_log: WebLog, now: Callable[[], datetime]) -> None:
        self._web_log = web_log
        self._now = now

    def parse(self, arrival: Arrival) -> Incoming:
        """Return the message; NotAMessage for anything else."""
        said, network = read_arrival(arrival.raw)
        return incoming(said, arrival.chat, network, arrival.at)

    async def acknowledge(self, arrival: Arrival) -> None:
        """Note what the citizen said, before it is answered; numbers that prove something hidden.

        What is no message is left to `parse`.
        """
        try:
            said, _ = read_arrival(arrival.raw)
            await self._web_log.say(arrival.chat, said.id, _shown(said), arrival.at)
        except NotAMessage:
            log.warning("line_not_read")
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


def _shown(said: Said) -> str:
    """Return what the page shows of it later; of a press, its label."""
    if said.pressed:
        return said.text or said.pressed
    # Four digits and nothing else are the end of a phone number that was asked for as a proof.
    if _FOUR_DIGITS.fullmatch(said.text.strip()):
        return HIDDEN
    return without_numbers(said.text, HIDDEN)
