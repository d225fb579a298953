"""How people say a procedure: files with an author, a date and, to be used, an approval."""

from pathlib import Path

import pytest
from builders import CATALOGUE_HEAD, PROCEDURE, TOPIC, ask, line_of, problems_of, write

from knowledge.decision import Verdict, decide
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load, load_with_problems
from knowledge.matching import Matcher
from knowledge.targets import targets

PROCEDURE_FILE = "procedures/ho-tich/1.000001-viec-thu.yaml"
MARKET = "1.000002\tMở chợ\tThương mại\tcommune\tỦy ban nhân dân cấp xã\tBộ Công Thương\tyes"
CATALOGUE = f"{CATALOGUE_HEAD}\n{MARKET}\n{MARKET.replace('1.000002', '1.000003')}\n"
COURT = """\
id: court
name: việc của tòa
go_to: Hỏi tòa án.
everyday_names: [kiện tụng]
source: Trang thử
checked_on: 2026-11-22
confidence: low
"""
BASE = {PROCEDURE_FILE: PROCEDURE, "catalogue.tsv": CATALOGUE}
PATH = "lexicons/everyday_names/plain.yaml"
HEAD = "author: người thử\nwritten_on: 2026-11-28\n"
APPROVED = f"{HEAD}approved_by: người duyệt\n"


def names(key: str, *said: str) -> str:
    """Return the block of one owner's names."""
    return f'  "{key}": |\n' + "".join(f"    {name}\n" for name in said)


def everyday(*blocks: str, head: str = APPROVED) -> str:
    """Return the text of a file of names."""
    return head + "names:\n" + "".join(blocks)


def names_of(base: KnowledgeBase, key: str) -> list[str]:
    """Return all names under which a target is looked for."""
    return [name for target, named in targets(base) if target.key == key for name, _ in named]


@pytest.mark.parametrize(
    "key",
    ["1.000001", "1.000002", "court"],
    ids=["a procedure held in full", "a mere name", "another body's matter"],
)
def test_an_approved_name_becomes_a_name_of_its_owner(tmp_path: Path, key: str) -> None:
    text = everyday(names(key, "họp phiên", "dựng lán"))

    base = load(data=write(tmp_path, {**BASE, "elsewhere/court.yaml": COURT, PATH: text}))

    assert {"họp phiên", "dựng lán"} <= set(names_of(base, key))
    assert Matcher(base).rank(ask("dựng lán"))[0].target.key == key


def test_a_name_that_nobody_approved_widens_what_is_looked_at_and_proves_nothing(
    tmp_path: Path,
) -> None:
    text = everyday(names("1.000002", "họp phiên"), head=HEAD)

    base = load(data=write(tmp_path, {**BASE, PATH: text}))

    assert base.everyday.proposed_for("1.000002") == ("họp phiên",)
    assert base.everyday.of("1.000002") == ()
    assert names_of(base, "1.000002") == ["Mở chợ"]
    ranked = Matcher(base).rank(ask("họp phiên"))
    assert [each.target.key for each in ranked] == ["1.000002"]
    assert ranked[0].parts["of_question"] == 0
    assert decide(ranked).verdict is Verdict.DECLINE


def test_names_of_several_files_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    files = {
        "lexicons/everyday_names/b.yaml": everyday(names("1.000002", "họp phiên")),
        "lexicons/everyday_names/a.yaml": everyday(names("1.000002", "lập chợ", "dựng lán")),
    }

    base = load(data=write(tmp_path, {**BASE, **files}))

    assert base.everyday.of("1.000002") == ("lập chợ", "dựng lán", "họp phiên")


def test_empty_lines_and_spaces_around_a_name_fall_away(tmp_path: Path) -> None:
    text = everyday('  "1.000002": "họp phiên \\n\\n dựng lán"\n')

    base = load(data=write(tmp_path, {**BASE, PATH: text}))

    assert base.everyday.of("1.000002") == ("họp phiên", "dựng lán")


def test_what_has_no_names_has_none(tmp_path: Path) -> None:
    base = load(data=write(tmp_path, BASE))

    assert base.everyday.of("1.000002") == ()
    assert base.everyday.proposed_for("1.000002") == ()


@pytest.mark.parametrize("missing", ["author", "written_on"])
def test_author_and_date_are_required(tmp_path: Path, missing: str) -> None:
    head = "".join(f"{line}\n" for line in APPROVED.splitlines() if not line.startswith(missing))
    text = everyday(names("1.000002", "họp phiên"), head=head)

    (problem,) = problems_of(tmp_path, {**BASE, PATH: text})

    assert problem.path.name == "plain.yaml"
    assert f"{missing}: Field required" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- họp phiên\n", 1, "the file: Input should be an object"),
        (APPROVED + "names: {}\n", 4, "names: Dictionary should have at least 1 item"),
        (APPROVED + 'names:\n  "1.000002": [họp]\n', 5, "Input should be a valid string"),
        (APPROVED + 'names:\n  "1.000002": ""\n', 5, "String should have at least 1 character"),
        (APPROVED + "names: [\n", 5, "is not YAML"),
        (
            everyday(names("1.000002", "họp"), head=APPROVED.replace("2026-11-28", "hôm nay")),
            2,
            "written_on: Input should be a valid date",
        ),
        (
            everyday(names("1.000002", "họp phiên"), names("1.000009", "dựng lán")),
            7,
            "no procedure and no other body's matter is called '1.000009'",
        ),
    ],
    ids=[
        "a list",
        "no name at all",
        "a list for a text",
        "an empty text",
        "a bracket that does not close",
        "a word for a day",
        "an unknown code",
    ],
)
def test_a_fault_is_a_problem_on_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    (problem,) = problems_of(tmp_path, {**BASE, PATH: text})

    assert (problem.path.name, problem.line) == ("plain.yaml", line)
    assert message in problem.message


