"""Read and convert a file of official records, beside parsing its lines as JSON and no more.

Usage: python bench/importing.py FILE.jsonl [--runs 3]

Prints the seconds of each step (the middle of some runs), their ratio to the baseline of the same
runs, and what was found: how many records became drafts, and how many hold each trap.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.importers.drafts import draft
from knowledge.importers.files import read_records
from knowledge.importers.report import Report, convert_all, report, with_strangers
from knowledge.importers.shelf import read_names
from knowledge.importers.traps import Known
from knowledge.load import load
from knowledge.yaml_file import Problem

BASELINE = "json.loads of all lines"
Times = dict[str, list[float]]


@contextmanager
def timed(times: Times, name: str) -> Iterator[None]:
    """Note how long a step takes."""
    started = time.perf_counter()
    yield
    times.setdefault(name, []).append(time.perf_counter() - started)


def run(file: Path, known: Known, times: Times) -> Report:
    """Do every step once."""
    problems: list[Problem] = []
    with timed(times, BASELINE), file.open(encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)
    with timed(times, "names at start (--knowledge)"):
        read_names([file], known.names, [])
    with timed(times, "read in full"):
        records = list(read_records(file, problems))
    with timed(times, "find traps, convert"):
        converted = list(convert_all(records, with_strangers(known, records)))
    with timed(times, "write drafts as YAML"):
        for each in converted:
            if each.procedure:
                draft(each.procedure)
    return report(converted, problems)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    known, times = load().known(), Times()
    for _ in range(options.runs):
        found = run(options.file, known, times)
    baseline = statistics.median(times[BASELINE])
    for name, measured in times.items():
        middle = statistics.median(measured)
        print(f"{name:30} {middle:7.2f} s  {middle / baseline:6.1f} x")
    print(f"{found.records} records, {found.drafts} drafts; no drafts for want of:")
    for lack, number in found.lacks.items():
        print(f"  {lack.value:24} {number:6}")
    print("trap: records, places")
    for one in found.traps:
        print(f"  {one.trap.value:24} {one.records:6} {one.findings:7}")
    for one in found.refused:
        print(f"refused: {one.code} ({one.where}: {one.said})")


if __name__ == "__main__":
    main()
