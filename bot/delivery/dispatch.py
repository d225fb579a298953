"""Takes parcels from the outbox and sends them; every one comes to a recorded end."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.delivery.pace import Pace
from bot.delivery.plan import is_silent, try_again_at
from bot.messages import Address
from bot.ports import Channel, Delivery, DeliveryError, Outbox, Parcel
from bot.work import Worker

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Sends side by side: enough to keep up with a slow platform."""


LONGEST_HOLD = 5.0
"""Seconds that a parcel is held under its lease; for longer it is put back."""


class LeaseLost(Exception):
    """Somebody else has taken the parcel over in the middle of it."""


class Dispatcher:
    """Sends what the outbox holds for one channel: a platform that hangs holds up no other."""

    def __init__(
        self,
        outbox: Outbox,
        channel: Channel,
        now: Callable[[], datetime],
        bell: asyncio.Event,
        pace: Pace | None = None,
    ) -> None:
        self._outbox = outbox
        self._channel = channel
        self._now = now
        self._bell = bell
        self._pace = pace or Pace()
        self.worker: Worker[Parcel] = Worker(
            f"outbox {channel.name}",
            claim=partial(outbox.claim, channel.name),
            work=self.send,
            hand_back=outbox.hand_back,
            now=now,
            at_once=AT_ONCE,
            bell=bell,
        )

    async def send(self, parcel: Parcel) -> None:
        """Send one parcel and record what became of it."""
        wait = await self._pace.turn(parcel.address, parcel.lane, LONGEST_HOLD)
        if wait:
            again = self._now() + timedelta(seconds=wait)
            await self._outbox.postpone(parcel, "held back", again, maybe_sent=False)
            return
        try:
            silent = is_silent(parcel.lane, self._now())
            await self._channel.send(parcel, silent=silent, left=partial(self._left, parcel))
        except DeliveryError as exc:
            await self._not_sent(parcel, exc)
        except LeaseLost:
            log.warning("sent_without_lease", channel=self._channel.name, parcel=parcel.id)
        except Exception as exc:
            log.exception("send_failed", channel=self._channel.name, parcel=parcel.id)
            await self._not_sent(parcel, DeliveryError(type(exc).__name__, maybe_sent=True))
        else:
            if not await self._outbox.end(parcel, Delivery.SENT, None, self._now()):
                log.warning("sent_without_lease", channel=self._channel.name, parcel=parcel.id)

    async def _left(self, parcel: Parcel, parts: int) -> None:
        if not await self._outbox.part_sent(parcel, parts, self._now()):
            raise LeaseLost(f"parcel {parcel.id} is somebody else's now")

    async def _not_sent(self, parcel: Parcel, exc: DeliveryError) -> None:
        at, why = self._now(), str(exc)
        if exc.moved_to is not None and exc.moved_to != parcel.address.chat:
            await self._move(parcel, exc.moved_to, at)
            return
        if exc.retry_after is not None:
            self._pace.refused(parcel.address, exc.retry_after)
        again = try_again_at(parcel.lane, parcel.created_at, parcel.attempts, at, exc.retry_after)
        if exc.permanent or again is None:
            state = Delivery.REFUSED if exc.permanent else Delivery.GIVEN_UP
            log.warning(
                "not_delivered", channel=parcel.address.channel, parcel=parcel.id, state=state.value
            )
            await self._outbox.end(parcel, state, why, at)
            return
        await self._outbox.postpone(parcel, why, again, exc.maybe_sent)

    async def _move(self, parcel: Parcel, chat: str, at: datetime) -> None:
        """Follow a chat to its new id, this parcel with it."""
        new = Address(channel=parcel.address.channel, chat=chat)
        await self._outbox.postpone(parcel, "the chat moved", at, maybe_sent=False)
        await self._outbox.move_chat(parcel.address, new)
        self._bell.set()
