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
from kimcore.evaluation.units import Group, disputes, end_of, grouped, run_with
from kimcore.rules.mechanism import Mechanism

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
        groups = grouped(self.lanes, lambda lane, owing: owing.claimed.waiting & owing.leading & lane.due.possibly)
        for group in groups:
            if group.days & today:
                yield self._pending(group.on(today))

    def _pending(self, group: Group) -> Finding:
        on = self.outlook.on
        lead = group.lead(on)
        first, last = run_with(self.outlook, group.days, on)
        tomorrow = self.outlook.window.day(on + DAY)
        covered = all(member.lane.covered & tomorrow for member in group.members)
        now = self.sides.owed(lead.lane, lead.owing, on, lead.owing.leading)
        before = self.sides.before(lead.lane, first)
        transition = self.sides.between(lead.person, before, now, first)
        filing = waiting_filing(self.outlook, lead.person, lead.owing.entitlement.claim, on)
        return Finding(
            id=group.id(FindingKind.APPLICATION_PENDING, first),
            kind=FindingKind.APPLICATION_PENDING,
            mechanism=Mechanism.APPLICATION,
            cause="pending",
            nature=None,
            severity=Severity.NOTICE if covered else Severity.DELAY,
            predicted=False,
            aspect=lead.lane.aspect.id,
            persons=group.persons,
            since=first,
            until=end_of(group.lanes, self.outlook, last),
            before=before,
            now=now,
            transition=transition,
            bridge=self.sides.bridge(lead.lane, on),
            filed=filing.on if filing else None,
            deemed_filed=filing.basis if filing else (),
            disputed=disputes(lead.owing.entitlement, transition),
            basis=lead.owing.entitlement.basis,
            says=sentences.pending(lead.lane.aspect, covered=covered),
        )
