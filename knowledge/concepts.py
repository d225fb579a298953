"""Words that stand for one thing: "ông cụ đi hôm kia", "mới mất" and "khai tử" are all of a death.

A question and a name that share a concept share its words, at a discount.
"""

from collections.abc import Mapping, Sequence

from knowledge.normalise import Word
from knowledge.phrase_book import PhraseBook
from knowledge.phrases import Phrases, Span

ACTIONS = frozenset(
    {
        "first_time", "again", "exchange", "change", "extend", "stop", "pause", "split", "merge",
        "abolish", "copy", "certify", "transfer", "inherit", "will", "refuse_inheritance",
        "go_away", "come_to", "complain", "denounce", "petition",
    }
)  # fmt: skip
"""Concepts of what is done: twins such as "cấp mới" and "cấp lại" differ in them alone."""


class Concepts:
    """The concepts of the lexicon, looked for together."""

    def __init__(self, phrases: Mapping[str, Phrases] | None = None) -> None:
        self.names = frozenset(phrases or ())
        self._book = PhraseBook(phrases or {})

    def find(self, message: Sequence[Word]) -> dict[str, list[Span]]:
        """Return the concepts that the message names, and where."""
        return self._book.find(message)
