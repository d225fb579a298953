"""A question -> ranked procedures, other bodies' matters and topics to ask back about.

The score is between 0 and 1 and is made of parts that are kept with it, so that a wrong answer can
be explained: how much of the question a name covers, how much of the name the question covers, how
alike they are letter by letter, what kind of procedure it is, and typed marks that contradict.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz

from knowledge.cases import told_choice
from knowledge.index import Entry, Index, Overlap
from knowledge.knowledge_base import KnowledgeBase
from knowledge.normalise import Word, fold, words
from knowledge.procedure import Asked
from knowledge.question import Question

OFFICIAL, HEAD, EVERYDAY = 1.0, 0.97, 1.0
"""How much a match with the official name, with its head, and with everyday words counts."""

_HEAD = re.compile(
    r"\s*(?:[(;,:]|\bđối với\b|\bcho\b(?! phép)|\btheo quy định\b|\btrong trường hợp\b)"
)
_PREFIX = re.compile(r"^(?:thủ tục hành chính|thủ tục|tthc)\s+", re.IGNORECASE)

WEIGHTS = {
    "of_question": 0.35,
    "of_name": 0.20,
    "alike": 0.18,
    "within": 0.17,
    "telling": 0.10,
    "prior": 0.09,
    "broad": 1.0,
    "marks": 0.20,
}
"""What each part counts in the ranking; the first five add up to 1."""

TRUST = {
    "of_question": 0.48,
    "of_name": 0.40,
    "alike": 0.12,
    "prior": 0.08,
    "broad": 1.0,
    "marks": 0.20,
}
"""What each part counts for daring to answer. Letters alike put a guess first, but prove little."""

WHOLE = 0.99

NAMED_BY_ONE = 0.8
"""The share of a name that a single shared word must make up to stand for all of it."""

TELLING_WORDS = 5
"""From so many words of matter on, a name that matches is no accident."""


class Kind(StrEnum):
    """What a candidate is."""

    PROCEDURE = "procedure"  # held in full
    NAME_ONLY = "name_only"  # exists, no details held
    ELSEWHERE = "elsewhere"  # another body's matter
    TOPIC = "topic"  # fits several procedures: ask back


_BROAD = {Kind.TOPIC: 0.35, Kind.ELSEWHERE: 0.45}
"""Topics and other bodies' matters are wide nets: words they leave unexplained count against them,
so that a procedure which explains more of the question goes first."""


_ASKED = {Asked.OFTEN: 1.0, Asked.SOMETIMES: 0.8, Asked.RARELY: 0.6}
"""The prior of a procedure held in full."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something a question can be about."""

    kind: Kind
    key: str  # code, or the id of an elsewhere entry or topic
    name: str
    prior: float  # -1 to 1: how likely a commune desk is asked for it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target and why it was ranked where it is."""

    target: Target
    score: float  # for the order
    trust: float  # for the decision to answer at all
    parts: Mapping[str, float]
    name: str  # the name that matched
    shared: int  # words of matter that the question and the name share

    @property
    def is_named(self) -> bool:
        """Whether the question holds enough of the name to have been about it."""
        return self.shared > 1 or self.parts["of_name"] > NAMED_BY_ONE


