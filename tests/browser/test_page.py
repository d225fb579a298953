"""The web page, as people use it."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.page_chat import CODE, Chat
from tests.ledgers import ledger, row
from tests.processes import Desk, motcua, serving

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(90)]

BIRTH = "lam giay khai sinh cho chau can j"


def test_a_question_is_answered(chat: Chat) -> None:
    chat.say(BIRTH)

    expect(chat.said).to_have_text([BIRTH])
    expect(chat.answer(1)).to_contain_text("Giấy chứng sinh")
    expect(chat.page.get_by_text("Đang trả lời")).to_be_hidden()


def test_a_button_answers_and_shows_what_was_pressed(chat: Chat) -> None:
    chat.say(BIRTH)

    chat.answer(1).get_by_role("button", name="Lệ phí").click()

    expect(chat.answer(2)).to_contain_text("Lệ phí")
    expect(chat.said.nth(1)).to_have_text("Lệ phí")


def test_a_number_takes_a_choice_as_everywhere(chat: Chat) -> None:
    chat.say("mất giấy khai sinh")
    chat.answer(1)

    chat.say("1")

    expect(chat.answer(2)).to_contain_text("Trích lục")


def test_ticks_and_history_stay_for_this_browser(chat: Chat, context: BrowserContext) -> None:
    chat.say(BIRTH)
    chat.answer(1).get_by_role("checkbox").nth(1).check()

    chat.page.reload()

    boxes = chat.answer(1).get_by_role("checkbox")
    expect(boxes.nth(1)).to_be_checked()
    expect(boxes.nth(0)).not_to_be_checked()
    expect(chat.said).to_have_text([BIRTH])


def test_another_browser_sees_nothing_of_it(chat: Chat, browser: Browser, desk: Desk) -> None:
    chat.say(BIRTH)
    chat.answer(1)

    other = browser.new_context()
    page = other.new_page()
    page.goto(desk.url)

    expect(page.locator("article")).to_have_count(1)
    other.close()


def test_a_notice_arrives_without_reload(chat: Chat, database_url: str, tmp_path: Path) -> None:
    chat.say(CODE)
    chat.answer(1).get_by_role("button", name="Báo tôi khi xong").click()
    expect(chat.answer(2)).to_contain_text("4 số cuối")
    chat.say("7457")
    expect(chat.answer(3)).to_contain_text("tôi nhắn bà con ở đây")

    path = ledger(tmp_path / "so.csv", row(CODE, "Đã xử lý xong"))
    motcua(database_url, "dossiers", "import", str(path))

    expect(chat.answer(4)).to_contain_text("đã giải quyết xong")
    expect(chat.answer(4)).to_contain_text("Tin báo")


def test_what_is_typed_stays_text(chat: Chat) -> None:
    typed = '<img src=x onerror="document.title=1"><script>document.title=2</script> zzz'

    chat.say(typed)

    chat.answer(1)
    expect(chat.said).to_have_text([typed])
    expect(chat.page).to_have_title(re.compile("Hỏi một cửa"))


def test_the_keyboard_is_enough(chat: Chat) -> None:
    page = chat.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến ô gõ câu hỏi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.get_by_label("Câu hỏi của bà con").focus()
    page.keyboard.type("dòng một")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("khai sinh cần gì")
    page.keyboard.press("Enter")
    first = chat.answer(1)
    fee = first.get_by_role("button", name="Lệ phí")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if fee.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(chat.answer(2)).to_contain_text("Lệ phí")


def test_the_talk_can_be_deleted(chat: Chat) -> None:
    chat.say(BIRTH)
    chat.answer(1)
    chat.page.get_by_text("Tùy chọn").click()
    forget = chat.page.locator("#forget")
    forget.click()
    expect(forget).to_have_text("Xóa thật? Bấm lần nữa")

    forget.click()

    expect(chat.page.locator("article")).to_have_count(1)
    chat.page.reload()
    expect(chat.page.locator("article")).to_have_count(1)


def test_larger_type_stays(chat: Chat) -> None:
    chat.page.get_by_text("Tùy chọn").click()
    chat.page.get_by_role("button", name="Chữ to").click()

    chat.page.reload()

    size = chat.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 22


def test_only_the_list_that_was_asked_for_is_printed(chat: Chat) -> None:
    chat.say(BIRTH)
    chat.answer(1)
    chat.say("đăng ký kết hôn cần gì")
    second = chat.answer(2)
    chat.page.evaluate("window.print = () => { window.printed = document.body.className; }")

    chat.page.emulate_media(media="print")
    chat.page.evaluate(
        "document.body.classList.add('printing');"
        "document.querySelectorAll('article.desk')[2].classList.add('printed')"
    )

    expect(second).to_be_visible()
    expect(chat.page.locator("article.desk").nth(1)).to_be_hidden()
    expect(chat.page.locator(".compose")).to_be_hidden()
    chat.page.emulate_media(media="screen")
    second.get_by_role("button", name="In danh sách").click()
    assert chat.page.evaluate("window.printed") == "printing"


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("larger", [False, True], ids=["normal", "larger"])
def test_nothing_serious_stands_in_anybodys_way(
    browser: Browser, desk: Desk, width: int, scheme: str, larger: bool, shots: Path
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]  # the two words it takes
        locale="vi-VN",
    )
    chat = Chat(context.new_page(), desk.url)
    if larger:
        chat.page.get_by_text("Tùy chọn").click()
        chat.page.get_by_role("button", name="Chữ to").click()
    chat.say(BIRTH)
    chat.answer(1)
    chat.say("113")
    chat.answer(2)

    found = Axe().run(chat.page)

    serious = [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found.response["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    wide = chat.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    chat.page.screenshot(path=shots / f"{width}-{scheme}{'-larger' if larger else ''}.png")
    assert chat.faults == []
    context.close()


def test_marks_are_drawn_by_a_real_font(chat: Chat) -> None:
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#greeting .bubble p"})
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]

    assert len(fonts) == 1  # no letter had to be borrowed from another font


def test_a_lost_connection_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    with serving(tmp_path, url) as first:
        chat = Chat(page, first.url)
        chat.say("xin chào")
        chat.answer(1)
        first.stop()
    chat.say(BIRTH)
    expect(page.get_by_text("Mất mạng")).to_be_visible()
    expect(page.get_by_text("Đang gửi…")).to_be_visible()

    with serving(tmp_path, url, port=str(first.port)):
        expect(chat.answer(2)).to_contain_text("Giấy chứng sinh", timeout=40_000)
        page.reload()
        expect(chat.said).to_have_text(["xin chào", BIRTH])
        expect(page.locator("article.desk")).to_have_count(3)
    context.close()
