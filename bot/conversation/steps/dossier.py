"""Where a dossier stands: by its receipt code alone, so only what anybody may know."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.conversation.action import Action
from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from bot.texts import VIETNAM
from dossiers.disclosure import KnownProcedure, is_blocked, public_view
from dossiers.dossier import Dossier
from dossiers.receipt_code import find

MOST_CODES = 3
"""Codes looked up for one message."""

_LONG_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ .-]?\d){8,12}(?![\w.])")


async def look_up_dossier(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Tell where the dossiers of the codes in the message stand."""
    incoming = heard.incoming
    found = find(heard.text, incoming.at.astimezone(VIETNAM).date())
    if found.codes:
        return await _look_up(found.codes[:MOST_CODES], heard, session, desk)
    if not found.near_misses:
        return None
    near = found.near_misses[0]
    expecting = replace(session, expects_code=True)
    return say(
        desk,
        expecting,
        Outcome.CLARIFY_CODE_TYPING,
        "clarify_code_typing",
        typed=near.typed[:60],
        reason=near.reason.value,
    )


async def _look_up(codes: tuple[str, ...], heard: Heard, session: Session, desk: Desk) -> Turn:
    incoming, ports = heard.incoming, desk.ports
    answers: list[str] = []
    known = False
    for code in codes:
        lately = await ports.misses.since(incoming.address, incoming.at - timedelta(hours=1))
        today = await ports.misses.since(incoming.address, incoming.at - timedelta(days=1))
        if is_blocked(lately, today):
            return say(desk, session, Outcome.REFUSED_TOO_MANY_CODES, "dossier_too_many_codes")
        dossier = await ports.dossiers.find(code)
        if dossier is None:
            await ports.misses.record(incoming.address, code, incoming.at)
            answers.append(desk.texts.render("dossier_unknown", office=desk.office, code=code))
            continue
        known = True
        view = public_view(dossier, incoming.at, _known_procedure(dossier, desk))
        answers.append(desk.texts.render("dossier", office=desk.office, view=view))
    outcome = Outcome.ANSWERED_STATUS if known else Outcome.UNANSWERABLE_UNKNOWN_CODE
    done = replace(session, expects_code=not known)
    return say(desk, done, outcome, "several", answers=answers)


def _known_procedure(dossier: Dossier, desk: Desk) -> dict[str, KnownProcedure]:
    code = dossier.procedure_code
    name = desk.base.name_of(code) if code else None
    if code is None or name is None:
        return {}
    return {code: KnownProcedure(name=name, is_sensitive=desk.base.is_sensitive(code))}


async def want_status(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Ask for the receipt code of somebody who wants to know where a dossier stands."""
    if not desk.base.lexicon.says("status", heard.question.words):
        return None
    expecting = replace(session, expects_code=True)
    return say(desk, expecting, Outcome.CLARIFY_CODE, "clarify_code")


async def refuse_personal_number(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """A phone or ID number by itself is not looked up, and better not sent at all."""
    about_numbers_only = not heard.question.besides("about_numbers", desk.base.lexicon)
    if not (about_numbers_only and _LONG_NUMBER.search(heard.text)):
        return None
    code = (desk.texts.label("code", "buttons"), Action(kind="code"))
    return say(desk, session, Outcome.REFUSED_PERSONAL_NUMBER, "personal_number", [code])
