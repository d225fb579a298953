"""Spreadsheet files as rows of cells, whatever program wrote them."""

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl


class TableError(Exception):
    """The file cannot be read as a table."""

    def __init__(self, path: Path, detail: str = "") -> None:
        self.path = path
        self.detail = detail
        sentence = (type(self).__doc__ or "").rstrip(".")
        told = sentence[:1].lower() + sentence[1:] + (f" ({detail})" if detail else "")
        super().__init__(f"{str(path)!r}: {told}")


class TableMissing(TableError):
    """There is no such file, or it may not be read."""


class TableOfOtherKind(TableError):
    """This kind of file is not read."""


class TableUnreadable(TableError):
    """What is inside is not what the name says, or it is damaged."""


class TableEncrypted(TableError):
    """The file is protected with a password."""


class TableTooLarge(TableError):
    """The file is too large."""


class TableEmpty(TableError):
    """The file holds no rows."""


_MEGABYTE = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .xls, or an encrypted .xlsx
_ZIP = b"PK\x03\x04"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ";,\t"
_LOOKED_AT = 50  # rows that tell the delimiter


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be: beyond it is no list, or an attack."""

    megabytes: float = 30
    unpacked_megabytes: float = 300  # a small .xlsx can unpack to gigabytes
    rows: int = 200_000
    columns: int = 100


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line it stands on, counted from 1 as spreadsheet programs do, and its cells."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet that hold anything; a .csv file is one sheet without a name."""

    name: str
    lines: tuple[Line, ...]


def read_sheets(path: Path, limits: Limits = LIMITS, kind: str | None = None) -> list[Sheet]:
    """Return the sheets of an .xlsx or .csv file; a TableError says why it cannot be read.

    `kind` is the ending the file should have; its own one when not given.
    """
    kind = path.suffix.lower() if kind is None else kind
    if kind not in {".xlsx", ".xlsm", ".csv"}:
        raise TableOfOtherKind(path, kind or "no ending")
    data = _read_bytes(path, limits)
    read = _csv_sheets if kind == ".csv" else _xlsx_sheets
    sheets = read(path, data, limits)
    if not any(sheet.lines for sheet in sheets):
        raise TableEmpty(path)
    return sheets


def _read_bytes(path: Path, limits: Limits) -> bytes:
    most = int(limits.megabytes * _MEGABYTE)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as exc:
        raise TableMissing(path, exc.strerror or "") from exc
    if len(data) > most:
        raise TableTooLarge(path, f"more than {limits.megabytes} MB")
    if not data.strip():
        raise TableEmpty(path)
    return data


def _xlsx_sheets(path: Path, data: bytes, limits: Limits) -> list[Sheet]:
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise TableEncrypted(path)
        raise TableOfOtherKind(path, "an old .xls inside")
    if not data.startswith(_ZIP):
        raise TableUnreadable(path, "no spreadsheet inside")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            is_locked = any(member.flag_bits & 1 for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as exc:
        raise TableUnreadable(path, "damaged") from exc
    if is_locked:
        raise TableEncrypted(path)
    if unpacked > limits.unpacked_megabytes * _MEGABYTE:
        raise TableTooLarge(path, f"{unpacked / _MEGABYTE:.0f} MB unpacked")
    return _workbook_sheets(path, data, limits)


def _workbook_sheets(path: Path, data: bytes, limits: Limits) -> list[Sheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are not our business
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [_sheet(path, sheet, limits) for sheet in book.worksheets]
        except TableTooLarge:
            raise
        except Exception as exc:  # openpyxl raises what its XML, ZIP and date code raise
            raise TableUnreadable(path, type(exc).__name__) from exc


def _sheet(path: Path, sheet: Any, limits: Limits) -> Sheet:
    sheet.reset_dimensions()  # systems write wrong ones
    rows = enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns), start=1)
    return Sheet(sheet.title, _kept(path, rows, limits))


def _csv_sheets(path: Path, data: bytes, limits: Limits) -> list[Sheet]:
    if data.startswith((_ZIP, _OLE)):
        raise TableUnreadable(path, "a spreadsheet file named .csv")
    text = _decoded(path, data)
    delimiter = max(_DELIMITERS, key=lambda mark: _most_cells(text, mark))
    try:
        return [Sheet("", _kept(path, _csv_rows(text, delimiter), limits))]
    except csv.Error as exc:
        raise TableUnreadable(path, str(exc)) from exc


def _decoded(path: Path, data: bytes) -> str:
    """Return the text, composed; windows-1258 is what older Vietnamese programs write."""
    encodings = [name for bom, name in _BOMS.items() if data.startswith(bom)]
    if not encodings and b"\0" in data[:100]:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    for encoding in encodings or ["utf-8", "cp1258"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
    raise TableUnreadable(path, "not text")


def _most_cells(text: str, delimiter: str) -> int:
    """Return the width of the widest of the first rows: that of the column names."""
    widths = [0]
    try:
        for _number, cells in _csv_rows(text, delimiter):
            widths.append(len(cells))
            if len(widths) > _LOOKED_AT:
                break
    except csv.Error:
        return 0
    return max(widths)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _kept(
    path: Path, rows: Iterator[tuple[int, Sequence[object]]], limits: Limits
) -> tuple[Line, ...]:
    lines = []
    for number, cells in rows:
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        lines.append(Line(number, tuple(cells[: limits.columns])))
        if len(lines) > limits.rows:
            raise TableTooLarge(path, f"more than {limits.rows} rows")
    return tuple(lines)
