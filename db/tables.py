"""The tables, for SQLite and PostgreSQL alike. Rows become domain objects in the other modules."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the driver takes it."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _chat() -> tuple[Column[Any], Column[Any]]:
    return Column("channel", String(20), nullable=False), Column("chat", Text, nullable=False)


dossier = Table(
    "dossier",
    metadata,
    Column("code", String(50), primary_key=True),
    Column("summary", Text, nullable=False),
    Column("procedure_code", String(20)),
    Column("status", Integer),
    Column("status_label", Text, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("owner_address", Text, nullable=False),
    Column("owner_phone", Text, nullable=False),
    Column("applicant_name", Text),
    Column("received_at", UtcMoment, nullable=False),
    Column("due_at", UtcMoment),
    Column("returned_at", UtcMoment),
    Column("sets", Integer),
    Column("received_by", Text),
    Column("area", Text),
    Column("told_at", UtcMoment, nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    *_chat(),
    Column("incoming_id", Text, nullable=False),
    Column("text", Text),  # NULL once forgotten
    Column("reason", String(60), nullable=False),
    Column("asked_at", UtcMoment, nullable=False),
    Column("done_at", UtcMoment),
    Column("note", Text),
    UniqueConstraint("channel", "chat", "incoming_id"),
    Index(None, "done_at", "asked_at"),
    sqlite_autoincrement=True,  # a ticket number is never given out twice
)

session = Table(
    "session",
    metadata,
    *_chat(),
    Column("data", JSON, nullable=False),
    Column("last_incoming_id", Text),
    Column("saved_at", UtcMoment, nullable=False),
    PrimaryKeyConstraint("channel", "chat"),
)

miss = Table(
    "miss",
    metadata,
    *_chat(),
    Column("code_hash", LargeBinary(32), nullable=False),  # keyed: the codes cannot be read back
    Column("at", UtcMoment, nullable=False),
    PrimaryKeyConstraint("channel", "chat", "code_hash"),
    Index(None, "at"),
)

secret = Table(
    "secret",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
