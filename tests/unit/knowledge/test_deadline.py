"""Filed now, ready when: the worked examples, the rules, and a slow count to compare with."""

import random
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import Calendar, DayKind, MarkedDay
from knowledge.clock import VIETNAM
from knowledge.deadline import Due, NoDate, StepKind, due, months_later
from knowledge.load import load_with_problems
from knowledge.procedure import MountainExtra, TimeLimit, Unit

TABLE = load_with_problems()[0].calendar
NATIONAL = Calendar.of(TABLE)
HALVES = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
WEEK = dict.fromkeys(range(5), HALVES)
OPEN = Calendar.of(TABLE, hours={**WEEK, 5: HALVES[:1]})

SAME_DAY = TimeLimit(unit=Unit.SAME_DAY)
SWAPPED = [
    MarkedDay(day=date(2026, 11, 23), kind=DayKind.OFF, name="nghỉ hoán đổi", source="thử"),
    MarkedDay(day=date(2026, 11, 28), kind=DayKind.WORKED, name="làm bù", source="thử"),
]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def _days(amount: int, unit: Unit = Unit.WORKING_DAY) -> TimeLimit:
    return TimeLimit(unit=unit, amount=amount)


@pytest.mark.parametrize(
    ("received", "limit", "cutoff", "own", "ready"),
    [
        ("2026-11-18T10:00", SAME_DAY, True, [], "2026-11-18"),
        ("2026-11-18T15:20", SAME_DAY, True, [], "2026-11-19"),
        ("2026-11-23T15:20", SAME_DAY, True, [], "2026-11-25"),
        ("2026-11-19T09:00", _days(3), False, [], "2026-11-25"),
        ("2026-11-19T09:00", _days(3), False, SWAPPED, "2026-11-26"),
        ("2026-02-13T09:00", _days(5), False, [], "2026-02-27"),
        ("2026-08-28T09:00", _days(3), False, [], "2026-09-07"),
        ("2026-08-20T09:00", _days(2), False, [], "2026-08-22"),
        ("2025-12-31T09:00", _days(1), False, [], "2026-01-05"),
        ("2026-11-19T09:00", _days(5, Unit.DAY), False, [], "2026-11-25"),
        # A real slip: received on Friday 27 October 2023 at 09:32, five working days.
        ("2023-10-27T09:32", _days(5), False, [], "2023-11-03"),
    ],
)
def test_the_worked_examples(
    received: str, limit: TimeLimit, cutoff: bool, own: list[MarkedDay], ready: str
) -> None:
    counted = due(limit, _at(received), Calendar.of(TABLE, own), cutoff_15h=cutoff)

    assert counted.day == date.fromisoformat(ready)


@pytest.mark.parametrize(
    ("received", "limit", "ready"),
    [
        ("2026-11-18T15:00", SAME_DAY, "2026-11-18"),  # at the hour is in time
        ("2026-11-18T15:01", SAME_DAY, "2026-11-19"),
        # The linked birth group: after 15:00 the clock starts on the next working day.
        ("2026-11-18T15:20", _days(3), "2026-11-24"),
        ("2026-11-18T14:50", _days(3), "2026-11-23"),
    ],
)
def test_after_15_the_next_working_day_is_the_day_of_reception(
    received: str, limit: TimeLimit, ready: str
) -> None:
    calendar = Calendar.of(TABLE.model_copy(update={"days": ()}))

    counted = due(limit, _at(received), calendar, cutoff_15h=True)

    assert counted.day == date.fromisoformat(ready)


def test_15_is_no_hour_for_other_procedures() -> None:
    early, late = (due(_days(3), _at(f"2026-11-18T{at}"), NATIONAL) for at in ("08:00", "16:40"))

    assert early.day == late.day


@pytest.mark.parametrize(
    ("received", "unit", "amount", "ready"),
    [
        ("2026-11-19T09:00", Unit.WORKING_HOUR, 2, "2026-11-19T11:00"),
        ("2026-11-19T09:00", Unit.WORKING_HOUR, 4, "2026-11-19T15:00"),  # lunch is left out
        ("2026-11-19T16:00", Unit.WORKING_HOUR, 4, "2026-11-20T10:30"),
        ("2026-11-19T12:00", Unit.WORKING_HOUR, 1, "2026-11-19T14:30"),
        ("2026-11-20T16:00", Unit.WORKING_HOUR, 8, "2026-11-23T10:30"),  # Saturday morning: 4 h
        ("2026-11-19T09:00", Unit.HOUR, 24, "2026-11-20T09:00"),
        ("2026-11-19T12:00", Unit.HOUR, 24, "2026-11-20T13:30"),
        ("2026-11-23T09:00", Unit.HOUR, 24, "2026-11-25T07:30"),  # 24/11 is off
        ("2026-11-19T20:00", Unit.HOUR, 12, "2026-11-21T07:30"),  # received in the morning
    ],
)
def test_hours(received: str, unit: Unit, amount: int, ready: str) -> None:
    counted = due(_days(amount, unit), _at(received), OPEN)

    assert counted.at == _at(ready)


