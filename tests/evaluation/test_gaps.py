"""Gaps: due, not covered, not claimed in time; who owes them, what is lost, what acting saves.

Freedonia in 2025. § 4 FRA: a guest is one to the end of the month. § 8 Abs. 2 FWA: an application for the allowance saves
its month. § 9 Abs. 2 FWA: one for old-age money saves three months more. § 2 FWA: shelter money needs no application.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kimcore.dates import Period
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Nature, Severity
from kimcore.people.kinds import Livelihood, Residence, Stay, Training
from kimcore.people.person import Person
from tests.evaluation.freedonians import (
    ALLOWANCE,
    ARRIVED,
    FUND,
    NOTHING_ASKED,
    PENSION,
    SHELTER,
    SHELTERED_UNTIL,
    TODAY,
    asked,
    case,
    draft,
    evaluated,
    gaps,
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


def gap_of(*persons: Person, on: date = TODAY, **rest: Any) -> Any:
    return only(gaps(evaluated(case(*persons, as_of=on, **rest), on)))


# ---------------------------------------------------------------------------------------- running, lost, saved


@pytest.mark.parametrize(
    ("on", "predicted", "lost", "act_by", "saves_from"),
    [
        (date(2025, 4, 30), True, None, date(2025, 5, 31), date(2025, 5, 1)),
        (date(2025, 5, 1), False, None, date(2025, 5, 31), date(2025, 5, 1)),
        (date(2025, 5, 31), False, None, date(2025, 5, 31), date(2025, 5, 1)),
        (date(2025, 6, 1), False, Period(date(2025, 5, 1), date(2025, 5, 31)), date(2025, 6, 30), date(2025, 6, 1)),
        (date(2025, 7, 9), False, Period(date(2025, 5, 1), date(2025, 6, 30)), date(2025, 7, 31), date(2025, 7, 1)),
    ],
)
def test_an_application_saves_the_month_in_which_it_is_filed_and_what_lies_before_is_lost(
    on: date,
    *,
    predicted: bool,
    lost: Period | None,
    act_by: date,
    saves_from: date,
) -> None:
    gap = gap_of(settled(), on=on)

    assert (gap.since, gap.predicted, gap.lost, gap.act_by, gap.saves_from) == (
        date(2025, 5, 1),
        predicted,
        lost,
        act_by,
        saves_from,
    )


@pytest.mark.parametrize(
    ("on", "lost", "act_by"),
    [
        (date(2025, 8, 31), None, date(2025, 8, 31)),
        (date(2025, 9, 1), Period(date(2025, 5, 1), date(2025, 5, 31)), date(2025, 9, 30)),
    ],
)
def test_old_age_money_is_saved_for_three_months_before(on: date, lost: Period | None, act_by: date) -> None:
    """62 years complete on 9 April 2025 (§ 9 FWA): old-age money from May on."""
    old = person(
        birth=date(1963, 4, 10),
        residence=settler(),
        coverage=paid(ALLOWANCE, FUND, first=ARRIVED, last=SHELTERED_UNTIL),
    )
    gap = gap_of(old, on=on)

    assert gap.now is not None
    assert (gap.now.benefit, gap.since, gap.lost, gap.act_by) == (PENSION, date(2025, 5, 1), lost, act_by)


def test_what_an_office_owes_unasked_is_not_lost_and_has_no_last_day() -> None:
    gap = gap_of(person(residence=guest(), coverage=sheltered(SHELTERED_UNTIL)))

    assert gap.now is not None
    assert (gap.now.benefit, gap.since, gap.lost, gap.act_by, gap.saves_from, gap.remedies) == (
        SHELTER,
        date(2025, 5, 1),
        None,
        None,
        None,
        (),
    )


def test_a_gap_that_is_over_and_can_no_longer_be_saved_is_not_told() -> None:
    """March was missing; whatever is done in May saves nothing of it."""
    coverage = (*sheltered(date(2025, 2, 28)), *paid(ALLOWANCE, first=date(2025, 4, 1)))

    assert gaps(evaluated(case(settled(residence=settler(date(2025, 2, 11)), coverage=coverage)))) == ()


def test_a_gap_that_is_over_and_can_still_be_saved_is_told_with_its_end() -> None:
    coverage = (*sheltered(SHELTERED_UNTIL), *paid(ALLOWANCE, FUND, first=date(2025, 5, 12)))
    gap = gap_of(settled(coverage=coverage))

    assert (gap.since, gap.until, gap.act_by) == (date(2025, 5, 1), date(2025, 5, 11), date(2025, 5, 31))


def test_the_end_of_a_gap_is_not_known_where_the_record_ends() -> None:
    """Nothing is known of the time after 10 November; that is no end of the gap."""
    assert gap_of(settled()).until is None
    assert gap_of(settled(livelihood=(Livelihood(in_need=True, last=date(2025, 8, 31)),))).until == date(2025, 8, 31)


def test_two_gaps_of_one_person_are_two_findings() -> None:
    need = (
        Livelihood(in_need=True, last=date(2025, 6, 15)),
        Livelihood(in_need=False, first=date(2025, 6, 16), last=date(2025, 6, 30)),
        Livelihood(in_need=True, first=date(2025, 7, 1)),
    )
    found = gaps(evaluated(case(settled(livelihood=need))))

    assert [(str(gap.since), str(gap.until), str(gap.act_by)) for gap in found] == [
        ("2025-05-01", "2025-06-15", "2025-05-31"),
        ("2025-07-01", "None", "2025-07-31"),
    ]


# ---------------------------------------------------------------------------------------- no alarm


@pytest.mark.parametrize(
    "rest",
    [
        {"coverage": paid("wages", first=date(2025, 5, 1))},
        {"livelihood": (Livelihood(in_need=False),)},
        {"livelihood": (Livelihood(in_need=True, last=SHELTERED_UNTIL),)},
    ],
)
def test_without_a_need_or_with_cover_there_is_no_gap(rest: Any) -> None:
    assert gaps(evaluated(case(settled(**rest)))) == ()


@pytest.mark.parametrize(
    ("unknown", "aspect"),
    [("livelihood", "livelihood"), ("coverage", "livelihood"), ("residence", "livelihood"), ("stay", "health")],
)
def test_what_nobody_asked_is_a_question_and_no_alarm(unknown: str, aspect: str) -> None:
    evaluation = evaluated(case(person(residence=settler(), unknown=[unknown])))

    assert gaps(evaluation, aspect) == ()
    assert unknown in [fact.partition(".")[0] for _, fact in asked(evaluation)]


# ---------------------------------------------------------------------------------------- severity, act_from


@pytest.mark.parametrize(
    ("ahead", "severity"), [(0, Severity.EXISTENCE), (30, Severity.EXISTENCE), (31, Severity.RIGHT)]
)
def test_a_gap_that_runs_or_begins_within_30_days_threatens_existence(ahead: int, severity: Severity) -> None:
    first = TODAY + timedelta(days=ahead)
    gap = gap_of(person(residence=guest(), coverage=sheltered(first - timedelta(days=1))))

    assert (gap.since, gap.severity) == (first, severity)


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2025, 2, 28), []), (date(2025, 3, 1), [("no_cover", ("A",), "2025-05-01")])]
)
def test_before_it_is_time_to_act_a_gap_stands_in_the_projection_and_nowhere_else(on: date, expected: Any) -> None:
    """§ 8 FWA: acting on the allowance is worth while two months ahead."""
    evaluation = evaluated(case(settled(coverage=sheltered()), as_of=on), on)

    assert told(evaluation.findings) == expected
    assert evaluation.lane("A", "livelihood").hole & evaluation.outlook.window.day(date(2025, 5, 1)) != 0


# ---------------------------------------------------------------------------------------- nature


def test_what_is_owed_and_not_answered_is_a_gap_of_practice() -> None:
    gap = gap_of(settled())

    assert gap.nature is Nature.PRACTICE
    assert gap.now is not None


def test_what_nobody_can_owe_is_a_gap_of_the_law() -> None:
    """§ 7 FWA excepts students, and Freedonia has nothing else for them."""
    gap = gap_of(settled(training=(Training(kind="student"),)))

    assert (gap.nature, gap.since, gap.now, gap.act_by, gap.lost, gap.remedies) == (
        Nature.LAW,
        date(2025, 5, 1),
        None,
        None,
        None,
        (),
    )
    assert gap.before is not None
    assert (gap.before.benefit, gap.before.last) == (SHELTER, SHELTERED_UNTIL)


def test_where_somebody_may_owe_it_is_neither() -> None:
    """Whether the student is a settler was never asked."""
    student = person(training=(Training(kind="student"),), unknown=["youth", "residence"])

    assert gaps(evaluated(case(student))) == ()


def test_a_gap_of_the_law_that_is_over_is_not_told() -> None:
    studied = (Training(kind="student", last=date(2025, 5, 13)),)

    assert [(gap.nature, str(gap.since)) for gap in gaps(evaluated(case(settled(training=studied))))] == [
        (Nature.PRACTICE, "2025-05-14")
    ]


LEFT_OUT = """
    [[aspect]]
    id = "livelihood"
    due = ["livelihood.in_need"]
    [[entitlement]]
    id = "bread"
    aspect = "livelihood"
    benefit = "SGB_II"
    when = ["residence.status in {refugee}"]
    claim = { by = "office" }
    [[not_modelled]]
    id = "bread.of.the.duke"
    when = ["residence.status in {duldung}"]
    says = { de = "Das Brot des Herzogs fehlt.", en = "The duke's bread is left out." }
    matters = ["sgb2_benefits"]
    [[not_modelled]]
    id = "school.of.the.duke"
    when = ["residence.status in {gestattung}"]
    says = { de = "Die Schule des Herzogs fehlt.", en = "The duke's school is left out." }
    matters = ["school_placement"]
    [[not_modelled]]
    id = "bill.of.the.duke"
    when = ["residence.status in {gestattung}"]
    says = { de = "Der Entwurf fehlt.", en = "The bill is left out." }
    matters = ["sgb2_benefits"]
    pending = { bill = "Duke's Bill" }
