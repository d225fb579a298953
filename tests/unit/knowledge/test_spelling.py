"""Slips of the keyboard: what cannot be a word is mended, what may be one is let be."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.matching import Matcher
from knowledge.normalise import BREAK, Word, fold, words, words_and_breaks
from knowledge.spelling import Speller, telex, vocabulary_of

NAMES = (
    "đăng ký khai sinh",
    "đăng ký kết hôn",
    "giấy khai sinh cho con",
    "thẻ căn cước",
    "nhập khẩu cho vợ",
    "hộ kinh doanh",
    "sổ đỏ thửa đất",
    "trợ cấp",
    "rạp phim",
    "nghèo",
)
PAIRS = {pair for name in NAMES for pair in pairwise(fold(name).split())}
KNOWN = sorted(vocabulary_of(*(fold(name).split() for name in NAMES)))
LETTERS = "abcdeghiklmnopqrstuvxyzfwj"


def is_pair(left: str, right: str) -> bool:
    return (left, right) in PAIRS


def speller() -> Speller:
    """Return a speller that knows a few names and the pairs they hold."""
    return Speller(KNOWN, is_pair)


SPELLER = speller()


def mended(text: str) -> str:
    return " ".join(word.folded for word in SPELLER.mend(words_and_breaks(text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng kys", "đăng ký"),
        ("khai sinhs", "khai sính"),
        ("keets hoon", "kết hôn"),
        ("giaays khai sinh", "giấy khai sinh"),
        ("the cawn cuwowcs", "the căn cước"),
        ("soor ddor", "sổ đỏ"),
        ("thuwar ddaats", "thửa đất"),
        ("ddaast", "đất"),
        ("ngheof", "nghèo"),
        ("trowj caaps", "trợ cấp"),
        ("nhaapj khaaur cho vowj", "nhập khẩu cho vợ"),
    ],
    ids=[
        "đ, ă and a tone",
        "a tone alone",
        "ê and ô",
        "â",
        "ươ",
        "hooked later",
        "ư",
        "the tone before the end",
        "a tone at the end",
        "ơ",
        "a whole sentence",
    ],
)
def test_telex_left_undone_is_written_out_with_its_marks(typed: str, meant: str) -> None:
    assert SPELLER.mend(words(typed)) == words(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dangky", "dang ky"),
        ("dangkykhaisinh", "dang ky khai sinh"),
        ("nhậpkhẩu cho vợ", "nhap khau cho vo"),
        ("cancuoc", "can cuoc"),
        ("hokinhdoanh", "ho kinh doanh"),
    ],
    ids=["two words", "four words", "with marks", "no other word", "three words"],
)
def test_words_glued_together_are_parted(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai xinh", "khai sinh"),
        ("dang ki", "dang ky"),
        ("zang ky", "dang ky"),
        ("ket hong", "ket hon"),
        ("can cuot", "can cuoc"),
        ("ho cinh doanh", "ho kinh doanh"),
        ("dat thua xo do", "dat thua so do"),
    ],
    ids=["x for s", "i for y", "z for d", "ng for n", "t for c", "c for k", "x for s again"],
)
def test_what_is_spelled_by_ear_is_mended_beside_a_word_it_goes_with(
    typed: str, meant: str
) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai sinhh", "khai sinh"),
        ("khai snih", "khai sinh"),
        ("khai sinb", "khai sinh"),
        ("khai sin", "khai sinh"),
        ("ho kinhh doanh", "ho kinh doanh"),
        ("dang kyy", "dang ky"),
    ],
    ids=["one more", "two swapped", "one wrong", "one missing", "in the middle", "a short word"],
)
def test_one_wrong_letter_is_mended_beside_a_word_it_goes_with(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize("typed", ["sinhh", "trau sinhh", "xinh", "sinhh trau"])
def test_a_slip_beside_no_word_it_goes_with_is_let_be(typed: str) -> None:
    assert mended(typed) == typed


def test_two_wrong_letters_are_too_many_to_guess() -> None:
    assert mended("khai sibb") == "khai sibb"


def test_a_short_unknown_word_has_too_many_neighbours_to_guess_from() -> None:
    assert mended("dang kt") == "dang kt"


@pytest.mark.parametrize("typed", ["dangdang", "xekhaisinh", "kydat"])
def test_letters_that_are_not_mostly_pairs_of_names_are_not_parted(typed: str) -> None:
    assert mended(typed) == typed


@pytest.mark.parametrize("typed", ["thua", "thửa", "thừa", "cuoc", "cuộc"])
def test_a_known_word_is_never_touched_whatever_its_marks_and_neighbours(typed: str) -> None:
    assert SPELLER.mend(words(f"khai {typed} trau")) == words(f"khai {typed} trau")


@pytest.mark.parametrize(
    "typed",
    [
        "1.001193",
        "h22.38.9",
        "002194001234",
        "0912345678",
        "2k",
        "tk1",
        "14",
        "01/2026",
        "khai sinh 2026",
    ],
)
def test_numbers_and_codes_are_never_touched(typed: str) -> None:
    assert SPELLER.mend(words(typed)) == words(typed)


def test_a_break_between_two_thoughts_stays() -> None:
    assert mended("khai sinhh; keets hoon") == "khai sinh ; ket hon"


def test_a_break_is_no_word_of_a_vocabulary() -> None:
    assert vocabulary_of(["khai", BREAK], ["sinh"]) == {"khai", "sinh"}


@given(st.lists(st.sampled_from(KNOWN), max_size=12))
def test_a_message_of_known_words_only_comes_back_unchanged(message: list[str]) -> None:
    said = tuple(Word(word, word) for word in message)

    assert SPELLER.mend(said) == said


@given(st.from_regex(r"[a-z0-9.]{0,8}[0-9][a-z0-9.]{0,8}", fullmatch=True))
def test_what_holds_a_figure_comes_back_unchanged(typed: str) -> None:
    said = words(f"khai {typed} sinh")

    assert SPELLER.mend(said) == said


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Draw known words, some with one letter more, less or another, some glued together."""
    typed = []
    for word in draw(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=6)):
        place = draw(st.integers(0, len(word)))
        letter = draw(st.sampled_from(["", *LETTERS]))
        left_out = draw(st.integers(0, 1))
        typed.append(word[:place] + letter + word[place + left_out :])
    return draw(st.sampled_from([" ", " ", ""])).join(typed)


