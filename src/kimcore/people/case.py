"""A case: the persons of a household, how they are bound, what they applied for, the day it was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from kimcore.errors import CaseError, UnknownNameError, did_you_mean
from kimcore.people.application import Acknowledged, Application
from kimcore.people.case_file import digest_of
from kimcore.people.casework import Participant, Phase, StepRecord, lead_on, participants_on, phase_on
from kimcore.people.checks import DEEPEST, faults_of
from kimcore.people.disclosure import DisclosureBasis
from kimcore.people.handoff import Handoff
from kimcore.people.history import NOT_RECORDED, Discreet, Recorded, Unknown, flag
from kimcore.people.household import CommunityOfNeed, Relation, as_corrected, community_of
from kimcore.people.kept import Kept, copied
from kimcore.people.known import known_on
from kimcore.people.person import Person


def _copied(value: object) -> object:
    return copied(value, DEEPEST)


@frozen(kw_only=True, repr=False)
class Case(Discreet):
    """The record of one household, checked as a whole when it is made.

    Args:
        key: The caller's name for the case, opaque to kimcore.
        as_of: The day the record was read.
        persons: The persons.
        relations: How they are bound; the empty tuple: not at all; Unknown: not recorded.
        communities: Who stands in one community of need; the empty tuple: none was formed; Unknown: not recorded.
        applications: What was applied for up to `as_of`, with what was corrected since (`applied_for` has what
            holds); the empty tuple: nothing; Unknown: not recorded.
        handoffs: What was passed on between agencies; the empty tuple: nothing; Unknown: not recorded.
        participants: Which agencies take part; the empty tuple: none; Unknown: not recorded.
        phases: The phases of the work on it; the empty tuple: none has begun; Unknown: not recorded.
        steps: The steps somebody took; the empty tuple: none; Unknown: not recorded.
        disclosure_bases: On what grounds data may be passed on; the empty tuple: on none; Unknown: not recorded.
        places_protected: Whether the places of all persons must stay secret; no: only those marked.
        acknowledged: Findings somebody has taken note of.
        recorded_since: The first day of this record; None: it has been kept as long as anything in it goes back.
        stale_after: The days after `as_of` for which the record is carried on.
        extensions: The caller's own JSON data, carried through unchanged; a copy is kept.
        kept: Values under keys that kimcore does not know, which `read_case(source, keep=True)` carries along.

    Raises:
        CaseError: With every fault, each with its path, and no value of the record.

    Example:
        >>> case = Case(key="fall-1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), relations=())
        >>> case
        Case(key, as_of, persons, relations)
    """

    key: str
    as_of: date
    persons: tuple[Person, ...]
    relations: tuple[Relation, ...] | Unknown = NOT_RECORDED
    communities: tuple[CommunityOfNeed, ...] | Unknown = NOT_RECORDED
    applications: tuple[Application, ...] | Unknown = NOT_RECORDED
    handoffs: tuple[Handoff, ...] | Unknown = NOT_RECORDED
    participants: tuple[Participant, ...] | Unknown = NOT_RECORDED
    phases: tuple[Phase, ...] | Unknown = NOT_RECORDED
    steps: tuple[StepRecord, ...] | Unknown = NOT_RECORDED
    disclosure_bases: tuple[DisclosureBasis, ...] | Unknown = NOT_RECORDED
    places_protected: Recorded[bool] = flag()
    acknowledged: tuple[Acknowledged, ...] = ()
    recorded_since: date | None = None
    stale_after: int = 180
    extensions: Mapping[str, Any] = field(factory=dict, converter=_copied, hash=False)
    kept: tuple[Kept, ...] = field(default=(), metadata={"beside": True})

    def __attrs_post_init__(self) -> None:
        faults_of(self).raise_if_any(CaseError, "the case cannot be used")

    def person(self, key: str) -> Person:
        """Return the person with this key.

        Raises:
            UnknownNameError: The case has no such person.
        """
        for person in self.persons:
            if person.key == key:
                return person
        hint = did_you_mean(key, (person.key for person in self.persons))
        raise UnknownNameError(f"no person of this case has this key{f'; {hint}' if hint else ''}")

    def community(self, person: str, *, on: date) -> tuple[str, ...] | Unknown | None:
        """Return who stands in one community of need with a person on a day, as it was recorded.

        Returns:
            The keys with that of the person; None where none is recorded with the person, Unknown where none are
            recorded at all.
        """
        if isinstance(self.communities, Unknown):
            return self.communities
        return community_of(self.communities, person, on=on, as_of=self.as_of)

    @property
    def applied_for(self) -> tuple[Application, ...] | Unknown:
        """What was applied for, each application as it was recorded last; Unknown: not recorded."""
        if isinstance(self.applications, Unknown):
            return self.applications
        return as_corrected(self.applications, lambda one: one.key, as_of=self.as_of)

    def participants_on(self, day: date) -> tuple[Participant, ...] | Unknown:
        """Return which agencies take part on a day; Unknown: not recorded."""
        return participants_on(self.participants, day, as_of=self.as_of)

    def lead(self, *, on: date) -> Participant | Unknown | None:
        """Return which agency leads the case on a day; None: none does; Unknown: not recorded."""
        return lead_on(self.participants, on, as_of=self.as_of)

    def phase(self, *, on: date) -> Phase | Unknown | None:
        """Return the phase on a day; None: none covers it; Unknown: not recorded.

        Example:
            >>> phases = (Phase(phase="intake", first=date(2026, 11, 2)),)
            >>> case = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), phases=phases)
            >>> case.phase(on=date(2026, 11, 23)).phase, case.phase(on=date(2026, 11, 1))
            ('intake', None)
        """
        return phase_on(self.phases, on, as_of=self.as_of)

    def known_on(self, day: date) -> Case:
        """Return the case as it was known at the end of a day, for instance to see why it was judged as it was.

        What was recorded later is left out, and so is what had not happened yet: an application has not been decided
        before its decision. An event of a handoff that cannot have happened without one that was recorded later waits
        for that one. What has no `recorded_on` counts as recorded on `as_of`, and is therefore not known before it.
        Lists are taken as kept, also while nothing stood in them, since `recorded_since`; before that day they are
        unknown. Who was not born is not there, nor are `kept` values: nobody can tell since when they were known.

        Args:
            day: The day, at the latest `as_of`; it becomes the day the record was read.

        Raises:
            ValueError: The day is after `as_of`.

        Example:
            >>> application = Application(
            ...     person="P1",
            ...     matter="sgb2_benefits",
            ...     filed=date(2026, 10, 5),
            ...     decided=date(2026, 11, 9),
            ...     outcome="granted",
            ...     recorded_on=date(2026, 10, 6),
            ... )
            >>> case = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), applications=(application,))
            >>> case.known_on(date(2026, 11, 8)).applications
            (Application(person, matter, filed, recorded_on),)
            >>> case.known_on(date(2026, 10, 5)).applications
            ()
        """
        return known_on(self, day)

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical case file: two cases that say the same have the same one."""
        return digest_of(self)
