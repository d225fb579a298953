"""The list of procedures that a commune posts as a spreadsheet (.xlsx)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml

from knowledge.importers.jsonl import CODE_ANYWHERE
from knowledge.importers.patterns import FOLDER, patterns, words
from knowledge.importers.record import OfficialMethod, OfficialPaper, OfficialRecord
from knowledge.importers.tables import Line, Sheet
from knowledge.importers.wording import line, lines
from knowledge.normalise import fold
from knowledge.yaml_file import Problem

_HEADER_WITHIN = 50  # rows of titles before it
_DAY = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2})|ngày (\d{1,2}) tháng (\d{1,2}) năm (20\d{2})"
)
_FIELD_HEAD = re.compile(r"^(?:[ivxlc\d]+[.)\s]+)?(?:lĩnh vực\b\s*:?\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns, and where each is."""

    line: int
    places: Mapping[str, int]

    def text(self, row: Line, column: str) -> str:
        """Return what stands in a column, with its lines; empty when there is nothing."""
        place = self.places.get(column)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        return shown(cell)


@cache
def _columns(path: Path = FOLDER / "listing_columns.yaml") -> tuple[Mapping[str, str], list[str]]:
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    names = {
        _plain(name): column
        for column, spellings in document["columns"].items()
        for name in spellings
    }
    return names, document["needed"]


def find_header(rows: Sequence[Line]) -> Header | None:
    """Return the first row that names all needed columns; titles may stand before it."""
    names, needed = _columns()
    for row in rows[:_HEADER_WITHIN]:
        places: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            column = names.get(_plain(shown(cell)))
            if column:
                places.setdefault(column, place)
        if all(column in places for column in needed):
            return Header(row.number, places)
    return None


def records(
    path: Path, sheets: Sequence[Sheet], problems: list[Problem]
) -> Iterator[OfficialRecord]:
    """Yield a record a row; a row without a code or name is noted, a heading names the field."""
    for sheet in sheets:
        header = find_header(sheet.lines)
        if header is None:
            continue
        posted = _posted(sheet.lines, header.line)
        field = ""
        for row in sheet.lines:
            if row.number <= header.line or find_header([row]):
                continue
            filled = [cell for cell in map(shown, row.cells) if cell]
            found = CODE_ANYWHERE.search(header.text(row, "code"))
            name = line(header.text(row, "name"))
            if found and name:
                yield _record(path, header, row, found.group(), field, posted)
            elif _is_heading(filled, found is None):
                field = _FIELD_HEAD.sub("", line(filled[-1])).strip(" .:")
            elif any(not cell.strip("()").isdigit() for cell in filled):
                told = "record has no name" if found else "holds no code of the form 1.001193"
                problems.append(Problem(path, row.number, told, is_fatal=False))


def shown(cell: object) -> str:
    """Return a cell as text; whole numbers without the .0 that spreadsheets give them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).strip()


def _record(
    path: Path, header: Header, row: Line, code: str, field: str, posted: date | None
) -> OfficialRecord:
    time, fee, ways = (line(header.text(row, column)) for column in ("time", "fee", "ways"))
    body = line(header.text(row, "body"))
    channels = [
        words().channels[way.value] for way, names in patterns().ways.items() if names.search(ways)
    ]
    return OfficialRecord(
        code=code,
        name=line(header.text(row, "name")),
        field=line(header.text(row, "field")) or field,
        bodies=(body,) if body else (),
        papers=tuple(OfficialPaper(name=each) for each in lines(header.text(row, "papers"))),
        methods=tuple(
            OfficialMethod(channel=channel, time=time, fee=fee) for channel in channels or [""]
        ),
        result=line(header.text(row, "result")),
        legal_basis=lines(header.text(row, "basis")),
        commune=True,
        crawled=posted,
        source=path.name,
    )


def _is_heading(filled: Sequence[str], has_no_code: bool) -> bool:
    """Whether a row only names the field of the rows below: one text, perhaps a number before."""
    return has_no_code and 1 <= len(filled) <= 2 and any(c.isalpha() for c in filled[-1])


def _posted(rows: Sequence[Line], header: int) -> date | None:
    """Return the day the titles above the header name."""
    for row in rows:
        if row.number >= header:
            break
        for found in _DAY.finditer(" ".join(map(shown, row.cells))):
            day, month, year = (int(part) for part in found.groups() if part)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _plain(name: str) -> str:
    return fold(name).strip(" .:*()")
