"""Calendar law: days, periods with both ends, time limits by §§ 187, 188 BGB, and the working days of NRW.

A day is a `datetime.date`. This is the only module that imports dateutil.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TypeAlias

from attrs import frozen
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from dateutil.rrule import WE, YEARLY, rrule

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""The first and the last day a reader accepts; what is computed from an accepted day may lie beyond."""


@lru_cache(maxsize=8192)
def parse_day(text: str) -> date:
    """Return the day written as `YYYY-MM-DD`, from `FIRST_DAY` to `LAST_DAY`.

    Args:
        text: The day; no other form of ISO 8601 is read.

    Raises:
        ValueError: When it is no such day; the message does not repeat the text, which may be personal.

    Example:
        >>> parse_day("2026-11-01")
        datetime.date(2026, 11, 1)
        >>> parse_day("2026-02-30")
        Traceback (most recent call last):
        ...
        ValueError: there is no such day in the calendar
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("not a day written as YYYY-MM-DD")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Raised out here, so that the text is not carried along in the cause either.
    if day is None:
        raise ValueError("there is no such day in the calendar")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a day lies from {FIRST_DAY} to {LAST_DAY}")
    return day


_UNITS = {"year": (12, 0), "month": (1, 0), "week": (0, 7), "day": (0, 1)}
_PART = re.compile(r"([0-9]{1,5}) (year|month|week|day)s?")
_MOST_MONTHS, _MOST_DAYS = 200 * 12, 200 * 366


@frozen
class Duration:
    """A length of time: the months are counted first, then the days.

    Args:
        months: Whole months, a year being twelve of them; at most 200 years.
        days: Whole days, a week being seven of them; at most 200 years.

    Raises:
        ValueError: When one of them is negative or longer than that.

    Example:
        >>> str(Duration(months=790)), str(Duration(days=56))
        ('65 years 10 months', '56 days')
    """

    months: int = 0
    days: int = 0

    def __attrs_post_init__(self) -> None:
        if not (0 <= self.months <= _MOST_MONTHS and 0 <= self.days <= _MOST_DAYS):
            raise ValueError("a duration lies from 0 days to 200 years")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Return the duration written in years, months, weeks and days, each at most once and in this order.

        Args:
            text: Such as "65 years 10 months", "36 months", "8 weeks" or "1 day".

        Raises:
            ValueError: When it is written in another way or too long.

        Example:
            >>> Duration.parse("65 years 10 months")
            Duration(months=790, days=0)
        """
        parts = _PART.findall(text)
        order = [list(_UNITS).index(unit) for _, unit in parts]
        if not re.fullmatch(f"{_PART.pattern}( {_PART.pattern})*", text) or order != sorted(set(order)):
            raise ValueError("not a duration such as '65 years 10 months', '8 weeks' or '1 day'")
        return cls(
            months=sum(int(number) * _UNITS[unit][0] for number, unit in parts),
            days=sum(int(number) * _UNITS[unit][1] for number, unit in parts),
        )

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = [(years, "year"), (months, "month"), (self.days, "day")]
        written = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
        return " ".join(written) or "0 days"


@frozen
class Period:
    """The days from a first to a last one, both included.

    Args:
        first: The first day; None: since ever.
        last: The last day; None: without end.

    Raises:
        ValueError: When the last day lies before the first.

    Example:
        >>> date(2026, 10, 31) in Period(date(2026, 10, 1), date(2026, 10, 31))
        True
    """

    first: date | None = None
    last: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("the last day lies before the first")

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: Period) -> bool:
        """Return whether the two periods have a day in common.

        Example:
            >>> Period(None, date(2026, 6, 30)).overlaps(Period(date(2026, 7, 1), None))
            False
        """
        starts_in_time = self.first is None or other.last is None or self.first <= other.last
        ends_in_time = self.last is None or other.first is None or other.first <= self.last
        return starts_in_time and ends_in_time

    def intersect(self, other: Period) -> Period | None:
        """Return the days the two periods have in common, or None when there is no such day.

        Example:
            >>> str(Period(date(2026, 7, 1), None).intersect(Period(None, date(2026, 12, 31))))
            '2026-07-01 to 2026-12-31'
        """
        if not self.overlaps(other):
            return None
        firsts = [first for first in (self.first, other.first) if first is not None]
        lasts = [last for last in (self.last, other.last) if last is not None]
        return Period(max(firsts, default=None), min(lasts, default=None))

    def __str__(self) -> str:
        if self.first is None:
            return "every day" if self.last is None else f"to {self.last}"
        return f"from {self.first}" if self.last is None else f"{self.first} to {self.last}"


