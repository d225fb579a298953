"""What comes before everything: danger, and the wish to stop."""

from dataclasses import replace

from bot.conversation.action import Action
from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.decision import Verdict, decide
from knowledge.matching import Kind

DANGERS = ("child", "fire", "medical", "police")


async def send_to_emergency(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Name the number to call; the procedure, if one was named too, is one press away."""
    lexicon = desk.base.lexicon
    danger = next(
        (kind for kind in DANGERS if lexicon.says(f"emergency_{kind}", heard.question.words)), None
    )
    if danger is None:
        return None
    decision = decide(heard.ranked)
    buttons = [
        (candidate.target.name, Action(kind="ask", code=candidate.target.key))
        for candidate in decision.chosen
        if decision.verdict is Verdict.ANSWER and candidate.target.kind is Kind.PROCEDURE
    ]
    return say(desk, session, Outcome.ELSEWHERE_EMERGENCY, "emergency", buttons, kind=danger)


async def stop(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """End the talk kindly; open choices are gone."""
    if not desk.base.lexicon.says("stop", heard.question.words):
        return None
    ended = replace(session, expects_code=False)
    return say(desk, ended, Outcome.ANSWERED_STOP, "stop")
