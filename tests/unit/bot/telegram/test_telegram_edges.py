"""What Telegram's updates and outages look like at their edges."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parse import COMMANDS, incoming
from bot.channels.telegram.polling import LONGEST_STORAGE_PAUSE, pause_after
from bot.channels.telegram.render import LONGEST, render
from bot.messages import Attachment, Incoming, Reply
from bot.ports import Arrival, StorageUnavailable
from bot.texts import Texts
from tests.unit.bot.telegram.updates import arrival, message


def read(**fields: Any) -> Incoming:
    heard = incoming(arrival(message(**fields)))
    assert heard is not None
    return heard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/xoa dữ liệu", COMMANDS["xoa"]),
        ("/dung lại đi", COMMANDS["dung"]),
        ("/giup đăng ký khai sinh", "đăng ký khai sinh"),
        ("/gia_han thẻ", "gia han thẻ"),
    ],
)
def test_words_after_a_command_do_not_replace_what_it_asks_for(typed: str, meant: str) -> None:
    assert read(text=typed).text == meant


def test_only_a_bot_is_cut_off_as_a_mention() -> None:
    assert read(text="@MotCua_Bot khai sinh").text == "khai sinh"
    assert read(text="@nguyenvana khai sinh").text == "@nguyenvana khai sinh"


def test_an_animation_is_a_video_though_it_brings_a_document() -> None:
    heard = read(animation={"file_id": "a"}, document={"file_id": "a"})

    assert heard.attachments == (Attachment(kind="video"),)


@given(st.binary())
def test_bytes_are_read_or_refused_by_a_value_error(raw: bytes) -> None:
    _read_or_refuse(raw)


def test_a_nest_too_deep_is_refused_by_a_value_error() -> None:
    with pytest.raises(ValueError, match="nested too deep"):
        _read_or_refuse_loudly(b"[" * 100_000)


@pytest.mark.parametrize("failures", [1, 6, 5000])
def test_the_database_is_tried_again_within_half_a_minute(failures: int) -> None:
    pause = pause_after(StorageUnavailable("away"), failures)

    assert 1.0 <= pause <= LONGEST_STORAGE_PAUSE


def test_a_long_question_back_is_parted_too() -> None:
    parts = render(Reply(name="clarify", text="vâng", prompt="câu & hỏi? " * 900), Texts())

    assert all(len(part.html.encode("utf-16-le")) // 2 <= LONGEST for part in parts)
    assert all(part.html.endswith("</b>") for part in parts[1:])
    assert "".join(part.html for part in parts).count("hỏi?") == 900


def _read_or_refuse(raw: bytes) -> None:
    try:
        _read_or_refuse_loudly(raw)
    except ValueError:
        return


def _read_or_refuse_loudly(raw: bytes) -> None:
    at = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    incoming(Arrival(channel="telegram", key="5", chat="77", raw=raw, at=at))
