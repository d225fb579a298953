"""An index of names: which entries share words and word pairs with a question.

Every procedure stands in it under several names: the official one, its head, the way the desk says
it and the ways people say it. Weights are inverse document frequencies over procedures.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.normalise import Word

STOP_WEIGHT = 0.15
"""What a word of no matter ("cho", "của") counts beside one of full weight."""

POSTINGS_BUDGET = 6000
"""Entries looked at for one question before the commonest words are passed over."""

CANDIDATES = 60
"""Entries compared in full."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one target."""

    target: int
    words: tuple[Word, ...]
    weight: float  # how much this kind of name is trusted: 1 for the official one


@dataclass(frozen=True, slots=True)
class Overlap:
    """How a question and an entry overlap; shares are between 0 and 1."""

    entry: Entry
    of_question: float  # weight of the question's words and pairs that the entry has
    of_entry: float  # weight of the entry's words and pairs that the question has
    disagreeing: float  # share of shared words whose typed marks differ
    shared: int  # words of matter, no numbers, that both have


class Index:
    """Entries, found by the words they share with a question."""

    def __init__(self, entries: Iterable[Entry], stop_words: frozenset[str]) -> None:
        self.entries = tuple(entries)
        self._stop_words = stop_words
        self._terms = [_terms(entry.words) for entry in self.entries]
        targets: defaultdict[str, set[int]] = defaultdict(set)
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, (entry, terms) in enumerate(zip(self.entries, self._terms, strict=True)):
            for term in terms:
                targets[term].add(entry.target)
                self._postings[term].append(number)
        total = 1 + len({entry.target for entry in self.entries})
        self._weights = {
            term: self._weight(term, math.log(1 + total / len(found)))
            for term, found in targets.items()
        }
        self._unknown = math.log(1 + total)
        self._sums = [sum(self._weights[term] for term in terms) for terms in self._terms]

    def __contains__(self, word: str) -> bool:
        return word in self._postings

    def weight(self, term: str) -> float:
        """Return what a word, or two words joined by a space, counts; more when it is rare."""
        return self._weights.get(term) or self._weight(term, self._unknown)

    def look_up(self, question: Sequence[Word]) -> list[Overlap]:
        """Return the entries that share the most with the question, in no certain order."""
        asked = _terms(question)
        weights = {term: self.weight(term) for term in asked}
        total = sum(self._question_weight(term, weights) for term in asked) or 1.0
        shared: defaultdict[int, float] = defaultdict(float)
        seen = 0
        for term in sorted(asked, key=lambda term: -weights[term]):
            postings = self._postings.get(term, ())
            if seen and seen + len(postings) > POSTINGS_BUDGET:
                continue
            seen += len(postings)
            for number in postings:
                shared[number] += weights[term]
        best = sorted(shared, key=lambda n: -shared[n] * self._merit(n))[:CANDIDATES]
        return [self._overlap(number, question, asked, weights, total) for number in best]

    def _merit(self, number: int) -> float:
        return self.entries[number].weight / math.sqrt(self._sums[number])

    def _overlap(
        self,
        number: int,
        question: Sequence[Word],
        asked: Mapping[str, int],
        weights: Mapping[str, float],
        total: float,
    ) -> Overlap:
        entry, terms = self.entries[number], self._terms[number]
        common = [term for term in asked if term in terms]
        of_question = sum(self._question_weight(term, weights) for term in common) / total
        of_entry = sum(weights[term] for term in common) / (self._sums[number] or 1.0)
        shared = sum(" " not in term and self._is_matter(term) for term in common)
        disagreeing = _disagreeing(question, entry.words)
        return Overlap(entry, of_question, of_entry, disagreeing, shared)

    def _is_matter(self, word: str) -> bool:
        return word not in self._stop_words and not word[0].isdigit()

    def _question_weight(self, term: str, weights: Mapping[str, float]) -> float:
        # A pair of words the names never hold says little: people build sentences freely.
        known = term in self._postings
        return weights[term] * (1.0 if " " not in term or known else 0.1)

    def _weight(self, term: str, frequency: float) -> float:
        parts = term.split(" ")
        stops = sum(part in self._stop_words for part in parts)
        if len(parts) == 1:
            return frequency * (STOP_WEIGHT if stops else 1.0)
        return frequency * (STOP_WEIGHT if stops == 2 else 0.35 if stops else 0.7)


def _terms(message: Sequence[Word]) -> dict[str, int]:
    """Words and pairs of neighbours, without marks."""
    terms = dict.fromkeys((word.folded for word in message), 1)
    for left, right in pairwise(message):
        terms[f"{left.folded} {right.folded}"] = 1
    return terms


def _disagreeing(question: Sequence[Word], name: Sequence[Word]) -> float:
    spelled: defaultdict[str, set[str]] = defaultdict(set)
    for word in name:
        spelled[word.folded].add(word.keyed)
    shared = [word for word in question if word.folded in spelled]
    if not shared:
        return 0.0
    wrong = sum(word.is_marked and word.keyed not in spelled[word.folded] for word in shared)
    return wrong / len(shared)
