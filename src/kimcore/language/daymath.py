"""Arithmetic with days that may be imprecise: an earliest and a latest day, kept apart through every function."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from kimcore.dates import (
    Duration,
    PartialDate,
    deadline,
    earliest,
    end_of_month,
    first_of_month,
    latest,
    passed,
    working_day,
)
from kimcore.language.syntax import DayFunction, Operator

MAX_MONTHS = 200 * 12
MAX_DAYS = 200 * 366


class DayRange(NamedTuple):
    """A day known to lie between two days, both included; a precise day is both of them."""

    earliest: date
    latest: date


class LengthRange(NamedTuple):
    """A length of time between two lengths; they differ where it depends on an imprecise date of birth."""

    shortest: Duration
    longest: Duration


Truth = tuple[bool, bool]
"""Whether something is definitely, and whether it is possibly so."""

_PLAIN: dict[DayFunction, Callable[[date], date]] = {
    "start_of_month": first_of_month,
    "end_of_month": end_of_month,
    "working_day": working_day,
}
_COUNTING: dict[DayFunction, Callable[[date, Duration], date]] = {"passed": passed, "deadline": deadline}


def day_range(value: PartialDate) -> DayRange:
    """Return the earliest and the latest day that a recorded date can be."""
    return DayRange(earliest(value), latest(value))


def called(function: DayFunction, base: DayRange, length: LengthRange | None) -> DayRange:
    """Return the function of the language, applied to both ends; each of them never falls as the day rises."""
    if length is None:
        plain = _PLAIN[function]
        return DayRange(plain(base.earliest), plain(base.latest))
    counting = _COUNTING[function]
    return DayRange(counting(base.earliest, length.shortest), counting(base.latest, length.longest))


def shifted(base: DayRange, sign: int, length: LengthRange) -> DayRange:
    """Return the range a number of days later (sign 1) or earlier (sign -1)."""
    near, far = timedelta(days=length.shortest.days), timedelta(days=length.longest.days)
    if sign > 0:
        return DayRange(base.earliest + near, base.latest + far)
    return DayRange(base.earliest - far, base.latest - near)


def compared(op: Operator, left: DayRange, right: DayRange) -> Truth:
    """Return whether the order holds definitely and possibly. `!=` is no order of its own: it is `not ==`."""
    match op:
        case "<":
            return left.latest < right.earliest, left.earliest < right.latest
        case "<=":
            return left.latest <= right.earliest, left.earliest <= right.latest
        case ">":
            return left.earliest > right.latest, left.latest > right.earliest
        case ">=":
            return left.earliest >= right.latest, left.latest >= right.earliest
        case _:
            same = left.earliest == left.latest == right.earliest == right.latest
            return same, left.earliest <= right.latest and right.earliest <= left.latest
