"""Answer, ask back or decline: whichever a citizen is expected to lose the least by.

A wrong answer costs a day's walk down the mountain, a needless question costs a message, declining
what is ours costs a trip to ask. The prices below were set on the questions that may be read
(`tests/questions/`); `knowledge evaluate` shows what they bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.matching import Candidate
from knowledge.targets import Kind

WRONG = 1.0
"""What a wrong answer costs; the other prices are shares of it."""

GUESSED = 1.1
"""A procedure answered where several fit and should have been asked about."""

ASKED_FOR_NOTHING = 0.80
"""A question back where one procedure was meant, and is among the choices."""

CHOSEN_AMONG = 0.48
"""A question back among procedures that are likely alike, where one of them was meant."""

ASKED_WRONG = 0.85
"""A question back whose choices miss what was meant."""

SENT_AWAY = 1.05
"""Declined though the base holds it."""

CHATTED = 0.65
"""An answer or a question back where nothing of ours was meant."""

ELSEWHERE_BESIDE = 0.15
"""How likely another body's matter must be beside a mere name to be pointed to instead."""

MOST_CHOICES = 4

BARELY = 0.8
"""A target of which one word was said, and that not most of its name, must be this likely."""

LIKELY = 0.42
"""A choice is offered when it is at least this likely beside the likeliest."""


class Verdict(StrEnum):
    """What to do."""

    ANSWER = "answer"
    ASK_BACK = "ask_back"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, about which candidates, and why in one phrase."""

    verdict: Verdict
    chosen: tuple[Candidate, ...]
    why: str


def decide(ranked: Sequence[Candidate]) -> Decision:
    """Decide on candidates ranked best first."""
    if not ranked:
        return Decision(Verdict.DECLINE, (), "no name shares a word with the question")
    options = [*_answers(ranked), *_questions(ranked), _declining(ranked)]
    loss, decision = min(options, key=lambda option: option[0])
    if decision.chosen and not decision.chosen[0].is_named and decision.chosen[0].score < BARELY:
        return Decision(Verdict.DECLINE, (), "only one word of its name was said")
    others = ", ".join(f"{one.verdict.value} {price:.2f}" for price, one in options[:3])
    return Decision(decision.verdict, decision.chosen, f"{decision.why} at {loss:.2f} ({others})")


Option = tuple[float, Decision]


def _declining(ranked: Sequence[Candidate]) -> Option:
    ours = sum(one.score for one in ranked if one.target.kind is not Kind.NOT_OURS)
    return SENT_AWAY * ours, Decision(Verdict.DECLINE, (), "declining costs the least")


def _answers(ranked: Sequence[Candidate]) -> list[Option]:
    """The likeliest target that can be answered with."""
    best = next((one for one in ranked if one.target.kind is not Kind.TOPIC), None)
    if best is None:
        return []
    best = _elsewhere_instead(ranked, best)
    if best.target.kind is Kind.NOT_OURS:
        ours = sum(one.score for one in ranked if one.target.kind is not Kind.NOT_OURS)
        decision = Decision(Verdict.DECLINE, (best,), "not ours")
        return [(min(SENT_AWAY * ours, 1 - best.score), decision)]
    topics = sum(one.score for one in ranked if one.target.kind is Kind.TOPIC)
    none = max(0.0, 1 - sum(one.score for one in ranked))
    rest = max(0.0, 1 - best.score - topics - none)
    loss = WRONG * rest + GUESSED * topics + CHATTED * none
    return [(loss, Decision(Verdict.ANSWER, (best,), "answering costs the least"))]


def _elsewhere_instead(ranked: Sequence[Candidate], best: Candidate) -> Candidate:
    """Return another body's matter where the best is a mere name of what that body does.

    "Thành lập công ty" is the name of a dozen procedures of the province; whoever asks a commune
    desk is helped by hearing where companies are registered.
    """
    if best.target.kind is not Kind.NAME_ONLY:
        return best
    least = ELSEWHERE_BESIDE * best.score
    found = (one for one in ranked if one.target.kind is Kind.ELSEWHERE and one.score >= least)
    return next(found, best)


def _questions(ranked: Sequence[Candidate]) -> list[Option]:
    """The likeliest topic, and the likeliest procedures."""
    none = max(0.0, 1 - sum(one.score for one in ranked))
    options: list[Option] = []
    topic = next((one for one in ranked if one.target.kind is Kind.TOPIC), None)
    if topic is not None:
        rest = max(0.0, 1 - topic.score - none)
        loss = ASKED_FOR_NOTHING * rest + CHATTED * none
        options.append((loss, Decision(Verdict.ASK_BACK, (topic,), "a known topic")))
    near = _near(ranked)
    if len(near) > 1:
        covered = sum(one.score for one in near)
        rest = max(0.0, 1 - covered - none)
        loss = CHOSEN_AMONG * covered + ASKED_WRONG * rest + CHATTED * none
        why = f"{len(near)} are near"
        options.append((loss, Decision(Verdict.ASK_BACK, near, why)))
    return options


def _near(ranked: Sequence[Candidate]) -> tuple[Candidate, ...]:
    procedures = [one for one in ranked if one.target.kind in {Kind.PROCEDURE, Kind.NAME_ONLY}]
    if not procedures:
        return ()
    least = LIKELY * procedures[0].score
    return tuple(one for one in procedures if one.score >= least)[:MOST_CHOICES]
