"""Whether a page belongs to the code it is filed under."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.normalise import fold
from knowledge.record import Code

LEAST_ALIKE = 0.4
"""Two names of one procedure share at least this part of the shorter one's words; a procedure that
was renamed in the 2026 catalogue shares 0.54 and more."""

_LEAST_TWIN = 0.5  # one page under two codes is honest only where the names are near twins
_LEAST_LEAD = 0.1
_SHORTEST_PAGE = 150  # letters: shorter steps are the same for many procedures
_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = "thu tuc cap dang ky cua va cac cho theo doi voi co trong viec truong hop"
_EMPTY_WORDS = frozenset(_WORD.findall(_EMPTY))


def telling_words(text: str) -> frozenset[str]:
    """Return the words of a text that tell it from others, without marks."""
    found = frozenset(_WORD.findall(fold(text)))
    return found - _EMPTY_WORDS or found


def likeness(one: str, other: str) -> float:
    """Return which part of the shorter name's words the other name has too, 0 to 1."""
    left, right = telling_words(one), telling_words(other)
    shorter = min(len(left), len(right))
    return len(left & right) / shorter if shorter else 0.0


def other_code(code: Code, named_codes: Iterable[Code]) -> Code | None:
    """Return another code that a record's file, address or parts go by, if there is one."""
    return next((named for named in named_codes if named != code), None)


def other_name(code: Code, name: str, names: Mapping[Code, str]) -> str | None:
    """Return the catalogue's name of a code where the record's is quite unlike it."""
    known = names.get(code)
    return known if known is not None and likeness(name, known) < LEAST_ALIKE else None


@dataclass(slots=True)
class Pages:
    """The pages of one file, to find those that stand under two codes."""

    by_page: dict[int, list[tuple[Code, str]]] = field(default_factory=dict)

    def note(self, code: Code, name: str, steps: str, papers: Iterable[str]) -> None:
        """Remember whose page this is; pages that say little are left out."""
        if len(steps) >= _SHORTEST_PAGE:
            page = hash((steps, tuple(sorted(papers))))
            self.by_page.setdefault(page, []).append((code, name))

    def strangers(self, text_of: Callable[[Code], str]) -> dict[Code, Code]:
        """Return code -> the code its page belongs to.

        Of the procedures with one page it is the one whose name the text fits clearly best, else
        nobody's; names that are nearly the same may share a page.
        """
        found: dict[Code, Code] = {}
        for owners in self.by_page.values():
            (code, name), *others = owners
            if all(likeness(name, other) >= _LEAST_TWIN for _, other in others):
                continue
            said = telling_words(text_of(code))
            fits = sorted(((_fit(name, said), code) for code, name in owners), reverse=True)
            owner = fits[0][1] if fits[0][0] >= fits[1][0] + _LEAST_LEAD else None
            for code, _ in owners:
                if code != owner:
                    found[code] = owner or next(other for other, _ in owners if other != code)
        return found


def _fit(name: str, said: frozenset[str]) -> float:
    words = telling_words(name)
    return len(words & said) / len(words) if words else 0.0
