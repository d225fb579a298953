"""What is forgotten when its time is over, and how much work there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, func, select, text, update

from bot.ports import Delivery, Lane
from db.attempts import forget_attempts
from db.database import Database
from db.questions import SqlQuestions
from db.sessions import forget_sessions
from db.tables import UNSENT, inbox, notice, outbox, subscription, web_line

SESSION_KEPT = timedelta(days=30)
"""A chat that was silent for so long starts anew."""

WEB_LINES_KEPT = timedelta(days=30)
"""As long as the cookie of the browser they belong to."""

INBOX_KEPT = timedelta(days=30)
"""For so long a repeat of a message is known as one; its words are gone once it is answered."""

OUTBOX_KEPT = timedelta(days=90)
"""For so long an office can see what became of a notice."""


WISH_KEPT = timedelta(days=365)
"""No dossier takes so long that somebody still waits to be told."""

UNSENT_KEPT = {Lane.TALK: timedelta(hours=13), Lane.NOTICE: timedelta(days=3, hours=1)}
"""A little longer than the dispatcher tries (bot/delivery/plan.py), which ends what it can send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCounts:
    """How many messages are in which state."""

    inbox: dict[str, int]
    outbox: dict[str, int]
    maybe_duplicates: int


async def forget_old(database: Database, now: datetime, question_days: int) -> None:
    """Delete what nobody needs any more."""
    await SqlQuestions(database).forget_texts(now - timedelta(days=question_days))
    await database.write(lambda connection: _forget(connection, now))


async def mail_counts(database: Database) -> MailCounts:
    """Return how many messages are in which state."""

    def read(connection: Connection) -> MailCounts:
        def states(table: Table) -> dict[str, int]:
            column = table.c.state
            rows = connection.execute(select(column, func.count()).group_by(column))
            return {row.state: row[1] for row in rows}

        doubles = select(func.count()).where(outbox.c.maybe_duplicate)
        return MailCounts(
            inbox=states(inbox),
            outbox=states(outbox),
            maybe_duplicates=connection.scalar(doubles) or 0,
        )

    return await database.read(read)


def _forget(connection: Connection, now: datetime) -> None:
    _give_up(connection, now)
    forget_sessions(connection, now - SESSION_KEPT)
    connection.execute(delete(web_line).where(web_line.c.at < now - WEB_LINES_KEPT))
    connection.execute(delete(inbox).where(inbox.c.ended_at < now - INBOX_KEPT))
    old = select(outbox.c.id).where(outbox.c.ended_at < now - OUTBOX_KEPT)
    connection.execute(delete(notice).where(notice.c.outbox_id.in_(old)))
    connection.execute(delete(outbox).where(outbox.c.ended_at < now - OUTBOX_KEPT))
    connection.execute(delete(subscription).where(subscription.c.ended_at < now - OUTBOX_KEPT))
    connection.execute(delete(subscription).where(subscription.c.started_at < now - WISH_KEPT))
    forget_attempts(connection, now)


def _give_up(connection: Connection, now: datetime) -> None:
    """End what nobody sends, of a channel that is no longer there, when it is worth nothing."""
    for lane, worth in UNSENT_KEPT.items():
        connection.execute(
            update(outbox)
            .where(
                text(UNSENT),
                outbox.c.state == Delivery.WAITING.value,
                outbox.c.lane == lane.value,
                outbox.c.created_at < now - worth,
            )
            .values(state=Delivery.GIVEN_UP.value, error="nobody sent it", ended_at=now, reply=None)
        )
