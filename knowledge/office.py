"""An office: a one-stop office (trung tâm phục vụ hành chính công) and its own facts.

A fact that was not found is None in the file, never invented; `motcua check` lists what is missing.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from knowledge.calendar import Calendar, CalendarFile, MarkedDay, Span
from knowledge.record import Identifier, Record, Text

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class OpeningHours(Record):
    """Opening times of one or more weekdays, as "07:30" texts in Asia/Ho_Chi_Minh."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    morning: tuple[Clock, Clock] | None = None
    afternoon: tuple[Clock, Clock] | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        times = [clock for span in (self.morning, self.afternoon) if span for clock in span]
        if not times:
            raise ValueError("needs a morning or an afternoon")
        if times != sorted(set(times)):
            raise ValueError(f"the times are not in order: {' '.join(times)}")
        return self

    def spans(self) -> tuple[Span, ...]:
        """Return the opening times in order."""
        return tuple(
            (time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in filter(None, (self.morning, self.afternoon))
        )


class Office(Record):
    """One office's facts. `agency_ids` are the heads of the receipt codes it gives out."""

    id: Identifier
    name: Text
    commune: Text
    commune_code: Text  # the national code of the commune, e.g. 00769
    province: Text
    province_code: Text
    mountain: bool = False  # land limits take MountainExtra here
    border: bool = False
    agency_prefixes: tuple[Text, ...] = ()  # heads of receipt codes: H22, H60
    address: Text | None = None
    phone: Text | None = None
    hours: tuple[OpeningHours, ...] | None = None
    days: tuple[MarkedDay, ...] = ()  # off, worked and half days of this office alone
    source: Text
    checked_on: date
    to_fill_in: tuple[Text, ...] = ()  # what the office must still tell, in its own words

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the fields a citizen would ask for that this file does not hold."""
        return tuple(name for name in ("address", "phone", "hours") if getattr(self, name) is None)

    def calendar(self, table: CalendarFile) -> Calendar:
        """Return the days and hours of this office, its own days before those of the table."""
        return Calendar.of(table, self.days, self._hours())

    def _hours(self) -> Mapping[int, tuple[Span, ...]] | None:
        if self.hours is None:
            return None
        weekdays = get_args(Weekday)
        return {weekdays.index(day): one.spans() for one in self.hours for day in one.days}
