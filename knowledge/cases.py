"""Which papers and limits apply to this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from knowledge.facets import Facet
from knowledge.normalise import Word
from knowledge.phrases import Phrases
from knowledge.procedure import (
    CaseQuestion,
    Choice,
    Fee,
    Paper,
    Procedure,
    TimeLimit,
    Topic,
    TopicChoice,
    When,
)

C = TypeVar("C", Choice, TopicChoice)


@dataclass(frozen=True, slots=True)
class PapersFor:
    """The papers of one person: those needed in any event, those only under a condition."""

    needed: tuple[Paper, ...]
    conditional: tuple[Paper, ...]


def answers_with_defaults(procedure: Procedure, answers: Mapping[str, str]) -> dict[str, str]:
    """Return an answer to every case question: the citizen's own, else the ordinary case.

    An answer that is no longer a choice (an old session) counts as not given.
    """
    full = {}
    for question in procedure.questions:
        given = answers.get(question.id)
        known = any(choice.id == given for choice in question.choices)
        full[question.id] = given if given and known else _default(question).id
    return full


def applies(when: When, answers: Mapping[str, str]) -> bool:
    """Whether a part tied to `when` applies; an empty one always does."""
    return all(answers.get(question) in choices for question, choices in when.items())


def papers_for(procedure: Procedure, answers: Mapping[str, str]) -> PapersFor:
    """Return exactly the papers of the person with these answers, in the order of the file."""
    full = answers_with_defaults(procedure, answers)
    fitting = [paper for paper in procedure.papers if applies(paper.when, full)]
    return PapersFor(
        needed=tuple(paper for paper in fitting if paper.condition is None),
        conditional=tuple(paper for paper in fitting if paper.condition is not None),
    )


def limits_for(procedure: Procedure, answers: Mapping[str, str]) -> tuple[TimeLimit, ...]:
    """Return the time limits of the person with these answers, in the order of the file."""
    full = answers_with_defaults(procedure, answers)
    return tuple(limit for limit in procedure.limits if applies(limit.when, full))


def fees_for(procedure: Procedure, answers: Mapping[str, str]) -> tuple[Fee, ...]:
    """Return the fees of the person with these answers, in the order of the file."""
    full = answers_with_defaults(procedure, answers)
    return tuple(fee for fee in procedure.fees if applies(fee.when, full))


def told_cases(procedure: Procedure, message: Sequence[Word]) -> dict[str, str]:
    """Return the answers to case questions that the citizen's own words give.

    The longest wording wins where two choices of a question are named.
    """
    told = {question.id: _told(question.choices, message) for question in procedure.questions}
    return {question: choice.id for question, choice in told.items() if choice is not None}


def told_choice(topic: Topic, message: Sequence[Word]) -> TopicChoice | None:
    """Return the choice of a topic that the citizen's own words tell, as `told_cases` does."""
    return _told(topic.choices, message)


def open_question(
    procedure: Procedure, answers: Mapping[str, str], facets: Sequence[Facet] = (Facet.DOCUMENTS,)
) -> tuple[CaseQuestion, Facet] | None:
    """Return the first case question without an answer that changes what these facets tell.

    With it comes the first facet that it changes.
    """
    for question in procedure.questions:
        if question.id in answers:
            continue
        for facet in facets:
            told = {
                _told_by(facet, procedure, {**answers, question.id: choice.id})
                for choice in question.choices
            }
            if len(told) > 1:
                return question, facet
    return None


def _told_by(facet: Facet, procedure: Procedure, answers: Mapping[str, str]) -> tuple[int, ...]:
    """Return which parts a facet tells a person with these answers, by their places."""
    parts: Sequence[Paper | TimeLimit | Fee] = ()
    if facet in {Facet.DOCUMENTS, Facet.CASE}:
        parts = procedure.papers
    elif facet in {Facet.TIME, Facet.READY_DATE}:
        parts = procedure.limits
    elif facet is Facet.FEE:
        parts = procedure.fees
    full = answers_with_defaults(procedure, answers)
    return tuple(number for number, part in enumerate(parts) if applies(part.when, full))


def labels(procedure: Procedure, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the labels of the answers given, in the order of the questions."""
    return tuple(
        choice.label
        for question in procedure.questions
        for choice in question.choices
        if answers.get(question.id) == choice.id
    )


def _told(choices: Sequence[C], message: Sequence[Word]) -> C | None:
    best, told = 0, None
    for choice in choices:
        spans = _wordings(choice.words).find(message)
        length = max((span.end - span.start for span in spans), default=0)
        if length > best:
            best, told = length, choice
    return told


def _default(question: CaseQuestion) -> Choice:
    return next(choice for choice in question.choices if choice.default)


@lru_cache(maxsize=4096)
def _wordings(words: tuple[str, ...]) -> Phrases:
    return Phrases(words)
