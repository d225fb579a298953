"""The outbox in the database: replies and notices that have to leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, true, update

from bot.messages import Address, Reply
from bot.ports import Delivery, Lane, Parcel, Wake
from db import leases
from db.chats import move_chat
from db.database import Database
from db.tables import UNSENT
from db.tables import outbox as table

QUEUE = leases.Queue(
    table=table,
    waiting=Delivery.WAITING.value,
    taken=Delivery.SENDING.value,
    is_open=UNSENT,
    order_within=("channel", "chat", "lane"),
)


class SqlOutbox:
    """Replies and notices that have to leave. `wake` is called when one is free to go."""

    def __init__(self, database: Database, wake: Wake) -> None:
        self._database = database
        self._wake = wake

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` parcels of a channel, talk first; of a lane only its oldest.

        A parcel whose earlier taker never came back may have left already: it is flagged.
        """
        was_taken = table.c.state == QUEUE.taken
        values = {"maybe_duplicate": or_(table.c.maybe_duplicate, was_taken)}

        def write(connection: Connection) -> list[Row[Any]]:
            rows: list[Row[Any]] = []
            for lane in (Lane.TALK, Lane.NOTICE):  # a flood of notices holds up no answer
                among = {"channel": [channel], "lane": [lane.value]}
                room = limit - len(rows)
                if room:
                    rows += leases.claim(connection, QUEUE, now, room, among=among, values=values)
            return rows

        rows = await self._database.write(write)
        parcels = []
        for row in rows:
            try:
                parcels.append(_from_row(row))
            except (AttributeError, LookupError, TypeError, ValueError):
                await self._end_unreadable(row, now)
        return parcels

    async def _end_unreadable(self, row: Row[Any], at: datetime) -> None:
        """End a row whose words were taken back in the middle of a send, or cannot be read."""
        state = Delivery.DROPPED if row.reply is None else Delivery.REFUSED
        values = {"state": state.value, "error": "unreadable", "ended_at": at, "reply": None}
        await self._database.write(
            lambda connection: leases.release(connection, QUEUE, row.id, row.fence, **values)
        )

    async def part_sent(self, parcel: Parcel, parts: int, at: datetime) -> bool:
        """Note that the first `parts` parts have left, and renew the lease; False: it was lost."""
        statement = (
            update(table)
            .where(
                table.c.id == parcel.id,
                table.c.fence == parcel.fence,
                table.c.state == QUEUE.taken,
            )
            .values(parts_sent=parts, lease_until=at + leases.LEASE)
        )
        return await self._database.write(
            lambda connection: connection.execute(statement).rowcount == 1
        )

    async def end(self, parcel: Parcel, state: Delivery, why: str | None, at: datetime) -> bool:
        """Record a final state; what was said is deleted here. False when the lease was lost."""
        values = {"state": state.value, "error": why, "ended_at": at, "reply": None}
        done = await self._release(parcel, **values)
        self._wake()
        return done

    async def postpone(self, parcel: Parcel, why: str, run_at: datetime, maybe_sent: bool) -> None:
        """Try again at `run_at`."""
        await self._release(
            parcel,
            state=QUEUE.waiting,
            error=why,
            run_at=run_at,
            maybe_duplicate=parcel.maybe_duplicate or maybe_sent,
        )

    async def hand_back(self, parcels: Sequence[Parcel], begun: bool) -> None:
        """Give up the leases; the try does not count. A send that had begun may have arrived."""

        def write(connection: Connection) -> None:
            for parcel in parcels:
                values = {
                    "state": QUEUE.waiting,
                    "attempts": parcel.attempts - 1,
                    "maybe_duplicate": parcel.maybe_duplicate or begun,
                }
                leases.release(connection, QUEUE, parcel.id, parcel.fence, **values)

        await self._database.write(write)

    async def move_chat(self, old: Address, new: Address) -> None:
        """Carry everything of a chat over to its new id."""
        await self._database.write(lambda connection: move_chat(connection, old, new))

    async def take_over(self) -> None:
        """End all leases, of the inbox too: whoever held them is gone. Sends may have left."""
        from db.inbox import QUEUE as INBOX

        def write(connection: Connection) -> None:
            leases.end_leases(connection, INBOX)
            leases.end_leases(connection, QUEUE, maybe_duplicate=true())

        await self._database.write(write)

    async def _release(self, parcel: Parcel, **values: Any) -> bool:
        return await self._database.write(
            lambda connection: leases.release(connection, QUEUE, parcel.id, parcel.fence, **values)
        )


def _from_row(row: Row[Any]) -> Parcel:
    return Parcel(
        id=row.id,
        address=Address(channel=row.channel, chat=row.chat),
        reply=Reply.from_data(row.reply),
        lane=Lane(row.lane),
        created_at=row.created_at,
        attempts=row.attempts,
        parts_sent=row.parts_sent,
        maybe_duplicate=row.maybe_duplicate,
        fence=row.fence,
    )
