"""Everyday names as questions to a base that does not hold them."""

from builders import base_of, name_only, procedure

from knowledge.everyday import EverydayNames
from knowledge.held_out import FOLDS, held_out

NAMES = tuple(f"cách gọi số {number}" for number in range(12))


def test_each_name_is_asked_once_and_is_not_held_then() -> None:
    base = base_of(procedure("1.000001", everyday_names=NAMES))

    rounds = list(held_out(base))

    assert len(rounds) == FOLDS
    asked = [each.question for _, questions in rounds for each in questions]
    assert sorted(asked) == sorted(NAMES)
    for rest, questions in rounds:
        kept = rest.procedures["1.000001"].everyday_names
        assert set(kept) == set(NAMES) - {each.question for each in questions}
        assert all(each.codes == {"1.000001"} for each in questions)


def test_names_of_the_lexicon_are_held_out_too() -> None:
    base = base_of(
        procedure("1.000001", everyday_names=("việc thử",)),
        everyday=EverydayNames({"1.000001": NAMES, "court": NAMES}),
    )

    for rest, questions in held_out(base):
        assert rest.everyday.of("court") == NAMES
        asked = {each.question for each in questions}
        assert set(rest.everyday.of("1.000001")) == set(NAMES) - asked


def test_the_only_name_of_a_procedure_stays() -> None:
    base = base_of(name_only("1.000002", "Mở chợ", everyday_names=("họp chợ",)))

    assert all(not questions for _, questions in held_out(base))
    assert all(rest.names["1.000002"].everyday_names == ("họp chợ",) for rest, _ in held_out(base))
