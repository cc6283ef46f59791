"""Who should pay and who does, day by day: the projection behind all gaps.

Persons file nothing, offices grant nothing new and stop what the law ends. Days of May 2025 are looked at from the 14th.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from kimcore.dates import Duration
from kimcore.evaluation.evaluator import Evaluation, Evaluator
from kimcore.evaluation.outlook import window_around
from kimcore.language.timeline import Timeline
from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.people.history import NOT_RECORDED
from kimcore.people.kinds import Livelihood, Residence, Stay, Training, Youth
from kimcore.people.person import Complete, Person
from kimcore.rules.rulebook import Rulebook
from tests.evaluation.freedonians import (
    ALLOWANCE,
    ARRIVED,
    CLINIC,
    FUND,
    SETTLER,
    SHELTER,
    SHELTER_PLUS,
    TODAY,
    applied,
    asked,
    case,
    draft,
    evaluated,
    gaps,
    guest,
    law,
    offices,
    paid,
    person,
    related,
    runs,
    settler,
    sheltered,
    steps,
    told,
)

FRESH, LAST = "2025-11-10", "2025-11-13"
APRIL_END = date(2025, 4, 30)
WINTER = date(2024, 1, 10)


def paid_days(evaluation: Evaluation, benefit: str, aspect: str = "livelihood") -> list[tuple[str, str]]:
    return runs(evaluation, evaluation.lane("A", aspect).paid.get(benefit, 0))


def owed_days(evaluation: Evaluation, entitlement: str, key: str = "A") -> list[tuple[str, str]]:
    lane = evaluation.lane(key, entitlement.partition(".")[0])
    return runs(evaluation, sum(owing.owed for owing in lane.owings if owing.id == entitlement))


def leading_days(evaluation: Evaluation, entitlement: str) -> list[tuple[str, str]]:
    lane = evaluation.lane("A", entitlement.partition(".")[0])
    return runs(evaluation, sum(owing.leading for owing in lane.owings if owing.id == entitlement))


# ---------------------------------------------------------------------------------------- the window


@pytest.mark.parametrize(
    ("on", "horizon", "first", "last"),
    [
        (date(2025, 5, 14), "6 months", date(2024, 5, 1), date(2025, 11, 13)),
        (date(2025, 5, 1), "6 months", date(2024, 5, 1), date(2025, 10, 31)),
        (date(2025, 5, 31), "6 months", date(2024, 5, 1), date(2025, 11, 30)),
        (date(2024, 2, 29), "12 months", date(2023, 2, 1), date(2025, 2, 28)),
        (date(2025, 5, 14), "2 weeks", date(2024, 5, 1), date(2025, 5, 27)),
        (date(2025, 5, 14), "0 days", date(2024, 5, 1), date(2025, 5, 14)),
    ],
)
def test_the_window_runs_from_the_first_of_the_month_a_year_ago_to_the_horizon(
    on: date, horizon: str, first: date, last: date
) -> None:
    window = window_around(on, Duration.parse(horizon))

    assert (window.first, window.last) == (first, last)


# ---------------------------------------------------------------------------------------- what goes on being paid


def test_a_recorded_payment_counts_as_it_stands_up_to_the_day_of_evaluation() -> None:
    """The shelter's entitlement ended with April; the record has it paid in May all the same."""
    evaluation = evaluated(case(person(residence=settler(date(2025, 4, 11)), coverage=sheltered())))

    assert paid_days(evaluation, SHELTER) == [(str(ARRIVED), "2025-05-14")]
    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2025-05-15")]


def test_after_it_a_payment_goes_on_while_its_entitlement_is_possible() -> None:
    """A guest until 20 June has shelter money to the end of June (§ 4 FRA: to the end of the month)."""
    evaluation = evaluated(case(person(residence=settler(date(2025, 6, 21)), coverage=sheltered())))

    assert paid_days(evaluation, SHELTER) == [(str(ARRIVED), "2025-06-30")]


