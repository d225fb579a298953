"""A file of official records, whatever shape it has: the shape is told by what is inside."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from knowledge.importers import jsonl, listing, portal
from knowledge.importers.record import OfficialRecord
from knowledge.importers.tables import TableError, read_sheets
from knowledge.record import Code
from knowledge.yaml_file import Problem

_LARGEST_DOCUMENT = 200_000_000
NO_RECORD = "holds no official record, one JSON object a line"


class Shape(StrEnum):
    """The shapes that are read."""

    LINES = "lines"  # procedures.jsonl, catalogue.jsonl
    PORTAL = "portal"  # JSON of the national portal's API
    LISTING = "listing"  # .xlsx


@dataclass(frozen=True, slots=True)
class Row:
    """One line of JSON: its object, and where it stands in the file."""

    row: Any
    offset: int


def shape_of(path: Path) -> Shape:
    """Return the shape of a file; OSError when it cannot be opened."""
    if zipfile.is_zipfile(path):
        return Shape.LISTING
    with path.open("rb") as file:
        first = next((line for line in file if line.strip()), b"")
    parsed = jsonl.parse(first)
    is_record = not isinstance(parsed, str) and not portal.is_portal(parsed)
    starts_document = first.lstrip(b"\xef\xbb\xbf \t")[:1] in {b"{", b"["}
    if is_record or not starts_document:
        return Shape.LINES
    return Shape.PORTAL if _document(path) is not None else Shape.LINES


def read_records(path: Path, problems: list[Problem]) -> Iterator[OfficialRecord]:
    """Yield the records of a file, each code once.

    A faulty record is left out and noted as a problem that is not fatal; a file without a single
    record is a fatal one.
    """
    seen: set[Code] = set()
    for record in _records(path, problems):
        if record.code in seen:
            told = f"record {record.code} stands here twice; the first is taken"
            problems.append(Problem(path, None, told, is_fatal=False))
            continue
        seen.add(record.code)
        yield record
    if not seen and not any(problem.is_fatal and problem.path == path for problem in problems):
        problems.append(Problem(path, None, NO_RECORD))


def _records(path: Path, problems: list[Problem]) -> Iterator[OfficialRecord]:
    try:
        shape = shape_of(path)
        if shape is Shape.LINES:
            yield from (jsonl.official(each.row) for each in read_rows(path, problems))
        elif shape is Shape.PORTAL:
            yield from _portal_records(path, problems)
        else:
            yield from listing.records(path, read_sheets(path, kind=".xlsx"), problems)
    except (OSError, TableError) as exc:
        problems.append(Problem(path, None, f"cannot be read: {exc}"))


def read_rows(path: Path, problems: list[Problem]) -> Iterator[Row]:
    """Yield the good rows of a file of JSON lines; faulty ones are noted."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            start, offset = offset, offset + len(line)
            if not line.strip():
                continue
            row = jsonl.parse(line)
            if isinstance(row, str):
                problems.append(Problem(path, number, row, is_fatal=False))
            else:
                yield Row(row, start)


def read_row(path: Path, offset: int) -> OfficialRecord | None:
    """Return the record of the line that begins there; None when it is no longer a record."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            row = jsonl.parse(file.readline())
    except OSError:
        return None
    return None if isinstance(row, str) else jsonl.official(row)


def _portal_records(path: Path, problems: list[Problem]) -> Iterator[OfficialRecord]:
    found = list(portal.procedures(_document(path)))
    alone = path.name if len(found) == 1 else ""
    for row in found:
        record = portal.official(row, path.name, alone)
        if isinstance(record, str):
            problems.append(Problem(path, None, record, is_fatal=False))
        else:
            yield record


def _document(path: Path) -> Any:
    """Return the JSON document a file holds if it is an answer of the portal, else None."""
    if path.stat().st_size > _LARGEST_DOCUMENT:
        return None
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return document if portal.is_portal(document) else None
