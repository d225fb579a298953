"""Simple tools that rank official names, to measure the desk's understanding beside them."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.normalise import fold

Ranker = Callable[[str], str | None]
"""A question -> the code ranked first."""

K1, B = 1.5, 0.75
"""The usual constants of BM25."""


def baselines(names: Mapping[str, str]) -> Iterator[tuple[str, Ranker]]:
    """Yield simple rankers of these names (code -> official name), with what they are called."""
    folded = {code: fold(name) for code, name in names.items()}
    yield "rapidfuzz token_set_ratio", _fuzzy(folded, fuzz.token_set_ratio)
    yield "rapidfuzz WRatio", _fuzzy(folded, fuzz.WRatio)
    yield "BM25", Vectors(folded, _words, bm25=True).first
    yield "character 2-4-gram TF-IDF", Vectors(folded, _characters).first
    yield "word 1-2-gram TF-IDF", Vectors(folded, _words_and_pairs).first


def _fuzzy(folded: Mapping[str, str], scorer: Callable[..., float]) -> Ranker:
    def first(question: str) -> str | None:
        best = process.extractOne(fold(question), folded, scorer=scorer)
        return best[2] if best else None

    return first


class Vectors:
    """Names as weighed terms: TF-IDF by cosine, or BM25."""

    def __init__(
        self,
        folded: Mapping[str, str],
        terms: Callable[[str], Iterable[str]],
        *,
        bm25: bool = False,
    ) -> None:
        self._codes = list(folded)
        self._terms = terms
        self._bm25 = bm25
        counts = [Counter(terms(name)) for name in folded.values()]
        held = Counter(term for count in counts for term in count)
        total = len(counts)
        self._rarity = {
            term: math.log(1 + (total - n + 0.5) / (n + 0.5)) if bm25 else math.log(1 + total / n)
            for term, n in held.items()
        }
        mean = sum(count.total() for count in counts) / (total or 1)
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for term, weight in self._weights(count, mean).items():
                postings[term].append((number, weight))
        self._postings = {
            term: (
                np.array([number for number, _ in listed], np.int32),
                np.array([weight for _, weight in listed], np.float32),
            )
            for term, listed in postings.items()
        }

    def _weights(self, count: Counter[str], mean: float) -> dict[str, float]:
        if self._bm25:
            length = K1 * (1 - B + B * count.total() / mean)
            return {t: self._rarity[t] * n * (K1 + 1) / (n + length) for t, n in count.items()}
        weights = {term: self._rarity[term] * n for term, n in count.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / norm for term, weight in weights.items()}

    def first(self, question: str) -> str | None:
        """Return the code of the name that fits best; None when no term is shared."""
        scores = np.zeros(len(self._codes), np.float32)
        for term, n in Counter(self._terms(fold(question))).items():
            if term in self._postings:
                numbers, weights = self._postings[term]
                scores[numbers] += weights * np.float32(1 if self._bm25 else n * self._rarity[term])
        best = int(scores.argmax()) if len(scores) else 0
        return self._codes[best] if len(scores) and scores[best] > 0 else None


def _words(text: str) -> Sequence[str]:
    return text.split()


def _words_and_pairs(text: str) -> Sequence[str]:
    words = text.split()
    return [*words, *(f"{left} {right}" for left, right in pairwise(words))]


def _characters(text: str) -> Sequence[str]:
    padded = f" {text} "
    return [padded[i : i + n] for n in (2, 3, 4) for i in range(len(padded) - n + 1)]