def test_a_payment_whose_entitlement_is_open_goes_on() -> None:
    evaluation = evaluated(case(person(unknown=["residence"], coverage=paid(SHELTER))))

    assert paid_days(evaluation, SHELTER)[0][1] == FRESH
    assert evaluation.findings == ()


def test_a_benefit_that_the_rulebook_does_not_know_counts_as_recorded() -> None:
    """Wages are no entitlement of the rulebook: what is recorded for the time ahead is taken as it stands."""
    wages = paid("wages", first=date(2025, 5, 1), last=date(2025, 8, 31))
    evaluation = evaluated(case(person(residence=settler(), coverage=wages)))

    assert paid_days(evaluation, "wages") == [("2025-05-01", "2025-08-31")]
    assert told(gaps(evaluation)) == []
    later = evaluated(case(person(residence=settler(), coverage=wages), as_of=date(2025, 8, 1)), date(2025, 8, 1))
    assert told(gaps(later)) == [("no_cover", ("A",), "2025-09-01")]


def test_a_recorded_end_ends_a_payment_although_it_is_still_owed() -> None:
    evaluation = evaluated(case(person(residence=guest(), coverage=paid(SHELTER, last=date(2025, 5, 31)))))

    assert paid_days(evaluation, SHELTER) == [("2024-05-01", "2025-05-31")]
    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2025-06-01")]


def test_two_benefits_at_once_end_each_by_its_own_law() -> None:
    coverage = paid(SHELTER, ALLOWANCE, first=date(2025, 4, 1))
    evaluation = evaluated(case(person(residence=settler(date(2025, 6, 21)), coverage=coverage)))

    assert paid_days(evaluation, SHELTER) == [("2025-04-01", "2025-06-30")]
    assert paid_days(evaluation, ALLOWANCE) == [("2025-04-01", "2025-05-14"), ("2025-07-01", FRESH)]
    assert told(gaps(evaluation)) == []


# ---------------------------------------------------------------------------------------- unknown payments


def test_where_more_may_be_paid_than_is_recorded_there_is_a_question_and_no_gap() -> None:
    evaluation = evaluated(case(person(residence=settler(), unknown=["coverage"])))
    lane = evaluation.lane("A", "livelihood")

    assert (runs(evaluation, lane.unsure), lane.hole) == ([("2024-05-01", LAST)], 0)
    assert evaluation.findings == ()
    assert ("A", "coverage.livelihood") in asked(evaluation)


def test_the_same_is_a_gap_where_the_record_holds_every_payment() -> None:
    assert told(gaps(evaluated(case(person(residence=settler()))))) == [("no_cover", ("A",), "2024-05-01")]


def test_what_is_known_to_be_paid_covers_although_more_may_be() -> None:
    evaluation = evaluated(case(_with_payments_beside(paid(SHELTER, CLINIC))))

    assert evaluation.gaps == ()
    assert ("A", "coverage.livelihood") not in asked(evaluation)


def _with_payments_beside(coverage: Any) -> Person:
    """A guest to whom this is paid, and perhaps more."""
    return evolve(person(residence=guest(), coverage=coverage), complete=(Complete(except_=frozenset({"coverage"})),))


def test_a_coverage_that_an_integrators_reader_does_not_know_is_no_gap() -> None:
    def unknown(*_: object) -> Timeline:
        return Timeline.constant(NOT_RECORDED)

    facts = [
        evolve(fact, derive=unknown if id_ == "coverage.livelihood" else fact.derive)
        for id_, fact in standard_vocabulary().items()
    ]
    evaluator = Evaluator(law(), offices(), Vocabulary(facts))

    evaluation = evaluator.evaluate(case(person(residence=settler())), on=TODAY)

    assert gaps(evaluation) == ()
    assert ("A", "coverage.livelihood") in asked(evaluation)


