"""Phrases of the lexicons: a small notation, compiled to find them among words.

    (cần|phải) [những|các] (gì|nào)

`(a|b)` is one of them, `[a|b]` one of them or nothing, `...` up to three words of any kind and
`......` up to eight, which do not belong to the phrase; `^` and `$` the start and end of the
message. Phrases are written with marks. They are found in text without marks too; but a mark that
was typed and differs is evidence against: "mã" is not "ma". `=ngủ` must be typed with its marks,
where the word without them is another, common one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from knowledge.normalise import BREAK, Word, fold, words

_TOKEN = re.compile(r"\.{6}|\.\.\.|[()\[\]|^$]|[^\s()\[\]|^$]+")
_GAPS = {"...": "((?:[^ ]+ ){0,3}?)", "......": "((?:[^ ]+ ){0,8}?)"}
_STRICT = "="
_CLOSING = {"(": ")", "[": "]"}
_SIGNS = frozenset("()[]|^$") | frozenset(_GAPS)


class PhraseError(ValueError):
    """A phrase of a lexicon is not written in the notation."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` up to, not including, `end` of a message; `gaps` are what `...` stands for."""

    start: int
    end: int
    gaps: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return self.end - self.start - len(self.gaps)

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of the words that are the phrase's own."""
        return (number for number in range(self.start, self.end) if number not in self.gaps)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One compiled phrase."""

    pattern: str
    keys: Mapping[str, frozenset[str]]  # word without marks -> its spellings in the phrase
    strict: frozenset[str]  # words that must be typed with their marks

    def at(self, position: int, text: str, starts: Mapping[int, int]) -> Span | None:
        """Return where the phrase stands, if it begins at this position of the text."""
        regex = _regex(self.pattern)
        match = regex.match(text, position)
        if match is None or match.end() == position:
            return None
        gaps = frozenset(
            starts[place]
            for group in range(1, (regex.groups or 0) + 1)
            for place in range(match.start(group), match.end(group))
            if place in starts
        )
        return Span(starts[position], starts[match.end()], gaps)

    def agrees(self, found: Sequence[Word]) -> bool:
        """Whether the marks that were typed are the phrase's own."""
        return all(
            word.keyed in self.keys.get(word.folded, {word.keyed})
            or (not word.is_marked and word.folded not in self.strict)
            for word in found
        )


class Phrases:
    """A list of phrases, looked for together; of several at one place the longest is taken.

    Faults of the notation are found at once, but the patterns are compiled when a message first
    holds a word of theirs: a short-lived process needs few of the thousands there are.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = [_read(phrase) for phrase in phrases]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all phrases, without marks."""
        known = frozenset(word for phrase in self._phrases for word in phrase.keys)
        return (
            known | {BREAK} if any(BREAK in phrase.pattern for phrase in self._phrases) else known
        )

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(phrase.pattern for phrase in self._phrases))

    def find(self, message: Sequence[Word]) -> Iterator[Span]:
        """Yield where the phrases stand, left to right, not overlapping."""
        if not any(word.folded in self.vocabulary for word in message):
            return
        text, starts = _line(message)
        position = 0
        while match := self._any.search(text, position):
            start = match.start()
            found = [
                (span.end, span)
                for phrase in self._phrases
                if (span := phrase.at(start, text, starts)) is not None
                if phrase.agrees([message[number] for number in span.numbers()])
            ]
            if found:
                end, span = max(found, key=lambda each: each[0])
                yield span
                position = next(place for place, number in starts.items() if number == end)
            else:
                position = text.find(" ", start) + 1 or len(text)
            if position >= len(text):
                return

    def __contains__(self, message: object) -> bool:
        """Whether any of the phrases stands in the message."""
        return isinstance(message, Sequence) and next(self.find(message), None) is not None


def _line(message: Sequence[Word]) -> tuple[str, dict[int, int]]:
    """Join the words, each followed by a space, and map text positions to word numbers."""
    starts: dict[int, int] = {}
    position = 0
    for number, word in enumerate(message):
        starts[position] = number
        position += len(word.folded) + 1
    starts[position] = len(message)
    return "".join(word.folded + " " for word in message), starts


@cache  # as many as there are phrases
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _folded(token: str) -> str:
    return fold(token.removeprefix(_STRICT))


def _read(phrase: str) -> _Phrase:
    tokens = _TOKEN.findall(phrase)
    pattern, rest = _sequence(tokens, phrase)
    if rest:
        raise PhraseError(f"brackets do not close in {phrase!r}")
    plain = [token for token in tokens if token not in _SIGNS]
    if not plain:
        raise PhraseError(f"no word in {phrase!r}")
    keys: dict[str, frozenset[str]] = {}
    for word in words(" ".join(plain).replace(_STRICT, "")):
        keys[word.folded] = keys.get(word.folded, frozenset()) | {word.keyed}
    strict = frozenset(fold(token[1:]) for token in plain if token.startswith(_STRICT))
    if loose := strict.intersection(fold(token) for token in plain):
        raise PhraseError(f"{sorted(loose)[0]!r} stands with and without '=' in {phrase!r}")
    return _Phrase("(?<![^ ])" + pattern, keys, strict)


def _sequence(tokens: Sequence[str], phrase: str) -> tuple[str, Sequence[str]]:
    """Compile up to the end, or to a sign that belongs to the group around."""
    pattern = []
    while tokens and tokens[0] not in "|)]":
        sign, tokens = tokens[0], tokens[1:]
        if sign in _CLOSING:
            group, tokens = _group(sign, tokens, phrase)
            pattern.append(group)
        elif sign in _GAPS:
            pattern.append(_GAPS[sign])
        elif sign in "^$":
            pattern.append(sign)
        else:
            pattern.append(re.escape(_folded(sign)) + " ")
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
