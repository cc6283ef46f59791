"""What the people of Freedonia can do next, with which office, by when.

§ 8 FWA: applying for the allowance is offered while that is not ruled out. § 3 FRA: register within two weeks of grace.
§ 3, 4 FSA: enrol a child of 6 to 16 within a month, after registering. § 2 FIA: counselling answers whatever was raised.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kimcore.dates import parse_partial
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.plan import NextStep
from kimcore.people.kinds import Concern, Course, LanguageSkill, Papers, Place, Residence, School, Stay
from kimcore.people.person import Person
from tests.evaluation.freedonians import (
    ALLOWANCE,
    ARRIVED,
    DORSTEN,
    GLADBECK,
    NOTHING_ASKED,
    SHELTER,
    TODAY,
    applied,
    asked,
    case,
    draft,
    evaluated,
    guest,
    paid,
    person,
    related,
    settler,
    sheltered,
    steps,
    told,
)

REGISTERED = (Papers(identified=True, held=frozenset({"registration_certificate"})),)
LEARNT = (LanguageSkill(language="german", level="B1"),)


def busy(key: str = "A", **rest: Any) -> Person:
    """Somebody registered who speaks the language: only what is at stake is left to do."""
    return person(key, **{"papers": REGISTERED, "language": LEARNT, **rest})


def step(evaluation: Evaluation, id_: str) -> NextStep:
    (found,) = [each for each in evaluation.next_steps if each.step.id == id_]
    return found


def ids(evaluation: Evaluation) -> list[str]:
    return [each.step.id for each in evaluation.next_steps]


# ---------------------------------------------------------------------------------------- what answers a gap

GAP = busy(residence=settler(date(2025, 4, 11)), coverage=sheltered(date(2025, 4, 30)))


def test_a_gap_brings_the_step_that_closes_it_with_its_last_day_and_office() -> None:
    evaluation = evaluated(case(GAP))
    apply = step(evaluation, "allowance.apply")

    assert steps(evaluation) == [("allowance.apply", ("A",))]
    assert (apply.certain, apply.due, apply.state) == (True, date(2025, 5, 31), "ready")
    assert apply.findings == (evaluation.gaps[0].id,)
    assert apply.decides is not None
    assert apply.accepts is not None
    assert [each.id for each in (*apply.decides.agencies, *apply.accepts.agencies)] == ["castle", "hall.gladbeck"]


def test_without_the_gap_there_is_nothing_to_do() -> None:
    settled = busy(residence=settler(date(2025, 4, 11)), coverage=(*sheltered(), *paid(ALLOWANCE, first=TODAY)))

    assert steps(evaluated(case(settled))) == []


def test_what_was_applied_for_is_not_suggested_again() -> None:
    assert steps(evaluated(case(GAP, applications=[applied(date(2025, 5, 7))]))) == []


def test_it_is_suggested_again_when_the_application_was_refused() -> None:
    refused = applied(date(2025, 5, 2), decided=date(2025, 5, 9), outcome="refused")

    assert steps(evaluated(case(GAP, applications=[refused]))) == [("allowance.apply", ("A",))]


def test_it_is_suggested_again_when_what_was_granted_has_run_out() -> None:
    """The old application is still the last in the record, and done_if knows it: the gap counts for more."""
    coverage = paid(ALLOWANCE, first=date(2024, 8, 1), last=date(2025, 4, 30))
    granted = applied(date(2024, 8, 1), decided=date(2024, 9, 1), outcome="granted")
    evaluation = evaluated(case(busy(residence=settler(), coverage=coverage), applications=[granted]))

    assert told(evaluation.gaps) == [("no_cover", ("A",), "2025-05-01")]
    assert steps(evaluation) == [("allowance.apply", ("A",))]


# ---------------------------------------------------------------------------------------- one for all


def family(**rest: Any) -> list[Person]:
    gap = {"residence": settler(date(2025, 4, 11)), "coverage": sheltered(date(2025, 4, 30)), **rest}
    return [busy("A", **gap), busy("B", **gap, birth=date(1991, 1, 1)), busy("C", **gap, birth=date(2020, 1, 1))]


RELATED = [related("A", "B", "partner"), related("A", "C")]


def test_one_application_is_suggested_once_for_the_household() -> None:
    assert steps(evaluated(case(*family(), relations=RELATED))) == [("allowance.apply", ("A", "B", "C"))]


def test_what_is_paid_to_one_does_not_keep_the_others_from_applying() -> None:
    first, second, child = family()
    fed = busy("C", birth=date(2020, 1, 1), residence=settler(date(2025, 4, 11)), coverage=paid(ALLOWANCE))
    evaluation = evaluated(case(first, second, fed, relations=RELATED))

    assert child.key == fed.key
    assert steps(evaluation) == [("allowance.apply", ("A", "B"))]


def test_those_whose_gap_begins_later_are_served_by_the_same_application() -> None:
    """The child was in care until 10 May: two runs of days, one household, one application by the earlier day."""
    first, second, _ = family()
    later = busy(
        "C",
        birth=date(2020, 1, 1),
        residence=settler(),
        coverage=paid("SGB_VIII", first=date(2024, 8, 1), last=date(2025, 7, 31)),
    )
    evaluation = evaluated(case(first, second, later, relations=RELATED))

    assert steps(evaluation) == [("allowance.apply", ("A", "B", "C"))]
    assert step(evaluation, "allowance.apply").due == date(2025, 5, 31)


def test_persons_who_are_not_related_apply_each_for_themselves() -> None:
    assert steps(evaluated(case(*family()[:2]))) == [("allowance.apply", ("A",)), ("allowance.apply", ("B",))]


# ---------------------------------------------------------------------------------------- offers

OPEN: dict[str, Any] = {"unknown": ["residence"], "coverage": ()}


def test_what_is_not_ruled_out_is_offered_while_somebody_in_need_is_paid_nothing() -> None:
    """Whether they are settlers was never asked. An application harms nobody and saves the month."""
    evaluation = evaluated(case(busy(**OPEN)))
    apply = step(evaluation, "allowance.apply")

    assert (apply.certain, apply.due) == (False, date(2025, 5, 31))
    assert ("A", "residence.status") in asked(evaluation)


def test_it_is_not_offered_without_a_sign_that_something_is_missing() -> None:
    fed = busy(unknown=["residence"], coverage=paid(SHELTER))
    unasked = busy(unknown=["residence", "livelihood"])

    assert ids(evaluated(case(fed))) == []
    assert ids(evaluated(case(unasked))) == []


def test_a_raised_concern_brings_it_as_well() -> None:
    unasked = busy(unknown=["residence", "livelihood"], concerns=(Concern(concern="livelihood"),))
    evaluation = evaluated(case(unasked))

    assert step(evaluation, "allowance.apply").certain is False
    assert step(evaluation, "allowance.apply").concerns == ("livelihood",)


def test_what_is_ruled_out_is_not_offered_whatever_was_raised() -> None:
    guest_with_a_worry = busy(residence=guest(), coverage=sheltered(), concerns=(Concern(concern="livelihood"),))

    assert ids(evaluated(case(guest_with_a_worry))) == ["counselling"]


def test_a_step_offered_if_it_applies_stays_away_while_it_is_open() -> None:
    """§ 9 Abs. 3 FWA: old-age money is only suggested to those who have it, here not before the birth is known."""
    unknown = busy(birth=NOTHING_ASKED, residence=settler())
    known = busy(birth=date(1950, 1, 1), residence=settler())

    assert "pension.apply" not in ids(evaluated(case(unknown)))
    assert "pension.apply" in ids(evaluated(case(known)))


# ---------------------------------------------------------------------------------------- concerns


def test_only_a_concern_brings_what_answers_nothing_but_concerns() -> None:
    quiet = busy(residence=guest(), coverage=sheltered())
    worried = busy(residence=guest(), coverage=sheltered(), concerns=(Concern(concern="orientation"),))

    assert ids(evaluated(case(quiet))) == []
    assert ids(evaluated(case(worried))) == ["counselling"]


def test_a_concern_of_which_nothing_else_is_known_brings_counselling_and_a_question_for_the_office() -> None:
    stranger = Person(
        key="S",
        concerns=(Concern(concern="orientation"),),
        places=(Place(kind="habitual", territory=GLADBECK),),
    )
    evaluation = evaluated(case(stranger, relations=NOTHING_ASKED, applications=NOTHING_ASKED))
    first = evaluation.next_steps[0]

    assert (first.step.id, first.concerns) == ("counselling", ("orientation",))
    assert first.decides is not None
    assert [agency.id for agency in first.decides.agencies] == ["hall.gladbeck"]
    assert evaluation.findings == ()


def test_a_concern_that_was_not_raised_on_the_day_brings_nothing() -> None:
    past = (Concern(concern="orientation", last=date(2025, 5, 13)),)

    assert ids(evaluated(case(busy(residence=guest(), coverage=sheltered(), concerns=past)))) == []


def test_what_answers_a_concern_stands_first() -> None:
    gap = person(
        residence=settler(date(2025, 4, 11)),
        coverage=sheltered(date(2025, 4, 30)),
        concerns=(Concern(concern="orientation"),),
    )

    assert ids(evaluated(case(gap))) == ["course.enrol", "counselling", "allowance.apply", "register"]


def test_then_comes_what_is_gravest_and_then_what_is_due_first() -> None:
    book = draft("""
        [[step]]
        id = "later"
        due = { day = "2025-05-21" }
        severity = "right"
        [[step]]
        id = "sooner"
        due = { day = "2025-05-20" }
        severity = "right"
        [[step]]
        id = "undated"
        severity = "right"
        [[step]]
        id = "graver"
        severity = "existence"
        [[step]]
        id = "a.delay"
        due = { day = "2025-05-15" }
        severity = "delay"
        [[step]]
        id = "b.undated"
        severity = "right"
    """)

    assert ids(evaluated(case(busy()), rulebook=book)) == [
        "graver",
        "sooner",
        "later",
        "b.undated",
        "undated",
        "a.delay",
    ]


# ---------------------------------------------------------------------------------------- done, due, waiting


@pytest.mark.parametrize(
    ("papers", "suggested"),
    [
        ((), True),
        ((Papers(held=frozenset({"passport"})),), True),
        (REGISTERED, False),
    ],
)
def test_a_step_that_is_done_is_not_suggested(papers: tuple[Papers, ...], *, suggested: bool) -> None:
    evaluation = evaluated(case(busy(residence=guest(), coverage=sheltered(), papers=papers)))

    assert ("register" in ids(evaluation)) is suggested


DONE = """
    [[step]]
    id = "visit"
    one_for = "community_of_need"
    done_if = ["papers.identified"]
