"""What happened to a family is answered with all that follows, in order; a matter with its own."""

import pytest
from pydantic import ValidationError

from knowledge.life_event import LifeEvent
from tests.tables import Say

LINKED_FIRST = {"sinh_con": "3.000722", "nguoi_than_mat": "2.002913"}


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ("sinh con", "sinh_con"),
        ("vợ em mới đẻ con thì phải làm những giấy tờ gì", "sinh_con"),
        ("vo em moi sinh em be can lam gi", "sinh_con"),
        ("nhà em sắp có em bé", "sinh_con"),
        ("vợ em mới đẻ", "sinh_con"),
        ("nhà em vừa thêm người", "sinh_con"),
        ("ông cụ nhà em đi hôm kia rồi", "nguoi_than_mat"),
        ("ong cu nha em di hom kia roi gio phai lam gi", "nguoi_than_mat"),
        ("con dâu tôi vừa sinh thì cần làm những gì", "sinh_con"),
        ("người thân mất", "nguoi_than_mat"),
        ("bố em mới mất", "nguoi_than_mat"),
        ("nha em co tang phai lam nhung giay to gi", "nguoi_than_mat"),
        ("cưới", "cuoi"),
        ("hai đứa em sắp cưới thì cần làm những gì ạ", "cuoi"),
        ("mua đất", "mua_dat"),
        ("ban dat thi lam tu dau", "mua_dat"),
        ("xây nhà", "xay_nha"),
        ("em muốn làm nhà thì phải làm những giấy tờ gì", "xay_nha"),
        ("mở quán", "mo_quan"),
        ("em muon mo quan nuoc", "mo_quan"),
        ("chuyển nhà", "chuyen_nha"),
        ("chuyển nhà thì phải làm các thủ tục gì", "chuyen_nha"),
        ("đi nghĩa vụ", "di_nghia_vu"),
        ("con em sắp đi nghĩa vụ quân sự", "di_nghia_vu"),
    ],
)
async def test_an_event_lists_its_procedures_in_order(
    say: Say, engine, said: str, event: str
) -> None:
    turn = await say(said)

    held = engine.desk.base.life_events[event]
    offered = [button.value.split()[1] for button in turn.reply.buttons]
    assert (said, turn.outcome.value) == (said, "answered_life_event")
    assert offered == list(held.codes)
    assert set(turn.codes) == set(held.codes)


@pytest.mark.parametrize(
    ("said", "outcome", "code"),
    [
        ("xây nhà cần giấy tờ gì", "answered_procedure", "1.013225"),
        ("cưới cần giấy tờ gì", "answered_procedure", "1.000894"),
        ("làm giấy khai sinh cho con mới đẻ", "answered_procedure", "1.001193"),
        ("mở quán mất bao nhiêu tiền", "answered_procedure", "1.001612"),
        ("tiền mai táng xin ở đâu", "clarify_topic", "1.014028"),
    ],
)
async def test_a_definite_matter_is_answered_itself(
    say: Say, said: str, outcome: str, code: str
) -> None:
    turn = await say(said)

    assert (turn.outcome.value, turn.codes[0]) == (outcome, code)


async def test_a_number_takes_the_procedure_of_its_line(say: Say) -> None:
    listed = await say("sinh con")

    turn = await say("2")

    assert turn.codes == (listed.reply.buttons[1].value.split()[1],)
    assert turn.outcome.value == "answered_procedure"


@pytest.mark.parametrize(("event", "code"), LINKED_FIRST.items())
def test_a_linked_group_stands_first(knowledge_base, event: str, code: str) -> None:
    assert knowledge_base.life_events[event].codes[0] == code


def test_the_events_of_the_client_are_there(knowledge_base) -> None:
    assert set(knowledge_base.life_events) >= {
        "sinh_con", "nguoi_than_mat", "cuoi", "mua_dat", "xay_nha", "mo_quan", "chuyen_nha",
        "di_nghia_vu",
    }  # fmt: skip


def test_the_main_procedure_is_one_of_the_steps(knowledge_base) -> None:
    event = knowledge_base.life_events["cuoi"]

    with pytest.raises(ValidationError, match="is no step"):
        LifeEvent.model_validate({**event.model_dump(), "main": "9.999999"})


async def test_building_permits_end_no_subscription(say: Say) -> None:
    """ "Xây dựng nhận" without marks reads like "dừng nhắn"."""
    turn = await say("gpxd nha rieng le la trung tam xa nhan hay so xay dung nhan")

    assert turn.outcome.value != "answered_unsubscribed"
