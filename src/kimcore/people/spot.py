"""A spot of a case under inspection: its path, what single values may be there, and the faults found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import cache
from types import NoneType
from typing import TypeGuard, TypeVar, assert_never

from attrs import field, frozen

from kimcore.dates import FIRST_DAY, LAST_DAY, ImpreciseDate, latest
from kimcore.dates import earliest as earliest_of
from kimcore.errors import Faults, did_you_mean, listed
from kimcore.law.codes import code_lists
from kimcore.law.territory import Territories
from kimcore.people.canonical import json_name
from kimcore.people.history import FieldType, Unknown, field_types
from kimcore.strict_json import is_unicode

LONGEST_TEXT = 1000
MOST_ENTRIES = 1000
HIGHEST_COUNT = 9999

A_DAY = "a day as YYYY-MM-DD"
A_PARTIAL_DAY = "a day as YYYY-MM-DD, a month as YYYY-MM or a year as YYYY"
A_TERRITORY = "DE, or the key of a Land, Regierungsbezirk, Kreis or Gemeinde with 2, 3, 5 or 8 digits"
DAYS = f"{FIRST_DAY} to {LAST_DAY}"

T = TypeVar("T")


@frozen
class Spot:
    """A place in a case with what is checked at its fields; no fault repeats a value.

    Args:
        where: The path, such as `$.persons[1].residence[0]`.
        faults: Where faults are noted.
    """

    where: str
    faults: Faults = field(repr=False)

    def add(
        self,
        code: str,
        name: str | None,
        problem: str,
        *,
        allowed: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Note a fault of the field named, or of the spot as a whole."""
        where = self.where if name is None else f"{self.where}.{json_name(name)}"
        self.faults.add(code, where, problem, allowed=allowed, hint=hint)

    def wrong_type(self, name: str | None, allowed: str) -> None:
        """Note that a field holds something of another type."""
        self.add("wrong-type", name, "a value of the wrong type", allowed=allowed)

    def each(self, name: str, values: object, cls: type[T], check: Callable[[Spot, T], None]) -> None:
        """Check every value of a tuple at its own spot."""
        if not isinstance(values, tuple):
            self.wrong_type(name, f"a list of {cls.__name__} entries")
            return
        if len(values) > MOST_ENTRIES:
            self.add("too-many", name, "too many entries", allowed=f"up to {MOST_ENTRIES}")
            return
        where = f"{self.where}.{json_name(name)}"
        for index, value in enumerate(values):
            spot = Spot(f"{where}[{index}]", self.faults)
            if isinstance(value, cls):
                check(spot, value)
            else:
                spot.wrong_type(None, f"a {cls.__name__} entry")

    def told_apart(self, name: str, keys: Iterable[tuple[int, str]], what: str) -> None:
        """Note keys that an earlier value of a list has as well; `what` is what the values are."""
        seen: set[str] = set()
        for index, key in keys:
            if key in seen:
                self.add(f"duplicate-{what}", f"{name}[{index}].key", f"an earlier {what} has the same key")
            seen.add(key)

    # -------------------------------------------------------------------------------- single values
    def text(self, name: str | None, value: object) -> bool:
        """Check a key or a short text, and tell whether it is one."""
        before = len(self.faults)
        if not isinstance(value, str):
            self.wrong_type(name, "a text")
        elif not 0 < len(value) <= LONGEST_TEXT:
            length = f"1 to {LONGEST_TEXT} characters"
            self.add("length", name, "the text is empty or too long", allowed=length)
        elif not is_unicode(value):
            self.add("not-unicode", name, "the text holds half a surrogate pair")
        return len(self.faults) == before

    def texts(self, value: object, *names: str) -> None:
        """Check the fields of a value that hold a key or a short text, or nothing."""
        for name in names:
            if getattr(value, name) is not None:
                self.text(name, getattr(value, name))

    def word(self, name: str, value: object, words: Collection[str]) -> None:
        """Check a code or a word of kimcore's own."""
        if not isinstance(value, str):
            self.wrong_type(name, "a text")
        elif value not in words:
            hint = did_you_mean(value, words)
            self.add("unknown-code", name, "not one of the codes of this field", allowed=listed(words), hint=hint)

    def count(self, name: str, value: object) -> None:
        """Check a whole number."""
        if type(value) is not int or not 0 <= value <= HIGHEST_COUNT:
            self.wrong_type(name, f"a whole number from 0 to {HIGHEST_COUNT}")

    def day(self, name: str, value: object) -> None:
        """Check a precise day."""
        if is_day(value):
            self._in_range(name, value, value)
        else:
            self.wrong_type(name, A_DAY)

    def days(self, value: object, *names: str) -> None:
        """Check the fields of a value that hold a precise day or nothing."""
        for name in names:
            day = getattr(value, name)
            if not is_plain_day(day):
                self.day(name, day)

    def _partial_day(self, name: str, value: object) -> None:
        if is_day(value) or isinstance(value, ImpreciseDate):
            self._in_range(name, earliest_of(value), latest(value))
        else:
            self.wrong_type(name, A_PARTIAL_DAY)

    def _in_range(self, name: str, first: date, last: date) -> None:
        if first < FIRST_DAY or last > LAST_DAY:
            self.add("day-out-of-range", name, "the day is out of range", allowed=DAYS)

    def _place(self, name: str, value: object) -> None:
        territories = Territories.shipped()
        if not isinstance(value, str):
            self.wrong_type(name, A_TERRITORY)
        elif value not in territories:
            near = territories.nearest(value)
            hint = None if near is None else f"did you mean '{near}'?"
            self.add(
                "unknown-territory",
                name,
                "not a territory of the shipped table",
                allowed=A_TERRITORY,
                hint=hint,
            )

    def set_of(self, name: str, value: object, words: Collection[str]) -> None:
        """Check a set of codes."""
        if not isinstance(value, frozenset) or not all(isinstance(word, str) for word in value):
            self.wrong_type(name, "a set of codes")
            return
        for wrong in sorted(value - set(words))[:1]:
            hint = did_you_mean(wrong, words)
            self.add("unknown-code", name, "holds what is no code of this field", allowed=listed(words), hint=hint)

    def facts(self, holder: object) -> None:
        """Check every field of a value that says what it holds."""
        cls: type = type(holder)
        for name, type_, is_plain in _looks(cls):
            value = getattr(holder, name)
            if not is_plain(value):
                self.value(name, value, type_)

    def value(self, name: str, value: object, type_: FieldType) -> None:
        """Check the field of an entry: a value of its type, None for *none*, or Unknown."""
        if not type_.required and (value is None or isinstance(value, Unknown)):
            return
        match type_.kind:
            case "flag":
                if not isinstance(value, bool):
                    self.wrong_type(name, "true or false")
            case "code":
                self.word(name, value, _codes_of(type_))
            case "codes":
                self.set_of(name, value, _codes_of(type_))
            case "day":
                self._partial_day(name, value)
            case "count":
                self.count(name, value)
            case "place":
                self._place(name, value)
            case never:
                assert_never(never)

    # -------------------------------------------------------------------------------- several days
    def in_order(self, value: object, *names: str) -> None:
        """Check that no day of a value is before the ones named earlier."""
        before: tuple[str, date] | None = None
        for name in names:
            day = getattr(value, name)
            if day is None or not is_day(day):
                continue
            if before and day < before[1]:
                self.add("days-reversed", name, f"the day is before '{json_name(before[0])}'")
            before = name, day

    def known_by(self, as_of: date, value: object, *names: str) -> None:
        """Check that days of a value are such that a record read on `as_of` can know them."""
        for name in names:
            day = getattr(value, name)
            if day is not None and is_day(day) and day > as_of:
                self.add("after-as-of", name, "the day is after 'as_of', the day the record was read")


