"""Dossiers in the database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from db.database import Database
from db.tables import dossier as table
from db.turns import one_at_a_time
from dossiers.dossier import Dossier, Status

_BATCH = 500  # below SQLite's smallest limit of bound values, 999


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsertCounts:
    """What became of the dossiers of one file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0  # we were told something newer before, which stays
    notices: int = 0  # written because of what changed


OnChange = Callable[[Connection, Dossier], int]


class SqlDossiers:
    """The dossiers that one-stop systems told us about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, code: str) -> Dossier | None:
        """Return the dossier with this canonical receipt code."""

        def read(connection: Connection) -> Dossier | None:
            row = connection.execute(select(table).where(table.c.code == code)).one_or_none()
            return None if row is None else dossier_from_row(row)

        return await self._database.read(read)

    async def upsert_many(
        self, dossiers: Iterable[Dossier], changed: OnChange | None = None
    ) -> UpsertCounts:
        """Store the dossiers of one file, in one transaction; each code at most once.

        The same file again changes nothing. A newer file that says the same moves `told_at` only,
        and its dossiers count as unchanged. `changed` is called in the transaction with every
        dossier that is new or says something else; it returns how many notices it wrote.
        """
        rows = list(dossiers)
        return await self._database.write(lambda connection: _upsert(connection, rows, changed))


def _upsert(
    connection: Connection, rows: Sequence[Dossier], on_change: OnChange | None
) -> UpsertCounts:
    one_at_a_time(connection, "import")
    counts = UpsertCounts()
    for batch in _batches(rows):
        known = _known(connection, batch)
        new, changed, confirmed, older = [], [], [], 0
        for row in batch:
            stored = known.get(row.code)
            if stored is None:
                new.append(row)
            elif row.told_at < stored.told_at:
                older += 1
            elif row != replace(stored, told_at=row.told_at):
                changed.append(row)
            elif row != stored:
                confirmed.append(row)
        if new:
            connection.execute(insert(table), [asdict(row) for row in new])
        _update(connection, changed + confirmed)
        notices = sum(on_change(connection, row) for row in new + changed) if on_change else 0
        counts = UpsertCounts(
            new=counts.new + len(new),
            changed=counts.changed + len(changed),
            unchanged=counts.unchanged + len(batch) - len(new) - len(changed) - older,
            older=counts.older + older,
            notices=counts.notices + notices,
        )
    return counts


def _update(connection: Connection, rows: Sequence[Dossier]) -> None:
    if not rows:
        return
    columns = [column.name for column in table.columns if not column.primary_key]
    statement = (
        update(table)
        .where(table.c.code == bindparam("of_code"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    values = [asdict(row) for row in rows]
    connection.execute(
        statement,
        [
            {"of_code": value["code"], **{f"new_{name}": value[name] for name in columns}}
            for value in values
        ],
    )


def _known(connection: Connection, batch: Sequence[Dossier]) -> dict[str, Dossier]:
    codes = [row.code for row in batch]
    found = connection.execute(select(table).where(table.c.code.in_(codes)))
    return {row.code: dossier_from_row(row) for row in found}


def _batches(rows: Sequence[Dossier]) -> Iterator[list[Dossier]]:
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def dossier_from_row(row: Row[Any]) -> Dossier:
    """Return the dossier a row holds."""
    values = dict(row._mapping)
    status = values.pop("status")
    return Dossier(**values, status=None if status is None else Status(status))
