"""Ours beside the official record: what differs, and what is explained."""

import pytest
from official import method, paper, record

from knowledge.facets import Facet
from knowledge.importers.comparison import Deviation, Verdict, compare, compare_all
from knowledge.importers.convert import convert
from knowledge.importers.traps import Known
from knowledge.procedure import Difference, Fee, Handler, Paper, Part, TimeLimit, Unit, Way

RECORD = record(
    papers=(
        paper("Tờ khai đăng ký việc thử theo mẫu ban hành kèm theo Thông tư 1/2026"),
        paper("Giấy chứng sinh do cơ sở khám bệnh, chữa bệnh cấp theo quy định"),
    )
)
OURS = convert(RECORD, Known()).procedure


def ours(*why, **changes):
    differences = tuple(Difference(part=part, why="vì vậy") for part in why)
    return OURS.model_copy(update={"differences": differences, **changes})


def parts(procedure, official=RECORD):
    return [(one.part, one.verdict) for one in compare(procedure, official)]


def test_what_the_record_says_differs_in_nothing():
    assert parts(ours()) == []


SAME_DAY = (TimeLimit(unit=Unit.SAME_DAY),)
CHANGES = {
    Part.NAME: {"name": "Tên khác hẳn"},
    Part.HANDLER: {"handler": Handler.POLICE},
    Part.PAPERS: {"papers": (OURS.papers[0],)},
    Part.TIME: {"limits": SAME_DAY},
    Part.FEE: {"fees": (Fee(name="Phí", set_by="province"),)},
    Part.WAYS: {"filing": OURS.filing.model_copy(update={"ways": (Way.ONLINE,)})},
}


@pytest.mark.parametrize("part", Part)
def test_each_part_that_differs_needs_its_reason(part):
    assert parts(ours(**CHANGES[part])) == [(part, Verdict.UNEXPLAINED)]
    assert parts(ours(part, **CHANGES[part])) == [(part, Verdict.MEANT)]


@pytest.mark.parametrize("part", Part)
def test_a_reason_where_nothing_differs_is_stale(part):
    assert parts(ours(part)) == [(part, Verdict.STALE)]


def test_both_sides_are_told():
    (found,) = compare(ours(limits=SAME_DAY), RECORD)

    assert found == Deviation(
        OURS.code, Part.TIME, Verdict.UNEXPLAINED, "same_day", "3 working_day"
    )


def test_plain_wording_of_a_paper_is_no_difference():
    plain = (
        Paper(id="a", name="Tờ khai (có mẫu tại nơi nộp)", action="form", originals=1),
        Paper(id="b", name="Giấy chứng sinh của trạm y tế", action="hand_in", originals=1),
    )

    assert parts(ours(papers=plain)) == []
    assert parts(ours(Part.PAPERS, papers=plain)) == [(Part.PAPERS, Verdict.MEANT)]


def test_a_paper_that_we_tell_in_a_note_is_told():
    notes = {Facet.WHO: ("Có giấy chứng sinh của cơ sở khám bệnh thì mang theo.",)}

    assert parts(ours(papers=(OURS.papers[0],), facet_notes=notes)) == []


def test_a_paper_of_ours_that_nobody_asks_for_is_named():
    extra = Paper(id="x", name="Sổ hộ khẩu photo", action="hand_in", copies=1)

    (found,) = compare(ours(papers=(*OURS.papers, extra)), RECORD)

    assert (found.part, found.ours, found.theirs) == (Part.PAPERS, "Sổ hộ khẩu photo", "")


def test_a_unit_that_the_record_does_not_print_has_to_be_explained():
    official = record(papers=RECORD.papers, methods=(method(time="3"),))

    assert parts(ours(), official) == [(Part.TIME, Verdict.UNEXPLAINED)]


def test_zero_of_the_province_read_as_such_may_be_explained_and_need_not():
    official = record(papers=RECORD.papers, methods=(method(fee="0 đồng (do HĐND tỉnh quy định)"),))
    fees = (Fee(name="Lệ phí", set_by="province"),)

    assert parts(ours(fees=fees), official) == []
    assert parts(ours(Part.FEE, fees=fees), official) == [(Part.FEE, Verdict.MEANT)]


def test_a_sum_that_may_not_be_taken_has_to_be_explained():
    official = record(papers=RECORD.papers, methods=(method(fee="40 VND"),))

    (found,) = compare(ours(), official)

    assert (found.part, found.theirs) == (Part.FEE, "out_by_thousand")


def test_only_procedures_with_a_full_record_are_compared():
    catalogue = record(has_details=False, name="Tên khác")

    assert list(compare_all([ours(name="Tên lạ hoắc")], {OURS.code: catalogue})) == []
    assert list(compare_all([ours()], {})) == []
    assert [one.is_problem for one in compare_all([ours(Part.WAYS)], {OURS.code: RECORD})] == [True]
