"""One message in, one turn out: load what the chat remembers, run the steps, save."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot.conversation.compose import say
from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.expecting import asked_again, expected
from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from bot.conversation.steps import STEPS, Step
from bot.messages import Address, Incoming, Reply
from bot.ports import StorageUnavailable, StoredSession
from knowledge.normalise import clean
from knowledge.question import read

log = structlog.get_logger(__name__)

LONGEST_TEXT = 20_000
"""Characters read of one message; no chat platform lets people write more."""


def _remembering(turn: Turn) -> Turn:
    """Let the chat remember what was asked, for a correction that names another matter."""
    if not turn.facets:
        return turn
    facets = tuple(facet.value for facet in turn.facets)
    return replace(turn, session=replace(turn.session, facets=facets))


class Engine:
    """The conversation of every chat. Between two calls it keeps nothing of any."""

    def __init__(self, desk: Desk, steps: Sequence[Step] = STEPS) -> None:
        self.desk = desk
        self._steps = steps
        self._turns: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    def welcome(self) -> Reply:
        """Return what a chat shows before the first message."""
        return say(self.desk, Session(), Outcome.ANSWERED_GREETING, "greeting").reply

    async def answer(self, incoming: Incoming) -> Turn | None:
        """Answer a message; None when it is a repeat of the one answered last.

        Never raises: what breaks becomes a polite reply with an outcome of the error family.
        """
        # One message of a chat at a time: a burst of codes must not slip past the limit together.
        turns = self._turns.setdefault(incoming.address, asyncio.Lock())
        async with turns:
            turn = await self.think(incoming)
            if turn is not None:
                await self._save(incoming, turn)
            return turn

    async def think(self, incoming: Incoming) -> Turn | None:
        """Return the turn that answers a message, with nothing stored; None for a repeat.

        Whoever calls this stores the turn, and sees to it that a chat's messages come one by one.
        """
        started = time.perf_counter()
        try:
            stored = await self._load(incoming)
            if stored and stored.last_incoming_id == incoming.id:
                return None
            session = Session.from_data(stored.data) if stored else Session()
            turn = await self._run(incoming, session)
        except StorageUnavailable:
            log.warning("storage_unavailable", channel=incoming.address.channel)
            turn = say(self.desk, Session(), Outcome.ERROR_STORAGE, "storage_away")
        except Exception:
            log.exception("turn_failed", channel=incoming.address.channel)
            turn = say(self.desk, Session(), Outcome.ERROR_UNEXPECTED, "unexpected")
        self._note(incoming, turn, started)
        return turn

    async def _run(self, incoming: Incoming, session: Session) -> Turn:
        desk = replace(self.desk, now=incoming.at)
        text = clean(incoming.text[:LONGEST_TEXT]).strip()
        question = read(text, self.desk.base.lexicon, self.desk.matcher.speller)
        question = asked_again(question, session, self.desk.base.lexicon)
        heard = Heard(
            incoming=incoming,
            text=text,
            question=question,
            matcher=self.desk.matcher,
            expected=expected(session, question, self.desk.base),
        )
        for step in self._steps:
            turn = await step(heard, session, desk)
            if turn is not None:
                turn = _remembering(turn)
                # What else it may have been about is told too, also when it was asked back.
                return turn if turn.candidates else replace(turn, candidates=heard.ranked)
        return say(desk, session, Outcome.ERROR_UNEXPECTED, "unexpected")

    async def _load(self, incoming: Incoming) -> StoredSession | None:
        # Guidance outlives the database: without it a chat only loses its memory.
        try:
            return await self.desk.ports.sessions.load(incoming.address)
        except StorageUnavailable:
            log.warning("session_not_loaded", channel=incoming.address.channel)
            return None

    async def _save(self, incoming: Incoming, turn: Turn) -> None:
        remembered = StoredSession(data=turn.session.to_data(), last_incoming_id=incoming.id)
        sessions = self.desk.ports.sessions
        try:
            await sessions.save(incoming.address, remembered, turn.effects, incoming.at)
        except StorageUnavailable:
            log.warning("session_not_saved", channel=incoming.address.channel)

    def _note(self, incoming: Incoming, turn: Turn, started: float) -> None:
        log.info(
            "message_answered",
            channel=incoming.address.channel,
            outcome=turn.outcome.value,
            procedures=turn.codes,
            facets=[facet.value for facet in turn.facets],
            ranked=[(c.target.key, round(c.score, 3)) for c in turn.candidates[:3]],
            why=turn.why,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
