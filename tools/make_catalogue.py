"""Make knowledge/data/catalogue.tsv: the procedures a commune desk takes in, by name only.

Read the headers of the national portal, one JSON object a line, and write one line a procedure:

    python tools/make_catalogue.py catalogue.jsonl knowledge/data/catalogue.tsv \\
        --procedures procedures.jsonl --also knowledge/data

The portal marks land-office, school and a few other matters as no commune's, though people bring
them to the desk: `--also` adds each procedure that the files of the knowledge base name by code.
The same input gives the same bytes. Fields are split by tabs and never quoted.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from knowledge.handlers import handler_of, one_line

SOURCE = "Cổng Dịch vụ công quốc gia, danh mục thủ tục hành chính"
CRAWLED = "2026-07-18"
HEADER = ("code", "name", "field", "handler", "agency", "issuer", "national")

CODE = re.compile(r'"(\d\.\d{6})"')


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def name_of(row: dict[str, Any]) -> str:
    """Return the official name; a name printed in capitals is set in ordinary letters."""
    name = one_line(row["name"])
    return name.capitalize() if name.isupper() else name


def codes_named_in(folder: Path) -> set[str]:
    """Return the procedure codes named as such in the topics, lexicons and procedures."""
    return {
        code
        for room in ("topics", "lexicons", "procedures")
        for path in sorted((folder / room).rglob("*.yaml"))
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


def table(
    rows: Iterable[dict[str, Any]], agencies: dict[str, str], also: set[str]
) -> list[tuple[str, ...]]:
    """Return the lines of the table, one a procedure of the desk, ordered by code."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        code = one_line(row["code"])
        if code in found or not (row["commune"] or code in also):
            continue
        name = name_of(row)
        bodies = row["departments"] or [b for b in agencies.get(code, "").split(";") if b]
        handler, agency = handler_of(bodies, f"{row['level']} {name}")
        national = "no" if row["type"] == "SPECIFIC" else "yes"
        field, issuer = one_line(row["field"]), one_line(row["issuer"])
        found[code] = (code, name, field, handler, agency, issuer, national)
    return [found[code] for code in sorted(found)]


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path, help="headers of the national portal, JSON lines")
    parser.add_argument("output", type=Path, help="the table to write")
    parser.add_argument("--procedures", type=Path, help="official records, to fill in the agency")
    parser.add_argument("--also", type=Path, help="the knowledge base, to add what it names")
    options = parser.parse_args(arguments)
    agencies: dict[str, str] = {}
    if options.procedures:
        for record in read_lines(options.procedures):
            agencies.setdefault(one_line(record["code"]), one_line(record["agency"] or ""))
    also = codes_named_in(options.also) if options.also else set()
    lines = table(read_lines(options.catalogue), agencies, also)
    with options.output.open("w", encoding="utf-8", newline="\n") as output:
        output.write(f"# source: {SOURCE}\n# crawled: {CRAWLED}\n")
        output.writelines("\t".join(line) + "\n" for line in [HEADER, *lines])
    sys.stderr.write(f"{len(lines)} procedures written to {options.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
