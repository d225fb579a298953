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


FRONT = 1000
"""Open rows that a claim looks at: many times what is worked on at once."""


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
    among: Mapping[str, Sequence[str]],
    values: Mapping[str, Any] | None = None,
) -> Sequence[Row[Any]]:
    """Take up to `limit` rows that are due, or whose lease has run out; in order of their ids.

    `among`: the values that some columns must have. On PostgreSQL rows that another process is just
    taking are skipped, not waited for.
    """
    table = queue.table
    free = (
        select(table.c.id)
        .where(_is_due(queue, now), table.c.id.in_(_first_ones(queue, now, among)))
        .order_by(table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    statement = (
        update(table)
        .where(table.c.id.in_(select(free.c.id)))
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


def _first_ones(
    queue: Queue, now: datetime, among: Mapping[str, Sequence[str]]
) -> Select[tuple[int]]:
    """Return the oldest open row of each kind, where none of that kind is worked on.

    Only the oldest open rows are looked at, so that a long queue costs no more than a short one;
    what is older than a row of them is among them too. An index by chat would find the same, but
    make every message that comes in touch a page of its own.
    """
    older = queue.table.alias("older")
    # Joined to nothing, so that SQLite walks the index of open rows and no other.
    wanted = (older.c[name].concat("").in_(given) for name, given in among.items())
    front = (
        select(older.c.id, older.c.state, older.c.lease_until)
        .add_columns(*(older.c[name] for name in queue.order_within))
        .where(text(f"older.{queue.is_open}"), *wanted)
        .order_by(older.c.id)
        .limit(FRONT)
        .subquery("front")
    )
    is_held = and_(front.c.state == queue.taken, front.c.lease_until >= now)
    return (
        select(func.min(front.c.id))
        .group_by(*(front.c[name] for name in queue.order_within))
        .having(func.sum(case((is_held, 1), else_=0)) == 0)
    )
