"""The loop that inbox and outbox are worked on with: claim what is due, work on it, wait."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from bot.ports import StorageUnavailable

log = structlog.get_logger(__name__)

Job = TypeVar("Job")

POLL = 1.0
"""Seconds between two looks when nobody says that there is work; the look is the truth."""

STORAGE_PAUSE = 2.0
"""Seconds until the next try while the database is away."""


def wait_after(attempts: int, longest: timedelta, retry_after: float | None = None) -> timedelta:
    """Return how long to wait after so many tries: 1, 2, 4 ... seconds, or what was asked for."""
    doubled = timedelta(seconds=2 ** min(attempts - 1, 12))
    return max(min(doubled, longest), timedelta(seconds=retry_after or 0))


class Worker(Generic[Job]):
    """Claims jobs and works on up to `at_once` of them side by side.

    Only as many are claimed as can begin at once, so that a lease is not spent on waiting. `bell`
    is rung by whoever knows that there may be work. `hand_back` is told whether work on the jobs
    had begun.
    """

    def __init__(
        self,
        name: str,
        *,
        claim: Callable[[datetime, int], Awaitable[Sequence[Job]]],
        work: Callable[[Job], Awaitable[None]],
        hand_back: Callable[[Sequence[Job], bool], Awaitable[None]],
        now: Callable[[], datetime],
        at_once: int,
        bell: asyncio.Event,
    ) -> None:
        self._name = name
        self._claim, self._work, self._hand_back = claim, work, hand_back
        self._now = now
        self._at_once = at_once
        self._bell = bell
        self._stopping = False
        self._running: dict[asyncio.Task[None], Job] = {}

    async def run(self) -> None:
        """Work until told to stop."""
        while not self._stopping:
            self._bell.clear()
            pause = await self._start_jobs()
            if pause:
                await self._wait(pause)

    async def stop(self, patience: float) -> None:
        """Claim nothing more, let what runs end for so many seconds, hand back the rest."""
        self._stopping = True
        self._bell.set()
        if not self._running:
            return
        running = dict(self._running)
        _, late = await asyncio.wait(running, timeout=patience)
        jobs = [running[task] for task in late]
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
            await self._give_back(jobs, begun=True)

    async def _start_jobs(self) -> float:
        """Start what can be started; return how long to wait for more."""
        room = self._at_once - len(self._running)
        if room < self._at_once / 2:  # a claim costs the same for one as for many
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            return 0.0
        try:
            jobs = await self._claim(self._now(), room)
        except StorageUnavailable as exc:
            log.warning("nothing_claimed", worker=self._name, reason=str(exc))
            return STORAGE_PAUSE
        except Exception:
            log.exception("claim_failed", worker=self._name)
            return STORAGE_PAUSE
        if self._stopping:  # told so while the claim was under way
            await self._give_back(jobs, begun=False)
            return 0.0
        for job in jobs:
            task = asyncio.create_task(self._do(job))
            self._running[task] = job
            task.add_done_callback(self._forget)
        return 0.0 if len(jobs) == room else POLL

    async def _give_back(self, jobs: Sequence[Job], *, begun: bool) -> None:
        log.warning("work_handed_back", worker=self._name, jobs=len(jobs))
        try:
            await self._hand_back(jobs, begun)
        except StorageUnavailable as exc:
            log.warning("leases_left", worker=self._name, reason=str(exc))  # they run out

    async def _do(self, job: Job) -> None:
        try:
            await self._work(job)
        except StorageUnavailable as exc:
            # The lease runs out, and the job is taken again by whoever reaches the database.
            log.warning("work_not_stored", worker=self._name, reason=str(exc))
        except Exception:
            log.exception("work_failed", worker=self._name)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            pass
