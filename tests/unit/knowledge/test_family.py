"""Twins and families: which choice of a topic a question points to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import Concepts
from knowledge.family import Families
from knowledge.index import Entry, Index, NameKind
from knowledge.normalise import fold, words
from knowledge.phrases import Phrases

CARD, TOPIC = 9, 8
LOST, BROKEN, OTHER = 0, 1, 2
NAMES = [
    (LOST, "cấp lại thẻ mất"),
    (LOST, "rơi thẻ"),
    (LOST, "mất thẻ căn cước"),
    (BROKEN, "cấp đổi thẻ hỏng"),
    (BROKEN, "thẻ bị rách"),
    (BROKEN, "hỏng thẻ căn cước"),
    (OTHER, "thẻ bài"),
]


def families_of(
    names: list[tuple[int, str]], members: dict[int, list[int]], **concepts: str
) -> Families:
    entries = [Entry(target, words(name), NameKind.EVERYDAY) for target, name in names]
    phrases = {concept: Phrases(text.split("|")) for concept, text in concepts.items()}
    return Families(Index(entries, frozenset({"bi", "cho"}), Concepts(phrases)), members)


CARDS = families_of(NAMES, {CARD: [LOST, BROKEN]})


def shares(families: Families, topic: int, text: str, *concepts: str) -> dict[int, float]:
    terms = families.terms(fold(text).split(), concepts)
    return families.of_topic[topic].shares(terms)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("thẻ bị hỏng", BROKEN), ("thẻ rách", BROKEN), ("rơi mất thẻ", LOST), ("cấp lại", LOST)],
)
def test_a_word_of_one_choice_alone_points_to_it(text: str, meant: int) -> None:
    found = shares(CARDS, CARD, text)

    assert max(found, key=lambda target: found[target]) == meant
    assert found[meant] > 0.6


def test_a_word_of_one_choice_alone_points_to_it_however_many_names_it_has() -> None:
    many = [(BROKEN, f"thẻ hỏng kiểu {number}") for number in range(20)]
    families = families_of([*many, (BROKEN, "thẻ rách"), (LOST, "thẻ mất")], {CARD: [LOST, BROKEN]})

    assert shares(families, CARD, "rách")[BROKEN] > 0.5


@pytest.mark.parametrize(
    "text", ["thẻ", "thẻ căn cước", "cấp thẻ", ""], ids=["one", "two", "apart", "nothing said"]
)
def test_words_that_all_choices_share_point_to_none(text: str) -> None:
    assert shares(CARDS, CARD, text) == pytest.approx({LOST: 0.5, BROKEN: 0.5})


def test_words_of_no_choice_change_nothing() -> None:
    found = shares(CARDS, CARD, "hỏng")

    assert shares(CARDS, CARD, "hỏng con trâu bài") == pytest.approx(found)


def test_words_of_no_matter_change_nothing() -> None:
    assert shares(CARDS, CARD, "bị") == pytest.approx({LOST: 0.5, BROKEN: 0.5})


def test_the_more_names_hold_a_word_the_more_it_tells() -> None:
    often = families_of([*NAMES, (BROKEN, "làm hỏng thẻ"), (LOST, "thẻ")], {CARD: [LOST, BROKEN]})

    assert shares(often, CARD, "hỏng")[BROKEN] > shares(CARDS, CARD, "hỏng")[BROKEN]


def test_one_word_never_settles_it() -> None:
    for word in ("hỏng", "rách", "mất", "rơi"):
        assert max(shares(CARDS, CARD, word).values()) < 0.9


def test_two_words_of_a_choice_tell_more_than_one() -> None:
    assert shares(CARDS, CARD, "hỏng rách")[BROKEN] > shares(CARDS, CARD, "hỏng")[BROKEN]


def test_a_concept_tells_where_no_word_does() -> None:
    families = families_of(NAMES, {CARD: [LOST, BROKEN]}, gone="mất|rơi|bay đi")

    assert shares(families, CARD, "bay đi", "gone")[LOST] > 0.6
    assert shares(families, CARD, "bay đi") == pytest.approx({LOST: 0.5, BROKEN: 0.5})


def test_a_choice_of_two_topics_is_known_in_both() -> None:
    families = families_of(NAMES, {CARD: [LOST, BROKEN], TOPIC: [BROKEN, OTHER]})

    assert set(families.of_target[BROKEN]) == {CARD, TOPIC}
    assert families.of_target[LOST] == [CARD]
    assert OTHER not in shares(families, CARD, "thẻ bài")
    assert shares(families, TOPIC, "thẻ bài")[OTHER] > 0.5


def test_a_topic_of_one_choice_has_decided() -> None:
    families = families_of(NAMES, {CARD: [LOST]})

    assert shares(families, CARD, "thẻ hỏng") == {LOST: 1.0}


def test_a_choice_without_a_name_is_a_choice_all_the_same() -> None:
    families = families_of(NAMES, {CARD: [LOST, BROKEN, 5]})

    assert set(shares(families, CARD, "rơi mất")) == {LOST, BROKEN, 5}


def test_without_topics_there_is_no_family() -> None:
    families = families_of(NAMES, {})

    assert families.of_topic == {}
    assert families.of_target == {}


WORDS = sorted({word for _, name in NAMES for word in name.split()} | {"trâu"})


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_the_shares_add_up_to_one(said: list[str]) -> None:
    found = shares(CARDS, CARD, " ".join(said))

    assert sum(found.values()) == pytest.approx(1)
    assert all(share > 0 for share in found.values())


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_the_order_of_choices_changes_nothing(said: list[str]) -> None:
    turned = families_of(NAMES, {CARD: [BROKEN, LOST]})

    assert shares(turned, CARD, " ".join(said)) == pytest.approx(
        shares(CARDS, CARD, " ".join(said)), abs=1e-5
    )
