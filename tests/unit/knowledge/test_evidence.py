"""What speaks for and against each target, part by part."""

import pytest
from builders import ask, base_of, elsewhere, name_only, procedure, topic
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import Concepts
from knowledge.evidence import CANDIDATES
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import Lexicon
from knowledge.matching import Matcher
from knowledge.phrases import Phrases
from knowledge.procedure import Asked
from knowledge.ranker import PARTS

Parts = dict[str, float]

LOGARITHMS = {"likely", "likeliest"}
BIRTH, DEATH, HOUSE = "1.000002", "1.000003", "1.000004"
BASE = base_of(
    name_only(BIRTH, "Đăng ký khai sinh", everyday_names=("làm giấy cho cháu", "sinh con")),
    name_only(DEATH, "Đăng ký khai tử"),
    name_only(HOUSE, "Cấp giấy phép xây nhà đối với nhà ở riêng lẻ"),
)


def told(base: KnowledgeBase, text: str, also: tuple[str, ...] = ()) -> dict[str, Parts]:
    """Return the evidence for each candidate of a question, by its key."""
    matcher = Matcher(base)
    keys = [target.key for target in matcher.targets]
    question = ask(text, base.lexicon).topic
    evidence = matcher.evidences.gather(question, [keys.index(key) for key in also])
    assert len(evidence.targets) == len(evidence.entries) == len(evidence.parts)
    return {
        keys[target]: dict(zip(PARTS, parts, strict=True))
        for target, parts in zip(evidence.targets.tolist(), evidence.parts.tolist(), strict=True)
    }


def test_targets_that_share_no_word_are_no_candidates() -> None:
    assert set(told(BASE, "khai sinh")) == {BIRTH, DEATH}
    assert told(BASE, "bóng đá") == {}
    assert told(BASE, "") == {}


def test_a_target_that_is_looked_at_besides_is_a_candidate_without_a_shared_word() -> None:
    found = told(BASE, "khai sinh", also=(HOUSE,))

    assert set(found) == {BIRTH, DEATH, HOUSE}
    assert found[HOUSE]["of_question"] == 0


def test_a_candidate_that_is_looked_at_besides_stays_one_candidate() -> None:
    assert told(BASE, "khai sinh", also=(BIRTH,)) == told(BASE, "khai sinh")


def test_a_word_no_name_has_is_a_share_of_the_question() -> None:
    matcher = Matcher(BASE)

    known, partly = (
        matcher.evidences.gather(ask(text).topic) for text in ("khai sinh", "khai sinh trâu")
    )

    assert known.unknown == 0
    assert 0 < partly.unknown < 1


WORDS = ["đăng", "ký", "khai", "sinh", "tử", "giấy", "phép", "nhà", "trâu", "làm"]


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_every_part_but_a_logarithm_lies_between_0_and_1(said: list[str]) -> None:
    for key, parts in told(BASE, " ".join(said)).items():
        for part in set(PARTS) - LOGARITHMS:
            assert -1e-6 <= parts[part] <= 1 + 1e-6, (key, part)


def test_a_name_said_in_full_is_covered_in_full() -> None:
    found = told(BASE, "đăng ký khai tử")[DEATH]

    full = ("of_question", "of_name", "both", "pairs_of_question", "alike", "within", "in_full")
    assert {part: found[part] for part in full} == pytest.approx(dict.fromkeys(full, 1))
    assert found["unexplained"] == pytest.approx(0)


def test_of_several_names_the_one_that_shares_most_counts() -> None:
    found = told(BASE, "làm giấy cho cháu")[BIRTH]

    assert found["of_name"] == pytest.approx(1)
    assert found["everyday"] == 1


def test_a_second_name_that_shares_something_speaks_for_the_target() -> None:
    assert told(BASE, "khai sinh con")[BIRTH]["second_name"] > 0
    assert told(BASE, "khai tử")[DEATH]["second_name"] == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [("cấp giấy phép xây nhà", "head"), ("sinh con", "everyday"), ("đăng ký khai tử", None)],
    ids=["the head of a long name", "as people say it", "the official name"],
)
def test_where_the_name_comes_from_is_told(text: str, kind: str | None) -> None:
    best = max(told(BASE, text).values(), key=lambda parts: parts["of_name"])

    assert [part for part in ("head", "everyday") if best[part]] == ([kind] if kind else [])


def test_what_kind_of_target_it_is_is_told() -> None:
    base = base_of(
        procedure("1.000001", name="Cấp thẻ một", asked=Asked.OFTEN),
        procedure("1.000011", name="Cấp thẻ hai", asked=Asked.SOMETIMES),
        procedure("1.000021", name="Cấp thẻ ba", asked=Asked.RARELY),
        name_only("1.000002", "Cấp thẻ bốn"),
        name_only("1.000003", "Cấp thẻ năm", commune=False),
        name_only("1.000004", "Cấp thẻ sáu", commune=False, national=False),
        elsewhere("bank", "thẻ ngân hàng"),
        topic("card", "thẻ"),
        not_ours={"game": ("thẻ bài",)},
    )
    marks = ("asked_often", "asked_sometimes", "asked_rarely", "name_only", "commune")
    marks += ("provincial", "topic", "elsewhere", "not_ours")

    found = {
        key: [mark for mark in marks if parts[mark]] for key, parts in told(base, "thẻ").items()
    }

    assert found == {
        "1.000001": ["asked_often"],
        "1.000011": ["asked_sometimes"],
        "1.000021": ["asked_rarely"],
        "1.000002": ["name_only", "commune"],
        "1.000003": ["name_only"],
        "1.000004": ["name_only", "provincial"],
        "bank": ["elsewhere"],
        "card": ["topic"],
        "game": ["not_ours"],
    }


