"""JSON of the national portal's API: one procedure's details, or a list of them.

An answer is `{"code": "OK", "data": {...}}`; the procedure itself has `codeNotation`,
`executionMethods` and `executionCases` (seen in crawls of July 2026).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from knowledge.importers.jsonl import CODE, CODE_ANYWHERE, count
from knowledge.importers.patterns import words
from knowledge.importers.record import OfficialMethod, OfficialPaper, OfficialRecord
from knowledge.importers.wording import line, lines

_CHANNELS = {"DIRECT": "in_person", "ONLINE": "online", "POSTAL": "post"}
_UNITS = {
    "WORKING_DAY": "ngày làm việc",
    "DAY": "ngày",
    "HOUR": "giờ",
    "WORKING_HOUR": "giờ làm việc",
    "MONTH": "tháng",
}
"""OTHER, and whatever else comes, gets no unit."""
_FEES = {"FEE": "Phí", "SERVICE_FEE": "Lệ phí", "PRICE_LEVEL": "PRICE_LEVEL"}
_SIGNS = ("executionMethods", "executionCases", "executionSteps", "codeNotation")


def is_portal(document: object) -> bool:
    """Whether a JSON document is an answer of the portal, or holds some."""
    return next(procedures(document), None) is not None


def procedures(document: object) -> Iterator[Mapping[str, Any]]:
    """Yield the procedures of an answer, of a list of answers, or of a map of them."""
    if isinstance(document, list):
        for each in document:
            yield from procedures(each)
    elif isinstance(document, dict):
        if any(sign in document for sign in _SIGNS):
            yield document
            return
        data = document.get("data", document.get("items"))
        if isinstance(data, dict | list):
            yield from procedures(data)


def official(row: Mapping[str, Any], source: str, file_name: str = "") -> OfficialRecord | str:
    """Return the record of one procedure, or what is wrong with it.

    `file_name` is that of a file that holds this procedure alone: crawlers name it by the code.
    """
    code, name = line(row.get("code")), line(row.get("name"))
    if not CODE.match(code):
        return f"code {code!r} is not of the form 1.001193"
    if not name:
        return f"record {code} has no name"
    agencies = line(row.get("executingAgencies")) or line(row.get("delegatedAgencies"))
    departments = _names(row.get("departmentsExecuting"))
    proposal = _object(row.get("procedureProposal"))
    return OfficialRecord(
        code=code,
        name=name,
        field=_field(row),
        bodies=departments or ((agencies,) if agencies else ()),
        target="; ".join(_names(row.get("subjectTypesDetails"))),
        papers=tuple(_papers(row)),
        methods=tuple(_method(each) for each in _objects(row.get("executionMethods"))),
        steps="\n".join(_steps(row)),
        conditions="\n".join(lines(row.get("requirementsAndConditions"))),
        result="; ".join(_names(row.get("resultsDetails"))),
        legal_basis=tuple(_legal_basis(row)),
        issuer=line(row.get("departmentPromulgateName")),
        national=line(proposal.get("proposalType")) != "SPECIFIC",
        crawled=_day(row.get("updatedAt")),
        source=source,
        named_codes=tuple(_named_codes(row, file_name)),
    )


def _named_codes(row: Mapping[str, Any], file_name: str) -> Iterator[str]:
    yield from CODE_ANYWHERE.findall(file_name)
    yield from CODE_ANYWHERE.findall(line(row.get("codeNotation")))
    for case in _objects(row.get("cases")):
        yield from CODE_ANYWHERE.findall(line(case.get("code")))


def _field(row: Mapping[str, Any]) -> str:
    return line(_object(row.get("category")).get("name")) or next(
        iter(_names(row.get("categoriesDetails"))), ""
    )


def _papers(row: Mapping[str, Any]) -> Iterator[OfficialPaper]:
    cases = [
        *_objects(row.get("executionCases")),
        {"profileComponents": row.get("profileComponents")},
    ]
    for case in cases:
        for paper in _objects(case.get("profileComponents")):
            files = _names(paper.get("attachments"))
            yield OfficialPaper(
                name=line(paper.get("name")),
                case=line(case.get("name")),
                originals=count(paper.get("originalQty")),
                copies=count(paper.get("copyQty")),
                form=files[0] if files else "",
            )


def _method(row: Mapping[str, Any]) -> OfficialMethod:
    channel = line(row.get("submissionMethod"))
    known = _CHANNELS.get(channel)
    return OfficialMethod(
        channel=words().channels[known] if known else channel,
        time=_time(row.get("processingTime"), line(row.get("processingTimeUnit"))),
        fee="\n".join(_fee(each) for each in _objects(row.get("fees"))),
        note=line(row.get("description")),
    )


def _time(number: object, unit: str) -> str:
    if not isinstance(number, int | float) or isinstance(number, bool):
        return line(number)
    return f"{number:g} {_UNITS.get(unit, '')}".strip()


def _fee(row: Mapping[str, Any]) -> str:
    label = _FEES.get(line(row.get("type")), "Phí")
    value, said = row.get("value"), line(row.get("description"))
    currency = line(row.get("currencyName")) or "đồng"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    amount = f"{value:,.10g}" if is_number else ""
    return f"{label}: {amount} {currency if amount else ''} {f'({said})' if said else ''}".strip()


def _steps(row: Mapping[str, Any]) -> Iterator[str]:
    for step in _objects(row.get("executionSteps")):
        if name := line(step.get("name")):
            yield name
        yield from lines(step.get("description"))


def _legal_basis(row: Mapping[str, Any]) -> Iterator[str]:
    for law in _objects(row.get("legalBasisesDetails")):
        code, name = line(law.get("code")), line(law.get("name"))
        if code or name:
            yield name if code in name else f"{code} - {name}".strip(" -")


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(each for each in [line(value)] if each)
    found = (line(each.get("name")) for each in _objects(value))
    return tuple(each for each in found if each)


def _day(milliseconds: object) -> date | None:
    """Return the day the portal last changed it: no crawl is older."""
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