def test_a_stale_record_decides_nothing_and_asks() -> None:
    """A record of 1 January 2025 is fresh to 30 June (180 days)."""
    old = case(person(residence=settler()), as_of=date(2025, 1, 1))
    last_fresh, first_stale = evaluated(old, date(2025, 6, 30)), evaluated(old, date(2025, 7, 1))

    assert told(gaps(last_fresh)) == [("no_cover", ("A",), "2024-06-01")]
    assert first_stale.findings == ()
    assert ("A", "coverage.livelihood") in asked(first_stale)
    assert ("A", "livelihood.in_need") in asked(first_stale)


# ---------------------------------------------------------------------------------------- who owes


def test_a_definite_due_needs_a_definite_need() -> None:
    unknown = evaluated(case(person(residence=settler(), unknown=["livelihood"])))
    none = evaluated(case(person(residence=settler(), livelihood=(Livelihood(in_need=False),))))

    assert (gaps(unknown), gaps(none)) == ((), ())
    assert [each.lane("A", "livelihood").undecided & each.outlook.today != 0 for each in (unknown, none)] == [
        True,
        False,
    ]
    assert ("A", "livelihood.in_need") in asked(unknown)
    assert ("A", "livelihood.in_need") not in asked(none)


def test_an_exception_never_established_is_owed_and_an_open_condition_is_not() -> None:
    """§ 7 FWA: students are excepted. § 6 FWA: only settlers are entitled."""
    student_unknown = evaluated(case(person(residence=settler(), unknown=["training"])))
    status_unknown = evaluated(case(person(unknown=["residence"])))

    assert owed_days(student_unknown, "livelihood.allowance") == [("2024-05-01", FRESH)]
    assert owed_days(status_unknown, "livelihood.allowance") == []
    assert told(gaps(student_unknown)) == [("no_cover", ("A",), "2024-05-01")]
    assert told(status_unknown.findings) == []
    assert ("A", "residence.status") in asked(status_unknown)


def test_a_student_is_owed_nothing() -> None:
    evaluation = evaluated(case(person(residence=settler(), training=(Training(kind="student"),))))

    assert owed_days(evaluation, "livelihood.allowance") == []


def test_who_yields_does_not_lead_while_the_other_is_owed() -> None:
    """§ 2 Abs. 1 FWA: after twelve months the higher shelter money comes in the place of the lower, to the day."""
    evaluation = evaluated(case(person(residence=guest())), horizon=Duration(months=5))

    assert owed_days(evaluation, "livelihood.shelter") == [("2024-05-01", "2025-10-13")]
    assert leading_days(evaluation, "livelihood.shelter") == [("2024-05-01", "2025-07-31")]
    assert leading_days(evaluation, "livelihood.shelter_plus") == [("2025-08-01", "2025-10-13")]


def test_a_new_figure_changes_who_leads_from_its_first_day() -> None:
    """§ 2 Abs. 1 FWA: six months until 30 June 2024, twelve from 1 July 2024; who had waited eight falls back."""
    came = date(2023, 11, 1)
    waiting = person(residence=guest(), stay=(Stay(first=came, in_germany=True, since=came),))
    evaluation = evaluated(case(waiting, as_of=date(2024, 6, 20)), date(2024, 6, 20))

    assert leading_days(evaluation, "livelihood.shelter_plus") == [
        ("2024-05-01", "2024-06-30"),
        ("2024-11-01", "2024-12-17"),
    ]


def test_what_is_merely_possible_does_not_take_the_lead_from_what_is_owed() -> None:
    """Whether somebody is in foster care was never asked: shelter money leads."""
    evaluation = evaluated(case(person(residence=guest(), unknown=["youth"])))

    assert leading_days(evaluation, "livelihood.shelter")[0][0] == "2024-05-01"


def test_an_entitlement_is_owed_only_while_its_version_is_the_law() -> None:
    """§ 21 FWA: the bridge is the law in the first quarter of 2024."""
    evaluation = evaluated(
        case(person(residence=(Residence(status=SETTLER, document_until=None),)), as_of=WINTER), WINTER
    )

    assert owed_days(evaluation, "livelihood.bridge") == [("2024-01-01", "2024-03-31")]


