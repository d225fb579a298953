"""The report counts every trap, by records and by places."""

from official import method, record

from knowledge.importers.convert import Lack
from knowledge.importers.report import convert_all, report, with_strangers
from knowledge.importers.traps import Known, Trap

STEPS = "Người sử dụng đất nộp hồ sơ về việc tặng cho quyền sử dụng đất. " * 4


def test_a_trap_is_counted_by_records_and_by_places():
    bare = (method(time="1"), method("Trực tuyến", "1"))
    records = [record(methods=bare), record(code="1.000002"), record(code="1.000003", papers=())]

    found = report(list(convert_all(records, Known())))

    counts = {one.trap: (one.records, one.findings) for one in found.traps}
    assert (found.records, found.drafts, found.lacks) == (3, 2, {Lack.NO_PAPERS: 1})
    assert counts[Trap.MISSING_UNIT] == (1, 2)
    assert counts[Trap.FEE_IN_DOLLARS] == (0, 0)
    assert set(counts) == set(Trap)


def test_examples_are_of_different_records():
    records = [record(code=f"1.00000{n}", methods=(method(time="1"),) * 2) for n in range(5)]

    found = report(list(convert_all(records, Known())))

    (examples,) = (one.examples for one in found.traps if one.trap is Trap.MISSING_UNIT)
    assert [one.code for one in examples] == ["1.000000", "1.000001", "1.000002"]


def test_a_page_under_two_codes_is_refused_once():
    records = [
        record(name="Tặng cho quyền sử dụng đất", steps=STEPS),
        record(code="1.000002", name="Xác định ranh giới rừng phòng hộ", steps=STEPS),
    ]

    found = report(list(convert_all(records, with_strangers(Known(), records))))

    assert [(one.code, one.said) for one in found.refused] == [("1.000002", "1.000001")]
    assert found.as_dict()["refused"] == [
        {"code": "1.000002", "where": "steps", "said": "1.000001"}
    ]
