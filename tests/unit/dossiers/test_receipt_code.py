"""Receipt codes as citizens type them."""

import time
import unicodedata
from datetime import date

import pytest

from dossiers.receipt_code import (
    Found,
    NotAReceiptCode,
    Reason,
    Shape,
    agency_of,
    canonical,
    find,
    received_on,
    shape_of,
)

TODAY = date(2026, 11, 22)
CODE = "H22.38.9-261116-0001"
OLD = "000.00.20.H22-261108-0005"
INSURANCE = "03706/2026/07906"

SHAPES = {
    "000.17.22.H56-210531-0001": (Shape.OLD_ORDER, "000.17.22.H56", date(2021, 5, 31)),
    "000.00.01.H26-260930-0012": (Shape.OLD_ORDER, "000.00.01.H26", date(2026, 9, 30)),
    "H56.14-240823-0001": (Shape.NEW_ORDER, "H56.14", date(2024, 8, 23)),
    "H26.15-251122-0047": (Shape.NEW_ORDER, "H26.15", date(2025, 11, 22)),
    CODE: (Shape.NEW_ORDER, "H22.38.9", date(2026, 11, 16)),
    "H22.38.9-261116-010001": (Shape.CENTRAL, "H22.38.9", date(2026, 11, 16)),
    "G09.20-20260609-0092637": (Shape.EIGHT_DIGIT_DAY, "G09.20", date(2026, 6, 9)),
    INSURANCE: (Shape.INSURANCE, "03706", None),
}


def reason_of(text: str) -> Reason:
    found = find(text, TODAY)
    assert found.codes == ()
    assert len(found.near_misses) == 1
    return found.near_misses[0].reason


@pytest.mark.parametrize("code", SHAPES)
def test_every_shape_is_found_and_taken_apart(code: str) -> None:
    shape, agency, day = SHAPES[code]

    found = find(f"Cho tôi hỏi hồ sơ {code} đã xong chưa ạ?", TODAY)

    assert found == Found(codes=(code,))
    assert canonical(code) == code
    assert (shape_of(code), agency_of(code), received_on(code)) == (shape, agency, day)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("h22.38.9-261116-0001", CODE),
        ("h22 38 9 261116 0001", CODE),
        ("H22.38.9 - 261116 - 0001", CODE),
        ("h22.38.9.261116.0001", CODE),
        ("H22.38.9–261116—0001", CODE),
        ("h22_38_9__261116__0001", CODE),
        ("H22/38/9/261116/0001", CODE),
        ("H22,38,9-261116-0001", CODE),
        ("H22. 38. 9 -261116 -0001", CODE),
        ("h22.38.9-26lI16-OoO1", CODE),
        ("Ｈ２２.３８.９－２６１１１６－０００１", CODE),
        ("(H22.38.9-261116-0001)!!!", CODE),
        ("mã H22.38.9-261116-0001.", CODE),
        ("Hồ sơH22.38.9-261116-0001rồi sao", CODE),
        ("hosoH22.38.9-261116-0001xongchua", CODE),
        ("20/11/2026 H22.38.9-261116-0001", CODE),
        ("h22 38 9 261116 0001 sdt 0912345678", CODE),
        ("h22 38 9 261116 0001 0912345678", CODE),
        ("000 00 20 h22 261108 0005", OLD),
        ("OOO.OO.2O.H22-261108-0005", OLD),
        ("số000.00.20.h22-261108-0005", OLD),
        ("hồ sơ 2: 000.00.20.h22-261108-0005", OLD),
        ("678 000.00.20.H22-261108-0005", OLD),
        ("03706-2026-07906", INSURANCE),
        ("03706 / 2026 / 07906", INSURANCE),
        ("O37O6 2026 07906", INSURANCE),
        ("bhxh03706/2026/07906ạ", INSURANCE),
        ("H22.38.9-261116-AB0001 nhé", "H22.38.9-261116-AB0001"),
        ("678.000.00.20.H22-261108-0005", "678.000.00.20.H22-261108-0005"),
    ],
)
def test_slips_are_mended(typed: str, code: str) -> None:
    assert find(typed, TODAY) == Found(codes=(code,))
    assert find(unicodedata.normalize("NFD", typed), TODAY) == Found(codes=(code,))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("H22.38.9-2611160001", CODE),
        ("H22.38.9261116-0001", CODE),
        ("H22.38.9-261116001", "H22.38.9-261116-001"),
        ("H22261108-0005", "H22-261108-0005"),
        ("0000020H22-261108-0005", OLD),
        ("00000 20 H22 261108 0005", OLD),
        ("000.00.20H22.261108.0005", OLD),
        ("000.00.20.H22-2611080005", OLD),
    ],
)
def test_a_separator_left_out_is_put_back_where_only_one_place_fits(typed: str, code: str) -> None:
    assert find(typed, TODAY) == Found(codes=(code,))


def test_two_codes_keep_their_order_and_a_repeated_one_counts_once() -> None:
    found = find(f"{OLD} {CODE}, {INSURANCE} và {OLD.lower()}", TODAY)

    assert found == Found(codes=(OLD, CODE, INSURANCE))


