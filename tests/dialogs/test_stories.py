"""Stories and talks: what is told around a matter, and what goes on from the turn before."""

import pytest

from bot.conversation.outcome import Outcome
from knowledge.facets import Facet

BIRTH, DEATH, MARRIAGE, LAND_QUARREL = "1.001193", "1.000656", "1.000894", "1.012812"
POLICE, MEDICAL = "113", "115"

THREAT = (
    "hàng xóm dọa chém chồng em vì tranh chấp đất, "
    "em muốn xin hòa giải tranh chấp đất đai thì cần giấy tờ gì"
)


async def test_a_long_story_of_danger_that_asks_for_papers_gets_the_number_first(say):
    turn = await say(THREAT)

    assert turn.codes == (LAND_QUARREL,)
    assert Facet.DOCUMENTS in turn.facets
    assert turn.reply.text.index(POLICE) < turn.reply.text.index("Giấy tờ cần có")


async def test_a_talk_goes_on_about_the_papers_below_the_number(say):
    await say(THREAT)

    turn = await say("thế lệ phí?")

    assert turn.codes == (LAND_QUARREL,)
    assert POLICE not in turn.reply.text


@pytest.mark.parametrize(
    "text",
    [
        "hàng xóm dọa chém, hòa giải đất cần gì",
        "chồng em đánh em, tạm trú cần gì",
        "kết hôn cần gì, à mà chồng em hay đánh em",
    ],
)
async def test_a_short_cry_gets_the_number_alone_whatever_it_asks(say, text):
    turn = await say(text)

    assert turn.outcome is Outcome.ELSEWHERE_EMERGENCY
    assert "Giấy tờ cần có" not in turn.reply.text


@pytest.mark.parametrize(
    "text",
    [
        "em muốn tự tử vì khổ quá, nếu em chết thì con em có được hưởng tiền mai táng phí không, "
        "cần giấy tờ gì",
        "hàng xóm dọa giết cả nhà em, bố em mới mất, em muốn làm khai tử cho bố thì cần giấy tờ gì "
        "nộp ở đâu",
    ],
    ids=["one's own", "another's"],
)
async def test_papers_of_a_death_never_stand_below_the_number(say, text):
    turn = await say(text)

    assert turn.outcome is Outcome.ELSEWHERE_EMERGENCY
    assert "Giấy tờ cần có" not in turn.reply.text


async def test_a_story_of_what_is_not_handed_in_yet_is_answered_though_it_says_ready(say):
    turn = await say(
        "bố em mới mất hôm qua, em muốn đi đăng ký khai tử cho bố ở xã thì bao lâu mới xong được"
    )

    assert turn.codes == (DEATH,)


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ khai sinh xong chưa",
        "em nộp hồ sơ khai sinh cho cháu từ tuần trước ở một cửa mà chưa thấy ai gọi, "
        "không biết đã xong chưa",
        "em nộp giấy khai tử cho ông rồi mà mấy hôm nay chưa thấy gì, không biết đã xong chưa ạ",
        "em gửi đơn xin đăng ký kết hôn từ hôm thứ hai tuần trước ở một cửa, giờ xong chưa hay "
        "phải chờ tiếp",
    ],
    ids=["short", "a birth", "a death", "a wedding"],
)
async def test_whoever_handed_papers_in_and_asks_whether_they_are_ready_means_a_dossier(say, text):
    turn = await say(text)

    assert turn.outcome is Outcome.CLARIFY_CODE


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("hôm nay trời có mưa không", Outcome.REFUSED_NOT_OURS),
        ("làm cho em bài thơ", Outcome.REFUSED_NOT_OURS),
        ("giá vàng hôm nay bao nhiêu", Outcome.REFUSED_NOT_OURS),
        ("đồ con bot ngu", Outcome.REFUSED_RUDE),
        ("xem giúp số căn cước của hàng xóm", Outcome.REFUSED_NOT_OURS),
    ],
    ids=["the weather", "a poem", "the price of gold", "an insult", "another's data"],
)
async def test_what_is_no_offices_matter_is_declined_kindly(say, text, outcome):
    turn = await say(text)

    assert turn.outcome is outcome


@pytest.mark.parametrize("text", ["hai đứa cùng bản", "bên nhà trai xa lắm"])
async def test_few_words_about_nothing_known_tell_something_of_the_subject(say, text):
    await say("đăng ký kết hôn cần gì")

    turn = await say(text)

    assert turn.codes == (MARRIAGE,)


async def test_many_words_about_nothing_known_are_a_matter_of_their_own(say):
    await say("đăng ký kết hôn cần gì")

    turn = await say("con trâu con bò con lợn con gà con chó con mèo con vịt con ngan con ngỗng")

    assert MARRIAGE not in turn.codes


async def test_a_case_that_is_told_after_its_procedure_is_an_answer_to_it(say):
    await say("đăng ký khai sinh cần gì")

    turn = await say("cháu sinh ở nhà không ai làm chứng")

    assert turn.codes == (BIRTH,)
    assert turn.session.cases == (("born_where", "home_alone"),)


@pytest.mark.parametrize("text", ["à nhầm, đăng ký khai tử", "a nham, dang ky khai tu"])
async def test_a_correction_asks_of_the_right_matter_what_was_asked_of_the_wrong_one(say, text):
    await say("đăng ký kết hôn hết bao nhiêu tiền")

    turn = await say(text)

    assert turn.codes == (DEATH,)
    assert turn.facets == (Facet.FEE,)


@pytest.mark.parametrize(
    "text",
    ["quay lại vụ khai tử lúc nãy, bao lâu xong", "quay lại cái lúc nãy, bao lâu xong"],
    ids=["by its name", "by pointing back"],
)
async def test_whoever_goes_back_is_answered_about_the_earlier_subject(say, text):
    await say("đăng ký khai tử cần gì")
    await say("đăng ký kết hôn cần gì")

    turn = await say(text)

    assert turn.codes == (DEATH,)
    assert turn.session.earlier[:1] == (MARRIAGE,)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("khác gì tạm trú với thường trú", {"1.004194", "1.004222"}),
        ("tach ho voi tach thua khac nhau the nao", {"1.010038", "1.012784"}),
    ],
    ids=["the question first", "the question last, no marks"],
)
async def test_two_procedures_are_compared_side_by_side(say, text, codes):
    turn = await say(text)

    assert turn.outcome is Outcome.ANSWERED_PROCEDURE
    assert set(turn.codes) == codes
    assert "Thời gian giải quyết" in turn.reply.text


async def test_what_is_said_not_to_be_meant_is_not_answered(say):
    turn = await say("không phải khai sinh, em hỏi khai tử cơ")

    assert turn.codes == ("1.000656",)


async def test_one_short_word_names_nothing(say):
    turn = await say("ma")

    assert turn.outcome is Outcome.UNANSWERABLE_NO_MATCH


async def test_con_between_two_questions_is_a_joint_and_no_child(say):
    turn = await say("lam giay khai sinh cho chau can j con chuyen khau ve nha chong thi bao lau")

    assert turn.codes == ("1.001193", "1.004222")
