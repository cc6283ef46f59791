"""Questions: the unknown facts that still matter, with what they decide, who can answer, the weightiest first."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Severity
from kimcore.evaluation.questions import Question
from kimcore.people.history import Unknown
from kimcore.people.kinds import Concern, Livelihood, Place, Residence, Training
from kimcore.people.person import Complete
from tests.evaluation.freedonians import (
    ALLOWANCE,
    CLINIC,
    DORSTEN,
    FUND,
    GLADBECK,
    NOTHING_ASKED,
    SHELTER,
    SHELTER_PLUS,
    asked,
    case,
    draft,
    evaluated,
    gaps,
    guest,
    paid,
    person,
    related,
    settled,
    settler,
    sheltered,
)


def question(evaluation: Evaluation, fact: str, key: str = "A") -> Question:
    (found,) = [each for each in evaluation.questions if (each.person, each.fact) == (key, fact)]
    return found


def reasons(found: Question) -> list[tuple[str, Severity]]:
    return [(reason.of, reason.severity) for reason in found.reasons]


# ---------------------------------------------------------------------------------------- what is asked


def test_where_everything_that_matters_is_known_nothing_is_asked() -> None:
    assert asked(evaluated(case(person(residence=guest(), coverage=sheltered())))) == []


def test_an_unknown_fact_on_which_nothing_hangs_is_not_asked() -> None:
    """Studies except from the allowance (§ 7 FWA); a guest has none of it anyway."""
    known = person(residence=guest(), coverage=sheltered(), unknown=["training", "school", "health"])

    assert asked(evaluated(case(known))) == []


def test_what_decides_whether_there_is_a_gap_is_asked() -> None:
    evaluation = evaluated(case(person(residence=settler(), unknown=["livelihood"])))

    assert reasons(question(evaluation, "livelihood.in_need"))[0] == ("livelihood", Severity.EXISTENCE)


def test_a_question_has_its_words_and_says_who_can_answer() -> None:
    found = question(evaluated(case(person(residence=settler(), unknown=["livelihood"]))), "livelihood.in_need")

    assert found.text is not None
    assert found.text.languages == ("de", "en")
    assert "person" in found.answered_by


def test_a_fact_that_decides_who_owes_is_asked_for_each_who_may() -> None:
    evaluation = evaluated(case(person(unknown=["residence"])))
    decided = {of for of, _ in reasons(question(evaluation, "residence.status"))}

    assert {"livelihood.shelter", "livelihood.allowance", "health.clinic", "health.fund"} <= decided


def test_who_owes_is_not_asked_where_it_is_known_that_somebody_does() -> None:
    """Whether a guest is in care decides only who pays (§ 30 FWA); that somebody owes stands."""
    unasked = person(residence=guest(), unknown=["youth"], coverage=paid(CLINIC))

    assert ("A", "youth.care") not in asked(evaluated(case(unasked)))


def test_a_payment_that_only_nobody_rules_out_is_no_reason_for_silence() -> None:
    """Shelter money after the waiting time goes on while it may be owed (§ 2 Abs. 1 FWA).

    Of somebody who has never been in the country it is known to end, and that is a gap. Where nobody knows since when
    he is here, the gap is gone, and the question that decides it stands in its place.
    """
    money = paid(SHELTER_PLUS)
    told = evaluated(case(person(stay=(), residence=guest(), coverage=money)))
    forgotten = evaluated(case(person(residence=guest(), coverage=money, unknown=["stay"])))

    assert [gap.aspect for gap in gaps(told)] == ["livelihood"]
    assert gaps(forgotten) == ()
    assert reasons(question(forgotten, "stay.since")) == [("livelihood.shelter_plus", Severity.EXISTENCE)]


def test_an_exception_that_would_end_a_payment_is_asked() -> None:
    """Who studies has no allowance (§ 7 FWA)."""
    money = paid(ALLOWANCE, FUND)
    studying = person(residence=settler(), coverage=money, training=(Training(kind="student"),))
    forgotten = evaluated(case(person(residence=settler(), coverage=money, unknown=["training"])))

    assert [gap.aspect for gap in gaps(evaluated(case(studying)))] == ["livelihood"]
    assert gaps(forgotten) == ()
    assert reasons(question(forgotten, "training.kind"))[0] == ("livelihood.allowance", Severity.EXISTENCE)


def test_a_payment_that_is_owed_for_certain_asks_nothing() -> None:
    known = person(residence=settler(), coverage=paid(ALLOWANCE, FUND))

    assert asked(evaluated(case(known))) == []


def test_a_payment_that_no_entitlement_of_the_rulebook_carries_asks_nothing() -> None:
    wages = paid("wages", CLINIC)

    assert asked(evaluated(case(person(residence=guest(), coverage=wages, unknown=["training"])))) == []


def test_what_is_missing_ahead_is_asked_ahead() -> None:
    """Paid to the end of June; whether there is a need in July was never asked."""
    need = (Livelihood(in_need=True, last=date(2025, 6, 30)),)
    ahead = person(residence=guest(), coverage=(*paid(SHELTER, last=date(2025, 6, 30)), *paid(CLINIC)), livelihood=need)
    unknown = evolve(ahead, complete=(Complete(except_=frozenset({"livelihood"})),))

    assert asked(evaluated(case(ahead))) == []
    assert asked(evaluated(case(unknown))) == [("A", "livelihood.in_need")]


def test_days_before_today_are_asked_for_while_they_can_be_saved() -> None:
    """Paid since 12 May; the need of the days before it was never asked. By the end of May they could be claimed."""
    coverage = (*sheltered(date(2025, 4, 30)), *paid(ALLOWANCE, FUND, first=date(2025, 5, 12)))
    need = (Livelihood(in_need=True, last=date(2025, 4, 30)), Livelihood(in_need=True, first=date(2025, 5, 12)))
    unsure = evolve(
        settled(coverage=coverage, livelihood=need), complete=(Complete(except_=frozenset({"livelihood"})),)
    )
    on = {day: evaluated(case(unsure, as_of=day), day) for day in (date(2025, 5, 31), date(2025, 6, 1))}

    assert [gaps(each) for each in on.values()] == [(), ()]
    assert [asked(each) for each in on.values()] == [[("A", "livelihood.in_need")], []]


def test_a_question_of_what_is_followed_is_asked_where_only_the_follower_is_open() -> None:
    """Wages cover the livelihood; whether the allowance is due, and with it the fund, hangs on the need (§ 13 FWA)."""
    earning = person(residence=settler(), coverage=paid("wages"), unknown=["livelihood"])
    evaluation = evaluated(case(earning))

    assert ("health.fund", Severity.EXISTENCE) in reasons(question(evaluation, "livelihood.in_need"))


def test_an_aspect_is_asked_for_by_the_version_of_the_day() -> None:
    book = draft("""
        [[aspect]]
        id = "livelihood"
        due = ["livelihood.in_need"]
        in_force = { until = 2025-06-30 }
        [[aspect]]
        id = "livelihood"
        due = ["work.employed"]
        in_force = { from = 2025-07-01 }
        [[entitlement]]
        id = "bread"
        aspect = "livelihood"
        benefit = "SGB_II"
        when = ["stay.in_germany"]
        claim = { by = "office" }
    """)
    idle = person(livelihood=(Livelihood(in_need=False),), unknown=["work"])

    assert asked(evaluated(case(idle), rulebook=book)) == [("A", "work.employed")]


# ---------------------------------------------------------------------------------------- reservations, steps, gaps


def test_a_reservation_is_asked_as_gravely_as_what_it_qualifies() -> None:
    """The gap of July is six weeks away and weighs less."""
    soon = evaluated(case(settled(unknown=["training"])))
    later = evaluated(
        case(settled(residence=settler(date(2025, 6, 21)), coverage=sheltered(date(2025, 6, 30)), unknown=["training"]))
    )

    assert reasons(question(soon, "training.kind")) == [(soon.gaps[0].id, Severity.EXISTENCE)]
    assert reasons(question(later, "training.kind")) == [(later.gaps[0].id, Severity.RIGHT)]


def test_a_step_that_is_offered_while_it_is_open_is_asked_about() -> None:
    worried = person(unknown=["residence", "livelihood"], concerns=(Concern(concern="livelihood"),))
    evaluation = evaluated(case(worried))

    assert "allowance.apply" in {of for of, _ in reasons(question(evaluation, "residence.status"))}


def test_a_named_gap_that_may_run_is_asked_about() -> None:
    """§ 7 FRA: whether the paper of a settler runs out."""
    unsure = person(residence=(Residence(status="refugee"),), coverage=paid(ALLOWANCE))
    evaluation = evaluated(case(unsure))

    assert reasons(question(evaluation, "residence.document_until")) == [("paper.runs_out", Severity.RIGHT)]


def test_relations_that_matter_are_asked_for() -> None:
    """Whether a child belongs to somebody entitled (§ 6 Abs. 3 FWA)."""
    child = person("C", birth=date(2018, 1, 1), residence=settler())
    unrelated = evaluated(case(child, relations=[]))
    unasked = evaluated(case(child, relations=NOTHING_ASKED))

    assert ("C", "relations") not in asked(unrelated)
    assert question(unasked, "relations", "C").text is None
    assert question(unasked, "relations", "C").answered_by == ("person", "paper")


# ---------------------------------------------------------------------------------------- offices

BOTH = ("assigned", "habitual")


def test_the_place_is_asked_of_the_person_whose_place_is_unknown() -> None:
    known, unknown = settled("A"), settled("B", birth=date(1991, 1, 1), unknown=["places"])
    evaluation = evaluated(case(known, unknown, relations=[related("A", "B", "partner")]))

    assert ("A", "place.assigned") not in asked(evaluation)


def test_of_a_household_whose_place_nobody_asked_for_everybody_is_asked() -> None:
    partners = [settled("A", unknown=["places"]), settled("B", birth=date(1991, 1, 1), unknown=["places"])]
    evaluation = evaluated(case(*partners, relations=[related("A", "B", "partner")]))

    assert {("A", "place.assigned"), ("B", "place.assigned")} <= set(asked(evaluation))
    assert ("office:sgb2_benefits", Severity.EXISTENCE) in reasons(question(evaluation, "place.assigned", "B"))


def test_a_place_that_is_too_coarse_is_asked_for_again() -> None:
    """The Kreis is known, the town is not."""
    coarse = settled(places=tuple(Place(kind=kind, territory="05562") for kind in BOTH))

    assert ("A", "place.assigned") in asked(evaluated(case(coarse)))


@pytest.mark.parametrize("town", [GLADBECK, DORSTEN])
def test_a_known_place_is_not_asked_for(town: str) -> None:
    there = settled(places=tuple(Place(kind=kind, territory=town) for kind in BOTH))

    assert [fact for _, fact in asked(evaluated(case(there))) if fact.startswith("place.")] == []


# ---------------------------------------------------------------------------------------- order


def test_what_decides_most_stands_first_and_the_gravest_before_it() -> None:
    """The paper weighs `right`; need and status existence, and without a need no benefit for it is due at all."""
    unsure = person(residence=(Residence(document_until=Unknown("not_asked")),), unknown=["livelihood"])
    evaluation = evaluated(case(unsure))
    severities = [each.severity for each in evaluation.questions]

    assert severities == sorted(severities, key=lambda severity: severity.rank)
    assert asked(evaluation)[:2] == [("A", "livelihood.in_need"), ("A", "residence.status")]


def test_of_several_reasons_for_one_question_the_gravest_stands_first() -> None:
    worried = person(unknown=["residence"], concerns=(Concern(concern="residence"),))
    found = question(evaluated(case(worried)), "residence.document_until")

    assert [severity.rank for _, severity in reasons(found)] == sorted(severity.rank for _, severity in reasons(found))
    assert found.severity is found.reasons[0].severity


def test_each_thing_that_an_answer_decides_is_named_once() -> None:
    evaluation = evaluated(case(person(unknown=["residence"])))
    decided = [of for of, _ in reasons(question(evaluation, "residence.status"))]

    assert len(decided) == len(set(decided))
