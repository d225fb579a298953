"""Reads the knowledge base from its files; the only module of this room that touches the disk.

A fault is a `Problem` with file, line and what to do; `load` raises them all at once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.base import KnowledgeBase
from knowledge.lexicon_file import read_lexicon
from knowledge.normalise import fold
from knowledge.office import Office
from knowledge.procedure import (
    Code,
    Confidence,
    Elsewhere,
    Handler,
    NameOnly,
    Procedure,
    Record,
    Text,
    Topic,
)
from knowledge.records import read_records
from knowledge.yaml_file import KnowledgeError, Problem, Source, read_yaml

DATA = Path(__file__).parent / "data"

R = TypeVar("R", bound=Record)


class Renumbered(Record):
    """A code that replaced others."""

    code: Code
    name: Text
    replaces: tuple[Code, ...]
    source: Text
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and the file it stands in."""

    record: Any
    source: Source


def load(extra: Sequence[Path] = (), data: Path = DATA) -> KnowledgeBase:
    """Load the shipped knowledge base, and official records of `extra` files under it.

    Raises `KnowledgeError` with every fatal problem found; foreign records that cannot be read
    are left out.
    """
    base, problems = load_with_problems(extra, data)
    if fatal := [problem for problem in problems if problem.is_fatal]:
        raise KnowledgeError(fatal)
    return base


def load_with_problems(
    extra: Sequence[Path] = (), data: Path = DATA
) -> tuple[KnowledgeBase, list[Problem]]:
    """Load what can be loaded, and list what cannot."""
    problems: list[Problem] = []
    procedures = _folder(data / "procedures", Procedure, problems)
    elsewhere = _folder(data / "elsewhere", Elsewhere, problems)
    topics = _folder(data / "topics", Topic, problems)
    offices = _folder(data / "offices", Office, problems)
    lexicon = read_lexicon(data / "lexicons", problems)
    renumbered = _renumbered(data / "renumbered.yaml", problems)
    everyday = _everyday_names(data / "lexicons" / "everyday_names.yaml", problems)
    names = _catalogue(data / "catalogue.tsv", problems)
    for path in extra:
        for record in read_records(path, problems):
            names.setdefault(record.code, record)

    by_code = _unique(procedures, "code", problems)
    former = {old: code for code, p in by_code.items() for old in p.former_codes}
    for entry in renumbered:
        former.update(dict.fromkeys(entry.replaces, entry.code))
        if entry.code not in by_code:
            names.setdefault(entry.code, _from_renumbering(entry, names))
    _check_file_names(procedures, problems)
    base = KnowledgeBase(
        procedures=by_code,
        names={
            code: name.model_copy(update={"everyday_names": everyday.get(code, ())})
            if code in everyday
            else name
            for code, name in names.items()
            if code not in by_code
        },
        elsewhere=_unique(elsewhere, "id", problems),
        topics=_unique(topics, "id", problems),
        offices=_unique(offices, "id", problems),
        renumbered={old: new for old, new in former.items() if old not in by_code},
        inferred=frozenset(
            old
            for entry in renumbered
            for old in entry.replaces
            if entry.confidence is Confidence.LOW
        ),
        sensitive_fields=_sensitive_fields(data / "sensitive_fields.yaml", problems),
        lexicon=lexicon,
        left_out=tuple(str(problem) for problem in problems if not problem.is_fatal),
    )
    _check_references(base, [*procedures, *topics], everyday, data, problems)
    return base, problems


def _folder(folder: Path, model: type[R], problems: list[Problem]) -> list[Placed]:
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        source = read_yaml(path, problems)
        if source is None:
            continue
        try:
            record = model.model_validate_json(source.as_json())
        except ValidationError as exc:
            problems.extend(source.problems(exc))
            continue
        found.append(Placed(record, source))
    return found


def _unique(placed: Iterable[Placed], key: str, problems: list[Problem]) -> dict[str, Any]:
    records: dict[str, Any] = {}
    first: dict[str, Path] = {}
    for item in placed:
        value = getattr(item.record, key)
        if value in records:
            problems.append(
                item.source.problem((key,), f"{value!r} stands in {first[value].name} already")
            )
            continue
        records[value] = item.record
        first[value] = item.source.path
    return records


