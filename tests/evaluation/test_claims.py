"""Who claims together, and from which day an application counts.

§ 8 Abs. 2 FWA: the allowance is applied for, one application serves the household (partners, and children below 25), and
it counts from the first of its month. § 9 Abs. 2 FWA: old-age money reaches back three months. § 21 Abs. 2 FWA: for
settlers sheltered on the last day of 2023 an application counts as filed on 1 January 2024.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import Duration, Period
from kimcore.evaluation.claims import act_by, reach, savable_from, unit_of
from kimcore.evaluation.evaluator import Evaluation
from kimcore.people.application import Application
from kimcore.people.case import Case
from kimcore.people.kinds import Residence
from kimcore.people.person import Complete, Person
from kimcore.rules.statement import Claim, Entitlement
from tests.evaluation.freedonians import (
    ALLOWANCE,
    NOTHING_ASKED,
    SETTLER,
    SHELTER_PLUS,
    SHELTERED_UNTIL,
    TODAY,
    applied,
    asked,
    case,
    evaluated,
    gaps,
    law,
    only,
    paid,
    person,
    related,
    runs,
    settled,
    settler,
    sheltered,
    told,
)


def claim_of(entitlement: str) -> Claim:
    version = law().versions(entitlement)[0]
    assert isinstance(version, Entitlement)
    return version.claim


ALLOWANCE_CLAIM = claim_of("livelihood.allowance")


def claimed(evaluation: Evaluation, key: str = "A") -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The days claimed for certain, and possibly."""
    days = evaluation.lane(key, "livelihood").claimed
    return runs(evaluation, days.definitely), runs(evaluation, days.possibly)


def from_may_with(*applications: Application, on: date = TODAY, **rest: Any) -> Evaluation:
    return evaluated(case(settled(**rest), as_of=on, applications=applications), on)


FRESH, LAST = "2025-11-10", "2025-11-13"
"""A record of 14 May 2025 is fresh for 180 days: what is owed for certain ends then. The last day that is looked at."""

SURE, MAYBE = [("2025-05-01", FRESH)], [("2025-05-01", LAST)]

# ---------------------------------------------------------------------------------------- how far back


@pytest.mark.parametrize(
    ("filed", "reaches_back", "first"),
    [
        (date(2025, 5, 1), "start of month", date(2025, 5, 1)),
        (date(2025, 5, 31), "start of month", date(2025, 5, 1)),
        (date(2025, 6, 1), "start of month", date(2025, 6, 1)),
        (date(2025, 5, 14), "day", date(2025, 5, 14)),
        # months are counted from the month of the application: three full months before it
        (date(2025, 5, 1), Duration(months=3), date(2025, 2, 1)),
        (date(2025, 5, 31), Duration(months=3), date(2025, 2, 1)),
        (date(2025, 1, 31), Duration(months=3), date(2024, 10, 1)),
        (date(2025, 12, 31), Duration(months=12), date(2024, 12, 1)),
        # a length in days is counted from the day
        (date(2025, 3, 1), Duration(days=14), date(2025, 2, 15)),
    ],
)
def test_the_first_day_for_which_an_application_counts(filed: date, reaches_back: Any, first: date) -> None:
    assert reach(filed, Claim(by="application", reaches_back=reaches_back)) == first


reaches = st.one_of(
    st.sampled_from(["start of month", "day"]),
    st.builds(Duration, months=st.integers(1, 48)),
    st.builds(Duration, days=st.integers(1, 100)),
)


