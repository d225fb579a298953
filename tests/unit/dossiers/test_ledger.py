"""The tracking ledger as one-stop systems export it."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from dossiers.dossier import Dossier, Status, is_overdue
from dossiers.exchange.columns import Column, Header, load_columns
from dossiers.exchange.faults import (
    LedgerEmpty,
    LedgerEncrypted,
    LedgerError,
    LedgerMissing,
    LedgerOfOtherKind,
    LedgerTooLarge,
    LedgerUnreadable,
    LedgerWithoutHeader,
)
from dossiers.exchange.ledger import ProblemKind, read_ledger, recognise
from dossiers.exchange.sample import SAMPLE_LEDGER
from dossiers.exchange.tables import Limits, Line, read_sheets

SAMPLES = Path(__file__).parents[2] / "samples" / "ledger"
TOLD_AT = datetime(2026, 11, 21, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = {
    "dang ky khai sinh": "1.001193",
    "dang ky khai sinh luu dong": "1.003583",
    "dang ky khai tu": "1.000656",
}
HEADER: list[object] = [
    "STT",
    "Mã hồ sơ",
    "Trích yếu hồ sơ",
    "Ngày tiếp nhận",
    "Số điện thoại chủ hồ sơ",
]
ROW: list[object] = [
    1,
    "H22.38.9-261116-0001",
    "Đăng ký khai sinh",
    "16/11/2026 15:35:00",
    "0900000001",
]


Row = Sequence[object]


def workbook(tmp_path: Path, *sheets: Sequence[Row], name: str = "so.xlsx") -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Tháng {number}")
        for row in rows:
            sheet.append(list(row))
    path = tmp_path / name
    book.save(path)
    return path


def written(tmp_path: Path, data: bytes | str, name: str = "so.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_row_becomes_a_dossier(tmp_path: Path) -> None:
    header = [
        *["STT", "Mã hồ sơ", "Trích yếu hồ sơ", "Số bộ hồ sơ", "Chủ hồ sơ", "Địa chỉ chủ hồ sơ"],
        *["Số điện thoại chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Trạng thái"],
        *["Tên người nhận hồ sơ", "Tên địa bàn", "Người nộp"],
    ]
    row = [
        *[1, "H22.38.9-261116-0001", "Đăng ký khai sinh", 1.0, " Người  Nộp Thử 001", "thôn Thử"],
        *[900000001, datetime(2026, 11, 16, 15, 35), date(2026, 11, 20), None, "ĐANG XỬ LÝ"],  # noqa: DTZ001 - as Excel has it
        *["Cán bộ Thử", "xã Mèo Vạc", "Người Đi Nộp"],
    ]
    titles = [["SỔ THEO DÕI HỒ SƠ"], ["từ ngày 02/11/2026"], []]

    reading = read_ledger(workbook(tmp_path, [*titles, header, row]), NOW, NAMES, TOLD_AT)

    assert reading.dossiers == (
        Dossier(
            code="H22.38.9-261116-0001",
            summary="Đăng ký khai sinh",
            procedure_code="1.001193",
            status=Status.IN_PROGRESS,
            status_label="ĐANG XỬ LÝ",
            owner_name="Người Nộp Thử 001",
            owner_address="thôn Thử",
            owner_phone="0900000001",
            applicant_name="Người Đi Nộp",
            received_at=datetime(2026, 11, 16, 8, 35, tzinfo=UTC),
            due_at=datetime(2026, 11, 19, 17, 0, tzinfo=UTC),
            sets=1,
            received_by="Cán bộ Thử",
            area="xã Mèo Vạc",
            told_at=TOLD_AT,
        ),
    )
    assert (reading.problems, reading.rows, reading.rejected) == ((), 1, 0)


def test_other_names_numbers_below_the_header_and_totals_are_understood() -> None:
    reading = read_ledger(SAMPLES / "utf8-semicolon.csv", NOW, NAMES, TOLD_AT)

    found = [(d.code, d.summary, d.procedure_code, d.status) for d in reading.dossiers]
    assert found == [
        (
            "H22.38.9-261116-0001",
            "Đăng ký khai sinh; Người Nộp Thử 001",
            "1.001193",
            Status.FINISHED,
        ),
        ("000.00.20.H22-261108-0005", "Đăng ký khai tử", "1.000656", None),
        ("H22.38.9-261120-0006", "=1+1", None, Status.REGISTERED),
    ]
    assert reading.problems == ()
    assert reading.unknown_labels == ("Chờ ký số",)


def test_every_fault_is_reported_by_line_and_the_good_rows_are_kept() -> None:
    reading = read_ledger(SAMPLES / "faulty.csv", NOW, NAMES, TOLD_AT)

    kept = [dossier.code for dossier in reading.dossiers]
    problems = [(p.line, p.kind, p.column, p.value, p.first_line) for p in reading.problems]
    kind = ProblemKind
    assert kept == ["H22.38.9-261116-0001", "H22.38.9-261116-0007"]
    assert problems == [
        (3, kind.BAD_CODE, "Mã hồ sơ", "H22.38.9-261399-0002", None),
        (3, kind.BAD_DATE, "Ngày tiếp nhận", "31/02/2026", None),
        (4, kind.REPEATED_CODE, "Mã hồ sơ", "H22.38.9-261116-0001", 2),
        (5, kind.MISSING_CODE, "Mã hồ sơ", "", None),
        (6, kind.MISSING_RECEIVED, "Ngày tiếp nhận", "", None),
        (7, kind.BAD_DATE, "Ngày hẹn trả", "mai", None),
        (9, kind.RETURNED_BEFORE_RECEIVED, "Ngày trả", "19/11/2026 09:00", None),
    ]
    assert [p.line for p in reading.problems if p.is_warning] == [9]
    assert (reading.rows, reading.rejected) == (7, 5)


def test_a_repeat_of_a_rejected_row_is_no_repeat(tmp_path: Path) -> None:
    rejected = [*ROW[:3], "hôm qua", ""]

    reading = read_ledger(workbook(tmp_path, [HEADER, rejected, ROW]), NOW, NAMES, TOLD_AT)

    assert [problem.kind for problem in reading.problems] == [ProblemKind.BAD_DATE]
    assert len(reading.dossiers) == 1


def test_all_sheets_with_a_header_are_read(tmp_path: Path) -> None:
    second = [2, "H22.38.9-261117-0002", *ROW[2:]]
    path = workbook(tmp_path, [HEADER, ROW], [["Ghi chú"]], [HEADER, second, ROW])

    reading = read_ledger(path, NOW, NAMES, TOLD_AT)

    assert [dossier.code[-4:] for dossier in reading.dossiers] == ["0001", "0002"]
    assert [(p.sheet, p.line, p.first_line) for p in reading.problems] == [("Tháng 3", 3, 2)]


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_columns_for_a_code_the_official_one_is_read(tmp_path: Path, is_first: bool) -> None:
    codes = ["Mã hồ sơ", "Số biên nhận"], ["H22.38.9-261116-0001", "H22.38.9-261116-0009"]
    header, row = ([*(pair if is_first else pair[::-1]), "Ngày tiếp nhận"] for pair in codes)
    row[2] = "16/11/2026"

    reading = read_ledger(workbook(tmp_path, [header, row]), NOW, NAMES, TOLD_AT)

    assert reading.dossiers[0].code == "H22.38.9-261116-0001"


def test_short_rows_and_odd_counts_do_no_harm(tmp_path: Path) -> None:
    header: Row = ["Mã hồ sơ", "Ngày tiếp nhận", "Số bộ", "Trạng thái", "Địa bàn"]
    rows: list[Row] = [
        ["H22.38.9-261116-0001", "16/11/2026", "hai"],
        ["H22.38.9-261116-0002", 46342.5, True],
    ]

    reading = read_ledger(workbook(tmp_path, [header, *rows]), NOW, NAMES, TOLD_AT)

    assert [(d.sets, d.status, d.area) for d in reading.dossiers] == [(None, None, None)] * 2
    assert reading.dossiers[1].received_at == datetime(2026, 11, 16, 5, 0, tzinfo=UTC)


def test_a_whole_number_loses_its_decimal_point() -> None:
    header = Header(1, {Column.SETS: 0}, {Column.SETS: "Số bộ"})

    assert header.text(Line(2, (1.0,)), Column.SETS) == "1"


def test_a_long_file_of_short_rows_is_read(tmp_path: Path) -> None:
    rows = [f"H22.38.9-261116-{number:04d},16/11/2026" for number in range(60)]
    text = "\n".join(["Mã hồ sơ,Ngày tiếp nhận,Ngày trả,Trạng thái", *rows])

    reading = read_ledger(written(tmp_path, text), NOW, NAMES, TOLD_AT)

    assert (len(reading.dossiers), reading.problems) == (60, ())


def test_the_last_event_in_the_file_is_as_of_when_it_holds(tmp_path: Path) -> None:
    rows = ["H22.38.9-261116-0001,16/11/2026,18/11/2026", "H22.38.9-261117-0002,17/11/2026,"]
    text = "\n".join(["Mã hồ sơ,Ngày tiếp nhận,Ngày trả", *rows])

    reading = read_ledger(written(tmp_path, text), NOW)

    assert {dossier.told_at for dossier in reading.dossiers} == {
        datetime(2026, 11, 17, 17, tzinfo=UTC)
    }


def test_an_event_to_come_does_not_make_a_file_newer(tmp_path: Path) -> None:
    text = "Mã hồ sơ,Ngày tiếp nhận,Ngày trả\nH22.38.9-261116-0001,16/11/2026,31/12/2026"

    reading = read_ledger(written(tmp_path, text), NOW)

    assert reading.dossiers[0].told_at == datetime(2026, 11, 15, 17, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_recognised(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows: list[Row] = [["SỔ, 2026; x"], HEADER, ROW]
    text = "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows)

    reading = read_ledger(written(tmp_path, text.encode(encoding)), NOW, NAMES, TOLD_AT)

    assert [(d.summary, d.procedure_code) for d in reading.dossiers] == [
        ("Đăng ký khai sinh", "1.001193")
    ]


def test_windows_1258_is_recognised(tmp_path: Path) -> None:
    # This code page writes a tone as a letter of its own after the vowel.
    text = "Ma\u0303 hô\u0300 sơ;Tri\u0301ch yê\u0301u;Nga\u0300y tiê\u0301p nhâ\u0323n\n"
    text += "H22.38.9-261116-0001;Đăng ky\u0301 khai sinh;16/11/2026\n"

    reading = read_ledger(written(tmp_path, text.encode("cp1258")), NOW, NAMES, TOLD_AT)

    assert reading.dossiers[0].summary == "Đăng ký khai sinh"


@pytest.mark.parametrize(
    ("summary", "code"),
    [
        ("Đăng ký khai sinh", "1.001193"),
        ("ĐĂNG KÝ KHAI SINH cho cháu Người Nộp Thử 001", "1.001193"),
        ("dang ky khai sinh - Người Nộp Thử", "1.001193"),
        ("Đăng ký khai sinh lưu động, thôn Thử", "1.003583"),
        ("Đăng ký khai sinhx", None),
        ("Thủ tục đăng ký khai sinh", "1.001193"),
        ("", None),
    ],
)
def test_the_longest_name_a_summary_begins_with_is_the_procedure(
    summary: str, code: str | None
) -> None:
    assert recognise(summary, NAMES) == code


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(4):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(2_000_000))
    return packed.getvalue()


def locked() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    data = bytearray(packed.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of an encrypted member
    return bytes(data)


def other_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "x")
    return packed.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "error", "part"),
    [
        ("so.xls", OLE, LedgerOfOtherKind, ".xls"),
        ("so", b"x", LedgerOfOtherKind, "no ending"),
        ("so.pdf", b"%PDF", LedgerOfOtherKind, ".pdf"),
        ("so.xlsx", OLE + b"Workbook", LedgerOfOtherKind, "an old .xls inside"),
        ("so.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), LedgerEncrypted, "password"),
        ("so.xlsx", locked(), LedgerEncrypted, "without one"),
        ("so.xlsx", b"Ma ho so,Ngay", LedgerUnreadable, "no spreadsheet inside"),
        ("so.xlsx", b"PK\x03\x04 cut off", LedgerUnreadable, "damaged"),
        ("so.xlsx", other_zip(), LedgerUnreadable, "KeyError"),
        ("so.csv", other_zip(), LedgerUnreadable, "named .csv"),
        ("so.csv", b"\x81\x8d\x8f\xd2\xd5\x9d", LedgerUnreadable, "not text"),
        ("so.csv", b"a,b\n" * 40 + b"\0\0", LedgerUnreadable, "not text"),
        ("so.csv", b'"' + b"x" * 200_000, LedgerUnreadable, "field larger"),
        ("so.csv", b" \n\n", LedgerEmpty, "no rows"),
        ("so.csv", b",,\n,,", LedgerEmpty, "no rows"),
        ("so.csv", b",,\n;;", LedgerWithoutHeader, "columns needed"),
        ("so.xlsx", b"", LedgerEmpty, "no rows"),
        ("so.csv", "Mã hồ sơ,Ngày tiếp nhận\n".encode(), LedgerEmpty, "the period"),
        (
            "so.csv",
            "Mã hồ sơ,Nội dung\nx,y".encode(),
            LedgerWithoutHeader,
            "Mã hồ sơ, Ngày tiếp nhận",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(
    tmp_path: Path, name: str, data: bytes, error: type[LedgerError], part: str
) -> None:
    path = written(tmp_path, data, name)

    with pytest.raises(LedgerError) as refusal:
        read_ledger(path, NOW)

    assert type(refusal.value) is error
    assert part in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert refusal.value.advice in str(refusal.value)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="there is no such file, or it may not be read"):
        read_ledger(tmp_path / "so.csv", NOW)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "so.xlsx"
    folder.mkdir()

    with pytest.raises(LedgerMissing, match="Is a directory"):
        read_ledger(folder, NOW)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, bomb(), "so.xlsx")

    with pytest.raises(LedgerTooLarge, match="8 MB unpacked"):
        read_sheets(path, Limits(unpacked_megabytes=7))


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerTooLarge, match="a file a month"):
        read_sheets(written(tmp_path, "x" * 11), Limits(megabytes=0.00001))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_too_many_rows_are_refused(tmp_path: Path, kind: str) -> None:
    rows = [HEADER, ROW, ROW]
    csv_text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
    path = written(tmp_path, csv_text) if kind == "csv" else workbook(tmp_path, rows)

    with pytest.raises(LedgerTooLarge, match="more than 2 rows"):
        read_sheets(path, Limits(rows=2))


def test_a_column_name_for_two_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text("columns: {code: [Mã], sets: [ma]}\nneeded: [code]", encoding="utf-8")

    with pytest.raises(ValueError, match="'ma' names 'code' and 'sets'"):
        load_columns(path)


@pytest.mark.parametrize(
    ("printed", "has_result"),
    [
        ("Có kết quả", True),
        ("đã chuyển trả kết quả", True),
        ("Chưa có kết quả.", False),
        ("", None),
        ("Giấy khai sinh", None),
    ],
)
def test_a_column_about_the_result_is_believed(
    tmp_path: Path, printed: str, has_result: bool | None
) -> None:
    path = workbook(tmp_path, [[*HEADER, "Tình trạng kết quả"], [*ROW, printed]])

    [dossier] = read_ledger(path, NOW, NAMES, TOLD_AT).dossiers

    assert dossier.has_result == has_result


def test_the_sample_shows_every_state_to_a_newcomer() -> None:
    reading = read_ledger(SAMPLE_LEDGER, NOW, NAMES, TOLD_AT)

    late = [d.code for d in reading.dossiers if is_overdue(d, TOLD_AT)]
    assert {dossier.status for dossier in reading.dossiers} == {*Status, None}
    assert reading.problems == ()
    assert reading.unknown_labels == ("Chờ ký số",)
    assert late == ["H22.38.9-261112-0003"]
