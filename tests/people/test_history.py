from __future__ import annotations

import pickle
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.errors import UndecidedError
from kimcore.people.history import (
    NOT_RECORDED,
    Entry,
    Stretch,
    Unknown,
    clashes,
    current,
    field_types,
    key_of,
)
from kimcore.people.kinds import Coverage, Residence, Work
from kimcore.testing.strategies import days, entries

AS_OF = date(2026, 11, 23)


def day(number: int) -> date:
    return date(2026, 6, number)


def told(stretches: tuple[Stretch[Work], ...]) -> list[tuple[date | None, date | None, object]]:
    return [(stretch.first, stretch.last, stretch.entry.capable) for stretch in stretches]


# ------------------------------------------------------------------------------- what is not known


def test_an_unknown_value_is_neither_true_nor_false() -> None:
    with pytest.raises(UndecidedError):
        bool(NOT_RECORDED)


def test_a_reason_for_not_knowing_is_one_of_a_few() -> None:
    with pytest.raises(ValueError, match="allowed: not_recorded, not_asked"):
        Unknown("forgotten")  # type: ignore[arg-type]  # the point of the test


def test_a_field_nobody_filled_in_is_not_recorded_and_not_none() -> None:
    assert Residence().document == NOT_RECORDED
    assert Residence(document=None).document is None


# ------------------------------------------------------------------------------- one entry decides


def test_entries_that_share_no_day_stand_side_by_side() -> None:
    sick, well = Work(last=day(10), capable=False), Work(first=day(11), capable=True)

    assert told(current([well, sick])[()]) == [(None, day(10), False), (day(11), None, True)]


def test_days_no_entry_covers_stay_empty() -> None:
    one, other = Work(last=day(10), capable=False), Work(first=day(12), capable=True)

    assert told(current([one, other])[()]) == [(None, day(10), False), (day(12), None, True)]


def test_the_entry_recorded_last_decides_on_the_days_it_covers() -> None:
    open_ended = Work(capable=True, recorded_on=day(1))
    later = Work(first=day(5), last=day(8), capable=False, recorded_on=day(9))

    assert told(current([later, open_ended])[()]) == [
        (None, day(4), True),
        (day(5), day(8), False),
        (day(9), None, True),
    ]


def test_an_entry_without_a_day_of_recording_counts_as_recorded_last() -> None:
    dated, undated = Work(capable=True, recorded_on=day(30)), Work(capable=False)

    assert told(current([dated, undated])[()]) == [(None, None, False)]


def test_an_entry_without_a_day_of_recording_is_as_good_as_one_recorded_on_the_day_of_reading() -> None:
    dated, undated = Work(capable=True, recorded_on=AS_OF), Work(employed=False)

    (stretch,) = current([dated, undated], as_of=AS_OF)[()]

    assert (stretch.entry.capable, stretch.entry.employed) == (True, False)


def test_entries_recorded_on_one_day_are_laid_together_where_they_overlap() -> None:
    capable, employed = Work(last=day(10), capable=True), Work(first=day(5), employed=True)

    stretches = current([capable, employed])[()]

    assert [(s.first, s.last, s.entry) for s in stretches] == [
        (None, day(4), capable),
        (day(5), day(10), Work(first=day(5), last=day(10), capable=True, employed=True)),
        (day(11), None, employed),
    ]


def test_two_values_recorded_on_one_day_leave_the_field_conflicting() -> None:
    (stretch,) = current([Work(capable=True), Work(capable=False)])[()]

    assert stretch.entry == Work(capable=Unknown("conflicting"))


def test_entries_with_different_keys_hold_at_once() -> None:
    cash = Coverage(aspect="livelihood", benefit="SGB_II")
    doctor = Coverage(aspect="health", benefit="SGB_V_sgb2")

    assert current([cash, doctor]) == {
        ("livelihood", "SGB_II"): (Stretch(first=None, last=None, entry=cash),),
        ("health", "SGB_V_sgb2"): (Stretch(first=None, last=None, entry=doctor),),
    }


def test_the_caller_may_tell_entries_apart_in_another_way() -> None:
    found = current([Work(capable=True), Work(employed=True)], lambda entry: entry.capable is True)

    assert set(found) == {False, True}


def test_an_entry_that_ends_before_it_begins_covers_no_day() -> None:
    assert current([Work(first=day(10), last=day(9), capable=True)]) == {(): ()}


