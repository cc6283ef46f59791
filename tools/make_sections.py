"""Make `src/kimcore/data/sections.json` from a table of the sections of federal laws.

    python tools/make_sections.py sections.json src/kimcore/data/sections.json [LAW …]

The source has, for each law and section, the days of the first and the last snapshot that shows the section,
and the highest number of its paragraphs. Without laws named all are taken. The result has one line a law and
one word a section: `44a/3@5-10` is section 44a with three numbered paragraphs, shown from snapshot 5 to 10;
what is missing is 0 paragraphs, or all snapshots. A first or last day that is no snapshot's stands as it is
(`74/5@20220601-10`): it is the true one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# The names of the laws in the addresses of gesetze-im-internet.de, each seen in use; they do not follow from
# the short titles (AsylG is asylvfg_1992). A law whose name was not seen has none.
SLUGS = {
    "AGG": "agg",
    "AO": "ao_1977",
    "AZRG": "azrg",
    "AsylG": "asylvfg_1992",
    "AsylbLG": "asylblg",
    "AufenthG": "aufenthg_2004",
    "AufenthV": "aufenthv",
    "BAföG": "baf_g",
    "BBiG": "bbig_2005",
    "BEEG": "beeg",
    "BGB": "bgb",
    "BKGG": "bkgg_1996",
    "BMG": "bmg",
    "BQFG": "bqfg",
    "BVFG": "bvfg",
    "BeschV": "beschv_2013",
    "DeuFöV": "deuf_v",
    "EStG": "estg",
    "FreizügG/EU": "freiz_gg_eu_2004",
    "GG": "gg",
    "HwO": "hwo",
    "IfSG": "ifsg",
    "IntV": "intv",
    "JArbSchG": "jarbschg",
    "MuSchG": "muschg_2018",
    "PStG": "pstg",
    "SGB I": "sgb_1",
    "SGB II": "sgb_2",
    "SGB III": "sgb_3",
    "SGB IV": "sgb_4",
    "SGB IX": "sgb_9_2018",
    "SGB V": "sgb_5",
    "SGB VI": "sgb_6",
    "SGB VII": "sgb_7",
    "SGB VIII": "sgb_8",
    "SGB X": "sgb_10",
    "SGB XI": "sgb_11",
    "SGB XII": "sgb_12",
    "SGG": "sgg",
    "StAG": "stag",
    "StGB": "stgb",
    "UhVorschG": "uhvorschg",
    "UkraineAufenthFGV": "ukraineaufenthfgv",
    "UkraineAufenthÜV": "ukraineaufenth_v",
    "VwGO": "vwgo",
    "VwVfG": "vwvfg",
    "WoFG": "wofg",
    "WoGG": "wogg",
}

ARTICLES = ["GG"]


def shown_on(day: str, snapshots: list[str]) -> str:
    """Return the number of the snapshot of a day, or the day."""
    return str(snapshots.index(day)) if day in snapshots else day.replace("-", "")


def word(number: str, shown: list[Any], snapshots: list[str]) -> str:
    """Return the word of one section."""
    first, last, highest = shown
    always = (first, last) == (snapshots[0], snapshots[-1])
    days = "" if always else f"@{shown_on(first, snapshots)}-{shown_on(last, snapshots)}"
    return f"{number}{f'/{highest}' if highest else ''}{days}"


def main(source: str, target: str, *laws: str) -> None:
    """Write the table of sections, one line a law."""
    table = json.loads(Path(source).read_text(encoding="utf-8"))
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: "
        + json.dumps(
            {
                "slug": SLUGS.get(name),
                "sections": " ".join(
                    word(number, shown, table["snapshots"]) for number, shown in table["laws"][name]["sections"].items()
                ),
            }
        )
        for name in laws or table["laws"]
    ]
    head = {key: table[key] for key in ("source", "snapshots")} | {"articles": ARTICLES}
    text = json.dumps(head, ensure_ascii=False)[:-1] + ', "laws": {\n' + ",\n".join(lines) + "\n}}\n"
    Path(target).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
