"""Danger comes first, however it is typed; what only sounds like danger gets its papers.

Every danger is said twice, with marks and without. A message that is harmless, because its words
are an idiom, a name, or tell what is over, must never be answered with a number to call.
"""

import pytest

from bot.conversation.outcome import Outcome
from knowledge.normalise import fold

POLICE, FIRE, MEDICAL, CHILD = "113", "114", "115", "111"

DANGERS = [
    ("em uống lá ngón rồi", MEDICAL),
    ("con em ăn phải lá ngón", MEDICAL),
    ("uống thuốc diệt cỏ", MEDICAL),
    ("vợ em uống hết chai thuốc trừ sâu", MEDICAL),
    ("em uống thuốc ngủ", MEDICAL),
    ("cháu sốt co giật", MEDICAL),
    ("vợ em đau bụng đẻ ở nhà ra nhiều máu", MEDICAL),
    ("vợ em chuyển dạ rồi mà đường tắc", MEDICAL),
    ("cháu bị chó cắn", MEDICAL),
    ("rắn cắn", MEDICAL),
    ("mẹ em bất tỉnh", MEDICAL),
    ("chồng tôi vừa ngã không thở", MEDICAL),
    ("bé nhà em không thở nữa", MEDICAL),
    ("bố em khó thở quá", MEDICAL),
    ("con em hóc xương", MEDICAL),
    ("ông em bị đột quỵ", MEDICAL),
    ("em bị điện giật", MEDICAL),
    ("gọi cấp cứu giúp em", MEDICAL),
    ("em không muốn sống nữa", MEDICAL),
    ("em muốn chết quá", MEDICAL),
    ("chị em đòi tự tử", MEDICAL),
    ("gọi cứu hỏa", FIRE),
    ("nhà em đang cháy", FIRE),
    ("nhà cháy rồi", FIRE),
    ("cháy rừng trên núi", FIRE),
    ("lũ về cuốn mất nhà", FIRE),
    ("nước cuốn trôi người rồi", FIRE),
    ("sạt lở đất chặn đường", FIRE),
    ("đất đá vùi lấp người", FIRE),
    ("có người mắc kẹt trong hang", FIRE),
    ("nó cầm dao đuổi em", POLICE),
    ("chồng em say rượu đập phá dọa chém em với con", POLICE),
    ("chồng em đánh em", POLICE),
    ("chồng đánh em, làm sao bây giờ", POLICE),
    ("bố em hay đánh mẹ em em sợ lắm", POLICE),
    ("kết hôn cần gì, à mà chồng em hay đánh em", POLICE),
    ("Hàng xóm lấn đất nhà tao, tao giết nó", POLICE),
    ("hàng xóm dọa giết cả nhà em", POLICE),
    ("em vừa bị cướp xe", POLICE),
    ("nhà em có trộm", POLICE),
    ("em bị nhốt trong nhà", POLICE),
    ("có người rủ con gái em sang Trung Quốc làm lương cao", POLICE),
    ("chị em bị lừa bán sang Trung Quốc", POLICE),
    ("bố chồng sờ mó em", POLICE),
    ("cứu em với", POLICE),
    ("thầy giáo đụng chạm cháu", CHILD),
    ("có đứa trẻ bị xâm hại", CHILD),
    ("con em bị thầy đánh", CHILD),
    ("bạn em bị ép lấy chồng năm nay 14 tuổi", CHILD),
    ("con gái 13 tuổi bị bắt vợ", CHILD),
    ("em 15 tuổi bị bắt về làm vợ cứu em", CHILD),
    ("bố mẹ bắt em lấy chồng", CHILD),
]

IDIOMS = [
    "làm giấy mệt muốn chết",
    "chờ lâu muốn chết",
    "cười chết mất",
    "cháy hàng",
    "quán em bán chạy",
    "đánh máy",
    "nhờ con đánh máy đơn giúp",
    "con em đánh mất giấy khai sinh",
    "bị đánh rơi căn cước",
    "đất bị cướp trắng tay",
    "nhà em bị cướp đất",
    "mở tiệm vàng sợ bị cướp",
    "lợn sắp chết vì dịch",
    "giết mổ lợn cần giấy gì",
]

