"""What a chat remembers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.session import EARLIER, VERSION, Offered, Session


def test_a_session_survives_storage():
    session = Session(
        subject="1.001193",
        facets=("fee", "time"),
        earlier=("1.000894", "1.000656"),
        cases=(("born_where", "home_alone"),),
        offered=(Offered(label="Lệ phí", action="@hoi 1.001193 fee"),),
        expects_code=True,
        dossiers=("H22.38.9-261116-0001",),
        expects_digits="H22.38.9-261116-0001",
    )

    assert Session.from_data(session.to_data()) == session


def test_a_session_of_the_version_before_is_read_without_what_it_did_not_know():
    data = {**Session(subject="1.001193", expects_code=True).to_data(), "version": VERSION - 1}
    del data["facets"], data["earlier"]

    assert Session.from_data(data) == Session(subject="1.001193", expects_code=True)


def test_a_session_of_another_version_starts_anew():
    assert Session.from_data({"version": 0, "subject": "1.001193"}) == Session()


def test_a_new_subject_drops_the_answers_of_the_old_one():
    session = Session(subject="1.001193", cases=(("born_where", "home_alone"),))

    changed = session.about("1.000894")

    assert changed.cases == ()


def test_the_same_subject_keeps_its_answers():
    session = Session(subject="1.001193", cases=(("born_where", "home_alone"),))

    assert session.about("1.001193").cases == session.cases


def test_a_new_answer_to_a_question_replaces_the_old_one():
    session = Session(cases=(("born_where", "clinic"), ("who_goes", "parents")))

    answered = session.answering(("born_where", "home_alone"))

    assert answered.cases == (("who_goes", "parents"), ("born_where", "home_alone"))


def test_a_new_subject_puts_the_old_one_before_the_earlier_ones():
    session = Session(subject="1.001193", earlier=("1.000656",))

    assert session.about("1.000894").earlier == ("1.001193", "1.000656")


def test_the_first_subject_has_none_before_it():
    assert Session().about("1.001193").earlier == ()


def test_a_subject_that_comes_back_is_no_earlier_one():
    session = Session(subject="1.001193", earlier=("1.000894", "1.000656"))

    assert session.about("1.000894").earlier == ("1.001193", "1.000656")


def test_the_same_subject_leaves_the_earlier_ones():
    session = Session(subject="1.001193", earlier=("1.000656",))

    assert session.about("1.001193").earlier == ("1.000656",)


@given(st.lists(st.sampled_from([f"1.00000{number}" for number in range(8)]), min_size=1))
def test_a_few_earlier_subjects_are_remembered_each_once(codes):
    session = Session()

    for code in codes:
        session = session.about(code)

    assert session.subject == codes[-1]
    assert len(session.earlier) <= EARLIER
    assert len({session.subject, *session.earlier}) == 1 + len(session.earlier)
    assert set(session.earlier) <= set(codes)


@pytest.mark.parametrize("key", ["facets", "earlier", "offered", "dossiers"])
@pytest.mark.parametrize("value", [5, None, True], ids=["a number", "nothing", "a truth"])
def test_a_list_that_is_none_starts_anew(key, value):
    data = {**Session(subject="1.001193").to_data(), key: value}

    assert Session.from_data(data) == Session()


def test_a_session_that_cannot_be_read_starts_anew():
    assert Session.from_data({"version": 1}) == Session()
    assert Session.from_data({**Session().to_data(), "cases": [1]}) == Session()
