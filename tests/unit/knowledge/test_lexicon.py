"""Short forms written out, and manners of speaking."""

import pytest
from builders import lexicon

from knowledge.facets import Facet
from knowledge.lexicon import Lexicon, reading
from knowledge.normalise import words

SHORT_FORMS = lexicon(
    {
        "ks": (reading("khai sinh"),),
        "tt": (reading("thường trú", ["ky"]), reading("thủ tục")),
        "cc": (reading("căn cước", ["the"]),),
    }
)


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("làm KS cho con", "làm khai sinh cho con"),
        ("đăng ký tt", "đăng ký thường trú"),
        ("tt khai tử", "thủ tục khai tử"),
        ("ký một hai ba tt", "ký một hai ba thủ tục"),
        ("làm thẻ cc", "làm thẻ căn cước"),
        ("cc gì đó", "cc gì đó"),
        ("kş", "kş"),
        ("", ""),
    ],
    ids=[
        "one reading",
        "settled by a neighbour",
        "the default reading",
        "a neighbour too far away",
        "a reading that needs its neighbour, beside it",
        "a reading that needs its neighbour, alone",
        "other marks are another word",
        "nothing",
    ],
)
def test_short_forms_are_written_out(text: str, expanded: str) -> None:
    assert SHORT_FORMS.expand(words(text)) == words(expanded)


def test_a_manner_is_found_by_its_phrases() -> None:
    polite = lexicon(thanks=["cảm ơn"])

    assert polite.says("thanks", words("em cảm ơn ạ"))
    assert not polite.says("thanks", words("em hỏi ạ"))
    assert not polite.says("greeting", words("em cảm ơn ạ"))
    assert [(span.start, span.end) for span in polite.find("thanks", words("em cảm ơn"))] == [
        (1, 3)
    ]


def test_spoken_is_every_word_of_every_list() -> None:
    full = lexicon(
        {"ks": (reading("khai sinh"),)},
        facets={Facet.FEE: ["phí"]},
        padding=["ạ"],
        stop_words="cho",
        numbers={"thu nhat": 1},
        thanks=["cảm ơn"],
    )

    assert full.spoken == {"khai", "sinh", "phi", "a", "cho", "thu", "nhat", "cam", "on"}


def test_an_empty_lexicon_changes_nothing() -> None:
    assert Lexicon().expand(words("đk ks")) == words("đk ks")
    assert Lexicon().spoken == frozenset()
