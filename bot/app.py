"""The one place that knows every concrete class; it opens them and closes them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.cache import load_cached, matcher_of
from bot.conversation.desk import Desk
from bot.conversation.engine import Engine
from bot.delivery.wording import notice_reply
from bot.memory import MemoryAttempts, MemorySessions, away_ports, memory_ports
from bot.ports import Ports, StorageUnavailable
from bot.settings import Settings, SettingsError, cache_folder
from bot.texts import Texts
from db.attempts import SqlAttempts
from db.dossiers import SqlDossiers, UpsertCounts
from db.effects import TurnEnd
from db.engine import Database, open_database
from db.housekeeping import MailCounts, forget_old
from db.housekeeping import mail_counts as db_mail_counts
from db.inbox import retry_parked as db_retry_parked
from db.notices import NoticeWords, SqlSubscriptions, write_notices
from db.questions import SqlQuestions
from db.sessions import SqlSessions
from dossiers.exchange.ledger import LedgerReading, read_ledger
from knowledge.knowledge_base import KnowledgeBase
from knowledge.office import Office

log = structlog.get_logger(__name__)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def office_of(base: KnowledgeBase, settings: Settings) -> Office:
    """Return the office this process serves; SettingsError when it has no file."""
    office = base.offices.get(settings.office)
    if office is None:
        known = ", ".join(sorted(base.offices)) or "none"
        raise SettingsError(
            [f"MOTCUA_OFFICE={settings.office!r}: knowledge/data/offices holds {known}"]
        )
    return office


def knowledge(extra: Sequence[Path] = ()) -> KnowledgeBase:
    """Return the shipped knowledge base with official records of `extra` under it.

    Foreign records that had to be left out are logged, not fatal.
    """
    base = load_cached(extra, cache_folder())
    if base.left_out:
        log.warning("records_left_out", count=len(base.left_out), first=base.left_out[0])
    return base


def engine(settings: Settings, base: KnowledgeBase, awaited: Ports) -> Engine:
    """Return the conversation over this knowledge and these ports."""
    desk = Desk(
        base=base,
        matcher=matcher_of(base, cache_folder()),
        texts=Texts(settings.language),
        office=office_of(base, settings),
        ports=awaited,
    )
    return Engine(desk)


@asynccontextmanager
async def database(settings: Settings, *, serving: bool = False) -> AsyncIterator[Database]:
    """Open the database, its tables brought up to date; old texts are forgotten here."""
    opened = await open_database(settings.database_url.get_secret_value(), serving=serving)
    try:
        await forget_old(opened, now(), settings.question_days)
        yield opened
    finally:
        await opened.close()


def notice_words(settings: Settings, base: KnowledgeBase) -> NoticeWords:
    """Return what words a notice."""
    return partial(notice_reply, Texts(settings.language), office_of(base, settings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file."""

    reading: LedgerReading
    counts: UpsertCounts

    def as_dict(self) -> dict[str, Any]:
        """Return the figures and problems as JSON values."""
        return {
            "rows": self.reading.rows,
            **asdict(self.counts),
            "rejected": self.reading.rejected,
            "unknown_labels": self.reading.unknown_labels,
            "problems": [asdict(problem) for problem in self.reading.problems],
        }


async def import_ledger(
    opened: Database,
    base: KnowledgeBase,
    path: Path,
    words: NoticeWords,
    as_of: datetime | None = None,
) -> Imported:
    """Bring a tracking ledger into the database: all its good rows in one transaction.

    The notices that its news deserve are written in the same transaction. `as_of`: when the file
    was exported; found in the file itself when not given.
    """
    at = now()
    reading = read_ledger(path, at, base.codes_by_name(), as_of)
    counts = await SqlDossiers(opened).upsert_many(
        reading.dossiers, lambda connection, dossier: write_notices(connection, dossier, words, at)
    )
    return Imported(reading=reading, counts=counts)


@asynccontextmanager
async def ports(settings: Settings, words: NoticeWords) -> AsyncIterator[Ports]:
    """Open what the conversation awaits. Without its database the desk still guides."""
    async with AsyncExitStack() as stack:
        try:
            opened = await stack.enter_async_context(database(settings))
        except StorageUnavailable as exc:
            log.warning("database_away", reason=str(exc))
            yield away_ports(str(exc))
        else:
            yield stored_ports(opened, TurnEnd(words))


def questions(opened: Database) -> SqlQuestions:
    """Return the questions that wait for a person, as an officer works on them."""
    return SqlQuestions(opened)


def subscriptions(opened: Database) -> SqlSubscriptions:
    """Return who waits to be told what, and what they were told."""
    return SqlSubscriptions(opened)


async def mail_counts(opened: Database) -> MailCounts:
    """Return how many messages came in and went out, by state."""
    return await db_mail_counts(opened)


async def retry_parked(opened: Database) -> int:
    """Put the messages that could not be answered back to be answered; return how many."""
    return await db_retry_parked(opened, now())


def stored_ports(opened: Database, turn_end: TurnEnd) -> Ports:
    """Return ports that keep what they are told."""
    return Ports(
        dossiers=SqlDossiers(opened),
        questions=SqlQuestions(opened),
        sessions=SqlSessions(opened, turn_end),
        attempts=SqlAttempts(opened),
        subscriptions=SqlSubscriptions(opened),
    )


def rehearsal_ports(real: Ports | None = None) -> Ports:
    """Return ports that look dossiers up but keep nothing: a rehearsal leaves no ticket behind."""
    rehearsal = memory_ports()
    return replace(rehearsal, dossiers=real.dossiers) if real else rehearsal


def passing_ports(real: Ports) -> Ports:
    """Return ports for one single question: nothing of its chat is worth keeping."""
    return replace(real, sessions=MemorySessions(), attempts=MemoryAttempts())
