"""Stand-ins with names: the web log in memory, and an inbox that answers at once."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.channels.web.channel import WebChannel
from bot.messages import Incoming, Reply
from bot.ports import Arrival, Lane, Line, Parcel, StorageUnavailable


class FakeWebLog:
    """Keeps lines in a list; `is_away` makes it fail as a lost database does."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, Line]] = []
        self.bell = asyncio.Event()
        self.is_away = False

    async def say(self, chat: str, key: str, text: str, at: datetime) -> None:
        """Note what the citizen wrote."""
        self._add(chat, "citizen", key, text, None, at)

    async def show(self, chat: str, key: str, reply: Reply, at: datetime) -> None:
        """Note what the desk said."""
        self._add(chat, "desk", key, "", reply, at)

    async def lines(self, chat: str, after: int, limit: int) -> list[Line]:
        """Return the lines of a chat."""
        self._check()
        found = [line for of, line in self.kept if of == chat and line.id > after]
        return found[:limit] if after else found[-limit:]

    async def newest(self) -> int:
        """Return the id of the newest line."""
        self._check()
        return len(self.kept)

    async def chats_since(self, after: int) -> list[str]:
        """Return who has newer lines."""
        self._check()
        return sorted({chat for chat, line in self.kept if line.id > after})

    async def forget(self, chat: str) -> None:
        """Delete the lines of a chat."""
        self._check()
        self.kept = [(of, line) for of, line in self.kept if of != chat]

    def _add(
        self, chat: str, author: str, key: str, text: str, reply: Reply | None, at: datetime
    ) -> None:
        self._check()
        if any((of, line.author, line.key) == (chat, author, key) for of, line in self.kept):
            return
        data = reply.to_data() if reply else None
        number = len(self.kept) + 1
        line = Line(id=number, author=author, text=text, reply=data, key=key, at=at)
        self.kept.append((chat, line))
        self.bell.set()

    def _check(self) -> None:
        if self.is_away:
            raise StorageUnavailable("the web log is away")


class FakeDesk:
    """Answers whatever it hears by saying it back."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []

    async def answer(self, incoming: Incoming) -> Reply | None:
        """Return the answer."""
        self.heard.append(incoming)
        return Reply(name="echo", text=f"nghe: {incoming.pressed or incoming.text}")


class FakeInbox:
    """Stores messages once and answers them at once, as the workers would."""

    def __init__(self, channel: WebChannel, desk: FakeDesk) -> None:
        self._channel, self._desk = channel, desk
        self.arrivals: dict[str, Arrival] = {}
        self.is_away = False

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Store the new ones and answer them."""
        if self.is_away:
            raise StorageUnavailable("the inbox is away")
        for arrival in arrivals:
            if arrival.key not in self.arrivals:
                self.arrivals[arrival.key] = arrival
                await self._answer(arrival)

    async def _answer(self, arrival: Arrival) -> None:
        incoming = self._channel.parse(arrival)
        await self._channel.acknowledge(arrival)
        reply = await self._desk.answer(incoming)
        assert reply is not None
        parcel = Parcel(
            id=len(self.arrivals),
            address=incoming.address,
            reply=reply,
            lane=Lane.TALK,
            created_at=arrival.at,
            attempts=1,
            parts_sent=0,
            maybe_duplicate=False,
            fence=1,
        )
        await self._channel.send(parcel, silent=False, left=_nothing_left)


async def _nothing_left(_parts: int) -> None:
    """Hear how many parts have left; a line of the page is one."""
