"""The knowledge base, read from its files."""

from datetime import date
from pathlib import Path

import pytest
from builders import CATALOGUE_HEAD, PROCEDURE, TOPIC, line_of, problems_of, write

from knowledge.load import KnowledgeError, load, load_with_problems
from knowledge.procedure import Handler

FILE = "procedures/ho-tich/1.000001-viec-thu.yaml"
ROW = "1.000002\tMở chợ\tThương mại\tcommune\tỦy ban nhân dân cấp xã\tBộ Công Thương\tyes"


def test_the_shipped_knowledge_base_has_no_problem() -> None:
    _, problems = load_with_problems()

    assert [str(problem) for problem in problems] == []


def test_an_empty_folder_is_an_empty_base(tmp_path: Path) -> None:
    base, problems = load_with_problems(data=tmp_path)

    assert problems == []
    assert (base.procedures, base.names, base.topics, base.offices) == ({}, {}, {}, {})


def test_faultless_files_give_no_problem(tmp_path: Path) -> None:
    files = {FILE: PROCEDURE, "topics/trial.yaml": TOPIC, "catalogue.tsv": CATALOGUE_HEAD}

    assert problems_of(tmp_path, files) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("amount: 3", "amount: ba", "limits.0.amount"),
        ('code: "1.000001"\nname', "code: 1.000001\nname", "code"),
        ("handler: commune", "handler: nobody", "handler"),
        ("action: hand_in", "action: throw", "papers.1.action"),
        ("checked_on: 2026-11-22", "checked_on: hôm nay", "checked_on"),
        ("short_name: việc thử", "short_name: ''", "short_name"),
        ("set_by: province", "set_by: province\n    colour: đỏ", "colour"),
        ("result: Giấy thử", "result: Giấy thử\ncolour: đỏ", "colour"),
        ("result: Giấy thử", "result: Giấy thử\nname: Khác", "'name' stands here twice"),
        ("label: Tự đi", "label: Tự đi\n        label: Đi", "'label' stands here twice"),
        ("steps: [Nộp]", "steps: [Nộp", "is not YAML"),
        ("result: Giấy thử", "result: Gia\u0302\u0301y thử", "is not in NFC"),
    ],
    ids=[
        "a word for a number",
        "a number for a code",
        "an unknown handler",
        "an unknown action",
        "a word for a day",
        "an empty text",
        "an unknown key in a part",
        "an unknown key",
        "a repeated key",
        "a repeated key in a part",
        "a bracket that does not close",
        "decomposed marks",
    ],
)
def test_a_fault_in_a_procedure_is_a_problem_on_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in PROCEDURE
    text = PROCEDURE.replace(old, new, 1)
    line = line_of(text, new) + new.count("\n") * ("code" not in old)
    if "[Nộp" in new:
        line += 1  # YAML notices at the next key

    (problem,) = problems_of(tmp_path, {FILE: text})

    assert (problem.path.name, problem.line) == (Path(FILE).name, line)
    assert message in problem.message


def test_a_missing_key_is_a_problem_of_the_part_that_misses_it(tmp_path: Path) -> None:
    text = PROCEDURE.replace("    name: Giấy ủy quyền\n", "")

    (problem,) = problems_of(tmp_path, {FILE: text})

    assert problem.line == line_of(text, "- id: mandate")
    assert "papers.1.name" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("who_goes: [other]", "who_stays: [other]", "'when' names no case question: 'who_stays'"),
        ("who_goes: [other]", "who_goes: [nobody]", "'when' names no choice of 'who_goes'"),
        ("id: mandate", "id: form", "two papers share an id"),
    ],
    ids=["an unknown question", "an unknown choice", "a paper twice"],
)
def test_parts_that_do_not_fit_together_are_a_problem_of_the_file(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (problem,) = problems_of(tmp_path, {FILE: PROCEDURE.replace(old, new)})

    assert problem.line == 1
    assert message in problem.message


@pytest.mark.parametrize("text", ["", "# chưa viết\n"], ids=["empty", "only a comment"])
def test_an_empty_file_is_a_problem(tmp_path: Path, text: str) -> None:
    (problem,) = problems_of(tmp_path, {FILE: text})

    assert problem.message == "is empty"


@pytest.mark.parametrize(
    "text",
    ["5\n", "- a\n", "2026-11-22: a\n", "true: a\n", "a: !!set {b}\n"],
    ids=["a number", "a list", "a day for a key", "a yes for a key", "a set"],
)
def test_a_file_of_the_wrong_shape_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    problems = problems_of(tmp_path, {FILE: text})

    assert problems != []
    assert {problem.path.name for problem in problems} == {Path(FILE).name}


def test_a_code_in_two_files_is_a_problem_of_the_second(tmp_path: Path) -> None:
    second = "procedures/khac/1.000001-lai-nua.yaml"

    (problem,) = problems_of(tmp_path, {FILE: PROCEDURE, second: "# hai\n" + PROCEDURE})

    assert (problem.path.name, problem.line) == ("1.000001-lai-nua.yaml", 2)
    assert "stands in 1.000001-viec-thu.yaml already" in problem.message


def test_a_file_name_that_tells_another_code_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {"procedures/1.000009-viec-thu.yaml": PROCEDURE})

    assert problem.line == 1
    assert "rename it to 1.000001-" in problem.message


