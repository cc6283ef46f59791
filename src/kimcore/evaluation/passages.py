"""Passages ahead: one owed benefit will follow another, and nothing is missing."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import define, field

from kimcore.evaluation import sentences
from kimcore.evaluation.claims import unit_of, waiting_filing
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import Sides
from kimcore.evaluation.units import Group, Member, consequences, disputes
from kimcore.language.facts import fresh_until
from kimcore.language.window import DaySet
from kimcore.rules.mechanism import Mechanism

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
        groups: dict[tuple[date, str, str, tuple[str, ...]], Group] = {}
        for lane in self.lanes:
            for old, new, day in self._changes(lane):
                unit = unit_of(self.outlook, lane.person, new.entitlement.claim)
                if new.root is None and (lane.aspect.id, lane.person, day) not in taken:
                    group = groups.setdefault((day, old.id, new.id, unit), Group(self.outlook))
                    group.members.append(Member(lane, new, self.outlook.window.day(day)))
        for (day, *_), group in groups.items():
            yield self._passage(group, day)

    def _changes(self, lane: Lane) -> Iterator[tuple[Owing, Owing, date]]:
        """Yield what leads before and after each day ahead, while the record is fresh, on which the benefit changes."""
        window, leading = self.outlook.window, _leading(lane)
        ahead = window.days(self.outlook.on + DAY, fresh_until(self.outlook.case)) & ~lane.hole
        for benefit, days in leading.items():
            for first, _ in window.runs(days):
                there, eve = window.day(first), window.day(first - DAY)
                ended = {old for old, led in leading.items() if led & eve and not led & there}
                before, after = _owing(lane, ended, eve), _owing(lane, {benefit}, there)
                if there & ahead and before and after:
                    yield before, after, first

    def _passage(self, group: Group, day: date) -> Finding:
        lead = group.lead(day)
        now = self.sides.owed(lead.lane, lead.owing, day, lead.owing.leading)
        before = self.sides.before(lead.lane, day)
        transition = self.sides.between(lead.person, before, now, day)
        there = self.outlook.window.day(day)
        filing = waiting_filing(self.outlook, lead.person, lead.owing.entitlement.claim, day)
        return Finding(
            id=group.id(FindingKind.PASSAGE_AHEAD, day),
            kind=FindingKind.PASSAGE_AHEAD,
            mechanism=Mechanism.CHANGE,
            cause="benefit",
            nature=None,
            severity=Severity.NOTICE,
            predicted=True,
            aspect=lead.lane.aspect.id,
            persons=group.persons,
            since=day,
            until=None,
            before=before,
            now=now,
            transition=transition,
            consequences=consequences(self.lanes, group, lambda _, owing: owing.leading & there),
            bridge=self.sides.bridge(lead.lane, day),
            filed=filing.on if filing else None,
            deemed_filed=filing.basis if filing else (),
            disputed=disputes(lead.owing.entitlement, transition),
            basis=lead.owing.entitlement.basis,
            says=sentences.passage(lead.lane.aspect),
        )


def _leading(lane: Lane) -> dict[str, DaySet]:
    """By benefit, the days on which it decides who pays."""
    found: dict[str, DaySet] = {}
    for owing in lane.owings:
        benefit = owing.entitlement.benefit
        found[benefit] = found.get(benefit, 0) | owing.leading & lane.due.possibly
    return found


def _owing(lane: Lane, benefits: set[str], day: DaySet) -> Owing | None:
    return next((each for each in lane.owings if each.leading & day and each.entitlement.benefit in benefits), None)
