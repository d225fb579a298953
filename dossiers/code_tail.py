"""How the tail of a receipt code is read: lower levels, day and number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate, pairwise, product, takewhile

from dossiers.code_heads import Head
from dossiers.code_number import LONGEST, SHORTEST, read_number
from dossiers.pieces import Join, Piece, has_digit, number_of

FIRST_DAY = date(2010, 1, 1)  # earlier codes do not exist; a phone (09...) is no day either
_COMMON_SINCE = date(2018, 1, 1)  # TT 01/2018/TT-VPCP gave the codes their form
_MOST_GROUPS = 3  # levels below the ministry or province
_GROUP_LENGTHS = (1, 2, 3)
_DAY_LENGTHS = (6, 8)
_USUAL_NUMBER = {6: 4, 8: 7}  # digits of the number, by those of the day
_SHORTEST_TAIL = min(_DAY_LENGTHS) + SHORTEST
_STRONG_GROUPS = 2  # "H22 38 9" is no accident
_PHONE_LENGTH = 10


class Reason(StrEnum):
    """Why something that was meant as a receipt code is none."""

    IMPOSSIBLE_DATE = "impossible_date"
    FUTURE_DATE = "future_date"
    CUT_SHORT = "cut_short"
    UNCLEAR = "unclear"  # it can be read in more than one way, or in none


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A code, or the reason why what was meant as one is none, and where it stands."""

    code: str | None = None
    reason: Reason | None = None
    start: int
    end: int
    next: int  # the piece to go on with


def reading(
    pieces: Sequence[Piece],
    first: int,
    last: int,
    *,
    code: str | None = None,
    reason: Reason | None = None,
) -> Reading:
    """Return the reading of the pieces from `first` to `last`, both included."""
    start, end = pieces[first].start, pieces[last].end
    return Reading(code=code, reason=reason, start=start, end=end, next=last + 1)


def day_of(digits: str) -> date | None:
    """Return the day in `YYMMDD` or `YYYYMMDD`; None when there is no such day, or none so old."""
    full = digits if len(digits) == max(_DAY_LENGTHS) else "20" + digits
    try:
        day = date.fromisoformat(full)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def reason_against_day(digits: str, today: date) -> Reason | None:
    """Return what is wrong with a code's day; None when a dossier can have come in on it."""
    day = day_of(digits)
    if day is None:
        return Reason.IMPOSSIBLE_DATE
    return Reason.FUTURE_DATE if day > today else None


