"""Work on a case: who takes part and leads, which phase it is in, which steps were taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kimcore.exchange.case_json import read_case, write_case
from kimcore.people.case import Case
from kimcore.people.casework import PHASES, Participant, Phase, StepRecord, steps_done
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.person import Person
from tests.people.faults import faults_in

AS_OF = date(2026, 11, 23)
DAY = timedelta(days=1)
LATER = AS_OF + DAY
FIRST, LAST = date(2026, 3, 1), date(2026, 8, 31)
EDGES = (FIRST - DAY, FIRST, LAST, LAST + DAY)
"""The day before, the first, the last, the day after."""
EARLY, LATE = date(2026, 9, 1), date(2026, 10, 1)
"""Two days of recording."""


def case(**fields: Any) -> Case:
    return Case(key="K", as_of=AS_OF, persons=(Person(key="A"), Person(key="B")), **fields)


def faults(**fields: Any) -> set[tuple[str, str]]:
    return faults_in(lambda: case(**fields))


def taking_part(agency: Any = "kim", role: Any = "case_manager", **rest: Any) -> Participant:
    return Participant(agency=agency, role=role, **rest)


# ------------------------------------------------------------------------------- who takes part


def test_an_agency_takes_part_from_its_first_to_its_last_day() -> None:
    counsel = taking_part("foreigners", "counsellor_residence", first=FIRST, last=LAST)
    record = case(participants=(taking_part(), counsel))

    found = [len(_there(record, day)) for day in EDGES]
    assert found == [1, 2, 2, 1]


def _there(record: Case, day: date) -> tuple[Participant, ...]:
    there = record.participants_on(day)
    assert not isinstance(there, Unknown)
    return there


def test_participants_not_recorded_are_unknown_and_so_is_the_lead() -> None:
    assert case().participants_on(FIRST) == case().lead(on=FIRST) == NOT_RECORDED
    assert case(participants=()).participants_on(FIRST) == ()
    assert case(participants=()).lead(on=FIRST) is None


def test_the_lead_passes_on_a_day() -> None:
    before, after = taking_part(leads=True, last=LAST), taking_part("jobcenter", "case_worker", leads=True, first=LATE)
    record = case(participants=(before, after))

    days = (LAST, LAST + DAY, LATE - DAY, LATE)
    assert [record.lead(on=day) for day in days] == [before, None, None, after]


def test_whether_somebody_leads_may_be_unknown_while_nobody_is_known_to() -> None:
    unsaid, silent = taking_part(), taking_part("jobcenter", "case_worker", leads=False)

    assert case(participants=(unsaid, silent)).lead(on=FIRST) == NOT_RECORDED
    assert case(participants=(silent,)).lead(on=FIRST) is None
    leading = taking_part("town", "coordinator", leads=True)
    assert case(participants=(unsaid, leading)).lead(on=FIRST) == leading


def test_of_two_that_lead_the_one_recorded_last_does() -> None:
    before = taking_part(leads=True, recorded_on=EARLY)
    after = taking_part("town", leads=True, first=FIRST, recorded_on=LATE)
    record = case(participants=(after, before))

    assert [record.lead(on=day) for day in (FIRST - DAY, FIRST)] == [before, after]


def test_a_participant_recorded_later_corrects_the_one_that_began_on_the_same_day() -> None:
    open_, ended = taking_part(recorded_on=EARLY), taking_part(last=LAST, recorded_on=LATE)

    for order in ((open_, ended), (ended, open_)):
        record = case(participants=order)
        assert [record.participants_on(day) for day in (LAST, LAST + DAY)] == [(ended,), ()]


@pytest.mark.parametrize(
    ("participant", "where", "code"),
    [
        (taking_part(""), "$.participants[0].agency", "length"),
        (taking_part(7), "$.participants[0].agency", "wrong-type"),
        (taking_part(role="aunt"), "$.participants[0].role", "unknown-code"),
        (taking_part(role=None), "$.participants[0].role", "wrong-type"),
        (taking_part(leads=1), "$.participants[0].leads", "wrong-type"),
        (taking_part(first="2026"), "$.participants[0].first", "wrong-type"),
        (taking_part(first=LAST, last=FIRST), "$.participants[0].last", "days-reversed"),
        (taking_part(recorded_on=LATER), "$.participants[0].recorded_on", "after-as-of"),
    ],
)
def test_a_fault_of_a_participant_is_told_where_it_stands(participant: Participant, where: str, code: str) -> None:
    assert faults(participants=(participant,)) == {(where, code)}


def test_one_leads_a_day() -> None:
    one, other = taking_part(leads=True, last=LAST), taking_part("town", leads=True, first=LAST)

    assert faults(participants=(one, other)) == {("$.participants[1].leads", "contradiction")}
    assert faults(participants=(one, taking_part("town", leads=True, first=LAST + DAY))) == set()
    assert faults(participants=(one, taking_part("town", leads=False, first=LAST))) == set()


def test_two_records_of_one_participant_agree() -> None:
    assert faults(participants=(taking_part(), taking_part(last=LAST))) == {("$.participants[1]", "contradiction")}
    assert faults(participants=(taking_part(), taking_part())) == set()
    assert faults(participants=(taking_part(recorded_on=EARLY), taking_part(last=LAST))) == set()


# ------------------------------------------------------------------------------- phases


def phase(name: Any = "assessment", **rest: Any) -> Phase:
    return Phase(phase=name, **rest)


def test_a_phase_covers_its_first_and_its_last_day() -> None:
    found = phase(first=FIRST, last=LAST)

    assert [case(phases=(found,)).phase(on=day) for day in EDGES] == [None, found, found, None]
    assert case().phase(on=FIRST) == NOT_RECORDED


def test_monitoring_leads_back_to_assessment() -> None:
    course = (
        phase("monitoring", last=FIRST - DAY),
        phase("assessment", first=FIRST, last=LAST),
        phase("monitoring", first=LAST + DAY),
    )

    assert [case(phases=course).phase(on=day) for day in EDGES] == [course[0], course[1], course[1], course[2]]


def test_a_phase_recorded_later_ends_the_one_that_was_open() -> None:
    before, after = phase("intake", recorded_on=EARLY), phase("assessment", first=FIRST, recorded_on=LATE)

    assert [case(phases=(after, before)).phase(on=day) for day in (FIRST - DAY, FIRST)] == [before, after]


def test_phases_recorded_at_once_do_not_overlap() -> None:
    before, after = phase("intake", last=LAST), phase("assessment", first=LAST)

    assert faults(phases=(before, after)) == {("$.phases[1]", "contradiction")}
    assert faults(phases=(before, phase("assessment", first=LAST + DAY))) == set()


@pytest.mark.parametrize("name", PHASES)
def test_closing_has_a_reason_and_nothing_else_has(name: Any) -> None:
    without = {("$.phases[0].reason", "missing-reason")} if name == "closing" else set()
    with_one = set() if name == "closing" else {("$.phases[0].reason", "misplaced-reason")}

    assert faults(phases=(phase(name),)) == without
    assert faults(phases=(phase(name, reason="goal_reached"),)) == with_one
    assert faults(phases=(phase(name, reason=Unknown("not_known")),)) == with_one


@pytest.mark.parametrize(
    ("found", "where", "code"),
    [
        (phase("waiting"), "$.phases[0].phase", "unknown-code"),
        (phase(7), "$.phases[0].phase", "wrong-type"),
        (phase("closing", reason="bored"), "$.phases[0].reason", "unknown-code"),
        (phase(last="2026"), "$.phases[0].last", "wrong-type"),
        (phase(first=LAST, last=FIRST), "$.phases[0].last", "days-reversed"),
        (phase(recorded_on=LATER), "$.phases[0].recorded_on", "after-as-of"),
    ],
)
def test_a_fault_of_a_phase_is_told_where_it_stands(found: Phase, where: str, code: str) -> None:
    assert faults(phases=(found,)) == {(where, code)}


# ------------------------------------------------------------------------------- steps


def taken(step: Any = "register", person: Any = "A", **rest: Any) -> StepRecord:
    return StepRecord(step=step, person=person, **rest)


@pytest.mark.parametrize(
    ("fields", "serves"),
    [
        ({"done": LAST}, True),
        ({"done": LAST, "outcome": "achieved"}, True),
        ({"done": LAST, "outcome": None}, True),
        ({"done": LAST, "outcome": Unknown("not_asked")}, True),
        ({"done": LAST, "outcome": "partly"}, False),
        ({"done": LAST, "outcome": "not_achieved"}, False),
        ({"done": LAST, "outcome": "dropped"}, False),
        ({"started": FIRST}, False),
        ({"outcome": "achieved"}, False),
    ],
)
def test_a_step_serves_when_it_is_over_and_was_not_in_vain(fields: dict[str, Any], serves: bool) -> None:  # noqa: FBT001  # what is expected
    assert taken(**fields).serves is serves


def test_a_step_recorded_later_corrects_the_one_begun_on_the_same_day() -> None:
    begun, ended = taken(started=FIRST, recorded_on=EARLY), taken(started=FIRST, done=LAST, recorded_on=LATE)
    failed = taken(started=FIRST, done=LAST, outcome="not_achieved")

    assert steps_done((ended, begun), as_of=AS_OF) == (ended,)
    assert steps_done((ended, begun, failed), as_of=AS_OF) == ()
    assert steps_done(NOT_RECORDED, as_of=AS_OF) == ()


def test_a_step_that_no_rulebook_has_is_kept() -> None:
    record = case(steps=(taken("welcome.coffee", by="kim", done=LAST),))

    assert read_case(write_case(record)) == record


@pytest.mark.parametrize(
    ("step", "where", "code"),
    [
        (taken(""), "$.steps[0].step", "length"),
        (taken(7), "$.steps[0].step", "wrong-type"),
        (taken(person="C"), "$.steps[0].person", "unknown-person"),
        (taken(by=7), "$.steps[0].by", "wrong-type"),
        (taken(outcome="fine"), "$.steps[0].outcome", "unknown-code"),
        (taken(started="2026"), "$.steps[0].started", "wrong-type"),
        (taken(started=LAST, done=FIRST), "$.steps[0].done", "days-reversed"),
        (taken(started=LATER), "$.steps[0].started", "after-as-of"),
        (taken(done=LATER), "$.steps[0].done", "after-as-of"),
        (taken(recorded_on=LATER), "$.steps[0].recorded_on", "after-as-of"),
    ],
)
def test_a_fault_of_a_step_is_told_where_it_stands(step: StepRecord, where: str, code: str) -> None:
    assert faults(steps=(step,)) == {(where, code)}


def test_two_records_of_one_step_agree() -> None:
    assert faults(steps=(taken(done=LAST), taken(done=AS_OF))) == {("$.steps[1]", "contradiction")}
    assert faults(steps=(taken(done=LAST), taken(done=LAST))) == set()
    assert faults(steps=(taken(done=LAST, recorded_on=EARLY), taken(done=AS_OF))) == set()
    assert faults(steps=(taken(started=FIRST, done=LAST), taken(started=LATE, done=AS_OF))) == set()


@pytest.mark.parametrize("name", ["participants", "phases", "steps"])
def test_what_is_no_entry_of_its_list_is_told_and_compared_with_none(name: str) -> None:
    assert faults(**{name: ("A",)}) == {(f"$.{name}[0]", "wrong-type")}
    assert faults(**{name: None}) == {(f"$.{name}", "wrong-type")}


def test_the_file_of_the_work_on_a_case_is_read_as_it_was_written() -> None:
    record = case(
        participants=(taking_part(leads=True, first=FIRST),),
        phases=(phase("intake", last=LAST), phase("closing", first=LATE, reason="moved_away")),
        steps=(taken(started=FIRST, done=LAST, outcome="achieved", recorded_on=EARLY),),
    )

    assert read_case(write_case(record)) == record


def test_no_repr_of_the_work_on_a_case_shows_a_value() -> None:
    assert repr(taking_part(leads=True)) == "Participant(agency, role, leads)"
    assert repr(phase("closing", reason="died")) == "Phase(phase, reason)"
    assert repr(taken(by="kim")) == "StepRecord(step, person, by)"
