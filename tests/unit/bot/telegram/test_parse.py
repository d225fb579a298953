"""What Telegram's updates mean."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parse import COMMANDS, arrival_of, envelope, incoming
from bot.messages import Attachment, Incoming

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def read(update: dict[str, Any]) -> Incoming | None:
    arrival = arrival_of(update, json.dumps(update).encode(), NOW)
    assert arrival is not None
    return incoming(arrival)


def message(text: str | None = None, kind: str = "message", **fields: Any) -> Incoming | None:
    said = {"chat": {"id": 77, "type": "private"}, "from": {"id": 77, "is_bot": False}, **fields}
    return read({"update_id": 5, kind: {**said, **({"text": text} if text is not None else {})}})


def test_a_text_is_a_message() -> None:
    heard = message("xin chào")

    assert heard is not None
    assert (heard.id, heard.text, heard.address.chat, heard.at) == ("5", "xin chào", "77", NOW)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/start", COMMANDS["start"]),
        ("/START", COMMANDS["start"]),
        ("/start@motcua_bot", COMMANDS["start"]),
        ("/start 1_001193", "1.001193"),
        ("/start 1-001193", "1.001193"),
        ("/start 1.001193", "1.001193"),
        ("/start H22_38_9-261116-0001", "H22.38.9-261116-0001"),
        ("/tra_ho_so", COMMANDS["tra_ho_so"]),
        ("/tra_ho_so H22.38.9-261116-0001", "H22.38.9-261116-0001"),
        ("/dung", COMMANDS["dung"]),
        ("/khai_sinh", "khai sinh"),
        ("/ không phải lệnh", "/ không phải lệnh"),
        ("@motcua_bot khai sinh", "khai sinh"),
        ("khai sinh @motcua_bot", "khai sinh"),
        ("thư của a@b.vn", "thư của a@b.vn"),
    ],
)
def test_commands_links_and_mentions_become_words(typed: str, meant: str) -> None:
    heard = message(typed)

    assert heard is not None
    assert heard.text == meant


def test_an_edited_message_is_a_new_one() -> None:
    heard = message("khai tử", kind="edited_message")

    assert heard is not None
    assert heard.text == "khai tử"


def test_a_press_carries_its_value() -> None:
    query = {"id": "9", "data": "@ma", "message": {"chat": {"id": -100}}}

    heard = read({"update_id": 6, "callback_query": query})

    assert heard is not None
    assert (heard.pressed, heard.text, heard.address.chat) == ("@ma", "", "-100")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"photo": [{"file_id": "a"}]}, "photo"),
        ({"document": {"file_id": "a"}}, "file"),
        ({"voice": {"file_id": "a"}}, "voice"),
        ({"video": {"file_id": "a"}}, "video"),
        ({"sticker": {"file_id": "a"}}, "sticker"),
        ({"location": {"latitude": 1, "longitude": 2}}, "location"),
    ],
)
def test_what_is_sent_beside_words_is_named(fields: dict[str, Any], kind: Any) -> None:
    heard = message(caption="đây ạ", **fields)

    assert heard is not None
    assert heard.attachments == (Attachment(kind=kind),)
    assert heard.text == "đây ạ"


def test_a_contact_brings_its_number() -> None:
    heard = message(contact={"phone_number": "84901234567", "first_name": "An"})

    assert heard is not None
    assert heard.attachments == (Attachment(kind="contact", phone="84901234567"),)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": {"chat": {"id": 1}, "new_chat_members": [{"id": 2}]}},
        {"update_id": 1, "message": {"chat": {"id": 1}, "text": "x", "from": {"is_bot": True}}},
        {"update_id": 1, "message": {"chat": {"id": 1}, "migrate_to_chat_id": -5}},
        {"update_id": 1, "my_chat_member": {"chat": {"id": 1}}},
        {"update_id": 1, "poll": {}},
        {"update_id": 1, "callback_query": {"id": "9", "message": {"chat": {"id": 1}}}},
        {"update_id": 1, "message": {"text": "x"}},
        {"update_id": 1},
    ],
)
def test_what_needs_no_answer_gets_none(update: dict[str, Any]) -> None:
    assert read(update) is None


def test_an_update_without_a_chat_holds_up_nobody() -> None:
    first, second = envelope({"update_id": 1}), envelope({"update_id": 2})

    assert first is not None
    assert second is not None
    assert first[1] != second[1]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(
        st.sampled_from(["update_id", "message", "chat", "id", "text", "from", "contact",
                         "callback_query", "data", "caption", "photo", "is_bot"]), children),
    max_leaves=25,
)  # fmt: skip


@given(json_values)
def test_no_json_breaks_the_reading(update: object) -> None:
    raw = json.dumps(update).encode()
    arrival = arrival_of(update, raw, NOW)
    if arrival is not None:
        heard = incoming(arrival)
        assert heard is None or isinstance(heard, Incoming)


@given(st.text())
def test_any_text_arrives_as_text(text: str) -> None:
    heard = message(text)

    assert heard is None or heard.text is not None
