"""Who stands in a relation to a person, and on which days, as the record of a case says."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from kimcore.dates import Period
from kimcore.language.syntax import RelationName
from kimcore.people.case import Case
from kimcore.people.history import Unknown
from kimcore.people.household import PARTNERS, as_corrected, membership

ALWAYS = Period(None, None)


@frozen
class Relative:
    """Somebody who stands in a relation to a person, and the days on which that is so.

    Args:
        person: The key of the other person.
        period: The days, both ends included.
    """

    person: str
    period: Period = ALWAYS


def relatives_in(case: Case, person: str, relation: RelationName) -> tuple[Relative, ...] | Unknown:
    """Return who stands in a relation to a person of a case; Unknown where the case holds no relations.

    Args:
        case: The record of a household.
        person: The key of the person.
        relation: The relation, as a test names it; partners are spouses and partners.
    """
    if relation == "member":
        return tuple(_members_with(case, person))
    if isinstance(case.relations, Unknown):
        return case.relations
    if relation == "sibling":
        return _siblings(case, person)
    return tuple(_related(case, person, relation))


def _related(case: Case, person: str, relation: RelationName) -> Iterator[Relative]:
    """Who is recorded as standing in a relation to the person, each for the days of one record."""
    kinds, reads = _RECORDED_AS[relation]
    known = () if isinstance(case.relations, Unknown) else case.relations
    for each in as_corrected(known, lambda one: one.key, as_of=case.as_of):
        if each.kind in kinds:
            pairs = ((each.to, each.person), (each.person, each.to))
            found = (other for (one, other), read in zip(pairs, reads, strict=True) if read and one == person)
            yield from (Relative(other, each.days) for other in found)


_RECORDED_AS: Mapping[RelationName, tuple[frozenset[str], tuple[bool, bool]]] = {
    "partner": (PARTNERS, (True, True)),
    "parent": (frozenset({"parent"}), (True, False)),
    "child": (frozenset({"parent"}), (False, True)),
    "sibling": (frozenset({"sibling"}), (True, True)),
}
"""The kinds of record a relation is read from, and whether from its `to` to its `person`, and the other way."""


def _members_with(case: Case, person: str) -> Iterator[Relative]:
    """The others of the household, on the days on which both belong to it."""
    own = [each for one in case.persons if one.key == person for each in membership(one, as_of=case.as_of)]
    for other in case.persons:
        for days in membership(other, as_of=case.as_of) if other.key != person else ():
            shared = (days.intersect(period) for period in own)
            yield from (Relative(other.key, period) for period in shared if period is not None)


def _siblings(case: Case, person: str) -> tuple[Relative, ...]:
    """Who is recorded as a sibling, and who has a parent with the person on the same days."""
    found = list(_related(case, person, "sibling"))
    for parent in _related(case, person, "parent"):
        for child in _related(case, parent.person, "child"):
            both = child.period.intersect(parent.period)
            if child.person != person and both is not None:
                found.append(Relative(child.person, both))
    return tuple(dict.fromkeys(found))
