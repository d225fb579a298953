"""What a receipt code alone reveals."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.disclosure import MISSES, KnownProcedure, PublicView, public_view
from dossiers.dossier import Dossier, Status

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PROCEDURES = {
    "1.001193": KnownProcedure(name="đăng ký khai sinh", is_sensitive=False),
    "2.001263": KnownProcedure(name="đăng ký việc nuôi con nuôi", is_sensitive=True),
}

moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001 - aware below
    lambda moment: moment.replace(tzinfo=UTC)
)
personal = st.text(alphabet="ABCĐÊ đâ0123456789", min_size=1, max_size=20).map("§{}§".format)


def dossier(**changes: object) -> Dossier:
    values: dict[str, object] = {
        "code": "H22.38.9-261116-0001",
        "summary": "Đăng ký khai sinh cho Người Nộp Thử 001",
        "procedure_code": "1.001193",
        "status": Status.IN_PROGRESS,
        "status_label": "Đang xử lý",
        "received_at": NOW - timedelta(days=6),
        "due_at": NOW - timedelta(days=1),
        "told_at": NOW,
    }
    return Dossier(**{**values, **changes})  # type: ignore[arg-type]


def test_stage_dates_and_the_procedures_own_name_are_shown() -> None:
    view = public_view(dossier(), NOW, PROCEDURES)

    assert view == PublicView(
        code="H22.38.9-261116-0001",
        status=Status.IN_PROGRESS,
        status_label=None,
        procedure_code="1.001193",
        procedure_name="đăng ký khai sinh",
        received_at=NOW - timedelta(days=6),
        due_at=NOW - timedelta(days=1),
        is_overdue=True,
        returned_at=None,
        told_at=NOW,
    )


@pytest.mark.parametrize("code", ["2.001263", "9.999999", None], ids=["sensitive", "new", "none"])
def test_a_sensitive_or_unrecognised_procedure_is_not_named(code: str | None) -> None:
    view = public_view(dossier(procedure_code=code), NOW, PROCEDURES)

    assert (view.procedure_code, view.procedure_name) == (None, None)


def test_an_unknown_label_is_shown_as_printed() -> None:
    view = public_view(dossier(status=None, status_label="Chờ ký số"), NOW, PROCEDURES)

    assert (view.status, view.status_label) == (None, "Chờ ký số")


def test_a_missing_label_is_not_shown_as_an_empty_one() -> None:
    view = public_view(dossier(status=None, status_label=""), NOW, PROCEDURES)

    assert view.status_label is None


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Dossier,
        code=st.just("H22.38.9-261116-0001"),
        summary=personal,
        procedure_code=st.sampled_from([*PROCEDURES, None]),
        status=st.sampled_from([*Status, None]),
        status_label=st.sampled_from(["Đang xử lý", "Chờ ký số", ""]),
        owner_name=personal,
        owner_address=personal,
        owner_phone=personal,
        applicant_name=personal,
        received_at=moments,
        due_at=st.none() | moments,
        returned_at=st.none() | moments,
        sets=st.none() | st.integers(1, 9),
        received_by=personal,
        area=personal,
        told_at=moments,
    )
)
def test_nothing_personal_is_ever_shown(filed: Dossier) -> None:
    view = public_view(filed, NOW, PROCEDURES)

    shown = [str(getattr(view, field.name)) for field in fields(view)]
    hidden = (
        filed.summary,
        filed.owner_name,
        filed.owner_address,
        filed.owner_phone,
        filed.applicant_name,
        filed.received_by,
        filed.area,
    )
    assert [text for text in shown for secret in hidden if secret and secret in text] == []
    assert "nuôi" not in " ".join(shown)


@pytest.mark.parametrize(
    ("last_hour", "last_day", "blocked"),
    [(0, 0, False), (9, 29, False), (10, 10, True), (0, 30, True)],
)
def test_ten_misses_an_hour_or_thirty_a_day_block(
    last_hour: int, last_day: int, blocked: bool
) -> None:
    assert MISSES.is_reached(last_hour, last_day) == blocked


@pytest.mark.parametrize(
    "label",
    [
        "Trả lại: thiếu giấy chứng tử của vợ",
        "Chờ ông Giàng Văn Thử",
        "Gọi 0988837457",
        "Trả lại cho dân vì thiếu giấy tờ quan trọng",
    ],
    ids=["a reason", "a name", "a number", "a sentence"],
)
def test_a_remark_in_the_status_column_is_not_shown(label: str) -> None:
    written = dossier(status=None, status_label=label, owner_name="Giàng Văn Thử")

    assert public_view(written, NOW, PROCEDURES).status_label is None
