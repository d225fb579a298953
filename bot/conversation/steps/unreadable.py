"""Messages with no words the desk can read."""

from bot.conversation.action import Action
from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from knowledge.normalise import Word


async def refuse_attachment(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """A photo, file or voice without words cannot be read yet."""
    if not heard.incoming.attachments or heard.text:
        return None
    return say(desk, session, Outcome.UNANSWERABLE_PHOTO, "photo", _code_button(desk))


async def refuse_unreadable(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Empty, signs or emoji only, another script, or keys struck at random."""
    words = heard.question.words
    latin = [word for word in words if any("a" <= c <= "z" for c in word.folded)]
    digits = any(c.isdigit() for c in heard.text)
    if latin and (len(latin) > 3 or any(_is_spoken(word, desk) for word in latin)):
        return None
    if digits and not latin:
        return None
    if latin and digits:
        return None
    return say(desk, session, Outcome.UNANSWERABLE_UNREADABLE, "unreadable", _code_button(desk))


def _is_spoken(word: Word, desk: Desk) -> bool:
    return word.folded in desk.base.lexicon.spoken or desk.matcher.knows(word)


def _code_button(desk: Desk) -> list[tuple[str, Action]]:
    return [(desk.texts.label("code", "buttons"), Action(kind="code"))]
