"""Slips of the keyboard, mended only where a word is none that people use here.

Telex left undone ("ddawng kys"), words glued together ("dangkykhaisinh"), spelling by ear ("khai
xinh"), one wrong letter ("dang kt"). A word that any name or phrase holds is never touched: "thửa"
is no slip of "sửa".
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from knowledge.normalise import BREAK, Word, fold, words

_DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWELS = "aeiouyâăêôơư"
_TELEX = re.compile(r"[a-zđâăêôơư]+")

_EARS = (
    ("x", "s"), ("s", "x"), ("tr", "ch"), ("ch", "tr"), ("d", "gi"), ("gi", "d"), ("r", "gi"),
    ("r", "d"), ("d", "r"), ("gi", "r"), ("v", "d"), ("l", "n"), ("n", "l"), ("k", "c"),
    ("c", "k"), ("ngh", "ng"), ("ng", "ngh"), ("gh", "g"), ("z", "gi"), ("z", "d"), ("f", "ph"),
    ("j", "gi"), ("w", "qu"), ("q", "qu"), ("b", "v"),
)  # fmt: skip
"""Beginnings that are heard alike somewhere in the country."""

_ENDS = (
    ("n", "ng"),
    ("ng", "n"),
    ("t", "c"),
    ("c", "t"),
    ("i", "y"),
    ("y", "i"),
    ("nh", "n"),
    ("n", "nh"),
)

_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
    r"(?:uyeu|oai|oay|uay|uoi|uou|yeu|ieu|oeo|uya|uye|uyu|oao|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi"
    r"|ua|ue|ui|uo|uu|uy|ye|a|e|i|o|u|y)"
    r"(?:ch|c|m|ng|nh|n|p|t)?"
)
"""A Vietnamese syllable without marks: who typed one meant it, as in a name or a place."""

SHORTEST_TYPO = 4
"""Letters; a shorter unknown word has too many neighbours to guess from."""

SHORTEST_GLUED = 6
LONGEST_GLUED = 40


class Speller:
    """Mends words by the vocabulary of names and lexicons, and the pairs that names hold."""

    def __init__(self, vocabulary: Iterable[str], is_pair: Callable[[str, str], bool]) -> None:
        self._known = frozenset(vocabulary)
        self._is_pair = is_pair
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._known):
            if word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def mend(self, message: Sequence[Word]) -> tuple[Word, ...]:
        """Return the message with what cannot be words replaced by what was likely meant."""
        mended: list[Word] = []
        for number, word in enumerate(message):
            if word.folded in self._known or not word.folded.isalpha():
                mended.append(word)
                continue
            before = mended[-1].folded if mended else ""
            after = self._sounds(message[number + 1]) if number + 1 < len(message) else ""
            mended.extend(self._mended(word, before, after))
        return tuple(mended)

    def _mended(self, word: Word, before: str, after: str) -> tuple[Word, ...]:
        if is_syllable(word.folded):
            # A name or a place, unless it is one that is heard like a word that goes here.
            return (
                (word,)
                if word.is_marked
                else self._beside(_by_ear(word.folded), word, before, after)
            )
        telexed = telex(word.keyed)
        if telexed is not None and fold(telexed) in self._known:
            return words(telexed)
        if SHORTEST_GLUED <= len(word.folded) <= LONGEST_GLUED:
            parts = self._part(word.folded)
            if parts:
                return tuple(Word(part, part) for part in parts)
        likely = [*_by_ear(word.folded), *self._neighbours(word.folded)]
        return self._beside(likely, word, before, after)

    def _sounds(self, word: Word) -> str:
        """Return the word without marks, telex undone."""
        telexed = None if word.folded in self._known else telex(word.keyed)
        return fold(telexed) if telexed is not None else word.folded

    def _beside(
        self, likely: Iterable[str], word: Word, before: str, after: str
    ) -> tuple[Word, ...]:
        """Return the first that names hold beside a neighbour, else the word as it was."""
        for other in likely:
            if other in self._known and (
                self._is_pair(before, other) or self._is_pair(other, after)
            ):
                return (Word(other, other),)
        return (word,)

    def _neighbours(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_TYPO - 1:
            return ()
        near = (
            other
            for length in range(len(word) - 1, len(word) + 2)
            for other in self._by_length.get(length, ())
            if OSA.distance(word, other, score_cutoff=1) <= 1
        )
        return tuple(near)

    def _part(self, word: str) -> tuple[str, ...]:
        """Part glued words: as few as possible, each of them known, most pairs known."""
        best: list[tuple[int, int, tuple[str, ...]] | None] = [None] * (len(word) + 1)
        best[0] = (0, 0, ())
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 7), end):
                known, part = best[start], word[start:end]
                if known is None or len(part) < 2 or part not in self._known:
                    continue
                strange = bool(known[2]) and not self._is_pair(known[2][-1], part)
                option = (known[0] + strange, known[1] + 1, (*known[2], part))
                if best[end] is None or option[:2] < best[end][:2]:  # type: ignore[index]
                    best[end] = option
        found = best[-1]
        if found is None or len(found[2]) < 2 or found[0] * 3 > len(found[2]) - 1:
            return ()
        return found[2]


def is_syllable(word: str) -> bool:
    """Whether a word without marks is built as a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


