"""Work on a case: who takes part and who leads, which phase it is in, which steps were taken.

Roles and agencies only: no name of anybody who works on a case stands in the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from attrs import field, frozen

from kimcore.dates import Period
from kimcore.people.history import Discreet, FieldType, Recorded, Unknown, code, flag, key_code
from kimcore.people.household import as_corrected, recorded_day

PhaseName = Literal["intake", "assessment", "plan", "linking", "monitoring", "closing"]
"""The phases of case management."""

PHASES: tuple[PhaseName, ...] = get_args(PhaseName)


@frozen(kw_only=True, repr=False)
class Participant(Discreet):
    """An agency that takes part in a case, in a role, for a time.

    Of recordings of one agency and role that begin on the same day the one recorded last holds.

    Args:
        agency: The agency, as in the landscape or in the caller's own words.
        role: A code of the list `participant_role`.
        first: The first day; None: open.
        last: The last day, included; None: open.
        leads: Whether it leads the case on these days.
        recorded_on: The day it was recorded; None counts as the day the record was read.

    Example:
        >>> Participant(agency="stadt-gladbeck-kim", role="case_manager", leads=True)
        Participant(agency, role, leads)
    """

    agency: str
    role: str = field(metadata=key_code("participant_role"))
    first: date | None = None
    last: date | None = None
    leads: Recorded[bool] = flag()
    recorded_on: date | None = None

    @property
    def days(self) -> Period:
        """The days on which it takes part."""
        return Period(self.first, self.last)

    @property
    def key(self) -> tuple[str, str, date | None]:
        """What a correction has in common with what it corrects."""
        return self.agency, self.role, self.first


@frozen(kw_only=True, repr=False)
class Phase(Discreet):
    """A phase of the work on a case. Monitoring may lead back to assessment: a phase may come again.

    Args:
        phase: intake, assessment, plan, linking, monitoring or closing.
        first: The first day; None: open.
        last: The last day, included; None: open.
        reason: Why the case is closed, a code of the list `closing_reason`; None in every other phase.
        recorded_on: The day it was recorded; None counts as the day the record was read. Of phases that cover a day
            the one recorded last decides.

    Example:
        >>> Phase(phase="closing", first=date(2026, 11, 2), reason="goal_reached")
        Phase(phase, first, reason)
    """

    phase: PhaseName
    first: date | None = None
    last: date | None = None
    reason: Recorded[str] = field(default=None, metadata={"fact": FieldType(kind="code", codes="closing_reason")})
    recorded_on: date | None = None

    @property
    def days(self) -> Period:
        """The days of the phase."""
        return Period(self.first, self.last)


@frozen(kw_only=True, repr=False)
class StepRecord(Discreet):
    """A step that somebody took, or began to take.

    Of recordings of one step of a person that began on the same day the one recorded last holds.

    Args:
        step: The id of the step in the rulebook; one that the rulebook does not have is kept.
        person: The key of the person for whom it was taken.
        started: The day it was begun; None: not recorded.
        done: The day it was over, whatever came of it; None: it is not over.
        by: The agency that took it; None: the person, or not recorded.
        outcome: What came of it, a code of the list `step_outcome`.
        recorded_on: The day it was recorded; None counts as the day the record was read.

    Example:
        >>> taken = StepRecord(step="apply.sgb2", person="P1", done=date(2026, 11, 3), outcome="achieved")
        >>> taken
        StepRecord(step, person, done, outcome)
        >>> taken.serves
        True
    """

    step: str
    person: str
    started: date | None = None
    done: date | None = None
    by: str | None = None
    outcome: Recorded[str] = code("step_outcome")
    recorded_on: date | None = None

    @property
    def serves(self) -> bool:
        """Whether nothing is left to do: it is over, and was not in vain as far as that is recorded."""
        return self.done is not None and self.outcome not in ("partly", "not_achieved", "dropped")

    @property
    def key(self) -> tuple[str, str, date | None]:
        """What a correction has in common with what it corrects."""
        return self.step, self.person, self.started


def participants_on(
    participants: tuple[Participant, ...] | Unknown, day: date, *, as_of: date
) -> tuple[Participant, ...] | Unknown:
    """Return who takes part on a day, in the order recorded; Unknown where that is not recorded.

    Example:
        >>> counsel = Participant(agency="foreigners", role="counsellor_residence", last=date(2026, 6, 30))
        >>> participants_on((counsel,), date(2026, 6, 30), as_of=date(2026, 11, 23))
        (Participant(agency, role, last),)
        >>> participants_on((counsel,), date(2026, 7, 1), as_of=date(2026, 11, 23))
        ()
    """
    if isinstance(participants, Unknown):
        return participants
    holding = as_corrected(participants, lambda one: one.key, as_of=as_of)
    return tuple(participant for participant in holding if day in participant.days)


def lead_on(participants: tuple[Participant, ...] | Unknown, day: date, *, as_of: date) -> Participant | Unknown | None:
    """Return who leads a case on a day: of several the one recorded last.

    Returns:
        None where nobody leads; Unknown where that is not recorded.
    """
    there = participants_on(participants, day, as_of=as_of)
    if isinstance(there, Unknown):
        return there
    leading = [participant for participant in there if participant.leads is True]
    if leading:
        return max(leading, key=lambda one: recorded_day(one, as_of))
    return next((one.leads for one in there if isinstance(one.leads, Unknown)), None)


def phase_on(phases: tuple[Phase, ...] | Unknown, day: date, *, as_of: date) -> Phase | Unknown | None:
    """Return the phase a case is in on a day: of several the one recorded last.

    Returns:
        None where no phase covers the day; Unknown where phases are not recorded.
    """
    if isinstance(phases, Unknown):
        return phases
    there = (phase for phase in phases if day in phase.days)
    return max(there, key=lambda phase: recorded_day(phase, as_of), default=None)


def steps_done(steps: Iterable[StepRecord] | Unknown, *, as_of: date) -> tuple[StepRecord, ...]:
    """Return the recorded steps of which nothing is left to do."""
    if isinstance(steps, Unknown):
        return ()
    return tuple(step for step in as_corrected(steps, lambda one: one.key, as_of=as_of) if step.serves)
