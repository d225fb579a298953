"""The words people use around a matter: short forms, polite fillers, ways to ask for a facet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.concepts import Concepts
from knowledge.facets import Facet
from knowledge.normalise import Word, words
from knowledge.phrases import Phrases, Span

NEAR = 3
"""How many words on either side settle what an ambiguous short form means."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a short form, and the words (without marks) that point to it."""

    full: tuple[Word, ...]
    near: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """Everything the desk knows about how people speak, apart from names of procedures."""

    abbreviations: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    facets: Mapping[Facet, Phrases] = field(default_factory=dict)
    padding: Phrases = field(default_factory=lambda: Phrases(()))
    stop_words: frozenset[str] = frozenset()
    speech: Mapping[str, Phrases] = field(default_factory=dict)
    concepts: Concepts = field(default_factory=Concepts)
    numbers: Mapping[str, int] = field(default_factory=dict)  # folded words -> the number meant

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Every word of the lexicons, without marks: what a person may be heard to say."""
        phrases = (self.padding, *self.facets.values(), *self.speech.values())
        written_out = {
            word.folded
            for readings in self.abbreviations.values()
            for meant in readings
            for word in meant.full
        }
        said = {word for line in self.numbers for word in line.split()}
        return self.stop_words.union(written_out, said, *(each.vocabulary for each in phrases))

    def expand(self, message: Sequence[Word]) -> tuple[Word, ...]:
        """Return the words with short forms written out, ambiguous ones settled by neighbours."""
        expanded: list[Word] = []
        for position, word in enumerate(message):
            readings = self.abbreviations.get(word.keyed)
            if readings is None:
                expanded.append(word)
                continue
            around = {
                other.folded
                for place in range(max(0, position - NEAR), position + NEAR + 1)
                if place != position and place < len(message)
                for other in (message[place],)
            }
            expanded.extend(_meant(readings, around) or (word,))
        return tuple(expanded)

    def find(self, manner: str, message: Sequence[Word]) -> Iterator[Span]:
        """Yield where phrases of this manner stand in the message."""
        phrases = self.speech.get(manner)
        return phrases.find(message) if phrases else iter(())

    def says(self, manner: str, message: Sequence[Word]) -> bool:
        """Whether the message contains a phrase of this manner ("greeting", "stop", ...)."""
        return next(self.find(manner, message), None) is not None


def _meant(readings: Sequence[Reading], around: set[str]) -> tuple[Word, ...] | None:
    for reading in readings:
        if not reading.near or reading.near & around:
            return reading.full
    return None


def reading(full: str, near: Sequence[str] = ()) -> Reading:
    """Build a reading from plain text."""
    return Reading(words(full), frozenset(near))
