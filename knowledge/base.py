"""The knowledge base: everything the desk may say, in memory, by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.lexicon import Lexicon
from knowledge.office import Office
from knowledge.procedure import Code, Elsewhere, NameOnly, Procedure, Topic


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """What was loaded. Codes are unique over `procedures` and `names`."""

    procedures: Mapping[Code, Procedure] = field(default_factory=dict)
    names: Mapping[Code, NameOnly] = field(default_factory=dict)
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
    renumbered: Mapping[Code, Code] = field(default_factory=dict)  # former code -> current code
    lexicon: Lexicon = field(default_factory=Lexicon)

    def current(self, code: Code) -> Code:
        """Return the code this one was renumbered to; itself when it was not."""
        return self.renumbered.get(code, code)

    def find(self, code: Code) -> Procedure | NameOnly | None:
        """Return what is held under a code or under the code it was renumbered to."""
        current = self.current(code)
        return self.procedures.get(current) or self.names.get(current) or self.names.get(code)

    def name_of(self, code: Code) -> str | None:
        """Return the name the desk uses for a code; the official one where no details are held."""
        found = self.find(code)
        if isinstance(found, Procedure):
            return found.short_name
        return found.name if found else None
