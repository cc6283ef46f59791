"""Arithmetic with days that may be imprecise: an earliest and a latest day, apart through every function."""

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


class DayRange(NamedTuple):
    """A day known to lie between two days, both included; a precise day is both of them."""

    earliest: date
    latest: date


Lengths = tuple[Duration, ...]
"""What a length of time can be: one length, or several where it depends on an imprecise date of birth."""

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


def called(function: DayFunction, base: DayRange, lengths: Lengths | None) -> DayRange:
    """Return a function of the language, applied to both ends: none of them falls as the day rises.

    Args:
        function: Its name.
        base: The day it is applied to.
        lengths: What its length can be; None for a function without one.

    Example:
        >>> born = DayRange(date(2008, 1, 1), date(2008, 12, 31))
        >>> [str(day) for day in called("passed", born, (Duration.parse("18 years"),))]
        ['2026-01-01', '2026-12-31']
    """
    if lengths is None:
        plain = _PLAIN[function]
        return DayRange(plain(base.earliest), plain(base.latest))
    counting = _COUNTING[function]
    return DayRange(
        min(counting(base.earliest, length) for length in lengths),
        max(counting(base.latest, length) for length in lengths),
    )


def shifted(base: DayRange, sign: int, lengths: Lengths) -> DayRange:
    """Return the range a number of days later (sign 1) or earlier (sign -1).

    Args:
        base: The day that is moved.
        sign: 1 or -1.
        lengths: What the number of days can be; they have no months.
    """
    moves = [timedelta(days=sign * length.days) for length in lengths]
    return DayRange(base.earliest + min(moves), base.latest + max(moves))


def compared(op: Operator, left: DayRange, right: DayRange) -> Truth:
    """Return whether the order holds definitely, and whether it does possibly.

    Args:
        op: The order; `!=` is none of its own, it is `not ==`.
        left: The one day.
        right: The other day.
    """
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
