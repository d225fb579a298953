"""Receipt codes that led nowhere, in the database: enough to count them, not to read them."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from bot.messages import Address
from db.engine import Database
from db.tables import miss as table
from db.tables import secret

KEPT = timedelta(days=2)  # the limits look back one day
_KEY_NAME = "miss_hmac_key"
_KEY_BYTES = 32


class SqlMisses:
    """Receipt codes that did not lead to a dossier, counted for each chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, address: Address, start: datetime) -> int:
        """Return how many distinct codes missed from `start` (UTC) on."""
        statement = (
            select(func.count()).select_from(table).where(*_of(address), table.c.at >= start)
        )
        return await self._database.read(lambda connection: connection.scalar(statement) or 0)

    async def record(self, address: Address, code: str, at: datetime) -> None:
        """Note a miss, the last one for this code counting; misses past use are deleted."""

        def write(connection: Connection) -> None:
            digest = hmac.digest(_key(connection), code.encode(), hashlib.sha256)
            known = (*_of(address), table.c.code_hash == digest)
            changed = connection.execute(update(table).where(*known).values(at=at))
            if not changed.rowcount:
                chat = {"channel": address.channel, "chat": address.chat}
                connection.execute(insert(table).values(**chat, code_hash=digest, at=at))
            connection.execute(delete(table).where(table.c.at < at - KEPT))

        await self._database.write(write)


def _key(connection: Connection) -> bytes:
    """Return this database's own key, made on first use."""
    known = connection.scalar(select(secret.c.value).where(secret.c.name == _KEY_NAME))
    if known is not None:
        return bytes(known)
    key = secrets.token_bytes(_KEY_BYTES)
    connection.execute(insert(secret).values(name=_KEY_NAME, value=key))
    return key


def _of(address: Address) -> tuple[ColumnElement[bool], ...]:
    return table.c.channel == address.channel, table.c.chat == address.chat
