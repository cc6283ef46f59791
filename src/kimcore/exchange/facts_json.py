"""Fact sheets as JSON: plain timelines read strictly with every fault at once, written in one canonical form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kimcore.errors import CaseError, Faults, Path, did_you_mean, listed, path_text
from kimcore.exchange.case_form import RefusedError, read_codes, read_day, read_partial_day, read_reason
from kimcore.exchange.case_json import case_at_a_glance, case_of, read_case
from kimcore.exchange.json_text import plain_document
from kimcore.language.sheet import BARE, FACTS_SCHEMA, FactSheet, FactStretch, Given, sheet_text
from kimcore.language.sheet_checks import check_stretches, named
from kimcore.language.timeline import Members
from kimcore.language.vocabulary import Fact, Vocabulary, standard_vocabulary
from kimcore.law.territory import shorten
from kimcore.people.canonical import CASE_SCHEMA
from kimcore.people.case import Case
from kimcore.people.history import Unknown

CANNOT = "the facts cannot be read"

OF_A_PERSON = (*BARE, "facts")
"""The keys of a person in a file of facts."""

SAYS = ("value", "at_least", "unknown")
"""The keys that say what holds; a stretch has one of them."""

OF_A_STRETCH = ("first", "last", *SAYS)

Source = bytes | str | Mapping[str, Any]

T = TypeVar("T")


def read_facts(source: Source, vocabulary: Vocabulary | None = None) -> FactSheet:
    """Return the fact sheet a JSON document holds.

    A stretch says what holds from `first` to `last`, both included and open where missing: `value`, which is null for
    *none*; `at_least`, some members of a set that may have more; or `unknown`, with the reason. What no stretch says
    is unknown.

    Args:
        source: The text, as UTF-8 if it is bytes, or what a JSON parser made of it.
        vocabulary: The facts there may be; None: those of `standard_vocabulary()`.

    Raises:
        CaseError: With every fault, each with its path, what is allowed and the nearest valid name; no message holds a
            value of the document.

    Example:
        >>> person = {"key": "P1", "facts": {"residence.status": [{"first": "2026-10-12", "value": "refugee"}]}}
        >>> document = {"schema": "kimcore.facts/1", "key": "1", "as_of": "2026-11-23", "persons": [person]}
        >>> read_facts(document).facts["P1"]["residence.status"]
        (FactStretch(first, value),)
        >>> person["facts"]["residense.status"] = []
        >>> read_facts(document)
        Traceback (most recent call last):
        ...
        kimcore.errors.CaseError: the facts cannot be read (1 fault)
          $.persons[0].facts['residense.status']: there is no fact of this name; ...'residence.status'? [unknown-fact]
    """
    found = Faults()
    document = plain_document(source, found)
    if not isinstance(document, dict):
        found.add("wrong-type", "$", "a value of the wrong type", allowed="facts, which are one JSON object")
        raise CaseError(CANNOT, list(found)[:1])
    return _sheet(document, found, vocabulary)


def write_facts(sheet: FactSheet) -> str:
    """Return the canonical JSON text of a fact sheet, which `read_facts` reads as an equal one.

    Args:
        sheet: The sheet; a label of a person is written with it.
    """
    return sheet_text(sheet)


def read_record(source: Source) -> Case | FactSheet:
    """Return what a JSON document holds, a case or a fact sheet, by the name in its `schema`.

    Args:
        source: The text, as UTF-8 if it is bytes, or what a JSON parser made of it.

    Raises:
        CaseError: As `read_case` and `read_facts` do.
    """
    case = None if isinstance(source, Mapping) else case_at_a_glance(source)
    if case is not None:
        return case
    found = Faults()
    document = plain_document(source, found)
    if not isinstance(document, dict):
        return read_case(source)
    is_sheet = document.get("schema") == FACTS_SCHEMA
    return _sheet(document, found, None) if is_sheet else case_of(document, found)


def _sheet(document: dict[str, Any], found: Faults, vocabulary: Vocabulary | None) -> FactSheet:
    given = _taken_out(document, found)
    _check_schema(document, found)
    facts = [_facts_of(index, each, vocabulary or standard_vocabulary(), found) for index, each in given]
    try:
        household = case_of({**document, "schema": CASE_SCHEMA}, found)
    except CaseError as error:
        faults = error.faults
    else:
        people = [household.persons[index].key for index, _ in given]
        return FactSheet(household=household, facts=dict(zip(people, facts, strict=True)), vocabulary=vocabulary)
    raise CaseError(CANNOT, faults)


def _check_schema(document: dict[str, Any], found: Faults) -> None:
    if "schema" not in document:
        found.add("missing-key", "$.schema", "the key is missing", allowed=FACTS_SCHEMA)
    elif document["schema"] != FACTS_SCHEMA:
        found.add("unknown-schema", "$.schema", "not a form of facts that is read here", allowed=FACTS_SCHEMA)


def _taken_out(document: dict[str, Any], found: Faults) -> list[tuple[int, object]]:
    """Take the facts and what a person of a fact sheet does not have out of the document; return the facts."""
    persons = document.get("persons")
    given: list[tuple[int, object]] = []
    for index, person in enumerate(persons if isinstance(persons, list) else ()):
        for key in sorted(person.keys() - set(OF_A_PERSON)) if isinstance(person, dict) else ():
            del person[key]
            where, hint = path_text(("persons", index, key)), did_you_mean(key, OF_A_PERSON)
            hint = hint or "what is known of a person stands under 'facts', as timelines"
            found.add("unknown-key", where, "unknown key", allowed=listed(OF_A_PERSON), hint=hint)
        if isinstance(person, dict) and "facts" in person:
            given.append((index, person.pop("facts")))
    return given


def _facts_of(index: int, given: object, vocabulary: Vocabulary, found: Faults) -> Given:
    """The facts of one person that can be read; faults are noted."""
    path: Path = ("persons", index, "facts")
    if not isinstance(given, dict):
        found.add("wrong-type", path_text(path), "a value of the wrong type", allowed="an object of facts")
        return {}
    facts: dict[str, tuple[FactStretch, ...]] = {}
    for name, rows in given.items():
        fact = named(name, (*path, name), vocabulary, found)
        if fact is not None:
            facts[name] = _stretches(rows, fact, (*path, name), found)
    return facts


def _stretches(rows: object, fact: Fact, path: Path, found: Faults) -> tuple[FactStretch, ...]:
    if not isinstance(rows, list):
        found.add("wrong-type", path_text(path), "a value of the wrong type", allowed="a list of stretches")
        return ()
    read = [(index, _stretch(row, fact, (*path, index), found)) for index, row in enumerate(rows)]
    sound = [(index, each) for index, each in read if each is not None]
    check_stretches(sound, fact, path, found)
    return tuple(each for _, each in sound)


def _stretch(row: object, fact: Fact, path: Path, found: Faults) -> FactStretch | None:
    """One stretch; None: a fault was noted."""
    if not isinstance(row, dict):
        found.add("wrong-type", path_text(path), "a value of the wrong type", allowed="an object")
        return None
    before = len(found)
    for key in sorted(row.keys() - set(OF_A_STRETCH)):
        hint = did_you_mean(key, OF_A_STRETCH)
        found.add("unknown-key", path_text((*path, key)), "unknown key", allowed=listed(OF_A_STRETCH), hint=hint)
    first, last = (
        None if row.get(name) is None else _read(read_day, row[name], (*path, name), found)
        for name in ("first", "last")
    )
    said = [key for key in SAYS if key in row]
    if len(said) != 1:
        code = "several-values" if said else "missing-key"
        found.add(code, path_text(path), "says not exactly once what holds", allowed=listed(SAYS))
        return None
    value = _value(said[0], row[said[0]], fact, (*path, said[0]), found)
    return FactStretch(first=first, last=last, value=value) if len(found) == before else None


def _read(read: Callable[[object], T], value: object, path: Path, found: Faults) -> T | None:
    """A value as a case file has it; None where a fault was noted."""
    try:
        return read(value)
    except RefusedError as error:
        found.add(error.code, path_text(path), error.problem, allowed=error.allowed, hint=error.hint)
        return None


def _value(says: str, value: object, fact: Fact, path: Path, found: Faults) -> object:
    """What a stretch says; what is wrong with a value of the right form is checked with the whole timeline."""
    if says == "unknown":
        reason = _read(read_reason, value, path, found)
        return None if reason is None else Unknown(reason)
    if says == "at_least" or (fact.type.kind == "codes" and value is not None):
        return _members(value, fact, path, found, closed=says == "value")
    if fact.type.kind == "day":
        return None if value is None else _read(read_partial_day, value, path, found)
    return shorten(value) if fact.type.kind == "place" and isinstance(value, str) else value


def _members(value: object, fact: Fact, path: Path, found: Faults, *, closed: bool) -> object:
    if fact.type.kind != "codes":
        found.add("wrong-type", path_text(path), "the fact is no set", allowed="value, unknown")
        return None
    known = _read(read_codes, value, path, found)
    return None if known is None else Members(known, closed=closed)
