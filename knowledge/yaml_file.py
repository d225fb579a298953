"""A YAML file that remembers on which line each value stands."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
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
        node: yaml.Node = self.node
        line = node.start_mark.line
        for part in path:
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                if part >= len(node.value):
                    break
                node = node.value[part]
                line = node.start_mark.line
            elif isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line, found[1]
            else:
                break
        return int(line) + 1

    def text_problem(self, path: Path_, number: int, message: str) -> Problem:
        """Return a problem in line `number`, from 0, of the text at this path."""
        node = self._value(path)
        is_block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
        return Problem(self.path, self.line(path) + number + is_block, message)

    def _value(self, path: Path_) -> yaml.Node | None:
        node: yaml.Node | None = self.node
        for part in path:
            if not isinstance(node, yaml.MappingNode):
                return None
            node = next((v for k, v in node.value if k.value == str(part)), None)
        return node

    def problem(self, path: Path_, message: str) -> Problem:
        """Return a problem at this path."""
        return Problem(self.path, self.line(path), message)

    def problems(self, error: ValidationError, at: Path_ = ()) -> list[Problem]:
        """Return what a model found wrong, each with its line."""
        found = []
        faults = error.errors(include_url=False)
        for fault in faults:
            if fault["type"] == "too_short" and _is_above_another(fault["loc"], faults):
                continue  # it only counts the good items of a list that has a faulty one
            location = (*at, *fault["loc"])
            name = ".".join(map(str, location)) or "the file"
            message = fault["msg"].removeprefix("Value error, ")
            found.append(self.problem(location, f"{name}: {message}"))
        return found


def _is_above_another(location: Path_, faults: Sequence[Mapping[str, Any]]) -> bool:
    depth = len(location)
    return any(len(f["loc"]) > depth and tuple(f["loc"][:depth]) == location for f in faults)


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
    if odd := next(_keys_that_are_no_text(node), None):
        line = odd.start_mark.line + 1
        problems.append(Problem(path, line, f"key {odd.value!r} must be a text: put it in quotes"))
        return None
    repeated = list(_repeated_keys(node))
    problems.extend(
        Problem(path, key.start_mark.line + 1, f"{key.value!r} stands here twice")
        for key in repeated
    )
    if text != unicodedata.normalize("NFC", text):
        problems.append(Problem(path, _first_decomposed(text), "is not in NFC: retype the marks"))
    return Source(path, value, node)


def _keys_that_are_no_text(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _keys_that_are_no_text(item)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                yield key
            yield from _keys_that_are_no_text(value)


def read_shaped(
    path: Path, shape: TypeAdapter[T], problems: list[Problem]
) -> tuple[Source, T] | None:
    """Read one file of this shape; None when it is not there or is faulty."""
    source = read_yaml(path, problems) if path.exists() else None
    if source is None:
        return None
    try:
        return source, shape.validate_json(source.as_json())
    except ValidationError as exc:
        problems.extend(source.problems(exc))
        return None


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
