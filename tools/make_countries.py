"""Make `src/kimcore/data/codes/country.toml`: the countries of ISO 3166-1 with German and English names.

    python tools/make_countries.py src/kimcore/data/codes/country.toml

Needs Babel, which carries the names of the Unicode CLDR project; the package itself does not need it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale

# Codes of CLDR that are none of ISO 3166-1: exceptional reservations, unions, tests and private use.
NOT_ISO = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])

HEAD = """# Countries: ISO 3166-1 alpha-2, names of the Unicode CLDR project.
# XK (Kosovo) is no code of ISO but in common use.
id = "country"
title = { de = "Staat", en = "country" }
code = [
"""


def _names(language: str) -> dict[str, str]:
    return {str(key): str(name) for key, name in Locale(language).territories.items()}


def main(target: str) -> None:
    """Write the list, sorted by code."""
    german, english = (_names(language) for language in ("de", "en"))
    ids = sorted(key for key in german if len(key) == len("DE") and key.isalpha() and key not in NOT_ISO)
    lines = [f'  {{ id = "{key}", text = {{ de = "{german[key]}", en = "{english[key]}" }} }},\n' for key in ids]
    Path(target).write_text(HEAD + "".join(lines) + "]\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