def test_an_unknown_related_code_is_a_problem_on_its_line(tmp_path: Path) -> None:
    text = PROCEDURE.replace('related:\n  - code: "1.000001"', 'related:\n  - code: "1.000009"')

    (problem,) = problems_of(tmp_path, {FILE: text})

    assert problem.line == line_of(text, '"1.000009"')
    assert "no procedure has the code '1.000009'" in problem.message


def test_an_unknown_code_of_a_topic_is_a_problem_on_its_line(tmp_path: Path) -> None:
    text = TOPIC.replace('code: "1.000001"\n    label: Hai', 'code: "1.000009"\n    label: Hai')

    (problem,) = problems_of(tmp_path, {FILE: PROCEDURE, "topics/trial.yaml": text})

    assert problem.line == line_of(text, '"1.000009"')


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = PROCEDURE.replace("amount: 3", "amount: ba").replace("steps: [Nộp]", "steps: []")
    write(tmp_path, {FILE: text, "topics/trial.yaml": ""})

    with pytest.raises(KnowledgeError) as caught:
        load(data=tmp_path)

    assert len(caught.value.problems) == 3


def test_catalogue_rows_are_read(tmp_path: Path) -> None:
    remarks = "# source: Cổng thử\n# crawled: 2026-07-18\n"
    province = ROW.replace("1.000002", "1.000003").replace("\tyes", "\tno")
    write(tmp_path, {"catalogue.tsv": f"{remarks}{CATALOGUE_HEAD}\n{ROW}\n{province}\n"})

    names = load(data=tmp_path).names

    assert (names["1.000002"].name, names["1.000002"].handler) == ("Mở chợ", Handler.COMMUNE)
    assert (names["1.000002"].source, names["1.000002"].checked_on) == (
        "Cổng thử",
        date(2026, 7, 18),
    )
    assert [names[code].national for code in sorted(names)] == [True, False]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1.000003\tMở chợ", "2 cells where 7 are expected"),
        (ROW.replace("1.000002", "1.02"), "row cannot be read"),
        (ROW.replace("commune", "nobody"), "row cannot be read"),
        (ROW.replace("Mở chợ", " "), "row cannot be read"),
        (ROW, "1.000002"),
    ],
    ids=[
        "too few cells",
        "a short code",
        "an unknown handler",
        "no name",
        "a code twice",
    ],
)
def test_a_faulty_catalogue_row_is_a_problem_on_its_line(
    tmp_path: Path, row: str, message: str
) -> None:
    text = f"# source: Cổng thử\n{CATALOGUE_HEAD}\n{ROW}\n{row}\n# hết\n"

    (problem,) = problems_of(tmp_path, {"catalogue.tsv": text})

    assert (problem.path.name, problem.line) == ("catalogue.tsv", 4)
    assert message in problem.message


@pytest.mark.parametrize(
    "text",
    [
        b"code\tname\n\xff\n",
        "code\tname\n1.000001\tMở chợ\n",
        f"# crawled: qua\n{CATALOGUE_HEAD}\n{ROW}",
    ],
    ids=["not UTF-8", "missing columns", "a remark that is no day"],
)
def test_a_faulty_catalogue_is_a_problem_and_no_crash(tmp_path: Path, text: str | bytes) -> None:
    (problem,) = problems_of(tmp_path, {"catalogue.tsv": text})

    assert problem.path.name == "catalogue.tsv"


