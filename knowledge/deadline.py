"""Filed now, ready when: a time limit counted on an office's calendar, step by step.

Rules: the first day is not counted, and a last day that is off moves to the next working day (Civil
Code 91/2015 art. 147-148); same-day matters, and linked groups, received after 15:00 start on the
next working day (Law on Civil Status 60/2014 art. 5.3, NĐ 23/2015 art. 7, NĐ 301/2026); communes in
the mountains get the days that the rule adds. Units are counted as the rule names them, never
converted. Days nobody has decided on yet are counted twice, so that the latest day is told too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from knowledge.calendar import ONE_DAY, Calendar, HoursUnknown
from knowledge.clock import VIETNAM
from knowledge.procedure import MountainExtra, TimeLimit, Unit

CUTOFF = time(15, 0)
"""Received at this time is still in time."""


class NoDate(StrEnum):
    """Why a limit leads to no day."""

    NONE_SET = "none_set"  # the rule sets no limit
    UNIT_NOT_GIVEN = "unit_not_given"
    HOURS_UNKNOWN = "hours_unknown"  # hours are counted, and the office's are not known


class StepKind(StrEnum):
    """What happened in one step of counting."""

    RECEIVED = "received"
    CLOSED = "closed"  # received while the office was closed: counted from the day given
    AFTER_CUTOFF = "after_cutoff"  # received after 15:00: counted from the day given
    COUNTED = "counted"  # one day that counts; `number` is its number
    SKIPPED = "skipped"  # one day that does not count, or on which nothing is given out
    HOURS = "hours"  # hours were added
    MONTHS = "months"  # months were added
    EXTRA = "extra"  # the days added in the mountains begin
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of counting, as it is told."""

    kind: StepKind
    day: date
    number: int = 0  # of a counted day; the hours, months or days added
    reason: str = ""  # why a day is skipped, by the name in the calendar; empty: a weekend


