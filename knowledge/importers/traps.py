"""The ways official records mislead, each found by a function of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.importers.fees import FeeReading, Judgement, read_fees
from knowledge.importers.limits import LimitReading, Printed, differ_by_channel, read_limits
from knowledge.importers.pages import other_code, other_name
from knowledge.importers.papers import PapersReading, read_papers
from knowledge.importers.patterns import patterns
from knowledge.importers.record import OfficialRecord
from knowledge.record import Code

_LONGEST_SAID = 160


class Trap(StrEnum):
    """A known fault of official records."""

    OTHER_PAGE = "other_page"  # refused
    RENUMBERED = "renumbered"
    ABOLISHED_BODY = "abolished_body"
    MISSING_PAPERS = "missing_papers"
    NOTE_AMONG_PAPERS = "note_among_papers"
    PAPERS_BY_CASE = "papers_by_case"
    MISSING_UNIT = "missing_unit"
    MISSING_LIMIT = "missing_limit"
    UNREADABLE_LIMIT = "unreadable_limit"
    LIMIT_BY_CHANNEL = "limit_by_channel"
    ZERO_FEE_OF_PROVINCE = "zero_fee_of_province"
    ZERO_FEE_WITH_WORDS = "zero_fee_with_words"
    FEE_OUT_BY_THOUSAND = "fee_out_by_thousand"
    FEE_IN_DOLLARS = "fee_in_dollars"
    FEE_WITHOUT_SUM = "fee_without_sum"
    MISSING_FEE = "missing_fee"


@dataclass(frozen=True, slots=True)
class Finding:
    """One trap in one record: where, and what is printed there."""

    code: Code
    trap: Trap
    where: str  # "papers 3", "way 1", "name"
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside the record."""

    names: Mapping[Code, str] = field(default_factory=dict)  # of the catalogue
    renumbered: Mapping[Code, Code] = field(default_factory=dict)  # former code -> current code
    sensitive_fields: tuple[str, ...] = ()  # folded words of field names
    strangers: Mapping[Code, Code] = field(default_factory=dict)  # code -> whose page it has


@dataclass(frozen=True, slots=True)
class Read:
    """A record, and what is read from its texts."""

    record: OfficialRecord
    papers: PapersReading
    limits: tuple[LimitReading, ...]
    fees: tuple[FeeReading, ...]


def read(record: OfficialRecord) -> Read:
    """Read the papers, limits and fees of a record."""
    return Read(record, read_papers(record.papers), read_limits(record.methods), read_fees(record))


def find(reading: Read, known: Known) -> tuple[Finding, ...]:
    """Return every trap of a record, in the order of `TRAPS`."""
    return tuple(
        Finding(reading.record.code, trap, where, said[:_LONGEST_SAID])
        for trap, look in TRAPS.items()
        for where, said in look(reading, known)
    )


Place = tuple[str, str]


def other_page(reading: Read, known: Known) -> Iterator[Place]:
    """Find a page of another code: its file, address, name or whole text is another's."""
    record = reading.record
    if code := other_code(record.code, record.named_codes):
        yield "code", code
    elif name := other_name(record.code, record.name, known.names):
        yield "name", f"{record.name} / {name}"
    elif owner := known.strangers.get(record.code):
        yield "steps", owner


def renumbered(reading: Read, known: Known) -> Iterator[Place]:
    """Find a code that another has replaced, or may have: the office looks for the new one."""
    if heir := known.renumbered.get(reading.record.code):
        yield "code", heir


def abolished_body(reading: Read, known: Known) -> Iterator[Place]:
    """Find bodies of the district level, which ended on 1 July 2025."""
    for body in reading.record.bodies:
        if found := patterns().found("abolished", body):
            yield "body", found.group()
    if found := patterns().found("abolished", reading.record.every_text()):
        yield "text", found.group()


def missing_papers(reading: Read, known: Known) -> Iterator[Place]:
    """Find a record that lists no paper at all: not that none is needed."""
    if not reading.papers.papers:
        yield "papers", ""


def note_among_papers(reading: Read, known: Known) -> Iterator[Place]:
    """Find remarks, headings and instructions written as papers; they go to the notes."""
    for number, row in enumerate(reading.papers.rows, start=1):
        if row.is_note:
            yield f"papers {number}", row.name


