"""A receipt code alone: the stage and dates, nothing of a person, and few wrong guesses."""

import asyncio
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PERSONAL = ("Người Nộp Thử", "0988837457", "thôn Thử", "Giàng Thị Thử")


async def test_stage_and_dates_are_told(say):
    turn = await say("H22.38.9-261116-0001")

    assert "đang được giải quyết" in turn.reply.text
    assert "Ngày nhận: 16/11/2026." in turn.reply.text
    assert "Ngày hẹn trả: 24/11/2026." in turn.reply.text
    assert "Việc: Đăng ký khai sinh." in turn.reply.text


async def test_nothing_of_a_person_is_told(say):
    for number in range(1, 7):
        turn = await say(f"H22.38.9-261116-000{number}")

        assert turn.outcome.value == "answered_status"
        assert not [word for word in PERSONAL if word in turn.reply.text]


async def test_a_sensitive_procedure_is_not_named(say):
    turn = await say("H22.38.9-261116-0005")

    assert "Việc:" not in turn.reply.text
    assert "trợ cấp" not in turn.reply.text.lower()


async def test_an_unrecognised_summary_is_not_shown(say):
    turn = await say("H22.38.9-261116-0006")

    assert "Việc:" not in turn.reply.text


async def test_an_overdue_dossier_is_said_to_be_late(say):
    turn = await say("H22.38.9-261116-0004")

    assert "Đã qua ngày hẹn" in turn.reply.text


async def test_several_codes_are_answered_one_after_the_other(say):
    turn = await say("H22.38.9-261116-0001 và H22.38.9-261116-0002")

    assert "H22.38.9-261116-0001" in turn.reply.text
    assert "H22.38.9-261116-0002" in turn.reply.text


async def test_the_tenth_wrong_code_in_an_hour_is_the_last(say):
    for number in range(10):
        turn = await say(f"H22.38.9-261116-90{number:02}")
        assert turn.outcome.value == "unanswerable_unknown_code"

    refused = await say("H22.38.9-261116-9999")

    assert refused.outcome.value == "refused_too_many_codes"


async def test_a_blocked_chat_does_not_see_right_codes_either(say):
    for number in range(10):
        await say(f"H22.38.9-261116-90{number:02}")

    turn = await say("H22.38.9-261116-0001")

    assert turn.outcome.value == "refused_too_many_codes"


async def test_a_blocked_chat_may_try_again_after_an_hour(say):
    for number in range(10):
        await say(f"H22.38.9-261116-90{number:02}")

    turn = await say("H22.38.9-261116-0001", at=NOW + timedelta(minutes=61))

    assert turn.outcome.value == "answered_status"


async def test_another_chat_is_not_blocked(say):
    for number in range(10):
        await say(f"H22.38.9-261116-90{number:02}")

    turn = await say("H22.38.9-261116-0001", chat="two")

    assert turn.outcome.value == "answered_status"


async def test_a_blocked_chat_is_still_told_about_procedures(say):
    for number in range(11):
        await say(f"H22.38.9-261116-90{number:02}")

    turn = await say("đăng ký kết hôn cần gì")

    assert turn.outcome.value == "answered_procedure"


async def test_the_same_wrong_code_counts_once(say):
    for _ in range(15):
        turn = await say("H22.38.9-261116-9999")

    assert turn.outcome.value == "unanswerable_unknown_code"


async def test_many_wrong_codes_in_one_message_count_each(say):
    codes = " ".join(f"H22.38.9-261116-90{number:02}" for number in range(30))
    for _ in range(4):
        turn = await say(codes)

    assert turn.outcome.value in {"unanswerable_unknown_code", "refused_too_many_codes"}


async def test_a_question_beside_a_code_is_answered_too(say):
    turn = await say("H22.38.9-261116-0001 đến đâu rồi, với cả đăng ký kết hôn cần giấy tờ gì")

    assert "đang được giải quyết" in turn.reply.text
    assert "ĐĂNG KÝ KẾT HÔN" in turn.reply.text


async def test_codes_beyond_the_third_are_said_to_be_left(say):
    codes = " ".join(f"H22.38.9-261116-000{number}" for number in range(1, 6))

    turn = await say(codes)

    assert "gửi tiếp 2 mã còn lại" in turn.reply.text


async def test_the_end_of_a_code_is_told_to_lack_its_beginning(say):
    await say("hồ sơ của tôi đến đâu rồi")

    turn = await say("261116-0001")

    assert turn.outcome.value == "clarify_code_typing"
    assert "thiếu phần đầu" in turn.reply.text


async def test_a_burst_of_wrong_codes_does_not_slip_past_the_limit(say):
    codes = [f"H22.38.9-261116-90{number:02}" for number in range(40)]

    turns = await asyncio.gather(*(say(code) for code in codes))

    outcomes = [turn.outcome.value for turn in turns]
    assert outcomes.count("unanswerable_unknown_code") == 10
    assert outcomes.count("refused_too_many_codes") == 30


async def test_a_chat_blocked_for_the_day_is_told_so(say):
    for hour in range(3):
        for number in range(10):
            at = NOW + timedelta(minutes=61 * hour)
            await say(f"H22.38.9-261116-9{hour}{number:02}", at=at)

    turn = await say("H22.38.9-261116-0001", at=NOW + timedelta(minutes=61 * 3))

    assert turn.outcome.value == "refused_too_many_codes"
    assert "vào ngày mai" in turn.reply.text
