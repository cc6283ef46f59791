"""What the JSON Schemas of kimcore are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FLAG: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}


def published(title: str, root: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Return the schema of a kind of document, whose title is its name and version."""
    found = {"$schema": DIALECT, "title": title, **root}
    return {**found, "$defs": dict(sorted(definitions.items()))} if definitions else found


def closed(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of an object of these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """Return a reference to a definition of the same document."""
    return {"$ref": f"#/$defs/{name}"}


def any_of(*schemas: Schema) -> Schema:
    """Return the schema of what meets one of several."""
    return {"anyOf": list(schemas)}


def exactly_one(keys: Iterable[str]) -> Schema:
    """Return what an object needs besides, of which exactly one of these keys is required."""
    return {"oneOf": [{"required": [key]} for key in keys]}
