"""Why a question was answered as it was."""

from datetime import UTC, datetime

import pytest

from bot import app
from bot.conversation.engine import Engine
from bot.explain import explain
from bot.rehearsal import play
from bot.settings import Settings

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def engine(base_read_once: None) -> Engine:
    return app.engine(Settings(), app.knowledge(), app.rehearsal_ports())


async def lines(engine: Engine, text: str) -> str:
    played = await play(engine, text, at=NOW)
    return "\n".join(explain(engine, text, played.turn))


async def test_all_that_led_to_an_answer_is_shown(engine: Engine) -> None:
    told = await lines(engine, "ddawng kys khai sinh cho chau can j")

    assert "words     dang ky khai sinh cho chau can gi" in told
    assert "facets    documents" in told
    assert "concepts  birth" in told
    assert "procedure 1.001193  đăng ký khai sinh" in told
    assert "of_question" in told
    assert "1 before 2: " in told
    assert "outcome   answered_procedure: answering costs the least at" in told


async def test_a_question_back_says_what_each_way_would_cost(engine: Engine) -> None:
    told = await lines(engine, "mất giấy khai sinh")

    assert "outcome   clarify_topic: a known topic at" in told
    assert "(answer " in told
    assert "decline " in told


async def test_what_no_ranking_decided_is_told(engine: Engine) -> None:
    told = await lines(engine, "xin chào")

    assert "outcome   answered_greeting: decided by a step before the ranking" in told
