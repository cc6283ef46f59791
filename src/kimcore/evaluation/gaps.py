"""From lanes to findings: holes that somebody owes, and holes for which nobody is responsible.

Findings with the same remedy for the same claim unit are one finding. What follows another entitlement is a consequence
of that one's finding, never a finding of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import define, field

from kimcore.dates import Period, passed
from kimcore.evaluation import sentences
from kimcore.evaluation.applications import Waiting
from kimcore.evaluation.claims import act_by, savable_from
from kimcore.evaluation.finding import Consequence, Finding, FindingKind, Nature, Severity
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.moves import Moves
from kimcore.evaluation.named import NamedGaps
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.passages import Passages
from kimcore.evaluation.payments import Payments
from kimcore.evaluation.sides import Sides, matters_of
from kimcore.evaluation.units import Group, Member, disputes, finding_id, grouped
from kimcore.language.window import DaySet
from kimcore.rules.statement import Entitlement

DAY = timedelta(days=1)
SOON = timedelta(days=30)
"""A gap that is running or begins within these days threatens existence."""


@define
class Gaps:
    """Finds what is broken or ahead in the lanes of a household."""

    lanes: Lanes
    sides: Sides = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sides = Sides(self.lanes)

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, the gravest first."""
        found = [*self.holes(), *self.holes_in_the_law()]
        found += [*Waiting(self.lanes).findings(), *Payments(self.lanes).findings()]
        taken = {(finding.aspect, person, finding.since) for finding in found for person in finding.persons}
        taken |= {(f.aspect, p, f.now.first) for f in found if f.now and f.now.first for p in f.persons}
        found += Passages(self.lanes).findings(taken)
        found += [*Moves(self.lanes).findings(), *NamedGaps(self.outlook).findings()]
        return tuple(sorted(found, key=lambda finding: finding.order))

    # ------------------------------------------------------------------------------- holes

    def holes(self) -> Iterator[Finding]:
        """Yield the gaps that somebody owes and nobody answers."""
        groups = grouped(self.lanes, lambda lane, owing: lane.hole & owing.leading)
        for group in groups:
            for first, last in self.outlook.window.runs(group.days):
                finding = self._hole(group, first, last)
                if finding is not None:
                    yield finding

    def _hole(self, group: Group, first: date, last: date) -> Finding | None:
        entitlement, on = group.entitlement, self.outlook.on
        saved = savable_from(on, entitlement.claim)
        if last < saved or not worth_acting(first, on, entitlement):
            return None
        run = self.outlook.window.days(first, last)
        members = group.on(run)
        start = max(first, saved)
        lead = members[0]
        now = self.sides.owed(lead.lane, lead.owing, start, lead.owing.leading)
        before = self.sides.before(lead.lane, first)
        transition = self.sides.between(lead.lane.person, before, now, start)
        return Finding(
            id=finding_id(FindingKind.NO_COVER, entitlement.id, members, first),
            kind=FindingKind.NO_COVER,
            nature=Nature.PRACTICE,
            severity=severity_of(first, on),
            predicted=first > on,
            aspect=lead.lane.aspect.id,
            persons=tuple(member.lane.person for member in members),
            since=first,
            until=last if last < self.outlook.window.last else None,
            lost=Period(first, saved - DAY) if first < saved else None,
            act_by=act_by(start, on, entitlement.claim),
            saves_from=start if entitlement.claim.by == "application" else None,
            before=before,
            now=now,
            transition=transition,
            consequences=self._consequences(entitlement, members, run),
            reservations=tuple(
                reservation
                for member in members
                for reservation in self.sides.reservations(member.lane.person, entitlement, start)
            ),
            remedies=self._remedies(entitlement.id),
            disputed=disputes(entitlement, transition),
            basis=entitlement.basis,
            says=sentences.no_cover(lead.lane.aspect, predicted=first > on),
        )

    def _consequences(
        self, entitlement: Entitlement, members: Iterable[Member], run: DaySet
    ) -> tuple[Consequence, ...]:
        """What follows this entitlement and lacks cover on the same days."""
        return tuple(
            Consequence(person=lane.person, aspect=lane.aspect.id, entitlement=owing.entitlement)
            for member in members
            for lane in self.lanes
            for owing in lane.owings
            if lane.person == member.lane.person and owing.root == entitlement.id and lane.hole & owing.leading & run
        )

    def _remedies(self, entitlement: str) -> tuple[str, ...]:
        steps = self.outlook.rulebook.steps
        return tuple(
            dict.fromkeys(
                step.id for step in steps if step.due and step.due.act_by == entitlement and step.applies_on(self.outlook.on)
            )
        )

    def holes_in_the_law(self) -> Iterator[Finding]:
        """Yield the gaps for which no entitlement is even possible, as far as the rulebook models the law there."""
        for lane in self.lanes:
            nobody = lane.hole & ~lane.possible & ~self._left_out(lane)
            for first, last in self.outlook.window.runs(nobody):
                if last >= self.outlook.on:
                    yield self._hole_in_the_law(lane, first, last)

    def _left_out(self, lane: Lane) -> DaySet:
        """The days on which the rulebook may leave out law in a matter of the aspect: then it cannot say nobody."""
        days = 0
        for statement in self.outlook.rulebook.not_modelled:
            if statement.in_force is not None and matters_of(lane.aspect.id, self.outlook.on) & {*statement.matters}:
                in_force = self.outlook.window.days(statement.in_force.first, statement.in_force.last)
                days |= self.outlook.verdict(lane.person, statement.condition.node).possibly & in_force
        return days

    def _hole_in_the_law(self, lane: Lane, first: date, last: date) -> Finding:
        on = self.outlook.on
        return Finding(
            id=f"{FindingKind.NO_COVER.value}:{lane.aspect.id}:{lane.person}:{first}",
            kind=FindingKind.NO_COVER,
            nature=Nature.LAW,
            severity=severity_of(first, on),
            predicted=first > on,
            aspect=lane.aspect.id,
            persons=(lane.person,),
            since=first,
            until=last if last < self.outlook.window.last else None,
            before=self.sides.before(lane, first),
            basis=lane.aspect.basis,
            says=sentences.nobody_owes(lane.aspect, predicted=first > on),
        )


def worth_acting(first: date, on: date, entitlement: Entitlement) -> bool:
    """Tell whether it is time to act on a gap; before that it stands in the projection, not in the list."""
    return entitlement.act_from is None or passed(on, entitlement.act_from) >= first


def severity_of(first: date, on: date) -> Severity:
    """Return the severity of a gap in an aspect of existence that begins on a day."""
    return Severity.EXISTENCE if first <= on + SOON else Severity.RIGHT
