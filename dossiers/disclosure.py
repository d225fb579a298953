"""What may be shown to whom.

Codes can be guessed: an agency, a day, a daily counter. Whoever sends only a code is shown where
the dossier stands and when, and nothing about a person.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dossiers.dossier import Dossier, Status, is_overdue
from knowledge.normalise import fold

LABEL_WORDS = 6
"""A status label of more words is a remark somebody wrote."""

PHONE_DIGITS = 4
"""How many last digits of the registered phone are the second factor of level two."""

_SHORTEST_PHONE = 9
_NOT_DIGITS = re.compile(r"\D")


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


def knows_phone(dossier: Dossier, typed: str) -> bool:
    """Whether what was typed is the end of the registered phone, or all of it.

    Level two of disclosure: whoever knows it may be told of stage changes, and of nothing personal.
    A dossier without a phone lets nobody in.
    """
    registered = _national(dossier.owner_phone)
    digits = _national(typed)
    if len(registered) < _SHORTEST_PHONE or len(digits) < PHONE_DIGITS:
        return False
    if PHONE_DIGITS < len(digits) < _SHORTEST_PHONE:
        return False
    known = registered[-len(digits) :] if len(digits) == PHONE_DIGITS else registered
    return hmac.compare_digest(known, digits)


def _national(phone: str) -> str:
    """Return the digits of a phone number as they are dialled in Viet Nam."""
    digits = _NOT_DIGITS.sub("", phone)
    if digits.startswith("84") and len(digits) > _SHORTEST_PHONE:
        digits = f"0{digits[2:]}"
    return digits


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are let through."""

    an_hour: int
    a_day: int

    def is_reached(self, last_hour: int, last_day: int) -> bool:
        """Whether no more are let through for now."""
        return last_hour >= self.an_hour or last_day >= self.a_day


MISSES = Limit(10, 30)
"""Receipt codes that lead nowhere; after so many no code is looked up."""

LOOK_UPS = Limit(40, 100)
"""Dossiers looked up; nobody waits for more of their own, and codes can be counted through."""

WRONG_DIGITS = Limit(5, 10)
"""Wrong ends of a phone number: of 10,000 possible ones."""

NETWORK_SHARE = 5
"""A valley shares one network address, so a network is let do so many times what a chat is."""

ALARMING = 5
"""Wrong digits about one dossier within an hour, whoever sent them: somebody may be guessing."""
