"""Cases as JSON: read strictly with every fault at once, written in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve
from cattrs.errors import BaseValidationError

from kimcore.errors import CaseError, Fault, Faults, Path, listed, path_text
from kimcore.exchange.case_form import NOT_READ, case_converter, faults_in
from kimcore.exchange.json_text import Numbered, document_at_a_glance, plain_document
from kimcore.exchange.migration import Step, step_from, versions_of
from kimcore.people.canonical import CASE_SCHEMA
from kimcore.people.case import Case
from kimcore.people.case_file import canonical_text, digest_of
from kimcore.people.kept import kept_at

CANNOT = "the case cannot be read"

_STAND_INS: Mapping[str, Any] = {"key": "-", "as_of": "2199-12-31", "persons": Numbered([])}
"""What stands in for what a case must have and this one lacks, while its other faults are looked for."""


def read_case(source: bytes | str | Mapping[str, Any], *, keep: bool = False) -> Case:
    """Return the case a JSON document holds; one of an earlier version is migrated step by step.

    An explicit null of a field is *none*, a missing one unknown; `{"unknown": "withheld"}` says why. A
    missing `first` or `last` is open. An empty list of relations, applications or handoffs says *none*.

    Args:
        source: The text, as UTF-8 if it is bytes, or what a JSON parser made of it.
        keep: Whether keys that kimcore does not know are carried with the case and written back by `write_case`;
            they are faults otherwise.

    Raises:
        CaseError: With every fault, each with its path, what is allowed and the nearest valid word; no
            message holds a value of the document.

    Example:
        >>> text = '{"schema": "kimcore.case/1", "key": "1", "as_of": "2026-11-23", "persons": [{"key": "P1"}]}'
        >>> read_case(text).person("P1")
        Person(key)
        >>> read_case(text.replace("as_of", "asof"))
        Traceback (most recent call last):
        ...
        kimcore.errors.CaseError: the case cannot be read (2 faults)
          $.as_of: the key is missing [missing-key]
          $.asof: unknown key; allowed: ...; did you mean 'as_of'? [unknown-key]
    """
    case = case_at_a_glance(source) if isinstance(source, str | bytes) else None
    if case is not None:
        return case
    found = Faults()
    document = plain_document(source, found)
    if not isinstance(document, dict):
        found.add("wrong-type", "$", "a value of the wrong type", allowed="a case, which is one JSON object")
        raise CaseError(CANNOT, list(found)[:1])
    return case_of(document, found, keep=keep)


def case_at_a_glance(source: bytes | str) -> Case | None:
    """Return the case of a text in which nothing is wrong or strange; None: it has to be read thoroughly.

    Most texts are of this kind, and so they are read in a fraction of the time.
    """
    document = document_at_a_glance(source)
    if not isinstance(document, dict) or document.pop("schema", None) != CASE_SCHEMA:
        return None
    _lists_of_claims(document)
    try:
        case: Case = case_converter(thorough=False).structure(document, Case)
    except NOT_READ:
        return None
    return case


def case_of(document: dict[str, Any], found: Faults, *, keep: bool = False) -> Case:
    """Return the case that plain data say.

    Args:
        document: As `plain_document` returns it; it is used up.
        found: The faults noted in it so far.
        keep: As in `read_case`.

    Raises:
        CaseError: With those faults and every other.
    """
    return _Reading(document, found, keep=keep).case()


def write_case(case: Case) -> str:
    """Return the canonical JSON text of a case, which `read_case` reads as an equal case.

    Keys stand in the order of the schema, what holds nothing is left out, sets are sorted, and the text ends
    with a newline; equal cases have equal texts.

    Args:
        case: The case; a label of a person is written with it, and so is what was kept, after the other keys.

    Raises:
        CaseError: The place of a kept value is gone, as with a person who left the case; nothing is lost silently.
    """
    return canonical_text(case)


def case_digest(case: Case) -> str:
    """Return the SHA-256 of the canonical text of a case in UTF-8, which `Case.digest` also says."""
    return digest_of(case)


class _Reading:
    """A reading that goes on after a fault: what is faulty is taken out, and the rest read again."""

    def __init__(self, document: dict[str, Any], found: Faults, *, keep: bool) -> None:
        self._document = document
        self._keep = keep
        self._kept: dict[Path, object] = {}
        self._steps: list[Step] = []
        self._faults: dict[str, Fault] = {}
        self._note(found)

    def case(self) -> Case:
        self._migrate()
        self._check_schema()
        _lists_of_claims(self._document)
        persons = self._number_of_persons()
        while True:
            case, parts = self._tried()
            if case is not None and not self._faults:
                return self._with_kept(case)
            checked = [fault for _, part in parts if isinstance(part, CaseError) for fault in part.faults]
            if case is not None or checked:
                # A person that could not be read may be the one a relation names.
                skip = "unknown-person" if persons != self._number_of_persons() else ""
                self._note(self._told(fault) for fault in checked if fault.code != skip)
                raise CaseError(CANNOT, self._faults.values())
            self._take_out([(path, part) for path, part in parts if isinstance(part, Fault)])

    def _migrate(self) -> None:
        while step := step_from(self._document):
            self._note(step.faults(self._document, self._keep))
            self._document = step.upgrade(self._document)
            self._steps.insert(0, step)

    def _with_kept(self, case: Case) -> Case:
        kept = sorted(self._kept.items(), key=lambda item: [str(step).zfill(9) for step in item[0]])
        return evolve(case, kept=tuple(kept_at(case, path, value) for path, value in kept)) if kept else case

    def _tried(self) -> tuple[Case | None, list[tuple[Path, Fault | CaseError]]]:
        # The error of cattrs holds values: it ends here, and no later error is raised while it is handled.
        try:
            return case_converter(thorough=True).structure(self._document, Case), []
        except BaseValidationError as error:
            return None, list(faults_in(error))

    def _note(self, faults: Iterable[Fault]) -> None:
        """Note faults at places where there is none yet: a second one would only follow from the first."""
        for fault in faults:
            self._faults.setdefault(fault.where, fault)

    def _check_schema(self) -> None:
        allowed = listed(versions_of(CASE_SCHEMA))
        if "schema" not in self._document:
            problem = "the key is missing"
            self._note([Fault(code="missing-key", where="$.schema", problem=problem, allowed=allowed)])
        elif self._document.pop("schema") != CASE_SCHEMA:
            problem = "not a form of case that is read here"
            self._note([Fault(code="unknown-schema", where="$.schema", problem=problem, allowed=allowed)])

    def _number_of_persons(self) -> int | None:
        persons = self._document.get("persons")
        return len(persons) if isinstance(persons, Numbered) else None

    def _take_out(self, faults: list[tuple[Path, Fault]]) -> None:
        strange = {path for path, fault in faults if self._keep and fault.code == "unknown-key"}
        self._kept.update((path, self._at(path)) for path in strange)
        self._note(evolve(fault, where=self._where(path)) for path, fault in faults if path not in strange)
        # A value lacks what it cannot do without: it goes as a whole. Deeper and later places go first.
        gone = {path[:-1] if fault.code == "missing-key" and len(path) > 1 else path for path, fault in faults}
        for path in sorted(gone, reverse=True):
            self._remove(path)

    def _at(self, path: Path) -> object:
        inner: Any = self._document
        for step in path:
            inner = inner[step]
        return inner

    def _remove(self, path: Path) -> None:
        holder: Any = self._document
        for step in path[:-1]:
            holder = holder[step]
        last = path[-1]
        if isinstance(last, int):
            holder.take_out(last)
        elif len(path) == 1 and last in _STAND_INS:
            holder[last] = _STAND_INS[last]
        else:
            del holder[last]

    def _told(self, fault: Fault) -> Fault:
        """A fault of what is left, with the path it has in the document as it was."""
        steps = (name or int(index) for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", fault.where))
        return evolve(fault, where=self._where(tuple(steps)))

    def _where(self, path: Path) -> str:
        """How the place in the document as it was given is told, of a path in what is left of it."""
        path = self._place(path)
        for step in self._steps:
            path = step.before(path)
        return path_text(path)

    def _place(self, path: Path) -> Path:
        """The path in the document as it was, of a path in what is left of it."""
        places: list[str | int | None] = []
        holder: Any = self._document
        for step in path:
            places.append(holder.places[step] if isinstance(step, int) else step)
            holder = holder[step] if isinstance(step, int) or step in holder else {}
        return tuple(place for place in places if place is not None)


def _lists_of_claims(document: dict[str, Any]) -> None:
    """Make one claim to completeness a list of one, which keeps the path of the claim itself."""
    persons = document.get("persons")
    for person in persons if isinstance(persons, list) else ():
        if isinstance(person, dict) and isinstance(person.get("complete"), dict):
            person["complete"] = Numbered([person["complete"]], [None])
