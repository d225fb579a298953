"""Questions about procedures: new ones, follow-ups, and several in one message."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.compose import (
    OVERVIEW,
    about_code,
    about_name,
    about_procedure,
    ask_which,
    label_of,
    procedure_text,
    say,
    without_offers,
    word,
)
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.expecting import asked_about
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.cases import told_cases
from knowledge.decision import Decision, Verdict
from knowledge.facets import Facet
from knowledge.filing_day import filing_moment
from knowledge.matching import Candidate
from knowledge.normalise import fold
from knowledge.procedure import Procedure, Related
from knowledge.question import Question
from knowledge.targets import Kind
from knowledge.wishes import Wish, compared, wishes, wishes_by_clause

NAMED = 0.45
"""A name said this far, or two words of matter of it, is a new subject, whatever stands around."""

NEW_SUBJECT = 0.5
"""Less likely than this, another procedure does not take the place of the talk's subject."""


COMPARED = (Facet.WHO, Facet.RESULT, Facet.TIME, Facet.FEE)
"""What is told of two procedures whose difference is asked."""

PLAINLY = 0.9
"""How likely it must be that a few words within a talk are about nothing of ours."""

TOLD = 5
"""Words; fewer in answer to a question back are the choice itself, no circumstance."""

ADDITION = 8
"""Words; more that are not understood are a matter of their own."""

_ANY_OTHER = (Outcome.REFUSED_NOT_OURS, "not_ours")
NOT_OURS = {
    "insult": (Outcome.REFUSED_RUDE, "rude"),
    "others_data": (Outcome.REFUSED_NOT_OURS, "dossier_of_others"),
}
"""Subjects of `lexicons/not_ours.yaml` that have words of their own."""

_CODE = re.compile(r"(?<![\w.])(\d\.\d{6})(?!\d)")


