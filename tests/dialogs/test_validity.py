"""A rule has a last day; answers around it say so."""

from datetime import UTC, datetime

import pytest


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), ""),
        (datetime(2027, 2, 1, tzinfo=UTC), "áp dụng đến hết ngày 28/02/2027"),
        (datetime(2027, 2, 28, 16, 0, tzinfo=UTC), "áp dụng đến hết ngày 28/02/2027"),
        (datetime(2027, 2, 28, 18, 0, tzinfo=UTC), "đã hết hiệu lực ngày 28/02/2027"),
    ],
    ids=["long before", "soon", "on its last day", "after midnight in Viet Nam"],
)
async def test_the_last_day_of_a_rule_is_told(say, at, said):
    turn = await say("đăng ký khai sinh cần gì", at=at)

    assert said in turn.reply.text
    assert ("hiệu lực" in turn.reply.text or "áp dụng đến" in turn.reply.text) == bool(said)
