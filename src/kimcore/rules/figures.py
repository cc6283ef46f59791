"""The figures of `[[value]]`: a constant, or rows by the year of the person's birth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from kimcore.dates import FIRST_DAY, LAST_DAY, Duration
from kimcore.errors import did_you_mean
from kimcore.language.check import ValueType
from kimcore.language.program import Constant, Row
from kimcore.rules.statement import Value
from kimcore.rules.tables import Table

BY_BIRTH = "year(person.birth)"
"""What rows may hang on."""

ALLOWED = "a length of time such as '36 months', a whole number, or a day"

_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")


def type_of(constant: Constant) -> ValueType:
    """Return what a figure is in the expression language.

    Example:
        >>> type_of(Duration.parse("8 weeks")), type_of(Duration.parse("18 months"))
        ('days', 'duration')
    """
    if isinstance(constant, Duration):
        return "duration" if constant.months else "days"
    return "day" if isinstance(constant, date) else "count"


def type_as_written(raw: Mapping[str, object]) -> set[ValueType]:
    """Return the types of the figures of a `[[value]]` before it is read in earnest."""
    given = raw.get("is")
    constants = list(given.values()) if isinstance(given, dict) else [given]
    return {type_of(constant) for item in constants if (constant := _constant(item)) is not None}


def types_of(value: Value) -> set[ValueType]:
    """Return the types of the constants of a figure."""
    return {type_of(row.value) for row in value.rows} or {type_of(value.value)}  # type: ignore[arg-type]  # without rows it is a constant


def common_type(types: set[ValueType]) -> ValueType | None:
    """Return the type of several figures of one name: lengths with and without months are lengths together.

    Example:
        >>> common_type({"days", "duration"}), common_type({"days", "count"})
        ('duration', None)
    """
    if types == {"days", "duration"}:
        return "duration"
    return next(iter(types)) if len(types) == 1 else None


def figure(table: Table) -> Constant | tuple[Row, ...] | None:
    """Return the figure of a `[[value]]`, None where it is wrong or missing."""
    table.requires("is")
    by = table.string("by")
    if by is not None and by != BY_BIRTH:
        hint = did_you_mean(by, [BY_BIRTH])
        table.fault("unknown-word", "by", "rows cannot hang on this", text=by, allowed=BY_BIRTH, hint=hint)
    if by is None and isinstance(table.raw.get("is"), dict):
        table.fault("wrong-type", "is", "rows hang on nothing", hint=f"give by = '{BY_BIRTH}'")
        return None
    if by is None:
        return _checked_constant(table, "is", table.raw["is"]) if table.has("is") else None
    rows = table.table("is")
    return None if rows is None else _rows(rows)


def _rows(table: Table) -> tuple[Row, ...] | None:
    found = [row for key in table.raw if (row := _row(table, key)) is not None]
    table.done()
    if len(found) < len(table.raw) or not found:
        if not table.raw:
            table.fault("length", (), "there are no rows")
        return None
    if common_type({type_of(row.value) for row in found}) is None:
        table.fault("value-type", (), "the rows are of different types")
    rows = sorted(found, key=lambda row: row.first or 0)
    _check_years(table, rows)
    return tuple(rows)


def _row(table: Table, key: str) -> Row | None:
    match = _YEARS.fullmatch(key)
    table.has(key)
    if match is None or not match[0].strip(".") or (match[2] is None and match[3] is not None):
        table.fault("years", key, "not a year or a range of years", allowed="'1947', '..1946', '1964..', '1950..1960'")
        return None
    first = int(match[1]) if match[1] else None
    last = first if match[2] is None else int(match[3]) if match[3] else None
    if first is not None and last is not None and first > last:
        table.fault("years", key, "the first year is after the last")
        return None
    value = _checked_constant(table, key, table.raw[key])
    return None if value is None else Row(first, last, value)


def _check_years(table: Table, rows: Sequence[Row]) -> None:
    """Every year of birth has one row: no overlap, no hole, both ends open."""
    if rows[0].first is not None:
        table.fault(
            "years-hole",
            _years(rows[0]),
            "there is no row for earlier years",
            hint=f"begin with '..{rows[0].last or rows[0].first}'",
        )
    for before, after in pairwise(rows):
        if before.last is None or after.first is None or after.first <= before.last:
            table.fault("years-overlap", _years(after), f"the years overlap with those of {_years(before)!r}")
        elif after.first > before.last + 1:
            table.fault("years-hole", _years(after), f"there is no row for the years after {before.last}")
    last = rows[-1]
    if last.last is not None and all(row.last is not None for row in rows):
        hint = f"end with '{last.first}..'" if last.first else f"add '{last.last + 1}..'"
        table.fault("years-hole", _years(last), "there is no row for later years", hint=hint)


def _years(row: Row) -> str:
    """Return the key of a row as it is written."""
    if row.first is not None and row.first == row.last:
        return str(row.first)
    return f"{row.first or ''}..{row.last or ''}"


def _checked_constant(table: Table, key: str, value: object) -> Constant | None:
    found = _constant(value)
    if found is None:
        problem = "not a length of time" if isinstance(value, str) else "this cannot be a figure"
        code = "duration" if isinstance(value, str) else "wrong-type"
        table.fault(code, key, problem, text=value if isinstance(value, str) else None, allowed=ALLOWED)
    elif isinstance(found, date) and not FIRST_DAY <= found <= LAST_DAY:
        table.fault("day", key, "the day is out of range", allowed=f"{FIRST_DAY} to {LAST_DAY}")
    return found


def _constant(value: object) -> Constant | None:
    """Return a TOML value as a figure, None where it is none."""
    if isinstance(value, str):
        try:
            return Duration.parse(value)
        except ValueError:
            return None
    # A bool is an int and a datetime a date for Python, but neither is a figure.
    return value if type(value) in (int, date) else None  # type: ignore[return-value]  # of these two types
