"""Dossiers and their states."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dossiers.dossier import UNDER_WAY, Dossier, Status, is_overdue, load_status_labels

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def dossier(
    status: Status | None = Status.IN_PROGRESS,
    due_at: datetime | None = NOW - timedelta(seconds=1),
    returned_at: datetime | None = None,
) -> Dossier:
    return Dossier(
        code="H22.38.9-261116-0001",
        summary="Đăng ký khai sinh",
        status=status,
        received_at=NOW - timedelta(days=6),
        due_at=due_at,
        returned_at=returned_at,
        told_at=NOW,
    )


@pytest.mark.parametrize("status", [*Status, None])
def test_only_a_dossier_still_worked_on_is_overdue(status: Status | None) -> None:
    assert is_overdue(dossier(status), NOW) == (status in UNDER_WAY)


def test_a_finished_dossier_that_waits_for_its_owner_is_not_late() -> None:
    assert not is_overdue(dossier(Status.FINISHED), NOW + timedelta(days=90))


def test_waiting_for_the_citizen_is_not_late_handling() -> None:
    for status in (Status.REGISTERED, Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED):
        assert not is_overdue(dossier(status), NOW)


@pytest.mark.parametrize("due_at", [None, NOW, NOW + timedelta(seconds=1)])
def test_a_dossier_is_not_overdue_up_to_the_promised_moment(due_at: datetime | None) -> None:
    assert not is_overdue(dossier(due_at=due_at), NOW)


def test_a_returned_dossier_is_not_overdue_though_its_state_lags_behind() -> None:
    assert not is_overdue(dossier(returned_at=NOW), NOW)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="due_at must be an aware moment"):
        dossier(due_at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("status", Status)
def test_every_state_has_its_national_label(status: Status) -> None:
    labels = load_status_labels()

    assert labels.status_of(labels.labels[status]) is status
    assert labels.status_of(str(status.value)) is status


@pytest.mark.parametrize("label", ["  ĐANG  XỬ LÝ ", "dang xu ly", "Đang xử lí", "Đang xử lý."])
def test_spelling_marks_and_case_of_a_label_do_not_matter(label: str) -> None:
    assert load_status_labels().status_of(label) is Status.IN_PROGRESS


@pytest.mark.parametrize("label", ["Chờ ký số", "", "11", "Đang"])
def test_an_unknown_label_means_no_state(label: str) -> None:
    assert load_status_labels().status_of(label) is None


def test_a_missing_state_is_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text("states: {1: {label: Mới đăng ký}}", encoding="utf-8")

    with pytest.raises(ValueError, match=r"no label for \[2, 3, 4"):
        load_status_labels(path)


def test_a_spelling_of_two_states_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    rows = [f"{number}: {{label: nhãn {number}}}" for number in range(1, 10)]
    path.write_text("states: {" + ", ".join([*rows, "10: {label: Nhan 9}"]) + "}", encoding="utf-8")

    with pytest.raises(ValueError, match="'Nhan 9' names states 9, 10"):
        load_status_labels(path)
