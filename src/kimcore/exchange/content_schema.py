"""JSON Schema (2020-12) of content as JSON: a rulebook and a landscape, closed, with every key, word and code.

A schema cannot say what hangs on several statements (names, cycles, overlapping days), what a test or a citation
means, and which day is a day: the readers do, with every fault and its place. It describes a document that is whole:
a rulebook in which nothing is missing, in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kimcore.exchange.shapes import FLAG, Schema, any_of, closed, exactly_one, published, ref
from kimcore.landscape.agency import CONFIDENCES
from kimcore.landscape.competence import ROLES
from kimcore.landscape.reading import SCHEMA as LANDSCAPE_SCHEMA
from kimcore.law.codes import code_lists
from kimcore.people.application import SEVERITIES
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
)
from kimcore.rules.tables import MAX_ITEMS, MAX_TEXT
from kimcore.text import LANGUAGES

LINE: Schema = {"type": "string", "pattern": "\\S"}
TEXT: Schema = {**LINE, "maxLength": MAX_TEXT}
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
    root = closed(
        {
            "schema": {"const": RULEBOOK_SCHEMA},
            "id": ID,
            "version": TEXT,
            "title": ref("text"),
            "law_known_until": DAY,
        },
        {kind: {"type": "array", "items": ref(kind)} for kind in kinds},
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
    root = closed(
        {
            "schema": {"const": LANDSCAPE_SCHEMA},
            "id": LINE,
            "version": LINE,
            "title": ref("name"),
            "verified_on": DAY,
        },
        {"towns": towns, "groups": groups, **{kind: {"type": "array", "items": ref(kind)} for kind in entries}},
    )
    says = "The agencies of an area, what each is competent for, and how far the record reaches."
    return _document(LANDSCAPE_SCHEMA, says, root, {**_shared(LINE), "basis": _basis_of_a_competence(), **entries})


def _document(title: str, description: str, root: Schema, definitions: Mapping[str, Schema]) -> Schema:
    return published(title, {"description": description, **root}, definitions)


# ---------------------------------------------------------------------------------------- shapes


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _codes(list_id: str) -> Schema:
    return _one_of(code_lists()[list_id])


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MAX_ITEMS}


def _set_of(items: Schema) -> Schema:
    return {**_many(items), "uniqueItems": True}


def _one_or_many(items: Schema) -> Schema:
    return any_of(items, {"type": "array", "items": items, "minItems": 1})


# ---------------------------------------------------------------------------------------- of both


def _shared(line: Schema) -> dict[str, Schema]:
    """What both documents hold."""
    text = closed(dict.fromkeys(LANGUAGES, line))
    return {"text": text, "name": any_of(line, text), "period": closed({}, {"from": DAY, "until": DAY})}


def _basis_of_a_statement() -> Schema:
    cited = closed({"cite": TEXT}, {"address": ADDRESS, "kind": {"const": "document"}})
    return any_of(TEXT, _many(any_of(TEXT, cited)))


def _basis_of_a_competence() -> Schema:
    cited = any_of(LINE, closed({"cite": LINE}, {"address": LINE}))
    return any_of(cited, {"type": "array", "items": cited})


# ---------------------------------------------------------------------------------------- a rulebook


def _parts() -> dict[str, Schema]:
    group = {"basis": ref("basis"), "says": ref("text")}
    rows = {"type": "object", "additionalProperties": _figure(), "minProperties": 1}
    by_key = {"test": TEXT, "any": ref("tests"), "all": ref("tests")}
    one = {**closed({}, {**by_key, **group}), **exactly_one(by_key)}
    day = {"day": TEXT, "act_by": ID, "otherwise": TEXT, "shifts": FLAG, "lead": _one_of(LEADS)}
    document = _codes("document")
    return {
        "test": any_of(TEXT, one),
        "tests": _many(ref("test")),
        "figure": any_of(_figure(), rows),
        "due": any_of(TEXT, {**closed({}, day), **exactly_one(("day", "act_by"))}),
        "need": any_of(document, closed({"any": _set_of(document)})),
        "not_needed": closed({"document": document, "basis": ref("basis")}),
        "presume": closed({"is": FLAG, "basis": ref("basis")}),
        "pending": closed({"bill": TEXT}, {"planned_from": TEXT}),
        "after": closed({"step": ID, "reason": _one_of(REASONS)}, {"basis": ref("basis")}),
        "within": closed({"length": LENGTH, "from": TEXT}),
        "agreed": closed({}, {"on": DAY, "says": ref("text")}),
        "deemed_filed": closed({"on": DAY, "basis": ref("basis")}, _conditions()),
        "claim": closed(
            {"by": _one_of(CLAIMINGS)},
            {
                "of": ID,
                "matter": _codes("matter"),
                "reaches_back": any_of(_one_of(REACHES), LENGTH),
                "one_for": _one_of(CLAIM_UNITS),
                "child": ID,
                "deemed_filed": _many(ref("deemed_filed")),
            },
        ),
    }


def _figure() -> Schema:
    return any_of(LENGTH, DAY, {"type": "integer"})


def _conditions() -> dict[str, Schema]:
    return dict.fromkeys(("when", "any", "unless"), ref("tests"))


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
        "basis": ref("basis"),
        "verified_on": DAY,
        "confidence": _one_of(CONFIDENCES),
    }
    texts: dict[str, Schema] = dict.fromkeys(("title", "says"), ref("text"))
    valid = {"in_force": ref("period"), "pending": ref("pending")}
    rest: dict[str, Schema] = {"disputed": ref("text"), "address": ADDRESS}
    must = {**head, named_by: texts.pop(named_by), **required}
    may = {key: schema for key, schema in {**texts, **valid, **rest, **(optional or {})}.items() if key not in must}
    return {**closed(must, may), **exactly_one(valid)}


def _needing_a_test(schema: Schema) -> Schema:
    return {**schema, "anyOf": [{"required": ["when"]}, {"required": ["any"]}]}


def _step() -> Schema:
    needs, documents = _many(ref("need")), _many(ref("not_needed"))
    return _statement(
        {},
        {
            **_conditions(),
            "offer": _one_of(OFFERS),
            "answers": _set_of(_codes("concern")),
            "matter": _codes("matter"),
            "by": _set_of(_one_of(ACTORS)),
            "one_for": _one_of(CLAIM_UNITS),
            "after": _many(ref("after")),
            "requires": needs,
            "issues": needs,
            "does_not_need": documents,
            "done_if": ref("tests"),
            "due": ref("due"),
            "takes": LENGTH,
            "severity": _one_of(SEVERITIES),
            "field": _codes("field_of_action"),
        },
    )


def _gap() -> Schema:
    told = {"nature": _one_of(GAP_NATURES), "mechanism": _one_of(MECHANISMS), "cause": LINE}
    schema = _statement(
        {**told, "severity": _one_of(SEVERITIES), "says": ref("text")},
        {
            **_conditions(),
            "matter": _codes("matter"),
            "act_by": ref("due"),
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
            "needs": _many(ref("need")),
            "does_not_need": _many(ref("not_needed")),
            "brings_along": _set_of(_codes("aspect")),
            "confirm_within": LENGTH,
            "typical_gaps": _many(ref("text")),
        },
    )


def _chain() -> Schema:
    """A goal of tests does not say which steps lead to it: then `steps` must be there."""
    schema = _statement(
        {"goal": any_of(ID, ref("tests"))},
        {
            "for": ref("tests"),
            "within": ref("within"),
            "owner": _codes("agency_kind"),
            "agreed": ref("agreed"),
            "steps": _set_of(ID),
        },
    )
    by_step: Schema = {"properties": {"goal": {"type": "string"}}}
    return {**schema, **any_of(by_step, {"required": ["steps"]})}


def _kinds() -> dict[str, Schema]:
    """The statements, kind by kind."""
    return {
        "value": _statement({"is": ref("figure")}, {"by": {"const": BY_BIRTH}}, id_=VALUE_ID),
        "definition": _needing_a_test(
            _statement(
                {},
                {**_conditions(), "lasts": {"const": TO_THE_END_OF_THE_MONTH}, "presume": ref("presume")},
            )
        ),
        "aspect": _statement({"due": ref("tests")}, id_=_codes("aspect")),
        "entitlement": _needing_a_test(
            _statement(
                {"aspect": _codes("aspect"), "benefit": _codes("benefit"), "claim": ref("claim")},
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
    dated = closed({"name": ref("name")}, {"short": ref("name"), "from": DAY, "until": DAY})
    schema = closed(
        {
            "id": LINE,
            "kind": _codes("agency_kind"),
            "territory": _one_or_many(TERRITORY_OR_TOWN),
            "confidence": _one_of(CONFIDENCES),
        },
        {
            "each": LINE,
            "name": ref("name"),
            "short": ref("name"),
            "names": {"type": "array", "items": dated, "minItems": 1},
            "name_verified": FLAG,
            "parent": LINE,
            "successor": LINE,
            "exists": ref("period"),
            "chosen": FLAG,
            "also_known_as": any_of(LINE, {"type": "array", "items": LINE}),
            "source": LINE,
            "verified_on": DAY,
            "note": ref("name"),
        },
    )
    return {**schema, **exactly_one(("name", "names"))}


def _competence() -> Schema:
    return closed(
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
            "for": closed({"test": LINE, "says": ref("name")}),
            "in_force": ref("period"),
            "basis": ref("basis"),
            "source": LINE,
            "verified_on": DAY,
            "disputed": ref("name"),
            "note": ref("name"),
            "wait": closed({"is": LENGTH, "reported_on": DAY}, {"source": LINE}),
        },
    )


def _cover() -> Schema:
    return closed(
        {"territory": _one_or_many(TERRITORY_OR_TOWN), "matter": _one_or_many(_codes("matter"))},
        {"each": LINE, "in_force": ref("period")},
    )
