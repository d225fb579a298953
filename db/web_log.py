"""What was said in the chats of the web page, in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from bot.messages import Reply
from bot.ports import Line, Wake
from db.database import Database
from db.tables import web_line as table
from db.upsert import insert_new


class SqlWebLog:
    """What was said in the chats of the web page. `wake` is called when a line was added."""

    def __init__(self, database: Database, wake: Wake) -> None:
        self._database = database
        self._wake = wake

    async def say(self, chat: str, key: str, text: str, at: datetime) -> None:
        """Note what the citizen wrote; once a key."""
        await self._add({"chat": chat, "author": "citizen", "key": key, "text": text, "at": at})

    async def show(self, chat: str, key: str, reply: Reply, at: datetime) -> None:
        """Note what the desk said; once a key."""
        values = {"chat": chat, "author": "desk", "key": key, "text": "", "at": at}
        await self._add({**values, "reply": reply.to_data()})

    async def lines(self, chat: str, after: int, limit: int) -> list[Line]:
        """Return up to `limit` lines after that id, oldest first; after 0: the newest ones."""
        statement = select(table).where(table.c.chat == chat, table.c.id > after)
        order = table.c.id if after else table.c.id.desc()
        rows = await self._database.read(
            lambda connection: connection.execute(statement.order_by(order).limit(limit)).all()
        )
        return [_from_row(row) for row in (rows if after else rows[::-1])]

    async def newest(self) -> int:
        """Return the id of the newest line of all chats; 0 when there is none."""
        statement = select(func.max(table.c.id))
        return await self._database.read(lambda connection: connection.scalar(statement) or 0)

    async def chats_since(self, after: int) -> list[str]:
        """Return the chats that have lines after that id."""
        statement = select(table.c.chat).where(table.c.id > after).distinct()
        return await self._database.read(lambda connection: list(connection.scalars(statement)))

    async def forget(self, chat: str) -> None:
        """Delete every line of this chat."""
        await self._database.write(
            lambda connection: connection.execute(delete(table).where(table.c.chat == chat))
        )

    async def _add(self, values: dict[str, Any]) -> None:
        def write(connection: Connection) -> None:
            connection.execute(insert_new(connection, table).values(**values))

        await self._database.write(write)
        self._wake()


def _from_row(row: Row[Any]) -> Line:
    return Line(
        id=row.id, author=row.author, text=row.text, reply=row.reply, key=row.key, at=row.at
    )
