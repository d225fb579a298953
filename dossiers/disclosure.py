"""What may be shown to whom.

Codes can be guessed: an agency, a day, a daily counter. Whoever sends only a code is shown where
the dossier stands and when, and nothing about a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dossiers.dossier import Dossier, Status, is_overdue
from knowledge.normalise import fold

LABEL_WORDS = 6
"""A status label of more words is a remark somebody wrote."""

MISSES_AN_HOUR = 10
MISSES_A_DAY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProcedure:
    """What disclosure has to know of a procedure."""

    name: str
    is_sensitive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicView:
    """All that a receipt code alone reveals.

    A refusal, a request or a stop is shown as a stage only; the reason is for a person to give.
    """

    code: str
    status: Status | None
    status_label: str | None  # as printed, only where the state is unknown to us
    procedure_code: str | None
    procedure_name: str | None  # None: not recognised, or sensitive
    received_at: datetime
    due_at: datetime | None
    is_overdue: bool
    returned_at: datetime | None
    told_at: datetime  # as of when this holds


def public_view(
    dossier: Dossier, now: datetime, procedures: Mapping[str, KnownProcedure]
) -> PublicView:
    """Return what may be shown for the code alone.

    The summary is free text that often holds names, so it is never shown; a procedure's own name
    is, unless it was not recognised or says something about health, adoption and the like.
    """
    procedure = procedures.get(dossier.procedure_code or "")
    is_shown = procedure is not None and not procedure.is_sensitive
    return PublicView(
        code=dossier.code,
        status=dossier.status,
        status_label=_plain_label(dossier) if dossier.status is None else None,
        procedure_code=dossier.procedure_code if is_shown else None,
        procedure_name=procedure.name if procedure and is_shown else None,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        is_overdue=is_overdue(dossier, now),
        returned_at=dossier.returned_at,
        told_at=dossier.told_at,
    )


def _plain_label(dossier: Dossier) -> str | None:
    """Return the printed label where it is only a label.

    Some systems let officers write into that column; a sentence there may hold a reason or a name,
    and is for a person to tell.
    """
    label = dossier.status_label
    is_short = len(label.split()) <= LABEL_WORDS and not any(
        c.isdigit() or c in ":;,(" for c in label
    )
    names = fold(f"{dossier.owner_name} {dossier.applicant_name or ''}").split()
    names_somebody = any(word in names for word in fold(label).split() if len(names) > 1)
    return label if label and is_short and not names_somebody else None


def is_blocked(misses_last_hour: int, misses_last_day: int) -> bool:
    """Whether a chat sent so many codes that lead nowhere that no more are looked up for now."""
    return misses_last_hour >= MISSES_AN_HOUR or misses_last_day >= MISSES_A_DAY
