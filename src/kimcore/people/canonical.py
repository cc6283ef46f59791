"""The one plain form of a record: the values of a case as JSON data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

import attrs

from kimcore.dates import ImpreciseDate
from kimcore.people.history import Unknown, holds, left_out

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
    write = _WRITTEN.get(type(value))
    if write is not None:
        return write(value)
    if attrs.has(type(value)):
        return _object(value)
    return {key: plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def _items(values: Iterable[object]) -> list[Any]:
    return [plain(item) for item in values]


_AS_THEY_ARE = frozenset({str, bool, int, float})

_WRITTEN: Mapping[type, Callable[[Any], Any]] = {
    date: date.isoformat,
    ImpreciseDate: str,
    Unknown: lambda value: {"unknown": value.reason},
    frozenset: sorted,
    tuple: _items,
    list: _items,
}
"""How a value of a type is written; what has fields by its fields, and all else as it is."""


def _object(value: Any) -> dict[str, Any]:
    """What a value holds that a case file has a key for, by that key."""
    found = {}
    cls: type = type(value)
    keys, all_of, left_out = form(cls)
    for key, held, empty in zip(keys, all_of(value), left_out, strict=True):
        if held is not empty and holds(held, empty):
            found[key] = held if type(held) in _AS_THEY_ARE else plain(held)
    return found


@cache
def form(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[object, ...]]:
    """Return the keys of a class in a case file, what takes all their values from it, and what each holds left out."""
    written = [a for a in attrs.fields(cls) if in_file(a)]
    all_of = _several([a.name for a in written])
    return tuple(json_name(a.name) for a in written), all_of, tuple(left_out(a) for a in written)


def _several(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What takes the values of attributes from a value: always as a tuple, also where there is one."""
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)
