"""Events as structlog writes them. What a citizen typed, names, phones and codes never get here."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import structlog

from dossiers.personal_number import without_numbers

# A receipt code in any of its shapes, or a platform's token: hidden wherever they slip in.
_PRIVATE = re.compile(
    r"(?:\d{3}(?:\.\d{2,3}){2,3}\.)?[A-Z]\d{2}(?:\.\d{1,3})*-\d{6,8}-?\w+"
    r"|\b\d{5}/\d{4}/\d{5}\b|\d{5,}:[\w-]{20,}",
    re.IGNORECASE,
)
HIDDEN = "[hidden]"


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide private numbers in every value of an event."""
    return {name: _scrubbed(value) for name, value in event.items()}


def _scrubbed(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return without_numbers(_PRIVATE.sub(HIDDEN, value), HIDDEN)
    if isinstance(value, Mapping):
        return {name: _scrubbed(each) for name, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_scrubbed(each) for each in value]
    return value


def configure(level: str, form: Literal["json", "console"]) -> None:
    """Send events to standard error, from `level` on."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
