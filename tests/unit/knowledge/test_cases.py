"""Which papers and limits apply to this person."""

from itertools import product

import pytest
from builders import WHO_GOES, paper, procedure

from knowledge.cases import (
    PapersFor,
    answers_with_defaults,
    applies,
    fees_for,
    labels,
    limits_for,
    open_question,
    papers_for,
    told_cases,
)
from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.normalise import words
from knowledge.procedure import CaseQuestion, Choice, Fee, Procedure, TimeLimit, Unit

BIRTH = "1.001193"
ALWAYS = {"to_khai", "tuy_than"}

WHICH_HOUSE = CaseQuestion(
    id="house",
    ask="Nhà nào?",
    choices=(
        Choice(id="old", label="Nhà cũ", words=("nhà cũ",), default=True),
        Choice(id="new", label="Nhà mới", words=("nhà mới",)),
    ),
)


def ids(papers: PapersFor) -> set[str]:
    return {each.id for each in (*papers.needed, *papers.conditional)}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"chung_sinh"}),
        ({"born_where": "clinic", "who_goes": "parents", "special": "ordinary"}, {"chung_sinh"}),
        ({"born_where": "home_witness"}, {"nguoi_lam_chung"}),
        ({"born_where": "home_alone"}, {"cam_doan"}),
        ({"who_goes": "relatives"}, {"chung_sinh"}),
        ({"who_goes": "authorised"}, {"chung_sinh", "uy_quyen"}),
        ({"special": "foundling"}, {"bien_ban_bo_roi"}),
        ({"special": "foundling", "born_where": "home_alone"}, {"bien_ban_bo_roi"}),
        ({"special": "surrogacy"}, {"chung_sinh", "mang_thai_ho"}),
        (
            {"special": "surrogacy", "born_where": "home_alone", "who_goes": "authorised"},
            {"cam_doan", "mang_thai_ho", "uy_quyen"},
        ),
    ],
    ids=[
        "nothing said",
        "the ordinary case said",
        "at home with a witness",
        "at home alone",
        "relatives go",
        "somebody authorised goes",
        "a foundling",
        "a foundling has no proof of birth",
        "surrogacy",
        "everything at once",
    ],
)
def test_papers_of_a_birth_are_exactly_those_of_the_case(
    knowledge_base: KnowledgeBase, answers: dict[str, str], expected: set[str]
) -> None:
    papers = papers_for(knowledge_base.procedures[BIRTH], answers)

    assert ids(papers) == ALWAYS | expected


def test_no_shipped_procedure_gives_a_paper_or_limit_of_another_case(
    knowledge_base: KnowledgeBase,
) -> None:
    wrong = []
    for each in knowledge_base.procedures.values():
        for answers in all_answers(each):
            papers = papers_for(each, answers)
            expected = {paper.id for paper in each.papers if holds(paper.when, answers)}
            limits = tuple(limit for limit in each.limits if holds(limit.when, answers))
            if ids(papers) != expected or limits_for(each, answers) != limits:
                wrong.append((each.code, answers))

    assert wrong == []


def test_every_case_of_a_shipped_procedure_has_papers_and_a_limit(
    knowledge_base: KnowledgeBase,
) -> None:
    bare = [
        (each.code, answers)
        for each in knowledge_base.procedures.values()
        for answers in all_answers(each)
        if not papers_for(each, answers).needed or not limits_for(each, answers)
    ]

    assert bare == []


def all_answers(of: Procedure) -> list[dict[str, str]]:
    choices = [[(question.id, each.id) for each in question.choices] for question in of.questions]
    return [dict(answers) for answers in product(*choices)]


def holds(when: dict[str, tuple[str, ...]], answers: dict[str, str]) -> bool:
    return not [question for question in when if answers[question] not in when[question]]


def test_papers_under_a_condition_stand_apart_and_in_order() -> None:
    form, mandate, photo = paper("form"), paper("mandate", "nếu nộp thay"), paper("photo")

    papers = papers_for(procedure(papers=(form, mandate, photo)), {})

    assert papers == PapersFor(needed=(form, photo), conditional=(mandate,))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, True),
        ({"a": ("x", "y")}, True),
        ({"a": ("y",)}, False),
        ({"a": ("x",), "b": ("z",)}, False),
        ({"c": ("x",)}, False),
    ],
    ids=["always", "one of several", "another answer", "one of two does not hold", "not answered"],
)
def test_when_a_part_applies(when: dict[str, tuple[str, ...]], expected: bool) -> None:
    assert applies(when, {"a": "x", "b": "y"}) == expected


