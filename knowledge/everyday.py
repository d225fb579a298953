"""How people say a procedure or another body's matter, in files with an author and a date.

Names that a speaker has not approved yet widen what is looked at, and never raise confidence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import Field, TypeAdapter

from knowledge.normalise import fold
from knowledge.record import Record, Text
from knowledge.yaml_file import Problem, Source, read_shaped


class Authored(Record):
    """Who wrote a lexicon file, when, and which speaker approved it."""

    author: Text
    written_on: date
    approved_by: Text | None = None


class EverydayFile(Authored):
    """Names by the code or id of what they name, one a line."""

    names: dict[Text, Text] = Field(min_length=1)
    beyond: bool = False  # names of the national catalogue, which may not be loaded


@dataclass(frozen=True, slots=True)
class EverydayNames:
    """Names by code or id, in the order of the files."""

    approved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proposed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, key: str) -> tuple[str, ...]:
        """Return the approved names of a procedure or another body's matter."""
        return self.approved.get(key, ())

    def proposed_for(self, key: str) -> tuple[str, ...]:
        """Return the names that wait for approval."""
        return self.proposed.get(key, ())


@dataclass(frozen=True, slots=True)
class Said:
    """One name in a file."""

    source: Source
    key: str
    line: int  # of the key's text, from 0
    name: str
    beyond: bool

    def problem(self, message: str) -> Problem:
        """Return a problem where the name stands."""
        return self.source.text_problem(("names", self.key), self.line, message)


_FILE = TypeAdapter(EverydayFile)


def read_everyday(folder: Path, problems: list[Problem]) -> tuple[EverydayNames, list[Said]]:
    """Read the files of a folder, by file name; `collisions` finds names that two owners share."""
    approved: defaultdict[str, list[str]] = defaultdict(list)
    proposed: defaultdict[str, list[str]] = defaultdict(list)
    every: list[Said] = []
    for path in sorted(folder.glob("*.yaml")):
        read = read_shaped(path, _FILE, problems)
        if read is None:
            continue
        source, file = read
        kept = approved if file.approved_by else proposed
        for said in _said(source, file):
            kept[said.key].append(said.name)
            every.append(said)
    return EverydayNames(_frozen(approved), _frozen(proposed)), every


def collisions(every: Iterable[Said], owners: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each name that is another's already. `owners`: folded name -> its key."""
    known = dict(owners)
    for said in every:
        owner = known.setdefault(fold(said.name), said.key)
        if owner != said.key:
            yield said.problem(f"{said.name!r} is a name of {owner} already: drop one of the two")


def _said(source: Source, file: EverydayFile) -> Iterator[Said]:
    for key, text in file.names.items():
        for line, name in enumerate(text.splitlines()):
            if name.strip():
                yield Said(source, key, line, name.strip(), file.beyond)


def _frozen(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(names) for key, names in found.items()}
