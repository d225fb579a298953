"""Turns a decision into a reply: which template, which buttons, what to remember."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from textwrap import shorten

from bot.conversation.action import Action
from bot.conversation.desk import Desk, Turn
from bot.conversation.outcome import Outcome
from bot.conversation.session import Offered, Session
from bot.messages import Button, Reply
from knowledge.cases import fees_for, labels, limits_for, open_question, papers_for
from knowledge.deadline import Due, due
from knowledge.facets import Facet
from knowledge.procedure import CaseQuestion, NameOnly, Procedure, Related, TimeLimit

OVERVIEW = (Facet.DOCUMENTS, Facet.TIME, Facet.FEE, Facet.PLACE)
"""What a citizen who names a procedure and nothing else wants to know."""

OFFERED_FACETS = (*OVERVIEW, Facet.ONLINE, Facet.STEPS)
SOON = timedelta(days=45)
"""How long before its last day a rule is told to end."""

MOST_BUTTONS = 7
LONGEST_NAME = 90
"""Characters; some official names run over 500."""


def say(
    desk: Desk,
    session: Session,
    outcome: Outcome,
    template: str,
    buttons: Sequence[tuple[str, Action]] = (),
    **values: object,
) -> Turn:
    """Return a turn with one rendered template; its buttons become the choices on offer."""
    text = desk.texts.render(template, office=desk.office, **values)
    return word(session, outcome, template, text, buttons)


def word(
    session: Session,
    outcome: Outcome,
    template: str,
    text: str,
    buttons: Sequence[tuple[str, Action]] = (),
) -> Turn:
    """Return a turn with this text.

    Its buttons become the choices on offer; without any, those of the reply before stay: a thanks
    or a danger between a question and its answer does not make the number typed next meaningless.
    """
    offered = tuple(Offered(label=label, action=str(action)) for label, action in buttons)
    return Turn(
        reply=Reply(
            name=template,
            text=text,
            buttons=tuple(Button(label=each.label, value=each.action) for each in offered),
        ),
        session=replace(session, offered=offered or session.offered),
        outcome=outcome,
    )


def without_offers(turn: Turn) -> Turn:
    """Return the turn with nothing left on offer: the subject has changed."""
    return replace(turn, session=replace(turn.session, offered=()))


def procedure_text(
    desk: Desk, procedure: Procedure, facets: Sequence[Facet], answers: Mapping[str, str]
) -> str:
    """Return the answer about one procedure, for the person with these case answers."""
    procedure = desk.in_force(procedure)
    asked = open_question(procedure, answers, facets)
    limits = limits_for(procedure, answers)
    return desk.texts.render(
        "procedure",
        office=desk.office,
        procedure=procedure,
        facets=facets,
        papers=papers_for(procedure, answers),
        limits=limits,
        fees=fees_for(procedure, answers),
        is_planned=desk.filed_at is not None,
        dues=_dues(desk, procedure, limits) if Facet.READY_DATE in facets else (),
        case_labels=labels(procedure, answers),
        usual=_usual_case(asked[0] if asked else None),
        validity=validity(procedure, desk.today),
    )


def _dues(desk: Desk, procedure: Procedure, limits: Sequence[TimeLimit]) -> tuple[Due, ...]:
    """Return when each limit would end if all papers were handed in when the citizen said."""
    filed_at = desk.filed_at or desk.now
    if filed_at is None:
        return ()
    calendar = desk.office.calendar(desk.base.calendar)
    extra = procedure.mountain_extra if desk.office.mountain else None
    return tuple(
        due(limit, filed_at, calendar, cutoff_15h=procedure.cutoff_15h, extra=extra)
        for limit in limits
    )


def about_procedure(
    desk: Desk, session: Session, procedure: Procedure, facets: Sequence[Facet]
) -> Turn:
    """Answer the facets asked of a procedure, or give the overview, and offer the rest."""
    shown = tuple(facets) or OVERVIEW
    session = session.about(procedure.code)
    answers = dict(session.cases)
    text = procedure_text(desk, procedure, shown, answers)
    asked = open_question(desk.in_force(procedure), answers, shown)
    buttons = procedure_buttons(desk, procedure, shown, asked)
    turn = word(session, Outcome.ANSWERED_PROCEDURE, "procedure", text, buttons)
    if asked:
        question = asked[0]
        reply = replace(turn.reply, prompt=question.ask, answers=len(question.choices))
        turn = replace(turn, reply=reply)
    return replace(turn, facets=tuple(facets), codes=(procedure.code,))


def procedure_buttons(
    desk: Desk,
    procedure: Procedure,
    shown: Sequence[Facet],
    asked: tuple[CaseQuestion, Facet] | None,
) -> list[tuple[str, Action]]:
    """Return the choices of the case question, then the other facets and the details.

    A choice shows what it changes: the papers, unless it changes only the time or the fee.
    """
    code = procedure.code
    buttons: list[tuple[str, Action]] = []
    if asked:
        question, changed = asked
        facet = None if changed in {Facet.DOCUMENTS, Facet.CASE} else changed
        buttons += [
            (
                choice.label,
                Action(kind="case", code=code, facet=facet, case=(question.id, choice.id)),
            )
            for choice in question.choices
        ]
    details = (desk.texts.label("details", "buttons"), Action(kind="details", code=code))
    room = MOST_BUTTONS - len(buttons) - 1
    others = [facet for facet in OFFERED_FACETS if facet not in shown][: min(room, 4)]
    buttons += [
        (desk.texts.label(facet, "facets"), Action(kind="ask", code=code, facet=facet))
        for facet in others
    ]
    return [*buttons, details]


def about_name(desk: Desk, session: Session, named: NameOnly, facets: Sequence[Facet]) -> Turn:
    """Say that a procedure exists and who handles it; nothing more is held."""
    again = session.subject == named.code
    session = session.about(named.code)
    template = "procedure_name_again" if again else "procedure_name_only"
    turn = say(
        desk,
        session,
        Outcome.ANSWERED_NAME_ONLY,
        template,
        named=named,
        name=display_name(named),
        facets=facets,
    )
    return replace(turn, facets=tuple(facets), codes=(named.code,))


def display_name(named: NameOnly) -> str:
    """Return the shortest way to name a procedure that an official would still recognise."""
    official = named.name.rstrip(" .:;,").removeprefix("Thủ tục ")
    if len(official) <= LONGEST_NAME or not named.everyday_names:
        short = shorten(official, LONGEST_NAME, placeholder=" ...")
    else:
        short = named.everyday_names[0]
    return short[:1].lower() + short[1:] if not short[:2].isupper() else short


def label_of(desk: Desk, code: str) -> str:
    """Return how a procedure is named on a button."""
    found = desk.base.find(code)
    if isinstance(found, NameOnly):
        name = display_name(found)
    else:
        name = found.short_name if found else code
    return name[:1].upper() + name[1:]


def about_code(desk: Desk, session: Session, code: str, facets: Sequence[Facet]) -> Turn | None:
    """Answer about whatever is held under a procedure code; None when nothing is."""
    found = desk.base.find(code)
    if isinstance(found, Procedure):
        return about_procedure(desk, session, found, facets)
    if isinstance(found, NameOnly):
        return about_name(desk, session, found, facets)
    return None


def ask_which(
    desk: Desk,
    session: Session,
    outcome: Outcome,
    choices: Sequence[Related],
    facets: Sequence[Facet],
    ask: str | None = None,
) -> Turn:
    """Ask which of several procedures is meant; the facet asked for stays asked."""
    facet = facets[0] if facets else None
    buttons = [
        (choice.label, Action(kind="ask", code=choice.code, facet=facet)) for choice in choices
    ]
    turn = say(desk, session, outcome, "clarify_procedure", buttons, ask=ask)
    codes = tuple(dict.fromkeys(choice.code for choice in choices))
    return replace(turn, facets=tuple(facets), codes=codes)


def validity(procedure: Procedure, today: date | None) -> str | None:
    """Return "ended" for a rule past its last day, "ending" within SOON of it, else None."""
    if procedure.valid_to is None or today is None:
        return None
    if today > procedure.valid_to:
        return "ended"
    return "ending" if today > procedure.valid_to - SOON else None


def _usual_case(question: CaseQuestion | None) -> str | None:
    """The case that the papers shown are for, as long as nobody told another."""
    if question is None:
        return None
    return next(choice.label for choice in question.choices if choice.default)
