"""From the record of a case to timelines of facts.

Of the entries of a history that cover a day the one recorded last decides (`people.history.current`). A day
that no entry covers is *none* where the record claims to be complete, else *unknown*. After the day on which
the record was read, open entries and *none* go on for `stale_after` days and are unknown from then on; dated
ends end.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol, TypeVar

from attrs import frozen

from kimcore.errors import UnknownNameError, did_you_mean
from kimcore.language import decisions
from kimcore.language.relatives import Relative, relatives_in
from kimcore.language.syntax import RelationName
from kimcore.language.timeline import Layer, Members, Timeline
from kimcore.language.vocabulary import Fact, Vocabulary
from kimcore.people.application import Application
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED, Entry, Stretch, Unknown, current, key_of
from kimcore.people.household import membership, unknown_membership
from kimcore.people.person import Person

_Item = TypeVar("_Item")

STALE = Unknown("stale")


class Facts(Protocol):
    """What the judges read: timelines of the facts of a household and who is related to whom."""

    @property
    def persons(self) -> tuple[str, ...]:
        """The keys of the persons, in the order of the record."""

    def timeline(self, person: str, fact: str) -> Timeline:
        """Return the timeline of a fact; a fact of which nothing is recorded is unknown on all days."""

    def relatives(self, person: str, relation: RelationName) -> tuple[Relative, ...] | Unknown:
        """Return who stands in this relation to the person, or `Unknown`."""


@frozen
class PlainFacts:
    """Facts given as timelines, for those who keep no `Case`.

    Args:
        vocabulary: The facts there are.
        timelines: By person and fact, the timelines that are known.
        relations: By person and relation, who stands in it; `Unknown`: nothing is known of relations.
    """

    vocabulary: Vocabulary
    timelines: Mapping[str, Mapping[str, Timeline]]
    relations: Mapping[tuple[str, RelationName], tuple[Relative, ...]] | Unknown = NOT_RECORDED

    @property
    def persons(self) -> tuple[str, ...]:
        """The keys of the persons, in the order given."""
        return tuple(self.timelines)

    def timeline(self, person: str, fact: str) -> Timeline:
        """Return the timeline of a fact; a fact that was not given is unknown on all days."""
        given = self.timelines[person].get(fact)
        return given if given is not None else unknown_timeline(self.vocabulary[fact])

    def relatives(self, person: str, relation: RelationName) -> tuple[Relative, ...] | Unknown:
        """Return who was given as standing in this relation, nobody where nobody was given."""
        if isinstance(self.relations, Unknown):
            return self.relations
        return self.relations.get((person, relation), ())


class CaseFacts:
    """The facts of a case. Timelines are made when they are first asked for."""

    def __init__(self, case: Case, vocabulary: Vocabulary) -> None:
        self.case = case
        self.vocabulary = vocabulary
        self._people = {person.key: person for person in case.persons}
        self._timelines: dict[tuple[str, str], Timeline] = {}
        self._relatives: dict[tuple[str, RelationName], tuple[Relative, ...] | Unknown] = {}

    @property
    def persons(self) -> tuple[str, ...]:
        """The keys of the persons, in the order of the case."""
        return tuple(self._people)

    def timeline(self, person: str, fact: str) -> Timeline:
        """Return the timeline of a fact.

        Args:
            person: The key of the person.
            fact: The id of the fact.

        Raises:
            UnknownNameError: The case has no such person, or the vocabulary no such fact.
        """
        key = (person, fact)
        if key not in self._timelines:
            self._timelines[key] = self._read(_found(person, self._people, "person"), fact)
        return self._timelines[key]

    def _read(self, person: Person, name: str) -> Timeline:
        fact = _found(name, self.vocabulary, "fact")
        if fact.derive is not None:
            return fact.derive(self.case, person)
        if fact.history is None:
            return unknown_timeline(fact)
        family, _, rest = name.partition(".")
        reader = _DERIVED.get(family) or _READERS.get(fact.history, _field)
        return reader(self.case, person, fact, rest)

    def relatives(self, person: str, relation: RelationName) -> tuple[Relative, ...] | Unknown:
        """Return who stands in this relation to the person; `Unknown` where the case holds no relations."""
        key = (person, relation)
        if key not in self._relatives:
            self._relatives[key] = relatives_in(self.case, person, relation)
        return self._relatives[key]


def facts_of(case: Case, vocabulary: Vocabulary) -> CaseFacts:
    """Return the facts of a case in the words of a vocabulary.

    Args:
        case: The record of a household.
        vocabulary: The facts that may be asked for.
    """
    return CaseFacts(case, vocabulary)


def unknown_timeline(fact: Fact) -> Timeline:
    """Return the timeline of a fact of which nothing is known."""
    return Timeline.constant(Members(frozenset(), closed=False) if fact.type.kind == "codes" else NOT_RECORDED)


def _found(key: str, items: Mapping[str, _Item], what: str) -> _Item:
    if key not in items:
        raise UnknownNameError(f"there is no {what} {key!r}; {did_you_mean(key, items) or 'see the list of them'}")
    return items[key]


# ---------------------------------------------------------------------------------------- reading histories


def fresh_until(case: Case) -> date:
    """Return the last day on which what was open when the record was read is taken as unchanged."""
    return case.as_of + timedelta(days=case.stale_after)


def _ground(case: Case, person: Person, history: str, none: object, unknown: object, stale: object) -> list[Layer]:
    """The layers below the entries: unknown, *none* where the record is complete, stale after a time."""
    end = fresh_until(case)
    claims = person.complete_for(history, as_of=case.as_of)
    ends = [(claim.first, end if claim.last == case.as_of else claim.last, none) for claim in claims]
    return [(None, None, unknown), *ends, (end + timedelta(days=1), None, stale)]


def _laid(case: Case, entries: Iterable[Entry], value: Callable[[Entry], object]) -> list[Layer]:
    """The layers of entries of one key; an entry with an open end reaches as far as the record is fresh."""
    end = fresh_until(case)
    stretches = [each for found in current(entries, as_of=case.as_of).values() for each in found]
    return [(each.first, _carried(each, end), value(each.entry)) for each in stretches]


def _carried(stretch: Stretch[Entry], end: date) -> date:
    if stretch.last is None:
        return end
    return min(stretch.last, end) if stretch.entry.last is None else stretch.last


def _field(case: Case, person: Person, fact: Fact, name: str) -> Timeline:
    """A field of a history that holds one value at a time."""
    history = fact.history or ""
    entries: tuple[Entry, ...] = getattr(person, history)
    if fact.type.kind == "codes":
        ground = _ground(case, person, history, _NONE_OF_A_SET, _UNKNOWN_SET, _UNKNOWN_SET)
        return Timeline.painted([*ground, *_laid(case, entries, lambda entry: _members(getattr(entry, name)))])
    ground = _ground(case, person, history, None, NOT_RECORDED, STALE)
    return Timeline.painted([*ground, *_laid(case, entries, lambda entry: getattr(entry, name))])


_NONE_OF_A_SET = Members(frozenset(), closed=True)
_UNKNOWN_SET = Members(frozenset(), closed=False)


def _members(value: frozenset[str] | Unknown | None) -> Members:
    if isinstance(value, Unknown):
        return _UNKNOWN_SET
    return Members(frozenset(value or ()), closed=True)


def _keyed_set(case: Case, person: Person, history: str, codes: Mapping[str, list[Entry]]) -> Timeline:
    """The set of the keys whose entries cover a day; open where the record is not complete."""
    ground = Timeline.painted(_ground(case, person, history, _NONE_OF_A_SET, _UNKNOWN_SET, _UNKNOWN_SET))
    covers = _covers(case, codes)
    return Timeline.combined([ground, *covers], _joined)


def _covers(case: Case, codes: Mapping[str, list[Entry]]) -> list[Timeline]:
    """For each code a timeline that holds it on the days of its entries."""
    return [
        Timeline.painted(_laid(case, entries, lambda _entry, code=code: code), None)  # type: ignore[misc]  # binds the loop's code
        for code, entries in sorted(codes.items())
    ]


def _joined(values: tuple[object, ...]) -> object:
    ground, *codes = values
    closed = isinstance(ground, Members) and ground.closed
    return Members(frozenset(code for code in codes if isinstance(code, str)), closed)


def _grouped(entries: Iterable[Entry], key: str) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(getattr(entry, key), []).append(entry)
    return groups


def _coverage(case: Case, person: Person, _fact: Fact, aspect: str) -> Timeline:
    entries = [entry for entry in person.coverage if entry.aspect == aspect]
    return _keyed_set(case, person, "coverage", _grouped(entries, "benefit"))


def _concerns(case: Case, person: Person, _fact: Fact, _name: str) -> Timeline:
    return _keyed_set(case, person, "concerns", _grouped(person.concerns, "concern"))


def _of_key(case: Case, person: Person, history: str, key: str, value: str) -> Timeline:
    """The values of the entries of one key, in a history that holds one of each key at a time."""
    entries = [entry for entry in getattr(person, history) if key_of(entry) == (key,)]
    ground = _ground(case, person, history, None, NOT_RECORDED, STALE)
    return Timeline.painted([*ground, *_laid(case, entries, lambda entry: getattr(entry, value))])


def _place(case: Case, person: Person, _fact: Fact, kind: str) -> Timeline:
    return _of_key(case, person, "places", kind, "territory")


def _moved(case: Case, person: Person, fact: Fact, kind: str) -> Timeline:
    """The day since which the place is the one it is; none where no other was there before."""
    return moves(_place(case, person, fact, kind))


def moves(where: Timeline) -> Timeline:
    """Return the day since which a place is the one it is, of the timeline of the place."""
    before: object = None
    values: list[object] = []
    for number, value in zip(where.firsts, where.values, strict=True):
        values.append(_moved_in(date.fromordinal(number), value, before, is_first=not values))
        before = value
    return Timeline(where.firsts, tuple(values))


def _moved_in(day: date, place: object, before: object, *, is_first: bool) -> object:
    """The day of moving to a place; unknown where it is not known where one was before."""
    if isinstance(place, Unknown):
        return place
    if place is not None and isinstance(before, Unknown):
        return before
    return None if place is None or is_first else day


def _appointment(case: Case, person: Person, fact: Fact, _name: str) -> Timeline:
    return _of_key(case, person, "appointments", fact.id.partition(".")[2], "on")


def _valid_until(case: Case, person: Person, fact: Fact, _name: str) -> Timeline:
    """The last day of the validity of a document at hand."""
    return _of_key(case, person, "documents", fact.id.partition(".")[2], "valid_until")


def _papers(case: Case, person: Person, fact: Fact, name: str) -> Timeline:
    """A field of the papers; the documents at hand are those listed and those recorded one by one."""
    listed = _field(case, person, fact, name)
    if name != "held" or not person.documents:
        return listed
    covers = _covers(case, _grouped(person.documents, "document"))
    return Timeline.combined([listed, *covers], _added)


def _added(values: tuple[object, ...]) -> object:
    """A set with single members added."""
    listed, *codes = values
    known = listed if isinstance(listed, Members) else _UNKNOWN_SET
    return Members(known.known | {code for code in codes if isinstance(code, str)}, known.closed)


def _level(case: Case, person: Person, fact: Fact, _name: str) -> Timeline:
    return _of_key(case, person, "language", fact.id.partition(".")[0], "level")


def _membership(case: Case, person: Person, _fact: Fact, _name: str) -> Timeline:
    """Whether the person belongs to the household, which does not become stale."""
    belongs: list[Layer] = [(days.first, days.last, True) for days in membership(person, as_of=case.as_of)]
    unknown: list[Layer] = [(days.first, days.last, why) for days, why in unknown_membership(person, as_of=case.as_of)]
    return Timeline.painted([(None, None, False), *belongs, *unknown])


def _birth(_case: Case, person: Person, _fact: Fact, _name: str) -> Timeline:
    return Timeline.constant(person.birth)


# --------------------------------------------------------------------------- applications and relations


def _applications(case: Case, person: Person, _fact: Fact, _name: str) -> Timeline:
    """The matters applied for, from the day of filing to the refusal, withdrawal or end of the grant."""
    known = case.applied_for
    if isinstance(known, Unknown):
        return Timeline.constant(_UNKNOWN_SET)
    end = fresh_until(case)
    layers: dict[str, list[Layer]] = {}
    for application in known:
        if application.person == person.key and application.filed <= end:
            layer = (application.filed, pending_until(application) or end, application.matter)
            layers.setdefault(application.matter, []).append(layer)
    ground = Timeline.painted([(None, end, _NONE_OF_A_SET)], _UNKNOWN_SET)
    matters = [Timeline.painted(filed, None) for _, filed in sorted(layers.items())]
    return Timeline.combined([ground, *matters], _joined)


def _of_person(case: Case, person: Person) -> decisions.Applications:
    known = case.applied_for
    if isinstance(known, Unknown):
        return known
    end = fresh_until(case)
    return tuple(each for each in known if each.person == person.key and each.filed <= end)


def _decisions(read: Callable[..., Timeline]) -> Callable[[Case, Person, Fact, str], Timeline]:
    """The reader of a fact about the applications in one matter."""

    def timeline(case: Case, person: Person, _fact: Fact, matter: str) -> Timeline:
        known = _of_person(case, person)
        if not isinstance(known, Unknown):
            known = tuple(each for each in known if each.matter == matter)
        return read(known, end=fresh_until(case))

    return timeline


def _refusals(case: Case, person: Person, _fact: Fact, _name: str) -> Timeline:
    return decisions.refused(_of_person(case, person), end=fresh_until(case))


def pending_until(application: Application) -> date | None:
    """Return the last day on which an application stands: None while nothing has ended it.

    It stands at least to the day on which it is decided, also where only days before that are granted.
    """
    if application.outcome in ("refused", "withdrawn"):
        return application.decided
    if application.grant is None or application.grant.last is None:
        return None
    return max(application.grant.last, application.decided or application.filed)


_READERS: dict[str, Callable[[Case, Person, Fact, str], Timeline]] = {
    "coverage": _coverage,
    "places": _place,
    "concerns": _concerns,
    "membership": _membership,
    "language": _level,
    "appointments": _appointment,
    "documents": _valid_until,
    "papers": _papers,
    "person": _birth,
    "applications": _applications,
}

_DERIVED: dict[str, Callable[[Case, Person, Fact, str], Timeline]] = {
    "moved": _moved,
    "filed": _decisions(decisions.filed),
    "decided": _decisions(decisions.decided),
    "served": _decisions(decisions.served),
    "refusals": _refusals,
}
"""Facts that are worked out of a history that has facts of its own, by their family."""
