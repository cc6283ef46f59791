"""The schemas of rulebook and landscape documents: what the readers ask for, and what they refuse."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.protocols import Validator

from kimcore.errors import InputError
from kimcore.exchange.schema import json_schema
from kimcore.landscape import tables as landscape_tables
from kimcore.landscape.reading import landscape_as_json, read_landscape
from kimcore.rules import tables as rulebook_tables
from kimcore.rules.reading import read_rulebook, rulebook_as_json
from tests.freedonia import FOLDER, VOCABULARY

DATA = files("kimcore") / "data"
LANDSCAPE = DATA / "landscapes" / "kreis-recklinghausen.toml"

FORM = {"address", "id", "length", "unknown-code", "unknown-key", "unknown-kind", "unknown-word"}
"""What a schema has to see. The rest hangs on several values, on the law, or on what a test or a citation means."""


def validator(kind: str) -> Validator:
    return jsonschema.Draft202012Validator(json_schema(kind))


@cache
def rulebook_text(name: str) -> str:
    return rulebook_as_json(FOLDER if name == "freedonia" else DATA / "rulebooks" / name)


@cache
def landscape_text() -> str:
    with as_file(LANDSCAPE) as path:
        return landscape_as_json(path)


# ---------------------------------------------------------------------------------------- the same content


@pytest.mark.parametrize("name", ["freedonia", "nrw"])
def test_a_rulebook_in_json_says_what_it_says_in_toml(name: str) -> None:
    vocabulary = VOCABULARY if name == "freedonia" else None
    in_toml = read_rulebook(FOLDER if name == "freedonia" else DATA / "rulebooks" / name, vocabulary=vocabulary)
    in_json = read_rulebook({f"{name}.json": rulebook_text(name)}, vocabulary=vocabulary)

    assert in_json.statements == in_toml.statements
    assert in_json.digest == in_toml.digest
    assert len(in_json.notes) == len(in_toml.notes)


def test_a_landscape_in_json_says_what_it_says_in_toml() -> None:
    with as_file(LANDSCAPE) as path:
        in_toml = read_landscape(path)

    assert read_landscape(landscape_text(), name="kreis.json") == in_toml
    assert read_landscape(landscape_text(), name="kreis.json").digest == in_toml.digest


# ---------------------------------------------------------------------------------------- schema and reader


@pytest.mark.parametrize("name", ["freedonia", "nrw"])
def test_shipped_rulebooks_are_valid(name: str) -> None:
    validator("rulebook").validate(json.loads(rulebook_text(name)))


def test_the_shipped_landscape_is_valid() -> None:
    validator("landscape").validate(json.loads(landscape_text()))


def test_the_schema_of_a_rulebook_knows_the_keys_that_its_reader_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[tuple[str, ...], set[str]] = {}
    done = rulebook_tables.Table.done

    def noting(table: rulebook_tables.Table) -> None:
        kind = () if table.spot.kind == "rulebook" else (table.spot.kind,)
        shape = (*kind, *(part for part in table.path if isinstance(part, str)))
        if shape[-2:] != ("is", "is") and shape != ("value", "is"):  # the keys of rows are years
            asked.setdefault(shape, set()).update(table._asked)
        done(table)

    monkeypatch.setattr(rulebook_tables.Table, "done", noting)
    read_rulebook({"nrw.json": rulebook_text("nrw")})
    read_rulebook({"freedonia.json": rulebook_text("freedonia")}, vocabulary=VOCABULARY)

    assert len(asked) > 30
    kinds = set(json_schema("rulebook")["properties"]) - {"schema", "id", "version", "title", "law_known_until"}
    for shape, keys in asked.items():
        known = _properties("rulebook", shape)
        assert keys <= known, shape
        if len(shape) <= 1:
            assert keys >= known - kinds, shape


def test_the_schema_of_a_landscape_knows_the_keys_that_its_reader_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, set[str]] = {}
    close = landscape_tables.Table.close

    def noting(table: landscape_tables.Table) -> None:
        place = re.fullmatch(r"kreis\.json(?: \[\[(\w+)\]\] \d+)?", table.where)
        if place:
            asked.setdefault(place[1] or "", set()).update(table._asked)
        close(table)

    monkeypatch.setattr(landscape_tables.Table, "close", noting)
    read_landscape(landscape_text(), name="kreis.json")

    for name in ("agency", "competence", "covers"):
        # `each` is asked for before a row is read for each town.
        assert asked[name] | {"each"} == _properties("landscape", (name,)), name
    assert asked[""] == _properties("landscape", ())


def _properties(kind: str, path: tuple[str, ...]) -> set[str]:
    """The keys that a schema has below a path."""
    schema = json_schema(kind)
    found = [schema]
    for step in path:
        found = [
            below for one in found for part in _objects(schema, one) for below in [part["properties"].get(step, {})]
        ]
    return {key for one in found for part in _objects(schema, one) for key in part["properties"]}


def _objects(root: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects that a schema allows, through references, alternatives and lists."""
    if "$ref" in schema:
        yield from _objects(root, root["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "properties" in schema:
        yield schema
    elif "items" in schema:
        yield from _objects(root, schema["items"])
    else:
        for one in schema.get("anyOf", ()):
            yield from _objects(root, one)


# ---------------------------------------------------------------------------------------- what is broken

JUNK: list[Any] = [True, 17, -1, 3.5, "", " ", "zq", "2026-02-03", [], ["zq"], {}, {"zq": 1}, [[]], "x" * 5000]


@st.composite
def broken(draw: st.DrawFn, text: str) -> dict[str, Any]:
    """Draw a document with one thing broken in it."""
    document: dict[str, Any] = json.loads(text)
    holder, step = draw(st.sampled_from(list(_places(document))))
    match draw(st.sampled_from(["drop", "junk", "rename", "repeat"])):
        case "drop":
            del holder[step]
        case "junk":
            holder[step] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        case "rename" if isinstance(step, str):
            holder[step + "zq"] = holder.pop(step)
        case _ if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[step]))
        case _:
            holder["zq"] = 1
    return document


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    steps: Any = enumerate(node) if isinstance(node, list) else node.items() if isinstance(node, dict) else ()
    for step, inner in list(steps):
        yield node, step
        yield from _places(inner)


def _codes_of(read: Any) -> set[str] | None:
    """The codes of the faults of a reading, None where there is none."""
    try:
        read()
    except InputError as error:
        return {fault.code for fault in error.faults}
    return None


@settings(max_examples=60)
@given(st.data())
def test_schema_and_reader_of_a_rulebook_refuse_the_same(data: st.DataObject) -> None:
    document = data.draw(broken(rulebook_text("freedonia")))
    text = json.dumps(document)

    codes = _codes_of(lambda: read_rulebook({"freedonia.json": text}, vocabulary=VOCABULARY))

    if validator("rulebook").is_valid(document):
        assert not (codes or set()) & FORM
    else:
        assert codes is not None


@settings(max_examples=25)
@given(st.data())
def test_schema_and_reader_of_a_landscape_refuse_the_same(data: st.DataObject) -> None:
    document = data.draw(broken(landscape_text()))
    text = json.dumps(document)

    codes = _codes_of(lambda: read_landscape(text, name="kreis.json"))

    if validator("landscape").is_valid(document):
        assert not (codes or set()) & FORM
    else:
        assert codes is not None
