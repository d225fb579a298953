"""The list of papers of a record: real papers, notes among them, and the cases they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.importers.patterns import patterns, words
from knowledge.importers.record import OfficialPaper
from knowledge.importers.wording import identifier, without_bullet
from knowledge.procedure import CaseQuestion, Choice, Paper

MOST_CHOICES = 20
"""More cases than this are a list for a lawyer, not a question."""

QUESTION = "truong_hop"
Action = Literal["hand_in", "show", "form"]


@dataclass(frozen=True, slots=True)
class PaperReading:
    """One row: a paper with its action and case, or a note."""

    row: OfficialPaper
    name: str
    is_note: bool
    case: str = ""  # the case it belongs to; empty: everybody
    action: Action = "hand_in"
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class PapersReading:
    """All rows of a record."""

    rows: tuple[PaperReading, ...]

    @property
    def papers(self) -> tuple[PaperReading, ...]:
        """Return the rows that are papers."""
        return tuple(row for row in self.rows if not row.is_note)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the texts that are no papers, each once."""
        return tuple(dict.fromkeys(row.name for row in self.rows if row.is_note))

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the cases that have papers of their own, in the order of the source."""
        return tuple(dict.fromkeys(row.case for row in self.papers if row.case))


def read_papers(rows: Sequence[OfficialPaper]) -> PapersReading:
    """Tell papers from notes, and cases from headings that only say what to do."""
    return PapersReading(tuple(_read(row) for row in rows if without_bullet(row.name)))


def is_note(row: OfficialPaper) -> bool:
    """Whether a row is no paper: nothing is counted, or it is a remark, a heading, an instruction.

    The portal has no field for remarks, so offices write them as papers without copies.
    """
    known = patterns()
    if not row.originals and not row.copies:
        return True
    if known.is_in("note_cases", without_bullet(row.case)):
        return True
    return known.is_in("notes", without_bullet(row.name))


def papers_of(reading: PapersReading) -> tuple[Paper, ...]:
    """Return the papers for a draft, those of a case tied to it; one of several cases stands once.

    A lone case is a condition: a question needs two answers.
    """
    choices = _choices(reading.cases)
    rows: dict[tuple[object, ...], PaperReading] = {}
    cases: dict[tuple[object, ...], list[str]] = {}
    for row in reading.papers:
        counts = (row.row.originals, row.row.copies)
        key = (
            row.name,
            row.action,
            counts,
            row.condition,
            row.case if not choices else row.case != "",
        )
        rows.setdefault(key, row)
        listed = cases.setdefault(key, [])
        if row.case in choices and choices[row.case] not in listed:
            listed.append(choices[row.case])
    taken: set[str] = set()
    return tuple(
        Paper(
            id=identifier(row.name, taken),
            name=row.name,
            action=row.action,
            originals=row.row.originals,
            copies=row.row.copies,
            condition=row.condition or (row.case if row.case and not choices else None),
            when={QUESTION: tuple(cases[key])} if cases[key] else {},
        )
        for key, row in rows.items()
    )


def questions_of(reading: PapersReading) -> tuple[CaseQuestion, ...]:
    """Return the question that tells the cases apart; the first case of the source is ordinary."""
    choices = _choices(reading.cases)
    if not choices:
        return ()
    return (
        CaseQuestion(
            id=QUESTION,
            ask=words().case_question,
            choices=tuple(
                Choice(id=name, label=case, default=number == 0)
                for number, (case, name) in enumerate(choices.items())
            ),
        ),
    )


def _choices(cases: Sequence[str]) -> dict[str, str]:
    """Return case -> choice id; empty when there is nothing to ask."""
    taken: set[str] = set()
    return {case: identifier(case, taken) for case in cases} if len(cases) > 1 else {}


def _read(row: OfficialPaper) -> PaperReading:
    name = without_bullet(row.name)
    case, asks_to_show = _case(row.case)
    if is_note(row):
        return PaperReading(row, name, is_note=True)
    condition, paper = _conditional(name)
    known = patterns()
    if known.is_in("forms", paper):
        action: Action = "form"
    elif asks_to_show or known.is_in("shown", paper):
        action = "show"
    else:
        action = "hand_in"
    if condition is None and (if_any := known.found("if_any", name)):
        condition = if_any.group().strip("() ")
    return PaperReading(row, paper, is_note=False, case=case, action=action, condition=condition)


def _case(heading: str) -> tuple[str, bool]:
    """Return the case a heading names, if it is one, and whether its papers are shown only.

    "Giấy tờ phải nộp" and "phải xuất trình" say what to do with a paper, not for whom it is.
    """
    text = without_bullet(heading).rstrip(" :.;")
    known = patterns()
    if not text or known.is_in("note_cases", text) or known.is_in("remark_cases", text):
        return "", False
    if not known.is_in("case_words", text):
        if known.is_in("show_cases", text):
            return "", True
        if known.is_in("hand_in_cases", text) or known.is_in("open_cases", text):
            return "", False
    return text, False


def _conditional(name: str) -> tuple[str | None, str]:
    """Return the condition a paper's name begins with, and the paper; a short rest stays whole."""
    found = patterns().found("conditional", name)
    if found is None:
        return None, name
    condition = f"{found[1].lower()} {found[2]}".strip()
    paper = found[3].strip()
    return condition, paper[:1].upper() + paper[1:]
