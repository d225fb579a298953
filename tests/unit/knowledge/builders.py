"""Small named values for the tests of the knowledge room."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import Lexicon, Reading
from knowledge.load import load_with_problems
from knowledge.matching import Candidate
from knowledge.normalise import words_and_breaks
from knowledge.phrases import Phrases
from knowledge.procedure import (
    CaseQuestion,
    Choice,
    Confidence,
    Elsewhere,
    Fee,
    Filing,
    Handler,
    NameOnly,
    Paper,
    Procedure,
    TimeLimit,
    Topic,
    TopicChoice,
    Unit,
    Way,
)
from knowledge.question import Question, read
from knowledge.targets import Kind, Target
from knowledge.yaml_file import Problem

CHECKED = date(2026, 11, 22)

PROCEDURE = """\
code: "1.000001"
name: Đăng ký việc thử
short_name: việc thử
field: Hộ tịch
handler: commune
who: Người có việc thử
questions:
  - id: who_goes
    ask: Ai đi làm?
    choices:
      - id: self
        label: Tự đi
        default: true
      - id: other
        label: Người khác đi
papers:
  - id: form
    name: Tờ khai
    action: form
  - id: mandate
    name: Giấy ủy quyền
    action: hand_in
    when:
      who_goes: [other]
limits:
  - unit: working_day
    amount: 3
fees:
  - name: Lệ phí
    set_by: province
filing:
  place: Một cửa
  ways: [in_person]
steps: [Nộp]
result: Giấy thử
legal_basis: [Luật thử]
source: Trang thử
checked_on: 2026-11-22
confidence: high
related:
  - code: "1.000001"
    label: chính nó
"""

TOPIC = """\
id: trial
name: Việc thử
everyday_names: [việc thử]
ask: Việc nào?
choices:
  - code: "1.000001"
    label: Một
  - code: "1.000001"
    label: Hai
"""

CATALOGUE_HEAD = "code\tname\tfield\thandler\tagency\tissuer\tnational"

WHO_GOES = CaseQuestion(
    id="who_goes",
    ask="Ai đi làm?",
    choices=(
        Choice(id="self", label="Tự đi", words=("tự đi",), default=True),
        Choice(id="other", label="Người khác đi", words=("đi thay", "tự đi làm thay")),
    ),
)


def procedure(code: str = "1.000001", **changes: object) -> Procedure:
    """Return a procedure of one paper, one limit and one fee unless told otherwise."""
    fields: dict[str, object] = {
        "code": code,
        "name": "Đăng ký việc thử",
        "short_name": "việc thử",
        "field": "Hộ tịch",
        "handler": Handler.COMMUNE,
        "who": "Người có việc thử",
        "papers": (paper("form"),),
        "limits": (TimeLimit(unit=Unit.SAME_DAY),),
        "fees": (Fee(name="Lệ phí", set_by="province"),),
        "filing": Filing(place="Một cửa", ways=(Way.IN_PERSON,)),
        "steps": ("Nộp",),
        "result": "Giấy thử",
        "legal_basis": ("Luật thử",),
        "source": "Trang thử",
        "checked_on": CHECKED,
        "confidence": Confidence.HIGH,
    }
    return Procedure.model_validate({**fields, **changes})


def paper(id: str, condition: str | None = None, **when: tuple[str, ...]) -> Paper:
    return Paper(id=id, name=f"Giấy {id}", action="hand_in", condition=condition, when=when)


def name_only(code: str, name: str, **changes: object) -> NameOnly:
    return NameOnly.model_validate({"code": code, "name": name, "commune": True, **changes})


def elsewhere(id: str, *everyday_names: str) -> Elsewhere:
    return Elsewhere(
        id=id,
        name=everyday_names[0],
        everyday_names=everyday_names,
        go_to="Hỏi công an tỉnh.",
        source="Trang thử",
        checked_on=CHECKED,
        confidence=Confidence.LOW,
    )


def topic(id: str, *everyday_names: str) -> Topic:
    choices = (TopicChoice(code="1.000001", label="Một"), TopicChoice(code="1.000002", label="Hai"))
    return Topic(
        id=id, name=everyday_names[0], everyday_names=everyday_names, ask="Nào?", choices=choices
    )


def base_of(*records: Procedure | NameOnly | Elsewhere | Topic, **more: object) -> KnowledgeBase:
    """Return a knowledge base of these records."""
    return KnowledgeBase(
        procedures={each.code: each for each in records if isinstance(each, Procedure)},
        names={each.code: each for each in records if isinstance(each, NameOnly)},
        elsewhere={each.id: each for each in records if isinstance(each, Elsewhere)},
        topics={each.id: each for each in records if isinstance(each, Topic)},
        **more,  # type: ignore[arg-type]
    )


def lexicon(
    abbreviations: Mapping[str, tuple[Reading, ...]] | None = None,
    facets: Mapping[Facet, Iterable[str]] | None = None,
    padding: Iterable[str] = (),
    stop_words: str = "",
    numbers: Mapping[str, int] | None = None,
    **speech: Iterable[str],
) -> Lexicon:
    return Lexicon(
        abbreviations=abbreviations or {},
        facets={facet: Phrases(phrases) for facet, phrases in (facets or {}).items()},
        padding=Phrases(padding),
        stop_words=frozenset(stop_words.split()),
        speech={manner: Phrases(phrases) for manner, phrases in speech.items()},
        numbers=numbers or {},
    )


def ask(text: str, lexicon: Lexicon | None = None) -> Question:
    return read(text, lexicon or Lexicon())


def spans(phrases: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Return where the phrases stand in the text."""
    found = Phrases(phrases).find(words_and_breaks(text))
    return [(span.start, span.end) for span in found]


def candidate(
    key: str = "1.000001",
    score: float = 0.9,
    *,
    kind: Kind = Kind.PROCEDURE,
    of_question: float = 0.8,
    of_name: float = 0.8,
    shared: int = 2,
) -> Candidate:
    """Return a candidate that is meant with this probability."""
    return Candidate(
        target=Target(kind, key, f"việc {key}"),
        score=score,
        parts={"of_question": of_question, "of_name": of_name},
        name="viec",
        shared=shared,
    )


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files of a knowledge base and return its folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def problems_of(folder: Path, files: Mapping[str, str | bytes]) -> list[Problem]:
    """Return the problems of a knowledge base of these files."""
    return load_with_problems(data=write(folder, files))[1]


def line_of(text: str, part: str) -> int:
    """Return the number of the first line that holds the part."""
    return text[: text.index(part)].count("\n") + 1
