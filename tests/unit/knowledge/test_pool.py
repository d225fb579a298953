"""What a question shares with all names of a target together, and with its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import Concepts
from knowledge.index import Entry, Index, NameKind
from knowledge.normalise import words
from knowledge.phrases import Phrases
from knowledge.pool import Pool

DEATH, BIRTH, HOUSE = 0, 1, 2
NAMES = [
    (DEATH, "đăng ký khai tử"),
    (DEATH, "bố mẹ mới mất"),
    (DEATH, "ông đi hôm kia"),
    (BIRTH, "đăng ký khai sinh"),
    (BIRTH, "bố mẹ mới sinh con"),
    (HOUSE, "cấp phép xây nhà"),
]
STOP_WORDS = frozenset({"cho", "di"})
CONCEPTS = Concepts({"gone": Phrases(["khai tử", "mới mất", "qua đời"])})
TEXTS = {DEATH: words("giấy báo tử của trạm y tế"), BIRTH: words("giấy chứng sinh của trạm y tế")}


def pool_of(
    names: list[tuple[int, str]] = NAMES, texts: dict[int, str] | None = None
) -> tuple[Pool, Concepts]:
    entries = [Entry(target, words(name), NameKind.EVERYDAY) for target, name in names]
    size = 1 + max((target for target, _ in names), default=-1)
    written = TEXTS if texts is None else {number: words(text) for number, text in texts.items()}
    return Pool(Index(entries, STOP_WORDS, CONCEPTS), size, written), CONCEPTS


POOL = pool_of()


def shared(part: str, text: str, pool: tuple[Pool, Concepts] = POOL) -> list[float]:
    """Return this part of what the question shares with each target."""
    question = words(text)
    found = pool[0].look_up(question, frozenset(pool[1].find(question)))
    return getattr(found, part).tolist()  # type: ignore[no-any-return]


def test_a_story_that_shares_a_little_with_many_names_shares_much_with_their_target() -> None:
    found = shared("words", "ông mất hôm kia giờ khai tử")

    assert found[DEATH] > 2 * found[BIRTH]
    assert found[HOUSE] == 0


def test_a_name_said_in_full_is_shared_in_full() -> None:
    assert shared("words", "đăng ký khai tử")[DEATH] == pytest.approx(1)


def test_words_said_one_after_another_as_in_a_name_count_more() -> None:
    together, apart = (shared("words", text)[DEATH] for text in ("khai tử xe", "khai xe tử"))

    assert together > apart


def test_words_that_no_name_has_make_the_share_smaller() -> None:
    assert shared("words", "khai tử")[DEATH] > shared("words", "khai tử con trâu")[DEATH]


@pytest.mark.parametrize("part", ["words", "concepts", "owned", "text"])
@pytest.mark.parametrize("text", ["", "bóng đá"], ids=["nothing said", "no word known"])
def test_what_shares_nothing_has_no_part(part: str, text: str) -> None:
    assert shared(part, text) == [0, 0, 0]


def test_a_target_that_says_it_in_other_words_shares_the_concept() -> None:
    assert shared("concepts", "ông qua đời") == [1, 0, 0]


def test_a_word_that_only_one_target_uses_is_its_own() -> None:
    own, common = shared("owned", "tử"), shared("owned", "khai")

    assert own[DEATH] > common[DEATH] == pytest.approx(common[BIRTH], rel=0.5)
    assert own[BIRTH] == 0


def test_a_word_in_one_name_of_many_is_less_a_targets_own_than_in_most() -> None:
    names = [(DEATH, "mất người"), (DEATH, "người mất"), (BIRTH, "mất sổ")]
    names += [(BIRTH, f"sinh kiểu {number}") for number in range(5)]

    found = shared("owned", "mất", pool_of(names, {}))

    assert found[DEATH] > found[BIRTH] > 0


def test_words_of_no_matter_are_nobodys_own() -> None:
    assert shared("owned", "cho") == [0, 0, 0]


def test_terms_of_a_targets_names_are_likelier_there_than_elsewhere() -> None:
    found = shared("likely", "ông mới mất")

    assert max(found) == found[DEATH] > 0


def test_a_target_of_few_names_is_never_far_from_the_usual() -> None:
    names = [(DEATH, f"mất kiểu {number}") for number in range(40)] + [(BIRTH, "sinh con")]

    found = shared("likely", "nhà", pool_of([*names, (HOUSE, "nhà")], {}))

    assert found[DEATH] < found[BIRTH] < 0 < found[HOUSE]


def test_only_targets_with_a_text_have_one() -> None:
    assert POOL[0].has_text.tolist() == [1, 1, 0]


def test_the_words_of_a_text_are_shared_by_its_target() -> None:
    assert shared("text", "giấy báo") == pytest.approx(
        [1, shared("text", "giấy báo")[BIRTH], 0], abs=1e-6
    )
    assert 0 < shared("text", "giấy báo")[BIRTH] < 1


def test_the_names_of_a_target_with_a_text_count_as_text() -> None:
    found = shared("text", "báo mới", pool_of(texts={DEATH: "báo mới", BIRTH: "sinh"}))

    assert found[DEATH] == pytest.approx(1)
    assert found[BIRTH] > 0


def test_words_that_stand_in_no_text_are_passed_over() -> None:
    assert shared("text", "báo con trâu")[DEATH] == pytest.approx(1)


def test_a_pool_of_no_names_shares_nothing() -> None:
    assert shared("words", "khai tử", pool_of([], {})) == []


WORDS = sorted({word for _, name in NAMES for word in name.split()} | {"trâu", "cho", "báo"})


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_shares_lie_between_nothing_and_all(said: list[str]) -> None:
    for part in ("words", "concepts", "owned", "text"):
        assert all(0 <= share <= 1 + 1e-6 for share in shared(part, " ".join(said))), part


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_a_message_said_twice_shares_the_same_concepts(said: list[str]) -> None:
    once, twice = (shared("concepts", " ".join(each)) for each in (said, [*said, "xe", *said]))

    assert twice == pytest.approx(once)
