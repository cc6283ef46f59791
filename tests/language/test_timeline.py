"""A fact over time: known, none and unknown by day; later layers over earlier ones."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.language.timeline import BEGINNING, Layer, Timeline
from kimcore.people.history import NOT_RECORDED, Unknown

STALE = Unknown("stale")
MAY1, MAY31, JUN1, JUN30, JUL1 = (
    date(2026, 5, 1),
    date(2026, 5, 31),
    date(2026, 6, 1),
    date(2026, 6, 30),
    date(2026, 7, 1),
)
DAY = timedelta(days=1)


def told(timeline: Timeline) -> list[tuple[date, object]]:
    return [(date.fromordinal(first), value) for first, value in zip(timeline.firsts, timeline.values, strict=True)]


EVER = date.min

PAINTED: list[tuple[str, list[Layer], list[tuple[date, object]]]] = [
    ("nothing is recorded", [], [(EVER, NOT_RECORDED)]),
    ("a value since ever", [(None, None, "a")], [(EVER, "a")]),
    ("a stretch", [(MAY1, MAY31, "a")], [(EVER, NOT_RECORDED), (MAY1, "a"), (JUN1, NOT_RECORDED)]),
    ("one day", [(MAY31, MAY31, "a")], [(EVER, NOT_RECORDED), (MAY31, "a"), (JUN1, NOT_RECORDED)]),
    ("an open beginning", [(None, MAY31, "a")], [(EVER, "a"), (JUN1, NOT_RECORDED)]),
    ("an open end", [(JUN1, None, "a")], [(EVER, NOT_RECORDED), (JUN1, "a")]),
    ("none is no gap", [(None, None, None), (JUN1, JUN30, "a")], [(EVER, None), (JUN1, "a"), (JUL1, None)]),
    ("the later layer lies above", [(MAY1, None, "a"), (JUN1, JUN30, "b")],
        [(EVER, NOT_RECORDED), (MAY1, "a"), (JUN1, "b"), (JUL1, "a")]),
    ("the earlier layer lies below", [(JUN1, JUN30, "b"), (MAY1, None, "a")], [(EVER, NOT_RECORDED), (MAY1, "a")]),
    ("equal neighbours are one", [(MAY1, MAY31, "a"), (JUN1, JUN30, "a")],
        [(EVER, NOT_RECORDED), (MAY1, "a"), (JUL1, NOT_RECORDED)]),
    ("unlike neighbours are two", [(MAY1, MAY31, "a"), (JUN1, None, "b")],
        [(EVER, NOT_RECORDED), (MAY1, "a"), (JUN1, "b")]),
    ("none and unknown are unlike", [(None, MAY31, None), (JUL1, None, STALE)],
        [(EVER, None), (JUN1, NOT_RECORDED), (JUL1, STALE)]),
    ("reasons not to know are unlike", [(JUN1, None, STALE)], [(EVER, NOT_RECORDED), (JUN1, STALE)]),
    ("no and none are unlike", [(None, MAY31, False), (JUN1, None, None)], [(EVER, False), (JUN1, None)]),
    ("what ends before it begins covers nothing", [(JUN1, MAY1, "a")], [(EVER, NOT_RECORDED)]),
]  # fmt: skip


@pytest.mark.parametrize(("layers", "expected"), [row[1:] for row in PAINTED], ids=[row[0] for row in PAINTED])
def test_layers_are_painted_over_one_another(layers: list[Layer], expected: list[tuple[date, object]]) -> None:
    assert told(Timeline.painted(layers)) == expected


def test_the_ground_is_what_no_layer_covers() -> None:
    assert told(Timeline.painted([(JUN1, JUN30, "a")], None)) == [(EVER, None), (JUN1, "a"), (JUL1, None)]


STAY = Timeline.painted([(MAY1, JUN30, "a"), (JUL1, None, STALE)], None)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date.min, None),
        (MAY1 - DAY, None),
        (MAY1, "a"),
        (JUN30, "a"),
        (JUL1, STALE),
        (date.max, STALE),
    ],
)
def test_every_day_has_a_value(day: date, value: object) -> None:
    assert STAY.on(day) == STAY.at(day.toordinal()) == value


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (MAY31, JUL1, [(MAY31, JUN30, "a"), (JUL1, JUL1, STALE)]),
        (MAY1 - DAY, MAY1, [(MAY1 - DAY, MAY1 - DAY, None), (MAY1, MAY1, "a")]),
        (JUN1, JUN1, [(JUN1, JUN1, "a")]),
        (JUN1, JUN30, [(JUN1, JUN30, "a")]),
        (JUL1, date(2030, 1, 1), [(JUL1, date(2030, 1, 1), STALE)]),
        (JUN30, JUN1, []),
    ],
)
def test_stretches_are_cut_to_the_days_asked_for(
    first: date, last: date, expected: list[tuple[date, date, object]]
) -> None:
    found = [(date.fromordinal(one), date.fromordinal(two), value) for one, two, value in STAY.stretches(first, last)]

    assert found == expected


def test_timelines_are_joined_day_by_day() -> None:
    other = Timeline.painted([(JUN1, None, "b")], None)

    assert told(Timeline.combined([STAY, other], lambda values: values)) == [
        (EVER, (None, None)),
        (MAY1, ("a", None)),
        (JUN1, ("a", "b")),
        (JUL1, (STALE, "b")),
    ]
    assert told(Timeline.combined([STAY, other], lambda values: values[1] is None)) == [(EVER, True), (JUN1, False)]


days = st.dates(date(2026, 4, 25), date(2026, 5, 10))
layers_ = st.lists(st.tuples(st.none() | days, st.none() | days, st.sampled_from(["a", "b", None, STALE])), max_size=5)


@given(layers_, days)
def test_of_the_layers_that_cover_a_day_the_last_one_holds(layers: list[Layer], day: date) -> None:
    over = [value for first, last, value in layers if (first or date.min) <= day <= (last or date.max)]

    assert Timeline.painted(layers, "ground").on(day) == (over[-1] if over else "ground")


@given(layers_)
def test_stretches_ascend_from_the_beginning_and_no_two_neighbours_are_alike(layers: list[Layer]) -> None:
    painted = Timeline.painted(layers)

    assert painted.firsts[0] == BEGINNING
    assert list(painted.firsts) == sorted(set(painted.firsts))
    assert all(one != two for one, two in pairwise(painted.values))
