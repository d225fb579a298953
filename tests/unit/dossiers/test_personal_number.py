"""Phone and ID numbers, as people type them."""

import pytest

from dossiers.personal_number import (
    PersonalNumber,
    has_personal_number,
    kind_of,
    without_ids,
    without_numbers,
)

IDS = ["008091001234", "001.099.012.345", "001 099 012 345", "073012345", "173012345"]
PHONES = ["0912345678", "0912.345.678", "0912 345 678", "+84 912 345 678", "0219-3871-234"]
NEITHER = [
    "H22.38.9-261116-0001",
    "1.001193",
    "1.001193.000.00.00.H60",
    "22/11/2026",
    "2.000.000",
    "12345",
    "261116-0001-x",
]


@pytest.mark.parametrize("number", IDS)
def test_an_id_is_hidden_from_what_is_stored(number):
    assert kind_of(number) is PersonalNumber.ID
    assert without_ids(f"số của tôi {number}, làm sao") == "số của tôi [...], làm sao"


@pytest.mark.parametrize("number", PHONES)
def test_a_phone_stays_so_that_somebody_can_call_back(number):
    assert kind_of(number) is PersonalNumber.PHONE
    assert number in without_ids(f"gọi lại {number} nhé")


@pytest.mark.parametrize("number", [*IDS, *PHONES])
def test_both_are_hidden_from_logs(number):
    assert without_numbers(f"x {number}.", "[hidden]") == "x [hidden]."


@pytest.mark.parametrize("text", NEITHER)
def test_codes_dates_and_money_are_no_personal_numbers(text):
    assert not has_personal_number(text)
