"""The head that all statements share: id, titles, days in force or bill, sources, how sure it is."""

from __future__ import annotations

import re
from typing import Any

from kimcore.dates import PartialDate, Period, parse_partial
from kimcore.rules.sources import address, basis
from kimcore.rules.statement import CONFIDENCES, Pending
from kimcore.rules.tables import Table
from kimcore.text import Text

MAX_ID = 80

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")
_VALUE_ID = re.compile(r"[A-Z][A-Z0-9_]*")


def head(table: Table) -> dict[str, Any]:
    """Return the fields of `Statement` as they stand in the table of a statement."""
    in_force, pending = _validity(table)
    # A pending version may cite sections that do not stand yet.
    sources = basis(table, in_force)
    _lacking(table, "basis", bool(sources), "the source is missing", "one citation or several")
    verified_on, confidence = table.day("verified_on"), table.choice("confidence", CONFIDENCES)
    _lacking(table, "verified_on", verified_on, "the day is missing on which the sources were compared", "a day")
    _lacking(table, "confidence", confidence, "the confidence is missing", ", ".join(CONFIDENCES))
    title, says = _texts(table)
    return {
        "id": identifier(table),
        "title": title,
        "says": says,
        "in_force": in_force,
        "pending": pending,
        "basis": sources,
        "verified_on": verified_on,
        "confidence": confidence,
        "disputed": table.text("disputed"),
        "address": address(table),
        "file": table.spot.source.name,
        "line": table.spot.span[0],
    }


def identifier(table: Table) -> str:
    """Return the id of the statement, the empty text where it is missing or wrong."""
    table.requires("id")
    found = table.string("id")
    if found is None:
        return ""
    pattern = _VALUE_ID if table.spot.kind == "value" else _ID
    if len(found) > MAX_ID or not pattern.fullmatch(found):
        allowed = (
            "UPPER_CASE" if pattern is _VALUE_ID else "lower case in parts joined by '.', each beginning with a letter"
        )
        table.fault("id", "id", "not an id", text=found, allowed=f"{allowed}; at most {MAX_ID} characters")
        return ""
    return found


def _texts(table: Table) -> tuple[Text | None, Text | None]:
    title, says = table.text("title"), table.text("says")
    if table.spot.kind == "not_modelled":
        table.requires("says")
    else:
        _lacking(table, "title", title, "the title is missing", "{ de = …, en = … }")
    return title, says


def _validity(table: Table) -> tuple[Period | None, Pending | None]:
    """Return days in force, or the bill; in a draft a statement without either is always in force."""
    in_force, pending = table.period("in_force"), _pending(table)
    if table.has("pending"):
        table.excludes("in_force", "a bill is not in force: give one of both")
        return None, pending
    if not table.has("in_force"):
        says = "the days in force are missing"
        table.desk.report.lacking(table.spot.at(), says, allowed="in_force = { from, until } or pending = { bill }")
    return in_force or Period(None, None), None


def _pending(table: Table) -> Pending | None:
    inner = table.table("pending")
    if inner is None:
        return None
    inner.requires("bill")
    bill, planned = inner.string("bill"), _planned_from(inner)
    inner.done()
    return Pending(bill=bill or "", planned_from=planned)


def _planned_from(table: Table) -> PartialDate | None:
    value = table.raw.get("planned_from")
    if not isinstance(value, str):
        return table.day("planned_from")
    written = table.string("planned_from")
    try:
        return None if written is None else parse_partial(written)
    except ValueError as error:
        table.fault("day", "planned_from", str(error), text=value, allowed="a day, '2027' or '2027-01'")
        return None


def _lacking(table: Table, key: str, found: object, says: str, allowed: str) -> None:
    if not found and not table.has(key):
        table.desk.report.lacking(table.spot.at(), says, allowed=f"{key} = {allowed}")
