"""Provinces, life events and the calendar, read from their files."""

from pathlib import Path

import pytest
from builders import PROCEDURE, line_of, problems_of

FILE = "procedures/ho-tich/1.000001-viec-thu.yaml"

PROVINCE = """\
code: "08"
name: tỉnh thử
source: thử
checked_on: 2026-11-27
rules:
  - code: "1.000001"
    limits: [{unit: working_day, amount: 2}]
    decision: Quyết định 1/QĐ-UBND
    source: thử
    checked_on: 2026-11-27
"""

EVENT = """\
id: trial
name: Có việc
words: [có việc]
steps:
  - {code: "1.000001", line: việc thứ nhất}
  - {code: "1.000001", line: việc thứ hai}
source: thử
checked_on: 2026-11-27
confidence: high
"""


def test_faultless_files_give_no_problem(tmp_path: Path) -> None:
    files = {FILE: PROCEDURE, "provinces/thu.yaml": PROVINCE, "life_events/thu.yaml": EVENT}

    assert problems_of(tmp_path, files) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('- code: "1.000001"', '- code: "1.000009"'), "no details are held of '1.000009'"),
        (("amount: 2}", "amount: 2, when: {nobody: [yes_it_is]}}"), "names no case question"),
        (("amount: 2}", "amount: 2, unit_of: x}"), "unit_of"),
        (('code: "08"', 'code: "8"'), "code"),
    ],
)
def test_a_faulty_rule_of_a_province_is_a_problem_on_its_line(
    tmp_path: Path, change: tuple[str, str], fault: str
) -> None:
    text = PROVINCE.replace(*change)

    (problem,) = problems_of(tmp_path, {FILE: PROCEDURE, "provinces/thu.yaml": text})

    assert fault in problem.message
    assert problem.path.name == "thu.yaml"


def test_an_event_that_names_no_procedure_is_a_problem_on_its_line(tmp_path: Path) -> None:
    text = EVENT.replace('"1.000001", line: việc thứ hai', '"1.000009", line: việc thứ hai')

    (problem,) = problems_of(tmp_path, {FILE: PROCEDURE, "life_events/thu.yaml": text})

    assert problem.line == line_of(text, '"1.000009"')


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("years: [2026]\ndays: [{day: 2026-01-01, kind: off, name: a, source: b}]", "kind"),
        ("years: []\ndays: []", "years"),
        ("years: [2026]\ndays: [{day: 2025-01-01, kind: half, name: a, source: b}]", "year"),
    ],
)
def test_a_faulty_calendar_is_a_problem(tmp_path: Path, text: str, fault: str) -> None:
    problems = problems_of(tmp_path, {"calendars/vietnam.yaml": text})

    assert any(fault in problem.message for problem in problems)


def test_a_question_of_ours_has_at_most_four_choices(tmp_path: Path) -> None:
    """A draft may list more: it is worked over before people are asked."""
    more = "".join(
        f"      - {{id: more_{number}, label: Người thứ {number}}}\n" for number in "345"
    )
    text = PROCEDURE.replace("papers:\n", f"{more}papers:\n", 1)
    path = "procedures/ho-tich/1.000001-viec-thu.yaml"

    (problem,) = problems_of(tmp_path, {path: text})

    assert problem.line == line_of(text, "choices:")
    assert problem.message == "5 choices: a question has at most 4"
