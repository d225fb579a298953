"""Who wants to be told when a dossier is ready, and who wants no more notices."""

import re
from dataclasses import replace

import structlog

from bot.conversation.action import Action
from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from bot.conversation.tries import DAY, HOUR, limit_reached, note
from bot.messages import Incoming
from bot.ports import AttemptKind, Forget, StorageUnavailable, Subscribe, Unsubscribe
from dossiers.disclosure import ALARMING, PHONE_DIGITS, WRONG_DIGITS, knows_phone
from dossiers.dossier import Dossier
from dossiers.notice import may_subscribe

log = structlog.get_logger(__name__)

_DIGITS = re.compile(r"\+?\d[\d .-]*")


async def press_notify(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Ask whoever wants to be told for the last digits of the registered phone."""
    action = Action.parse(heard.incoming.pressed or heard.text)
    is_pressed = action is not None and action.kind == "notify"
    if not is_pressed and not desk.base.lexicon.says("notify_me", heard.question.words):
        return None
    number = (action and action.number) or 1
    if not 1 <= number <= len(session.dossiers):
        expecting = replace(session, expects_code=True)
        return say(desk, expecting, Outcome.CLARIFY_CODE, "clarify_code")
    code = session.dossiers[number - 1]
    dossier = await desk.ports.dossiers.find(code)
    if dossier is None or not may_subscribe(dossier):
        return say(desk, session, Outcome.ANSWERED_STATUS, "nothing_to_wait_for", code=code)
    if code in await desk.ports.subscriptions.of(heard.incoming.address):
        return say(desk, session, Outcome.ANSWERED_SUBSCRIBED, "subscribed", code=code)
    return _ask_digits(desk, session, code)


async def take_digits(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Take the last digits of the phone that were asked for; anything else is left alone."""
    if session.expects_digits is None:
        return None
    typed = _typed_digits(heard, desk)
    if typed is None:
        return None
    code, attempts = session.expects_digits, desk.ports.attempts
    if not _is_an_end(typed):
        return _ask_digits(desk, session, code)
    blocked = await limit_reached(attempts, AttemptKind.WRONG_DIGITS, WRONG_DIGITS, heard.incoming)
    if blocked:
        done = replace(session, expects_digits=None)
        outcome = Outcome.REFUSED_TOO_MANY_DIGITS
        return say(desk, done, outcome, "too_many_digits", for_the_day=blocked == DAY)
    dossier = await desk.ports.dossiers.find(code)
    if dossier is None or not knows_phone(dossier, typed):
        await note(attempts, AttemptKind.WRONG_DIGITS, heard.incoming, f"{code} {typed}", code)
        await _alarm(desk, heard.incoming, code)
        return _ask_again(desk, session)
    return _subscribed(desk, session, dossier)


async def stop_notices(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """End the notices of this chat: said outright, or by a bare word to stop."""
    lexicon, words = desk.base.lexicon, heard.question.words
    outright = lexicon.says("stop_notices", words)
    if not outright and not lexicon.says("stop_word", words):
        return None
    codes = await _subscribed_codes(heard.incoming, desk)
    if not outright and not codes:
        return None  # to stop means the talk
    ended = replace(session, expects_code=False, expects_digits=None, offered=())
    turn = say(desk, ended, Outcome.ANSWERED_UNSUBSCRIBED, "stopped_notices", codes=codes)
    return replace(turn, effects=(Unsubscribe(),))


async def forget_chat(heard: Heard, session: Session, desk: Desk) -> Turn | None:
    """Delete what is kept of this chat, for whoever asks for it in plain words."""
    if not desk.base.lexicon.says("forget_me", heard.question.words):
        return None
    turn = say(desk, Session(), Outcome.ANSWERED_FORGOTTEN, "forgotten")
    return replace(turn, effects=(Forget(),))


def _ask_digits(desk: Desk, session: Session, code: str) -> Turn:
    asking = replace(session, expects_digits=code, expects_code=False, offered=())
    turn = say(desk, asking, Outcome.CLARIFY_DIGITS, "ask_digits", code=code)
    return replace(turn, reply=replace(turn.reply, asks_phone=True))


def _ask_again(desk: Desk, session: Session) -> Turn:
    turn = say(desk, session, Outcome.REFUSED_WRONG_DIGITS, "wrong_digits")
    return replace(turn, reply=replace(turn.reply, asks_phone=True))


def _subscribed(desk: Desk, session: Session, dossier: Dossier) -> Turn:
    done = replace(session, expects_digits=None)
    turn = say(desk, done, Outcome.ANSWERED_SUBSCRIBED, "subscribed", code=dossier.code)
    return replace(turn, effects=(Subscribe(code=dossier.code),))


def _typed_digits(heard: Heard, desk: Desk) -> str | None:
    """Return the number that is all the message says, the polite words around it apart."""
    for attachment in heard.incoming.attachments:
        if attachment.phone:
            return attachment.phone
    words, lexicon = heard.question.words, desk.base.lexicon
    around = {
        number
        for manner in ("around_numbers", "about_numbers")
        for span in lexicon.find(manner, words)
        for number in span.numbers()
    }
    typed = " ".join(word.folded for n, word in enumerate(words) if n not in around)
    return typed if _DIGITS.fullmatch(typed) else None


def _is_an_end(typed: str) -> bool:
    """Whether this is the end of a phone number, or one in full."""
    count = sum(char.isdigit() for char in typed)
    return count == PHONE_DIGITS or count >= 9


async def _alarm(desk: Desk, incoming: Incoming, code: str) -> None:
    start = incoming.at - HOUR
    tries = await desk.ports.attempts.count_of(AttemptKind.WRONG_DIGITS, code, start)
    if tries >= ALARMING:
        log.warning("phone_digits_guessed", channel=incoming.address.channel, tries=tries)


async def _subscribed_codes(incoming: Incoming, desk: Desk) -> list[str]:
    try:
        return await desk.ports.subscriptions.of(incoming.address)
    except StorageUnavailable:
        return []
