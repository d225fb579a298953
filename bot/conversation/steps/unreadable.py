"""Messages with no words the desk can read."""

from bot.conversation.action import Action
from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session

LONGEST_NOISE = 3
"""Words nobody knows: up to so many are noise, more may be a sentence in another spelling."""


async def refuse_attachment(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """A photo, file or voice without words cannot be read yet; a phone number is not asked for."""
    if not heard.incoming.attachments or heard.text:
        return None
    if any(attachment.phone for attachment in heard.incoming.attachments):
        return say(
            desk, session, Outcome.REFUSED_PERSONAL_NUMBER, "personal_number", _code_button(desk)
        )
    return say(desk, session, Outcome.UNANSWERABLE_PHOTO, "photo", _code_button(desk))


async def refuse_unreadable(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Empty, signs or emoji only, another script, or keys struck at random."""
    words = heard.question.words
    latin = [word for word in words if any("a" <= c <= "z" for c in word.folded)]
    # Numbers are for the steps that follow: a choice, a code, a phone.
    has_number = any(char.isdigit() for char in heard.text)
    is_sentence = len(latin) > LONGEST_NOISE
    if has_number or is_sentence or any(desk.understands(word) for word in latin):
        return None
    return say(desk, session, Outcome.UNANSWERABLE_UNREADABLE, "unreadable", _code_button(desk))


def _code_button(desk: Desk) -> list[tuple[str, Action]]:
    return [(desk.texts.label("code", "buttons"), Action(kind="code"))]
