"""Who is told of a new line."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.web.hub import Hub
from bot.channels.web.limits import PAGES_PER_BROWSER
from tests.browser.fakes import FakeWebLog

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


@pytest.fixture
def web_log() -> FakeWebLog:
    return FakeWebLog()


@pytest.fixture
async def hub(web_log: FakeWebLog) -> AsyncIterator[Hub]:
    made = Hub(web_log, web_log.bell)
    looking = asyncio.create_task(made.run())
    yield made
    looking.cancel()


async def told(page_news: asyncio.Event) -> None:
    """Wait until a page is told, and let it hear the next time too."""
    async with asyncio.timeout(3):
        await page_news.wait()
    page_news.clear()


async def test_a_page_is_told_of_its_own_chat_only(web_log: FakeWebLog, hub: Hub) -> None:
    with hub.listening("mine") as mine, hub.listening("theirs") as theirs:
        web_log.bell.set()
        await told(mine.news)  # the first look tells everybody
        await told(theirs.news)

        await web_log.say("mine", "a", "xin chào", NOW)
        await told(mine.news)

        assert not theirs.news.is_set()


async def test_a_line_of_another_process_is_found_without_a_bell(
    web_log: FakeWebLog, hub: Hub
) -> None:
    with hub.listening("mine") as mine:
        web_log.bell.set()
        await told(mine.news)

        await web_log.say("mine", "a", "xin chào", NOW)
        web_log.bell.clear()

        await told(mine.news)


async def test_what_came_while_the_database_was_away_is_told_afterwards(
    web_log: FakeWebLog, hub: Hub
) -> None:
    with hub.listening("mine") as mine:
        web_log.bell.set()
        await told(mine.news)
        await web_log.say("mine", "a", "xin chào", NOW)
        web_log.is_away = True
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        mine.news.clear()

        web_log.is_away = False
        await web_log.say("mine", "b", "xin chào", NOW)

        await told(mine.news)


def test_the_oldest_of_too_many_pages_makes_room() -> None:
    web_log = FakeWebLog()
    hub = Hub(web_log, web_log.bell)
    opened = [hub.listening("mine") for _ in range(PAGES_PER_BROWSER + 1)]

    pages = [each.__enter__() for each in opened]

    assert [page.is_over for page in pages] == [True] + [False] * PAGES_PER_BROWSER
    assert pages[0].news.is_set()
    for each in opened:
        each.__exit__(None, None, None)
    assert hub._pages == {}
