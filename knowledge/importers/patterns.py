"""How parts of an official record are recognised, and the words of a draft: data, read once."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.procedure import Unit, Way

FOLDER = Path(__file__).parent.parent / "data" / "importer"


@dataclass(frozen=True, slots=True)
class Patterns:
    """The expressions of patterns.yaml by name."""

    named: Mapping[str, re.Pattern[str]]
    units: Mapping[Unit, re.Pattern[str]]  # the longer names first
    ways: Mapping[Way, re.Pattern[str]]
    signs: Mapping[str, Sequence[str]]  # words without which there is nothing to search for

    def found(self, name: str, text: str) -> re.Match[str] | None:
        """Return where an expression of this name stands in the text."""
        text = spelled(text)
        if name in self.signs and not any(sign in text.lower() for sign in self.signs[name]):
            return None
        return self.named[name].search(text)

    def is_in(self, name: str, text: str) -> bool:
        """Whether an expression of this name stands in the text."""
        return self.found(name, text) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """What a draft says where the source says nothing, and what is still to be asked."""

    not_given: str
    case_question: str
    limit_of_channel: str
    fee_names: Mapping[str, str]
    channels: Mapping[str, str]
    to_confirm: Mapping[str, str]


def spelled(text: str) -> str:
    """Return the text in NFC with the one spelling of "ủy" that the expressions know."""
    return unicodedata.normalize("NFC", text).replace("uỷ", "ủy").replace("Uỷ", "Ủy")


@cache
def patterns(path: Path = FOLDER / "patterns.yaml") -> Patterns:
    """Read the expressions; `re.error` when one is none."""
    document: dict[str, Any] = _read(path)
    units = {Unit(name): _any(each) for name, each in document.pop("units").items()}
    ways = {Way(name): _any(each) for name, each in document.pop("ways").items()}
    signs = document.pop("signs")
    return Patterns({name: _any(each) for name, each in document.items()}, units, ways, signs)


@cache
def words(path: Path = FOLDER / "words.yaml") -> Words:
    """Read the words of a draft."""
    return Words(**_read(path))


def _any(expressions: Sequence[str] | str) -> re.Pattern[str]:
    listed = [expressions] if isinstance(expressions, str) else expressions
    return re.compile("|".join(f"(?:{each})" for each in listed), re.IGNORECASE)


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
