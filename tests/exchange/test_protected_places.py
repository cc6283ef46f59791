"""A protected place is shown nowhere: no town in a report, no territory key in an explanation or an evaluation."""

from __future__ import annotations

from typing import Any

import pytest

from kimcore import Evaluation, explained, report, write_evaluation
from tests.households import GLADBECK, Document, coverage, evaluated, household, person

DAY = "2026-11-23"
DUTY = "school.duty"


def of_a_child(place: Document, **rest: Any) -> Evaluation:
    places = [
        {"kind": kind, "territory": GLADBECK, "first": "2026-03-01", **place} for kind in ("assigned", "habitual")
    ]
    child = person("P1", "2016-05-04", "2026-03-01", places=places, coverage=coverage("2026-03-01", health="AsylbLG_4"))
    return evaluated(household("1", DAY, [child], **rest), DAY)


def shown(evaluation: Evaluation) -> str:
    """Everything that is printed of the town and the key of the place."""
    told = explained(evaluation.explain(DUTY, "P1"), lang="en")
    return "\n".join([report(evaluation).splitlines()[0], told, write_evaluation(evaluation)])


@pytest.mark.parametrize(
    ("place", "rest"),
    [({"protected": True}, {}), ({}, {"places_protected": True}), ({"protected": False}, {"places_protected": True})],
)
def test_a_protected_place_is_not_shown(place: Document, rest: Document) -> None:
    told = shown(of_a_child(place, **rest))

    assert GLADBECK not in told
    assert "Gladbeck ·" not in told
    assert "place.assigned in {05}: withheld" in told


@pytest.mark.parametrize("place", [{}, {"protected": False}, {"protected": None}])
def test_another_place_is_shown_to_the_case_manager(place: Document) -> None:
    told = shown(of_a_child(place))

    assert f"place.assigned in {{05}}: {GLADBECK}" in told
    assert "Gladbeck ·" in told.splitlines()[0]


def test_the_protection_changes_no_finding_and_no_agency() -> None:
    free, hidden = of_a_child({}), of_a_child({"protected": True})

    assert [step.decides for step in hidden.next_steps] == [step.decides for step in free.next_steps]
    assert [finding.id for finding in hidden.findings] == [finding.id for finding in free.findings]
