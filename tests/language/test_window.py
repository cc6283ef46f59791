"""A window and sets of its days: the first of a month, the horizon, runs, months filled to their end."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import end_of_month
from kimcore.language.window import Window, union

WINTER = Window(date(2023, 12, 1), date(2024, 3, 15))
"""A leap February within, the last month cut."""

DEC1, DEC31 = date(2023, 12, 1), date(2023, 12, 31)
JAN1, JAN31 = date(2024, 1, 1), date(2024, 1, 31)
FEB1, FEB29 = date(2024, 2, 1), date(2024, 2, 29)
MAR1, MAR15 = date(2024, 3, 1), date(2024, 3, 15)

Runs = list[tuple[date, date]]


def days(*runs: tuple[date, date]) -> int:
    return union(WINTER.days(*run) for run in runs)


def runs(found: int) -> Runs:
    return list(WINTER.runs(found))


# ---------------------------------------------------------------------------------------- days of a window


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [
        (DEC1, DEC1, 1),
        (DEC1, DEC31, 31),
        (FEB1, FEB29, 29),
        (date(2023, 2, 1), date(2023, 2, 28), 28),
        (JAN1, date(2024, 12, 31), 366),
        (DEC1, MAR15, 106),
    ],
)
def test_both_ends_belong_to_a_window(first: date, last: date, length: int) -> None:
    window = Window(first, last)

    assert (window.length, window.all.bit_count()) == (length, length)
    assert list(window.runs(window.all)) == [(first, last)]


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="the last day of a window lies before its first"):
        Window(MAR15, DEC1)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (JAN1, JAN31, [(JAN1, JAN31)]),
        (JAN1, JAN1, [(JAN1, JAN1)]),
        (None, DEC31, [(DEC1, DEC31)]),
        (FEB1, None, [(FEB1, MAR15)]),
        (None, None, [(DEC1, MAR15)]),
        (date(2000, 1, 1), DEC1, [(DEC1, DEC1)]),
        (MAR15, date(2099, 1, 1), [(MAR15, MAR15)]),
        (date(2000, 1, 1), date(2023, 11, 30), []),
        (date(2024, 3, 16), date(2024, 3, 31), []),
        (JAN31, JAN1, []),
    ],
)
def test_days_are_cut_to_the_window(first: date | None, last: date | None, found: Runs) -> None:
    assert runs(WINTER.days(first, last)) == found


def test_the_first_day_is_bit_nought() -> None:
    assert [WINTER.day(day) for day in (DEC1, date(2023, 12, 2), MAR15)] == [1, 2, 1 << 105]
    assert WINTER.day(date(2023, 11, 30)) == WINTER.day(date(2024, 3, 16)) == 0


def test_months_are_whole_but_for_the_one_in_which_the_window_ends() -> None:
    assert [runs(month) for month in WINTER.months] == [
        [(DEC1, DEC31)],
        [(JAN1, JAN31)],
        [(FEB1, FEB29)],
        [(MAR1, MAR15)],
    ]


# ---------------------------------------------------------------------------------------- sets


@pytest.mark.parametrize(
    ("found", "first", "last"),
    [
        (0, None, None),
        (WINTER.all, DEC1, MAR15),
        (days((JAN1, JAN31), (MAR1, MAR1)), JAN1, MAR1),
        (days((FEB29, FEB29)), FEB29, FEB29),
    ],
)
def test_the_ends_of_a_set(found: int, first: date | None, last: date | None) -> None:
    assert (WINTER.first_day(found), WINTER.last_day(found)) == (first, last)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        ([(JAN1, JAN1)], [(JAN1, JAN31)]),
        ([(JAN31, JAN31)], [(JAN31, JAN31)]),
        ([(date(2024, 1, 20), date(2024, 1, 22))], [(date(2024, 1, 20), JAN31)]),
        # the last days of one month and the first of the next fill both
        ([(date(2024, 1, 30), FEB1)], [(date(2024, 1, 30), FEB29)]),
        # from the first day in the month on, whatever follows in it
        ([(JAN1, JAN1), (date(2024, 1, 20), date(2024, 1, 20))], [(JAN1, JAN31)]),
        ([(DEC31, DEC31), (FEB29, FEB29)], [(DEC31, DEC31), (FEB29, FEB29)]),
        ([(date(2024, 3, 2), date(2024, 3, 2))], [(date(2024, 3, 2), MAR15)]),
    ],
)
def test_to_the_end_of_the_month(before: Runs, after: Runs) -> None:
    assert runs(WINTER.to_end_of_month(days(*before))) == after


@given(st.sets(st.integers(0, WINTER.length - 1)))
def test_a_set_is_the_days_in_it(numbers: set[int]) -> None:
    found = union(1 << number for number in numbers)
    members = {WINTER.first + timedelta(days=number) for number in numbers}

    told = runs(found)
    assert {first + timedelta(days=n) for first, last in told for n in range((last - first).days + 1)} == members
    assert all(one[1] + timedelta(days=1) < two[0] for one, two in pairwise(told))
    filled = WINTER.to_end_of_month(found)
    assert {number for number in range(WINTER.length) if filled >> number & 1} == {
        number
        for number in range(WINTER.length)
        for day in [WINTER.first + timedelta(days=number)]
        if any(member <= day <= end_of_month(member) for member in members)
    }
