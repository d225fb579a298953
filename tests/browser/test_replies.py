"""How a reply looks: what becomes a link, a list, a heading, and what stays plain."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.messages import Button, Reply
from tests.browser.page_chat import Chat
from tests.processes import Desk

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(60)]


def shown(context: BrowserContext, desk: Desk, *replies: Reply, **width: Any) -> Page:
    """Return the page with these replies in its history."""
    events = []
    for number, reply in enumerate(replies, start=1):
        said = {"id": number, "author": "desk", "text": "", "key": f"{number}"}
        said |= {"at": "2026-11-26T20:30:00+00:00", "reply": reply.to_data()}
        events.append(f"id: {number}\ndata: {json.dumps(said)}\n\n")
    body = "".join([*events, 'event: current\ndata:{"chat":"a"}\n\n'])
    page = context.new_page()
    page.route(
        "**/web/stream*",
        lambda route: route.fulfill(content_type="text/event-stream", body=body),
    )
    page.goto(desk.url)
    expect(page.locator("article.desk")).to_have_count(len(replies) + 1)
    return page


def links(page: Page) -> list[str]:
    found: list[str] = page.locator("a[href^='tel:']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return found


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Bà con gọi ngay 114 (cứu hỏa, cứu nạn).", ["114"]),
        ("Bà con gọi ngay 113 (công an) và 111 (bảo vệ trẻ em).", ["113", "111"]),
        ("Trẻ em cần giúp: gọi 111.", ["111"]),
        ("Điện thoại: 0219 3871 234.", ["02193871234"]),
        ("Điện thoại: (0219) 3871 234.", ["02193871234"]),
        ("Điện thoại: 0219.3871.234", ["02193871234"]),
        ("Gọi 0988 837 457 hoặc 0988837458", ["0988837457", "0988837458"]),
        ("Đường dây nóng: 1900 1234", ["19001234"]),
        ("- Gọi 0988 837 457", ["0988837457"]),
        ("☐ Giấy hẹn (gọi 0988 837 457)", ["0988837457"]),
        ("Lệ phí: 115.000 đồng.", []),
        ("Gọi là lệ phí, số 115.000 đồng", []),
        ("Nghị định 113/2025/NĐ-CP", []),
        ("Theo số 113/2025, bà con gọi trước", []),
        ("Trong 115 ngày", []),
        ("Căn cước 012345678901", []),
        ("Hồ sơ H22.38.9-261116-0001", []),
        ("Ngày nhận: 16/11/2026, 08:30", []),
        ("Mã 1.001193", []),
    ],
)
def test_a_number_is_called_only_where_somebody_answers(
    context: BrowserContext, desk: Desk, text: str, numbers: list[str]
) -> None:
    """A fee of 115.000 đồng once was a link to the ambulance, a decree one to the police."""
    page = shown(context, desk, Reply(name="echo", text=text))

    assert links(page) == [f"tel:{number}" for number in numbers]
    if text[0] not in "-☐":
        expect(page.locator("article.desk .bubble").last).to_have_text(text)


def test_markup_in_any_part_of_a_reply_is_text(context: BrowserContext, desk: Desk) -> None:
    evil = "<img src=x onerror=\"document.title='x'\">"
    reply = Reply(
        name="echo",
        text=f"{evil}\n☐ {evil}\n- {evil}\nNguồn: {evil}\nGIẤY TỜ {evil.upper()} (mã {evil})",
        prompt=evil,
        buttons=(Button(label=evil, value=evil),),
        answers=1,
    )
    page = shown(context, desk, reply)

    expect(page.get_by_role("button", name=evil)).to_be_visible()
    expect(page.locator("img")).to_have_count(0)
    assert "Hỏi một cửa" in page.title()


def test_a_reply_has_its_parts_by_name(context: BrowserContext, desk: Desk) -> None:
    text = (
        "ĐĂNG KÝ KHAI SINH (mã 1.001193)\n\nGiấy tờ cần có:\n☐ Tờ khai\n☐ Căn cước\n\n"
        "Lưu ý:\n- Một\n- Hai\n\nNguồn: Cổng Dịch vụ công."
    )
    page = shown(context, desk, Reply(name="procedure", text=text))
    reply = page.locator("article.desk").last

    expect(reply.get_by_role("heading", level=3)).to_have_text("ĐĂNG KÝ KHAI SINH (mã 1.001193)")
    expect(reply.get_by_role("list")).to_have_count(2)
    expect(reply.get_by_role("checkbox", name="Căn cước")).not_to_be_checked()
    expect(reply.locator(".items li")).to_have_text(["Một", "Hai"])
    expect(reply.locator(".source")).to_have_text("Nguồn: Cổng Dịch vụ công.")


@pytest.mark.parametrize("line", ["0988 837 457", "H22.38.9-261116-0001", "DỪNG", "Chào bà con"])
def test_what_only_looks_like_a_heading_is_none(
    context: BrowserContext, desk: Desk, line: str
) -> None:
    page = shown(context, desk, Reply(name="echo", text=line))

    expect(page.get_by_role("heading", level=3)).to_have_count(0)


def test_choices_stand_under_their_question_and_before_what_leads_elsewhere(
    context: BrowserContext, desk: Desk
) -> None:
    buttons = tuple(Button(label=label, value=label) for label in ("Ở nhà", "Ở viện", "Lệ phí"))
    asking = Reply(name="procedure", text="A", prompt="Sinh ở đâu?", buttons=buttons, answers=2)
    question = Reply(name="clarify_choice", text="Việc nào?", buttons=buttons[:2])
    page = shown(context, desk, asking, question)

    first, second = page.locator("article.desk").nth(1), page.locator("article.desk").nth(2)
    expect(first.locator(".prompt + .answers button")).to_have_text(["Ở nhà", "Ở viện"])
    expect(first.locator(".others button")).to_have_text(["Lệ phí"])
    expect(second.locator(".answers button")).to_have_text(["Ở nhà", "Ở viện"])


def test_a_notice_says_that_it_is_one_and_of_which_day(context: BrowserContext, desk: Desk) -> None:
    """Half past eight in the evening in London is the next morning in Viet Nam."""
    page = shown(context, desk, Reply(name="notice_ready", text="Hồ sơ đã giải quyết xong."))

    expect(page.locator(".notice .label")).to_have_text("Tin báo · 27/11/2026")


def test_history_is_not_read_aloud_and_what_comes_later_is(chat: Chat) -> None:
    """With aria-live on from the start a screen reader would read a month of talk."""
    chat.page.context.add_init_script(
        "new MutationObserver(() => { const log = document.getElementById('log');"
        " if (log && log.children.length > 1 && !window.first)"
        " window.first = log.getAttribute('aria-live'); })"
        ".observe(document, {childList: true, subtree: true, attributes: true})"
    )
    chat.say("xin chào")
    chat.answer(1)

    chat.page.reload()

    expect(chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(chat.page.locator("article.desk")).to_have_count(2)
    assert chat.page.evaluate("window.first") == "off"


def test_enter_that_ends_a_letter_with_its_mark_does_not_send(chat: Chat) -> None:
    box = chat.page.get_by_label("Câu hỏi của bà con")
    box.fill("xin chao")
    for fields in ({"isComposing": True}, {"keyCode": 229}):
        box.dispatch_event("keydown", {"key": "Enter", "bubbles": True, **fields})

    expect(box).to_have_value("xin chao")
    box.press("Enter")

    expect(box).to_have_value("")
    expect(chat.said).to_have_text(["xin chao"])


def test_on_a_phone_the_keyboard_makes_room_for_the_answer(
    chat: Chat, context: BrowserContext, desk: Desk
) -> None:
    browser = context.browser
    assert browser is not None
    phone = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    touched = Chat(phone.new_page(), desk.url)
    for each, is_focused in ((chat, True), (touched, False)):
        box = each.page.get_by_label("Câu hỏi của bà con")
        box.focus()
        each.say("xin chào")
        each.answer(1)
        assert box.evaluate("box => box === document.activeElement") is is_focused
    phone.close()


@pytest.mark.parametrize("larger", [False, True], ids=["normal", "larger"])
def test_whatever_is_touched_is_large_enough(chat: Chat, larger: bool) -> None:
    if larger:
        chat.page.get_by_text("Tùy chọn").click()
        chat.page.get_by_role("button", name="Chữ to").click()
    chat.say("lam giay khai sinh cho chau can j")
    chat.answer(1)
    chat.say("nhà tôi đang cháy")
    chat.answer(2)
    if not larger:
        chat.page.get_by_text("Tùy chọn").click()

    small = chat.page.evaluate(
        "Array.from(document.querySelectorAll("
        "'button, summary, textarea, .checklist label, a.urgent'))"
        ".map(e => [e.textContent, e.getBoundingClientRect()])"
        ".filter(([, box]) => box.height && (box.height < 44 || box.width < 44))"
        ".map(([text, box]) => [text, box.width, box.height])"
    )

    assert small == []


def test_print_leaves_the_page_as_it_was(chat: Chat) -> None:
    chat.say("đăng ký kết hôn cần gì")
    chat.page.evaluate("window.print = () => {}")

    chat.answer(1).get_by_role("button", name="In danh sách").click()
    expect(chat.page.locator("body.printing .printed")).to_have_count(1)
    chat.page.evaluate("window.dispatchEvent(new Event('afterprint'))")

    expect(chat.page.locator(".printing, .printed")).to_have_count(0)
