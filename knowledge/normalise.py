"""Vietnamese text as people type it, made comparable: forms, marks, tone places.

Two spellings of a syllable are compared by `folded` (no marks at all) or by `keyed` (the letters
with their quality marks, and the tone as a digit at the end, so that hoà and hòa are one).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
"""Combining tone marks (huyền, sắc, hỏi, ngã, nặng) -> the digit that stands for them."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)
_ZERO_WIDTH_SPACE = re.compile(r"(?<=\w)[\u200b\u2060]+(?=\w)")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[.][^\W_]+)*")
_WORD_OR_BREAK = re.compile(_WORD.pattern + r"|[;?\n]+")
BREAK = ";"
_LATIN_TO_FOLD = str.maketrans({"đ": "d", "ð": "d", "Đ": "D"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: without marks, and with them in a form that ignores the tone's place."""

    folded: str
    keyed: str

    @property
    def is_marked(self) -> bool:
        """Whether it was typed with any mark: marks that are there are evidence."""
        return self.folded != self.keyed


def clean(text: str) -> str:
    """Return the text in NFC, without invisible characters, full-width forms made ordinary."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half characters of a broken encoding
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", _ZERO_WIDTH_SPACE.sub(" ", whole)))


def without_marks(text: str) -> str:
    """Return the text without any Vietnamese mark, its case kept."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LATIN_TO_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """Return the word with quality marks kept and its tone moved to the end: hoà, hòa -> hoa2."""
    tone = ""
    letters = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in TONES:
            tone = TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


def fold(text: str) -> str:
    """Return the text in lower case without any Vietnamese mark, spaces collapsed to one."""
    return _SPACES.sub(" ", without_marks(clean(text).lower())).strip()


def words(text: str) -> tuple[Word, ...]:
    """Return the words of the text in order; punctuation falls away."""
    return tuple(_word(found) for found in _WORD.findall(clean(text).lower()))


def words_and_breaks(text: str) -> tuple[Word, ...]:
    """Return the words, and a `BREAK` word where one thought ends and another follows."""
    found = [
        _word(token if token[0].isalnum() else BREAK)
        for token in _WORD_OR_BREAK.findall(clean(text).lower().strip())
    ]
    while found and found[-1].folded == BREAK:
        found.pop()
    while found and found[0].folded == BREAK:
        found.pop(0)
    return tuple(found)


@lru_cache(maxsize=65536)
def _word(text: str) -> Word:
    return Word(without_marks(text), key(text))