@pytest.mark.parametrize(
    ("text", "conflicts"),
    [("xin mạ", 0), ("xin ma", 0), ("xin má", 0.5)],
    ids=["marks agree", "no marks typed", "marks differ"],
)
def test_typed_marks_that_differ_speak_against(text: str, conflicts: float) -> None:
    base = base_of(name_only("1.000002", "Xin mạ"))

    assert told(base, text)["1.000002"]["conflicts"] == conflicts


def test_words_that_the_name_does_not_have_are_unexplained() -> None:
    short, long = (
        told(BASE, text)[DEATH]["unexplained"]
        for text in ("khai tử trâu", "khai tử trâu bò lợn gà chó mèo")
    )

    assert 0 < short < long <= 1


def test_the_more_words_of_matter_are_shared_the_more_it_tells() -> None:
    one, two = (told(BASE, text)[DEATH]["telling"] for text in ("tử", "khai tử"))

    assert 0 < one < two


ACTS = Lexicon(
    concepts=Concepts(
        {
            "again": Phrases(["cấp lại", "làm lại"]),
            "exchange": Phrases(["cấp đổi", "đổi"]),
            "card": Phrases(["thẻ", "căn cước"]),
        }
    )
)
TWINS = base_of(
    name_only("1.000002", "Cấp lại thẻ"),
    name_only("1.000003", "Cấp đổi thẻ"),
    name_only("1.000004", "Thẻ"),
    lexicon=ACTS,
)


def test_what_is_done_tells_twins_apart() -> None:
    found = told(TWINS, "làm lại thẻ")

    parts = ("same_action", "action_missing", "action_added")
    assert {key: [one[part] for part in parts] for key, one in found.items()} == {
        "1.000002": [1, 0, 0],
        "1.000003": [0, 1, 1],
        "1.000004": [0, 1, 0],
    }


def test_a_name_with_an_action_that_nobody_asked_for_adds_one() -> None:
    found = told(TWINS, "thẻ")

    assert [found[key]["action_added"] for key in sorted(found)] == [1, 1, 0]
    assert [found[key]["action_missing"] for key in sorted(found)] == [0, 0, 0]


def test_shared_concepts_are_a_share_of_those_of_the_question() -> None:
    found = told(TWINS, "làm lại căn cước")

    assert found["1.000002"]["concepts"] == 1
    assert found["1.000003"]["concepts"] == 0.5


def test_the_text_of_a_procedure_is_evidence_where_there_is_one() -> None:
    base = base_of(
        procedure("1.000001", name="Cấp thẻ một", who="Người nuôi ong"),
        procedure("1.000011", name="Cấp thẻ hai"),
        name_only("1.000002", "Cấp thẻ ba"),
    )

    found = told(base, "thẻ nuôi ong")

    assert [found[key]["has_text"] for key in ("1.000001", "1.000011", "1.000002")] == [1, 1, 0]
    assert found["1.000001"]["text"] > found["1.000011"]["text"]
    assert found["1.000002"]["text"] == 0


FAMILY = base_of(
    procedure("1.000001", name="Cấp lại thẻ mất", everyday_names=("mất thẻ", "rơi thẻ")),
    procedure("1.000002", name="Cấp đổi thẻ hỏng", everyday_names=("hỏng thẻ", "rách thẻ")),
    name_only("1.000009", "Cấp thẻ bài"),
    topic("card", "thẻ"),
)


def test_a_question_that_names_one_choice_of_a_topic_decides_for_it() -> None:
    found = told(FAMILY, "rách hỏng thẻ")

    assert found["1.000002"]["decided"] > found["1.000001"]["decided"]
    assert found["card"]["undecided"] < told(FAMILY, "thẻ")["card"]["undecided"]


def test_a_question_whose_words_all_choices_share_decides_nothing() -> None:
    found = told(FAMILY, "thẻ")

    assert found["1.000001"]["decided"] == pytest.approx(0.5, abs=0.1)
    assert found["card"]["undecided"] == pytest.approx(0.5, abs=0.1)


def test_what_is_no_choice_of_a_topic_needs_no_decision() -> None:
    found = told(FAMILY, "thẻ")

    assert found["1.000009"]["decided"] == 1
    assert found["1.000009"]["undecided"] == 0


def test_the_owner_of_most_words_is_the_measure_of_the_others() -> None:
    found = told(BASE, "khai tử")

    assert found[DEATH]["owned_most"] == pytest.approx(1)
    assert found[BIRTH]["owned_most"] < 1
    assert found[DEATH]["likeliest"] == pytest.approx(0)
    assert found[BIRTH]["likeliest"] < 0


def test_of_very_many_targets_only_some_are_compared() -> None:
    many = (name_only(f"1.{number:06}", f"Cấp thẻ loại {number}") for number in range(300))

    found = told(base_of(*many), "cấp thẻ loại 7")

    assert CANDIDATES <= len(found) < 2 * CANDIDATES
    assert "1.000007" in found
