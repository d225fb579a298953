"""Reads the lexicons of how people speak."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

from knowledge.concepts import Concepts
from knowledge.everyday import Authored
from knowledge.facets import Facet
from knowledge.lexicon import Lexicon, Reading, reading
from knowledge.normalise import fold, key
from knowledge.phrases import Phrases
from knowledge.record import Identifier, Record, Text
from knowledge.yaml_file import Path_, Problem, Source, read_shaped


class _Meaning(Record):
    full: Text
    near: tuple[Text, ...] = ()


class _Abbreviation(Record):
    short: Text
    full: Text | None = None
    near_only: tuple[Text, ...] = ()
    readings: tuple[_Meaning, ...] = ()

    def meanings(self) -> tuple[Reading, ...]:
        """Return what the short form may stand for, in the order they are tried."""
        if self.full is not None:
            return (reading(self.full, self.near_only),)
        return tuple(reading(each.full, each.near) for each in self.readings)


class _Speech(Record):
    """Manners of speaking, a text of phrases each; three keys are of another kind."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str] = Field(init=False)

    padding: str = ""
    stop_words: str = ""
    numbers: dict[Annotated[str, Field(pattern=r"^(-1|\d+)$")], tuple[Text | int, ...]] = Field(
        default_factory=dict
    )


class _ConceptFile(Authored):
    """Words for one thing, by the thing; a file nobody approved is not used."""

    concepts: dict[Identifier, Text]


_CONCEPTS = TypeAdapter(_ConceptFile)
_ABBREVIATIONS: TypeAdapter[list[_Abbreviation]] = TypeAdapter(list[_Abbreviation])
_FACETS: TypeAdapter[dict[Facet, str]] = TypeAdapter(dict[Facet, str])
_SPEECH = TypeAdapter(_Speech)


def read_lexicon(folder: Path, problems: list[Problem]) -> Lexicon:
    """Read the three lexicon files; what cannot be read is left out and noted."""
    lexicon = Lexicon(
        abbreviations=_abbreviations(folder / "abbreviations.yaml", problems),
        facets=_facets(folder / "facets.yaml", problems),
        concepts=_concepts(folder / "concepts.yaml", problems),
    )
    read = read_shaped(folder / "speech.yaml", _SPEECH, problems)
    if read is None:
        return lexicon
    source, speech = read
    return replace(
        lexicon,
        padding=_phrases(source, ("padding",), speech.padding, problems),
        stop_words=frozenset(fold(speech.stop_words).split()),
        numbers={
            fold(str(word)): int(number)
            for number, spoken in speech.numbers.items()
            for word in spoken
        },
        speech={
            manner: _phrases(source, (manner,), text, problems)
            for manner, text in (speech.__pydantic_extra__ or {}).items()
        },
    )


def _facets(path: Path, problems: list[Problem]) -> dict[Facet, Phrases]:
    read = read_shaped(path, _FACETS, problems)
    if read is None:
        return {}
    source, texts = read
    return {
        facet: _phrases(source, (facet.value,), text, problems) for facet, text in texts.items()
    }


def _concepts(path: Path, problems: list[Problem]) -> Concepts:
    read = read_shaped(path, _CONCEPTS, problems)
    if read is None or not read[1].approved_by:
        return Concepts()
    source, file = read
    return Concepts(
        {
            name: _phrases(source, ("concepts", name), text, problems)
            for name, text in file.concepts.items()
        }
    )


def _abbreviations(path: Path, problems: list[Problem]) -> dict[str, tuple[Reading, ...]]:
    read = read_shaped(path, _ABBREVIATIONS, problems)
    found: dict[str, tuple[Reading, ...]] = {}
    if read is None:
        return found
    source, rows = read
    for number, row in enumerate(rows):
        meanings = row.meanings()
        if not meanings:
            problems.append(source.problem((number,), f"{row.short!r} has no reading"))
        if key(row.short) in found:
            problems.append(source.problem((number,), f"{row.short!r} stands here twice"))
        found[key(row.short)] = meanings
    return found


def _phrases(source: Source, name: Path_, text: str, problems: list[Problem]) -> Phrases:
    faults: list[tuple[int, str]] = []
    phrases = Phrases(text.splitlines(), faults)
    problems.extend(source.text_problem(name, number, told) for number, told in faults)
    return phrases
