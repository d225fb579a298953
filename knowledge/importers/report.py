"""What became of a file of official records: counts, examples, and what was refused."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.importers.convert import Converted, Lack, convert
from knowledge.importers.pages import Pages
from knowledge.importers.record import OfficialRecord
from knowledge.importers.traps import Finding, Known, Trap
from knowledge.record import Code
from knowledge.yaml_file import Problem

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class TrapCount:
    """One trap: in how many records it stands, how often, and a few of them."""

    trap: Trap
    records: int
    findings: int
    examples: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one import."""

    records: int
    drafts: int
    lacks: Mapping[Lack, int]  # why a record is no draft
    traps: tuple[TrapCount, ...]  # every trap, also those not met
    refused: tuple[Finding, ...]
    problems: tuple[Problem, ...]  # rows that are no records

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "records": self.records,
            "drafts": self.drafts,
            "not_drafts": {lack.value: number for lack, number in self.lacks.items()},
            "traps": {
                one.trap.value: {"records": one.records, "findings": one.findings}
                for one in self.traps
            },
            "refused": [
                {"code": one.code, "where": one.where, "said": one.said} for one in self.refused
            ],
            "problems": [str(problem) for problem in self.problems],
        }


def with_strangers(known: Known, records: Sequence[OfficialRecord]) -> Known:
    """Return what is known, with the records among these whose page is another's."""
    pages = Pages()
    for record in records:
        pages.note(record.code, record.name, record.steps, (paper.name for paper in record.papers))
    by_code = {record.code: record for record in records}
    strangers = pages.strangers(lambda code: by_code[code].page_text())
    return replace(known, strangers=strangers)


def convert_all(records: Iterable[OfficialRecord], known: Known) -> Iterator[Converted]:
    """Convert one record after another."""
    return (convert(record, known) for record in records)


def report(converted: Sequence[Converted], problems: Sequence[Problem] = ()) -> Report:
    """Count what became of the records."""
    found: dict[Trap, list[Finding]] = {trap: [] for trap in Trap}
    for each in converted:
        for finding in each.findings:
            found[finding.trap].append(finding)
    lacks = Counter(each.lack for each in converted if each.lack)
    return Report(
        records=len(converted),
        drafts=sum(each.procedure is not None for each in converted),
        lacks={lack: lacks[lack] for lack in Lack if lacks[lack]},
        traps=tuple(_count(trap, findings) for trap, findings in found.items()),
        refused=tuple(found[Trap.OTHER_PAGE]),
        problems=tuple(problems),
    )


def _count(trap: Trap, findings: Sequence[Finding]) -> TrapCount:
    first: dict[Code, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    examples = tuple(first.values())[:_EXAMPLES]
    return TrapCount(trap, len(first), len(findings), examples)
