"""No small count can be told from what is shown, not even by somebody who knows the sum and how rows are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimcore.evaluation.suppression import SMALLEST, both_told, hidden, small


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to split a total into parts of at least 1, in order."""
    for cuts in combinations(range(1, total), parts - 1):
        marks = (0, *cuts, total)
        yield tuple(after - before for before, after in pairwise(marks))


def consistent(counts: Sequence[int], out: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Every table with the same sum that would be shown as this one is: what a reader cannot tell apart from it."""
    places = sorted(out)
    for values in splits(sum(counts[place] for place in places), len(places)):
        table = list(counts)
        for place, value in zip(places, values, strict=True):
            table[place] = value
        if hidden(table) == out:
            yield values


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ([5, 6, 9], set()),
        ([], set()),
        ([0, 5], set()),
        ([6, 4, 9], {0, 1}),  # a second row, so that the sum does not tell the first
        ([9, 9, 9, 1], {0, 3}),
        ([9, 3, 9, 3], {1, 3}),  # two rows and a sum of 6: each may be 1 to 5
        ([9, 2, 9, 3], {0, 1, 3}),  # a sum of 5 leaves too little choice
        ([5, 1], {0, 1}),
        ([4], None),
        ([1, 1, 1, 1, 1], None),
        ([4, 4, 4], None),  # 12 of three small counts can be nothing else
        ([9, 4, 4, 3], {1, 2, 3}),
    ],
)
def test_rows_are_hidden_until_no_difference_tells_one(counts: list[int], out: set[int] | None) -> None:
    assert hidden(counts) == (None if out is None else frozenset(out))


@settings(max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_no_hidden_count_can_be_derived_from_the_sum_and_the_rows_that_are_shown(counts: list[int]) -> None:
    out = hidden(counts)

    if out is not None and 0 < len(out) <= 4:
        tables = list(consistent(counts, out))
        assert tuple(counts[place] for place in sorted(out)) in tables
        assert all(len({table[place] for table in tables}) > 1 for place in range(len(out)))


@given(st.lists(st.integers(0, 20), max_size=8))
def test_no_small_count_is_shown(counts: list[int]) -> None:
    out = hidden(counts)

    assert out is None or not any(small(count) for place, count in enumerate(counts) if place not in out)


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_part_is_told_only_where_neither_it_nor_the_rest_is_small(part: int, rest: int) -> None:
    assert both_told(part, of=part + rest) is not any(0 < count < SMALLEST for count in (part, rest))
