"""Replies as Telegram shows them."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.telegram.render import LONGEST, LONGEST_VALUE, render
from bot.conversation.action import Action
from bot.messages import Button, Reply
from bot.texts import Texts
from knowledge.facets import Facet

TEXTS = Texts()
TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def reply(text: str = "vâng", **changes: object) -> Reply:
    return Reply(**{"name": "help", "text": text, **changes})  # type: ignore[arg-type]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(min_size=1).filter(str.strip))
def test_nothing_said_becomes_markup(text: str) -> None:
    for part in render(reply(text), TEXTS):
        assert TAG.search(part.html) is None


@given(st.text(alphabet="ab <&>.\n😀đ", min_size=1, max_size=12_000).filter(str.strip))
def test_every_part_fits_and_nothing_is_lost(text: str) -> None:
    parts = render(reply(text), TEXTS)

    assert all(0 < units(part.html) <= LONGEST for part in parts)
    assert all(part.html.strip() for part in parts)
    said = "".join(html.unescape(part.html) for part in parts)
    assert said.split() == "".join(said).split()
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("size", [4096, 4097, 9000])
def test_a_long_text_is_parted_where_a_reader_pauses(size: int) -> None:
    text = "\n\n".join(["Một câu dài vừa phải. Rồi một câu nữa."] * (size // 40))

    parts = render(reply(text), TEXTS)

    assert len(parts) == -(-len(text) // LONGEST) or len(parts) > 1
    assert all(part.html.endswith(".") for part in parts)


def test_the_question_back_stands_last_and_bold() -> None:
    [part] = render(reply("Giấy tờ: a < b", prompt="Cháu sinh ở đâu?"), TEXTS)

    assert part.html == "Giấy tờ: a &lt; b\n\n<b>Cháu sinh ở đâu?</b>"


def test_buttons_stand_under_the_last_part_one_a_row() -> None:
    buttons = (Button(label="x" * 80, value="@ma"), Button(label="b", value="@bao 1"))

    parts = render(reply("câu. " * 2000, buttons=buttons), TEXTS)

    assert [part.markup for part in parts[:-1]] == [None] * (len(parts) - 1)
    markup = parts[-1].markup
    assert isinstance(markup, InlineKeyboardMarkup)
    assert [[b.callback_data for b in row] for row in markup.inline_keyboard] == [
        ["@ma"],
        ["@bao 1"],
    ]
    assert len(markup.inline_keyboard[0][0].text) == 60


def test_where_a_phone_is_asked_for_ones_own_number_is_a_press_away() -> None:
    [asking] = render(reply(asks_phone=True), TEXTS)
    [after] = render(reply(), TEXTS)

    assert isinstance(asking.markup, ReplyKeyboardMarkup)
    assert asking.markup.keyboard[0][0].request_contact
    assert isinstance(after.markup, ReplyKeyboardRemove)


def test_a_button_that_telegram_would_refuse_is_an_error_here() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        render(reply(buttons=(Button(label="a", value="x" * 65),)), TEXTS)


def test_every_button_of_the_shipped_knowledge_fits(knowledge_base) -> None:
    actions = [Action(kind="notify", number=3), Action(kind="code")]
    for code, procedure in knowledge_base.procedures.items():
        actions += [Action(kind="ask", code=code, facet=facet) for facet in Facet]
        actions += [
            Action(kind="case", code=code, case=(question.id, choice.id))
            for question in procedure.questions
            for choice in question.choices
        ]

    assert [str(action) for action in actions if len(str(action).encode()) > LONGEST_VALUE] == []
