"""The tables, for SQLite and PostgreSQL alike. Rows become domain objects in the other modules."""

from collections.abc import Callable
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
    """An aware moment, stored in UTC; a naive one is refused.

    SQLite keeps text; written and read by C, since every message that comes in carries two.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Return what turns a moment into what the driver takes."""
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what turns what the driver gives into a moment."""
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.utcoffset() is None:
        raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    moment = _to_utc(value)
    return None if moment is None else moment.isoformat(" ", "microseconds")[: len(_TEXT)]


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


_TEXT = "2026-11-27 03:00:00.000000"
"""How SQLAlchemy writes moments into SQLite, and so how they stand in databases of before."""


NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A row's own number; SQLite counts up only what it knows as INTEGER."""

OPEN = "state IN ('waiting', 'working')"
"""The inbox rows that are still to be worked on."""

ENDED = "ended_at IS NOT NULL"
"""Rows that are kept for a while and then forgotten; those at work are in no index for that."""

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
        "id",
        "channel",
        "chat",
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    ),
    Index("ix_inbox_ended", "ended_at", sqlite_where=text(ENDED), postgresql_where=text(ENDED)),
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
        "id",
        "channel",
        "chat",
        "lane",
        sqlite_where=text(UNSENT),
        postgresql_where=text(UNSENT),
    ),
    Index(None, "inbox_id"),
    Index("ix_outbox_ended", "ended_at", sqlite_where=text(ENDED), postgresql_where=text(ENDED)),
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
    Column("since", UtcMoment, nullable=False),  # when the chat asked to be told
    UniqueConstraint("dossier_code", "kind", "channel", "chat", "since"),  # told once
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
