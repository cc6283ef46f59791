"""Facts given as plain timelines, for those who skip the record: a fact sheet and what is read from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import attrs
from attrs import evolve, field, frozen

from kimcore.errors import CaseError, UnknownNameError
from kimcore.language.facts import STALE, CaseFacts, facts_of, fresh_until, moves
from kimcore.language.relatives import Relative
from kimcore.language.sheet_checks import faults_of_sheet, follows_from
from kimcore.language.syntax import RelationName
from kimcore.language.timeline import BEGINNING, Members, Timeline
from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.people.canonical import plain
from kimcore.people.case import Case
from kimcore.people.case_file import json_text
from kimcore.people.history import NOT_RECORDED, Discreet, Unknown
from kimcore.people.kinds import KINDS
from kimcore.people.person import Person

FACTS_SCHEMA = "kimcore.facts/1"
"""The name and version of the form, the first line of every file of facts."""

BARE = tuple(a.name for a in attrs.fields(Person) if a.name not in ({"complete", *KINDS} - {"membership"}))
"""What a person of a fact sheet holds beside the facts: who it is, and whether it belongs to the household."""

DAY = timedelta(days=1)


def _as_members(value: object) -> object:
    return Members(value, closed=True) if isinstance(value, frozenset) else value


def _without_empty(facts: object) -> object:
    """The facts without the persons of whom nothing is given; what is no mapping is told elsewhere."""
    return {key: given for key, given in facts.items() if given != {}} if isinstance(facts, Mapping) else facts


@frozen(kw_only=True, repr=False)
class FactStretch(Discreet):
    """What holds of a fact from a first to a last day.

    Args:
        first: The first day; None: since ever.
        last: The last day, included; None: open, which goes on as long as the sheet is fresh.
        value: A value of the type of the fact; None: known to be none; `Unknown`: not known, and why. A frozenset
            is the whole set; `Members(known, closed=False)` is a set that may hold more.
    """

    first: date | None = None
    last: date | None = None
    value: Any = field(converter=_as_members)


Given = Mapping[str, tuple[FactStretch, ...]]
"""The timelines of one person, by the id of the fact."""


@frozen(kw_only=True, repr=False)
class FactSheet(Discreet):
    """What is known of a household as plain timelines of facts instead of a record of histories.

    What several persons share is said as in a `Case`: relations, applications, handoffs. Facts that follow from it, or
    from another fact, are not given: what was applied for, the day of birth, when somebody moved.

    Args:
        household: The persons without histories, how they are bound, what they applied for.
        facts: By the key of the person and the id of the fact, what holds when; days that no stretch covers are
            unknown.
        vocabulary: The facts there are; None: those of `standard_vocabulary()`.

    Raises:
        CaseError: With every fault, each with its path, and no value of a person.

    Example:
        >>> household = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), relations=())
        >>> refugee = FactStretch(first=date(2026, 10, 12), value="refugee")
        >>> FactSheet(household=household, facts={"P1": {"residence.status": (refugee,)}})
        FactSheet(household, facts)
    """

    household: Case
    facts: Mapping[str, Given] = field(factory=dict, converter=_without_empty, hash=False)
    vocabulary: Vocabulary | None = field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        vocabulary = self.vocabulary or standard_vocabulary()
        faults_of_sheet(self.household, self.facts, vocabulary).raise_if_any(CaseError, "the facts cannot be used")

    @property
    def key(self) -> str:
        """The caller's name for it."""
        return self.household.key

    @property
    def as_of(self) -> date:
        """The day on which the facts were read."""
        return self.household.as_of

    @property
    def persons(self) -> tuple[Person, ...]:
        """The persons, of whom only the facts say more than who they are."""
        return self.household.persons

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical file: two sheets that say the same have the same one."""
        return sha256(sheet_text(self).encode()).hexdigest()

    @classmethod
    def of(cls, case: Case, vocabulary: Vocabulary | None = None) -> FactSheet:
        """Return the facts that a case tells; an evaluation of both finds the same.

        What the case keeps that kimcore does not know stays with the case.

        Args:
            case: The record.
            vocabulary: The facts to read from it; None: those of `standard_vocabulary()`.
        """
        known = facts_of(case, vocabulary or standard_vocabulary())
        bare = tuple(Person(**{name: getattr(person, name) for name in BARE}) for person in case.persons)
        return cls(
            household=evolve(case, persons=bare, kept=()),
            facts={person: dict(_told(known, person)) for person in known.persons},
            vocabulary=vocabulary,
        )


def sheet_text(sheet: FactSheet) -> str:
    """Return a sheet as the text of its file: keys in the order of the classes, facts by their id."""
    document: dict[str, Any] = {"schema": FACTS_SCHEMA, **plain(sheet.household)}
    for person in document["persons"]:
        given = sheet.facts.get(person["key"], {})
        if given:
            person["facts"] = {fact: [_plain(each) for each in given[fact]] for fact in sorted(given)}
    return json_text(document)


def _plain(stretch: FactStretch) -> dict[str, Any]:
    days = {name: str(day) for name in ("first", "last") if (day := getattr(stretch, name)) is not None}
    match stretch.value:
        case Unknown():
            return {**days, **plain(stretch.value)}
        case Members(known=known, closed=closed):
            return {**days, "value" if closed else "at_least": sorted(known)}
        case value:
            return {**days, "value": plain(value)}


# ---------------------------------------------------------------------------------------- from a case


def _told(known: CaseFacts, person: str) -> Iterator[tuple[str, tuple[FactStretch, ...]]]:
    """The facts of a person of which anything is known."""
    end = fresh_until(known.case)
    grounds = {is_set: _ground(end, is_set=is_set) for is_set in (False, True)}
    for fact in known.vocabulary.values():
        if follows_from(fact) is None:
            timeline, ground = known.timeline(person, fact.id), grounds[fact.type.kind == "codes"]
            stretches = () if timeline == ground else tuple(_stretches(timeline, ground, end))
            if stretches:
                yield fact.id, stretches


def _ground(end: date, *, is_set: bool) -> Timeline:
    """What is known where nothing is given: nothing, and after a time because it is stale."""
    if is_set:
        return Timeline.constant(Members(frozenset(), closed=False))
    return Timeline.painted([(end + DAY, None, STALE)], NOT_RECORDED)


def _stretches(timeline: Timeline, ground: Timeline, end: date) -> Iterator[FactStretch]:
    """The days on which more is known than nothing; an end on the last fresh day with nothing behind it is open."""
    pairs = Timeline.combined([timeline, ground], lambda values: values)
    lasts = [date.fromordinal(first - 1) for first in pairs.firsts[1:]]
    told = [
        (date.fromordinal(number) if number > BEGINNING else None, last, pair[0])
        for number, last, pair in zip(pairs.firsts, [*lasts, date.max], pairs.values, strict=True)
        if isinstance(pair, tuple) and pair[0] != pair[1]
    ]
    for first, last, value in told:
        is_open = last == end and last == told[-1][1]
        yield FactStretch(first=first, last=None if is_open else last, value=value)


# ---------------------------------------------------------------------------------------- what is read from it


class SheetFacts:
    """The facts of a sheet, as an evaluation reads them. Timelines are made when they are first asked for."""

    def __init__(self, sheet: FactSheet, vocabulary: Vocabulary) -> None:
        self.sheet = sheet
        self.vocabulary = vocabulary
        self._household = facts_of(sheet.household, vocabulary)
        self._timelines: dict[tuple[str, str], Timeline] = {}

    @property
    def persons(self) -> tuple[str, ...]:
        """The keys of the persons, in the order of the sheet."""
        return self._household.persons

    def timeline(self, person: str, fact: str) -> Timeline:
        """Return the timeline of a fact; one that was not given is unknown on all days.

        Raises:
            UnknownNameError: The sheet has no such person, or the vocabulary no such fact.
        """
        key = (person, fact)
        if key not in self._timelines:
            self._timelines[key] = self._read(person, fact)
        return self._timelines[key]

    def relatives(self, person: str, relation: RelationName) -> tuple[Relative, ...] | Unknown:
        """Return who stands in this relation to the person; `Unknown` where no relations are given."""
        return self._household.relatives(person, relation)

    def _read(self, person: str, name: str) -> Timeline:
        fact = self.vocabulary.get(name)
        if person not in self.persons or fact is None:
            raise UnknownNameError(f"there is no {'person' if fact else 'fact'} {(person if fact else name)!r}")
        source = follows_from(fact)
        if source is not None:
            in_facts = source.startswith("place.")
            return moves(self.timeline(person, source)) if in_facts else self._household.timeline(person, name)
        end = fresh_until(self.sheet.household)
        ground = _ground(end, is_set=fact.type.kind == "codes")
        below = [
            (date.fromordinal(first), None, value) for first, value in zip(ground.firsts, ground.values, strict=True)
        ]
        given = self.sheet.facts.get(person, {}).get(name, ())
        return Timeline.painted([*below, *((each.first, each.last or end, each.value) for each in given)])
