"""Time limits: the unit and number of the text, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official import method

from knowledge.importers.limits import Printed, limits_of, read_limit, read_limits, way_of
from knowledge.procedure import TimeLimit, Unit, Way


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("3 Ngày làm việc", Unit.WORKING_DAY, 3),
        ("07 ngày làm việc.", Unit.WORKING_DAY, 7),
        ("20 Ngày", Unit.DAY, 20),
        ("15 ngày", Unit.DAY, 15),
        ("01 Giờ", Unit.HOUR, 1),
        ("4 giờ làm việc", Unit.WORKING_HOUR, 4),
        ("2 Tháng", Unit.MONTH, 2),
        ("5.0 ngày làm việc", Unit.WORKING_DAY, 5),
        ("Trong ngày", Unit.SAME_DAY, None),
        ("Không quy định", Unit.NONE_SET, None),
    ],
)
def test_a_number_and_a_unit_are_read(text, unit, amount):
    read = read_limit(text)

    assert (read.printed, read.unit, read.amount) == (Printed.READ, unit, amount)


def test_a_bare_number_gets_no_unit():
    read = read_limit("1")

    assert (read.printed, read.unit, read.amount) == (Printed.WITHOUT_UNIT, Unit.NOT_GIVEN, 1)


@pytest.mark.parametrize(
    "text",
    [
        "7.5 ngày làm việc",
        "0.5 Giờ",
        "0",
        "0 Giờ",
        "10-25",
        "140,000",
        "3 năm",
        "10 ngày làm việc đối với công trình (hoặc 7 ngày đối với nhà ở)",
        "Chậm nhất là ngay trước khi tàu rời cảng.",
    ],
)
def test_what_is_no_number_with_a_unit_is_not_guessed(text):
    read = read_limit(text)

    assert (read.printed, read.unit, read.amount) == (Printed.UNREADABLE, None, None)


def test_an_empty_limit_is_no_limit_of_any_kind():
    assert read_limit(" \n").printed is Printed.NOTHING


@given(st.text() | st.from_regex(r"\d{1,7} ?(ngày|giờ|tháng)?( làm việc)?", fullmatch=True))
def test_no_text_raises_and_nothing_appears_that_is_not_in_it(text):
    read = read_limit(text)

    if read.amount is not None:
        assert str(read.amount) in text
    if read.unit in {Unit.DAY, Unit.WORKING_DAY, Unit.HOUR, Unit.WORKING_HOUR, Unit.MONTH}:
        assert any(unit in text.lower() for unit in ("ngày", "giờ", "tiếng", "tháng"))
    if read.unit in {Unit.WORKING_DAY, Unit.WORKING_HOUR}:
        assert "làm việc" in text.lower()


def test_limits_that_differ_by_channel_are_not_tied_to_the_way():
    """Land limits: 17 online and 27 in person are mountain days, not a slower desk."""
    methods = [method("Trực tuyến", "17 Ngày"), method("Trực tiếp", "27 Ngày")]

    limits = limits_of(read_limits(methods))

    assert [(limit.amount, limit.ways) for limit in limits] == [(17, ()), (27, ())]
    assert "Trực tuyến" in (limits[0].condition or "")


def test_one_limit_for_all_channels_stands_once():
    limits = limits_of(read_limits([method(), method("Trực tuyến")]))

    assert limits == (TimeLimit(unit=Unit.WORKING_DAY, amount=3),)


@pytest.mark.parametrize(
    ("channel", "way"),
    [
        ("Trực tiếp", Way.IN_PERSON),
        ("Trực tuyến", Way.ONLINE),
        ("Dịch vụ bưu chính", Way.POST),
        ("Qua đài phát thanh", None),
        ("", None),
    ],
)
def test_channels_are_ways(channel, way):
    assert way_of(channel) is way
