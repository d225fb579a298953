"""The page's routes on a real server: what they take and refuse, what every answer carries."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import aiohttp
import pytest

from bot.channels.web.channel import WebChannel
from bot.channels.web.headers import HEADERS
from bot.channels.web.hub import Hub
from bot.channels.web.limits import PAGES_PER_BROWSER, PER_BROWSER, Streams
from bot.channels.web.page import load_files
from bot.channels.web.routes import LARGEST_BODY, WebPage
from bot.channels.web.stream import HISTORY
from bot.channels.web.visitor import Visitors
from bot.messages import Reply
from bot.ports import StorageUnavailable
from bot.server import serving
from bot.texts import Texts
from knowledge.knowledge_base import KnowledgeBase
from tests.browser.fakes import FakeDesk, FakeInbox, FakeWebLog

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(30)]

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


class Served:
    """A running page over fakes, and a browser without a screen."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.web_log, self.desk = FakeWebLog(), FakeDesk()
        channel = WebChannel(self.web_log, lambda: NOW)
        self.inbox = FakeInbox(channel, self.desk)
        self.hub = Hub(self.web_log, self.web_log.bell)
        self.forgotten: list[str] = []
        self.page = WebPage(
            texts=Texts(),
            office=base.offices["meo_vac"],
            greeting=Reply(name="greeting", text="Chào bà con!"),
            visitors=Visitors([ip_network("127.0.0.1")]),
            web_log=self.web_log,
            hub=self.hub,
            receive=self.inbox.receive,
            answer=self.desk.answer,
            forget=self.forget,
            now=lambda: NOW,
            stopping=asyncio.Event(),
            heartbeat=0.05,
        )
        self.url = ""
        self.looking: asyncio.Task[None]  # of the hub

    async def forget(self, chat: str) -> None:
        if self.inbox.is_away:
            raise StorageUnavailable("the database is away")
        self.forgotten.append(chat)

    def browser(self, **options: Any) -> aiohttp.ClientSession:
        jar = aiohttp.CookieJar(unsafe=True)
        return aiohttp.ClientSession(self.url, cookie_jar=jar, **options)

    def word(self, key: str) -> str:
        return self.page.texts.label(key, "web")


@pytest.fixture
async def served(knowledge_base: KnowledgeBase) -> AsyncIterator[Served]:
    running = Served(knowledge_base)
    running.looking = asyncio.create_task(running.hub.run())
    async with serving(running.page.routes(), "127.0.0.1", 0) as port:
        running.url = f"http://127.0.0.1:{port}"
        yield running
        running.page.stopping.set()
    running.looking.cancel()


