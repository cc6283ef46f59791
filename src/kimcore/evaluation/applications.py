"""Applications that wait for an answer on the day of evaluation."""

from collections.abc import Iterator
from datetime import timedelta

from attrs import define, field

from kimcore.evaluation import sentences
from kimcore.evaluation.claims import waiting_filing
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.lanes import Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import Sides
from kimcore.evaluation.units import Group, disputes, finding_id, grouped, run_with

DAY = timedelta(days=1)


@define
class Waiting:
    """Finds what was claimed in time and is not yet answered."""

    lanes: Lanes
    sides: Sides = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sides = Sides(self.lanes)

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def findings(self) -> Iterator[Finding]:
        """Yield the applications that wait for an answer on the day of evaluation."""
        today = self.outlook.today
        groups = grouped(
            self.lanes,
            lambda lane, owing: owing.claimed.waiting & owing.leading & lane.due.possibly,
        )
        for group in groups:
            if group.days & today:
                yield self._pending(group)

    def _pending(self, group: Group) -> Finding:
        members = group.on(self.outlook.today)
        lead, on = members[0], self.outlook.on
        first, last = run_with(self.outlook, group.days, on)
        tomorrow = self.outlook.window.day(on + DAY)
        covered = all(member.lane.covered & tomorrow for member in members)
        now = self.sides.owed(lead.lane, lead.owing, on, lead.owing.leading)
        before = self.sides.before(lead.lane, first)
        transition = self.sides.between(lead.lane.person, before, now, first)
        filing = waiting_filing(self.outlook, lead.lane.person, group.entitlement.claim, on)
        return Finding(
            id=finding_id(FindingKind.APPLICATION_PENDING, group.entitlement.id, members, first),
            kind=FindingKind.APPLICATION_PENDING,
            nature=None,
            severity=Severity.NOTICE if covered else Severity.DELAY,
            predicted=False,
            aspect=lead.lane.aspect.id,
            persons=tuple(member.lane.person for member in members),
            since=first,
            until=last if last < self.outlook.window.last else None,
            before=before,
            now=now,
            transition=transition,
            bridge=self.sides.bridge(lead.lane, on),
            filed=filing.on if filing else None,
            deemed_filed=filing.basis if filing else (),
            disputed=disputes(group.entitlement, transition),
            basis=group.entitlement.basis,
            says=sentences.pending(lead.lane.aspect, covered=covered),
        )