def renumbering(code: str, replaces: str, confidence: str = "high") -> str:
    return (
        f'- code: "{code}"\n  name: Tên mới\n  replaces: [{replaces}]\n'
        f"  source: Quyết định thử\n  confidence: {confidence}\n"
    )


def test_a_renumbered_name_takes_what_was_known_of_the_former_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "catalogue.tsv": f"{CATALOGUE_HEAD}\n{ROW}\n",
            "renumbered.yaml": renumbering("1.000005", '"1.000002"')
            + renumbering("1.000006", '"1.000088"'),
        },
    )

    base = load(data=tmp_path)

    assert base.current("1.000002") == "1.000005"
    assert (base.names["1.000005"].name, base.names["1.000005"].field) == (
        "Tên mới",
        "Thương mại",
    )
    assert base.names["1.000006"].source == "Quyết định thử"


def test_a_renumbering_that_is_only_inferred_leads_nowhere(tmp_path: Path) -> None:
    write(tmp_path, {"renumbered.yaml": renumbering("1.000005", '"1.000088"', "low")})

    base = load(data=tmp_path)

    assert base.current("1.000088") == "1.000088"
    assert base.name_of("1.000005") == "Tên mới"


def test_a_former_code_of_a_procedure_leads_to_it(tmp_path: Path) -> None:
    text = PROCEDURE.replace("name: Đăng", 'former_codes: ["1.000077"]\nname: Đăng', 1)
    files = {FILE: text, "renumbered.yaml": renumbering("1.000001", '"1.000078"')}
    write(tmp_path, files)

    base = load(data=tmp_path)

    assert [base.name_of(code) for code in ("1.000077", "1.000078")] == ["việc thử"] * 2


def test_a_faulty_renumbering_is_a_problem_on_its_line(tmp_path: Path) -> None:
    text = renumbering("1.000005", "") + renumbering("1.6", "")

    (problem,) = problems_of(tmp_path, {"renumbered.yaml": text})

    assert problem.line == line_of(text, '"1.6"')


@pytest.mark.parametrize("file", ["renumbered.yaml", "sensitive_fields.yaml"])
@pytest.mark.parametrize("text", ["5\n", "con nuôi\n"], ids=["a number", "a text"])
def test_a_list_file_that_holds_no_list_is_one_problem_and_no_crash(
    tmp_path: Path, file: str, text: str
) -> None:
    (problem,) = problems_of(tmp_path, {file: text})

    assert (problem.path.name, problem.line) == (file, 1)


def test_sensitive_fields_are_kept_without_marks(tmp_path: Path) -> None:
    write(tmp_path, {"sensitive_fields.yaml": "- Con nuôi\n- y tế\n"})

    assert load(data=tmp_path).sensitive_fields == ("con nuoi", "y te")


def test_official_records_stand_under_the_shipped_ones(tmp_path: Path) -> None:
    files = {
        FILE: PROCEDURE,
        "catalogue.tsv": f"{CATALOGUE_HEAD}\n{ROW}\n",
        "extra.jsonl": (
            '{"code": "1.000001", "name": "Khác"}\n{"code": "1.000002", "name": "Khác"}\n'
            '{"code": "1.000003", "name": "Thêm"}\n'
        ),
    }
    folder = write(tmp_path, files)

    base = load([folder / "extra.jsonl"], folder)

    assert [base.name_of(f"1.00000{number}") for number in (1, 2, 3)] == [
        "việc thử",
        "Mở chợ",
        "Thêm",
    ]
    assert "1.000001" not in base.names


def test_a_faulty_official_record_is_left_out_and_told(tmp_path: Path) -> None:
    text = '{"code": "1.000003", "name": "Thêm"}\n{"code": 5}\n'
    folder = write(tmp_path, {"extra.jsonl": text})

    base = load([folder / "extra.jsonl"], folder)

    assert list(base.names) == ["1.000003"]
    assert len(base.left_out) == 1
    assert "extra.jsonl:2:" in base.left_out[0]


def test_official_records_that_are_missing_are_fatal(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load([tmp_path / "none.jsonl"], tmp_path)
