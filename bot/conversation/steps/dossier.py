"""Where a dossier stands: by its receipt code alone, so only what anybody may know."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.action import Action
from bot.conversation.compose import about_code, label_of, say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from bot.conversation.tries import DAY, limit_reached, note
from bot.ports import AttemptKind
from dossiers.disclosure import LOOK_UPS, MISSES, KnownProcedure, PublicView, public_view
from dossiers.dossier import Dossier
from dossiers.notice import may_subscribe
from dossiers.personal_number import has_personal_number
from dossiers.receipt_code import find
from knowledge.clock import VIETNAM
from knowledge.decision import Verdict

MOST_CODES = 3
"""Codes looked up for one message."""

_PART_OF_CODE = re.compile(r"\d{3,8}(?:[ -]\d{3,8})?")


async def look_up_dossier(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Tell where the dossiers of the codes in the message stand."""
    incoming = heard.incoming
    found = find(heard.text, incoming.at.astimezone(VIETNAM).date())
    if found.codes:
        return await _look_up(found.codes, heard, session, desk)
    expecting = replace(session, expects_code=True)
    if found.near_misses:
        near = found.near_misses[0]
        return say(
            desk,
            expecting,
            Outcome.CLARIFY_CODE_TYPING,
            "clarify_code_typing",
            typed=near.typed[:60],
            reason=near.reason.value,
        )
    if session.expects_code and _PART_OF_CODE.fullmatch(heard.text):
        return say(
            desk,
            expecting,
            Outcome.CLARIFY_CODE_TYPING,
            "clarify_code_typing",
            typed=heard.text,
            reason="no_beginning",
        )
    return None


async def _look_up(codes: Sequence[str], heard: Heard, session: Session, desk: Desk) -> Turn:
    incoming, attempts = heard.incoming, desk.ports.attempts
    found: list[Dossier] = []
    unknown: list[str] = []
    for code in codes[:MOST_CODES]:
        for kind, limit in ((AttemptKind.MISS, MISSES), (AttemptKind.LOOK_UP, LOOK_UPS)):
            if blocked := await limit_reached(attempts, kind, limit, incoming):
                return _too_many_codes(desk, session, for_the_day=blocked == DAY)
        dossier = await desk.ports.dossiers.find(code)
        if dossier is None:
            unknown.append(code)
        else:
            found.append(dossier)
        kind = AttemptKind.MISS if dossier is None else AttemptKind.LOOK_UP
        await note(attempts, kind, incoming, code)
    turn = _standing(found, unknown, len(codes[MOST_CODES:]), heard, session, desk)
    return _with_the_matter_beside(turn, heard, desk)


def _too_many_codes(desk: Desk, session: Session, *, for_the_day: bool) -> Turn:
    outcome = Outcome.REFUSED_TOO_MANY_CODES
    return say(desk, session, outcome, "dossier_too_many_codes", for_the_day=for_the_day)


def _standing(
    found: Sequence[Dossier],
    unknown: Sequence[str],
    left: int,
    heard: Heard,
    session: Session,
    desk: Desk,
) -> Turn:
    """Tell where these dossiers stand, and offer to tell when they are ready."""
    views: list[PublicView] = [
        public_view(dossier, heard.incoming.at, _known_procedure(dossier, desk))
        for dossier in found
    ]
    looked_up = tuple(dossier.code for dossier in found)
    done = replace(session, expects_code=not found, expects_digits=None, dossiers=looked_up)
    return say(
        desk,
        done,
        Outcome.ANSWERED_STATUS if found else Outcome.UNANSWERABLE_UNKNOWN_CODE,
        "dossiers",
        _notify_buttons(found, desk),
        views=views,
        unknown=unknown,
        left=left,
        most=MOST_CODES,
    )


def _notify_buttons(found: Sequence[Dossier], desk: Desk) -> list[tuple[str, Action]]:
    label = desk.texts.label("notify", "buttons")
    return [
        (label if len(found) == 1 else f"{label}: {dossier.code}", Action(kind="notify", number=n))
        for n, dossier in enumerate(found, start=1)
        if may_subscribe(dossier)
    ]


def _with_the_matter_beside(turn: Turn, heard: Heard, desk: Desk) -> Turn:
    """Answer the procedure asked about in the same message, after the dossier."""
    decision = heard.decision
    if decision.verdict is not Verdict.ANSWER or not heard.question.facets:
        return turn
    top = decision.chosen[0]
    if not top.is_named:
        return turn
    beside = about_code(desk, turn.session, top.target.key, heard.question.facets)
    if beside is None:
        return turn
    text = desk.texts.render("several", answers=[turn.reply.text, beside.reply.text])
    return replace(beside, reply=replace(beside.reply, text=text), outcome=turn.outcome)


def _known_procedure(dossier: Dossier, desk: Desk) -> dict[str, KnownProcedure]:
    code = dossier.procedure_code
    name = label_of(desk, code) if code and desk.base.find(code) else None
    if code is None or name is None:
        return {}
    return {code: KnownProcedure(name=name, is_sensitive=desk.base.is_sensitive(code))}


STORY = 14
"""Words; a shorter message that asks whether something is ready means a dossier."""

PLAIN = 0.7


async def want_status(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Ask for the receipt code of somebody who wants to know where a dossier stands."""
    lexicon, words = desk.base.lexicon, heard.question.words
    if lexicon.says("others_dossier", words):
        return say(desk, session, Outcome.REFUSED_NOT_OURS, "dossier_of_others")
    if lexicon.says("no_code", words):
        return say(desk, session, Outcome.ANSWERED_PERSON, "dossier_without_code")
    if lexicon.says("dossier_matters", words):
        return say(desk, session, Outcome.ANSWERED_PERSON, "dossier_matters")
    if lexicon.says("status", words) and not _asks_of_a_procedure(heard, desk):
        expecting = replace(session, expects_code=True)
        return say(desk, expecting, Outcome.CLARIFY_CODE, "clarify_code")
    return None


def _asks_of_a_procedure(heard: Heard, desk: Desk) -> bool:
    """Whether a whole story is about what has not been handed in yet."""
    lexicon, words = desk.base.lexicon, heard.question.words
    if len(words) < STORY or lexicon.says("handed_in", words):
        return False
    decision = heard.decision
    return decision.verdict is Verdict.ANSWER and decision.chosen[0].score > PLAIN


async def refuse_personal_number(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """A phone or ID number by itself is not looked up, and better not sent at all.

    Beside a question about a procedure the number is only passed over.
    """
    if not has_personal_number(heard.text):
        return None
    lexicon = desk.base.lexicon
    about_numbers_only = not heard.question.besides("about_numbers", lexicon)
    if not about_numbers_only and heard.decision.verdict is not Verdict.DECLINE:
        return None
    code = (desk.texts.label("code", "buttons"), Action(kind="code"))
    return say(desk, session, Outcome.REFUSED_PERSONAL_NUMBER, "personal_number", [code])
