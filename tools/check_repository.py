"""Check what no other tool checks: lock files, paths, sizes, encodings, changelog, decisions.

    python tools/check_repository.py [FOLDER]

Every file that git tracks or would track is looked at. Each fault is a line `path:line: message`;
the exit code is 1 when there is any.
"""

import ast
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

LOCKS = ("requirements.lock", "requirements-dev.lock")
ROOMS = ("bot", "knowledge", "dossiers", "db")
LONGEST_MODULE = 300
LONGEST_TABLES = 400
LONGEST_FUNCTION = 40
LARGEST_FILE = 1_000_000
LARGE_FILES_IN = "knowledge/data/"
RAW_INPUT = ("tests/samples/*", "tests/questions/*.jsonl")  # kept as people and programs write it
BINARY = {".gif", ".gz", ".ico", ".jpg", ".jpeg", ".ods", ".pdf", ".png", ".woff2", ".xls", ".xlsx"}
MOST_MARKED_WORDS = 2
ADR_HEADINGS = ("Status", "Context", "Decision", "Consequences")

_MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)/")
_MARKED = re.compile(r"[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_BASE_IMAGE = re.compile(r"^FROM\s+python:(\d+\.\d+)\S*", re.MULTILINE)
_OLDEST_PYTHON = re.compile(r">=\s*(\d+\.\d+)")
_UNRELEASED = re.compile(r"^## \[?Unreleased\]?\s*$", re.MULTILINE)
_ADR_NAME = re.compile(r"^(\d{4})-[a-z0-9-]+\.md$")

Fault = tuple[PurePosixPath, int, str]  # the file, its line, what is wrong


def main(arguments: list[str] | None = None) -> int:
    """Check the repository and print its faults; 1 when there are any."""
    given = sys.argv[1:] if arguments is None else arguments
    root = Path(given[0]) if given else Path(__file__).resolve().parent.parent
    faults = check(root, listed_files(root))
    for path, line, message in faults:
        sys.stdout.write(f"{path}:{line}: {message}\n")
    return 1 if faults else 0


def listed_files(root: Path) -> list[PurePosixPath]:
    """Return the files that are tracked, or new and not ignored, in order; exit without git."""
    # A checkout may belong to another user than the one who checks it (a CI job run as root).
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    options = ["--cached", "--others", "--exclude-standard"]
    found = subprocess.run([*command, *options], cwd=root, capture_output=True)  # noqa: S603
    if found.returncode:
        sys.exit(f"check_repository: {found.stderr.decode().strip()}")
    names = found.stdout.decode().split("\0")
    return sorted({PurePosixPath(name) for name in names if name and (root / name).is_file()})


def check(root: Path, files: Iterable[PurePosixPath]) -> list[Fault]:
    """Return every fault of these files, by path and line."""
    files = list(files)
    faults = [fault for path in files for fault in check_file(root, path)]
    faults += check_pins(root)
    faults += check_base_image(root)
    faults += check_changelog(root)
    faults += check_decisions(root, files)
    return sorted(faults)


def check_file(root: Path, path: PurePosixPath) -> Iterator[Fault]:
    """Yield what is wrong with one file by itself."""
    content = (root / path).read_bytes()
    if len(content) > LARGEST_FILE and not str(path).startswith(LARGE_FILES_IN):
        yield path, 1, f"{len(content):,} bytes; at most {LARGEST_FILE:,} outside {LARGE_FILES_IN}"
    if path.suffix.lower() in BINARY or any(fnmatch(str(path), raw) for raw in RAW_INPUT):
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as exc:
        yield path, _line(content, exc.start), "is not UTF-8"
        return
    yield from check_text(path, text)
    if path.suffix == ".lock":
        yield from check_lock(path, text)
    if path.suffix == ".py" and path.parts[0] in ROOMS:
        yield from check_length(path, text)
    if path.suffix == ".py" and path.parts[0] == "bot":
        yield from check_sentences(path, text)


def check_text(path: PurePosixPath, text: str) -> Iterator[Fault]:
    """Yield letters not in NFC, a missing last newline and paths of one machine."""
    if text and not text.endswith("\n"):
        yield path, text.count("\n") + 1, "the last line does not end with a newline"
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield path, number, "is not in NFC: retype the marks"
        if found := _MACHINE_PATH.search(line):
            yield path, number, f"{found.group()!r} is a path of one machine"


def check_lock(path: PurePosixPath, text: str) -> Iterator[Fault]:
    """Yield the addresses in a lock file: where packages come from is each machine's own matter."""
    for number, line in enumerate(text.splitlines(), start=1):
        if "://" in line:
            yield path, number, "a lock file holds no address"


def check_length(path: PurePosixPath, text: str) -> Iterator[Fault]:
    """Yield a module, or a function in it, that has grown too long."""
    longest = LONGEST_TABLES if path.name == "tables.py" else LONGEST_MODULE
    length = len(text.splitlines())
    if length > longest:
        yield path, longest + 1, f"{length} lines; a module has at most {longest}"
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return  # check_sentences and the linter say so
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                told = f"{node.name} has {lines} lines; a function has at most {LONGEST_FUNCTION}"
                yield path, node.lineno, told


def check_sentences(path: PurePosixPath, text: str) -> Iterator[Fault]:
    """Yield Vietnamese sentences in Python: what a citizen reads stands in bot/texts/."""
    try:
        tree = ast.parse(text)
    except SyntaxError as exc:
        yield path, exc.lineno or 1, "is not Python"
        return
    for node in _strings(tree):
        words = [word for word in _spoken(node).split() if _MARKED.search(word)]
        if len(words) > MOST_MARKED_WORDS:
            yield path, node.lineno, f"a sentence of bot/texts/: {_spoken(node)[:50]!r}"


def _strings(tree: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the strings of a module but docstrings; an f-string is one string."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(tree, ast.Expr) and isinstance(node, ast.Constant):
            continue  # a string that stands alone is a docstring
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node
        if not isinstance(node, ast.JoinedStr):
            yield from _strings(node)


def _spoken(node: ast.Constant | ast.JoinedStr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return " ".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def check_pins(root: Path) -> Iterator[Fault]:
    """Yield the pins of the first lock file that the second does not hold in the same version."""
    if missing := [name for name in LOCKS if not (root / name).is_file()]:
        yield from ((PurePosixPath(name), 1, "does not exist") for name in missing)
        return
    runtime, development = ((root / name).read_text(encoding="utf-8") for name in LOCKS)
    versions = {match[1]: match[2] for match in _PIN.finditer(development)}
    for pin in _PIN.finditer(runtime):
        name, version = pin.groups()
        if versions.get(name) != version:
            there = versions.get(name, "missing")
            line = _line(runtime, pin.start())
            yield PurePosixPath(LOCKS[0]), line, f"{name} {version} is {there} in {LOCKS[1]}"


def check_base_image(root: Path) -> Iterator[Fault]:
    """Yield a base image that is not the Python the project is tested on, its oldest one."""
    path = PurePosixPath("Dockerfile")
    if not (root / path).is_file():
        return
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = _OLDEST_PYTHON.search(project["requires-python"])
    tested = oldest[1] if oldest else "named nowhere"
    text = (root / path).read_text(encoding="utf-8")
    images = list(_BASE_IMAGE.finditer(text))
    if not images:
        yield path, 1, "is not built from a python image with its version"
    for image in images:
        if image[1] != tested:
            yield path, _line(text, image.start()), f"Python {image[1]}, but tested is {tested}"


def check_changelog(root: Path) -> Iterator[Fault]:
    """Yield a changelog without a place for what comes next."""
    path = PurePosixPath("CHANGELOG.md")
    text = (root / path).read_text(encoding="utf-8") if (root / path).is_file() else ""
    if not _UNRELEASED.search(text):
        yield path, 1, "has no section '## [Unreleased]'"


def check_decisions(root: Path, files: Iterable[PurePosixPath]) -> Iterator[Fault]:
    """Yield decision records that are not numbered one after the other or lack a heading."""
    records = sorted(path for path in files if path.parent == PurePosixPath("docs/adr"))
    for number, path in enumerate(records, start=1):
        named = _ADR_NAME.match(path.name)
        if named is None:
            yield path, 1, "is not named NNNN-in-small-letters.md"
        elif int(named[1]) != number:
            yield path, 1, f"is number {named[1]} where {number:04} comes next"
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        for heading in ADR_HEADINGS:
            if f"## {heading}" not in lines:
                yield path, 1, f"has no heading '## {heading}'"


def _line(content: str | bytes, position: int) -> int:
    before = content[:position]
    return 1 + (before.count("\n") if isinstance(before, str) else before.count(b"\n"))


if __name__ == "__main__":
    sys.exit(main())