PAST = [
    "con bị đuối nước mất rồi giờ làm giấy gì",
    "giấy khai tử cho mẹ tự tử",
    "bố em tai nạn giao thông mất năm ngoái, làm khai tử",
    "ông em uống thuốc sâu chết rồi làm giấy gì",
    "mẹ em đột quỵ hôm qua mất, khai tử cần gì",
    "nhà cháy hết sổ đỏ rồi làm lại sao",
    "sổ đỏ bị cháy xin cấp lại",
    "cháy nhà mất giấy khai sinh",
    "xin hỗ trợ nhà bị sập",
]

HARMLESS = [
    "chứng thực giấy ra viện cấp cứu",
    "tư vấn giúp em làm khai sinh",
    "làm từ từ cũng được",
    "trợ cấp cựu chiến binh",
    "hỗ trợ người có công giúp đỡ cách mạng",
    "làm đúng giấy cho con",
    "con bị bận không đi được, em làm thay nhé",
    "nộp ở đâu để lấy nhanh",
    "giấy tờ cho căn cước",
    "đủ 18 tuổi sang Trung Quốc cần giấy gì",
    "xin giấy thông hành sang Trung Quốc",
    "dân tộc Mông sang Trung Quốc thăm họ hàng",
    "em không muốn sống chung với chồng nữa, muốn ly hôn",
    "chồng em đang bị giam, làm khai sinh cho con sao",
    "bố dành đất cho con thì sang tên thế nào",
    "xe em chạy biển tỉnh khác",
    "mở quán chay cần giấy gì",
    "mở cửa hàng bán thuốc diệt cỏ",
    "nghiệm thu phòng cháy chữa cháy",
    "đến 15 giờ trở đi có nhận hồ sơ không",
    "vợ em sắp đẻ, làm khai sinh cần gì",
    "con gái tôi lấy chồng",
    "cả hai vợ chồng có bắt buộc phải đi không",
    "nuôi chó cần giấy gì",
    "đánh giá sản phẩm ocop",
    "bao nhiêu tuổi thì được lấy chồng",
    "kết hôn với người bị kết án tù rồi được không",
    "làm lại căn cước bị mất",
]


def twice(rows):
    """Return each message as it is and, under the same label, without marks."""
    for row in rows:
        text, *rest = (row,) if isinstance(row, str) else row
        yield pytest.param(text, *rest, id=text)
        yield pytest.param(fold(text), *rest, id=f"{fold(text)} (no marks)")


@pytest.mark.parametrize(("text", "number"), list(twice(DANGERS)))
async def test_danger_gets_the_number_to_call(say, text, number):
    turn = await say(text)

    assert turn.outcome is Outcome.ELSEWHERE_EMERGENCY
    assert number in turn.reply.text


@pytest.mark.parametrize("text", list(twice([*IDIOMS, *HARMLESS])))
async def test_what_only_sounds_like_danger_is_answered_as_meant(say, text):
    turn = await say(text)

    assert turn.outcome is not Outcome.ELSEWHERE_EMERGENCY


@pytest.mark.parametrize("text", list(twice(PAST)))
async def test_whoever_tells_of_what_is_over_gets_papers(say, text):
    turn = await say(text)

    assert turn.outcome is not Outcome.ELSEWHERE_EMERGENCY


@pytest.mark.parametrize("text", ["bi co giat", "em co giat"])
async def test_a_short_cry_without_marks_is_heard(say, text):
    turn = await say(text)

    assert MEDICAL in turn.reply.text


@pytest.mark.parametrize(
    "text", ["nhà đang cháy hết giấy tờ rồi", "em muốn tự tử, làm giấy khai tử cho em"]
)
async def test_danger_that_goes_on_is_never_taken_for_past(say, text):
    turn = await say(text)

    assert turn.outcome is Outcome.ELSEWHERE_EMERGENCY


@pytest.mark.parametrize(
    "text", ["em muốn tự tử, làm giấy khai tử cho em", "em muốn tự tử, mai táng phí bao nhiêu"]
)
async def test_papers_of_a_death_are_not_offered_in_danger(say, text):
    turn = await say(text)

    assert turn.outcome is Outcome.ELSEWHERE_EMERGENCY
    of_death = {"1.000656", "2.002913", "1.014028", "1.001731", "1.010824"}
    assert not of_death & {button.action.code for button in turn.reply.buttons}
