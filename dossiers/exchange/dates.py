"""The moments that one-stop systems print, in all their forms."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from knowledge.clock import VIETNAM

_YEARS = range(2000, 2100)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial counts days of the clock on the wall
_SECONDS_A_DAY = 86400

_CLOCK = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_DAY = r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})"
_DAY_FIRST = re.compile(rf"{_DAY}(?:[\s,T]+{_CLOCK})?")
_CLOCK_FIRST = re.compile(rf"{_CLOCK}[\s,]+{_DAY}")
_PACKED = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2}))?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def read_moment(value: object) -> datetime | None:
    """Return the moment a cell means, in UTC; None when it is none that can have been.

    Taken: `16/11/2026[ 15:35[:00]]`, `15:35 16/11/2026`, `20261116153500`, ISO 8601 with a blank or
    a T, Excel's serial numbers, and cells that are dates already. Without a zone it is the clock
    in Vietnam; without a clock it is the beginning of the day.
    """
    moment: datetime | None
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    elif isinstance(value, int | float):
        moment = _from_serial(float(value))
    else:
        moment = _from_text(str(value).strip())
    if moment is None or moment.year not in _YEARS:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)


def _from_text(text: str) -> datetime | None:
    for form in (_DAY_FIRST, _CLOCK_FIRST, _PACKED):
        if match := form.fullmatch(text):
            parts = {name: int(number) for name, number in match.groupdict().items() if number}
            return _or_none(partial(_moment, **parts))
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    return _or_none(partial(datetime.fromisoformat, text)) if "-" in text else None


def _from_serial(serial: float) -> datetime | None:
    """Return the moment of an Excel serial, to the second: fractions of days are not exact."""
    return _or_none(lambda: _EXCEL_EPOCH + timedelta(seconds=round(serial * _SECONDS_A_DAY)))


def _moment(
    *, year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)


def _or_none(make: Callable[[], datetime]) -> datetime | None:
    try:
        return make()
    except (ValueError, OverflowError):
        return None