def telex(word: str) -> str | None:
    """Return what the keys of a telex keyboard were meant to write; None when they are none."""
    plain = word.rstrip("12345") if word[-1:].isdigit() else word
    if not _TELEX.fullmatch(plain):
        return None
    letters, tone, changed = "", "", False
    position = 0
    while position < len(plain):
        pair = plain[position : position + 2]
        char = plain[position]
        if pair in _DOUBLED:
            letters, changed = letters + _DOUBLED[pair], True
            position += 2
            continue
        has_vowel = any(letter in _VOWELS for letter in letters)
        if char in _TONES and has_vowel and not _is_consonant_here(plain, position):
            tone, changed = _TONES[char], True
        elif char == "w" and letters[-1:] in {"u", "o", "a"}:
            letters, changed = letters[:-1] + {"u": "ư", "o": "ơ", "a": "ă"}[letters[-1]], True
        elif char == "w" and letters[-2:-1] in {"u", "o", "a"}:
            letters, changed = _hooked(letters), True
        else:
            letters += char
        position += 1
    letters = re.sub("uơ|ưo(?=.)", "ươ", letters)
    return unicodedata.normalize("NFC", _with_tone(letters, tone)) if changed else None


def _is_consonant_here(word: str, position: int) -> bool:
    """Whether a letter that may be a tone begins a syllable's end instead: none does."""
    return position + 1 < len(word) and word[position + 1] in "aeiouy"


def _hooked(letters: str) -> str:
    place = max(letters.rfind(vowel) for vowel in "uoa")
    hooked = {"u": "ư", "o": "ơ", "a": "ă"}[letters[place]]
    return letters[:place] + hooked + letters[place + 1 :]


def _with_tone(letters: str, tone: str) -> str:
    if not tone:
        return letters
    places = [number for number, letter in enumerate(letters) if letter in _VOWELS]
    marked = [number for number in places if letters[number] in "âăêôơư"]
    place = marked[-1] if marked else places[max(0, len(places) - 2)]
    return letters[: place + 1] + tone + letters[place + 1 :]


def _by_ear(word: str) -> Iterator[str]:
    for written, heard in _EARS:
        if word.startswith(written):
            yield heard + word[len(written) :]
    for written, heard in _ENDS:
        if word.endswith(written):
            yield word[: -len(written)] + heard


def vocabulary_of(*parts: Iterable[str]) -> frozenset[str]:
    """Return all these words but the break between two thoughts."""
    return frozenset(word for part in parts for word in part) - {BREAK}
