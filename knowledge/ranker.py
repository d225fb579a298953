"""Evidence to probabilities: a small network over the parts, a softmax over the candidates.

Its weights were fitted on labelled questions by `tools/fit_ranker.py` and stand in
`data/ranker.json`. What a part does to a score is seen by taking it away (`bot.explain`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError, model_validator

from knowledge.index import Floats
from knowledge.postings import Numbers
from knowledge.record import Record, Text
from knowledge.yaml_file import KnowledgeError, Problem

PARTS = (
    "of_question",  # share of the question's words that the best name has
    "of_name",  # share of that name's words that were said
    "both",  # the two multiplied
    "pairs_of_question",  # the same for neighbouring words
    "pairs_of_name",
    "alike",  # letters alike, words in any order
    "within",  # letters of the name alike to some part of the question
    "everyday",  # the name is one that people use
    "head",  # the name is the head of an official one
    "asked_often",
    "asked_sometimes",
    "asked_rarely",
    "name_only",
    "commune",  # of those: a commune takes it in
    "provincial",  # of those: one province's own
    "topic",
    "elsewhere",
    "not_ours",
    "conflicts",  # share of shared words whose marks differ
    "second_name",  # what the second-best name of the target shares
    "concepts",  # share of the question's concepts that the name has
    "same_action",
    "action_missing",  # the question says what is done, the target does something else
    "action_added",  # the name says what is done, the question does not
    "in_full",  # question and name cover each other
    "telling",  # how many words of matter are shared
    "unexplained",  # weight of the question's words that the name does not have
    "pooled",  # share of the question that any name of the target has
    "pooled_concepts",
    "text",  # share of the question that the procedure's file has
    "has_text",
    "owned",  # how far the question's words are the target's own
    "owned_most",  # the same beside the target with the most
    "likely",  # how likely the question's terms are among the target's names, a term
    "likeliest",  # the same beside the target where they are likeliest
    "decided",  # of a family's choice: how far the question points to it among its twins
    "undecided",  # of a topic: how little the question points to one choice
)
"""The evidence for one target, in the order of `Evidence.parts`."""

SHIPPED = Path(__file__).parent / "data" / "ranker.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidates of one question and what speaks for them."""

    targets: Numbers
    entries: Numbers  # the best name of each
    parts: Floats  # a row a candidate, a column a part
    unknown: float  # share of the question's words that no name has


class Ranker(Record):
    """A small network: each candidate's parts, its lag behind the best in each, to one score.

    Its last row stands for "none of these": what the best candidates have, and how much of the
    question no name holds.
    """

    fitted_on: date
    questions: Text  # what it was fitted on
    parts: tuple[str, ...]  # the parts it was fitted for, in their order
    direct: tuple[float, ...]  # weight of each input
    hidden: tuple[tuple[float, ...], ...]  # an input's weights for each unit
    thresholds: tuple[float, ...]  # of the units
    outward: tuple[float, ...]  # weight of each unit

    @model_validator(mode="after")
    def _fits_the_evidence(self) -> "Ranker":
        if self.parts != PARTS:
            odd = ", ".join(sorted(set(PARTS) ^ set(self.parts))) or "their order"
            raise ValueError(f"fitted for other parts ({odd}): run tools/fit_ranker.py again")
        sizes = {len(row) for row in self.hidden} | {len(self.thresholds), len(self.outward)}
        if len(sizes) > 1 or {len(self.direct), len(self.hidden)} != {INPUTS}:
            raise ValueError(f"its weights are not those of {INPUTS} inputs and one layer")
        return self

    @cached_property
    def _arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        direct, hidden, thresholds, outward = (
            np.array(each, np.float32)
            for each in (self.direct, self.hidden, self.thresholds, self.outward)
        )
        return direct, hidden, thresholds, outward

    def scores(self, evidence: Evidence) -> Floats:
        """Return what speaks for each candidate, and last for none of them, without bounds."""
        direct, hidden, thresholds, outward = self._arrays
        rows = inputs(evidence)
        scores: Floats = np.maximum(rows @ hidden + thresholds, 0) @ outward + rows @ direct
        return scores

    def probabilities(self, evidence: Evidence, favour: Mapping[int, float]) -> Floats:
        """Return for each candidate how likely it is meant; what is missing to 1 is "none".

        `favour` is what the talk so far adds to the score of a target.
        """
        scores = self.scores(evidence)
        scores[:-1] += [favour.get(target, 0.0) for target in evidence.targets.tolist()]
        scores[:-1] += EXACT * _is_exact(evidence)
        scores[:-1] -= PROVINCIAL * evidence.parts[:, _PROVINCIAL] * ~_alone_named(evidence)
        raised = np.exp(scores - scores.max())
        chances: Floats = (raised / raised.sum())[:-1]
        return chances


INPUTS = 2 * len(PARTS) + 2

EXACT = 4.0
"""More for a target that was named word for word."""

FULLY = 0.97
"""Shares above this count as all of it."""

PROVINCIAL = 3.0
"""Less for one province's own variant, unless the citizen names it in full."""

_PROVINCIAL, _IN_FULL, _PAIRS = map(PARTS.index, ("provincial", "in_full", "pairs_of_name"))


def _is_exact(evidence: Evidence) -> NDArray[np.bool_]:
    """Whether a name of each candidate was said as it stands, and nothing else."""
    exact: NDArray[np.bool_] = (evidence.parts[:, _IN_FULL] > 0) & (
        evidence.parts[:, _PAIRS] > FULLY
    )
    return exact


def _alone_named(evidence: Evidence) -> NDArray[np.bool_]:
    """Whether each candidate's name was said as it stands, and no national one as well."""
    named = _is_exact(evidence)
    national = evidence.parts[:, _PROVINCIAL] == 0
    spared: NDArray[np.bool_] = named & ~(named & national).any()
    return spared


def inputs(evidence: Evidence) -> Floats:
    """Return a row for each candidate and a last one for none of them; a column an input."""
    count = len(evidence.parts)
    rows = np.zeros((count + 1, INPUTS), np.float32)
    rows[-1, len(PARTS) : len(PARTS) + 2] = 1.0, evidence.unknown
    if count:
        most = evidence.parts.max(axis=0)
        rows[:-1, : len(PARTS)] = evidence.parts
        rows[:-1, len(PARTS) + 2 :] = evidence.parts - most
        rows[-1, len(PARTS) + 2 :] = most
    return rows


_RANKER = TypeAdapter(Ranker)


def read_ranker(path: Path, problems: list[Problem]) -> Ranker | None:
    """Read the weights of a file; None when it is not there or is faulty."""
    if not path.exists():
        return None
    try:
        return _RANKER.validate_json(path.read_bytes())
    except ValidationError as exc:
        told = exc.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        problems.append(Problem(path, None, told))
        return None


@lru_cache(maxsize=1)
def shipped_ranker() -> Ranker:
    """Return the shipped weights. Raises `KnowledgeError` when their file is faulty."""
    problems: list[Problem] = []
    ranker = read_ranker(SHIPPED, problems)
    if ranker is None:
        raise KnowledgeError(problems or [Problem(SHIPPED, None, "there is no such file")])
    return ranker
