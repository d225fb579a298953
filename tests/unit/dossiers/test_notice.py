"""Which state of a dossier deserves a notice."""

from datetime import UTC, datetime

import pytest

from dossiers.disclosure import WRONG_DIGITS, knows_phone
from dossiers.dossier import Dossier, Status
from dossiers.notice import NoticeKind, may_subscribe, notice_due

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def dossier(status: Status | None = Status.IN_PROGRESS, **changes: object) -> Dossier:
    values: dict[str, object] = {"code": "H22", "summary": "", "status": status}
    values |= {"received_at": NOW, "told_at": NOW, "owner_phone": "0988.837.457"}
    return Dossier(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [*Status, None])
@pytest.mark.parametrize("has_result", [True, None, False])
@pytest.mark.parametrize("returned_at", [NOW, None], ids=["returned", "not returned"])
def test_ready_is_state_nine_with_a_result_not_handed_over(
    status: Status | None, has_result: bool | None, returned_at: datetime | None
) -> None:
    due = notice_due(dossier(status, has_result=has_result, returned_at=returned_at))

    is_ready = status is Status.FINISHED and has_result is not False and returned_at is None
    assert due == (NoticeKind.READY if is_ready else None)


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (Status.REGISTERED, True),
        (Status.RECEIVED, True),
        (Status.IN_PROGRESS, True),
        (Status.SUPPLEMENT_ASKED, True),
        (Status.PAYMENT_ASKED, True),
        (None, True),
        (Status.NOT_RECEIVED, False),
        (Status.WITHDRAWN, False),
        (Status.STOPPED, False),
        (Status.FINISHED, False),
        (Status.RETURNED, False),
    ],
)
def test_only_what_can_still_become_ready_may_be_waited_for(
    status: Status | None, offered: bool
) -> None:
    assert may_subscribe(dossier(status)) == offered


def test_a_result_that_is_not_here_yet_may_be_waited_for() -> None:
    assert may_subscribe(dossier(Status.FINISHED, has_result=False))


@pytest.mark.parametrize(
    ("registered", "typed", "knows"),
    [
        ("0988.837.457", "7457", True),
        ("0988837457", "7457", True),
        ("+84 988 837 457", "7457", True),
        ("84988837457", "0988837457", True),
        ("0988837457", "+84 988 837 457", True),
        ("0988837457", "7458", False),
        ("0988837457", "457", False),
        ("0988837457", "37457", False),
        ("0988837457", "837457", False),
        ("0988837457", "0000007457", False),
        ("", "7457", False),
        ("7457", "7457", False),
        ("không có", "0000", False),
    ],
)
def test_the_last_four_digits_or_the_whole_phone_are_known(
    registered: str, typed: str, knows: bool
) -> None:
    assert knows_phone(dossier(owner_phone=registered), typed) == knows


@pytest.mark.parametrize(
    ("last_hour", "last_day", "reached"),
    [(4, 4, False), (5, 5, True), (0, 9, False), (0, 10, True)],
)
def test_five_wrong_tries_an_hour_or_ten_a_day(
    last_hour: int, last_day: int, reached: bool
) -> None:
    assert WRONG_DIGITS.is_reached(last_hour, last_day) == reached