def first_of_month(day: date) -> date:
    """Return the first day of the month a day lies in.

    Example:
        >>> first_of_month(date(2026, 11, 23))
        datetime.date(2026, 11, 1)
    """
    return day.replace(day=1)


def end_of_month(day: date) -> date:
    """Return the last day of the month a day lies in.

    Example:
        >>> end_of_month(date(2024, 2, 1))
        datetime.date(2024, 2, 29)
    """
    return day + relativedelta(day=31)


def passed(start: date, duration: Duration) -> date:
    """Return the first day after a period that began with a day (§ 187 Abs. 2, § 188 Abs. 2, 3 BGB).

    The months are added to the first day at once: the day with the same number, or the first of the next
    month where there is none, as the period then ends with the last of its month. So are ages
    (§ 187 Abs. 2 Satz 2 BGB): born on 29 February, 18 on 1 March.

    Args:
        start: The first day of the period, included.
        duration: The length of the period.

    Example:
        >>> passed(date(2008, 2, 29), Duration.parse("18 years"))
        datetime.date(2026, 3, 1)
        >>> passed(date(2026, 1, 31), Duration.parse("1 month"))
        datetime.date(2026, 3, 1)
    """
    after = start + relativedelta(months=duration.months)
    # relativedelta takes the last of the month for a day that is not there; the period ends *with* that day.
    if after.day < start.day:
        after += timedelta(days=1)
    return after + timedelta(days=duration.days)


def deadline(event: date, duration: Duration) -> date:
    """Return the last day of a period started by an event (§ 187 Abs. 1, § 188 Abs. 1 to 3 BGB).

    That is the day with the same number, or the last of a month that has no such day. The day of the event
    does not count; for the shift to a working day ask `working_day`.

    Args:
        event: The day of the event, not included.
        duration: The length of the period.

    Example:
        >>> deadline(date(2026, 1, 31), Duration.parse("1 month"))
        datetime.date(2026, 2, 28)
    """
    return event + relativedelta(months=duration.months) + timedelta(days=duration.days)


@frozen
class ImpreciseDate:
    """A day of which only an earliest and a latest possibility are known.

    It is neither earlier nor later than another day by itself: use `earliest` and `latest`.

    Args:
        earliest: The first day it may be.
        latest: The last day it may be; a day known precisely is a plain `date`.

    Raises:
        ValueError: When the latest day does not lie after the earliest.

    Example:
        >>> str(ImpreciseDate(date(1994, 5, 1), date(1994, 5, 31)))
        '1994-05'
    """

    earliest: date
    latest: date

    def __attrs_post_init__(self) -> None:
        if self.latest <= self.earliest:
            raise ValueError("the latest day of an imprecise date lies after the earliest")

    def __str__(self) -> str:
        first, last = self.earliest, self.latest
        if (first, last) == (first.replace(month=1, day=1), first.replace(month=12, day=31)):
            return first.isoformat()[:4]
        if (first, last) == (first_of_month(first), end_of_month(first)):
            return first.isoformat()[:7]
        return f"{first}/{last}"


PartialDate: TypeAlias = date | ImpreciseDate
"""A day that may be known only roughly."""


_PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@lru_cache(maxsize=8192)
def parse_partial(text: str) -> PartialDate:
    """Return the day written as `YYYY-MM-DD`, or the imprecise one written with less.

    Args:
        text: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or two of them with a slash between for anything else;
            `str` of the result gives it back in its shortest form.

    Raises:
        ValueError: As for `parse_day`; the message does not repeat the text.

    Example:
        >>> parse_partial("1994-05-02")
        datetime.date(1994, 5, 2)
        >>> parse_partial("1994") == ImpreciseDate(date(1994, 1, 1), date(1994, 12, 31))
        True
        >>> str(parse_partial("1994/1995-03"))
        '1994-01-01/1995-03-31'
    """
    parts = text.split("/", 1)
    if not all(_PARTIAL.fullmatch(part) for part in parts):
        raise ValueError("not a day written as YYYY-MM-DD, or as YYYY-MM or YYYY where no more is known")
    first, last = _stretch(parts[0])[0], _stretch(parts[-1])[1]
    return first if first == last else ImpreciseDate(first, last)