def test_the_last_day_of_the_calendar_can_be_covered() -> None:
    (stretch,) = current([Work(last=date.max)])[()]

    assert stretch == Stretch(first=None, last=date.max, entry=Work(last=date.max))


works = st.lists(entries(Work, AS_OF), max_size=5)


@given(works, st.randoms())
def test_the_order_of_entries_does_not_matter(drawn: list[Entry], random: Random) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)

    assert current(shuffled, as_of=AS_OF) == current(drawn, as_of=AS_OF)


@given(works, days())
def test_a_day_has_the_values_of_the_entries_recorded_last(drawn: list[Entry], on: date) -> None:
    covering = [e for e in drawn if (e.first or on) <= on <= (e.last or on)]
    latest = max((e.recorded_on or AS_OF for e in covering), default=None)
    deciding = [e for e in covering if (e.recorded_on or AS_OF) == latest]

    stretches = current(drawn, as_of=AS_OF).get((), ())

    held = [s.entry for s in stretches if (s.first or on) <= on <= (s.last or on)]
    assert [_values(entry) for entry in held] == ([_laid(deciding)] if deciding else [])


def _values(entry: Entry) -> list[object]:
    return [getattr(entry, name) for name in field_types(Work)]


def _laid(deciding: list[Entry]) -> list[object]:
    found = []
    for name in field_types(Work):
        values = {getattr(entry, name) for entry in deciding} - {NOT_RECORDED}
        found.append(values.pop() if len(values) == 1 else Unknown("conflicting") if values else NOT_RECORDED)
    return found


# ------------------------------------------------------------------------------- contradictions


def test_two_values_for_one_day_recorded_on_one_day_clash() -> None:
    drawn = [
        Work(last=day(10), capable=True, employed=True),
        Work(first=day(10), capable=False, employed=True),
    ]

    assert clashes(drawn, as_of=AS_OF) == {0: ("capable",), 1: ("capable",)}


def test_an_entry_without_a_day_of_recording_clashes_with_one_of_the_day_of_reading() -> None:
    drawn = [Work(capable=True), Work(capable=False, recorded_on=AS_OF)]

    assert clashes(drawn, as_of=AS_OF) == {0: ("capable",), 1: ("capable",)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Work(last=day(9), capable=True), Work(first=day(10), capable=False)),
        (Work(capable=True), Work(employed=False)),
        (Work(capable=True), Work(capable=True)),
        (Work(capable=True, recorded_on=day(1)), Work(capable=False, recorded_on=day(2))),
        (Coverage(aspect="health", benefit="AsylbLG_4"), Coverage(aspect="livelihood", benefit="SGB_II")),
    ],
    ids=["other days", "other fields", "the same value", "recorded on another day", "another key"],
)
def test_what_goes_together_does_not_clash(one: Entry, other: Entry) -> None:
    assert clashes([one, None, other], as_of=AS_OF) == {}


@given(works)
def test_entries_clash_exactly_where_a_value_becomes_conflicting(drawn: list[Entry]) -> None:
    drawn = [entry for entry in drawn if Unknown("conflicting") not in _values(entry)]
    # What is overruled by a later record clashes all the same: each day of recording is looked at by itself.
    by_day = [[e for e in drawn if (e.recorded_on or AS_OF) == d] for d in {e.recorded_on or AS_OF for e in drawn}]
    conflicting = [
        Unknown("conflicting") in _values(stretch.entry)
        for group in by_day
        for stretch in current(group, as_of=AS_OF).get((), ())
    ]

    assert bool(clashes(drawn, as_of=AS_OF)) == any(conflicting)


# ------------------------------------------------------------------------------- discretion


def test_the_repr_of_an_entry_names_fields_and_no_values() -> None:
    entry = Residence(first=day(1), status="refugee", document=None)

    assert repr(entry) == "Residence(first, status, document)"


def test_an_entry_survives_the_way_to_another_process() -> None:
    entry = Residence(status="refugee", document=None)

    assert pickle.loads(pickle.dumps(entry)) == entry  # noqa: S301  # our own bytes


def test_the_key_of_an_entry_is_what_its_kind_says() -> None:
    assert key_of(Coverage(aspect="health", benefit="AsylbLG_4")) == ("health", "AsylbLG_4")
    assert key_of(Work(capable=True)) == ()
