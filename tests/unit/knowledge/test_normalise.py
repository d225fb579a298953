"""Vietnamese text made comparable."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.normalise import (
    BREAK,
    TONES,
    clean,
    fold,
    key,
    words,
    words_and_breaks,
)

ANY_TEXT = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]))
VIETNAMESE = st.text("aăâeêioôơuưyđbcdghklmnpqrstvx \u0300\u0301\u0303\u0309\u0323", max_size=40)
TONE_PAIRS = [
    (f"{onset}{first}{second}{tone}", f"{onset}{first}{tone}{second}")
    for onset in ("", "h", "kh", "l", "ngh", "th", "x")
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
]


@given(ANY_TEXT | VIETNAMESE)
@example("İ")
@example("ΑΣ a")
@example("\ud800")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT | VIETNAMESE)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)

    assert fold(composed) == fold(decomposed)


@given(VIETNAMESE)
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)

    assert words(composed) == words(decomposed)


@given(ANY_TEXT)
def test_any_text_has_words_without_spaces(text: str) -> None:
    found = (*words(text), *words_and_breaks(text))

    assert all(word.folded and " " not in word.folded for word in found)


@given(ANY_TEXT)
def test_breaks_stand_only_between_words(text: str) -> None:
    found = [word.folded for word in words_and_breaks(text)]

    assert BREAK not in (found[:1] + found[-1:])
    assert [word for word in words_and_breaks(text) if word.folded != BREAK] == list(words(text))


@pytest.mark.parametrize(
    "filler", ["\u3164", "\uffa0"], ids=["hangul filler", "half-width hangul filler"]
)
def test_invisible_fillers_that_nfkc_reveals_are_removed_too(filler: str) -> None:
    assert fold(f"khai{filler} sinh{filler}") == "khai sinh"
    assert words(filler) == ()


@pytest.mark.parametrize(("new", "old"), TONE_PAIRS)
def test_the_place_of_the_tone_makes_no_difference(new: str, old: str) -> None:
    new, old = (unicodedata.normalize("NFC", spelling) for spelling in (new, old))

    assert key(old) == key(new)
    assert words(old) == words(new)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hoá"), ("ma", "mà"), ("cấp", "cập"), ("tu", "tư"), ("da", "đa"), ("bo", "bô")],
    ids=["two tones", "tone or none", "tone on a roof", "hook", "stroke", "roof"],
)
def test_different_syllables_keep_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng Ký Khai Sinh", "dang ky khai sinh"),
        ("  khai \t\n sinh ", "khai sinh"),
        ("ＣＣＣＤ", "cccd"),
        ("khai\u200b sinh\ufeff", "khai sinh"),
        ("ðăng ký", "dang ky"),
        ("", ""),
    ],
    ids=["marks and capitals", "spaces", "full width", "invisible", "eth for đ", "nothing"],
)
def test_fold_leaves_plain_lower_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_clean_keeps_marks_and_capitals() -> None:
    assert clean("Hoa\u0300\u200b") == "Hoà"


def test_punctuation_falls_away_and_points_inside_a_code_stay() -> None:
    assert [word.folded for word in words("Mã 1.001193, ạ!")] == ["ma", "1.001193", "a"]


@pytest.mark.parametrize(
    "text",
    ["tách hộ; khai tử", "tách hộ? khai tử", "tách hộ\nkhai tử", "\n;tách hộ ?;\n khai tử??"],
    ids=["semicolon", "question mark", "new line", "several, and around"],
)
def test_a_break_parts_two_thoughts(text: str) -> None:
    found = [word.folded for word in words_and_breaks(text)]

    assert [word for word in found if word != BREAK] == ["tach", "ho", "khai", "tu"]
    assert found[2] == BREAK
    assert found[-1] == "tu"
