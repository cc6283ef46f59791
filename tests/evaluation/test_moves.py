"""A move inside Freedonia: the Castle decides on the allowance in both towns, everything else is the town's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Finding, FindingKind
from kimcore.people.kinds import Papers, Place
from kimcore.people.person import Person
from tests.evaluation.freedonians import (
    ALLOWANCE,
    DORSTEN,
    GLADBECK,
    TODAY,
    case,
    evaluated,
    only,
    paid,
    person,
    settler,
)


def mover(key: str = "A", *, to: str | None = DORSTEN, day: date = TODAY, **rest: Any) -> Person:
    """A settler registered in Gladbeck who is elsewhere from a day on; nowhere assigned."""
    before = Place(kind="habitual", territory=GLADBECK, last=day - timedelta(days=1))
    known = {"residence": settler(), "coverage": paid(ALLOWANCE), **rest}
    return person(key, **known, places=(before, Place(kind="habitual", first=day, territory=to)))


def moves(evaluation: Evaluation) -> list[Finding]:
    return [found for found in evaluation.findings if found.kind is FindingKind.OFFICE_CHANGES]


def test_a_move_tells_matter_by_matter_who_decides_and_who_only_accepts() -> None:
    move = only(moves(evaluated(case(mover()))))
    changed = {change.matter: (change.decides_changes, change.accepts_changes) for change in move.offices}

    assert (move.persons, move.since, move.predicted, move.aspect, move.transition) == (
        ("A",),
        TODAY,
        False,
        None,
        None,
    )
    assert changed["sgb2_benefits"] == (False, True)
    assert changed["registration"] == (True, False)


@pytest.mark.parametrize(("ago", "told"), [(32, []), (31, [False]), (0, [False]), (-1, [True]), (-100, [True])])
def test_it_is_told_ahead_and_for_a_month_after(ago: int, told: list[bool]) -> None:
    evaluation = evaluated(case(mover(day=TODAY - timedelta(days=ago))))

    assert [move.predicted for move in moves(evaluation)] == told


def test_a_move_to_nowhere_or_within_the_town_changes_nothing() -> None:
    assert moves(evaluated(case(mover(to=GLADBECK)))) == []
    assert moves(evaluated(case(mover(to=None)))) == []


def test_a_move_that_changes_no_office_is_not_told() -> None:
    """The place of school is a place like others, but no office of Freedonia hangs on it."""
    schools = (
        Place(kind="school", territory=GLADBECK, last=TODAY - timedelta(days=1)),
        Place(kind="school", territory=DORSTEN, first=TODAY),
    )
    pupil = person(
        residence=settler(), coverage=paid(ALLOWANCE), places=(Place(kind="habitual", territory=GLADBECK), *schools)
    )

    assert moves(evaluated(case(pupil))) == []


def test_those_who_move_together_and_alike_are_told_together() -> None:
    registered = (Papers(held=frozenset({"registration_certificate"})),)
    evaluation = evaluated(case(mover("B"), mover("A"), mover("C", papers=registered)))

    assert [(move.id, move.persons) for move in moves(evaluation)] == [
        ("office_changes:A+B:2025-05-14", ("B", "A")),
        ("office_changes:C:2025-05-14", ("C",)),
    ]
