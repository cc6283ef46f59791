"""JSON Schema (2020-12) of content as JSON: a rulebook and a landscape, closed, with every key, word and code.

A schema cannot say what hangs on several statements (names, cycles, overlapping days), what a test or a citation
means, and which day is a day: the readers do, with every fault and its place. It describes a document that is whole:
a rulebook in which nothing is missing, in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kimcore.landscape.agency import CONFIDENCES
from kimcore.landscape.competence import ROLES
from kimcore.landscape.reading import SCHEMA as LANDSCAPE_SCHEMA
from kimcore.law.codes import code_lists
from kimcore.rules.figures import BY_BIRTH
from kimcore.rules.heads import MAX_ID
from kimcore.rules.kinds import TO_THE_END_OF_THE_MONTH
from kimcore.rules.mechanism import MECHANISMS, Mechanism
from kimcore.rules.reading import SCHEMA as RULEBOOK_SCHEMA
from kimcore.rules.statement import (
    ACTORS,
    CLAIM_UNITS,
    CLAIMINGS,
    GAP_NATURES,
    LEADS,
    OFFERS,
    REACHES,
    REASONS,
    SEVERITIES,
)
from kimcore.rules.tables import MAX_ITEMS, MAX_TEXT
from kimcore.text import LANGUAGES

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

LINE: Schema = {"type": "string", "pattern": "\\S"}
TEXT: Schema = {**LINE, "maxLength": MAX_TEXT}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "maxLength": 10}
ADDRESS: Schema = {"type": "string", "pattern": "^https://\\S+$"}
ID: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*$", "maxLength": MAX_ID}
VALUE_ID: Schema = {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$", "maxLength": MAX_ID}
LENGTH: Schema = {"type": "string", "pattern": "^[0-9]+ (year|month|week|day)s?( [0-9]+ (year|month|week|day)s?)*$"}
TERRITORY: Schema = {"type": "string", "pattern": "^(DE|[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{8})$"}
TERRITORY_OR_TOWN: Schema = {"anyOf": [TERRITORY, {"const": "{key}"}]}


def rulebook_schema() -> Schema:
    """Return the JSON Schema of a rulebook as one JSON document.

    Example:
        >>> rulebook_schema()["required"]
        ['schema', 'id', 'version', 'title', 'law_known_until']
    """
    kinds = _kinds()
    root = _closed(
        {
            "schema": {"const": RULEBOOK_SCHEMA},
            "id": ID,
            "version": TEXT,
            "title": _ref("text"),
            "law_known_until": DAY,
        },
        {kind: {"type": "array", "items": _ref(kind)} for kind in kinds},
    )
    says = "All statements of a body of law, dated and with their sources."
    return _document(
        RULEBOOK_SCHEMA, says, root, {**_shared(TEXT), "basis": _basis_of_a_statement(), **_parts(), **kinds}
    )


def landscape_schema() -> Schema:
    """Return the JSON Schema of a landscape as a JSON document.

    Example:
        >>> landscape_schema()["required"]
        ['schema', 'id', 'version', 'title', 'verified_on']
    """
    entries = {"covers": _cover(), "agency": _agency(), "competence": _competence()}
    towns = {"type": "object", "additionalProperties": TERRITORY}
    groups = {"type": "object", "additionalProperties": _one_or_many(LINE)}
    root = _closed(
        {
            "schema": {"const": LANDSCAPE_SCHEMA},
            "id": LINE,
            "version": LINE,
            "title": _ref("name"),
            "verified_on": DAY,
        },
        {"towns": towns, "groups": groups, **{kind: {"type": "array", "items": _ref(kind)} for kind in entries}},
    )
    says = "The agencies of an area, what each is competent for, and how far the record reaches."
    return _document(LANDSCAPE_SCHEMA, says, root, {**_shared(LINE), "basis": _basis_of_a_competence(), **entries})


def _document(title: str, description: str, root: Schema, definitions: Mapping[str, Schema]) -> Schema:
    return {
        "$schema": DIALECT,
        "title": title,
        "description": description,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


# ---------------------------------------------------------------------------------------- shapes


def _closed(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _any_of(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _codes(list_id: str) -> Schema:
    return _one_of(code_lists()[list_id])


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MAX_ITEMS}


def _set_of(items: Schema) -> Schema:
    return {**_many(items), "uniqueItems": True}


def _one_or_many(items: Schema) -> Schema:
    return _any_of(items, {"type": "array", "items": items, "minItems": 1})


def _exactly_one(*keys: str) -> Schema:
    return {"oneOf": [{"required": [key]} for key in keys]}


# ---------------------------------------------------------------------------------------- of both


def _shared(line: Schema) -> dict[str, Schema]:
    """What both documents hold."""
    text = _closed(dict.fromkeys(LANGUAGES, line))
    return {"text": text, "name": _any_of(line, text), "period": _closed({}, {"from": DAY, "until": DAY})}


def _basis_of_a_statement() -> Schema:
    cited = _closed({"cite": TEXT}, {"address": ADDRESS, "kind": {"const": "document"}})
    return _any_of(TEXT, _many(_any_of(TEXT, cited)))


def _basis_of_a_competence() -> Schema:
    cited = _any_of(LINE, _closed({"cite": LINE}, {"address": LINE}))
    return _any_of(cited, {"type": "array", "items": cited})


# ---------------------------------------------------------------------------------------- a rulebook


def _parts() -> dict[str, Schema]:
    group = {"basis": _ref("basis"), "says": _ref("text")}
    rows = {"type": "object", "additionalProperties": _figure(), "minProperties": 1}
    by_key = {"test": TEXT, "any": _ref("tests"), "all": _ref("tests")}
    one = {**_closed({}, {**by_key, **group}), **_exactly_one(*by_key)}
    day = {"day": TEXT, "act_by": ID, "otherwise": TEXT, "shifts": FLAG, "lead": _one_of(LEADS)}
    document = _codes("document")
    return {
        "test": _any_of(TEXT, one),
        "tests": _many(_ref("test")),
        "figure": _any_of(_figure(), rows),
        "due": _any_of(TEXT, {**_closed({}, day), **_exactly_one("day", "act_by")}),
        "need": _any_of(document, _closed({"any": _set_of(document)})),
        "not_needed": _closed({"document": document, "basis": _ref("basis")}),
        "presume": _closed({"is": FLAG, "basis": _ref("basis")}),
        "pending": _closed({"bill": TEXT}, {"planned_from": TEXT}),
        "after": _closed({"step": ID, "reason": _one_of(REASONS)}, {"basis": _ref("basis")}),
        "within": _closed({"length": LENGTH, "from": TEXT}),
        "agreed": _closed({}, {"on": DAY, "says": _ref("text")}),
        "deemed_filed": _closed({"on": DAY, "basis": _ref("basis")}, _conditions()),
        "claim": _closed(
            {"by": _one_of(CLAIMINGS)},
            {
                "of": ID,
                "matter": _codes("matter"),
                "reaches_back": _any_of(_one_of(REACHES), LENGTH),
                "one_for": _one_of(CLAIM_UNITS),
                "child": ID,
                "deemed_filed": _many(_ref("deemed_filed")),
            },
        ),
    }


def _figure() -> Schema:
    return _any_of(LENGTH, DAY, {"type": "integer"})


def _conditions() -> dict[str, Schema]:
    return dict.fromkeys(("when", "any", "unless"), _ref("tests"))


def _statement(
    required: Mapping[str, Schema],
    optional: Mapping[str, Schema] | None = None,
    *,
    id_: Schema = ID,
    named_by: str = "title",
) -> Schema:
    """The head that all statements share, and what a kind adds; `named_by` is the text it cannot do without."""
    head: dict[str, Schema] = {
        "id": id_,
        "basis": _ref("basis"),
        "verified_on": DAY,
        "confidence": _one_of(CONFIDENCES),
    }
    texts: dict[str, Schema] = dict.fromkeys(("title", "says"), _ref("text"))
    valid = {"in_force": _ref("period"), "pending": _ref("pending")}
    rest: dict[str, Schema] = {"disputed": _ref("text"), "address": ADDRESS}
    must = {**head, named_by: texts.pop(named_by), **required}
    may = {key: schema for key, schema in {**texts, **valid, **rest, **(optional or {})}.items() if key not in must}
    return {**_closed(must, may), **_exactly_one(*valid)}


def _needing_a_test(schema: Schema) -> Schema:
    return {**schema, "anyOf": [{"required": ["when"]}, {"required": ["any"]}]}


def _step() -> Schema:
    needs, documents = _many(_ref("need")), _many(_ref("not_needed"))
    return _statement(
        {},
        {
            **_conditions(),
            "offer": _one_of(OFFERS),
            "answers": _set_of(_codes("concern")),
            "matter": _codes("matter"),
            "by": _set_of(_one_of(ACTORS)),
            "one_for": _one_of(CLAIM_UNITS),
            "after": _many(_ref("after")),
            "requires": needs,
            "issues": needs,
            "does_not_need": documents,
            "done_if": _ref("tests"),
            "due": _ref("due"),
            "takes": LENGTH,
            "severity": _one_of(SEVERITIES),
            "field": _codes("field_of_action"),
        },
    )


def _gap() -> Schema:
    told = {"nature": _one_of(GAP_NATURES), "mechanism": _one_of(MECHANISMS), "cause": LINE}
    schema = _statement(
        {**told, "severity": _one_of(SEVERITIES), "says": _ref("text")},
        {
            **_conditions(),
            "matter": _codes("matter"),
            "act_by": _ref("due"),
            "remedies": _set_of(ID),
            "yields_to": _set_of(ID),
            "act_from": LENGTH,
        },
    )
    return {**schema, "allOf": [_causes_of(mechanism) for mechanism in Mechanism]}


def _causes_of(mechanism: Mechanism) -> Schema:
    """What goes with a mechanism."""
    named = {"properties": {"mechanism": {"const": mechanism.value}}}
    return {"if": named, "then": {"properties": {"cause": _one_of(mechanism.causes)}}}


def _transition() -> Schema:
    benefit = _codes("benefit")
    return _statement(
        {"from": _set_of(benefit), "to": benefit},
        {
            **_conditions(),
            "needs": _many(_ref("need")),
            "does_not_need": _many(_ref("not_needed")),
            "brings_along": _set_of(_codes("aspect")),
            "confirm_within": LENGTH,
            "typical_gaps": _many(_ref("text")),
        },
    )


def _chain() -> Schema:
    """A goal of tests does not say which steps lead to it: then `steps` must be there."""
    schema = _statement(
        {"goal": _any_of(ID, _ref("tests"))},
        {
            "for": _ref("tests"),
            "within": _ref("within"),
            "owner": _codes("agency_kind"),
            "agreed": _ref("agreed"),
            "steps": _set_of(ID),
        },
    )
    by_step: Schema = {"properties": {"goal": {"type": "string"}}}
    return {**schema, **_any_of(by_step, {"required": ["steps"]})}


def _kinds() -> dict[str, Schema]:
    """The statements, kind by kind."""
    return {
        "value": _statement({"is": _ref("figure")}, {"by": {"const": BY_BIRTH}}, id_=VALUE_ID),
        "definition": _needing_a_test(
            _statement(
                {},
                {**_conditions(), "lasts": {"const": TO_THE_END_OF_THE_MONTH}, "presume": _ref("presume")},
            )
        ),
        "aspect": _statement({"due": _ref("tests")}, id_=_codes("aspect")),
        "entitlement": _needing_a_test(
            _statement(
                {"aspect": _codes("aspect"), "benefit": _codes("benefit"), "claim": _ref("claim")},
                {**_conditions(), "yields_to": _set_of(ID), "stands_in_for": _set_of(ID), "act_from": LENGTH},
            )
        ),
        "transition": _transition(),
        "step": _step(),
        "chain": _chain(),
        "gap": _needing_a_test(_gap()),
        "not_modelled": _statement({}, {**_conditions(), "matters": _set_of(_codes("matter"))}, named_by="says"),
    }


# ---------------------------------------------------------------------------------------- a landscape


def _agency() -> Schema:
    dated = _closed({"name": _ref("name")}, {"short": _ref("name"), "from": DAY, "until": DAY})
    schema = _closed(
        {
            "id": LINE,
            "kind": _codes("agency_kind"),
            "territory": _one_or_many(TERRITORY_OR_TOWN),
            "confidence": _one_of(CONFIDENCES),
        },
        {
            "each": LINE,
            "name": _ref("name"),
            "short": _ref("name"),
            "names": {"type": "array", "items": dated, "minItems": 1},
            "name_verified": FLAG,
            "parent": LINE,
            "successor": LINE,
            "exists": _ref("period"),
            "chosen": FLAG,
            "also_known_as": _any_of(LINE, {"type": "array", "items": LINE}),
            "source": LINE,
            "verified_on": DAY,
            "note": _ref("name"),
        },
    )
    return {**schema, **_exactly_one("name", "names")}


def _competence() -> Schema:
    return _closed(
        {
            "agency": LINE,
            "matter": _one_or_many(_codes("matter")),
            "role": _one_of(ROLES),
            "territory": _one_or_many(TERRITORY_OR_TOWN),
            "confidence": _one_of(CONFIDENCES),
        },
        {
            "each": LINE,
            "places": _one_or_many(_codes("place_kind")),
            "for": _closed({"test": LINE, "says": _ref("name")}),
            "in_force": _ref("period"),
            "basis": _ref("basis"),
            "source": LINE,
            "verified_on": DAY,
            "disputed": _ref("name"),
            "note": _ref("name"),
            "wait": _closed({"is": LENGTH, "reported_on": DAY}, {"source": LINE}),
        },
    )


def _cover() -> Schema:
    return _closed(
        {"territory": _one_or_many(TERRITORY_OR_TOWN), "matter": _one_or_many(_codes("matter"))},
        {"each": LINE, "in_force": _ref("period")},
    )
