"""Which body decides, read from the names that official records print."""

import re
import unicodedata
from collections.abc import Iterable

from knowledge.procedure import Handler

COMMUNE = "Ủy ban nhân dân cấp xã"
ABOLISHED = re.compile(r"\b(huyện|quận)\b")

# In order: the first whose words stand in one of the printed bodies decides. A tax or customs
# matter names no commune body; where the commune stands beside others, it is the commune's desk.
HANDLERS = (
    (Handler.TAX, re.compile(r"\b(thuế)\b"), "Thuế cơ sở"),
    (Handler.CUSTOMS, re.compile(r"hải quan"), ""),
    (
        Handler.COMMUNE,
        re.compile(
            r"(ủy ban nhân dân|ubnd)( cấp)? (xã|phường)|cấp xã.*tỉnh thanh hóa"
            r"|^phòng (kinh tế|văn hóa|tư pháp)|quản lý đất đai cấp xã|thuộc ubnd cấp xã"
            r"|hộ tịch điện tử"
        ),
        COMMUNE,
    ),
    (Handler.POLICE, re.compile(r"công an"), "Công an cấp xã"),
    (Handler.MILITARY, re.compile(r"ban chỉ huy quân sự"), "Ban chỉ huy quân sự cấp xã"),
    (
        Handler.LAND_OFFICE,
        re.compile(r"văn phòng đăng ký đất đai"),
        "Chi nhánh Văn phòng đăng ký đất đai",
    ),
    (Handler.INSURANCE, re.compile(r"bảo hiểm xã hội|bhxh"), "Bảo hiểm xã hội"),
    (Handler.COURT, re.compile(r"tòa án"), "Tòa án nhân dân"),
    (Handler.BORDER_GUARD, re.compile(r"biên phòng"), ""),
    (Handler.PROVINCE, re.compile(r"^sở |cấp tỉnh|^ubnd tỉnh|ban quản lý khu kinh tế"), ""),
)
FALLS_TO_COMMUNE = re.compile(r"công chứng|cơ quan đại diện|sổ gốc|cấp xã")


def one_line(text: str) -> str:
    """Return the text in NFC on one line, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def spelled(body: str) -> str:
    """Return a body's name in lower case, with the one spelling of "ủy ban" the patterns know."""
    return one_line(body).lower().replace("uỷ", "ủy")


def handler_of(bodies: Iterable[str], scope: str) -> tuple[Handler, str]:
    """Return the handler and the short name of the body that decides.

    `scope` is the level and the name: a procedure "cấp xã" that prints no body is the commune's.
    """
    printed = [one_line(body) for body in bodies]
    for handler, pattern, short in HANDLERS:
        matching = [body for body in printed if pattern.search(spelled(body))]
        if not matching:
            continue
        standing = [body for body in matching if not ABOLISHED.search(spelled(body))]
        if not standing and short.endswith("cấp xã"):
            return handler, ""  # only a district body is printed: do not guess who took it over
        return handler, short or standing[0]
    if "cấp xã" in scope.lower() and all(
        FALLS_TO_COMMUNE.search(spelled(body)) for body in printed
    ):
        return Handler.COMMUNE, COMMUNE
    return Handler.OTHER, next((b for b in printed if not ABOLISHED.search(spelled(b))), "")