def test_a_bill_owes_nothing() -> None:
    """The Second Hospitality Bill would open the allowance to guests."""
    evaluation = evaluated(case(person(residence=guest())))

    assert owed_days(evaluation, "livelihood.allowance") == []


def test_only_an_entitlement_is_looked_up_as_one() -> None:
    with pytest.raises(TypeError, match="livelihood is no entitlement"):
        evaluated(case(person()))._lanes.entitlement("livelihood")


# ---------------------------------------------------------------------------------------- what follows


def test_the_fund_insures_by_law_while_the_allowance_is_paid() -> None:
    evaluation = evaluated(case(person(residence=settler(), coverage=paid(ALLOWANCE, first=date(2025, 3, 1)))))

    assert runs(evaluation, evaluation.lane("A", "health").covered) == [("2025-03-01", FRESH)]


def test_it_insures_although_nobody_asked_for_the_need() -> None:
    known = person(residence=settler(), coverage=paid(ALLOWANCE, first=date(2025, 3, 1)), unknown=["livelihood"])
    evaluation = evaluated(case(known))

    assert runs(evaluation, evaluation.lane("A", "health").covered) == [("2025-03-01", FRESH)]


def test_it_may_insure_where_nobody_asked_for_payments() -> None:
    evaluation = evaluated(case(person(residence=settler(), unknown=["coverage"])))

    assert evaluation.lane("A", "health").hole == 0


def test_a_recorded_membership_ends_with_what_it_follows() -> None:
    """Entitled to 31 May (62 years complete in May, § 9 FWA): the fund is recorded as open-ended and ends as well."""
    birth = date(1963, 5, 20)
    coverage = paid(ALLOWANCE, FUND, first=date(2025, 1, 1))
    evaluation = evaluated(case(person(birth=birth, residence=settler(), coverage=coverage)))

    assert paid_days(evaluation, ALLOWANCE) == paid_days(evaluation, FUND, "health") == [("2025-01-01", "2025-05-31")]


def test_an_application_for_the_allowance_claims_the_fund_as_well() -> None:
    settled = person(residence=settler(date(2025, 4, 11)), coverage=sheltered(APRIL_END))
    evaluation = evaluated(case(settled, applications=[applied(TODAY)]))

    assert runs(evaluation, evaluation.lane("A", "health").claimed.definitely) == [("2025-05-01", FRESH)]
    assert [told(gaps(evaluation, aspect)) for aspect in ("livelihood", "health")] == [[], []]


def test_the_fund_is_owed_only_to_those_in_need() -> None:
    well_off = evaluated(case(person(residence=settler(), livelihood=(Livelihood(in_need=False),))))

    assert owed_days(well_off, "health.fund") == []


def test_the_fund_follows_who_decides_and_not_who_yields() -> None:
    """A foster child of settlers has care money (§ 30 FWA); the allowance yields and is not paid, so no fund follows."""
    foster = person("C", birth=date(2015, 1, 1), residence=settler(), youth=(Youth(care="foster"),))
    parent = person("A", residence=settler())
    evaluation = evaluated(case(parent, foster, relations=[related("A", "C")]))

    assert owed_days(evaluation, "health.fund", "C") == []
    assert owed_days(evaluation, "health.fund", "A") == [("2024-05-01", FRESH)]


# ---------------------------------------------------------------------------------------- bridges


def reformed(**rest: Any) -> Person:
    """Sheltered to the end of 2023 and a settler by the law of 2024."""
    return person(
        residence=(Residence(status=SETTLER, document_until=None),),
        **{"coverage": paid(SHELTER_PLUS, CLINIC, first=date(2023, 1, 1), last=date(2023, 12, 31)), **rest},
    )


def test_a_bridge_covers_while_what_it_stands_in_for_is_not_paid() -> None:
    bridged = (*paid(SHELTER, CLINIC, first=date(2023, 1, 1)),)
    evaluation = evaluated(case(reformed(coverage=bridged), as_of=WINTER), WINTER)

    assert paid_days(evaluation, SHELTER) == [("2023-01-01", "2024-03-31")]
    assert leading_days(evaluation, "livelihood.bridge") == []
    assert told(gaps(evaluation)) == []