def _check_file_names(placed: Iterable[Placed], problems: list[Problem]) -> None:
    for item in placed:
        code = item.record.code
        if not item.source.path.name.startswith(f"{code}-"):
            problems.append(
                item.source.problem(
                    ("code",), f"the file holds {code!r}: rename it to {code}-<slug>.yaml"
                )
            )


def _check_references(
    base: KnowledgeBase,
    placed: Iterable[Placed],
    everyday: Mapping[Code, Sequence[str]],
    data: Path,
    problems: list[Problem],
) -> None:
    for item in placed:
        key = "choices" if isinstance(item.record, Topic) else "related"
        for number, related in enumerate(getattr(item.record, key)):
            if base.find(related.code) is None:
                problems.append(
                    item.source.problem(
                        (key, number, "code"), f"no procedure has the code {related.code!r}"
                    )
                )
    path = data / "lexicons" / "everyday_names.yaml"
    problems.extend(
        Problem(path, None, f"no procedure has the code {code!r}")
        for code in everyday
        if base.find(code) is None
    )


def _renumbered(path: Path, problems: list[Problem]) -> list[Renumbered]:
    source = read_yaml(path, problems) if path.exists() else None
    if source is None:
        return []
    found = []
    for number, row in enumerate(source.value or ()):
        try:
            found.append(Renumbered.model_validate_json(json.dumps(row, default=str)))
        except ValidationError as exc:
            problems.extend(source.problems(exc, (number,)))
    return found


def _sensitive_fields(path: Path, problems: list[Problem]) -> tuple[str, ...]:
    source = read_yaml(path, problems) if path.exists() else None
    return tuple(fold(str(word)) for word in source.value or ()) if source else ()


def _from_renumbering(entry: Renumbered, names: Mapping[Code, NameOnly]) -> NameOnly:
    before = next((names[code] for code in entry.replaces if code in names), None)
    if before is None:
        return NameOnly(code=entry.code, name=entry.name, commune=True, source=entry.source)
    return before.model_copy(
        update={"code": entry.code, "name": entry.name, "source": entry.source}
    )


def _everyday_names(path: Path, problems: list[Problem]) -> dict[Code, tuple[str, ...]]:
    source = read_yaml(path, problems) if path.exists() else None
    if source is None:
        return {}
    if not isinstance(source.value, dict):
        problems.append(Problem(path, 1, "expected 'code: [everyday names]' entries"))
        return {}
    names = {}
    for code, entries in source.value.items():
        if not isinstance(entries, list) or not all(isinstance(name, str) for name in entries):
            problems.append(source.problem((code,), "expected a list of everyday names"))
            continue
        names[str(code)] = tuple(entries)
    return names


def _catalogue(path: Path, problems: list[Problem]) -> dict[Code, NameOnly]:
    """Read the compact table of commune procedures: names only."""
    if not path.exists():
        return {}
    names: dict[Code, NameOnly] = {}
    columns: list[str] = []
    remarks: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            head, _, value = line[1:].partition(":")
            remarks[head.strip()] = value.strip()
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        if len(cells) != len(columns):
            problems.append(
                Problem(path, number, f"{len(cells)} cells where {len(columns)} are expected")
            )
            continue
        row = dict(zip(columns, cells, strict=True))
        try:
            names[row["code"]] = _catalogue_row(row, remarks)
        except (ValidationError, ValueError) as exc:
            problems.append(Problem(path, number, f"row cannot be read: {exc}"))
    return names


def _catalogue_row(row: Mapping[str, str], remarks: Mapping[str, str]) -> NameOnly:
    crawled = remarks.get("crawled")
    return NameOnly(
        code=row["code"],
        name=row["name"],
        field=row["field"],
        handler=Handler(row["handler"]),
        agency=row["agency"],
        issuer=row["issuer"],
        commune=True,
        national=row["national"] == "yes",
        source=remarks.get("source", ""),
        checked_on=date.fromisoformat(crawled) if crawled else None,
    )


__all__ = ["DATA", "KnowledgeError", "Problem", "load", "load_with_problems"]