@pytest.mark.parametrize("unit", [Unit.HOUR, Unit.WORKING_HOUR])
def test_hours_are_not_counted_on_hours_nobody_told(unit: Unit) -> None:
    counted = due(_days(4, unit), _at("2026-11-19T09:00"), NATIONAL)

    assert (counted.day, counted.why_none) == (None, NoDate.HOURS_UNKNOWN)


def test_a_limit_that_is_none_or_has_no_unit_gives_no_day() -> None:
    none = due(TimeLimit(unit=Unit.NONE_SET), _at("2026-11-19T09:00"), NATIONAL)
    no_unit = due(_days(1, Unit.NOT_GIVEN), _at("2026-11-19T09:00"), NATIONAL)

    assert (none.day, none.why_none) == (None, NoDate.NONE_SET)
    assert (no_unit.day, no_unit.why_none) == (None, NoDate.UNIT_NOT_GIVEN)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-19", 2, "2027-01-19"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 13, "2027-12-30"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_there_is(
    day: str, months: int, later: str
) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_communes_in_the_mountains_get_the_days_that_the_rule_adds() -> None:
    extra = MountainExtra(amount=10, unit=Unit.WORKING_DAY, basis="NĐ 151/2025")
    received = _at("2026-10-01T09:00")

    plain = due(_days(20), received, NATIONAL)
    mountain = due(_days(20), received, NATIONAL, extra=extra)

    assert plain.day == date(2026, 10, 29)
    assert mountain.day == due(_days(30), received, NATIONAL).day == date(2026, 11, 12)
    assert StepKind.EXTRA in {step.kind for step in mountain.steps}


def test_what_is_filed_when_the_office_is_closed_counts_from_the_next_working_day() -> None:
    saturday_evening = due(_days(1), _at("2026-11-14T19:00"), NATIONAL)
    weekday_evening = due(SAME_DAY, _at("2026-11-18T19:00"), OPEN)

    assert saturday_evening.day == date(2026, 11, 17)  # received on Monday, ready on Tuesday
    assert weekday_evening.day == date(2026, 11, 19)


def test_the_latest_day_is_told_where_a_day_off_is_not_decided() -> None:
    counted = due(_days(3), _at("2026-11-19T09:00"), NATIONAL)

    assert (counted.day, counted.latest) == (date(2026, 11, 25), date(2026, 11, 26))
    assert due(_days(1), _at("2026-11-18T09:00"), NATIONAL).latest is None


def test_a_year_without_a_table_is_said_to_have_none() -> None:
    assert due(_days(3), _at("2026-11-19T09:00"), NATIONAL).is_charted
    assert not due(_days(3), _at("2027-12-30T09:00"), NATIONAL).is_charted


def test_the_count_can_be_told_step_by_step() -> None:
    counted = due(_days(3), _at("2026-11-19T09:00"), NATIONAL)

    told = [(step.kind.value, f"{step.day:%d/%m}", step.number) for step in counted.steps]
    assert told == [
        ("received", "19/11", 0), ("counted", "20/11", 1), ("skipped", "21/11", 0),
        ("skipped", "22/11", 0), ("counted", "23/11", 2), ("skipped", "24/11", 0),
        ("counted", "25/11", 3), ("ready", "25/11", 0),
    ]  # fmt: skip
    assert counted.skipped == ("Ngày Văn hóa Việt Nam",)


def test_what_is_taken_in_on_an_open_saturday_is_given_out_on_a_working_day() -> None:
    friday_night = datetime(2021, 7, 30, 21, 49, tzinfo=VIETNAM)
    saturday = datetime(2021, 7, 31, 9, 0, tzinfo=VIETNAM)

    assert due(SAME_DAY, friday_night, OPEN).day == date(2021, 8, 2)
    assert due(SAME_DAY, saturday, OPEN).day == date(2021, 8, 2)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        due(SAME_DAY, datetime(2026, 11, 19, 9), NATIONAL)  # noqa: DTZ001 - the fault is meant


