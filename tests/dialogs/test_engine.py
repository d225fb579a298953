"""The engine: repeats, storage that is away, faults of our own, and what is remembered."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import structlog
from structlog.testing import capture_logs

from bot.conversation.engine import Engine
from bot.memory import MemorySessions, away_ports, memory_ports
from bot.messages import Address, Incoming
from bot.ports import Ports, StorageUnavailable

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def incoming(text: str, number: int = 1) -> Incoming:
    """Return a message of one chat."""
    return Incoming(id=str(number), address=Address(channel="test", chat="one"), text=text, at=NOW)


def with_ports(engine: Engine, ports: Ports, **more) -> Engine:
    """Return the engine over other ports."""
    return Engine(replace(engine.desk, ports=ports), **more)


async def test_a_repeated_message_is_answered_once(engine):
    first = await engine.answer(incoming("đăng ký khai sinh"))
    again = await engine.answer(incoming("đăng ký khai sinh"))

    assert first is not None
    assert again is None


async def test_a_repeated_question_keeps_its_ticket(engine):
    ports = memory_ports()
    question = "viên bi xanh lăn dưới gầm giường"
    fresh = replace(ports, sessions=MemorySessions())

    first = await with_ports(engine, ports).answer(incoming(question))
    again = await with_ports(engine, fresh).answer(incoming(question))

    assert first.reply.text == again.reply.text


async def test_guidance_outlives_the_database(engine):
    turn = await with_ports(engine, away_ports("the database is away")).answer(
        incoming("đăng ký khai sinh cần gì")
    )

    assert turn.outcome.value == "answered_procedure"


async def test_a_chat_leaves_at_most_ten_questions_a_day(engine):
    desk = with_ports(engine, memory_ports())
    for number in range(10):
        turn = await desk.answer(incoming(f"viên bi số {number} lăn dưới gầm giường", number))
        assert "P000" in turn.reply.text

    turn = await desk.answer(incoming("viên bi nữa lăn dưới gầm giường", 11))

    assert turn.outcome.value == "unanswerable_no_match"
    assert "Số phiếu hỏi" not in turn.reply.text


@pytest.mark.parametrize("text", ["H22.38.9-261116-0001", "viên bi xanh lăn dưới gầm giường"])
async def test_what_needs_the_database_is_said_to_be_away(engine, text):
    turn = await with_ports(engine, away_ports("the database is away")).answer(incoming(text))

    assert turn.outcome.value == "error_storage"
    assert "thử lại" in turn.reply.text


async def test_a_session_that_cannot_be_loaded_or_saved_loses_memory_only(engine):
    class Broken(MemorySessions):
        async def load(self, address):
            raise StorageUnavailable("away")

        async def save(self, address, session, effects, at):
            raise StorageUnavailable("away")

    ports = replace(memory_ports(), sessions=Broken())

    turn = await with_ports(engine, ports).answer(incoming("đăng ký khai sinh cần gì"))

    assert turn.outcome.value == "answered_procedure"


async def test_a_fault_of_ours_becomes_a_polite_reply(engine):
    async def broken(heard, session, desk):
        raise ZeroDivisionError

    with capture_logs() as logs:
        turn = await with_ports(engine, memory_ports(), steps=(broken,)).answer(incoming("chào"))

    assert turn.outcome.value == "error_unexpected"
    assert [entry["event"] for entry in logs] == ["turn_failed", "message_answered"]


async def test_a_message_that_no_step_takes_is_answered_too(engine):
    turn = await with_ports(engine, memory_ports(), steps=()).answer(incoming("chào"))

    assert turn.outcome.value == "error_unexpected"


async def test_the_log_names_the_outcome_and_never_the_words(engine):
    structlog.reset_defaults()
    said = "tên tôi là Giàng Thị Thử, đăng ký khai sinh"

    with capture_logs() as logs:
        await engine.answer(incoming(said))

    (entry,) = logs
    assert entry["event"] == "message_answered"
    assert entry["outcome"] == "answered_procedure"
    assert entry["procedures"] == ("1.001193",)
    assert "Giàng" not in repr(entry)


async def test_a_chat_starts_with_a_greeting(engine):
    assert "Chào bà con" in engine.welcome().text


async def test_five_thousand_characters_are_read(engine):
    turn = await engine.answer(incoming("đăng ký khai sinh " + "a ơi " * 1000))

    assert turn.codes[0] == "1.001193"


async def test_a_session_of_another_version_is_forgotten(engine):
    ports = memory_ports()
    await with_ports(engine, ports).answer(incoming("đăng ký khai sinh"))
    stored = await ports.sessions.load(Address(channel="test", chat="one"))
    old = replace(stored, data={"version": 0})
    await ports.sessions.save(Address(channel="test", chat="one"), old, (), NOW)

    turn = await with_ports(engine, ports).answer(incoming("thế lệ phí?", 2))

    assert turn.outcome.value == "clarify_subject"
