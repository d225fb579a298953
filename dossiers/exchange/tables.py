"""Spreadsheet files as rows of cells; what is wrong with one is told as a fault of a ledger."""

from pathlib import Path

from dossiers.exchange.faults import (
    LedgerEmpty,
    LedgerEncrypted,
    LedgerError,
    LedgerMissing,
    LedgerOfOtherKind,
    LedgerTooLarge,
    LedgerUnreadable,
)
from knowledge.importers import tables
from knowledge.importers.tables import LIMITS, Limits, Line, Sheet

__all__ = ["LIMITS", "Limits", "Line", "Sheet", "read_sheets"]

_FAULTS: dict[type[tables.TableError], type[LedgerError]] = {
    tables.TableEmpty: LedgerEmpty,
    tables.TableEncrypted: LedgerEncrypted,
    tables.TableMissing: LedgerMissing,
    tables.TableOfOtherKind: LedgerOfOtherKind,
    tables.TableTooLarge: LedgerTooLarge,
    tables.TableUnreadable: LedgerUnreadable,
}


def read_sheets(path: Path, limits: Limits = LIMITS) -> list[Sheet]:
    """Return the sheets of an .xlsx or .csv file; a LedgerError says why it cannot be read."""
    try:
        return tables.read_sheets(path, limits)
    except tables.TableError as exc:
        raise _FAULTS[type(exc)](path, exc.detail) from exc