@given(slips())
@example("dangg kys")
@example("khaii sinhh")
def test_mending_twice_changes_nothing_more(typed: str) -> None:
    once = SPELLER.mend(words(typed))

    assert SPELLER.mend(once) == once


@given(slips())
def test_the_words_that_are_put_in_are_known(typed: str) -> None:
    said = words(typed)

    new = {word.folded for word in SPELLER.mend(said)} - {word.folded for word in said}

    assert new <= set(KNOWN)


@given(st.lists(st.text(LETTERS, min_size=1, max_size=9), max_size=4))
def test_the_same_slip_is_mended_the_same_whoever_asks_first(typed: list[str]) -> None:
    said = words(" ".join(typed))

    assert SPELLER.mend(said) == speller().mend(said)


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("ddawng", "đăng"),
        ("hoon", "hôn"),
        ("giaays", "giấy"),
        ("nguowif", "người"),
        ("dduwowngf", "đường"),
        ("nghieeng", "nghiêng"),
        ("thuwr", "thử"),
    ],
)
def test_the_keys_of_a_telex_keyboard_write_a_word(keys: str, written: str) -> None:
    assert telex(keys) == written


@pytest.mark.parametrize(
    "keys",
    ["khai", "sinh", "ss", "xx", "w", "q3", "14", ""],
    ids=[
        "none",
        "s begins",
        "no vowel",
        "nor here",
        "nothing to hook",
        "a figure",
        "a number",
        "-",
    ],
)
def test_what_no_key_changes_is_no_telex(keys: str) -> None:
    assert telex(keys) is None


@given(st.text(LETTERS + "aeiouw", max_size=12))
def test_any_letters_can_be_read_as_keys(keys: str) -> None:
    written = telex(keys)

    assert written is None or fold(written).isalpha()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng kys khai sinh", "dang ky khai sinh"),
        ("dangkykhaisinh", "dang ky khai sinh"),
        ("lamf giaays khai sinh cho con", "lam giay khai sinh cho con"),
        ("tach thuwar ddaast", "tach thua dat"),
        ("khai sinhh", "khai sinh"),
        ("hộ kinh doanhh", "ho kinh doanh"),
        ("sửa thửa đất", "sua thua dat"),
        ("h22.38.9 xong chưa", "h22.38.9 xong chua"),
    ],
)
def test_the_shipped_words_mend_common_slips(matcher: Matcher, typed: str, meant: str) -> None:
    message = matcher.speller.mend(words_and_breaks(typed))

    assert " ".join(word.folded for word in message) == meant


@pytest.mark.parametrize(
    "said", ["nhà em ở Pải Lủng", "xã Niêm Sơn", "em là Lìn Thị Say", "Giàng Mí Pó", "facebook"]
)
def test_names_of_places_and_people_are_no_slips(matcher: Matcher, said: str) -> None:
    assert matcher.speller.mend(words(said)) == words(said)
