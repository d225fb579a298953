"""Official records known by name, and read in full when somebody asks for one."""

import json
from datetime import date
from pathlib import Path

import pytest
from official import SAMPLES

from knowledge.importers.shelf import Shelving, read_names
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load_with_problems
from knowledge.procedure import Confidence, Handler, NameOnly, Unit
from knowledge.yaml_file import Problem

STEPS = "Người sử dụng đất nộp hồ sơ về việc tặng cho quyền sử dụng đất. " * 4


def read(folder: Path, *lines: object) -> tuple[list[NameOnly], list[Problem]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path = folder / "records.jsonl"
    path.write_text("\n".join(texts), encoding="utf-8")
    shelving, problems = shelve(path)
    return list(shelving.names.values()), problems


def shelve(path: Path, catalogue: dict[str, str] | None = None) -> tuple[Shelving, list[Problem]]:
    problems: list[Problem] = []
    return read_names([path], catalogue or {}, problems), problems


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


def test_a_file_that_is_not_there_is_a_fatal_problem(tmp_path: Path) -> None:
    shelving, problems = shelve(tmp_path / "records.jsonl")

    assert shelving.names == {}
    assert [(problem.line, problem.is_fatal) for problem in problems] == [(None, True)]


def test_a_line_that_is_no_utf_8_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"\xff\n" + json.dumps(row()).encode())

    shelving, problems = shelve(path)

    assert list(shelving.names) == ["1.000001"]
    assert [(problem.line, problem.is_fatal) for problem in problems] == [(1, False)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"url": "https://cong.thu/?ma=1.000009"}, "its page is that of 1.000009"),
        ({"name": "Khai thác khoáng sản"}, "in the catalogue 'Đăng ký việc thử'"),
    ],
    ids=["its address names another code", "its name is quite another"],
)
def test_a_page_of_another_code_is_refused(
    tmp_path: Path, changes: dict[str, object], told: str
) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(row(**changes)) + "\n" + json.dumps(row(code="1.000002")))

    shelving, problems = shelve(path, {"1.000001": "Đăng ký việc thử"})

    assert list(shelving.names) == ["1.000002"]
    assert [problem.is_fatal for problem in problems] == [False]
    assert told in problems[0].message


def test_one_page_under_two_codes_is_refused_where_it_fits_worse(tmp_path: Path) -> None:
    page = {"steps": STEPS, "documents": [], "methods": []}
    names, problems = read(
        tmp_path,
        row(name="Tặng cho quyền sử dụng đất", **page),
        row(code="1.000002", name="Xác định ranh giới rừng phòng hộ", **page),
    )

    assert [name.code for name in names] == ["1.000001"]
    assert "1.000002 is refused: its page is that of 1.000001" in problems[0].message


def base(*extra: Path) -> KnowledgeBase:
    return load_with_problems(extra, Path("nowhere"))[0]


def test_details_are_read_when_they_are_asked_for() -> None:
    held = base(SAMPLES / "procedures.jsonl", SAMPLES / "1.000004.json")

    first, fourth = held.details("1.000001"), held.details("1.000004")

    assert first is not None
    assert fourth is not None
    assert first.limits[0].unit is Unit.NOT_GIVEN
    assert {first.confidence, fourth.confidence} == {Confidence.LOW}
    assert [paper.action for paper in fourth.papers] == ["show", "form"]


@pytest.mark.parametrize("code", ["1.000003", "9.999999"], ids=["no sum to take", "unknown"])
def test_no_details_are_told_where_there_are_none(code: str) -> None:
    assert base(SAMPLES / "procedures.jsonl").details(code) is None


def test_a_file_that_was_changed_gives_no_details(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes((SAMPLES / "procedures.jsonl").read_bytes())
    held = base(path)

    path.write_text("{}\n" * 100, encoding="utf-8")

    assert held.details("1.000002") is None


def test_a_catalogue_gives_names_only(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text(json.dumps({**row(), "departments": ["Công an Xã"], "commune": True}))
    held = base(path)

    assert held.names["1.000001"].commune
    assert held.details("1.000001") is None
