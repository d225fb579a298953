"""Fits a reply to Telegram: HTML, 4,096 characters a message, buttons under the last one. Pure."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.messages import Reply
from bot.texts import Texts

LONGEST = 4096
"""UTF-16 units of one message, tags and all; Telegram counts without them."""

LONGEST_LABEL = 60
LONGEST_VALUE = 64
"""Bytes of a button's value."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_BREAKS = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?:;]) "), re.compile(r" "))
"""Where a text may be parted, the best place first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message as it is sent."""

    html: str
    markup: Markup | None = None


def render(reply: Reply, texts: Texts, *, is_private: bool = True) -> list[Part]:
    """Return the messages that say the reply; never none, never an empty one.

    In a group nobody is offered to share their number: Telegram refuses such a button there.
    """
    pieces = [_escaped(piece) for piece in _split(reply.text, LONGEST)]
    room = LONGEST - len("<b></b>")
    prompts = [f"<b>{_escaped(piece)}</b>" for piece in _split(reply.prompt or "", room)]
    if pieces and prompts and _length(f"{pieces[-1]}\n\n{prompts[0]}") <= LONGEST:
        prompts[0] = f"{pieces.pop()}\n\n{prompts[0]}"
    pieces += prompts
    markup = _markup(reply, texts, is_private)
    return [*(Part(piece) for piece in pieces[:-1]), Part(pieces[-1], markup)]


def _markup(reply: Reply, texts: Texts, is_private: bool) -> Markup:
    if reply.asks_phone and is_private:
        label = texts.label("share_phone", "telegram")
        share = [[KeyboardButton(label, request_contact=True)]]
        return ReplyKeyboardMarkup(share, resize_keyboard=True, one_time_keyboard=True)
    if not reply.buttons:
        return ReplyKeyboardRemove()  # the button for one's number, if it still stands there
    rows = []
    for button in reply.buttons:
        if len(button.value.encode()) > LONGEST_VALUE:
            raise ValueError(f"longer than {LONGEST_VALUE} bytes: {button.value!r}")
        label = button.label if len(button.label) <= LONGEST_LABEL else button.label[:59] + "…"
        rows.append([InlineKeyboardButton(label, callback_data=button.value)])
    return InlineKeyboardMarkup(rows)


def _split(text: str, longest: int) -> Iterator[str]:
    """Yield pieces that fit once escaped, parted at the best place past their half."""
    rest = text.strip()
    while _length(_escaped(rest)) > longest:
        end = _longest_fitting(rest, longest)
        cut = _cut(rest[: end + 1], end)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def _cut(text: str, end: int) -> int:
    for pattern in _BREAKS:
        places = [match.start() for match in pattern.finditer(text) if match.start() >= end // 2]
        if places:
            return places[-1]
    return end


def _longest_fitting(text: str, longest: int) -> int:
    """Return how many characters of the text fit into one message once escaped."""
    room = longest
    for number, char in enumerate(text):
        room -= _length(_escaped(char))
        if room < 0:
            return number
    return len(text)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
