"""What a province decided for itself: shorter limits, and the fees that the law leaves to it.

A local rule takes the place of the national limits or fees of a procedure, from one day to another.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from knowledge.procedure import Fee, Procedure, TimeLimit
from knowledge.record import Code, Dated, Record, Text


class LocalRule(Dated):
    """A decision of a province about one procedure."""

    code: Code
    limits: tuple[TimeLimit, ...] = ()  # in place of all national ones; empty: those stay
    fees: tuple[Fee, ...] = ()  # in place of all national ones; empty: those stay
    decision: Text  # number, body and day
    source: Text
    checked_on: date

    @model_validator(mode="after")
    def _decides_something(self) -> Self:
        if not self.limits and not self.fees:
            raise ValueError("a local rule needs limits or fees")
        return self


class Province(Record):
    """A province and its rules."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    name: Text
    rules: tuple[LocalRule, ...] = ()
    source: Text
    checked_on: date
    to_fill_in: tuple[Text, ...] = ()  # what the province's offices must still tell


def in_force(procedure: Procedure, day: date, rules: Iterable[LocalRule] = ()) -> Procedure:
    """Return the procedure with the limits and fees that hold on a day, local before national.

    Of several local rules in force the last one listed wins. A part may come out empty, when all
    that is known of it has ended.
    """
    limits, fees, basis = procedure.limits, procedure.fees, procedure.legal_basis
    for rule in rules:
        if rule.code == procedure.code and rule.holds_on(day):
            limits, fees = rule.limits or limits, rule.fees or fees
            basis = (*procedure.legal_basis, rule.decision)
    return procedure.model_copy(
        update={
            "limits": tuple(limit for limit in limits if limit.holds_on(day)),
            "fees": tuple(fee for fee in fees if fee.holds_on(day)),
            "legal_basis": basis,
        }
    )
