"""What is asked for most: time, fee and handler as the law and the portal have them.

Every row was copied from the research of 22 November 2026 (the forty most asked), not from our own
files. `wd` are working days, `d` days; a second figure is for a case that needs verifying.
"""

import re

import pytest

from knowledge.knowledge_base import KnowledgeBase
from knowledge.procedure import Confidence, Fee, Handler, Procedure, Unit

FREE, PROVINCE, DUES = "free", "province", "dues"

# code, limits, what is paid (đồng, or who sets it), handler if not the commune, confidence
TABLE = """
1.001193 | same day, 15:00 | free; province | | H
3.000722 | 3 wd; 5 wd | | | H
1.000689 | 3 wd; 5 wd? | province | | H
1.004772 | 5 wd | province | | M
1.004884 | 5 wd | province | | H
1.000656 | same day, 15:00; 3 wd | free | | H
2.002913 | 6 wd; 18 wd | free | | H
1.005461 | 5 wd | province | | M
1.000894 | same day; 5 wd | free | | H
2.000806 | 5 wd | province | | M
1.004873 | 3 wd | province | | H
2.000635 | same day, 15:00 | 8000 | | H
1.004859 | same day; 3 wd | province | | H
1.001022 | 3 wd | province | | H
1.004837 | 3 wd | free | | H
1.004845 | 2 wd | free | | H
2.002516 | same day | 8000 | | M
2.000815 | same day, 15:00 | 2000; 1000 | | H
2.000884 | same day | 10000 | | H
2.001035 | 2 wd | 50000 | | H
2.001019 | 2 wd | 50000 | | H
2.001016 | 2 wd | 50000 | | H
2.001406 | 2 wd | 50000 | | H
1.004222 | 7 wd | 20000; 10000 | police | H
1.004194 | 3 wd | 15000; 7000 | police | H
1.002755 | 3 wd | 15000; 7000 | police | H
1.003197 | 5 wd | free | police | H
1.010028 | 2 wd | free | police | H
1.010038 | 5 wd | 10000; 5000 | police | H
1.010041 | 1 wd; 3 wd | free | police | H
1.013314 | 2 wd | free | | H
1.014061 | 7 wd | free | police | M
1.014063 | 7 wd | 50000 | police | M
1.014064 | 7 wd | 70000 | police | M
1.001776 | 10 wd | free | | H
1.014027 | 10 wd | free | | H
1.014028 | 3 wd | free | | H
1.001731 | 3 wd | free | | H
2.002307 | 25 d | free | | M
2.002308 | | free | | M
1.014359 | 12 d | free | | M
1.010824 | 19 d; 24 d | free | | M
1.001699 | 25 d | free | | H
1.001653 | 5 wd | free | | H
1.011606 | | free | | M
1.011607 | 15 d | free | | M
1.013978 | 20 wd, +10 | province; dues | | H
1.013831 | 8 wd, +10 | province; dues | land_office | M
1.012784 | 12 wd, +10 | province | land_office | H
1.012812 | 30 d, +10 | free | | H
1.001612 | 3 wd | province | | M
2.000720 | 3 wd | province | | M
1.001570 | 3 wd | province? | | M
1.001266 | 3 wd | province? | | M
1.013225 | 7 wd; 10 wd | province | | M
1.013133 | 1 d? | free | military | H
"""

ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in TABLE.strip().splitlines()]
UNITS = {"wd": {Unit.WORKING_DAY}, "d": {Unit.DAY, Unit.WORKING_DAY}}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_no_row_contradicts_what_was_found(knowledge_base: KnowledgeBase, row: tuple) -> None:
    code, limits, fees, handler, confidence = row
    held = knowledge_base.procedures[code]

    for limit in filter(None, re.split(r"[;,] ", limits)):
        assert _limit_stands(held, limit), f"{code} lacks the limit {limit!r}"
    for fee in filter(None, fees.split("; ")):
        assert _fee_stands(held, fee), f"{code} lacks the fee {fee!r}"
    assert held.handler is (Handler(handler) if handler else Handler.COMMUNE)
    if confidence == "M":
        assert held.confidence is not Confidence.HIGH or held.to_confirm or held.differences


def _limit_stands(held: Procedure, limit: str) -> bool:
    if limit.endswith("?"):
        return True  # the sources differ: the file says which one it follows
    if limit == "15:00":
        return held.cutoff_15h
    if limit == "same day":
        return any(one.unit is Unit.SAME_DAY for one in held.limits)
    if limit.startswith("+"):
        return held.mountain_extra is not None and held.mountain_extra.amount == int(limit)
    amount, unit = limit.split()
    return any(one.amount == int(amount) and one.unit in UNITS[unit] for one in held.limits)


def _fee_stands(held: Procedure, fee: str) -> bool:
    if fee.endswith("?"):
        return not any(one.amount == 0 and one.set_by == "law" for one in held.fees)
    if fee == FREE:
        return any(_is_free(one) for one in held.fees)
    if fee == PROVINCE:
        return any(one.set_by == "province" for one in held.fees)
    if fee == DUES:
        return any(one.set_by == "assessment" for one in held.fees)
    return any(one.amount == int(fee) for one in held.fees)


def _is_free(fee: Fee) -> bool:
    return fee.set_by == "law" and fee.amount == 0


def test_a_fee_of_the_province_is_never_a_sum(knowledge_base: KnowledgeBase) -> None:
    """ "0 VND" beside "do HĐND tỉnh quy định" is not free (45 commune procedures)."""
    left_to_the_province = {row[0] for row in ROWS if row[2] == PROVINCE}

    free = {
        code
        for code in left_to_the_province
        if any(map(_is_free, knowledge_base.procedures[code].fees))
    }
    assert free == set()


def test_at_least_150_procedures_are_held_in_full(knowledge_base: KnowledgeBase) -> None:
    assert len(knowledge_base.procedures) >= 150


def test_at_least_25_matters_of_other_bodies_are_known(knowledge_base: KnowledgeBase) -> None:
    assert len(knowledge_base.elsewhere) >= 25
