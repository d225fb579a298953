"""Add dossiers, questions, sessions, misses and secrets."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the first tables."""
    _add_dossiers()
    _add_questions()
    _add_chats()


def _add_dossiers() -> None:
    op.create_table(
        "dossier",
        sa.Column("code", sa.String(50), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("procedure_code", sa.String(20)),
        sa.Column("status", sa.Integer),
        sa.Column("status_label", sa.Text, nullable=False),
        sa.Column("owner_name", sa.Text, nullable=False),
        sa.Column("owner_address", sa.Text, nullable=False),
        sa.Column("owner_phone", sa.Text, nullable=False),
        sa.Column("applicant_name", sa.Text),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("returned_at", MOMENT),
        sa.Column("sets", sa.Integer),
        sa.Column("received_by", sa.Text),
        sa.Column("area", sa.Text),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_dossier"),
    )


def _add_questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("incoming_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint(
            "channel", "chat", "incoming_id", name="uq_question_channel_chat_incoming_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_done_at_asked_at", "question", ["done_at", "asked_at"])


def _add_chats() -> None:
    op.create_table(
        "session",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("last_incoming_id", sa.Text),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_session"),
    )
    op.create_table(
        "miss",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", "code_hash", name="pk_miss"),
    )
    op.create_index("ix_miss_at", "miss", ["at"])
    op.create_table(
        "secret",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )


def downgrade() -> None:
    """Remove all tables, and all that is in them."""
    for table in ("secret", "miss", "session", "question", "dossier"):
        op.drop_table(table)
