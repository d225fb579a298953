"""What a browser sends."""

import json
import string
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.said import (
    LONGEST_ID,
    LONGEST_PRESSED,
    LONGEST_TEXT,
    NotAMessage,
    Said,
    incoming,
    open_json,
    read_arrival,
    read_said,
    write_said,
)

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)

ids = st.text(string.ascii_letters + string.digits, min_size=1, max_size=LONGEST_ID)
any_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
)


@given(ids, st.text(max_size=200), st.none() | st.text(min_size=1, max_size=LONGEST_PRESSED))
def test_what_is_written_is_read_again(number: str, text: str, pressed: str | None) -> None:
    said = read_said({"id": number, "text": text, **({"pressed": pressed} if pressed else {})})

    assert read_arrival(write_said(said, "network")) == (said, "network")


@given(ids, st.text(st.characters(), max_size=50))
def test_what_is_kept_fits_every_database(number: str, text: str) -> None:
    """PostgreSQL takes no NUL, and nothing takes half a character."""
    said = read_said({"id": number, "text": text + "\x00\ud800"})

    assert "\x00" not in said.text
    said.text.encode()  # raises for half a character
    assert all(char in "\n\t" or unicodedata.category(char) != "Cc" for char in said.text)


@pytest.mark.parametrize("text", ["Làm khai sinh\ncần gì?", "\tXin chào", "hỏi 👶🏽", "ơ̛"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert read_said({"id": "a", "text": text}).text == text


@given(any_json)
def test_anything_else_is_no_message_and_breaks_nothing(given_json: Any) -> None:
    try:
        said = read_said(given_json)
    except NotAMessage:
        return
    assert said.id


@given(st.binary(max_size=60))
def test_bytes_that_are_no_message_are_refused_by_name(raw: bytes) -> None:
    with pytest.raises(NotAMessage):
        read_arrival(raw)


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 100_000, b"\xff", b'{"id": "a"'])
def test_what_is_no_json_is_no_message(raw: bytes) -> None:
    with pytest.raises(NotAMessage):
        open_json(raw)


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({}, "'id'"),
        ({"id": "-"}, "'id'"),
        ({"id": "a" * (LONGEST_ID + 1)}, "'id'"),
        ({"id": "a:b"}, "'id'"),
        ({"id": "á"}, "'id'"),
        ({"id": "a\n"}, "'id'"),
        ({"id": 7}, "'id'"),
        ({"id": "a", "text": ["a"]}, "'text'"),
        ({"id": "a", "text": "a" * (LONGEST_TEXT + 1)}, "'text'"),
        ({"id": "a", "pressed": "a" * (LONGEST_PRESSED + 1)}, "'pressed'"),
        ({"id": "a", "pressed": None}, "'pressed'"),
    ],
    ids=str,
)
def test_the_refusal_names_the_field(fields: dict[str, Any], part: str) -> None:
    with pytest.raises(NotAMessage, match=part):
        read_said(fields)


def test_the_longest_fits() -> None:
    longest = {"id": "a" * LONGEST_ID, "text": "ế" * LONGEST_TEXT, "pressed": "ế" * LONGEST_PRESSED}

    assert read_said(longest).text == longest["text"]


def test_a_message_is_its_chats_own() -> None:
    """Two browsers may make the same id."""
    heard = incoming(Said(id="a", text="xin chào"), "chat", "network", NOW)

    assert (heard.id, heard.address.channel, heard.address.chat) == ("chat:a", "web", "chat")
    assert (heard.text, heard.pressed, heard.network, heard.at) == (
        "xin chào",
        None,
        "network",
        NOW,
    )


def test_the_label_of_a_press_is_not_heard_as_words() -> None:
    heard = incoming(Said(id="a", text="Lệ phí", pressed="phí 1.001193"), "chat", None, NOW)

    assert (heard.text, heard.pressed) == ("", "phí 1.001193")


def test_a_network_of_another_kind_is_none() -> None:
    raw = json.dumps({"id": "a", "text": "a", "network": ["x"]}).encode()

    assert read_arrival(raw)[1] is None
