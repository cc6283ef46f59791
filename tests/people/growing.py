"""Hypothesis strategies for what becomes of a record: it is corrected, and more happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import attrs
from attrs import evolve, frozen
from hypothesis import strategies as st

from kimcore.dates import Period
from kimcore.people.application import OUTCOMES, Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.casework import StepRecord
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport
from kimcore.people.history import Unknown
from kimcore.people.household import Relation
from kimcore.people.kinds import KINDS
from kimcore.people.moves import MOVES, NEED_A_REASON, Refusal, allowed_moves, states_after
from kimcore.people.person import Complete, Person
from kimcore.testing.strategies import (
    applications,
    communities,
    disclosure_bases,
    entries,
    participants,
    phases,
    relations,
    steps,
)

NEWBORN = "newborn"


def stamped(case: Case) -> Case:
    """The same with the day of recording wherever it was left to the day the record was read."""
    found: Case = _stamped(case, case.as_of)
    return found


def _stamped(value: Any, on: date) -> Any:
    if isinstance(value, tuple):
        return tuple(_stamped(part, on) for part in value)
    if not attrs.has(type(value)) or isinstance(value, Period):
        return value
    parts = {a.name: _stamped(getattr(value, a.name), on) for a in attrs.fields(type(value)) if a.init}
    for name in ("recorded_on", *(("on",) if isinstance(value, Acknowledged) else ())):
        if name in parts and parts[name] is None:
            parts[name] = on
    return evolve(value, **parts)


def without_drafts(case: Case) -> Case:
    """The same without handoffs of which nothing was recorded: they have no day by which they could be known."""
    if isinstance(case.handoffs, Unknown):
        return case
    keys = {handoff.key for handoff in case.handoffs if handoff.events}
    passed = (evolve(each, follows=each.follows if each.follows in keys else None) for each in case.handoffs)
    return evolve(case, handoffs=tuple(each for each in passed if each.events))


@st.composite
def continued(draw: st.DrawFn, earlier: Case, as_of: date) -> Case:
    """Draw what became of a record by a later day: more was recorded, days and results were corrected, things went on.

    Every part of the record says on which day it was recorded, as `stamped` makes it.
    """
    later = _Later(draw, earlier.as_of + timedelta(days=1), as_of)
    names = [person.key for person in earlier.persons]
    changed: dict[str, Any] = {
        "relations": lambda known: later.relations(known, names),
        "communities": lambda known: later.more(known, communities(names)),
        "applications": lambda known: later.applications(known, names),
        "handoffs": lambda known: tuple(later.handoff(each) for each in known),
        "participants": lambda known: later.more(known, participants()),
        "phases": lambda known: later.more(known, phases()),
        "disclosure_bases": lambda known: later.more(known, disclosure_bases(names)),
        "steps": lambda known: later.steps(known, names),
    }
    lists = {name: getattr(earlier, name) for name in changed}
    grown: dict[str, Any] = {
        name: value if isinstance(value, Unknown) else changed[name](value) for name, value in lists.items()
    }
    newborn = (Person(key=NEWBORN, birth=later.day()),) if draw(st.booleans()) else ()
    persons = (*(later.person(person) for person in earlier.persons), *newborn)
    noted = Acknowledged(id="later", role="lead", on=later.day())
    return evolve(earlier, as_of=as_of, persons=persons, acknowledged=(*earlier.acknowledged, noted), **grown)


@frozen
class _Later:
    """Draws what was recorded from one day to another."""

    draw: st.DrawFn
    first: date
    as_of: date

    def day(self, since: date | None = None) -> date:
        first = self.first if since is None else max(self.first, since)
        found: date = self.draw(st.dates(first, self.as_of))
        return found

    def chance(self) -> bool:
        return bool(self.draw(st.booleans()))

    def more(self, known: Iterable[Any], drawn: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        """One more, recorded now, or none."""
        added = (evolve(self.draw(drawn), recorded_on=self.day()),) if self.chance() else ()
        return (*known, *added)

    def person(self, person: Person) -> Person:
        name = self.draw(st.sampled_from(list(KINDS)))
        history: dict[str, Any] = {name: self.more(getattr(person, name), entries(KINDS[name], self.as_of))}
        claims = (Complete(recorded_on=self.day()),) if self.chance() else ()
        return evolve(person, complete=(*person.complete, *claims), **history)

    # -------------------------------------------------------------------------------- corrections
    def relations(self, known: tuple[Relation, ...], names: list[str]) -> tuple[Relation, ...]:
        """Relations end, or another one comes to light."""
        if len(names) > 1 and self.chance():
            return self.more(known, relations(names))
        return (*known, *(self._ended(each) for each in _one_a_key(known)))

    def _ended(self, relation: Relation) -> Relation:
        day = self.day()
        return evolve(relation, last=day if relation.first is None else max(relation.first, day), recorded_on=day)

    def applications(self, known: tuple[Application, ...], names: list[str]) -> tuple[Application, ...]:
        """Applications go on, are corrected, or another one is filed."""
        went_on = tuple(self._went_on(each) for each in known)
        corrected = tuple(self._corrected(each) for each in _one_a_key(known) if self.chance())
        if not self.chance():
            return (*went_on, *corrected)
        filed = self.day()
        other = self.draw(applications(names))
        return (
            *went_on,
            *corrected,
            Application(person=other.person, matter=other.matter, filed=filed, recorded_on=self.day(filed)),
        )

    def _went_on(self, each: Application) -> Application:
        """Decided, served or contested, on a day that was added to what was recorded."""
        if each.decided is not None:
            served = each.served or (self.day() if self.chance() else None)
            return evolve(each, served=served, objection=each.objection or (self.day() if self.chance() else None))
        if each.outcome or each.grant or each.served or each.final or not self.chance():
            return each
        outcome: Any = self.draw(st.sampled_from(OUTCOMES))
        day = self.day()
        grant = Period(day, None) if outcome == "granted" else None
        return evolve(each, decided=day, outcome=outcome, grant=grant, papers_complete=each.papers_complete or day)

    def _corrected(self, each: Application) -> Application:
        """The same application recorded again: every day may have been another one."""
        decided = self.draw(st.none() | st.dates(each.filed, self.as_of))
        days = st.none() | st.dates(decided or each.filed, self.as_of)
        return Application(
            person=each.person,
            matter=each.matter,
            filed=each.filed,
            decided=decided,
            served=self.draw(days),
            objection=self.draw(days),
            final=self.draw(days),
            outcome=self.draw(st.none() | st.sampled_from(OUTCOMES)),
            recorded_on=self.day(),
        )

    def steps(self, known: tuple[StepRecord, ...], names: list[str]) -> tuple[StepRecord, ...]:
        """Steps come to an end, are corrected, or another one is recorded."""
        ended = tuple(self._step(each) for each in known)
        if self.chance():
            return self.more(ended, steps(names))
        return (*ended, *(evolve(each, outcome=None, recorded_on=self.day()) for each in _one_a_key(ended)))

    def _step(self, step: StepRecord) -> StepRecord:
        if step.done is not None or step.outcome != Unknown("not_recorded"):
            return step
        return evolve(step, done=self.day(), outcome="achieved")

    # -------------------------------------------------------------------------------- handoffs
    def handoff(self, handoff: Handoff) -> Handoff:
        """Something else happened to it, or had happened before and nobody had recorded it."""
        events = self._received_long_ago(handoff) if self.chance() else self._moved_on(handoff)
        possible = not isinstance(states_after(events, handoff.kind), Refusal)
        told = OutcomeReport(on=handoff.events[0].on, by="person", outcome="helped", recorded_on=self.day())
        return evolve(handoff, events=events if possible else handoff.events, reports=(*handoff.reports, told))

    def _received_long_ago(self, handoff: Handoff) -> tuple[HandoffEvent, ...]:
        sent, *rest = handoff.events
        return (sent, HandoffEvent(move="acknowledge", on=sent.on, by="recipient", recorded_on=self.day()), *rest)

    def _moved_on(self, handoff: Handoff) -> tuple[HandoffEvent, ...]:
        ordered = sorted(handoff.events, key=lambda event: event.on)
        state = handoff.states()[-1][1]
        ways = [(name, side) for name in allowed_moves(state, handoff.kind) for side in sorted(MOVES[state, name].by)]
        if not ways:
            return handoff.events
        move, by = self.draw(st.sampled_from(ways))
        on = self.draw(st.dates(ordered[-1].on, self.as_of))
        reason = "why" if move in NEED_A_REASON else None
        return (*handoff.events, HandoffEvent(move=move, on=on, by=by, reason=reason, recorded_on=self.day(on)))


def _one_a_key(values: Iterable[Any]) -> Iterator[Any]:
    """The first of those with the same key."""
    yield from {value.key: value for value in reversed(tuple(values))}.values()
