"""An office: a one-stop office (trung tâm phục vụ hành chính công) and its own facts.

A fact that was not found is None in the file, never invented; `motcua check` lists what is missing.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.procedure import Identifier, Record, Text

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class OpeningHours(Record):
    """Opening times of one or more weekdays, as "07:30" texts in Asia/Ho_Chi_Minh."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    morning: tuple[Clock, Clock] | None = None
    afternoon: tuple[Clock, Clock] | None = None


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
    source: Text
    checked_on: date
    to_fill_in: tuple[Text, ...] = ()  # what the office must still tell, in its own words

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the fields a citizen would ask for that this file does not hold."""
        return tuple(name for name in ("address", "phone", "hours") if getattr(self, name) is None)
