"""Answers to what the desk offered: a press, a number, or the words of a choice."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from bot.conversation.action import Action
from bot.conversation.compose import about_code, about_procedure, say, validity
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Offered, Session
from bot.conversation.steps.place import about_place
from knowledge.cases import told_cases
from knowledge.facets import Facet
from knowledge.normalise import fold
from knowledge.procedure import Procedure

ALIKE = 85
"""How alike, in percent, typed words and a label must be."""

LAST = -1
"""What the lexicon of numbers gives for "cái cuối"."""

LONGEST = 6
"""A message of more words is a question of its own, whatever is on offer."""


async def press(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Do what a pressed button stands for; an old button still works."""
    action = Action.parse(heard.incoming.pressed or heard.text)
    return _do(action, session, desk) if action else None


async def take_choice(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Take a number or the words of a choice on offer; a new question is left alone."""
    number = _number(heard, desk)
    if number == LAST:
        number = len(session.offered)
    if number is not None:
        if 1 <= number <= len(session.offered):
            action = Action.parse(session.offered[number - 1].action)
            return _do(action, session, desk) if action else None
        if session.offered:
            return replace(
                say(
                    desk,
                    session,
                    Outcome.CLARIFY_CHOICE,
                    "clarify_choice",
                    count=len(session.offered),
                ),
                session=session,
            )
        return say(desk, session, Outcome.CLARIFY_SUBJECT, "clarify_subject")
    chosen = _by_words(heard, session.offered, desk)
    action = Action.parse(chosen.action) if chosen else None
    if action is not None:
        return _do(action, session, desk)
    return _case_in_words(heard, session, desk)


def _case_in_words(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Take a short answer to the case question on offer, in the citizen's own words."""
    offered = [Action.parse(each.action) for each in session.offered]
    asked = {action.case[0] for action in offered if action and action.case}
    subject = desk.base.procedures.get(session.subject or "")
    if subject is None or not asked or len(heard.question.words) > LONGEST:
        return None
    told = told_cases(subject, heard.question.words)
    if heard.question.facets or not asked & set(told):
        return None
    for case in told.items():
        session = session.answering(case)
    return about_procedure(desk, session, subject, (Facet.DOCUMENTS,))


def _number(heard: Heard, desk: Desk) -> int | None:
    words = heard.question.words
    lexicon = desk.base.lexicon
    around = {n for span in lexicon.find("around_numbers", words) for n in span.numbers()}
    typed = " ".join(word.folded for n, word in enumerate(words) if n not in around)
    if typed.isdecimal() and len(typed) <= 2:
        return int(typed)
    return lexicon.numbers.get(typed)


def _by_words(heard: Heard, offered: Sequence[Offered], desk: Desk) -> Offered | None:
    words = [word.folded for word in heard.question.words]
    if not offered or not words or len(words) > LONGEST:
        return None
    typed = " ".join(words)
    best = max(offered, key=lambda each: fuzz.ratio(typed, fold(each.label)))
    if fuzz.ratio(typed, fold(best.label)) >= ALIKE:
        return best
    meant = {word.folded for word in heard.question.content(desk.base.lexicon)}
    holding = [each for each in offered if meant and meant <= set(fold(each.label).split())]
    return holding[0] if len(holding) == 1 and len(meant) > 1 else None


def _do(action: Action, session: Session, desk: Desk) -> Turn | None:
    if action.kind == "code":
        expecting = replace(session, expects_code=True)
        return say(desk, expecting, Outcome.CLARIFY_CODE, "clarify_code")
    if action.place is not None:
        return about_place(action.place, session, desk)
    if action.code is None:
        return None
    if action.kind == "ask":
        facets = (action.facet,) if action.facet else ()
        return about_code(desk, session, action.code, facets)
    found = desk.base.find(action.code)
    if not isinstance(found, Procedure):
        return about_code(desk, session, action.code, ())
    if action.kind == "details":
        return _details(desk, session, found)
    return _case(action, desk, session, found)


def _details(desk: Desk, session: Session, procedure: Procedure) -> Turn:
    session = session.about(procedure.code)
    buttons = [
        (desk.texts.label(facet, "facets"), Action(kind="ask", code=procedure.code, facet=facet))
        for facet in (Facet.DOCUMENTS, Facet.STEPS, Facet.CONDITIONS, Facet.LEGAL_BASIS)
    ]
    turn = say(
        desk,
        session,
        Outcome.ANSWERED_DETAILS,
        "procedure_details",
        buttons,
        procedure=procedure,
        validity=validity(procedure, desk.today),
    )
    return replace(turn, codes=(procedure.code,))


def _case(action: Action, desk: Desk, session: Session, procedure: Procedure) -> Turn:
    session = session.about(procedure.code)
    known = {
        (question.id, choice.id) for question in procedure.questions for choice in question.choices
    }
    if action.case in known:
        session = session.answering(action.case)
    return about_procedure(desk, session, procedure, (action.facet or Facet.DOCUMENTS,))
