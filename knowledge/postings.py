"""Lists of numbers by term, laid out in one array: a hundred thousand small ones weigh too much."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]

NONE: Numbers = np.zeros(0, np.int32)


class Postings:
    """For each term the numbers of those that hold it."""

    def __init__(self, listed: Mapping[str, Sequence[int]]) -> None:
        self.numbers: Numbers = np.fromiter(chain.from_iterable(listed.values()), np.int32)
        self._spans: dict[str, tuple[int, int]] = {}
        end = 0
        for term, numbers in listed.items():
            start, end = end, end + len(numbers)
            self._spans[term] = (start, end)

    def __contains__(self, term: object) -> bool:
        return term in self._spans

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def of(self, term: str) -> Numbers:
        """Return the numbers of a term; none when it is unknown."""
        span = self._spans.get(term)
        return NONE if span is None else self.numbers[span[0] : span[1]]

    def span(self, term: str) -> slice:
        """Return where the numbers of a known term stand, for arrays beside `numbers`."""
        return slice(*self._spans[term])
