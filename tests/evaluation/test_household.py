"""Who joins and leaves a household, who claims together on record, and which steps are recorded as done.

§ 6, 8 FWA: a settler has the allowance with partner and children below 25; one application serves all of them, and it
counts from the first of its month.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from kimcore.dates import Period
from kimcore.evaluation.claims import unit_of
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import FindingKind
from kimcore.people.case import Case
from kimcore.people.casework import StepRecord
from kimcore.people.history import Unknown
from kimcore.people.household import CommunityOfNeed
from kimcore.people.kinds import Concern, Membership, Place, Residence
from kimcore.rules.statement import Entitlement
from tests.evaluation.drawing import households
from tests.evaluation.freedonians import (
    ALLOWANCE,
    DORSTEN,
    GLADBECK,
    NOTHING_ASKED,
    SHELTER_PLUS,
    TODAY,
    applied,
    asked,
    case,
    draft,
    evaluated,
    gaps,
    law,
    paid,
    person,
    related,
    runs,
    settled,
    settler,
    steps,
    told,
)

DAY = timedelta(days=1)
FRESH = date(2025, 11, 10)
"""A record of 14 May 2025 is taken as unchanged up to this day."""
MAY = date(2025, 5, 1)


def joins(day: date) -> tuple[Membership, ...]:
    return (Membership(first=day, belongs=True),)


def leaves(day: date) -> tuple[Membership, ...]:
    """Somebody who no longer belongs from a day on."""
    return (Membership(first=day, belongs=False),)


def holes(evaluation: Evaluation, key: str = "A") -> list[tuple[str, str]]:
    lane = evaluation.lane(key, "livelihood")
    return runs(evaluation, lane.hole)


# ---------------------------------------------------------------------------------------- join and leave


def test_nothing_is_missing_before_somebody_joins_nor_from_the_day_on_which_they_left() -> None:
    there = (Membership(first=date(2025, 5, 20), last=date(2025, 6, 20), belongs=True),)

    assert holes(evaluated(case(settled())))[-1] == ("2025-05-01", str(FRESH))
    assert holes(evaluated(case(settled(membership=there)))) == [("2025-05-20", "2025-06-20")]


@pytest.mark.parametrize(
    ("left", "found"),
    [
        # A gap counts from the first of the month that an application can still save.
        (TODAY + DAY, [("no_cover", ("A", "B"), "2025-05-01")]),
        (MAY, [("no_cover", ("A",), "2025-05-01")]),
    ],
)
def test_a_gap_of_who_left_is_told_for_the_days_before(left: date, found: list[Any]) -> None:
    record = case(settled(), settled("B", membership=leaves(left)), relations=[related("A", "B", "spouse")])

    assert told(gaps(evaluated(record))) == found


def test_who_left_today_has_a_finding_of_their_own_for_what_can_still_be_saved() -> None:
    record = case(settled(), settled("B", membership=leaves(TODAY)), relations=[related("A", "B", "spouse")])

    assert told(gaps(evaluated(record))) == [("no_cover", ("A",), "2025-05-01"), ("no_cover", ("B",), "2025-05-01")]


def test_findings_for_the_others_stay_when_somebody_leaves() -> None:
    record = case(settled(), settled("B", membership=leaves(MAY)))
    evaluation = evaluated(record)

    assert told(evaluation.findings) == told(evaluated(case(settled())).findings)
    assert {standing.person for standing in evaluation.standings} == {"A"}
    assert {key for _, persons in steps(evaluation) for key in persons} == {"A"}


def test_what_is_recorded_of_who_left_still_counts_for_the_others() -> None:
    """A child has the allowance through the parent, who has moved out and is still the parent."""
    child = settled("B", birth=date(2015, 1, 1))
    parent = settled(membership=leaves(MAY))
    evaluation = evaluated(case(parent, child, relations=[related("A", "B")]))

    assert told(gaps(evaluation)) == [("no_cover", ("B",), "2025-05-01")]


def test_a_child_is_owed_through_a_parent_on_the_days_of_the_relation_only() -> None:
    child, first, last = settled("B", birth=date(2015, 1, 1)), date(2025, 5, 20), date(2025, 6, 20)
    evaluation = evaluated(case(settled(), child, relations=[related("A", "B", first=first, last=last)]))

    (allowance,) = [each for each in evaluation.lane("B", "livelihood").owings if each.id == "livelihood.allowance"]
    assert runs(evaluation, allowance.owed) == [(str(first), str(last))]
    explained = [
        evaluation.judgement("livelihood.allowance", "B", on=day) for day in (first - DAY, first, last, last + DAY)
    ]
    assert [each.kind.value for each in explained] == ["does not apply", "applies", "applies", "does not apply"]


def test_a_gap_of_who_joins_is_told_ahead_from_the_first_day() -> None:
    evaluation = evaluated(case(settled(membership=joins(date(2025, 6, 10)))))

    assert [(gap.since, gap.predicted) for gap in gaps(evaluation)] == [(date(2025, 6, 10), True)]
    assert [each for each in steps(evaluation) if each[0] == "allowance.apply"] == [("allowance.apply", ("A",))]


@pytest.mark.parametrize(("first", "there"), [(TODAY, True), (TODAY + DAY, False)])
def test_steps_and_standings_are_those_of_who_belongs_today(first: date, there: bool) -> None:  # noqa: FBT001  # what is expected
    raised = (Concern(concern="livelihood"), Concern(concern="orientation"))
    evaluation = evaluated(case(person(membership=joins(first), concerns=raised, residence=settler())))

    assert (("register", ("A",)) in steps(evaluation), bool(evaluation.standings)) == (there, there)


def test_a_payment_to_who_left_is_no_finding() -> None:
    guest_paid: dict[str, Any] = {"residence": settler(date(2025, 1, 1)), "coverage": paid(SHELTER_PLUS)}
    kind = FindingKind.PAYMENT_WITHOUT_ENTITLEMENT

    for left, expected in ((TODAY, []), (TODAY + DAY, [("A",)])):
        findings = evaluated(case(person(membership=leaves(left), **guest_paid))).findings
        assert [each.persons for each in findings if each.kind is kind] == expected


@pytest.mark.parametrize(("left", "moved"), [(TODAY, []), (TODAY + DAY, [("A",)])])
def test_a_move_out_of_the_household_is_no_move_of_it(left: date, moved: list[Any]) -> None:
    places = (
        Place(kind="habitual", territory=GLADBECK, last=TODAY - DAY),
        Place(kind="habitual", territory=DORSTEN, first=TODAY),
    )
    mover = person(places=places, membership=leaves(left), residence=settler(), coverage=paid(ALLOWANCE))

    found = evaluated(case(mover)).findings
    assert [each.persons for each in found if each.kind is FindingKind.OFFICE_CHANGES] == moved


NAMED = """
[[gap]]
id = "paper.ended"
title = { de = "Papier abgelaufen", en = "the paper has run out" }
says = { de = "Es gilt nicht mehr.", en = "It is no longer valid." }
when = ["residence.document_until is present", "today > residence.document_until"]
nature = "proof"
mechanism = "proof"
cause = "missing"
severity = "delay"
in_force = {}

