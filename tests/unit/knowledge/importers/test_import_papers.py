"""Papers: what is handed in, what is a remark, and which case asks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official import paper

from knowledge.importers.papers import QUESTION, papers_of, questions_of, read_papers


def one(name, **changes):
    (row,) = read_papers([paper(name, **changes)]).rows
    return row


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("Giấy tờ gì đó", {"originals": 0}),
        ("Giấy tờ chứng minh", {"case": "* Lưu ý:"}),
        ("Lưu ý: mang theo bản chính", {}),
        ("Hồ sơ gồm các giấy tờ sau:", {}),
        ("Người tiếp nhận có trách nhiệm kiểm tra giấy tờ", {}),
        ("Trường hợp đã có trong cơ sở dữ liệu thì không phải nộp", {}),
    ],
)
def test_remarks_are_notes(name, changes):
    assert one(name, **changes).is_note


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("Tờ khai đăng ký", "form"),
        ("- Đơn đề nghị theo mẫu", "form"),
        ("Giấy chứng sinh", "hand_in"),
        ("Xuất trình hộ chiếu", "show"),
    ],
)
def test_a_paper_is_filled_in_handed_in_or_shown(name, action):
    assert one(name).action == action


@pytest.mark.parametrize(
    ("heading", "action"),
    [("* Giấy tờ phải nộp:", "hand_in"), ("* Giấy tờ phải xuất trình:", "show")],
)
def test_a_heading_that_says_what_to_do_is_no_case(heading, action):
    row = one("Hộ chiếu", case=heading)

    assert (row.case, row.action) == ("", action)


@pytest.mark.parametrize("bullet", ["- ", "+ ", "* ", "a) ", "1. ", "- + "])
def test_bullets_are_taken_off(bullet):
    assert one(f"{bullet}Giấy chứng sinh").name == "Giấy chứng sinh"


def test_cases_become_a_question():
    reading = read_papers(
        [
            paper("Tờ khai"),
            paper("Giấy chứng tử", case="a) Trường hợp cấp mới:"),
            paper("Bản cũ", case="b) Trường hợp cấp lại:"),
            paper("Ảnh", case="a) Trường hợp cấp mới:"),
            paper("Ảnh", case="b) Trường hợp cấp lại:"),
        ]
    )

    (question,) = questions_of(reading)
    papers = {each.name: each.when for each in papers_of(reading)}

    assert [choice.label for choice in question.choices] == [
        "Trường hợp cấp mới",
        "Trường hợp cấp lại",
    ]
    new, again = (choice.id for choice in question.choices)
    assert papers == {
        "Tờ khai": {},
        "Giấy chứng tử": {QUESTION: (new,)},
        "Bản cũ": {QUESTION: (again,)},
        "Ảnh": {QUESTION: (new, again)},
    }


def test_a_lone_case_is_a_condition():
    reading = read_papers([paper("Tờ khai"), paper("Giấy", case="Trường hợp ủy quyền")])

    assert questions_of(reading) == ()
    assert [each.condition for each in papers_of(reading)] == [None, "Trường hợp ủy quyền"]


def test_a_paper_for_some_people_has_a_condition():
    row = one("- Trường hợp trẻ bị bỏ rơi thì phải có biên bản của công an xã")

    assert (row.condition, row.name) == ("trường hợp trẻ bị bỏ rơi", "Biên bản của công an xã")


ROWS = st.builds(paper, st.text(), st.integers(0, 3), case=st.text(max_size=30))


@given(st.lists(ROWS, max_size=8))
def test_no_list_raises_and_every_row_is_a_paper_or_a_note(rows):
    reading = read_papers(rows)

    assert all(row.row.originals for row in reading.papers)
    assert len(papers_of(reading)) <= len(reading.papers)
    assert len(questions_of(reading)) == (len(reading.cases) > 1)
