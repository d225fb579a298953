"""The desk as a citizen meets it, over ports in memory."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

import pytest

from bot.conversation.desk import Desk, Turn
from bot.conversation.engine import Engine
from bot.memory import memory_ports
from bot.messages import Address, Attachment, Incoming
from bot.texts import Texts
from tests.tables import DOSSIERS, NOW, Say


@pytest.fixture
def engine(knowledge_base, matcher) -> Iterator[Engine]:
    """Return the conversation over the shipped knowledge and invented dossiers."""
    desk = Desk(
        base=knowledge_base,
        matcher=matcher,
        texts=Texts(),
        office=knowledge_base.offices["meo_vac"],
        ports=memory_ports(DOSSIERS),
    )
    return Engine(desk)


@pytest.fixture
def say(engine: Engine) -> Say:
    """Return a function that says one thing in one chat and gives the desk's turn."""
    numbers = count(1)

    async def speak(
        text: str = "",
        *,
        pressed: str | None = None,
        attachments: tuple[Attachment, ...] = (),
        chat: str = "one",
        network: str | None = None,
        at: datetime = NOW,
    ) -> Turn:
        incoming = Incoming(
            id=str(next(numbers)),
            address=Address(channel="test", chat=chat),
            text=text,
            pressed=pressed,
            attachments=attachments,
            network=network,
            at=at,
        )
        turn = await engine.answer(incoming)
        assert turn is not None
        return turn

    return speak
