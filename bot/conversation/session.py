"""What one chat remembers between two messages. No words of the citizen are kept."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

VERSION = 3
_READABLE = frozenset({2, VERSION})

EARLIER = 3
"""Subjects remembered behind the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A choice that stands below the last reply."""

    label: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The subject of the talk, what was told of its cases, and the choices on offer."""

    subject: str | None = None  # procedure code
    facets: tuple[str, ...] = ()  # asked last; a correction asks them again
    earlier: tuple[str, ...] = ()  # subjects before this one, the last first
    cases: tuple[tuple[str, str], ...] = ()  # answers to its case questions
    offered: tuple[Offered, ...] = ()
    expects_code: bool = False  # the desk asked for a receipt code
    dossiers: tuple[str, ...] = ()  # the receipt codes of the last look-up
    expects_digits: str | None = None  # the desk asked for the phone's last digits, for this code

    def about(self, code: str) -> Self:
        """Return the session with this subject; answers to another subject's cases are dropped."""
        if code == self.subject:
            return replace(self, expects_code=False, expects_digits=None)
        before = (self.subject, *self.earlier) if self.subject else self.earlier
        earlier = tuple(dict.fromkeys(each for each in before if each != code))[:EARLIER]
        return replace(
            self,
            subject=code,
            earlier=earlier,
            cases=(),
            expects_code=False,
            expects_digits=None,
        )

    def answering(self, case: tuple[str, str]) -> Self:
        """Return the session with one case question answered."""
        kept = tuple(known for known in self.cases if known[0] != case[0])
        return replace(self, cases=(*kept, case))

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return what was stored; a fresh session when it cannot be read."""
        if data.get("version") not in _READABLE:
            return cls()
        try:
            return cls(
                subject=data["subject"],
                facets=tuple(data.get("facets", ())),
                earlier=tuple(data.get("earlier", ())),
                cases=tuple((question, choice) for question, choice in data["cases"]),
                offered=tuple(Offered(**each) for each in data["offered"]),
                expects_code=data["expects_code"],
                dossiers=tuple(data["dossiers"]),
                expects_digits=data["expects_digits"],
            )
        except (KeyError, TypeError, ValueError):
            return cls()
