"""The last part of a receipt code: where it ends when a word is glued to it."""

import re

from dossiers.pieces import LONGEST_PIECE, has_digit, is_digits, mend

SHORTEST, LONGEST = 3, 8
_ALPHANUMERIC = re.compile(r"[0-9A-Z]{3,8}")
_OWNER_AND_NUMBER = re.compile(r"[A-HJKMNP-Z]{1,2}\d{3,6}")
_NUMBER_AND_WORD = re.compile(r"(\d[0-9OIL]*?)([^\W\d_]+)")
_TRAILING_SLIPS = re.compile(r"[OIL]+$")


def read_number(text: str, *, is_alone: bool, usual: int) -> str | None:
    """Return the number a piece holds; None when that is unclear.

    `is_alone`: the message is nothing but the code, so no word can be glued to its end. `usual`:
    how many digits such a number mostly has, which tells a typed l from a glued word.
    """
    if len(text) > LONGEST_PIECE:
        return None
    if is_alone and _ALPHANUMERIC.fullmatch(text) and has_digit(text):
        return mend(text)
    if is_digits(text):
        slips = _TRAILING_SLIPS.search(text)
        is_fitting = SHORTEST <= len(text) <= LONGEST and has_digit(text)
        is_clear = slips is None or len(text) <= usual or slips.start() not in (4, usual)
        return mend(text) if is_fitting and is_clear else None
    if _OWNER_AND_NUMBER.fullmatch(text):
        return text
    return _before_word(text)


def _before_word(text: str) -> str | None:
    """Return the digits before a word that cannot belong to the code ("0001xongchua", "0001ạ")."""
    match = _NUMBER_AND_WORD.fullmatch(text)
    if match is None or _ALPHANUMERIC.fullmatch(text):
        return None
    digits, word = match.groups()
    is_number = SHORTEST <= len(digits) <= LONGEST
    return digits if is_number and digits.isascii() and not is_digits(word[:1]) else None
