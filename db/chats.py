"""What is kept of one chat, in all tables: moved to its new id, or deleted."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from bot.messages import Address
from bot.ports import Delivery, Lane
from db.tables import attempt, inbox, notice, outbox, question, session, subscription, web_line

_KEYED = (session, subscription, attempt, notice)
"""Tables in which a row of the new chat may stand in the way of the old one's."""


def of(table: Table, address: Address) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a row is this chat's."""
    return table.c.channel == address.channel, table.c.chat == address.chat


def move_chat(connection: Connection, old: Address, new: Address) -> None:
    """Give everything of a chat its new id. What the new chat has already is kept."""
    values = {"channel": new.channel, "chat": new.chat}
    connection.execute(
        delete(subscription).where(*of(subscription, new), subscription.c.ended_at.is_not(None))
    )
    for table in _KEYED:
        keys = [column for column in table.primary_key if column.name not in values]
        if table is notice:
            keys = [notice.c.dossier_code, notice.c.kind]
        taken = select(table.c.chat).where(*of(table, new))
        twin = table.alias("twin")
        in_the_way = (
            select(twin.c.chat)
            .where(
                twin.c.channel == new.channel,
                twin.c.chat == new.chat,
                *(twin.c[key.name] == key for key in keys),
            )
            .correlate(table)
        )
        if connection.scalar(taken.limit(1)) is not None:
            connection.execute(delete(table).where(*of(table, old), in_the_way.exists()))
        connection.execute(update(table).where(*of(table, old)).values(**values))
    for table in (outbox, question):
        connection.execute(update(table).where(*of(table, old)).values(**values))


def forget_chat(connection: Connection, address: Address, at: datetime) -> None:
    """Delete what is kept of a chat; rows that only count stay, without words."""
    connection.execute(delete(session).where(*of(session, address)))
    connection.execute(delete(subscription).where(*of(subscription, address)))
    connection.execute(delete(notice).where(*of(notice, address)))
    connection.execute(update(question).where(*of(question, address)).values(text=None, note=None))
    connection.execute(
        update(inbox)
        .where(*of(inbox, address), inbox.c.state == "parked")
        .values(state="done", raw=None, outcome="forgotten")
    )
    drop_notices(connection, address, at)
    if address.channel == "web":
        connection.execute(delete(web_line).where(web_line.c.chat == address.chat))


def drop_notices(connection: Connection, address: Address, at: datetime) -> None:
    """Take back the notices that have not left yet.

    One that is being sent at this moment loses its words: should it not get through, there is
    nothing to try again.
    """
    notices = (*of(outbox, address), outbox.c.lane == Lane.NOTICE.value)
    connection.execute(
        update(outbox)
        .where(*notices, outbox.c.state == Delivery.WAITING.value)
        .values(state=Delivery.DROPPED.value, ended_at=at, reply=None)
    )
    connection.execute(
        update(outbox).where(*notices, outbox.c.state == Delivery.SENDING.value).values(reply=None)
    )
