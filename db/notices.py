"""Notices in the database: who wants to be told, and what they were told."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from bot.messages import Address, Reply
from bot.ports import Delivery, Lane, NoticeRow, NoticeSummary
from db.chats import of
from db.database import Database
from db.tables import notice as table
from db.tables import outbox, subscription
from db.upsert import insert_new
from dossiers.dossier import Dossier
from dossiers.notice import NoticeKind, is_handed_over, notice_due

WAITING = Delivery.WAITING.value

NoticeWords = Callable[[NoticeKind, Dossier], Reply]
"""What a notice says; the words come from the templates."""


class SqlSubscriptions:
    """Which chats want to be told about which dossiers, and which notices were written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, address: Address) -> list[str]:
        """Return the receipt codes this chat is to be told about."""
        statement = select(subscription.c.dossier_code).where(
            *of(subscription, address), subscription.c.ended_at.is_(None)
        )
        return await self._database.read(
            lambda connection: list(connection.scalars(statement.order_by("dossier_code")))
        )

    async def pick_up(self, address: Address, at: datetime) -> list[Reply]:
        """Return the notices that wait for a chat which nobody can send to, as sent from now on."""
        mine = (*of(outbox, address), outbox.c.lane == Lane.NOTICE.value, outbox.c.state == WAITING)

        def write(connection: Connection) -> list[Reply]:
            waiting = select(outbox.c.id, outbox.c.reply).where(*mine).order_by(outbox.c.id)
            rows = connection.execute(waiting.with_for_update(skip_locked=True)).all()
            connection.execute(
                outbox.update()
                .where(outbox.c.id.in_([row.id for row in rows]))
                .values(state=Delivery.SENT.value, ended_at=at, reply=None)
            )
            return [Reply.from_data(row.reply) for row in rows]

        return await self._database.write(write)

    async def summary(self) -> NoticeSummary:
        """Return how many chats wait to be told, and how many notices are in which state."""

        def read(connection: Connection) -> NoticeSummary:
            waiting = select(func.count()).where(subscription.c.ended_at.is_(None))
            states = (
                select(outbox.c.state, func.count())
                .join(table, table.c.outbox_id == outbox.c.id)
                .group_by(outbox.c.state)
            )
            rows = connection.execute(states).all()
            return NoticeSummary(
                subscriptions=connection.scalar(waiting) or 0,
                by_state={row.state: row[1] for row in rows},
            )

        return await self._database.read(read)

    async def notices(self, limit: int, *, only: Iterable[str] = ()) -> list[NoticeRow]:
        """Return the newest notices, newest first; of these states only, when any are given."""
        columns = (outbox.c.state, outbox.c.error, outbox.c.ended_at, outbox.c.maybe_duplicate)
        statement = select(table, *columns).join(outbox, outbox.c.id == table.c.outbox_id)
        if wanted := list(only):
            statement = statement.where(outbox.c.state.in_(wanted))
        newest = statement.order_by(table.c.id.desc()).limit(limit)
        return await self._database.read(
            lambda connection: [_from_row(row) for row in connection.execute(newest)]
        )


def write_notices(connection: Connection, dossier: Dossier, word: NoticeWords, at: datetime) -> int:
    """Put a notice into the outbox for every chat that waits for this one; return how many.

    With its notice a subscription has done its work and ends, so nobody is told twice. It ends
    without one when the result was handed over.
    """
    kind = notice_due(dossier)
    if kind is None and not is_handed_over(dossier):
        return 0  # before the database is asked: an import may hold 100,000 dossiers
    active = (subscription.c.dossier_code == dossier.code, subscription.c.ended_at.is_(None))
    # Locked, so that a wish to stop comes before, or after and takes the notices back.
    waiting = connection.execute(select(subscription).where(*active).with_for_update()).all()
    if not waiting:
        return 0
    connection.execute(subscription.update().where(*active).values(ended_at=at))
    if kind is None:
        return 0
    reply = word(kind, dossier).to_data()
    return sum(_write_notice(connection, row, kind, reply, at) for row in waiting)


def _write_notice(
    connection: Connection, waiting: Row[Any], kind: NoticeKind, reply: dict[str, Any], at: datetime
) -> bool:
    chat = {"channel": waiting.channel, "chat": waiting.chat}
    told = {"dossier_code": waiting.dossier_code, "kind": kind.value, "since": waiting.started_at}
    first = insert_new(connection, table).values(**chat, **told, outbox_id=0, created_at=at)
    notice_id = connection.scalar(first.returning(table.c.id))
    if notice_id is None:
        return False  # told before
    put = insert(outbox).values(
        **chat, lane=Lane.NOTICE.value, reply=reply, created_at=at, run_at=at
    )
    outbox_id = connection.scalar(put.returning(outbox.c.id))
    connection.execute(table.update().where(table.c.id == notice_id).values(outbox_id=outbox_id))
    return True


def _from_row(row: Row[Any]) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        kind=row.kind,
        dossier_code=row.dossier_code,
        channel=row.channel,
        created_at=row.created_at,
        state=row.state,
        ended_at=row.ended_at,
        why=row.error,
        maybe_duplicate=row.maybe_duplicate,
    )
