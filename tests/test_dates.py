"""Calendar law, each row with its source, and its properties over all days."""

from datetime import date, timedelta

import holidays as oracle
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kimcore.dates import (
    FIRST_DAY,
    LAST_DAY,
    Duration,
    ImpreciseDate,
    Period,
    deadline,
    earliest,
    end_of_month,
    first_of_month,
    holidays,
    is_working_day,
    latest,
    parse_day,
    parse_partial,
    passed,
    working_day,
)

ONE_DAY = timedelta(days=1)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
DURATIONS = st.builds(Duration, st.integers(0, 1200), st.integers(0, 1000))
MONTHS = st.builds(Duration, st.integers(0, 1200))
# A narrow stretch, so that drawn periods touch, overlap and miss each other.
NEAR_DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
PERIODS = st.one_of(
    st.tuples(NEAR_DAYS, NEAR_DAYS).map(lambda ends: Period(min(ends), max(ends))),
    st.builds(Period, st.none(), st.none() | NEAR_DAYS),
    st.builds(Period, NEAR_DAYS, st.none()),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- §§ 187, 188 BGB ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "length", "first_day_after", "source"),
    [
        # An age is reached with the beginning of the birthday: the day of birth counts.
        ("2008-05-02", "18 years", "2026-05-02", "§ 187 Abs. 2 Satz 2 BGB"),
        ("2008-02-29", "18 years", "2026-03-01", "§ 187 Abs. 2 Satz 2, § 188 Abs. 2, 3 BGB"),
        ("2008-02-29", "20 years", "2028-02-29", "§ 187 Abs. 2 Satz 2, § 188 Abs. 2 BGB"),
        ("2008-02-28", "18 years", "2026-02-28", "§ 187 Abs. 2 Satz 2, § 188 Abs. 2 BGB"),
        # The period ends with the day before the one of the same number, or with the last of the month.
        ("2026-01-01", "1 month", "2026-02-01", "§ 187 Abs. 2 Satz 1, § 188 Abs. 2 BGB"),
        ("2026-01-31", "1 month", "2026-03-01", "§ 188 Abs. 3 BGB"),
        ("2026-01-30", "1 month", "2026-03-01", "§ 188 Abs. 3 BGB"),
        ("2026-01-29", "1 month", "2026-03-01", "§ 188 Abs. 2 BGB: the day before 29 is 28 February"),
        ("2026-01-28", "1 month", "2026-02-28", "§ 188 Abs. 2 BGB"),
        ("2024-01-31", "1 month", "2024-03-01", "§ 188 Abs. 3 BGB, leap year"),
        ("2024-01-30", "1 month", "2024-03-01", "§ 188 Abs. 2 BGB, leap year"),
        ("2024-01-29", "1 month", "2024-02-29", "§ 188 Abs. 2 BGB, leap year"),
        ("2026-01-31", "2 months", "2026-03-31", "§ 188 Abs. 2 BGB: added at once"),
        ("2026-03-31", "1 month", "2026-05-01", "§ 188 Abs. 2 BGB: the day before 31 is 30 April"),
        ("2026-02-28", "1 month", "2026-03-28", "§ 188 Abs. 2 BGB"),
        ("2025-12-31", "6 months", "2026-07-01", "§ 188 Abs. 2 BGB"),
        ("2022-03-15", "36 months", "2025-03-15", "§ 188 Abs. 2 BGB"),
        # The age limit of those born in 1959 is 66 years and two months (§ 7a SGB II).
        ("1959-01-31", "66 years 2 months", "2025-03-31", "§ 187 Abs. 2 Satz 2, § 188 Abs. 2 BGB"),
        # Weeks and days.
        ("2026-01-31", "1 day", "2026-02-01", "§ 187 Abs. 2 Satz 1, § 188 Abs. 1 BGB"),
        ("2026-01-31", "8 weeks", "2026-03-28", "§ 187 Abs. 2 Satz 1, § 188 Abs. 2 BGB"),
        ("2026-01-31", "0 days", "2026-01-31", "a period without a day has passed when it begins"),
        # Months are counted first, then days.
        ("2026-01-31", "1 month 1 day", "2026-03-02", "§ 188 Abs. 1, 3 BGB"),
    ],
)
def test_a_period_that_began_with_a_day_has_passed(start: str, length: str, first_day_after: str, source: str) -> None:
    assert passed(day(start), Duration.parse(length)) == day(first_day_after), source


