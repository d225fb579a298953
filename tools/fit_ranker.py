"""Fits the weights of `knowledge/data/ranker.json` on labelled questions.

Usage: python tools/fit_ranker.py QUESTIONS.jsonl ... [--knowledge FILE ...] [--leave-out]

The right codes of a question should together be likely; what is to be declined is "none", another
body's matter or not ours; what is to be asked back about is its topic, or any of its codes.
`--leave-out` fits anew without each file in turn, prints what it ranks first there, and writes
nothing.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluate import Labelled, read_headlines, read_labelled
from knowledge.index import Floats
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load_with_problems
from knowledge.matching import Matcher
from knowledge.question import read
from knowledge.ranker import INPUTS, PARTS, SHIPPED, inputs
from knowledge.targets import Kind
from knowledge.yaml_file import KnowledgeError, Problem

ROUNDS = 150
BATCH = 256
RATE = 0.01
SLOWING = 0.98
UNITS = 64
HOLD_BACK = 0.0005
"""Of each weight, per round: keeps what few questions show small."""

LEFT_OUT = 0.5
"""Share of the units that sit out a round, so that none learns single questions by heart."""

Doubles = NDArray[np.float64]

OTHERS = frozenset({Kind.ELSEWHERE, Kind.NOT_OURS})


@dataclass(frozen=True, slots=True)
class Sample:
    """One question: a row of evidence a candidate and one for "none"; which rows are right."""

    rows: Floats
    right: Floats
    counts: bool  # whether it has codes, so that a first place can be right


def sample(labelled: Labelled, base: KnowledgeBase, matcher: Matcher) -> Sample | None:
    """Return the evidence of a question without earlier turns; None when nothing can be learnt."""
    topic = read(labelled.question, base.lexicon, matcher.speller).topic
    if labelled.context or not topic:
        return None
    evidence = matcher.evidences.gather(topic)
    right = {base.renumbered.get(code, code) for code in labelled.codes}

    def is_right(number: int) -> bool:
        target = matcher.targets[number]
        if target.kind in OTHERS:
            return labelled.behaviour == "apologize"
        if target.kind is Kind.TOPIC:
            choices = {choice.code for choice in base.topics[target.key].choices}
            known = {base.renumbered.get(code, code) for code in choices}
            return labelled.behaviour == "clarify" and (not right or bool(right & known))
        return base.renumbered.get(target.key, target.key) in right

    chosen = [is_right(number) for number in evidence.targets.tolist()]
    topics = [matcher.targets[number].kind is Kind.TOPIC for number in evidence.targets.tolist()]
    if any(one and topic for one, topic in zip(chosen, topics, strict=True)):
        chosen = [one and topic for one, topic in zip(chosen, topics, strict=True)]
    declined = labelled.behaviour == "apologize" or not any(chosen)
    if not any(chosen) and labelled.behaviour == "clarify":
        return None
    right_rows = np.array([*chosen, declined], np.float32)
    return Sample(inputs(evidence), right_rows, bool(labelled.codes))


@dataclass(slots=True)
class Network:
    """The weights, as `knowledge.ranker.Ranker` describes them."""

    hidden: Doubles
    thresholds: Doubles
    outward: Doubles
    direct: Doubles

    def all(self) -> tuple[Doubles, Doubles, Doubles, Doubles]:
        """Return the arrays, to be changed in place."""
        return self.hidden, self.thresholds, self.outward, self.direct

    def scores(self, rows: Floats) -> Doubles:
        """Return the score of each row."""
        units = np.maximum(rows @ self.hidden + self.thresholds, 0)
        scores: Doubles = units @ self.outward + rows @ self.direct
        return scores


def fit(samples: Sequence[Sample], rounds: int = ROUNDS, seed: int = 0) -> Network:
    """Return the weights under which what is right is the least surprising."""
    chance = np.random.default_rng(seed)
    network = Network(
        hidden=chance.normal(0, 0.3, (INPUTS, UNITS)),
        thresholds=np.zeros(UNITS),
        outward=chance.normal(0, 0.3, UNITS),
        direct=chance.normal(0, 0.3, INPUTS),
    )
    momentum = [np.zeros_like(each) for each in network.all()]
    spread = [np.zeros_like(each) for each in network.all()]
    rate, number = RATE, 0
    for _ in range(rounds):
        order = chance.permutation(len(samples))
        for start in range(0, len(order), BATCH):
            number += 1
            batch = [samples[each] for each in order[start : start + BATCH]]
            for array, slope, first, second in zip(
                network.all(), _slopes(network, batch, chance), momentum, spread, strict=True
            ):
                first += 0.1 * (slope - first)
                second += 0.01 * (slope**2 - second)
                steady = np.sqrt(second / (1 - 0.99**number)) + 1e-7
                array -= rate * first / (1 - 0.9**number) / steady
        rate *= SLOWING
    return network


def _slopes(
    network: Network, batch: Sequence[Sample], chance: np.random.Generator
) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Return how the surprise at what is right changes with each weight."""
    rows = np.concatenate([each.rows for each in batch]).astype(np.float64)
    right = np.concatenate([each.right for each in batch])
    starts = np.cumsum([0, *(len(each.rows) for each in batch[:-1])])
    of_sample = np.repeat(np.arange(len(batch)), [len(each.rows) for each in batch])
    kept = (chance.random((len(rows), UNITS)) > LEFT_OUT) / (1 - LEFT_OUT)
    units = np.maximum(rows @ network.hidden + network.thresholds, 0) * kept
    scores = units @ network.outward + rows @ network.direct
    raised = np.exp(scores - np.maximum.reduceat(scores, starts)[of_sample])
    chances = raised / np.add.reduceat(raised, starts)[of_sample]
    meant = chances * right
    share = np.maximum(np.add.reduceat(meant, starts), 1e-9)[of_sample]
    pull = (chances - meant / share) / len(batch)
    back = np.outer(pull, network.outward) * kept * (units > 0)
    return (
        rows.T @ back + HOLD_BACK * network.hidden,
        back.sum(axis=0),
        units.T @ pull + HOLD_BACK * network.outward,
        rows.T @ pull + HOLD_BACK / 5 * network.direct,
    )