def test_it_ends_when_the_other_is_paid() -> None:
    bridged = (*paid(SHELTER, first=date(2023, 1, 1)), *paid(ALLOWANCE, first=date(2024, 1, 5)))
    evaluation = evaluated(case(reformed(coverage=bridged), as_of=WINTER), WINTER)

    assert owed_days(evaluation, "livelihood.bridge") == [("2024-01-01", "2024-01-04")]
    assert paid_days(evaluation, SHELTER) == [("2023-01-01", "2024-01-10")]


def test_it_stands_in_for_nothing_that_is_not_owed() -> None:
    """A student has no allowance (§ 7 FWA): there is nothing to bridge, and nobody owes."""
    evaluation = evaluated(case(reformed(coverage=(), training=(Training(kind="student"),)), as_of=WINTER), WINTER)

    assert owed_days(evaluation, "livelihood.bridge") == []
    assert [(gap.nature and gap.nature.name, str(gap.since)) for gap in gaps(evaluation)] == [("LAW", "2023-01-01")]


# ---------------------------------------------------------------------------------------- versions

VERSIONS = """
[[aspect]]
id = "livelihood"
due = ["livelihood.in_need"]
in_force = { until = 2025-05-31 }

[[aspect]]
id = "livelihood"
title = { de = "Brot", en = "bread" }
due = ["livelihood.in_need", "stay.in_germany"]
in_force = { from = 2025-06-01 }

[[entitlement]]
id = "bread"
aspect = "livelihood"
benefit = "SGB_II"
when = ["residence.status in {refugee}"]
claim = { by = "application", matter = "sgb2_benefits", reaches_back = "start of month" }
in_force = { until = 2025-06-30 }

[[entitlement]]
id = "bread"
aspect = "livelihood"
benefit = "SGB_II"
when = ["residence.status in {refugee, settlement}"]
claim = { by = "application", matter = "sgb2_benefits", reaches_back = "day" }
in_force = { from = 2025-07-01 }

[[step]]
id = "bread.apply"
when = ["bread"]
due = { act_by = "bread" }
severity = "existence"
"""


def versions() -> Rulebook:
    return draft(VERSIONS)


def test_an_aspect_is_due_by_the_version_of_the_day() -> None:
    abroad = person(residence=settler(), stay=(Stay(in_germany=False),))
    evaluation = evaluated(case(abroad), rulebook=versions())

    assert runs(evaluation, evaluation.lane("A", "livelihood").due.definitely) == [("2024-05-01", "2025-05-31")]


def test_what_is_owed_by_two_versions_is_one_gap() -> None:
    evaluation = evaluated(case(person(residence=settler())), rulebook=versions())

    assert told(evaluation.findings) == [("no_cover", ("A",), "2024-05-01")]
    assert [(str(gap.lost), str(gap.act_by)) for gap in evaluation.gaps] == [("2024-05-01 to 2025-04-30", "2025-05-31")]
    assert steps(evaluation) == [("bread.apply", ("A",))]


def test_the_version_of_the_day_of_acting_says_how_far_a_claim_reaches() -> None:
    on = date(2025, 7, 14)
    evaluation = evaluated(case(person(residence=settler()), as_of=on), on, versions())

    assert [(str(gap.lost), str(gap.act_by)) for gap in evaluation.gaps] == [("2024-07-01 to 2025-07-13", "2025-07-14")]


def test_somebody_owed_to_by_the_new_version_only_has_a_gap_from_its_first_day() -> None:
    settled = person(residence=(Residence(status="settlement"),))
    evaluation = evaluated(case(settled), rulebook=versions())

    assert [(gap.nature and gap.nature.name, str(gap.since)) for gap in evaluation.gaps] == [
        ("LAW", "2024-05-01"),
        ("PRACTICE", "2025-07-01"),
    ]
