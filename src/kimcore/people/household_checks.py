"""What must hold of a household: who is named belongs to it, nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from attrs import field, frozen

from kimcore.errors import did_you_mean, listed
from kimcore.people.history import Unknown
from kimcore.people.household import ONE_WAY, RELATION_KINDS, CommunityOfNeed, Recording, Relation, recorded_day
from kimcore.people.spot import MOST_ENTRIES, Spot, is_day

if TYPE_CHECKING:
    from kimcore.people.case import Case

LATER = "the one that holds needs a later 'recorded_on'"


@frozen
class Roll:
    """Who belongs to a case, and the day the record was read: what a part of a record is checked against.

    Args:
        as_of: The day the record was read.
        keys: The keys of the persons; None: one of them cannot be pointed to, so that none is missed.
    """

    as_of: date
    keys: frozenset[str] | None = field(repr=False)

    def belongs(self, spot: Spot, name: str | None, key: object) -> None:
        """Check that a key is that of a person of the case."""
        if spot.text(name, key) and self.keys is not None and key not in self.keys:
            # Keys are opaque, so that those of the case may be named; what stands here may be anything.
            problem, hint = "no person of this case has this key", did_you_mean(str(key), self.keys)
            spot.add("unknown-person", name, problem, allowed=listed(self.keys), hint=hint)

    def dated(self, spot: Spot, value: object) -> None:
        """Check the days on which something holds, and the day it was recorded."""
        spot.days(value, "first", "last", "recorded_on")
        spot.in_order(value, "first", "last")
        spot.known_by(self.as_of, value, "recorded_on")


def check_household(spot: Spot, case: Case, roll: Roll) -> None:
    """Note every fault of the relations and communities of need of a case."""
    if not isinstance(case.relations, Unknown):
        spot.each("relations", case.relations, Relation, lambda at, each: _relation(roll, at, each))
        _not_both_ways(spot, case.relations)
        for index in contradicting(case.relations, Relation, _same, _other_end, roll):
            spot.add("contradiction", f"relations[{index}]", "an earlier relation ends on another day", hint=LATER)
    if not isinstance(case.communities, Unknown):
        spot.each("communities", case.communities, CommunityOfNeed, lambda at, each: _community(roll, at, each))
        for index in contradicting(case.communities, CommunityOfNeed, lambda _: "", _in_two, roll):
            problem = "a member stands in an earlier community of need on the same day"
            spot.add("contradiction", f"communities[{index}]", problem, hint=LATER)


def _relation(roll: Roll, spot: Spot, relation: Relation) -> None:
    spot.word("kind", relation.kind, RELATION_KINDS)
    roll.belongs(spot, "person", relation.person)
    roll.belongs(spot, "to", relation.to)
    if relation.person == relation.to:
        spot.add("self-relation", "to", "a person has no relation to itself")
    roll.dated(spot, relation)


def _not_both_ways(spot: Spot, relations: object) -> None:
    """Of two persons one is the other's parent or guardian, never both."""
    seen: set[tuple[object, object, object]] = set()
    for index, relation in enumerate(relations if isinstance(relations, tuple) else ()):
        if not isinstance(relation, Relation) or not _named(relation) or relation.person == relation.to:
            continue
        if (relation.kind, relation.to, relation.person) in seen:
            spot.add("contradiction", f"relations[{index}]", "the reverse of an earlier relation")
        if relation.kind in ONE_WAY:
            seen.add((relation.kind, relation.person, relation.to))


def _named(relation: Relation) -> bool:
    return are_texts(relation.kind, relation.person, relation.to)


def _same(relation: Relation) -> Hashable:
    return relation.key if _named(relation) else id(relation)


def _other_end(one: Relation, other: Relation) -> bool:
    return one.last != other.last


def _community(roll: Roll, spot: Spot, community: CommunityOfNeed) -> None:
    roll.dated(spot, community)
    if not isinstance(community.members, tuple):
        spot.wrong_type("members", "a list of keys of persons")
        return
    if not 0 < len(community.members) <= MOST_ENTRIES:
        spot.add("length", "members", "the list is empty or too long", allowed=f"1 to {MOST_ENTRIES} members")
        return
    for index, member in enumerate(community.members):
        at = f"members[{index}]"
        roll.belongs(spot, at, member)
        if member in community.members[:index]:
            spot.add("duplicate-person", at, "an earlier member has the same key")


def _in_two(one: CommunityOfNeed, other: CommunityOfNeed) -> bool:
    """Whether two share a day and a member, and are not the same; what are no members is told elsewhere."""
    if one.members == other.members or not one.days.overlaps(other.days):
        return False
    return bool(_texts(one.members) & _texts(other.members))


def _texts(values: object) -> set[str]:
    return {value for value in values if isinstance(value, str)} if isinstance(values, tuple) else set()


# ------------------------------------------------------------------------------- contradictions


class Stretched(Protocol):
    """What holds on days and was recorded on one."""

    @property
    def first(self) -> date | None:
        """The first day; None: open."""

    @property
    def last(self) -> date | None:
        """The last day; None: open."""

    @property
    def recorded_on(self) -> date | None:
        """The day it was recorded; None counts as the day the record was read."""


_Stretched = TypeVar("_Stretched", bound=Stretched)
_Recorded = TypeVar("_Recorded", bound=Recording)


def contradicting(
    values: object,
    cls: type[_Stretched],
    key: Callable[[_Stretched], Hashable],
    clash: Callable[[_Stretched, _Stretched], bool],
    roll: Roll,
) -> Iterator[int]:
    """Yield the places of values that say otherwise than an earlier one of the same key, recorded on the same day.

    Values whose days are none, or in no order, are told of elsewhere and compared with none.
    """
    seen: dict[Hashable, list[_Stretched]] = {}
    for index, value in enumerate(values if isinstance(values, tuple) and len(values) <= MOST_ENTRIES else ()):
        if not isinstance(value, cls) or not _dated_well(value):
            continue
        earlier = seen.setdefault((recorded_day(value, roll.as_of), key(value)), [])
        if any(clash(other, value) for other in earlier):
            yield index
        earlier.append(value)


def recorded_again(
    values: object,
    cls: type[_Recorded],
    sound: Callable[[_Recorded], bool],
    key: Callable[[_Recorded], Hashable],
    roll: Roll,
) -> Iterator[tuple[int, _Recorded, _Recorded]]:
    """Yield place and value of what an earlier value of the same key was recorded on the same day as, with that one.

    Args:
        values: The values; of another class they are told of elsewhere.
        cls: Their class.
        sound: Whether a value has what its key is made of.
        key: What a correction has in common with what it corrects.
        roll: The day the record was read.
    """
    seen: dict[Hashable, _Recorded] = {}
    for index, value in enumerate(values if isinstance(values, tuple) else ()):
        if isinstance(value, cls) and sound(value):
            day = value.recorded_on if is_day(value.recorded_on) else roll.as_of
            mark = (key(value), day)
            if mark in seen:
                yield index, value, seen[mark]
            else:
                seen[mark] = value


def are_texts(*values: object) -> bool:
    """Tell whether all values are texts, so that they can be compared."""
    return all(isinstance(value, str) for value in values)


def _dated_well(value: Stretched) -> bool:
    days = (value.first, value.last, value.recorded_on)
    sound = all(day is None or is_day(day) for day in days)
    return sound and (value.first is None or value.last is None or value.first <= value.last)
