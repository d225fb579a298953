"""Reads the lexicons of how people speak."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from knowledge.facets import Facet
from knowledge.lexicon import Lexicon, Reading, reading
from knowledge.normalise import fold, key
from knowledge.phrases import PhraseError, Phrases
from knowledge.yaml_file import Problem, Source, read_yaml


def read_lexicon(folder: Path, problems: list[Problem]) -> Lexicon:
    """Read the three lexicon files; what cannot be read is left out and noted."""
    abbreviations = _read(folder / "abbreviations.yaml", _abbreviations, problems) or {}
    facets = _read(folder / "facets.yaml", _facets, problems) or {}
    speech = _read(folder / "speech.yaml", _speech, problems) or {}
    return Lexicon(
        abbreviations=abbreviations,
        facets=facets,
        padding=speech.pop("padding", None) or Phrases(()),
        stop_words=speech.pop("stop_words", None) or frozenset(),
        numbers=speech.pop("numbers", None) or {},
        speech=speech,
    )


def _read(
    path: Path, build: Callable[[Source, list[Problem]], dict[Any, Any]], problems: list[Problem]
) -> dict[Any, Any] | None:
    source = read_yaml(path, problems) if path.exists() else None
    return build(source, problems) if source else None


def _abbreviations(source: Source, problems: list[Problem]) -> dict[str, tuple[Reading, ...]]:
    found: dict[str, tuple[Reading, ...]] = {}
    for number, row in enumerate(source.value):
        if not isinstance(row, dict) or not isinstance(row.get("short"), str):
            problems.append(source.problem((number,), "expected an entry with 'short'"))
            continue
        short = row["short"]
        if key(short) in found:
            problems.append(source.problem((number,), f"{short!r} stands here twice"))
        try:
            found[key(short)] = _readings(row)
        except (KeyError, TypeError, AttributeError) as exc:
            problems.append(source.problem((number,), f"{short!r} has no reading: {exc}"))
    return found


def _readings(row: Mapping[str, Any]) -> tuple[Reading, ...]:
    if "readings" in row:
        return tuple(reading(each["full"], each.get("near", ())) for each in row["readings"])
    return (reading(row["full"], row.get("near_only", ())),)


def _facets(source: Source, problems: list[Problem]) -> dict[Facet, Phrases]:
    found = {}
    for name, phrases in source.value.items():
        if name not in set(Facet):
            problems.append(source.problem((name,), f"no facet is called {name!r}"))
            continue
        found[Facet(name)] = _phrases(source, name, phrases, problems)
    return found


def _speech(source: Source, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in source.value.items():
        if name == "stop_words":
            found[name] = frozenset(fold(value).split())
        elif name == "numbers":
            found[name] = {fold(str(w)): int(n) for n, said in value.items() for w in said}
        else:
            found[name] = _phrases(source, name, value, problems)
    return found


def _phrases(source: Source, name: str, value: object, problems: list[Problem]) -> Phrases:
    if not isinstance(value, str):
        problems.append(source.problem((name,), f"{name!r} must be a text, one phrase a line"))
        return Phrases(())
    kept = []
    for number, phrase in enumerate(value.splitlines(), start=1):
        try:
            Phrases((phrase,))
        except PhraseError as exc:
            line = source.line((name,)) + number
            problems.append(Problem(source.path, line, str(exc)))
            continue
        kept.append(phrase)
    return Phrases(kept)
