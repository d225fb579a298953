"""The open pages of this process: who listens to which chat, and who is told of a new line."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.ports import StorageUnavailable, WebLog

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
"""Another process may have added a line; a look finds it, the bell only saves the wait."""


class Hub:
    """Wakes the pages whose chat has a new line. `bell` is rung when this process added one."""

    def __init__(self, web_log: WebLog, bell: asyncio.Event) -> None:
        self._web_log = web_log
        self._bell = bell
        self._pages: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def listening(self, chat: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the chat may have a new line."""
        page = asyncio.Event()
        self._pages[chat].add(page)
        try:
            yield page
        finally:
            self._pages[chat].discard(page)
            if not self._pages[chat]:
                del self._pages[chat]

    async def run(self) -> None:
        """Look for new lines until cancelled."""
        seen: int | None = None
        while True:
            await self._wait()
            if not self._pages:
                seen = None
                continue
            try:
                seen = await self._tell(seen)
            except StorageUnavailable as exc:
                log.warning("no_lines", reason=str(exc))

    async def _tell(self, seen: int | None) -> int:
        newest = await self._web_log.newest()
        if seen is None:
            told = set(self._pages)  # nobody knows what came before the first look
        elif newest > seen:
            told = set(await self._web_log.chats_since(seen))
        else:
            return seen
        for chat in told & set(self._pages):
            for page in self._pages[chat]:
                page.set()
        return newest

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._bell.wait()
        except TimeoutError:
            pass
        self._bell.clear()
