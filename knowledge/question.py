"""A message, read: its words, the facets asked for, and what is left as the matter itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.facets import Facet
from knowledge.lexicon import Lexicon
from knowledge.normalise import BREAK, Word, words_and_breaks
from knowledge.phrases import Span
from knowledge.spelling import Speller

HEAD_WORDS, TAIL_WORDS = 200, 100
"""Words read of a long message: a wish stands at its beginning or, after a story, at its end."""


DENIED_WORDS = 3
"""Words behind "không phải" that are denied with it."""

LONG_NUMBER = 6
"""Digits; shorter ones may be a year, an age or a form's number."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message as the matcher sees it."""

    words: tuple[Word, ...]  # short forms written out; a BREAK between two thoughts
    topic: tuple[Word, ...]  # without polite words and without what asks for a facet
    facets: tuple[Facet, ...]  # in the order they were asked

    def content(self, lexicon: Lexicon) -> tuple[Word, ...]:
        """The topic's words that carry a matter of their own."""
        return tuple(word for word in self.topic if word.folded not in lexicon.stop_words)

    def matter(self, lexicon: Lexicon) -> tuple[Word, ...]:
        """The content without words that only point back ("thế", "cái đó")."""
        pointing = {
            number for span in lexicon.find("anaphora", self.topic) for number in span.numbers()
        }
        return tuple(
            word
            for number, word in enumerate(self.topic)
            if number not in pointing and word.folded not in lexicon.stop_words
        )

    def besides(self, manner: str, lexicon: Lexicon) -> tuple[Word, ...]:
        """The words that carry a matter, apart from phrases of this manner and from numbers."""
        said = {number for span in lexicon.find(manner, self.words) for number in span.numbers()}
        return tuple(
            word
            for number, word in enumerate(self.words)
            if number not in said
            and word.folded not in lexicon.stop_words
            and not word.folded.replace(".", "").isdigit()
            and word.folded != BREAK
        )

    def refers_back(self, lexicon: Lexicon) -> bool:
        """Whether it points to something said before."""
        return lexicon.says("anaphora", self.topic)


def read(text: str, lexicon: Lexicon, speller: Speller | None = None) -> Question:
    """Read a message, its slips mended. Empty text gives an empty question."""
    message = words_and_breaks(text)
    if len(message) > HEAD_WORDS + TAIL_WORDS:
        message = (*message[:HEAD_WORDS], *message[-TAIL_WORDS:])
    expanded = lexicon.expand(message)
    return read_words(speller.mend(expanded) if speller else expanded, lexicon)


def read_words(message: Sequence[Word], lexicon: Lexicon) -> Question:
    """Read words whose short forms are written out already."""
    asked = _asked(message, lexicon)
    taken = {number for _, span in asked for number in span.numbers()}
    around = list(lexicon.padding.find(message))
    if any(_is_private(word) for word in message):
        around += lexicon.find("about_numbers", message)
    for span in around:
        taken.update(span.numbers())
    taken.update(_denied(message, lexicon))
    topic = tuple(
        word
        for number, word in enumerate(message)
        if number not in taken and word.folded != BREAK and not _is_private(word)
    )
    facets = tuple(dict.fromkeys(facet for facet, _ in asked))
    return Question(tuple(message), topic, _without_doubles(facets))


def _denied(message: Sequence[Word], lexicon: Lexicon) -> Iterator[int]:
    """Yield the numbers of words that are said not to be meant ("chứ không phải khai sinh")."""
    for span in lexicon.find("denial", message):
        for number in range(span.start, min(span.end + DENIED_WORDS, len(message))):
            if message[number].folded == BREAK or lexicon.says("but", message[number : number + 1]):
                break
            yield number


def _is_private(word: Word) -> bool:
    """Whether the word is a long number, such as a phone's: no procedure is named by one."""
    return len(word.folded) >= LONG_NUMBER and word.folded.isdigit()


def _asked(message: Sequence[Word], lexicon: Lexicon) -> list[tuple[Facet, Span]]:
    """Return the facets asked for and where; of two readings of the same words the longer one."""
    found = [
        (facet, span) for facet, phrases in lexicon.facets.items() for span in phrases.find(message)
    ]
    kept: list[tuple[Facet, Span]] = []
    taken: set[int] = set()
    for facet, span in sorted(found, key=lambda each: -len(each[1])):
        if taken.isdisjoint(span.numbers()):
            kept.append((facet, span))
            taken.update(span.numbers())
    return sorted(kept, key=lambda each: each[1].start)


def _without_doubles(facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """ "Thế nào" beside a sharper facet is only a manner of speaking; so is "ở đâu" for a form."""
    if len(facets) > 1:
        facets = tuple(facet for facet in facets if facet is not Facet.STEPS) or facets
    if Facet.FORM in facets:
        facets = tuple(facet for facet in facets if facet is not Facet.PLACE)
    if Facet.READY_DATE in facets:
        facets = tuple(facet for facet in facets if facet is not Facet.TIME)
    return facets
