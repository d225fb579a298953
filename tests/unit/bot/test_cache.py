"""The base and its matcher, kept in a folder for the next start."""

from pathlib import Path

import pytest

from bot.cache import fingerprint, load_cached, matcher_of
from knowledge.knowledge_base import KnowledgeBase
from knowledge.question import read

pytestmark = pytest.mark.timeout(120)  # the whole base is built several times


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def kept(folder: Path) -> KnowledgeBase:
    base = load_cached((), folder)
    matcher_of(base, folder)
    return base


def test_what_is_taken_up_again_is_what_was_built(folder: Path, kept: KnowledgeBase) -> None:
    again = load_cached((), folder)

    assert again is not kept
    assert again.procedures == kept.procedures
    question = read("mat so do", kept.lexicon)
    first = [each.target.key for each in matcher_of(kept).rank(question)]
    assert [each.target.key for each in matcher_of(again, folder).rank(question)] == first


def test_both_files_are_the_owners_alone(folder: Path, kept: KnowledgeBase) -> None:
    files = sorted(folder.iterdir())

    assert [path.name.partition("-")[0] for path in files] == ["base", "matcher"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_a_file_that_others_may_write_is_built_anew(folder: Path, kept: KnowledgeBase) -> None:
    path = next(folder.glob("base-*"))
    path.write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    path.chmod(0o666)

    assert load_cached((), folder).procedures == kept.procedures
    assert path.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_built_anew(folder: Path, kept: KnowledgeBase) -> None:
    next(folder.glob("base-*")).write_bytes(b"no pickle")

    assert load_cached((), folder).procedures == kept.procedures


def test_a_folder_that_cannot_be_used_does_no_harm(tmp_path: Path, kept: KnowledgeBase) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")

    assert load_cached((), tmp_path / "taken").procedures == kept.procedures


def test_any_change_of_a_file_changes_the_fingerprint(tmp_path: Path) -> None:
    records = tmp_path / "more.jsonl"
    without = fingerprint((records,))
    records.write_text("{}", encoding="utf-8")
    before = fingerprint((records,))
    records.write_text("{} ", encoding="utf-8")

    assert len({fingerprint(), without, before, fingerprint((records,))}) == 4


def test_a_base_that_came_from_no_files_is_not_kept(tmp_path: Path) -> None:
    matcher_of(KnowledgeBase(), tmp_path)

    assert list(tmp_path.iterdir()) == []
