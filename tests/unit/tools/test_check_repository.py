"""The checks of tools/check_repository.py, each on a small folder of its own."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

DECISION = "# 0001. A\n\n## Status\n\n## Context\n\n## Decision\n\n## Consequences\n"
SOUND = {
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n",
    "pyproject.toml": '[project]\nrequires-python = ">=3.11"\n',
    "requirements.lock": "click==8.5.1 \\\n    --hash=sha256:aa\n",
    "requirements-dev.lock": "click==8.5.1 \\\n    --hash=sha256:aa\nruff==0.17.2\n",
    "Dockerfile": "FROM python:3.11-slim\n",
    "docs/adr/0001-a-decision.md": DECISION,
}

Check = Callable[[Mapping[str, str | bytes]], list[str]]


@pytest.fixture
def script(load_tool: Callable[[str], ModuleType]) -> ModuleType:
    """The script under test."""
    return load_tool("check_repository")


@pytest.fixture
def faults(script: ModuleType, tmp_path: Path) -> Check:
    """Return what names the faults of a sound repository with files changed or added."""

    def check(contents: Mapping[str, str | bytes]) -> list[str]:
        files = write(tmp_path, {**SOUND, **contents})
        found = script.check(tmp_path, files)
        return [f"{path}:{line}: {message}" for path, line, message in found]

    return check


@pytest.fixture(autouse=True)
def no_git_of_a_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks by these where the repository is; here it is another one."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)


def write(root: Path, contents: Mapping[str, str | bytes]) -> list[PurePosixPath]:
    """Write the files and return their paths."""
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [PurePosixPath(name) for name in contents]


def git(root: Path, *arguments: str) -> None:
    """Run git in this folder."""
    command = ["git", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)  # noqa: S603


def test_a_sound_repository_has_no_fault(faults: Check) -> None:
    found = faults({"bot/messages.py": '"""Câu này đúng là của mô-đun."""\n'})

    assert found == []


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        pytest.param(
            "requirements-dev.lock",
            "--index-url https://example.invalid\nclick==8.5.1\n",
            "requirements-dev.lock:1: a lock file holds no address",
            id="an address in a lock file",
        ),
        pytest.param(
            "requirements-dev.lock",
            "click==8.5.0\n",
            "requirements.lock:1: click 8.5.1 is 8.5.0 in requirements-dev.lock",
            id="two versions of one package",
        ),
        pytest.param(
            "requirements-dev.lock",
            "ruff==0.17.2\n",
            "requirements.lock:1: click 8.5.1 is missing in requirements-dev.lock",
            id="a package that only the first lock file holds",
        ),
        pytest.param(
            "README.md",
            "Read\n/" + "home/ann/motcua\n",
            "README.md:2: '/" + "home/' is a path of one machine",
            id="a path of one machine",
        ),
        pytest.param(
            "README.md",
            "Chào",
            "README.md:1: the last line does not end with a newline",
            id="no newline at the end",
        ),
        pytest.param(
            "README.md",
            "One\ncha\u0300o\n",
            "README.md:2: is not in NFC: retype the marks",
            id="a mark that stands apart from its letter",
        ),
        pytest.param(
            "README.md", b"One\nch\xe0o\n", "README.md:2: is not UTF-8", id="another encoding"
        ),
        pytest.param(
            "docs/large.svg",
            "a" * 1_000_000 + "\n",
            "docs/large.svg:1: 1,000,001 bytes; at most 1,000,000 outside knowledge/data/",
            id="a large file",
        ),
        pytest.param(
            "knowledge/long.py",
            "\n" * 301,
            "knowledge/long.py:301: 301 lines; a module has at most 300",
            id="a long module",
        ),
        pytest.param(
            "knowledge/wide.py",
            "def far() -> None:\n" + "    pass\n" * 40,
            "knowledge/wide.py:1: far has 41 lines; a function has at most 40",
            id="a long function",
        ),
        pytest.param(
            "db/tables.py",
            "\n" * 401,
            "db/tables.py:401: 401 lines; a module has at most 400",
            id="long tables",
        ),
        pytest.param(
            "bot/reply.py",
            'TEXT = "Hồ sơ đang xử lý"\n',
            "bot/reply.py:1: a sentence of bot/texts/: 'Hồ sơ đang xử lý'",
            id="a sentence in Python",
        ),
        pytest.param(
            "bot/reply.py",
            'text = f"Hồ sơ {code} xử lý"\n',
            "bot/reply.py:1: a sentence of bot/texts/: 'Hồ sơ   xử lý'",
            id="a sentence in an f-string",
        ),
        pytest.param(
            "bot/reply.py",
            "def\n",
            "bot/reply.py:1: is not Python",
            id="a module that is no Python",
        ),
        pytest.param(
            "Dockerfile",
            "# base\nFROM python:3.13-slim\n",
            "Dockerfile:2: Python 3.13, but tested is 3.11",
            id="another Python in the image",
        ),
        pytest.param(
            "Dockerfile",
            "FROM debian:12\n",
            "Dockerfile:1: is not built from a python image with its version",
            id="another base image",
        ),
        pytest.param(
            "CHANGELOG.md",
            "# Changelog\n",
            "CHANGELOG.md:1: has no section '## [Unreleased]'",
            id="no place for what comes next",
        ),
        pytest.param(
            "docs/adr/0003-later.md",
            DECISION,
            "docs/adr/0003-later.md:1: is number 0003 where 0002 comes next",
            id="a gap between decisions",
        ),
        pytest.param(
            "docs/adr/notes.md",
            DECISION,
            "docs/adr/notes.md:1: is not named NNNN-in-small-letters.md",
            id="a decision without a number",
        ),
        pytest.param(
            "docs/adr/0002-b.md",
            DECISION.replace("## Decision\n", ""),
            "docs/adr/0002-b.md:1: has no heading '## Decision'",
            id="a record without its decision",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(
    faults: Check, name: str, content: str | bytes, fault: str
) -> None:
    found = faults({name: content})

    assert found == [fault]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("knowledge/data/all.tsv", "a" * 1_000_000 + "\n", id="a large knowledge base"),
        pytest.param("tests/samples/ledger/old.csv", b"ch\xe0o", id="input as others send it"),
        pytest.param("tests/questions/a.jsonl", "cha\u0300o\n", id="questions as people type"),
        pytest.param("docs/screen.png", b"\x89PNG\xff", id="a picture"),
        pytest.param("bot/__init__.py", "", id="an empty module"),
        pytest.param("bot/reply.py", 'LABEL = "Hồ sơ"\n', id="a label"),
        pytest.param("knowledge/fold.py", 'A = "một hai bốn năm"\n', id="words of another room"),
        pytest.param("docs/link.md", "See https://example.org/home/a.\n", id="a path of a site"),
        pytest.param("tests/test_long.py", "\n" * 301, id="a long test"),
    ],
)
def test_what_is_allowed_is_no_fault(faults: Check, name: str, content: str | bytes) -> None:
    found = faults({name: content})

    assert found == []


def test_a_lock_file_that_is_not_there_is_named(script: ModuleType, tmp_path: Path) -> None:
    files = write(tmp_path, {name: text for name, text in SOUND.items() if "dev" not in name})

    found = script.check(tmp_path, files)

    assert found == [(PurePosixPath("requirements-dev.lock"), 1, "does not exist")]


def test_ignored_and_deleted_files_are_left_alone(script: ModuleType, tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "/data/\n", "data/a.txt": "a", "kept.md": "", "gone.md": ""})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    (tmp_path / "gone.md").unlink()
    write(tmp_path, {"new.md": ""})

    found = script.listed_files(tmp_path)

    assert [str(path) for path in found] == [".gitignore", "kept.md", "new.md"]


def test_the_command_prints_its_faults_and_ends_with_1(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**SOUND, "README.md": "no newline"})
    git(tmp_path, "init", "--quiet")

    code = script.main([str(tmp_path)])

    assert (code, capsys.readouterr().out) == (
        1,
        "README.md:1: the last line does not end with a newline\n",
    )


def test_outside_a_checkout_it_says_so(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(SystemExit, match="not a git repository"):
        script.listed_files(tmp_path)
