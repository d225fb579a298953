"""The desk as a citizen meets it, over ports in memory."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from itertools import count

import pytest

from bot.conversation.desk import Desk, Turn
from bot.conversation.engine import Engine
from bot.memory import memory_ports
from bot.messages import Address, Attachment, Incoming
from bot.texts import Texts
from dossiers.dossier import Dossier, Status

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday 09:00 in Viet Nam

Say = Callable[..., Awaitable[Turn]]


def dossier(code: str, **changes: object) -> Dossier:
    """Return an invented dossier; a birth registration in progress unless told otherwise."""
    fields: dict[str, object] = {
        "code": code,
        "summary": "Đăng ký khai sinh cho cháu Người Nộp Thử 001",
        "procedure_code": "1.001193",
        "status": Status.IN_PROGRESS,
        "status_label": "Đang xử lý",
        "owner_name": "Người Nộp Thử 001",
        "owner_address": "thôn Thử",
        "owner_phone": "0988837457",
        "received_at": datetime(2026, 11, 16, 8, 35, tzinfo=UTC),
        "due_at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        "told_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    }
    return Dossier(**{**fields, **changes})  # type: ignore[arg-type]


DOSSIERS = (
    dossier("H22.38.9-261116-0001"),
    dossier("H22.38.9-261116-0002", status=Status.FINISHED),
    dossier("H22.38.9-261116-0003", status=None, status_label="Chờ ký số"),
    dossier("H22.38.9-261116-0004", due_at=datetime(2026, 11, 18, 9, 0, tzinfo=UTC)),
    dossier("H22.38.9-261116-0005", procedure_code="1.001776", summary="Trợ cấp xã hội"),
    dossier("H22.38.9-261116-0006", procedure_code=None, summary="Việc của Giàng Thị Thử"),
)


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
