"""Plays questions through the conversation and writes down what came out, as plain values."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.conversation.desk import Turn
from bot.conversation.engine import Engine
from bot.messages import Address, Incoming
from knowledge.knowledge_base import KnowledgeBase
from knowledge.targets import Kind

BEHAVIOUR = {
    "answered": "answer",
    "clarify": "clarify",
    "elsewhere": "apologize",
    "refused": "apologize",
    "unanswerable": "apologize",
}
"""Family of an outcome -> what evaluations call it."""

MOST_PROCEDURES = 10


@dataclass(frozen=True, slots=True)
class Played:
    """One turn and how long it took."""

    turn: Turn
    ms: float

    @property
    def behaviour(self) -> str:
        """The turn as evaluations call it."""
        return BEHAVIOUR.get(self.turn.outcome.family, "error")


async def play(
    engine: Engine, question: str, context: Sequence[str] = (), *, at: datetime
) -> Played:
    """Ask in a new chat, after its earlier turns; the time is that of the last turn."""
    address = Address(channel="terminal", chat=uuid4().hex)
    played = None
    for number, text in enumerate((*context, question), start=1):
        incoming = Incoming(id=f"{number}", address=address, text=text, at=at)
        started = time.perf_counter()
        turn = await engine.answer(incoming)
        ms = (time.perf_counter() - started) * 1000
        if turn is not None:
            played = Played(turn, ms)
    if played is None:
        raise RuntimeError("a new chat was taken for a repeat")
    return played


def ranked_codes(turn: Turn, base: KnowledgeBase) -> list[tuple[str, float]]:
    """Return procedure codes and scores, best first: those answered or offered, then the rest."""
    scores: dict[str, float] = {}
    top = turn.candidates[0].score if turn.candidates else 1.0
    known = {c.target.key: c.score for c in turn.candidates}
    for code in turn.codes:
        scores.setdefault(code, known.get(code, top))
    for candidate in turn.candidates:
        target = candidate.target
        if target.kind is Kind.TOPIC:
            for choice in base.topics[target.key].choices:
                scores.setdefault(choice.code, candidate.score)
        elif target.kind is Kind.ELSEWHERE:
            for code in base.elsewhere[target.key].codes:
                scores.setdefault(code, candidate.score)
        elif target.kind is not Kind.NOT_OURS:
            scores.setdefault(target.key, candidate.score)
    return _best_first(list(scores.items())[:MOST_PROCEDURES])


def _best_first(ranked: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """What was answered stands first for a reason: it never scores less than what follows."""
    best = 0.0
    ordered = []
    for code, score in reversed(ranked):
        best = max(best, score)
        ordered.append((code, best))
    return ordered[::-1]


def as_record(played: Played, base: KnowledgeBase) -> dict[str, Any]:
    """Return a turn in the fixed shape of the machine interface."""
    turn = played.turn
    return {
        "outcome": turn.outcome.value,
        "procedures": [
            {"code": code, "name": base.name_of(code) or code, "score": round(score, 4)}
            for code, score in ranked_codes(turn, base)
        ],
        "fields": [facet.value for facet in turn.facets],
        "text": turn.reply.text,
        "ms": round(played.ms, 3),
    }