def _stretch(text: str) -> tuple[date, date]:
    match len(text):
        case 4:
            first = parse_day(f"{text}-01-01")
            return first, first.replace(month=12, day=31)
        case 7:
            first = parse_day(f"{text}-01")
            return first, end_of_month(first)
        case _:
            return parse_day(text), parse_day(text)


def earliest(day: PartialDate) -> date:
    """Return the first day a day may be: itself when it is known precisely.

    Example:
        >>> earliest(parse_partial("1994"))
        datetime.date(1994, 1, 1)
    """
    return day.earliest if isinstance(day, ImpreciseDate) else day


def latest(day: PartialDate) -> date:
    """Return the last day a day may be: itself when it is known precisely.

    Example:
        >>> latest(date(1994, 5, 2))
        datetime.date(1994, 5, 2)
    """
    return day.latest if isinstance(day, ImpreciseDate) else day


# § 2 Feiertagsgesetz NW, with the first and the last year (0 and 9999: open). In 2017 the Reformation was
# five hundred years old and had a holiday of its own.
_FIXED_HOLIDAYS = (
    ("Neujahr", 1, 1, 0, 9999),
    ("Erster Mai", 5, 1, 0, 9999),
    ("Tag der Deutschen Einheit", 10, 3, 1990, 9999),
    ("Reformationstag", 10, 31, 2017, 2017),
    ("Allerheiligen", 11, 1, 0, 9999),
    ("Erster Weihnachtstag", 12, 25, 0, 9999),
    ("Zweiter Weihnachtstag", 12, 26, 0, 9999),
)
_MOVED = {
    "Karfreitag": -2,
    "Ostermontag": 1,
    "Christi Himmelfahrt": 39,
    "Pfingstmontag": 50,
    "Fronleichnam": 60,
}
_LAST_YEAR_OF_REPENTANCE_DAY = 1994  # given up to pay for the long-term care insurance (§ 58 SGB XI)


def _named_holidays(year: int) -> Iterator[tuple[date, str]]:
    for name, month, day, since, until in _FIXED_HOLIDAYS:
        if since <= year <= until:
            yield date(year, month, day), name
    for name, distance in _MOVED.items():
        yield easter(year) + timedelta(days=distance), name
    if year <= _LAST_YEAR_OF_REPENTANCE_DAY:
        wednesdays = rrule(YEARLY, date(year, 11, 16), bymonth=11, bymonthday=range(16, 23), byweekday=WE)
        yield wednesdays[0].date(), "Buß- und Bettag"  # the Wednesday before 23 November


@cache
def holidays(year: int) -> Mapping[date, str]:
    """Return the public holidays of Nordrhein-Westfalen in a year, in order, with their German names.

    Two that fall on one day share it ("Christi Himmelfahrt; Erster Mai"). Before 1991 the list is not that of
    its time: it lacks 17 June.

    Args:
        year: The year.

    Example:
        >>> holidays(2026)[date(2026, 6, 4)]
        'Fronleichnam'
    """
    named: dict[date, list[str]] = {}
    for day, name in _named_holidays(year):
        named.setdefault(day, []).append(name)
    return MappingProxyType({day: "; ".join(sorted(named[day])) for day in sorted(named)})


def is_working_day(day: date) -> bool:
    """Return whether a day is no Saturday, no Sunday and no public holiday of Nordrhein-Westfalen.

    Example:
        >>> is_working_day(date(2026, 11, 1)), is_working_day(date(2026, 11, 2))
        (False, True)
    """
    return day.weekday() in range(5) and day not in holidays(day.year)


def working_day(day: date) -> date:
    """Return the day itself or the next working day after it (§ 193 BGB, § 26 SGB X, § 31 VwVfG).

    It is for the end of a time limit; the first and last day of a law or of a right do not shift.

    Args:
        day: The last day of the time limit.

    Example:
        >>> working_day(date(2026, 10, 31))
        datetime.date(2026, 11, 2)
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
