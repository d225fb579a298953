"""Add the inbox, the outbox, subscriptions, notices, attempts, the web page's log, has_result.

Attempts take the place of misses, which are only looked at for a day and are not carried over.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"


MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OPEN = sa.text("state IN ('waiting', 'working')")
ENDED = sa.text("ended_at IS NOT NULL")
UNSENT = sa.text("state IN ('waiting', 'sending')")


def upgrade() -> None:
    """Make the tables of what comes in and goes out."""
    op.add_column("dossier", sa.Column("has_result", sa.Boolean))
    op.drop_table("miss")
    _add_attempts()
    _add_inbox()
    _add_outbox()
    _add_notices()
    _add_web_lines()


def _chat() -> tuple[sa.Column[str], sa.Column[str]]:
    channel = sa.Column("channel", sa.String(20), nullable=False)
    return channel, sa.Column("chat", sa.Text, nullable=False)


def _lease() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_until", MOMENT),
        sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("error", sa.Text),
        sa.Column("ended_at", MOMENT),
    )


def _add_attempts() -> None:
    op.create_table(
        "attempt",
        sa.Column("kind", sa.String(20), nullable=False),
        *_chat(),
        sa.Column("what_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("of_hash", sa.LargeBinary(32)),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "channel", "chat", "what_hash", name="pk_attempt"),
    )
    op.create_index("ix_attempt_kind_of_hash", "attempt", ["kind", "of_hash"])
    op.create_index("ix_attempt_at", "attempt", ["at"])


def _add_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        *_chat(),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("raw", sa.LargeBinary),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="waiting"),
        *_lease(),
        sa.Column("outcome", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "key", name="uq_inbox_channel_key"),
    )
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["id", "channel", "chat"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_inbox_ended", "inbox", ["ended_at"], sqlite_where=ENDED, postgresql_where=ENDED
    )


def _add_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        *_chat(),
        sa.Column("lane", sa.String(10), nullable=False),
        sa.Column("inbox_id", NUMBER),
        sa.Column("reply", sa.JSON),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="waiting"),
        *_lease(),
        sa.Column("parts_sent", sa.Integer, nullable=False, server_default="0"),
        sa.Column("maybe_duplicate", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["id", "channel", "chat", "lane"],
        sqlite_where=UNSENT,
        postgresql_where=UNSENT,
    )
    op.create_index("ix_outbox_inbox_id", "outbox", ["inbox_id"])
    op.create_index(
        "ix_outbox_ended", "outbox", ["ended_at"], sqlite_where=ENDED, postgresql_where=ENDED
    )


def _add_notices() -> None:
    op.create_table(
        "subscription",
        *_chat(),
        sa.Column("dossier_code", sa.String(50), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("channel", "chat", "dossier_code", name="pk_subscription"),
    )
    op.create_index("ix_subscription_dossier_code", "subscription", ["dossier_code"])
    op.create_table(
        "notice",
        sa.Column("id", NUMBER, nullable=False),
        *_chat(),
        sa.Column("dossier_code", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("outbox_id", NUMBER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint(
            "dossier_code",
            "kind",
            "channel",
            "chat",
            "since",
            name="uq_notice_dossier_code_kind_channel_chat_since",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_outbox_id", "notice", ["outbox_id"])


def _add_web_lines() -> None:
    op.create_table(
        "web_line",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reply", sa.JSON),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_web_line"),
        sa.UniqueConstraint("chat", "author", "key", name="uq_web_line_chat_author_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_web_line_chat_id", "web_line", ["chat", "id"])
    op.create_index("ix_web_line_at", "web_line", ["at"])


def downgrade() -> None:
    """Remove these tables, and all that is in them."""
    for table in ("web_line", "notice", "subscription", "outbox", "inbox", "attempt"):
        op.drop_table(table)
    op.create_table(
        "miss",
        *_chat(),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", "code_hash", name="pk_miss"),
    )
    op.create_index("ix_miss_at", "miss", ["at"])
    with op.batch_alter_table("dossier") as dossier:
        dossier.drop_column("has_result")
