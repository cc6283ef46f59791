"""The one plain form of a record: the values of a case as JSON data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from kimcore.dates import ImpreciseDate
from kimcore.people.history import Unknown, held_by

CASE_SCHEMA = "kimcore.case/1"
"""The name and version of the form, the first line of every case file."""


def json_name(attribute: str) -> str:
    """Return the key a case file has for an attribute, without the underscore of Python's own words.

    Example:
        >>> json_name("from_"), json_name("first")
        ('from', 'first')
    """
    return attribute.rstrip("_")


def in_file(attribute: attrs.Attribute[Any]) -> bool:
    """Tell whether a case file has a key for an attribute: all but what is carried beside the record."""
    return not attribute.metadata.get("beside", False)


def plain(value: object) -> Any:
    """Return a value of the record as JSON data: what holds nothing is left out, sets are sorted lists.

    Example:
        >>> plain(Unknown("withheld"))
        {'unknown': 'withheld'}
    """
    if isinstance(value, Unknown):
        return {"unknown": value.reason}
    if isinstance(value, (date, ImpreciseDate)):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return _object(value) if attrs.has(type(value)) else value


def _object(value: object) -> dict[str, Any]:
    return {json_name(a.name): plain(getattr(value, a.name)) for a in held_by(value) if in_file(a)}
