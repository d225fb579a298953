"""Labelled questions in, figures out."""

import json
from pathlib import Path

import pytest
from builders import write

from knowledge.evaluate import Figures, Given, Labelled, figures, rank_of, read_labelled
from knowledge.yaml_file import Problem


def labelled(behaviour: str = "answer", *codes: str, fields: tuple[str, ...] = ()) -> Labelled:
    return Labelled("hỏi", (), behaviour, frozenset(codes), frozenset(fields))


def given(
    behaviour: str = "answer", *codes: str, fields: tuple[str, ...] = (), ms: float = 1.0
) -> Given:
    return Given(behaviour, codes, fields, ms)


def read(folder: Path, *lines: object) -> tuple[list[Labelled], list[Problem]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path = write(folder, {"questions.jsonl": "\n".join(texts)}) / "questions.jsonl"
    problems: list[Problem] = []
    return read_labelled(path, problems), problems


def test_figures_of_a_run() -> None:
    pairs = [
        (labelled("answer", "a", fields=("fee",)), given("answer", "a", fields=("fee",), ms=4)),
        (labelled("answer", "b", fields=("fee", "time")), given("clarify", "x", "b", ms=3)),
        (labelled("clarify", "c", "d"), given("clarify", "x", "y", "z", "d", ms=2)),
        (labelled("apologize"), given("answer", "a", fields=("fee",), ms=1)),
        (labelled("clarify", "e"), given("apologize", ms=9)),
    ]

    assert figures(pairs) == Figures(
        n=5,
        with_codes=4,
        top_1=1 / 4,
        top_3=2 / 4,
        mrr=pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4),
        behaviour=2 / 5,
        ask_back_recall=1 / 2,
        over_asking=1 / 2,
        decline_recall=0.0,
        facets=1 / 2,
        wrong_twins=0,
        confident_wrong=1 / 5,
        p50_ms=3,
        p99_ms=9,
    )


def test_figures_nobody_asks_for_are_none() -> None:
    assert figures([(labelled("other"), given("answer"))]) == Figures(
        n=1,
        with_codes=0,
        top_1=None,
        top_3=None,
        mrr=None,
        behaviour=0.0,
        ask_back_recall=None,
        over_asking=None,
        decline_recall=None,
        facets=None,
        wrong_twins=0,
        confident_wrong=0.0,
        p50_ms=1.0,
        p99_ms=1.0,
    )


def test_figures_of_no_questions() -> None:
    none = figures([])

    assert (none.n, none.behaviour, none.p50_ms, none.p99_ms) == (0, 0.0, 0.0, 0.0)


def test_percentiles_of_a_hundred() -> None:
    run = figures([(labelled(), given(ms=float(ms))) for ms in range(100, 0, -1)])

    assert (run.p50_ms, run.p99_ms) == (51.0, 100.0)


def test_figures_have_names() -> None:
    named = figures([]).as_dict()

    assert named["n"] == 0
    assert named["top_1"] is None


@pytest.mark.parametrize(
    ("codes", "rank"),
    [
        (("a", "x"), 1),
        (("x", "new"), 2),
        (("old",), 1),
        (("x",), None),
        ((), None),
        ((*"0123456789", "a"), None),
    ],
    ids=["first", "the heir", "the former code", "missed", "nothing given", "past the tenth"],
)
def test_the_place_of_the_first_right_code(codes: tuple[str, ...], rank: int | None) -> None:
    right = labelled("answer", "a", "old")

    assert rank_of(right, given("answer", *codes), {"old": "new"}) == rank


def test_a_labelled_question_is_read(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path,
        {
            "question": "mất bao lâu",
            "context": ["khai sinh"],
            "behaviour": "answer",
            "codes": ["1.001193"],
            "fields": ["time"],
            "topic": None,
        },
        "",
        {"question": "bóng đá", "behaviour": "apologize", "codes": None},
    )

    assert problems == []
    assert found == [
        Labelled(
            "mất bao lâu",
            ("khai sinh",),
            "answer",
            frozenset({"1.001193"}),
            frozenset({"time"}),
        ),
        Labelled("bóng đá", (), "apologize", frozenset(), frozenset()),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{question}", "is not JSON"),
        ("[]", "Input should be an object"),
        ({"behaviour": "answer"}, "question {'behaviour': 'answer'}: Field required"),
        (
            {"question": "q", "behaviour": "guess"},
            "behaviour 'guess': Input should be 'answer', 'clarify' or 'apologize'",
        ),
        ({"question": "q"}, "behaviour {'question': 'q'}: Field required"),
        ({"question": "q", "behaviour": "answer", "fields": ["colour"]}, "'colour'"),
    ],
    ids=["not JSON", "a list", "no question", "unknown behaviour", "no behaviour", "unknown facet"],
)
def test_a_faulty_question_is_left_out_and_noted_on_its_line(
    tmp_path: Path, line: object, message: str
) -> None:
    found, problems = read(tmp_path, {"question": "q", "behaviour": "answer"}, line)

    assert len(found) == 1
    assert [problem.line for problem in problems] == [2]
    assert message in problems[0].message


@pytest.mark.parametrize(
    "changes",
    [
        {"codes": "1.001193"},
        {"codes": 5},
        {"codes": [["1.001193"]]},
        {"fields": 5},
        {"fields": [5, "colour"]},
        {"context": "khai sinh"},
        {"context": 5},
    ],
    ids=[
        "a text for codes",
        "a number for codes",
        "a list in codes",
        "a number for fields",
        "a number in fields",
        "a text for the context",
        "a number for the context",
    ],
)
def test_a_list_of_the_wrong_type_is_noted_and_no_crash(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    found, problems = read(tmp_path, {"question": "q", "behaviour": "answer", **changes})

    assert found == []
    assert [problem.line for problem in problems] == [1]


def test_a_line_separator_inside_a_question_does_not_end_its_line(tmp_path: Path) -> None:
    found, problems = read(tmp_path, '{"question": "một\u2028hai", "behaviour": "answer"}')

    assert problems == []
    assert [each.question for each in found] == ["một\u2028hai"]


@pytest.mark.parametrize("text", [None, b"\xff"], ids=["not there", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_noted(tmp_path: Path, text: bytes | None) -> None:
    path = tmp_path / "questions.jsonl"
    if text is not None:
        path.write_bytes(text)
    problems: list[Problem] = []

    found = read_labelled(path, problems)

    assert found == []
    assert "cannot be read" in problems[0].message