@pytest.mark.parametrize(
    ("event", "length", "last_day", "source"),
    [
        ("2026-01-31", "1 month", "2026-02-28", "§ 188 Abs. 3 BGB"),
        ("2026-01-30", "1 month", "2026-02-28", "§ 188 Abs. 3 BGB"),
        ("2026-01-28", "1 month", "2026-02-28", "§ 188 Abs. 2 BGB"),
        ("2024-01-31", "1 month", "2024-02-29", "§ 188 Abs. 3 BGB, leap year"),
        ("2026-01-31", "2 months", "2026-03-31", "§ 188 Abs. 2 BGB: added at once"),
        ("2026-02-28", "1 month", "2026-03-28", "§ 188 Abs. 2 BGB: not the last of March"),
        ("2026-03-31", "1 month", "2026-04-30", "§ 188 Abs. 3 BGB"),
        ("2024-02-29", "1 year", "2025-02-28", "§ 188 Abs. 3 BGB"),
        ("2026-11-23", "0 days", "2026-11-23", "a time limit without a day ends with its event"),
        (
            "2026-11-23",
            "1 day",
            "2026-11-24",
            "§ 187 Abs. 1, § 188 Abs. 1 BGB: the day of the event is left out",
        ),
        ("2026-11-23", "2 weeks", "2026-12-07", "§ 188 Abs. 2 BGB: a Monday to a Monday"),
        (
            "2026-08-31",
            "6 months",
            "2027-02-28",
            "§ 187 Abs. 1, § 188 Abs. 3 BGB: six months, no 31 February",
        ),
        ("2026-01-31", "1 month 1 day", "2026-03-01", "§ 188 Abs. 1, 3 BGB: months first"),
    ],
)
def test_a_time_limit_started_by_an_event_ends(event: str, length: str, last_day: str, source: str) -> None:
    assert deadline(day(event), Duration.parse(length)) == day(last_day), source


@given(start=DAYS, duration=MONTHS)
def test_a_period_of_months_passes_on_the_same_number_or_the_first_of_a_month(start: date, duration: Duration) -> None:
    after = passed(start, duration)

    assert after.day == start.day or (after.day == 1 and start.day > (after - ONE_DAY).day)


@given(event=DAYS, duration=MONTHS)
def test_a_time_limit_of_months_ends_on_the_same_number_or_the_last_of_a_month(event: date, duration: Duration) -> None:
    last = deadline(event, duration)

    assert last.day == event.day or (last == end_of_month(last) and last.day < event.day)
    assert (last.year - event.year) * 12 + last.month - event.month == duration.months


@given(start=DAYS, duration=DURATIONS)
def test_the_event_gives_one_day_less_only_where_the_month_is_short(start: date, duration: Duration) -> None:
    months = Duration(duration.months)
    short = deadline(start, months).day < start.day

    assert passed(start, duration) == deadline(start, duration) + timedelta(days=short)


@given(one=DAYS, other=DAYS, duration=DURATIONS)
def test_who_begins_later_is_never_done_earlier(one: date, other: date, duration: Duration) -> None:
    first, second = sorted([one, other])

    assert passed(first, duration) <= passed(second, duration)
    assert deadline(first, duration) <= deadline(second, duration)


@given(start=DAYS, shorter=st.integers(0, 1200), longer=st.integers(0, 1200))
def test_a_longer_period_never_passes_earlier(start: date, shorter: int, longer: int) -> None:
    assume(shorter <= longer)

    assert passed(start, Duration(shorter)) <= passed(start, Duration(longer))
    assert deadline(start, Duration(shorter)) <= deadline(start, Duration(longer))


@given(start=DAYS, days=st.integers(0, 73200))
def test_days_are_counted_one_by_one(start: date, days: int) -> None:
    assert passed(start, Duration(days=days)) == deadline(start, Duration(days=days)) == start + days * ONE_DAY


def test_the_longest_duration_after_the_last_day_can_still_be_counted() -> None:
    longest = Duration(months=2400, days=73200)

    assert passed(LAST_DAY, longest) == deadline(LAST_DAY, longest) == date(2600, 5, 31)


# --- durations ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "duration", "printed"),
    [
        ("65 years 10 months", Duration(months=790), "65 years 10 months"),
        ("1 year 1 month 1 week 1 day", Duration(months=13, days=8), "1 year 1 month 8 days"),
        ("36 months", Duration(months=36), "3 years"),
        ("8 weeks", Duration(days=56), "56 days"),
        ("1 day", Duration(days=1), "1 day"),
        ("0 days", Duration(), "0 days"),
        ("200 years", Duration(months=2400), "200 years"),
    ],
)
def test_a_duration_is_read_and_printed(text: str, duration: Duration, printed: str) -> None:
    assert Duration.parse(text) == duration
    assert str(duration) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "36",
        "months",
        "-1 month",
        "1.5 years",
        "1  month",
        " 1 month",
        "1 month ",
        "1 month, 2 days",
        "2 days 1 month",
        "1 month 1 month",
        "1 Monat",
        "1 MONTH",
        "\u0663 months",
        "999999 days",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a duration such as '65 years 10 months', '8 weeks' or '1 day'$"):
        Duration.parse(text)


