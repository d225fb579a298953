"""A message, read."""

import pytest
from builders import ask, lexicon
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import reading
from knowledge.normalise import BREAK
from knowledge.question import HEAD_WORDS, TAIL_WORDS

ANY_TEXT = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]))
LIKELY_TEXT = st.lists(
    st.sampled_from(
        ["đăng ký", "khai sinh", "đk", "ks", "cần gì", "bao lâu", "ở đâu", "thế", "còn", "ạ", "?"]
    )
).map(" ".join)

SPEECH = lexicon(
    {"ks": (reading("khai sinh"),)},
    facets={
        Facet.TIME: ["bao lâu", "mấy ngày"],
        Facet.FEE: ["bao nhiêu", "bao nhiêu tiền"],
        Facet.STEPS: ["thế nào"],
        Facet.PLACE: ["ở đâu"],
        Facet.FORM: ["tờ khai"],
        Facet.READY_DATE: ["hôm nào lấy"],
        Facet.WHO: ["tiền nộp"],
    },
    padding=["xin hỏi", "ạ $"],
    stop_words="cho va",
    anaphora=["cái đó", "thế"],
    status=["đến đâu rồi"],
)


@given(ANY_TEXT | LIKELY_TEXT)
def test_any_message_can_be_read(knowledge_base: KnowledgeBase, text: str) -> None:
    question = ask(text, knowledge_base.lexicon)

    assert len(question.topic) <= len(question.words)
    assert len(set(question.facets)) == len(question.facets)
    assert set(question.matter(knowledge_base.lexicon)) <= set(question.topic)


def test_polite_words_and_facets_are_taken_out_of_the_topic() -> None:
    question = ask("Xin hỏi: ks cho con mất bao lâu ạ?", SPEECH)

    assert " ".join(word.folded for word in question.topic) == "khai sinh cho con mat"
    assert question.facets == (Facet.TIME,)


def test_breaks_stay_among_the_words_but_not_in_the_topic() -> None:
    question = ask("ks; tách hộ", SPEECH)

    assert BREAK in [word.folded for word in question.words]
    assert " ".join(word.folded for word in question.topic) == "khai sinh tach ho"


def test_content_leaves_out_words_of_no_matter() -> None:
    content = ask("khai sinh cho con", SPEECH).content(SPEECH)

    assert [word.folded for word in content] == ["khai", "sinh", "con"]


def test_matter_leaves_out_words_that_only_point_back() -> None:
    question = ask("thế khai tử cho cái đó", SPEECH)

    assert [word.folded for word in question.matter(SPEECH)] == ["khai", "tu"]
    assert question.refers_back(SPEECH)
    assert not ask("khai tử", SPEECH).refers_back(SPEECH)


def test_what_stands_besides_a_manner_leaves_out_numbers_breaks_and_stop_words() -> None:
    question = ask("1.001193 khai tử; cho 12 đến đâu rồi", SPEECH)

    besides = question.besides("status", SPEECH)

    assert [word.folded for word in besides] == ["khai", "tu"]


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("ở đâu, mấy ngày, bao lâu", (Facet.PLACE, Facet.TIME)),
        ("bao nhiêu tiền nộp", (Facet.FEE,)),
        ("thế nào", (Facet.STEPS,)),
        ("thế nào, bao lâu", (Facet.TIME,)),
        ("tờ khai ở đâu", (Facet.FORM,)),
        ("hôm nào lấy, mấy ngày", (Facet.READY_DATE,)),
        ("khai sinh", ()),
        ("", ()),
    ],
    ids=[
        "in the order asked, each once",
        "of two readings of the same words the longer",
        "only a manner",
        "a manner beside a sharper facet",
        "where is the form",
        "the day it is ready",
        "none",
        "nothing",
    ],
)
def test_facets(text: str, facets: tuple[Facet, ...]) -> None:
    assert ask(text, SPEECH).facets == facets


def test_only_the_first_page_of_a_long_message_is_read() -> None:
    question = ask("đầu " + "chữ " * (HEAD_WORDS + TAIL_WORDS) + "cuối", SPEECH)

    assert len(question.words) == HEAD_WORDS + TAIL_WORDS
    assert (question.words[0].folded, question.words[-1].folded) == ("dau", "cuoi")


def test_empty_text_gives_an_empty_question() -> None:
    question = ask(" \n?!", SPEECH)

    assert (question.words, question.topic, question.facets) == ((), (), ())
