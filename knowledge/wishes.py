"""Several wishes in one message: "tách hộ cần giấy tờ gì còn khai tử mất bao lâu"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.decision import Verdict, decide
from knowledge.lexicon import Lexicon
from knowledge.matching import Matcher
from knowledge.normalise import Word
from knowledge.phrases import Span
from knowledge.question import Question, read, read_words
from knowledge.record import Code
from knowledge.targets import Kind

CLEAR = 0.65
"""A part of a message is a wish of its own when it is placed at least this well."""

WHOLE = 0.85
"""A message and a name that cover each other this far are one wish, whatever joins its parts."""

MOST = 3

_CLAUSES = re.compile(r"[,.;?!\n]+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Wish:
    """One procedure and what is asked of it."""

    code: Code
    question: Question


def wishes(question: Question, matcher: Matcher, lexicon: Lexicon) -> tuple[Wish, ...]:
    """Return the wishes of a message that clearly holds several; empty when it holds one."""
    parts = _parts(question.words, lexicon)
    if len(parts) < 2:
        return ()
    found: list[Wish] = []
    for part in parts:
        read = read_words(part, lexicon)
        code = _clear_code(read, matcher)
        if code is None and found and read.facets and not read.matter(lexicon):
            last = found[-1]
            both = (*last.question.facets, *read.facets)
            asked = Question(last.question.words, last.question.topic, both)
            found[-1] = Wish(last.code, asked)
        elif code is not None and all(wish.code != code for wish in found):
            found.append(Wish(code, read))
    asking = sum(bool(wish.question.facets) for wish in found)
    if len(found) < 2 or (asking < 2 and _is_one_name(question, matcher)):
        return ()
    return _sharing_the_last_facet(found[:MOST])


def _is_one_name(question: Question, matcher: Matcher) -> bool:
    """Whether one name covers the whole message, its joints too ("nhận cha, mẹ, con")."""
    whole = matcher.rank(question, limit=1)
    return bool(whole) and min(whole[0].parts["of_question"], whole[0].parts["of_name"]) >= WHOLE


def compared(question: Question, matcher: Matcher, lexicon: Lexicon) -> tuple[Code, ...]:
    """Return the two procedures whose difference is asked ("tạm trú với thường trú khác gì")."""
    if not lexicon.says("comparison", question.words):
        return ()
    asked = {n for span in lexicon.find("comparison", question.words) for n in span.numbers()}
    joints = {n for s in lexicon.find("between_compared", question.words) for n in s.numbers()}
    found: dict[Code, None] = {}
    part: list[Word] = []
    for number, word in enumerate((*question.words, None)):
        if word is not None and number not in asked | joints:
            part.append(word)
            continue
        code = _likely_code(read_words(tuple(part), lexicon), matcher) if part else None
        if code is not None:
            found.setdefault(code)
        part = []
    return tuple(found)[:2] if len(found) > 1 else ()


def _likely_code(read: Question, matcher: Matcher) -> Code | None:
    """Return the likeliest procedure of a few words that may be a topic's too ("tạm trú")."""
    ranked = matcher.rank(read, limit=3)
    found = (c for c in ranked if c.target.kind is Kind.PROCEDURE and c.is_named)
    return next((candidate.target.key for candidate in found), None)


def wishes_by_clause(text: str, matcher: Matcher, lexicon: Lexicon) -> tuple[Wish, ...]:
    """Return the wishes that commas part, where each clause asks something of its own.

    "Mẹ em mất, em muốn xóa hộ khẩu" tells and then asks: that is one wish.
    """
    found: dict[Code, Wish] = {}
    for clause in _CLAUSES.split(text):
        question = read(clause, lexicon, matcher.speller)
        code = _clear_code(question, matcher) if question.facets else None
        if code is not None:
            found.setdefault(code, Wish(code, question))
    return tuple(found.values())[:MOST] if len(found) > 1 else ()


def _sharing_the_last_facet(found: Sequence[Wish]) -> tuple[Wish, ...]:
    """A facet asked at the end ("... và ..., mất bao nhiêu tiền") is asked of all."""
    if any(wish.question.facets for wish in found[:-1]):
        return tuple(found)
    facets = found[-1].question.facets
    return tuple(
        Wish(wish.code, Question(wish.question.words, wish.question.topic, facets))
        for wish in found
    )


def _parts(message: Sequence[Word], lexicon: Lexicon) -> list[tuple[Word, ...]]:
    parts = []
    start = 0
    for span in _joints(message, lexicon):
        if span.start > start:
            parts.append(tuple(message[start : span.start]))
        start = max(start, span.end)
    if start < len(message):
        parts.append(tuple(message[start:]))
    return parts


def _joints(message: Sequence[Word], lexicon: Lexicon) -> list[Span]:
    """Return where wishes may join, in order; "với" joins only two questions."""
    joints = list(lexicon.find("connectors", message))
    for span in lexicon.find("connectors_between_questions", message):
        before = max((joint.end for joint in joints if joint.end <= span.start), default=0)
        sides = (message[before : span.start], message[span.end :])
        if all(read_words(tuple(side), lexicon).facets for side in sides):
            joints.append(span)
    return sorted(joints, key=lambda joint: joint.start)


def _clear_code(read: Question, matcher: Matcher) -> Code | None:
    decision = decide(matcher.rank(read))
    if decision.verdict is not Verdict.ANSWER:
        return None
    top = decision.chosen[0]
    if top.target.kind not in {Kind.PROCEDURE, Kind.NAME_ONLY} or top.score < CLEAR:
        return None
    return top.target.key
