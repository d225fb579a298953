"""All that is known of a target's words, pooled over its names, and the text of its file.

A story ("ông đi hôm kia, giờ lên xã phải khai gì") shares a little with many names of the right
procedure and with none of them enough; the pool adds it up.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from knowledge.index import Floats, Index
from knowledge.normalise import Word
from knowledge.postings import Postings

_PAIR = 0.5
"""What a pair counts beside its words."""

_RARE = 4
"""Names of a target added before shares are taken: one name among two proves little."""

_COMMON = 0.3

_DOUBT = 10.0
"""Names of the usual mixture added to each target's own."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """For each target, what a question shares with all its names and its text."""

    words: Floats  # share of the question's words and pairs
    concepts: Floats  # share of its concepts
    owned: Floats  # how far its terms are the target's own: said of it and few others
    likely: Floats  # logarithm: how much likelier its terms are here than in any name, a term
    text: Floats  # share of its words that the target's file has


class Pool:
    """Words, pairs and concepts of each target's names, and the words of its text."""

    def __init__(self, index: Index, size: int, texts: Mapping[int, Sequence[Word]]) -> None:
        self._index = index
        self._size = size
        self.has_text = np.zeros(size, np.float32)
        counted: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        names = np.zeros(size, np.float32)
        for number, entry in enumerate(index.entries):
            names[entry.target] += 1
            for term in (*_terms(entry.words), *map(_concept, index.concepts[number])):
                counted[term][entry.target] += 1
        self._terms = Postings({term: list(found) for term, found in counted.items()})
        counts = np.fromiter(chain.from_iterable(f.values() for f in counted.values()), np.float32)
        self._weigh(counts, names, len(index.entries))
        self._texts, self._text_rarity = self._read(texts)

    def _weigh(self, counts: Floats, names: Floats, entries: int) -> None:
        """Count for each term and target that has it what it tells; arrays beside the postings.

        `likely` is a language model of each target's names with Dirichlet's smoothing, beside the
        same target without the term.
        """
        sizes = [len(self._terms.of(term)) for term in self._terms]
        starts = np.cumsum([0, *sizes[:-1]])
        with_names = names[self._terms.numbers]
        shares = counts / (with_names + _RARE)
        usual = np.repeat(np.add.reduceat(counts, starts) / entries if sizes else [], sizes)
        total = np.repeat(np.add.reduceat(shares, starts) if sizes else [], sizes)
        has = np.log((counts + _DOUBT * usual) / (with_names + _DOUBT) / usual)
        lacks = np.log(_DOUBT / (with_names + _DOUBT))
        self._owned = (shares / (total + _COMMON)).astype(np.float32)
        self._likely = (has - lacks).astype(np.float32)
        self._fewer = np.log(_DOUBT / (names + _DOUBT)).astype(np.float32)

    def _read(self, texts: Mapping[int, Sequence[Word]]) -> tuple[Postings, dict[str, float]]:
        held: defaultdict[str, set[int]] = defaultdict(set)
        for target, text in texts.items():
            self.has_text[target] = 1
            for word in text:
                held[word.folded].add(target)
        for spelled, targets in held.items():
            targets.update(each for each in self._terms.of(spelled).tolist() if each in texts)
        rarity = {word: math.log(1 + len(texts) / len(found)) for word, found in held.items()}
        return Postings({word: sorted(found) for word, found in held.items()}), rarity

    def look_up(self, question: Sequence[Word], concepts: frozenset[str]) -> Pooled:
        """Return what the question shares with each target's names and text."""
        words = [word.folded for word in question]
        matter = {word for word in words if not self._index.is_stop_word(word)}
        counts = self._counts(words, matter)
        total = sum(self._index.weight(word) for word in dict.fromkeys(words))
        total += sum(count for term, count in counts.items() if " " in term)
        shared, owned = np.zeros(self._size, np.float32), np.zeros(self._size, np.float32)
        likely, in_concepts = np.zeros_like(shared), np.zeros_like(shared)
        telling = 0
        for name, count in counts.items():
            held, span = self._terms.of(name), self._terms.span(name)
            shared[held] += count
            if " " in name or name in matter:
                telling += 1
                owned[held] += self._owned[span]
                likely[held] += self._likely[span]
        for concept in concepts:
            if _concept(concept) in self._terms:
                held = self._terms.of(_concept(concept))
                span = self._terms.span(_concept(concept))
                telling += 1
                in_concepts[held] += 1
                owned[held] += self._owned[span]
                likely[held] += self._likely[span]
        return Pooled(
            words=shared / np.float32(total or 1.0),
            concepts=in_concepts / np.float32(len(concepts) or 1),
            owned=owned / np.float32(telling or 1),
            likely=likely / np.float32(telling or 1) + self._fewer,
            text=self._text_shared(matter),
        )

    def _counts(self, words: Sequence[str], matter: Collection[str]) -> dict[str, float]:
        """Return what each known word, and each known pair with a word of matter, counts."""
        counts = {word: self._index.weight(word) for word in words if word in self._terms}
        for left, right in pairwise(words):
            pair = f"{left} {right}"
            if pair in self._terms and (left in matter or right in matter):
                counts[pair] = _PAIR * self._index.pair_weight(left, right)
        return counts

    def _text_shared(self, words: Iterable[str]) -> Floats:
        found = np.zeros(self._size, np.float32)
        total = 0.0
        for word in words:
            rarity = self._text_rarity.get(word)
            if rarity is not None:
                found[self._texts.of(word)] += rarity
                total += rarity
        return found / np.float32(total or 1.0)


def _terms(message: Sequence[Word]) -> Iterable[str]:
    words = [word.folded for word in message]
    return dict.fromkeys((*words, *(f"{left} {right}" for left, right in pairwise(words))))


def _concept(name: str) -> str:
    return f"#{name}"