MOMENTS = st.datetimes(
    datetime(2020, 12, 1), datetime(2027, 12, 1), timezones=st.just(VIETNAM)  # noqa: DTZ001
)  # fmt: skip
LIMITS = st.one_of(
    st.just(SAME_DAY),
    st.builds(_days, st.integers(1, 45), st.sampled_from([Unit.WORKING_DAY, Unit.DAY])),
    st.builds(partial(_days, unit=Unit.MONTH), st.integers(1, 6)),
    st.builds(_days, st.integers(1, 72), st.sampled_from([Unit.HOUR, Unit.WORKING_HOUR])),
)
EXTRAS = st.none() | st.builds(
    MountainExtra,
    amount=st.integers(1, 15),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.DAY]),
    basis=st.just("NĐ"),
)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), LIMITS, st.booleans(), EXTRAS)
def test_whoever_files_later_is_never_ready_earlier(
    received: datetime,
    wait: timedelta,
    limit: TimeLimit,
    cutoff: bool,
    extra: MountainExtra | None,
) -> None:
    first = due(limit, received, OPEN, cutoff_15h=cutoff, extra=extra)
    second = due(limit, received + wait, OPEN, cutoff_15h=cutoff, extra=extra)

    assert _ready(first) <= _ready(second)


@given(MOMENTS, LIMITS, st.booleans(), EXTRAS)
def test_a_longer_limit_is_never_ready_earlier_and_nothing_before_it_is_received(
    received: datetime, limit: TimeLimit, cutoff: bool, extra: MountainExtra | None
) -> None:
    counted = due(limit, received, OPEN, cutoff_15h=cutoff, extra=extra)

    assert counted.day is not None
    assert counted.day >= received.date()
    if limit.amount is not None:
        longer = _days(limit.amount + 1, limit.unit)
        assert _ready(counted) <= _ready(
            due(longer, received, OPEN, cutoff_15h=cutoff, extra=extra)
        )


@given(MOMENTS, LIMITS, st.booleans(), EXTRAS)
def test_nothing_is_promised_for_a_day_on_which_the_office_is_closed(
    received: datetime, limit: TimeLimit, cutoff: bool, extra: MountainExtra | None
) -> None:
    counted = due(limit, received, OPEN, cutoff_15h=cutoff, extra=extra)

    assert counted.day is not None
    assert OPEN.is_open(counted.day)
    assert counted.latest is None or OPEN.cautious().is_open(counted.latest)
    if counted.at is not None:
        moment = counted.at.time()
        assert any(opens <= moment <= closes for opens, closes in OPEN.spans(counted.day))


@pytest.mark.timeout(60)
def test_ten_thousand_cases_are_as_a_slow_count_has_them() -> None:
    dice = random.Random(20261119)  # noqa: S311 - nothing secret

    for _ in range(10_000):
        received = _at("2021-01-01T00:00") + timedelta(minutes=dice.randrange(365 * 24 * 60))
        received = received.replace(year=dice.choice([2021, 2025, 2026, 2027]))
        unit = dice.choice([Unit.SAME_DAY, Unit.WORKING_DAY, Unit.DAY, Unit.MONTH])
        amount = (
            None if unit is Unit.SAME_DAY else dice.randrange(1, 41 if unit.value != "month" else 7)
        )
        cutoff, extra = dice.random() < 0.5, dice.choice([0, 0, 5, 10])
        limit = TimeLimit(unit=unit, amount=amount)
        added = MountainExtra(amount=extra, unit=Unit.WORKING_DAY, basis="NĐ") if extra else None

        counted = due(limit, received, NATIONAL, cutoff_15h=cutoff, extra=added)

        slow = slow_count(unit, amount or 0, received, cutoff, extra)
        assert counted.day == slow, (received, limit, cutoff, extra)


OFF = {
    f"{year}-{day}"
    for year, days in {
        2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
        2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
        2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
        2027: "01-01 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 11-24",
    }.items()
    for day in days.split()
}
WORKED_SATURDAYS = {"2025-04-26", "2026-01-10", "2026-08-22"}


def slow_count(unit: Unit, amount: int, received: datetime, cutoff: bool, extra: int) -> date:
    """Count as one does with a finger on a wall calendar; shares nothing with the real count."""

    def works(day: date) -> bool:
        return day.isoformat() in WORKED_SATURDAYS or (
            day.weekday() not in (5, 6) and day.isoformat() not in OFF
        )

    def following(day: date) -> date:
        return date.fromordinal(day.toordinal() + 1)

    day = received.date()
    late = cutoff and (received.hour, received.minute) > (15, 0)
    if late and works(day):
        day = following(day)
    while not works(day):
        day = following(day)
    if unit is Unit.SAME_DAY:
        return day
    if unit is Unit.MONTH:
        day = _same_day_of_a_later_month(day, amount)
    fingers = amount if unit in (Unit.WORKING_DAY, Unit.DAY) else 0
    while fingers:
        day = following(day)
        fingers -= unit is Unit.DAY or works(day)
    while extra:
        day = following(day)
        extra -= works(day)
    while not works(day):
        day = following(day)
    return day


def _same_day_of_a_later_month(day: date, months: int) -> date:
    wanted, month, year = day.day, day.month, day.year
    for _ in range(months):
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def _ready(counted: Due) -> datetime:
    assert counted.day is not None
    return counted.at or datetime.combine(counted.day, time(0), VIETNAM)
