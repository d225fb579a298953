"""What each chat remembers, in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.messages import Address
from bot.ports import StoredSession
from db.engine import Database
from db.tables import session as table


class SqlSessions:
    """What each chat remembers between two messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, address: Address) -> StoredSession | None:
        """Return what this chat remembers; None for a new one."""

        def read(connection: Connection) -> StoredSession | None:
            statement = select(table.c.data, table.c.last_incoming_id)
            row = connection.execute(statement.where(*_of(address))).one_or_none()
            return row and StoredSession(data=row.data, last_incoming_id=row.last_incoming_id)

        return await self._database.read(read)

    async def save(self, address: Address, session: StoredSession, at: datetime) -> None:
        """Replace what this chat remembers."""

        def write(connection: Connection) -> None:
            values = {
                "data": session.data,
                "last_incoming_id": session.last_incoming_id,
                "saved_at": at,
            }
            changed = connection.execute(update(table).where(*_of(address)).values(**values))
            if not changed.rowcount:
                chat = {"channel": address.channel, "chat": address.chat}
                connection.execute(insert(table).values(**chat, **values))

        await self._database.write(write)

    async def forget(self, before: datetime) -> int:
        """Delete what chats that were silent since then remember; return how many."""
        statement = delete(table).where(table.c.saved_at < before)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)


def _of(address: Address) -> tuple[ColumnElement[bool], ...]:
    return table.c.channel == address.channel, table.c.chat == address.chat
