"""What must hold in a fact sheet: every fault with its path, none of them with a value of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kimcore.errors import Faults, Path, did_you_mean, listed, path_text
from kimcore.language.timeline import Members
from kimcore.language.vocabulary import Fact, Vocabulary
from kimcore.people.case import Case
from kimcore.people.history import FieldType, Unknown
from kimcore.people.kinds import KINDS
from kimcore.people.spot import MOST_ENTRIES, Spot, is_day

if TYPE_CHECKING:
    from kimcore.language.sheet import FactStretch

Numbered = Iterable[tuple[int, "FactStretch"]]

MOVED = "moved."


def follows_from(fact: Fact) -> str | None:
    """Return what a fact follows from, so that it is not given: another fact, or what is said of the household.

    Returns:
        The id of a fact, a key of the household or of a person; None: the fact is given.

    Example:
        >>> from kimcore.language.vocabulary import standard_vocabulary
        >>> facts = standard_vocabulary()
        >>> [follows_from(facts[name]) for name in ("moved.habitual", "refusals", "person.birth", "work.employed")]
        ['place.habitual', 'applications', 'birth', None]
    """
    if fact.id.startswith(MOVED):
        return f"place.{fact.id.removeprefix(MOVED)}"
    if fact.history == "person":
        return fact.id.partition(".")[2]
    given = fact.history is None or (fact.history in KINDS and fact.history != "membership")
    return None if given else fact.history


def faults_of_sheet(household: Case, facts: object, vocabulary: Vocabulary) -> Faults:
    """Return every fault of the timelines of a sheet, in the order of its persons."""
    spot = Spot("$", Faults())
    if not isinstance(facts, Mapping) or not all(isinstance(given, Mapping) for given in facts.values()):
        spot.wrong_type("facts", "timelines by person and fact")
        return spot.faults
    places = {person.key: index for index, person in enumerate(household.persons)}
    for person, given in facts.items():
        if person not in places:
            spot.add("unknown-person", "facts", "names a person who is not among the persons")
            continue
        for name, stretches in given.items():
            path: Path = ("persons", places[person], "facts", name)
            fact = named(name, path, vocabulary, spot.faults)
            if not isinstance(stretches, tuple):
                Spot(path_text(path), spot.faults).wrong_type(None, "a tuple of stretches")
            elif fact is not None:
                check_stretches(enumerate(stretches), fact, path, spot.faults)
    return spot.faults


def named(name: object, path: Path, vocabulary: Vocabulary, faults: Faults) -> Fact | None:
    """Return the fact of a name that may be given; None: a fault was noted."""
    fact = vocabulary.get(name) if isinstance(name, str) else None
    if fact is None:
        givable = [each.id for each in vocabulary.values() if follows_from(each) is None]
        hint = did_you_mean(name, givable) if isinstance(name, str) else None
        faults.add("unknown-fact", path_text(path), "there is no fact of this name", allowed=listed(givable), hint=hint)
        return None
    source = follows_from(fact)
    if source is None:
        return fact
    faults.add("derived-fact", path_text(path), "the fact is not given: it follows", hint=f"give {source!r} instead")
    return None


def check_stretches(stretches: Numbered, fact: Fact, path: Path, faults: Faults) -> None:
    """Note what is wrong with the stretches of one fact of one person.

    Args:
        stretches: The stretches with their places in the list.
        fact: The fact.
        path: The path of the list.
        faults: Where faults are noted.
    """
    numbered = list(stretches)
    if len(numbered) > MOST_ENTRIES:
        faults.add("too-many", path_text(path), "too many stretches", allowed=f"up to {MOST_ENTRIES}")
        return
    for index, each in numbered:
        spot = Spot(path_text((*path, index)), faults)
        spot.days(each, "first", "last")
        spot.in_order(each, "first", "last")
        _check_value(spot, each.value, fact)
    _check_overlaps(numbered, path, faults)


def _check_value(spot: Spot, value: Any, fact: Fact) -> None:
    type_, codes = fact.type, fact.type.codes or ()
    if isinstance(value, Unknown):
        return
    if type_.kind == "codes":
        if isinstance(value, Members):
            spot.set_of("value" if value.closed else "at_least", value.known, codes)
        else:
            spot.wrong_type("value", "a list of codes; [] says that there is none")
    elif isinstance(value, Members):
        spot.wrong_type("value", "one value")
    elif value is None and fact.always:
        spot.wrong_type("value", "a value; the fact is never none")
    else:
        _check_one(spot, value, fact)


def _check_one(spot: Spot, value: object, fact: Fact) -> None:
    match fact.type.kind:
        case "code" | "ordered":
            if value is not None:
                spot.word("value", value, fact.type.codes or ())
        case kind:
            spot.value("value", value, FieldType(kind=kind))


def _check_overlaps(numbered: list[tuple[int, FactStretch]], path: Path, faults: Faults) -> None:
    """Two stretches of one fact share no day; the one that stands later in the list is told."""
    spans = []
    for index, each in numbered:
        if all(day is None or is_day(day) for day in (each.first, each.last)):
            spans.append((each.first or date.min, each.last or date.max, index))
    reached: tuple[date, int] | None = None
    for first, last, index in sorted(spans):
        if reached is not None and first <= reached[0]:
            where = path_text((*path, max(index, reached[1])))
            problem = f"shares days with stretch {min(index, reached[1])} of the same fact"
            faults.add("overlap", where, problem, hint="one day has one value")
        if reached is None or last > reached[0]:
            reached = (last, index)
