"""What the channel asks of the Bot API: sends part by part, presses acknowledged."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.channel import MENU, TelegramChannel
from bot.messages import Address, Reply
from bot.ports import Arrival, DeliveryError, Lane, Parcel
from bot.texts import Texts
from tests.unit.bot.telegram.updates import NOW, arrival, press

LONG = "Một câu dài vừa phải. " * 500


class FakeRequest(BaseRequest):
    """Notes every call; refuses those that it is told to, by number."""

    def __init__(self, refusals: dict[int, tuple[int, str]]) -> None:
        self.calls: list[tuple[str, dict[str, str]]] = []
        self._refusals = refusals

    @property
    def read_timeout(self) -> float:
        """Return how long an answer is waited for."""
        return 1.0

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Take the call, or refuse it."""
        fields = request_data.json_parameters if request_data else {}
        self.calls.append((url.rsplit("/", 1)[1], fields))
        status, said = self._refusals.get(len(self.calls), (200, ""))
        message = {"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}, "text": "x"}
        result = message if url.endswith("sendMessage") else True
        answer = {"ok": status == 200, "result": result, "description": said}
        return status, json.dumps(answer).encode()


class Line:
    """A channel over a fake Bot API."""

    def __init__(self, **refusals: tuple[int, str]) -> None:
        numbered = {int(name.removeprefix("call_")): said for name, said in refusals.items()}
        self.request = FakeRequest(numbered)
        self.channel = TelegramChannel("1:x", "http://telegram.invalid", Texts())
        self.channel.bot = Bot("1:x", request=self.request, get_updates_request=self.request)
        self.left: list[int] = []

    @property
    def methods(self) -> Sequence[str]:
        return [method for method, _ in self.request.calls]

    async def send(self, text: str, parts_sent: int = 0, *, silent: bool = False) -> None:
        async def left(parts: int) -> None:
            self.left.append(parts)

        parcel = Parcel(
            id=1,
            address=Address(channel="telegram", chat="77"),
            reply=Reply(name="help", text=text),
            lane=Lane.TALK,
            created_at=NOW,
            attempts=1,
            parts_sent=parts_sent,
            maybe_duplicate=False,
            fence=1,
        )
        await self.channel.send(parcel, silent=silent, left=left)


async def test_after_each_part_but_the_last_it_is_told_how_many_left() -> None:
    line = Line()

    await line.send(LONG)

    assert len(line.methods) == 3
    assert line.left == [1, 2]


async def test_parts_that_left_before_are_not_sent_again() -> None:
    line = Line()

    await line.send(LONG, parts_sent=2)

    [(_, fields)] = line.request.calls
    assert line.left == []
    assert fields["text"].startswith("Một câu")


async def test_a_part_that_is_refused_stops_those_after_it() -> None:
    line = Line(call_2=(403, "Forbidden: bot was blocked by the user"))

    with pytest.raises(DeliveryError) as refused:
        await line.send(LONG)

    assert refused.value.permanent
    assert (len(line.methods), line.left) == (2, [1])


@pytest.mark.parametrize("silent", [True, False])
async def test_only_a_silent_message_makes_no_sound(silent: bool) -> None:
    line = Line()

    await line.send("vâng", silent=silent)

    [(_, fields)] = line.request.calls
    assert fields.get("disable_notification") == ("true" if silent else None)
    assert not {"link_preview_options", "protect_content"} & set(fields)


async def test_a_press_is_answered_and_marked() -> None:
    line = Line()

    await line.channel.acknowledge(arrival(press()))

    assert line.methods == ["answerCallbackQuery", "editMessageReplyMarkup"]
    rows = json.loads(line.request.calls[1][1]["reply_markup"])["inline_keyboard"]
    assert [row[0]["text"] for row in rows] == ["✓ Lệ phí", "Chi tiết"]


async def test_a_button_that_is_marked_is_not_marked_again() -> None:
    line = Line()

    await line.channel.acknowledge(arrival(press(label="✓ Lệ phí")))

    assert line.methods == ["answerCallbackQuery"]


async def test_a_press_too_old_to_answer_is_marked_all_the_same() -> None:
    line = Line(call_1=(400, "Bad Request: query is too old and response timeout expired"))

    await line.channel.acknowledge(arrival(press()))

    assert line.methods == ["answerCallbackQuery", "editMessageReplyMarkup"]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5, "message": {"text": "x"}},
        {"update_id": 5, "callback_query": None},
        {"update_id": 5, "callback_query": {"id": "9", "message": None}},
        {"update_id": 5, "callback_query": {"id": "9", "message": {"reply_markup": None}}},
        [],
    ],
)
async def test_to_acknowledge_an_odd_update_raises_nothing(update: object) -> None:
    await Line().channel.acknowledge(arrival(update))


async def test_to_acknowledge_what_is_no_json_raises_nothing() -> None:
    odd = Arrival(channel="telegram", key="5", chat="77", raw=b"\xff", at=NOW)

    await Line().channel.acknowledge(odd)


async def test_every_command_of_the_menu_has_its_words() -> None:
    line = Line()

    await line.channel.set_menu()

    [(method, fields)] = line.request.calls
    assert method == "setMyCommands"
    assert [each["command"] for each in json.loads(fields["commands"])] == list(MENU)
