"""The one place that knows every concrete class; it opens them and closes them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.conversation.desk import Desk
from bot.conversation.engine import Engine
from bot.memory import memory_ports
from bot.ports import Ports
from bot.settings import SAMPLE_DATABASE, Settings, SettingsError
from bot.texts import Texts
from db.dossiers import SqlDossiers
from db.engine import Database
from db.misses import SqlMisses
from db.questions import SqlQuestions
from db.sessions import SqlSessions
from dossiers.exchange.ledger import LedgerReading, read_ledger
from knowledge.base import KnowledgeBase
from knowledge.load import load
from knowledge.matching import Matcher
from knowledge.office import Office

SAMPLE_LEDGER = Path(__file__).parent.parent / "dossiers" / "data" / "sample-ledger.csv"


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def office_of(base: KnowledgeBase, settings: Settings) -> Office:
    """Return the office this process serves; SettingsError when it has no file."""
    office = base.offices.get(settings.office)
    if office is None:
        known = ", ".join(sorted(base.offices)) or "none"
        raise SettingsError(
            [f"MOTCUA_OFFICE={settings.office!r}: no such office in knowledge/data/offices ({known})"]
        )
    return office
