"""Official records in the shapes of the national portal's dumps."""

import json
from datetime import date
from pathlib import Path

import pytest
from builders import write

from knowledge.procedure import Handler, NameOnly
from knowledge.records import read_records
from knowledge.yaml_file import Problem


def read(folder: Path, *lines: object) -> tuple[list[NameOnly], list[Problem]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path = write(folder, {"records.jsonl": "\n".join(texts)}) / "records.jsonl"
    problems: list[Problem] = []
    return list(read_records(path, problems)), problems


def row(**changes: object) -> dict[str, object]:
    return {"code": "1.000001", "name": "Đăng ký việc thử", **changes}


def only(folder: Path, **changes: object) -> NameOnly:
    (record,), problems = read(folder, row(**changes))
    assert problems == []
    return record


def test_a_full_row_is_read(tmp_path: Path) -> None:
    record = only(
        tmp_path,
        name="  Đăng ký \n việc thử ",
        field="Hộ  tịch",
        agency="Ủy ban nhân dân cấp xã",
        issuer="Bộ Tư pháp",
        level="Cấp xã",
        type="TTHC",
        source="Cổng thử",
        crawled="2026-07-18T10:00:00Z",
    )

    assert record == NameOnly(
        code="1.000001",
        name="Đăng ký việc thử",
        field="Hộ tịch",
        handler=Handler.COMMUNE,
        agency="Ủy ban nhân dân cấp xã",
        issuer="Bộ Tư pháp",
        commune=True,
        national=True,
        source="Cổng thử",
        checked_on=date(2026, 7, 18),
    )


@pytest.mark.parametrize(
    ("agency", "handler"),
    [
        ("Công an Xã", Handler.POLICE),
        ("Chi nhánh Văn phòng đăng ký đất đai", Handler.LAND_OFFICE),
        ("Ban chỉ huy quân sự cấp xã", Handler.MILITARY),
        ("Bảo hiểm xã hội cơ sở", Handler.INSURANCE),
        ("Sở Tư pháp", Handler.PROVINCE),
        ("Ủy ban nhân dân cấp xã", Handler.COMMUNE),
        ("Ủy ban nhân dân cấp tỉnh", Handler.PROVINCE),
        ("Hội nông dân", Handler.OTHER),
        (None, Handler.OTHER),
    ],
)
def test_the_handler_is_read_from_the_agency(
    tmp_path: Path, agency: str | None, handler: Handler
) -> None:
    assert only(tmp_path, agency=agency).handler is handler


def test_of_several_departments_the_one_that_decides_is_named(tmp_path: Path) -> None:
    record = only(tmp_path, departments=["Công an xã", "Sở  Y tế", "Công an xã", 5])

    assert record.agency == "Công an cấp xã"


@pytest.mark.parametrize(
    ("changes", "commune"),
    [
        ({"commune": True}, True),
        ({"commune": False, "commune_core": True}, False),
        ({"commune_core": True}, True),
        ({"level": "Cấp xã"}, True),
        ({"level": "Cấp tỉnh"}, False),
        ({}, False),
    ],
)
def test_what_a_commune_takes_in(tmp_path: Path, changes: dict[str, object], commune: bool) -> None:
    assert only(tmp_path, **changes).commune == commune


def test_one_provinces_own_variant_is_not_national(tmp_path: Path) -> None:
    assert not only(tmp_path, type="SPECIFIC").national


@pytest.mark.parametrize("crawled", ["hôm qua", 20260718, None])
def test_a_day_that_is_none_is_left_out(tmp_path: Path, crawled: object) -> None:
    assert only(tmp_path, crawled=crawled).checked_on is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{code: 1}", "is not JSON"),
        ('["1.000001"]', "expected one JSON object a line"),
        ('{"code": 5, "name": "Một"}', "code 5 is not of the form"),
        ('{"code": "1.01", "name": "Một"}', "code '1.01' is not of the form"),
        ('{"code": "1.000002"}', "record 1.000002 has no name"),
        ('{"code": "1.000002", "name": " "}', "record 1.000002 has no name"),
    ],
    ids=["not JSON", "a list", "a number for a code", "a short code", "no name", "an empty name"],
)
def test_a_faulty_row_is_left_out_and_noted_on_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    records, problems = read(tmp_path, row(), "", line, row(code="1.000003"))

    assert [record.code for record in records] == ["1.000001", "1.000003"]
    assert [(problem.line, problem.is_fatal) for problem in problems] == [(3, False)]
    assert message in problems[0].message


def test_a_file_without_a_record_is_a_fatal_problem(tmp_path: Path) -> None:
    records, problems = read(tmp_path, "")

    assert records == []
    assert [problem.is_fatal for problem in problems] == [True]


@pytest.mark.parametrize("text", [None, b"\xff"], ids=["not there", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_a_fatal_problem(tmp_path: Path, text: bytes | None) -> None:
    path = tmp_path / "records.jsonl"
    if text is not None:
        path.write_bytes(text)
    problems: list[Problem] = []

    records = list(read_records(path, problems))

    assert records == []
    assert [(problem.line, problem.is_fatal) for problem in problems] == [(None, True)]
