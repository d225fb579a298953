"""The web page as a channel."""

from datetime import UTC, datetime

import pytest

from bot.channels.web.channel import HIDDEN, WebChannel
from bot.channels.web.said import NotAMessage, Said, write_said
from bot.messages import Address, Reply
from bot.ports import Arrival, DeliveryError, Lane, Parcel
from tests.browser.fakes import FakeWebLog

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def arrival(said: Said | bytes) -> Arrival:
    raw = said if isinstance(said, bytes) else write_said(said, "network")
    return Arrival(channel="web", key="chat:a", chat="chat", raw=raw, at=NOW)


def parcel(number: int = 7) -> Parcel:
    return Parcel(
        id=number,
        address=Address(channel="web", chat="chat"),
        reply=Reply(name="echo", text="Chào bà con!"),
        lane=Lane.TALK,
        created_at=NOW,
        attempts=1,
        parts_sent=0,
        maybe_duplicate=False,
        fence=1,
    )


async def nothing_left(_parts: int) -> None:
    raise AssertionError("a line has no parts")


@pytest.fixture
def web_log() -> FakeWebLog:
    return FakeWebLog()


@pytest.fixture
def channel(web_log: FakeWebLog) -> WebChannel:
    return WebChannel(web_log, lambda: NOW)


def test_a_stored_message_is_heard(channel: WebChannel) -> None:
    heard = channel.parse(arrival(Said(id="a", text="xin chào")))

    assert (heard.id, heard.text, heard.network, heard.at) == (
        "chat:a",
        "xin chào",
        "network",
        NOW,
    )


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'"a"', b"\xff", b'{"text": "a"}'])
async def test_what_is_no_message_is_named_once_and_noted_never(
    channel: WebChannel, web_log: FakeWebLog, raw: bytes
) -> None:
    with pytest.raises(NotAMessage):
        channel.parse(arrival(raw))
    await channel.acknowledge(arrival(raw))

    assert web_log.kept == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (Said(id="a", text="khai sinh cần gì"), "khai sinh cần gì"),
        (Said(id="a", text="căn cước 012345678901 của tôi"), f"căn cước {HIDDEN} của tôi"),
        (Said(id="a", text="gọi tôi 0988 837 457"), "gọi tôi [...]"),
        (Said(id="a", text="7457"), HIDDEN),
        (Said(id="a", text=" 74 57. "), HIDDEN),
        (Said(id="a", text="7457 ạ"), HIDDEN),
        (Said(id="a", text="12"), "12"),
        (Said(id="a", text="sinh năm 2020 cần gì"), "sinh năm 2020 cần gì"),
        (Said(id="a", text="Lệ phí", pressed="phí 1.001193"), "Lệ phí"),
        (Said(id="a", pressed="phí 1.001193"), "phí 1.001193"),
    ],
    ids=str,
)
async def test_numbers_that_prove_something_do_not_stay_in_the_talk(
    channel: WebChannel, web_log: FakeWebLog, said: Said, shown: str
) -> None:
    await channel.acknowledge(arrival(said))

    assert [(line.text, line.key, line.author) for _, line in web_log.kept] == [
        (shown, "a", "citizen")
    ]


async def test_a_lost_database_does_not_keep_a_message_from_its_answer(
    channel: WebChannel, web_log: FakeWebLog
) -> None:
    web_log.is_away = True

    await channel.acknowledge(arrival(Said(id="a", text="xin chào")))

    assert web_log.kept == []


async def test_to_note_a_reply_is_to_send_it(channel: WebChannel, web_log: FakeWebLog) -> None:
    for _ in range(2):
        await channel.send(parcel(), silent=False, left=nothing_left)

    assert [(line.key, line.author, line.reply) for _, line in web_log.kept] == [
        ("7", "desk", parcel().reply.to_data())
    ]


async def test_a_reply_that_could_not_be_noted_is_tried_again(
    channel: WebChannel, web_log: FakeWebLog
) -> None:
    web_log.is_away = True

    with pytest.raises(DeliveryError) as failed:
        await channel.send(parcel(), silent=True, left=nothing_left)

    assert not failed.value.permanent
