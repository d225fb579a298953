"""Phrases of the lexicons: a small notation, compiled to find them among words.

    (cần|phải) [những|các] (gì|nào)

`(a|b)` is one of them, `[a|b]` one of them or nothing, `...` up to three words of any kind, `^` and
`$` the start and end of the message. Phrases are written with marks. They are found in text
without marks too; but a mark that was typed and differs is evidence against: "mã" is not "ma".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.normalise import Word, fold, words

_TOKEN = re.compile(r"\.\.\.|[()\[\]|^$]|[^\s()\[\]|^$]+")
_GAP = "(?:[^ ]+ ){0,3}?"
_CLOSING = {"(": ")", "[": "]"}
_SIGNS = frozenset("()[]|^$") | {"..."}


class PhraseError(ValueError):
    """A phrase of a lexicon is not written in the notation."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` up to, not including, `end` of a message."""

    start: int
    end: int


class Phrases:
    """A list of phrases, looked for together."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._patterns = [_compile(phrase) for phrase in phrases]
        alternatives = "|".join(f"(?:{pattern})" for pattern, _ in self._patterns)
        self._regex = re.compile(alternatives) if alternatives else None
        self._keys: dict[str, set[str]] = {}
        for _, keyed in self._patterns:
            for word in keyed:
                self._keys.setdefault(word.folded, set()).add(word.keyed)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of all phrases, without marks."""
        return frozenset(self._keys)

    def find(self, message: Sequence[Word]) -> Iterator[Span]:
        """Yield where the phrases stand, left to right, not overlapping."""
        if self._regex is None:
            return
        text, starts = _line(message)
        position = 0
        while match := self._regex.search(text, position):
            if match.end() == match.start():
                return
            span = Span(starts[match.start()], starts[match.end()])
            if self._marks_agree(message[span.start : span.end]):
                yield span
                position = match.end()
            else:
                position = match.start() + len(message[span.start].folded) + 1

    def __contains__(self, message: object) -> bool:
        """Whether any of the phrases stands in the message."""
        return isinstance(message, Sequence) and next(self.find(message), None) is not None

    def _marks_agree(self, found: Sequence[Word]) -> bool:
        return all(
            not word.is_marked or word.keyed in self._keys.get(word.folded, {word.keyed})
            for word in found
        )


def _line(message: Sequence[Word]) -> tuple[str, dict[int, int]]:
    """Join the words, each followed by a space, and map text positions to word numbers."""
    starts: dict[int, int] = {}
    position = 0
    for number, word in enumerate(message):
        starts[position] = number
        position += len(word.folded) + 1
    starts[position] = len(message)
    return "".join(word.folded + " " for word in message), starts


def _compile(phrase: str) -> tuple[str, tuple[Word, ...]]:
    """Return the regular expression of a phrase, and its words."""
    tokens = _TOKEN.findall(phrase)
    pattern, rest = _sequence(tokens, phrase)
    if rest:
        raise PhraseError(f"brackets do not close in {phrase!r}")
    plain = words(" ".join(token for token in tokens if token not in _SIGNS))
    if not plain:
        raise PhraseError(f"no word in {phrase!r}")
    return "(?<![^ ])" + pattern, plain


def _sequence(tokens: Sequence[str], phrase: str) -> tuple[str, Sequence[str]]:
    """Compile up to the end, or to a sign that belongs to the group around."""
    pattern = []
    while tokens and tokens[0] not in "|)]":
        sign, tokens = tokens[0], tokens[1:]
        if sign in _CLOSING:
            group, tokens = _group(sign, tokens, phrase)
            pattern.append(group)
        elif sign == "...":
            pattern.append(_GAP)
        elif sign in "^$":
            pattern.append(sign)
        else:
            pattern.append(re.escape(fold(sign)) + " ")
    return "".join(pattern), tokens


def _group(opening: str, tokens: Sequence[str], phrase: str) -> tuple[str, Sequence[str]]:
    alternatives = []
    while True:
        alternative, tokens = _sequence(tokens, phrase)
        alternatives.append(alternative)
        if not tokens or tokens[0] not in {"|", _CLOSING[opening]}:
            raise PhraseError(f"brackets do not close in {phrase!r}")
        sign, tokens = tokens[0], tokens[1:]
        if sign != "|":
            break
    # The longest first, so that "căn cước công dân" is not left at "căn cước".
    longest_first = "|".join(sorted(alternatives, key=len, reverse=True))
    return f"(?:{longest_first})" + ("?" if opening == "[" else ""), tokens
