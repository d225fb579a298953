"""A YAML file that remembers on which line each value stands."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

Path_ = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file of the knowledge base."""

    path: Path
    line: int | None
    message: str
    is_fatal: bool = True  # False: one foreign record is left out, the rest is used

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{where}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge base cannot be used as it stands."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file and its nodes."""

    path: Path
    value: Any
    node: yaml.Node

    def as_json(self) -> str:
        """Return the value as JSON, dates as ISO texts, as the strict models read it."""
        return json.dumps(self.value, ensure_ascii=False, default=str)

    def line(self, path: Path_) -> int:
        """Return the line of the value at this path, or of the nearest one above it."""
        node = self.node
        for part in path:
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                if part >= len(node.value):
                    break
                node = node.value[part]
            elif isinstance(node, yaml.MappingNode):
                found = [(k, v) for k, v in node.value if k.value == str(part)]
                if not found:
                    break
                key, node = found[0]
                if not isinstance(node, yaml.CollectionNode):
                    return int(key.start_mark.line) + 1
            else:
                break
        return int(node.start_mark.line) + 1

    def problem(self, path: Path_, message: str) -> Problem:
        """Return a problem at this path."""
        return Problem(self.path, self.line(path), message)

    def problems(self, error: ValidationError, at: Path_ = ()) -> list[Problem]:
        """Return what a model found wrong, each with its line."""
        found = []
        for fault in error.errors(include_url=False):
            location = (*at, *fault["loc"])
            name = ".".join(map(str, location)) or "the file"
            message = fault["msg"].removeprefix("Value error, ")
            found.append(self.problem(location, f"{name}: {message}"))
        return found


def read_yaml(path: Path, problems: list[Problem]) -> Source | None:
    """Read one file; None, with the problem noted, when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        problems.append(Problem(path, None, f"cannot be read: {exc}"))
        return None
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        value = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else None
        problems.append(Problem(path, line, f"is not YAML: {exc.problem}"))
        return None
    except (yaml.YAMLError, ValueError) as exc:
        problems.append(Problem(path, None, f"is not YAML: {exc}"))
        return None
    finally:
        loader.dispose()
    if node is None:
        problems.append(Problem(path, None, "is empty"))
        return None
    repeated = list(_repeated_keys(node))
    problems.extend(
        Problem(path, key.start_mark.line + 1, f"{key.value!r} stands here twice")
        for key in repeated
    )
    if text != unicodedata.normalize("NFC", text):
        problems.append(Problem(path, _first_decomposed(text), "is not in NFC: retype the marks"))
    return Source(path, value, node)


def _repeated_keys(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(key.value)
            yield from _repeated_keys(value)


def _first_decomposed(text: str) -> int:
    return next(
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if line != unicodedata.normalize("NFC", line)
    )
