"""The page on a bad connection, beside other windows, and in a browser that keeps nothing."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.page_chat import Chat
from tests.processes import Desk

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(60)]

MESSAGES, STREAM = "**/web/messages", "**/web/stream*"


class Line:
    """A connection that fails as told, so many times, and then works."""

    def __init__(self, page: Page, path: str) -> None:
        self.tries: list[str] = []
        self.failures: list[str] = []
        self._hanging: list[Route] = []
        page.route(path, self._pass)

    def _pass(self, route: Route) -> None:
        self.tries.append(json.loads(route.request.post_data or "{}").get("id", ""))
        failure = self.failures.pop(0) if self.failures else ""
        if failure == "cut":
            route.abort()
        elif failure == "hangs":
            self._hanging.append(route)
        elif failure == "portal":
            route.fulfill(status=200, content_type="text/html", body="<html>Wi-Fi</html>")
        elif failure.isdecimal():
            route.fulfill(status=int(failure), body="")
        else:
            route.continue_()


@pytest.fixture
def open_chat(context: BrowserContext, desk: Desk) -> Iterator[Chat]:
    """Return an open page on which connections may fail; no script of it may."""
    opened = Chat(context.new_page(), desk.url)
    yield opened
    noise = "Failed to load resource"  # the browser's own remark about a connection
    assert [fault for fault in opened.faults if noise not in fault] == []


@pytest.mark.parametrize(
    "failures",
    [["cut"], ["portal"], ["502"], ["403"], ["hangs"], ["cut", "500"]],
    ids=" ".join,
)
def test_a_message_is_sent_until_it_has_arrived_and_always_as_the_same(
    open_chat: Chat, failures: list[str]
) -> None:
    line = Line(open_chat.page, MESSAGES)
    line.failures = list(failures)
    open_chat.page.evaluate("motcua.PATIENCE = 500")

    open_chat.say("xin chào")

    expect(open_chat.answer(1)).to_contain_text("Chào bà con")
    expect(open_chat.page.get_by_text("Đang gửi…")).to_be_hidden()
    assert len(line.tries) == len(failures) + 1
    assert len(set(line.tries)) == 1
    open_chat.page.reload()
    expect(open_chat.page.locator("article.citizen")).to_have_count(1)
    expect(open_chat.page.locator("article.desk")).to_have_count(2)


def test_messages_keep_their_order_however_often_one_is_tried(open_chat: Chat) -> None:
    Line(open_chat.page, MESSAGES).failures = ["cut", "cut"]

    for text in ("xin chào", "cảm ơn", "giúp tôi"):
        open_chat.say(text)

    open_chat.answer(3)
    open_chat.page.reload()
    expect(open_chat.said).to_have_text(["xin chào", "cảm ơn", "giúp tôi"])


def test_a_message_outlives_the_page_it_was_typed_on(
    open_chat: Chat, context: BrowserContext, desk: Desk
) -> None:
    Line(open_chat.page, MESSAGES).failures = ["cut"] * 20
    open_chat.say("xin chào")
    expect(open_chat.page.get_by_text("Mất mạng")).to_be_visible()
    open_chat.page.close()

    again = Chat(context.new_page(), desk.url)

    expect(again.said).to_have_text(["xin chào"])
    expect(again.answer(1)).to_contain_text("Chào bà con")


def test_what_can_never_be_taken_is_said_and_holds_up_nothing(open_chat: Chat) -> None:
    Line(open_chat.page, MESSAGES).failures = ["413"]

    open_chat.say("dài quá")
    open_chat.say("xin chào")

    expect(open_chat.page.get_by_text("Không gửi được tin này")).to_be_visible()
    expect(open_chat.answer(1)).to_contain_text("Chào bà con")


def test_who_sends_too_fast_is_told_so_and_nothing_is_lost(open_chat: Chat) -> None:
    sentence = {"error": "Bà con gửi nhanh quá, chờ một chút nhé."}
    refused = {"status": 429, "headers": {"Retry-After": "1"}, "json": sentence}
    open_chat.page.route(MESSAGES, lambda route: route.fulfill(**refused), times=1)

    open_chat.say("xin chào")

    expect(open_chat.page.get_by_role("status")).to_have_text(sentence["error"])
    expect(open_chat.answer(1)).to_contain_text("Chào bà con")


def test_a_lost_stream_is_opened_again_whatever_it_was_answered_with(
    context: BrowserContext, desk: Desk
) -> None:
    page = context.new_page()
    Line(page, STREAM).failures = ["503"]

    chat = Chat(page, desk.url)
    chat.say("xin chào")

    expect(chat.answer(1)).to_contain_text("Chào bà con")


def test_the_page_says_that_the_network_is_gone_and_that_it_is_back(
    open_chat: Chat, context: BrowserContext
) -> None:
    status = open_chat.page.get_by_role("status")
    expect(open_chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")

    context.set_offline(True)
    expect(status).to_contain_text("Mất mạng")
    open_chat.say("xin chào")
    expect(open_chat.page.get_by_text("Đang gửi…")).to_be_visible()
    context.set_offline(False)

    expect(open_chat.answer(1)).to_contain_text("Chào bà con")
    expect(status).to_have_text("")


def test_a_browser_that_keeps_nothing_still_talks(context: BrowserContext, desk: Desk) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('off'); }})"
    )
    chat = Chat(context.new_page(), desk.url)

    chat.say("khai sinh cần gì")
    chat.answer(1).get_by_role("checkbox").first.check()
    chat.say("xin chào")

    chat.answer(2)
    assert chat.faults == []


def test_a_browser_that_takes_no_cookie_is_told_why_no_answer_comes(open_chat: Chat) -> None:
    def stranger(route: Route) -> None:
        said = json.loads(route.request.post_data or "")
        route.fulfill(status=202, json={"id": said["id"], "chat": f"of {said['id']}"})

    open_chat.page.route(MESSAGES, stranger)

    open_chat.say("xin chào")

    expect(open_chat.page.get_by_role("status")).to_contain_text("không cho trang ghi nhớ")


def test_a_page_whose_cookie_was_lost_hears_the_answer_all_the_same(
    open_chat: Chat, context: BrowserContext
) -> None:
    expect(open_chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    context.clear_cookies()

    open_chat.say("xin chào")

    expect(open_chat.answer(1)).to_contain_text("Chào bà con")


def test_windows_that_were_each_given_a_chat_of_their_own_agree_on_one(
    open_chat: Chat, context: BrowserContext
) -> None:
    """Two windows that open in one moment, without a cookie yet, are given two."""
    expect(open_chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    (cookie,) = context.cookies()
    context.add_cookies([{**cookie, "value": "b" * 43}])  # type: ignore[list-item]

    open_chat.say("xin chào")

    expect(open_chat.answer(1)).to_contain_text("Chào bà con")


def test_without_its_script_the_page_sends_nothing_and_puts_nothing_into_the_address(
    context: BrowserContext, desk: Desk
) -> None:
    """The browser itself would have put the words into the URL, and so into logs."""
    page = context.new_page()
    page.route("**/chat.js", lambda route: route.abort())
    page.goto(desk.url)

    page.get_by_label("Câu hỏi của bà con").fill("căn cước 012345678901")
    page.get_by_label("Câu hỏi của bà con").press("Enter")

    expect(page.get_by_role("button", name="Gửi")).to_be_disabled()
    assert page.url == f"{desk.url}/"
    with page.expect_navigation():  # a browser that sends a form all the same
        page.evaluate("document.getElementById('form').submit()")
    assert page.url == f"{desk.url}/"


def test_what_is_deleted_in_one_window_is_gone_in_the_other(
    open_chat: Chat, context: BrowserContext, desk: Desk
) -> None:
    """Phones are lent. And the other window would have listened to a chat that is no more."""
    open_chat.say("xin chào")
    open_chat.answer(1)
    other = Chat(context.new_page(), desk.url)
    other.answer(1)

    open_chat.page.get_by_text("Tùy chọn").click()
    open_chat.page.locator("#forget").click()
    open_chat.page.locator("#forget").click()

    expect(other.page.locator("article")).to_have_count(1)
    other.say("khai sinh cần gì")
    expect(other.answer(1)).to_contain_text("Giấy chứng sinh")


def test_what_could_not_be_deleted_is_not_said_to_be(open_chat: Chat) -> None:
    open_chat.say("xin chào")
    open_chat.answer(1)
    open_chat.page.route("**/web/forget", lambda route: route.fulfill(status=503, body=""))

    open_chat.page.get_by_text("Tùy chọn").click()
    open_chat.page.locator("#forget").click()
    open_chat.page.locator("#forget").click()

    expect(open_chat.page.get_by_role("status")).to_have_text(
        "Chưa xóa được. Lát nữa bà con bấm lại nhé."
    )
    expect(open_chat.page.locator("article")).to_have_count(3)


def test_a_menu_that_was_closed_has_forgotten_the_first_press(open_chat: Chat) -> None:
    menu = open_chat.page.get_by_text("Tùy chọn")
    menu.click()
    open_chat.page.locator("#forget").click()
    expect(open_chat.page.locator("#forget")).to_have_text("Xóa thật? Bấm lần nữa")

    open_chat.page.keyboard.press("Escape")
    menu.click()

    expect(open_chat.page.locator("#forget")).to_have_text("Xóa cuộc trò chuyện")


def test_a_connection_that_died_without_a_word_is_opened_again(
    context: BrowserContext, desk: Desk
) -> None:
    """A phone between two masts gets no error; only the missing heartbeat tells."""
    page = context.new_page()
    page.clock.install()
    stream = Line(page, STREAM)
    stream.failures = ["hangs"]
    chat = Chat(page, desk.url)
    chat.say("xin chào")
    expect(page.get_by_text("Đang gửi…")).to_be_hidden()

    page.clock.fast_forward(60_000)

    expect(chat.answer(1)).to_contain_text("Chào bà con")
    assert len(stream.tries) == 2


def test_a_page_that_nobody_looks_at_listens_again_when_it_is_looked_at(open_chat: Chat) -> None:
    def look(is_hidden: bool) -> None:
        open_chat.page.evaluate(
            "isHidden => { Object.defineProperty(document, 'hidden',"
            " {value: isHidden, configurable: true});"
            " document.dispatchEvent(new Event('visibilitychange')); }",
            is_hidden,
        )

    expect(open_chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    look(is_hidden=True)
    open_chat.say("xin chào")
    expect(open_chat.page.get_by_text("Đang gửi…")).to_be_hidden()
    expect(open_chat.page.get_by_text("Đang trả lời…")).to_be_visible()
    expect(open_chat.page.locator("article.desk")).to_have_count(1)

    look(is_hidden=False)

    expect(open_chat.answer(1)).to_contain_text("Chào bà con")


def test_an_answer_that_is_long_in_coming_is_not_waited_for_in_silence(
    context: BrowserContext, desk: Desk
) -> None:
    page = context.new_page()
    page.clock.install()
    chat = Chat(page, desk.url)
    page.route(
        MESSAGES,
        lambda route: route.fulfill(
            status=202, json={"id": json.loads(route.request.post_data or "")["id"]}
        ),
    )
    chat.say("xin chào")
    expect(page.get_by_text("Đang trả lời…")).to_be_visible()

    page.clock.fast_forward(20_000)

    expect(page.get_by_text("Hơi lâu hơn mọi khi")).to_be_visible()
