"""Tracking ledgers that tests import."""

import csv
from pathlib import Path

HEADER = ["STT", "Mã hồ sơ", "Trích yếu hồ sơ", "Số điện thoại chủ hồ sơ", "Ngày tiếp nhận"]
HEADER += ["Ngày hẹn trả", "Trạng thái"]
PHONE = "0988837457"


def row(code: str, status: str = "Đang xử lý", phone: str = PHONE) -> list[str]:
    """Return a dossier's row."""
    return ["1", code, "Đăng ký khai sinh", phone, "16/11/2026", "24/12/2026", status]


def ledger(path: Path, *rows: list[str]) -> Path:
    """Write a ledger of these rows and return its path."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["SỔ THEO DÕI HỒ SƠ"], HEADER, *rows])
    return path
