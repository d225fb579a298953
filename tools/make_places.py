"""Make the tables of old and new administrative units from two packages.

    python -m venv /tmp/places && /tmp/places/bin/pip install vietnamadminunits vietnam-provinces
    /tmp/places/bin/python tools/make_places.py

`vietnamadminunits` (MIT) knows which unit went where on 1 July 2025; `vietnam-provinces` (GPL) is
only asked whether the new codes agree. Neither becomes a dependency: together they bring 11 MB and
Shapely, and the two tables are half a megabyte.
"""

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "knowledge" / "data" / "places"
PACKAGE = "vietnamadminunits"

OLD = """select wardCode, ward, district, province, provinceKey, districtKey, wardKey
         from admin_units_legacy"""
NEW = "select wardCode, ward, provinceCode, province, provinceKey, wardKey from admin_units"


def main() -> int:
    """Write the two tables; say how many rows, and which old units have no heir."""
    data = files(PACKAGE) / "data"
    moves = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    database = sqlite3.connect(str(data / "dataset.db"))
    new = {(row[4], row[5]): row for row in database.execute(NEW)}
    _check_codes({row[0] for row in new.values()})
    heirs = dict(_heirs(moves, new))
    old_rows, orphans = [], []
    for code, ward, district, province, *key in database.execute(OLD):
        if not ward:
            continue
        found = heirs.get("_".join(key), ())
        if not found:
            orphans.append(f"{ward}, {district}, {province}")
        old_rows.append((code, ward, district, province, " ".join(found)))
    _write("old.tsv", ("code", "name", "district", "province", "heirs"), sorted(old_rows))
    rows = sorted((row[0], row[1], row[2], row[3]) for row in new.values())
    _write("new.tsv", ("code", "name", "province_code", "province"), rows)
    sys.stdout.write(f"{len(old_rows)} old units, {len(rows)} new ones\n")
    sys.stdout.writelines(f"no heir: {orphan}\n" for orphan in orphans)
    return 1 if orphans else 0


def _heirs(
    moves: Mapping[str, Mapping[str, Mapping[str, list]]], new: Mapping[tuple[str, str], tuple]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the key of an old unit and the codes of those it went into, the greater part first."""
    for province, wards in moves["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, parts in wards.items():
            for part in parts:
                yield part, (new[province, ward][0],)
    for province, parts in moves["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, wards in parts.items():
            ordered = sorted(wards, key=lambda ward: not ward["isDefaultNewWard"])
            yield part, tuple(new[province, ward["newWardKey"]][0] for ward in ordered)


def _check_codes(codes: set[str]) -> None:
    from vietnam_provinces import Ward

    known = {f"{ward.code.value:05d}" for ward in Ward.iter_all()}
    if missing := codes - known:
        few = ", ".join(sorted(missing)[:5])
        sys.stdout.write(f"{len(missing)} codes that vietnam-provinces does not know: {few} ...\n")


def _write(name: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        file.write(
            f"# source: {PACKAGE} {version(PACKAGE)} (MIT), units before and since 01/7/2025\n"
        )
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
