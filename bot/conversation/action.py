"""What a button stands for, as a short text that anyone may type without gaining anything.

Platforms without callbacks send a press as ordinary text, so an action carries no authority: it
only asks what the citizen could have asked in words.
"""

import re
from dataclasses import dataclass
from typing import Self

from knowledge.facets import Facet

_FORM = re.compile(
    r"^\s*@(?:(?P<ask>hoi)|(?P<details>chi-tiet)|(?P<case>ca)|(?P<code>ma)|(?P<notify>bao)|(?P<place>noi))"
    r"(?: (?P<number>[1-9]))?(?: (?P<unit>\d{5}))?"
    r"(?: (?P<of>\d\.\d{6}))?(?: (?P<facet>[a-z_]+))?"
    r"(?: (?P<question>[a-z0-9_]+)=(?P<choice>[a-z0-9_]+))?\s*$"
)


_VERBS = {
    "ask": "hoi",
    "details": "chi-tiet",
    "case": "ca",
    "code": "ma",
    "notify": "bao",
    "place": "noi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One of: ask (a procedure, a facet), details, case (an answer), code, notify, place.

    To be notified is asked for by the place of the dossier in the last look-up, not by its code.
    """

    kind: str
    code: str | None = None
    facet: Facet | None = None
    case: tuple[str, str] | None = None  # question id, choice id
    number: int | None = None  # which of the dossiers looked up last
    place: str | None = None  # the code of an old administrative unit

    def __str__(self) -> str:
        parts = [f"@{_VERBS[self.kind]}", self.number and str(self.number), self.place, self.code]
        parts.append(self.facet and self.facet.value)
        if self.case:
            parts.append("=".join(self.case))
        return " ".join(part for part in parts if part)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the action a text stands for; None when it is ordinary text."""
        match = _FORM.match(text)
        if match is None:
            return None
        found = match.groupdict()
        kind = next(name for name in _VERBS if found[name])
        if found["facet"] and found["facet"] not in set(Facet):
            return None
        if kind in {"ask", "details", "case"} and not found["of"]:
            return None
        if (kind == "case") != bool(found["question"]):
            return None
        if found["number"] and kind != "notify":
            return None
        if (kind == "place") != bool(found["unit"]):
            return None
        return cls(
            kind=kind,
            code=found["of"],
            facet=Facet(found["facet"]) if found["facet"] else None,
            case=(found["question"], found["choice"]) if found["question"] else None,
            number=int(found["number"]) if found["number"] else None,
            place=found["unit"],
        )
