"""Make `src/kimcore/data/territories.csv` from a table of municipalities.

    python tools/make_territories.py municipalities.csv src/kimcore/data/territories.csv

The table has the columns ags, name, kreis_ags5, kreis_name, kreis_art and regierungsbezirk, one row a
municipality of North Rhine-Westphalia. The names of the other Länder are added, so that a place outside can
be recorded.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

LAENDER = (
    "Schleswig-Holstein",
    "Hamburg",
    "Niedersachsen",
    "Bremen",
    "Nordrhein-Westfalen",
    "Hessen",
    "Rheinland-Pfalz",
    "Baden-Württemberg",
    "Bayern",
    "Saarland",
    "Berlin",
    "Brandenburg",
    "Mecklenburg-Vorpommern",
    "Sachsen",
    "Sachsen-Anhalt",
    "Thüringen",
)


def territories(municipalities: list[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield key, name and kind of every territory, some of them more than once."""
    yield "DE", "Deutschland", "country"
    for number, name in enumerate(LAENDER, start=1):
        yield f"{number:02}", name, "land"
    for row in municipalities:
        yield row["ags"][:3], f"Regierungsbezirk {row['regierungsbezirk']}", "regierungsbezirk"
        yield row["kreis_ags5"], row["kreis_name"], "stadt" if row["kreis_art"] == "kreisfrei" else "kreis"
        yield row["ags"], row["name"], "gemeinde"


def main(source: str, target: str) -> None:
    """Write the table of territories, sorted by key."""
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = sorted(set(territories(list(csv.DictReader(file)))))
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["key", "name", "kind"])
        writer.writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:3])
