"""The lexicon files, faulty and shipped."""

from pathlib import Path

import pytest
from builders import ask, problems_of, write

from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon_file import read_lexicon
from knowledge.normalise import words
from knowledge.yaml_file import Problem

# Everyday names that do hold words of a facet; the matter is found all the same.
NAMES_WITH_A_FACET = {
    "không có hộ khẩu nơi nào",
    "đến làm ăn ở đây mấy tháng",
    "khai sinh qua VNeID kèm thường trú",
    "chuyển địa điểm quán",
}


def test_all_three_files_are_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "abbreviations.yaml": (
                "- {short: KS, full: khai sinh}\n"
                "- {short: cc, full: căn cước, near_only: [the]}\n"
                "- short: tt\n"
                "  readings: [{full: thường trú, near: [ky]}, {full: thủ tục}]\n"
            ),
            "facets.yaml": "fee: |\n  lệ phí\n  bao nhiêu tiền\n",
            "speech.yaml": (
                "padding: |\n  dạ\nstop_words: |\n  cho của\nthanks: |\n  cảm ơn\n"
                'numbers:\n  "1": [một, thứ nhất, 1]\n'
            ),
        },
    )
    problems: list[Problem] = []

    lexicon = read_lexicon(tmp_path, problems)

    assert problems == []
    assert lexicon.expand(words("ks thẻ cc tt")) == words("khai sinh thẻ căn cước thủ tục")
    assert ask("bao nhiêu tiền", lexicon).facets == (Facet.FEE,)
    assert lexicon.stop_words == {"cho", "cua"}
    assert lexicon.numbers == {"mot": 1, "thu nhat": 1, "1": 1}
    assert [word.folded for word in ask("dạ khai tử", lexicon).topic] == ["khai", "tu"]
    assert lexicon.says("thanks", words("cảm ơn"))


def test_without_files_the_lexicon_is_empty(tmp_path: Path) -> None:
    problems: list[Problem] = []

    lexicon = read_lexicon(tmp_path, problems)

    assert (problems, lexicon.spoken) == ([], frozenset())


@pytest.mark.parametrize(
    ("file", "text", "line", "message"),
    [
        ("abbreviations", "- {short: a, full: b}\n- c\n", 2, "1: Input should be an object"),
        ("abbreviations", "- {full: b}\n", 1, "0.short: Field required"),
        ("abbreviations", "- {short: a, full: b}\n- {short: A, full: c}\n", 2, "twice"),
        ("abbreviations", "- {short: b, full: c}\n- short: a\n", 2, "'a' has no reading"),
        ("abbreviations", "- {short: a, full: 5}\n", 1, "0.full: Input should be a valid string"),
        (
            "facets",
            "fee: |\n  phí\ncolour: |\n  đỏ\n",
            3,
            "colour.[key]: Input should be 'documents'",
        ),
        ("facets", "fee: |\n  phí\n  (tiền\n", 3, "brackets do not close"),
        ("facets", "time: |\n  lâu\nfee: [phí]\n", 3, "fee: Input should be a valid string"),
        ("speech", "thanks: |\n  cảm ơn\n  ^ $\n", 3, "no word"),
        ("speech", "stop: |\n  thôi\nthanks: 5\n", 3, "thanks: Input should be a valid string"),
    ],
    ids=[
        "a text for an entry",
        "no short form",
        "a short form twice",
        "no reading",
        "a number for a reading",
        "an unknown facet",
        "a bracket that does not close",
        "a list of phrases",
        "a phrase without words",
        "a number for phrases",
    ],
)
def test_a_fault_is_a_problem_on_its_line(
    tmp_path: Path, file: str, text: str, line: int, message: str
) -> None:
    (problem,) = problems_of(tmp_path, {f"lexicons/{file}.yaml": text})

    assert (problem.path.name, problem.line) == (f"{file}.yaml", line)
    assert message in problem.message


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("abbreviations", "5\n"),
        ("abbreviations", "~\n"),
        ("facets", "- phí\n"),
        ("facets", "phí\n"),
        ("speech", "- dạ\n"),
        ("speech", "numbers: 5\n"),
        ("speech", "numbers: {một: [một]}\n"),
        ("speech", 'numbers: {"1": một}\n'),
        ("speech", "stop_words: [cho]\n"),
    ],
    ids=[
        "a number for short forms",
        "null for short forms",
        "a list for facets",
        "a text for facets",
        "a list for speech",
        "a number for numbers",
        "a number that is a word",
        "a text for the words of a number",
        "a list for stop words",
    ],
)
def test_a_lexicon_of_the_wrong_shape_is_a_problem_and_no_crash(
    tmp_path: Path, file: str, text: str
) -> None:
    problems = problems_of(tmp_path, {f"lexicons/{file}.yaml": text})

    assert [(problem.path.name, problem.line) for problem in problems] == [(f"{file}.yaml", 1)]


@pytest.mark.parametrize("text", ["fee: (phí\n", 'fee: "(phí"\n'], ids=["plain", "quoted"])
def test_a_faulty_phrase_beside_its_key_is_a_problem_on_that_line(
    tmp_path: Path, text: str
) -> None:
    (problem,) = problems_of(tmp_path, {"lexicons/facets.yaml": text})

    assert problem.line == 1


def test_no_everyday_name_asks_for_a_facet(knowledge_base: KnowledgeBase) -> None:
    owners = (
        *knowledge_base.procedures.values(),
        *knowledge_base.names.values(),
        *knowledge_base.elsewhere.values(),
        *knowledge_base.topics.values(),
    )

    asking = {
        name
        for owner in owners
        for name in owner.everyday_names
        if ask(name, knowledge_base.lexicon).facets
    }

    assert asking - NAMES_WITH_A_FACET == set()


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("khai sinh cần giấy tờ gì", Facet.DOCUMENTS),
        ("khai sinh mất bao lâu", Facet.TIME),
        ("khai sinh hết bao nhiêu tiền", Facet.FEE),
        ("khai sinh nộp ở đâu", Facet.PLACE),
        ("khai sinh nộp qua mạng được không", Facet.ONLINE),
        ("khai sinh xin mẫu đơn ở đâu", Facet.FORM),
        ("khai sinh nhờ người khác làm thay được không", Facet.WHO),
        ("khai sinh cần điều kiện gì", Facet.CONDITIONS),
        ("khai sinh kết quả là gì", Facet.RESULT),
        ("các bước làm khai sinh", Facet.STEPS),
        ("khai sinh theo luật nào", Facet.LEGAL_BASIS),
        ("khai sinh nộp hôm nay thì bao giờ lấy được", Facet.READY_DATE),
    ],
)
@pytest.mark.parametrize("marked", [True, False], ids=["with marks", "without marks"])
def test_the_shipped_phrases_ask_for_their_facet(
    knowledge_base: KnowledgeBase, text: str, facet: Facet, marked: bool
) -> None:
    typed = text if marked else " ".join(word.folded for word in words(text))

    question = ask(typed, knowledge_base.lexicon)

    assert question.facets[:1] == (facet,)
    assert "khai sinh" in " ".join(word.folded for word in question.topic)
