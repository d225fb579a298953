"""An official record -> a draft of a procedure, with what has still to be asked."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.facets import Facet
from knowledge.handlers import handler_of
from knowledge.importers.fees import fees_of
from knowledge.importers.limits import limits_of
from knowledge.importers.papers import MOST_CHOICES, papers_of, questions_of
from knowledge.importers.patterns import words
from knowledge.importers.record import OfficialRecord
from knowledge.importers.traps import Finding, Known, Read, Trap, find, read
from knowledge.normalise import fold
from knowledge.procedure import Confidence, Fee, Filing, NameOnly, Procedure, TimeLimit, Way

_TITLE = "thủ tục "


class Lack(StrEnum):
    """Why a record is no draft. All but the first stay known by name."""

    OTHER_PAGE = "other_page"  # refused: the page is of another code
    NO_DETAILS = "no_details"  # a row of a catalogue
    NO_PAPERS = "no_papers"
    NO_LIMIT = "no_limit"
    NO_FEE = "no_fee"  # none that may be taken: saying nothing is better than saying "free"
    NO_WAY = "no_way"
    NO_DAY = "no_day"  # nobody knows how old it is
    TOO_MANY_CASES = "too_many_cases"


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one record: a draft, or why there is none."""

    record: OfficialRecord
    findings: tuple[Finding, ...]
    procedure: Procedure | None = None
    lack: Lack | None = None


def convert(record: OfficialRecord, known: Known) -> Converted:
    """Return the draft of a record with the traps that were met; low confidence, nothing invented.

    What the source leaves blank and a citizen could miss (papers, limit, fee) makes it no draft.
    """
    if not record.has_details:
        return Converted(record, (), lack=Lack.NO_DETAILS)
    reading = read(record)
    findings = find(reading, known)
    limits, ways = limits_of(reading.limits), _ways(reading)
    fees = fees_of(reading.fees, ways)
    lack = _lack(reading, findings, limits, fees, ways)
    if lack is not None:
        return Converted(record, findings, lack=lack)
    return Converted(record, findings, _procedure(reading, findings, known, limits, fees, ways))


def name_only(record: OfficialRecord) -> NameOnly:
    """Return what is known by name only of a record."""
    handler, agency = handler_of(record.bodies, f"{record.level} {record.name}")
    return NameOnly.model_construct(
        code=record.code,
        name=record.name,
        field=record.field,
        handler=handler,
        agency=agency,
        issuer=record.issuer,
        commune=record.commune,
        national=record.national,
        source=record.source,
        checked_on=record.crawled,
        everyday_names=(),
    )


def _lack(
    reading: Read,
    findings: tuple[Finding, ...],
    limits: tuple[TimeLimit, ...],
    fees: tuple[Fee, ...],
    ways: tuple[Way, ...],
) -> Lack | None:
    lacks = {
        Lack.OTHER_PAGE: any(one.trap is Trap.OTHER_PAGE for one in findings),
        Lack.NO_PAPERS: not reading.papers.papers,
        Lack.NO_LIMIT: not limits,
        Lack.NO_FEE: not fees,
        Lack.NO_WAY: not ways,
        Lack.NO_DAY: reading.record.crawled is None,
        Lack.TOO_MANY_CASES: len(reading.papers.cases) > MOST_CHOICES,
    }
    return next((lack for lack, is_so in lacks.items() if is_so), None)


def _procedure(
    reading: Read,
    findings: tuple[Finding, ...],
    known: Known,
    limits: tuple[TimeLimit, ...],
    fees: tuple[Fee, ...],
    ways: tuple[Way, ...],
) -> Procedure:
    record, blank = reading.record, words().not_given
    handler, agency = handler_of(record.bodies, f"{record.level} {record.name}")
    about = fold(f"{record.field} {record.name}")
    if record.crawled is None:
        raise ValueError(f"record {record.code} has no day")  # _lack has seen to it
    return Procedure(
        code=record.code,
        name=record.name,
        short_name=_short(record.name),
        field=record.field or blank,
        sensitive=any(word in about for word in known.sensitive_fields),
        handler=handler,
        who=record.target or blank,
        questions=questions_of(reading.papers),
        papers=papers_of(reading.papers),
        notes=reading.papers.notes,
        facet_notes=_facet_notes(record),
        limits=limits,
        fees=fees,
        filing=Filing(place=agency or blank, ways=ways),
        steps=tuple(record.steps.splitlines()) or (blank,),
        result=record.result or blank,
        conditions=tuple(record.conditions.splitlines()),
        legal_basis=record.legal_basis or (blank,),
        source=record.source or blank,
        checked_on=record.crawled,
        confidence=Confidence.LOW,
        to_confirm=_to_confirm(findings),
    )


def _ways(reading: Read) -> tuple[Way, ...]:
    printed = {one.way for one in reading.limits}
    return tuple(way for way in Way if way in printed)


def _facet_notes(record: OfficialRecord) -> dict[Facet, tuple[str, ...]]:
    """What is printed beside the ways: the sub-cases of the limit, as the source words them."""
    notes = tuple(dict.fromkeys(method.note for method in record.methods if method.note))
    return {Facet.TIME: notes} if notes else {}


def _short(name: str) -> str:
    rest = name[len(_TITLE) :] if name.lower().startswith(_TITLE) else name
    return rest[:1].lower() + rest[1:] if not rest[:2].isupper() else rest


def _to_confirm(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    told: dict[Trap, str] = {}
    for one in findings:
        told.setdefault(one.trap, words().to_confirm[one.trap.value].replace("{said}", one.said))
    return tuple(told.values())
