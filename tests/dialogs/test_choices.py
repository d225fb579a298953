"""What stands below a reply: pressed, numbered, said in words, and left alone."""

import pytest

from bot.messages import Attachment

BIRTH = "1.001193"


def labels(turn) -> list[str]:
    """Return the labels of the choices on offer."""
    return [button.label for button in turn.reply.buttons]


async def test_a_press_does_what_the_button_says(say):
    turn = await say("đăng ký khai sinh cần gì")
    fee = next(button for button in turn.reply.buttons if button.label == "Lệ phí")

    pressed = await say(pressed=fee.value)

    assert pressed.codes == (BIRTH,)
    assert [facet.value for facet in pressed.facets] == ["fee"]


async def test_an_old_button_still_works_after_another_subject(say):
    first = await say("đăng ký khai sinh cần gì")
    await say("đăng ký kết hôn")

    pressed = await say(pressed=first.reply.buttons[-1].value)

    assert pressed.codes == (BIRTH,)
    assert pressed.outcome.value == "answered_details"


async def test_a_press_that_arrives_as_text_works_the_same(say):
    turn = await say("@hoi 1.001193 fee")

    assert turn.codes == (BIRTH,)


async def test_a_button_of_an_unknown_procedure_is_not_ours(say):
    turn = await say("@hoi 9.999999")

    assert turn.outcome.family in {"unanswerable", "clarify"}


async def test_notes_stand_under_details_only(say, knowledge_base):
    note = knowledge_base.procedures[BIRTH].notes[0]

    papers = await say("đăng ký khai sinh cần giấy tờ gì")
    details = await say("chi tiết")

    assert note not in papers.reply.text
    assert note in details.reply.text


async def test_the_case_question_leads_to_this_persons_papers(say):
    await say("đăng ký khai sinh cần giấy tờ gì")

    at_home = await say("3")

    assert "Giấy chứng sinh" not in at_home.reply.text
    assert "cam đoan" in at_home.reply.text


async def test_case_answers_add_up(say):
    await say("đăng ký khai sinh cần giấy tờ gì")
    await say("Ở nhà, không ai làm chứng")

    turn = await say("Người khác được ủy quyền")

    assert "cam đoan" in turn.reply.text
    assert "ủy quyền" in turn.reply.text.lower()


async def test_a_case_that_is_none_changes_nothing(say):
    turn = await say("@ca 1.001193 nothing=else")

    assert turn.outcome.value == "answered_procedure"
    assert turn.session.cases == ()


async def test_details_of_a_procedure_known_by_name_are_its_name(say):
    turn = await say("@chi-tiet 3.000283")

    assert turn.outcome.value == "answered_name_only"


@pytest.mark.parametrize(
    "words",
    ["số 2", "cái thứ hai", "chọn 2", "em chọn số 2 ạ", "2", "hai"],
)
async def test_a_choice_is_taken_by_its_number_in_words(say, words):
    await say("mất giấy khai sinh")

    turn = await say(words)

    assert turn.codes == ("1.004884",)


async def test_a_choice_is_taken_by_its_label_without_marks(say):
    await say("mất giấy khai sinh")

    turn = await say("mat ca so, dang ky lai")

    assert turn.codes == ("1.004884",)


async def test_the_facets_not_asked_are_offered(say):
    turn = await say("đăng ký kết hôn lệ phí bao nhiêu")

    assert "Giấy tờ cần có" in labels(turn)
    assert "Lệ phí" not in labels(turn)
    assert len(labels(turn)) <= 7


async def test_asking_back_offers_at_most_four(say):
    for text in ("thủ tục hộ tịch", "thủ tục đất đai", "tiền mai táng", "mất giấy khai sinh"):
        turn = await say(text)

        assert (text, turn.outcome.family) == (text, "clarify")
        assert 2 <= len(labels(turn)) <= 4


async def test_the_button_for_a_code_asks_for_it(say):
    turn = await say(pressed="@ma")

    assert turn.outcome.value == "clarify_code"
    assert turn.session.expects_code


async def test_danger_beside_a_matter_names_the_number_first(say):
    turn = await say("mẹ em bất tỉnh, em cần làm giấy khai sinh")

    assert "115" in turn.reply.text
    assert labels(turn) == ["đăng ký khai sinh"]


async def test_two_wishes_are_both_answered(say):
    turn = await say("đăng ký kết hôn cần giấy tờ gì; khai tử mất bao lâu?")

    assert turn.codes == ("1.000894", "1.000656")
    assert [facet.value for facet in turn.facets] == ["documents", "time"]
    assert turn.reply.text.count("Nguồn: ") == 2


async def test_commas_part_wishes_that_each_ask_something(say):
    turn = await say("khai sinh bao lâu, kết hôn mất bao nhiêu tiền, làm sổ đỏ lần đầu nộp ở đâu")

    assert turn.codes == ("1.001193", "1.000894", "1.013978")


async def test_a_comma_after_a_story_parts_nothing(say):
    turn = await say("mẹ em mất tuần trước, em muốn làm giấy khai tử, cần gì")

    assert turn.codes == ("1.000656",)


async def test_one_of_two_wishes_may_be_known_by_name_only(say):
    turn = await say("khóa vneid cần giấy tờ gì còn đăng ký kết hôn mất bao lâu")

    assert turn.codes == ("3.000283", "1.000894")
    assert "Có thủ tục này" in turn.reply.text


async def test_a_photo_without_words_is_refused_kindly(say):
    turn = await say(attachments=(Attachment(kind="photo"),))

    assert turn.outcome.value == "unanswerable_photo"
    assert "căn cước" in turn.reply.text


async def test_a_photo_with_words_is_answered_by_its_words(say):
    turn = await say("khai sinh cần gì", attachments=(Attachment(kind="photo"),))

    assert turn.codes == (BIRTH,)