@given(reaches, st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_the_last_day_of_acting_is_the_last_that_reaches_back_far_enough(
    reaches_back: Any, on: date, ahead: int
) -> None:
    claim = Claim(by="application", reaches_back=reaches_back)
    start = savable_from(on, claim) + timedelta(days=ahead)

    last = act_by(start, on, claim)

    assert last is not None
    assert last >= on
    assert reach(last, claim) <= start
    assert reach(last + timedelta(days=1), claim) > start


def test_what_an_office_owes_without_being_asked_has_no_last_day() -> None:
    office = Claim(by="office")

    assert (savable_from(TODAY, office), act_by(TODAY, TODAY, office)) == (TODAY, None)


# ---------------------------------------------------------------------------------------- who claims together


def unit(*persons: Person, key: str = "A", claim: Claim = ALLOWANCE_CLAIM, **rest: Any) -> tuple[str, ...]:
    return unit_of(evaluated(case(*persons, **rest)).outlook, key, claim)


def born(key: str, birth: Any) -> Person:
    return person(key, birth=birth)


FAMILY = (born("A", date(1980, 1, 1)), born("B", date(1982, 1, 1)), born("C", date(2015, 1, 1)))
OF_THE_FAMILY = (related("A", "B", "partner"), related("B", "C"))


@pytest.mark.parametrize("key", ["A", "B", "C"])
def test_partners_and_their_children_claim_together(key: str) -> None:
    assert unit(*FAMILY, key=key, relations=OF_THE_FAMILY) == ("A", "B", "C")


@pytest.mark.parametrize("key", ["A", "B", "C"])
def test_without_relations_everybody_claims_alone(key: str) -> None:
    assert unit(*FAMILY, key=key) == (key,)


def test_where_nobody_asked_who_is_related_everybody_claims_alone() -> None:
    assert unit(*FAMILY, relations=NOTHING_ASKED) == ("A",)


def test_a_claim_for_one_person_reaches_nobody_else() -> None:
    assert unit(*FAMILY, relations=OF_THE_FAMILY, claim=claim_of("livelihood.pension")) == ("A",)


@pytest.mark.parametrize(
    ("birth", "together"),
    [
        (TODAY.replace(year=2000) + timedelta(days=1), True),  # 25 tomorrow
        (TODAY.replace(year=2000), False),  # 25 today
        (None, False),  # no day of birth: below no age
    ],
)
def test_a_child_belongs_to_the_household_below_25(birth: date | None, *, together: bool) -> None:
    parent, child = born("A", date(1975, 1, 1)), born("C", birth)

    assert unit(parent, child, relations=[related("A", "C")]) == (("A", "C") if together else ("A",))
    assert unit(parent, child, key="C", relations=[related("A", "C")]) == (("A", "C") if together else ("C",))


def test_a_child_of_unknown_age_may_belong() -> None:
    parent, child = born("A", date(1975, 1, 1)), born("C", NOTHING_ASKED)

    assert unit(parent, child, relations=[related("A", "C")]) == ("A", "C")


def test_every_child_belongs_where_the_claim_asks_for_no_age() -> None:
    parent, child = born("A", date(1950, 1, 1)), born("C", date(1975, 1, 1))
    claim = Claim(by="application", one_for="community_of_need")

    assert unit(parent, child, claim=claim, relations=[related("A", "C")]) == ("A", "C")


@pytest.mark.parametrize(
    ("first", "last", "together"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY, True),
        (None, TODAY - timedelta(days=1), False),
    ],
)
def test_those_claim_together_who_are_related_on_the_day_of_evaluation(
    first: date | None, last: date | None, *, together: bool
) -> None:
    couple = related("A", "B", "partner", first=first, last=last)

    assert unit(*FAMILY[:2], relations=[couple]) == (("A", "B") if together else ("A",))


# ---------------------------------------------------------------------------------------- what an application claims


def test_nothing_is_claimed_without_an_application() -> None:
    assert claimed(from_may_with()) == ([], [])


def test_an_application_claims_from_the_first_of_its_month_on() -> None:
    assert claimed(from_may_with(applied(date(2025, 5, 14)))) == (SURE, MAYBE)


def test_an_application_filed_ahead_claims_what_is_owed_later() -> None:
    assert claimed(from_may_with(applied(date(2025, 4, 20)))) == (SURE, MAYBE)


def test_an_application_for_something_else_claims_nothing() -> None:
    assert claimed(from_may_with(applied(TODAY, matter="sgb12_4_benefits"))) == ([], [])


def test_an_application_of_a_stranger_claims_nothing() -> None:
    stranger = person("S", residence=settler())
    evaluation = evaluated(case(settled(), stranger, applications=[applied(TODAY, person="S")]))

    assert claimed(evaluation) == ([], [])


@pytest.mark.parametrize("outcome", ["refused", "withdrawn"])
def test_a_refused_or_withdrawn_application_claims_nothing(outcome: Any) -> None:
    assert claimed(from_may_with(applied(date(2025, 5, 2), decided=date(2025, 5, 9), outcome=outcome))) == (
        [],
        [],
    )


def test_a_granted_application_is_answered_for_the_days_granted() -> None:
    grant = Period(date(2025, 5, 1), date(2025, 6, 30))
    evaluation = from_may_with(applied(date(2025, 5, 2), decided=date(2025, 5, 9), outcome="granted", grant=grant))

    assert claimed(evaluation)[0] == [("2025-05-01", "2025-06-30")]
    assert told(evaluation.findings) == [("no_cover", ("A",), "2025-07-01")]


def test_a_grant_without_a_first_day_begins_with_the_claim() -> None:
    grant = Period(None, date(2025, 6, 30))
    granted = applied(date(2025, 5, 2), decided=date(2025, 5, 9), outcome="granted", grant=grant)

    assert claimed(from_may_with(granted))[0] == [("2025-05-01", "2025-06-30")]


