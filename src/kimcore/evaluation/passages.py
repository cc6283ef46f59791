"""Passages ahead: one owed benefit will follow another, and nothing is missing."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from attrs import define, field

from kimcore.evaluation import sentences
from kimcore.evaluation.claims import unit_of, waiting_filing
from kimcore.evaluation.finding import Consequence, Finding, FindingKind, Severity
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import Sides
from kimcore.evaluation.units import Group, Member, disputes, finding_id
from kimcore.language.facts import fresh_until

DAY = timedelta(days=1)


@define
class Passages:
    """Finds the days ahead on which another benefit is owed than on the day before."""

    lanes: Lanes
    sides: Sides = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sides = Sides(self.lanes)

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def findings(self, taken: set[tuple[str | None, str, date]]) -> Iterator[Finding]:
        """Yield the passages ahead at which nothing is missing; those with a finding of their own are told there.

        Args:
            taken: (aspect, person, first day) of the passages that another finding tells.
        """
        groups: dict[tuple[int, int, date, tuple[str, ...]], Group] = {}
        for lane in self.lanes:
            for old, new, day in self._changes(lane):
                unit = unit_of(self.outlook, lane.person, new.entitlement.claim)
                if new.root is None and (lane.aspect.id, lane.person, day) not in taken:
                    key = (id(old.entitlement), id(new.entitlement), day, unit)
                    member = Member(lane, new, self.outlook.window.day(day))
                    groups.setdefault(key, Group(new.entitlement)).members.append(member)
        for (_, _, day, _), group in groups.items():
            yield self._passage(group, day)

    def _changes(self, lane: Lane) -> Iterator[tuple[Owing, Owing, date]]:
        """The days after the day of evaluation, while the record is fresh, on which the benefit that leads changes."""
        fresh = fresh_until(self.outlook.case)
        window, runs = self.outlook.window, []
        for owing in lane.owings:
            runs += [(first, last, owing) for first, last in window.runs(owing.leading & lane.due.possibly)]
        runs.sort(key=lambda run: run[0])
        for (_, end, old), (first, _, new) in pairwise(runs):
            differ = old.entitlement.benefit != new.entitlement.benefit
            if differ and first == end + DAY and self.outlook.on < first <= fresh:
                yield old, new, first

    def _passage(self, group: Group, day: date) -> Finding:
        members = group.members
        lead = members[0]
        now = self.sides.owed(lead.lane, lead.owing, day, lead.owing.leading)
        before = self.sides.before(lead.lane, day)
        transition = self.sides.between(lead.lane.person, before, now, day)
        there = self.outlook.window.day(day)
        filing = waiting_filing(self.outlook, lead.lane.person, group.entitlement.claim, day)
        return Finding(
            id=finding_id(FindingKind.PASSAGE_AHEAD, group.entitlement.id, members, day),
            kind=FindingKind.PASSAGE_AHEAD,
            nature=None,
            severity=Severity.NOTICE,
            predicted=True,
            aspect=lead.lane.aspect.id,
            persons=tuple(member.lane.person for member in members),
            since=day,
            until=None,
            before=before,
            now=now,
            transition=transition,
            consequences=tuple(
                Consequence(person=lane.person, aspect=lane.aspect.id, entitlement=owing.entitlement)
                for member in members
                for lane in self.lanes
                for owing in lane.owings
                if lane.person == member.lane.person and owing.root == group.entitlement.id and owing.leading & there
            ),
            bridge=self.sides.bridge(lead.lane, day),
            filed=filing.on if filing else None,
            deemed_filed=filing.basis if filing else (),
            disputed=disputes(group.entitlement, transition),
            basis=group.entitlement.basis,
            says=sentences.passage(lead.lane.aspect),
        )
