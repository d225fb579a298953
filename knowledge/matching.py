"""A question -> ranked procedures, other bodies' matters, topics to ask back about, and not ours.

The probability of a candidate is made of parts that are kept with it, so that a wrong answer can
be explained: `knowledge.evidence` names them, `knowledge.ranker` weighs them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from knowledge.cases import told_choice
from knowledge.evidence import Evidences
from knowledge.family import Families
from knowledge.index import Entry, Index, NameKind
from knowledge.knowledge_base import KnowledgeBase
from knowledge.normalise import Word, fold, words
from knowledge.pool import Pool
from knowledge.question import Question
from knowledge.ranker import PARTS, Ranker, shipped_ranker
from knowledge.spelling import Speller, vocabulary_of
from knowledge.targets import Kind, Target, targets, text_of

NOTHING: Mapping[str, float] = MappingProxyType({})

PROPOSED = 5
"""Names without approval that are followed."""

NAMED_BY_ONE = 0.8
"""The share of a name that a single shared word must make up to stand for all of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target and why it was ranked where it is."""

    target: Target
    score: float  # how likely it is what is meant, between 0 and 1
    parts: Mapping[str, float]
    name: str  # the name that matched best
    shared: int  # words of matter that the question and the name share

    @property
    def is_named(self) -> bool:
        """Whether the question holds enough of the name to have been about it."""
        return self.shared > 1 or self.parts["of_name"] > NAMED_BY_ONE


class Matcher:
    """Ranks what the knowledge base holds by how likely a question is about it."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._given_ranker = base.ranker
        named = list(targets(base))
        self.targets = [target for target, _ in named]
        self._numbers = {target.key: number for number, target in enumerate(self.targets)}
        entries = [
            Entry(number, spelled, kind)
            for number, (_, names) in enumerate(named)
            for spelled, kind in _spellings(names, base)
        ]
        self.index = Index(entries, base.lexicon.stop_words, base.lexicon.concepts)
        proposed = [
            Entry(number, spelled, NameKind.EVERYDAY)
            for number, target in enumerate(self.targets)
            for spelled, _ in _spellings(
                ((name, NameKind.EVERYDAY) for name in base.everyday.proposed_for(target.key)), base
            )
        ]
        self._proposed = Index(proposed, base.lexicon.stop_words, base.lexicon.concepts)
        texts = {
            number: text_of(base.procedures[target.key])
            for number, target in enumerate(self.targets)
            if target.kind is Kind.PROCEDURE
        }
        pool = Pool(self.index, len(self.targets), texts)
        self.evidences = Evidences(self.index, pool, self._families(base), self.targets)
        known = vocabulary_of(self.index.vocabulary, base.lexicon.spoken)
        self.speller = Speller(known, self.index.is_pair)
        self._told_apart = [
            topic for topic in base.topics.values() if any(one.words for one in topic.choices)
        ]

    @cached_property
    def ranker(self) -> Ranker:
        """The weights; read when first needed, so that they can be fitted without any."""
        return self._given_ranker or shipped_ranker()

    def _families(self, base: KnowledgeBase) -> Families:
        numbers = self._numbers
        members = {
            numbers[key]: [numbers[base.current(c.code)] for c in topic.choices]
            for key, topic in base.topics.items()
            if all(base.current(choice.code) in numbers for choice in topic.choices)
        }
        return Families(self.index, members)

    def rank(
        self, question: Question, limit: int = 10, expected: Mapping[str, float] = NOTHING
    ) -> tuple[Candidate, ...]:
        """Return the targets that fit, best first; empty when nothing is said of any matter.

        `expected` is what the talk so far adds to the score of a code.
        """
        if not question.topic:
            return ()
        favour = {
            self._numbers[key]: extra for key, extra in expected.items() if key in self._numbers
        }
        also = [number for number, extra in favour.items() if extra > 0]
        also += self._proposed_for(question.topic)
        evidence = self.evidences.gather(question.topic, also)
        chances = self.ranker.probabilities(evidence, favour)
        keys = [self.targets[target].key for target in evidence.targets.tolist()]
        # Equals differ in the seventh digit, by the order in which they were summed up.
        order = sorted(range(len(keys)), key=lambda n: (-round(float(chances[n]), 6), keys[n]))
        ranked = []
        for number in order[: limit + 1]:
            entry = int(evidence.entries[number])
            parts = evidence.parts[number].tolist()
            ranked.append(
                Candidate(
                    target=self.targets[evidence.targets[number]],
                    score=float(chances[number]),
                    parts=dict(zip(PARTS, parts, strict=True)),
                    name=" ".join(word.folded for word in self.index.entries[entry].words),
                    shared=self._shared(question.topic, entry),
                )
            )
        return tuple(self._as_told(ranked, question)[:limit])

    def _proposed_for(self, topic: Sequence[Word]) -> list[int]:
        """Return the targets that names without approval lead to: looked at, trusted no more."""
        if not self._proposed.entries:
            return []
        found = self._proposed.look_up(topic)
        best = np.argsort(-found.of_question, kind="stable")[:PROPOSED]
        targets = self._proposed.targets[best[found.of_question[best] > 0]]
        return list(dict.fromkeys(targets.tolist()))

    def _shared(self, topic: Sequence[Word], entry: int) -> int:
        held = {word.folded for word in self.index.entries[entry].words}
        said = {word.folded for word in topic}
        return sum(self.index.is_matter(word) for word in held & said)

    def _as_told(self, ranked: list[Candidate], question: Question) -> list[Candidate]:
        """Let what is told ("con 10 tuổi") decide between procedures that differ in it alone."""
        for topic in self._told_apart:
            like = {topic.id, *(choice.code for choice in topic.choices if choice.words)}
            if not ranked or ranked[0].target.key not in like:
                continue
            told = told_choice(topic, question.words)
            if told is not None and told.code in self._numbers:
                meant = self.targets[self._numbers[told.code]]
                others = [other for other in ranked if other.target.key not in like]
                return [replace(ranked[0], target=meant), *others]
        return ranked

    def knows(self, word: Word) -> bool:
        """Whether any name holds this word."""
        return word.folded in self.index


def _spellings(
    names: Iterable[tuple[str, NameKind]], base: KnowledgeBase
) -> list[tuple[tuple[Word, ...], NameKind]]:
    seen: dict[str, tuple[tuple[Word, ...], NameKind]] = {}
    for name, kind in names:
        seen.setdefault(fold(name), (base.lexicon.expand(words(name)), kind))
    return [(spelled, kind) for spelled, kind in seen.values() if spelled]