class Tail:
    """What follows an agency's beginning: the lower levels, the day, the number."""

    def __init__(self, pieces: Sequence[Piece], head: Head, today: date) -> None:
        self._pieces = pieces
        self._head = head
        self._today = today
        self._after = head.root_at + 1
        self._numbers = self._numbers_after_root()
        short = takewhile(lambda number: len(number) <= max(_GROUP_LENGTHS), self._numbers)
        self._groups = () if head.prefix or head.root.after else tuple(short)[:_MOST_GROUPS]

    def read(self) -> Reading | None:
        """Return the code, or why there is none; None when no receipt code was meant."""
        day = self._number_at(len(self._groups))
        if not self._head.root.after and len(day) in _DAY_LENGTHS:
            return self._exact(day)
        return self._with_left_out_separator() or self._without_day()

    def _exact(self, day: str) -> Reading | None:
        day_at = self._after + len(self._groups)
        piece = self._joined_piece(day_at + 1)
        if piece is None or not has_digit(piece.text) or self._is_too_short(piece):
            return self._miss(Reason.CUT_SHORT, day_at, is_meant=self._looks_meant(day_at))
        is_alone = self._head.is_alone and day_at + 2 == len(self._pieces)
        number = read_number(piece.text, is_alone=is_alone, usual=_USUAL_NUMBER[len(day)])
        if number is None or self._goes_on(day_at + 1):
            reason: Reason | None = Reason.UNCLEAR
        else:
            reason = reason_against_day(day, self._today)
        reason = reason or self._reason_against_head()
        if reason or number is None:
            is_meant = self._looks_meant(day_at) or self._is_tight(day_at + 1)
            return self._miss(reason or Reason.UNCLEAR, day_at + 1, is_meant=is_meant)
        return self._code(self._groups, day, number, day_at + 1)

    def _with_left_out_separator(self) -> Reading | None:
        """Read "H22.38.9-2611160001", if there is exactly one way to do so."""
        is_strong = bool(self._head.prefix) or len(self._groups) >= _STRONG_GROUPS
        last = self._after + len(self._numbers) - bool(self._head.root.after) - 1
        if not is_strong and not self._is_dotted(last):
            return None
        splits = dict(self._splits())
        past = {parts: end for parts, end in splits.items() if not self._is_future(parts[-2])}
        splits = past or splits
        if not splits:
            return None
        end = self._after + min(splits.values()) - bool(self._head.root.after)
        [*groups, day, number], *others = splits
        reason = Reason.UNCLEAR if others or self._goes_on(end) else None
        reason = reason or self._reason_against_head() or reason_against_day(day, self._today)
        if reason:
            return self._miss(reason, end, is_meant=True)
        return self._code(groups, day, number, end)

    def _splits(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield groups, day and number, and how many typed numbers they end with."""
        bounds = list(accumulate(len(number) for number in self._numbers))
        digits = "".join(self._numbers)
        if len(digits) < _SHORTEST_TAIL:
            return
        whole = self._inside_typed_groups(bounds)
        most = 0 if self._head.prefix else _MOST_GROUPS
        for count in range(most + 1):
            for sizes in product(*[_GROUP_LENGTHS] * count, _DAY_LENGTHS):
                ends = list(accumulate(sizes))
                number_end = next((bound for bound in bounds if bound > ends[-1]), 0)
                inner = {bound for bound in bounds if bound <= ends[-1]} - set(ends)
                if inner or whole & set(ends) or not SHORTEST <= number_end - ends[-1] <= LONGEST:
                    continue
                cuts = [0, *ends, number_end]
                parts = tuple(digits[a:b] for a, b in pairwise(cuts))
                if (day := day_of(parts[-2])) and day >= _COMMON_SINCE:
                    yield parts, bounds.index(number_end)

    def _is_future(self, day: str) -> bool:
        return reason_against_day(day, self._today) is Reason.FUTURE_DATE

    def _inside_typed_groups(self, bounds: list[int]) -> set[int]:
        """Return the places where no separator was left out: between the digits of "38"."""
        glued = 1 if self._head.root.after else 0
        short = [
            (end - len(number), end)
            for number, end in zip(self._numbers[glued:], bounds[glued:], strict=True)
            if len(number) <= max(_GROUP_LENGTHS)
        ]
        return {place for start, end in short for place in range(start + 1, end)}

    def _without_day(self) -> Reading | None:
        """Judge an agency that no day follows: "H22.38.9" is a beginning, "H22" is a word."""
        root = self._head.root
        further = len(self._numbers) - len(self._groups)
        last = self._after + len(self._numbers) - bool(root.after) - 1
        is_long = len(self._groups) > 1 or (bool(self._head.prefix) and further > 0)
        is_glued = self._head.is_clear and len(root.after) >= min(_DAY_LENGTHS)
        is_meant = (is_long and self._is_dotted(last)) or is_glued
        reason = Reason.IMPOSSIBLE_DATE if further > 1 else Reason.CUT_SHORT
        return self._miss(reason, last, is_meant=is_meant and root.is_government)

    def _reason_against_head(self) -> Reason | None:
        is_half = self._head.needs_groups and not self._groups
        return Reason.UNCLEAR if is_half or not self._head.is_clear else None

    def _looks_meant(self, day_at: int) -> bool:
        if self._head.prefix:
            return True
        is_agency = bool(self._groups) or self._is_tight(day_at)
        return self._head.root.is_government and is_agency

    def _is_tight(self, last: int) -> bool:
        joins = {piece.join for piece in self._pieces[self._after : last + 1]}
        return joins == {Join.TIGHT}

    def _is_dotted(self, last: int) -> bool:
        joins = {piece.join for piece in self._pieces[self._after : last + 1]}
        return Join.SPACED not in joins

    def _is_too_short(self, piece: Piece) -> bool:
        number = number_of(piece)
        return number is not None and len(number) < SHORTEST

    def _goes_on(self, number_at: int) -> bool:
        """Whether more digits hang on the number, or it begins a phone number."""
        following = self._joined_piece(number_at + 1)
        if following is None:
            return False
        if following.join is Join.TIGHT and "," not in following.gap:
            return following.text[0].isdigit()
        if self._pieces[number_at].join is not Join.SPACED:
            return False
        row = "".join(number_of(p) or " " for p in self._pieces[number_at : number_at + 4])
        phone = row.split(" ")[0]
        return phone.startswith("0") and len(phone) == _PHONE_LENGTH

    def _numbers_after_root(self) -> tuple[str, ...]:
        numbers = [self._head.root.after] if self._head.root.after else []
        for index in range(self._after, self._after + _MOST_GROUPS + 3):
            piece = self._joined_piece(index)
            number = number_of(piece) if piece else None
            if number is None:
                break
            numbers.append(number)
        return tuple(numbers)

    def _number_at(self, index: int) -> str:
        return self._numbers[index] if index < len(self._numbers) else ""

    def _joined_piece(self, index: int) -> Piece | None:
        if index >= len(self._pieces) or self._pieces[index].join is Join.BROKEN:
            return None
        return self._pieces[index]

    def _code(self, groups: Sequence[str], day: str, number: str, last: int) -> Reading:
        agency = ".".join((*self._head.prefix, self._head.root.text, *groups))
        return reading(self._pieces, self._head.first, last, code=f"{agency}-{day}-{number}")

    def _miss(self, reason: Reason, last: int, *, is_meant: bool) -> Reading | None:
        if not is_meant or self._head.is_quiet:
            return None
        return reading(self._pieces, self._head.first, last, reason=reason)
