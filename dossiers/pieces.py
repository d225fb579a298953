"""A chat message cut into runs of letters and digits, and what stands between them.

Receipt codes are read from these pieces, because people type every separator as any other.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.normalise import clean

SEPARATORS = r"._\-/\\,~‐‑‒–—―−•·"
LONGEST_GAP = 6
LONGEST_PIECE = 64  # a longer run of letters and digits hides no code

_RUN = re.compile(r"[^\W_]+")
_MARKS_ONLY = re.compile(rf"[{SEPARATORS}]+")
_MARKS_AND_SPACE = re.compile(rf"[\s{SEPARATORS}]+")
_DIGIT_LIKE = re.compile(r"[0-9OIL]+")
_NUMBER_AFTER_WORD = re.compile(r"[^\W\d_]+(\d[0-9OIL]*)")
_ROOT = re.compile(r"(.*?)([A-Z][0-9OIL]{2})([0-9OIL]*)")
_SLIPS = str.maketrans("OIL", "011")


class Join(Enum):
    """How a piece hangs on the one before it."""

    TIGHT = auto()  # separators only: "22.38"
    MARKED = auto()  # separators and blanks: "9 - 26"
    SPACED = auto()  # blanks only
    BROKEN = auto()  # anything else, or the start of the text


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters and digits, in upper case."""

    text: str
    start: int
    end: int
    join: Join
    gap: str


@dataclass(frozen=True, slots=True)
class Root:
    """A letter and two digits (H22) found in a piece, with what is glued to it."""

    before: str
    text: str
    after: str

    @property
    def is_government(self) -> bool:
        """Whether it is a ministry's or a province's root, the two a citizen meets."""
        return self.text[0] in "GH"


def prepare(text: str) -> str:
    """Return the text in the form that is cut: composed, ordinary digits, upper case."""
    return clean(text).upper()


def cut(prepared: str) -> list[Piece]:
    """Return the pieces of a prepared text, in order."""
    pieces: list[Piece] = []
    end = 0
    for run in _RUN.finditer(prepared):
        gap = prepared[end : run.start()]
        join = _join(gap) if pieces else Join.BROKEN
        pieces.append(Piece(run.group(), run.start(), run.end(), join, gap.strip()))
        end = run.end()
    return pieces


def _join(gap: str) -> Join:
    if len(gap) > LONGEST_GAP:
        return Join.BROKEN
    if gap.isspace():
        return Join.SPACED
    if _MARKS_ONLY.fullmatch(gap):
        return Join.TIGHT
    return Join.MARKED if _MARKS_AND_SPACE.fullmatch(gap) else Join.BROKEN


def mend(text: str) -> str:
    """Return the text with O, I and L as the digits they were typed for."""
    return text.translate(_SLIPS)


def is_digits(text: str) -> bool:
    """Whether the text can be read as digits only."""
    return _DIGIT_LIKE.fullmatch(text) is not None


def number_of(piece: Piece) -> str | None:
    """Return the digits of a piece that is a number; None for a word ("lo", "oi" are words)."""
    if not is_digits(piece.text) or not has_digit(piece.text):
        return None
    return mend(piece.text)


def first_number_of(piece: Piece) -> str | None:
    """Return the digits a piece is, or ends in after a word glued to them ("số000")."""
    if is_digits(piece.text):
        return mend(piece.text)
    if len(piece.text) > LONGEST_PIECE:
        return None
    glued = _NUMBER_AFTER_WORD.fullmatch(piece.text)
    return mend(glued.group(1)) if glued else None


def has_digit(text: str) -> bool:
    """Whether at least one true digit stands in the text."""
    return any("0" <= char <= "9" for char in text)


def root_of(piece: Piece) -> Root | None:
    """Return the agency root in a piece; after a glued word only that of ministry or province."""
    if len(piece.text) > LONGEST_PIECE or is_digits(piece.text):
        return None
    match = _ROOT.fullmatch(piece.text)
    if match is None:
        return None
    before, root, after = match.groups()
    if not has_digit(root[1:]):
        return None
    found = Root(mend(before) if is_digits(before) else before, root[0] + mend(root[1:]), after)
    if before and not is_digits(before) and not found.is_government:
        return None
    return Root(found.before, found.text, mend(after))