@pytest.mark.parametrize("outcome", ["granted", None])
def test_a_decision_of_which_too_little_is_known_is_no_alarm_and_is_asked_for(outcome: Any) -> None:
    evaluation = from_may_with(applied(date(2025, 5, 2), decided=date(2025, 5, 9), outcome=outcome))

    assert claimed(evaluation) == ([], MAYBE)
    assert evaluation.findings == ()
    assert asked(evaluation)[0] == ("A", "applications")


def test_where_nobody_asked_for_applications_every_day_may_be_claimed() -> None:
    evaluation = evaluated(case(settled(), applications=NOTHING_ASKED))

    assert claimed(evaluation) == ([], MAYBE)
    assert evaluation.gaps == ()
    assert asked(evaluation)[0] == ("A", "applications")


# ---------------------------------------------------------------------------------------- one for all


def couple(**rest: Any) -> Case:
    return case(
        settled("A"),
        settled("B", birth=date(1991, 1, 1)),
        applications=[applied(TODAY, person="B")],
        **rest,
    )


def test_one_application_serves_the_household() -> None:
    evaluation = evaluated(couple(relations=[related("A", "B", "partner")]))

    assert claimed(evaluation, "A") == claimed(evaluation, "B") == (SURE, MAYBE)


def test_an_application_of_somebody_perhaps_related_may_serve() -> None:
    evaluation = evaluated(couple(relations=NOTHING_ASKED))

    assert claimed(evaluation, "A") == ([], MAYBE)
    assert told(evaluation.findings) == [("application_pending", ("B",), "2025-05-01")]
    assert ("A", "relations") in asked(evaluation)


def test_it_does_not_serve_somebody_known_to_be_unrelated() -> None:
    evaluation = evaluated(couple())

    assert claimed(evaluation, "A") == ([], [])
    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2025-05-01")]


def test_old_age_money_is_applied_for_by_each_alone_whoever_is_related_to_whom() -> None:
    old = [person(key, birth=date(1950, 1, 1), residence=settler()) for key in "AB"]
    filed = [applied(TODAY, person="B", matter="sgb12_4_benefits")]
    evaluation = evaluated(case(*old, relations=NOTHING_ASKED, applications=filed))

    assert claimed(evaluation, "A") == ([], [])


# ---------------------------------------------------------------------------------------- answered when paid


def test_a_claim_is_answered_when_the_benefit_is_first_paid() -> None:
    coverage = (
        *sheltered(SHELTERED_UNTIL),
        *paid(ALLOWANCE, first=date(2025, 5, 10), last=date(2025, 5, 31)),
    )
    evaluation = from_may_with(applied(date(2025, 5, 2)), coverage=coverage)

    assert claimed(evaluation)[0] == [("2025-05-01", "2025-05-09")]
    assert told(evaluation.gaps) == [("no_cover", ("A",), "2025-06-01")]


def test_what_is_paid_to_the_partner_answers_nothing_for_the_other() -> None:
    coverage = (*sheltered(SHELTERED_UNTIL), *paid(ALLOWANCE, first=date(2025, 5, 1)))
    partners = (settled("A"), settled("B", coverage=coverage))
    evaluation = evaluated(
        case(*partners, relations=[related("A", "B", "partner")], applications=[applied(date(2025, 5, 2))])
    )

    assert claimed(evaluation, "A")[0] == SURE
    assert claimed(evaluation, "B")[0] == []


def test_a_payment_that_ran_already_does_not_answer_what_is_filed_for_the_time_after() -> None:
    """A renewal: paid to the end of May, applied for again in May. Whether May's end answers it is not known: no alarm."""
    coverage = (
        *sheltered(date(2025, 2, 28)),
        *paid(ALLOWANCE, first=date(2025, 3, 1), last=date(2025, 5, 31)),
    )
    renewed = person(residence=settler(date(2025, 2, 11)), coverage=coverage)
    evaluation = evaluated(case(renewed, applications=[applied(date(2025, 5, 12))]))

    assert claimed(evaluation) == ([], [("2025-06-01", LAST)])
    assert evaluation.gaps == ()
    assert ("A", "applications") in asked(evaluation)


def test_without_the_renewal_the_end_of_the_payment_is_a_gap() -> None:
    coverage = (
        *sheltered(date(2025, 2, 28)),
        *paid(ALLOWANCE, first=date(2025, 3, 1), last=date(2025, 5, 31)),
    )
    evaluation = evaluated(case(person(residence=settler(date(2025, 2, 11)), coverage=coverage)))

    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2025-06-01")]


