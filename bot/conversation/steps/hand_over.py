"""What nobody else answered goes to a person, with a ticket number."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation.action import Action
from bot.conversation.compose import label_of, say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from bot.ports import NewQuestion
from dossiers.personal_number import without_ids
from knowledge.targets import Kind

MOST_A_DAY = 10
"""Questions one chat may leave for officers in a day; the rest is told where to ask."""

WORTH_OFFERING = 0.08
"""Candidates at least this likely stand below the ticket number as guesses."""


async def hand_over(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Store the question and tell its ticket number; guesses are offered as choices."""
    if not any(desk.understands(word) for word in heard.question.words):
        return say(desk, session, Outcome.UNANSWERABLE_UNREADABLE, "unreadable")
    near = [
        (label_of(desk, candidate.target.key), Action(kind="ask", code=candidate.target.key))
        for candidate in heard.ranked[:3]
        if candidate.score >= WORTH_OFFERING
        and candidate.is_named
        and candidate.target.kind in {Kind.PROCEDURE, Kind.NAME_ONLY}
    ]
    incoming, questions = heard.incoming, desk.ports.questions
    asked = await questions.since(incoming.address, incoming.at - timedelta(days=1))
    ticket = None
    if asked < MOST_A_DAY:
        ticket = await questions.add(
            NewQuestion(
                incoming_id=incoming.id,
                address=incoming.address,
                text=without_ids(heard.text),
                asked_at=incoming.at,
                reason=Outcome.UNANSWERABLE_NO_MATCH.value,
            )
        )
    turn = say(
        desk,
        session,
        Outcome.UNANSWERABLE_NO_MATCH,
        "hand_over",
        near,
        ticket=ticket,
        near=bool(near),
    )
    return replace(turn, candidates=heard.ranked, facets=heard.question.facets)