def test_names_beyond_the_shipped_catalogue_may_be_of_what_is_not_loaded(tmp_path: Path) -> None:
    text = everyday(names("1.000009", "dựng lán"), head=f"{APPROVED}beyond: true\n")

    assert problems_of(tmp_path, {**BASE, PATH: text}) == []


@pytest.mark.parametrize("said", ["Họp phiên", "hop phien"], ids=["capitals", "no marks"])
def test_a_name_of_two_owners_is_a_problem_on_the_line_of_the_second(
    tmp_path: Path, said: str
) -> None:
    text = everyday(names("1.000002", "họp phiên"), names("1.000003", "dựng lán", said))

    (problem,) = problems_of(tmp_path, {**BASE, PATH: text})

    assert (problem.path.name, problem.line) == ("plain.yaml", line_of(text, f"    {said}\n"))
    assert problem.message == f"{said!r} is a name of 1.000002 already: drop one of the two"


def test_a_name_of_two_owners_in_two_files_is_a_problem_in_the_later_file(tmp_path: Path) -> None:
    files = {
        "lexicons/everyday_names/a.yaml": everyday(names("1.000002", "họp phiên")),
        "lexicons/everyday_names/b.yaml": everyday(names("1.000003", "họp phiên")),
    }

    (problem,) = problems_of(tmp_path, {**BASE, **files})

    assert (problem.path.name, problem.line) == ("b.yaml", 6)


@pytest.mark.parametrize(
    ("said", "owner"),
    [("việc nào đó", "1.000001"), ("việc thử", "trial"), ("kiện tụng", "court")],
    ids=["a procedure's", "a topic's", "another body's"],
)
def test_a_name_that_stands_in_the_file_of_another_is_a_problem(
    tmp_path: Path, said: str, owner: str
) -> None:
    procedure = f"{PROCEDURE}everyday_names: [việc nào đó]\n"
    files = {"topics/trial.yaml": TOPIC, "elsewhere/court.yaml": COURT}
    text = everyday(names("1.000002", said))

    (problem,) = problems_of(tmp_path, {**BASE, **files, PROCEDURE_FILE: procedure, PATH: text})

    assert (problem.path.name, problem.line) == ("plain.yaml", 6)
    assert f"is a name of {owner} already" in problem.message


def test_a_proposed_name_collides_as_an_approved_one_does(tmp_path: Path) -> None:
    files = {
        "lexicons/everyday_names/a.yaml": everyday(names("1.000002", "họp phiên")),
        "lexicons/everyday_names/b.yaml": everyday(names("1.000003", "họp phiên"), head=HEAD),
    }

    (problem,) = problems_of(tmp_path, {**BASE, **files})

    assert problem.path.name == "b.yaml"


def test_a_faulty_file_leaves_the_names_of_the_others(tmp_path: Path) -> None:
    files = {
        "lexicons/everyday_names/a.yaml": "names: 5\n",
        "lexicons/everyday_names/b.yaml": everyday(names("1.000002", "họp phiên")),
    }

    base, problems = load_with_problems(data=write(tmp_path, {**BASE, **files}))

    assert {problem.path.name for problem in problems} == {"a.yaml"}
    assert base.everyday.of("1.000002") == ("họp phiên",)


NOT_OURS = "lexicons/not_ours.yaml"
SUBJECTS = "subjects:\n  weather: |\n    mưa to\n\n    nắng gắt\n"


def test_what_is_no_offices_matter_is_read_by_subject(tmp_path: Path) -> None:
    base = load(data=write(tmp_path, {NOT_OURS: APPROVED + SUBJECTS}))

    assert base.not_ours == {"weather": ("mưa to", "nắng gắt")}
    assert names_of(base, "weather") == ["mưa to", "nắng gắt"]


def test_subjects_that_nobody_approved_are_not_used(tmp_path: Path) -> None:
    base = load(data=write(tmp_path, {NOT_OURS: HEAD + SUBJECTS}))

    assert base.not_ours == {}


def test_a_fault_in_the_subjects_is_a_problem_on_its_line(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {NOT_OURS: APPROVED + "subjects:\n  weather: 5\n"})

    assert (problem.path.name, problem.line) == ("not_ours.yaml", 5)


def test_a_name_that_a_topic_and_a_procedure_share_is_named_where_it_stands(tmp_path: Path) -> None:
    names = {
        "topics/x.yaml": (
            "id: x\nname: X\neveryday_names:\n  - việc khác\n  - việc thử\nask: Nào?\nchoices:\n"
            '  - {code: "1.000001", label: Một}\n  - {code: "1.000002", label: Hai}\n'
        )
    }

    procedure = f"{PROCEDURE}everyday_names: [việc thử]\n"
    problems = problems_of(tmp_path, {**BASE, **names, PROCEDURE_FILE: procedure})

    assert any("'việc thử' is a name of 1.000001 already" in str(each) for each in problems)
