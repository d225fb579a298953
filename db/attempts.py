"""What may be guessing, in the database: enough to count it, not to read it."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from bot.messages import Address
from bot.ports import AttemptKind
from db.chats import of as of_chat
from db.database import Database
from db.tables import attempt as table
from db.tables import secret
from db.upsert import insert_for, insert_new

KEPT = timedelta(days=2)  # the limits look back one day
_KEY_NAME = "miss_hmac_key"
_KEY_BYTES = 32


class SqlAttempts:
    """What was tried, counted for each chat and network."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(
        self, kind: AttemptKind, address: Address, what: str, at: datetime, of: str = ""
    ) -> None:
        """Note a try; the same `what` counts once. Tries past use are deleted."""

        def write(connection: Connection) -> None:
            key = _key(connection)
            statement = insert_for(connection, table).values(
                kind=kind.value,
                channel=address.channel,
                chat=address.chat,
                what_hash=_digest(key, what),
                of_hash=_digest(key, of) if of else None,
                at=at,
            )
            keys = list(table.primary_key)
            connection.execute(
                statement.on_conflict_do_update(index_elements=keys, set_={"at": at})
            )
            forget_attempts(connection, at)

        await self._database.write(write)

    async def count(self, kind: AttemptKind, address: Address, start: datetime) -> int:
        """Return how many distinct tries there were from `start` (UTC) on."""
        statement = (
            select(func.count())
            .select_from(table)
            .where(table.c.kind == kind.value, *of_chat(table, address), table.c.at >= start)
        )
        return await self._database.read(lambda connection: connection.scalar(statement) or 0)

    async def count_of(self, kind: AttemptKind, of: str, start: datetime) -> int:
        """Return how many tries there were about this dossier, whoever made them."""

        def read(connection: Connection) -> int:
            key = connection.scalar(select(secret.c.value).where(secret.c.name == _KEY_NAME))
            statement = (
                select(func.count())
                .select_from(table)
                .where(
                    table.c.kind == kind.value,
                    table.c.of_hash == _digest(bytes(key or b""), of),
                    table.c.at >= start,
                )
            )
            return connection.scalar(statement) or 0

        return await self._database.read(read)


def forget_attempts(connection: Connection, now: datetime) -> None:
    """Delete the tries that no limit looks at any more."""
    connection.execute(delete(table).where(table.c.at < now - KEPT))


def _digest(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)


def _key(connection: Connection) -> bytes:
    """Return this database's own key, made on first use."""
    known = select(secret.c.value).where(secret.c.name == _KEY_NAME)
    key = connection.scalar(known)
    if key is None:
        new = {"name": _KEY_NAME, "value": secrets.token_bytes(_KEY_BYTES)}
        connection.execute(insert_new(connection, secret).values(**new))
        key = connection.scalar(known)  # another process may have been first
    return bytes(key or b"")
