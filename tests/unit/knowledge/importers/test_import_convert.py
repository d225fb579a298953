"""Records become drafts, or stay names with the reason."""

from datetime import date

import pytest
from official import METHOD, PAPER, method, paper, record

from knowledge.facets import Facet
from knowledge.importers.convert import Lack, convert, name_only
from knowledge.importers.traps import Known
from knowledge.procedure import Confidence, Handler, Unit, Way

KNOWN = Known()


def draft(**changes):
    procedure = convert(record(**changes), KNOWN).procedure
    assert procedure is not None
    return procedure


def test_a_record_becomes_a_draft_of_low_confidence():
    procedure = draft(name="Thủ tục đăng ký việc thử")

    assert procedure.short_name == "đăng ký việc thử"
    assert procedure.handler is Handler.COMMUNE
    assert procedure.confidence is Confidence.LOW
    assert procedure.checked_on == date(2026, 7, 18)
    assert procedure.source == "Cổng thử"
    assert procedure.steps == ("Nộp hồ sơ.", "Nhận kết quả.")
    assert procedure.filing.ways == (Way.IN_PERSON,)
    assert procedure.to_confirm == ()


def test_each_trap_is_to_be_confirmed_once():
    methods = (method(time="1"), method("Trực tuyến", "1"))

    procedure = draft(methods=methods, papers=(PAPER, paper("Lời dặn", 0)))

    assert procedure.limits[0].unit is Unit.NOT_GIVEN
    assert procedure.notes == ("Lời dặn",)
    assert len(procedure.to_confirm) == 2
    assert "không có đơn vị" in procedure.to_confirm[1]


def test_a_new_code_is_named():
    known = Known(renumbered={"1.000001": "3.000001"})

    procedure = convert(record(), known).procedure

    assert "3.000001" in procedure.to_confirm[0]


def test_what_is_blank_is_said_to_be_blank():
    procedure = draft(target="", result="", legal_basis=(), steps="", bodies=(), level="")

    assert {procedure.who, procedure.result, procedure.filing.place, *procedure.steps} == {
        "nguồn không ghi"
    }


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"has_details": False}, Lack.NO_DETAILS),
        ({"named_codes": ("1.000002",)}, Lack.OTHER_PAGE),
        ({"papers": ()}, Lack.NO_PAPERS),
        ({"papers": (paper("Lời dặn", 0),)}, Lack.NO_PAPERS),
        ({"methods": (method(time=""),)}, Lack.NO_LIMIT),
        ({"methods": (method(fee=""),)}, Lack.NO_FEE),
        ({"methods": (method(fee="40 VND"),)}, Lack.NO_FEE),
        ({"methods": (method("Qua đài"),)}, Lack.NO_WAY),
        ({"crawled": None}, Lack.NO_DAY),
        (
            {"papers": tuple(paper("Giấy", case=f"Trường hợp thứ {n}") for n in range(21))},
            Lack.TOO_MANY_CASES,
        ),
    ],
)
def test_what_a_citizen_could_miss_makes_no_draft(changes, lack):
    converted = convert(record(**changes), KNOWN)

    assert (converted.procedure, converted.lack) == (None, lack)


def test_twenty_cases_are_still_a_draft():
    papers = tuple(paper("Giấy", case=f"Trường hợp thứ {n}") for n in range(20))

    assert len(draft(papers=papers).questions[0].choices) == 20


def test_a_private_matter_stays_private():
    known = Known(sensitive_fields=("ho tich",))

    assert convert(record(), known).procedure.sensitive


def test_remarks_beside_the_ways_are_told_with_the_limit():
    procedure = draft(methods=(method(note="7 ngày với nhà ở"), METHOD))

    assert procedure.facet_notes == {Facet.TIME: ("7 ngày với nhà ở",)}


def test_a_district_body_is_not_named_as_the_place():
    procedure = draft(bodies=("Công an cấp huyện",))

    assert "huyện" not in procedure.filing.place


def test_a_name_is_kept_of_any_record():
    known = name_only(record(papers=(), methods=()))

    assert (known.code, known.name, known.handler) == (
        "1.000001",
        "Đăng ký việc thử",
        Handler.COMMUNE,
    )
