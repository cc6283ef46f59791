"""Checks of a rulebook as a whole against plain ways to say the same."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import Period
from kimcore.rules.consistency import circles, conditions_of, first_hole
from kimcore.rules.statement import Condition
from tests.freedonia import freedonia

START = date(2024, 1, 1)
DAYS = [START + timedelta(days=number) for number in range(12)]

_ENDS = st.one_of(st.none(), st.sampled_from(DAYS))


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    first, last = draw(_ENDS), draw(_ENDS)
    if first is not None and last is not None:
        first, last = min(first, last), max(first, last)
    return Period(first, last)


_NAMES = "abcde"
_EDGES = st.dictionaries(st.sampled_from(_NAMES), st.frozensets(st.sampled_from(_NAMES), max_size=2))


@given(st.lists(_periods(), max_size=4), _periods())
def test_the_first_hole_is_what_no_period_covers(periods: list[Period], within: Period) -> None:
    far = [START - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)]
    bare = [day for day in far if day in within and not any(day in period for period in periods)]

    hole = first_hole(periods, within)

    assert (hole is None) == (bare == [])
    if hole is not None:
        assert bare[0] in hole
        assert all(day in bare for day in far if day in hole)


@given(_EDGES)
def test_a_circle_is_found_where_a_name_depends_on_itself(edges: dict[str, frozenset[str]]) -> None:
    def below(name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for other in edges.get(waiting.pop(), frozenset()) - seen:
                seen.add(other)
                waiting.append(other)
        return seen

    found = circles(edges)

    assert (found == []) == all(name not in below(name) for name in edges)
    for circle in found:
        assert all(following in edges[name] for name, following in zip(circle, (*circle[1:], circle[0]), strict=True))
        assert circle[0] == min(circle)
    assert len({name for circle in found for name in circle}) == sum(len(circle) for circle in found)


def test_every_condition_of_a_statement_is_seen() -> None:
    """The main one of each kind, what is deemed filed, and what a step is done by."""

    def tests(id_: str) -> list[list[str | None]]:
        found: list[Condition] = list(conditions_of(freedonia().versions(id_)[0]))
        return [[part.text for part in condition.parts] for condition in found]

    assert tests("WAIT") == []
    assert tests("health") == [["stay.in_germany"]]
    assert tests("welfare.guest") == [["residence.status in {gestattung}"]]
    assert tests("welfare.means") == [["livelihood.allowance"]]
    assert tests("shelter_to_allowance") == [["welfare.settler"]]
    assert tests("counselling") == [[]]
    assert tests("allowance.apply") == [["livelihood.allowance"], ["applications includes sgb2_benefits"]]
    assert tests("livelihood.allowance") == [
        ["welfare.household"],
        [
            "welfare.settler",
            "coverage.livelihood includes {AsylbLG_basic, AsylbLG_analogue} at 2023-12-31",
        ],
    ]
