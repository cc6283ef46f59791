"""A person: a key, a day of birth, histories, and the stretches for which the record claims to be whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from kimcore.dates import PartialDate, Period
from kimcore.people.history import Discreet, Entry, Recorded, day
from kimcore.people.kinds import (
    KINDS,
    Appointment,
    Asylum,
    Concern,
    Course,
    Coverage,
    DayCare,
    Deportation,
    Health,
    HeldDocument,
    LanguageSkill,
    Livelihood,
    Membership,
    Nationality,
    Papers,
    Place,
    Qualification,
    Residence,
    School,
    Stay,
    Training,
    Work,
    Youth,
)


@frozen(kw_only=True, repr=False)
class Complete(Discreet):
    """A claim that the record holds everything of a stretch: a day in it that no entry covers is *none*.

    Args:
        from_: The first day; None: since ever.
        until: The last day, included; None: the day the record was read.
        except_: The histories for which nothing is claimed.
        recorded_on: The day the claim was recorded; None counts as the day the record was read.
    """

    from_: date | None = None
    until: date | None = None
    except_: frozenset[str] = frozenset()
    recorded_on: date | None = None


@frozen(kw_only=True, repr=False)
class Person(Discreet):
    """One person of a case with all that is recorded, a history a kind.

    Args:
        key: The caller's name for the person, opaque to kimcore.
        label: What the caller wants printed; it is no fact and never stands in an error.
        birth: The day of birth, precise or not.
        complete: The stretches for which the record claims to hold everything.

    Example:
        >>> Person(key="P1", label="Olena", livelihood=(Livelihood(in_need=True),))
        Person(key, label, livelihood)
    """

    key: str
    label: str | None = None
    birth: Recorded[PartialDate] = day()
    complete: tuple[Complete, ...] = ()
    membership: tuple[Membership, ...] = ()
    stay: tuple[Stay, ...] = ()
    residence: tuple[Residence, ...] = ()
    asylum: tuple[Asylum, ...] = ()
    livelihood: tuple[Livelihood, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    places: tuple[Place, ...] = ()
    work: tuple[Work, ...] = ()
    training: tuple[Training, ...] = ()
    school: tuple[School, ...] = ()
    day_care: tuple[DayCare, ...] = ()
    courses: tuple[Course, ...] = ()
    language: tuple[LanguageSkill, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    health: tuple[Health, ...] = ()
    nationality: tuple[Nationality, ...] = ()
    papers: tuple[Papers, ...] = ()
    documents: tuple[HeldDocument, ...] = ()
    deportation: tuple[Deportation, ...] = ()
    youth: tuple[Youth, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    concerns: tuple[Concern, ...] = ()

    @property
    def histories(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of every kind, by the name of the kind, in the order of `KINDS`."""
        return {name: getattr(self, name) for name in KINDS}

    def complete_for(self, history: str, *, as_of: date) -> tuple[Period, ...]:
        """Return the stretches for which the record claims to hold everything of one history.

        Args:
            history: The name of the kind, such as `residence`.
            as_of: The day the record was read, on which every claim ends at the latest.

        Example:
            >>> person = Person(key="P1", complete=(Complete(except_=frozenset({"training"})),))
            >>> [str(period.last) for period in person.complete_for("work", as_of=date(2026, 11, 23))]
            ['2026-11-23']
            >>> person.complete_for("training", as_of=date(2026, 11, 23))
            ()
        """
        claims = (claim for claim in self.complete if history not in claim.except_)
        ends = ((claim.from_, as_of if claim.until is None else min(claim.until, as_of)) for claim in claims)
        return tuple(Period(first, last) for first, last in ends if first is None or first <= last)
