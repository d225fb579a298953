"""Reads the knowledge base from its files, with the modules named after a kind of file.

A fault is a `Problem` with file, line and what to do; `load` raises them all at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge.calendar import CalendarFile
from knowledge.catalogue import read_catalogue
from knowledge.everyday import Authored, EverydayNames, Said, collisions, read_everyday
from knowledge.importers.shelf import Shelving, read_names
from knowledge.knowledge_base import NO_CALENDAR, KnowledgeBase
from knowledge.lexicon_file import read_lexicon
from knowledge.life_event import LifeEvent
from knowledge.normalise import fold
from knowledge.office import Office
from knowledge.places import Places
from knowledge.procedure import (
    Confidence,
    Elsewhere,
    NameOnly,
    Procedure,
    Topic,
    unknown_cases,
)
from knowledge.province import Province
from knowledge.ranker import read_ranker
from knowledge.record import Code, Identifier, Record, Text
from knowledge.yaml_file import KnowledgeError, Problem, Source, read_shaped, read_yaml

DATA = Path(__file__).parent / "data"

MOST_CHOICES = 4
"""Of a case question that people are asked; more would not fit a screen."""

R = TypeVar("R", bound=Record)


class Renumbered(Record):
    """A code that replaced others."""

    code: Code
    name: Text
    replaces: tuple[Code, ...]
    source: Text
    confidence: Confidence


class NotOurs(Authored):
    """What people type that is no office's matter, one wording a line, by subject."""

    subjects: dict[Identifier, Text]


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
    topics = _folder(data / "topics", Topic, problems)
    matters = _folder(data / "elsewhere", Elsewhere, problems)
    events = _folder(data / "life_events", LifeEvent, problems)
    provinces = _folder(data / "provinces", Province, problems)
    renumbered = _renumbered(data / "renumbered.yaml", problems)
    everyday, said = read_everyday(data / "lexicons" / "everyday_names", problems)
    by_code = _unique(procedures, "code", problems)
    _check_procedures(procedures, problems)
    names, shelving = _names(data / "catalogue.tsv", extra, by_code, renumbered, problems)
    base = KnowledgeBase(
        procedures=by_code,
        names=_without_details(names, by_code, everyday),
        elsewhere=_unique(matters, "id", problems),
        topics=_unique(topics, "id", problems),
        offices=_unique(_folder(data / "offices", Office, problems), "id", problems),
        provinces=_unique(provinces, "code", problems),
        life_events=_unique(events, "id", problems),
        places=Places(data / "places"),
        calendar=_calendar(data / "calendars" / "vietnam.yaml", problems),
        renumbered=_former(by_code, renumbered),
        replaced={old: entry.code for entry in renumbered for old in entry.replaces},
        inferred=_inferred(renumbered),
        sensitive_fields=_sensitive_fields(data / "sensitive_fields.yaml", problems),
        lexicon=read_lexicon(data / "lexicons", problems),
        everyday=everyday,
        not_ours=_not_ours(data / "lexicons" / "not_ours.yaml", problems),
        ranker=read_ranker(data / "ranker.json", problems),
        records=shelving.shelf(),
        left_out=tuple(str(problem) for problem in problems if not problem.is_fatal),
    )
    _check_related(base, [*procedures, *topics, *events], problems)
    _check_local_rules(base, provinces, problems)
    _check_everyday_names(base, [*procedures, *matters, *topics], said, problems)
    return base, problems


def _former(
    procedures: Mapping[Code, Procedure], renumbered: Iterable[Renumbered]
) -> dict[Code, Code]:
    former = {old: code for code, held in procedures.items() for old in held.former_codes}
    former |= {old: entry.code for entry in renumbered for old in entry.replaces}
    return {old: new for old, new in former.items() if old not in procedures}


def _inferred(renumbered: Iterable[Renumbered]) -> frozenset[Code]:
    unsure = (entry for entry in renumbered if entry.confidence is Confidence.LOW)
    return frozenset(old for entry in unsure for old in entry.replaces)


def _names(
    catalogue: Path,
    extra: Sequence[Path],
    procedures: Mapping[Code, Procedure],
    renumbered: Sequence[Renumbered],
    problems: list[Problem],
) -> tuple[dict[Code, NameOnly], Shelving]:
    """Names only: the shipped table first, then official records, then heirs of renumberings."""
    names = read_catalogue(catalogue, problems)
    official = {code: known.name for code, known in names.items()}
    official |= {code: procedure.name for code, procedure in procedures.items()}
    shelving = read_names(extra, official, problems)
    for code, record in shelving.names.items():
        names.setdefault(code, record)
    for entry in renumbered:
        names.setdefault(entry.code, _from_renumbering(entry, names))
    return names, shelving


