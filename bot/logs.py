"""Events as structlog writes them. What a citizen typed, names, phones and codes never get here."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

# A receipt code, a platform token, a phone or ID number: hidden wherever they slip in.
_PRIVATE = re.compile(
    r"[A-Z]\d{2}(?:\.\d{1,3})*-\d{6,8}-\w+|\d{3}(?:\.\d{2,3}){2,3}\.[A-Z]\d{2}-\d{6}-\w+"
    r"|\d{5,}:[\w-]{20,}|\b\d{9,}\b",
    re.IGNORECASE,
)


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide private numbers in every value of an event."""
    return {name: _scrubbed(value) for name, value in event.items()}


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return _PRIVATE.sub("[hidden]", value)
    if isinstance(value, (list, tuple)):
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
