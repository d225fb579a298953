"""Files of three shapes are told apart by what is inside, and read into the same records."""

import json
import shutil
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official import SAMPLES

from knowledge.importers import jsonl, portal
from knowledge.importers.files import Shape, read_records, shape_of
from knowledge.importers.record import OfficialMethod, OfficialPaper
from knowledge.yaml_file import Problem


def read(path):
    problems: list[Problem] = []
    return list(read_records(path, problems)), problems


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("procedures.jsonl", Shape.LINES),
        ("1.000004.json", Shape.PORTAL),
        ("niem-yet.xlsx", Shape.LISTING),
    ],
)
def test_a_shape_is_known_whatever_the_file_is_called(tmp_path, name, shape):
    renamed = tmp_path / "tai-ve.bin"
    shutil.copy(SAMPLES / name, renamed)

    assert shape_of(renamed) is shape
    assert read(renamed)[0]


def test_a_row_of_procedures_is_read_as_it_is_printed():
    (first, second, third), problems = read(SAMPLES / "procedures.jsonl")

    assert problems == []
    assert first.papers[1] == OfficialPaper(
        name="- Hộ chiếu hoặc thẻ căn cước", case="* Giấy tờ phải xuất trình:", originals=1
    )
    assert first.methods[0].time == "1"
    assert first.steps.splitlines() == [
        "Bước 1: nộp hồ sơ tại Trung tâm Phục vụ hành chính công.",
        "Bước 2: nhận kết quả.",
    ]
    assert [record.crawled for record in (first, second, third)] == [
        date(2026, 7, 18),
        date(2026, 6, 1),  # a month counts as its first day
        date(2025, 12, 1),
    ]


def test_a_row_of_a_catalogue_has_no_details():
    row = jsonl.parse('{"code": "1.000001", "name": "Việc", "departments": ["Sở Y tế"]}')

    record = jsonl.official(row)

    assert (record.has_details, record.bodies) == (False, ("Sở Y tế",))


def test_an_answer_of_the_portal_is_read():
    (record,), problems = read(SAMPLES / "1.000004.json")

    assert problems == []
    assert (record.code, record.field, record.issuer) == ("1.000004", "Hộ tịch", "Bộ Thử")
    assert record.methods == (
        OfficialMethod(
            channel="Trực tuyến",
            time="1",
            fee="Lệ phí: 0 đồng (Mức lệ phí do Hội đồng nhân dân tỉnh quyết định)",
        ),
        OfficialMethod(
            channel="Trực tiếp",
            time="10 ngày làm việc",
            fee="Phí: 20,000 Việt Nam Đồng (20.000 đồng/lần)",
            note="10 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        ),
    )
    assert [paper.originals for paper in record.papers] == [1, 1, 0]
    assert record.legal_basis == ("01/2026/QH99 - Luật Thử",)
    assert record.crawled == date(2026, 4, 16)
    assert set(record.named_codes) == {"1.000004"}


def test_a_file_named_by_another_code_is_told(tmp_path):
    renamed = tmp_path / "1.000999.json"
    shutil.copy(SAMPLES / "1.000004.json", renamed)

    (record,), _ = read(renamed)

    assert "1.000999" in record.named_codes


def test_a_list_of_answers_is_read(tmp_path):
    answer = json.loads((SAMPLES / "1.000004.json").read_text(encoding="utf-8"))
    other = {"code": "OK", "data": {**answer["data"], "code": "1.000005", "codeNotation": ""}}
    bad = {"code": "OK", "data": {**answer["data"], "code": "abc"}}
    path = tmp_path / "1.000004-all.json"
    path.write_text(json.dumps([answer, other, bad]), encoding="utf-8")

    records, problems = read(path)

    assert [record.code for record in records] == ["1.000004", "1.000005"]
    assert ["'abc'" in problem.message for problem in problems] == [True]


def test_a_posted_list_is_read_below_its_titles():
    records, problems = read(SAMPLES / "niem-yet.xlsx")

    assert [(r.code, r.name, r.field) for r in records] == [
        ("1.000001", "Đăng ký việc thử", "HỘ TỊCH"),
        ("1.000002", "Cấp lại giấy thử", "HỘ TỊCH"),
        ("1.000005", "Việc đất thử", "Đất đai"),
    ]
    assert records[0].legal_basis == ("Luật Thử", "Nghị định 1/2026/NĐ-CP")
    assert [method.channel for method in records[0].methods] == [
        "Trực tiếp",
        "Trực tuyến",
        "Dịch vụ bưu chính",
    ]
    assert records[1].methods[0].time == "3"
    assert {record.crawled for record in records} == {date(2026, 9, 29)}
    assert [problem.line for problem in problems] == [12]


def test_a_code_that_stands_twice_is_taken_once(tmp_path):
    path = tmp_path / "records.jsonl"
    line = '{"code": "1.000001", "name": "Một"}\n'
    path.write_text(line + line.replace("Một", "Hai"), encoding="utf-8")

    records, problems = read(path)

    assert [record.name for record in records] == ["Một"]
    assert "stands here twice" in problems[0].message


@pytest.mark.parametrize("data", [b"", b"hello\n", b'{"a": 1}', b"[1, 2]", b"PK\x03\x04", b"\xff"])
def test_a_file_without_records_is_a_fatal_problem(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)

    records, problems = read(path)

    assert records == []
    assert [problem.is_fatal for problem in problems][-1:] == [True]


def test_a_file_that_is_not_there_is_a_fatal_problem(tmp_path):
    records, problems = read(tmp_path / "none.jsonl")

    assert (records, [problem.is_fatal for problem in problems]) == ([], [True])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
LINE_KEYS = ["documents", "methods", "steps", "agency", "departments", "legal_basis", "crawled"]
PORTAL_KEYS = [
    "codeNotation", "executionSteps", "executionMethods", "executionCases", "category", "cases",
    "departmentsExecuting", "legalBasisesDetails", "updatedAt", "procedureProposal",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(LINE_KEYS), JSON | st.lists(st.dictionaries(st.sampled_from(
    ["name", "case", "originals", "channel", "fee", "time_limit"]), JSON))))  # fmt: skip
def test_fields_of_a_wrong_kind_count_as_empty(fields):
    record = jsonl.official({"code": "1.000001", "name": "Việc", **fields})

    assert record.code == "1.000001"


@given(st.dictionaries(st.sampled_from(PORTAL_KEYS), JSON | st.lists(st.dictionaries(
    st.sampled_from(["name", "profileComponents", "fees", "processingTime", "value"]),
    JSON))))  # fmt: skip
def test_no_answer_of_the_portal_raises(fields):
    record = portal.official({"code": "1.000001", "name": "Việc", **fields}, "nguồn")

    assert not isinstance(record, str)
