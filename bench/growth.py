"""Milliseconds a question as names grow: 500, all that are loaded, and ten times as many.

Usage: python bench/growth.py QUESTIONS.jsonl [--knowledge FILE ...]

More names than there are come from the official ones by rule: each is varied by a kind and a place,
so that words repeat as they do in a national catalogue.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from knowledge.evaluate import read_labelled
from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import load
from knowledge.matching import Matcher
from knowledge.procedure import NameOnly
from knowledge.question import Question, read
from knowledge.yaml_file import KnowledgeError, Problem

KINDS = (
    "cấp tỉnh",
    "cấp lại",
    "gia hạn",
    "qua mạng",
    "loại hai",
    "đặc biệt",
    "tạm thời",
    "bổ sung",
)
PLACES = ("vùng cao", "đô thị", "biên giới", "hải đảo", "khu công nghiệp", "đồng bằng")


def varied(names: Sequence[NameOnly]) -> Iterator[NameOnly]:
    """Yield the names, then each with a kind and a place, under codes of no real procedure."""
    yield from names
    number = 0
    for kind in KINDS:
        for place in PLACES:
            for name in names:
                number += 1
                code = f"9.{number:06d}"
                yield NameOnly(code=code, name=f"{name.name} {kind} {place}", commune=False)


def measured(base: KnowledgeBase, texts: Sequence[str]) -> tuple[float, float, float]:
    """Return the median and the 99th percentile of milliseconds, and the seconds to build."""
    started = time.perf_counter()
    matcher = Matcher(base)
    built = time.perf_counter() - started
    questions: list[Question] = [read(text, base.lexicon, matcher.speller) for text in texts]
    for question in questions[:20]:
        matcher.rank(question)
    times = []
    for question in questions:
        started = time.perf_counter()
        matcher.rank(question)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)], built


def main() -> None:
    """Print the times for each number of names, as ratios to the smallest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--knowledge", type=Path, action="append", default=[])
    parser.add_argument("--names", type=int, default=50_000)
    options = parser.parse_args()
    problems: list[Problem] = []
    texts = [each.question for path in options.questions for each in read_labelled(path, problems)]
    if problems:
        raise KnowledgeError(problems)
    base = load(options.knowledge)
    names = sorted(base.names.values(), key=lambda name: name.code)
    first = 0.0
    for count in dict.fromkeys((500, len(names), options.names)):
        some = {name.code: name for name in islice(varied(names), count)}
        middle, slow, built = measured(replace(base, names=some), texts)
        first = first or middle
        print(
            f"{len(some):6,} names  p50 {middle:.2f} ms  p99 {slow:.2f} ms  "
            f"{middle / first:.2f} x  built in {built:.1f} s"
        )


if __name__ == "__main__":
    main()
