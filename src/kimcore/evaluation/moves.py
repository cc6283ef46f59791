"""What a move changes: for each matter, which office decided before and which decides after.

A change of office is a change of who *decides*. A change of who accepts is a note beside it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from attrs import define

from kimcore.evaluation import sentences
from kimcore.evaluation.finding import Finding, FindingKind, OfficeChange, Severity
from kimcore.evaluation.lanes import Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import Sides, matter_of
from kimcore.landscape.answer import Answer
from kimcore.law.codes import code_lists
from kimcore.people.history import Unknown
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.statement import Transition

DAY = timedelta(days=1)
RECENT = timedelta(days=31)
"""A move is told from this long before the day of evaluation on: the offices are still to be seen."""


@define
class Moves:
    """Finds the moves of a household and what they change."""

    lanes: Lanes

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def findings(self) -> Iterator[Finding]:
        """Yield one finding for each day and change, for all persons whom it concerns in the same way."""
        groups: dict[tuple[date, tuple[OfficeChange, ...]], list[str]] = {}
        for person in self.outlook.persons:
            for day in self._days(person):
                changes = tuple(self._changes(person, day))
                if any(change.decides_changes or change.accepts_changes for change in changes):
                    groups.setdefault((day, changes), []).append(person)
        for (day, changes), persons in groups.items():
            yield self._finding(day, changes, tuple(persons))

    def _days(self, person: str) -> Iterator[date]:
        """The days on which a place of the person changes from one that is known to another, in the household."""
        first = max(self.outlook.window.first, self.outlook.on - RECENT - DAY)
        found = set()
        for kind in code_lists()["place_kind"]:
            stretches = list(
                self.outlook.facts.timeline(person, f"place.{kind}").stretches(first, self.outlook.window.last)
            )
            for (_, _, old), (start, _, new) in pairwise(stretches):
                if _known(old) and _known(new) and old != new:
                    found.add(date.fromordinal(start))
        belonging = self.outlook.belonging(person)
        return (day for day in sorted(found) if self.outlook.window.day(day) & belonging)

    def _changes(self, person: str, day: date) -> Iterator[OfficeChange]:
        """What is known of the offices on both sides, matter by matter."""
        for matter in sorted(self._matters(person, day)):
            change = OfficeChange(
                matter=matter,
                before=self.outlook.competent(person, matter, day - DAY),
                after=self.outlook.competent(person, matter, day),
                accepts_before=self.outlook.competent(person, matter, day - DAY, "accepts"),
                accepts_after=self.outlook.competent(person, matter, day, "accepts"),
            )
            if _tells(change.before) or _tells(change.after):
                yield change

    def _matters(self, person: str, day: date) -> set[str]:
        """The matters that may be the person's on the day: of benefits and of steps that are not ruled out."""
        there = self.outlook.window.day(day)
        owings = [owing for lane in self.lanes if lane.person == person for owing in lane.owings]
        benefits = [owing.entitlement for owing in owings if owing.possible & there]
        found = {matter_of(each.benefit, each, day) for each in benefits}
        for step in self.outlook.rulebook.steps:
            new = step.matter is not None and step.matter not in found and step.applies_on(day)
            if new and self.outlook.verdict(person, step.condition.node).possibly & there:
                found.add(step.matter)
        return {matter for matter in found if matter is not None}

    def _finding(self, day: date, changes: tuple[OfficeChange, ...], persons: tuple[str, ...]) -> Finding:
        transition = self._transition(min(persons), day, changes)
        return Finding(
            id=f"{FindingKind.OFFICE_CHANGES.value}:{'+'.join(sorted(persons))}:{day}",
            kind=FindingKind.OFFICE_CHANGES,
            mechanism=Mechanism.CHANGE,
            cause="move",
            nature=None,
            severity=Severity.NOTICE,
            predicted=day > self.outlook.on,
            aspect=None,
            persons=persons,
            since=day,
            until=None,
            offices=changes,
            transition=transition,
            basis=transition.basis if transition else (),
            says=sentences.move(),
        )

    def _transition(self, person: str, day: date, changes: tuple[OfficeChange, ...]) -> Transition | None:
        """What must pass over between two offices of one body of law, for a benefit owed on the day of the move."""
        changed = {change.matter for change in changes if change.decides_changes}
        sides, there = Sides(self.lanes), self.outlook.window.day(day)
        for lane in self.lanes:
            owing = lane.leads(there) if lane.person == person else None
            if owing is not None and matter_of(owing.entitlement.benefit, owing.entitlement, day) in changed:
                benefit = owing.entitlement.benefit
                transition = sides.transition(person, benefit, benefit, day)
                if transition is not None:
                    return transition
        return None


def _known(value: object) -> bool:
    return value is not None and not isinstance(value, Unknown)


def _tells(answer: Answer) -> bool:
    """Whether an answer names an office, so that its change means something."""
    return bool(answer.agencies)
