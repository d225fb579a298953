"""What one page of the booklet shows, as plain values for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import segno

from bot.texts import Texts
from bot.texts import lower_first as lower
from knowledge.procedure import Fee, Paper, Procedure, TimeLimit, When

CODE, START = "{code}", "{start}"
"""What stands for a procedure's code in an address; the second as Telegram takes it: 1_001193."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paper, limit or fee, and for whom it is; empty: for everybody."""

    part: Paper | TimeLimit | Fee
    case: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One procedure's page."""

    number: int
    procedure: Procedure
    papers: tuple[Item, ...]
    limits: tuple[Item, ...]
    fees: tuple[Item, ...]
    asks_at: str  # what the QR says: an address, or the code to type
    qr: str  # an inline SVG


def sheets(procedures: Sequence[Procedure], texts: Texts, ask_at: str | None) -> list[Sheet]:
    """Return the pages of procedures in this order, numbered from 1."""
    return [
        _sheet(number, procedure, texts, ask_at)
        for number, procedure in enumerate(procedures, start=1)
    ]


def _sheet(number: int, procedure: Procedure, texts: Texts, ask_at: str | None) -> Sheet:
    choices = {
        (question.id, choice.id): lower(choice.label)
        for question in procedure.questions
        for choice in question.choices
    }

    def items(parts: Sequence[Paper | TimeLimit | Fee]) -> tuple[Item, ...]:
        return tuple(Item(part, _case(part.when, choices, texts)) for part in parts)

    said = address(ask_at, procedure.code) if ask_at else procedure.code
    return Sheet(
        number=number,
        procedure=procedure,
        papers=items(procedure.papers),
        limits=items(procedure.limits),
        fees=items(procedure.fees),
        asks_at=said,
        qr=segno.make(said, error="m", micro=False).svg_inline(border=2, scale=1, omitsize=True),
    )


def address(pattern: str, code: str) -> str:
    """Return the address that asks about a procedure.

    Raises ValueError where the pattern has no place for the code.
    """
    if CODE not in pattern and START not in pattern:
        raise ValueError(f"{pattern!r} has neither {CODE} nor {START}")
    return pattern.replace(CODE, code).replace(START, code.replace(".", "_"))


def _case(when: When, choices: Mapping[tuple[str, str], str], texts: Texts) -> str:
    either = texts.label("or", "book")
    return "; ".join(
        f" {either} ".join(choices[question, choice] for choice in chosen)
        for question, chosen in when.items()
    )