"""


@pytest.mark.parametrize(("status", "natures"), [("gestattung", [Nature.LAW]), ("duldung", [])])
def test_the_rulebook_does_not_say_nobody_where_it_leaves_out_law_in_the_matter(
    status: str, natures: list[Nature]
) -> None:
    evaluation = evaluated(case(person(residence=(Residence(status=status),))), rulebook=draft(LEFT_OUT))

    assert [gap.nature for gap in evaluation.gaps] == natures
    assert [left.statement.id for left in evaluation.not_modelled] == (
        ["school.of.the.duke"] if natures else ["bread.of.the.duke"]
    )


# ---------------------------------------------------------------------------------------- one finding for one remedy


def test_a_household_with_one_application_has_one_finding() -> None:
    family = [settled("A"), settled("B", birth=date(1991, 1, 1)), settled("C", birth=date(2018, 1, 1))]
    bound = [related("A", "B", "partner"), related("A", "C")]

    assert told(gaps(evaluated(case(*family, relations=bound)))) == [("no_cover", ("A", "B", "C"), "2025-05-01")]


def test_two_households_have_two() -> None:
    found = gaps(evaluated(case(settled("A"), settled("B"))))

    assert told(found) == [("no_cover", ("A",), "2025-05-01"), ("no_cover", ("B",), "2025-05-01")]


def test_the_old_and_the_young_of_a_household_have_two_because_they_apply_for_different_things() -> None:
    old = settled("B", birth=date(1950, 1, 1))
    evaluation = evaluated(case(settled("A"), old, relations=[related("A", "B", "partner")]))

    benefits = [(gap.persons, gap.now.benefit) for gap in gaps(evaluation) if gap.now]
    assert (("B",), PENSION) in benefits
    assert ("A", "B") in [persons for persons, benefit in benefits if benefit == ALLOWANCE]


def test_a_finding_tells_the_sides_of_somebody_whom_its_first_day_concerns() -> None:
    """A's gap begins in June, B's in May: one application, and B stands for the first day."""
    first = settled("A", coverage=paid("wages", first=ARRIVED, last=date(2025, 5, 31)))
    second = settled("B", birth=date(1991, 1, 1))
    gap = gap_of(first, second, relations=[related("A", "B", "partner")])

    assert (gap.persons, gap.since, gap.act_by) == (("A", "B"), date(2025, 5, 1), date(2025, 5, 31))
    assert gap.before is not None
    assert gap.now is not None
    assert (gap.before.benefit, gap.now.first) == (SHELTER, date(2025, 5, 1))


def test_the_order_of_the_persons_changes_nothing_but_their_order() -> None:
    first = settled("A", coverage=paid("wages", first=ARRIVED, last=date(2025, 5, 31)))
    second = settled("B", birth=date(1991, 1, 1))
    bound = [related("A", "B", "partner")]
    one, other = gap_of(first, second, relations=bound), gap_of(second, first, relations=bound)

    assert (one.id, one.before, one.now, one.act_by) == (other.id, other.before, other.now, other.act_by)
    assert one.persons == tuple(reversed(other.persons))


def test_what_one_office_owes_under_two_names_one_after_the_other_is_one_gap() -> None:
    """§ 2 Abs. 1 FWA: the higher shelter money takes the place of the lower on 1 August, from the same office."""
    evaluation = evaluated(case(person(residence=guest(), coverage=sheltered(SHELTERED_UNTIL))))

    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2025-05-01")]


# ---------------------------------------------------------------------------------------- consequences


def consequences(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    gap = only(gaps(evaluation))
    return [(each.person, each.aspect, each.entitlement.id) for each in gap.consequences]


def test_the_fund_is_a_consequence_and_no_finding_of_its_own() -> None:
    evaluation = evaluated(case(settled()))

    assert consequences(evaluation) == [("A", "health", "health.fund")]
    assert gaps(evaluation, "health") == ()


def test_it_is_none_where_somebody_is_insured_otherwise() -> None:
    insured = settled(coverage=(*sheltered(SHELTERED_UNTIL), *paid("private", first=date(2025, 5, 1))))

    assert consequences(evaluated(case(insured))) == []


def test_it_is_none_for_those_who_need_no_cover() -> None:
    abroad = settled(
        stay=(
            Stay(first=ARRIVED, in_germany=True, last=SHELTERED_UNTIL),
            Stay(first=date(2025, 5, 1), in_germany=False),
        )
    )

    assert consequences(evaluated(case(abroad))) == []


def test_every_person_of_the_finding_has_its_own() -> None:
    child = settled("C", birth=date(2018, 1, 1))
    evaluation = evaluated(case(settled("A"), child, relations=[related("A", "C")]))

    assert consequences(evaluation) == [("A", "health", "health.fund"), ("C", "health", "health.fund")]


def test_a_gap_in_health_that_an_office_owes_is_a_finding_of_its_own() -> None:
    evaluation = evaluated(case(person(residence=guest(), coverage=paid(SHELTER))))

    assert told(evaluation.gaps) == [("no_cover", ("A",), "2024-08-01")]
    assert [gap.aspect for gap in evaluation.gaps] == ["health"]


# ---------------------------------------------------------------------------------------- everything unknown


def test_of_somebody_of_whom_nothing_is_known_nothing_is_found() -> None:
    stranger = Person(key="S")
    evaluation = evaluated(case(stranger, relations=NOTHING_ASKED, applications=NOTHING_ASKED))

    assert (evaluation.findings, evaluation.next_steps) == ((), ())
    assert evaluation.questions != ()


def test_the_gravest_stands_first() -> None:
    """B's gap runs, A's begins in two months, C only passes on."""
    passing = person("C", residence=guest(), coverage=sheltered())
    later = person("A", residence=guest(), coverage=sheltered(date(2025, 7, 14)))
    evaluation = evaluated(case(later, settled("B"), passing))

    assert [(found.kind.value, found.persons, found.severity.value) for found in evaluation.findings] == [
        ("no_cover", ("B",), "existence"),
        ("no_cover", ("A",), "right"),
        ("no_cover", ("A",), "right"),
        ("passage_ahead", ("C",), "notice"),
    ]
