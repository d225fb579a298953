"""A dossier (hồ sơ): one citizen's file, as a one-stop system told us about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from knowledge.normalise import fold

LABELS_FILE = Path(__file__).parent / "data" / "status_labels.yaml"
RESULTS_FILE = Path(__file__).parent / "data" / "result_labels.yaml"


class Status(IntEnum):
    """The ten states of the national data exchange, with their numbers there."""

    REGISTERED = 1  # Mới đăng ký
    RECEIVED = 2  # Được tiếp nhận
    NOT_RECEIVED = 3  # Không được tiếp nhận
    IN_PROGRESS = 4  # Đang xử lý
    SUPPLEMENT_ASKED = 5  # Yêu cầu bổ sung giấy tờ
    PAYMENT_ASKED = 6  # Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # Công dân yêu cầu rút hồ sơ
    STOPPED = 8  # Dừng xử lý
    FINISHED = 9  # Đã xử lý xong
    RETURNED = 10  # Đã trả kết quả


UNDER_WAY = frozenset({Status.RECEIVED, Status.IN_PROGRESS})
"""The states in which the office works: before them nothing was taken in, and while papers or money
are asked for the time is the citizen's and counts as within the limit (form II.06a/VPCP)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is known of one dossier. Moments are aware and in UTC.

    Applicant and owner may be two people. `summary` and everything from `owner_name` to
    `owner_phone` is personal, and so are `applicant_name` and `received_by`.
    """

    code: str  # canonical receipt code
    summary: str  # trích yếu as printed; may hold names
    procedure_code: str | None = None  # where the summary begins with a known procedure's name
    status: Status | None = None  # None: a label we do not know, or none was printed
    status_label: str = ""  # as printed
    owner_name: str = ""
    owner_address: str = ""
    owner_phone: str = ""
    applicant_name: str | None = None
    received_at: datetime
    due_at: datetime | None = None
    returned_at: datetime | None = None
    has_result: bool | None = None  # the result is at the counter; None: the system does not say
    sets: int | None = None
    received_by: str | None = None
    area: str | None = None  # tên địa bàn
    told_at: datetime  # when we were told

    def __post_init__(self) -> None:
        for name in ("received_at", "due_at", "returned_at", "told_at"):
            moment = getattr(self, name)
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"{name} must be an aware moment: {moment!r}")


def is_overdue(dossier: Dossier, now: datetime) -> bool:
    """Whether the promised moment has passed while somebody still has to decide.

    Late collection is not late handling: a finished dossier is never overdue, nor is one that was
    refused, stopped or withdrawn, one without a due date, or one whose state we do not know.
    """
    if dossier.due_at is None or dossier.returned_at is not None:
        return False
    return dossier.status in UNDER_WAY and dossier.due_at < now


class StatusLabels:
    """What one-stop systems print for the ten states, and what the desk calls them."""

    def __init__(self, labels: Mapping[Status, str], spellings: Mapping[str, Status]) -> None:
        self.labels = MappingProxyType(dict(labels))
        self._spellings = dict(spellings)

    def status_of(self, label: str) -> Status | None:
        """Return the state a printed label (or the state's number) means; None when unknown."""
        return self._spellings.get(fold(label).strip(" ."))


@cache
def load_status_labels(path: Path = LABELS_FILE) -> StatusLabels:
    """Read the labels; ValueError when a state is missing or a spelling names two states."""
    with path.open(encoding="utf-8") as file:
        document: dict[str, dict[int, dict[str, Any]]] = yaml.safe_load(file)
    rows = {Status(number): row for number, row in document["states"].items()}
    if missing := set(Status) - set(rows):
        raise ValueError(f"{path}: no label for {sorted(status.value for status in missing)}")
    spellings: dict[str, Status] = {}
    for status, row in rows.items():
        for spelling in (row["label"], *row.get("spellings", ()), str(status.value)):
            known = spellings.setdefault(fold(str(spelling)), status)
            if known is not status:
                raise ValueError(f"{path}: {spelling!r} names states {known.value}, {status.value}")
    return StatusLabels({status: row["label"] for status, row in rows.items()}, spellings)


@cache
def load_result_labels(path: Path = RESULTS_FILE) -> Mapping[str, bool]:
    """Read what is printed about results: folded label -> whether the result is at the counter."""
    with path.open(encoding="utf-8") as file:
        document = yaml.safe_load(file)
    labels = {fold(label): True for label in document["here"]}
    for label in document["not_here"]:
        if labels.setdefault(fold(label), False):
            raise ValueError(f"{path}: {label!r} is both here and not here")
    return MappingProxyType(labels)
