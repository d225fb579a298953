"""The columns of a tracking ledger, and the row that names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from dossiers.exchange.tables import Line
from knowledge.normalise import fold

COLUMNS_FILE = Path(__file__).parent.parent / "data" / "ledger_columns.yaml"
_HEADER_WITHIN = 50  # rows of titles before it


class Column(StrEnum):
    """What a column holds."""

    CODE = "code"
    SUMMARY = "summary"
    SETS = "sets"
    OWNER_NAME = "owner_name"
    APPLICANT_NAME = "applicant_name"
    OWNER_ADDRESS = "owner_address"
    OWNER_PHONE = "owner_phone"
    RECEIVED_AT = "received_at"
    DUE_AT = "due_at"
    RETURNED_AT = "returned_at"
    STATUS = "status"
    RESULT = "result"
    RECEIVED_BY = "received_by"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns: where each is, and what it is called in this file."""

    line: int
    places: Mapping[Column, int]
    names: Mapping[Column, str]

    def cell(self, line: Line, column: Column) -> object:
        """Return what stands in this column; None when there is nothing, or no such column."""
        place = self.places.get(column)
        if place is None or place >= len(line.cells):
            return None
        value = line.cells[place]
        return None if isinstance(value, str) and not value.strip() else value

    def is_repeated_by(self, line: Line) -> bool:
        """Whether the row is the header once more, as at the top of each printed page."""
        return self.text(line, Column.CODE) == self.names[Column.CODE]

    def text(self, line: Line, column: Column) -> str:
        """Return the cell as text; whole numbers without the .0 that spreadsheets give them."""
        value = self.cell(line, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True, slots=True)
class KnownColumns:
    """The names columns go by, and which columns a ledger must have."""

    names: Mapping[str, tuple[Column, int]]  # folded name -> column, and its place in the list
    needed: Mapping[Column, str]  # column -> its usual name

    def header(self, lines: Sequence[Line]) -> Header | None:
        """Return the first row that names all needed columns; titles may stand before it."""
        for line in lines[:_HEADER_WITHIN]:
            header = self._read(line)
            if all(column in header.places for column in self.needed):
                return header
        return None

    def _read(self, line: Line) -> Header:
        best: dict[Column, tuple[int, int, str]] = {}
        for place, cell in enumerate(line.cells):
            printed = " ".join(str(cell or "").split())
            known = self.names.get(_plain(printed))
            if known is None:
                continue
            column, rank = known
            if column not in best or rank < best[column][0]:
                best[column] = (rank, place, printed)
        return Header(
            line.number,
            {column: place for column, (_, place, _) in best.items()},
            {column: printed for column, (_, _, printed) in best.items()},
        )


@cache
def load_columns(path: Path = COLUMNS_FILE) -> KnownColumns:
    """Read the columns' names; ValueError when one name is given to two columns."""
    with path.open(encoding="utf-8") as file:
        document = yaml.safe_load(file)
    names: dict[str, tuple[Column, int]] = {}
    for column, spellings in document["columns"].items():
        for rank, spelling in enumerate(spellings):
            known, _ = names.setdefault(_plain(spelling), (Column(column), rank))
            if known != column:
                raise ValueError(f"{path}: {spelling!r} names {known.value!r} and {column!r}")
    needed = {Column(name): document["columns"][name][0] for name in document["needed"]}
    return KnownColumns(names, needed)


def _plain(name: str) -> str:
    return fold(name).strip(" .:*()")
