"""JSON Schema (2020-12) of the documents of kimcore; that of what it reads is generated from the classes.

A schema is closed: it knows every key and every code. It cannot say what hangs on several values (which day
comes first, who is a person of the case, what contradicts what), nor which days there are: the reader does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from kimcore.errors import UnknownNameError, listed
from kimcore.exchange.case_form import key_in_json
from kimcore.exchange.content_schema import landscape_schema, rulebook_schema
from kimcore.exchange.evaluation_schema import caseload_schema, evaluation_schema
from kimcore.exchange.shapes import FLAG, NULL, Schema, any_of, exactly_one, published, ref
from kimcore.language.sheet import BARE, FACTS_SCHEMA
from kimcore.language.sheet_checks import follows_from
from kimcore.language.vocabulary import Fact, Vocabulary, standard_vocabulary
from kimcore.law.codes import code_lists
from kimcore.people.canonical import CASE_SCHEMA, in_file
from kimcore.people.case import Case
from kimcore.people.case_file import json_text
from kimcore.people.history import REASONS, FieldType, Unknown
from kimcore.people.household import CommunityOfNeed
from kimcore.people.kinds import KINDS
from kimcore.people.person import Complete, Person
from kimcore.people.spot import HIGHEST_COUNT, LONGEST_TEXT, MOST_ENTRIES

_YEAR, _MONTH, _DAY = "(19|2[01])[0-9]{2}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_PARTIAL = f"{_YEAR}(-{_MONTH}(-{_DAY})?)?"

# In some dialects of regular expressions $ lets a newline pass; the length of a whole day does not.
DAY: Schema = {"type": "string", "format": "date", "pattern": f"^{_YEAR}-{_MONTH}-{_DAY}$", "maxLength": 10}
PARTIAL_DAY: Schema = {"type": "string", "pattern": f"^{_PARTIAL}(/{_PARTIAL})?$"}
TERRITORY: Schema = {"type": "string", "pattern": "^(DE|[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{8}|[0-9]{12})$"}
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": HIGHEST_COUNT}


def json_schema(kind: str) -> Schema:
    """Return the JSON Schema of a kind of document.

    Args:
        kind: One of `SCHEMAS`, such as `case`.

    Raises:
        UnknownNameError: There is no such kind of document.

    Example:
        >>> json_schema("case")["required"]
        ['schema', 'key', 'as_of', 'persons']
    """
    if kind not in _ROOTS:
        raise UnknownNameError(f"no schema of this name; known: {listed(_ROOTS)}")
    return _ROOTS[kind]()


def _case_schema() -> Schema:
    definitions: dict[str, Schema] = {}
    root = _object(Case, definitions)
    root["properties"] = {"schema": {"const": CASE_SCHEMA}, **root["properties"]}
    root["required"] = ["schema", *root["required"]]
    return published(CASE_SCHEMA, root, definitions)


def schema_text(kind: str) -> str:
    """Return the JSON Schema of a kind of document as the text that is published.

    Args:
        kind: One of `SCHEMAS`.

    Raises:
        UnknownNameError: There is no such kind of document.
    """
    return json_text(json_schema(kind))


# ---------------------------------------------------------------------------------------- facts


def facts_schema(vocabulary: Vocabulary) -> Schema:
    """Return the JSON Schema of fact sheets with the facts of a vocabulary.

    Args:
        vocabulary: The facts; those of your own need code lists of their own.
    """
    definitions: dict[str, Schema] = {"Person": {}}
    facts = [fact for fact in vocabulary.values() if follows_from(fact) is None]
    properties = {fact.id: _timeline(fact, definitions) for fact in facts}
    person = _object(Person, definitions)
    person["description"] = "One person with what is known of it, as timelines of facts."
    given: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    person["properties"] = {**{key: person["properties"][key] for key in BARE}, "facts": given}
    definitions["Person"] = person
    root = _object(Case, definitions)
    root["description"] = "What is known of one household as plain timelines of facts."
    root["properties"] = {"schema": {"const": FACTS_SCHEMA}, **root["properties"]}
    root["required"] = ["schema", *root["required"]]
    return published(FACTS_SCHEMA, root, {key: definitions[key] for key in _used(root, definitions)})


def _timeline(fact: Fact, definitions: dict[str, Schema]) -> Schema:
    """The list of the stretches of a fact; facts of one type share what a stretch is."""
    codes = f"_{fact.type.codes.id}" if fact.type.codes else ""
    name = f"{'always_' if fact.always else ''}{fact.type.kind}{codes}"
    definitions.setdefault(name, _stretch_of(fact))
    return {"description": fact.describes.get("en"), **_list_of(ref(name))}


def _stretch_of(fact: Fact) -> Schema:
    words: Schema = {"enum": list(fact.type.codes)} if fact.type.codes else {}
    some_words: Schema = {"type": "array", "items": words}
    by_kind: Mapping[str, Schema] = {
        "flag": FLAG, "day": PARTIAL_DAY, "count": COUNT, "place": TERRITORY, "codes": some_words,
    }  # fmt: skip
    value = by_kind.get(fact.type.kind, words)
    never_none = fact.always or fact.type.kind == "codes"
    says = {"value": value if never_none else any_of(value, NULL), "unknown": {"enum": list(REASONS)}}
    says |= {"at_least": some_words} if fact.type.kind == "codes" else {}
    return {
        "description": f"What holds of a fact ({fact.type.kind}) from a first to a last day, both included.",
        "type": "object",
        "properties": {"first": any_of(DAY, NULL), "last": any_of(DAY, NULL), **says},
        **exactly_one(says),
        "additionalProperties": False,
    }


def _used(schema: Any, definitions: Mapping[str, Schema]) -> set[str]:
    """The definitions that a schema refers to, and those that these refer to."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        name = part.get("$ref", "").removeprefix("#/$defs/") if isinstance(part, dict) else ""
        if name and name not in found:
            found.add(name)
            waiting.append(definitions[name])
    return found