[[not_modelled]]
id = "paper.fees"
when = ["residence.document_until is present"]
says = { de = "Gebühren fehlen.", en = "Fees are left out." }
in_force = {}
"""


def test_a_gap_by_name_lasts_while_the_person_belongs() -> None:
    paper = (Residence(status="refugee", document="residence_card", document_until=date(2025, 3, 1)),)
    left = date(2025, 6, 15)
    found = evaluated(case(person(residence=paper, membership=leaves(left))), TODAY, draft(NAMED))

    assert [(each.since, each.until) for each in found.findings] == [(date(2025, 3, 2), left - DAY)]
    assert [each.statement.id for each in found.not_modelled] == ["paper.fees"]


def test_nothing_is_told_or_asked_of_who_left() -> None:
    gone: dict[str, Any] = {"membership": leaves(TODAY)}
    unclear = person(residence=(), unknown=["residence"], **gone)
    paper = (Residence(status="refugee", document_until=date(2025, 3, 1)),)

    for who in (unclear, person(residence=paper, **gone)):
        evaluation = evaluated(case(who), TODAY, draft(NAMED))
        assert (evaluation.findings, evaluation.questions, evaluation.not_modelled) == ((), (), ())


def test_a_need_of_which_nothing_is_known_is_asked_of_who_belongs() -> None:
    unclear: dict[str, Any] = {"unknown": ["livelihood"], "residence": settler()}
    fact = "livelihood.in_need"

    assert ("A", fact) in asked(evaluated(case(person(**unclear))))
    assert ("A", fact) not in asked(evaluated(case(person(membership=leaves(MAY), **unclear))))


def test_a_membership_that_nobody_knows_hides_nothing() -> None:
    unsure = (Membership(belongs=Unknown("not_known")),)
    assert told(evaluated(case(settled(membership=unsure))).findings) == told(evaluated(case(settled())).findings)


# ---------------------------------------------------------------------------------------- communities of need

CHILD = {"birth": date(2015, 1, 1)}


def unit(record: Case, key: str) -> tuple[str, ...]:
    entitlement = law().versions("livelihood.allowance")[0]
    assert isinstance(entitlement, Entitlement)
    return unit_of(evaluated(record).outlook, key, entitlement.claim)


def family(*communities: CommunityOfNeed, known: bool = True, of_b: Any = None, **rest: Any) -> Case:
    """Two partners and the child of one of them, all of them settled."""
    persons = [settled("A"), settled("B", **(of_b or {})), settled("C", **CHILD)]
    ties = [related("A", "B", "spouse"), related("A", "C")]
    recorded: dict[str, Any] = {"communities": communities} if known else {}
    return case(*persons, **{"relations": ties, **recorded, **rest})


def together(*members: str, first: date | None = None, last: date | None = None) -> CommunityOfNeed:
    return CommunityOfNeed(members=members, first=first, last=last)


def test_where_none_is_recorded_relations_say_who_claims_together() -> None:
    for record in (family(known=False), family()):
        assert [unit(record, key) for key in "ABC"] == [("A", "B", "C")] * 3


def test_the_recorded_community_claims_together_whatever_the_relations_say() -> None:
    record = family(together("C", "A"))

    assert [unit(record, key) for key in "ABC"] == [("A", "C"), ("B",), ("A", "C")]
    assert told(gaps(evaluated(record))) == [
        ("no_cover", ("A", "C"), "2025-05-01"),
        ("no_cover", ("B",), "2025-05-01"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (TODAY, TODAY, ("A", "C")),
        (TODAY + DAY, None, ("A", "B", "C")),
        (None, TODAY - DAY, ("A", "B", "C")),
    ],
)
def test_a_community_counts_on_its_days(first: date | None, last: date | None, expected: tuple[str, ...]) -> None:
    assert unit(family(together("A", "C", first=first, last=last)), "A") == expected


def test_an_application_of_one_member_serves_the_recorded_community_and_nobody_else() -> None:
    filed = family(together("A", "B"), applications=[applied(date(2025, 5, 5), person="B")])

    assert told(gaps(evaluated(filed))) == [("no_cover", ("C",), "2025-05-01")]


@pytest.mark.parametrize("known", [True, False])
def test_a_recorded_community_needs_no_relations_to_be_asked_for(known: bool) -> None:  # noqa: FBT001  # what is given
    filed = [applied(date(2025, 5, 5), person="B")]
    record = family(together("A", "B", "C"), known=known, relations=NOTHING_ASKED, applications=filed)

    lane = evaluated(record).lane("A", "livelihood")
    (allowance,) = [owing for owing in lane.owings if owing.id == "livelihood.allowance"]
    assert (allowance.claimed.definitely == allowance.claimed.possibly & allowance.owed) is known
    assert bool(allowance.claimed.definitely) is known


def test_who_left_the_household_claims_with_nobody_in_it() -> None:
    for communities in ((), (together("A", "B", "C"),)):
        record = family(*communities, of_b={"membership": leaves(TODAY)})
        assert unit(record, "A") == ("A", "C")


# ---------------------------------------------------------------------------------------- steps on record


def done(step: str, day: date | None, person: str = "A", **rest: Any) -> StepRecord:
    return StepRecord(step=step, person=person, done=day, **rest)


def planned(*records: StepRecord, **fields: Any) -> list[str]:
    newcomer = person(residence=settler(), coverage=paid(ALLOWANCE), **fields)
    return [step for step, _ in steps(evaluated(case(newcomer, steps=records)))]


def test_a_step_recorded_as_done_is_not_suggested_again() -> None:
    assert "register" in planned()
    assert "register" not in planned(done("register", TODAY))


@pytest.mark.parametrize(
    "record",
    [
        done("register", None),
        done("register", TODAY, outcome="not_achieved"),
        done("register", TODAY, outcome="dropped"),
        done("school.enrol", TODAY),
        done("welcome.coffee", TODAY),
    ],
)
def test_a_step_that_is_not_over_or_another_one_changes_nothing(record: StepRecord) -> None:
    assert planned(record) == planned()


def test_a_step_done_for_somebody_else_is_not_done_for_this_person() -> None:
    two = [person(key, residence=settler(), coverage=paid(ALLOWANCE)) for key in "AB"]
    evaluation = evaluated(case(*two, steps=[done("register", TODAY, "B")]))

    assert [persons for step, persons in steps(evaluation) if step == "register"] == [("A",)]


def test_what_waits_for_a_recorded_step_waits_no_longer() -> None:
    pupil = person(birth=date(2015, 1, 1), residence=settler(), coverage=paid(ALLOWANCE))
    before, after = (evaluated(case(pupil, steps=records)) for records in ([], [done("register", TODAY)]))

    states = [[each.state for each in found.next_steps if each.step.id == "school.enrol"] for found in (before, after)]
    assert states == [["waiting"], ["ready"]]


RENEWED = date(2025, 7, 5)
SHOWN_FROM = RENEWED - timedelta(days=59)
"""`paper.renew` is offered on the days on which fewer than 60 are left."""


@pytest.mark.parametrize(
    ("day", "suggested"), [(SHOWN_FROM - DAY, True), (SHOWN_FROM, False), (TODAY, False), (date(2024, 7, 1), True)]
)
def test_a_step_that_comes_again_is_suggested_again(day: date, suggested: bool) -> None:  # noqa: FBT001  # what is expected
    paper = (Residence(status="refugee", document="residence_card", document_until=RENEWED),)
    holder = person(residence=paper)

    found = steps(evaluated(case(holder, steps=[done("paper.renew", day)]), TODAY, draft(STEP)))
    assert (found == [("paper.renew", ("A",))]) is suggested


STEP = """
[[step]]
id = "paper.renew"
title = { de = "Papier verlängern", en = "Renew the paper" }
when = ["residence.document_until is present", "residence.document_until < today + 60 days"]
by = ["person"]
severity = "right"
field = "residence"
in_force = {}
"""


def test_a_finding_brings_its_step_whatever_is_recorded() -> None:
    evaluation = evaluated(case(settled(), steps=[done("allowance.apply", date(2025, 5, 5))]))

    assert ("allowance.apply", ("A",)) in steps(evaluation)


def test_a_step_done_once_for_a_community_is_done_for_all_of_it() -> None:
    """Nobody knows the need, so that the application is offered; one of the two partners has filed it."""
    unclear: dict[str, Any] = {"unknown": ["livelihood"], "residence": settler(), "coverage": ()}
    two = [person(key, concerns=(Concern(concern="livelihood"),), **unclear) for key in "AB"]
    ties = [related("A", "B", "partner")]

    for records, found in (([], [("A", "B")]), ([done("allowance.apply", TODAY, "B")], [])):
        evaluation = evaluated(case(*two, relations=ties, steps=records))
        assert [persons for step, persons in steps(evaluation) if step == "allowance.apply"] == found


# ---------------------------------------------------------------------------------------- whatever the household


entries = st.builds(
    lambda first, length, belongs: Membership(first=first, last=first + timedelta(days=length), belongs=belongs),
    st.dates(date(2024, 6, 1), date(2025, 12, 1)),
    st.integers(0, 200),
    st.booleans(),
)


@given(households(), entries)
def test_no_hole_lies_on_a_day_on_which_the_person_does_not_belong(drawn: Case, entry: Membership) -> None:
    changing = evolve(drawn.persons[0], membership=(entry,))
    evaluation = evaluated(evolve(drawn, persons=(changing, *drawn.persons[1:])))

    ends = Period(entry.first, entry.last)
    for aspect in ("livelihood", "health"):
        hole = evaluation.lane(changing.key, aspect).hole
        days = [day for first, last in evaluation.outlook.window.runs(hole) for day in (first, last)]
        assert all((day in ends) is entry.belongs for day in days)


@given(households())
def test_of_who_never_belonged_nothing_is_said(drawn: Case) -> None:
    """Without a relation to them, their record changes nothing for the others."""
    *others, last = drawn.persons
    assume(others)
    filed = drawn.applications
    theirs = tuple(each for each in filed if each.person != last.key) if isinstance(filed, tuple) else filed
    alone = evolve(drawn, persons=tuple(others), relations=(), applications=theirs)
    never = evolve(last, membership=(Membership(belongs=False),))
    beside = evolve(drawn, persons=(*others, never), relations=())

    one, other = evaluated(alone), evaluated(beside)
    assert one.findings == other.findings
    assert one.next_steps == other.next_steps
    assert one.questions == other.questions
    assert (one.not_modelled, one.standings) == (other.not_modelled, other.standings)
