"""The one place that knows every concrete class; it opens them and closes them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.conversation.desk import Desk
from bot.conversation.engine import Engine
from bot.memory import MemoryQuestions, memory_ports
from bot.ports import Ports
from bot.settings import Settings, SettingsError
from bot.texts import Texts
from db.dossiers import SqlDossiers
from db.engine import Database
from db.misses import SqlMisses
from db.questions import SqlQuestions
from db.sessions import SqlSessions
from knowledge.base import KnowledgeBase
from knowledge.load import load_with_problems
from knowledge.matching import Matcher
from knowledge.office import Office
from knowledge.yaml_file import KnowledgeError

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
    base, problems = load_with_problems(extra)
    if fatal := [problem for problem in problems if problem.is_fatal]:
        raise KnowledgeError(fatal)
    if problems:
        log.warning("records_left_out", count=len(problems), first=str(problems[0]))
    return base


def engine(settings: Settings, base: KnowledgeBase, ports: Ports) -> Engine:
    """Return the conversation over this knowledge and these ports."""
    desk = Desk(
        base=base,
        matcher=Matcher(base),
        texts=Texts(settings.language),
        office=office_of(base, settings),
        ports=ports,
    )
    return Engine(desk)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database, its tables brought up to date; old texts are forgotten here."""
    opened = await Database.open(settings.database_url.get_secret_value())
    try:
        before = now() - timedelta(days=settings.question_days)
        await SqlQuestions(opened).forget_texts(before)
        yield opened
    finally:
        await opened.close()


def stored_ports(opened: Database) -> Ports:
    """Return ports that keep what they are told."""
    return Ports(
        dossiers=SqlDossiers(opened),
        questions=SqlQuestions(opened),
        sessions=SqlSessions(opened),
        misses=SqlMisses(opened),
    )


def rehearsal_ports(opened: Database | None = None) -> Ports:
    """Return ports that look dossiers up but keep nothing: a rehearsal leaves no ticket behind."""
    ports = memory_ports()
    if opened is None:
        return ports
    return replace(ports, dossiers=SqlDossiers(opened), questions=MemoryQuestions())
