"""A procedure: one publicly posted rule of what to bring, how long, how much and where.

One YAML file under `data/procedures/` holds one procedure, with exactly these field names. Every
class is frozen and refuses unknown keys, so that a slip of the pen is found by `knowledge check`.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.facets import Facet
from knowledge.record import Code, Dated, Identifier, Record, Text, Wordings


class Handler(StrEnum):
    """The body that decides; the one-stop office only takes in and gives out."""

    COMMUNE = "commune"  # Ủy ban nhân dân cấp xã
    POLICE = "police"  # Công an cấp xã
    LAND_OFFICE = "land_office"  # Chi nhánh Văn phòng đăng ký đất đai
    MILITARY = "military"  # Ban chỉ huy quân sự cấp xã
    INSURANCE = "insurance"  # Bảo hiểm xã hội
    PROVINCE = "province"  # a body of the province
    TAX = "tax"  # Thuế cơ sở
    CUSTOMS = "customs"  # Hải quan
    BORDER_GUARD = "border_guard"  # Biên phòng
    COURT = "court"  # Tòa án
    OTHER = "other"  # the source names another body, or none


class Way(StrEnum):
    """How a dossier is filed."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POST = "post"


class Unit(StrEnum):
    """The unit of a time limit; never converted into another."""

    HOUR = "hour"  # clock hours, through night and days off
    WORKING_HOUR = "working_hour"  # hours the office is open, the lunch break left out
    DAY = "day"  # calendar days
    WORKING_DAY = "working_day"
    MONTH = "month"
    SAME_DAY = "same_day"
    NONE_SET = "none_set"  # the rule sets no limit
    NOT_GIVEN = "unit_not_given"  # the source prints a number without a unit


class Confidence(StrEnum):
    """How well the row was checked: two sources or the law itself, one source, or inferred."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Asked(StrEnum):
    """How much of a commune desk's work a procedure is; what a general word means first."""

    OFTEN = "often"  # every week: "khai sinh" alone means this one
    SOMETIMES = "sometimes"
    RARELY = "rarely"  # a variant most communes hardly meet: at the border, abroad, on wheels


When = dict[Identifier, tuple[Identifier, ...]]
"""Question id -> choice ids; a paper, limit or fee applies when every question named has such an
answer. Empty: always."""


class Choice(Record):
    """One answer to a case question."""

    id: Identifier
    label: Text  # what the citizen reads on the button
    words: Wordings = ()  # how people say it themselves
    default: bool = False  # the ordinary case, taken until the citizen says otherwise


class CaseQuestion(Record):
    """A question that tells apart cases with different papers; `load` allows ours four choices."""

    id: Identifier
    ask: Text
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=20)]

    @model_validator(mode="after")
    def _has_one_ordinary_case(self) -> Self:
        if len({choice.id for choice in self.choices}) != len(self.choices):
            raise ValueError(f"two choices of {self.id!r} share an id")
        if sum(choice.default for choice in self.choices) != 1:
            raise ValueError(f"exactly one choice of {self.id!r} must be the default")
        return self


class Paper(Record):
    """Something the citizen hands in, shows, or fills in."""

    id: Identifier
    name: Text
    action: Literal["hand_in", "show", "form"]
    originals: Annotated[int, Field(ge=0)] = 0
    copies: Annotated[int, Field(ge=0)] = 0
    condition: Text | None = None  # in words, where no case question covers it ("nếu nộp thay")
    when: When = Field(default_factory=dict)


class TimeLimit(Dated):
    """How long the handler may take, in the unit of the rule."""

    unit: Unit
    amount: Annotated[int, Field(gt=0)] | None = None
    condition: Text | None = None
    when: When = Field(default_factory=dict)
    ways: tuple[Way, ...] = ()  # empty: however it is filed

    @model_validator(mode="after")
    def _amount_fits_unit(self) -> Self:
        without = self.unit in {Unit.SAME_DAY, Unit.NONE_SET}
        if without and self.amount is not None:
            raise ValueError(f"unit {self.unit.value!r} takes no amount")
        if not without and self.amount is None:
            raise ValueError(f"unit {self.unit.value!r} needs an amount")
        return self


class Fee(Dated):
    """What is paid for one thing. `set_by: province` means the sum is the People's Council's."""

    name: Text
    set_by: Literal["law", "province", "agreement", "assessment"]  # the last: by the tax office
    amount: Annotated[int, Field(ge=0)] | None = None  # đồng
    per: Text | None = None  # "bản", "trang", "lần"
    condition: Text | None = None
    when: When = Field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    exemptions: tuple[Text, ...] = ()
    basis: Text | None = None

    @model_validator(mode="after")
    def _amount_only_where_the_law_sets_it(self) -> Self:
        if self.set_by == "law" and self.amount is None:
            raise ValueError("a fee set by law needs its amount (0 when nothing is taken)")
        if self.set_by != "law" and self.amount is not None:
            raise ValueError(f"a fee set by {self.set_by} cannot carry an amount here")
        return self


