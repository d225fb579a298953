"""The booklet as one HTML file that needs no other."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from bot.book.sheet import sheets
from bot.texts import Texts
from knowledge.knowledge_base import KnowledgeBase
from knowledge.normalise import fold
from knowledge.office import Office
from knowledge.procedure import Procedure
from knowledge.province import in_force

FOLDER = Path(__file__).parent


def render_book(
    base: KnowledgeBase,
    office: Office,
    texts: Texts,
    *,
    today: date,
    codes: Sequence[str] = (),
    ask_at: str | None = None,
    for_review: bool = False,
) -> str:
    """Return the booklet's HTML: cover, contents, life events, a page a procedure, elsewhere.

    `codes` chooses procedures, none means all; `ask_at` is an address with a place for the code;
    `for_review` adds what is to be confirmed and where it differs from the official record.
    """
    rules = base.local_rules(office)
    chosen = [
        in_force(procedure, today, rules)
        for procedure in sorted(base.procedures.values(), key=_order)
        if not codes or procedure.code in codes
    ]
    pages = sheets(chosen, texts, ask_at)
    environment = texts.environment(FOLDER)
    template = environment.get_template("book.html")
    return template.render(
        word=lambda key: texts.label(key, "book"),
        style=_own("book.css"),
        script=_own("fit.js"),
        office=office,
        sheets=pages,
        fields=[
            (field, list(group)) for field, group in groupby(pages, key=lambda p: p.procedure.field)
        ],
        numbers={page.procedure.code: page.number for page in pages},
        base=base,
        today=today,
        ask_at=ask_at,
        for_review=for_review,
        is_whole=not codes,
    )


def _own(name: str) -> Markup:
    return Markup((FOLDER / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _order(procedure: Procedure) -> tuple[str, str]:
    return fold(procedure.field), procedure.code
