"""`motcua knowledge due` and `expiring`: when a dossier is ready, and which rules end."""

import sys
from datetime import date, datetime

import click

from bot import app
from bot.commands.options import json_option, print_json
from bot.settings import read_settings
from bot.texts import Texts
from knowledge.cases import answers_with_defaults, labels, limits_for
from knowledge.clock import VIETNAM
from knowledge.deadline import Due
from knowledge.deadline import due as count
from knowledge.expiry import expiring as endings
from knowledge.knowledge_base import KnowledgeBase
from knowledge.office import Office
from knowledge.procedure import Procedure
from knowledge.province import in_force

MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"])
DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.command(epilog='Example: motcua knowledge due 1.004873 --received "2026-11-19 09:00"')
@click.argument("code")
@click.option("--received", type=MOMENT, required=True, help="When all papers were handed in.")
@click.option(
    "--case", "cases", multiple=True, metavar="QUESTION=CHOICE", help="A case. May be repeated."
)
@click.option("--office", "office_id", help="An office; MOTCUA_OFFICE when not given.")
@json_option
def due(
    code: str, received: datetime, cases: tuple[str, ...], office_id: str | None, as_json: bool
) -> None:
    """Say when a dossier of CODE would be ready, and explain the count step by step."""
    settings = read_settings()
    base = app.knowledge()
    office = base.offices.get(office_id or settings.office)
    if office is None:
        raise click.BadParameter(f"one of: {', '.join(sorted(base.offices))}", param_hint="office")
    procedure = base.find(code)
    if not isinstance(procedure, Procedure):
        click.echo(f"motcua: no details are held of {code!r}; try: motcua knowledge list", err=True)
        sys.exit(1)
    moment = received.replace(tzinfo=VIETNAM)
    procedure = in_force(procedure, moment.date(), base.local_rules(office))
    answers = answers_with_defaults(procedure, _answers(procedure, cases))
    dues = _dues(base, office, procedure, answers, moment)
    if as_json:
        print_json([_as_data(one) for one in dues])
        return
    told = labels(procedure, answers)
    texts = Texts(settings.language)
    values = {"procedure": procedure, "office": office, "case_labels": told, "dues": dues}
    click.echo(texts.render("desk/due", **values))


def _dues(
    base: KnowledgeBase,
    office: Office,
    procedure: Procedure,
    answers: dict[str, str],
    moment: datetime,
) -> list[Due]:
    calendar = office.calendar(base.calendar)
    extra = procedure.mountain_extra if office.mountain else None
    return [
        count(limit, moment, calendar, cutoff_15h=procedure.cutoff_15h, extra=extra)
        for limit in limits_for(procedure, answers)
    ]


def _answers(procedure: Procedure, cases: tuple[str, ...]) -> dict[str, str]:
    known = {
        f"{question.id}={choice.id}" for question in procedure.questions
        for choice in question.choices
    }  # fmt: skip
    for case in cases:
        if case not in known:
            offered = ", ".join(sorted(known)) or "this procedure has no cases"
            raise click.BadParameter(f"{case!r} is none of: {offered}", param_hint="case")
    return {case.partition("=")[0]: case.partition("=")[2] for case in cases}


def _as_data(one: Due) -> dict[str, object]:
    return {
        "unit": one.limit.unit.value,
        "amount": one.limit.amount,
        "condition": one.limit.condition,
        "day": one.day and one.day.isoformat(),
        "at": one.at and one.at.isoformat(),
        "latest": one.latest and one.latest.isoformat(),
        "why_none": one.why_none and one.why_none.value,
        "is_charted": one.is_charted,
        "steps": [
            {
                "kind": step.kind.value,
                "day": step.day.isoformat(),
                "number": step.number,
                "reason": step.reason,
            }
            for step in one.steps
        ],
    }


@click.command(epilog="Example: motcua knowledge expiring --by 2027-03-01")
@click.option("--by", type=DAY, required=True, help="The last day to look at.")
@json_option
def expiring(by: datetime, as_json: bool) -> None:
    """List the procedures, limits and fees that end on or before a day."""
    base = app.knowledge()
    last: date = by.date()
    found = endings(base.procedures.values(), last)
    if as_json:
        for one in found:
            print_json(
                {
                    "last_day": one.last_day.isoformat(),
                    "code": one.code,
                    "part": one.part and one.part.value,
                    "name": one.name,
                }
            )
        return
    texts = Texts(read_settings().language)
    names = {code: held.short_name for code, held in base.procedures.items()}
    click.echo(texts.render("desk/expiring", found=found, names=names, by=last))
