"""What the talk so far lets the desk expect of the next message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.action import Action
from bot.conversation.expecting import asked_about, asked_again, expected
from bot.conversation.session import Offered, Session
from knowledge.facets import Facet
from knowledge.knowledge_base import KnowledgeBase
from knowledge.lexicon import Lexicon
from knowledge.normalise import words
from knowledge.phrases import Phrases
from knowledge.procedure import Topic, TopicChoice
from knowledge.question import Question, read

BIRTH, DEATH, MARRIAGE, COPY = "1.001193", "1.000656", "1.000894", "2.000635"

LEXICON = Lexicon(
    facets={Facet.FEE: Phrases(["bao nhiêu tiền"])},
    speech={
        "anaphora": Phrases(["cái đó"]),
        "goes_back": Phrases(["lúc nãy"]),
        "correction": Phrases(["em nhầm"]),
    },
)
OTHER_BUTTONS = (
    Offered(label="mã", action=str(Action(kind="code"))),
    Offered(label="chi tiết", action=str(Action(kind="details", code=DEATH))),
    Offered(label="chi tiết", action=str(Action(kind="details", code=MARRIAGE))),
    Offered(label="lạ", action="không phải nút"),
)
LONG_STORY = "nhà cháu ở bản xa lắm đường đi lại khó khăn"


BASE = KnowledgeBase(lexicon=LEXICON)


def topic(id: str, *codes: str) -> Topic:
    choices = tuple(TopicChoice(code=code, label=code) for code in codes)
    return Topic(id=id, name="Việc", everyday_names=("việc",), ask="Nào?", choices=choices)


LOSS, WEDDING = topic("loss", COPY, "1.004884"), topic("wedding", MARRIAGE, "2.000806")
WITH_TOPICS = KnowledgeBase(lexicon=LEXICON, topics={"loss": LOSS, "wedding": WEDDING})


def hear(text: str) -> Question:
    return read(text, LEXICON)


def expecting(session: Session, text: str, base: KnowledgeBase = BASE) -> dict[str, float]:
    return expected(session, hear(text), base)


def offering(*codes: str, subject: str | None = None) -> Session:
    """Return a talk in which the desk asked which of these procedures is meant."""
    actions = (str(Action(kind="ask", code=code)) for code in codes)
    offered = tuple(Offered(label="việc", action=action) for action in actions)
    return Session(subject=subject, offered=offered)


@pytest.mark.parametrize("text", ["bao nhiêu tiền", "em nhầm", "lúc nãy", ""])
def test_nothing_is_expected_in_a_new_talk(text: str) -> None:
    assert expecting(Session(), text, WITH_TOPICS) == {}


def test_the_subject_of_the_talk_is_expected_to_go_on() -> None:
    found = expecting(Session(subject=BIRTH), LONG_STORY)

    assert set(found) == {BIRTH}
    assert found[BIRTH] > 0


@pytest.mark.parametrize(
    "more",
    [f"{LONG_STORY} bao nhiêu tiền", f"{LONG_STORY} cái đó", "nhà xa"],
    ids=["a facet is asked", "something is pointed back to", "few words are said"],
)
def test_the_subject_is_expected_more_the_more_a_message_leans_on_it(more: str) -> None:
    session = Session(subject=BIRTH)

    assert expecting(session, more)[BIRTH] > expecting(session, LONG_STORY)[BIRTH]


def test_an_earlier_subject_is_expected_a_little() -> None:
    found = expecting(Session(subject=BIRTH, earlier=(DEATH,)), LONG_STORY)

    assert 0 < found[DEATH] < found[BIRTH]


def test_whoever_goes_back_means_an_earlier_subject_and_not_the_present_one() -> None:
    session = Session(subject=BIRTH, earlier=(DEATH, MARRIAGE))

    found = expecting(session, "lúc nãy bao nhiêu tiền")

    assert set(found) == {DEATH, MARRIAGE}
    assert found[DEATH] > expecting(session, "bao nhiêu tiền")[DEATH]


def test_whoever_corrects_themselves_does_not_mean_the_subject() -> None:
    session = Session(subject=BIRTH, earlier=(DEATH,))

    found = expecting(session, "em nhầm khai tử")

    assert BIRTH not in found
    assert 0 < found[DEATH] < 1


def test_the_choices_of_a_question_are_expected_most() -> None:
    found = expecting(offering(DEATH, MARRIAGE, subject=BIRTH), LONG_STORY)

    assert found[DEATH] == found[MARRIAGE] > found[BIRTH] > 0


def test_an_earlier_subject_that_is_a_choice_is_expected_for_both() -> None:
    offered = offering(DEATH, MARRIAGE).offered

    found = expecting(Session(earlier=(DEATH,), offered=offered), LONG_STORY)

    assert found[DEATH] > found[MARRIAGE] > 0


def test_nobody_is_asked_the_same_twice() -> None:
    found = expecting(offering(COPY, "1.004884"), LONG_STORY, WITH_TOPICS)

    assert found["loss"] < 0
    assert "wedding" not in found


def test_a_topic_that_the_subject_settles_is_expected_less() -> None:
    found = expecting(Session(subject=MARRIAGE), LONG_STORY, WITH_TOPICS)

    assert found["wedding"] < 0
    assert "loss" not in found


def test_who_briefly_asks_on_is_asked_about_no_topic() -> None:
    found = expecting(Session(subject=BIRTH), "bao nhiêu tiền", WITH_TOPICS)

    assert found[BIRTH] > 0
    assert max(found["loss"], found["wedding"]) < 0


@pytest.mark.parametrize(
    ("session", "codes"),
    [
        (Session(), ()),
        (offering(DEATH, MARRIAGE), (DEATH, MARRIAGE)),
        (offering(DEATH, MARRIAGE, DEATH), (DEATH, MARRIAGE)),
        (offering(DEATH), ()),
        (offering(BIRTH, DEATH, subject=BIRTH), ()),
        (Session(offered=OTHER_BUTTONS), ()),
    ],
    ids=[
        "nothing on offer",
        "two choices",
        "one of them twice",
        "one alone is no question",
        "what is asked of the subject is no choice",
        "other buttons are none",
    ],
)
def test_the_procedures_to_choose_from_are_those_on_offer(
    session: Session, codes: tuple[str, ...]
) -> None:
    assert asked_about(session) == codes


def test_a_correction_asks_the_facets_of_the_turn_before_again() -> None:
    session = Session(subject=BIRTH, facets=("fee", "documents"))

    question = asked_again(hear("em nhầm khai tử"), session, LEXICON)

    assert question.facets == (Facet.FEE, Facet.DOCUMENTS)
    assert question.topic == hear("em nhầm khai tử").topic


def test_a_case_that_was_told_is_not_asked_again() -> None:
    session = Session(subject=BIRTH, facets=("fee", "case"))

    assert asked_again(hear("em nhầm khai tử"), session, LEXICON).facets == (Facet.FEE,)


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("em nhầm bao nhiêu tiền", ("documents",)),
        ("khai tử", ("documents",)),
        ("em nhầm khai tử", ()),
    ],
    ids=["it asks for a facet itself", "it corrects nothing", "nothing was asked before"],
)
def test_a_question_keeps_its_own_facets(text: str, facets: tuple[str, ...]) -> None:
    question = hear(text)

    assert asked_again(question, Session(subject=BIRTH, facets=facets), LEXICON) == question


CODES = st.sampled_from([BIRTH, DEATH, MARRIAGE, COPY])
PHRASES = st.sampled_from(["em nhầm", "lúc nãy", "cái đó", "bao nhiêu tiền", "nhà"])


@given(
    st.none() | CODES,
    st.lists(CODES, max_size=3).map(tuple),
    st.lists(CODES, max_size=4),
    st.lists(
        st.sampled_from(["em nhầm", "lúc nãy", "cái đó", "bao nhiêu tiền", "nhà"]), max_size=4
    ),
)
def test_only_what_was_spoken_of_is_expected(
    subject: str | None, earlier: tuple[str, ...], offered: list[str], said: list[str]
) -> None:
    session = Session(subject=subject, earlier=earlier, offered=offering(*offered).offered)

    found = expecting(session, " ".join(said), WITH_TOPICS)

    topics = set(WITH_TOPICS.topics)
    assert set(found) <= {subject, *earlier, *offered, *topics}
    assert all((extra < 0) == (key in topics) for key, extra in found.items())


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("à nhầm, em hỏi khai tử", "correction"),
        ("a nham em hoi khai tu", "correction"),
        ("ý em là khai tử cơ", "correction"),
        ("quay lại cái khai sinh lúc nãy", "goes_back"),
        ("quay lai cai luc nay", "goes_back"),
    ],
)
def test_the_shipped_lexicon_hears_corrections_and_ways_back(
    knowledge_base: KnowledgeBase, text: str, manner: str
) -> None:
    assert knowledge_base.lexicon.says(manner, words(text))
