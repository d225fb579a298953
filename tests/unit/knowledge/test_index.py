"""An index of names."""

from knowledge.index import CANDIDATES, POSTINGS_BUDGET, Entry, Index, Overlap
from knowledge.normalise import words


def entry(target: int, name: str, weight: float = 1.0) -> Entry:
    return Entry(target, words(name), weight)


def index_of(*names: str, stop_words: str = "") -> Index:
    entries = [entry(target, name) for target, name in enumerate(names)]
    return Index(entries, frozenset(stop_words.split()))


def only(found: list[Overlap]) -> Overlap:
    (overlap,) = found
    return overlap


def test_a_name_said_in_full_is_covered_in_full() -> None:
    index = index_of("khai sinh", "khai tử")

    overlaps = {each.entry.target: each for each in index.look_up(words("khai sinh"))}

    assert overlaps[0].of_question == 1.0
    assert overlaps[0].of_entry == 1.0
    assert 0 < overlaps[1].of_question < 1
    assert 0 < overlaps[1].of_entry < 1


def test_names_that_share_no_word_are_not_found() -> None:
    assert index_of("khai sinh").look_up(words("kết hôn")) == []
    assert index_of().look_up(words("kết hôn")) == []
    assert index_of("khai sinh").look_up(()) == []


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    index = index_of("đăng ký hụi", "đăng ký chợ", "đăng ký đò")

    assert index.weight("hui") > index.weight("dang")
    assert index.weight("khong co") > index.weight("dang")


def test_a_word_of_no_matter_counts_little() -> None:
    index = index_of("đơn cho con", "thẻ của mẹ", stop_words="cho cua")

    assert index.weight("cho") < index.weight("con")
    assert index.weight("cho cua") < index.weight("cho con") < index.weight("con me")


def test_words_of_any_name_are_known() -> None:
    index = index_of("khai sinh")

    assert "khai" in index
    assert "tu" not in index


def test_typed_marks_that_differ_disagree() -> None:
    index = index_of("khai tử")

    assert only(index.look_up(words("khai tử"))).disagreeing == 0.0
    assert only(index.look_up(words("khai tu"))).disagreeing == 0.0
    assert only(index.look_up(words("khai tự"))).disagreeing == 0.5


def test_the_commonest_words_are_passed_over_when_a_rarer_one_finds_enough() -> None:
    common = [entry(target, "đơn") for target in range(POSTINGS_BUDGET + 1)]
    index = Index([*common, entry(-1, "đơn hiếm")], frozenset())

    found = index.look_up(words("đơn hiếm"))

    assert {each.entry.target for each in found} == {-1}


def test_a_common_word_alone_is_still_looked_up() -> None:
    index = Index([entry(target, "đơn") for target in range(POSTINGS_BUDGET + 1)], frozenset())

    assert len(index.look_up(words("đơn"))) == CANDIDATES
