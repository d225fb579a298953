"""The booklet as it is printed: one page a procedure, nothing cut off, and a QR that leads here."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from bot.book.pdf import print_pdf
from bot.book.render import render_book
from bot.texts import Texts
from knowledge.knowledge_base import KnowledgeBase
from tests.browser.page_chat import Chat
from tests.processes import Desk

pytestmark = pytest.mark.enable_socket

TODAY = date(2026, 11, 27)


@pytest.fixture
def html(knowledge_base: KnowledgeBase) -> str:
    """Return the booklet of the shipped base."""
    office = knowledge_base.offices["meo_vac"]
    return render_book(knowledge_base, office, Texts(), today=TODAY)


@pytest.mark.timeout(60)
def test_every_procedure_fits_on_one_page(
    html: str, browser: Browser, knowledge_base: KnowledgeBase, shots: Path
) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.set_content(html)

    sheets = page.locator(".sheet")
    expect(sheets).to_have_count(len(knowledge_base.procedures))
    longest = page.locator(".sheet.runs-on").evaluate_all("all => all.map(one => one.id)")
    page.locator(".cover").screenshot(path=shots / "book-cover.png")
    page.locator("#p1\\.001193").screenshot(path=shots / "book-birth.png")
    page.close()
    assert longest == []


@pytest.mark.timeout(120)
def test_the_pdf_has_a_page_for_each_procedure(html: str, knowledge_base: KnowledgeBase) -> None:
    printed = print_pdf(html)

    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    others = pages - len(knowledge_base.procedures)
    assert printed.startswith(b"%PDF-")
    assert 4 <= others <= 14  # cover, contents, life events, other bodies' matters


def test_a_code_in_the_address_is_asked_about_once(context: BrowserContext, desk: Desk) -> None:
    chat = Chat(context.new_page(), f"{desk.url}/#1.001193")

    expect(chat.answer(1)).to_contain_text("ĐĂNG KÝ KHAI SINH")
    chat.page.reload()
    expect(chat.said).to_have_count(1)
    assert "#" not in chat.page.url


def test_any_other_address_says_nothing(context: BrowserContext, desk: Desk) -> None:
    chat = Chat(context.new_page(), f"{desk.url}/#1.00119; xin")

    expect(chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(chat.said).to_have_count(0)
