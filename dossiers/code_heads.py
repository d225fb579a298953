"""How the agency at the beginning of a receipt code is recognised: `000.17.22.H56`, `H22`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from dossiers.pieces import Join, Piece, Root, first_number_of, is_digits, mend, number_of, root_of

_PREFIX_SIZES = (3, 2, 2)  # the old order in nearly every code
_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The pieces from `first` to the root, and what they say."""

    first: int
    root_at: int
    root: Root
    prefix: tuple[str, ...] = ()  # the groups before the root in the old order
    is_clear: bool = True  # no stray digits hang on its left side
    needs_groups: bool = False  # a number stands before it: "20 H22" may be half of the old order
    is_quiet: bool = False  # part of another name ("KQ.G15"): not worth a question
    is_alone: bool = False  # nothing stands before it


def old_order(pieces: Sequence[Piece], at: int, floor: int) -> Head | None:
    """Return the agency that begins here with its lowest level: three digits, groups, the root."""
    row = _groups_and_root(pieces, at)
    if row is None:
        return None
    groups, root_at, root = row
    prefix = _prefix(groups)
    if prefix is None:
        return None
    joins = [piece.join for piece in pieces[at + 1 : root_at + 1]]
    is_clear = not _digits_hang_on(pieces, at, floor)
    if len(prefix) == _MOST_GROUPS and len(prefix[1]) == len(prefix[0]):
        # "678 000 00 20 H22": the first number may belong to the sentence.
        if joins[0] is Join.SPACED and set(joins) != {Join.SPACED}:
            return None
        is_clear = is_clear and joins[0] is not Join.SPACED
    is_alone = at == 0 and is_digits(pieces[at].text)
    return Head(
        first=at, root_at=root_at, root=root, prefix=prefix, is_clear=is_clear, is_alone=is_alone
    )


def new_order(pieces: Sequence[Piece], at: int, floor: int) -> Head | None:
    """Return the agency that begins here with the ministry or province."""
    root = root_of(pieces[at])
    if root is None:
        return None
    joined = pieces[at].join if at > floor else Join.BROKEN
    before = pieces[at - 1].text if joined is not Join.BROKEN else ""
    is_tight = joined is Join.TIGHT
    if is_tight and before == "KQ":
        return None
    return Head(
        first=at,
        root_at=at,
        root=root,
        is_clear=not root.before[-1:].isdigit() and not _digits_hang_on(pieces, at, floor),
        needs_groups=is_digits(before) and len(before) <= len("000"),
        is_quiet=is_tight and not is_digits(before),
        is_alone=at == 0 and not root.before,
    )


def _groups_and_root(pieces: Sequence[Piece], at: int) -> tuple[list[str], int, Root] | None:
    first = first_number_of(pieces[at])
    if first is None:
        first_root = root_of(pieces[at])  # "0000020H22"
        is_glued = first_root is not None and is_digits(first_root.before)
        return ([first_root.before], at, first_root) if first_root and is_glued else None
    groups = [first]
    for index in range(at + 1, min(at + 2 + _MOST_GROUPS, len(pieces))):
        piece = pieces[index]
        if piece.join is Join.BROKEN:
            return None
        if is_digits(piece.text):
            groups.append(mend(piece.text))
            continue
        root = root_of(piece)
        if root is None or (root.before and not is_digits(root.before)):
            return None
        return ([*groups, root.before] if root.before else groups), index, root
    return None


def _prefix(groups: list[str]) -> tuple[str, ...] | None:
    """Return the groups before the root; split as usual where a separator was left out."""
    first, *others = (len(group) for group in groups)
    if first == _PREFIX_SIZES[0] and len(groups) in {3, _MOST_GROUPS} and set(others) <= {2, 3}:
        return tuple(groups)
    ends = list(accumulate(_PREFIX_SIZES))
    digits = "".join(groups)
    if len(digits) != ends[-1] or not set(accumulate(len(g) for g in groups)) <= set(ends):
        return None
    return tuple(digits[end - size : end] for end, size in zip(ends, _PREFIX_SIZES, strict=True))


def _digits_hang_on(pieces: Sequence[Piece], at: int, floor: int) -> bool:
    is_tight = at > floor and pieces[at].join is Join.TIGHT
    return is_tight and number_of(pieces[at - 1]) is not None
