"""The day on which a citizen means to file: "mai", "thứ hai tuần sau"."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from knowledge.calendar import ONE_DAY
from knowledge.clock import VIETNAM
from knowledge.lexicon import Lexicon
from knowledge.normalise import Word

MORNING = time(8, 0)
"""A day told without an hour is taken to mean its morning, before 15:00."""

_DAYS_AWAY = {"filed_tomorrow": 1, "filed_in_two_days": 2}
_WEEKDAYS = tuple(f"filed_on_{n}" for n in range(2, 9))  # thứ hai is 2, Chủ nhật 8


def filing_moment(message: Sequence[Word], lexicon: Lexicon, now: datetime) -> datetime | None:
    """Return when the citizen means to file; None when no day but today is told.

    A weekday is the next one to come; "tuần sau" takes it from the week after this one.
    """
    today = now.astimezone(VIETNAM).date()
    for manner, days in _DAYS_AWAY.items():
        if lexicon.says(manner, message):
            return datetime.combine(today + timedelta(days=days), MORNING, VIETNAM)
    next_week = lexicon.says("filed_next_week", message)
    for weekday, manner in enumerate(_WEEKDAYS):
        if lexicon.says(manner, message):
            day = today - ONE_DAY * today.weekday() + ONE_DAY * weekday
            if next_week or day <= today:
                day += timedelta(days=7)
            return datetime.combine(day, MORNING, VIETNAM)
    if next_week:
        monday = today + ONE_DAY * (7 - today.weekday())
        return datetime.combine(monday, MORNING, VIETNAM)
    return None
