"""Payments without entitlement are told on the day of evaluation, not ahead."""

from __future__ import annotations

from datetime import date

import pytest

from kimcore.evaluation.evaluator import Evaluation
from kimcore.people.person import Person
from tests.evaluation.freedonians import (
    ALLOWANCE,
    FUND,
    SHELTER,
    case,
    evaluated,
    guest,
    paid,
    person,
    settled,
    settler,
    sheltered,
)


def without(evaluation: Evaluation) -> list[tuple[tuple[str, ...], str]]:
    return [
        (found.persons, found.before.benefit)
        for found in evaluation.findings
        if found.kind.value == "payment_without_entitlement" and found.before
    ]


def test_a_payment_that_the_law_rules_out_is_told_on_the_day() -> None:
    evaluation = evaluated(case(settled(coverage=(*sheltered(), *paid(ALLOWANCE, FUND, first=date(2025, 5, 1))))))

    assert without(evaluation) == [(("A",), SHELTER), (("A",), "AsylbLG_4")]


@pytest.mark.parametrize(
    "covered",
    [
        person(residence=guest(), coverage=sheltered()),  # owed
        person(unknown=["residence"], coverage=sheltered()),  # perhaps owed
        settled(),  # no longer paid
        person(residence=settler(), coverage=paid("wages")),  # no benefit of the rulebook
        person(residence=settler(date(2025, 6, 15)), coverage=sheltered()),  # ruled out from July on only
    ],
)
def test_nothing_is_said_of_a_payment_that_may_be_owed_or_that_lies_ahead(covered: Person) -> None:
    assert without(evaluated(case(covered))) == []


def test_one_payment_without_entitlement_is_said_once_for_all() -> None:
    coverage = (*paid(SHELTER), *paid(ALLOWANCE, FUND, first=date(2025, 5, 1)))
    evaluation = evaluated(case(settled("A", coverage=coverage), settled("B", coverage=coverage)))

    assert without(evaluation) == [(("A", "B"), SHELTER)]
