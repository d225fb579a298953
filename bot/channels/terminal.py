"""The conversation in a terminal: one line is one message."""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import uuid4

from bot.messages import Address, Incoming, Reply

NAME = "terminal"

Answer = Callable[[Incoming], Awaitable[Reply | None]]


def render(reply: Reply) -> str:
    """Return a reply as terminal text: the choices are numbered below it."""
    numbered = [f"  {n}. {button.label}" for n, button in enumerate(reply.buttons, start=1)]
    answers, others = numbered[: reply.answers], numbered[reply.answers :]
    asked = [reply.prompt] if reply.prompt else []
    blocks = [[reply.text], [*asked, *answers], others]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def new_chat() -> Address:
    """Return the address of a talk that has not begun."""
    return Address(channel=NAME, chat=uuid4().hex)


async def talk(
    address: Address,
    answer: Answer,
    now: Callable[[], datetime],
    read_line: Callable[[], str],
    write: Callable[[str], None],
    notices: Callable[[], Awaitable[Sequence[Reply]]],
) -> None:
    """Answer line after line until `read_line` raises EOFError.

    What came for this chat meanwhile is shown before the next line is read.
    """
    for number in itertools.count(1):
        try:
            line = read_line()
        except EOFError:
            return
        incoming = Incoming(id=f"{address.chat}-{number}", address=address, text=line, at=now())
        reply = await answer(incoming)
        if reply is not None:
            write(render(reply))
        for notice in await notices():
            write(render(notice))