async def answer_procedure_code(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """A procedure's own code names it beyond doubt, the local and case forms too."""
    for code in _CODE.findall(heard.text):
        if desk.base.find(code) is not None:
            return _about(desk, session, code, heard.question)
    return None


async def answer_procedure(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Answer, ask back, or point elsewhere; None when no procedure is recognised."""
    question = heard.question
    if not question.matter(desk.base.lexicon):
        told = None if question.facets else _case_of_subject(heard, session, desk)
        return told or _follow_up(question, session, desk)
    both = compared(question, desk.matcher, desk.base.lexicon)
    if both:
        asked = replace(question, facets=COMPARED)
        return _answer_several([Wish(code, asked) for code in both], session, desk, heard.ranked)
    several = wishes(question, desk.matcher, desk.base.lexicon)
    if not several and len(question.facets) > 1:
        several = wishes_by_clause(heard.text, desk.matcher, desk.base.lexicon)
    if len(several) > 1:
        return _answer_several(several, session, desk, heard.ranked)
    turn = _case_of_subject(heard, session, desk) or _single(heard, session, desk)
    return replace(turn, candidates=heard.ranked) if turn else None


def _follow_up(question: Question, session: Session, desk: Desk) -> Turn | None:
    """A facet without a subject is about the subject of the turn before."""
    vague = not question.facets and not question.refers_back(desk.base.lexicon)
    if session.subject is None or vague:
        turn = say(desk, session, Outcome.CLARIFY_SUBJECT, "clarify_subject")
        return replace(turn, facets=question.facets)
    goes_back = desk.base.lexicon.says("goes_back", question.words)
    subject = session.earlier[0] if goes_back and session.earlier else session.subject
    return _about(desk, session, subject, question)


def _about(desk: Desk, session: Session, code: str, question: Question) -> Turn | None:
    """Answer about a code, with the cases that the citizen's words tell."""
    found = desk.base.find(code)
    if not isinstance(found, Procedure):
        return about_code(desk, session, code, question.facets)
    if Facet.READY_DATE in question.facets and desk.now is not None:
        filed_at = filing_moment(question.words, desk.base.lexicon, desk.now)
        desk = replace(desk, filed_at=filed_at)
    told = told_cases(found, question.words)
    goes_on = session.subject == found.code or (
        found.code in asked_about(session) and len(question.words) >= TOLD
    )
    session = session.about(found.code)
    for case in told.items():
        session = session.answering(case)
    facets = question.facets
    if goes_on and (told or not (facets or question.refers_back(desk.base.lexicon))):
        facets = (*facets, Facet.CASE)  # a circumstance told after its procedure
    return about_procedure(desk, session, found, facets)


def _case_of_subject(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """A case told after its procedure is an answer to it, not a new question."""
    subject = desk.base.procedures.get(session.subject or "")
    if subject is None or not told_cases(subject, heard.question.words):
        return None
    decision = heard.decision
    other = decision.verdict is Verdict.ANSWER and decision.chosen[0].target.key != subject.code
    if other and decision.chosen[0].parts["of_question"] > 0.6:
        return None
    return _about(desk, session, subject.code, heard.question)


def _single(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    question = heard.question
    decision = heard.decision
    if session.subject and question.facets and _is_follow_up(decision):
        return _about(desk, session, session.subject, question)
    if decision.verdict is Verdict.DECLINE:
        stays = not decision.chosen or decision.chosen[0].score < PLAINLY
        turn = _adds_to_subject(question, session, desk) if stays else None
        turn = turn or _not_ours(decision, session, desk)
        return replace(turn, why=decision.why) if turn else None
    turn = _decided(decision, question, session, desk)
    return replace(turn, why=decision.why) if turn else None


def _adds_to_subject(question: Question, session: Session, desk: Desk) -> Turn | None:
    """Few words that are about nothing known tell something of the talk's subject."""
    if session.subject is None or len(question.topic) > ADDITION:
        return None
    return _about(desk, session, session.subject, question)


def _not_ours(decision: Decision, session: Session, desk: Desk) -> Turn | None:
    """Decline kindly what is known to be no office's matter."""
    if not decision.chosen:
        return None
    outcome, template = NOT_OURS.get(decision.chosen[0].target.key, _ANY_OTHER)
    return say(desk, session, outcome, template)


def _is_follow_up(decision: Decision) -> bool:
    """Whether a facet is asked of the talk's subject, whatever its other words remind of."""
    if not decision.chosen:
        return True
    top = decision.chosen[0]
    named = top.shared > 1 or top.parts["of_name"] > NAMED
    return top.score < NEW_SUBJECT and not named


def _decided(decision: Decision, question: Question, session: Session, desk: Desk) -> Turn | None:
    top = decision.chosen[0].target
    if top.kind is Kind.ELSEWHERE:
        matter = desk.base.elsewhere[top.key]
        turn = say(desk, session, Outcome.ELSEWHERE_BODY, "elsewhere", matter=matter)
        return replace(turn, facets=question.facets, codes=matter.codes)
    if top.kind is Kind.TOPIC:
        topic = desk.base.topics[top.key]
        return ask_which(
            desk, session, Outcome.CLARIFY_TOPIC, topic.choices, question.facets, topic.ask
        )
    if decision.verdict is Verdict.ASK_BACK:
        choices = _choices(decision.chosen, desk)
        if len(choices) > 1:
            return ask_which(desk, session, Outcome.CLARIFY_PROCEDURE, choices, question.facets)
    return _about(desk, session, top.key, question)


def _choices(chosen: Sequence[Candidate], desk: Desk) -> list[Related]:
    """Return the choices, of several with one label the first."""
    labelled: dict[str, Related] = {}
    for candidate in chosen:
        code = candidate.target.key
        label = label_of(desk, code)
        labelled.setdefault(fold(label), Related(code=code, label=label))
    return list(labelled.values())


def _answer_several(
    several: Sequence[Wish], session: Session, desk: Desk, ranked: tuple[Candidate, ...]
) -> Turn:
    """Answer each wish; the talk goes on about the last one."""
    texts: list[str] = []
    codes: list[str] = []
    facets: list[Facet] = []
    for wish in several:
        found = desk.base.find(wish.code)
        codes.append(wish.code)
        facets += [facet for facet in wish.question.facets if facet not in facets]
        if isinstance(found, Procedure):
            told = told_cases(found, wish.question.words)
            texts.append(procedure_text(desk, found, wish.question.facets or OVERVIEW, told))
        elif found is not None:
            texts.append(about_name(desk, session, found, ()).reply.text)
        session = session.about(wish.code)
    text = desk.texts.render("several", answers=texts)
    turn = without_offers(word(session, Outcome.ANSWERED_PROCEDURE, "several", text))
    return replace(turn, facets=tuple(facets), codes=tuple(codes), candidates=ranked)