def is_plain_day(value: object) -> bool:
    """Tell whether a value is none, or a precise day in the range: nearly all are, and need no closer look."""
    return value is None or (type(value) is date and FIRST_DAY <= value <= LAST_DAY)


def are_plain_facts(holder: object) -> bool:
    """Tell whether every field of a value that says what it holds is plainly right; a no says nothing yet."""
    cls: type = type(holder)
    for name, _, is_plain in _looks(cls):  # noqa: SIM110  # half the time of all(…), for every entry of every case
        if not is_plain(getattr(holder, name)):
            return False
    return True


@cache
def _looks(cls: type) -> tuple[tuple[str, FieldType, Callable[[object], bool]], ...]:
    """The fields of a class that say what they hold, each with a glance that knows nearly all that is right."""
    return tuple((name, type_, _glance(type_)) for name, type_ in field_types(cls).items())


def _glance(type_: FieldType) -> Callable[[object], bool]:
    empty: tuple[type, ...] = () if type_.required else (NoneType, Unknown)
    match type_.kind:
        case "flag":
            plain = (*empty, bool)
            return lambda value: type(value) in plain
        case "code":
            codes = _codes_of(type_)
            return lambda value: (type(value) is str and value in codes) or type(value) in empty
        case "day":
            return lambda value: is_plain_day(value) or type(value) is Unknown
        case "codes":
            known = frozenset(_codes_of(type_))
            return lambda value: type(value) in empty or (type(value) is frozenset and value <= known)
        case _:
            return lambda value: type(value) in empty


def is_day(value: object) -> TypeGuard[date]:
    """Tell whether a value is a day; a moment is none, though Python's datetime is a date."""
    return isinstance(value, date) and not isinstance(value, datetime)


def _codes_of(type_: FieldType) -> Collection[str]:
    return code_lists()[type_.codes or ""]