@pytest.fixture
async def browser(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    """Return a browser that has opened the page."""
    async with served.browser() as opened:
        (await opened.get("/")).release()
        yield opened


class Listening:
    """The events of an open stream."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def event(self) -> dict[str, str]:
        """Return the fields of the next event; empty at the end."""
        fields: dict[str, str] = {}
        while line := (await self.answer.content.readline()).decode():
            if line == "\n" and fields:
                return fields
            name, _, value = line.rstrip("\n").partition(":")
            fields[name] = value.removeprefix(" ")
        return fields

    async def line(self) -> dict[str, Any]:
        """Return the next line of the talk."""
        while "id" not in (fields := await self.event()):
            assert fields, "the stream ended"
        found: dict[str, Any] = json.loads(fields["data"])
        return found

    async def history(self) -> list[dict[str, Any]]:
        """Return the lines before the page is told that it is up to date."""
        lines = []
        while (fields := await self.event()).get("event") != "current":
            assert fields, "the stream ended"
            if "id" in fields:
                lines.append(json.loads(fields["data"]))
        return lines


@asynccontextmanager
async def listening(
    browser: aiohttp.ClientSession, path: str = "/web/stream", **options: Any
) -> AsyncIterator[Listening]:
    async with browser.get(path, **options) as answer:
        assert answer.status == 200
        yield Listening(answer)


async def post(
    browser: aiohttp.ClientSession, body: Any, **options: Any
) -> tuple[int, Any, aiohttp.ClientResponse]:
    async with browser.post("/web/messages", json=body, **options) as answer:
        return answer.status, await answer.json(), answer


# --- the page and its files


async def test_the_page_gives_a_cookie_that_no_script_and_no_other_site_gets(
    served: Served,
) -> None:
    async with served.browser() as fresh, fresh.get("/") as answer:
        cookie = answer.cookies["motcua"]

    assert answer.status == 200
    assert len(cookie.value) == 43
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["max-age"], cookie["domain"], cookie["secure"]) == ("2592000", "", "")


async def test_behind_a_proxy_with_a_certificate_the_cookie_is_bound_to_host_and_line(
    served: Served,
) -> None:
    async with served.browser() as fresh, fresh.get("/", headers=HTTPS) as answer:
        cookie = answer.cookies["__Host-motcua"]

    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_a_cookie_that_is_not_ours_is_replaced(served: Served) -> None:
    async with (
        served.browser() as fresh,
        fresh.get("/", headers={"Cookie": "motcua=mine"}) as answer,
    ):
        assert len(answer.cookies["motcua"].value) == 43


async def test_a_file_is_kept_for_ever_under_the_name_of_its_content(
    browser: aiohttp.ClientSession,
) -> None:
    for name, file in load_files().items():
        async with browser.get(f"/static/{file.version}/{name}") as answer:
            assert await answer.read() == file.body
            assert answer.content_type == file.content_type
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["Content-Encoding"] in {"gzip", "deflate"}


@pytest.mark.parametrize(
    "path",
    [
        "/static/0000000000000000/chat.js",
        "/static/{version}/page.html",
        "/static/{version}/..%2Froutes.py",
        "/static/{version}/%2Fetc%2Fpasswd",
    ],
)
async def test_nothing_but_the_pages_files_is_given_out(
    browser: aiohttp.ClientSession, path: str
) -> None:
    version = load_files()["chat.js"].version

    async with browser.get(path.format(version=version)) as answer:
        assert answer.status == 404


# --- what every answer carries


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/static/none/none.js", {}, 404),
        ("POST", "/web/messages", {"json": {"id": "a", "text": "xin chào"}}, 202),
        ("POST", "/web/messages", {"json": []}, 400),
        ("POST", "/web/messages", {"data": "x"}, 415),
        ("POST", "/web/messages", {"json": {}, "headers": {"Origin": "https://other.vn"}}, 403),
        ("POST", "/web/messages", {"json": {"text": "a" * LARGEST_BODY}}, 413),
        ("POST", "/web/forget", {"json": {}}, 204),
    ],
)
async def test_every_answer_ties_the_browser_down(
    browser: aiohttp.ClientSession, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    async with browser.request(method, path, **options) as answer:
        assert answer.status == status
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["Cache-Control"] == "no-store"


async def test_the_stream_carries_the_headers_too(browser: aiohttp.ClientSession) -> None:
    async with listening(browser) as stream:
        assert stream.answer.headers["Content-Security-Policy"]
        assert stream.answer.headers["Cache-Control"] == "no-store"
        assert stream.answer.content_type == "text/event-stream"


# --- messages


async def test_a_message_is_stored_before_it_is_acknowledged(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    status, said, answer = await post(browser, {"id": "m-1", "text": "khai sinh"})

    (arrival,) = served.inbox.arrivals.values()
    assert (status, said) == (202, {"id": "m-1", "chat": arrival.chat[:12]})
    token = answer.cookies["motcua"].value
    assert (arrival.channel, arrival.key, arrival.at) == ("web", f"{arrival.chat}:m-1", NOW)
    assert len(arrival.chat) == 64
    assert token not in f"{arrival}"  # only its hash is stored
    kept = json.loads(arrival.raw)
    assert (kept["text"], len(kept["network"])) == ("khai sinh", 24)


async def test_a_press_is_shown_by_its_label_and_heard_by_its_value(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    await post(browser, {"id": "1", "pressed": "phí 1.001193", "text": "Lệ phí"})

    assert [(heard.pressed, heard.text) for heard in served.desk.heard] == [("phí 1.001193", "")]
    assert [line.text for _, line in served.web_log.kept if line.author == "citizen"] == ["Lệ phí"]


async def test_a_message_sent_again_has_one_effect(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    for _ in range(3):
        assert (await post(browser, {"id": "same", "text": "xin chào"}))[0] == 202

    assert len(served.desk.heard) == 1
    assert len(served.web_log.kept) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 50_000,
        b'"text"',
        b'{"text": "no id"}',
        b'{"id": "", "text": "a"}',
        b'{"id": "a b", "text": "a"}',
        b'{"id": "\xc3\xa1", "text": "a"}',
        b'{"id": 7, "text": "a"}',
        b'{"id": "a", "text": 7}',
        b'{"id": "a", "text": NaN}',
        b'{"id": "a", "text": "\xff"}',
        b'{"id": "%s", "text": "a"}' % (b"a" * 65),
        b'{"id": "a", "text": "%s"}' % (b"a" * 5001),
        b'{"id": "a", "pressed": "%s"}' % (b"a" * 101),
        b'{"id": "a", "pressed": null}',
    ],
)
async def test_what_is_no_message_is_refused_in_a_sentence(
    served: Served, browser: aiohttp.ClientSession, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}

    async with browser.post("/web/messages", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert await answer.json() == {"error": served.word("not_a_message")}
    assert served.inbox.arrivals == {}


async def test_too_much_is_refused_however_its_length_is_told(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"id": "a", "text": "'
        for _ in range(20):
            yield b"a" * (LARGEST_BODY // 8)

    headers = {"Content-Type": "application/json"}
    async with browser.post("/web/messages", data=pieces(), headers=headers) as chunked:
        assert (chunked.status, await chunked.json()) == (413, {"error": served.word("not_sent")})
    assert (await post(browser, {"id": "a", "text": "a" * LARGEST_BODY}))[0] == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://other.vn"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/web/messages", "/web/forget"])
async def test_what_another_site_sends_changes_nothing(
    served: Served, browser: aiohttp.ClientSession, path: str, headers: dict[str, str]
) -> None:
    async with browser.post(path, json={"id": "a", "text": "a"}, headers=headers) as answer:
        assert answer.status == 403
    assert (served.inbox.arrivals, served.forgotten) == ({}, [])


async def test_a_form_of_another_site_cannot_look_like_the_page(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    """A form sends no JSON without asking first, and nobody here answers such a question."""
    for path in ("/web/messages", "/web/forget"):
        async with browser.post(path, data={"id": "a", "text": "a"}) as answer:
            assert answer.status == 415
    assert (served.inbox.arrivals, served.forgotten) == ({}, [])


async def test_our_own_page_is_let_in(served: Served, browser: aiohttp.ClientSession) -> None:
    headers = {"Origin": served.url, "Sec-Fetch-Site": "same-origin"}

    status, _, _ = await post(browser, {"id": "a", "text": "a"}, headers=headers)

    assert status == 202


async def test_without_the_database_the_answer_comes_at_once(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    served.inbox.is_away = True

    status, said, _ = await post(browser, {"id": "a", "text": "khai sinh"})

    assert (status, said["id"]) == (200, "a")
    assert Reply.from_data(said["reply"]).text == "nghe: khai sinh"


async def test_a_browser_without_a_cookie_is_given_a_chat_with_its_first_message(
    served: Served,
) -> None:
    async with served.browser() as stranger:
        sent = [(await post(stranger, {"id": name, "text": "a"}))[:2] for name in ("a", "b")]

    (chat,) = {arrival.chat for arrival in served.inbox.arrivals.values()}
    assert sent == [(202, {"id": name, "chat": chat[:12]}) for name in ("a", "b")]


async def test_a_page_can_tell_whether_it_listens_where_it_speaks(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    async with listening(browser) as stream:
        fields = await stream.event()
        while fields.get("event") != "current":
            fields = await stream.event()
        _, said, _ = await post(browser, {"id": "a", "text": "a"})

    assert json.loads(fields["data"]) == {"chat": said["chat"]}


async def test_who_sends_too_much_is_asked_to_wait(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    sent = [await post(browser, {"id": f"m{n}", "text": "a"}) for n in range(PER_BROWSER.burst + 1)]

    status, said, answer = sent[-1]
    assert [each[0] for each in sent[:-1]] == [202] * PER_BROWSER.burst
    assert (status, said) == (429, {"error": served.word("too_fast")})
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


# --- the stream


async def test_a_new_line_comes_by_itself_and_only_to_its_chat(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    async with served.browser() as neighbour:
        (await neighbour.get("/")).release()
        async with listening(browser) as mine, listening(neighbour) as theirs:
            await post(browser, {"id": "a", "text": "khai sinh"})
            await post(neighbour, {"id": "b", "text": "kết hôn"})

            assert [(await mine.line())["text"], (await mine.line())["author"]] == [
                "khai sinh",
                "desk",
            ]
            assert (await theirs.line())["text"] == "kết hôn"


async def test_a_page_gets_the_newest_of_its_history_first(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    await post(browser, {"id": "a", "text": "0"})
    chat = served.web_log.kept[0][0]
    for n in range(HISTORY + 10):
        await served.web_log.say(chat, f"k{n}", f"{n}", NOW)

    async with listening(browser) as stream:
        lines = await stream.history()

    assert [line["text"] for line in lines] == [f"{n}" for n in range(10, HISTORY + 10)]
    assert lines[0]["at"] == "2026-11-27T03:00:00+00:00"


@pytest.mark.parametrize("by", ["header", "query"])
async def test_after_a_break_nothing_is_left_out_and_nothing_comes_twice(
    served: Served, browser: aiohttp.ClientSession, by: str
) -> None:
    await post(browser, {"id": "a", "text": "0"})
    chat = served.web_log.kept[0][0]
    for n in range(3 * HISTORY):
        await served.web_log.say(chat, f"k{n}", f"{n}", NOW)
    seen = {"header": {"headers": {"Last-Event-ID": "2"}}, "query": {"params": {"after": "2"}}}

    async with listening(browser, **seen[by]) as stream:
        lines = await stream.history()

    assert [line["text"] for line in lines] == [f"{n}" for n in range(3 * HISTORY)]


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "٣", "9" * 30, ""])
async def test_a_place_that_never_was_means_from_the_beginning(
    browser: aiohttp.ClientSession, after: str
) -> None:
    await post(browser, {"id": "a", "text": "0"})

    async with listening(browser, params={"after": after}) as stream:
        assert len(await stream.history()) == 2


async def test_a_quiet_stream_shows_that_it_lives(browser: aiohttp.ClientSession) -> None:
    async with listening(browser) as stream:
        await stream.history()

        beats = [await stream.event() for _ in range(3)]

    assert {beat["event"] for beat in beats} == {"current"}


async def test_a_lost_database_does_not_end_a_stream(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    async with listening(browser) as stream:
        await stream.history()
        served.web_log.is_away = True
        await stream.event()
        served.web_log.is_away = False
        await post(browser, {"id": "a", "text": "khai sinh"})

        assert (await stream.line())["text"] == "khai sinh"


async def test_a_stream_ends_when_the_desk_stops(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    served.page.heartbeat = 60.0
    served.looking.cancel()  # the stop alone must end it
    async with listening(browser) as stream:
        await stream.history()

        served.page.stopping.set()

        async with asyncio.timeout(2):
            while await stream.event():
                pass


async def test_a_phone_that_comes_back_again_and_again_is_never_shut_out(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    """Connections that were lost still look open: the newest page takes the place of the oldest."""
    streams = [await browser.get("/web/stream") for _ in range(PAGES_PER_BROWSER + 1)]
    oldest, newest = Listening(streams[0]), Listening(streams[-1])

    await post(browser, {"id": "a", "text": "khai sinh"})

    assert [each.status for each in streams] == [200] * len(streams)
    assert (await newest.line())["text"] == "khai sinh"
    async with asyncio.timeout(2):
        while await oldest.event():
            pass
    for each in streams:
        each.close()


async def test_a_network_with_too_many_open_pages_is_asked_to_wait(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    served.page.streams = Streams(most=1)

    async with listening(browser), browser.get("/web/stream") as refused:
        assert refused.status == 429
        assert refused.headers["Retry-After"] == "30"
        assert await refused.json() == {"error": served.word("too_fast")}


async def test_a_page_that_was_closed_gives_its_place_back(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    served.page.streams = Streams(most=1)
    async with listening(browser) as stream:
        await stream.history()

    async with asyncio.timeout(5):
        while (again := await browser.get("/web/stream")).status != 200:
            again.release()
    again.close()


# --- forgetting


async def test_forgetting_takes_the_talk_and_the_cookie(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    await post(browser, {"id": "a", "text": "a"})
    chat = served.web_log.kept[0][0]

    async with browser.post("/web/forget", json={}) as answer:
        assert answer.status == 204
        assert answer.cookies["motcua"]["max-age"] == "0"

    assert served.forgotten == [chat]
    assert len(browser.cookie_jar) == 0


async def test_what_could_not_be_forgotten_is_not_said_to_be(
    served: Served, browser: aiohttp.ClientSession
) -> None:
    served.inbox.is_away = True

    async with browser.post("/web/forget", json={}) as answer:
        assert answer.status == 503
        assert "motcua" not in answer.cookies
        assert await answer.json() == {"error": served.word("away")}
        assert answer.headers["Content-Security-Policy"]
