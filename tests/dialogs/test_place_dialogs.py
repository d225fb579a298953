"""What became of a place, and where its people go; a matter beside a place stays the matter."""

import pytest

from tests.tables import Say


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("xã Sủng Trà giờ thuộc xã nào", "xã Sủng Máng"),
        ("tôi ở Pải Lủng thì đến đâu làm giấy tờ", "xã Đồng Văn"),
        ("thị trấn Mèo Vạc giờ là gì", "xã Mèo Vạc"),
        ("huyện Mèo Vạc còn không", "Niêm Sơn"),
        ("pa vy nay ve dau", "xã Mèo Vạc"),
        ("tinh ha giang gio la tinh nao", "tỉnh Tuyên Quang"),
        ("xã Xín Cái sáp nhập vào đâu", "xã Sơn Vĩ"),
    ],
)
async def test_an_old_place_is_told_with_where_to_go(say: Say, said: str, told: str) -> None:
    turn = await say(said)

    assert (said, turn.outcome.value) == (said, "answered_place")
    assert told in turn.reply.text


async def test_of_two_places_one_is_chosen_by_number(say: Say) -> None:
    asked = await say("Tả Lủng nay về đâu")
    told = await say("2")

    assert asked.outcome.value == "clarify_place"
    assert [button.label for button in asked.reply.buttons] == [
        "Xã Tả Lủng, Huyện Đồng Văn", "Xã Tả Lủng, Huyện Mèo Vạc",
    ]  # fmt: skip
    assert told.outcome.value == "answered_place"
    assert "xã Mèo Vạc" in told.reply.text


async def test_a_name_all_over_the_country_is_asked_back_in_words(say: Say) -> None:
    turn = await say("xã Hòa Bình nay thuộc xã nào")

    assert turn.outcome.value == "clarify_place"
    assert "tỉnh cũ" in turn.reply.text


async def test_a_place_that_nobody_knows_is_said_to_be_unknown(say: Say) -> None:
    turn = await say("xã Abcxyz nay về đâu")

    assert turn.outcome.value == "unanswerable_place"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("tôi ở Sủng Trà muốn làm khai sinh", "answered_procedure"),
        ("nộp khai sinh ở đâu", "answered_procedure"),
        ("người Pải Lủng làm giấy kết hôn thì đến đâu nộp", "answered_procedure"),
        ("@noi 99999", "clarify_subject"),
        ("ủy ban xã ở đâu", "answered_office"),
    ],
)
async def test_what_is_not_about_a_place_is_answered_itself(
    say: Say, said: str, outcome: str
) -> None:
    turn = await say(said)

    if said.startswith("@"):
        assert turn.outcome.family != "answered"
    else:
        assert (said, turn.outcome.value) == (said, outcome)


async def test_an_office_that_told_its_place_is_named_with_it(say: Say, engine) -> None:
    base = engine.desk.base
    office = base.offices["sung_mang"].model_copy(
        update={"address": "thôn Sủng Máng", "phone": "0219 3999 999"}
    )
    base.offices["sung_mang"], before = office, base.offices["sung_mang"]

    turn = await say("xã Sủng Trà giờ thuộc xã nào")

    base.offices["sung_mang"] = before
    assert "thôn Sủng Máng, điện thoại 0219 3999 999" in turn.reply.text
