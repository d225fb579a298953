"""What comes before everything: danger, and the wish to stop."""

from dataclasses import replace

from bot.conversation.action import Action
from bot.conversation.compose import about_code, say, without_offers
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.decision import Verdict

DANGERS = ("child", "fire", "medical", "police")

PAST = {"medical": "past_death", "fire": "past_loss", "police": "past_loss"}
"""Whoever tells of a death or a loss that is over needs papers, and no ambulance."""

STORY = 12
"""Words; a shorter message that tells of danger is a cry for help and nothing else."""

PLAIN = 0.5
"""How likely the procedure must be that a story of danger asks about."""

DEATH = "nguoi_than_mat"
"""The life event whose papers are never offered while somebody is in danger."""


async def send_to_emergency(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Name the number to call; the procedure, if one was named too, is one press away."""
    danger = _danger(heard, desk)
    if danger is None:
        return None
    death = desk.base.life_events.get(DEATH)
    of_death = death.codes if death else ()
    asked = _asked_beside(heard, desk)
    if asked is not None and asked not in of_death:
        answer = about_code(desk, session, asked, heard.question.facets)
        if answer is not None:
            first = desk.texts.render("emergency", kind=danger)
            text = desk.texts.render("several", answers=[first, answer.reply.text])
            return replace(answer, reply=replace(answer.reply, text=text))
    buttons = [
        (procedure.short_name, Action(kind="ask", code=procedure.code))
        for candidate in heard.decision.chosen
        if (procedure := desk.base.procedures.get(candidate.target.key))
        and procedure.code not in of_death
    ]
    return say(desk, session, Outcome.ELSEWHERE_EMERGENCY, "emergency", buttons, kind=danger)


def _asked_beside(heard: Heard, desk: Desk) -> str | None:
    """Return the procedure that a whole story asks about: its papers stand below the number."""
    question = heard.question
    wishes = bool(question.facets) or desk.base.lexicon.says("wish", question.words)
    if len(question.words) < STORY or not wishes:
        return None
    decision = heard.decision
    if decision.verdict is not Verdict.ANSWER or decision.chosen[0].score < PLAIN:
        return None
    return decision.chosen[0].target.key


def _danger(heard: Heard, desk: Desk) -> str | None:
    """Return the kind of danger that is told as present, idioms and what is past apart."""
    lexicon = desk.base.lexicon
    words = heard.question.words
    idiomatic = {number for span in lexicon.find("idioms", words) for number in span.numbers()}
    meant = tuple(word for number, word in enumerate(words) if number not in idiomatic)
    for kind in DANGERS:
        if not lexicon.says(f"emergency_{kind}", meant):
            continue
        is_over = lexicon.says(PAST.get(kind, ""), words)
        if is_over and not lexicon.says("danger_now", meant):
            continue
        return kind
    return None


async def stop(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """End the talk kindly; open choices are gone."""
    if not desk.base.lexicon.says("stop", heard.question.words):
        return None
    ended = replace(session, expects_code=False, expects_digits=None)
    return without_offers(say(desk, ended, Outcome.ANSWERED_STOP, "stop"))
