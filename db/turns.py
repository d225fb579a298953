"""One after another, where both databases need it said."""

import hashlib

from sqlalchemy import Connection, text


def lock_key(name: str) -> int:
    """Return the key of PostgreSQL's advisory lock that stands for a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def one_at_a_time(connection: Connection, name: str) -> None:
    """Wait until no other transaction is at this; held until the transaction ends.

    SQLite's transactions that write come one by one anyway.
    """
    if connection.dialect.name == "postgresql":
        statement = text("SELECT pg_advisory_xact_lock(:key)")
        connection.execute(statement, {"key": lock_key(name)})
