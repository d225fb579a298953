"""The dates one-stop systems print."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.exchange.dates import VIETNAM, read_moment

AFTERNOON = datetime(2026, 11, 16, 8, 35, tzinfo=UTC)  # 15:35 in Vietnam
MIDNIGHT = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "16/11/2026 15:35:00",
        "16/11/2026 15:35",
        " 16/11/2026  15h35 ",
        "16-11-2026 15:35:00.000",
        "16.11.2026, 15:35",
        "15:35 16/11/2026",
        "20261116153500",
        "2026-11-16 15:35:00",
        "2026-11-16T15:35:00",
        "2026-11-16T15:35:00+07:00",
        "2026-11-16T08:35:00Z",
        "46342.649305555555",
        pytest.param(46342.649305555555, id="serial"),
        datetime(2026, 11, 16, 15, 35),  # noqa: DTZ001 - as Excel has it
        datetime(2026, 11, 16, 15, 35, tzinfo=VIETNAM),
        AFTERNOON,
    ],
)
def test_every_form_of_a_moment_is_read(value: object) -> None:
    assert read_moment(value) == AFTERNOON


@pytest.mark.parametrize(
    "value",
    [
        "16/11/2026",
        "2026-11-16",
        "20261116",
        "46342",
        pytest.param(46342, id="serial"),
        date(2026, 11, 16),
    ],
)
def test_a_day_without_a_clock_is_its_beginning(value: object) -> None:
    assert read_moment(value) == MIDNIGHT


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2026",
        "16/13/2026",
        "16/11/26",
        "16/11/1926",
        "16/11/2026 25:00",
        "20261399",
        "không có",
        "-",
        "",
        "9" * 400,
        True,
        0,
        1e300,
        float("nan"),
        float("inf"),
        datetime(1900, 1, 1),  # noqa: DTZ001 - as Excel has it
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_never_was_is_no_moment(value: object) -> None:
    assert read_moment(value) is None


@settings(max_examples=60, deadline=None)
@given(st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)))  # noqa: DTZ001 - made aware below
def test_every_printed_second_comes_back(naive: datetime) -> None:
    moment = naive.replace(microsecond=0, tzinfo=VIETNAM)

    for form in ("%d/%m/%Y %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S"):
        assert read_moment(moment.strftime(form)) == moment


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.dates(), st.none()))
def test_any_cell_is_read_without_an_error(value: object) -> None:
    moment = read_moment(value)

    assert moment is None or moment.tzinfo is UTC
