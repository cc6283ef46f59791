"""Scenarios of law as tables: facts in, the verdict on a statement out, on the days that matter.

    [[scenario]]
    id = "…"                        unique within its file
    source = "…"                    the law or the row it rests on
    statement = "asylblg.nr1b"      the id of a statement
    else = "none"                   facts that are not given: "none", or "unknown" (the default)
    facts = { "residence.status" = [{ is = "…", from = …, until = … }] }    without `is`: none; a list is a set
    relations = { parent = ["Q"] }  from the view of the person judged; left out: not recorded
    others.Q.facts = { … }          the facts of the others
    days = { 2026-06-11 = "not in force", 2026-06-12 = "applies" }

A day says `applies`, `applies unless`, `does not apply`, `open` or `not in force`; of a value, its figure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from kimcore.dates import parse_partial
from kimcore.language.facts import PlainFacts
from kimcore.language.relatives import Relative
from kimcore.language.syntax import RelationName
from kimcore.language.timeline import Layer, Members, Timeline
from kimcore.language.vocabulary import Fact, Vocabulary
from kimcore.people.history import NOT_RECORDED

FOLDER = Path(__file__).resolve().parent
PERSON = "P"

BACK: Mapping[str, RelationName] = {
    "partner": "partner",
    "parent": "child",
    "child": "parent",
    "sibling": "sibling",
}
"""What the person is to somebody who is this to the person."""


@frozen(kw_only=True)
class Scenario:
    """One scenario, with the table it was read from."""

    file: str
    table: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The name of the scenario, unique over all files."""
        return f"{self.file}:{self.table['id']}"

    @property
    def statement(self) -> str:
        """The id of the statement that is judged."""
        return str(self.table["statement"])

    @property
    def source(self) -> str:
        """What the scenario rests on."""
        return str(self.table["source"])

    @property
    def days(self) -> tuple[tuple[date, str], ...]:
        """The days with what is expected of each."""
        return tuple((date.fromisoformat(day), str(expected)) for day, expected in self.table["days"].items())

    def facts(self, vocabulary: Vocabulary) -> PlainFacts:
        """The facts of the person and of the others."""
        people = {PERSON: self.table.get("facts", {})}
        people |= {key: other.get("facts", {}) for key, other in self.table.get("others", {}).items()}
        known = self.table.get("else", "unknown") == "none"
        timelines = {key: dict(_timelines(given, vocabulary, none=known)) for key, given in people.items()}
        return PlainFacts(vocabulary, timelines, self._relations())

    def _relations(self) -> Any:
        if "relations" not in self.table:
            return NOT_RECORDED
        found: dict[tuple[str, RelationName], tuple[Relative, ...]] = {}
        for relation, keys in self.table["relations"].items():
            found[(PERSON, relation)] = tuple(Relative(key) for key in keys)
            for key in keys:
                found[(key, BACK[relation])] = (Relative(PERSON),)
        return found


def scenarios(folder: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a folder, file by file."""
    found = []
    for path in sorted((FOLDER / folder).glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
        found += [Scenario(file=path.stem, table=table) for table in tables]
    return tuple(found)


def _timelines(given: Mapping[str, Any], vocabulary: Vocabulary, *, none: bool) -> Iterator[tuple[str, Timeline]]:
    unknown = set(given) - set(vocabulary)
    if unknown:
        raise KeyError(f"there is no fact {', '.join(sorted(unknown))}")
    for name, fact in vocabulary.items():
        ground = _ground(fact, none=none)
        entries = given.get(name, [])
        if entries or none:
            yield name, Timeline.painted([_layer(entry, fact) for entry in entries], ground)


def _ground(fact: Fact, *, none: bool) -> object:
    if fact.type.kind == "codes":
        return Members(frozenset(), closed=none)
    return None if none and not fact.always else NOT_RECORDED


def _layer(entry: Mapping[str, Any], fact: Fact) -> Layer:
    return entry.get("from"), entry.get("until"), _value(entry.get("is"), fact)


def _value(value: object, fact: Fact) -> object:
    if fact.type.kind == "codes":
        return Members(frozenset(value if isinstance(value, list) else []), closed=True)
    if fact.type.kind == "day" and isinstance(value, str):
        return parse_partial(value)
    return value
