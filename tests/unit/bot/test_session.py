"""What a chat remembers."""

from bot.conversation.session import Offered, Session


def test_a_session_survives_storage():
    session = Session(
        subject="1.001193",
        cases=(("born_where", "home_alone"),),
        offered=(Offered(label="Lệ phí", action="@hoi 1.001193 fee"),),
        expects_code=True,
    )

    assert Session.from_data(session.to_data()) == session


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


def test_a_session_that_cannot_be_read_starts_anew():
    assert Session.from_data({"version": 1}) == Session()
    assert Session.from_data({**Session().to_data(), "cases": [1]}) == Session()
