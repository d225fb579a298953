"""Small official records for the tests of the importers."""

from datetime import date
from pathlib import Path
from typing import Any

from knowledge.importers.record import OfficialMethod, OfficialPaper, OfficialRecord

SAMPLES = Path(__file__).parents[3] / "samples" / "official"
CODE = "1.000001"
PAPER = OfficialPaper(name="Tờ khai việc thử", originals=1)
METHOD = OfficialMethod(channel="Trực tiếp", time="3 Ngày làm việc", fee="Phí: 8.000 đồng")


def method(
    channel: str = "Trực tiếp", time: str = "3 Ngày làm việc", **texts: str
) -> OfficialMethod:
    """Return a way to file."""
    return OfficialMethod(channel=channel, time=time, **{"fee": "Phí: 8.000 đồng", **texts})


def paper(name: str, originals: int = 1, **changes: Any) -> OfficialPaper:
    """Return a row of the list of papers."""
    return OfficialPaper(name=name, originals=originals, **changes)


def record(**changes: Any) -> OfficialRecord:
    """Return a record without any trap, but for what is changed."""
    return OfficialRecord(
        **{
            "code": CODE,
            "name": "Đăng ký việc thử",
            "level": "Cấp xã",
            "field": "Hộ tịch",
            "bodies": ("Ủy ban nhân dân cấp xã",),
            "target": "Công dân Việt Nam",
            "papers": (PAPER,),
            "methods": (METHOD,),
            "steps": "Nộp hồ sơ.\nNhận kết quả.",
            "result": "Giấy thử",
            "legal_basis": ("Luật Thử 1/2026",),
            "issuer": "Bộ Thử",
            "commune": True,
            "crawled": date(2026, 7, 18),
            "source": "Cổng thử",
            **changes,
        }
    )