"""


@pytest.mark.parametrize(
    ("first", "second", "suggested"),
    [
        ((Papers(identified=False),), (Papers(identified=False),), [("visit", ("A", "B"))]),
        ((Papers(identified=True),), (Papers(identified=False),), []),
        ((Papers(),), (Papers(),), [("visit", ("A", "B"))]),  # unknown is not done
    ],
)
def test_what_one_has_done_for_all_is_done(first: Any, second: Any, suggested: Any) -> None:
    evaluation = evaluated(case(person("A", papers=first), person("B", papers=second)), rulebook=draft(DONE))

    assert steps(evaluation) == suggested


def test_a_date_of_its_own_is_moved_to_a_working_day_where_the_law_moves_it() -> None:
    """Came on Friday, 2 May 2025: grace to the 16th; from Saturday the 3rd the 17th would be a Saturday."""
    for came, due in [(date(2025, 5, 2), date(2025, 5, 16)), (date(2025, 5, 3), date(2025, 5, 19))]:
        new = busy(residence=guest(), stay=(Stay(first=came, in_germany=True, since=came),), papers=())
        assert step(evaluated(case(new)), "register").due == due


def test_it_stands_where_the_law_does_not_move_it() -> None:
    """§ 3 FSA: a month from arrival on 17 April is over on Saturday, 17 May."""
    came = date(2025, 4, 17)
    child = busy(
        birth=date(2017, 1, 1),
        residence=guest(),
        stay=(Stay(first=came, in_germany=True, since=came),),
        school=(School(enrolled=False),),
    )

    assert step(evaluated(case(child)), "school.enrol").due == date(2025, 5, 17)


@pytest.mark.parametrize(("shifts", "due"), [("false", date(2025, 5, 31)), ("true", date(2025, 6, 2))])
def test_the_last_day_that_saves_a_month_moves_only_where_the_law_says_so(shifts: str, due: date) -> None:
    """31 May 2025 is a Saturday."""
    book = draft(f"""
        [[aspect]]
        id = "livelihood"
        due = ["livelihood.in_need"]
        [[entitlement]]
        id = "bread"
        aspect = "livelihood"
        benefit = "SGB_II"
        when = ["stay.in_germany"]
        claim = {{ by = "application", matter = "sgb2_benefits", reaches_back = "start of month" }}
        [[step]]
        id = "bread.apply"
        due = {{ act_by = "bread", shifts = {shifts} }}
    """)

    assert step(evaluated(case(person()), rulebook=book), "bread.apply").due == due


def test_an_unknown_date_is_no_due_day() -> None:
    new = busy(residence=guest(), stay=(Stay(first=ARRIVED, in_germany=True),), papers=())

    assert step(evaluated(case(new)), "register").due is None


def test_of_an_imprecise_date_the_earliest_day_counts() -> None:
    came = parse_partial("2025-04")
    new = busy(residence=guest(), stay=(Stay(first=ARRIVED, in_germany=True, since=came),), papers=())

    assert step(evaluated(case(new)), "register").due == date(2025, 4, 15)


def test_a_step_waits_for_the_one_before_it_but_not_for_advice() -> None:
    """§ 8 FWA: the application needs the certificate of registration; counselling before it is advice."""
    gap = person(
        residence=settler(date(2025, 4, 11)),
        coverage=sheltered(date(2025, 4, 30)),
        concerns=(Concern(concern="orientation"),),
    )
    evaluation = evaluated(case(gap))

    assert (step(evaluation, "allowance.apply").state, step(evaluation, "allowance.apply").waits_for) == (
        "waiting",
        ("register",),
    )
    assert step(evaluated(case(GAP)), "allowance.apply").state == "ready"


def test_it_waits_for_nothing_that_only_somebody_else_has_to_do() -> None:
    unregistered = busy("B", residence=guest(), coverage=sheltered(), papers=())
    evaluation = evaluated(case(GAP, unregistered))

    assert step(evaluation, "allowance.apply").state == "ready"
    assert ("register", ("B",)) in steps(evaluation)


def test_a_step_is_not_suggested_before_it_is_in_force() -> None:
    """School is the law from 1 August 2015 on."""
    child = busy(birth=date(2007, 1, 1), school=(School(enrolled=False),), residence=guest())
    for on, expected in [(date(2015, 7, 31), False), (date(2015, 8, 1), True)]:
        assert ("school.enrol" in ids(evaluated(case(child, as_of=on), on))) is expected


def test_a_course_is_for_those_who_do_not_attend_one() -> None:
    known: dict[str, Any] = {"residence": guest(), "coverage": sheltered(), "language": ()}
    attends, absent = (Course(attends=True),), (Course(attends=False),)

    assert ids(evaluated(case(busy(**known, courses=attends)))) == []
    assert ids(evaluated(case(busy(**known, courses=absent)))) == ["course.enrol"]


# ---------------------------------------------------------------------------------------- offices


def test_the_office_is_that_of_the_place() -> None:
    there = tuple(Place(kind=kind, territory=DORSTEN) for kind in ("assigned", "habitual"))
    moved = busy(residence=settler(date(2025, 4, 11)), coverage=sheltered(date(2025, 4, 30)), places=there)
    apply = step(evaluated(case(moved)), "allowance.apply")

    assert apply.accepts is not None
    assert [agency.id for agency in apply.accepts.agencies] == ["hall.dorsten"]


def test_an_unknown_place_is_asked_for() -> None:
    nowhere = busy(residence=settler(date(2025, 4, 11)), coverage=sheltered(date(2025, 4, 30)), unknown=["places"])
    evaluation = evaluated(case(nowhere))
    apply = step(evaluation, "allowance.apply")

    assert apply.decides is not None
    assert (apply.decides.kind, apply.decides.agency) == ("open", None)
    assert ("A", "place.assigned") in asked(evaluation)


def test_a_step_without_a_matter_has_no_office() -> None:
    visit = step(evaluated(case(person()), rulebook=draft(DONE)), "visit")

    assert (visit.decides, visit.accepts) == (None, None)


def test_a_matter_outside_what_the_landscape_covers_is_not_recorded() -> None:
    course = step(evaluated(case(busy(residence=guest(), coverage=sheltered(), language=()))), "course.enrol")

    assert course.decides is not None
    assert course.decides.kind == "not_recorded"


@pytest.mark.parametrize(("until", "expected"), [(date(2025, 7, 12), True), (date(2025, 7, 13), False)])
def test_a_paper_is_renewed_within_60_days_before_it_runs_out(until: date, *, expected: bool) -> None:
    """§ 7 Abs. 2 FRA. A guest's paper is no known gap, so that nothing but the step's own test suggests it."""
    known = busy(residence=(Residence(status="gestattung", document_until=until),), coverage=sheltered())

    assert ("paper.renew" in ids(evaluated(case(known)))) is expected
