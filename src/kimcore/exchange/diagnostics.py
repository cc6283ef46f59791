"""What a check of a rulebook and a landscape found, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from kimcore.rules.check import LEVELS, Diagnostic

CHECK_SCHEMA = "kimcore.check/1"


def diagnostics_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one paragraph for each diagnostic and a line that counts them by level.

    Args:
        diagnostics: what a check found.
    """
    found = list(diagnostics)
    counted = Counter(each.level for each in found)
    lines = [f"{each.level}: {each.fault}" for each in found]
    total = ", ".join(f"{counted[level]} {level}" for level in LEVELS)
    return "\n".join([*lines, "", total] if lines else [total]) + "\n"


def diagnostics_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the diagnostics as a JSON document: level, code, place, problem, and the way out where there is one."""
    rows = [
        {
            "level": each.level,
            "code": each.fault.code,
            "where": each.fault.where,
            "problem": each.fault.problem,
            "allowed": each.fault.allowed,
            "hint": each.fault.hint,
            "excerpt": each.fault.excerpt,
        }
        for each in diagnostics
    ]
    document = {"schema": CHECK_SCHEMA, "diagnostics": rows}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
