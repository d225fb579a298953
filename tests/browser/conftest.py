"""A real desk and a real browser: Debian's Chromium, driven by playwright."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.page_chat import CODE, Chat
from tests.ledgers import ledger, row
from tests.processes import Desk, motcua, serving

MISSING = "Chromium is not installed, and the tests need it: on Debian `apt-get install chromium`"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=10_000)


@pytest.fixture(scope="module")  # its loop must be gone before others run theirs
def browser() -> Iterator[Browser]:
    """Return a running browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a database with one dossier in it."""
    folder = tmp_path_factory.mktemp("web")
    url = f"sqlite:///{folder}/desk.sqlite3"
    done = motcua(url, "dossiers", "import", str(ledger(folder / "so.csv", row(CODE))))
    assert done.returncode == 0, done.stderr
    return url


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Desk]:
    """Return a running desk."""
    with serving(tmp_path_factory.mktemp("desk"), database_url) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that has never been here."""
    made = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    yield made
    made.close()


@pytest.fixture
def chat(context: BrowserContext, desk: Desk) -> Iterator[Chat]:
    """Return an open page; nothing may go wrong in the browser meanwhile."""
    opened = Chat(context.new_page(), desk.url)
    yield opened
    assert opened.faults == []


@pytest.fixture
def shots() -> Path:
    """Return where pictures are put that somebody may want to look at."""
    folder = Path("build") / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
