"""Takes messages from the inbox and answers them: each once, each chat's in order."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.conversation.desk import Turn
from bot.conversation.engine import Engine
from bot.conversation.outcome import Outcome
from bot.messages import Incoming
from bot.ports import Channel, Ending, Inbox, Received, StorageUnavailable, StoredSession
from bot.work import Worker, wait_after

log = structlog.get_logger(__name__)

AT_ONCE = 16
"""Messages side by side: while one waits for the disk, others are thought about."""

TRIES = 8
"""Tries to answer a message before it is parked for a person to look at."""

LONGEST_WAIT = timedelta(minutes=3)


class Answerer:
    """Answers what the inbox holds."""

    def __init__(
        self,
        engine: Engine,
        inbox: Inbox,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        bell: asyncio.Event,
    ) -> None:
        self._engine = engine
        self._inbox = inbox
        self._channels = channels
        self._now = now
        self.worker: Worker[Received] = Worker(
            "inbox",
            claim=partial(inbox.claim, tuple(channels)),
            work=self.answer,
            hand_back=inbox.hand_back,
            now=now,
            at_once=AT_ONCE,
            bell=bell,
        )

    async def answer(self, received: Received) -> None:
        """Answer one message, or say when it is tried again."""
        try:
            ending = await self._ending(received)
            if ending is None:
                await self._postpone(received, "the database was away")
            elif not await self._inbox.finish(received, ending, self._now()):
                log.warning("answered_without_lease", channel=received.arrival.channel)
        except StorageUnavailable:
            raise  # the lease runs out, and whoever reaches the database takes it again
        except Exception as exc:
            log.exception("message_not_answered", channel=received.arrival.channel)
            await self._postpone(received, type(exc).__name__)

    async def _ending(self, received: Received) -> Ending | None:
        """Return how the work ends; None when it should be tried again."""
        channel = self._channels[received.arrival.channel]
        incoming = channel.parse(received.arrival)
        if incoming is None:
            return Ending()
        await channel.acknowledge(received.arrival)
        turn = await self._engine.think(incoming)
        if turn is None:
            return Ending(outcome="repeated")
        if turn.outcome is Outcome.ERROR_STORAGE and received.attempts < TRIES:
            return None
        return _ending_of(incoming, turn)

    async def _postpone(self, received: Received, why: str) -> None:
        at = self._now()
        parked = received.attempts >= TRIES
        if parked:
            log.error("message_parked", channel=received.arrival.channel, message=received.id)
        again = None if parked else at + wait_after(received.attempts, LONGEST_WAIT)
        await self._inbox.postpone(received, why, again, at)


def _ending_of(incoming: Incoming, turn: Turn) -> Ending:
    remembered = StoredSession(data=turn.session.to_data(), last_incoming_id=incoming.id)
    return Ending(
        address=incoming.address,
        # What broke says nothing about the talk: the chat goes on from where it was.
        session=None if turn.outcome.family == "error" else remembered,
        replies=(turn.reply,),
        effects=turn.effects,
        outcome=turn.outcome.value,
    )
