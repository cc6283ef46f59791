"""Values of a case file that kimcore does not know, carried along with the case and put back where they stood."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, cast

import attrs
from attrs import field, frozen

from kimcore.people.canonical import json_name, plain
from kimcore.people.history import Discreet, Unknown

Document = dict[str, Any]


def copied(value: object, levels: int) -> object:
    """Return a copy of JSON data down to the leaves, so that the caller's own data cannot change under a case.

    Args:
        value: The data.
        levels: How deep to copy; what lies deeper is told to be too deep elsewhere.
    """
    if levels and isinstance(value, Mapping):
        return {key: copied(part, levels - 1) for key, part in value.items()}
    if levels and isinstance(value, list | tuple):
        return [copied(part, levels - 1) for part in value]
    return value


@frozen(kw_only=True, repr=False)
class Kept(Discreet):
    """A value under a key that kimcore does not know, and where it stands in the canonical case file.

    `read_case(source, keep=True)` makes them. A person is found again by its key, an item of another list by
    what it says; so persons and entries may come, go and change places without a value landing elsewhere.

    Args:
        path: Keys of objects and places in lists, down to the unknown key itself.
        marks: What tells the items of lists on the path apart, one for each place in a list.
        value: The value, as JSON data.

    Example:
        >>> Kept(path=("note",), value="call back")
        Kept(path, value)
    """

    path: tuple[str | int, ...]
    marks: tuple[str, ...] = ()
    value: Any = field(hash=False)


def kept_at(case: object, path: tuple[str | int, ...], value: object) -> Kept:
    """Return a value of a case file as one that is kept with the case read from it.

    Args:
        case: The case.
        path: Where the value stands in its canonical file.
        value: The value, as JSON data.
    """
    marks: list[str] = []
    held: Any = case
    for step in path[:-1]:
        if isinstance(step, int):
            marks.append(_mark(held[step]))
        held = _within(held, step)
    return Kept(path=path, marks=tuple(marks), value=copied(value, len(path) + 64))


def put_back(document: Document, case: object, kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """Put kept values into the document of a case, and return those whose place is no longer there.

    Args:
        document: The canonical document of the case, which is changed.
        case: The case.
        kept: The values.
    """
    homeless: list[Kept] = []
    taken: dict[tuple[str | int, ...], tuple[str | int, ...]] = {}
    for each in kept:
        place = _place(case, each)
        # Two items that said the same are now one: it cannot be both.
        if place is None or taken.setdefault(place, each.path[:-1]) != each.path[:-1]:
            homeless.append(each)
            continue
        holder = _opened(document, case, place)
        if each.path[-1] in holder:
            homeless.append(each)
        else:
            holder[str(each.path[-1])] = each.value
    return tuple(homeless)


def _place(case: object, kept: Kept) -> tuple[str | int, ...] | None:
    """Where the object that held the value stands now; None: nowhere."""
    marks = iter(kept.marks)
    place: list[str | int] = []
    held: Any = case
    for step in kept.path[:-1]:
        now = _index(held, step, next(marks, "")) if isinstance(step, int) else step
        if now is None:
            return None
        place.append(now)
        held = _within(held, now)
    return tuple(place) if attrs.has(type(held)) else None


def _index(items: object, was: int, mark: str) -> int | None:
    if not isinstance(items, tuple):
        return None
    found = [index for index, item in enumerate(items) if _mark(item) == mark]
    if was in found:
        return was
    return found[0] if len(found) == 1 else None


def _mark(item: Any) -> str:
    """What tells an item of a list apart: the key of a person, of other items all that they say."""
    if hasattr(item, "birth"):
        return str(item.key)
    return sha256(json.dumps(plain(item), sort_keys=True).encode()).hexdigest()


def _within(held: Any, step: str | int) -> object:
    """What stands at a step of the path in a value of the record; None: nothing that holds anything."""
    if isinstance(step, int):
        return held[step] if isinstance(held, tuple) and step < len(held) else None
    if not attrs.has(type(held)):
        return None
    return next((getattr(held, a.name) for a in attrs.fields(type(held)) if json_name(a.name) == step), None)


def _opened(document: Document, case: object, place: tuple[str | int, ...]) -> Document:
    """The object of the document at a place; a value left out as *not recorded* is written out for it."""
    opened: Any = document
    held: Any = case
    for step in place:
        held = _within(held, step)
        if isinstance(held, Unknown) and step not in opened:
            opened[step] = plain(held)
        opened = opened[step]
    return cast("Document", opened)
