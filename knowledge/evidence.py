"""What speaks for and against each target, in named parts: shares, but for two logarithms."""

from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import fuzz

from knowledge.concepts import ACTIONS
from knowledge.family import Families
from knowledge.index import Floats, Index, NameKind, Overlaps
from knowledge.normalise import Word
from knowledge.pool import Pool
from knowledge.postings import Numbers
from knowledge.ranker import PARTS, Evidence
from knowledge.targets import Target

CANDIDATES = 40
"""Targets compared in full."""

_ENTRIES = 160
_POOLED = 12
_FULLY = 0.97
_BY_QUESTION, _BY_PAIRS = 0.5, 0.15
_TELLING_WORDS = 5
_MUCH = 10.0


class Evidences:
    """Gathers what speaks for which target."""

    def __init__(
        self, index: Index, pool: Pool, families: Families, targets: Sequence[Target]
    ) -> None:
        self._families = families
        self._index = index
        self._pool = pool
        kinds = [entry.kind for entry in index.entries]
        self._everyday = np.array([kind is NameKind.EVERYDAY for kind in kinds], np.float32)
        self._head = np.array([kind is NameKind.HEAD for kind in kinds], np.float32)
        self._folded = [" ".join(word.folded for word in entry.words) for entry in index.entries]
        self._actions = [concepts & ACTIONS for concepts in index.concepts]
        self._kinds = np.array([target.marks for target in targets], np.float32)
        self._target_actions = [set[str]() for _ in targets]
        for entry, actions in zip(index.entries, self._actions, strict=True):
            self._target_actions[entry.target] |= actions
        self._names_of: list[list[int]] = [[] for _ in targets]
        for number, entry in enumerate(index.entries):
            self._names_of[entry.target].append(number)

    def gather(self, question: Sequence[Word], also: Iterable[int] = ()) -> Evidence:
        """Return the likely targets, and those of `also`, with their evidence."""
        found = self._index.look_up(question)
        pooled = self._pool.look_up(question, found.concepts)
        rough = self._rough(found)
        best, second = self._best_names(rough, found)
        for target in (*self._by_pool(pooled.words + pooled.owned), *also):
            if target not in best:
                names = self._names_of[target]
                best[target] = max(names, key=lambda number: rough[number])
        targets = np.fromiter(best, np.int32, len(best))
        entries = np.fromiter(best.values(), np.int32, len(best))
        if not len(targets):
            return Evidence(targets, entries, np.zeros((0, len(PARTS)), np.float32), found.unknown)
        columns = self._columns(question, found, targets, entries)
        columns["second_name"] = np.array(
            [
                found.of_question[second[t]] / found.weight if t in second else 0.0
                for t in targets.tolist()
            ]
        )
        columns["pooled"] = pooled.words[targets]
        columns["pooled_concepts"] = pooled.concepts[targets]
        columns["text"] = pooled.text[targets]
        columns["has_text"] = self._pool.has_text[targets]
        columns["owned"] = pooled.owned[targets]
        columns["owned_most"] = pooled.owned[targets] / (pooled.owned.max() or 1.0)
        columns["likely"] = pooled.likely[targets]
        columns["likeliest"] = pooled.likely[targets] - pooled.likely.max()
        columns |= self._twins(question, found, targets)
        parts = np.stack([columns[part].astype(np.float32) for part in PARTS], axis=1)
        return Evidence(targets, entries, parts, found.unknown)

    def _twins(
        self, question: Sequence[Word], found: Overlaps, targets: Numbers
    ) -> dict[str, Floats]:
        """Tell how far the question points to one of the choices of a topic."""
        terms = self._families.terms([word.folded for word in question], found.concepts)
        decided = np.ones(len(targets), np.float32)
        undecided = np.zeros(len(targets), np.float32)
        families = self._families.of_topic
        shares = {
            target: families[target].shares(terms)
            for target in targets.tolist()
            if target in families
        }
        for number, target in enumerate(targets.tolist()):
            if target in shares:
                undecided[number] = 1 - max(shares[target].values())
            among = [
                shares[topic][target]
                for topic in self._families.of_target.get(target, ())
                if topic in shares
            ]
            decided[number] = min(among, default=1.0)
        return {"decided": decided, "undecided": undecided}

    def _rough(self, found: Overlaps) -> Floats:
        """A first order, cheap to count for every entry."""
        rough: Floats = found.of_question * np.float32(_BY_QUESTION / found.weight)
        rough += found.of_entry * self._index.by_sum
        rough += found.pairs * np.float32(_BY_PAIRS / found.pairs_weight)
        return rough

    def _best_names(self, rough: Floats, found: Overlaps) -> tuple[dict[int, int], dict[int, int]]:
        """Return for the likeliest targets their best and their second-best name."""
        some = np.flatnonzero(found.of_question)
        if len(some) > _ENTRIES:
            best_first = np.argpartition(rough[some], len(some) - _ENTRIES)
            some = some[best_first[-_ENTRIES:]]
        best: dict[int, int] = {}
        second: dict[int, int] = {}
        for number in some[np.argsort(-rough[some], kind="stable")].tolist():
            target = int(self._index.targets[number])
            if target in best:
                second.setdefault(target, number)
            elif len(best) < CANDIDATES:
                best[target] = number
        return best, second

    def _by_pool(self, pooled: Floats) -> list[int]:
        if len(pooled) <= _POOLED:
            return np.flatnonzero(pooled > 0).tolist()
        most = np.argpartition(-pooled, _POOLED)[:_POOLED]
        return [int(target) for target in most if pooled[target] > 0]

    def _columns(
        self, question: Sequence[Word], found: Overlaps, targets: Numbers, entries: Numbers
    ) -> dict[str, Floats]:
        of_question = found.of_question[entries] / np.float32(found.weight)
        of_name = self._index.shares_of_entry(found, entries)
        folded = " ".join(word.folded for word in question)
        names = [self._folded[entry] for entry in entries.tolist()]
        shared = np.maximum(found.shared[entries], 1)
        pairs = self._index.pair_shares_of_entry(found, entries)
        asked = found.concepts & ACTIONS
        said = [self._actions[entry] for entry in entries.tolist()]
        done = [self._target_actions[target] for target in targets.tolist()]
        kinds = self._kinds[targets]
        return {
            "of_question": of_question,
            "of_name": of_name,
            "both": of_question * of_name,
            "pairs_of_question": found.pairs[entries] / np.float32(found.pairs_weight),
            "pairs_of_name": pairs,
            "alike": np.array([fuzz.token_sort_ratio(folded, name) / 100 for name in names]),
            "within": np.array([fuzz.partial_ratio(name, folded) / 100 for name in names]),
            "everyday": self._everyday[entries],
            "head": self._head[entries],
            "conflicts": np.minimum(found.conflicts[entries] / shared, 1.0),
            "concepts": np.array(
                [len(self._index.concepts[entry] & found.concepts) for entry in entries.tolist()]
            )
            / (len(found.concepts) or 1),
            "same_action": np.array([bool(asked & names_) for names_ in said]),
            "action_missing": np.array([bool(asked - each) for each in done]),
            "action_added": np.array([bool(names_ - asked) for names_ in said]),
            "in_full": (of_question > _FULLY) & (of_name > _FULLY),
            "telling": np.minimum(found.shared[entries] / _TELLING_WORDS, 1.0),
            "unexplained": np.minimum((1 - of_question) * found.weight / _MUCH, 1.0),
            **{mark: kinds[:, column] for column, mark in enumerate(Target.MARKS)},
        }
