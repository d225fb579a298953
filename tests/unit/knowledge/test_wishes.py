"""Several wishes in one message."""

import pytest
from builders import ask

from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import Lexicon
from knowledge.matching import Matcher
from knowledge.wishes import MOST, wishes

Found = list[tuple[str, tuple[Facet, ...]]]

BIRTH, MARRIAGE, DEATH, LEAVING_A_HOUSEHOLD = "1.001193", "1.000894", "1.000656", "1.010038"


def found(text: str, base: KnowledgeBase, matcher: Matcher) -> Found:
    given = wishes(ask(text, base.lexicon), matcher, base.lexicon)
    return [(wish.code, wish.question.facets) for wish in given]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "tách hộ cần giấy tờ gì còn khai tử mất bao lâu",
            [(LEAVING_A_HOUSEHOLD, (Facet.DOCUMENTS,)), (DEATH, (Facet.TIME,))],
        ),
        ("đăng ký kết hôn ở đâu; khai tử", [(MARRIAGE, (Facet.PLACE,)), (DEATH, ())]),
        (
            "khai sinh cần giấy tờ gì còn kết hôn mất bao lâu và hết bao nhiêu tiền",
            [(BIRTH, (Facet.DOCUMENTS,)), (MARRIAGE, (Facet.TIME, Facet.FEE))],
        ),
        (
            "đăng ký kết hôn và khai tử và đăng ký kết hôn",
            [(MARRIAGE, ()), (DEATH, ())],
        ),
        (
            "khai tử hết bao nhiêu với đăng ký kết hôn cần gì",
            [(DEATH, (Facet.FEE,)), (MARRIAGE, (Facet.DOCUMENTS,))],
        ),
        (
            "khai tu het bao nhieu voi dang ky ket hon can gi",
            [(DEATH, (Facet.FEE,)), (MARRIAGE, (Facet.DOCUMENTS,))],
        ),
    ],
    ids=["còn", "a break", "a facet alone belongs to the wish before", "each once", "với", "voi"],
)
def test_a_message_of_two_wishes_is_split(
    knowledge_base: KnowledgeBase, matcher: Matcher, text: str, expected: Found
) -> None:
    assert found(text, knowledge_base, matcher) == expected


@pytest.mark.parametrize(
    "text",
    [
        "làm khai sinh và nhận bố luôn",
        "khai tử và mai táng phí",
        "đăng ký khai sinh cần giấy tờ gì và mất bao lâu",
        "khai sinh cho con; khai sinh cho cháu",
        "khai tử và trời hôm nay đẹp",
        "hộ khẩu và căn cước",
        "ly hôn và đăng ký kết hôn",
        "đăng ký kết hôn cần gì với người Trung Quốc",
        "khai sinh với nhập hộ khẩu với bảo hiểm cần gì",
        "và",
        "đăng ký khai sinh",
        "",
    ],
    ids=[
        "one name that holds và",
        "another name that holds và",
        "one matter, two facets",
        "the same matter twice",
        "a wish and small talk",
        "two matters that are not clear",
        "one matter of another body",
        "với a person",
        "với between matters asked for at once",
        "only a joining word",
        "nothing to split at",
        "nothing",
    ],
)
def test_a_message_of_one_wish_is_not_split(
    knowledge_base: KnowledgeBase, matcher: Matcher, text: str
) -> None:
    assert found(text, knowledge_base, matcher) == []


def test_no_more_than_a_few_wishes_are_taken(
    knowledge_base: KnowledgeBase, matcher: Matcher
) -> None:
    text = "đăng ký giám hộ và khai tử và đăng ký kết hôn và tách hộ và đăng ký tạm trú"

    assert len(found(text, knowledge_base, matcher)) == MOST


def test_without_joining_words_a_message_is_one_wish(matcher: Matcher) -> None:
    assert wishes(ask("tách hộ còn khai tử"), matcher, Lexicon()) == ()
