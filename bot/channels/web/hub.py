"""The open pages of this process: who listens to which chat, and who is told of a new line."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from bot.channels.web.limits import PAGES_PER_BROWSER
from bot.ports import StorageUnavailable, WebLog

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
"""Another process may have added a line; a look finds it, the bell only saves the wait."""


@dataclass(eq=False, slots=True)
class Page:
    """An open page. `news` is set when its chat may have a new line, and when it is over."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False  # a newer page of this browser took its place


class Hub:
    """Wakes the pages whose chat has a new line. `bell` is rung when this process added one."""

    def __init__(self, web_log: WebLog, bell: asyncio.Event) -> None:
        self._web_log = web_log
        self._bell = bell
        self._pages: dict[str, list[Page]] = {}  # of each chat, the oldest first

    @contextmanager
    def listening(self, chat: str) -> Iterator[Page]:
        """Keep a page among those that are told; the oldest of too many is over.

        To refuse the newest would shut out a phone whose lost connections still look open.
        """
        page = Page()
        pages = self._pages.setdefault(chat, [])
        pages.append(page)
        for oldest in pages[:-PAGES_PER_BROWSER]:
            oldest.is_over = True
            oldest.news.set()
        try:
            yield page
        finally:
            pages.remove(page)
            if not pages:
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
                page.news.set()
        return newest

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._bell.wait()
        except TimeoutError:
            pass
        self._bell.clear()
