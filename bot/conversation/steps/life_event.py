"""What happened to a family: the procedures that follow, in order."""

from dataclasses import replace

from bot.conversation.action import Action
from bot.conversation.compose import label_of, say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.life_event import event_of


async def answer_life_event(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """List what has to be done after an event; each procedure is a choice."""
    event = event_of(heard.question, desk.base.life_events.values(), desk.base.lexicon)
    if event is None:
        return None
    buttons = [(label_of(desk, code), Action(kind="ask", code=code)) for code in event.codes]
    turn = say(desk, session, Outcome.ANSWERED_LIFE_EVENT, "life_event", buttons, event=event)
    main = event.main or event.codes[0]
    codes = (main, *(code for code in event.codes if code != main))
    return replace(turn, codes=codes, why=f"tells of {event.id}")
