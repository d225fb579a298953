"""Persons and the papers that exactly they need, written from the rules in tests/golden/."""

from itertools import product
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from knowledge.cases import answers_with_defaults, open_question, papers_for, told_cases
from knowledge.knowledge_base import KnowledgeBase
from knowledge.normalise import words
from knowledge.procedure import Procedure
from knowledge.record import Code, Record, Text
from knowledge.yaml_file import read_shaped

GOLDEN = Path(__file__).parents[2] / "golden"

MOST_ASKED = {
    "1.001193": "birth",
    "1.004222": "permanent residence",
    "2.000815": "certification of copies",
    "2.000884": "certification of signatures",
    "1.013978": "first land certificate",
    "1.014028": "funeral grant, social pension",
    "1.001731": "funeral grant, social protection",
    "1.001776": "social allowance",
    "1.001612": "household business",
    "1.000894": "marriage",
    "1.004859": "correction of civil status",
    "1.000656": "death",
}
"""The ten with the most cases; certification and funeral grants are two each."""


class Person(Record):
    """One person, what they say, and the papers that they need."""

    person: Text
    said: Text | None = None
    answers: dict[str, str] = {}  # noqa: RUF012 - a record copies its defaults
    papers: tuple[str, ...]
    conditional: tuple[str, ...] = ()


def _persons() -> list[tuple[Code, Person]]:
    problems: list = []
    found = []
    for path in sorted(GOLDEN.glob("*.yaml")):
        read = read_shaped(path, TypeAdapter(list[Person]), problems)
        assert read is not None, problems
        found += [(path.stem, person) for person in read[1]]
    return found


PERSONS = _persons()


@pytest.mark.parametrize(
    ("code", "person"), PERSONS, ids=[f"{code} {each.person}" for code, each in PERSONS]
)
def test_a_person_is_told_exactly_their_papers(
    knowledge_base: KnowledgeBase, code: Code, person: Person
) -> None:
    procedure = knowledge_base.procedures[code]
    choices = {question.id: {c.id for c in question.choices} for question in procedure.questions}
    assert all(choice in choices.get(question, ()) for question, choice in person.answers.items())

    papers = papers_for(procedure, person.answers)

    assert {paper.id for paper in papers.needed} == set(person.papers)
    assert {paper.id for paper in papers.conditional} == set(person.conditional)


@pytest.mark.parametrize(
    ("code", "person"),
    [(code, person) for code, person in PERSONS if person.said],
    ids=[f"{code} {each.said}" for code, each in PERSONS if each.said],
)
def test_what_a_person_says_tells_their_case(
    knowledge_base: KnowledgeBase, code: Code, person: Person
) -> None:
    procedure = knowledge_base.procedures[code]
    message = knowledge_base.lexicon.expand(words(person.said or ""))

    told = told_cases(procedure, message)

    assert answers_with_defaults(procedure, told) == answers_with_defaults(
        procedure, person.answers
    )


@pytest.mark.parametrize("code", MOST_ASKED, ids=MOST_ASKED.values())
def test_the_most_asked_have_golden_persons(code: Code) -> None:
    persons = [person for known, person in PERSONS if known == code]

    assert len(persons) >= 3


def test_three_short_questions_lead_to_the_papers_of_a_person(
    knowledge_base: KnowledgeBase,
) -> None:
    for procedure in knowledge_base.procedures.values():
        assert len(procedure.questions) <= 3, procedure.code
        for answers in _all_answers(procedure):
            assert open_question(procedure, answers) is None


def test_no_note_is_shown_as_a_paper(knowledge_base: KnowledgeBase) -> None:
    """A paper is handed in, shown or filled in; a sentence about papers is a note."""
    beginnings = ("trường hợp", "lưu ý", "nếu ", "trong trường hợp", "người ", "cơ quan đăng ký")
    wrong = [
        (procedure.code, paper.name)
        for procedure in knowledge_base.procedures.values()
        for paper in procedure.papers
        if paper.name.lower().startswith(beginnings) or paper.name.endswith(".")
    ]

    assert wrong == []


def test_a_paper_is_never_asked_for_twice(knowledge_base: KnowledgeBase) -> None:
    for procedure in knowledge_base.procedures.values():
        for answers in _all_answers(procedure):
            needed = [paper.name for paper in papers_for(procedure, answers).needed]
            assert len(set(needed)) == len(needed), (procedure.code, answers)


def test_everybody_needs_at_least_one_paper(knowledge_base: KnowledgeBase) -> None:
    for procedure in knowledge_base.procedures.values():
        for answers in _all_answers(procedure):
            papers = papers_for(procedure, answers)
            assert papers.needed or papers.conditional, (procedure.code, answers)


def _all_answers(procedure: Procedure) -> list[dict[str, str]]:
    ids = [[(q.id, choice.id) for choice in q.choices] for q in procedure.questions]
    return [dict(each) for each in product(*ids)]
