"""How a row of pieces is read as receipt codes, each as a code or with the reason why not.

`dossiers.receipt_code` is the door to this; nothing else uses it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from dossiers.code_heads import new_order, old_order
from dossiers.code_number import read_number
from dossiers.code_tail import FIRST_DAY, Reading, Reason, Tail, reading
from dossiers.pieces import Join, Piece, first_number_of, has_digit, is_digits, number_of

_OFFICE, _YEAR, _SERIAL = 5, 4, 5  # digits of 03706/2026/07906


def readings(pieces: Sequence[Piece], today: date) -> Iterator[Reading]:
    """Yield what can be read as a receipt code, left to right, without overlap."""
    at = floor = 0  # pieces before `floor` belong to an earlier code
    while at < len(pieces):
        found = _insurance(pieces, at, floor, today)
        if found is None:
            head = old_order(pieces, at, floor) or new_order(pieces, at, floor)
            found = Tail(pieces, head, today).read() if head else None
        if found is None:
            at += 1
        else:
            yield found
            at = floor = found.next


def _insurance(pieces: Sequence[Piece], at: int, floor: int, today: date) -> Reading | None:
    """Read the social-insurance form, which has no letter to be known by."""
    row = pieces[at : at + 3]
    joins = {piece.join for piece in row[1:]}
    if len(row) < len(("office", "year", "serial")) or Join.BROKEN in joins:
        return None
    office, year = first_number_of(row[0]), number_of(row[1])
    if office is None or year is None or (len(office), len(year)) != (_OFFICE, _YEAR):
        return None
    if not (has_digit(row[0].text) and is_digits(row[2].text[:1]) and has_digit(row[2].text)):
        return None
    is_slashed = all("/" in piece.gap for piece in row[1:])
    if joins == {Join.SPACED} and not office.startswith("0"):
        return None
    serial = read_number(row[2].text, is_alone=False, usual=_SERIAL)
    reason = _reason_against_insurance(year, serial or number_of(row[2]) or "", today)
    if reason is None and _is_surrounded(pieces, at, floor):
        reason = Reason.UNCLEAR
    if reason is None:
        return reading(pieces, at, at + 2, code=f"{office}/{year}/{serial}")
    return reading(pieces, at, at + 2, reason=reason) if is_slashed else None


def _reason_against_insurance(year: str, serial: str, today: date) -> Reason | None:
    if not FIRST_DAY.year <= int(year):
        return Reason.IMPOSSIBLE_DATE
    if int(year) > today.year:
        return Reason.FUTURE_DATE
    if len(serial) == _SERIAL and serial.isdigit():
        return None
    return Reason.CUT_SHORT if 0 < len(serial) < _SERIAL else Reason.UNCLEAR


def _is_surrounded(pieces: Sequence[Piece], at: int, floor: int) -> bool:
    """Whether more digits hang on either side, so that it is part of something longer."""
    is_after = at > floor and pieces[at].join is Join.TIGHT and number_of(pieces[at - 1])
    following = pieces[at + 3] if at + 3 < len(pieces) else None
    goes_on = following and following.join is Join.TIGHT and number_of(following)
    return bool(is_after or (goes_on and following and "," not in following.gap))
