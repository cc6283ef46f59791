"""A case as it was known on an earlier day: what was recorded or happened later is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen

from kimcore.dates import ImpreciseDate, PartialDate, earliest
from kimcore.people.application import Acknowledged, Application
from kimcore.people.casework import StepRecord
from kimcore.people.disclosure import DisclosureBasis
from kimcore.people.handoff import Handoff, HandoffEvent
from kimcore.people.history import NOT_RECORDED, Recorded, Unknown
from kimcore.people.household import CommunityOfNeed, Recording, Relation, recorded_day
from kimcore.people.kinds import KINDS
from kimcore.people.moves import Kind, Refusal, states_after
from kimcore.people.person import Complete, Person

if TYPE_CHECKING:
    from kimcore.people.case import Case

T = TypeVar("T")
_Recorded = TypeVar("_Recorded", bound=Recording)

Listed = tuple[T, ...] | Unknown


def known_on(case: Case, day: date) -> Case:
    """Return a case as it was known at the end of a day; see `Case.known_on`.

    Raises:
        ValueError: The day is after the one on which the record was read.
    """
    if day > case.as_of:
        raise ValueError("the day is after 'as_of', the day the record was read; nothing is known of it")
    if day == case.as_of:
        return case
    kept = case.recorded_since is None or case.recorded_since <= day
    cut = _Cut(day, case.as_of, frozenset(person.key for person in case.persons if _is_born(person, day)))

    def listed(values: Listed[T], known: Callable[[Iterable[T]], Iterable[T]]) -> Listed[T]:
        if isinstance(values, Unknown):
            return values
        return tuple(known(values)) if kept else NOT_RECORDED

    return evolve(
        case,
        as_of=day,
        recorded_since=case.recorded_since if kept else None,
        persons=tuple(cut.person(person) for person in case.persons if person.key in cut.born),
        relations=listed(case.relations, cut.relations),
        communities=listed(case.communities, cut.communities),
        applications=listed(case.applications, cut.applications),
        handoffs=listed(case.handoffs, cut.handoffs),
        participants=listed(case.participants, cut.recorded),
        phases=listed(case.phases, cut.recorded),
        steps=listed(case.steps, cut.steps),
        disclosure_bases=listed(case.disclosure_bases, cut.bases),
        acknowledged=tuple(cut.acknowledged(case.acknowledged)),
        kept=(),
    )


def _is_born(person: Person, day: date) -> bool:
    """Whether the person may have been born by a day."""
    return not isinstance(person.birth, date | ImpreciseDate) or earliest(person.birth) <= day


@frozen
class _Cut:
    """Cuts off at a day what is recorded; `born` are the keys of those who were there."""

    day: date
    as_of: date
    born: frozenset[str]

    def recorded(self, values: Iterable[_Recorded]) -> Iterable[_Recorded]:
        """What had been recorded; without a day of its own that was on the day the record was read."""
        return (value for value in values if recorded_day(value, self.as_of) <= self.day)

    def happened(self, on: date | None) -> date | None:
        """A day that had come, else None."""
        return None if on is None or on > self.day else on

    def person(self, person: Person) -> Person:
        histories: dict[str, Any] = {name: tuple(self.recorded(getattr(person, name))) for name in KINDS}
        return evolve(person, complete=tuple(self.claims(person.complete)), **histories)

    def claims(self, claims: Iterable[Complete]) -> Iterable[Complete]:
        """The claims to completeness, none of which reaches beyond the day."""
        for claim in self.recorded(claims):
            if claim.from_ is None or claim.from_ <= self.day:
                yield evolve(claim, until=self.happened(claim.until))

    def relations(self, relations: Iterable[Relation]) -> Iterable[Relation]:
        """The relations of those who were there."""
        return (each for each in self.recorded(relations) if {each.person, each.to} <= self.born)

    def communities(self, communities: Iterable[CommunityOfNeed]) -> Iterable[CommunityOfNeed]:
        """The communities of need, of those who were there."""
        for each in self.recorded(communities):
            members = tuple(member for member in each.members if member in self.born)
            if members:
                yield evolve(each, members=members)

    def applications(self, applications: Iterable[Application]) -> Iterable[Application]:
        """The applications, each without what became of it later."""
        return (self.application(each) for each in self.recorded(applications) if each.person in self.born)

    def application(self, each: Application) -> Application:
        """An application with the days that had come; the end and its result are known from the day it ended."""
        sent_on = self.happened(each.forwarded_on)
        ends = [day for day in (each.decided, each.served, each.final) if day is not None]
        open_ = bool(ends) and min(ends) > self.day
        return evolve(
            each,
            papers_complete=self.happened(each.papers_complete),
            forwarded_on=sent_on,
            forwarded_to=each.forwarded_to if sent_on or each.forwarded_on is None else None,
            decided=self.happened(each.decided),
            served=self.happened(each.served),
            objection=self.happened(each.objection),
            final=None if open_ or self.unforeseen(each) else each.final,
            outcome=None if open_ else each.outcome,
            grant=None if open_ else each.grant,
        )

    def unforeseen(self, each: Application) -> bool:
        """Whether a day of finality still to come follows from something that had not happened either."""
        before = (each.served, each.objection)
        return each.final is not None and any(day is not None and self.day < day <= each.final for day in before)

    def handoffs(self, handoffs: Iterable[Handoff]) -> Iterable[Handoff]:
        """The handoffs of which anything had been recorded; one that follows none of them follows nothing."""
        about = (handoff for handoff in handoffs if handoff.person in self.born)
        known = [each for handoff in about if (each := self.handoff(handoff)).events]
        keys = {handoff.key for handoff in known}
        return (each if each.follows in keys else evolve(each, follows=None) for each in known)

    def handoff(self, handoff: Handoff) -> Handoff:
        events = _possible(tuple(self.recorded(handoff.events)), handoff.kind, self.as_of)
        reports = tuple(self.recorded(handoff.reports))
        return evolve(handoff, filed=self.happened(handoff.filed), events=events, reports=reports)

    def steps(self, steps: Iterable[StepRecord]) -> Iterable[StepRecord]:
        """The steps that had begun, without an end and a result that came later."""
        for step in self.recorded(steps):
            if step.person not in self.born or (step.started is not None and step.started > self.day):
                continue
            if step.done is not None and step.done > self.day:
                yield evolve(step, done=None, outcome=NOT_RECORDED)
            else:
                yield step

    def bases(self, bases: Iterable[DisclosureBasis]) -> Iterable[DisclosureBasis]:
        """The grounds of disclosure that had been given, not withdrawn before they were."""
        for basis in self.recorded(bases):
            if basis.person in self.born and not self.later(basis.given):
                withdrawn = None if self.later(basis.withdrawn) else basis.withdrawn
                yield evolve(
                    basis, withdrawn=withdrawn, given_by=basis.given_by if basis.given_by in self.born else None
                )

    def later(self, day: Recorded[PartialDate]) -> bool:
        """Whether a day certainly had not come."""
        return isinstance(day, date | ImpreciseDate) and earliest(day) > self.day

    def acknowledged(self, findings: Iterable[Acknowledged]) -> Iterable[Acknowledged]:
        return (each for each in findings if (each.on or self.as_of) <= self.day)


def _possible(events: tuple[HandoffEvent, ...], kind: Kind, as_of: date) -> tuple[HandoffEvent, ...]:
    """Those of the events that make up a course that could be, where one between them is recorded only later.

    What had been recorded first stays; what does not fit with it waits for what it lacks. So nothing that was known on
    a day is unknown on a later one.
    """
    if _could_be(events, kind):
        return events
    kept: list[HandoffEvent] = []
    for day in sorted({recorded_day(event, as_of) for event in events}):
        known = [event for event in events if recorded_day(event, as_of) <= day]
        kept = known if _could_be(known, kind) else _grown(kept, known, kind)
    return tuple(kept)


def _grown(kept: list[HandoffEvent], known: list[HandoffEvent], kind: Kind) -> list[HandoffEvent]:
    """What was kept and, in the order of the days, each of the others that fits with it."""
    chosen = {id(event) for event in kept}
    for event in sorted(known, key=lambda each: each.on):
        tried = [each for each in known if id(each) in chosen or each is event]
        if _could_be(tried, kind):
            chosen.add(id(event))
    return [event for event in known if id(event) in chosen]


def _could_be(events: Iterable[HandoffEvent], kind: Kind) -> bool:
    return not isinstance(states_after(events, kind), Refusal)
