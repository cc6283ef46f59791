"""What the strategies draw is valid, comes back from its file, and leaves nothing out that could be drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import fields
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kimcore import (
    Case,
    Landscape,
    Person,
    Rulebook,
    json_schema,
    landscape_as_json,
    read_case,
    read_landscape,
    read_rulebook,
    rulebook_as_json,
    write_case,
)
from kimcore.language.check import Names, check_test
from kimcore.language.parser import parse_test
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.markup import DAY_KEYS
from kimcore.people.history import Entry, Unknown, field_types
from kimcore.people.kinds import KINDS
from kimcore.rules.kinds import KINDS as STATEMENTS
from kimcore.testing.laws import (
    aspect_of,
    chains_of,
    definitions_of,
    entitlements_of,
    gaps_of,
    left_out_of,
    steps_of,
    transitions_of,
    value_of,
)
from kimcore.testing.strategies import (
    LAST,
    cases,
    entries,
    landscape_documents,
    landscapes,
    persons,
    rulebook_documents,
    rulebooks,
    some_kinds,
)
from kimcore.testing.written import written_tests

Document = dict[str, Any]

FEW = settings(max_examples=15)


def drawn(strategy: st.SearchStrategy[Any], number: int) -> list[Any]:
    """So many values of a strategy, the same in every run."""
    found: list[Any] = []

    @settings(max_examples=number, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def draw(value: Any) -> None:
        found.append(value)

    draw()
    return found


# ---------------------------------------------------------------------------------------- cases and persons


@FEW
@given(cases())
def test_a_drawn_case_comes_back_from_its_file(case: Case) -> None:
    assert read_case(write_case(case)) == case


@FEW
@given(persons())
def test_a_drawn_person_can_stand_in_a_case(person: Person) -> None:
    assert Case(key="1", as_of=LAST, persons=(person,)).persons == (person,)


def test_every_field_of_a_case_is_drawn() -> None:
    told = {
        attribute.name
        for case in drawn(cases(), 50)
        for attribute in fields(Case)
        if getattr(case, attribute.name) not in (attribute.default, {}, ())
    }

    # What is kept comes from a reader: it holds keys that kimcore does not know.
    assert told == {attribute.name for attribute in fields(Case)} - {"kept"}


def test_every_history_of_a_person_is_drawn() -> None:
    assert {name for names in drawn(some_kinds, 600) for name in names} == set(KINDS)


@pytest.mark.parametrize("history", KINDS)
def test_every_field_of_a_history_is_drawn_known_none_and_unknown(history: str) -> None:
    kind = KINDS[history]
    found = {shape for entry in drawn(entries(kind, LAST), 200) for shape in shapes_of(entry)}

    assert found == {
        (name, shape)
        for name, type_ in field_types(kind).items()
        for shape in (["known"] if type_.required else ["known", "none", "unknown"])
    }


def shapes_of(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in field_types(type(entry)):
        value = getattr(entry, name)
        yield name, "unknown" if isinstance(value, Unknown) else "none" if value is None else "known"


# ---------------------------------------------------------------------------------------- rulebooks and landscapes


def rulebook_in_json(document: Document) -> Rulebook:
    return read_rulebook({"law.json": json.dumps(document)})


@FEW
@given(written_tests())
def test_a_drawn_test_has_no_fault(text: str) -> None:
    assert check_test(parse_test(text), Names(vocabulary=standard_vocabulary())) == ()


@FEW
@given(rulebook_documents())
def test_a_drawn_rulebook_says_the_same_in_toml_and_json(document: Document) -> None:
    in_toml = {"law.toml": toml_of(document)}

    assert read_rulebook(in_toml).digest == rulebook_in_json(document).digest
    assert rulebook_in_json(json.loads(rulebook_as_json(in_toml))).statements == rulebook_in_json(document).statements


@FEW
@given(landscape_documents())
def test_a_drawn_landscape_says_the_same_in_toml_and_json(document: Document) -> None:
    in_json, in_toml = json.dumps(document), toml_of(document)
    again = landscape_as_json(in_toml, name="town.toml")

    assert read_landscape(in_toml, name="town.toml") == read_landscape(in_json, name="town.json")
    assert read_landscape(again, name="again.json") == read_landscape(in_json, name="town.json")


@FEW
@given(rulebook_documents())
def test_the_schema_takes_a_drawn_rulebook(document: Document) -> None:
    assert list(Draft202012Validator(json_schema("rulebook")).iter_errors(document)) == []


@FEW
@given(landscape_documents())
def test_the_schema_takes_a_drawn_landscape(document: Document) -> None:
    assert list(Draft202012Validator(json_schema("landscape")).iter_errors(document)) == []


@settings(max_examples=5)
@given(rulebooks(), landscapes())
def test_rulebooks_and_landscapes_are_drawn_read(rulebook: Rulebook, landscape: Landscape) -> None:
    assert rulebook.statements
    assert landscape.agencies


def test_every_kind_of_statement_is_drawn() -> None:
    found = {kind for one in drawn(rulebook_documents(), 40) for kind in STATEMENTS if kind in one}

    assert found == set(STATEMENTS)


NAMES = ("law.notion_1",)

BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "value": st.tuples(value_of("FIGURE_1", "duration")),
    "definition": definitions_of(()),
    "aspect": st.tuples(aspect_of("livelihood", NAMES)),
    "entitlement": entitlements_of(NAMES, ["livelihood", "health"]),
    "transition": transitions_of(NAMES, ["livelihood"]),
    "step": steps_of(NAMES, ("claim.benefit_1",)),
    "chain": chains_of(NAMES, ["step.do_1", "step.do_2"]),
    "gap": gaps_of(NAMES, ("claim.benefit_1",), ["step.do_1"]),
    "not_modelled": left_out_of(NAMES),
}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_every_key_of_a_statement_is_drawn(kind: str) -> None:
    found = {(kind, key) for tables in drawn(BY_KIND[kind], 400) for table in tables for key in table}

    assert keys_of_schema("rulebook", (kind,)) - found == set()


def test_every_key_of_a_landscape_is_drawn() -> None:
    tables = ("agency", "competence", "covers")
    found = {(kind, key) for one in drawn(landscape_documents(), 80) for kind in tables for key in keys(one, kind)}

    assert keys_of_schema("landscape", tables) - found == set()


def keys(document: Document, kind: str) -> set[str]:
    return {key for table in document.get(kind, ()) for key in table}


def keys_of_schema(name: str, kinds: tuple[str, ...]) -> set[tuple[str, str]]:
    schema = json_schema(name)
    return {(kind, key) for kind in kinds for key in _properties(schema, schema["properties"][kind]["items"])}


def _properties(schema: Document, part: Document) -> set[str]:
    if "$ref" in part:
        return _properties(schema, schema["$defs"][part["$ref"].rpartition("/")[2]])
    inner = (each for join in ("allOf", "anyOf", "oneOf") for each in part.get(join, ()))
    return set(part.get("properties", ())).union(*(_properties(schema, each) for each in inner))


# ---------------------------------------------------------------------------------------- TOML


def toml_of(document: Document) -> str:
    """The document as TOML, every table on a line of its own."""
    return "\n".join(f"{json.dumps(key)} = {_inline(value, key)}" for key, value in document.items())


def _inline(value: Any, key: str, *, row: bool = False) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(name)} = {_inline(part, name, row=key == 'is')}" for name, part in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(part, '') for part in value)}]"
    if isinstance(value, str) and (row or key in DAY_KEYS) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value
    return json.dumps(value, ensure_ascii=False)
