"""Weights that turn evidence into a probability."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from builders import ask, base_of, name_only
from hypothesis import given
from hypothesis import strategies as st

from knowledge.load import load_with_problems
from knowledge.matching import Matcher
from knowledge.ranker import (
    INPUTS,
    PARTS,
    Evidence,
    Ranker,
    inputs,
    read_ranker,
    shipped_ranker,
)
from knowledge.yaml_file import Problem

NOTHING: Mapping[int, float] = {}
NONE, UNKNOWN = len(PARTS), len(PARTS) + 1
LAGS = len(PARTS) + 2


def written(**changes: object) -> dict[str, object]:
    """Return a file of weights that all count nothing, as plain values."""
    fields: dict[str, object] = {
        "fitted_on": "2026-11-28",
        "questions": "ba câu thử",
        "parts": PARTS,
        "direct": [0.0] * INPUTS,
        "hidden": [[0.0, 0.0]] * INPUTS,
        "thresholds": [0.0, 0.0],
        "outward": [0.0, 0.0],
    }
    return {**fields, **changes}


def ranker(*, none: float = 0.0, unknown: float = 0.0, **parts: float) -> Ranker:
    """Return a ranker to which only these parts count, each by itself."""
    direct = [0.0] * INPUTS
    direct[NONE], direct[UNKNOWN] = none, unknown
    for part, weight in parts.items():
        direct[PARTS.index(part)] = weight
    return Ranker.model_validate_json(json.dumps(written(direct=direct)))


def evidence(*shares: float, unknown: float = 0.0) -> Evidence:
    """Return candidates 10, 11, ... of which the name covers these shares of the question."""
    parts = np.zeros((len(shares), len(PARTS)), np.float32)
    parts[:, PARTS.index("of_question")] = shares
    targets = np.arange(10, 10 + len(shares), dtype=np.int32)
    return Evidence(targets, np.zeros(len(shares), np.int32), parts, unknown)


def chances(weights: Ranker, found: Evidence, favour: Mapping[int, float] = NOTHING) -> list[float]:
    return weights.probabilities(found, favour).tolist()


def test_candidates_without_a_weight_are_as_likely_as_none() -> None:
    assert chances(ranker(), evidence(1, 0.5, 0)) == pytest.approx([0.25] * 3)


def test_what_counts_makes_a_candidate_likelier() -> None:
    more, less = chances(ranker(of_question=3), evidence(1, 0.5))

    assert more > less


def test_what_counts_against_makes_a_candidate_less_likely() -> None:
    more, less = chances(ranker(of_question=-3), evidence(1, 0.5))

    assert more < less


def test_the_scores_are_the_weighed_parts() -> None:
    assert ranker(of_question=3, none=2).scores(evidence(1, 0.5)).tolist() == [3, 1.5, 2]


def test_a_part_may_count_by_how_far_it_lags_behind_the_best() -> None:
    direct = [0.0] * INPUTS
    direct[LAGS + PARTS.index("of_question")] = 4.0
    lagging = Ranker.model_validate_json(json.dumps(written(direct=direct)))

    assert lagging.scores(evidence(1, 0.5, 0.75)).tolist() == [0, -2, -1, 4]


def test_two_parts_may_count_only_together() -> None:
    hidden = [[0.0, 0.0] for _ in range(INPUTS)]
    hidden[PARTS.index("of_question")][0] = hidden[PARTS.index("of_name")][0] = 1.0
    both = written(hidden=hidden, thresholds=[-1.0, 0.0], outward=[5.0, 0.0])
    found = evidence(1, 0, 1)
    found.parts[:, PARTS.index("of_name")] = 0, 1, 1

    assert Ranker.model_validate_json(json.dumps(both)).scores(found).tolist() == [0, 0, 5, 0]


def test_every_candidate_has_a_row_and_the_last_stands_for_none() -> None:
    rows = inputs(evidence(1, 0.5, unknown=0.25))

    assert rows.shape == (3, INPUTS)
    assert rows[-1, NONE] == 1
    assert rows[-1, UNKNOWN] == 0.25
    assert not rows[:-1, NONE : UNKNOWN + 1].any()


def test_what_speaks_for_none_takes_from_all_alike() -> None:
    lenient, strict = (
        chances(ranker(of_question=2, none=none), evidence(1, 0.5)) for none in (0, 4)
    )

    assert sum(strict) < sum(lenient)
    assert strict[0] / strict[1] == pytest.approx(lenient[0] / lenient[1], rel=1e-4)


def test_words_that_no_name_has_speak_for_none() -> None:
    weights = ranker(unknown=4)

    assert chances(weights, evidence(1, unknown=0.9)) < chances(weights, evidence(1, unknown=0.1))


def test_what_the_talk_expects_is_likelier_and_the_others_less_likely() -> None:
    plain = chances(ranker(of_question=2), evidence(1, 1))

    favoured = chances(ranker(of_question=2), evidence(1, 1), {11: 2.0})

    assert favoured[1] > plain[1]
    assert favoured[0] < plain[0]


def test_what_the_talk_expects_of_no_candidate_changes_nothing() -> None:
    plain = chances(ranker(of_question=2), evidence(1, 1))

    assert chances(ranker(of_question=2), evidence(1, 1), {99: 5.0}) == plain


def test_of_no_candidates_none_is_sure() -> None:
    assert chances(ranker(), evidence()) == []


@given(
    st.lists(st.floats(0, 1, width=32), max_size=6),
    st.floats(-50, 50),
    st.floats(-9, 9),
    st.dictionaries(st.integers(8, 18), st.floats(-20, 20), max_size=4),
)
def test_chances_are_shares_that_leave_the_rest_to_none(
    shares: list[float], weight: float, none: float, favour: dict[int, float]
) -> None:
    found = chances(ranker(of_question=weight, none=none), evidence(*shares), favour)

    assert all(0 <= chance <= 1 for chance in found)
    assert sum(found) <= 1 + 1e-5


@given(st.permutations([0.1, 0.4, 0.7, 1.0]))
def test_the_order_of_candidates_changes_nothing(shares: list[float]) -> None:
    weights = ranker(of_question=3, none=1)

    found = dict(zip(shares, chances(weights, evidence(*shares)), strict=True))

    ordered = sorted(shares)
    expected = dict(zip(ordered, chances(weights, evidence(*ordered)), strict=True))
    assert found == pytest.approx(expected)


def test_the_shipped_weights_are_of_every_part() -> None:
    assert shipped_ranker().parts == PARTS


def test_a_base_may_bring_weights_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "ranker.json").write_text(json.dumps(written()), encoding="utf-8")

    base, problems = load_with_problems(data=tmp_path)

    assert problems == []
    assert base.ranker.questions == "ba câu thử"


def test_the_weights_of_the_base_are_those_of_its_matcher() -> None:
    names = name_only("1.000002", "Cấp thẻ"), name_only("1.000003", "Mở chợ")

    sure, unsure = (
        Matcher(base_of(*names, ranker=ranker(none=none))).rank(ask("thẻ"))[0].score
        for none in (-3, 3)
    )

    assert unsure < 0.1 < 0.9 < sure


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parts": [*PARTS[1:], PARTS[0]]}, "fitted for other parts (their order)"),
        ({"parts": [*PARTS[:-1], "odd"]}, "fitted for other parts (odd, undecided)"),
        ({"direct": [0.0] * (INPUTS - 1)}, "its weights are not those of"),
        ({"outward": [0.0]}, "its weights are not those of"),
        ({"hidden": [[0.0]] * INPUTS}, "its weights are not those of"),
        ({"fitted_on": "hôm nay"}, "valid date"),
        ({"direct": ["ba"] * INPUTS}, "valid number"),
        ({"questions": ""}, "at least 1 character"),
    ],
    ids=[
        "parts in another order",
        "an unknown part",
        "a missing weight",
        "a unit without a weight",
        "a unit that nothing enters",
        "a word for a day",
        "a word for a number",
        "nothing it was fitted on",
    ],
)
def test_a_faulty_file_of_weights_is_a_problem_and_no_crash(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(json.dumps(written(**change)), encoding="utf-8")
    problems: list[Problem] = []

    assert read_ranker(path, problems) is None

    (problem,) = problems
    assert problem.path == path
    assert message in problem.message


@pytest.mark.parametrize("text", ["", "[]", "{", "\ufeff"], ids=["empty", "a list", "open", "-"])
def test_what_is_no_file_of_weights_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []

    assert read_ranker(path, problems) is None
    assert [problem.path for problem in problems] == [path]


def test_a_missing_file_of_weights_is_none(tmp_path: Path) -> None:
    problems: list[Problem] = []

    assert read_ranker(tmp_path / "ranker.json", problems) is None
    assert problems == []
