"""What ends by a day."""

from datetime import date

from builders import procedure

from knowledge.expiry import Ending, expiring
from knowledge.procedure import Fee, Part, TimeLimit, Unit

FEBRUARY, DECEMBER = date(2027, 2, 28), date(2026, 12, 31)


def test_procedures_limits_and_fees_are_listed_by_their_last_day() -> None:
    fee = Fee(name="Lệ phí", set_by="law", amount=4000, valid_to=DECEMBER)
    limit = TimeLimit(unit=Unit.WORKING_DAY, amount=7, condition="nhà ở", valid_to=FEBRUARY)
    held = procedure(fees=(fee,), limits=(limit,), valid_to=FEBRUARY)

    assert expiring([held], FEBRUARY) == [
        Ending(DECEMBER, held.code, Part.FEE, "Lệ phí"),
        Ending(FEBRUARY, held.code),
        Ending(FEBRUARY, held.code, Part.TIME, "nhà ở"),
    ]
    assert [one.part for one in expiring([held], DECEMBER)] == [Part.FEE]


def test_what_has_no_last_day_never_ends() -> None:
    assert expiring([procedure()], date.max) == []
