"""From lanes to findings: holes, passages ahead, pending applications, payments without entitlement.

Findings with the same remedy for the same claim unit are one finding. What follows another entitlement is a consequence
of that one's finding, never a finding of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from attrs import define, field, frozen

from kimcore.dates import Period, end_of_month, first_of_month, passed
from kimcore.evaluation import sentences
from kimcore.evaluation.claims import reach, unit_of
from kimcore.evaluation.finding import Consequence, Finding, FindingKind, Nature, Severity, Side
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.moves import Moves
from kimcore.evaluation.named import NamedGaps
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import Sides
from kimcore.language.window import DaySet, union
from kimcore.law.citation import Citation
from kimcore.people.history import Unknown
from kimcore.rules.statement import Claim, Entitlement, Statement, Transition
from kimcore.text import Text

DaysOf = Callable[[Lane, Owing], DaySet]

DAY = timedelta(days=1)
SOON = timedelta(days=30)
"""A gap that is running or begins within these days threatens existence."""


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
        found = [*self.holes(), *self.holes_in_the_law(), *self.pending(), *self.without_entitlement()]
        taken = {(finding.aspect, person, finding.since) for finding in found for person in finding.persons}
        taken |= {(f.aspect, p, f.now.first) for f in found if f.now and f.now.first for p in f.persons}
        found += [*self.passages(taken), *Moves(self.lanes).findings(), *NamedGaps(self.outlook).findings()]
        return tuple(sorted(found, key=lambda finding: finding.order))

    # ------------------------------------------------------------------------------- holes

    def holes(self) -> Iterator[Finding]:
        """Yield the gaps that somebody owes and nobody answers."""
        groups = self._grouped(lambda lane, owing: lane.hole & owing.leading)
        for group in groups:
            for first, last in self.outlook.window.runs(group.days):
                finding = self._hole(group, first, last)
                if finding is not None:
                    yield finding

    def _grouped(self, days: DaysOf) -> list[Group]:
        """Group by claim unit what leads and stands for itself, in the order of the lanes."""
        groups: dict[tuple[int, tuple[str, ...]], Group] = {}
        for lane in self.lanes:
            for owing in lane.owings:
                found = days(lane, owing) if owing.root is None else 0
                if found:
                    unit = unit_of(self.outlook, lane.person, owing.entitlement.claim)
                    group = groups.setdefault((id(owing.entitlement), unit), Group(owing.entitlement))
                    group.members.append(Member(lane, owing, found))
        return list(groups.values())

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
        transition = self._transition(lead.lane.person, before, now, start)
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

    def _transition(self, person: str, before: Side | None, now: Side, day: date) -> Transition | None:
        return self.sides.transition(person, before.benefit, now.benefit, day) if before else None

    def holes_in_the_law(self) -> Iterator[Finding]:
        """Yield the gaps for which no entitlement of the rulebook is even possible."""
        for lane in self.lanes:
            nobody = lane.hole & ~lane.possible
            for first, last in self.outlook.window.runs(nobody):
                if last >= self.outlook.on:
                    yield self._hole_in_the_law(lane, first, last)

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

    # ------------------------------------------------------------------------------- applications

    def pending(self) -> Iterator[Finding]:
        """Yield the applications that wait for an answer on the day of evaluation."""
        today = self.outlook.today
        groups = self._grouped(
            lambda lane, owing: owing.claimed.definitely & owing.leading & lane.due.possibly & ~_paid(lane, owing)
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
        transition = self._transition(lead.lane.person, before, now, first)
        filed, deemed = self._filed(lead.lane.person, group.entitlement)
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
            bridge=self._bridge(lead.lane, on),
            filed=filed,
            deemed_filed=deemed,
            disputed=disputes(group.entitlement, transition),
            basis=group.entitlement.basis,
            says=sentences.pending(lead.lane.aspect, covered=covered),
        )

    def _filed(self, person: str, entitlement: Entitlement) -> tuple[date | None, tuple[Citation, ...]]:
        """The day of the latest application of the unit, and the sources that take one as filed."""
        claim = entitlement.claim
        unit = unit_of(self.outlook, person, claim)
        known = () if isinstance(self.outlook.case.applications, Unknown) else self.outlook.case.applications
        days = [each.filed for each in known if each.person in unit and each.matter == claim.matter]
        if days:
            return max(days), ()
        deemed = next((each for each in claim.deemed_filed if reach(each.on, claim) <= self.outlook.window.last), None)
        return (deemed.on, deemed.basis) if deemed else (None, ())

    def _bridge(self, lane: Lane, day: date) -> Entitlement | None:
        """What pays in the place of what is owed and not yet paid on a day."""
        there = self.outlook.window.day(day)
        return next((owing.entitlement for owing in lane.owings if owing.bridges and owing.owed & there), None)

    # ------------------------------------------------------------------------------- passages

    def passages(self, taken: set[tuple[str | None, str, date]]) -> Iterator[Finding]:
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
        """The days after the day of evaluation on which another benefit leads than on the day before."""
        window, runs = self.outlook.window, []
        for owing in lane.owings:
            runs += [(first, last, owing) for first, last in window.runs(owing.leading & lane.due.possibly)]
        runs.sort(key=lambda run: run[0])
        for (_, end, old), (first, _, new) in zip(runs, runs[1:], strict=False):
            differ = old.entitlement.benefit != new.entitlement.benefit
            if differ and first == end + DAY and first > self.outlook.on:
                yield old, new, first

    def _passage(self, group: Group, day: date) -> Finding:
        members = group.members
        lead = members[0]
        now = self.sides.owed(lead.lane, lead.owing, day, lead.owing.leading)
        before = self.sides.before(lead.lane, day)
        transition = self._transition(lead.lane.person, before, now, day)
        there = self.outlook.window.day(day)
        filed, deemed = self._filed(lead.lane.person, group.entitlement)
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
            bridge=self._bridge(lead.lane, day),
            filed=filed,
            deemed_filed=deemed,
            disputed=disputes(group.entitlement, transition),
            basis=group.entitlement.basis,
            says=sentences.passage(lead.lane.aspect),
        )

    # ------------------------------------------------------------------------------- payments

    def without_entitlement(self) -> Iterator[Finding]:
        """Yield what is paid on the day of evaluation although every entitlement to it is ruled out."""
        today = self.outlook.today
        found: dict[str, list[tuple[Lane, Entitlement]]] = {}
        for lane in self.lanes:
            for benefit, days in lane.recorded.items():
                owing = [each for each in lane.owings if each.entitlement.benefit == benefit]
                if days & today and owing and not today & union(each.possible for each in owing):
                    found.setdefault(benefit, []).append((lane, owing[0].entitlement))
        for benefit, paid in found.items():
            yield self._without_entitlement(benefit, paid)

    def _without_entitlement(self, benefit: str, paid: list[tuple[Lane, Entitlement]]) -> Finding:
        on = self.outlook.on
        lane, entitlement = paid[0]
        persons = tuple(each.person for each, _ in paid)
        return Finding(
            id=f"{FindingKind.PAYMENT_WITHOUT_ENTITLEMENT.value}:{benefit}:{'+'.join(persons)}",
            kind=FindingKind.PAYMENT_WITHOUT_ENTITLEMENT,
            nature=None,
            severity=Severity.NOTICE,
            predicted=False,
            aspect=lane.aspect.id,
            persons=persons,
            since=on,
            until=None,
            before=self.sides.paid(lane, benefit, on),
            basis=entitlement.basis,
            says=sentences.without_entitlement(lane.aspect),
        )


def _paid(lane: Lane, owing: Owing) -> DaySet:
    return lane.paid.get(owing.entitlement.benefit, 0)


def finding_id(kind: FindingKind, what: str, members: Iterable[Member], first: date) -> str:
    """Return the id of a finding, the same in every run: kind, what is owed, for whom, first day."""
    persons = "+".join(member.lane.person for member in members)
    return f"{kind.value}:{what}:{persons}:{first}"


def savable_from(on: date, claim: Claim) -> date:
    """Return the earliest day that acting on a day can still save."""
    return reach(on, claim) if claim.by == "application" else on


def act_by(start: date, on: date, claim: Claim) -> date | None:
    """Return the last day of acting that saves everything from `start` on; None where nobody has to apply."""
    if claim.by != "application":
        return None
    day = max(on, start)
    if claim.reaches_back == "start of month":
        return end_of_month(day)
    if claim.reaches_back is None or isinstance(claim.reaches_back, str):
        return day
    return end_of_month(passed(first_of_month(start), claim.reaches_back))


def worth_acting(first: date, on: date, entitlement: Entitlement) -> bool:
    """Tell whether it is time to act on a gap; before that it stands in the projection, not in the list."""
    return entitlement.act_from is None or passed(on, entitlement.act_from) >= first


def severity_of(first: date, on: date) -> Severity:
    """Return the severity of a gap in an aspect of existence that begins on a day."""
    return Severity.EXISTENCE if first <= on + SOON else Severity.RIGHT


def disputes(*statements: Statement | None) -> tuple[Text, ...]:
    """Return what is in dispute about the statements."""
    return tuple(dict.fromkeys(each.disputed for each in statements if each is not None and each.disputed is not None))


def run_with(outlook: Outlook, days: DaySet, day: date) -> tuple[date, date]:
    """Return the unbroken run of a set that holds a day."""
    return next((first, last) for first, last in outlook.window.runs(days) if first <= day <= last)
