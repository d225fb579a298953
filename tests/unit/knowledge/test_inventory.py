"""What the base holds, counted."""

from datetime import date

from builders import WHO_GOES, paper, procedure

from knowledge.inventory import take
from knowledge.knowledge_base import KnowledgeBase
from knowledge.procedure import Fee, TimeLimit, Unit


def test_papers_notes_cases_and_gaps_are_counted() -> None:
    held = procedure(
        papers=(paper("form"), paper("mandate", who_goes=("other",))),
        questions=(WHO_GOES,),
        notes=("một", "hai"),
        fees=(Fee(name="Lệ phí", set_by="province"),),
        limits=(TimeLimit(unit=Unit.NOT_GIVEN, amount=1, valid_to=date(2027, 2, 28)),),
        to_confirm=("mức thu",),
    )

    counts = take(KnowledgeBase(procedures={held.code: held}))

    assert (counts.procedures, counts.papers, counts.papers_for_some) == (1, 2, 1)
    assert (counts.notes, counts.case_questions) == (2, 1)
    assert counts.cases == len(WHO_GOES.choices)
    assert counts.with_end == 1
    assert (counts.unknown_fees, counts.unknown_units, counts.unknown_to_confirm) == (1, 1, 1)
    assert counts.unknown_facts == 3


def test_a_shipped_office_counts_what_it_has_not_told(knowledge_base: KnowledgeBase) -> None:
    counts = take(knowledge_base)

    office = knowledge_base.offices["meo_vac"]
    assert counts.unknown_office_facts >= len(office.missing) + len(office.to_fill_in)
    assert counts.confidence_high + counts.confidence_medium + counts.confidence_low == (
        counts.procedures
    )
