"""What became of a commune, a district or a province, and where its people go now."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.action import Action
from bot.conversation.compose import MOST_BUTTONS, say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.decision import Verdict
from knowledge.normalise import BREAK
from knowledge.places import Found, OldUnit

MOST_PLACES = 4


async def answer_place(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Answer what a place is today; None when something else is asked, or no place is named."""
    question = heard.question
    asked = {n for s in desk.base.lexicon.find("place_fate", question.words) for n in s.numbers()}
    if not asked:
        return None
    found = desk.base.places.find(question.words, desk.office.province_code)
    if not found.words:
        return _unknown(heard, session, desk)
    if _says_more(heard, found, asked, desk):
        return None
    return _answer(found, session, desk)


def _unknown(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Say that a place is not known, where the message calls something a place and nothing else."""
    named = desk.base.lexicon.says("place_named", heard.question.words)
    if not named or heard.decision.verdict is not Verdict.DECLINE:
        return None
    return say(desk, session, Outcome.UNANSWERABLE_PLACE, "place_unknown")


def _says_more(heard: Heard, found: Found, asked: set[int], desk: Desk) -> bool:
    """Whether a matter is named beside the place: then the question is about the matter."""
    lexicon, message = desk.base.lexicon, heard.question.words
    spans = (*lexicon.find("place_around", message), *lexicon.padding.find(message))
    around = {number for span in spans for number in span.numbers()}
    return any(
        number not in asked | around | found.words
        and word.folded not in lexicon.stop_words
        and word.folded != BREAK
        for number, word in enumerate(message)
    )


def _answer(found: Found, session: Session, desk: Desk) -> Turn:
    if len(found.wards) > 1:
        return _which(found.wards, session, desk)
    turn = say(
        desk,
        session,
        Outcome.ANSWERED_PLACE,
        "place",
        offices={office.commune_code: office for office in desk.base.offices.values()},
        ward=found.wards[0] if found.wards else None,
        found=found,
    )
    return replace(turn, why="what became of a place")


def _which(wards: Sequence[OldUnit], session: Session, desk: Desk) -> Turn:
    """Ask which of several places is meant; of too many, for the district and province."""
    if len(wards) > MOST_PLACES:
        return say(desk, session, Outcome.CLARIFY_PLACE, "place_too_many", wards=wards)
    buttons = [
        (f"{unit.name}, {unit.district}", Action(kind="place", place=unit.code))
        for unit in wards[:MOST_BUTTONS]
    ]
    return say(desk, session, Outcome.CLARIFY_PLACE, "place_which", buttons, wards=wards)


def about_place(code: str, session: Session, desk: Desk) -> Turn | None:
    """Answer about the old unit with this code; None when there is none."""
    unit = desk.base.places.unit(code)
    return _answer(Found(wards=(unit,)), session, desk) if unit else None
