"""Answer, ask back or decline."""

import pytest
from builders import candidate

from knowledge.decision import (
    COMMON,
    ELSEWHERE_BEHIND,
    ENOUGH,
    ENOUGH_IF_RARE,
    LEAD,
    MOST_CHOICES,
    SURE,
    SURE_LEAD,
    Verdict,
    decide,
)
from knowledge.matching import Candidate, Kind

BELOW_SURE = SURE - 0.02


def verdict(*ranked: Candidate) -> tuple[Verdict, list[str]]:
    decision = decide(ranked)
    return decision.verdict, [each.target.key for each in decision.chosen]


def test_nothing_found_is_declined() -> None:
    assert verdict() == (Verdict.DECLINE, [])


def test_a_weak_best_is_declined() -> None:
    assert verdict(candidate(score=ENOUGH - 0.01)) == (Verdict.DECLINE, [])


def test_a_good_enough_best_alone_is_answered() -> None:
    assert verdict(candidate("1.000001", ENOUGH)) == (Verdict.ANSWER, ["1.000001"])


def test_what_a_commune_is_seldom_asked_for_needs_more_trust() -> None:
    between = (ENOUGH + ENOUGH_IF_RARE) / 2
    rare = COMMON - 0.1

    assert verdict(candidate("1.000001", between, prior=COMMON)) == (Verdict.ANSWER, ["1.000001"])
    assert verdict(candidate("1.000001", between, prior=rare)) == (Verdict.DECLINE, [])
    assert verdict(candidate("1.000001", ENOUGH_IF_RARE, prior=rare)) == (
        Verdict.ANSWER,
        ["1.000001"],
    )


@pytest.mark.parametrize(
    ("top", "other", "chosen"),
    [
        ({"kind": Kind.NAME_ONLY, "prior": 0.0}, {"score": 0.9 - ELSEWHERE_BEHIND / 2}, "court"),
        ({"kind": Kind.NAME_ONLY, "prior": 0.0}, {"score": 0.9 - ELSEWHERE_BEHIND * 1.1}, "rare"),
        ({"kind": Kind.NAME_ONLY, "prior": COMMON}, {"score": 0.89}, "rare"),
        ({"kind": Kind.NAME_ONLY, "prior": COMMON}, {"score": 0.91}, "court"),
        ({"kind": Kind.PROCEDURE, "prior": 1.0}, {"score": 0.9}, "rare"),
        ({"kind": Kind.PROCEDURE, "prior": 0.8}, {"score": 0.91}, "court"),
    ],
    ids=[
        "near enough",
        "too far behind",
        "a commune's own procedure",
        "a commune's own, trusted less",
        "asked for every week",
        "held in full, trusted less",
    ],
)
def test_another_bodys_matter_goes_before_a_procedure_that_is_not_the_communes(
    top: dict[str, object], other: dict[str, object], chosen: str
) -> None:
    first = candidate("rare", 0.9, **top)  # type: ignore[arg-type]
    second = candidate("court", kind=Kind.ELSEWHERE, **other)  # type: ignore[arg-type]

    assert verdict(first, second) == (Verdict.ANSWER, [chosen])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(Kind.TOPIC, Verdict.ASK_BACK), (Kind.ELSEWHERE, Verdict.ANSWER)],
    ids=["a topic asks back", "another body's matter is answered"],
)
def test_a_wide_net_on_top_stands_alone(kind: Kind, expected: Verdict) -> None:
    top = candidate("wide", 0.9, kind=kind)

    assert verdict(top, candidate("1.000002", 0.9)) == (expected, ["wide"])


def test_a_name_said_in_full_is_answered_though_another_is_close() -> None:
    top = candidate("1.000001", 0.9, of_question=1.0, of_name=1.0)

    assert verdict(top, candidate("1.000002", 0.9, of_question=1.0, of_name=1.0)) == (
        Verdict.ANSWER,
        ["1.000001"],
    )


def test_two_close_ones_are_asked_about() -> None:
    ranked = candidate("1.000001", BELOW_SURE), candidate("1.000002", BELOW_SURE - LEAD / 2)

    assert verdict(*ranked) == (Verdict.ASK_BACK, ["1.000001", "1.000002"])


def test_a_best_far_ahead_is_answered() -> None:
    ranked = candidate("1.000001", BELOW_SURE), candidate("1.000002", BELOW_SURE - LEAD)

    assert verdict(*ranked) == (Verdict.ANSWER, ["1.000001"])


def test_a_sure_best_needs_a_smaller_lead() -> None:
    between = (LEAD + SURE_LEAD) / 2

    assert verdict(candidate("1.000001", SURE), candidate("1.000002", SURE - between)) == (
        Verdict.ANSWER,
        ["1.000001"],
    )
    assert verdict(
        candidate("1.000001", BELOW_SURE), candidate("1.000002", BELOW_SURE - between)
    ) == (Verdict.ASK_BACK, ["1.000001", "1.000002"])


def test_no_more_than_a_few_choices_are_given() -> None:
    ranked = [candidate(f"1.00000{number}", 0.7) for number in range(8)]

    assert verdict(*ranked) == (
        Verdict.ASK_BACK,
        [each.target.key for each in ranked[:MOST_CHOICES]],
    )


@pytest.mark.parametrize(
    "other",
    [
        candidate("1.000002", 0.7, kind=Kind.TOPIC),
        candidate("1.000002", 0.7, kind=Kind.ELSEWHERE),
        candidate("1.000002", 0.7, prior=-0.8),
        candidate("1.000002", 0.7, of_question=0.5),
        candidate("1.000002", 0.7, of_name=0.4),
        candidate("1.000002", 0.7, prior=0.8),
    ],
    ids=[
        "a topic",
        "another body's matter",
        "one province's own",
        "explains less of the question",
        "adds words nobody used",
        "a variant beside what is asked for every week",
    ],
)
def test_no_rival_is(other: Candidate) -> None:
    assert verdict(candidate("1.000001", 0.7), other) == (Verdict.ANSWER, ["1.000001"])


@pytest.mark.parametrize(
    "other",
    [
        candidate("1.000002", 0.7, of_question=0.85, of_name=0.4),
        candidate("1.000002", 0.7, kind=Kind.NAME_ONLY, of_question=0.95),
    ],
    ids=["explains more though its name is longer", "a mere name that explains more"],
)
def test_a_rival_is(other: Candidate) -> None:
    assert verdict(candidate("1.000001", 0.7), other) == (
        Verdict.ASK_BACK,
        ["1.000001", "1.000002"],
    )


def test_every_decision_says_why() -> None:
    decisions = [
        decide(()),
        decide((candidate(score=0.1),)),
        decide((candidate(kind=Kind.TOPIC),)),
        decide((candidate(),)),
        decide((candidate(), candidate("1.000002"))),
        decide((candidate(of_question=1.0, of_name=1.0),)),
    ]

    assert len({decision.why for decision in decisions}) == len(decisions)
