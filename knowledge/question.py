"""A message, read: its words, the facets asked for, and what is left as the matter itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.facets import Facet
from knowledge.lexicon import Lexicon
from knowledge.normalise import Word, words

MAX_WORDS = 300
"""Words read of one message; nobody's wish stands after the first page."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message as the matcher sees it."""

    words: tuple[Word, ...]  # short forms written out
    topic: tuple[Word, ...]  # without polite words and without what asks for a facet
    facets: tuple[Facet, ...]  # in the order they were asked

    @property
    def folded(self) -> str:
        """The topic without marks, for messages and logs of a rehearsal."""
        return " ".join(word.folded for word in self.topic)

    def content(self, lexicon: Lexicon) -> tuple[Word, ...]:
        """The topic's words that carry a matter of their own."""
        return tuple(word for word in self.topic if word.folded not in lexicon.stop_words)


def read(text: str, lexicon: Lexicon) -> Question:
    """Read a message. Empty text gives an empty question."""
    return read_words(lexicon.expand(words(text)[:MAX_WORDS]), lexicon)


def read_words(message: Sequence[Word], lexicon: Lexicon) -> Question:
    """Read words whose short forms are written out already."""
    taken: set[int] = set()
    asked: dict[Facet, int] = {}
    for facet, phrases in lexicon.facets.items():
        for span in phrases.find(message):
            taken.update(range(span.start, span.end))
            asked.setdefault(facet, span.start)
    for span in lexicon.padding.find(message):
        taken.update(range(span.start, span.end))
    topic = tuple(word for number, word in enumerate(message) if number not in taken)
    facets = tuple(sorted(asked, key=lambda facet: asked[facet]))
    return Question(tuple(message), topic, _without_doubles(facets))


def _without_doubles(facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """"Thế nào" beside a sharper facet is only a manner of speaking; so is "ở đâu" for a form."""
    if len(facets) > 1:
        facets = tuple(facet for facet in facets if facet is not Facet.STEPS) or facets
    if Facet.FORM in facets:
        facets = tuple(facet for facet in facets if facet is not Facet.PLACE)
    if Facet.READY_DATE in facets:
        facets = tuple(facet for facet in facets if facet is not Facet.TIME)
    return facets
