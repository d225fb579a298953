"""Simple rankers of official names."""

import pytest

from knowledge.baselines import baselines

NAMES = {
    "1.000001": "Đăng ký khai sinh",
    "1.000002": "Đăng ký khai tử",
    "1.000003": "Cấp lại thẻ căn cước",
}
RANKERS = dict(baselines(NAMES))


@pytest.mark.parametrize("title", list(RANKERS))
@pytest.mark.parametrize(
    ("question", "code"),
    [("dang ky khai tu", "1.000002"), ("Cấp lại thẻ căn cước bị mất", "1.000003")],
)
def test_each_finds_a_name_that_is_said(title: str, question: str, code: str) -> None:
    assert RANKERS[title](question) == code


@pytest.mark.parametrize("title", [t for t in RANKERS if "rapidfuzz" not in t])
def test_a_question_that_shares_nothing_finds_nothing(title: str) -> None:
    assert RANKERS[title]("xyz") is None


def test_no_names_find_nothing() -> None:
    assert [ranker("khai sinh") for _, ranker in baselines({})] == [None] * 5
