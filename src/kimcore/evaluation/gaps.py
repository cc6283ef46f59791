"""From lanes to findings: holes that somebody owes, and holes for which nobody is responsible.

Findings with the same remedy for the same claim unit are one finding. What follows another entitlement is a consequence
of that one's finding, never a finding of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import define, evolve, field

from kimcore.dates import Period, passed
from kimcore.evaluation import sentences
from kimcore.evaluation.applications import Waiting
from kimcore.evaluation.casework import Casework
from kimcore.evaluation.claims import act_by, savable_from
from kimcore.evaluation.finding import Finding, FindingKind, Nature, Reservation, Severity
from kimcore.evaluation.handed_over import HandedOver
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.moves import Moves
from kimcore.evaluation.named import NamedGaps
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.passages import Passages
from kimcore.evaluation.payments import Payments
from kimcore.evaluation.sides import Sides, matters_of
from kimcore.evaluation.units import Group, consequences, disputes, end_of, grouped
from kimcore.language.window import DaySet
from kimcore.rules.mechanism import Mechanism
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
        found += [*HandedOver(self.lanes).findings(), *Casework(self.outlook).findings()]
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

    def _hole(self, whole: Group, first: date, last: date) -> Finding | None:
        """The gap of a run of days, None where nothing of it can be saved or it is too early to act."""
        on, group = self.outlook.on, whole.on(self.outlook.window.days(first, last))
        acting = group.lead(min(max(first, on), last)).owing.entitlement
        saved = savable_from(on, acting.claim)
        if last < saved or not worth_acting(first, on, acting):
            return None
        start = max(first, saved)
        found = self._found(group, first, last, start)
        if acting.claim.by != "application":
            return found
        lost = Period(first, saved - DAY) if first < saved else None
        return evolve(found, lost=lost, act_by=act_by(start, on, acting.claim), saves_from=start)

    def _found(self, group: Group, first: date, last: date, start: date) -> Finding:
        """The gap of a run of days as it stands from the first day that can be saved."""
        on, run, lead = self.outlook.on, self.outlook.window.days(first, last), group.lead(start)
        now = self.sides.owed(lead.lane, lead.owing, start, lead.owing.leading)
        before = self.sides.before(group.lead(first).lane, first)
        transition = self.sides.between(lead.person, before, now, start)
        return Finding(
            id=group.id(FindingKind.NO_COVER, first),
            kind=FindingKind.NO_COVER,
            mechanism=Mechanism.COVER,
            cause="missing",
            nature=Nature.PRACTICE,
            severity=severity_of(first, on),
            predicted=first > on,
            aspect=lead.lane.aspect.id,
            persons=group.persons,
            since=first,
            until=end_of(group.lanes, self.outlook, last),
            before=before,
            now=now,
            transition=transition,
            consequences=consequences(self.lanes, group, lambda lane, owing: lane.hole & owing.leading & run),
            reservations=tuple(self._reservations(group, run & self.outlook.window.days(start, None))),
            remedies=self._remedies(group),
            disputed=disputes(lead.owing.entitlement, transition),
            basis=lead.owing.entitlement.basis,
            says=sentences.no_cover(lead.lane.aspect, predicted=first > on),
        )

    def _reservations(self, group: Group, days: DaySet) -> Iterator[Reservation]:
        """What was never established of each person, on the first of the days that concern them."""
        found = set()
        for member in group.members:
            day = self.outlook.window.first_day(member.days & days)
            for each in self.sides.reservations(member.person, member.owing.entitlement, day) if day else ():
                if each not in found:
                    found.add(each)
                    yield each

    def _remedies(self, group: Group) -> tuple[str, ...]:
        """The steps that claim what is owed."""
        steps = [step for step in self.outlook.rulebook.steps if step.applies_on(self.outlook.on)]
        return tuple(dict.fromkeys(step.id for step in steps if step.due and step.due.act_by in group.entitlements))

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
            mechanism=Mechanism.COVER,
            cause="in_law",
            nature=Nature.LAW,
            severity=severity_of(first, on),
            predicted=first > on,
            aspect=lane.aspect.id,
            persons=(lane.person,),
            since=first,
            until=end_of([lane], self.outlook, last),
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