_ROOTS: Mapping[str, Callable[[], Schema]] = {
    "case": _case_schema,
    "caseload": caseload_schema,
    "evaluation": evaluation_schema,
    "facts": lambda: facts_schema(standard_vocabulary()),
    "landscape": landscape_schema,
    "rulebook": rulebook_schema,
}

SCHEMAS: tuple[str, ...] = tuple(_ROOTS)
"""The kinds of documents that have a schema."""


def _object(cls: type, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(cls)
    fields = {key_in_json(cls, a.name): a for a in attrs.fields(cls) if in_file(a)}
    return {
        "description": (cls.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": {key: _field(cls, a, hints[a.name], definitions) for key, a in fields.items()},
        "required": [key for key, a in fields.items() if a.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _field(cls: type, attribute: attrs.Attribute[Any], hint: object, definitions: dict[str, Schema]) -> Schema:
    fact: FieldType | None = attribute.metadata.get("fact")
    if fact is not None:
        return _fact(fact, definitions)
    if attribute.name == "extensions":
        return {"type": "object"}
    if cls is Complete and attribute.name == "except_":
        return _list_of({"enum": list(KINDS)})
    if cls is CommunityOfNeed and attribute.name == "members":
        return {**_list_of(TEXT), "minItems": 1}
    if attribute.name == "complete":
        # One claim may stand without the brackets of a list.
        return any_of(_reference(Complete, definitions), _typed(hint, definitions))
    return _typed(hint, definitions)


def _fact(fact: FieldType, definitions: dict[str, Schema]) -> Schema:
    words: Schema = {"enum": list(code_lists()[fact.codes])} if fact.codes else {}
    by_kind: Mapping[str, Schema] = {
        "flag": FLAG,
        "code": words,
        "codes": {"type": "array", "items": words},
        "day": PARTIAL_DAY,
        "count": COUNT,
        "place": TERRITORY,
    }
    value = by_kind[fact.kind]
    return value if fact.required else any_of(value, NULL, _reference(Unknown, definitions))


def _typed(hint: Any, definitions: dict[str, Schema]) -> Schema:
    parts = get_args(hint)
    match get_origin(hint):
        case origin if origin in (Union, UnionType):
            return any_of(*(_typed(part, definitions) for part in parts))
        case origin if origin is Literal:
            return {"enum": list(parts)}
        case origin if origin is tuple:
            return _list_of(_typed(parts[0], definitions))
        case _:
            plain: Mapping[object, Schema] = {str: TEXT, int: COUNT, date: DAY, NoneType: NULL}
            return plain[hint] if hint in plain else _reference(hint, definitions)


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items, "maxItems": MOST_ENTRIES}


def _reference(cls: type, definitions: dict[str, Schema]) -> Schema:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        definitions[cls.__name__] = _object(cls, definitions)
    return ref(cls.__name__)
