"""What every record of the knowledge base is made of."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from knowledge.phrases import Phrases

CODE_PATTERN = r"^\d\.\d{6}$"

Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _in_the_notation(value: tuple[str, ...]) -> tuple[str, ...]:
    Phrases(value)
    return value


Wordings = Annotated[tuple[Text, ...], AfterValidator(_in_the_notation)]
"""How people say a thing, in the notation of phrases.py."""


class Record(BaseModel):
    """A frozen record of the knowledge base."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Dated(Record):
    """A part of a rule that holds from one day to another; without a day, as long as the rule."""

    valid_from: date | None = None
    valid_to: date | None = None  # the last day it holds

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the part is in force on this day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)
