"""A life event: what happened to a family, and the procedures that follow from it, in order."""

from datetime import date
from typing import Annotated

from pydantic import Field

from knowledge.procedure import Confidence
from knowledge.record import Code, Identifier, Record, Text


class EventStep(Record):
    """One procedure of an event."""

    code: Code
    line: Text  # what it is good for, and for whom, in one line


class LifeEvent(Record):
    """An event and its procedures; a linked group, where there is one, stands first."""

    id: Identifier
    name: Text  # "Nhà có em bé mới sinh"
    everyday_names: Annotated[tuple[Text, ...], Field(min_length=1)]
    steps: Annotated[tuple[EventStep, ...], Field(min_length=2, max_length=7)]
    remarks: tuple[Text, ...] = ()
    source: Text
    checked_on: date
    confidence: Confidence
