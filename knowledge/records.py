"""Official records in the shapes of the national portal's dumps: names only, for now.

`procedures.jsonl` rows carry agency, level, type, commune_core; `catalogue.jsonl` rows carry
departments, type, commune. The importer that reads the rest of a record comes with a later issue.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.handlers import handler_of
from knowledge.procedure import NameOnly
from knowledge.record import CODE_PATTERN
from knowledge.yaml_file import Problem

_CODE = re.compile(CODE_PATTERN)


def read_records(path: Path, problems: list[Problem]) -> Iterator[NameOnly]:
    """Yield the records of a .jsonl file.

    Official dumps hold a few faulty rows: those are left out and noted as problems that are not
    fatal. A file without a single record is a fatal one.
    """
    found = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                record = _record(line)
                if isinstance(record, str):
                    problems.append(Problem(path, number, record, is_fatal=False))
                else:
                    found += 1
                    yield record
    except (OSError, UnicodeDecodeError) as exc:
        problems.append(Problem(path, None, f"cannot be read: {exc}"))
        return
    if not found:
        problems.append(Problem(path, None, "holds no official record, one JSON object a line"))


def _record(line: str) -> NameOnly | str:
    try:
        row = json.loads(line.removeprefix("\ufeff"))
    except json.JSONDecodeError as exc:
        return f"is not JSON: {exc.msg} at column {exc.colno}"
    except (ValueError, RecursionError) as exc:
        return f"is not JSON that can be read: {exc}"
    if not isinstance(row, dict):
        return "expected one JSON object a line"
    code, name = row.get("code"), row.get("name")
    code = code.strip() if isinstance(code, str) else code
    if not isinstance(code, str) or not _CODE.match(code):
        return f"code {code!r} is not of the form 1.001193"
    if not isinstance(name, str) or not name.strip():
        return f"record {code} has no name"
    handler, agency = handler_of(_bodies(row), f"{_text(row.get('level'))} {name}")
    return NameOnly.model_construct(
        code=code,
        name=" ".join(name.split()),
        field=_text(row.get("field")),
        handler=handler,
        agency=agency,
        issuer=_text(row.get("issuer")),
        commune=_is_commune(row),
        national=row.get("type") != "SPECIFIC",
        source=_text(row.get("source")),
        checked_on=_day(row.get("crawled")),
        everyday_names=(),
    )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _bodies(row: Mapping[str, Any]) -> list[str]:
    departments = row.get("departments")
    if isinstance(departments, list):
        return [_text(name) for name in departments if _text(name)]
    return [body for body in [_text(row.get("agency"))] if body]


def _is_commune(row: Mapping[str, Any]) -> bool:
    if "commune" in row:
        return bool(row["commune"])
    return bool(row.get("commune_core")) or _text(row.get("level")) == "Cấp xã"


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
