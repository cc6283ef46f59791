"""What must hold of the work on a case: one leads, phases follow one another, closing has a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kimcore.people.casework import PHASES, Participant, Phase, StepRecord
from kimcore.people.history import Unknown
from kimcore.people.household_checks import LATER, Roll, are_texts, contradicting, recorded_again
from kimcore.people.spot import Spot, is_day

if TYPE_CHECKING:
    from kimcore.people.case import Case


def check_casework(spot: Spot, case: Case, roll: Roll) -> None:
    """Note every fault of the participants, phases and recorded steps of a case."""
    if not isinstance(case.participants, Unknown):
        spot.each("participants", case.participants, Participant, lambda at, each: _participant(roll, at, each))
        _participants_agree(spot, case.participants, roll)
    if not isinstance(case.phases, Unknown):
        spot.each("phases", case.phases, Phase, lambda at, each: _phase(roll, at, each))
        for index in contradicting(case.phases, Phase, lambda _: "", _two_at_once, roll):
            spot.add("contradiction", f"phases[{index}]", "an earlier phase covers the same day", hint=LATER)
    if not isinstance(case.steps, Unknown):
        spot.each("steps", case.steps, StepRecord, lambda at, each: _step(roll, at, each))
        for index, step, known in recorded_again(case.steps, StepRecord, _comparable, lambda each: each.key, roll):
            if (known.done, known.by, known.outcome) != (step.done, step.by, step.outcome):
                problem = "an earlier record of the step says otherwise"
                spot.add("contradiction", f"steps[{index}]", problem, hint=LATER)


def _participant(roll: Roll, spot: Spot, participant: Participant) -> None:
    spot.text("agency", participant.agency)
    spot.facts(participant)
    roll.dated(spot, participant)


def _participants_agree(spot: Spot, participants: object, roll: Roll) -> None:
    for index in contradicting(participants, Participant, _who, _says_otherwise, roll):
        problem = "an earlier record of the same agency and role says otherwise"
        spot.add("contradiction", f"participants[{index}]", problem, hint=LATER)
    for index in contradicting(participants, Participant, lambda _: "", _two_lead, roll):
        spot.add("contradiction", f"participants[{index}].leads", "another leads on the same day", hint=LATER)


def _who(one: Participant) -> tuple[str, str]:
    return str(one.agency), str(one.role)


def _says_otherwise(one: Participant, other: Participant) -> bool:
    """Whether two recordings of one agency and role begin on one day and differ."""
    return one.first == other.first and (one.last, one.leads) != (other.last, other.leads)


def _two_lead(one: Participant, other: Participant) -> bool:
    both = one.leads is True and other.leads is True
    return both and _who(one) != _who(other) and one.days.overlaps(other.days)


def _phase(roll: Roll, spot: Spot, phase: Phase) -> None:
    spot.word("phase", phase.phase, PHASES)
    spot.facts(phase)
    if phase.phase == "closing" and phase.reason is None:
        hint = "say {'unknown': 'not_known'} where nobody knows it"
        spot.add("missing-reason", "reason", "a case is closed for a reason", hint=hint)
    if phase.phase != "closing" and phase.reason is not None:
        spot.add("misplaced-reason", "reason", "only closing has a reason")
    roll.dated(spot, phase)


def _two_at_once(one: Phase, other: Phase) -> bool:
    return one != other and one.days.overlaps(other.days)


def _step(roll: Roll, spot: Spot, step: StepRecord) -> None:
    spot.text("step", step.step)
    roll.belongs(spot, "person", step.person)
    spot.days(step, "started", "done", "recorded_on")
    spot.in_order(step, "started", "done")
    spot.known_by(roll.as_of, step, "started", "done", "recorded_on")
    spot.texts(step, "by")
    spot.facts(step)


def _comparable(step: StepRecord) -> bool:
    days = (step.started, step.done, step.recorded_on)
    return all(day is None or is_day(day) for day in days) and are_texts(step.step, step.person)
