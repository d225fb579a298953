"""A question to ranked targets."""

from collections.abc import Callable

import pytest
from builders import ask, base_of, elsewhere, name_only, procedure, topic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.knowledge_base import KnowledgeBase
from knowledge.matching import Candidate, Matcher
from knowledge.procedure import Related
from knowledge.ranker import PARTS
from knowledge.targets import Kind

# Names that fit two owners equally well, or that only tell apart what stop words tell apart.
SHARED_NAMES = {
    ("1.001699", "giấy xác nhận khuyết tật"),
}


def ranked(base: KnowledgeBase, text: str, limit: int = 10) -> list[str]:
    question = ask(text, base.lexicon)
    return [each.target.key for each in Matcher(base).rank(question, limit)]


def first(base: KnowledgeBase, matcher: Matcher, text: str) -> Candidate | None:
    found = matcher.rank(ask(text, base.lexicon), limit=1)
    return found[0] if found else None


@pytest.mark.timeout(300)  # nine thousand names, one by one
def test_every_everyday_name_ranks_its_owner_or_a_topic_that_offers_it_first(
    knowledge_base: KnowledgeBase, matcher: Matcher
) -> None:
    lost = set()
    for code, owner in {**knowledge_base.names, **knowledge_base.procedures}.items():
        for name in owner.everyday_names:
            best = first(knowledge_base, matcher, name)
            offering = knowledge_base.topics.get(best.target.key) if best else None
            offered = [choice.code for choice in offering.choices] if offering else []
            if best is None or code not in {best.target.key, *offered}:
                lost.add((code, name))

    assert lost - SHARED_NAMES == set()


def test_every_everyday_name_of_a_topic_or_another_body_ranks_it_first(
    knowledge_base: KnowledgeBase, matcher: Matcher
) -> None:
    lost = set()
    for key, owner in {**knowledge_base.topics, **knowledge_base.elsewhere}.items():
        for name in owner.everyday_names:
            best = first(knowledge_base, matcher, name)
            if best is None or best.target.key != key:
                lost.add((key, name))

    assert lost == set()


@pytest.fixture
def scores_of(knowledge_base: KnowledgeBase, matcher: Matcher) -> Callable[[str], list[float]]:
    """Return what gives the scores of a text; hypothesis prints it short, unlike the base."""
    return lambda text: [each.score for each in matcher.rank(ask(text, knowledge_base.lexicon))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text("aăâđêôơư bchkmnt", max_size=60))
def test_a_ranking_is_in_order_and_its_scores_are_shares(
    scores_of: Callable[[str], list[float]], text: str
) -> None:
    scores = scores_of(text)

    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-5)
    assert all(0 <= score <= 1 for score in scores)


def test_the_name_said_ranks_before_one_that_shares_words() -> None:
    base = base_of(
        name_only("1.000002", "Đăng ký khai tử"), name_only("1.000003", "Đăng ký khai sinh")
    )

    assert ranked(base, "đăng ký khai sinh") == ["1.000003", "1.000002"]


def test_a_question_without_marks_finds_the_same() -> None:
    base = base_of(
        name_only("1.000002", "Đăng ký khai tử"), name_only("1.000003", "Đăng ký khai sinh")
    )

    assert ranked(base, "dang ky khai sinh") == ["1.000003", "1.000002"]


def test_marks_that_contradict_a_name_put_it_second() -> None:
    base = base_of(name_only("1.000002", "Xin má"), name_only("1.000003", "Xin mạ"))

    assert ranked(base, "xin mạ")[0] == "1.000003"
    assert ranked(base, "xin má")[0] == "1.000002"
    assert ranked(base, "xin ma") == ["1.000002", "1.000003"]


def test_the_same_name_of_two_targets_is_ranked_by_what_they_are() -> None:
    base = base_of(
        procedure("1.000004", name="Cấp thẻ"),
        name_only("1.000003", "Cấp thẻ"),
        name_only("1.000002", "Cấp thẻ", commune=False),
        name_only("1.000001", "Cấp thẻ", national=False),
    )

    assert ranked(base, "cấp thẻ quý") == ["1.000004", "1.000003", "1.000002", "1.000001"]


def test_equals_are_ranked_by_code() -> None:
    base = base_of(name_only("1.000003", "Cấp thẻ"), name_only("1.000002", "Cấp thẻ"))

    assert ranked(base, "cấp thẻ") == ["1.000002", "1.000003"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xe cũ", (Kind.ELSEWHERE, "car")),
        ("thẻ", (Kind.TOPIC, "card")),
        ("nhà", (Kind.PROCEDURE, "1.000001")),
        ("chợ", (Kind.NAME_ONLY, "1.000002")),
    ],
    ids=["another body's matter", "a topic", "a procedure", "a mere name"],
)
def test_targets_of_every_kind_are_found(text: str, expected: tuple[Kind, str]) -> None:
    base = base_of(
        procedure("1.000001", name="Cấp nhà"),
        name_only("1.000002", "Mở chợ"),
        elsewhere("car", "xe cũ"),
        topic("card", "thẻ"),
    )

    top = Matcher(base).rank(ask(text))[0]

    assert (top.target.kind, top.target.key) == expected