def papers_by_case(reading: Read, known: Known) -> Iterator[Place]:
    """Find papers that stand under cases: they are asked for, not flattened into one list."""
    for case in reading.papers.cases:
        yield "papers", case


def missing_unit(reading: Read, known: Known) -> Iterator[Place]:
    """Find limits that are a bare number; no unit is guessed."""
    yield from _limits(reading, Printed.WITHOUT_UNIT)


def missing_limit(reading: Read, known: Known) -> Iterator[Place]:
    """Find ways to file without a limit: not that there is none."""
    yield from _limits(reading, Printed.NOTHING)
    if not reading.limits:
        yield "ways", ""


def unreadable_limit(reading: Read, known: Known) -> Iterator[Place]:
    """Find limits that are no number with a unit: half days, ranges, sums, sentences."""
    yield from _limits(reading, Printed.UNREADABLE)


def limit_by_channel(reading: Read, known: Known) -> Iterator[Place]:
    """Find limits that differ by the way of filing; for land they mean mountains or sub-cases."""
    if differ_by_channel(reading.limits):
        yield "ways", "; ".join(f"{one.channel}: {one.text}" for one in reading.limits)


def zero_fee_of_province(reading: Read, known: Known) -> Iterator[Place]:
    """Find 0 đồng where the People's Council sets the sum: never free."""
    yield from _fees(reading, Judgement.ZERO_OF_PROVINCE)


def zero_fee_with_words(reading: Read, known: Known) -> Iterator[Place]:
    """Find 0 đồng whose own text names sums, exemptions or another rule: not taken."""
    yield from _fees(reading, Judgement.ZERO_WITH_WORDS)


def fee_out_by_thousand(reading: Read, known: Known) -> Iterator[Place]:
    """Find sums that lack three zeros ("40 VND"): not taken."""
    yield from _fees(reading, Judgement.OUT_BY_THOUSAND)


def fee_in_dollars(reading: Read, known: Known) -> Iterator[Place]:
    """Find sums in US dollars, also those printed as đồng by offices abroad: not taken."""
    yield from _fees(reading, Judgement.DOLLARS)


def fee_without_sum(reading: Read, known: Known) -> Iterator[Place]:
    """Find fees that only point to another text: not taken."""
    yield from _fees(reading, Judgement.WITHOUT_SUM)


def missing_fee(reading: Read, known: Known) -> Iterator[Place]:
    """Find a record that prints nothing about money: not that it is free."""
    if all(one.judgement is Judgement.NOTHING for one in reading.fees):
        yield "ways", ""


TRAPS: Mapping[Trap, Callable[[Read, Known], Iterator[Place]]] = {
    Trap.OTHER_PAGE: other_page,
    Trap.RENUMBERED: renumbered,
    Trap.ABOLISHED_BODY: abolished_body,
    Trap.MISSING_PAPERS: missing_papers,
    Trap.NOTE_AMONG_PAPERS: note_among_papers,
    Trap.PAPERS_BY_CASE: papers_by_case,
    Trap.MISSING_UNIT: missing_unit,
    Trap.MISSING_LIMIT: missing_limit,
    Trap.UNREADABLE_LIMIT: unreadable_limit,
    Trap.LIMIT_BY_CHANNEL: limit_by_channel,
    Trap.ZERO_FEE_OF_PROVINCE: zero_fee_of_province,
    Trap.ZERO_FEE_WITH_WORDS: zero_fee_with_words,
    Trap.FEE_OUT_BY_THOUSAND: fee_out_by_thousand,
    Trap.FEE_IN_DOLLARS: fee_in_dollars,
    Trap.FEE_WITHOUT_SUM: fee_without_sum,
    Trap.MISSING_FEE: missing_fee,
}


def _limits(reading: Read, printed: Printed) -> Iterator[Place]:
    for number, one in enumerate(reading.limits, start=1):
        if one.printed is printed:
            yield f"way {number}", one.text


def _fees(reading: Read, judgement: Judgement) -> Iterator[Place]:
    for number, one in enumerate(reading.fees, start=1):
        if one.judgement is judgement:
            yield f"fee {number}", one.text
