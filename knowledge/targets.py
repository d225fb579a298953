"""What a question can be about: procedures, other bodies' matters, topics to ask back about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from knowledge.index import NameKind
from knowledge.knowledge_base import KnowledgeBase
from knowledge.normalise import Word, words
from knowledge.procedure import Asked, Procedure

_HEAD = re.compile(
    r"\s*(?:[(;,:]|\bđối với\b|\bcho\b(?! phép)|\btheo quy định\b|\btrong trường hợp\b)"
)
_PREFIX = re.compile(r"^(?:thủ tục hành chính|thủ tục|tthc)\s+", re.IGNORECASE)


class Kind(StrEnum):
    """What a candidate is."""

    PROCEDURE = "procedure"  # held in full
    NAME_ONLY = "name_only"  # exists, no details held
    ELSEWHERE = "elsewhere"  # another body's matter
    TOPIC = "topic"  # fits several procedures: ask back
    NOT_OURS = "not_ours"  # no office's matter at all: the weather, a poem


@dataclass(frozen=True, slots=True)
class Target:
    """Something a question can be about."""

    kind: Kind
    key: str  # code, or the id of an elsewhere entry, topic or subject
    name: str
    asked: Asked | None = None  # of a procedure held in full
    commune: bool = True
    national: bool = True

    MARKS: ClassVar = (
        "asked_often",
        "asked_sometimes",
        "asked_rarely",
        "name_only",
        "commune",
        "provincial",
        "topic",
        "elsewhere",
        "not_ours",
    )

    @property
    def marks(self) -> tuple[bool, ...]:
        """What kind of target it is, in the order of `MARKS`."""
        is_name = self.kind is Kind.NAME_ONLY
        return (
            self.asked is Asked.OFTEN,
            self.asked is Asked.SOMETIMES,
            self.asked is Asked.RARELY,
            is_name,
            is_name and self.commune,
            is_name and not self.national,
            self.kind is Kind.TOPIC,
            self.kind is Kind.ELSEWHERE,
            self.kind is Kind.NOT_OURS,
        )


Named = tuple[Target, list[tuple[str, NameKind]]]


def targets(base: KnowledgeBase) -> Iterator[Named]:
    """Yield each target of the base with its names."""
    for code, procedure in base.procedures.items():
        said = [procedure.short_name, *procedure.everyday_names, *base.everyday.of(code)]
        target = Target(Kind.PROCEDURE, code, procedure.short_name, procedure.asked)
        yield target, [*_official(procedure.name), *_everyday(said)]
    for code, known in base.names.items():
        target = Target(
            Kind.NAME_ONLY, code, known.name, commune=known.commune, national=known.national
        )
        yield target, [*_official(known.name), *_everyday(known.everyday_names)]
    for key, elsewhere in base.elsewhere.items():
        said = [elsewhere.name, *elsewhere.everyday_names, *base.everyday.of(key)]
        yield Target(Kind.ELSEWHERE, key, elsewhere.name), _everyday(said)
    for key, topic in base.topics.items():
        yield Target(Kind.TOPIC, key, topic.name), _everyday(topic.everyday_names)
    for key, typed in base.not_ours.items():
        yield Target(Kind.NOT_OURS, key, key), _everyday(typed)


def text_of(procedure: Procedure) -> tuple[Word, ...]:
    """Return the words of what a procedure's file says besides its names."""
    texts = (
        procedure.who,
        procedure.result,
        *procedure.conditions,
        *procedure.notes,
        *procedure.steps,
        *(f"{paper.name} {paper.condition or ''}" for paper in procedure.papers),
        *(note for notes in procedure.facet_notes.values() for note in notes),
        *(choice.label for asked in procedure.questions for choice in asked.choices),
    )
    return words(" ; ".join(texts))


def _everyday(said: Sequence[str]) -> list[tuple[str, NameKind]]:
    return [(name, NameKind.EVERYDAY) for name in said]


def _official(name: str) -> list[tuple[str, NameKind]]:
    """The official name and, where it runs on, its head."""
    plain = _PREFIX.sub("", name)
    head = _HEAD.split(plain, maxsplit=1)[0]
    if head != plain and len(head.split()) > 2:
        return [(plain, NameKind.OFFICIAL), (head, NameKind.HEAD)]
    return [(plain, NameKind.OFFICIAL)]
