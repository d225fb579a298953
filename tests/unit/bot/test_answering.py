"""How the work on a message from the inbox ends."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.answering import TRIES, Answerer
from bot.conversation.desk import Desk
from bot.conversation.engine import Engine
from bot.memory import away_ports, memory_ports
from bot.ports import Arrival, Ending, Ports, Received, StorageUnavailable
from bot.texts import Texts
from tests.fakes import FakeChannel, FakeInbox

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


class Room:
    """An answerer over fakes."""

    def __init__(self, knowledge_base, matcher, ports: Ports) -> None:
        desk = Desk(
            base=knowledge_base,
            matcher=matcher,
            texts=Texts(),
            office=knowledge_base.offices["meo_vac"],
            ports=ports,
        )
        self.inbox, self.channel = FakeInbox(), FakeChannel()
        self.answerer = Answerer(
            Engine(desk), self.inbox, {"fake": self.channel}, lambda: NOW, asyncio.Event()
        )

    async def hear(self, said: object, attempts: int = 1) -> None:
        raw = said if isinstance(said, bytes) else json.dumps(said).encode()
        arrival = Arrival(channel="fake", key="1", chat="77", raw=raw, at=NOW)
        await self.answerer.answer(Received(id=1, arrival=arrival, attempts=attempts, fence=1))


@pytest.fixture
def room(knowledge_base, matcher) -> Room:
    return Room(knowledge_base, matcher, memory_ports())


async def test_an_answer_ends_with_session_reply_and_outcome(room: Room) -> None:
    await room.hear("đăng ký khai sinh cần gì")

    [ending] = room.inbox.endings
    assert ending.outcome == "answered_procedure"
    assert [reply.name for reply in ending.replies] == ["procedure"]
    assert ending.session is not None
    assert ending.session.last_incoming_id == "1"
    assert room.channel.acknowledged == ["1"]


async def test_what_needs_no_answer_is_done(room: Room) -> None:
    await room.hear("")

    assert room.inbox.endings == [Ending()]


async def test_what_cannot_be_read_is_tried_again_and_then_parked(room: Room) -> None:
    await room.hear(b"\xff", attempts=1)
    await room.hear(b"\xff", attempts=TRIES)

    assert [run_at for _, run_at in room.inbox.postponed] == [NOW + timedelta(seconds=1), None]
    assert room.inbox.endings == []


async def test_an_answer_without_the_database_waits_for_it(knowledge_base, matcher) -> None:
    room = Room(knowledge_base, matcher, away_ports("away"))

    await room.hear("H22.38.9-261116-0001")
    await room.hear("H22.38.9-261116-0001", attempts=TRIES)

    assert room.inbox.postponed == [("the database was away", NOW + timedelta(seconds=1))]
    [ending] = room.inbox.endings
    assert (ending.outcome, ending.session) == ("error_storage", None)
    assert [reply.name for reply in ending.replies] == ["storage_away"]


async def test_a_step_that_breaks_gets_a_polite_answer_and_the_talk_goes_on(
    knowledge_base, matcher
) -> None:
    class Broken:
        async def find(self, code: str) -> None:
            raise RuntimeError(code)

    ports = replace(memory_ports(), dossiers=Broken())
    room = Room(knowledge_base, matcher, ports)

    await room.hear("H22.38.9-261116-0001")

    [ending] = room.inbox.endings
    assert (ending.outcome, ending.session) == ("error_unexpected", None)


async def test_an_answer_that_cannot_be_stored_is_parked_too(room: Room) -> None:
    async def broken(*_: object) -> bool:
        raise RuntimeError("a template is broken")

    room.inbox.finish = broken  # type: ignore[method-assign]

    await room.hear("xin chào", attempts=1)
    await room.hear("xin chào", attempts=TRIES)

    assert [run_at for _, run_at in room.inbox.postponed] == [NOW + timedelta(seconds=1), None]


async def test_without_the_database_nothing_is_said_of_it(room: Room) -> None:
    async def away(*_: object) -> bool:
        raise StorageUnavailable("away")

    room.inbox.finish = away  # type: ignore[method-assign]

    with pytest.raises(StorageUnavailable):
        await room.hear("xin chào")

    assert room.inbox.postponed == []
