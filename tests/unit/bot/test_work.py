"""The loop that claims and works: no job holds up the others, and it stops in time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot import work
from bot.ports import StorageUnavailable
from bot.work import Worker

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


class Jobs:
    """Numbers to be worked on, given out once each."""

    def __init__(self, count: int) -> None:
        self.waiting = list(range(count))
        self.done: list[int] = []
        self.handed_back: list[tuple[int, bool]] = []
        self.gate: asyncio.Event | None = None
        self.most_claimed = 0
        self.away = 0

    async def claim(self, _now: datetime, limit: int) -> Sequence[int]:
        if self.away:
            self.away -= 1
            raise StorageUnavailable("away")
        self.most_claimed = max(self.most_claimed, limit)
        if self.gate:
            await self.gate.wait()
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    async def hand_back(self, jobs: Sequence[int], begun: bool) -> None:
        self.handed_back += [(job, begun) for job in jobs]


@asynccontextmanager
async def working(
    jobs: Jobs, work: Callable[[int], object], at_once: int = 4
) -> AsyncIterator[Worker[int]]:
    worker: Worker[int] = Worker(
        "test",
        claim=jobs.claim,
        work=work,  # type: ignore[arg-type]
        hand_back=jobs.hand_back,
        now=lambda: NOW,
        at_once=at_once,
        bell=asyncio.Event(),
    )
    running = asyncio.create_task(worker.run())
    yield worker
    await worker.stop(0.05)
    await running


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the worker works meanwhile
            await asyncio.sleep(0.001)


async def test_all_jobs_are_done_and_no_more_at_once_than_allowed() -> None:
    jobs = Jobs(50)
    running: set[int] = set()

    async def work(job: int) -> None:
        running.add(job)
        assert len(running) <= 4
        await asyncio.sleep(0)
        running.remove(job)
        jobs.done.append(job)

    async with working(jobs, work):
        await until(lambda: len(jobs.done) == 50)

    assert sorted(jobs.done) == list(range(50))
    assert jobs.most_claimed == 4


async def test_a_job_that_breaks_holds_up_nobody() -> None:
    jobs = Jobs(10)

    async def work(job: int) -> None:
        if job == 3:
            raise RuntimeError("broken")
        jobs.done.append(job)

    async with working(jobs, work):
        await until(lambda: len(jobs.done) == 9)


async def test_a_job_that_hangs_is_handed_back_at_the_end() -> None:
    jobs = Jobs(3)

    async def work(job: int) -> None:
        if job == 1:
            await asyncio.Event().wait()
        jobs.done.append(job)

    async with working(jobs, work):
        await until(lambda: len(jobs.done) == 2)

    assert jobs.handed_back == [(1, True)]


async def test_what_is_claimed_while_stopping_is_not_begun() -> None:
    jobs = Jobs(2)
    jobs.gate = asyncio.Event()

    async def work(job: int) -> None:
        jobs.done.append(job)

    async with working(jobs, work) as worker:
        await asyncio.sleep(0.01)
        await worker.stop(0.05)
        jobs.gate.set()

    assert jobs.done == []
    assert jobs.handed_back == [(0, False), (1, False)]


async def test_the_bell_is_heard_before_the_next_look() -> None:
    jobs = Jobs(0)
    done = asyncio.Event()

    async def work(job: int) -> None:
        done.set()

    async with working(jobs, work) as worker:
        await asyncio.sleep(0.01)
        jobs.waiting = [1]
        worker._bell.set()
        async with asyncio.timeout(0.5):
            await done.wait()


async def test_a_claim_that_breaks_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "STORAGE_PAUSE", 0.01)
    jobs = Jobs(1)
    broken = [RuntimeError("a row cannot be read"), StorageUnavailable("away")]
    claim = jobs.claim

    async def breaks(now: datetime, limit: int) -> Sequence[int]:
        if broken:
            raise broken.pop()
        return await claim(now, limit)

    jobs.claim = breaks  # type: ignore[method-assign]

    async def do(job: int) -> None:
        jobs.done.append(job)

    async with working(jobs, do):
        await until(lambda: jobs.done == [0])
