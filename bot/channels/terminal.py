"""The conversation in a terminal: one line is one message."""

import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import uuid4

from bot.messages import Address, Incoming, Reply

Answer = Callable[[Incoming], Awaitable[Reply | None]]


def render(reply: Reply) -> str:
    """Return a reply as terminal text: the choices are numbered below it."""
    numbered = [f"  {n}. {button.label}" for n, button in enumerate(reply.buttons, start=1)]
    answers, others = numbered[: reply.answers], numbered[reply.answers :]
    asked = [reply.prompt] if reply.prompt else []
    blocks = [[reply.text], [*asked, *answers], others]
    return "\n\n".join("\n".join(block) for block in blocks if block)


async def talk(
    answer: Answer,
    now: Callable[[], datetime],
    read_line: Callable[[], str],
    write: Callable[[str], None],
) -> None:
    """Answer line after line until `read_line` raises EOFError."""
    chat = uuid4().hex
    address = Address(channel="terminal", chat=chat)
    for number in itertools.count(1):
        try:
            line = read_line()
        except EOFError:
            return
        incoming = Incoming(id=f"{chat}-{number}", address=address, text=line, at=now())
        reply = await answer(incoming)
        if reply is not None:
            write(render(reply))
