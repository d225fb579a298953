"""Days off, worked days, half days; what is not decided; opening hours with a lunch break."""

from datetime import date, datetime, time

import pytest
from pydantic import ValidationError

from knowledge.calendar import Calendar, CalendarFile, DayKind, HoursUnknown, MarkedDay
from knowledge.clock import VIETNAM
from knowledge.load import load_with_problems
from knowledge.office import Office, OpeningHours

TABLE = load_with_problems()[0].calendar
NATIONAL = Calendar.of(TABLE)

WEEK = {n: ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))) for n in range(5)}


@pytest.mark.parametrize(
    "day",
    [
        "2021-02-10", "2021-02-16", "2021-04-21", "2021-05-03", "2021-09-03",
        "2025-01-27", "2025-01-31", "2025-04-07", "2025-05-02", "2025-09-01",
        "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-08-31", "2026-09-02",
        "2026-11-24", "2027-01-01", "2027-04-16", "2027-05-03", "2027-11-24",
    ],
)  # fmt: skip
def test_a_decided_day_off_is_neither_open_nor_counted(day: str) -> None:
    off = date.fromisoformat(day)

    assert not NATIONAL.is_open(off)
    assert not NATIONAL.is_working(off)


@pytest.mark.parametrize("day", ["2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_saturday_worked_for_another_day_counts(day: str) -> None:
    worked = date.fromisoformat(day)

    assert worked.strftime("%a") == "Sat"
    assert NATIONAL.is_working(worked)


@pytest.mark.parametrize("day", ["2026-11-23", "2027-02-04", "2027-02-12", "2027-09-03"])
def test_a_day_nobody_decided_on_counts_as_its_weekday_and_the_cautious_leave_it_out(
    day: str,
) -> None:
    open_question = date.fromisoformat(day)

    assert NATIONAL.is_working(open_question)
    assert not NATIONAL.cautious().is_working(open_question)


def test_a_saturday_that_may_be_worked_is_counted_by_nobody() -> None:
    saturday = date(2026, 11, 28)

    assert not NATIONAL.is_working(saturday)
    assert not NATIONAL.cautious().is_working(saturday)


def test_a_day_off_in_every_proposal_is_off_though_not_decided() -> None:
    assert not NATIONAL.is_working(date(2027, 2, 8))


def test_every_marked_day_names_its_source() -> None:
    assert all(marked.source for marked in TABLE.days)
    assert set(TABLE.years) == {2021, 2025, 2026, 2027}


def test_the_days_of_an_office_come_before_those_of_the_country() -> None:
    own = MarkedDay(
        day=date(2026, 11, 23), kind=DayKind.OFF, name="nghỉ bù", source="thông báo của xã"
    )
    calendar = Calendar.of(TABLE, [own])

    assert not calendar.is_working(date(2026, 11, 23))


def test_a_half_day_is_open_in_the_morning_and_counts_only_from_monday_to_friday() -> None:
    half = [
        MarkedDay(day=date(2026, 11, day), kind=DayKind.HALF, name="nửa ngày", source="xã")
        for day in (20, 21)
    ]
    calendar = Calendar.of(TABLE, half, WEEK)

    assert [calendar.is_open(date(2026, 11, day)) for day in (20, 21)] == [True, True]
    assert [calendar.is_working(date(2026, 11, day)) for day in (20, 21)] == [True, False]
    morning = ((time(7, 30), time(11, 30)),)
    assert [calendar.spans(date(2026, 11, day)) for day in (20, 21)] == [morning, morning]


def test_a_worked_saturday_has_the_hours_of_a_friday() -> None:
    calendar = Calendar.of(TABLE, hours=WEEK)

    assert calendar.spans(date(2026, 8, 22)) == WEEK[4]
    assert calendar.spans(date(2026, 8, 15)) == ()


def test_a_saturday_morning_of_the_week_is_open_and_no_working_day() -> None:
    calendar = Calendar.of(TABLE, hours={**WEEK, 5: WEEK[0][:1]})
    saturday = date(2026, 11, 21)

    assert calendar.is_open(saturday)
    assert not calendar.is_working(saturday)
    assert calendar.next_ready(saturday) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-19T06:00", "2026-11-19T07:30"),
        ("2026-11-19T09:00", "2026-11-19T09:00"),
        ("2026-11-19T11:30", "2026-11-19T13:30"),
        ("2026-11-19T12:10", "2026-11-19T13:30"),
        ("2026-11-19T17:00", "2026-11-20T07:30"),
        ("2026-11-20T18:00", "2026-11-23T07:30"),
        ("2026-11-23T18:00", "2026-11-25T07:30"),
    ],
)
def test_the_next_opening_leaves_out_lunch_nights_and_days_off(at: str, opens: str) -> None:
    calendar = Calendar.of(TABLE, hours=WEEK)

    assert calendar.next_opening(_at(at)) == _at(opens)


def test_hours_that_were_not_told_are_not_invented() -> None:
    with pytest.raises(HoursUnknown):
        NATIONAL.spans(date(2026, 11, 19))
    with pytest.raises(HoursUnknown, match="on any"):
        Calendar.of(TABLE, hours={}).next_opening(_at("2026-11-19T09:00"))
    with pytest.raises(HoursUnknown, match="any working day"):
        Calendar.of(TABLE, hours={5: WEEK[0]}).next_ready(date(2026, 11, 19))


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"years": [2026], "days": [("2026-01-02", None), ("2026-01-02", None)]}, "marked twice"),
        ({"years": [2026], "days": [("2025-01-02", None)]}, "not listed under years"),
        ({"years": [2026], "days": [("2026-01-02", "2026-01-01")]}, "until lies before day"),
    ],
)
def test_a_faulty_table_is_refused(table: dict, fault: str) -> None:
    days = [
        {"day": day, "until": until, "kind": "day_off", "name": "nghỉ", "source": "xã"}
        for day, until in table["days"]
    ]

    with pytest.raises(ValidationError, match=fault):
        CalendarFile.model_validate({"years": tuple(table["years"]), "days": days}, strict=False)


def test_a_decided_day_is_not_expected_too() -> None:
    with pytest.raises(ValidationError, match="not expected"):
        MarkedDay(day=date(2026, 1, 1), kind=DayKind.OFF, name="n", source="s", expected=True)


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        ({}, "needs a morning or an afternoon"),
        ({"morning": ("11:30", "07:30")}, "not in order"),
        ({"morning": ("07:30", "14:00"), "afternoon": ("13:30", "17:00")}, "not in order"),
    ],
)
def test_hours_that_cannot_be_are_refused(hours: dict, fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        OpeningHours(days=("monday",), **hours)


def test_an_office_knows_its_calendar() -> None:
    office = Office(
        id="x", name="Trung tâm", commune="xã X", commune_code="1", province="tỉnh Y",
        province_code="08", source="s", checked_on=date(2026, 11, 22),
        hours=(OpeningHours(days=("monday", "thursday"), morning=("07:30", "11:30")),),
    )  # fmt: skip

    calendar = office.calendar(TABLE)

    assert calendar.spans(date(2026, 11, 19)) == ((time(7, 30), time(11, 30)),)
    assert not calendar.is_open(date(2026, 11, 20))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
