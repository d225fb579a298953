"""An index of names: how much each shares with a question, for all names at once.

Every target stands in it under several names: the official one, its head, the way the desk says it
and the ways people say it. Words weigh by inverse document frequency over targets. Shares are
counted in arrays over all entries, so that fifty thousand names cost little more than five hundred.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.concepts import Concepts
from knowledge.normalise import Word
from knowledge.postings import NONE, Numbers, Postings

Floats = NDArray[np.float32]

STOP_WEIGHT = 0.12
"""What a word of no matter ("cho", "của") counts beside one of full weight."""

PAIR_WEIGHTS = (0.7, 0.35, 0.1)
"""What two neighbours count when none, one or both of them are of no matter."""

BY_CONCEPT = 0.85
"""What a word counts that the other side has in other words."""

BY_NAME = 0.35
"""What the share of a name counts in a first, rough order."""

STRANGE_PAIR = 0.1
"""What a pair of words counts that no name holds: people build sentences freely."""


class NameKind(StrEnum):
    """Where a name comes from."""

    OFFICIAL = "official"
    HEAD = "head"  # the official name up to where it runs on
    EVERYDAY = "everyday"  # as the desk or people say it


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one target."""

    target: int
    words: tuple[Word, ...]
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What a question shares with the entries: weights that are summed, not yet shares."""

    of_question: Floats  # weight of the question's words that an entry has
    of_entry: Floats  # weight of an entry's words that the question has
    pairs: Floats  # weight of the neighbours that both have
    conflicts: Floats  # number of shared words whose typed marks differ
    shared: Floats  # number of shared words of matter, no numbers
    weight: float  # of the question's words
    pairs_weight: float  # of its neighbours
    unknown: float  # share of the question's words that no entry has
    concepts: frozenset[str]


class Index:
    """Entries, and how much of them a question shares."""

    def __init__(
        self, entries: Iterable[Entry], stop_words: frozenset[str], concepts: Concepts
    ) -> None:
        self.entries = tuple(entries)
        self.targets = np.array([entry.target for entry in self.entries], np.int32)
        self.concepts = [frozenset[str]()] * len(self.entries)
        self._stop_words = stop_words
        self._finder = concepts
        self._weigh()
        self._post()

    def __contains__(self, word: str) -> bool:
        return word in self._words

    @property
    def vocabulary(self) -> Iterable[str]:
        """Every word of every name, without marks."""
        return self._words

    def is_pair(self, left: str, right: str) -> bool:
        """Whether some name holds these two words one after the other."""
        return f"{left} {right}" in self._pairs

    def weight(self, word: str) -> float:
        """Return what a word counts; more when it is rare."""
        rarity = self._rarity.get(word, self._unknown)
        return rarity * (STOP_WEIGHT if word in self._stop_words else 1.0)

    def pair_weight(self, left: str, right: str) -> float:
        """Return what two neighbours count."""
        rarity = self._pair_rarity.get(f"{left} {right}", self._unknown)
        return rarity * PAIR_WEIGHTS[(left in self._stop_words) + (right in self._stop_words)]

    def is_stop_word(self, word: str) -> bool:
        """Whether a word carries no matter."""
        return word in self._stop_words

    def is_matter(self, word: str) -> bool:
        """Whether a word says what a name is about; numbers do not."""
        return word not in self._stop_words and not word[0].isdigit()

    def look_up(self, question: Sequence[Word]) -> Overlaps:
        """Return what the question shares with every entry."""
        concepts = self._finder.find(question)
        at: defaultdict[str, set[str]] = defaultdict(set)
        for name, spans in concepts.items():
            for span in spans:
                for number in span.numbers():
                    at[question[number].folded].add(name)
        size = len(self.entries)
        of_question, of_entry = np.zeros(size, np.float32), np.zeros(size, np.float32)
        shared, conflicts = np.zeros(size, np.float32), np.zeros(size, np.float32)
        seen = np.zeros(size, bool)
        total = unknown = 0.0
        for word in dict.fromkeys(word.folded for word in question):
            weight = self.weight(word)
            total += weight
            holding = self._words.of(word)
            if not len(holding):
                unknown += weight
            of_question[holding] += weight
            of_entry[holding] += weight
            if self.is_matter(word):
                shared[holding] += 1
            if names := at.get(word):
                self._by_concepts(of_question, weight, holding, names, seen)
        self._concepts_of_entries(of_entry, at, seen)
        self._note_conflicts(conflicts, question)
        pairs, pairs_total = self._pairs_shared(question)
        return Overlaps(
            of_question=of_question,
            of_entry=of_entry,
            pairs=pairs,
            conflicts=conflicts,
            shared=shared,
            weight=total or 1.0,
            pairs_weight=pairs_total,
            unknown=unknown / (total or 1.0),
            concepts=frozenset(concepts),
        )

    def shares_of_entry(self, found: Overlaps, entries: Numbers) -> Floats:
        """Return the share of these entries' words that the question has."""
        shares: Floats = np.minimum(found.of_entry[entries] / self._sums[entries], 1.0)
        return shares

    def pair_shares_of_entry(self, found: Overlaps, entries: Numbers) -> Floats:
        """Return the share of these entries' neighbours that the question has."""
        shares: Floats = found.pairs[entries] / self._pair_sums[entries]
        return shares

    def _by_concepts(
        self,
        of_question: Floats,
        weight: float,
        holding: Numbers,
        names: Iterable[str],
        seen: NDArray[np.bool_],
    ) -> None:
        """Count a word for the entries that say it in other words. `seen` is left empty."""
        touched = [holding]
        seen[holding] = True
        for name in names:
            entries, _ = self._concepts.get(name, _NO_CONCEPT)
            others = entries[~seen[entries]]
            of_question[others] += BY_CONCEPT * weight
            seen[others] = True
            touched.append(others)
        for entries in touched:
            seen[entries] = False

    def _concepts_of_entries(
        self, of_entry: Floats, at: Mapping[str, set[str]], seen: NDArray[np.bool_]
    ) -> None:
        """Count an entry's words that the question says in other words."""
        said: defaultdict[str, list[str]] = defaultdict(list)
        for word, names in at.items():
            for name in names:
                said[name].append(word)
        for name, words in said.items():
            entries, weights = self._concepts.get(name, _NO_CONCEPT)
            held = [self._words.of(word) for word in words if word not in self._stop_words]
            for each in held:
                seen[each] = True
            others = ~seen[entries]
            of_entry[entries[others]] += BY_CONCEPT * weights[others]
            for each in held:
                seen[each] = False

    def _pairs_shared(self, question: Sequence[Word]) -> tuple[Floats, float]:
        shared = np.zeros(len(self.entries), np.float32)
        total = 0.0
        for left, right in dict.fromkeys(pairwise(word.folded for word in question)):
            weight = self.pair_weight(left, right)
            holding = self._pairs.of(f"{left} {right}")
            if not len(holding):
                total += STRANGE_PAIR * weight
            else:
                total += weight
                shared[holding] += weight
        return shared, total or 1.0

    def _note_conflicts(self, conflicts: Floats, question: Sequence[Word]) -> None:
        """Count shared words that were typed with marks which the entry does not have."""
        for word in question:
            if word.is_marked and word.folded in self._words:
                conflicts[self._words.of(word.folded)] += 1
                conflicts[self._spelled.of(word.keyed)] -= 1

    def _weigh(self) -> None:
        words: defaultdict[str, set[int]] = defaultdict(set)
        pairs: defaultdict[str, set[int]] = defaultdict(set)
        for entry in self.entries:
            for word in entry.words:
                words[word.folded].add(entry.target)
            for left, right in pairwise(entry.words):
                pairs[f"{left.folded} {right.folded}"].add(entry.target)
        total = 1 + len({entry.target for entry in self.entries})
        self._unknown = math.log(1 + total)
        self._rarity = {word: math.log(1 + total / len(had)) for word, had in words.items()}
        self._pair_rarity = {pair: math.log(1 + total / len(had)) for pair, had in pairs.items()}

    def _post(self) -> None:
        """Note for each word, pair and concept which entries hold it."""
        words: defaultdict[str, list[int]] = defaultdict(list)
        pairs: defaultdict[str, list[int]] = defaultdict(list)
        spelled: defaultdict[str, list[int]] = defaultdict(list)
        concepts: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        sums, pair_sums = np.zeros(len(self.entries)), np.zeros(len(self.entries))
        for number, entry in enumerate(self.entries):
            held = dict.fromkeys(word.folded for word in entry.words)
            for word in held:
                words[word].append(number)
            for marked in dict.fromkeys(word.keyed for word in entry.words):
                spelled[marked].append(number)
            sums[number] = sum(map(self.weight, held))
            for left, right in dict.fromkeys(pairwise(word.folded for word in entry.words)):
                pairs[f"{left} {right}"].append(number)
                pair_sums[number] += self.pair_weight(left, right)
            found = self._finder.find(entry.words)
            self.concepts[number] = frozenset(found)
            for name, spans in found.items():
                said = {entry.words[each].folded for span in spans for each in span.numbers()}
                concepts[name].append((number, sum(map(self.weight, said))))
        self._words, self._pairs, self._spelled = map(Postings, (words, pairs, spelled))
        self._concepts = {
            name: (
                np.array([number for number, _ in listed], np.int32),
                np.array([weight for _, weight in listed], np.float32),
            )
            for name, listed in concepts.items()
        }
        self._sums = np.where(sums > 0, sums, 1.0).astype(np.float32)
        self.by_sum = (BY_NAME / self._sums).astype(np.float32)
        self._pair_sums = np.where(pair_sums > 0, pair_sums, np.inf).astype(np.float32)


_NO_CONCEPT = (NONE, np.zeros(0, np.float32))
