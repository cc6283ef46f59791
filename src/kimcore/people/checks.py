"""What must hold in a case: every fault with its path, none of them with a value of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from attrs import evolve, frozen

from kimcore.dates import LAST_DAY, ImpreciseDate, Period, earliest
from kimcore.errors import Faults
from kimcore.people.application import OUTCOMES, SEVERITIES, Acknowledged, Application
from kimcore.people.casework_checks import check_casework
from kimcore.people.disclosure_checks import check_disclosure
from kimcore.people.handoff_checks import check_handoffs
from kimcore.people.history import Entry, FieldType, Unknown, clashes, key_of
from kimcore.people.household_checks import LATER, Roll, are_texts, check_household, recorded_again
from kimcore.people.kept import Kept
from kimcore.people.kinds import KINDS
from kimcore.people.person import Complete, Person
from kimcore.people.spot import LONGEST_TEXT, MOST_ENTRIES, Spot, are_plain_facts, is_day, is_plain_day
from kimcore.strict_json import is_unicode

if TYPE_CHECKING:
    from kimcore.people.case import Case

DEEPEST = 60
"""How many levels extensions may have."""

_MOST_BITS = 10_000

_AFTER_FILING = ("forwarded_on", "papers_complete", "decided", "served", "objection", "recorded_on")

T = TypeVar("T")


def faults_of(case: Case) -> Faults:
    """Return every fault of a case, in the order of its fields."""
    spot = Spot("$", Faults())
    spot.text("key", case.key)
    spot.day("as_of", case.as_of)
    checks = _Checks(as_of=case.as_of if is_day(case.as_of) else LAST_DAY, keys=_keys(case.persons))
    spot.each("persons", case.persons, Person, checks.person)
    numbered = ((index, _text(person.key)) for index, person in _those(case.persons, Person))
    people = ((index, key) for index, key in numbered if key is not None)
    spot.told_apart("persons", people, "person")
    check_household(spot, case, checks)
    if not isinstance(case.applications, Unknown):
        spot.each("applications", case.applications, Application, checks.application)
        told = recorded_again(case.applications, Application, _sound_application, lambda each: each.key, checks)
        for index, each, known in told:
            if evolve(known, recorded_on=each.recorded_on) == each:
                continue
            problem = "an earlier recording of the application says otherwise"
            spot.add("contradiction", f"applications[{index}]", problem, hint=LATER)
    check_handoffs(spot, case, checks)
    check_casework(spot, case, checks)
    check_disclosure(spot, case, checks)
    spot.each("acknowledged", case.acknowledged, Acknowledged, checks.acknowledged)
    spot.days(case, "recorded_since")
    spot.known_by(checks.as_of, case, "recorded_since")
    spot.count("stale_after", case.stale_after)
    _extensions(spot, case.extensions)
    spot.each("kept", case.kept, Kept, lambda _, __: None)
    return spot.faults


@frozen
class _Checks(Roll):
    """The checks that need to know the day the record was read, or who belongs to the case."""

    def person(self, spot: Spot, person: Person) -> None:
        spot.text("key", person.key)
        spot.texts(person, "label")
        self.birth(spot, person.birth)
        spot.each("complete", person.complete, Complete, self.complete)
        for name, kind in KINDS.items():
            entries = getattr(person, name)
            if entries != ():
                self.history(spot, name, entries, kind)

    def history(self, spot: Spot, name: str, entries: object, kind: type[Entry]) -> None:
        """Check the entries of a kind; the closer look is spared those that are plainly right, as nearly all are."""
        if isinstance(entries, tuple) and len(entries) <= MOST_ENTRIES and self.are_plain(entries, kind):
            comparable: Sequence[Entry | None] = entries
        else:
            spot.each(name, entries, kind, self.entry)
            comparable = _sound(entries, kind)
        if len(comparable) > 1:
            self.contradictions(spot, name, comparable)

    def are_plain(self, entries: tuple[object, ...], kind: type[Entry]) -> TypeGuard[tuple[Entry, ...]]:
        """Whether entries are plainly right, each for itself; a no says nothing yet."""
        return all(type(entry) is kind and self.is_plain(entry) for entry in entries)

    def is_plain(self, entry: Entry) -> bool:
        """Whether the days and the fields of an entry are plainly right."""
        first, last, recorded_on = entry.first, entry.last, entry.recorded_on
        if not (is_plain_day(first) and is_plain_day(last) and is_plain_day(recorded_on)):
            return False
        if first is not None and last is not None and first > last:
            return False
        return (recorded_on is None or recorded_on <= self.as_of) and are_plain_facts(entry)

    def birth(self, spot: Spot, birth: object) -> None:
        spot.value("birth", birth, FieldType(kind="day"))
        if (is_day(birth) or isinstance(birth, ImpreciseDate)) and earliest(birth) > self.as_of:
            spot.add("after-as-of", "birth", "the day is after 'as_of', the day the record was read")

    def complete(self, spot: Spot, claim: Complete) -> None:
        spot.days(claim, "from_", "until", "recorded_on")
        spot.in_order(claim, "from_", "until")
        spot.known_by(self.as_of, claim, "until", "recorded_on")
        spot.set_of("except_", claim.except_, KINDS)

    def entry(self, spot: Spot, entry: Entry) -> None:
        spot.days(entry, "first", "last", "recorded_on")
        spot.in_order(entry, "first", "last")
        spot.known_by(self.as_of, entry, "recorded_on")
        spot.facts(entry)

    def contradictions(self, spot: Spot, name: str, entries: Sequence[Entry | None]) -> None:
        for index, fields in clashes(entries, as_of=self.as_of).items():
            problem = f"another entry recorded on the same day says otherwise of: {', '.join(fields)}"
            spot.add(
                "contradiction",
                f"{name}[{index}]",
                problem,
                hint=LATER,
            )

    def application(self, spot: Spot, application: Application) -> None:
        self.belongs(spot, "person", application.person)
        spot.facts(application)
        spot.day("filed", application.filed)
        spot.days(application, *_AFTER_FILING, "final")
        given = [name for name in _AFTER_FILING if getattr(application, name) is not None]
        for name in given:
            spot.in_order(application, "filed", name)
        spot.in_order(application, "decided", "served")
        for name in ("objection", "final"):
            spot.in_order(application, "filed" if application.decided is None else "decided", name)
        spot.known_by(self.as_of, application, "filed", *given)
        if application.outcome is not None:
            spot.word("outcome", application.outcome, OUTCOMES)
        _grant(spot, application.grant)
        spot.texts(application, "at", "forwarded_to")

    def acknowledged(self, spot: Spot, acknowledged: Acknowledged) -> None:
        spot.text("id", acknowledged.id)
        spot.text("role", acknowledged.role)
        spot.days(acknowledged, "until", "on")
        spot.known_by(self.as_of, acknowledged, "on")
        spot.texts(acknowledged, "reason")
        if acknowledged.severity is not None:
            spot.word("severity", acknowledged.severity, SEVERITIES)


def _keys(persons: object) -> frozenset[str] | None:
    """The keys of all persons; None when one cannot be pointed to: then none can be missed."""
    found = list(persons) if isinstance(persons, tuple) else [None]
    keys = [_key(person.key) if isinstance(person, Person) else None for person in found]
    return None if None in keys else frozenset(key for key in keys if key is not None)


def _key(value: object) -> str | None:
    """A key by which a person can be named in a message."""
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and is_unicode(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _those(values: object, cls: type[T]) -> Iterator[tuple[int, T]]:
    """The values of a class with their places; what is no tuple, or of another class, is told elsewhere."""
    found = enumerate(values if isinstance(values, tuple) else ())
    return ((index, value) for index, value in found if isinstance(value, cls))


def _sound(entries: object, kind: type[Entry]) -> list[Entry | None]:
    """The entries that can be compared; None holds the place of the others, which are told elsewhere."""
    found = entries if isinstance(entries, tuple) and len(entries) <= MOST_ENTRIES else ()
    return [entry if isinstance(entry, kind) and _comparable(entry) else None for entry in found]


def _comparable(entry: Entry) -> bool:
    days = (entry.first, entry.last, entry.recorded_on)
    return all(map(is_plain_day, days)) and all(isinstance(part, str) for part in key_of(entry))


def _sound_application(each: Application) -> bool:
    dated = is_day(each.filed) and (each.recorded_on is None or is_day(each.recorded_on))
    return dated and are_texts(each.person, each.matter)


def _grant(spot: Spot, grant: object) -> None:
    if isinstance(grant, Period):
        Spot(f"{spot.where}.grant", spot.faults).days(grant, "first", "last")
    elif grant is not None:
        spot.wrong_type("grant", "a period with 'first' and 'last'")


def _extensions(spot: Spot, extensions: object) -> None:
    if not isinstance(extensions, Mapping):
        spot.wrong_type("extensions", "an object")
        return
    # Only the first fault is told, and without its path: what is in there is none of kimcore's business.
    problem = next(_not_json(extensions, DEEPEST), None)
    if problem is not None:
        spot.add("not-json", "extensions", problem, allowed="JSON values")


def _not_json(value: object, levels: int) -> Iterator[str]:
    if isinstance(value, Mapping | list) and not levels:
        yield "nested too deep"
    elif isinstance(value, Mapping | list):
        parts = [*value.keys(), *value.values()] if isinstance(value, Mapping) else value
        if isinstance(value, Mapping) and not all(isinstance(key, str) for key in value):
            yield "holds a key that is no text"
        for part in parts:
            yield from _not_json(part, levels - 1)
    elif not _is_json(value):
        yield "holds a value that JSON does not have"


def _is_json(value: object) -> bool:
    match value:
        case str():
            return is_unicode(value)
        case float():
            return isfinite(value)
        case bool() | None:
            return True
        case int():
            return value.bit_length() <= _MOST_BITS
        case _:
            return False
