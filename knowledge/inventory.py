"""What the knowledge base holds, counted: so that growth and gaps can be seen."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass

from knowledge.knowledge_base import KnowledgeBase
from knowledge.procedure import Confidence, Procedure, Unit


@dataclass(frozen=True, slots=True)
class Inventory:
    """Counts. An unknown fact is one that a citizen may ask for and no source tells."""

    procedures: int
    confidence_high: int
    confidence_medium: int
    confidence_low: int
    papers: int
    papers_for_some: int  # only in some case, or under a condition
    notes: int
    case_questions: int
    cases: int  # choices of these questions
    with_end: int  # procedures, limits or fees that end on a day that is known
    differences: int  # from the official record, meant and explained
    everyday_names: int
    names_only: int
    elsewhere: int
    topics: int
    life_events: int
    offices: int
    unknown_facts: int
    unknown_to_confirm: int  # told by no source that was read
    unknown_fees: int  # set by the province, the sum not found
    unknown_units: int  # a limit whose source names no unit
    unknown_office_facts: int  # address, phone, hours and what else an office must fill in

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name, in order."""
        return asdict(self)


def take(base: KnowledgeBase) -> Inventory:
    """Count what the base holds."""
    procedures = list(base.procedures.values())

    def total(count: Callable[[Procedure], int]) -> int:
        return sum(map(count, procedures))

    confidence = Counter(procedure.confidence for procedure in procedures)
    unknown = {
        "unknown_to_confirm": total(lambda p: len(p.to_confirm)),
        "unknown_fees": total(lambda p: sum(fee.set_by == "province" for fee in p.fees)),
        "unknown_units": total(lambda p: sum(one.unit is Unit.NOT_GIVEN for one in p.limits)),
        "unknown_office_facts": sum(
            len(office.missing) + len(office.to_fill_in) for office in base.offices.values()
        )
        + sum(len(province.to_fill_in) for province in base.provinces.values()),
    }
    return Inventory(
        procedures=len(procedures),
        confidence_high=confidence[Confidence.HIGH],
        confidence_medium=confidence[Confidence.MEDIUM],
        confidence_low=confidence[Confidence.LOW],
        papers=total(lambda p: len(p.papers)),
        papers_for_some=total(lambda p: sum(bool(x.when or x.condition) for x in p.papers)),
        notes=total(lambda p: len(p.notes) + sum(map(len, p.facet_notes.values()))),
        case_questions=total(lambda p: len(p.questions)),
        cases=total(lambda p: sum(len(question.choices) for question in p.questions)),
        with_end=total(_is_ending),
        differences=total(lambda p: len(p.differences)),
        everyday_names=total(lambda p: len(p.everyday_names)),
        names_only=len(base.names),
        elsewhere=len(base.elsewhere),
        topics=len(base.topics),
        life_events=len(base.life_events),
        offices=len(base.offices),
        unknown_facts=sum(unknown.values()),
        **unknown,
    )


def _is_ending(procedure: Procedure) -> int:
    parts = (procedure, *procedure.limits, *procedure.fees)
    return any(part.valid_to is not None for part in parts)
