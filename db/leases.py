"""Rows that are worked on: claimed in batches under a lease, with a fence against late comers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    text,
    update,
)

LEASE = timedelta(seconds=30)
"""Longer than any answer or send takes; whoever was killed or frozen is replaced after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A table of rows that are worked on."""

    table: Table
    waiting: str  # the state of a row that nobody has taken
    taken: str  # the state of a row that somebody works on
    is_open: str  # SQL: the condition of the index over both
    order_within: tuple[str, ...]  # columns; among rows alike in them only the oldest is taken


def claim(
    connection: Connection,
    queue: Queue,
    now: datetime,
    limit: int,
    *,
    where: Sequence[ColumnElement[bool]] = (),
    order: Sequence[ColumnElement[Any]] = (),
    values: Mapping[str, Any] | None = None,
) -> Sequence[Row[Any]]:
    """Take up to `limit` rows that are due, or whose lease has run out; in order of their ids.

    On PostgreSQL rows that another process is just taking are skipped, not waited for.
    """
    table = queue.table
    free = _free(queue, now, where).order_by(*order, table.c.id).limit(limit)
    taken = free.with_for_update(skip_locked=True).cte("free")
    statement = (
        update(table)
        .where(table.c.id.in_(select(taken.c.id)))
        .values(
            state=queue.taken,
            attempts=table.c.attempts + 1,
            fence=table.c.fence + 1,
            lease_until=now + LEASE,
            **(values or {}),
        )
        .returning(table)
    )
    return sorted(connection.execute(statement).all(), key=lambda row: row.id)


def _free(queue: Queue, now: datetime, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    open_ones = text(f"{queue.table.name}.{queue.is_open}")
    return select(queue.table.c.id).where(
        open_ones, _is_due(queue, now), _is_first(queue, now), *where
    )


def release(connection: Connection, queue: Queue, row_id: int, fence: int, **values: Any) -> bool:
    """End a lease and set these values; False, and nothing changed, when it was lost."""
    table = queue.table
    statement = (
        update(table)
        .where(table.c.id == row_id, table.c.fence == fence, table.c.state == queue.taken)
        .values(lease_until=None, **values)
    )
    return connection.execute(statement).rowcount == 1


def end_leases(connection: Connection, queue: Queue, **values: Any) -> None:
    """End every lease, whoever holds it."""
    table = queue.table
    connection.execute(
        update(table)
        .where(text(queue.is_open), table.c.state == queue.taken)
        .values(state=queue.waiting, lease_until=None, fence=table.c.fence + 1, **values)
    )


def _is_due(queue: Queue, now: datetime) -> ColumnElement[bool]:
    columns = queue.table.c
    return or_(
        and_(columns.state == queue.waiting, columns.run_at <= now),
        and_(columns.state == queue.taken, columns.lease_until < now),
    )


def _is_first(queue: Queue, now: datetime) -> ColumnElement[bool]:
    """Return the condition that of its kind no older row is open, and none is worked on.

    The first of each are found by one pass over the index of open rows, which are few; an index
    by chat would make every message that comes in touch a page of its own.
    """
    older = queue.table.alias("older")
    is_held = and_(older.c.state == queue.taken, older.c.lease_until >= now)
    first = (
        select(func.min(older.c.id))
        .where(text(f"older.{queue.is_open}"))
        .group_by(*(older.c[name] for name in queue.order_within))
        .having(func.sum(case((is_held, 1), else_=0)) == 0)
    )
    return queue.table.c.id.in_(first)
