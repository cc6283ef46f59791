"""A stretch of days, and sets of its days as whole numbers: bit n stands for the n-th day of the window."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from attrs import frozen

from kimcore.dates import end_of_month, first_of_month

DaySet = int
"""A set of days of a window. Union is `|`, intersection `&`, difference `& ~`."""


@frozen(slots=False)
class Window:
    """The days from `first` to `last`, both included.

    A window on which rules are judged begins on the first of a month, because a rule that lasts to the end of
    the month looks back to its first.

    Args:
        first: The first day, bit 0 of every set.
        last: The last day.

    Raises:
        ValueError: The last day lies before the first.

    Example:
        >>> window = Window(date(2026, 11, 1), date(2026, 12, 31))
        >>> days = window.days(date(2026, 11, 29), date(2026, 12, 2))
        >>> bin(days).count("1"), str(window.last_day(days))
        (4, '2026-12-02')
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the last day of a window lies before its first")

    @cached_property
    def length(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @cached_property
    def all(self) -> DaySet:
        """The set of all days of the window."""
        return (1 << self.length) - 1

    @cached_property
    def base(self) -> int:
        """The day number (`date.toordinal`) of the first day."""
        return self.first.toordinal()

    @cached_property
    def months(self) -> tuple[DaySet, ...]:
        """The days of each month of the window."""
        found = []
        day = first_of_month(self.first)
        while day <= self.last:
            end = end_of_month(day)
            found.append(self.days(day, end))
            day = end + timedelta(days=1)
        return tuple(found)

    def days(self, first: date | None, last: date | None) -> DaySet:
        """Return the days from `first` to `last` that lie in the window.

        Args:
            first: The first day, included; None: since ever.
            last: The last day, included; None: without end.
        """
        begin = first.toordinal() if first else self.base
        end = last.toordinal() if last else self.base + self.length - 1
        return self.numbered(begin, end)

    def numbered(self, first: int, last: int) -> DaySet:
        """Return the days between two day numbers (both included) that lie in the window."""
        begin = max(0, first - self.base)
        end = min(self.length, last - self.base + 1)
        return ((1 << end) - (1 << begin)) if end > begin else 0

    def day(self, day: date) -> DaySet:
        """Return the set of this one day, empty where it lies outside."""
        return self.days(day, day)

    def runs(self, days: DaySet) -> Iterator[tuple[date, date]]:
        """Yield the unbroken stretches of a set as (first, last), both included, in order.

        Example:
            >>> window = Window(date(2026, 11, 1), date(2026, 11, 30))
            >>> [(str(first), str(last)) for first, last in window.runs(0b1101)]
            [('2026-11-01', '2026-11-01'), ('2026-11-03', '2026-11-04')]
        """
        place = 0
        while days:
            skip = (days & -days).bit_length() - 1
            days >>= skip
            place += skip
            length = (~days & (days + 1)).bit_length() - 1
            yield self.first + timedelta(days=place), self.first + timedelta(days=place + length - 1)
            days >>= length
            place += length

    def first_day(self, days: DaySet) -> date | None:
        """Return the earliest day of a set, None where it is empty."""
        return self.first + timedelta(days=(days & -days).bit_length() - 1) if days else None

    def last_day(self, days: DaySet) -> date | None:
        """Return the latest day of a set, None where it is empty."""
        return self.first + timedelta(days=days.bit_length() - 1) if days else None

    def to_end_of_month(self, days: DaySet) -> DaySet:
        """Return the set with every month filled from its first day in the set to its end.

        Example:
            >>> window = Window(date(2026, 11, 1), date(2026, 12, 31))
            >>> filled = window.to_end_of_month(window.day(date(2026, 11, 23)))
            >>> [(str(first), str(last)) for first, last in window.runs(filled)]
            [('2026-11-23', '2026-11-30')]
        """
        filled = 0
        for month in self.months:
            inside = days & month
            if inside:
                filled |= month & ~((inside & -inside) - 1)
        return filled


def union(sets: Iterable[DaySet]) -> DaySet:
    """Return the days that lie in any of the sets."""
    days = 0
    for each in sets:
        days |= each
    return days
