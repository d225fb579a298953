"""Whose page a record has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.pages import Pages, likeness, other_code, other_name

STEPS = "Người sử dụng đất nộp hồ sơ về việc tặng cho quyền sử dụng đất. " * 4


def strangers(*names, steps=STEPS):
    pages = Pages()
    for number, name in enumerate(names, start=1):
        pages.note(f"1.00000{number}", name, steps, ["Giấy"])
    return pages.strangers(lambda code: steps)


def test_the_page_belongs_to_the_name_it_fits_best():
    found = strangers("Tặng cho quyền sử dụng đất", "Xác định lại ranh giới rừng phòng hộ")

    assert found == {"1.000002": "1.000001"}


def test_where_no_name_fits_clearly_nobody_keeps_the_page():
    found = strangers("Khoanh rừng ngập mặn", "Bầu hòa giải viên")

    assert found == {"1.000001": "1.000002", "1.000002": "1.000001"}


def test_twins_may_share_a_page():
    assert strangers("Cấp thẻ bảo hiểm y tế", "Cấp lại thẻ bảo hiểm y tế") == {}


def test_a_page_that_says_little_tells_nothing():
    assert strangers("Tặng cho đất", "Bầu hòa giải viên", steps="Nộp hồ sơ.") == {}


def test_other_codes_of_file_and_address_are_told():
    assert other_code("1.000001", ["1.000001", "1.000002"]) == "1.000002"
    assert other_code("1.000001", ["1.000001"]) is None


def test_a_name_that_nobody_knows_is_not_compared():
    assert other_name("1.000001", "Tên gì cũng được", {}) is None


@pytest.mark.parametrize("name", ["", "Đăng ký khai sinh"])
def test_an_empty_name_is_like_nothing(name):
    assert likeness("", name) == 0.0


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    assert 0.0 <= likeness(one, other) == likeness(other, one) <= 1.0
