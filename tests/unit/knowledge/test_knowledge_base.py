"""What is held, by code."""

import pytest
from builders import base_of, name_only, procedure

from knowledge.knowledge_base import KnowledgeBase

BASE = base_of(
    procedure("1.000001", short_name="việc thử", sensitive=False),
    procedure("1.000002", short_name="việc riêng", sensitive=True),
    name_only("1.000003", "Cấp thẻ", field="Bảo trợ xã hội"),
    name_only("1.000004", "Nhận nuôi con nuôi"),
    name_only("1.000005", "Mở chợ", field="Thương mại"),
    name_only("1.000006", "Đổi thẻ"),
    renumbered={"1.000090": "1.000001", "1.000006": "1.000099", "1.000091": "1.000002"},
    inferred=frozenset({"1.000091"}),
    sensitive_fields=("bao tro", "con nuoi"),
)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("1.000001", "việc thử"),
        ("1.000003", "Cấp thẻ"),
        ("1.000090", "việc thử"),
        ("1.000006", "Đổi thẻ"),
        ("1.000091", None),
        ("9.999999", None),
    ],
    ids=[
        "held in full",
        "a mere name",
        "a former code",
        "a former code whose heir is not held",
        "a former code whose heir is only guessed",
        "unknown",
    ],
)
def test_the_name_of_a_code(code: str, name: str | None) -> None:
    assert BASE.name_of(code) == name


@pytest.mark.parametrize(
    ("code", "current"),
    [("1.000090", "1.000001"), ("1.000091", "1.000091"), ("1.000001", "1.000001")],
    ids=["renumbered", "only guessed", "never renumbered"],
)
def test_the_current_code(code: str, current: str) -> None:
    assert BASE.current(code) == current


@pytest.mark.parametrize(
    ("code", "sensitive"),
    [
        ("1.000001", False),
        ("1.000002", True),
        ("1.000003", True),
        ("1.000004", True),
        ("1.000005", False),
        ("9.999999", True),
    ],
    ids=[
        "held, open",
        "held, private",
        "private by its field",
        "private by its name",
        "a mere name, open",
        "unknown",
    ],
)
def test_what_says_something_private(code: str, sensitive: bool) -> None:
    assert BASE.is_sensitive(code) == sensitive


def test_codes_are_found_by_full_names_without_marks_that_only_one_has() -> None:
    base = base_of(
        procedure("1.000001", name="Thủ tục đăng ký hụi", short_name="hụi"),
        name_only("1.000002", "Mở chợ"),
        name_only("1.000003", "Thủ tục mở chợ"),
        name_only("1.000004", "Cấp thẻ", everyday_names=("thẻ",)),
    )

    assert base.codes_by_name() == {
        "dang ky hui": "1.000001",
        "hui": "1.000001",
        "cap the": "1.000004",
    }


def test_codes_are_unique_over_procedures_and_names(knowledge_base: KnowledgeBase) -> None:
    assert set(knowledge_base.procedures) & set(knowledge_base.names) == set()


def test_every_former_code_leads_to_something_held(knowledge_base: KnowledgeBase) -> None:
    lost = [code for code in knowledge_base.renumbered.values() if not knowledge_base.find(code)]

    assert lost == []