def test_an_old_application_was_answered_by_the_payment_that_followed_it() -> None:
    coverage = paid(ALLOWANCE, first=date(2023, 2, 1), last=date(2025, 4, 30))
    renewed = person(residence=settler(date(2023, 1, 1)), coverage=coverage)
    evaluation = evaluated(case(renewed, applications=[applied(date(2023, 2, 20))]))

    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2025-05-01")]


# ---------------------------------------------------------------------------------------- deemed applications

REFORM = date(2024, 1, 1)
WINTER = date(2024, 1, 10)


def sheltered_at_reform(benefit: str = SHELTER_PLUS, **rest: Any) -> Person:
    """A refugee of the old law, sheltered to the end of 2023: a settler from 2024 on (§ 5 FRA)."""
    return person(
        residence=(Residence(status=SETTLER, document_until=None),),
        **{"coverage": paid(benefit, first=date(2023, 1, 1), last=date(2023, 12, 31)), **rest},
    )


def test_the_law_may_take_an_application_as_filed() -> None:
    evaluation = evaluated(case(sheltered_at_reform(), as_of=WINTER), WINTER)

    assert claimed(evaluation)[0] == [("2024-01-01", "2024-07-08")]
    pending = only(evaluation.findings)
    assert (pending.kind.value, pending.filed, [str(each) for each in pending.deemed_filed]) == (
        "application_pending",
        REFORM,
        ["§ 21 Abs. 2 FWA"],
    )


def test_it_is_not_taken_as_filed_for_those_who_were_not_sheltered() -> None:
    evaluation = evaluated(case(sheltered_at_reform(coverage=()), as_of=WINTER), WINTER)

    assert claimed(evaluation) == ([], [])
    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2024-01-01")]


def test_where_it_is_unknown_whether_they_were_sheltered_it_may_be_taken_as_filed() -> None:
    unsure = sheltered_at_reform(coverage=())
    unsure = Person(
        key="A",
        birth=unsure.birth,
        complete=(Complete(from_=REFORM),),
        residence=unsure.residence,
        livelihood=unsure.livelihood,
        work=unsure.work,
    )
    evaluation = evaluated(case(unsure, as_of=WINTER), WINTER)

    assert claimed(evaluation) == ([], [("2024-01-01", "2024-07-09")])
    assert evaluation.gaps == ()
    assert ("A", "coverage.livelihood") in asked(evaluation)


def test_an_application_of_ones_own_stands_before_the_deemed_one() -> None:
    evaluation = evaluated(case(sheltered_at_reform(), as_of=WINTER, applications=[applied(date(2024, 1, 8))]), WINTER)

    assert (only(evaluation.findings).filed, only(evaluation.findings).deemed_filed) == (date(2024, 1, 8), ())


def test_a_decision_answers_the_deemed_application_as_well() -> None:
    refused = applied(REFORM, decided=date(2024, 1, 9), outcome="refused")
    evaluation = evaluated(case(sheltered_at_reform(), as_of=WINTER, applications=[refused]), WINTER)

    assert claimed(evaluation) == ([], [])
    assert told(gaps(evaluation)) == [("no_cover", ("A",), "2024-01-01")]


def test_an_older_decision_does_not() -> None:
    refused = applied(date(2023, 5, 1), decided=date(2023, 6, 1), outcome="refused")
    evaluation = evaluated(case(sheltered_at_reform(), as_of=WINTER, applications=[refused]), WINTER)

    assert told(evaluation.findings) == [("application_pending", ("A",), "2024-01-01")]


# ---------------------------------------------------------------------------------------- which application is named


def test_the_latest_application_that_still_waits_is_named() -> None:
    withdrawn = applied(date(2025, 5, 12), decided=date(2025, 5, 13), outcome="withdrawn")
    evaluation = from_may_with(applied(date(2025, 5, 2)), applied(date(2025, 5, 7)), withdrawn)

    assert only(evaluation.findings).filed == date(2025, 5, 7)


def test_a_passage_names_no_application_that_was_answered_long_ago() -> None:
    """Paid before, refused since: nothing of it stands when the shelter ends."""
    refused = applied(date(2024, 3, 1), decided=date(2024, 4, 1), outcome="refused")
    renter = settled(coverage=(*sheltered(), *paid(ALLOWANCE, first=date(2025, 4, 20))))
    evaluation = evaluated(case(renter, as_of=date(2025, 4, 25), applications=[refused]), date(2025, 4, 25))

    assert [(each.filed, each.deemed_filed) for each in evaluation.passages] == [(None, ())]
