"""Drafts as YAML files like the shipped ones: the same keys in the same order, blanks left out."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from knowledge.normalise import fold
from knowledge.procedure import Procedure

_LAST = ("valid_from", "valid_to")  # pydantic puts a base's fields first; people read them last
_IN_A_ROW = frozenset({"ways", "truong_hop"})
_WIDTH = 100
_LONGEST_SLUG = 60
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n\"'{}\[\],&*!|>%@`]|:(?=\S)|(?<=\S)#)*", re.UNICODE)
_OTHER_THAN_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def draft(procedure: Procedure) -> str:
    """Return the text of a procedure's file; `knowledge.load` reads it back as the same."""
    data = procedure.model_dump(exclude_defaults=True)
    ordered = {key: data[key] for key in _order() if key in data}
    return "\n".join(_mapping(ordered, 0)) + "\n"


def _order() -> list[str]:
    """Return the keys as they are declared, the days of validity beside the source."""
    keys = [key for key in Procedure.model_fields if key not in _LAST]
    source = keys.index("source")
    return [*keys[:source], *_LAST, *keys[source:]]


def file_name(procedure: Procedure) -> PurePosixPath:
    """Return where the draft stands in a folder of procedures: <field>/<code>-<slug>.yaml."""
    field = _slug(procedure.field) or "khac"
    name = _slug(procedure.short_name) or "khong-ten"
    return PurePosixPath(field) / f"{procedure.code}-{name}.yaml"


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(text))
    return textwrap.shorten(" ".join(words), _LONGEST_SLUG, placeholder="").replace(" ", "-")


def _mapping(values: Mapping[str, object], depth: int) -> Iterator[str]:
    indent = " " * depth
    keys = [key for key in values if key not in _LAST or not depth]
    keys += [key for key in values if key in _LAST and depth]
    for key in keys:
        name, value = str(getattr(key, "value", key)), values[key]
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from _mapping(value, depth + 2)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            if name in _IN_A_ROW:
                yield f"{indent}{name}: [{', '.join(_scalar(each) for each in value)}]"
            else:
                yield f"{indent}{name}:"
                yield from _items(value, depth + 2)
        else:
            yield from _lines(f"{indent}{name}: ", value, depth + 2)


def _items(values: Sequence[object], depth: int) -> Iterator[str]:
    indent = " " * depth
    for value in values:
        if isinstance(value, Mapping):
            first, *rest = _mapping(value, depth + 2)
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield from _lines(f"{indent}- ", value, depth + 2)


def _lines(head: str, value: object, depth: int) -> Iterator[str]:
    """Yield a scalar on the line of its head, or folded below it where it is long."""
    text = str(value) if isinstance(value, str) else ""
    if len(head) + len(text) <= _WIDTH or " " not in text:
        yield head + _scalar(value)
        return
    yield f"{head}>-"
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * depth,
        subsequent_indent=" " * depth,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _scalar(value: object) -> str:
    value = getattr(value, "value", value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | date):
        return str(value)
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _OTHER_THAN_TEXT
    return (
        text if is_plain and not text.endswith((" ", ":")) else json.dumps(text, ensure_ascii=False)
    )
