"""Fitting the weights of the ranker on labelled questions."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from knowledge.evaluate import Labelled, read_labelled
from knowledge.knowledge_base import KnowledgeBase
from knowledge.matching import Matcher
from knowledge.normalise import words
from knowledge.procedure import NameOnly, Topic, TopicChoice
from knowledge.question import read
from knowledge.ranker import read_ranker
from knowledge.yaml_file import Problem

BIRTH, LATE, DEATH, HOUSE = "1.000001", "1.000002", "1.000003", "1.000004"

QUESTIONS = [
    {"question": "đăng ký khai sinh", "behaviour": "answer", "codes": [BIRTH]},
    {"question": "khai sinh cho con", "behaviour": "answer", "codes": [BIRTH]},
    {"question": "khai sinh muộn", "behaviour": "answer", "codes": [LATE]},
    {"question": "đăng ký khai tử", "behaviour": "answer", "codes": [DEATH]},
    {"question": "khai tử cho ông", "behaviour": "answer", "codes": [DEATH]},
    {"question": "cấp phép xây nhà", "behaviour": "answer", "codes": [HOUSE]},
    {"question": "giấy tờ trẻ con", "behaviour": "clarify", "codes": [BIRTH, LATE]},
    {"question": "hôm nay trời mưa không", "behaviour": "apologize", "codes": []},
]


@pytest.fixture(scope="module")
def tool(load_tool: Callable[[str], ModuleType]) -> ModuleType:
    """Return the script."""
    return load_tool("fit_ranker")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    """Return four names, a topic of two of them, and one matter of no office."""
    names = {
        BIRTH: "Đăng ký khai sinh",
        LATE: "Đăng ký khai sinh muộn",
        DEATH: "Đăng ký khai tử",
        HOUSE: "Cấp phép xây nhà",
    }
    choices = tuple(TopicChoice(code=code, label=names[code]) for code in (BIRTH, LATE))
    child = Topic(
        id="child", name="Trẻ con", everyday_names=("giấy tờ trẻ con",), ask="Nào?", choices=choices
    )
    return KnowledgeBase(
        names={code: NameOnly(code=code, name=name, commune=True) for code, name in names.items()},
        topics={"child": child},
        not_ours={"weather": ("trời mưa không", "trời nắng không")},
    )


@pytest.fixture(scope="module")
def samples(
    tool: ModuleType, base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory
) -> list:
    """Return what the questions of a file teach."""
    path = tmp_path_factory.mktemp("questions") / "tiny.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    problems: list[Problem] = []
    matcher = Matcher(base)
    found = [tool.sample(each, base, matcher) for each in read_labelled(path, problems)]
    assert problems == []
    return found


def labelled(
    question: str, behaviour: str = "answer", *codes: str, context: tuple[str, ...] = ()
) -> Labelled:
    return Labelled(question, context, behaviour, frozenset(codes), frozenset())


def rights(tool: ModuleType, base: KnowledgeBase, asked: Labelled) -> list[str]:
    """Return which candidates of a question are right, "none" among them."""
    matcher = Matcher(base)
    found = tool.sample(asked, base, matcher)
    targets = matcher.evidences.gather(words(asked.question)).targets.tolist()
    keys = [*(matcher.targets[number].key for number in targets), "none"]
    return [key for key, right in zip(keys, found.right.tolist(), strict=True) if right]


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        (labelled("đăng ký khai sinh", "answer", BIRTH), {BIRTH}),
        (labelled("giấy tờ trẻ con khai sinh", "answer", BIRTH), {BIRTH}),
        (labelled("giấy tờ trẻ con khai sinh", "clarify", BIRTH, LATE), {"child"}),
        (labelled("giấy tờ trẻ con", "clarify"), {"child"}),
        (labelled("khai sinh", "clarify", BIRTH, DEATH), {BIRTH, DEATH}),
        (labelled("trời mưa không", "apologize"), {"weather", "none"}),
        (labelled("khai sinh trâu", "apologize"), {"none"}),
        (labelled("đăng ký khai sinh", "answer", "1.000099"), {"none"}),
    ],
    ids=[
        "the code that is meant",
        "no topic that holds it",
        "the topic to ask about",
        "any topic where no code is told",
        "any of the codes where no topic fits",
        "not ours, or none",
        "none",
        "a code that is not held",
    ],
)
def test_what_is_right_follows_from_the_label(
    tool: ModuleType, base: KnowledgeBase, asked: Labelled, right: set[str]
) -> None:
    assert set(rights(tool, base, asked)) == right


@pytest.mark.parametrize(
    "asked",
    [
        labelled("khai sinh", "answer", BIRTH, context=("chào",)),
        labelled("", "apologize"),
        labelled("xây nhà", "clarify", BIRTH, LATE),
    ],
    ids=["a later turn of a talk", "nothing asked", "to ask back about what was not found"],
)
def test_what_teaches_nothing_is_left_out(
    tool: ModuleType, base: KnowledgeBase, asked: Labelled
) -> None:
    assert tool.sample(asked, base, Matcher(base)) is None


def test_fitting_lowers_the_loss_and_ranks_what_is_right_first(
    tool: ModuleType, samples: list
) -> None:
    untaught = tool.fit(samples, rounds=0)

    fitted = tool.fit(samples)

    assert tool.loss(samples, fitted) < tool.loss(samples, untaught) / 2
    assert tool.first_place(samples, fitted) == 1.0


def test_fitting_twice_writes_the_same_weights(tool: ModuleType, samples: list) -> None:
    one, other = (tool.written(tool.fit(samples, rounds=20), [], 8) for _ in range(2))

    assert one == other


def test_what_is_written_is_read_as_a_ranker_of_the_same_scores(
    tool: ModuleType, base: KnowledgeBase, samples: list, tmp_path: Path
) -> None:
    network = tool.fit(samples)
    path = tmp_path / "ranker.json"
    problems: list[Problem] = []

    path.write_text(tool.written(network, [Path("a/tiny.jsonl")], 8), encoding="utf-8")
    ranker = read_ranker(path, problems)

    assert problems == []
    assert ranker is not None
    assert ranker.questions == "8 of tiny.jsonl"
    evidence = Matcher(base).evidences.gather(words(str(QUESTIONS[0]["question"])))
    expected = network.scores(samples[0].rows)
    assert ranker.scores(evidence).tolist() == pytest.approx(expected.tolist(), abs=0.02)


def test_the_weights_that_were_written_answer_what_they_were_fitted_on(
    tool: ModuleType, base: KnowledgeBase, samples: list, tmp_path: Path
) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(tool.written(tool.fit(samples), [path], 8), encoding="utf-8")
    matcher = Matcher(replace(base, ranker=read_ranker(path, [])))

    best = {
        question["question"]: matcher.rank(read(str(question["question"]), base.lexicon))[0]
        for question in QUESTIONS
    }

    wrong = {
        question["question"]: best[question["question"]].target.key
        for question in QUESTIONS
        if question["behaviour"] == "answer"
        and best[question["question"]].target.key not in question["codes"]
    }
    assert wrong == {}


def test_shares_add_up_to_one_however_large_the_scores(tool: ModuleType) -> None:
    shares = tool.softmax(np.array([1000.0, 999.0, -1000.0]))

    assert shares.sum() == pytest.approx(1)
    assert shares[0] > shares[1] > shares[2] == 0
