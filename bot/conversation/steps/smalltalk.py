"""Greetings, thanks, questions about the desk and the office itself, and what is not ours."""

from bot.conversation.action import Action
from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.decision import Verdict

SMALL_TALK = (
    ("greeting", Outcome.ANSWERED_GREETING),
    ("thanks", Outcome.ANSWERED_THANKS),
    ("help", Outcome.ANSWERED_HELP),
    ("complaint", Outcome.ANSWERED_PERSON),
    ("person", Outcome.ANSWERED_PERSON),
    ("yes_no", Outcome.CLARIFY_SUBJECT),
)


async def answer_smalltalk(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Answer a greeting, thanks, "what can you do" or "let me talk to a person"."""
    lexicon = desk.base.lexicon
    for manner, outcome in SMALL_TALK:
        if lexicon.says(manner, heard.question.words) and not _goes_on(manner, heard, desk):
            code = (desk.texts.label("code", "buttons"), Action(kind="code"))
            with_code = manner in {"greeting", "help", "person"}
            return say(desk, session, outcome, manner, [code] if with_code else [])
    return None


def _goes_on(manner: str, heard: Heard, desk: Desk) -> bool:
    """Whether a matter follows the polite words, so that they are not all that was said."""
    if manner not in {"greeting", "thanks"}:
        return False
    return bool(heard.question.facets or heard.question.besides(manner, desk.base.lexicon))


async def answer_office(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Tell the office's hours, phone and address, as far as they are known."""
    if not desk.base.lexicon.says("office_facts", heard.question.words):
        return None
    return say(desk, session, Outcome.ANSWERED_OFFICE, "office")


async def refuse_not_ours(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Decline kindly what no commune desk can answer."""
    if not desk.base.lexicon.says("not_ours", heard.question.words):
        return None
    return say(desk, session, Outcome.REFUSED_NOT_OURS, "not_ours")


async def refuse_rude(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Answer rude words that stand alone; a matter beside them is answered instead."""
    lexicon = desk.base.lexicon
    if not lexicon.says("insult", heard.question.words):
        return None
    beside = heard.question.besides("insult", lexicon)
    if beside and heard.question.facets:
        return None
    if beside and heard.decision.verdict is not Verdict.DECLINE:
        return None
    return say(desk, session, Outcome.REFUSED_RUDE, "rude")
