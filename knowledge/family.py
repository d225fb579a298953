"""Twins and families: whether a question says the word that tells one choice from the others.

The choices of a topic are procedures that share most of their words. How often each term stands in
each choice's names tells which choice a question points to; a question whose words all of them
share points to none, and the desk asks about just that difference.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from knowledge.index import Floats, Index

_DOUBT = 4.0
"""Names of the family's usual mixture added to each choice: one with few names proves little."""

_CALM = 0.5
"""Terms of one sentence repeat each other: their logarithms count by this share."""


@dataclass(frozen=True, slots=True)
class Family:
    """The choices of a topic, and how likely each term is in a name of each."""

    targets: Sequence[int]
    rows: Mapping[str, int]  # term -> its row in `logs`
    logs: Floats  # a row a term, a column a choice

    def shares(self, terms: Iterable[str]) -> dict[int, float]:
        """Return how far the terms point to each choice; the shares add up to 1."""
        told = [row for term in terms if (row := self.rows.get(term)) is not None]
        logs = self.logs[told].sum(axis=0)
        raised = np.exp(logs - logs.max())
        return dict(zip(self.targets, (raised / raised.sum()).tolist(), strict=True))


class Families:
    """The family of each topic, by the number of the topic's target."""

    def __init__(self, index: Index, members: Mapping[int, Sequence[int]]) -> None:
        self._index = index
        wanted = {target for targets in members.values() for target in targets}
        terms: dict[int, Counter[str]] = {target: Counter() for target in wanted}
        names: Counter[int] = Counter()
        for number, entry in enumerate(index.entries):
            if entry.target in wanted:
                names[entry.target] += 1
                words = [word.folded for word in entry.words]
                terms[entry.target].update(self.terms(words, index.concepts[number]))
        self.of_topic = {
            topic: _family(targets, terms, names) for topic, targets in members.items()
        }
        self.of_target: dict[int, list[int]] = {}
        for topic, targets in members.items():
            for target in targets:
                self.of_target.setdefault(target, []).append(topic)

    def terms(self, words: Sequence[str], concepts: Iterable[str]) -> set[str]:
        """Return the words of matter, pairs with one, and concepts."""
        stop = self._index.is_stop_word
        pairs = {f"{a} {b}" for a, b in pairwise(words) if not (stop(a) and stop(b))}
        return {word for word in words if not stop(word)} | pairs | {f"#{c}" for c in concepts}


def _family(
    targets: Sequence[int], terms: Mapping[int, Counter[str]], names: Mapping[int, int]
) -> Family:
    rows = {term: row for row, term in enumerate(set().union(*(terms[each] for each in targets)))}
    held = np.array([[terms[each][term] for each in targets] for term in rows], np.float32)
    counts = np.array([names[each] for each in targets], np.float32)
    usual = np.maximum((held / np.maximum(counts, 1)).mean(axis=1, keepdims=True), 1e-3)
    logs = _CALM * np.log((held + _DOUBT * usual) / (counts + _DOUBT))
    return Family(tuple(targets), rows, logs.astype(np.float32).reshape(-1, len(targets)))
