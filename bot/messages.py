"""The words that the conversation and the channels share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One chat on one channel: where a reply goes."""

    channel: str  # "terminal", "telegram", "zalo_oa", "web"
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something sent beside the text; what it holds stays with the channel."""

    kind: Literal["photo", "file", "voice", "video", "location", "contact", "sticker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message from a citizen, whatever channel it came by."""

    id: str  # unique within its channel: a repeat has one effect
    address: Address
    text: str = ""
    pressed: str | None = None  # the value of the button that was pressed
    attachments: tuple[Attachment, ...] = ()
    at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice below a reply. Channels without buttons number them; `value` is safe to type."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the desk says: plain text, in which a line that starts with ☐ is a checklist item.

    A question back stands in `prompt`, right above the choices that answer it; the first
    `answers` buttons are those choices, the others lead elsewhere.
    """

    name: str  # the template it was worded by
    text: str
    buttons: tuple[Button, ...] = ()
    prompt: str | None = None
    answers: int = 0
