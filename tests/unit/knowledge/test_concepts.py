"""Words that stand for one thing."""

from pathlib import Path

import pytest
from builders import ask, base_of, name_only, problems_of, write
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import ACTIONS, Concepts
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import Lexicon
from knowledge.load import load
from knowledge.matching import Matcher
from knowledge.normalise import words
from knowledge.phrases import Phrases

DEATH = Phrases(["khai tử", "(ông|bà) cụ đi", "mới mất"])
LOSS = Phrases(["mất ... giấy"])
CONCEPTS = Concepts({"death": DEATH, "loss": LOSS})


def found(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return where each concept stands in the text."""
    return {
        name: [(span.start, span.end) for span in spans]
        for name, spans in CONCEPTS.find(words(text)).items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bà cụ đi hôm kia", {"death": [(0, 3)]}),
        ("ba cu di hom kia", {"death": [(0, 3)]}),
        ("mới mất hết giấy", {"death": [(0, 2)], "loss": [(1, 4)]}),
        ("mới mất nên khai tử", {"death": [(0, 2), (3, 5)]}),
        ("khai tự", {}),
        ("làm nhà", {}),
        ("", {}),
    ],
    ids=[
        "by a wording",
        "without marks",
        "two that overlap",
        "twice",
        "marks that differ",
        "none",
        "nothing said",
    ],
)
def test_a_message_names_the_concepts_whose_words_it_says(
    text: str, expected: dict[str, list[tuple[int, int]]]
) -> None:
    assert found(text) == expected


def test_without_a_lexicon_there_is_no_concept() -> None:
    assert Concepts().names == frozenset()
    assert Concepts().find(words("khai tử")) == {}


@given(st.text("abkhitửmất ", max_size=30))
def test_only_concepts_of_the_lexicon_are_found(text: str) -> None:
    assert set(found(text)) <= CONCEPTS.names


def test_a_question_finds_a_name_that_says_it_in_other_words() -> None:
    concepts = Concepts({"death": DEATH})
    names = name_only("1.000002", "Khai tử"), name_only("1.000003", "Khai sinh")
    base = base_of(*names, lexicon=Lexicon(concepts=concepts))

    (best, *_) = Matcher(base).rank(ask("ông cụ đi hôm kia", base.lexicon))

    assert best.target.key == "1.000002"
    assert best.parts["of_question"] > 0


FILE = "lexicons/concepts.yaml"
HEAD = "author: người thử\nwritten_on: 2026-11-28\n"
APPROVED = f"{HEAD}approved_by: người duyệt\n"
BODY = "concepts:\n  death: |\n    khai tử\n    mới mất\n"


def test_concepts_are_read_from_their_file(tmp_path: Path) -> None:
    concepts = load(data=write(tmp_path, {FILE: APPROVED + BODY})).lexicon.concepts

    assert concepts.names == {"death"}
    assert set(concepts.find(words("bố mới mất"))) == {"death"}


def test_concepts_that_nobody_approved_are_not_used(tmp_path: Path) -> None:
    concepts = load(data=write(tmp_path, {FILE: HEAD + BODY})).lexicon.concepts

    assert concepts.names == frozenset()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (APPROVED + "concepts:\n  death: |\n    khai tử\n    (mất\n", 7, "brackets do not close"),
        (APPROVED + "concepts:\n  death: [khai tử]\n", 5, "Input should be a valid string"),
        (APPROVED + "concepts:\n  Death!: khai tử\n", 5, "String should match pattern"),
        ("concepts:\n  death: khai tử\nwritten_on: 2026-11-28\n", 1, "author: Field required"),
        ("author: người thử\n" + BODY, 1, "written_on: Field required"),
    ],
    ids=["a faulty phrase", "a list", "a faulty name", "no author", "no date"],
)
def test_a_fault_is_a_problem_on_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    (problem,) = problems_of(tmp_path, {FILE: text})

    assert (problem.path.name, problem.line) == ("concepts.yaml", line)
    assert message in problem.message


def test_every_action_is_a_concept_of_the_shipped_lexicon(knowledge_base: KnowledgeBase) -> None:
    assert knowledge_base.lexicon.concepts.names >= ACTIONS


@pytest.mark.parametrize(
    ("one", "other"),
    [("ông cụ đi hôm kia", "khai tử"), ("làm lại thẻ", "cấp lại thẻ"), ("tách sổ", "tách thửa")],
)
def test_two_wordings_of_one_thing_share_a_shipped_concept(
    knowledge_base: KnowledgeBase, one: str, other: str
) -> None:
    find = knowledge_base.lexicon.concepts.find

    assert set(find(words(one))) & set(find(words(other)))
