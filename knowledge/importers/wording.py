"""Texts of foreign records made tidy: NFC, single spaces, no bullets."""

import re
import unicodedata
from datetime import date

from knowledge.normalise import fold

_BULLET = re.compile(
    r"^(?:[-+*•·–—●○▪✓]+\s*|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)]+\s+)+"
)
_NOT_AN_IDENTIFIER = re.compile(r"[^a-z0-9]+")
_MONTH = re.compile(r"^(\d{4})-(\d{2})(?:\D|$)")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff0-\uffff]"
)


def line(value: object) -> str:
    """Return a text in NFC on one line; what is no text is empty."""
    if not isinstance(value, str):
        return ""
    return " ".join(_plain(value).split())


def lines(value: object) -> tuple[str, ...]:
    """Return the lines of a text that hold anything, without their bullets."""
    if not isinstance(value, str):
        return ()
    found = (without_bullet(line(each)) for each in value.splitlines())
    return tuple(each for each in found if each)


def without_bullet(text: str) -> str:
    """Return the text without the bullet or number before it: "- ", "+ ", "* ", "a) "."""
    return _BULLET.sub("", text).strip()


def identifier(text: str, taken: set[str], longest: int = 5) -> str:
    """Return an identifier made of the first words of the text, and note it as taken."""
    parts = [part for part in _NOT_AN_IDENTIFIER.split(fold(text)) if part][:longest]
    base = "_".join(parts) or "muc"
    if not base[0].isalpha():
        base = f"muc_{base}"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name)
    return name


def day(value: object) -> date | None:
    """Return the day; a month alone counts as its first day, so that nothing looks fresher."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        month = _MONTH.match(value)
    try:
        return date(int(month[1]), int(month[2]), 1) if month else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    # Half characters of a broken encoding would make every later write fail.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", whole))
