"""The canonical file of a case, and the digest of it."""

from __future__ import annotations

import json
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, Protocol

from kimcore.errors import CaseError, Fault, path_text
from kimcore.people.canonical import CASE_SCHEMA, plain
from kimcore.people.kept import Kept, put_back

HOMELESS = "write without it: attrs.evolve(case, kept=...) with those that still belong"


class Keeping(Protocol):
    """What is written to a file: a record that carries values kimcore does not know."""

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The values."""


def json_text(document: object) -> str:
    """Return a document as canonical text: keys as they stand, two spaces a level, a newline at the end.

    It is what `json.dumps` writes with these settings, which takes several times as long as soon as lines are indented.

    Raises:
        ValueError: A number is none that JSON has.
    """
    return _written(document, "\n") + "\n"


def _written(value: Any, margin: str) -> str:
    """A value as text; `margin` is what a line of the level above begins with, the line break before it included."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is dict:
        inner = margin + "  "
        members = [
            # Most values are texts: they are not passed on only to come back.
            f"{encode_basestring(key)}: {encode_basestring(part) if type(part) is str else _written(part, inner)}"
            for key, part in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{margin}}}" if members else "{}"
    if kind is list:
        inner = margin + "  "
        items = [_written(part, inner) for part in value]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]" if items else "[]"
    return _WORDS[value] if value is None or kind is bool else json.dumps(value, allow_nan=False)


_WORDS = {None: "null", True: "true", False: "false"}


def canonical_text(case: Keeping) -> str:
    """Return a case as the text of its file: keys in the order of the classes, then the keys that were kept.

    Raises:
        CaseError: A kept value has lost its place: the person is gone, or the item was changed.
    """
    document, homeless = _document(case)
    if homeless:
        raise CaseError("the case cannot be written", [_fault(each) for each in homeless])
    return json_text(document)


def digest_of(case: Keeping) -> str:
    """Return the SHA-256 of the canonical text, as sixty-four hexadecimal digits; kept values count."""
    document, homeless = _document(case)
    if homeless:
        document["kept"] = [[list(each.path), each.value] for each in homeless]
    return sha256(json_text(document).encode()).hexdigest()


def _document(case: Keeping) -> tuple[dict[str, Any], tuple[Kept, ...]]:
    document = {"schema": CASE_SCHEMA, **plain(case)}
    return document, put_back(document, case, case.kept)


def _fault(kept: Kept) -> Fault:
    problem = "the place of a kept value is not there any more"
    return Fault(code="kept-place-gone", where=path_text(kept.path), problem=problem, hint=HOMELESS)
