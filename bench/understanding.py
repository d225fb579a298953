"""Our matcher beside rapidfuzz's token_set_ratio on the same names and questions, in one run.

Usage: python bench/understanding.py QUESTIONS.jsonl [--knowledge FILE ...]
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.evaluate import Labelled, read_labelled
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load
from knowledge.matching import Matcher
from knowledge.normalise import fold
from knowledge.question import read
from knowledge.targets import Kind
from knowledge.yaml_file import KnowledgeError, Problem


def ours(base: KnowledgeBase, matcher: Matcher, question: str) -> str | None:
    """Return the code ranked first; the first choice where a topic is."""
    for candidate in matcher.rank(read(question, base.lexicon)):
        if candidate.target.kind is Kind.TOPIC:
            return base.topics[candidate.target.key].choices[0].code
        if candidate.target.kind is not Kind.ELSEWHERE:
            return candidate.target.key
    return None


def is_right(base: KnowledgeBase, labelled: Labelled, code: str | None) -> bool:
    """Whether the code, or its heir after a renumbering, is one of the right ones."""
    heirs = base.renumbered
    right = {heirs.get(each, each) for each in labelled.codes}
    return code is not None and heirs.get(code, code) in right


def main() -> None:
    """Print top-1 and milliseconds of both, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--knowledge", type=Path, action="append", default=[])
    options = parser.parse_args()
    base = load(options.knowledge)
    problems: list[Problem] = []
    labelled = [
        each
        for path in options.questions
        for each in read_labelled(path, problems)
        if each.codes and not each.context
    ]
    if problems:
        raise KnowledgeError(problems)
    names = {
        **{code: fold(name.name) for code, name in base.names.items()},
        **{code: fold(procedure.name) for code, procedure in base.procedures.items()},
    }
    matcher = Matcher(base)

    def theirs(question: str) -> str | None:
        best = process.extractOne(fold(question), names, scorer=fuzz.token_set_ratio)
        return best[2] if best else None

    print(f"{len(labelled)} questions, {len(names)} official names")
    share, ms = measured("token_set_ratio", theirs, labelled, base)
    our_share, our_ms = measured("motcua", lambda q: ours(base, matcher, q), labelled, base)
    print(f"ratio            top-1 {our_share / share:.2f} x  time {our_ms / ms:.2f} x")


def measured(
    title: str,
    ask: Callable[[str], str | None],
    labelled: Sequence[Labelled],
    base: KnowledgeBase,
) -> tuple[float, float]:
    """Ask every question, print and return the share of right answers and the median time."""
    times = []
    right = 0
    for each in labelled:
        started = time.perf_counter()
        code = ask(each.question)
        times.append((time.perf_counter() - started) * 1000)
        right += is_right(base, each, code)
    share, ms = right / len(labelled), statistics.median(times)
    print(f"{title:16} top-1 {share:.3f}  p50 {ms:.2f} ms")
    return share, ms


if __name__ == "__main__":
    main()
