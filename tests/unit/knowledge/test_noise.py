"""Questions made worse on purpose, the same way each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.noise import Noise, noisy, telexed
from knowledge.normalise import fold, without_marks
from knowledge.spelling import telex

QUESTION = "em muốn đăng ký khai sinh cho con thì mất bao nhiêu ngày được lấy giấy"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Noise.NO_MARKS, "em muon dang ky khai sinh cho con thi mat bao nhieu ngay duoc lay giay"),
        (Noise.TEENCODE, "e muốn đk khai sinh cho con thì mất bn ngày dc lấy giấy"),
    ],
)
def test_what_leaves_nothing_to_chance(kind: Noise, expected: str) -> None:
    assert noisy(QUESTION, kind) == expected


@pytest.mark.parametrize("kind", list(Noise))
@given(text=st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ?,", max_size=80))
def test_the_same_question_always_becomes_the_same(kind: Noise, text: str) -> None:
    assert noisy(text, kind) == noisy(text, kind)


@pytest.mark.parametrize("kind", [Noise.HALF_MARKS, Noise.NO_MARKS])
def test_marks_alone_are_taken(kind: Noise) -> None:
    assert fold(noisy(QUESTION, kind)) == fold(QUESTION)


def test_half_of_the_marks_stay() -> None:
    made = noisy(QUESTION, Noise.HALF_MARKS)

    assert made not in {QUESTION, without_marks(QUESTION)}


def test_glued_words_keep_their_letters() -> None:
    made = noisy(QUESTION, Noise.GLUED)

    assert made.replace(" ", "") == QUESTION.replace(" ", "")
    assert len(made.split()) < len(QUESTION.split())


def test_a_typo_changes_few_words() -> None:
    pairs = zip(noisy(QUESTION, Noise.TYPO).split(), QUESTION.split(), strict=True)

    assert 0 < sum(made != word for made, word in pairs) < 6


def test_the_matter_stays_in_the_middle_of_the_padding() -> None:
    assert QUESTION in noisy(QUESTION, Noise.PADDING)


@pytest.mark.parametrize("word", ["đăng", "ký", "trường", "người", "thuế", "sổ", "đỏ", "mượn"])
def test_the_keys_of_a_word_are_what_the_speller_undoes(word: str) -> None:
    undone = telex(telexed(word))

    assert undone is not None
    assert fold(undone) == fold(word)
