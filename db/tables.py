"""The tables, for SQLite and PostgreSQL alike. Rows become domain objects in the other modules."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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
    text,
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


NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A row's own number; SQLite counts up only what it knows as INTEGER."""

OPEN = "state IN ('waiting', 'working')"
"""The inbox rows that are still to be worked on."""

UNSENT = "state IN ('waiting', 'sending')"
"""The outbox rows that are still to be sent."""


def _chat() -> tuple[Column[Any], Column[Any]]:
    return Column("channel", String(20), nullable=False), Column("chat", Text, nullable=False)


def _lease() -> tuple[Column[Any], ...]:
    """Who works on a row, until when, and how it went."""
    return (
        Column("run_at", UtcMoment, nullable=False),  # not before
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("lease_until", UtcMoment),
        Column("fence", Integer, nullable=False, server_default="0"),
        Column("error", Text),
        Column("ended_at", UtcMoment),
    )


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
    Column("has_result", Boolean),
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

attempt = Table(
    "attempt",
    metadata,
    Column("kind", String(20), nullable=False),
    *_chat(),
    Column("what_hash", LargeBinary(32), nullable=False),  # keyed: codes cannot be read back
    Column("of_hash", LargeBinary(32)),  # the dossier, where the try was about one
    Column("at", UtcMoment, nullable=False),
    PrimaryKeyConstraint("kind", "channel", "chat", "what_hash"),
    Index(None, "kind", "of_hash"),
    Index(None, "at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", NUMBER, primary_key=True),
    *_chat(),
    Column("key", Text, nullable=False),
    Column("raw", LargeBinary),  # NULL once answered
    Column("received_at", UtcMoment, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    *_lease(),
    Column("outcome", String(60)),
    UniqueConstraint("channel", "key"),
    Index(
        "ix_inbox_open",
        "channel",
        "chat",
        "id",
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    ),
    Index(None, "ended_at"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", NUMBER, primary_key=True),
    *_chat(),
    Column("lane", String(10), nullable=False),
    Column("inbox_id", NUMBER),  # what it answers; NULL for a notice
    Column("reply", JSON(none_as_null=True)),  # NULL once it has ended
    Column("created_at", UtcMoment, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    *_lease(),
    Column("parts_sent", Integer, nullable=False, server_default="0"),
    Column("maybe_duplicate", Boolean, nullable=False, server_default=text("false")),
    Index(
        "ix_outbox_unsent",
        "channel",
        "chat",
        "lane",
        "id",
        sqlite_where=text(UNSENT),
        postgresql_where=text(UNSENT),
    ),
    Index(None, "inbox_id"),
    Index(None, "ended_at"),
    sqlite_autoincrement=True,
)

subscription = Table(
    "subscription",
    metadata,
    *_chat(),
    Column("dossier_code", String(50), nullable=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("ended_at", UtcMoment),
    PrimaryKeyConstraint("channel", "chat", "dossier_code"),
    Index(None, "dossier_code"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", NUMBER, primary_key=True),
    *_chat(),
    Column("dossier_code", String(50), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("outbox_id", NUMBER, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    UniqueConstraint("dossier_code", "kind", "channel", "chat"),  # told once
    Index(None, "outbox_id"),
    sqlite_autoincrement=True,
)

web_line = Table(
    "web_line",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("author", String(10), nullable=False),
    Column("key", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reply", JSON(none_as_null=True)),
    Column("at", UtcMoment, nullable=False),
    UniqueConstraint("chat", "author", "key"),
    Index(None, "chat", "id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

secret = Table(
    "secret",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
