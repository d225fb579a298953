"""The words that the conversation and the channels share."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One chat on one channel: where a reply goes."""

    channel: str  # "terminal", "telegram", "zalo_oa", "web"
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something sent beside the text; what a file holds stays with the channel."""

    kind: Literal["photo", "file", "voice", "video", "location", "contact", "sticker"]
    phone: str | None = None  # of a contact, as the platform writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message from a citizen, whatever channel it came by."""

    id: str  # unique within its channel: a repeat has one effect
    address: Address
    text: str = ""
    pressed: str | None = None  # the value of the button that was pressed
    attachments: tuple[Attachment, ...] = ()
    network: str | None = None  # of the web page: where it was opened, as a keyed hash
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
    asks_phone: bool = False  # a platform that can offer the citizen's own number does so

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return the reply that `to_data` wrote, perhaps in a newer version: its news are left out.

        KeyError or TypeError when it is no reply.
        """
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        return cls(**{**values, "buttons": tuple(Button(**each) for each in data["buttons"])})
