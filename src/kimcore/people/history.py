"""Histories: dated entries about one person, and which of them holds on which days."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, NoReturn, TypeAlias, TypeVar, get_args

import attrs
from attrs import evolve, field, frozen

from kimcore.errors import UndecidedError
from kimcore.law.territory import shorten

Reason = Literal["not_recorded", "not_asked", "not_known", "withheld", "conflicting", "stale"]
"""Why a value is unknown."""

REASONS: tuple[Reason, ...] = get_args(Reason)

FieldKind = Literal["flag", "code", "codes", "day", "count", "place"]
"""What a field of an entry holds."""

_BEFORE_ALL_DAYS = 0
_AFTER_ALL_DAYS = date.max.toordinal() + 2


class Discreet:
    """A value whose repr names the fields that hold something, and never what they hold."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(a.name for a in held_by(self))})"


def held_by(value: Any) -> Iterator[attrs.Attribute[Any]]:
    """Yield the attributes of a value that hold something else than what they hold when left out."""
    for attribute in attrs.fields(type(value)):
        if holds(getattr(value, attribute.name), left_out(attribute)):
            yield attribute


def left_out(attribute: attrs.Attribute[Any]) -> object:
    """Return what an attribute holds when it is left out."""
    return {} if isinstance(attribute.default, attrs.Factory) else attribute.default  # type: ignore[arg-type]  # a class, though the stubs call it a function


def holds(held: object, empty: object) -> bool:
    """Tell whether an attribute holds something else than what it holds when left out."""
    return held is not empty and (type(held) is not type(empty) or held != empty)


@frozen
class Unknown:
    """A value that is not known, and why: no yes, no no and no *none*.

    Args:
        reason: Why: `not_recorded`, `not_asked`, `not_known`, `withheld`, `conflicting` or `stale`.

    Raises:
        ValueError: The reason is none of these.

    Example:
        >>> Unknown("withheld")
        Unknown(reason='withheld')
    """

    reason: Reason = field()

    @reason.validator
    def _is_a_reason(self, _: object, reason: object) -> None:
        if reason not in REASONS:
            raise ValueError(f"no reason for not knowing; allowed: {', '.join(REASONS)}")

    def __bool__(self) -> NoReturn:
        raise UndecidedError("an unknown value is neither true nor false; compare it with isinstance(value, Unknown)")


NOT_RECORDED = Unknown("not_recorded")
"""What a field holds that nobody filled in."""

T = TypeVar("T")
Recorded: TypeAlias = T | Unknown | None
"""A value; None: looked, there is none; Unknown: not known."""


@frozen(kw_only=True)
class FieldType:
    """What a field of an entry holds.

    Args:
        kind: flag (yes or no), code (one of a list), codes (a set of a list), day, count, place (a key).
        codes: The id of the code list; None for the kinds without one.
        unit: What a count counts; None for the other kinds.
        required: Whether an entry without it means nothing, as for the fields that tell several values apart.
    """

    kind: FieldKind
    codes: str | None = None
    unit: str | None = None
    required: bool = False


# The helpers return Any, as attrs.field does, so that they can stand at any annotation.
def flag() -> Any:
    """Return a field that holds yes or no."""
    return _recorded(FieldType(kind="flag"))


def code(list_id: str) -> Any:
    """Return a field that holds one code of a list."""
    return _recorded(FieldType(kind="code", codes=list_id))


def codes(list_id: str) -> Any:
    """Return a field that holds a set of codes of a list."""
    return _recorded(FieldType(kind="codes", codes=list_id))


def day() -> Any:
    """Return a field that holds a day, precise or not."""
    return _recorded(FieldType(kind="day"))


def count(unit: str) -> Any:
    """Return a field that holds a whole number of a unit."""
    return _recorded(FieldType(kind="count", unit=unit))


def place() -> Any:
    """Return a field that holds a territory key; one of 12 digits is shortened to the 8 of its town."""
    return field(default=NOT_RECORDED, metadata={"fact": FieldType(kind="place")}, converter=_shortened)


def key_code(list_id: str) -> dict[str, FieldType]:
    """Return the metadata of a field that an entry must have: a code that tells several values apart."""
    return {"fact": FieldType(kind="code", codes=list_id, required=True)}


def _shortened(value: object) -> object:
    return shorten(value) if isinstance(value, str) else value


def _recorded(type_: FieldType) -> Any:
    return field(default=NOT_RECORDED, metadata={"fact": type_})


@frozen(kw_only=True, repr=False)
class Entry(Discreet):
    """A dated record of one kind about one person; every kind adds its fields.

    Args:
        first: The first day on which it holds; None: open.
        last: The last day on which it holds, included; None: open.
        recorded_on: The day it was recorded; None counts as the day the record was read.

    Attributes:
        KEY: The fields that tell several values at once apart; empty: there is one value at a time.
    """

    KEY: ClassVar[tuple[str, ...]] = ()

    first: date | None = None
    last: date | None = None
    recorded_on: date | None = None


E = TypeVar("E", bound=Entry)


@frozen(kw_only=True)
class Stretch(Generic[E]):
    """Days, both ends included and None open, on which one entry decides."""

    first: date | None
    last: date | None
    entry: E


def field_types(kind: type) -> Mapping[str, FieldType]:
    """Return what each field of a kind of entry holds, in order, without the days it is dated with."""
    return _field_types(kind)


@cache
def _field_types(kind: type) -> Mapping[str, FieldType]:
    return MappingProxyType({a.name: a.metadata["fact"] for a in attrs.fields(kind) if "fact" in a.metadata})


