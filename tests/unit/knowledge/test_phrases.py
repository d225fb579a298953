"""The notation of phrases."""

from collections.abc import Mapping, Sequence

import pytest
from builders import spans
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import words, words_and_breaks
from knowledge.phrase_book import PhraseBook
from knowledge.phrases import PhraseError, Phrases

PIECES = st.recursive(
    st.sampled_from(["a", "b", "á", "đ", "d", "a b", "..."]),
    lambda inner: (
        st.builds("{0}{1}|{2}{3}".format, st.just("("), inner, inner, st.just(")"))
        | st.builds("[{}]".format, inner)
        | st.builds("{} {}".format, inner, inner)
    ),
    max_leaves=5,
)
NOTATION = st.builds("{} {} {}".format, PIECES, st.sampled_from("abđ"), PIECES)


@given(st.lists(NOTATION, max_size=3), st.text("abáảđd ", max_size=30))
def test_spans_are_ordered_apart_and_within_the_message(phrases: list[str], text: str) -> None:
    found = spans(phrases, text)

    ends = [0, *(end for _, end in found)]
    assert all(start < end for start, end in found)
    assert all(before <= start for before, (start, _) in zip(ends, found, strict=False))
    assert ends[-1] <= len(words(text))


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("khai sinh", "em làm khai sinh cho con", [(2, 4)]),
        ("(cần|phải) gì", "cần gì và phải gì", [(0, 2), (3, 5)]),
        ("cần [những|các] gì", "cần gì cần những gì", [(0, 2), (2, 5)]),
        ("căn cước [công dân]", "căn cước công dân", [(0, 4)]),
        ("(căn cước|căn cước công dân)", "căn cước công dân", [(0, 4)]),
        ("([rất] (dài|lâu)|chậm) quá", "rất lâu quá rồi chậm quá", [(0, 3), (4, 6)]),
        ("nhờ ... thay", "nhờ thay nhờ chú em đi thay", [(0, 2), (2, 7)]),
        ("nhờ ... thay", "nhờ một hai ba bốn thay", []),
        ("^ phí", "phí gì phí", [(0, 1)]),
        ("phí $", "phí gì phí", [(2, 3)]),
        ("^ phí $", "phí", [(0, 1)]),
        ("^ phí $", "lệ phí", []),
        ("sinh", "khaisinh sinhh", []),
        (";", "phí; giấy", [(1, 2)]),
    ],
    ids=[
        "plain words",
        "one of several",
        "one of several or none",
        "optional end is taken",
        "the longest first",
        "groups in groups",
        "a gap of up to three words",
        "a gap of four is too wide",
        "start",
        "end",
        "the whole message",
        "not the whole message",
        "only whole words",
        "a break",
    ],
)
def test_notation(phrase: str, text: str, found: list[tuple[int, int]]) -> None:
    assert spans([phrase], text) == found


@pytest.mark.parametrize(
    "phrase",
    ["(a", "a)", "[a", "a]", "(a]", "[a)", "(a|b", "a | b", "(a [b)]", "", "...", "^ $", "()"],
)
def test_a_phrase_outside_the_notation_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match=r"brackets do not close|no word"):
        Phrases((phrase,))


@pytest.mark.parametrize("optional", ["[ạ]", "(ạ|)", "^ [dạ] [ạ]"])
def test_a_phrase_that_may_be_nothing_hides_no_other(optional: str) -> None:
    assert spans([optional, "cảm ơn"], "em cảm ơn") == [(1, 3)]


@pytest.mark.parametrize(
    ("text", "found"),
    [("mã", [(0, 1)]), ("ma", [(0, 1)]), ("má", []), ("mà mã", [(1, 2)])],
    ids=["marks agree", "no marks typed", "marks differ", "the search goes on"],
)
def test_typed_marks_that_differ_are_evidence_against(
    text: str, found: list[tuple[int, int]]
) -> None:
    assert spans(["mã"], text) == found


def test_the_place_of_a_tone_is_no_evidence_against() -> None:
    assert spans(["hòa giải"], "hoà giải") == [(0, 2)]


def test_a_longer_phrase_with_other_marks_does_not_hide_a_shorter_one_that_fits() -> None:
    assert spans(["xin mã", "xin"], "xin má") == [(0, 1)]


def test_no_phrases_stand_nowhere() -> None:
    assert spans([], "khai sinh") == []


def test_a_list_tells_whether_one_of_its_phrases_stands_in_a_message() -> None:
    phrases = Phrases(("khai sinh", "khai tử"))

    assert words("làm khai tử") in phrases
    assert words("làm khai") not in phrases
    assert 5 not in phrases


def test_the_vocabulary_is_every_word_without_marks() -> None:
    phrases = Phrases(("^ (cần|phải) ... [giấy tờ] $",))

    assert phrases.vocabulary == {"can", "phai", "giay", "to"}


