"""Fees: the sums of the text, zero only where nobody contradicts it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official import method, record

from knowledge.importers.fees import Judgement, fees_of, read_fees
from knowledge.procedure import Way

COUNCIL = "Mức lệ phí do Hội đồng nhân dân tỉnh quyết định"


def only(fee, **changes):
    (read,) = read_fees(record(methods=(method(fee=fee, **changes),)))
    return read


@pytest.mark.parametrize(
    ("text", "amount", "per", "condition"),
    [
        ("Lệ phí: 8.000 đồng", 8000, None, None),
        ("50,000 Việt Nam Đồng(/văn bản)", 50000, "văn bản", None),
        ("70,000 VNĐ(70.000 đồng/Giấy chứng nhận)", 70000, None, "70.000 đồng/Giấy chứng nhận"),
        ("Phí : 200000 Đồng", 200000, None, None),
        ("Miễn phí", 0, None, None),
        ("Lệ phí: 0 đồng", 0, None, None),
        ("Phí : Không Đồng", 0, None, None),
    ],
)
def test_a_sum_is_taken_with_its_words(text, amount, per, condition):
    fee = only(text).fee

    assert (fee.set_by, fee.amount, fee.per, fee.condition) == ("law", amount, per, condition)


@pytest.mark.parametrize("zero", ["Miễn phí", "Lệ phí: 0 đồng", "Phí: 0 đồng (nếu có)"])
@pytest.mark.parametrize("place", ["fee", "note", "steps", "legal_basis"])
def test_zero_is_the_provinces_where_the_council_stands_anywhere_in_the_record(zero, place):
    changes = {"fee": zero, "note": ""}
    texts = {}
    if place in changes:
        changes[place] = f"{changes[place]} ({COUNCIL})"
    else:
        texts[place] = (COUNCIL,) if place == "legal_basis" else COUNCIL

    (read,) = read_fees(record(methods=(method(**changes),), **texts))

    assert read.judgement is Judgement.ZERO_OF_PROVINCE
    assert (read.fee.set_by, read.fee.amount) == ("province", None)


def test_the_councils_text_alone_is_a_fee_of_the_province():
    fee = only(f"Phí: ({COUNCIL})").fee

    assert (fee.name, fee.set_by, fee.condition) == ("Phí", "province", COUNCIL)


@pytest.mark.parametrize(
    "text",
    [
        "Phí: 0 đồng (Phí thẩm định: đất ở 150.000 đồng/hồ sơ)",
        "Phí: 0 đồng (Theo quy định của Luật phí và lệ phí)",
        "Lệ phí: 0 đồng (Miễn lệ phí cho người thuộc hộ nghèo)",
    ],
)
def test_zero_that_its_own_words_contradict_is_not_taken(text):
    read = only(text)

    assert (read.judgement, read.fee) == (Judgement.ZERO_WITH_WORDS, None)


@pytest.mark.parametrize(
    "text", ["40 VND", "700 VNĐ(Phí thẩm định)", "1,200 Việt Nam Đồng(1.200.000đ/thẻ)", "5 đồng"]
)
def test_a_sum_out_by_a_thousand_is_not_taken(text):
    read = only(text)

    assert (read.judgement, read.fee) == (Judgement.OUT_BY_THOUSAND, None)


@pytest.mark.parametrize("text", ["10 USD(/bản)", "155 VNĐ(Thẻ: 155 USD/thẻ)", "Lệ phí : 1.5 USD"])
def test_dollars_are_not_taken(text):
    read = only(text)

    assert (read.judgement, read.fee) == (Judgement.DOLLARS, None)


def test_an_office_abroad_means_dollars_when_it_prints_dong():
    (read,) = read_fees(
        record(bodies=("Cơ quan đại diện Việt Nam ở nước ngoài",), methods=(method(fee="5 đồng"),))
    )

    assert (read.judgement, read.fee) == (Judgement.DOLLARS, None)


def test_a_fee_that_points_elsewhere_has_no_sum():
    read = only("Phí: (Chi tiết tại văn bản kèm theo)")

    assert (read.judgement, read.fee) == (Judgement.WITHOUT_SUM, None)


@pytest.mark.parametrize("text", ["", "Phí:; Lệ phí:"])
def test_an_empty_fee_is_not_free(text):
    assert {read.judgement for read in read_fees(record(methods=(method(fee=text),)))} == {
        Judgement.NOTHING
    }


def test_several_fees_of_one_way_are_told_apart():
    reads = read_fees(record(methods=(method(fee="Phí: 5.000 đồng; Lệ phí: 7.000 đồng"),)))

    assert [(r.fee.name, r.fee.amount) for r in reads] == [("Phí", 5000), ("Lệ phí", 7000)]


def test_a_fee_of_some_ways_is_tied_to_them():
    methods = (method(fee="Phí: 20.000 đồng"), method("Trực tuyến", fee="Phí: 10.000 đồng"))

    fees = fees_of(read_fees(record(methods=methods)), [Way.IN_PERSON, Way.ONLINE])

    assert [(fee.amount, fee.ways) for fee in fees] == [
        (20000, (Way.IN_PERSON,)),
        (10000, (Way.ONLINE,)),
    ]


FEE_TEXTS = st.text() | st.from_regex(
    r"((Phí|Lệ phí): )?[\d.,]{1,12} ?(đồng|VNĐ|USD|Việt Nam Đồng)?(\(.{0,20}\))?", fullmatch=True
)


@given(FEE_TEXTS, st.text())
def test_no_text_raises_and_no_sum_appears_that_is_not_in_it(text, note):
    for read in read_fees(record(methods=(method(fee=text, note=note),))):
        if read.fee is not None and read.fee.amount:
            assert str(read.fee.amount) in re.sub(r"[.,]", "", text)
