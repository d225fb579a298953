"""Every template renders with real values, and says what it must say."""

import unicodedata
from datetime import UTC, datetime

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.compose import procedure_text
from bot.conversation.desk import Desk
from bot.memory import memory_ports
from bot.messages import Address
from bot.ports import StoredQuestion
from bot.texts import Texts, day, moment, money
from dossiers.disclosure import PublicView
from dossiers.dossier import Status
from knowledge.facets import Facet
from knowledge.office import OpeningHours

TEXTS = Texts()
RECEIVED = datetime(2026, 11, 16, 18, 30, tzinfo=UTC)  # the 17th in Viet Nam


@pytest.fixture
def texts() -> Texts:
    """Return the Vietnamese texts."""
    return Texts()


@pytest.fixture
def office(knowledge_base):
    """Return the example office, its unknown facts unknown."""
    return knowledge_base.offices["meo_vac"]


@pytest.fixture
def desk(knowledge_base, matcher, texts, office) -> Desk:
    """Return the desk over the shipped knowledge base."""
    return Desk(
        base=knowledge_base, matcher=matcher, texts=texts, office=office, ports=memory_ports()
    )


def view(**changes: object) -> PublicView:
    """Return what is shown of a dossier in progress."""
    fields: dict[str, object] = {
        "code": "H22.38.9-261116-0001",
        "status": Status.IN_PROGRESS,
        "status_label": None,
        "procedure_code": "1.001193",
        "procedure_name": "đăng ký khai sinh",
        "received_at": RECEIVED,
        "due_at": datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        "is_overdue": False,
        "returned_at": None,
        "told_at": RECEIVED,
    }
    return PublicView(**{**fields, **changes})  # type: ignore[arg-type]


def test_every_facet_of_every_procedure_is_worded(desk, knowledge_base):
    for procedure in knowledge_base.procedures.values():
        for facet in Facet:
            text = procedure_text(desk, procedure, [facet], {})

            assert procedure.code in text
            assert "Nguồn: " in text.splitlines()[-1] or "Nguồn: " in text.splitlines()[-2]


@pytest.mark.parametrize(
    ("code", "answers", "line"),
    [
        (
            "1.013831",
            {"how": "inherited"},
            "☐ Văn bản chia di sản, di chúc hoặc giấy tờ nhận thừa kế (1 bản chính, 1 bản sao)",
        ),
        ("1.013831", {}, "☐ Giấy chứng nhận (sổ đỏ) bản gốc"),
        ("1.013225", {}, "☐ 02 bộ bản vẽ thiết kế xây dựng"),
        ("1.001193", {}, "☐ Giấy chứng sinh do bệnh viện, trạm y tế cấp (bản chính)"),
    ],
    ids=["văn bản is no count", "the original is said", "sets are said", "one original"],
)
def test_how_many_of_a_paper_is_said_once(desk, knowledge_base, code, answers, line):
    text = procedure_text(desk, knowledge_base.procedures[code], [Facet.DOCUMENTS], answers)

    assert line in text.splitlines()


def test_every_answer_ends_with_source_and_day(desk, knowledge_base):
    procedure = knowledge_base.procedures["1.001193"]

    text = procedure_text(desk, procedure, [Facet.FEE], {})

    last = text.splitlines()[-1]
    assert last.startswith("Nguồn: ")
    assert last.endswith("Kiểm tra ngày 22/11/2026.")


def test_a_fee_of_the_province_is_never_called_free(desk, knowledge_base):
    for procedure in knowledge_base.procedures.values():
        if any(fee.set_by == "province" for fee in procedure.fees):
            text = procedure_text(desk, procedure, [Facet.FEE], {})

            assert "Hội đồng nhân dân tỉnh" in text
            assert "miễn phí" not in text.lower()


def test_mountain_days_are_told_where_the_office_is_in_the_mountains(desk, knowledge_base):
    procedure = knowledge_base.procedures["1.013978"]

    text = procedure_text(desk, procedure, [Facet.TIME], {})

    assert "20 ngày làm việc" in text
    assert "Xã miền núi được thêm 10 ngày làm việc" in text


def test_a_dossier_is_told_on_the_clock_of_viet_nam(texts, office):
    text = texts.render("dossiers", office=office, views=[view()], unknown=[], left=0, most=3)

    assert "Ngày nhận: 17/11/2026." in text
    assert "Ngày hẹn trả: 20/11/2026." in text


@pytest.mark.parametrize("status", list(Status), ids=lambda status: status.name)
def test_every_state_has_words(texts, office, status):
    text = texts.render(
        "dossiers", office=office, views=[view(status=status)], unknown=[], left=0, most=3
    )

    assert texts.label(str(int(status)), "stages") in text


def test_an_unknown_label_is_shown_as_it_is(texts, office):
    text = texts.render(
        "dossiers",
        office=office,
        views=[view(status=None, status_label="Chờ ký số")],
        unknown=[],
        left=0,
    )

    assert "Chờ ký số" in text


def test_a_late_dossier_is_said_to_be_late(texts, office):
    text = texts.render(
        "dossiers", office=office, views=[view(is_overdue=True)], unknown=[], left=0
    )

    assert "Đã qua ngày hẹn" in text


def test_known_office_facts_are_told(texts, office):
    hours = OpeningHours(
        days=("monday", "tuesday"), morning=("07:30", "11:30"), afternoon=("13:30", "17:00")
    )
    known = office.model_copy(
        update={"phone": "0219 000 000", "address": "Tổ 1", "hours": (hours,)}
    )

    text = texts.render("office", office=known)

    assert "Điện thoại: 0219 000 000." in text
    assert "Giờ làm việc thứ Hai, thứ Ba: 07:30-11:30 và 13:30-17:00." in text
    assert "chưa được cập nhật" not in text


def test_unknown_office_facts_are_said_to_be_unknown(texts, office):
    text = texts.render("office", office=office)

    assert "Số điện thoại và giờ làm việc chưa được cập nhật" in text


def test_a_missing_value_raises(texts, office):
    with pytest.raises(jinja2.UndefinedError):
        texts.render("clarify_choice", office=office)


def test_an_unknown_label_raises(texts):
    with pytest.raises(KeyError):
        texts.label("nothing", "buttons")


def test_every_template_can_be_read_by_the_engine(texts):
    for name in texts.names():
        assert texts._environment.get_template(f"{name}.j2") is not None


@pytest.mark.parametrize(
    ("amount", "printed"), [(8000, "8.000 đồng"), (200000, "200.000 đồng"), (0, "0 đồng")]
)
def test_money_is_printed_with_points(amount, printed):
    assert money(amount) == printed


def test_moments_are_printed_on_the_clock_of_viet_nam():
    assert day(RECEIVED) == "17/11/2026"
    assert moment(RECEIVED) == "01:30 ngày 17/11/2026"


@given(st.text(min_size=1).filter(str.strip))
def test_what_a_citizen_typed_cannot_play_with_an_officers_terminal(text):
    question = StoredQuestion(
        ticket="P00001",
        address=Address(channel="web", chat="x"),
        text=text,
        reason="unanswerable_no_match",
        asked_at=datetime(2026, 11, 20, tzinfo=UTC),
    )

    listed = TEXTS.render("desk/questions", questions=[question])
    shown = TEXTS.render("desk/question", question=question)

    assert len(listed.split("\n")) == 1
    assert listed.startswith("P00001")  # and so with no sign that a spreadsheet would work out
    for char in (listed + shown).replace("\n", ""):
        assert unicodedata.category(char)[0] != "C"
