"""Passages ahead: one owed benefit follows another, and nothing is missing.

§ 4 FRA ends shelter with the month in which a guest becomes a settler. § 8 FWA says what must pass to the allowance.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kimcore.dates import Duration
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Severity
from kimcore.people.kinds import Stay
from kimcore.people.person import Person
from tests.evaluation.freedonians import (
    ALLOWANCE,
    ARRIVED,
    FUND,
    FUND_OF_THE_OLD,
    PENSION,
    SHELTER,
    SHELTERED_UNTIL,
    TODAY,
    case,
    draft,
    evaluated,
    guest,
    only,
    paid,
    person,
    related,
    settled,
    settler,
    sheltered,
    told,
)

FIVE_MONTHS = Duration(months=5)
"""A horizon within which a record of the day of evaluation stays fresh."""


SPRING = date(2025, 4, 20)


def ahead(*persons: Person, on: date = SPRING, **rest: Any) -> Evaluation:
    return evaluated(case(*persons, as_of=on, **rest), on, horizon=FIVE_MONTHS)


def test_a_passage_ahead_without_a_gap_names_both_sides_and_what_must_pass() -> None:
    covered = settled(coverage=(*sheltered(), *paid(ALLOWANCE, FUND, first=date(2025, 5, 1))))
    passage = only(ahead(covered).findings)

    assert (passage.kind.value, passage.since, passage.severity, passage.predicted) == (
        "passage_ahead",
        date(2025, 5, 1),
        Severity.NOTICE,
        True,
    )
    assert passage.before is not None
    assert passage.now is not None
    assert (passage.before.benefit, passage.before.last) == (SHELTER, SHELTERED_UNTIL)
    assert (passage.now.benefit, passage.now.first) == (ALLOWANCE, date(2025, 5, 1))
    assert passage.before.decides is not None
    assert passage.now.decides is not None
    assert [each.id for each in (*passage.before.decides.agencies, *passage.now.decides.agencies)] == [
        "hall.gladbeck",
        "castle",
    ]
    assert passage.transition is not None
    assert [need.documents for need in passage.transition.needs] == [
        ("passport", "passport_substitute"),
        ("bamf_decision",),
        ("asylblg_end_notice",),
    ]
    assert [(each.person, each.aspect) for each in passage.consequences] == [("A", "health")]


def test_a_passage_with_a_gap_is_told_as_the_gap() -> None:
    assert told(ahead(settled(coverage=sheltered())).findings) == [("no_cover", ("A",), "2025-05-01")]


def test_a_passage_without_a_transition_of_the_rulebook_is_told_all_the_same() -> None:
    """Nobody wrote down what must pass from the lower to the higher shelter money."""
    passage = only(ahead(person(residence=guest(), coverage=sheltered()), on=TODAY).passages)

    assert passage.before is not None
    assert passage.now is not None
    assert (passage.before.benefit, passage.now.benefit, passage.transition) == (SHELTER, "AsylbLG_analogue", None)


def test_no_passage_is_told_on_its_day_or_after() -> None:
    came = date(2024, 5, 14)
    waited = person(residence=guest(), stay=(Stay(first=came, in_germany=True, since=came),), coverage=sheltered())

    assert told(ahead(waited, on=date(2025, 5, 13)).passages) == [("passage_ahead", ("A",), "2025-05-14")]
    assert told(ahead(waited, on=TODAY).passages) == []


def test_no_passage_is_told_that_only_follows_from_the_age_of_the_record() -> None:
    """On 11 November the record of 14 May is stale; that somebody's status is unknown then is no passage."""
    covered = person(residence=guest(), coverage=sheltered())

    assert told(evaluated(case(covered), horizon=Duration(months=9)).passages) == [
        ("passage_ahead", ("A",), "2025-08-01")
    ]


def test_no_passage_is_one_from_a_benefit_to_itself() -> None:
    book = draft("""
        [[aspect]]
        id = "livelihood"
        due = ["livelihood.in_need"]
        [[entitlement]]
        id = "bread"
        aspect = "livelihood"
        benefit = "SGB_II"
        when = ["residence.status in {refugee}"]
        claim = { by = "office" }
        in_force = { until = 2025-06-30 }
        [[entitlement]]
        id = "bread"
        aspect = "livelihood"
        benefit = "SGB_II"
        when = ["residence.status in {refugee}"]
        claim = { by = "office" }
        in_force = { from = 2025-07-01, until = 2025-07-31 }
        [[entitlement]]
        id = "cake"
        aspect = "livelihood"
        benefit = "SGB_II"
        when = ["residence.status in {refugee}"]
        claim = { by = "office" }
        in_force = { from = 2025-08-01 }
    """)
    evaluation = evaluated(case(person(residence=settler(), coverage=paid(ALLOWANCE))), rulebook=book)

    assert evaluation.findings == ()


TWO_AT_ONCE = """
    [[aspect]]
    id = "livelihood"
    due = ["livelihood.in_need"]
    [[entitlement]]
    id = "bread"
    aspect = "livelihood"
    benefit = "AsylbLG_basic"
    when = ["residence.status in {gestattung}"]
    claim = { by = "office" }
    [[entitlement]]
    id = "festival"
    aspect = "livelihood"
    benefit = "SGB_VIII"
    when = ["residence.status in {gestattung}"]
    claim = { by = "office" }
    in_force = { from = 2025-05-20, until = 2025-05-25 }
    [[entitlement]]
    id = "cake"
    aspect = "livelihood"
    benefit = "SGB_II"
    when = ["residence.status in {refugee}"]
    claim = { by = "office" }
"""


def test_a_passage_is_not_missed_because_something_else_was_owed_in_between() -> None:
    coverage = paid(SHELTER, ALLOWANCE, first=ARRIVED)
    there = person(residence=settler(date(2025, 6, 15)), coverage=coverage)
    evaluation = evaluated(case(there), rulebook=draft(TWO_AT_ONCE))

    passage = only(evaluation.passages)
    assert passage.before is not None
    assert (passage.before.benefit, passage.since) == (SHELTER, date(2025, 6, 15))


def test_a_household_passes_together_and_the_old_go_another_way() -> None:
    family = {
        "A": date(1990, 5, 5),
        "B": date(2018, 1, 1),
        "C": date(1950, 1, 1),
    }
    coverage = (*sheltered(), *paid(ALLOWANCE, PENSION, FUND, FUND_OF_THE_OLD, first=date(2025, 5, 1)))
    persons = [settled(key, birth=birth, coverage=coverage) for key, birth in family.items()]
    evaluation = ahead(*persons, relations=[related("A", "B"), related("C", "A")])

    assert sorted((found.persons, found.now.benefit) for found in evaluation.passages if found.now) == [
        (("A", "B"), ALLOWANCE),
        (("C",), PENSION),
    ]
