"""What the talk so far lets the desk expect of a message, as extra score by procedure code."""

from dataclasses import replace

from bot.conversation.action import Action
from bot.conversation.session import Session
from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import Lexicon
from knowledge.question import Question

OFFERED = 6.0
"""A procedure that the desk just asked about: an answer in own words is likely."""

SUBJECT = 2.5
"""The subject of the talk."""

ASKS_ON = 5.0
"""More for the subject when a facet is asked, or something is pointed back to."""

BRIEFLY = 5.5
"""More for the subject when few words of matter are said."""

ASKED_ALREADY = 6.0
"""Less for a topic, one of whose choices is on offer: nobody is asked the same twice."""

GENERAL = 2.5
"""Less for any topic, and for what is not ours, when few words are added to a talk."""

SETTLED = 3.0
"""Less for a topic that the subject of the talk is a choice of."""

EARLIER = 0.3
"""A subject before this one."""

GOES_BACK = 4.0
"""More for it when the citizen says so ("quay lại cái lúc nãy")."""

BRIEF = 5
"""Words of matter."""


def expected(session: Session, question: Question, base: KnowledgeBase) -> dict[str, float]:
    """Return what is expected, by code and by id of a topic; nothing in a new talk."""
    lexicon = base.lexicon
    goes_back = lexicon.says("goes_back", question.words)
    corrects = lexicon.says("correction", question.words)
    briefly = len(question.matter(lexicon)) <= BRIEF
    offered = asked_about(session)
    extra = dict.fromkeys(session.earlier, EARLIER + GOES_BACK * goes_back)
    if session.subject is not None and not (goes_back or corrects):
        asks_on = bool(question.facets) or question.refers_back(lexicon)
        extra[session.subject] = SUBJECT + ASKS_ON * asks_on + BRIEFLY * briefly
    for code in offered:
        extra[code] = extra.get(code, 0.0) + OFFERED
    if briefly and extra and not corrects:
        others = (*base.topics, *base.not_ours, *base.elsewhere)
        extra |= dict.fromkeys(others, -GENERAL)
    known = {session.subject, *offered}
    for key, topic in base.topics.items():
        if any(choice.code in known for choice in topic.choices):
            extra[key] = extra.get(key, 0.0) - (ASKED_ALREADY if offered else SETTLED)
    return extra


def asked_again(question: Question, session: Session, lexicon: Lexicon) -> Question:
    """Return the question with the facets asked last, when it only corrects the matter."""
    if question.facets or not session.facets or not lexicon.says("correction", question.words):
        return question
    known = {facet.value: facet for facet in Facet if facet is not Facet.CASE}
    facets = tuple(known[value] for value in session.facets if value in known)
    return replace(question, facets=facets)


def asked_about(session: Session) -> tuple[str, ...]:
    """Return the procedures among which the desk asked to choose."""
    actions = [Action.parse(each.action) for each in session.offered]
    codes = [each.code for each in actions if each and each.kind == "ask" and each.code]
    others = dict.fromkeys(code for code in codes if code != session.subject)
    return tuple(others) if len(others) > 1 else ()
