"""Work on a case: who leads it, who came, and what is silent because nobody recorded it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import FindingKind, Severity
from kimcore.people.casework import Participant, Phase, StepRecord
from kimcore.people.history import NOT_RECORDED
from kimcore.people.kinds import Appointment
from kimcore.rules.mechanism import Mechanism
from tests.evaluation.freedonians import TODAY, applied, case, evaluated, only
from tests.evaluation.passing import covered, passed

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
BEGUN = TODAY - 60 * DAY

COUNSEL = Participant(agency="the inn", role="counsellor_residence", leads=False)


def leads(first: date | None = None, last: date | None = None, **rest: Any) -> Participant:
    return Participant(agency="hall.gladbeck", role="case_manager", leads=True, first=first, last=last, **rest)


def in_phase(name: Any = "plan", first: date | None = BEGUN, last: date | None = None, **rest: Any) -> Phase:
    return Phase(phase=name, first=first, last=last, **rest)


PLANNED = (in_phase(),)


def worked_on(*participants: Participant, phases: Any = PLANNED, on: date = TODAY, **rest: Any) -> Evaluation:
    record = case(covered(), participants=participants, phases=phases, **rest)
    return evaluated(record, on)


def found(evaluation: Evaluation) -> list[tuple[str, date, bool]]:
    return [
        (each.cause, each.since, each.predicted) for each in evaluation.findings if each.kind is FindingKind.CASEWORK
    ]


# ---------------------------------------------------------------------------------------- who leads


def test_a_case_that_nobody_leads_is_told_since_its_work_began() -> None:
    finding = only(worked_on(COUNSEL).findings)

    assert (finding.mechanism, finding.cause, finding.since) == (Mechanism.CASEWORK, "no_owner", BEGUN)
    assert (finding.severity, finding.predicted, finding.persons) == (Severity.DELAY, False, ("A",))


@pytest.mark.parametrize(
    ("participants", "phases"),
    [
        ((COUNSEL, leads()), (in_phase(),)),
        ((), (in_phase(),)),
        (NOT_RECORDED, (in_phase(),)),
        ((COUNSEL,), NOT_RECORDED),
        ((COUNSEL,), ()),
        ((COUNSEL,), (in_phase(last=TODAY - DAY), in_phase("closing", TODAY, reason="goal_reached"))),
        ((Participant(agency="the inn", role="case_manager"),), (in_phase(),)),
    ],
    ids=["led", "nobody there", "not recorded who", "no phases recorded", "not begun", "closed", "not asked who leads"],
)
def test_nothing_is_told_where_somebody_leads_it_is_not_worked_on_or_nobody_recorded_it(
    participants: Any, phases: Any
) -> None:
    assert found(evaluated(case(covered(), participants=participants, phases=phases))) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (TODAY - DAY, [("no_owner", TODAY + DAY, True)]),
        (TODAY, [("no_owner", TODAY + DAY, True)]),
        (TODAY + DAY, [("no_owner", TODAY + DAY, False)]),
        (TODAY + WEEK, [("no_owner", TODAY + DAY, False)]),
    ],
)
def test_who_leads_stops_and_nobody_follows(day: date, told: list[Any]) -> None:
    """What lies ahead becomes actual on its day if nothing is done."""
    assert found(worked_on(leads(last=TODAY), on=day)) == told


def test_the_days_between_two_who_lead_are_told_until_the_last_of_them() -> None:
    away = (leads(last=TODAY), Participant(agency="castle", role="case_manager", leads=True, first=TODAY + WEEK))

    assert found(worked_on(*away, on=TODAY + WEEK - DAY)) == [("no_owner", TODAY + DAY, False)]
    assert found(worked_on(*away, on=TODAY + WEEK)) == []


def test_a_successor_on_the_next_day_leaves_no_gap() -> None:
    next_one = Participant(agency="castle", role="case_manager", leads=True, first=TODAY + DAY)

    assert found(worked_on(leads(last=TODAY), next_one)) == []


def test_a_phase_that_is_over_without_another_one_closes_nothing() -> None:
    assert found(worked_on(COUNSEL, phases=(in_phase(last=TODAY - WEEK),))) == [("no_owner", BEGUN, False)]


def test_a_record_too_old_to_tell_is_silent() -> None:
    assert found(worked_on(COUNSEL, on=TODAY + 30 * DAY, stale_after=30)) == [("no_owner", BEGUN, False)]
    assert found(worked_on(COUNSEL, on=TODAY + 31 * DAY, stale_after=30)) == []


# ---------------------------------------------------------------------------------------- who came


def missed(
    *more: Appointment, attended: Any = False, on: date = TODAY, day: date = TODAY - WEEK, **rest: Any
) -> Evaluation:
    """Somebody who was expected with the register a week ago."""
    first = Appointment(matter="registration", on=day, attended=attended, recorded_on=day)
    known = {"participants": NOT_RECORDED, **rest}
    return evaluated(case(covered(appointments=(first, *more)), **known), on)


def test_an_appointment_to_which_nobody_came_is_told_from_its_day_on() -> None:
    finding = only(missed().findings)

    assert (finding.cause, finding.since, finding.severity) == ("no_show", TODAY - WEEK, Severity.DELAY)
    assert finding.office
    assert [each.id for each in finding.office.agencies] == ["hall.gladbeck"]
    assert found(missed(on=TODAY - WEEK)) == [("no_show", TODAY - WEEK, False)]
    assert found(missed(on=TODAY - WEEK - DAY)) == []


@pytest.mark.parametrize("attended", [True, None, NOT_RECORDED], ids=["came", "none", "nobody confirmed it"])
def test_that_nobody_confirmed_it_is_not_that_nobody_came(attended: Any) -> None:
    assert found(missed(attended=attended)) == []


@pytest.mark.parametrize(
    "rest",
    [
        {"applications": [applied(TODAY - WEEK, matter="registration")]},
        {"handoffs": [passed(matter="registration", sent=TODAY)]},
        {"applications": NOT_RECORDED},
        {"handoffs": NOT_RECORDED},
    ],
    ids=["applied", "passed on", "not recorded what was applied for", "not recorded what was passed on"],
)
def test_what_was_done_since_in_the_matter_follows_it_up(rest: dict[str, Any]) -> None:
    assert found(missed(**rest)) == []


def test_what_was_done_before_or_in_another_matter_does_not() -> None:
    before = [applied(TODAY - WEEK - DAY, matter="registration")]
    other = [applied(TODAY, matter="kindergeld")]

    assert [each[0] for each in found(missed(applications=before))] == ["no_show"]
    assert [each[0] for each in found(missed(applications=other))] == ["no_show"]


def test_a_decision_that_was_recorded_by_mistake_follows_nothing_up() -> None:
    filed = applied(TODAY - WEEK - DAY, matter="registration", recorded_on=TODAY - WEEK - DAY)
    mistaken = evolve(filed, decided=TODAY - DAY, outcome="granted", recorded_on=TODAY - DAY)
    corrected = evolve(filed, recorded_on=TODAY)

    assert found(missed(applications=[filed, mistaken])) == []
    assert [each[0] for each in found(missed(applications=[filed, mistaken, corrected]))] == ["no_show"]


def test_a_step_that_was_taken_since_follows_it_up() -> None:
    law_steps = [step.id for step in missed().outlook.rulebook.steps if step.matter == "registration"]
    taken = [StepRecord(step=each, person="A", done=TODAY) for each in law_steps[:1]]

    assert law_steps
    assert found(missed(steps=taken)) == []


def test_another_appointment_in_the_matter_follows_it_up_but_one_in_another_does_not() -> None:
    again = Appointment(matter="registration", on=TODAY + WEEK)
    elsewhere = Appointment(matter="kindergeld", on=TODAY + WEEK)

    assert found(missed(again)) == []
    assert [each[0] for each in found(missed(elsewhere))] == ["no_show"]


def test_what_lies_before_the_window_is_not_brought_up_again() -> None:
    """The window begins on 1 May 2024."""
    assert [each[0] for each in found(missed(day=date(2024, 5, 1)))] == ["no_show"]
    assert found(missed(day=date(2024, 4, 30))) == []
