"""How fast messages leave: what a platform asked for, and no flood of notices."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from bot.messages import Address
from bot.ports import Lane

NOTICES_A_SECOND = 20
"""Telegram takes about 30 a second from one bot; the rest is left for answers."""

CROWD = 3
"""So many chats refused within a moment mean that the whole bot is meant, not the chats."""


LOOK_SECONDS = 1.0
"""While waiting, so often it is looked whether the platform has asked for more."""


class Pace:
    """Holds messages back, in this process.

    A refusal ("429, wait") is the truth about a platform's limits, so answers leave at once and
    only a refusal slows them; notices, which come in floods, are spread out beforehand.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: dict[str, deque[float]] = {}
        self._blocked_until: dict[str, float] = {}
        self._refused: dict[str, deque[tuple[float, str]]] = {}

    async def turn(self, address: Address, lane: Lane, longest: float) -> float:
        """Wait until a message of this lane may leave, and return 0.0.

        When that takes longer than `longest` seconds in all, return how long it would still take.
        """
        end = self._clock() + longest
        while (wait := self.wait(address, lane)) > 0:
            if self._clock() + wait > end:
                return wait
            await asyncio.sleep(min(wait, LOOK_SECONDS))
        if lane is Lane.NOTICE:
            self._sent.setdefault(address.channel, deque()).append(self._clock())
        return 0.0

    def wait(self, address: Address, lane: Lane) -> float:
        """Return for how many seconds a message of this lane has to wait."""
        now = self._clock()
        wait = self._blocked_until.get(address.channel, 0.0) - now
        if lane is Lane.NOTICE:
            sent = self._sent.setdefault(address.channel, deque())
            while sent and sent[0] <= now - 1:
                sent.popleft()
            if len(sent) >= NOTICES_A_SECOND:
                wait = max(wait, sent[0] + 1 - now)
        return max(wait, 0.0)

    def refused(self, address: Address, retry_after: float) -> None:
        """Note that the platform asked to wait; several chats at once stand for the channel."""
        now = self._clock()
        refused = self._refused.setdefault(address.channel, deque(maxlen=CROWD))
        refused.append((now, address.chat))
        chats = {chat for at, chat in refused if at > now - 1}
        if len(chats) >= CROWD:
            self._blocked_until[address.channel] = now + retry_after
