"""What a step works with, and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bot.conversation.outcome import Outcome
from bot.conversation.session import Session
from bot.messages import Incoming, Reply
from bot.ports import Effect, Ports
from bot.texts import Texts
from knowledge.clock import VIETNAM
from knowledge.decision import Decision, decide
from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.matching import Candidate, Matcher
from knowledge.normalise import Word
from knowledge.office import Office
from knowledge.procedure import Procedure
from knowledge.province import in_force
from knowledge.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk knows and whom it may ask."""

    base: KnowledgeBase
    matcher: Matcher
    texts: Texts
    office: Office
    ports: Ports
    now: datetime | None = None  # of the message that is answered; set by the engine
    filed_at: datetime | None = None  # when the citizen means to file, if not now

    @property
    def today(self) -> date | None:
        """The day of the message that is answered, in Viet Nam."""
        return self.now.astimezone(VIETNAM).date() if self.now else None

    def in_force(self, procedure: Procedure) -> Procedure:
        """Return the procedure with what holds today at this office."""
        if self.today is None:
            return procedure
        return in_force(procedure, self.today, self.base.local_rules(self.office))

    def understands(self, word: Word) -> bool:
        """Whether the word is Vietnamese as people speak it here; numbers say nothing."""
        if not any("a" <= char <= "z" for char in word.folded):
            return False
        return word.folded in self.base.lexicon.spoken or self.matcher.knows(word)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A message, read once for all steps."""

    incoming: Incoming
    text: str  # cleaned, trimmed
    question: Question
    matcher: Matcher
    expected: Mapping[str, float] = field(default_factory=dict)  # by the talk so far

    @cached_property
    def ranked(self) -> tuple[Candidate, ...]:
        """What the message may be about, best first; ranked at the first look."""
        return self.matcher.rank(self.question, expected=self.expected)

    @cached_property
    def decision(self) -> Decision:
        """Whether to answer, ask back or decline, and about what."""
        return decide(self.ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The desk's answer to one message."""

    reply: Reply
    session: Session
    outcome: Outcome
    facets: tuple[Facet, ...] = ()
    candidates: tuple[Candidate, ...] = ()  # the ranking, losers too
    codes: tuple[str, ...] = ()  # the procedures answered or offered, best first
    why: str = ""  # the reason for answering, asking or declining
    effects: tuple[Effect, ...] = ()  # what else happens when the turn is stored