class Filing(Record):
    """Where and how the dossier is filed."""

    place: Text
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    online_at: Text | None = None
    remarks: tuple[Text, ...] = ()


class MountainExtra(Record):
    """Days added in mountainous, border and hard-condition communes."""

    amount: Annotated[int, Field(gt=0)]
    unit: Unit
    basis: Text


class Related(Record):
    """Another procedure a citizen of this one often needs, and why, in a few words."""

    code: Code
    label: Text


class Part(StrEnum):
    """What of a procedure may differ from the official record."""

    NAME = "name"
    HANDLER = "handler"
    PAPERS = "papers"
    TIME = "time"
    FEE = "fee"
    WAYS = "ways"


class Difference(Record):
    """Why our file says something else than the official record, or more, or less."""

    part: Part
    why: Text


class Procedure(Dated):
    """One procedure, complete in plain wording."""

    code: Code
    former_codes: tuple[Code, ...] = ()
    name: Text  # the official name, as posted
    short_name: Text  # how the desk says it: "đăng ký khai sinh"
    everyday_names: tuple[Text, ...] = ()  # how people say it
    field: Text  # "Hộ tịch"
    asked: Asked = Asked.SOMETIMES
    sensitive: bool = False  # adoption, health, allowances, complaints, merit: name not disclosed
    handler: Handler
    who: Text
    questions: tuple[CaseQuestion, ...] = ()
    papers: Annotated[tuple[Paper, ...], Field(min_length=1)]
    notes: tuple[Text, ...] = ()  # shown under details only
    facet_notes: dict[Facet, tuple[Text, ...]] = Field(default_factory=dict)  # beside their facet
    limits: Annotated[tuple[TimeLimit, ...], Field(min_length=1)]
    cutoff_15h: bool = False  # received after 15:00: the next working day (Law 60/2014 art. 5.3)
    mountain_extra: MountainExtra | None = None
    fees: Annotated[tuple[Fee, ...], Field(min_length=1)]
    filing: Filing
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    result: Text
    conditions: tuple[Text, ...] = ()
    legal_basis: Annotated[tuple[Text, ...], Field(min_length=1)]
    source: Text
    checked_on: date
    confidence: Confidence
    differences: tuple[Difference, ...] = ()  # from the official record, meant and explained
    to_confirm: tuple[Text, ...] = ()  # what the office still has to find out; shown to officials
    related: tuple[Related, ...] = ()

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if len({question.id for question in self.questions}) != len(self.questions):
            raise ValueError("two case questions share an id")
        ids = [paper.id for paper in self.papers]
        if len(set(ids)) != len(ids):
            raise ValueError("two papers share an id")
        if faults := unknown_cases(self.questions, (*self.papers, *self.limits, *self.fees)):
            raise ValueError(faults[0])
        return self


def unknown_cases(
    questions: Iterable[CaseQuestion], parts: Iterable[Paper | TimeLimit | Fee]
) -> list[str]:
    """Return what is wrong with the `when` of these parts: questions and choices that are none."""
    known = {question.id: {c.id for c in question.choices} for question in questions}
    faults = []
    for part in parts:
        for question, choices in part.when.items():
            if question not in known:
                faults.append(f"'when' names no case question: {question!r}")
            elif unknown := set(choices) - known[question]:
                faults.append(f"'when' names no choice of {question!r}: {sorted(unknown)}")
    return faults


class Elsewhere(Record):
    """A matter people bring to the commune that another body handles, and where to go."""

    id: Identifier
    name: Text
    everyday_names: Annotated[tuple[Text, ...], Field(min_length=1)]
    codes: tuple[Code, ...] = ()  # its procedure codes in the national catalogue, if known
    go_to: Text  # who handles it and where, one or two plain sentences
    source: Text
    checked_on: date
    confidence: Confidence


class NameOnly(Record):
    """A procedure known by its official name only: the desk holds no details of it."""

    code: Code
    name: Text
    field: str = ""
    handler: Handler = Handler.OTHER
    agency: str = ""  # as the source prints it
    issuer: str = ""
    commune: bool = False  # a commune desk takes it in
    national: bool = True  # False: one province's own variant ("SPECIFIC")
    source: str = ""
    checked_on: date | None = None  # the day the source was crawled
    everyday_names: tuple[str, ...] = ()


class TopicChoice(Related):
    """One procedure of a topic; what is told ("10 tuổi") decides between those with words."""

    words: Wordings = ()


class Topic(Record):
    """A wording that fits several procedures: the desk asks back with these choices."""

    id: Identifier
    name: Text
    everyday_names: Annotated[tuple[Text, ...], Field(min_length=1)]
    ask: Text
    choices: Annotated[tuple[TopicChoice, ...], Field(min_length=2, max_length=4)]
