"""The conversation in a terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.channels.terminal import new_chat, render, talk
from bot.messages import Button, Incoming, Reply

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_choices_are_numbered_below_the_text():
    reply = Reply(name="x", text="Việc nào?", buttons=(Button(label="Một", value="@a"),))

    assert render(reply) == "Việc nào?\n\n  1. Một"


def test_a_reply_without_choices_is_its_text():
    assert render(Reply(name="x", text="Xin chào")) == "Xin chào"


async def no_notices() -> Sequence[Reply]:
    return []


async def test_a_notice_is_shown_before_the_next_line():
    lines = iter(["một", "hai"])
    written: list[str] = []
    waiting = [[Reply(name="notice_ready", text="xong rồi")], []]

    def read_line() -> str:
        for line in lines:
            return line
        raise EOFError

    async def answer(incoming: Incoming) -> Reply | None:
        return Reply(name="echo", text=incoming.text)

    async def notices() -> Sequence[Reply]:
        return waiting.pop(0)

    await talk(new_chat(), answer, lambda: NOW, read_line, written.append, notices)

    assert written == ["một", "xong rồi", "hai"]


async def test_each_line_is_one_message_until_the_end():
    lines = iter(["xin chào", "khai sinh"])
    heard: list[Incoming] = []
    written: list[str] = []

    def read_line() -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    async def answer(incoming: Incoming) -> Reply | None:
        heard.append(incoming)
        return Reply(name="echo", text=incoming.text.upper())

    await talk(new_chat(), answer, lambda: NOW, read_line, written.append, no_notices)

    assert [incoming.text for incoming in heard] == ["xin chào", "khai sinh"]
    assert len({incoming.id for incoming in heard}) == 2
    assert len({incoming.address for incoming in heard}) == 1
    assert written == ["XIN CHÀO", "KHAI SINH"]


async def test_a_repeat_writes_nothing():
    lines = iter(["một"])
    written: list[str] = []

    def read_line() -> str:
        for line in lines:
            return line
        raise EOFError

    async def answer(incoming: Incoming) -> Reply | None:
        return None

    await talk(new_chat(), answer, lambda: NOW, read_line, written.append, no_notices)

    assert written == []