class Matcher:
    """Ranks what the knowledge base holds by how well it fits a question."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._lexicon = base.lexicon
        self.targets: list[Target] = []
        entries: list[Entry] = []
        for target, names in _targets(base):
            number = len(self.targets)
            self.targets.append(target)
            entries.extend(
                Entry(number, spelled, weight) for spelled, weight in _spellings(names, base)
            )
        self._index = Index(entries, base.lexicon.stop_words)
        self._by_key = {target.key: target for target in self.targets}
        self._told_apart = [
            topic for topic in base.topics.values() if any(one.words for one in topic.choices)
        ]

    def rank(self, question: Question, limit: int = 10) -> tuple[Candidate, ...]:
        """Return the targets that fit, best first; empty when no word is shared."""
        topic = question.topic
        if not topic:
            return ()
        folded = " ".join(word.folded for word in topic)
        best: dict[int, Candidate] = {}
        for overlap in self._index.look_up(topic):
            if not overlap.shared and not self._is_whole(overlap):
                continue  # "chồng em" is half of "chồng em mới mất", and says nothing of a death
            candidate = self._candidate(overlap, folded)
            known = best.get(overlap.entry.target)
            if known is None or candidate.score > known.score:
                best[overlap.entry.target] = candidate
        ranked = sorted(best.values(), key=lambda c: (-c.score, c.target.key))
        return tuple(self._as_told(ranked, question)[:limit])

    def _as_told(self, ranked: list[Candidate], question: Question) -> list[Candidate]:
        """Let what is told ("con 10 tuổi") decide between procedures that differ in it alone."""
        for topic in self._told_apart:
            like = {topic.id, *(choice.code for choice in topic.choices if choice.words)}
            if not ranked or ranked[0].target.key not in like:
                continue
            told = told_choice(topic, question.words)
            if told is not None and told.code in self._by_key:
                others = [other for other in ranked if other.target.key not in like]
                return [replace(ranked[0], target=self._by_key[told.code]), *others]
        return ranked

    def _candidate(self, overlap: Overlap, folded: str) -> Candidate:
        target = self.targets[overlap.entry.target]
        name = " ".join(word.folded for word in overlap.entry.words)
        parts = {
            "of_question": overlap.of_question,
            "of_name": overlap.of_entry,
            "alike": fuzz.token_sort_ratio(folded, name) / 100,
            "within": fuzz.partial_ratio(name, folded) / 100,
            "telling": min(1.0, self._matters(overlap.entry.words) / TELLING_WORDS),
            "prior": target.prior,
            "broad": -_BROAD.get(target.kind, 0.0) * (1 - overlap.of_question),
            "marks": -overlap.disagreeing,
        }
        weight = overlap.entry.weight
        return Candidate(
            target=target,
            score=_weighed(parts, WEIGHTS) * weight,
            trust=_weighed(parts, TRUST) * weight,
            parts=parts,
            name=name,
            shared=overlap.shared,
        )

    def _is_whole(self, overlap: Overlap) -> bool:
        """Whether a name without a single word of matter ("bỏ vợ") was said word for word."""
        return overlap.of_entry > WHOLE and not self._matters(overlap.entry.words)

    def _matters(self, name: Sequence[Word]) -> int:
        return sum(word.folded not in self._lexicon.stop_words for word in name)

    def knows(self, word: Word) -> bool:
        """Whether any name holds this word."""
        return word.folded in self._index


def _weighed(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighed sum, of which 1 is the most that can be reached."""
    total = sum(weight * parts[part] for part, weight in weights.items())
    return max(0.0, total / (1 + weights["prior"]))


def _targets(base: KnowledgeBase) -> Iterable[tuple[Target, list[tuple[str, float]]]]:
    for code, procedure in base.procedures.items():
        yield (
            Target(Kind.PROCEDURE, code, procedure.short_name, _ASKED[procedure.asked]),
            [
                *_official(procedure.name),
                (procedure.short_name, EVERYDAY),
                *((name, EVERYDAY) for name in procedure.everyday_names),
            ],
        )
    for code, known in base.names.items():
        prior = 0.6 * known.commune + 0.2 * bool(known.everyday_names) - 0.8 * (not known.national)
        everyday = [(name, EVERYDAY) for name in known.everyday_names]
        yield Target(Kind.NAME_ONLY, code, known.name, prior), [*_official(known.name), *everyday]
    for key, elsewhere in base.elsewhere.items():
        names = [(name, EVERYDAY) for name in (elsewhere.name, *elsewhere.everyday_names)]
        yield Target(Kind.ELSEWHERE, key, elsewhere.name, 0.8), names
    for key, topic in base.topics.items():
        names = [(name, EVERYDAY) for name in topic.everyday_names]
        yield Target(Kind.TOPIC, key, topic.name, 0.9), names


def _official(name: str) -> list[tuple[str, float]]:
    """The official name and, where it runs on, its head."""
    plain = _PREFIX.sub("", name)
    head = _HEAD.split(plain, maxsplit=1)[0]
    if head != plain and len(head.split()) > 2:
        return [(plain, OFFICIAL), (head, HEAD)]
    return [(plain, OFFICIAL)]


def _spellings(
    names: Iterable[tuple[str, float]], base: KnowledgeBase
) -> list[tuple[tuple[Word, ...], float]]:
    seen: dict[str, tuple[tuple[Word, ...], float]] = {}
    for name, weight in names:
        spelled = base.lexicon.expand(words(name))
        seen.setdefault(fold(name), (spelled, weight))
    return [(spelled, weight) for spelled, weight in seen.values() if spelled]
