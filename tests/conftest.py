"""Fixtures that are dear to build, built once."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load
from knowledge.matching import Matcher

settings.register_profile("quick", deadline=None, max_examples=60)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def quiet_log() -> None:
    """Make log events, and drop them: unconfigured, structlog prints tracebacks with all values."""
    structlog.configure(
        processors=[
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(default=str),
        ],
        logger_factory=structlog.ReturnLoggerFactory(),
    )


@pytest.fixture(scope="session")
def knowledge_base() -> KnowledgeBase:
    """Return the shipped knowledge base."""
    return load()


@pytest.fixture(scope="session")
def matcher(knowledge_base: KnowledgeBase) -> Matcher:
    """Return the matcher over the shipped knowledge base."""
    return Matcher(knowledge_base)


@pytest.fixture
def base_read_once(
    monkeypatch: pytest.MonkeyPatch, knowledge_base: KnowledgeBase, matcher: Matcher
) -> None:
    """Let commands run in this process share the shipped base; records added are read each time."""

    def read(extra: Sequence[Path], _: Path | None) -> KnowledgeBase:
        return load(extra) if extra else knowledge_base

    def match(base: KnowledgeBase, _: Path | None) -> Matcher:
        return matcher if base is knowledge_base else Matcher(base)

    monkeypatch.setattr("bot.app.load_cached", read)
    monkeypatch.setattr("bot.app.matcher_of", match)