def test_a_strict_word_is_found_only_with_its_marks() -> None:
    phrases = Phrases(["=giết (người|nó)"])

    assert words("giết nó") in phrases
    assert words("giet no") not in phrases
    assert words("giệt nó") not in phrases


def test_a_word_cannot_be_strict_and_not_on_one_line() -> None:
    with pytest.raises(PhraseError, match="'chay' stands with and without '='"):
        Phrases(["(=cháy|cháy to)"])


def test_words_in_a_gap_do_not_belong_to_the_phrase() -> None:
    (span,) = Phrases(["có được ...... không"]).find(words("có được hưởng tiền già không"))

    assert (span.start, span.end) == (0, 6)
    assert list(span.numbers()) == [0, 1, 5]
    assert len(span) == 3


def test_marks_of_a_word_in_a_gap_contradict_nothing() -> None:
    """ "tử" stands where the phrase leaves room, though the phrase knows "tư" as well."""
    phrases = Phrases(("thứ (tư|năm) nộp ... ngày nào có",))

    assert words("thứ năm nộp khai tử ngày nào có") in phrases


BOOK_PHRASES = {
    "wish": ["xin", "cần [những|các] gì"],
    "matter": ["khai sinh", "giấy khai sinh", "xin ... cấp", "^ con"],
}


def book_of(phrases: Mapping[str, Sequence[str]]) -> PhraseBook:
    return PhraseBook({label: Phrases(listed) for label, listed in phrases.items()})


def in_book(phrases: Mapping[str, Sequence[str]], text: str) -> dict[str, list[tuple[int, int]]]:
    """Return where the phrases of each label stand in the text."""
    return {
        label: [(span.start, span.end) for span in found]
        for label, found in book_of(phrases).find(words_and_breaks(text)).items()
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("em cần những gì", {"wish": [(1, 4)]}),
        ("xin được cấp", {"wish": [(0, 1)], "matter": [(0, 3)]}),
        ("giấy khai sinh", {"matter": [(0, 3), (1, 3)]}),
        ("con em xin cho con", {"wish": [(2, 3)], "matter": [(0, 1)]}),
        ("xin xin", {"wish": [(0, 1), (1, 2)]}),
        ("khái sinh", {}),
        ("", {}),
    ],
    ids=[
        "the longest at one place",
        "two labels may overlap",
        "one in another of its label",
        "a sign of the start",
        "twice",
        "typed marks that differ",
        "nothing said",
    ],
)
def test_a_book_finds_the_phrases_of_each_label(
    text: str, found: dict[str, list[tuple[int, int]]]
) -> None:
    assert in_book(BOOK_PHRASES, text) == found


def test_an_empty_book_finds_nothing() -> None:
    assert in_book({}, "khai sinh") == {}
    assert in_book({"nothing": []}, "khai sinh") == {}


def test_a_phrase_of_two_labels_is_found_for_both() -> None:
    assert in_book({"one": ["xin"], "two": ["xin"]}, "em xin") == {
        "one": [(1, 2)],
        "two": [(1, 2)],
    }


def test_a_strict_word_is_found_in_a_book_only_with_its_marks() -> None:
    assert in_book({"sleep": ["=ngủ say"]}, "ngủ say") == {"sleep": [(0, 2)]}
    assert in_book({"sleep": ["=ngủ say"]}, "ngu say") == {}


def test_what_may_be_said_in_too_many_ways_to_list_is_found_as_well() -> None:
    many = " ".join(["(a|b|c|d)"] * 6)

    assert in_book({"many": [many]}, "x a b c d a b") == {"many": [(1, 7)]}


@given(NOTATION, st.text("abáảđd ", max_size=30))
def test_a_book_finds_every_word_that_a_list_finds(phrase: str, text: str) -> None:
    message = words(text)

    in_list = {each for span in Phrases([phrase]).find(message) for each in span.numbers()}
    spans_in_book = book_of({"it": [phrase]}).find(message).get("it", [])

    assert in_list <= {each for span in spans_in_book for each in span.numbers()}


@given(st.lists(NOTATION, max_size=3), st.text("abáảđd ", max_size=30))
def test_the_order_of_labels_changes_nothing(phrases: list[str], text: str) -> None:
    labelled = {str(number): [phrase] for number, phrase in enumerate(phrases)}
    turned = dict(reversed(labelled.items()))

    assert in_book(labelled, text) == in_book(turned, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("[xin|cho] khai sinh", "khai sinh"),
        ("[xin|cho] khai sinh", "cho khai sinh"),
        ("(a|b [c]) d", "b d"),
        ("(a|b [c]) d", "b c d"),
        ("... khai sinh", "làm giấy khai sinh"),
        ("[a] [b] [c]", "c"),
    ],
)
def test_a_phrase_is_found_whichever_of_its_beginnings_is_said(phrase: str, text: str) -> None:
    assert words(text) in Phrases([phrase])
    assert "it" in in_book({"it": [phrase]}, text)
