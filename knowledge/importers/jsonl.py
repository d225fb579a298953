"""Rows of `procedures.jsonl` and `catalogue.jsonl`, one JSON object a line."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from knowledge.importers.record import OfficialMethod, OfficialPaper, OfficialRecord
from knowledge.importers.wording import day, line, lines
from knowledge.record import CODE_PATTERN

CODE = re.compile(CODE_PATTERN)
CODE_ANYWHERE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")
_DETAILS = ("documents", "methods", "steps")


def parse(text: str | bytes) -> Mapping[str, Any] | str:
    """Return the object of one line, with a code and a name; else what is wrong with it."""
    try:
        row = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except json.JSONDecodeError as exc:
        return f"is not JSON: {exc.msg} at column {exc.colno}"
    except (ValueError, RecursionError) as exc:
        return f"is not JSON that can be read: {exc}"
    if not isinstance(row, dict):
        return "expected one JSON object a line"
    code = row.get("code")
    if not isinstance(code, str) or not CODE.match(code.strip()):
        return (
            f"code {code.strip() if isinstance(code, str) else code!r} is not of the form 1.001193"
        )
    if not line(row.get("name")):
        return f"record {code.strip()} has no name"
    return row


def has_details(row: Mapping[str, Any]) -> bool:
    """Whether a row says more than a catalogue does."""
    return any(name in row for name in _DETAILS)


def heading(row: Mapping[str, Any]) -> OfficialRecord:
    """Return what a catalogue has of a row that `parse` returned: all that finding it needs."""
    return OfficialRecord(
        code=row["code"].strip(),
        name=line(row["name"]),
        level=line(row.get("level")),
        field=line(row.get("field")),
        bodies=bodies(row),
        issuer=line(row.get("issuer")),
        national=row.get("type") != "SPECIFIC",
        commune=is_commune(row),
        crawled=day(row.get("crawled")),
        source=line(row.get("source")),
        named_codes=named_codes(row),
        has_details=has_details(row),
    )


def official(row: Mapping[str, Any]) -> OfficialRecord:
    """Return the record of a row that `parse` returned. Fields of a wrong kind count as empty."""
    return replace(
        heading(row),
        target=line(row.get("target")),
        papers=tuple(_paper(each) for each in _objects(row.get("documents"))),
        methods=tuple(_method(each) for each in _objects(row.get("methods"))),
        steps="\n".join(lines(row.get("steps"))),
        conditions="\n".join(lines(row.get("conditions"))),
        result=line(row.get("result")),
        legal_basis=_texts(row.get("legal_basis")),
    )


def named_codes(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes that the record's source and address name."""
    return tuple(CODE_ANYWHERE.findall(f"{line(row.get('source'))} {line(row.get('url'))}"))


def bodies(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the bodies that decide, as a catalogue or a record prints them."""
    if isinstance(row.get("departments"), list):
        return _texts(row["departments"])
    return tuple(body for body in [line(row.get("agency"))] if body)


def is_commune(row: Mapping[str, Any]) -> bool:
    """Whether a commune desk takes it in."""
    if "commune" in row:
        return bool(row["commune"])
    return bool(row.get("commune_core")) or line(row.get("level")) == "Cấp xã"


def _paper(row: Mapping[str, Any]) -> OfficialPaper:
    return OfficialPaper(
        name=line(row.get("name")),
        case=line(row.get("case")),
        originals=count(row.get("originals")),
        copies=count(row.get("copies")),
        form=line(row.get("form")),
    )


def _method(row: Mapping[str, Any]) -> OfficialMethod:
    # A fee's lines are fees of their own; its text stays as it is printed.
    fee = row.get("fee")
    return OfficialMethod(
        channel=line(row.get("channel")),
        time=line(row.get("time_limit")),
        fee="\n".join(line(each) for each in fee.splitlines()) if isinstance(fee, str) else "",
        note=line(row.get("note")),
    )


def count(value: object) -> int:
    """Return how many of a paper; what is no number of things is none."""
    return value if isinstance(value, int) and 0 < value < 1_000 else 0


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for each in _list(value) if (text := line(each)))


def _objects(value: object) -> Iterable[Mapping[str, Any]]:
    return (each for each in _list(value) if isinstance(each, dict))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
