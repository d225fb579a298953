"""The knowledge base: everything the desk may say, in memory, by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.calendar import CalendarFile
from knowledge.everyday import EverydayNames
from knowledge.importers.convert import convert
from knowledge.importers.shelf import Shelf
from knowledge.importers.traps import Known
from knowledge.lexicon import Lexicon
from knowledge.life_event import LifeEvent
from knowledge.normalise import fold
from knowledge.office import Office
from knowledge.places import Places
from knowledge.procedure import Elsewhere, NameOnly, Procedure, Topic
from knowledge.province import LocalRule, Province
from knowledge.ranker import Ranker
from knowledge.record import Code

NO_CALENDAR = CalendarFile(years=(1,), days=())
"""A base without a table knows weekends only."""


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """What was loaded. Codes are unique over `procedures` and `names`."""

    procedures: Mapping[Code, Procedure] = field(default_factory=dict)
    names: Mapping[Code, NameOnly] = field(default_factory=dict)
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
    provinces: Mapping[str, Province] = field(default_factory=dict)  # by the national code
    life_events: Mapping[str, LifeEvent] = field(default_factory=dict)
    calendar: CalendarFile = NO_CALENDAR
    places: Places = field(default_factory=Places)
    renumbered: Mapping[Code, Code] = field(default_factory=dict)  # former code -> current code
    # As `renumbered`, and also former codes that still have a file of their own.
    replaced: Mapping[Code, Code] = field(default_factory=dict)
    inferred: frozenset[Code] = frozenset()  # former codes whose heir nobody has confirmed
    sensitive_fields: tuple[str, ...] = ()  # folded words of field names
    lexicon: Lexicon = field(default_factory=Lexicon)
    everyday: EverydayNames = field(default_factory=EverydayNames)
    not_ours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what no office does
    ranker: Ranker | None = None  # the shipped one when there is none
    records: Shelf = field(default_factory=Shelf)  # official ones, read when asked for
    fingerprint: str = ""  # of the files it was read from, when it may be kept
    left_out: tuple[str, ...] = ()  # foreign records that could not be read, and why

    def current(self, code: Code) -> Code:
        """Return the code this one was renumbered to; itself when that is not certain."""
        return code if code in self.inferred else self.renumbered.get(code, code)

    def find(self, code: Code) -> Procedure | NameOnly | None:
        """Return what is held under a code or under the code it was renumbered to."""
        current = self.current(code)
        return self.procedures.get(current) or self.names.get(current) or self.names.get(code)

    def details(self, code: Code) -> Procedure | None:
        """Return the procedure itself, else a draft read now from its official record.

        None where only the name is known, or the record leaves blank what nobody may guess. A
        draft has low confidence, and `to_confirm` names each trap of its record.
        """
        current = self.current(code)
        if current in self.procedures:
            return self.procedures[current]
        record = self.records.record(current) or self.records.record(code)
        return convert(record, self.known()).procedure if record else None

    def known(self) -> Known:
        """Return what an import compares official records with."""
        names = {known.code: known.name for known in self.names.values()}
        names |= {procedure.code: procedure.name for procedure in self.procedures.values()}
        replaced = {**self.renumbered, **self.replaced}
        return Known(names=names, renumbered=replaced, sensitive_fields=self.sensitive_fields)

    def local_rules(self, office: Office) -> tuple[LocalRule, ...]:
        """Return what the office's province decided for itself."""
        province = self.provinces.get(office.province_code)
        return province.rules if province else ()

    def name_of(self, code: Code) -> str | None:
        """Return the name the desk uses for a code; the official one where no details are held."""
        found = self.find(code)
        if isinstance(found, Procedure):
            return found.short_name
        return found.name if found else None

    def codes_by_name(self) -> dict[str, Code]:
        """Return folded official and short names -> code; a shared name is left out.

        Everyday names are too short for this: one would name the wrong procedure of a summary.
        """
        spelled: dict[str, set[Code]] = {}
        for procedure in self.procedures.values():
            for name in (procedure.name, procedure.short_name):
                spelled.setdefault(_plain(name), set()).add(procedure.code)
        for known in self.names.values():
            spelled.setdefault(_plain(known.name), set()).add(known.code)
        return {name: codes.pop() for name, codes in spelled.items() if len(codes) == 1}

    def is_sensitive(self, code: Code) -> bool:
        """Whether naming this procedure says something private about a person.

        What is not held in full is judged by its field; what is not known at all counts as private.
        """
        found = self.find(code)
        if isinstance(found, Procedure):
            return found.sensitive
        if found is None:
            return True
        text = fold(f"{found.field} {found.name}")
        return any(word in text for word in self.sensitive_fields)


def _plain(name: str) -> str:
    return fold(name).removeprefix("thu tuc ")
