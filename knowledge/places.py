"""Old places and new ones: which commune a unit went into on 1 July 2025.

Law: NQ 202/2025/QH15 and, for each province, a resolution such as NQ 1684/NQ-UBTVQH15. The tables
are made by tools/make_places.py and read when a place is first asked about.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from knowledge.normalise import Word, fold, words

LONGEST = 5
"""Words; no commune's name has more, without its kind."""

_KIND = re.compile(
    r"^(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+", re.IGNORECASE
)
_KINDS = {
    "ward": ("xa", "phuong", "thi tran", "tt"),
    "district": ("huyen", "quan", "thi xa", "thanh pho"),
    "province": ("tinh", "thanh pho"),
}


_KIND_WORDS = frozenset(kind.split()[-1] for kinds in _KINDS.values() for kind in kinds)


class Level(StrEnum):
    """What kind of unit a name stands for."""

    WARD = "ward"  # xã, phường, thị trấn
    DISTRICT = "district"  # abolished
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A commune since 1 July 2025."""

    code: str
    name: str  # with its kind: "Xã Mèo Vạc"
    province_code: str
    province: str


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A unit as it was before, and what it became; the greater part first where it was divided."""

    code: str
    name: str
    district: str
    province: str
    heirs: tuple[NewUnit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a message says of places. All empty: no place was named that is known."""

    wards: tuple[OldUnit, ...] = ()  # several: the name alone does not tell which
    current: tuple[NewUnit, ...] = ()  # communes of today by that name, where no old one had it
    district: str = ""  # an abolished district that was named without a commune
    heirs: tuple[NewUnit, ...] = ()  # its communes of today
    province: tuple[str, str] | None = None  # an old province named alone, and what it became
    words: frozenset[int] = frozenset()  # numbers of the words that name the place


class Places:
    """The tables, by name. Without a folder nothing is known."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def find(self, message: Sequence[Word], home: str = "") -> Found:
        """Return the place a message names.

        `home` is the code of the province that goes first where several provinces have the name.
        A district or province in the message narrows it; a commune is looked for before them.
        """
        spans = list(self._spans(message, strictly=True))
        spans = spans or list(self._spans(message, strictly=False))
        wards = [span for span in spans if span[2] is Level.WARD]
        districts = {span[3] for span in spans if span[2] is Level.DISTRICT}
        provinces = {span[3] for span in spans if span[2] is Level.PROVINCE}
        named = frozenset(n for span in spans for n in range(span[0], span[1]))
        if wards:
            longest = max(wards, key=lambda span: span[1] - span[0])
            return self._wards(longest[3], districts, provinces, home, named)
        if districts:
            return self._district(min(districts), provinces, home, named)
        old = next((one for one in sorted(provinces) if one in self._provinces), None)
        return Found(province=self._provinces[old] if old else None, words=named)

    def unit(self, code: str) -> OldUnit | None:
        """Return the old unit with this code."""
        return next((unit for unit in self._units if unit.code == code), None)

    def _wards(
        self, name: str, districts: set[str], provinces: set[str], home: str, named: frozenset[int]
    ) -> Found:
        found = self._old.get(name, [])
        told = [
            unit for unit in found
            if (not districts or key(unit.district) in districts)
            and (not provinces or {key(unit.province), key(unit.heirs[0].province)} & provinces)
        ]  # fmt: skip
        near = [unit for unit in told if unit.heirs[0].province_code == home]
        wards = tuple(near or told or found)
        current = () if wards else tuple(self._new_by_name.get(name, ()))
        return Found(wards=wards, current=current, words=named)

    def _district(self, name: str, provinces: set[str], home: str, named: frozenset[int]) -> Found:
        units = [
            unit for unit in self._districts[name]
            if not provinces or {key(unit.province), key(unit.heirs[0].province)} & provinces
        ]  # fmt: skip
        near = [unit for unit in units if unit.heirs[0].province_code == home] or units
        if not near:
            return Found(words=named)
        first = near[0]
        same = [unit for unit in near if unit.province == first.province]
        heirs = dict.fromkeys(heir for unit in same for heir in unit.heirs[:1])
        return Found(district=first.district, heirs=tuple(heirs), words=named)

    def _spans(
        self, message: Sequence[Word], *, strictly: bool
    ) -> Iterator[tuple[int, int, Level, str]]:
        """Yield the names: start, end, what it is, and its key. A kind before it decides."""
        position = 0
        while position < len(message):
            is_kind = message[position].folded in _KIND_WORDS  # "tỉnh Hà Giang" is no "Tịnh Hà"
            span = next(self._at(message, position + 1, strictly), None) if is_kind else None
            span = span or next(self._at(message, position, strictly), None)
            yield from (span,) if span else ()
            position = span[1] if span else position + 1

    def _at(
        self, message: Sequence[Word], start: int, strictly: bool
    ) -> Iterator[tuple[int, int, Level, str]]:
        """Yield what begins here, the longest first; strictly: marks that were typed must agree."""
        for length in range(min(LONGEST, len(message) - start), 0, -1):
            said = message[start : start + length]
            name = key(" ".join(word.folded for word in said))
            kind = _kind_before(message, start)
            if length < 2 and kind is None:
                continue  # "An", "Lộc": one word is a place only with its kind before it
            for level in Level:
                spelled = self._known[level].get(name, ())
                if (kind is None or level in kind) and (
                    any(_agrees(said, own) for own in spelled) if strictly else spelled
                ):
                    yield start, start + length, level, name

    @cached_property
    def _known(self) -> Mapping[Level, Mapping[str, Sequence[str]]]:
        """For each level the names by key, as they are spelled."""
        names: dict[Level, dict[str, list[str]]] = {level: defaultdict(list) for level in Level}
        for unit in self._units:
            names[Level.WARD][key(unit.name)].append(unit.name)
            names[Level.DISTRICT][key(unit.district)].append(unit.district)
            names[Level.PROVINCE][key(unit.province)].append(unit.province)
        for new in self._new.values():
            names[Level.WARD][key(new.name)].append(new.name)
            names[Level.PROVINCE][key(new.province)].append(new.province)
        for said, _ in self._spellings():
            names[Level.WARD][key(said)].append(said)
        return names

    @cached_property
    def _new(self) -> dict[str, NewUnit]:
        return {row[0]: NewUnit(row[0], row[1], row[2], row[3]) for row in self._rows("new.tsv")}

    @cached_property
    def _new_by_name(self) -> dict[str, list[NewUnit]]:
        named: dict[str, list[NewUnit]] = defaultdict(list)
        for unit in self._new.values():
            named[key(unit.name)].append(unit)
        return dict(named)

    @cached_property
    def _units(self) -> tuple[OldUnit, ...]:
        return tuple(
            OldUnit(
                code, name, district, province, tuple(self._new[heir] for heir in heirs.split())
            )
            for code, name, district, province, heirs in self._rows("old.tsv")
        )

    @cached_property
    def _old(self) -> dict[str, list[OldUnit]]:
        named: dict[str, list[OldUnit]] = defaultdict(list)
        for unit in self._units:
            named[key(unit.name)].append(unit)
        for said, means in self._spellings():
            if key(said) != key(means):
                named[key(said)].extend(named[key(means)])
        return dict(named)

    @cached_property
    def _districts(self) -> dict[str, list[OldUnit]]:
        named: dict[str, list[OldUnit]] = defaultdict(list)
        for unit in self._units:
            named[key(unit.district)].append(unit)
        return dict(named)

    @cached_property
    def _provinces(self) -> dict[str, tuple[str, str]]:
        """Old provinces that are no more under this name -> their names before and now."""
        became = {unit.province: unit.heirs[0].province for unit in self._units}
        return {key(old): (old, new) for old, new in became.items() if key(old) != key(new)}

    def _spellings(self) -> Iterator[tuple[str, str]]:
        path = self._folder / "spellings.yaml" if self._folder else None
        if path is None or not path.exists():
            return
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            yield row["said"], row["means"]

    def _rows(self, name: str) -> Iterator[list[str]]:
        path = self._folder / name if self._folder else None
        if path is None or not path.exists():
            return
        with path.open(encoding="utf-8", newline="") as file:
            lines = (line for line in file if not line.startswith("#"))
            rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            next(rows, None)  # the names of the columns
            yield from rows


@lru_cache(maxsize=16_384)  # districts and provinces come back for each of their communes
def key(name: str) -> str:
    """Return a name without its kind, without marks, "y" as "i": Sơn Vĩ and Sơn Vỹ are one."""
    return fold(_KIND.sub("", name)).replace("y", "i").strip()


def _agrees(said: Sequence[Word], name: str) -> bool:
    """Whether the marks that were typed are the name's own: "quê Sơn Vĩ" is no "Quế Sơn"."""
    spelled = words(_KIND.sub("", name))
    return all(
        not typed.is_marked or typed.keyed.replace("y", "i") == own.keyed.replace("y", "i")
        for typed, own in zip(said, spelled, strict=False)
    )


def _kind_before(message: Sequence[Word], start: int) -> tuple[Level, ...] | None:
    """Return what the words before a name say it is; None when they say nothing."""
    before = [word.folded for word in message[max(0, start - 2) : start]]
    for said in (" ".join(before), *before[-1:]):
        levels = tuple(Level(level) for level, kinds in _KINDS.items() if said in kinds)
        if levels:
            return levels
    return None
