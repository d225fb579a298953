"""A life event: what happened to a family, and the procedures that follow from it, in order."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.lexicon import Lexicon
from knowledge.normalise import BREAK
from knowledge.phrases import Phrases
from knowledge.procedure import Confidence
from knowledge.question import Question
from knowledge.record import Code, Identifier, Record, Text, Wordings


class EventStep(Record):
    """One procedure of an event."""

    code: Code
    line: Text  # what it is good for, and for whom, in one line


class LifeEvent(Record):
    """An event and its procedures; a linked group, where there is one, stands first."""

    id: Identifier
    name: Text  # "Nhà có em bé mới sinh"
    words: Annotated[Wordings, Field(min_length=1)]
    steps: Annotated[tuple[EventStep, ...], Field(min_length=2, max_length=7)]
    main: Code | None = None  # what is asked for most; the first step when not told
    remarks: tuple[Text, ...] = ()
    source: Text
    checked_on: date
    confidence: Confidence

    @model_validator(mode="after")
    def _main_is_a_step(self) -> Self:
        if self.main is not None and self.main not in self.codes:
            raise ValueError(f"main {self.main!r} is no step")
        return self

    @property
    def codes(self) -> tuple[Code, ...]:
        """Return the codes of the steps, in order."""
        return tuple(step.code for step in self.steps)


def event_of(question: Question, events: Iterable[LifeEvent], lexicon: Lexicon) -> LifeEvent | None:
    """Return the event a message tells of; None when it asks for something more definite.

    It tells of one when it says nothing else ("nhà em sắp cưới"), or asks for all there is to do
    ("cưới thì phải làm những giấy tờ gì"). "Cưới cần giấy tờ gì" asks for one procedure's papers.
    """
    asks = {n for span in lexicon.find("asks_all", question.words) for n in span.numbers()}
    if question.facets and not asks:
        return None
    spans = (
        *lexicon.padding.find(question.words),
        *lexicon.find("around_event", question.words),
    )
    around = {n for span in spans for n in span.numbers()}
    for event in events:
        told = {n for span in _phrases(event).find(question.words) for n in span.numbers()}
        if told and not any(
            number not in told | asks | around
            and word.folded not in lexicon.stop_words
            and word.folded != BREAK
            for number, word in enumerate(question.words)
        ):
            return event
    return None


@lru_cache(maxsize=64)
def _phrases(event: LifeEvent) -> Phrases:
    return Phrases(event.words)
