from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from jsonschema.protocols import Validator

from kimcore.cli.main import main
from kimcore.errors import CaseError, UnknownNameError
from kimcore.exchange.case_form import keys_in_json
from kimcore.exchange.case_json import read_case
from kimcore.exchange.schema import SCHEMAS, json_schema, schema_text
from kimcore.law.codes import code_lists
from kimcore.people.application import Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.disclosure import DisclosureBasis
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport
from kimcore.people.history import Unknown
from kimcore.people.household import Relation
from kimcore.people.kinds import KINDS
from kimcore.people.person import Complete, Person
from tests.mutations import Mutated, mutated
from tools.make_schemas import FOLDER, name_of

SCHEMA = json_schema("case")
VALIDATOR: Validator = jsonschema.Draft202012Validator(SCHEMA)

BEYOND_A_SCHEMA = {
    *("after-as-of", "contradiction", "cycle", "days-reversed", "duplicate-handoff", "duplicate-person"),
    *("missing-reason", "move-refused", "other-person", "same-agency", "self-relation", "unknown-handoff"),
    *("unknown-person", "wrong-side"),
    *("missing-for-kind", "no-category", "no-matter", "no-recipient", "not-of-kind", "two-givers"),
}
"""What hangs on several values of a document."""

HALF_SAID = {"no-such-day", "not-a-citation", "not-unicode", "unknown-territory"}
"""What a schema says in part: the form of a day and of a territory key; behind bad encoding may be anything."""


def valid(document: Any) -> bool:
    return bool(VALIDATOR.is_valid(document))


def document(**person: Any) -> dict[str, Any]:
    persons = [{"key": "P1"} | person]
    return {"schema": "kimcore.case/1", "key": "1", "as_of": "2026-11-23", "persons": persons}


def test_the_schema_of_something_else_is_asked_for_in_vain() -> None:
    with pytest.raises(UnknownNameError, match="known: case"):
        json_schema("invoice")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_kind_of_document_has_a_schema_with_its_name_and_version(kind: str) -> None:
    schema = json_schema(kind)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert re.fullmatch(rf"kimcore\.{kind}/[1-9]", schema["title"])


def test_the_published_schemas_are_those_of_the_classes() -> None:
    published = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}

    assert published == {name_of(kind): schema_text(kind) for kind in SCHEMAS}, "run: python -m tools.make_schemas"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_command_prints_the_bytes_that_are_published(kind: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["schema", kind]) == 0
    assert capfdbinary.readouterr().out == (FOLDER / name_of(kind)).read_bytes()


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_object_of_a_schema_is_closed(kind: str) -> None:
    assert list(_open_objects(json_schema(kind), ())) == []


def _open_objects(schema: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The places of objects that let unknown keys in; extensions are the caller's own."""
    if isinstance(schema, dict):
        closed = "additionalProperties" in schema or path[-1:] == ("extensions",)
        if schema.get("type") == "object" and not closed:
            yield path
        for key, part in schema.items():
            yield from _open_objects(part, (*path, key))
    elif isinstance(schema, list):
        for part in schema:
            yield from _open_objects(part, path)


@pytest.mark.parametrize(
    "cls",
    [
        Person,
        Complete,
        Relation,
        Application,
        Acknowledged,
        Handoff,
        HandoffEvent,
        OutcomeReport,
        DisclosureBasis,
        Unknown,
        *KINDS.values(),
    ],
)
def test_every_class_is_closed_and_has_the_keys_it_is_read_with(cls: type) -> None:
    schema = SCHEMA["$defs"][cls.__name__]

    assert tuple(schema["properties"]) == keys_in_json(cls)
    assert schema["additionalProperties"] is False
    required = [a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING]
    assert len(schema["required"]) == len(required)


def test_the_case_has_the_keys_it_is_read_with() -> None:
    assert tuple(SCHEMA["properties"]) == keys_in_json(Case)
    assert SCHEMA["additionalProperties"] is False


def test_a_code_is_one_of_its_list() -> None:
    status = SCHEMA["$defs"]["Residence"]["properties"]["status"]

    assert status["anyOf"][0] == {"enum": list(code_lists()["residence_status"])}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"birth": "1994-05-02"}, True),
        ({"birth": "1994"}, True),
        ({"birth": "1994-05/1995"}, True),
        ({"birth": None}, True),
        ({"birth": {"unknown": "withheld"}}, True),
        ({"birth": {"unknown": "forgotten"}}, False),
        ({"birth": "1899-12-31"}, False),
        ({"birth": "2200"}, False),
        ({"birth": "1994-13"}, False),
        ({"stay": [{"first": "1994-05-02\n"}]}, False),
        ({"brith": "1994-05-02"}, False),
        ({"complete": {"from": None, "except": ["training"]}}, True),
        ({"complete": [{}, {"until": "2026-01-01"}]}, True),
        ({"complete": {"except": ["traning"]}}, False),
        ({"stay": [{"first": "2026-01-01", "in_germany": True}]}, True),
        ({"stay": [{"first": "2026-01"}]}, False),
        ({"stay": [{"in_germany": "yes"}]}, False),
        ({"coverage": [{"aspect": "health", "benefit": "AsylbLG_4"}]}, True),
        ({"coverage": [{"aspect": "health"}]}, False),
        ({"coverage": [{"aspect": "health", "benefit": None}]}, False),
        ({"nationality": [{"countries": []}]}, True),
        ({"nationality": [{"countries": ["XX"]}]}, False),
        ({"school": [{"grade": -1}]}, False),
        ({"places": [{"kind": "habitual", "territory": "0556201"}]}, False),
    ],
)
def test_schema_and_reader_agree_on_every_sort_of_value(person: dict[str, Any], *, expected: bool) -> None:
    assert (valid(document(**person)), _is_read(document(**person))) == (expected, expected)


def _is_read(source: dict[str, Any]) -> bool:
    try:
        read_case(source)
    except CaseError:
        return False
    return True


@settings(max_examples=200)
@given(mutated(most=2))
def test_schema_and_reader_agree_as_far_as_a_schema_can_say(broken: Mutated) -> None:
    """What the reader takes the schema takes; what it refuses for its form the schema refuses too."""
    try:
        read_case(copy.deepcopy(broken.document))
    except CaseError as error:
        found = {fault.code for fault in error.faults}
    else:
        found = set()

    if found - BEYOND_A_SCHEMA - HALF_SAID:
        assert not valid(broken.document)
    elif not found & HALF_SAID:
        assert valid(broken.document)
