"""A province's own limits and fees come before the national ones, for as long as they hold."""

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.load import load_with_problems
from knowledge.procedure import Fee, Procedure, TimeLimit, Unit
from knowledge.province import LocalRule, in_force

TODAY = date(2026, 11, 27)
BIRTH = load_with_problems()[0].procedures["1.001193"]
TWO_DAYS = (TimeLimit(unit=Unit.WORKING_DAY, amount=2),)


def _rule(code: str = "1.001193", **parts: object) -> LocalRule:
    given = {"limits": TWO_DAYS, **parts}
    return LocalRule(
        code=code, decision="QĐ 1/QĐ-UBND", source="thử", checked_on=TODAY, **given
    )  # fmt: skip


def test_without_a_rule_the_national_limits_and_fees_hold() -> None:
    assert in_force(BIRTH, TODAY) == BIRTH


def test_a_local_limit_replaces_the_national_ones_and_is_named_as_the_law() -> None:
    local = in_force(BIRTH, TODAY, [_rule()])

    assert local.limits == TWO_DAYS
    assert local.fees == BIRTH.fees
    assert local.legal_basis[-1] == "QĐ 1/QĐ-UBND"


def test_a_local_fee_replaces_what_was_left_to_the_province() -> None:
    fee = Fee(name="Lệ phí khai sinh quá hạn", set_by="law", amount=5000)

    local = in_force(BIRTH, TODAY, [_rule(limits=(), fees=(fee,))])

    assert local.fees == (fee,)
    assert local.limits == BIRTH.limits


@pytest.mark.parametrize(
    "rule",
    [
        _rule(code="1.000656"),
        _rule(valid_from=date(2026, 12, 1)),
        _rule(valid_to=date(2026, 11, 26)),
    ],
    ids=["of another procedure", "not yet", "no longer"],
)
def test_a_rule_that_does_not_hold_changes_nothing(rule: LocalRule) -> None:
    assert in_force(BIRTH, TODAY, [rule]) == BIRTH


def test_the_rule_listed_last_wins() -> None:
    later = _rule(limits=(TimeLimit(unit=Unit.WORKING_DAY, amount=1),))

    assert in_force(BIRTH, TODAY, [_rule(), later]).limits == later.limits


def test_parts_that_have_ended_or_not_begun_are_left_out() -> None:
    until = Fee(name="Lệ phí", set_by="law", amount=4000, valid_to=date(2026, 12, 31))
    after = Fee(name="Lệ phí", set_by="law", amount=5000, valid_from=date(2027, 1, 1))
    dated = BIRTH.model_copy(update={"fees": (until, after)})

    assert in_force(dated, TODAY).fees == (until,)
    assert in_force(dated, date(2027, 1, 1)).fees == (after,)


def test_a_rule_that_decides_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs limits or fees"):
        _rule(limits=())


def test_a_part_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="before valid_from"):
        TimeLimit(
            unit=Unit.SAME_DAY, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)
        )  # fmt: skip


def test_a_procedure_is_copied_never_changed() -> None:
    before = Procedure.model_validate(BIRTH.model_dump())

    in_force(BIRTH, TODAY, [_rule()])

    assert before == BIRTH
