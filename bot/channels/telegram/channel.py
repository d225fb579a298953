"""Telegram as a channel: parse, acknowledge, send."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

import structlog
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram.errors import delivery_error
from bot.channels.telegram.parse import NAME, UPDATE_KINDS, incoming
from bot.channels.telegram.render import Part, render
from bot.channels.telegram.request import READ_SECONDS, AiohttpRequest
from bot.messages import Incoming
from bot.ports import Arrival, Parcel
from bot.texts import Texts

log = structlog.get_logger(__name__)

MENU = ("start", "tra_ho_so", "giup", "dung", "xoa")
"""The commands that Telegram's menu shows, in this order."""

COURTESY_SECONDS = 3.0
"""How long a press may wait to be acknowledged; the answer does not wait longer for it."""

PRESSED = "✓ "


class TelegramChannel:
    """One bot. It is opened before use, and closed."""

    name = NAME

    def __init__(self, token: str, api_url: str, texts: Texts) -> None:
        base = api_url.rstrip("/")
        self._url = f"{base}/bot{token}"
        self._texts = texts
        self._request = AiohttpRequest()
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def __aenter__(self) -> Self:
        # Bot.initialize would ask Telegram who we are, and Telegram may be away for days.
        await self._request.initialize()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._request.shutdown()

    def parse(self, arrival: Arrival) -> Incoming | None:
        """Return the message in an update; None for what needs no answer."""
        return incoming(arrival)

    async def acknowledge(self, arrival: Arrival) -> None:
        """Stop the little clock on a pressed button and mark it, so that the press is seen."""
        try:
            query = json.loads(arrival.raw)["callback_query"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return  # not a press
        for courtesy in (self._answer, self._mark):
            try:
                async with asyncio.timeout(COURTESY_SECONDS):
                    await courtesy(query)
            except (TelegramError, TimeoutError, LookupError, TypeError, AttributeError) as exc:
                # An old press, a message that was deleted, the mark is there already.
                log.debug("press_not_acknowledged", reason=type(exc).__name__)

    async def send(
        self, parcel: Parcel, *, silent: bool, left: Callable[[int], Awaitable[None]]
    ) -> None:
        """Send the parts that have not left yet; DeliveryError when one is not taken."""
        is_private = not parcel.address.chat.startswith("-")  # as Telegram numbers its groups
        parts = render(parcel.reply, self._texts, is_private=is_private)
        for number, part in enumerate(parts[parcel.parts_sent :], start=parcel.parts_sent + 1):
            await self._send(parcel.address.chat, part, silent)
            if number < len(parts):
                await left(number)

    async def updates(self, offset: int, seconds: int) -> list[object]:
        """Wait so long for updates from `offset` on, as they come; raises TelegramError.

        `Bot.get_updates` would parse them, and one that it cannot read would come again for ever.
        """
        asked = {"timeout": seconds, "allowed_updates": UPDATE_KINDS, "offset": offset}
        parameters = [RequestParameter.from_input(name, value) for name, value in asked.items()]
        found = await self._request.post(
            f"{self._url}/getUpdates",
            RequestData(parameters),
            read_timeout=seconds + READ_SECONDS,
        )
        return list(found) if isinstance(found, list) else []

    async def set_menu(self) -> None:
        """Tell Telegram which commands its menu shows; raises TelegramError."""
        commands = [BotCommand(name, self._texts.label(name, "telegram")) for name in MENU]
        await self.bot.set_my_commands(commands)

    async def _answer(self, query: dict[str, Any]) -> None:
        await self.bot.answer_callback_query(query["id"])

    async def _mark(self, query: dict[str, Any]) -> None:
        if marked := _marked(query):
            await self.bot.edit_message_reply_markup(
                chat_id=query["message"]["chat"]["id"],
                message_id=query["message"]["message_id"],
                reply_markup=marked,
            )

    async def _send(self, chat: str, part: Part, silent: bool) -> None:
        try:
            await self.bot.send_message(
                chat_id=int(chat),
                text=part.html,
                parse_mode=ParseMode.HTML,
                reply_markup=part.markup,
                disable_notification=silent or None,
            )
        except TelegramError as exc:
            error = delivery_error(exc)
            if error is not None:
                raise error from exc


def _marked(query: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """Return the message's buttons with the pressed one marked; None when none needs it."""
    rows = query.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
    changed = False
    marked = []
    for row in rows:
        buttons = []
        for button in row:
            label, value = button["text"], button.get("callback_data")
            if value == query.get("data") and not label.startswith(PRESSED):
                label, changed = PRESSED + label, True
            buttons.append(InlineKeyboardButton(label, callback_data=value))
        marked.append(buttons)
    return InlineKeyboardMarkup(marked) if changed else None
