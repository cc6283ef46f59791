"""Who stands in one finding: the persons of a claim unit, with the days that matter and what is owed to them."""

from collections.abc import Callable, Iterable
from datetime import date

from attrs import define, field, frozen

from kimcore.evaluation.claims import unit_of
from kimcore.evaluation.finding import FindingKind
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.outlook import Outlook
from kimcore.language.window import DaySet, union
from kimcore.rules.statement import Entitlement, Statement
from kimcore.text import Text

DaysOf = Callable[[Lane, Owing], DaySet]


@frozen
class Member:
    """One person of a claim unit with the days that matter and the entitlement that leads on them."""

    lane: Lane
    owing: Owing
    days: DaySet


@define
class Group:
    """The members of one claim unit for one version of an entitlement."""

    entitlement: Entitlement
    members: list[Member] = field(factory=list)

    @property
    def days(self) -> DaySet:
        """The days of all members."""
        return union(member.days for member in self.members)

    def on(self, days: DaySet) -> list[Member]:
        """Return the members whom these days concern."""
        return [member for member in self.members if member.days & days]


def grouped(lanes: Lanes, days: DaysOf) -> list[Group]:
    """Group by claim unit what leads and stands for itself, in the order of the lanes."""
    groups: dict[tuple[int, tuple[str, ...]], Group] = {}
    for lane in lanes:
        for owing in lane.owings:
            found = days(lane, owing) if owing.root is None else 0
            if found:
                unit = unit_of(lanes.outlook, lane.person, owing.entitlement.claim)
                group = groups.setdefault((id(owing.entitlement), unit), Group(owing.entitlement))
                group.members.append(Member(lane, owing, found))
    return list(groups.values())


def finding_id(kind: FindingKind, what: str, members: Iterable[Member], first: date) -> str:
    """Return the id of a finding, the same in every run: kind, what is owed, for whom, first day."""
    persons = "+".join(member.lane.person for member in members)
    return f"{kind.value}:{what}:{persons}:{first}"


def disputes(*statements: Statement | None) -> tuple[Text, ...]:
    """Return what is in dispute about the statements."""
    return tuple(dict.fromkeys(each.disputed for each in statements if each is not None and each.disputed is not None))


def run_with(outlook: Outlook, days: DaySet, day: date) -> tuple[date, date]:
    """Return the unbroken run of a set that holds a day."""
    return next((first, last) for first, last in outlook.window.runs(days) if first <= day <= last)
