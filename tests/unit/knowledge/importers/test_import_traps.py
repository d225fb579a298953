"""One minimal record for each trap, and one without any."""

import pytest
from official import PAPER, method, paper, record

from knowledge.importers.traps import TRAPS, Finding, Known, Trap, find, read

CLEAN = record()

EXAMPLES = {
    Trap.OTHER_PAGE: (record(named_codes=("1.000002",)), "code", "1.000002"),
    Trap.RENUMBERED: (record(code="1.000009"), "code", "3.000001"),
    Trap.ABOLISHED_BODY: (
        record(bodies=("Công an cấp huyện",)),
        "body",
        "Công an cấp huyện",
    ),
    Trap.MISSING_PAPERS: (record(papers=()), "papers", ""),
    Trap.NOTE_AMONG_PAPERS: (
        record(papers=(PAPER, paper("Mang bản chính", 0))),
        "papers 2",
        "Mang bản chính",
    ),
    Trap.PAPERS_BY_CASE: (
        record(papers=(paper("Giấy", case="Trường hợp cấp lại"),)),
        "papers",
        "Trường hợp cấp lại",
    ),
    Trap.MISSING_UNIT: (record(methods=(method(time="1"),)), "way 1", "1"),
    Trap.MISSING_LIMIT: (record(methods=(method(time=""),)), "way 1", ""),
    Trap.UNREADABLE_LIMIT: (record(methods=(method(time="7.5 ngày"),)), "way 1", "7.5 ngày"),
    Trap.LIMIT_BY_CHANNEL: (
        record(methods=(method(time="17 Ngày"), method("Trực tuyến", "27 Ngày"))),
        "ways",
        "Trực tiếp: 17 Ngày; Trực tuyến: 27 Ngày",
    ),
    Trap.ZERO_FEE_OF_PROVINCE: (
        record(methods=(method(fee="0 đồng (do HĐND tỉnh quy định)"),)),
        "fee 1",
        "0 đồng (do HĐND tỉnh quy định)",
    ),
    Trap.ZERO_FEE_WITH_WORDS: (
        record(methods=(method(fee="0 đồng (150.000 đồng/hồ sơ)"),)),
        "fee 1",
        "0 đồng (150.000 đồng/hồ sơ)",
    ),
    Trap.FEE_OUT_BY_THOUSAND: (record(methods=(method(fee="40 VND"),)), "fee 1", "40 VND"),
    Trap.FEE_IN_DOLLARS: (record(methods=(method(fee="10 USD"),)), "fee 1", "10 USD"),
    Trap.FEE_WITHOUT_SUM: (
        record(methods=(method(fee="Phí: (chi tiết tại biểu phí)"),)),
        "fee 1",
        "Phí: (chi tiết tại biểu phí)",
    ),
    Trap.MISSING_FEE: (record(methods=(method(fee=""),)), "ways", ""),
}

KNOWN = Known(renumbered={"1.000009": "3.000001"})


def test_a_sound_record_holds_no_trap():
    assert find(read(CLEAN), KNOWN) == ()


@pytest.mark.parametrize("trap", Trap)
def test_each_trap_is_found_where_it_stands_and_no_other(trap):
    example, where, said = EXAMPLES[trap]

    assert find(read(example), KNOWN) == (Finding(example.code, trap, where, said),)


def test_every_trap_has_a_function_that_names_its_rule():
    assert set(TRAPS) == set(Trap)
    assert all(look.__doc__ for look in TRAPS.values())


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Tư pháp",
        "Ủy ban nhân dân cấp huyện",
        "Uỷ ban nhân dân huyện Mèo Vạc",
        "Phòng Nội vụ huyện",
        "nộp tại cơ quan đăng ký cấp huyện",
    ],
)
def test_district_bodies_are_found_in_the_text_too(text):
    (found,) = find(read(record(steps=text)), KNOWN)

    assert (found.trap, found.where) == (Trap.ABOLISHED_BODY, "text")


@pytest.mark.parametrize("text", ["người trong huyện đảo kể lại", "quận chúa", "Phòng Y tế trường"])
def test_other_words_are_no_district_body(text):
    assert find(read(record(steps=text)), KNOWN) == ()


def test_a_name_quite_unlike_the_catalogues_is_another_page():
    known = Known(names={"1.000001": "Cấp giấy phép khai thác khoáng sản"})

    (found,) = find(read(CLEAN), known)

    assert (found.trap, found.where) == (Trap.OTHER_PAGE, "name")


def test_a_renamed_procedure_keeps_its_page():
    """The 2026 catalogue renamed "Thừa phát lại" everywhere; the codes stayed."""
    known = Known(names={"1.000001": "Bổ nhiệm Thừa hành viên"})

    assert find(read(record(name="Bổ nhiệm Thừa phát lại")), known) == ()


def test_a_page_that_stands_under_two_codes_is_told():
    known = Known(strangers={"1.000001": "1.000002"})

    assert find(read(CLEAN), known) == (Finding("1.000001", Trap.OTHER_PAGE, "steps", "1.000002"),)