def test_a_citizen_who_says_nothing_is_the_ordinary_case() -> None:
    two = procedure(questions=(WHO_GOES, WHICH_HOUSE))

    assert answers_with_defaults(two, {"house": "new"}) == {"who_goes": "self", "house": "new"}


def test_an_answer_that_is_no_longer_a_choice_counts_as_not_given() -> None:
    mandate = paper("mandate", who_goes=("self", "other"))
    changed = procedure(questions=(WHO_GOES,), papers=(mandate,))

    assert ids(papers_for(changed, {"who_goes": "of_last_year"})) == {"mandate"}


def test_limits_follow_the_case() -> None:
    short = TimeLimit(unit=Unit.DAY, amount=1, when={"house": ("old",)})
    long = TimeLimit(unit=Unit.DAY, amount=9, when={"house": ("new",)})
    both = procedure(questions=(WHICH_HOUSE,), limits=(short, long))

    assert limits_for(both, {}) == (short,)
    assert limits_for(both, {"house": "new"}) == (long,)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("em tự đi", {"who_goes": "self"}),
        ("chị tự đi làm thay", {"who_goes": "other"}),
        ("tự đi cho nhà mới", {"who_goes": "self", "house": "new"}),
        ("em chào", {}),
        ("", {}),
    ],
    ids=["one", "the longest wording wins", "two questions", "none", "nothing said"],
)
def test_the_citizens_own_words_answer_case_questions(message: str, told: dict[str, str]) -> None:
    two = procedure(questions=(WHO_GOES, WHICH_HOUSE))

    assert told_cases(two, words(message)) == told


def test_every_wording_of_a_shipped_choice_tells_that_choice(
    knowledge_base: KnowledgeBase,
) -> None:
    wrong = [
        (each.code, choice.id, wording)
        for each in knowledge_base.procedures.values()
        for question in each.questions
        for choice in question.choices
        for wording in choice.words
        if not set(wording) & set("()[]|^$.")
        and told_cases(each, words(wording)).get(question.id) != choice.id
    ]

    assert wrong == []


def test_the_question_asked_next_is_the_first_that_changes_the_papers() -> None:
    mandate = paper("mandate", who_goes=("other",))
    two = procedure(questions=(WHICH_HOUSE, WHO_GOES), papers=(paper("form"), mandate))

    assert open_question(two, {}) == (WHO_GOES, Facet.DOCUMENTS)
    assert open_question(two, {"who_goes": "self"}) is None
    assert open_question(procedure(), {}) is None


def test_labels_stand_in_the_order_of_the_questions() -> None:
    two = procedure(questions=(WHO_GOES, WHICH_HOUSE))

    assert labels(two, {"house": "new", "who_goes": "self"}) == ("Tự đi", "Nhà mới")
    assert labels(two, {}) == ()


def test_a_question_that_changes_only_the_fee_is_asked_where_the_fee_is_told() -> None:
    first = Fee(name="Lần đầu", set_by="law", amount=0, when={"house": ("new",)})
    again = Fee(name="Làm lại", set_by="law", amount=70000, when={"house": ("old",)})
    both = procedure(questions=(WHICH_HOUSE,), fees=(first, again))

    assert fees_for(both, {"house": "old"}) == (again,)
    assert open_question(both, {}) is None
    assert open_question(both, {}, (Facet.DOCUMENTS, Facet.FEE)) == (WHICH_HOUSE, Facet.FEE)


def test_a_paper_needed_only_under_a_condition_is_asked_for_too() -> None:
    rented = paper("lease", house=("old",)).model_copy(update={"condition": "nếu tra không được"})
    both = procedure(questions=(WHICH_HOUSE,), papers=(paper("form"), rented))

    assert open_question(both, {}) == (WHICH_HOUSE, Facet.DOCUMENTS)
