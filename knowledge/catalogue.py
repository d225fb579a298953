"""The compact table of commune procedures: names only, a row a code."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from knowledge.procedure import Handler, NameOnly
from knowledge.record import Code
from knowledge.yaml_file import Problem

COLUMNS = ("code", "name", "field", "handler", "agency", "issuer", "national")


def read_catalogue(path: Path, problems: list[Problem]) -> dict[Code, NameOnly]:
    """Read the tab-separated table: `# source:` and `# crawled:` lines, a header, then rows."""
    names: dict[Code, NameOnly] = {}
    if not path.exists():
        return names
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        problems.append(Problem(path, None, f"cannot be read: {exc}"))
        return names
    remarks: dict[str, str] = {}
    columns: list[str] = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            head, _, value = line[1:].partition(":")
            remarks[head.strip()] = value.strip()
        elif not columns:
            columns = line.split("\t")
            if missing := [name for name in COLUMNS if name not in columns]:
                problems.append(Problem(path, number, f"lacks the columns {', '.join(missing)}"))
                return names
        elif line:
            row = _row(line, columns, remarks)
            if isinstance(row, str):
                problems.append(Problem(path, number, row))
            elif row.code in names:
                problems.append(Problem(path, number, f"{row.code!r} stands here twice"))
            else:
                names[row.code] = row
    return names


def _row(line: str, columns: list[str], remarks: Mapping[str, str]) -> NameOnly | str:
    cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
    if len(cells) != len(columns):
        return f"{len(cells)} cells where {len(columns)} are expected"
    row = dict(zip(columns, cells, strict=True))
    if row["handler"] not in set(Handler):
        return f"row cannot be read: no handler is called {row['handler']!r}"
    crawled = remarks.get("crawled")
    try:
        return NameOnly(
            code=row["code"],
            name=row["name"],
            field=row["field"],
            handler=Handler(row["handler"]),
            agency=row["agency"],
            issuer=row["issuer"],
            commune=True,
            national=row["national"] == "yes",
            source=remarks.get("source", ""),
            checked_on=date.fromisoformat(crawled) if crawled else None,
        )
    except ValidationError as exc:
        fault = exc.errors(include_url=False)[0]
        return f"row cannot be read: {fault['loc'][0]}: {fault['msg']}"
    except ValueError as exc:
        return f"the remark '# crawled:' is no day: {exc}"
