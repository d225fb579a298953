"""Receipt codes (mã hồ sơ): found in what people type, brought into one form, taken apart.

A code is an agency, the day of reception and a number: `H22.38.9-261116-0001`. People type it from
a slip, in any case, with O for 0 and l for 1, and with every separator as any other. Where a text
can be read in two ways there is no code but a near miss, so that nobody is shown another's dossier.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dossiers import code_reading, pieces
from dossiers.code_tail import Reason, day_of

__all__ = [
    "Found",
    "NearMiss",
    "NotAReceiptCode",
    "Reason",
    "Shape",
    "agency_of",
    "canonical",
    "find",
    "received_on",
    "shape_of",
]

_CODE = re.compile(
    r"(?P<agency>(?P<old>\d{3}(?:\.\d{2,3}){2,3}\.[A-Z]\d{2})|[A-Z]\d{2}(?:\.\d{1,3}){0,3})"
    r"-(?P<day>\d{6}|\d{8})-(?P<number>[0-9A-Z]{3,8})"
    r"|(?P<insurance>\d{5})/\d{4}/\d{5}"
)
_CENTRAL_NUMBER_LENGTH = 6  # two digits of the system's owner, then at least four


class Shape(StrEnum):
    """The forms in use; none has replaced another completely."""

    OLD_ORDER = "old_order"  # 000.17.22.H56-210531-0001, until about 2024 and still met
    NEW_ORDER = "new_order"  # H22.38.9-261116-0001 (QĐ 20/2020/QĐ-TTg)
    CENTRAL = "central"  # H22.38.9-261116-010001 (TT 04/2025/TT-VPCP art. 23)
    EIGHT_DIGIT_DAY = "eight_digit_day"  # G09.20-20260609-0092637 (VNPT iGate)
    INSURANCE = "insurance"  # 03706/2026/07906 (social insurance)


class NotAReceiptCode(ValueError):
    """This text is not exactly one receipt code."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Something clearly meant as a receipt code that cannot be read as one."""

    typed: str  # in upper case
    reason: Reason


@dataclass(frozen=True, slots=True)
class Found:
    """The receipt codes of a text in their canonical form, each once, and what nearly was one."""

    codes: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


def find(text: str, today: date) -> Found:
    """Return every receipt code in the text, in order; a day after `today` makes a near miss."""
    prepared = pieces.prepare(text)
    codes: dict[str, None] = {}
    near_misses = []
    for reading in code_reading.readings(pieces.cut(prepared), today):
        if reading.code is not None:
            codes[reading.code] = None
        else:
            typed = prepared[reading.start : reading.end]
            near_misses.append(NearMiss(typed, reading.reason or Reason.UNCLEAR))
    return Found(tuple(codes), tuple(near_misses))


def canonical(code: str) -> str:
    """Return the one form of a receipt code: upper case, standard separators, slips mended.

    The whole text must be one code; else NotAReceiptCode. A day to come is accepted here.
    """
    cut = pieces.cut(pieces.prepare(code))
    readings = list(code_reading.readings(cut, date.max))
    if len(readings) == 1:
        [reading] = readings
        if reading.code and reading.start == cut[0].start and reading.end == cut[-1].end:
            return reading.code
    raise NotAReceiptCode(f"not a receipt code: {code!r}")


def shape_of(code: str) -> Shape:
    """Return the shape of a canonical code."""
    match = _match(code)
    if match["insurance"]:
        return Shape.INSURANCE
    if match["old"]:
        return Shape.OLD_ORDER
    if len(match["day"]) == len("20261116"):
        return Shape.EIGHT_DIGIT_DAY
    is_central = len(match["number"]) >= _CENTRAL_NUMBER_LENGTH
    return Shape.CENTRAL if is_central else Shape.NEW_ORDER


def agency_of(code: str) -> str:
    """Return the agency a canonical code was given out by: `H22.38.9`, `000.17.22.H56`, `03706`."""
    match = _match(code)
    return match["agency"] or match["insurance"]


def received_on(code: str) -> date | None:
    """Return the day of reception in a canonical code; None where its shape carries none."""
    digits = _match(code)["day"]
    return day_of(digits) if digits else None


def _match(code: str) -> re.Match[str]:
    match = _CODE.fullmatch(code)
    if match is None:
        raise NotAReceiptCode(f"not a canonical receipt code: {code!r}")
    return match
