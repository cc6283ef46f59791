"""Who should pay and who does, for one person and one aspect, day by day.

The projection behind all gaps: *persons file nothing, offices grant nothing new and stop what the law ends.* A recorded
payment counts as it stands up to the day of evaluation, and after it only on days on which its entitlement is at least
possible. What follows another entitlement follows the projection of that one.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from attrs import define, evolve, field, frozen

from kimcore.evaluation.claims import Claimed, claim_questions, claimed_days
from kimcore.evaluation.outlook import Outlook
from kimcore.language.daysets import Reading, Verdict
from kimcore.language.timeline import Members
from kimcore.language.window import DaySet, union
from kimcore.rules.statement import Aspect, Entitlement, Statement

_Kind = TypeVar("_Kind", bound=Statement)

NOTHING = Verdict(0, 0)


@frozen(kw_only=True)
class Owing:
    """One version of an entitlement for one person.

    Args:
        entitlement: the version.
        sure: the days on which it applies.
        owed: the days on which it applies, or applies unless an exception is found.
        possible: the days on which it is not ruled out.
        claimed: the days for which it was applied for in time and is not yet answered.
        leading: the days on which it is owed and decides who pays: nothing it yields to is owed.
        may_lead: the days on which that is not ruled out.
        root: what it follows, None where it stands for itself.
    """

    entitlement: Entitlement
    sure: DaySet
    owed: DaySet
    possible: DaySet
    claimed: Claimed
    leading: DaySet = 0
    may_lead: DaySet = 0
    root: str | None = None

    @property
    def id(self) -> str:
        """The id of the entitlement."""
        return self.entitlement.id

    @property
    def bridges(self) -> bool:
        """Whether it only pays in the place of another."""
        return bool(self.entitlement.stands_in_for)


@frozen(kw_only=True)
class Lane:
    """One person and one aspect over the window.

    Args:
        person: the key of the person.
        aspect: the aspect.
        due: the days on which the person must be covered, of those on which they belong to the household.
        owings: the entitlements of the aspect.
        paid: by benefit, the days on which it is paid, as recorded and projected.
        unsure: the days on which more may be paid than is recorded.
        covered: the days on which a benefit is paid, or insures by law because what it follows is paid.
        maybe_covered: the days on which that is so for all that is known.
        resting: the covered days on which what is paid is only taken to go on, because nothing rules out that it is
            owed.
    """

    person: str
    aspect: Aspect
    due: Verdict = field(repr=False)
    owings: tuple[Owing, ...] = field(repr=False)
    paid: Mapping[str, DaySet] = field(repr=False)
    recorded: Mapping[str, DaySet] = field(repr=False)
    unsure: DaySet = field(repr=False)
    covered: DaySet = field(repr=False)
    maybe_covered: DaySet = field(repr=False)
    resting: DaySet = field(repr=False)

    @property
    def owed(self) -> DaySet:
        """The days on which somebody owes."""
        return union(owing.owed for owing in self.owings)

    @property
    def possible(self) -> DaySet:
        """The days on which somebody may owe."""
        return union(owing.possible for owing in self.owings)

    @property
    def claimed(self) -> Claimed:
        """The days that are claimed in time."""
        return joined(owing.claimed for owing in self.owings)

    @property
    def hole(self) -> DaySet:
        """The days on which a cover is due for certain, and for certain there is none and none is claimed."""
        return self.due.definitely & ~self.maybe_covered & ~self.claimed.possibly

    @property
    def undecided(self) -> DaySet:
        """The days on which there may be a hole: not ruled out, and not certain."""
        may_lack = self.due.possibly & ~self.covered & ~self.claimed.definitely
        return may_lack & ~self.hole | self.hole & ~self.owed & self.possible

    @property
    def in_doubt(self) -> DaySet:
        """The days on which a cover may be due, and the one there is only taken to go on."""
        return self.due.possibly & self.resting & ~self.claimed.definitely

    def leads(self, day: DaySet) -> Owing | None:
        """Return what decides who pays on a day, None where nobody owes."""
        return next((owing for owing in self.owings if owing.leading & day), None)

    def pays(self, day: DaySet) -> tuple[str, ...]:
        """Return the benefits that are paid on a day."""
        return tuple(benefit for benefit, days in self.paid.items() if days & day)


@define
class Lanes:
    """The lanes of a household, judged once each, what is followed before what follows."""

    outlook: Outlook
    _lanes: dict[tuple[str, str], Lane] = field(factory=dict, init=False)
    _versions: dict[str, tuple[Entitlement, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        by_aspect: dict[str, list[Entitlement]] = {}
        for entitlement in self.outlook.rulebook.entitlements:
            if entitlement.in_force is not None:
                by_aspect.setdefault(entitlement.aspect, []).append(entitlement)
        self._versions = {aspect: tuple(found) for aspect, found in by_aspect.items()}

    def __reduce__(self) -> tuple[type["Lanes"], tuple[Outlook]]:
        """Lanes travel to another process without what was judged, as their outlook does."""
        return Lanes, (self.outlook,)

    def __iter__(self) -> Iterator[Lane]:
        """Yield the lanes, aspect by aspect, what is followed before what follows, in the order of the case."""
        for aspect in self.outlook.rulebook.aspects_in_order:
            for person in self.outlook.persons:
                yield self.lane(person, aspect)

    def lane(self, person: str, aspect: str) -> Lane:
        """Return the lane of a person in an aspect."""
        key = (person, aspect)
        if key not in self._lanes:
            self._lanes[key] = _Builder(self, person, aspect).lane()
        return self._lanes[key]

    def aspect(self, aspect: str) -> Aspect:
        """Return the version of an aspect that is in force on the day of evaluation, else the latest."""
        return _of(self.outlook.version(aspect), Aspect)

    def entitlement(self, entitlement: str) -> Entitlement:
        """Return the version of an entitlement that is in force on the day of evaluation, else the latest."""
        return _of(self.outlook.version(entitlement), Entitlement)

    def claim_questions(self, lane: Lane, owing: Owing, day: date) -> Iterator[tuple[str, str]]:
        """Yield (person, fact) of what leaves it open whether what is owed, or what it follows, is claimed."""
        entitlement = self.entitlement(owing.root) if owing.root else owing.entitlement
        paid = self.lane(lane.person, entitlement.aspect).paid.get(entitlement.benefit, 0)
        return claim_questions(self.outlook, lane.person, entitlement, paid, day)

    def versions(self, aspect: str) -> tuple[Entitlement, ...]:
        """Return the versions of the entitlements of an aspect that are or were the law."""
        return self._versions.get(aspect, ())


@define
class _Builder:
    """Builds one lane."""

    lanes: Lanes
    person: str
    aspect: str

    @property
    def outlook(self) -> Outlook:
        return self.lanes.outlook

    def lane(self) -> Lane:
        recorded, unsure = self._recorded()
        judged = self._bridged([self._judged(version) for version in self.lanes.versions(self.aspect)], recorded)
        paid = self._projected(recorded, judged)
        owings = _led([self._claimed(owing, paid) for owing in judged])
        by_law = union(owing.owed & self._paid_to_root(owing) for owing in owings)
        maybe = union(owing.possible & self._maybe_paid_to_root(owing) for owing in owings)
        covered = union(paid.values()) | by_law
        firm = union(days & self._goes_on_surely(benefit, owings) for benefit, days in paid.items())
        return Lane(
            person=self.person,
            aspect=self.lanes.aspect(self.aspect),
            due=self._due(),
            owings=owings,
            paid=paid,
            recorded=recorded,
            unsure=unsure,
            covered=covered,
            maybe_covered=covered | unsure | maybe,
            resting=covered & ~(firm | union(owing.sure & self._surely_paid_to_root(owing) for owing in owings)),
        )

    def _due(self) -> Verdict:
        """The days on which the person must be covered, of those on which they belong to the household."""
        definitely = possibly = 0
        for version in self.outlook.rulebook.versions(self.aspect):
            if isinstance(version, Aspect) and version.in_force is not None:
                days = self.outlook.window.days(*_ends(version)) & self.outlook.belonging(self.person)
                due = self.outlook.verdict(self.person, version.due.node)
                definitely |= due.definitely & days
                possibly |= due.possibly & days
        return Verdict(definitely, possibly)

    def _recorded(self) -> tuple[dict[str, DaySet], DaySet]:
        """By benefit the days on which the record says it is paid; and the days on which there may be more."""
        recorded: dict[str, DaySet] = {}
        unsure = 0
        for days, value in self.outlook.sets.values.stretches(self.person, f"coverage.{self.aspect}"):
            known = value if isinstance(value, Members) else Members(frozenset(), closed=False)
            unsure |= 0 if known.closed else days
            for benefit in sorted(known.known):
                recorded[benefit] = recorded.get(benefit, 0) | days
        return recorded, unsure

    def _judged(self, entitlement: Entitlement) -> Owing:
        days = self.outlook.window.days(*_ends(entitlement))
        strict = self.outlook.sets.rule(self.person, entitlement.id)
        owed = self.outlook.sets.rule(self.person, entitlement.id, Reading.ASSUMING).definitely & days
        possible = strict.possibly & days
        root = entitlement.claim.of
        if root is not None:
            owed, possible = self._with_root(root, owed, possible)
        return Owing(
            entitlement=entitlement,
            sure=strict.definitely & owed,
            owed=owed,
            possible=possible,
            claimed=Claimed(0, 0),
            root=root,
        )

    # ------------------------------------------------------------------------------- what follows another

    def _root_lane(self, root: str) -> Lane:
        return self.lanes.lane(self.person, self.lanes.entitlement(root).aspect)

    def _with_root(self, root: str, owed: DaySet, possible: DaySet) -> tuple[DaySet, DaySet]:
        """Cut to the days on which what it follows is paid, or is due and decides who pays."""
        lane, paid = self._root_lane(root), self._paid_to(root)
        roots = [owing for owing in lane.owings if owing.id == root]
        leads = lane.due.definitely & union(each.leading for each in roots)
        may_lead = lane.due.possibly & union(each.may_lead for each in roots)
        return owed & (leads | paid), possible & (may_lead | paid)

    def _paid_to(self, root: str) -> DaySet:
        """The days on which the benefit of an entitlement of another aspect is paid to the person."""
        lane = self._root_lane(root)
        benefits = {owing.entitlement.benefit for owing in lane.owings if owing.id == root}
        return union(days for benefit, days in lane.paid.items() if benefit in benefits)

    def _paid_to_root(self, owing: Owing) -> DaySet:
        return self._paid_to(owing.root) if owing.root else 0

    def _maybe_paid_to_root(self, owing: Owing) -> DaySet:
        return self._paid_to(owing.root) | self._root_lane(owing.root).unsure if owing.root else 0

    def _surely_paid_to_root(self, owing: Owing) -> DaySet:
        return self._paid_to(owing.root) & ~self._root_lane(owing.root).resting if owing.root else 0

    def _root_goes_on(self, owing: Owing) -> DaySet:
        """The days on which what this one follows may be paid or is claimed; all days where it follows nothing."""
        if owing.root is None:
            return self.outlook.window.all
        lane = self._root_lane(owing.root)
        return lane.maybe_covered | lane.claimed.possibly

    def _root_surely_goes_on(self, owing: Owing) -> DaySet:
        if owing.root is None:
            return self.outlook.window.all
        lane = self._root_lane(owing.root)
        return lane.covered & ~lane.resting | lane.claimed.definitely

    # ------------------------------------------------------------------------------- what is paid

    def _projected(self, recorded: Mapping[str, DaySet], judged: list[Owing]) -> dict[str, DaySet]:
        return {benefit: days & self._goes_on(benefit, judged) for benefit, days in recorded.items()}

    def _goes_on(self, benefit: str, judged: list[Owing]) -> DaySet:
        """All days up to the day of evaluation; after it, those on which the law still allows the benefit."""
        owing = [each for each in judged if each.entitlement.benefit == benefit]
        if not owing:
            return self.outlook.window.all
        return self.outlook.past | union(each.possible & self._root_goes_on(each) for each in owing)

    def _goes_on_surely(self, benefit: str, judged: Iterable[Owing]) -> DaySet:
        """The days of `_goes_on` on which nothing that is still unknown can end the benefit."""
        owing = [each for each in judged if each.entitlement.benefit == benefit]
        if not owing:
            return self.outlook.window.all
        return self.outlook.past | union(each.sure & self._root_surely_goes_on(each) for each in owing)

    def _bridged(self, judged: list[Owing], recorded: Mapping[str, DaySet]) -> list[Owing]:
        """Cut each bridge to the days on which what it stands in for is owed and not yet paid."""
        paid = self._projected(recorded, judged)
        return [self._bridge(owing, judged, paid) if owing.bridges else owing for owing in judged]

    def _bridge(self, bridge: Owing, judged: list[Owing], paid: Mapping[str, DaySet]) -> Owing:
        over = [owing for owing in judged if owing.id in bridge.entitlement.stands_in_for]
        open_ = ~union(paid.get(owing.entitlement.benefit, 0) for owing in over)
        owed = bridge.owed & union(owing.owed for owing in over) & open_
        possible = bridge.possible & union(owing.possible for owing in over) & open_
        return evolve(bridge, sure=bridge.sure & owed, owed=owed, possible=possible)

    # ------------------------------------------------------------------------------- what is claimed

    def _claimed(self, owing: Owing, paid: Mapping[str, DaySet]) -> Owing:
        found = self._claimed_with_root(owing.root) if owing.root else self._applied_for(owing.entitlement, paid)
        return evolve(
            owing,
            claimed=Claimed(found.definitely & owing.owed, found.possibly & owing.possible, found.waiting & owing.owed),
        )

    def _applied_for(self, entitlement: Entitlement, paid: Mapping[str, DaySet]) -> Claimed:
        return claimed_days(self.outlook, self.person, entitlement, paid.get(entitlement.benefit, 0))

    def _claimed_with_root(self, root: str) -> Claimed:
        return joined(owing.claimed for owing in self._root_lane(root).owings if owing.id == root)


def joined(claims: Iterable[Claimed]) -> Claimed:
    """Return the days that lie in any of the claims."""
    known = tuple(claims)
    return Claimed(
        union(each.definitely for each in known),
        union(each.possibly for each in known),
        union(each.waiting for each in known),
    )


def _led(owings: list[Owing]) -> tuple[Owing, ...]:
    """Settle who decides: what is owed leads on the days on which nothing it yields to is owed."""
    led = []
    for owing in owings:
        names = {*owing.entitlement.yields_to, *owing.entitlement.stands_in_for}
        before = [other for other in owings if other.id in names]
        leading = owing.owed & ~union(other.owed for other in before)
        may_lead = owing.possible & ~union(other.sure for other in before)
        led.append(evolve(owing, leading=leading, may_lead=may_lead))
    return tuple(led)


def _of(statement: Statement, kind: type[_Kind]) -> _Kind:
    """The statement as what the reader of rulebooks has made sure it is."""
    if not isinstance(statement, kind):
        raise TypeError(f"{statement.id} is no {kind.__name__.lower()}")
    return statement


def _ends(statement: Aspect | Entitlement) -> tuple[date | None, date | None]:
    period = statement.in_force
    return (period.first, period.last) if period else (None, None)
