"""Takes parcels from the outbox and sends them; every one comes to a recorded end."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog

from bot.delivery.pace import Pace
from bot.delivery.plan import is_silent, try_again_at
from bot.messages import Address
from bot.ports import Channel, Delivery, DeliveryError, Outbox, Parcel
from bot.work import Worker

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""Sends side by side: enough to keep up with a slow platform."""


class Dispatcher:
    """Sends what the outbox holds for these channels."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        bell: asyncio.Event,
        pace: Pace | None = None,
    ) -> None:
        self._outbox = outbox
        self._channels = channels
        self._now = now
        self._bell = bell
        self._pace = pace or Pace()
        self.worker: Worker[Parcel] = Worker(
            "outbox",
            claim=self._claim,
            work=self.send,
            hand_back=outbox.hand_back,
            now=now,
            at_once=AT_ONCE,
            bell=bell,
        )

    async def _claim(self, now: datetime, limit: int) -> Sequence[Parcel]:
        return await self._outbox.claim(tuple(self._channels), now, limit)

    async def send(self, parcel: Parcel) -> None:
        """Send one parcel and record what became of it."""
        channel = self._channels[parcel.address.channel]
        await self._pace.turn(parcel.address, parcel.lane)

        async def left(parts: int) -> None:
            await self._outbox.part_sent(parcel, parts)

        try:
            silent = is_silent(parcel.lane, self._now())
            await channel.send(parcel, silent=silent, left=left)
        except DeliveryError as exc:
            await self._not_sent(parcel, exc)
        else:
            if not await self._outbox.end(parcel, Delivery.SENT, None, self._now()):
                log.warning("sent_without_lease", channel=channel.name, parcel=parcel.id)

    async def _not_sent(self, parcel: Parcel, exc: DeliveryError) -> None:
        at, why = self._now(), str(exc)
        if exc.moved_to is not None:
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
