"""What each chat remembers, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.messages import Address
from bot.ports import Effect, StoredSession
from db.chats import of
from db.database import Database
from db.effects import TurnEnd
from db.tables import session as table


class SqlSessions:
    """What each chat remembers between two messages."""

    def __init__(self, database: Database, turn_end: TurnEnd) -> None:
        self._database = database
        self._turn_end = turn_end

    async def load(self, address: Address) -> StoredSession | None:
        """Return what this chat remembers; None for a new one."""

        def read(connection: Connection) -> StoredSession | None:
            statement = select(table.c.data, table.c.last_incoming_id)
            row = connection.execute(statement.where(*of(table, address))).one_or_none()
            return row and StoredSession(data=row.data, last_incoming_id=row.last_incoming_id)

        return await self._database.read(read)

    async def save(
        self, address: Address, session: StoredSession, effects: Sequence[Effect], at: datetime
    ) -> None:
        """Replace what this chat remembers and do what the turn entails, in one transaction."""
        await self._database.write(
            lambda connection: self._turn_end.write(connection, address, session, effects, at)
        )


def forget_sessions(connection: Connection, before: datetime) -> int:
    """Delete what chats that were silent since then remember; return how many."""
    return connection.execute(delete(table).where(table.c.saved_at < before)).rowcount
