"""The inbox in the database: what was acknowledged and waits to be answered."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, update

from bot.messages import Address, Reply
from bot.ports import Arrival, Ending, Lane, Received, Wake
from db import leases
from db.database import Database
from db.effects import TurnEnd
from db.tables import OPEN, outbox
from db.tables import inbox as table
from db.upsert import insert_new

QUEUE = leases.Queue(
    table=table,
    waiting="waiting",
    taken="working",
    is_open=OPEN,
    order_within=("channel", "chat"),
)


class SqlInbox:
    """Messages that were acknowledged and wait to be answered.

    `wake` is called when there may be one to work on, `wake_outbox` when a reply was put there.
    """

    def __init__(
        self, database: Database, turn_end: TurnEnd, wake: Wake, wake_outbox: Wake
    ) -> None:
        self._database = database
        self._turn_end = turn_end
        self._wake = wake
        self._wake_outbox = wake_outbox
        self._arrivals: list[Arrival] = []
        self._waiting: list[asyncio.Future[None]] = []  # for those arrivals to be stored
        self._storing: asyncio.Task[None] | None = None

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Store them; those that arrive while others are being stored go together.

        A platform that hangs up meanwhile does not take the others' messages with it.
        """
        if not arrivals:
            return
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        self._arrivals += arrivals
        self._waiting.append(stored)
        if self._storing is None:
            self._storing = loop.create_task(self._store())
        await stored

    async def _store(self) -> None:
        while self._arrivals:
            arrivals, waiting = self._arrivals, self._waiting
            self._arrivals, self._waiting = [], []
            error: Exception | None = None
            try:
                await self._database.write(partial(_insert, arrivals))
            except Exception as exc:
                error = exc
            for stored in waiting:
                if stored.cancelled():
                    continue
                if error is None:
                    stored.set_result(None)
                else:
                    stored.set_exception(error)
            self._wake()
        self._storing = None

    async def claim(self, channels: Sequence[str], now: datetime, limit: int) -> list[Received]:
        """Take up to `limit` messages of these channels, of each chat only the oldest open one.

        Those of a channel that is not set up here wait for a process that has it.
        """
        mine = {"channel": channels}
        rows = await self._database.write(
            lambda connection: leases.claim(connection, QUEUE, now, limit, among=mine)
        )
        return [_from_row(row) for row in rows]

    async def finish(self, received: Received, ending: Ending, at: datetime) -> bool:
        """End the work: session, replies, effects and this row in one transaction."""

        def write(connection: Connection) -> bool:
            values = {"state": "done", "outcome": ending.outcome, "raw": None, "ended_at": at}
            if not leases.release(connection, QUEUE, received.id, received.fence, **values):
                return False
            if ending.address is not None:
                self._turn_end.write(connection, ending.address, ending.session, ending.effects, at)
                _put_out(connection, received.id, ending.address, ending.replies, at)
            return True

        done = await self._database.write(write)
        if done:
            self._wake()  # the chat's next message is free now
            self._wake_outbox()
        return done

    async def postpone(
        self, received: Received, why: str, run_at: datetime | None, at: datetime
    ) -> None:
        """Try again at `run_at`; None parks the message for a person to look at."""
        values: dict[str, Any] = {"state": "waiting", "error": why, "run_at": run_at}
        if run_at is None:
            values = {"state": "parked", "error": why, "ended_at": at}
        await self._database.write(
            lambda connection: leases.release(
                connection, QUEUE, received.id, received.fence, **values
            )
        )
        self._wake()

    async def hand_back(self, received: Sequence[Received], begun: bool) -> None:
        """Give up the leases; the try does not count."""

        def write(connection: Connection) -> None:
            for one in received:
                values = {"state": "waiting", "attempts": one.attempts - 1}
                leases.release(connection, QUEUE, one.id, one.fence, **values)

        await self._database.write(write)


async def retry_parked(database: Database, now: datetime) -> int:
    """Put parked messages back to be worked on; return how many."""
    statement = (
        update(table)
        .where(table.c.state == "parked")
        .values(state="waiting", run_at=now, attempts=0, ended_at=None)
    )
    return await database.write(lambda connection: connection.execute(statement).rowcount)


def _insert(arrivals: Sequence[Arrival], connection: Connection) -> None:
    """Insert what is not there yet, past SQLAlchemy's work on each value: it is half the cost."""
    statement, moment = _insert_statement(connection)
    rows = [(a.channel, a.chat, a.key, a.raw, at := moment(a.at), at) for a in arrivals]
    connection.exec_driver_sql(statement, rows)


_STATEMENTS: dict[str, tuple[str, Callable[[datetime], Any]]] = {}  # by dialect


def _insert_statement(connection: Connection) -> tuple[str, Callable[[datetime], Any]]:
    """Return the INSERT as the driver takes it, and what turns a moment into what it takes."""
    dialect = connection.dialect
    if dialect.name not in _STATEMENTS:
        names = ("channel", "chat", "key", "raw", "received_at", "run_at")
        statement = insert_new(connection, table).values({n: bindparam(n) for n in names})
        compiled = statement.compile(dialect=dialect)
        if tuple(compiled.positiontup or ()) != names:
            raise RuntimeError(f"the driver takes the columns in another order: {compiled}")
        as_is: Callable[[datetime], Any] = lambda value: value  # noqa: E731
        moment = table.c.received_at.type.bind_processor(dialect) or as_is
        _STATEMENTS[dialect.name] = str(compiled), moment
    return _STATEMENTS[dialect.name]


def _put_out(
    connection: Connection, inbox_id: int, to: Address, replies: Sequence[Reply], at: datetime
) -> None:
    rows = [
        {
            "channel": to.channel,
            "chat": to.chat,
            "lane": Lane.TALK.value,
            "inbox_id": inbox_id,
            "reply": reply.to_data(),
            "created_at": at,
            "run_at": at,
        }
        for reply in replies
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def _from_row(row: Row[Any]) -> Received:
    arrival = Arrival(
        channel=row.channel, key=row.key, chat=row.chat, raw=row.raw, at=row.received_at
    )
    return Received(id=row.id, arrival=arrival, attempts=row.attempts, fence=row.fence)
