"""Who stands in one finding: the persons of a claim unit, with the days that matter and what is owed to them."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from attrs import define, field, frozen

from kimcore.evaluation.claims import unit_of
from kimcore.evaluation.finding import Consequence, FindingKind
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import matter_of
from kimcore.language.window import DaySet, union
from kimcore.rules.statement import Entitlement, Statement
from kimcore.text import Text

DaysOf = Callable[[Lane, Owing], DaySet]

DAY = timedelta(days=1)


@frozen
class Member:
    """One person of a claim unit with the days that matter and the entitlement that leads on them."""

    lane: Lane
    owing: Owing
    days: DaySet

    @property
    def person(self) -> str:
        """The key of the person."""
        return self.lane.person


@define
class Group:
    """The members of one claim unit with one remedy. A person stands in it once for each version that leads."""

    outlook: Outlook
    members: list[Member] = field(factory=list)

    @property
    def days(self) -> DaySet:
        """The days of all members."""
        return union(member.days for member in self.members)

    def on(self, days: DaySet) -> "Group":
        """Return the group of the members whom these days concern."""
        return Group(self.outlook, [member for member in self.members if member.days & days])

    def lead(self, day: date) -> Member:
        """Return the member who stands for the group on a day: concerned on it, the longest, the first key."""
        there = self.outlook.window.day(day)
        known = [member for member in self.members if member.days & there] or self.members
        return min(known, key=lambda member: (member.days & -member.days, member.person))

    @property
    def persons(self) -> tuple[str, ...]:
        """The keys of the persons, in the order of the case."""
        found = {member.person for member in self.members}
        return tuple(key for key in self.outlook.persons if key in found)

    @property
    def lanes(self) -> list[Lane]:
        """The lanes of the members."""
        return [member.lane for member in self.members]

    @property
    def entitlements(self) -> tuple[str, ...]:
        """The ids of what leads, in the order of the members."""
        return tuple(dict.fromkeys(member.owing.id for member in self.members))

    def id(self, kind: FindingKind, first: date) -> str:
        """Return the id of a finding, the same in every run: kind, what is owed first, for whom, first day."""
        persons = "+".join(sorted(self.persons))
        return f"{kind.value}:{self.lead(first).owing.id}:{persons}:{first}"


def grouped(lanes: Lanes, days: DaysOf) -> list[Group]:
    """Group by claim unit and remedy what leads and stands for itself, in the order of the lanes."""
    groups: dict[tuple[object, ...], Group] = {}
    for lane in lanes:
        for owing in lane.owings:
            found = days(lane, owing) if owing.root is None else 0
            if found:
                unit = unit_of(lanes.outlook, lane.person, owing.entitlement.claim)
                key = (lane.aspect.id, *_remedy(lanes.outlook, owing.entitlement), unit)
                groups.setdefault(key, Group(lanes.outlook)).members.append(Member(lane, owing, found))
    return list(groups.values())


def _remedy(outlook: Outlook, entitlement: Entitlement) -> tuple[str, str]:
    """What mends a gap: who claims how, and in which matter, else that entitlement alone."""
    return entitlement.claim.by, matter_of(entitlement.benefit, entitlement, outlook.on) or entitlement.id


def consequences(lanes: Lanes, group: Group, days: DaysOf) -> tuple[Consequence, ...]:
    """Return what follows what leads in a group, for its persons, on the days asked for."""
    found = {
        (lane.person, owing.id): Consequence(person=lane.person, aspect=lane.aspect.id, entitlement=owing.entitlement)
        for person in group.persons
        for lane in lanes
        for owing in lane.owings
        if lane.person == person and owing.root in group.entitlements and days(lane, owing)
    }
    return tuple(found.values())


def disputes(*statements: Statement | None) -> tuple[Text, ...]:
    """Return what is in dispute about the statements."""
    return tuple(dict.fromkeys(each.disputed for each in statements if each is not None and each.disputed is not None))


def run_with(outlook: Outlook, days: DaySet, day: date) -> tuple[date, date]:
    """Return the unbroken run of a set that holds a day."""
    return next((first, last) for first, last in outlook.window.runs(days) if first <= day <= last)


def end_of(lanes: Iterable[Lane], outlook: Outlook, last: date) -> date | None:
    """Return the last day of a run where it is known to end with it; None where it may go on, or is not looked at."""
    after = outlook.window.day(last + DAY)
    may_go_on = any((lane.undecided | lane.hole) & after for lane in lanes)
    return None if may_go_on or not after else last
