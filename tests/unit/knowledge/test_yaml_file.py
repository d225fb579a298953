"""A YAML file that remembers its lines."""

from pathlib import Path

import pytest
from builders import write

from knowledge.yaml_file import KnowledgeError, Problem, Source, read_yaml

NESTED = """\
code: "1.000001"
papers:
  - id: form
    when:
      who: [self]
  - id: mandate
steps: [một, hai]
"""


def read(folder: Path, text: str | bytes) -> tuple[Source | None, list[Problem]]:
    problems: list[Problem] = []
    return read_yaml(write(folder, {"a.yaml": text}) / "a.yaml", problems), problems


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("code",), 1),
        (("papers",), 2),
        (("papers", 0, "id"), 3),
        (("papers", 0, "when", "who"), 5),
        (("papers", 1), 6),
        (("papers", 1, "name"), 6),
        (("papers", 9), 2),
        (("steps", 1), 7),
        (("code", "x"), 1),
        (("nothing",), 1),
        ((), 1),
    ],
    ids=[
        "a value",
        "a list",
        "a value in a list",
        "a value further in",
        "an item",
        "a key that is missing",
        "an item that is missing",
        "an item of one line",
        "below a value",
        "a missing key at the top",
        "the file",
    ],
)
def test_a_value_stands_on_its_line(tmp_path: Path, path: tuple[str | int, ...], line: int) -> None:
    source, _ = read(tmp_path, NESTED)

    assert source is not None
    assert source.line(path) == line


def test_a_path_through_a_value_stops_there(tmp_path: Path) -> None:
    source, _ = read(tmp_path, "- một\n- hai\n")

    assert source is not None
    assert source.line((1, "name")) == 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (b"a: \xff\n", None, "cannot be read"),
        ("a: 1\nb: [1\nc: 2\n", 3, "is not YAML"),
        ("a: 1\n---\nb: 1\n", 2, "is not YAML"),
        ("? [a]\n: b\n", 1, "is not YAML"),
        ("a: 2026-02-30\n", None, "is not YAML"),
        ("a: \x01\n", None, "is not YAML"),
        ("", None, "is empty"),
        ("# chỉ có lời ghi\n", None, "is empty"),
    ],
    ids=[
        "not UTF-8",
        "a bracket that does not close",
        "two documents",
        "a list for a key",
        "a day that is none",
        "a control character",
        "an empty file",
        "only a comment",
    ],
)
def test_a_file_that_cannot_be_read_is_noted(
    tmp_path: Path, text: str | bytes, line: int | None, message: str
) -> None:
    source, problems = read(tmp_path, text)

    assert source is None
    assert [problem.line for problem in problems] == [line]
    assert message in problems[0].message


def test_a_file_that_is_not_there_is_noted(tmp_path: Path) -> None:
    problems: list[Problem] = []

    source = read_yaml(tmp_path / "none.yaml", problems)

    assert source is None
    assert "cannot be read" in problems[0].message


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: 2\na: 3\n", 3), ("- x: 1\n- a: 1\n  a: 2\n", 3), ("b:\n  a: 1\n  a: 2\n", 3)],
    ids=["at the top", "in a list", "further in"],
)
def test_a_repeated_key_is_noted_on_its_second_line(tmp_path: Path, text: str, line: int) -> None:
    _, problems = read(tmp_path, text)

    assert [(problem.line, problem.message) for problem in problems] == [
        (line, "'a' stands here twice")
    ]


def test_decomposed_marks_are_noted_on_their_line(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "a: hòa\nb: ho\u0300a\n")

    assert [(problem.line, problem.message) for problem in problems] == [
        (2, "is not in NFC: retype the marks")
    ]


def test_dates_become_iso_texts_for_the_models(tmp_path: Path) -> None:
    source, _ = read(tmp_path, "đã xem: 2026-11-22\n")

    assert source is not None
    assert source.as_json() == '{"đã xem": "2026-11-22"}'


def test_a_problem_reads_as_file_line_and_message() -> None:
    path = Path("a.yaml")

    assert str(Problem(path, 3, "is wrong")) == "a.yaml:3: is wrong"
    assert str(Problem(path, None, "is empty")) == "a.yaml: is empty"


def test_an_error_tells_every_problem() -> None:
    problems = [Problem(Path("a.yaml"), 3, "is wrong"), Problem(Path("b.yaml"), None, "is empty")]

    error = KnowledgeError(problems)

    assert str(error) == "a.yaml:3: is wrong\nb.yaml: is empty"
    assert error.problems == tuple(problems)
