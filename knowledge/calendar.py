"""Which days and hours an office works.

Saturdays and Sundays are off unless the table says otherwise; the table marks days off, worked days
and half days, each with its source, and the days on which nobody has decided yet. An office may
mark days of its own. Law: Labour Code 45/2019 art. 111-112, NQ 28/2026/QH16; the rest are decisions
of the year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.clock import VIETNAM
from knowledge.record import Record, Text

ONE_DAY = timedelta(days=1)
SATURDAY = 5

Span = tuple[time, time]
"""From the opening to the closing of one half of a day, on Viet Nam's clock."""


LONGEST_CLOSED = 60
"""Days looked ahead for an office that is open."""


class HoursUnknown(Exception):
    """What is asked depends on the hours of an office that did not tell any."""


class DayKind(StrEnum):
    """What is special about a day."""

    OFF = "day_off"  # "off" alone is "no" in YAML
    WORKED = "worked"  # a Saturday or Sunday worked like another day
    HALF = "half"  # open in the morning only; on a weekend it is no working day


class MarkedDay(Record):
    """A day, or several in a row, that is not what its weekday would make it."""

    day: date
    until: date | None = None
    kind: DayKind
    name: Text
    source: Text
    decided: bool = True
    expected: bool = False  # not decided, but every proposal says so: counted as if it were

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.until is not None and self.until < self.day:
            raise ValueError("until lies before day")
        if self.decided and self.expected:
            raise ValueError("a decided day is not expected")
        return self

    def days(self) -> Iterator[date]:
        """Yield each day."""
        last = self.until or self.day
        return (self.day + ONE_DAY * n for n in range((last - self.day).days + 1))


class CalendarFile(Record):
    """A table of marked days and the years it holds whole."""

    years: Annotated[tuple[int, ...], Field(min_length=1)]
    days: tuple[MarkedDay, ...]

    @model_validator(mode="after")
    def _marks_each_day_once(self) -> Self:
        seen: set[date] = set()
        for marked in self.days:
            for day in marked.days():
                if day in seen:
                    raise ValueError(f"{day} is marked twice")
                if day.year not in self.years:
                    raise ValueError(f"{day} lies in a year that is not listed under years")
                seen.add(day)
        return self


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one office, and its hours where they are known.

    Days not decided count as their weekday; `cautious` gives the calendar in which each of them
    that may be off is off, for the latest day a promise can come to.
    """

    marked: Mapping[date, MarkedDay] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    hours: Mapping[int, Sequence[Span]] | None = None  # weekday -> spans; None: not known

    @classmethod
    def of(
        cls,
        table: CalendarFile,
        own: Iterable[MarkedDay] = (),
        hours: Mapping[int, Sequence[Span]] | None = None,
    ) -> Self:
        """Return the calendar of an office; the days it marked itself come before the table's."""
        marked = {day: one for one in (*table.days, *own) for day in one.days()}
        return cls(marked=marked, years=frozenset(table.years), hours=hours)

    def cautious(self) -> "Calendar":
        """Return the calendar in which whatever may be off is off, and nothing else is worked."""
        kept = {
            day: one.model_copy(update={"decided": True, "expected": False})
            for day, one in self.marked.items()
            if one.decided or one.kind is DayKind.OFF
        }
        return Calendar(kept, self.years, self.hours)

    def is_charted(self, day: date) -> bool:
        """Whether the year's days off are in the table at all."""
        return day.year in self.years

    def mark(self, day: date) -> MarkedDay | None:
        """Return what is marked on a day and counts; what is undecided does not."""
        marked = self.marked.get(day)
        return marked if marked and (marked.decided or marked.expected) else None

    def is_working(self, day: date) -> bool:
        """Whether a day counts as a working day: a half day does from Monday to Friday."""
        marked = self.mark(day)
        if marked is None or marked.kind is DayKind.HALF:
            return day.weekday() < SATURDAY
        return marked.kind is DayKind.WORKED

    def is_open(self, day: date) -> bool:
        """Whether the office takes in and gives out on a day, if only in the morning."""
        marked = self.mark(day)
        if marked is not None and (marked.kind is DayKind.OFF or day.weekday() >= SATURDAY):
            return marked.kind is not DayKind.OFF
        if self.hours is None:
            return day.weekday() < SATURDAY
        return bool(self.hours.get(day.weekday()))

    def next_ready(self, day: date) -> date:
        """Return the day, or the first one after it that is a working day and the office open.

        Raises `HoursUnknown` where no day of the office's week is both.
        """
        for n in range(LONGEST_CLOSED):
            later = day + ONE_DAY * n
            if self.is_working(later) and self.is_open(later):
                return later
        raise HoursUnknown("the office has no opening hours on any working day")

    def next_open(self, day: date) -> date:
        """Return the day, or the first one after it on which the office takes in.

        Raises `HoursUnknown` where it never does.
        """
        for n in range(LONGEST_CLOSED):
            if self.is_open(day + ONE_DAY * n):
                return day + ONE_DAY * n
        raise HoursUnknown("the office has no opening hours on any day")

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the opening hours of a day, in order; empty when it is closed.

        Raises `HoursUnknown` where the office has not told its hours.
        """
        if self.hours is None:
            raise HoursUnknown("the opening hours of the office are not known")
        if not self.is_open(day):
            return ()
        spans = tuple(self.hours.get(day.weekday(), ()))
        marked = self.mark(day)
        if marked is not None and not spans:  # a Saturday worked this once, like a Friday
            spans = next((tuple(self.hours[n]) for n in (4, 3, 2, 1, 0) if self.hours.get(n)), ())
        return spans[:1] if marked is not None and marked.kind is DayKind.HALF else spans

    def next_opening(self, moment: datetime) -> datetime:
        """Return the moment, or the first one after it at which the office is open.

        Raises `HoursUnknown`.
        """
        local = moment.astimezone(VIETNAM)
        for n in range(LONGEST_CLOSED):
            day = local.date() + ONE_DAY * n
            for opens, closes in self.spans(day):
                if local < datetime.combine(day, closes, VIETNAM):
                    return max(local, datetime.combine(day, opens, VIETNAM))
        raise HoursUnknown("the office has no opening hours on any day")
