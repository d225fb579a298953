"""Answer, ask back or decline: what to do with a ranking.

The thresholds were set on questions of `tests/questions/` and are shown by `knowledge evaluate`;
they are about scores of `matching`, so a change there means measuring them anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.matching import Candidate, Kind

ENOUGH = 0.43
ENOUGH_IF_RARE = 0.54
"""Below this trust nothing is answered: a lower one for what a commune desk is often asked."""

COMMON = 0.5
"""The prior from which on a procedure counts as the commune's own."""

ASKED_OFTEN = 1.0
"""The prior of what a general word means first."""

ELSEWHERE_BEHIND = 0.25

SURE = 0.74
"""From this trust on a lead of SURE_LEAD is enough."""

LEAD = 0.05
SURE_LEAD = 0.02
MOST_CHOICES = 4

FULLY = 0.97
"""Shares above this count as all of the question, or all of the name."""

EXPLAINS_LESS = 0.06
ADDS_WORDS = 0.10
LESSER = 0.5


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
    top = _elsewhere_instead(ranked) or ranked[0]
    enough = ENOUGH if top.target.prior >= COMMON else ENOUGH_IF_RARE
    if top.trust < enough:
        return Decision(Verdict.DECLINE, (), f"best trust {top.trust:.2f} is below {enough}")
    if not _is_core(top) and not top.is_named:
        return Decision(Verdict.DECLINE, (), "only one word of its name was said")
    if top.target.kind in {Kind.TOPIC, Kind.ELSEWHERE}:
        verdict = Verdict.ASK_BACK if top.target.kind is Kind.TOPIC else Verdict.ANSWER
        return Decision(verdict, (top,), f"a known {top.target.kind.value}")
    if top.parts["of_question"] > FULLY and top.parts["of_name"] > FULLY:
        return Decision(Verdict.ANSWER, (top,), "named in full")
    lead = SURE_LEAD if top.trust >= SURE else LEAD
    near = [top, *(rival for rival in ranked[1:] if _is_rival(top, rival, lead))]
    if len(near) == 1:
        return Decision(Verdict.ANSWER, (top,), "ahead of all others")
    return Decision(Verdict.ASK_BACK, tuple(near[:MOST_CHOICES]), f"{len(near)} within {lead}")


def _elsewhere_instead(ranked: Sequence[Candidate]) -> Candidate | None:
    """Return another body's matter where the best procedure is none of the commune's.

    "Thành lập công ty" matches a dozen of the province's procedures by name; whoever asks a
    commune desk is helped by hearing where companies are registered.
    """
    top = ranked[0]
    if _is_core(top) or top.target.kind in {Kind.TOPIC, Kind.ELSEWHERE}:
        return None
    near = top.trust - (ELSEWHERE_BEHIND if top.target.prior < COMMON else 0.0)
    for candidate in ranked:
        if candidate.target.kind is Kind.ELSEWHERE and candidate.trust >= near:
            return candidate
    return None


def _is_core(candidate: Candidate) -> bool:
    """Whether it is one of the procedures that a commune desk is asked for every week."""
    return candidate.target.kind is Kind.PROCEDURE and candidate.target.prior >= ASKED_OFTEN


def _is_rival(top: Candidate, other: Candidate, lead: float) -> bool:
    """Whether the citizen may as well have meant the other one.

    Not so when it explains less of what was said, when it only adds words the citizen did not use
    ("khai sinh" answers the ordinary procedure, mobile registration is one of its variants), or
    when it is a lesser source, such as one province's own procedure.
    """
    if other.target.kind in {Kind.TOPIC, Kind.ELSEWHERE} or other.score <= top.score - lead:
        return False
    if other.target.prior < top.target.prior - LESSER:
        return False
    explained = other.parts["of_question"] - top.parts["of_question"]
    if explained < -EXPLAINS_LESS:
        return False
    if top.target.kind is Kind.PROCEDURE and other.target.prior < top.target.prior:
        return explained > EXPLAINS_LESS
    return explained > 0 or other.parts["of_name"] >= top.parts["of_name"] - ADDS_WORDS
