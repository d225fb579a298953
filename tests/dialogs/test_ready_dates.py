""" "Nộp hôm nay bao giờ có": the day, and how it was counted."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.conversation.engine import Engine
from knowledge.calendar import DayKind, MarkedDay
from knowledge.clock import VIETNAM
from knowledge.facets import Facet
from knowledge.procedure import TimeLimit, Unit
from knowledge.province import LocalRule, Province
from tests.tables import Say

TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("said", "at", "day"),
    [
        ("khai sinh nộp hôm nay bao giờ có", TUESDAY, "Ngày 01/12/2026"),
        ("khai sinh nop hom nay bao gio co", TUESDAY.replace(hour=15, minute=20), "02/12/2026"),
        ("nhập khẩu nộp hôm nay thì hôm nào lấy được", TUESDAY, "10/12/2026"),
        ("mai nộp khai sinh thì hôm nào lấy được", TUESDAY, "sáng ngày 02/12/2026"),
        ("thứ hai nộp giấy nhập khẩu thì ngày nào có", TUESDAY, "sáng ngày 07/12/2026"),
        ("thứ năm tuần sau nộp khai tử thì ngày nào có", TUESDAY, "sáng ngày 10/12/2026"),
        ("nộp đơn khai tử thứ năm tuần sau bao giờ lấy được", TUESDAY, "sáng ngày 10/12/2026"),
        ("khai sinh nộp hôm nay bao giờ có", datetime(2026, 11, 28, 9, tzinfo=VIETNAM), "30/11"),
    ],
    ids=[
        "today",
        "after 15",
        "7 days",
        "tomorrow",
        "monday",
        "next week",
        "day after matter",
        "on a saturday",
    ],
)
async def test_the_day_is_told(say: Say, said: str, at: datetime, day: str) -> None:
    turn = await say(said, at=at)

    assert turn.facets == (Facet.READY_DATE,)
    assert day in turn.reply.text
    assert "giấy hẹn" in turn.reply.text


async def test_the_way_it_was_counted_is_told(say: Say) -> None:
    at = datetime(2026, 11, 18, 9, 0, tzinfo=VIETNAM)

    turn = await say("xác nhận độc thân nộp hôm nay thì hôm nào lấy được", at=at)

    for told in ("3 ngày làm việc", "Không tính ngày nhận", "thứ Bảy, Chủ nhật"):
        assert told in turn.reply.text


async def test_a_day_off_and_one_not_decided_are_named(say: Say) -> None:
    at = datetime(2026, 11, 19, 9, 0, tzinfo=VIETNAM)

    turn = await say("xác nhận độc thân nộp hôm nay thì hôm nào lấy được", at=at)

    assert "Ngày 25/11/2026 có kết quả" in turn.reply.text
    assert "Chậm nhất ngày 26/11/2026" in turn.reply.text
    assert "Ngày Văn hóa Việt Nam" in turn.reply.text


async def test_land_takes_ten_days_longer_in_the_mountains(say: Say) -> None:
    turn = await say("làm sổ đỏ lần đầu nộp hôm nay thì hôm nào lấy được", at=TUESDAY)

    assert "Ngày 13/01/2027" in turn.reply.text  # 30 working days, New Year left out
    assert "Xã miền núi được thêm 10 ngày làm việc" in turn.reply.text


async def test_what_the_office_and_the_province_decided_is_counted(
    engine: Engine, say: Say
) -> None:
    desk = engine.desk
    closed = MarkedDay(
        day=date(2026, 12, 2), kind=DayKind.OFF, name="nghỉ họp dân", source="thông báo của xã"
    )
    rule = LocalRule(
        code="1.004873", limits=(TimeLimit(unit=Unit.WORKING_DAY, amount=1),),
        decision="Quyết định thử", source="thử", checked_on=date(2026, 11, 27),
    )  # fmt: skip
    province = Province(
        code="08", name="tỉnh thử", rules=(rule,), source="thử", checked_on=date(2026, 11, 27)
    )
    engine.desk = replace(
        desk,
        office=desk.office.model_copy(update={"days": (closed,)}),
        base=replace(desk.base, provinces={"08": province}),
    )

    turn = await say("xác nhận độc thân nộp hôm nay thì hôm nào lấy được", at=TUESDAY)

    assert "Ngày 03/12/2026 có kết quả theo thời hạn (1 ngày làm việc)" in turn.reply.text
    assert "nghỉ họp dân" in turn.reply.text