def test_a_wide_net_that_leaves_words_unexplained_goes_after_a_procedure() -> None:
    base = base_of(topic("card", "thẻ căn cước"), name_only("1.000002", "Đổi thẻ căn cước"))

    assert ranked(base, "đổi thẻ căn cước")[0] == "1.000002"
    assert ranked(base, "thẻ căn cước")[0] == "card"


def test_the_head_of_a_long_official_name_is_a_name() -> None:
    base = base_of(name_only("1.000002", "Thủ tục cấp giấy phép đối với đò ngang chở khách"))

    top = Matcher(base).rank(ask("cấp giấy phép"))[0]

    assert top.name == "cap giay phep"


def test_a_head_of_two_words_is_no_name() -> None:
    base = base_of(name_only("1.000002", "Cấp thẻ cho người chở đò ngang sông"))

    top = Matcher(base).rank(ask("cấp thẻ"))[0]

    assert top.name == "cap the cho nguoi cho do ngang song"


def test_short_forms_in_names_are_written_out(knowledge_base: KnowledgeBase) -> None:
    base = base_of(name_only("1.000002", "Cấp gks"), lexicon=knowledge_base.lexicon)

    assert ranked(base, "giấy khai sinh") == ["1.000002"]


def test_no_more_than_the_limit_is_returned() -> None:
    base = base_of(*(name_only(f"1.00000{number}", "Cấp thẻ") for number in range(5)))

    assert len(ranked(base, "thẻ", limit=2)) == 2


@pytest.mark.parametrize("text", ["", "bóng đá"], ids=["nothing asked", "no word shared"])
def test_nothing_fits(text: str) -> None:
    assert ranked(base_of(name_only("1.000002", "Cấp thẻ")), text) == []


def test_a_candidate_keeps_the_parts_of_its_score() -> None:
    base = base_of(procedure("1.000001", related=(Related(code="1.000002", label="một"),)))

    top = Matcher(base).rank(ask("việc thử"))[0]

    assert set(top.parts) == set(PARTS)
    assert top.target.name == "việc thử"


def test_what_the_talk_expects_is_ranked_before_what_fits_as_well() -> None:
    matcher = Matcher(base_of(name_only("1.000002", "Cấp thẻ"), name_only("1.000003", "Cấp thẻ")))

    for code in ("1.000002", "1.000003"):
        (best, _) = matcher.rank(ask("cấp thẻ"), expected={code: 2.0})
        assert best.target.key == code


def test_what_the_talk_expects_is_ranked_though_it_shares_no_word() -> None:
    matcher = Matcher(base_of(name_only("1.000002", "Cấp thẻ"), name_only("1.000003", "Mở chợ")))

    found = matcher.rank(ask("cấp"), expected={"1.000003": 20.0})

    assert [each.target.key for each in found] == ["1.000003", "1.000002"]


def test_a_code_that_is_not_held_cannot_be_expected() -> None:
    matcher = Matcher(base_of(name_only("1.000002", "Cấp thẻ")))

    assert matcher.rank(ask("cấp"), expected={"1.000099": 20.0}) == matcher.rank(ask("cấp"))


def test_where_nothing_is_asked_nothing_is_found_whatever_is_expected() -> None:
    matcher = Matcher(base_of(name_only("1.000002", "Cấp thẻ")))

    assert matcher.rank(ask(""), expected={"1.000002": 20.0}) == ()


CARD, CHILD, OLDER, LOST = "id_card", "1.014062", "1.014061", "1.014064"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("làm căn cước cho con 3 tuổi", CHILD),
        ("cháu 1 tuổi làm căn cước", CHILD),
        ("lam can cuoc cho be 12 tuoi", CHILD),
        ("làm căn cước cho con dưới 14 tuổi", CHILD),
        ("làm căn cước cho con 14 tuổi", OLDER),
        ("cháu 16 tuổi làm căn cước", OLDER),
        ("người 45 tuổi làm căn cước lần đầu", OLDER),
        ("làm căn cước", CARD),
        ("con 10 tuổi bị mất thẻ căn cước", LOST),
    ],
)
def test_what_is_told_decides_between_procedures_that_differ_in_it_alone(
    knowledge_base: KnowledgeBase, matcher: Matcher, text: str, key: str
) -> None:
    best, *others = matcher.rank(ask(text, knowledge_base.lexicon))

    assert best.target.key == key
    assert key in {CARD, LOST} or not {CHILD, OLDER, CARD} & {o.target.key for o in others}