@pytest.mark.parametrize(("months", "days"), [(-1, 0), (0, -1), (2401, 0), (0, 73201)])
def test_a_duration_lies_within_bounds(months: int, days: int) -> None:
    with pytest.raises(ValueError, match=r"^a duration lies from 0 days to 200 years$"):
        Duration(months, days)


@given(DURATIONS)
def test_a_printed_duration_reads_back(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


# --- days ---------------------------------------------------------------------------------------------------


@given(DAYS)
def test_a_day_written_in_iso_reads_back(any_day: date) -> None:
    assert parse_day(any_day.isoformat()) == any_day
    assert parse_partial(any_day.isoformat()) == any_day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", "there is no such day in the calendar"),
        ("2026-13-01", "there is no such day in the calendar"),
        ("0000-01-01", "there is no such day in the calendar"),
        ("1899-12-31", "a day lies from 1900-01-01 to 2199-12-31"),
        ("2200-01-01", "a day lies from 1900-01-01 to 2199-12-31"),
        ("20260101", "not a day written as YYYY-MM-DD"),
        ("2026-W01-1", "not a day written as YYYY-MM-DD"),
        ("2026-1-1", "not a day written as YYYY-MM-DD"),
        ("2026-01-01T00:00", "not a day written as YYYY-MM-DD"),
        ("2026-01-01\n", "not a day written as YYYY-MM-DD"),
        ("01.01.2026", "not a day written as YYYY-MM-DD"),
        ("\u0662\u0660\u0662\u0666-01-01", "not a day written as YYYY-MM-DD"),
        ("", "not a day written as YYYY-MM-DD"),
    ],
)
def test_what_is_no_day_is_refused_without_repeating_it(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^(not|there|a) ") as caught:
        parse_day(text)

    assert str(caught.value) == message
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@given(DAYS)
def test_a_month_has_a_first_and_a_last_day(any_day: date) -> None:
    first, last = first_of_month(any_day), end_of_month(any_day)

    assert first <= any_day <= last
    assert (first - ONE_DAY).month != any_day.month == first.month
    assert (last + ONE_DAY).month != any_day.month == last.month


# --- imprecise dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1994", "1994-01-01", "1994-12-31"),
        ("1994-05", "1994-05-01", "1994-05-31"),
        ("1996-02", "1996-02-01", "1996-02-29"),
        ("1994-05-02/1994-06-15", "1994-05-02", "1994-06-15"),
    ],
)
def test_an_imprecise_date_has_an_earliest_and_a_latest_day(text: str, first: str, last: str) -> None:
    imprecise = parse_partial(text)

    assert imprecise == ImpreciseDate(day(first), day(last))
    assert (earliest(imprecise), latest(imprecise)) == (day(first), day(last))
    assert str(imprecise) == text


def test_a_precise_date_is_a_plain_day() -> None:
    precise = parse_partial("1994-05-02")

    assert precise == date(1994, 5, 2)
    assert earliest(precise) == latest(precise) == date(1994, 5, 2)
    assert parse_partial("1994-05-02/1994-05-02") == precise