def _without_details(
    names: Mapping[Code, NameOnly],
    procedures: Mapping[Code, Procedure],
    everyday: EverydayNames,
) -> dict[Code, NameOnly]:
    """Return what no file holds in full, with the names people use for it."""
    return {
        code: name.model_copy(update={"everyday_names": said})
        if (said := everyday.of(code))
        else name
        for code, name in names.items()
        if code not in procedures
    }


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


def _check_procedures(placed: Iterable[Placed], problems: list[Problem]) -> None:
    for item in placed:
        code = item.record.code
        if not item.source.path.name.startswith(f"{code}-"):
            told = f"the file holds {code!r}: rename it to {code}-<slug>.yaml"
            problems.append(item.source.problem(("code",), told))
        for number, question in enumerate(item.record.questions):
            if (count := len(question.choices)) > MOST_CHOICES:
                told = f"{count} choices: a question has at most {MOST_CHOICES}"
                problems.append(item.source.problem(("questions", number, "choices"), told))


_NAMING: dict[type[Record], str] = {Topic: "choices", LifeEvent: "steps"}
"""Where a record names other procedures."""


def _check_related(base: KnowledgeBase, placed: Iterable[Placed], problems: list[Problem]) -> None:
    for item in placed:
        key = _NAMING.get(type(item.record), "related")
        for number, related in enumerate(getattr(item.record, key)):
            if base.find(related.code) is None:
                problems.append(
                    item.source.problem(
                        (key, number, "code"), f"no procedure has the code {related.code!r}"
                    )
                )


def _check_local_rules(
    base: KnowledgeBase, placed: Iterable[Placed], problems: list[Problem]
) -> None:
    for item in placed:
        for number, rule in enumerate(item.record.rules):
            held = base.procedures.get(rule.code)
            if held is None:
                fault = f"no details are held of {rule.code!r}"
            elif faults := unknown_cases(held.questions, (*rule.limits, *rule.fees)):
                fault = faults[0]
            else:
                continue
            problems.append(item.source.problem(("rules", number), fault))


def _check_everyday_names(
    base: KnowledgeBase,
    placed: Iterable[Placed],
    said: Sequence[Said],
    problems: list[Problem],
) -> None:
    """Note names of what is not held, and names that two owners share."""
    owners: dict[str, str] = {}
    for item in placed:
        key = item.record.code if isinstance(item.record, Procedure) else item.record.id
        for number, name in enumerate(item.record.everyday_names):
            owner = owners.setdefault(fold(name), key)
            if owner != key:
                told = f"{name!r} is a name of {owner} already: drop one of the two"
                problems.append(item.source.problem(("everyday_names", number), told))
    problems.extend(collisions(said, owners))
    held = (each for each in said if not each.beyond)
    for (source, key), _ in groupby(held, key=lambda each: (each.source, each.key)):
        if base.find(key) is None and key not in base.elsewhere:
            told = f"no procedure and no other body's matter is called {key!r}"
            problems.append(source.problem(("names", key), told))


_RENUMBERED: TypeAdapter[list[Renumbered]] = TypeAdapter(list[Renumbered])
_WORDS: TypeAdapter[list[str]] = TypeAdapter(list[str])
_CALENDAR = TypeAdapter(CalendarFile)
_NOT_OURS = TypeAdapter(NotOurs)


def _renumbered(path: Path, problems: list[Problem]) -> list[Renumbered]:
    read = read_shaped(path, _RENUMBERED, problems)
    return read[1] if read else []


def _sensitive_fields(path: Path, problems: list[Problem]) -> tuple[str, ...]:
    read = read_shaped(path, _WORDS, problems)
    return tuple(fold(word) for word in read[1]) if read else ()


def _from_renumbering(entry: Renumbered, names: Mapping[Code, NameOnly]) -> NameOnly:
    before = next((names[code] for code in entry.replaces if code in names), None)
    if before is None:
        return NameOnly(code=entry.code, name=entry.name, commune=True, source=entry.source)
    return before.model_copy(
        update={"code": entry.code, "name": entry.name, "source": entry.source}
    )


def _not_ours(path: Path, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    read = read_shaped(path, _NOT_OURS, problems)
    subjects = read[1].subjects if read and read[1].approved_by else {}
    return {key: tuple(filter(None, text.splitlines())) for key, text in subjects.items()}


def _calendar(path: Path, problems: list[Problem]) -> CalendarFile:
    read = read_shaped(path, _CALENDAR, problems)
    return read[1] if read else NO_CALENDAR
