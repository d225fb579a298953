"""Why a question was answered as it was, for whoever works on names and words."""

from collections.abc import Iterator

import numpy as np

from bot.conversation.desk import Turn
from bot.conversation.engine import Engine
from knowledge.matching import Candidate, Matcher
from knowledge.question import Question, read
from knowledge.ranker import PARTS, Evidence

SHOWN = 5
"""Candidates that are shown."""

TELLING = 6
"""Parts that are shown of what puts one candidate before another."""


def explain(engine: Engine, text: str, turn: Turn) -> Iterator[str]:
    """Yield lines: how the text was read, the candidates with their parts, and why it ended so."""
    desk = engine.desk
    question = read(text, desk.base.lexicon, desk.matcher.speller)
    yield f"words     {' '.join(word.folded for word in question.words)}"
    yield f"topic     {' '.join(word.folded for word in question.topic) or '-'}"
    yield f"facets    {', '.join(facet.value for facet in question.facets) or '-'}"
    concepts = desk.base.lexicon.concepts.find(question.topic)
    yield f"concepts  {', '.join(sorted(concepts)) or '-'}"
    ranked = turn.candidates
    for place, candidate in enumerate(ranked[:SHOWN], start=1):
        yield ""
        yield from _candidate(place, candidate, desk.base.name_of(candidate.target.key))
    if len(ranked) > 1:
        yield ""
        yield f"1 before 2: {', '.join(_before(desk.matcher, question, ranked[0], ranked[1]))}"
    none = 1 - sum(candidate.score for candidate in ranked)
    yield ""
    yield f"none of these {max(0.0, none):.2f}"
    yield f"outcome   {turn.outcome.value}: {turn.why or 'decided by a step before the ranking'}"


def _candidate(place: int, candidate: Candidate, name: str | None) -> Iterator[str]:
    target = candidate.target
    yield f"{place}. {candidate.score:.2f}  {target.kind.value} {target.key}  {name or target.name}"
    yield f"   by the name: {candidate.name}"
    parts = [f"{part} {value:.2f}" for part, value in candidate.parts.items() if value]
    for start in range(0, len(parts), TELLING):
        yield f"   {', '.join(parts[start : start + TELLING])}"


def _before(matcher: Matcher, question: Question, first: Candidate, second: Candidate) -> list[str]:
    """Return what the first would lose of its lead with the second's value of each part."""
    rows = np.array([[one.parts[part] for part in PARTS] for one in (first, second)], np.float32)
    numbers = np.zeros(2, np.int32)
    unknown = matcher.index.look_up(question.topic).unknown

    def lead(parts: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> float:
        scores = matcher.ranker.scores(Evidence(numbers, numbers, parts, unknown))
        return float(scores[0] - scores[1])

    whole = lead(rows)
    lost: dict[str, float] = {}
    for column, part in enumerate(PARTS):
        if rows[0, column] != rows[1, column]:
            changed = rows.copy()
            changed[0, column] = rows[1, column]
            lost[part] = whole - lead(changed)
    strongest = sorted(lost, key=lambda part: -abs(lost[part]))[:TELLING]
    return [f"{part} {lost[part]:+.2f}" for part in strongest]