def test_a_message_of_nothing_but_a_code_may_end_in_letters() -> None:
    assert find("H22.38.9-261116-00a1b", TODAY).codes == ("H22.38.9-261116-00A1B",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0912.345.678",
        "0912 345 678",
        "091 2345 678",
        "+84 912 345 678",
        "0912345678",
        "0219 3871 123",
        "012345678",
        "001203012345",
        "001 203 012 345",
        "22/11/2026",
        "từ 02/11/2026 đến 20/11/2026",
        "1.001193",
        "1.001193.01",
        "1.001193.000.00.00.H60",
        "000.00.00.G15-KQ003208",
        "KQ.G15.000031",
        "KQ.G15.261116.0001",
        "Luật 60/2014/QH13",
        "118/2025/NĐ-CP",
        "03/2025/TT-VPCP",
        "28/2026/QH16 ngày 20/11/2026",
        "3706/2026/QĐ-UBND",
        "12345 2026 67890",
        "03706/2026",
        "03706/2026/",
        "03706/2026/QH15",
        "12345-1999-12345",
        "1.500.000 đồng",
        "500000đ",
        "mẫu CT07 và KT3",
        "tôi ở H22 ạ",
        "phòng A12 261116",
        "phòng A12 261116 0912345678",
        "phòng B12 0901013456",
        "12345 67890 12345",
        "HOI22 GOOGLE LOL",
        "hộ chiếu C12345678",
        "biển số 22H1-123.45 và 29H12345",
        "0462949F6823",
        "F264-7744-B528",
        "mã.H22.38.9",
        "H" + "0" * 80,
        "số" + "0" * 80,
    ],
)
def test_other_numbers_are_no_receipt_codes(text: str) -> None:
    assert find(text, TODAY) == Found()


@pytest.mark.parametrize(
    "text",
    [
        "H22.38.9-261399-0001",
        "H22.38.9-091116-0001",
        "H22.38.9-19991116-0001",
        "A12.3-261399-0001",
        "H22.38.9-26111-0001",
        "H22.38.9.26.11.16-0001",
        "03706/1999/07906",
    ],
)
def test_a_day_that_never_was_is_a_near_miss(text: str) -> None:
    assert reason_of(text) is Reason.IMPOSSIBLE_DATE


@pytest.mark.parametrize(
    "text", ["H22.38.9-261123-0001", "03706/2027/07906", "000.00.20.H22-2611230001"]
)
def test_a_day_to_come_is_a_near_miss(text: str) -> None:
    assert reason_of(text) is Reason.FUTURE_DATE


@pytest.mark.parametrize(
    "text",
    [
        "H22.38.9",
        "H22.38.9-2611",
        "H22.38.9-261116",
        "H22.38.9-261116-",
        "H22.38.9-261116-01",
        "H22.38.9-261116: 0001",
        "H22.38.9-261116 xong chưa",
        "H22.38.9-261116 loi",
        "H22.38.9          261116 0001",
        "000.00.20.H22-261108",
        "H22261108",
        "03706/2026/079",
    ],
)
def test_a_missing_end_is_a_near_miss(text: str) -> None:
    assert reason_of(text) is Reason.CUT_SHORT


@pytest.mark.parametrize(
    "text",
    [
        "H22389-261116-0001",
        "H2238.9-261116-0001",
        "H2220261108-0005",
        "H22.38.9-261116-0001-5",
        "H22.38.9-261116-0912345678",
        "H22.38.9 261116 0912 345 678",
        "mã H22.38.9-261116-0001a xong chưa",
        "mã H22.38.9-261116-0001oi",
        "mã H22.38.9-261116-0001lỗi rồi",
        "hs H22.38.9-261116-so0001",
        "H22.38.9-261116-0001" + "x" * 70,
        "00.20.H22-261108-0005",
        "20 H22-261108-0005",
        "5.H22.38.9-261116-0001",
        "sốmới5H22.38.9-261116-0001",
        "678 000 00 20 H22 261108 0005",
        "1.001193.000.00.00.H60-261116-0001",
        "03706/2026/079061",
        "1/03706/2026/07906",
        "03706/2026/07906/1",
    ],
)
def test_a_second_reading_is_a_near_miss_and_never_a_guess(text: str) -> None:
    assert reason_of(text) is Reason.UNCLEAR


def test_a_near_miss_shows_what_was_typed() -> None:
    found = find("hồ sơ h22.38.9 - 261399 - 0001 ạ", TODAY)

    assert found.near_misses[0].typed == "H22.38.9 - 261399 - 0001"


@pytest.mark.parametrize("text", ["", "xin chào", f"{CODE} {OLD}", f"mã {CODE}", "H22.38.9"])
def test_canonical_takes_exactly_one_code(text: str) -> None:
    with pytest.raises(NotAReceiptCode, match="not a receipt code"):
        canonical(text)


@pytest.mark.parametrize("read", [shape_of, agency_of, received_on])
def test_only_a_canonical_code_is_taken_apart(read: object) -> None:
    assert callable(read)
    with pytest.raises(NotAReceiptCode, match="not a canonical"):
        read(CODE.lower())


@pytest.mark.parametrize(
    "unit",
    [
        "0.",
        "0 ",
        "O",
        "0",
        "HO",
        "H22.",
        "H22.1.2.3-2611160001 ",
        "000.00.",
        OLD + " ",
        "00000/2020/",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = (unit * 5000)[:5000]
    find(text, TODAY)

    start = time.process_time()
    find(text, TODAY)

    assert time.process_time() - start < 0.5  # 30 ms here; quadratic would be seconds
