"""Phone and ID numbers in free text: found as people type them, and hidden.

An ID has 12 digits, an old one 9; a phone 10 with a leading 0, or +84 and 9. Blanks, dots and
dashes may stand anywhere between the digits.
"""

import re
from enum import StrEnum

_NUMBER = re.compile(r"(?<![\w.+-])\+?\d(?:[ .-]{0,2}\d){8,12}(?![\w-]|\.\d)")
_SEPARATED = re.compile(r"[ .-]")


class PersonalNumber(StrEnum):
    """What a long number is."""

    PHONE = "phone"
    ID = "id"


def kind_of(number: str) -> PersonalNumber | None:
    """Return what a typed number is; None for one that is neither."""
    digits = _SEPARATED.sub("", number)
    if digits.startswith("+84") or (digits.startswith("0") and len(digits) in {10, 11}):
        return PersonalNumber.PHONE
    if digits.lstrip("+").isdigit() and len(digits) in {9, 12}:
        return PersonalNumber.ID
    return None


def has_personal_number(text: str) -> bool:
    """Whether a phone or ID number stands in the text."""
    return any(kind_of(found[0]) is not None for found in _NUMBER.finditer(text))


def without_ids(text: str, sign: str = "[...]") -> str:
    """Return the text with ID numbers hidden; a phone stays, somebody may want to be called."""
    return _NUMBER.sub(
        lambda found: sign if kind_of(found[0]) is PersonalNumber.ID else found[0], text
    )


def without_numbers(text: str, sign: str) -> str:
    """Return the text with every phone, ID or other long number hidden."""
    return _NUMBER.sub(sign, text)