def first_place(samples: Sequence[Sample], network: Network) -> float:
    """Return the share of questions with codes whose best candidate is right; "none" is passed."""
    with_codes = [each for each in samples if each.counts]
    hits = [each.right[:-1][np.argmax(network.scores(each.rows)[:-1])] for each in with_codes]
    return float(np.mean(hits)) if hits else 0.0


def loss(samples: Sequence[Sample], network: Network) -> float:
    """Return the mean surprise at what was right, in nats."""
    meant = [float(softmax(network.scores(each.rows)) @ each.right) for each in samples]
    return float(-np.mean(np.log(np.maximum(meant, 1e-9))))


def softmax(scores: Doubles) -> Doubles:
    """Return shares that add up to 1."""
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def written(network: Network, files: Sequence[Path], count: int) -> str:
    """Return the file's text: a line for each list of weights, and for each input's."""
    short = [np.round(each, 4).tolist() for each in network.all()]
    hidden, thresholds, outward, direct = short
    fields = {
        "fitted_on": str(datetime.now(UTC).date()),
        "questions": f"{count} of {', '.join(path.name for path in files)}",
        "parts": PARTS,
        "direct": direct,
        "thresholds": thresholds,
        "outward": outward,
    }
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in fields.items()]
    rows = ",\n".join(json.dumps(row) for row in hidden)
    return "{" + ",\n".join([*lines, f'"hidden": [\n{rows}]']) + "}\n"


def samples_of(
    asked: Mapping[Path, Sequence[Labelled]], extra: Sequence[Path]
) -> dict[Path, list[Sample]]:
    """Return the samples of each file, with these official records under the shipped base."""
    base = _loaded(extra)
    matcher = Matcher(base)
    return {
        path: [made for each in labelled if (made := sample(each, base, matcher))]
        for path, labelled in asked.items()
    }


def _loaded(extra: Sequence[Path]) -> KnowledgeBase:
    base, problems = load_with_problems(extra)
    # The weights that are to be replaced may be those of other parts.
    if fatal := [each for each in problems if each.is_fatal and each.path != SHIPPED]:
        raise KnowledgeError(fatal)
    return base


def main() -> None:
    """Fit, print how well, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--knowledge", type=Path, action="append", default=[])
    parser.add_argument("--judged", type=Path, help="headlines judged by their line ...")
    parser.add_argument("--headlines", type=Path, help="... in this file")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--leave-out", action="store_true")
    options = parser.parse_args()
    problems: list[Problem] = []
    asked = {path: read_labelled(path, problems) for path in options.questions}
    if options.judged and options.headlines:
        asked[options.judged] = read_headlines(options.judged, options.headlines, problems)
    if problems:
        raise KnowledgeError(problems)
    by_file: dict[Path, list[Sample]] = {path: [] for path in asked}
    # The desk runs with the shipped base alone too: names are fewer, and words rarer there.
    for extra in ([], options.knowledge) if options.knowledge else ([],):
        for path, found in samples_of(asked, extra).items():
            by_file[path] += found
    if options.leave_out:
        for path, held in by_file.items():
            rest = [each for other, found in by_file.items() if other != path for each in found]
            network = fit(rest)
            print(f"{path.name:24} {first_place(held, network):.3f} {loss(held, network):.3f}")
        return
    every = [each for found in by_file.values() for each in found]
    network = fit(every)
    for path, held in by_file.items():
        print(f"{path.name:24} {first_place(held, network):.3f} {loss(held, network):.3f}")
    options.out.write_text(written(network, list(asked), len(every)), encoding="utf-8")


if __name__ == "__main__":
    main()