@given(one=DAYS, other=DAYS)
def test_a_printed_imprecise_date_reads_back(one: date, other: date) -> None:
    assume(one != other)
    imprecise = ImpreciseDate(min(one, other), max(one, other))

    assert parse_partial(str(imprecise)) == imprecise


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1994-13", "there is no such day in the calendar"),
        ("1899", "a day lies from 1900-01-01 to 2199-12-31"),
        ("2200-01", "a day lies from 1900-01-01 to 2199-12-31"),
        ("1995/1994", "the latest day of an imprecise date lies after the earliest"),
        *(
            (text, "not a day written as YYYY-MM-DD, or as YYYY-MM or YYYY where no more is known")
            for text in ("", "94", "1994-", "1994-5", "1994-05-", "1994-05-0", "1994/", "/1994", "1994/5/6")
        ),
    ],
)
def test_what_is_no_partial_date_is_refused_without_repeating_it(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^(not|there|a|the) ") as caught:
        parse_partial(text)

    assert str(caught.value) == message


def test_an_imprecise_date_is_not_ordered_by_itself() -> None:
    with pytest.raises(TypeError):
        _ = ImpreciseDate(date(1994, 1, 1), date(1994, 12, 31)) < date(1995, 1, 1)  # type: ignore[operator]


@pytest.mark.parametrize("last", [date(1994, 5, 1), date(1994, 5, 2)])
def test_an_imprecise_date_is_wider_than_a_day(last: date) -> None:
    with pytest.raises(ValueError, match=r"^the latest day of an imprecise date lies after the earliest$"):
        ImpreciseDate(date(1994, 5, 2), last)


# --- periods ------------------------------------------------------------------------------------------------


def test_both_ends_of_a_period_are_in_it() -> None:
    period = Period(date(2026, 10, 1), date(2026, 10, 31))

    assert [one in period for one in map(day, ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"))] == [
        False,
        True,
        True,
        False,
    ]


def test_a_period_of_one_day_is_possible_and_one_without_a_day_is_not() -> None:
    assert date(2026, 10, 1) in Period(date(2026, 10, 1), date(2026, 10, 1))
    with pytest.raises(ValueError, match=r"^the last day lies before the first$"):
        Period(date(2026, 10, 1), date(2026, 9, 30))


def test_a_period_prints_its_ends() -> None:
    first, last = date(2026, 7, 1), date(2026, 12, 31)

    assert [str(period) for period in (Period(first, last), Period(first), Period(None, last), Period())] == [
        "2026-07-01 to 2026-12-31",
        "from 2026-07-01",
        "to 2026-12-31",
        "every day",
    ]


@given(one=PERIODS, other=PERIODS)
def test_what_two_periods_share_is_in_both(one: Period, other: Period) -> None:
    around = [date(2025, 12, 31) + n * ONE_DAY for n in range(11)]
    shared = one.intersect(other)

    assert [shared is not None and any_day in shared for any_day in around] == [
        any_day in one and any_day in other for any_day in around
    ]
    assert shared == other.intersect(one)
    assert one.overlaps(other) == other.overlaps(one) == (shared is not None)


# --- working days -------------------------------------------------------------------------------------------


# The package begins with 1991, the first whole year after the unification.
@pytest.mark.parametrize("year", range(1991, 2041))
def test_the_holidays_are_those_another_library_finds(year: int) -> None:
    expected = oracle.country_holidays("DE", subdiv="NW", years=year, language="de")

    assert holidays(year) == dict(expected)


def test_the_day_of_german_unity_is_a_holiday_since_the_unification() -> None:
    # Art. 2 Abs. 2 Einigungsvertrag.
    assert date(1989, 10, 3) not in holidays(1989)
    assert holidays(1990)[date(1990, 10, 3)] == "Tag der Deutschen Einheit"


def test_the_day_of_repentance_is_a_holiday_until_1994() -> None:
    # Given up by the Länder for § 58 Abs. 2 SGB XI.
    assert holidays(1994)[date(1994, 11, 16)] == "Buß- und Bettag"
    assert date(1995, 11, 22) not in holidays(1995)


def test_two_holidays_may_share_a_day() -> None:
    assert holidays(2008)[date(2008, 5, 1)] == "Christi Himmelfahrt; Erster Mai"


def test_holidays_come_in_order_and_cannot_be_changed() -> None:
    assert list(holidays(2026)) == sorted(holidays(2026))
    with pytest.raises(TypeError):
        holidays(2026)[date(2026, 1, 2)] = "Brückentag"  # type: ignore[index]


@pytest.mark.parametrize(
    ("last_day", "shifted", "why"),
    [
        ("2026-11-23", "2026-11-23", "a Monday"),
        ("2026-11-27", "2026-11-27", "a Friday"),
        ("2026-02-28", "2026-03-02", "a Saturday"),
        ("2026-11-29", "2026-11-30", "a Sunday"),
        ("2026-10-31", "2026-11-02", "a Saturday before Allerheiligen on a Sunday"),
        ("2026-04-03", "2026-04-07", "Karfreitag to the Tuesday after Ostermontag"),
        ("2026-06-04", "2026-06-05", "Fronleichnam, a holiday in NRW"),
        ("2017-10-31", "2017-11-02", "the one Reformationstag, then Allerheiligen"),
        ("2018-10-31", "2018-10-31", "no holiday in NRW again"),
        ("2026-12-24", "2026-12-24", "Heiligabend is no holiday"),
        ("2026-12-25", "2026-12-28", "two holidays, the second a Saturday, and a Sunday"),
        ("2022-12-31", "2023-01-02", "over the turn of the year"),
    ],
)
def test_the_end_of_a_time_limit_shifts_to_a_working_day(last_day: str, shifted: str, why: str) -> None:
    # § 193 BGB, § 26 Abs. 3 SGB X, § 31 Abs. 3 VwVfG.
    assert working_day(day(last_day)) == day(shifted), why


@given(DAYS)
def test_the_next_working_day_is_the_first_one_not_before(any_day: date) -> None:
    found = working_day(any_day)

    assert is_working_day(found)
    between = [any_day + n * ONE_DAY for n in range((found - any_day).days)]
    assert [is_working_day(one) for one in between] == [False] * len(between)
    assert len(between) <= 5
