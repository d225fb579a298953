"""Where a file of ours and the official record differ, and whether the file says why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Self

from knowledge.handlers import handler_of
from knowledge.importers.fees import Judgement
from knowledge.importers.record import OfficialRecord
from knowledge.importers.traps import Read, read
from knowledge.normalise import fold, words
from knowledge.procedure import Handler, Part, Procedure
from knowledge.record import Code

SHARED = 0.5
"""Two wordings mean one paper when they share at least this part of the shorter one's words. Ours
are plain and short, the official ones long, so the shorter one is what counts."""

_FEWEST_WORDS = 2
_EMPTY = """của và các cho theo đối với có trong việc trường hợp được do thì phải là một những đã
quy định"""
_HEAD = 3  # words: "Giấy chứng sinh" names a paper, whatever follows
_ANY_PAPER = "giấy tờ văn bản sao chính xác nhận chứng minh đơn đề nghị tài liệu thẻ"
_PROVINCE = "province"


class Verdict(StrEnum):
    """Whether a difference is meant."""

    UNEXPLAINED = "unexplained"  # a problem
    MEANT = "meant"  # our file says why
    STALE = "stale"  # our file explains what does not differ: a problem too


@dataclass(frozen=True, slots=True)
class Deviation:
    """One part of one procedure that differs, with both sides as they are read."""

    code: Code
    part: Part
    verdict: Verdict
    ours: str
    theirs: str
    why: str = ""  # what our file says about it

    @property
    def is_problem(self) -> bool:
        """Whether somebody has to look at it."""
        return self.verdict is not Verdict.MEANT


@dataclass(frozen=True, slots=True)
class _Look:
    """Both sides of a part, and how they stand to each other."""

    ours: str
    theirs: str
    differs: bool  # in what it says: this has to be explained
    is_reworded: bool  # in any way at all: this may be explained


def compare(ours: Procedure, record: OfficialRecord) -> tuple[Deviation, ...]:
    """Return the parts that differ, and the explanations of parts that do not.

    What is only worded, merged or read more carefully needs no explanation, and may have one.
    """
    reading = read(record)
    why = {one.part: one.why for one in ours.differences}
    found = []
    for part, look in _LOOKS.items():
        seen = look(ours, reading)
        if seen.differs or (part in why and seen.is_reworded):
            verdict = Verdict.MEANT if part in why else Verdict.UNEXPLAINED
            told = why.get(part, "")
            found.append(Deviation(ours.code, part, verdict, seen.ours, seen.theirs, told))
        elif part in why:
            found.append(
                Deviation(ours.code, part, Verdict.STALE, seen.ours, seen.theirs, why[part])
            )
    return tuple(found)


def compare_all(
    procedures: Iterable[Procedure], records: Mapping[Code, OfficialRecord]
) -> Iterator[Deviation]:
    """Yield the deviations of each procedure that has an official record, by code."""
    for ours in sorted(procedures, key=lambda procedure: procedure.code):
        record = records.get(ours.code)
        if record is not None and record.has_details:
            yield from compare(ours, record)


def _name(ours: Procedure, reading: Read) -> _Look:
    theirs = reading.record.name
    return _Look(ours.name, theirs, _bare(ours.name) != _bare(theirs), ours.name != theirs)


def _handler(ours: Procedure, reading: Read) -> _Look:
    """Compare who decides; a record that names no body we know says nothing about it."""
    record = reading.record
    handler, _ = handler_of(record.bodies, f"{record.level} {record.name}")
    theirs = "; ".join((handler.value, *record.bodies))
    is_other = handler is not ours.handler
    return _Look(ours.handler.value, theirs, is_other and handler is not Handler.OTHER, is_other)


def _papers(ours: Procedure, reading: Read) -> _Look:
    """Name the papers that only one side has.

    What we tell anywhere (a note, a condition, a step) is told; a paper of ours may stand among
    their notes. Papers that are only said, without originals and copies, are not looked for.
    """
    said = [_Wording.of(text) for text in _told_by(ours)]
    printed = [_Wording.of(text) for text in _printed_by(reading.record)]
    lacking = [row.name for row in reading.papers.papers if not _is_among(row.name, said)]
    own = [
        paper.name
        for paper in ours.papers
        if (paper.originals or paper.copies) and not _is_among(paper.name, printed)
    ]
    is_reworded = [paper.name for paper in ours.papers] != [row.name for row in reading.papers.rows]
    theirs = "; ".join(dict.fromkeys(lacking))
    return _Look("; ".join(own), theirs, bool(own or lacking), is_reworded)


def _time(ours: Procedure, reading: Read) -> _Look:
    mine = {_limit(one.unit.value, one.amount) for one in ours.limits}
    theirs = {
        _limit(one.unit.value, one.amount) if one.unit else f"{one.text!r}"
        for one in reading.limits
        if one.text
    }
    return _sides(mine, theirs, mine != theirs, len(ours.limits) != len(theirs))


def _fee(ours: Procedure, reading: Read) -> _Look:
    """Compare the sums as they may be taken; one that may not be taken has to be explained."""
    mine = {one.set_by if one.amount is None else str(one.amount) for one in ours.fees}
    taken, printed = set(), set()
    for one in reading.fees:
        value = one.judgement.value
        if one.fee is not None:
            value = _PROVINCE if one.fee.amount is None else str(one.fee.amount)
        if one.judgement is not Judgement.NOTHING:
            taken.add(value)
            is_zero = one.judgement is Judgement.ZERO_OF_PROVINCE
            printed.add(f"{value} (0)" if is_zero else value)
    return _sides(mine, printed, mine != taken, mine != printed)


def _ways(ours: Procedure, reading: Read) -> _Look:
    mine = {way.value for way in ours.filing.ways}
    theirs = {one.way.value for one in reading.limits if one.way}
    return _sides(mine, theirs, mine != theirs, mine != theirs)


_LOOKS = {
    Part.NAME: _name,
    Part.HANDLER: _handler,
    Part.PAPERS: _papers,
    Part.TIME: _time,
    Part.FEE: _fee,
    Part.WAYS: _ways,
}


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text as its words: those that tell something, and all of them in order."""

    telling: frozenset[str]
    all: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Take the words with their marks: without them "hồ sơ" were half a "sổ hộ"."""
        found = [word.keyed for word in words(text)]
        return cls(frozenset(found) - _keyed(_EMPTY), f" {' '.join(found)} ")


def _is_among(text: str, others: Sequence[_Wording]) -> bool:
    """Whether a wording begins as one of the others, or shares enough of its words."""
    mine = _Wording.of(text)
    head = mine.all.split()[:_HEAD]
    is_name = len(head) == _HEAD and not set(head) <= _keyed(_ANY_PAPER)
    return any(
        (is_name and f" {' '.join(head)} " in other.all) or _share(mine.telling, other.telling)
        for other in others
    )


def _share(mine: frozenset[str], other: frozenset[str]) -> bool:
    shorter, common = min(len(mine), len(other)), len(mine & other)
    return shorter > 0 and common >= max(SHARED * shorter, min(_FEWEST_WORDS, shorter))


@cache
def _keyed(text: str) -> frozenset[str]:
    return frozenset(word.keyed for word in words(text))


def _told_by(ours: Procedure) -> Iterator[str]:
    yield from (paper.name for paper in ours.papers)
    yield from (f"{paper.name} {paper.condition}" for paper in ours.papers if paper.condition)
    yield from ours.notes
    yield from (note for notes in ours.facet_notes.values() for note in notes)
    yield from (*ours.conditions, *ours.filing.remarks)


def _printed_by(record: OfficialRecord) -> Iterator[str]:
    yield from (paper.name for paper in record.papers)
    yield from record.steps.splitlines()
    yield from record.conditions.splitlines()


def _bare(name: str) -> str:
    return " ".join(word.folded for word in words(fold(name).removeprefix("thu tuc ")))


def _limit(unit: str, amount: int | None) -> str:
    return unit if amount is None else f"{amount} {unit}"


def _sides(mine: Iterable[str], theirs: Iterable[str], differs: bool, is_reworded: bool) -> _Look:
    return _Look(", ".join(sorted(mine)), ", ".join(sorted(theirs)), differs, is_reworded)
