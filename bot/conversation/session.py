"""What one chat remembers between two messages. No words of the citizen are kept."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A choice that stands below the last reply."""

    label: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The subject of the talk, what was told of its cases, and the choices on offer."""

    subject: str | None = None  # procedure code
    cases: tuple[tuple[str, str], ...] = ()  # answers to its case questions
    offered: tuple[Offered, ...] = ()
    expects_code: bool = False  # the desk asked for a receipt code
    dossiers: tuple[str, ...] = ()  # the receipt codes of the last look-up
    expects_digits: str | None = None  # the desk asked for the phone's last digits, for this code

    def about(self, code: str) -> Self:
        """Return the session with this subject; answers to another subject's cases are dropped."""
        cases = self.cases if code == self.subject else ()
        return replace(self, subject=code, cases=cases, expects_code=False, expects_digits=None)

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
        if data.get("version") != VERSION:
            return cls()
        try:
            return cls(
                subject=data["subject"],
                cases=tuple((question, choice) for question, choice in data["cases"]),
                offered=tuple(Offered(**each) for each in data["offered"]),
                expects_code=data["expects_code"],
                dossiers=tuple(data["dossiers"]),
                expects_digits=data["expects_digits"],
            )
        except (KeyError, TypeError, ValueError):
            return cls()
