"""The rules a record must keep."""

from datetime import date

import pytest
from builders import CHECKED, WHO_GOES, paper, procedure, topic
from pydantic import ValidationError

from knowledge.office import Office
from knowledge.procedure import CaseQuestion, Choice, Fee, TimeLimit, Unit

ONE = Choice(id="one", label="Một", default=True)
TWO = Choice(id="two", label="Hai")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "1.1193"}, "code"),
        ({"code": "1.001193\n"}, "code"),
        ({"short_name": "  "}, "short_name"),
        ({"papers": ()}, "papers"),
        ({"limits": ()}, "limits"),
        ({"fees": ()}, "fees"),
        ({"colour": "red"}, "Extra inputs"),
        ({"sensitive": "no"}, "sensitive"),
        ({"papers": (paper("form"), paper("form"))}, "two papers share an id"),
        ({"questions": (WHO_GOES, WHO_GOES)}, "two case questions share an id"),
        ({"papers": (paper("form", house=("old",)),)}, "names no case question: 'house'"),
        (
            {"questions": (WHO_GOES,), "papers": (paper("form", who_goes=("nobody",)),)},
            "names no choice of 'who_goes': \\['nobody'\\]",
        ),
        (
            {"limits": (TimeLimit(unit=Unit.SAME_DAY, when={"house": ("old",)}),)},
            "names no case question: 'house'",
        ),
        ({"valid_from": CHECKED, "valid_to": date(2026, 11, 21)}, "valid_to lies before"),
    ],
    ids=[
        "a short code",
        "a code and a new line",
        "an empty text",
        "no papers",
        "no limits",
        "no fees",
        "an unknown key",
        "a word for a yes or no",
        "a paper twice",
        "a question twice",
        "a paper for an unknown question",
        "a paper for an unknown choice",
        "a limit for an unknown question",
        "an end before the start",
    ],
)
def test_a_procedure_is_refused_with(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        procedure(**changes)


def test_a_procedure_may_begin_and_end_on_one_day() -> None:
    assert procedure(valid_from=CHECKED, valid_to=CHECKED).valid_to == CHECKED


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ((ONE,), "choices"),
        ((ONE, TWO, TWO, TWO, TWO), "choices"),
        ((ONE, ONE), "share an id"),
        ((TWO, Choice(id="three", label="Ba")), "must be the default"),
        ((ONE, Choice(id="three", label="Ba", default=True)), "must be the default"),
    ],
    ids=["one choice", "five choices", "an id twice", "no default", "two defaults"],
)
def test_a_case_question_is_refused_with(choices: tuple[Choice, ...], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        CaseQuestion(id="which", ask="Nào?", choices=choices)


def test_wordings_of_a_choice_are_in_the_notation_of_phrases() -> None:
    with pytest.raises(ValidationError, match="brackets do not close"):
        Choice(id="one", label="Một", words=("(tự đi",))


@pytest.mark.parametrize(
    ("unit", "amount", "message"),
    [
        (Unit.SAME_DAY, 1, "takes no amount"),
        (Unit.NONE_SET, 1, "takes no amount"),
        (Unit.WORKING_DAY, None, "needs an amount"),
        (Unit.NOT_GIVEN, None, "needs an amount"),
        (Unit.DAY, 0, "greater than 0"),
    ],
)
def test_an_amount_that_does_not_fit_its_unit_is_refused(
    unit: Unit, amount: int | None, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        TimeLimit(unit=unit, amount=amount)


@pytest.mark.parametrize(
    ("set_by", "amount", "message"),
    [
        ("law", None, "needs its amount"),
        ("province", 8000, "cannot carry an amount"),
        ("agreement", 0, "cannot carry an amount"),
        ("law", -1, "greater than or equal to 0"),
    ],
)
def test_an_amount_that_does_not_fit_who_sets_it_is_refused(
    set_by: str, amount: int | None, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Fee.model_validate({"name": "Lệ phí", "set_by": set_by, "amount": amount})


def test_a_fee_of_nothing_is_an_amount_the_law_can_set() -> None:
    assert Fee(name="Lệ phí", set_by="law", amount=0).amount == 0


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        topic("card", "thẻ").name = "khác"  # type: ignore[misc]


def test_an_office_names_what_a_citizen_would_miss() -> None:
    office = Office(
        id="trial",
        name="Một cửa thử",
        commune="xã Thử",
        commune_code="00000",
        province="tỉnh Thử",
        province_code="00",
        phone="0219 000 000",
        checked_on=date(2026, 11, 22),
        source="Trang thử",
    )

    assert office.missing == ("address", "hours")
