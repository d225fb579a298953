"""Official records known by name, and read in full one at a time when somebody asks for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.importers import jsonl
from knowledge.importers.convert import name_only
from knowledge.importers.files import (
    NO_RECORD,
    Shape,
    read_records,
    read_row,
    read_rows,
    shape_of,
)
from knowledge.importers.pages import Pages, other_code, other_name
from knowledge.importers.record import OfficialRecord
from knowledge.procedure import NameOnly
from knowledge.record import Code
from knowledge.yaml_file import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where the line of a record begins; a record in memory would weigh a hundred times as much."""

    path: Path
    offset: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Records by code: a place in a file, or the record itself where the file has no lines."""

    places: Mapping[Code, Place | OfficialRecord] = field(default_factory=dict)

    def record(self, code: Code) -> OfficialRecord | None:
        """Return the record; None when there is none, or its file has changed since."""
        place = self.places.get(code)
        if not isinstance(place, Place):
            return place
        record = read_row(place.path, place.offset)
        return record if record is not None and record.code == code else None


@dataclass(slots=True)
class Shelving:
    """What is gathered while files are read: the first record of a code stays."""

    names: dict[Code, NameOnly] = field(default_factory=dict)
    places: dict[Code, Place | OfficialRecord] = field(default_factory=dict)

    def shelf(self) -> Shelf:
        """Return the records that may be read in full."""
        return Shelf(self.places)


def read_names(
    paths: Sequence[Path], catalogue: Mapping[Code, str], problems: list[Problem]
) -> Shelving:
    """Read the names of official records, and where each stands; pages of other codes are refused.

    `catalogue` is the name of each code as the shipped catalogue has it.
    """
    shelving = Shelving()
    for path in paths:
        try:
            if shape_of(path) is Shape.LINES:
                _read_lines(path, catalogue, shelving, problems)
                continue
        except OSError as exc:
            problems.append(Problem(path, None, f"cannot be read: {exc}"))
            continue
        for record in read_records(path, problems):
            if told := _stranger(record.code, record.name, record.named_codes, catalogue):
                problems.append(Problem(path, None, told, is_fatal=False))
            elif record.code not in shelving.names:
                shelving.names[record.code] = name_only(record)
                if record.has_details:
                    shelving.places[record.code] = record
    return shelving


def _read_lines(
    path: Path, catalogue: Mapping[Code, str], shelving: Shelving, problems: list[Problem]
) -> None:
    """Read the names only of a file of JSON lines: the rest waits until it is asked for."""
    found: dict[Code, tuple[NameOnly, int, bool]] = {}
    pages = Pages()
    for each in read_rows(path, problems):
        record = jsonl.heading(each.row)
        name = name_only(record)
        if told := _stranger(name.code, name.name, record.named_codes, catalogue):
            problems.append(Problem(path, None, told, is_fatal=False))
        elif name.code not in found:
            found[name.code] = (name, each.offset, record.has_details)
            _note_page(pages, name, each.row)
    if not found:
        problems.append(Problem(path, None, NO_RECORD))
    offsets = {code: offset for code, (_, offset, _) in found.items()}
    for code, owner in pages.strangers(lambda code: _text_at(path, offsets[code])).items():
        told = f"record {code} is refused: its page is that of {owner}"
        problems.append(Problem(path, None, told, is_fatal=False))
        del found[code]
    for code, (name, offset, has_details) in found.items():
        if code not in shelving.names:
            shelving.names[code] = name
            if has_details:
                shelving.places[code] = Place(path, offset)


def _stranger(
    code: Code, name: str, named_codes: Sequence[Code], catalogue: Mapping[Code, str]
) -> str | None:
    if other := other_code(code, named_codes):
        return f"record {code} is refused: its page is that of {other}"
    if known := other_name(code, name, catalogue):
        return f"record {code} is refused: it is called {name!r}, in the catalogue {known!r}"
    return None


def _note_page(pages: Pages, name: NameOnly, row: Mapping[str, object]) -> None:
    steps, papers = row.get("steps"), row.get("documents")
    if isinstance(steps, str):
        listed = papers if isinstance(papers, list) else []
        names = (str(paper.get("name")) for paper in listed if isinstance(paper, dict))
        pages.note(name.code, name.name, steps, names)


def _text_at(path: Path, offset: int) -> str:
    record = read_row(path, offset)
    return record.page_text() if record else ""
