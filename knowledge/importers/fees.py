"""Fees read from what is printed; never a sum that is not there, never "free" by guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.importers.limits import way_of
from knowledge.importers.patterns import patterns, words
from knowledge.importers.record import OfficialMethod, OfficialRecord
from knowledge.procedure import Fee, Way

LEAST_LIKELY = 1_000
"""No fee of a procedure is less than this many đồng; the portal prints thousands and dollars so."""

_ENTRY = re.compile(r"(?:;\s*|\n\s*|^\s*)(?=(?:Phí|Lệ phí|PRICE_LEVEL)\s*:)")
_LABEL = re.compile(r"^(Phí|Lệ phí|PRICE_LEVEL)\s*:\s*")
_CURRENCY = r"việt nam đồng|vnđ|vnd|đồng|đ\b|usd"
_SUM = re.compile(
    rf"^([0-9]{{1,3}}(?:[.,][0-9]{{3}})+|[0-9]+(?:[.,][0-9]{{1,2}})?)\s*({_CURRENCY})",
    re.IGNORECASE,
)
_FREE = re.compile(r"^miễn( lệ)? phí|^không(?: đồng)?(?=$|\s*\()", re.IGNORECASE)
_SUMS_IN_WORDS = re.compile(
    rf"([0-9]{{1,3}}(?:[.,][0-9]{{3}})+|[0-9]{{4,}})\s*(?:{_CURRENCY})", re.IGNORECASE
)
_PER = re.compile(r"^/\s*([^\W\d_]+(?: [^\W\d_]+){0,2})[.)]*$")


class Judgement(StrEnum):
    """What a printed fee is worth."""

    TAKEN = "taken"
    NOTHING = "nothing"  # no fee is printed
    ZERO_OF_PROVINCE = "zero_of_province"  # 0 is printed, but the People's Council sets the sum
    ZERO_WITH_WORDS = "zero_with_words"  # 0 is printed, but its own text names sums or a rule
    OUT_BY_THOUSAND = "out_by_thousand"
    DOLLARS = "dollars"
    WITHOUT_SUM = "without_sum"  # something is paid, and the text does not say how much


@dataclass(frozen=True, slots=True)
class FeeReading:
    """One printed fee and what it is worth; `fee` is None where nothing may be taken."""

    judgement: Judgement
    text: str
    fee: Fee | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    amount: int | None  # đồng
    is_dollars: bool
    said: str


def read_fees(record: OfficialRecord) -> tuple[FeeReading, ...]:
    """Read every printed fee, in the order of the source."""
    of_council = patterns().is_in("council", record.every_text())
    of_province = patterns().is_in("province_issuers", record.issuer)
    is_abroad = any(patterns().is_in("abroad", body) for body in (*record.bodies, record.name))
    return tuple(
        _read(entry, method, of_council, of_province, is_abroad)
        for method in record.methods
        for entry in _entries(method)
    )


def fees_of(readings: Sequence[FeeReading], ways: Sequence[Way]) -> tuple[Fee, ...]:
    """Return the fees for a draft, each once, tied to ways where not all ways print it."""
    fees: list[Fee] = []
    printed_at: list[set[Way]] = []
    for one in readings:
        if one.fee is None:
            continue
        if one.fee not in fees:
            fees.append(one.fee)
            printed_at.append(set())
        if one.way:
            printed_at[fees.index(one.fee)].add(one.way)
    return tuple(
        fee
        if places >= set(ways)
        else fee.model_copy(update={"ways": tuple(way for way in Way if way in places)})
        for fee, places in zip(fees, printed_at, strict=True)
    )


def _entries(method: OfficialMethod) -> list[_Entry]:
    """Return the fees one text holds; the note begins with a fee's words where it has brackets."""
    note = method.note if method.note.startswith("(") else ""
    parts = [part.strip() for part in _ENTRY.split(method.fee)]
    entries = [_entry(part, note) for part in parts if part]
    return entries or [_Entry("", None, False, "")]


