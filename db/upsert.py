"""INSERT that leaves a row alone which is there already; both databases spell it alike."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_new(connection: Connection, table: Table) -> Any:
    """Return an INSERT of this table that skips a row whose key or unique columns are taken."""
    return insert_for(connection, table).on_conflict_do_nothing()


def insert_for(connection: Connection, table: Table) -> Insert:
    """Return the database's own INSERT, which knows ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
