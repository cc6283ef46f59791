"""A household: how its persons are bound, who stands in one community of need, who belongs to it on which days."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from typing import Literal, Protocol, TypeVar, get_args

from attrs import frozen

from kimcore.dates import Period
from kimcore.people.history import Discreet, Stretch, Unknown, current
from kimcore.people.kinds import Membership
from kimcore.people.person import Person

RelationKind = Literal["spouse", "partner", "parent", "guardian", "sibling", "other"]
"""How two persons can be bound."""

RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)

PARTNERS: frozenset[RelationKind] = frozenset({"spouse", "partner"})
"""The kinds that a test means by `partner`."""

ONE_WAY: frozenset[RelationKind] = frozenset({"parent", "guardian"})
"""The kinds in which one is something to the other that the other is not to them."""

DAY = timedelta(days=1)


@frozen(kw_only=True, repr=False)
class Relation(Discreet):
    """How one person of the case is bound to another.

    Siblings who share a parent of the case need no relation of their own. Of relations of one kind between the same
    two that begin on the same day the one recorded last holds: so an end that came out later is a correction.

    Args:
        kind: spouse, partner, sibling, other (each both ways), parent or guardian (`person` is that of `to`).
        person: The key of the one.
        to: The key of the other.
        first: The first day; None: open.
        last: The last day, included; None: open.
        recorded_on: The day it was recorded; None counts as the day the record was read.

    Example:
        >>> Relation(kind="parent", person="P1", to="P2")
        Relation(kind, person, to)
    """

    kind: RelationKind
    person: str
    to: str
    first: date | None = None
    last: date | None = None
    recorded_on: date | None = None

    @property
    def days(self) -> Period:
        """The days on which they are bound."""
        return Period(self.first, self.last)

    @property
    def key(self) -> tuple[str, tuple[str, str], date | None]:
        """What a correction has in common with what it corrects."""
        ends = (self.person, self.to)
        return self.kind, ends if self.kind in ONE_WAY else (min(ends), max(ends)), self.first


@frozen(kw_only=True, repr=False)
class CommunityOfNeed(Discreet):
    """A Bedarfsgemeinschaft as an office has formed it: whose needs and means count together.

    A person stands in one at a time: of those that cover a day the one recorded last decides for each of its members.

    Args:
        members: The keys of the persons.
        first: The first day; None: open.
        last: The last day, included; None: open.
        recorded_on: The day it was recorded; None counts as the day the record was read.

    Example:
        >>> CommunityOfNeed(members=("P1", "P2"), first=date(2026, 7, 1))
        CommunityOfNeed(members, first)
    """

    members: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    recorded_on: date | None = None

    @property
    def days(self) -> Period:
        """The days on which it stands."""
        return Period(self.first, self.last)


# ------------------------------------------------------------------------------- what was recorded last


class Recording(Protocol):
    """What was recorded on a day."""

    @property
    def recorded_on(self) -> date | None:
        """The day it was recorded; None counts as the day the record was read."""


_Recording = TypeVar("_Recording", bound=Recording)


def recorded_day(value: Recording, as_of: date) -> date:
    """Return the day on which something was recorded, at the latest that on which the record was read."""
    return as_of if value.recorded_on is None else value.recorded_on


def as_corrected(
    values: Iterable[_Recording], key: Callable[[_Recording], Hashable], *, as_of: date
) -> tuple[_Recording, ...]:
    """Return what holds of several recordings of the same: of those with one key the one recorded last.

    Args:
        values: What was recorded.
        key: What a correction has in common with what it corrects.
        as_of: The day the record was read.

    Example:
        >>> married = Relation(kind="spouse", person="P1", to="P2", recorded_on=date(2026, 1, 5))
        >>> parted = Relation(kind="spouse", person="P1", to="P2", last=date(2026, 6, 30), recorded_on=date(2026, 7, 2))
        >>> as_corrected([parted, married], lambda one: one.key, as_of=date(2026, 11, 23)) == (parted,)
        True
    """
    found: dict[Hashable, _Recording] = {}
    for value in values:
        before = found.get(key(value))
        if before is None or recorded_day(before, as_of) < recorded_day(value, as_of):
            found[key(value)] = value
    return tuple(found.values())


def community_of(
    communities: Iterable[CommunityOfNeed], person: str, *, on: date, as_of: date
) -> tuple[str, ...] | None:
    """Return those who stand in one recorded community of need with a person on a day, None where in none.

    Args:
        communities: What was recorded.
        person: The key of the person, who is one of those returned.
        on: The day.
        as_of: The day the record was read.

    Example:
        >>> family = CommunityOfNeed(members=("P1", "P2", "P3"), recorded_on=date(2026, 1, 5))
        >>> parents = CommunityOfNeed(members=("P1", "P2"), first=date(2026, 7, 1), recorded_on=date(2026, 7, 2))
        >>> community_of([family, parents], "P1", on=date(2026, 7, 1), as_of=date(2026, 11, 23))
        ('P1', 'P2')
        >>> community_of([family, parents], "P3", on=date(2026, 7, 1), as_of=date(2026, 11, 23))
        ('P3',)
    """
    standing = [each for each in communities if on in each.days]

    def deciding(member: str) -> CommunityOfNeed | None:
        with_member = [each for each in standing if member in each.members]
        return max(with_member, key=lambda each: recorded_day(each, as_of), default=None)

    own = deciding(person)
    return None if own is None else tuple(member for member in own.members if deciding(member) is own)


# ------------------------------------------------------------------------------- who belongs to it


def membership(person: Person, *, as_of: date) -> tuple[Period, ...]:
    """Return the days on which a person belongs to the household, as periods in order.

    Who has an entry that says so belongs on the days of such entries and on no other. Who has none belongs on all days
    but those that an entry rules out: somebody of whom nothing is recorded belongs on every day. A day on which it is
    recorded as unknown is not ruled out. An open end goes on, and does not become stale.

    Args:
        person: The person.
        as_of: The day the record was read.

    Example:
        >>> left = Person(key="P1", membership=(Membership(first=date(2026, 7, 1), belongs=False),))
        >>> [str(days) for days in membership(left, as_of=date(2026, 11, 23))]
        ['to 2026-06-30']
    """
    stretches = current(person.membership, as_of=as_of).get((), ())
    ruled_out = [each for each in stretches if each.entry.belongs is False or each.entry.belongs is None]
    if any(each.entry.belongs is True for each in stretches):
        return tuple(Period(each.first, each.last) for each in stretches if each not in ruled_out)
    return _around(ruled_out)


def unknown_membership(person: Person, *, as_of: date) -> tuple[tuple[Period, Unknown], ...]:
    """Return the days on which it is recorded that nobody knows whether a person belongs, and why."""
    stretches = current(person.membership, as_of=as_of).get((), ())
    told = ((Period(each.first, each.last), each.entry.belongs) for each in stretches)
    return tuple((days, belongs) for days, belongs in told if isinstance(belongs, Unknown))


def _around(ruled_out: list[Stretch[Membership]]) -> tuple[Period, ...]:
    """All days but these, which lie in order."""
    found, start = [], date.min
    for each in ruled_out:
        end = date.min if each.first is None else each.first - DAY
        if start <= end and each.first is not None:
            found.append(Period(None if start == date.min else start, end))
        if each.last is None:
            return tuple(found)
        start = each.last + DAY
    return (*found, Period(None if start == date.min else start, None))
