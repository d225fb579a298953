"""Labelled questions in, figures out. How a question is answered is the caller's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz

from knowledge.facets import Facet
from knowledge.normalise import fold
from knowledge.yaml_file import Problem

NEARLY = 80
"""How alike, in percent, the official names of twins are."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and what a good desk does with it."""

    question: str
    context: tuple[str, ...]  # earlier turns of the same citizen
    behaviour: str
    codes: frozenset[str]  # any of them is right; empty when no procedure is meant
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Given:
    """What the desk did."""

    behaviour: str
    codes: tuple[str, ...]  # best first
    fields: tuple[str, ...]
    ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are between 0 and 1, None where no question asks for the figure."""

    n: int
    with_codes: int
    top_1: float | None
    top_3: float | None
    mrr: float | None  # mean reciprocal rank over the ten best
    behaviour: float
    ask_back_recall: float | None  # asked back where it should
    over_asking: float | None  # asked back where it should have answered
    decline_recall: float | None
    facets: float | None  # exactly the facets asked, where any was
    wrong_twins: int  # answered with the twin of what was meant
    confident_wrong: float  # share of all questions that were answered with a wrong procedure
    p50_ms: float
    p99_ms: float

    def as_dict(self) -> dict[str, float | int | None]:
        """Return the figures by name."""
        return asdict(self)


class Twins:
    """Which procedures differ in one word or circumstance: one topic's choices, or nearly one name.

    "Cấp lại" and "cấp đổi" of one paper are twins, "đăng ký khai sinh" and "khai tử" are too.
    """

    def __init__(self, names: Mapping[str, str], families: Iterable[Iterable[str]]) -> None:
        self._names = {code: fold(name) for code, name in names.items()}
        self._families = [frozenset(family) for family in families]

    def are_twins(self, one: str, other: str) -> bool:
        """Whether these codes are two different procedures that are easily taken for each other."""
        if one == other:
            return False
        if any({one, other} <= family for family in self._families):
            return True
        names = self._names.get(one, ""), self._names.get(other, "")
        return all(names) and fuzz.token_sort_ratio(*names) >= NEARLY


def read_labelled(path: Path, problems: list[Problem]) -> list[Labelled]:
    """Read questions, one JSON object a line; a faulty line is noted and left out."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        problems.append(Problem(path, None, f"cannot be read: {exc}"))
        return []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        labelled = _labelled(line)
        if isinstance(labelled, str):
            problems.append(Problem(path, number, labelled))
        else:
            found.append(labelled)
    return found


class _Row(BaseModel):
    """A line of a question file; what it holds besides is not read."""

    model_config = ConfigDict(strict=True)

    question: str
    context: tuple[str, ...] | None = None
    behaviour: Literal["answer", "clarify", "apologize"]
    codes: tuple[str, ...] | None = None
    fields: tuple[Facet, ...] | None = None


def _labelled(line: str) -> Labelled | str:
    try:
        row = _Row.model_validate_json(line.removeprefix("\ufeff"))
    except ValidationError as exc:
        fault = exc.errors(include_url=False)[0]
        if fault["type"] == "json_invalid":
            return f"is not JSON: {fault['msg'].removeprefix('Invalid JSON: ')}"
        name = ".".join(map(str, fault["loc"])) or "the line"
        return f"{name} {fault['input']!r}: {fault['msg']}"
    return Labelled(
        question=row.question,
        context=row.context or (),
        behaviour=row.behaviour,
        codes=frozenset(row.codes or ()),
        fields=frozenset(facet.value for facet in row.fields or ()),
    )


class _Judged(BaseModel):
    """What a judge says of one line of a file of headlines."""

    model_config = ConfigDict(strict=True)

    line: int
    codes: tuple[str, ...]


def read_headlines(judged: Path, headlines: Path, problems: list[Problem]) -> list[Labelled]:
    """Read the headlines that a file judges, each by its line from 0 in the file of headlines."""
    asked = read_labelled(headlines, problems)
    found = []
    for number, line in enumerate(judged.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = _Judged.model_validate_json(line)
            question = asked[row.line].question
        except (ValidationError, IndexError) as exc:
            problems.append(Problem(judged, number, f"judges no headline: {exc}"))
            continue
        behaviour = "answer" if row.codes else "apologize"
        found.append(Labelled(question, (), behaviour, frozenset(row.codes), frozenset()))
    return found


def rank_of(labelled: Labelled, given: Given, current: Mapping[str, str]) -> int | None:
    """Return the place, from 1, of the first right code; a renumbered code counts as its heir."""
    right = {current.get(code, code) for code in labelled.codes}
    for place, code in enumerate(given.codes[:10], start=1):
        if current.get(code, code) in right:
            return place
    return None


def figures(
    pairs: Sequence[tuple[Labelled, Given]],
    current: Mapping[str, str] | None = None,
    twins: Twins | None = None,
) -> Figures:
    """Return the figures of a run. `current` maps renumbered codes to their heirs."""
    wrong = [
        (labelled, given.codes[0])
        for labelled, given in pairs
        if given.behaviour == "answer"
        and given.codes
        and rank_of(labelled, given, current or {}) != 1
    ]
    ranks = [rank_of(labelled, given, current or {}) for labelled, given in pairs if labelled.codes]
    times = sorted(given.ms for _, given in pairs)
    return Figures(
        n=len(pairs),
        with_codes=len(ranks),
        top_1=_share(rank == 1 for rank in ranks),
        top_3=_share(rank is not None and rank <= 3 for rank in ranks),
        mrr=mean(1 / rank if rank else 0.0 for rank in ranks) if ranks else None,
        behaviour=_share(labelled.behaviour == given.behaviour for labelled, given in pairs) or 0.0,
        ask_back_recall=_did(pairs, "clarify", "clarify"),
        over_asking=_did(pairs, "answer", "clarify"),
        decline_recall=_did(pairs, "apologize", "apologize"),
        facets=_share(
            labelled.fields == set(given.fields) for labelled, given in pairs if labelled.fields
        ),
        wrong_twins=sum(
            any(twins.are_twins(code, right) for right in labelled.codes)
            for labelled, code in wrong
        )
        if twins
        else 0,
        confident_wrong=len(wrong) / (len(pairs) or 1),
        p50_ms=_percentile(times, 0.50),
        p99_ms=_percentile(times, 0.99),
    )


def _did(pairs: Sequence[tuple[Labelled, Given]], should: str, did: str) -> float | None:
    return _share(given.behaviour == did for right, given in pairs if right.behaviour == should)


def _share(hits: Iterable[bool]) -> float | None:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else None


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