@dataclass(frozen=True, slots=True)
class Due:
    """When a dossier would be ready, and how that was counted."""

    limit: TimeLimit
    received: datetime  # on Viet Nam's clock
    day: date | None = None
    at: datetime | None = None  # the moment, for limits in hours
    latest: date | None = None  # if every day not decided yet turned out to be off; when later
    why_none: NoDate | None = None
    is_charted: bool = True  # False: the days off of a year it crosses are not known yet
    steps: tuple[Step, ...] = ()

    @property
    def starts_late(self) -> StepKind | None:
        """Return why the day of reception is not the day it was handed in; None when it is."""
        late = (StepKind.CLOSED, StepKind.AFTER_CUTOFF)
        return next((step.kind for step in self.steps if step.kind in late), None)

    @property
    def starts_on(self) -> date:
        """Return the day of reception that counts."""
        late = (step.day for step in self.steps if step.kind is self.starts_late)
        return next(late, self.received.date())

    @property
    def is_moved(self) -> bool:
        """Whether the last day was off, so that the next working day was taken."""
        return len(self.steps) > 1 and self.steps[-2].kind is StepKind.SKIPPED

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return the names of the days off that were stepped over, each once, in order."""
        names = (step.reason for step in self.steps if step.kind is StepKind.SKIPPED)
        return tuple(dict.fromkeys(name for name in names if name))


def due(
    limit: TimeLimit,
    received: datetime,
    calendar: Calendar,
    *,
    cutoff_15h: bool = False,
    extra: MountainExtra | None = None,
) -> Due:
    """Count a limit from the moment a complete dossier is received.

    `extra` is given for an office in the mountains only. Raises ValueError for a naive moment.
    """
    if received.tzinfo is None:
        raise ValueError(f"the moment {received} has no time zone")
    received = received.astimezone(VIETNAM)
    if limit.unit is Unit.NONE_SET:
        return Due(limit, received, why_none=NoDate.NONE_SET)
    if limit.unit is Unit.NOT_GIVEN:
        return Due(limit, received, why_none=NoDate.UNIT_NOT_GIVEN)
    try:
        counted = _Count(limit, received, calendar, cutoff_15h, extra).run()
        late = _Count(limit, received, calendar.cautious(), cutoff_15h, extra).run()
    except HoursUnknown:
        return Due(limit, received, why_none=NoDate.HOURS_UNKNOWN)
    charted = all(map(calendar.is_charted, _days(received.date(), late.day)))
    return Due(
        limit,
        received,
        day=counted.day,
        at=counted.at,
        latest=late.day if late.day > counted.day else None,
        is_charted=charted,
        steps=tuple(counted.steps),
    )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))


class _Count:
    """One pass over a calendar."""

    def __init__(
        self,
        limit: TimeLimit,
        received: datetime,
        calendar: Calendar,
        cutoff_15h: bool,
        extra: MountainExtra | None,
    ) -> None:
        self._limit = limit
        self._received = received
        self._calendar = calendar
        self._cutoff_15h = cutoff_15h
        self._extra = extra
        self.day = received.date()
        self.at: datetime | None = None
        self.steps = [Step(StepKind.RECEIVED, self.day)]

    def run(self) -> "_Count":
        """Count; then `day`, `at` and `steps` hold what came out."""
        if self._limit.unit is Unit.HOUR:
            self._add_clock_hours()
        elif self._limit.unit is Unit.WORKING_HOUR:
            self._add_working_hours()
        else:
            self._start()
            if self._limit.unit is not Unit.SAME_DAY:
                self._add(self._limit.unit, self._amount)
                if self._extra is not None:
                    self._note(StepKind.EXTRA, number=self._extra.amount)
                    self._add(self._extra.unit, self._extra.amount)
            self._land()
        self._note(StepKind.READY)
        return self

    @property
    def _amount(self) -> int:
        return self._limit.amount or 0

    def _note(self, kind: StepKind, number: int = 0, reason: str = "") -> None:
        self.steps.append(Step(kind, self.day, number, reason))

    def _start(self) -> None:
        """Find the day of reception that counts: of a day off, or after hours, the next one."""
        first = self._first_open()
        if first != self.day:
            self.day = first
            self._note(StepKind.CLOSED)
        elif self._cutoff_15h and self._received.time() > CUTOFF:
            self.day = self._calendar.next_open(self.day + ONE_DAY)
            self._note(StepKind.AFTER_CUTOFF)

    def _first_open(self) -> date:
        if not self._calendar.is_open(self.day):
            return self._calendar.next_open(self.day)
        if self._calendar.hours is None:
            return self.day
        spans = self._calendar.spans(self.day)
        if spans and self._received.time() < spans[-1][1]:
            return self.day
        return self._calendar.next_open(self.day + ONE_DAY)

    def _add(self, unit: Unit, amount: int) -> None:
        if unit is Unit.WORKING_DAY:
            self._add_working_days(amount)
        elif unit is Unit.MONTH:
            self.day = months_later(self.day, amount)
            self._note(StepKind.MONTHS, number=amount)
        else:
            for number in range(1, amount + 1):
                self.day += ONE_DAY
                self._note(StepKind.COUNTED, number)

    def _add_working_days(self, amount: int) -> None:
        number = 0
        while number < amount:
            self.day += ONE_DAY
            if self._calendar.is_working(self.day):
                number += 1
                self._note(StepKind.COUNTED, number)
            else:
                self._skip()

    def _skip(self) -> None:
        marked = self._calendar.mark(self.day)
        self._note(StepKind.SKIPPED, reason=marked.name if marked else "")

    def _land(self) -> None:
        """Move a last day that is off to the next day on which something can be given out."""
        ready = self._calendar.next_ready(self.day)
        while self.day < ready:
            self._skip()
            self.day += ONE_DAY

    def _add_clock_hours(self) -> None:
        start = self._calendar.next_opening(self._received)
        self._reach(self._calendar.next_opening(start + timedelta(hours=self._amount)))

    def _add_working_hours(self) -> None:
        left = timedelta(hours=self._amount)
        moment = self._calendar.next_opening(self._received)
        while True:
            closes = next(
                datetime.combine(moment.date(), closes, VIETNAM)
                for opens, closes in self._calendar.spans(moment.date())
                if opens <= moment.time() < closes
            )
            if moment + left <= closes:
                return self._reach(moment + left)
            left -= closes - moment
            moment = self._calendar.next_opening(closes)

    def _reach(self, moment: datetime) -> None:
        self.at, self.day = moment, moment.date()
        self._note(StepKind.HOURS, number=self._amount)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day (Civil Code art. 148.3)."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    last = (following - ONE_DAY).day
    return first.replace(day=min(day.day, last))
