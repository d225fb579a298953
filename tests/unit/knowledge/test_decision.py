"""Answer, ask back or decline, by what is expected to cost a citizen the least."""

import pytest
from builders import candidate
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import MOST_CHOICES, Verdict, decide
from knowledge.matching import Candidate
from knowledge.targets import Kind

FIRST, SECOND, THIRD = "1.000001", "1.000002", "1.000003"
OURS = (Kind.PROCEDURE, Kind.NAME_ONLY)


def verdict(*ranked: Candidate) -> tuple[Verdict, list[str]]:
    decision = decide(ranked)
    return decision.verdict, [each.target.key for each in decision.chosen]


@st.composite
def rankings(draw: st.DrawFn) -> tuple[Candidate, ...]:
    """Draw candidates of any kind, best first, whose chances do not add up to more than 1."""
    weights = draw(st.lists(st.floats(0.01, 1), max_size=9))
    none = draw(st.floats(0.01, 1))
    chances = sorted((weight / (sum(weights) + none) for weight in weights), reverse=True)
    kinds = draw(st.lists(st.sampled_from(Kind), min_size=len(chances), max_size=len(chances)))
    return tuple(
        candidate(f"1.00000{number}", chance, kind=kind)
        for number, (chance, kind) in enumerate(zip(chances, kinds, strict=True))
    )


def test_nothing_found_is_declined() -> None:
    assert verdict() == (Verdict.DECLINE, [])


@pytest.mark.parametrize("kind", OURS, ids=["held in full", "known by name"])
def test_one_sure_procedure_is_answered(kind: Kind) -> None:
    assert verdict(candidate(FIRST, 0.9, kind=kind)) == (Verdict.ANSWER, [FIRST])


@pytest.mark.parametrize("kind", OURS, ids=["held in full", "known by name"])
def test_what_is_hardly_likely_is_declined(kind: Kind) -> None:
    assert verdict(candidate(FIRST, 0.05, kind=kind)) == (Verdict.DECLINE, [])


def test_a_procedure_far_ahead_of_the_others_is_answered() -> None:
    ranked = candidate(FIRST, 0.8), candidate(SECOND, 0.1), candidate(THIRD, 0.05)

    assert verdict(*ranked) == (Verdict.ANSWER, [FIRST])


def test_two_equally_likely_procedures_are_asked_about() -> None:
    ranked = candidate(FIRST, 0.48), candidate(SECOND, 0.48)

    assert verdict(*ranked) == (Verdict.ASK_BACK, [FIRST, SECOND])


def test_a_likely_topic_is_asked_about() -> None:
    ranked = candidate("card", 0.9, kind=Kind.TOPIC), candidate(FIRST, 0.05)

    assert verdict(*ranked) == (Verdict.ASK_BACK, ["card"])


def test_a_likely_topic_is_asked_about_though_one_of_its_procedures_is_next() -> None:
    ranked = candidate("card", 0.6, kind=Kind.TOPIC), candidate(FIRST, 0.35)

    assert verdict(*ranked) == (Verdict.ASK_BACK, ["card"])


def test_a_sure_procedure_is_answered_though_a_topic_holds_it() -> None:
    ranked = candidate(FIRST, 0.9), candidate("card", 0.08, kind=Kind.TOPIC)

    assert verdict(*ranked) == (Verdict.ANSWER, [FIRST])


def test_another_bodys_matter_is_answered() -> None:
    ranked = candidate("court", 0.9, kind=Kind.ELSEWHERE), candidate(FIRST, 0.05)

    assert verdict(*ranked) == (Verdict.ANSWER, ["court"])


def test_what_is_not_ours_is_declined_with_its_subject() -> None:
    ranked = candidate("weather", 0.9, kind=Kind.NOT_OURS), candidate(FIRST, 0.05)

    assert verdict(*ranked) == (Verdict.DECLINE, ["weather"])


def test_a_sure_procedure_is_answered_though_it_sounds_a_little_like_not_ours() -> None:
    ranked = candidate(FIRST, 0.9), candidate("weather", 0.05, kind=Kind.NOT_OURS)

    assert verdict(*ranked) == (Verdict.ANSWER, [FIRST])


@given(rankings())
def test_every_decision_says_why(ranked: tuple[Candidate, ...]) -> None:
    assert decide(ranked).why


@given(rankings())
def test_only_what_was_ranked_is_chosen_and_never_more_than_a_few(
    ranked: tuple[Candidate, ...],
) -> None:
    chosen = decide(ranked).chosen

    assert len(chosen) <= MOST_CHOICES
    assert [each for each in ranked if each in chosen] == list(chosen)


@given(rankings())
def test_an_answer_is_one_target_that_can_be_answered_with(ranked: tuple[Candidate, ...]) -> None:
    decision = decide(ranked)

    kinds = [each.target.kind for each in decision.chosen]
    if decision.verdict is Verdict.ANSWER:
        assert len(kinds) == 1
        assert not {Kind.TOPIC, Kind.NOT_OURS} & set(kinds)


@given(rankings())
def test_a_question_back_is_one_topic_or_several_procedures(ranked: tuple[Candidate, ...]) -> None:
    decision = decide(ranked)

    kinds = [each.target.kind for each in decision.chosen]
    if decision.verdict is Verdict.ASK_BACK:
        assert kinds == [Kind.TOPIC] or (len(kinds) > 1 and set(kinds) <= set(OURS))


@given(st.sampled_from(OURS), st.floats(0, 1), st.floats(0, 1))
def test_the_likelier_a_procedure_the_sooner_it_is_answered(
    kind: Kind, one: float, other: float
) -> None:
    less, more = sorted((one, other))

    assert verdict(candidate(FIRST, less, kind=kind))[0] is Verdict.DECLINE or (
        verdict(candidate(FIRST, more, kind=kind)) == (Verdict.ANSWER, [FIRST])
    )
