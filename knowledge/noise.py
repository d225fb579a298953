"""Questions made worse on purpose, the same way each time: what people's keyboards do to them.

The kinds are those of domain.md 8: marks left off, telex undone, typos, glued words, teencode and
words around the matter. A question always becomes the same noisy one: the set is frozen.
"""

import random
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum

from knowledge.normalise import without_marks


class Noise(StrEnum):
    """The kinds of noise."""

    NO_MARKS = "no_marks"
    HALF_MARKS = "half_marks"
    TELEX = "telex"
    TYPO = "typo"
    GLUED = "glued"
    TEENCODE = "teencode"
    PADDING = "padding"


def noisy(text: str, kind: Noise) -> str:
    """Return the text with this noise; the same for the same text."""
    # Nothing secret hangs on it: it must only be the same tomorrow.
    chance = random.Random(f"{kind}:{text}")  # noqa: S311
    return _MAKERS[kind](text, chance)


_SHARE = {Noise.HALF_MARKS: 0.5, Noise.TELEX: 0.3, Noise.TYPO: 0.15, Noise.GLUED: 0.25}

_KEYS = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_LETTERS = {"â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}

_BESIDE = {
    "a": "s", "b": "v", "c": "x", "d": "s", "e": "r", "g": "h", "h": "g", "i": "o", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "t", "s": "d", "t": "y",
    "u": "i", "v": "c", "x": "c", "y": "u",
}  # fmt: skip
"""A neighbour of each key."""

_TEENCODE = (
    ("giấy khai sinh", "gks"), ("đăng ký kết hôn", "dkkh"), ("căn cước công dân", "cccd"),
    ("căn cước", "cccd"), ("bảo hiểm y tế", "bhyt"), ("hộ kinh doanh", "hkd"),
    ("nghĩa vụ quân sự", "nvqs"), ("bao nhiêu", "bn"), ("như thế nào", "ntn"), ("thế nào", "tn"),
    ("đăng ký", "đk"), ("không", "ko"), ("được", "dc"), ("gì", "j"), ("vậy", "z"), ("rồi", "r"),
    ("giờ", "h"), ("với", "vs"), ("chồng", "ck"), ("vợ", "vk"), ("em", "e"), ("anh", "a"),
    ("người", "ng"), ("thủ tục", "tt"), ("hồ sơ", "hs"), ("trường", "trg"), ("biết", "bít"),
)  # fmt: skip

_BEFORE = (
    "dạ em chào cán bộ ạ, cho em hỏi với ạ ", "ad ơi cho mình hỏi chút xíu là ",
    "chào anh chị, em muốn nhờ tư vấn giúp em ", "alo cô chú ơi cho cháu hỏi ",
    "bà con cho hỏi tí, ", "xin phép cho tôi hỏi một việc: ",
)  # fmt: skip
_AFTER = (
    " ạ, em cảm ơn nhiều ạ", " vậy ad, ai biết chỉ giúp em với", " nhỉ, em không rành lắm",
    " ạ, mong cán bộ trả lời sớm", " với ạ, em đang cần gấp",
)  # fmt: skip


def _no_marks(text: str, _: random.Random) -> str:
    return without_marks(text)


def _half_marks(text: str, chance: random.Random) -> str:
    return _each_word(text, chance, Noise.HALF_MARKS, lambda word: without_marks(word))


def _telex(text: str, chance: random.Random) -> str:
    return _each_word(text, chance, Noise.TELEX, telexed)


def telexed(word: str) -> str:
    """Return the keys that write the word on a telex keyboard, the tone at its end."""
    tone, typed = "", []
    for char in unicodedata.normalize("NFC", word):
        letters = unicodedata.normalize("NFD", char)
        marks = [mark for mark in letters if mark in _KEYS]
        plain = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _KEYS))
        tone = _KEYS[marks[0]] if marks else tone
        typed.append(_LETTERS.get(plain, plain))
    return "".join(typed) + tone


def _typo(text: str, chance: random.Random) -> str:
    def slip(word: str) -> str:
        if len(word) < 4 or not word.isalpha():
            return word
        place = chance.randrange(1, len(word) - 1)
        kind = chance.choice(("swap", "miss", "double", "beside"))
        before, char, after = word[:place], word[place], word[place + 1 :]
        if kind == "swap":
            return before + after[0] + char + after[1:]
        if kind == "miss":
            return before + after
        if kind == "double":
            return before + char + char + after
        return before + _BESIDE.get(char, char) + after

    return _each_word(text, chance, Noise.TYPO, slip)


def _glued(text: str, chance: random.Random) -> str:
    words = text.split()
    glued = words[:1]
    for word in words[1:]:
        if chance.random() < _SHARE[Noise.GLUED] and glued[-1].isalpha() and word.isalpha():
            glued[-1] += word
        else:
            glued.append(word)
    return " ".join(glued)


def _teencode(text: str, _: random.Random) -> str:
    words = f" {text} "
    for full, short in _TEENCODE:
        words = words.replace(f" {full} ", f" {short} ")
    return words.strip()


def _padded(text: str, chance: random.Random) -> str:
    return chance.choice(_BEFORE) + text + chance.choice(_AFTER)


def _each_word(text: str, chance: random.Random, kind: Noise, change: Callable[[str], str]) -> str:
    return " ".join(
        change(word) if chance.random() < _SHARE[kind] else word for word in text.split()
    )


_MAKERS: Mapping[Noise, Callable[[str, random.Random], str]] = {
    Noise.NO_MARKS: _no_marks,
    Noise.HALF_MARKS: _half_marks,
    Noise.TELEX: _telex,
    Noise.TYPO: _typo,
    Noise.GLUED: _glued,
    Noise.TEENCODE: _teencode,
    Noise.PADDING: _padded,
}
