"""Why a question was answered as it was, for whoever works on names and words."""

from collections.abc import Iterator
from dataclasses import replace

from bot.conversation.desk import Turn
from bot.conversation.engine import Engine
from knowledge.index import Floats
from knowledge.matching import Candidate, Matcher
from knowledge.question import Question, read
from knowledge.ranker import PARTS

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
    evidence = matcher.evidences.gather(question.topic)
    keys = [matcher.targets[target].key for target in evidence.targets.tolist()]
    if not {first.target.key, second.target.key} <= set(keys):
        return ["what the talk so far lets expect"]
    one, other = keys.index(first.target.key), keys.index(second.target.key)

    def lead(parts: Floats) -> float:
        scores = matcher.ranker.scores(replace(evidence, parts=parts))
        return float(scores[one] - scores[other])

    whole = lead(evidence.parts)
    lost: dict[str, float] = {}
    for column, part in enumerate(PARTS):
        if evidence.parts[one, column] != evidence.parts[other, column]:
            changed = evidence.parts.copy()
            changed[one, column] = changed[other, column]
            lost[part] = whole - lead(changed)
    strongest = sorted(lost, key=lambda part: -abs(lost[part]))[:TELLING]
    return [f"{part} {lost[part]:+.2f}" for part in strongest]
