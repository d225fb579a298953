"""The tracking ledger (Sổ theo dõi hồ sơ) that a one-stop system exports: dossiers and problems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dossiers.dossier import Dossier, StatusLabels, load_result_labels, load_status_labels
from dossiers.exchange.columns import Column, Header, load_columns
from dossiers.exchange.dates import read_moment
from dossiers.exchange.faults import LedgerEmpty, LedgerError, LedgerWithoutHeader
from dossiers.exchange.tables import Line, Sheet, read_sheets
from dossiers.receipt_code import NotAReceiptCode, canonical
from knowledge.normalise import fold

__all__ = [
    "LedgerError",
    "LedgerReading",
    "ProblemKind",
    "RowProblem",
    "read_ledger",
    "recognise",
]

_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_TITLE = "thu tuc "
_LONGEST_NAME = 120  # words; the longest in the national catalogue has about 90
_TELLING_CELLS = 3
_PHONE_WITHOUT_ZERO = 9  # digits: spreadsheets take a phone for a number


class ProblemKind(StrEnum):
    """What is wrong with a row."""

    MISSING_CODE = "missing_code"
    BAD_CODE = "bad_code"
    REPEATED_CODE = "repeated_code"
    MISSING_RECEIVED = "missing_received"
    BAD_DATE = "bad_date"
    RETURNED_BEFORE_RECEIVED = "returned_before_received"  # a warning: the row is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One thing wrong with one row, for `texts/` to word."""

    line: int  # as spreadsheet programs number them
    kind: ProblemKind
    column: str | None = None  # the column's name as the file prints it
    value: str = ""  # what stands there
    first_line: int | None = None  # of a repeated code: where it stood first
    sheet: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether the row was kept all the same."""
        return self.kind is ProblemKind.RETURNED_BEFORE_RECEIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerReading:
    """What a ledger says: the dossiers of its good rows, and what is wrong with the others."""

    dossiers: tuple[Dossier, ...]
    problems: tuple[RowProblem, ...] = ()
    rows: int = 0  # kept and rejected
    unknown_labels: tuple[str, ...] = ()  # status labels we have no state for, each once

    @property
    def rejected(self) -> int:
        """Return how many rows were not kept."""
        return self.rows - len(self.dossiers)


def recognise(summary: str, names: Mapping[str, str]) -> str | None:
    """Return the code of the procedure whose name the summary begins with, the longest winning.

    `names` maps folded names, without "thu tuc" before them, to codes. A personal name after the
    procedure's does no harm.
    """
    words = fold(summary).removeprefix(_TITLE).split(" ", _LONGEST_NAME)
    for count in range(min(len(words), _LONGEST_NAME), 0, -1):
        code = names.get(" ".join(words[:count]).rstrip(" .,:;-("))
        if code is not None:
            return code
    return None


def read_ledger(
    path: Path,
    now: datetime,
    names: Mapping[str, str] | None = None,
    told_at: datetime | None = None,
) -> LedgerReading:
    """Read a ledger from an .xlsx or .csv file. Faulty rows are reported, the good ones kept.

    `names` are the known procedures, as `recognise` takes them. `told_at` is as of when the file
    holds; left out, it is the last moment up to `now` at which the file says something happened.
    When the file itself was written means nothing: copying it is no news. Raises only LedgerError.
    """
    sheets = read_sheets(path)
    columns = load_columns()
    headers = [(sheet, columns.header(sheet.lines)) for sheet in sheets]
    if all(header is None for _, header in headers):
        raise LedgerWithoutHeader(path, ", ".join(columns.needed.values()))
    reader = _Reader(names or {}, told_at or now, load_status_labels())
    for sheet, header in headers:
        if header is not None:
            reader.read(sheet, header)
    if not reader.rows:
        raise LedgerEmpty(path)
    as_of = told_at or _last_moment(reader.dossiers, now)
    return LedgerReading(
        dossiers=tuple(replace(dossier, told_at=as_of) for dossier in reader.dossiers),
        problems=tuple(reader.problems),
        rows=reader.rows,
        unknown_labels=tuple(reader.unknown_labels),
    )


def _last_moment(dossiers: Sequence[Dossier], now: datetime) -> datetime:
    moments = (m for d in dossiers for m in (d.received_at, d.returned_at) if m and m <= now)
    return max(moments, default=now)


@dataclass
class _Reader:
    """Collects what the rows of all sheets say."""

    names: Mapping[str, str]
    told_at: datetime
    labels: StatusLabels
    dossiers: list[Dossier] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    unknown_labels: dict[str, None] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # of the codes that were kept
    rows: int = 0

    def read(self, sheet: Sheet, header: Header) -> None:
        for line in sheet.lines:
            if line.number <= header.line or not _is_row(line, header):
                continue
            self.rows += 1
            row = _Row(line, header, sheet.name, self.lines)
            dossier = row.dossier(self.names, self.told_at, self.labels)
            self.problems += row.problems
            if dossier is not None:
                self.dossiers.append(dossier)
                self.lines[dossier.code] = line.number
                if dossier.status is None and dossier.status_label:
                    self.unknown_labels[dossier.status_label] = None


@dataclass
class _Row:
    """One row, read cell by cell; every fault in it is noted."""

    line: Line
    header: Header
    sheet: str
    known: Mapping[str, int]
    problems: list[RowProblem] = field(default_factory=list)

    def dossier(
        self, names: Mapping[str, str], told_at: datetime, labels: StatusLabels
    ) -> Dossier | None:
        """Return the dossier; None when a fault keeps it out."""
        code = self._code()
        received_at = self._moment(Column.RECEIVED_AT)
        due_at, returned_at = self._moment(Column.DUE_AT), self._moment(Column.RETURNED_AT)
        if self.header.cell(self.line, Column.RECEIVED_AT) is None:
            self._note(ProblemKind.MISSING_RECEIVED, Column.RECEIVED_AT)
        if code is None or received_at is None or self.problems:
            return None
        if returned_at is not None and returned_at < received_at:
            self._note(ProblemKind.RETURNED_BEFORE_RECEIVED, Column.RETURNED_AT)
        summary, label = self._text(Column.SUMMARY), self._text(Column.STATUS)
        return Dossier(
            code=code,
            summary=summary,
            procedure_code=recognise(summary, names),
            status=labels.status_of(label),
            status_label=label,
            owner_name=self._text(Column.OWNER_NAME),
            owner_address=self._text(Column.OWNER_ADDRESS),
            owner_phone=self._phone(),
            applicant_name=self._text(Column.APPLICANT_NAME) or None,
            received_at=received_at,
            due_at=due_at,
            returned_at=returned_at,
            has_result=load_result_labels().get(fold(self._text(Column.RESULT)).strip(" .")),
            sets=_whole_number(self._text(Column.SETS)),
            received_by=self._text(Column.RECEIVED_BY) or None,
            area=self._text(Column.AREA) or None,
            told_at=told_at,
        )

    def _code(self) -> str | None:
        printed = self._text(Column.CODE)
        if not printed:
            self._note(ProblemKind.MISSING_CODE, Column.CODE)
            return None
        try:
            code = canonical(printed)
        except NotAReceiptCode:
            self._note(ProblemKind.BAD_CODE, Column.CODE)
            return None
        if code in self.known:
            self._note(ProblemKind.REPEATED_CODE, Column.CODE, first_line=self.known[code])
        return code

    def _moment(self, column: Column) -> datetime | None:
        value = self.header.cell(self.line, column)
        moment = None if value is None else read_moment(value)
        if value is not None and moment is None:
            self._note(ProblemKind.BAD_DATE, column)
        return moment

    def _phone(self) -> str:
        printed = self._text(Column.OWNER_PHONE)
        is_number = isinstance(self.header.cell(self.line, Column.OWNER_PHONE), int | float)
        return f"0{printed}" if is_number and len(printed) == _PHONE_WITHOUT_ZERO else printed

    def _text(self, column: Column) -> str:
        return self.header.text(self.line, column)

    def _note(self, kind: ProblemKind, column: Column, first_line: int | None = None) -> None:
        self.problems.append(
            RowProblem(
                line=self.line.number,
                kind=kind,
                column=self.header.names.get(column),
                value=self._text(column),
                first_line=first_line,
                sheet=self.sheet,
            )
        )


def _is_row(line: Line, header: Header) -> bool:
    """Whether a row below the header is meant as a dossier, and is no total or signature."""
    if header.is_repeated_by(line) or all(_is_column_number(cell) for cell in line.cells):
        return False
    filled = {column for column in header.places if header.cell(line, column) is not None}
    return len(filled) >= _TELLING_CELLS or bool(filled & {Column.CODE, Column.RECEIVED_AT})


def _is_column_number(cell: object) -> bool:
    return cell is None or _COLUMN_NUMBER.fullmatch(str(cell).strip() or "0") is not None


def _whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else None