def _entry(text: str, note: str) -> _Entry:
    label = _LABEL.match(text)
    said = text[label.end() :] if label else text
    amount: int | None = None
    is_dollars = False
    if free := _FREE.match(said):
        said, amount = said[free.end() :], 0
    elif printed := _SUM.match(said):
        said, is_dollars = said[printed.end() :], printed[2].lower() == "usd"
        amount = None if is_dollars else _amount(printed[1])
    said = _without_brackets(f"{said} {note}".strip(" ;"))
    return _Entry(label[1] if label else "", amount, is_dollars, said)


def _read(
    entry: _Entry, method: OfficialMethod, of_council: bool, of_province: bool, is_abroad: bool
) -> FeeReading:
    way = way_of(method.channel)
    judgement = _judge(entry, of_council, of_province, is_abroad)
    fee = None
    if judgement is Judgement.ZERO_OF_PROVINCE or (
        judgement is Judgement.TAKEN and (entry.amount is None or _is_of_council(entry))
    ):
        fee = _fee(entry, None)
    elif judgement is Judgement.TAKEN:
        fee = _fee(entry, entry.amount)
    return FeeReading(judgement, f"{method.fee} {method.note}".strip(), fee, way)


def _judge(entry: _Entry, of_council: bool, of_province: bool, is_abroad: bool) -> Judgement:
    if entry.is_dollars or (entry.amount and patterns().is_in("dollars", entry.said)):
        return Judgement.DOLLARS
    if entry.amount is None:
        return _judge_words(entry, of_province)
    if entry.amount == 0:
        return Judgement.ZERO_OF_PROVINCE if of_council or of_province else _judge_zero(entry)
    if entry.amount < LEAST_LIKELY:
        return Judgement.DOLLARS if is_abroad else Judgement.OUT_BY_THOUSAND
    in_words = {_amount(found[1]) for found in _SUMS_IN_WORDS.finditer(entry.said)}
    if entry.amount not in in_words and entry.amount * 1_000 in in_words:
        return Judgement.OUT_BY_THOUSAND
    return Judgement.TAKEN


def _judge_zero(entry: _Entry) -> Judgement:
    """Judge a 0 that nobody but its own words may contradict."""
    known = patterns()
    if _SUMS_IN_WORDS.search(entry.said):
        return Judgement.ZERO_WITH_WORDS
    if not entry.said or known.is_in("free", entry.said):
        return Judgement.TAKEN
    points = any(known.is_in(name, entry.said) for name in ("points_elsewhere", "exempt"))
    return Judgement.ZERO_WITH_WORDS if points else Judgement.TAKEN


def _judge_words(entry: _Entry, of_province: bool) -> Judgement:
    """Judge a text that prints no sum before its words."""
    if not entry.said:
        return Judgement.NOTHING
    if _is_of_council(entry) or of_province or patterns().is_in("province_sets", entry.said):
        return Judgement.TAKEN
    return Judgement.WITHOUT_SUM


def _is_of_council(entry: _Entry) -> bool:
    return patterns().is_in("council", entry.said)


def _fee(entry: _Entry, amount: int | None) -> Fee:
    per = _PER.match(entry.said)
    return Fee(
        name=words().fee_names[entry.label],
        set_by="province" if amount is None else "law",
        amount=amount,
        per=per[1] if per else None,
        condition=None if per else entry.said or None,
    )


def _amount(printed: str) -> int | None:
    """Return the whole đồng of a number with thousands marks; None for a broken one."""
    if re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+", printed):
        return int(re.sub(r"[.,]", "", printed))
    return None


def _without_brackets(text: str) -> str:
    """Return the words of a remark that stands in brackets, whole or torn off on one side."""
    text = text.strip()
    while text.startswith("(") and (text.endswith(")") or ")" not in text):
        text = text[1:].removesuffix(")").strip()
    return text.strip(" ;.")
