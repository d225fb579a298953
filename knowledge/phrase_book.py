"""Lists of phrases by label, looked for in one pass over a message."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge.normalise import Word
from knowledge.phrases import Line, Phrase, Phrases, Span, joined_line


class PhraseBook:
    """Lists of phrases by label, looked for together; of a label the longest at one place."""

    def __init__(self, phrases: Mapping[str, Phrases]) -> None:
        self._plain: defaultdict[str, list[tuple[tuple[str, ...], str, Phrase]]]
        self._plain = defaultdict(list)
        self._others: defaultdict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        for label, listed in phrases.items():
            for phrase in listed:
                if phrase.variants is None:
                    for word in phrase.firsts:
                        self._others[word].append((label, phrase))
                for variant in dict.fromkeys(phrase.variants or ()):
                    self._plain[variant[0]].append((variant, label, phrase))

    def find(self, message: Sequence[Word]) -> dict[str, list[Span]]:
        """Return where phrases of each label stand; those of different labels may overlap."""
        folded = tuple(word.folded for word in message)
        line: Line | None = None
        found: dict[str, dict[int, Span]] = {}
        for start, word in enumerate(folded):
            for variant, label, phrase in self._plain.get(word, ()):
                end = start + len(variant)
                if folded[start:end] == variant and phrase.agrees(message[start:end]):
                    _keep(found, label, Span(start, end))
            for label, phrase in self._others.get(word, ()):
                line = line or joined_line(message)
                span = phrase.at(line.places[start], line.text, line.starts)
                if span and phrase.agrees([message[each] for each in span.numbers()]):
                    _keep(found, label, span)
        return {label: list(spans.values()) for label, spans in found.items()}


def _keep(found: dict[str, dict[int, Span]], label: str, span: Span) -> None:
    known = found.setdefault(label, {}).get(span.start)
    if known is None or known.end < span.end:
        found[label][span.start] = span
