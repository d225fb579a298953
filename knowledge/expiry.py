"""What of the knowledge base ends by a day: whole procedures, and limits and fees of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.procedure import Part, Procedure
from knowledge.record import Code


@dataclass(frozen=True, slots=True, order=True)
class Ending:
    """One thing that ends, and its last day."""

    last_day: date
    code: Code
    part: Part | None = None  # None: the whole procedure
    name: str = ""  # of the fee, or the condition of the limit


def expiring(procedures: Iterable[Procedure], by: date) -> list[Ending]:
    """Return what ends on or before a day, what has ended already too; the earliest first."""
    found = [ending for procedure in procedures for ending in _endings(procedure)]
    return sorted(
        (ending for ending in found if ending.last_day <= by),
        key=lambda each: (each.last_day, each.code, each.part or "", each.name),
    )


def _endings(procedure: Procedure) -> Iterator[Ending]:
    if procedure.valid_to is not None:
        yield Ending(procedure.valid_to, procedure.code)
    for limit in procedure.limits:
        if limit.valid_to is not None:
            yield Ending(limit.valid_to, procedure.code, Part.TIME, limit.condition or "")
    for fee in procedure.fees:
        if fee.valid_to is not None:
            yield Ending(fee.valid_to, procedure.code, Part.FEE, fee.name)
