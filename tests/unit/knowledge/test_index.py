"""An index of names."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import Concepts
from knowledge.index import Entry, Index, NameKind
from knowledge.normalise import words
from knowledge.phrases import Phrases

SHARES = ("of_question", "of_entry", "pairs_of_question", "pairs_of_entry")


@dataclass(frozen=True)
class Found:
    """What a question shares with each name, as shares."""

    of_question: list[float]
    of_entry: list[float]
    pairs_of_question: list[float]
    pairs_of_entry: list[float]
    conflicts: list[float]
    shared: list[float]
    unknown: float
    concepts: frozenset[str]


def entry(target: int, name: str) -> Entry:
    return Entry(target, words(name), NameKind.EVERYDAY)


def index_of(*names: str, stop_words: str = "", **concepts: str) -> Index:
    entries = [entry(target, name) for target, name in enumerate(names)]
    phrases = {concept: Phrases(text.split("|")) for concept, text in concepts.items()}
    return Index(entries, frozenset(stop_words.split()), Concepts(phrases))


def look_up(index: Index, question: str) -> Found:
    found = index.look_up(words(question))
    every = np.arange(len(index.entries), dtype=np.int32)
    return Found(
        of_question=(found.of_question / found.weight).tolist(),
        of_entry=index.shares_of_entry(found, every).tolist(),
        pairs_of_question=(found.pairs / found.pairs_weight).tolist(),
        pairs_of_entry=index.pair_shares_of_entry(found, every).tolist(),
        conflicts=found.conflicts.tolist(),
        shared=found.shared.tolist(),
        unknown=found.unknown,
        concepts=found.concepts,
    )


def test_a_name_said_in_full_is_shared_in_full() -> None:
    found = look_up(index_of("khai sinh", "khai tử"), "khai sinh")

    for part in SHARES:
        assert getattr(found, part)[0] == pytest.approx(1)
    assert 0 < found.of_question[1] < 1
    assert 0 < found.of_entry[1] < 1
    assert found.pairs_of_question[1] == 0


def test_a_longer_question_is_shared_in_part_by_a_name_that_is_shared_in_full() -> None:
    found = look_up(index_of("khai sinh"), "khai sinh cho cháu")

    assert 0 < found.of_question[0] < 1
    assert found.of_entry[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("names", "question"),
    [(["khai sinh"], "kết hôn"), ([], "kết hôn"), (["khai sinh"], "")],
    ids=["no word in common", "no names", "nothing asked"],
)
def test_what_shares_no_word_shares_nothing(names: list[str], question: str) -> None:
    found = look_up(index_of(*names), question)

    for part in SHARES:
        assert getattr(found, part) == [0] * len(names)


@given(
    st.lists(st.text("abđ ", min_size=1, max_size=12).filter(str.strip), max_size=5),
    st.text("abđâ ", max_size=20),
)
def test_shares_lie_between_nothing_and_all(names: list[str], question: str) -> None:
    found = look_up(index_of(*names, stop_words="a", thing="a b|đ"), question)

    for part in (*SHARES, "shared", "conflicts"):
        assert all(share >= 0 for share in getattr(found, part)), part
    for part in SHARES:
        assert all(share <= 1 + 1e-6 for share in getattr(found, part)), part
    assert 0 <= found.unknown <= 1


@given(st.permutations(["làm", "giấy", "khai", "sinh"]))
def test_the_order_of_words_changes_nothing_but_the_pairs(order: list[str]) -> None:
    index = index_of("làm giấy khai sinh", "giấy khai tử")

    found, ordered = look_up(index, " ".join(order)), look_up(index, "làm giấy khai sinh")

    assert found.of_question == pytest.approx(ordered.of_question)
    assert found.of_entry == pytest.approx(ordered.of_entry)
    assert found.pairs_of_entry[0] <= ordered.pairs_of_entry[0]


def test_a_word_said_twice_counts_once() -> None:
    index = index_of("khai sinh", "khai tử")

    once, twice = look_up(index, "khai sinh"), look_up(index, "khai sinh khai")

    assert twice.of_question == pytest.approx(once.of_question)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    index = index_of("đăng ký hụi", "đăng ký chợ", "đăng ký đò")

    assert index.weight("hui") > index.weight("dang")
    assert index.pair_weight("ky", "hui") > index.pair_weight("dang", "ky")


def test_a_word_that_no_name_has_counts_as_a_rare_one() -> None:
    index = index_of("đăng ký hụi", "đăng ký chợ")

    assert index.weight("trau") >= index.weight("hui") > index.weight("dang")


def test_many_names_of_one_target_make_a_word_no_commoner() -> None:
    plenty = Index([entry(0, "hụi"), entry(1, "chợ"), entry(1, "họp chợ")], frozenset(), Concepts())

    assert plenty.weight("cho") == plenty.weight("hui")


def test_a_word_of_no_matter_counts_little() -> None:
    index = index_of("đơn cho con", "thẻ của mẹ", stop_words="cho cua")

    assert index.weight("cho") < index.weight("con")
    assert (
        index.pair_weight("cho", "cua")
        < index.pair_weight("cho", "con")
        < index.pair_weight("con", "me")
    )


@pytest.mark.parametrize(
    ("word", "carries_matter"),
    [("thẻ", True), ("của", False), ("14", False)],
    ids=["a word", "a word of no matter", "a number"],
)
def test_words_of_no_matter_and_numbers_are_not_counted_as_shared(
    word: str, carries_matter: bool
) -> None:
    index = index_of("thẻ của người 14 tuổi", stop_words="cua")

    assert look_up(index, word).shared == [carries_matter]
    assert index.is_matter(words(word)[0].folded) is carries_matter


def test_words_of_any_name_are_known() -> None:
    index = index_of("khai sinh")

    assert "khai" in index
    assert "tu" not in index
    assert set(index.vocabulary) == {"khai", "sinh"}


def test_two_words_are_a_pair_where_a_name_holds_them_in_this_order() -> None:
    index = index_of("giấy khai sinh")

    assert index.is_pair("khai", "sinh")
    assert not index.is_pair("sinh", "khai")
    assert not index.is_pair("giay", "sinh")


@pytest.mark.parametrize(
    ("question", "unknown"),
    [("khai sinh", 0), ("trâu", 1)],
    ids=["all words known", "no word known"],
)
def test_the_share_of_words_that_no_name_has_is_told(question: str, unknown: float) -> None:
    assert look_up(index_of("khai sinh"), question).unknown == unknown


def test_some_unknown_words_are_a_share_between() -> None:
    assert 0 < look_up(index_of("khai sinh"), "khai sinh trâu").unknown < 1


@pytest.mark.parametrize(
    ("question", "conflicts"),
    [("khai tử", 0), ("khai tu", 0), ("khai tự", 1), ("khái tự", 2), ("hoà giải", 0)],
    ids=["the same", "none typed", "one differs", "both differ", "a tone at another place"],
)
def test_typed_marks_that_differ_conflict(question: str, conflicts: int) -> None:
    found = look_up(index_of("khai tử hòa giải"), question)

    assert found.conflicts == [conflicts]


def test_marks_conflict_with_the_name_that_has_others_only() -> None:
    found = look_up(index_of("xin má", "xin mạ"), "xin mạ")

    assert found.conflicts == [1, 0]


def test_a_name_that_says_it_in_other_words_is_shared_at_a_discount() -> None:
    names = ("khai tử", "ông cụ đi", "làm nhà")

    plain = look_up(index_of(*names), "báo tử")
    found = look_up(index_of(*names, death="báo tử|khai tử|ông cụ đi"), "báo tử")

    assert plain.of_question[1] == 0
    assert 0 < found.of_question[1] < 1
    assert 0 < found.of_entry[1] < 1
    assert plain.of_question[0] < found.of_question[0] < 1
    assert found.of_question[2] == 0


def test_a_concept_never_lowers_what_is_shared_in_the_very_words() -> None:
    names = ("khai tử", "ông cụ đi")

    found = look_up(index_of(*names, death="khai tử|ông cụ đi"), "khai tử")

    assert found.of_question[0] == pytest.approx(1)
    assert found.of_entry[0] == pytest.approx(1)


def test_the_concepts_of_names_and_question_are_told() -> None:
    index = index_of("khai tử", "làm nhà", death="khai tử|ông cụ đi", money="tiền")

    assert index.concepts == [{"death"}, set()]
    assert look_up(index, "ông cụ đi có tiền không").concepts == {"death", "money"}