def key_of(entry: Entry) -> tuple[Hashable, ...]:
    """Return what tells the value of this entry apart from others of its kind held at the same time."""
    return tuple([getattr(entry, name) for name in entry.KEY])


def current(
    entries: Iterable[E], key_of: Callable[[E], Hashable] = key_of, *, as_of: date | None = None
) -> dict[Hashable, tuple[Stretch[E], ...]]:
    """Return, by key, the stretches without overlap in which one entry decides.

    Of the entries that cover a day the one recorded last decides. Entries recorded on the same day are laid
    together: a field that one of them leaves out is taken from the other; a field on which they differ is
    unknown (conflicting), which a `Case` does not let in. The order of the entries does not matter.

    Args:
        entries: Entries of one kind about one person.
        key_of: What tells several values at once apart; each key is resolved by itself.
        as_of: The day the record was read, on which entries without `recorded_on` count as recorded; None:
            they count as recorded after all others.

    Returns:
        The stretches of each key in order of their days.

    Example:
        >>> from kimcore.people.kinds import Work
        >>> old = Work(capable=True, recorded_on=date(2026, 1, 1))
        >>> new = Work(capable=False, first=date(2026, 3, 1), recorded_on=date(2026, 3, 5))
        >>> [(str(s.first), str(s.last), s.entry.capable) for s in current([old, new])[()]]
        [('None', '2026-02-28', True), ('2026-03-01', 'None', False)]
    """
    by_key: dict[Hashable, list[E]] = {}
    for entry in entries:
        by_key.setdefault(key_of(entry), []).append(entry)
    return {key: tuple(_resolved(group, as_of or date.max)) for key, group in by_key.items()}


def clashes(entries: Iterable[E | None], *, as_of: date) -> Mapping[int, tuple[str, ...]]:
    """Return the entries that contradict one another: one key, shared days, recorded on one day.

    Args:
        entries: Entries of one kind about one person; None holds the place of one that could not be read.
        as_of: The day on which entries without `recorded_on` count as recorded.

    Returns:
        The fields on which an entry differs from another, by its place in the sequence.
    """
    seen: dict[Hashable, list[tuple[int, E]]] = {}
    found: dict[int, set[str]] = {}
    for index, entry in enumerate(entries):
        if entry is None:
            continue
        earlier = seen.setdefault((key_of(entry), _recorded_day(entry, as_of)), [])
        for other_index, other in earlier:
            for name in _differing(other, entry):
                found.setdefault(other_index, set()).add(name)
                found.setdefault(index, set()).add(name)
        earlier.append((index, entry))
    return {index: tuple(sorted(found[index])) for index in sorted(found)}


def _resolved(entries: list[E], as_of: date) -> Iterator[Stretch[E]]:
    found: list[tuple[int, int, E]] = []
    for start, end in pairwise(sorted({edge for entry in entries for edge in _edges(entry)})):
        covering = [entry for entry in entries if _edges(entry)[0] <= start and end <= _edges(entry)[1]]
        if covering:
            entry = _deciding(covering, as_of)
            goes_on = bool(found) and found[-1][1:] == (start, entry)
            found.append((found.pop()[0] if goes_on else start, end, entry))
    return (_stretch(*each) for each in found)


def _edges(entry: Entry) -> tuple[int, int]:
    """The ordinal of the first day, and of the first day after the last one."""
    start = _BEFORE_ALL_DAYS if entry.first is None else entry.first.toordinal()
    return start, _AFTER_ALL_DAYS if entry.last is None else entry.last.toordinal() + 1


def _stretch(start: int, end: int, entry: E) -> Stretch[E]:
    first = None if start == _BEFORE_ALL_DAYS else date.fromordinal(start)
    last = None if end == _AFTER_ALL_DAYS else date.fromordinal(end - 1)
    return Stretch(first=first, last=last, entry=entry)


def _recorded_day(entry: Entry, as_of: date) -> date:
    return as_of if entry.recorded_on is None else entry.recorded_on


def _deciding(covering: list[E], as_of: date) -> E:
    latest = max(_recorded_day(entry, as_of) for entry in covering)
    first, *others = [entry for entry in covering if _recorded_day(entry, as_of) == latest]
    for other in others:
        first = _laid_together(first, other)
    return first


def _laid_together(one: E, other: E) -> E:
    start, end = (max(_edges(one)[0], _edges(other)[0]), min(_edges(one)[1], _edges(other)[1]))
    days = _stretch(start, end, one)
    values: dict[str, Any] = {name: _both(getattr(one, name), getattr(other, name)) for name in field_types(type(one))}
    # Both count as recorded on one day; the order of the two must not show in how that day is written.
    recorded_on = other.recorded_on if one.recorded_on is None else one.recorded_on
    return evolve(one, **values, first=days.first, last=days.last, recorded_on=recorded_on)


def _both(value: object, other: object) -> object:
    if other in (value, NOT_RECORDED):
        return value
    return other if value == NOT_RECORDED else Unknown("conflicting")


def _differing(one: E, other: E) -> tuple[str, ...]:
    """The fields on which two entries differ on days that both cover."""
    if not (_begins_by(one, other.last) and _begins_by(other, one.last)):
        return ()
    pairs = ((name, getattr(one, name), getattr(other, name)) for name in field_types(type(one)))
    return tuple(name for name, a, b in pairs if a != b and NOT_RECORDED not in (a, b))


def _begins_by(entry: Entry, last: date | None) -> bool:
    return entry.first is None or last is None or entry.first <= last
