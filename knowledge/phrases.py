"""Phrases of the lexicons: a small notation, compiled to find them among words.

    (cần|phải) [những|các] (gì|nào)

`(a|b)` is one of them, `[a|b]` one of them or nothing, `...` up to three words of any kind and
`......` up to eight, which do not belong to the phrase; `^` and `$` the start and end of the
message. Phrases are written with marks. They are found in text without marks too; but a mark that
was typed and differs is evidence against: "mã" is not "ma". `=ngủ` must be typed with its marks,
where the word without them is another, common one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from knowledge.normalise import BREAK, Word, fold, words

_TOKEN = re.compile(r"\.{6}|\.\.\.|[()\[\]|^$]|[^\s()\[\]|^$]+")
_GAPS = {"...": "((?:[^ ]+ ){0,3}?)", "......": "((?:[^ ]+ ){0,8}?)"}
_STRICT = "="
_ANY_WORD = ""
_CLOSING = {"(": ")", "[": "]"}
_SIGNS = frozenset("()[]|^$") | frozenset(_GAPS)


_MOST_VARIANTS = 300

Variants = tuple[tuple[str, ...], ...]
"""Sequences of words without marks."""


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
class Phrase:
    """One compiled phrase."""

    pattern: str
    keys: Mapping[str, frozenset[str]]  # word without marks -> its spellings in the phrase
    strict: frozenset[str]  # words that must be typed with their marks
    firsts: frozenset[str]  # words it may begin with; `_ANY_WORD` among them for any
    variants: Variants | None  # all it may be, without marks; None when too many or with signs

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

    def __init__(self, phrases: Iterable[str], faults: list[tuple[int, str]] | None = None) -> None:
        """Read the phrases. Raises `PhraseError`, or notes each fault where they are asked for."""
        self._phrases: list[Phrase] = []
        for number, phrase in enumerate(phrases):
            try:
                self._phrases.append(_read(phrase))
            except PhraseError as exc:
                if faults is None:
                    raise
                faults.append((number, str(exc)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all phrases, without marks."""
        known = frozenset(word for phrase in self._phrases for word in phrase.keys)
        return (
            known | {BREAK} if any(BREAK in phrase.pattern for phrase in self._phrases) else known
        )

    @cached_property
    def _by_first(self) -> Mapping[str, Sequence[Phrase]]:
        """The phrases by the words they may begin with: few are tried at each word."""
        found: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in self._phrases:
            for word in phrase.firsts:
                found[word].append(phrase)
        return found

    def find(self, message: Sequence[Word]) -> Iterator[Span]:
        """Yield where the phrases stand, left to right, not overlapping."""
        line: Line | None = None
        after = 0
        anywhere = self._by_first.get(_ANY_WORD, ())
        for number, word in enumerate(message):
            beginning = (*self._by_first.get(word.folded, ()), *anywhere)
            if number < after or not beginning:
                continue
            line = line or joined_line(message)
            found = [
                span
                for phrase in beginning
                if (span := phrase.at(line.places[number], line.text, line.starts)) is not None
                if phrase.agrees([message[each] for each in span.numbers()])
            ]
            if found:
                longest = max(found, key=lambda span: (len(span), span.end))
                after = longest.end
                yield longest

    def __iter__(self) -> Iterator["Phrase"]:
        return iter(self._phrases)

    def __contains__(self, message: object) -> bool:
        """Whether any of the phrases stands in the message."""
        return isinstance(message, Sequence) and next(self.find(message), None) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A message as one text, each word followed by a space."""

    text: str
    places: Sequence[int]  # of each word in the text
    starts: Mapping[int, int]  # place in the text -> number of the word; its end too


def joined_line(message: Sequence[Word]) -> Line:
    """Return the message as one text."""
    places = [0, *accumulate(len(word.folded) + 1 for word in message)]
    starts = {place: number for number, place in enumerate(places)}
    return Line("".join(word.folded + " " for word in message), places, starts)


@cache  # as many as there are phrases
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _folded(token: str) -> str:
    return fold(token.removeprefix(_STRICT))


def _read(phrase: str) -> Phrase:
    tokens = _TOKEN.findall(phrase)
    read = _sequence(tokens, phrase)
    if read.rest:
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
    variants = tuple(filter(None, read.variants)) if read.variants is not None else None
    return Phrase("(?<![^ ])" + read.pattern, keys, strict, read.firsts, variants)


@dataclass(frozen=True, slots=True)
class _Part:
    """A compiled part of a phrase."""

    pattern: str
    firsts: frozenset[str]  # words it may begin with
    may_be_empty: bool
    variants: Variants | None
    rest: Sequence[str]  # tokens behind it


def _sequence(tokens: Sequence[str], phrase: str) -> _Part:
    """Compile up to the end, or to a sign that belongs to the group around."""
    parts: list[_Part] = []
    while tokens and tokens[0] not in "|)]":
        sign, rest = tokens[0], tokens[1:]
        if sign in _CLOSING:
            parts.append(_group(sign, rest, phrase))
        elif sign in _GAPS:
            parts.append(_Part(_GAPS[sign], frozenset({_ANY_WORD}), True, None, rest))
        elif sign in "^$":
            parts.append(_Part(sign, frozenset(), True, None, rest))
        else:
            word = _folded(sign)
            parts.append(_Part(re.escape(word) + " ", frozenset({word}), False, ((word,),), rest))
        tokens = parts[-1].rest
    firsts: frozenset[str] = frozenset()
    for part in parts:
        firsts |= part.firsts
        if not part.may_be_empty:
            break
    may_be_empty = all(part.may_be_empty for part in parts)
    pattern = "".join(part.pattern for part in parts)
    return _Part(pattern, firsts, may_be_empty, _joined(parts), tokens)


def _joined(parts: Sequence[_Part]) -> Variants | None:
    """Return every way to say these parts one after another."""
    variants: Variants = ((),)
    for part in parts:
        if part.variants is None or len(variants) * len(part.variants) > _MOST_VARIANTS:
            return None
        variants = tuple((*before, *after) for before in variants for after in part.variants)
    return variants


def _group(opening: str, tokens: Sequence[str], phrase: str) -> _Part:
    alternatives = []
    while True:
        alternatives.append(_sequence(tokens, phrase))
        rest = alternatives[-1].rest
        if not rest or rest[0] not in {"|", _CLOSING[opening]}:
            raise PhraseError(f"brackets do not close in {phrase!r}")
        sign, tokens = rest[0], rest[1:]
        if sign != "|":
            break
    # The longest first, so that "căn cước công dân" is not left at "căn cước".
    longest_first = "|".join(sorted((one.pattern for one in alternatives), key=len, reverse=True))
    is_optional = opening == "["
    variants: Variants | None = ((),) if is_optional else ()
    for one in alternatives:
        listed = variants is not None and one.variants is not None
        variants = (*(variants or ()), *(one.variants or ())) if listed else None
    return _Part(
        f"(?:{longest_first})" + ("?" if is_optional else ""),
        frozenset().union(*(one.firsts for one in alternatives)),
        is_optional or any(one.may_be_empty for one in alternatives),
        variants,
        tokens,
    )
