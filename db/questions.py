"""Questions that wait for a person, in the database."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select, update

from bot.messages import Address
from bot.ports import NewQuestion, StoredQuestion
from db.database import Database
from db.tables import question as table
from db.upsert import insert_new

_TICKET = re.compile(r"[Pp]0*(\d{1,15})")


class SqlQuestions:
    """The questions that were handed over, and what became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, question: NewQuestion) -> str:
        """Store the question and return its ticket number; the same one for a repeat."""

        def write(connection: Connection) -> str:
            message = {
                "channel": question.address.channel,
                "chat": question.address.chat,
                "incoming_id": question.incoming_id,
            }
            known = select(table.c.id).filter_by(**message)
            number = connection.scalar(known)
            if number is not None:
                return ticket_of(number)
            values = {"text": question.text, "reason": question.reason}
            new = insert_new(connection, table).values(
                **message, **values, asked_at=question.asked_at
            )
            # Another process may have been first in between.
            number = connection.scalar(new.returning(table.c.id)) or connection.scalar(known)
            return ticket_of(number or 0)

        return await self._database.write(write)

    async def since(self, address: Address, start: datetime) -> int:
        """Return how many questions of this chat were stored from `start` (UTC) on."""
        statement = (
            select(func.count())
            .select_from(table)
            .where(
                table.c.channel == address.channel,
                table.c.chat == address.chat,
                table.c.asked_at >= start,
            )
        )
        return await self._database.read(lambda connection: connection.scalar(statement) or 0)

    async def list_open(self) -> list[StoredQuestion]:
        """Return the questions that wait, oldest first."""
        return await self._list(select(table).where(table.c.done_at.is_(None)))

    async def list_all(self) -> list[StoredQuestion]:
        """Return every question, oldest first."""
        return await self._list(select(table))

    async def show(self, ticket: str) -> StoredQuestion | None:
        """Return the question with this ticket number; None when there is none."""
        found = await self._list(select(table).where(table.c.id == _id_of(ticket)))
        return found[0] if found else None

    async def done(self, ticket: str, note: str | None, at: datetime) -> StoredQuestion | None:
        """Mark the question as done and return it; None when there is none.

        Done twice, it keeps its first time; a new note takes the place of the old one.
        """

        def write(connection: Connection) -> None:
            this = table.c.id == _id_of(ticket)
            connection.execute(
                update(table).where(this, table.c.done_at.is_(None)).values(done_at=at)
            )
            if note is not None:
                connection.execute(update(table).where(this).values(note=note))

        await self._database.write(write)
        return await self.show(ticket)

    async def forget_texts(self, before: datetime) -> int:
        """Delete text and note of every question asked before then; return how many had any.

        The row stays, so that the office's counts do.
        """
        has_words = or_(table.c.text.is_not(None), table.c.note.is_not(None))
        statement = update(table).where(table.c.asked_at < before, has_words)
        return await self._database.write(
            lambda connection: connection.execute(statement.values(text=None, note=None)).rowcount
        )

    async def _list(self, statement: Select[Any]) -> list[StoredQuestion]:
        def read(connection: Connection) -> Sequence[Row[Any]]:
            return connection.execute(statement.order_by(table.c.id)).all()

        return [_from_row(row) for row in await self._database.read(read)]


def ticket_of(question_id: int) -> str:
    """Return the ticket number a citizen is told."""
    return f"P{question_id:05d}"


def _id_of(ticket: str) -> int:
    match = _TICKET.fullmatch(ticket.strip())
    return int(match[1]) if match else 0


def _from_row(row: Row[Any]) -> StoredQuestion:
    return StoredQuestion(
        ticket=ticket_of(row.id),
        address=Address(channel=row.channel, chat=row.chat),
        text=row.text,
        reason=row.reason,
        asked_at=row.asked_at,
        done_at=row.done_at,
        note=row.note,
    )
