"""The canonical file of a case, and the digest of it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, Protocol

import attrs

from kimcore.dates import ImpreciseDate
from kimcore.errors import CaseError, Fault, path_text
from kimcore.people.canonical import CASE_SCHEMA, form, plain
from kimcore.people.history import Unknown
from kimcore.people.kept import Kept, put_back

HOMELESS = "write without it: attrs.evolve(case, kept=...) with those that still belong"


class Keeping(Protocol):
    """What is written to a file: a record that carries values kimcore does not know."""

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The values."""


def json_text(value: object) -> str:
    """Return JSON data, or a value of the record, as canonical text: two spaces a level, a newline at the end.

    Of data it is what `json.dumps` writes with these settings, which takes several times as long as soon as lines are
    indented; of a value of the record what it writes of the `plain` one, without the detour.

    Raises:
        ValueError: A number is none that JSON has.
    """
    return _written(value, "\n") + "\n"


def _written(value: Any, margin: str) -> str:
    """A value as text; `margin` is what a line of the level above begins with, the line break before it included."""
    kind: type = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is date:
        return f'"{value.isoformat()}"'
    if kind is list or kind is tuple:
        inner = margin + "  "
        items = [_written(part, inner) for part in value]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]" if items else "[]"
    if kind is dict:
        inner = margin + "  "
        return _braced([f"{encode_basestring(key)}: {_written(part, inner)}" for key, part in value.items()], margin)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind in _NUMBERS:
        return json.dumps(value, allow_nan=False)
    return _braced(_members(value, margin + "  "), margin) if _has_fields(kind) else _written(plain(value), margin)


def _braced(members: list[str], margin: str) -> str:
    return f"{{{margin}  {f',{margin}  '.join(members)}{margin}}}" if members else "{}"


def _members(value: Any, margin: str) -> list[str]:
    """The members of the object of a value of the record, each as text."""
    cls: type = type(value)
    keys, all_of, left_out = form(cls)
    found = []
    for key, held, empty in zip(keys, all_of(value), left_out, strict=True):
        kind: type = type(held)
        if held is empty or (kind is type(empty) and held == empty):
            continue
        # Most values are texts and days: they are not passed on only to come back.
        if kind is str:
            found.append(f'"{key}": {encode_basestring(held)}')
        elif kind is date:
            found.append(f'"{key}": "{held.isoformat()}"')
        else:
            found.append(f'"{key}": {_written(held, margin)}')
    return found


@cache
def _has_fields(kind: type) -> bool:
    return attrs.has(kind) and kind not in (Unknown, ImpreciseDate)


_NUMBERS = frozenset({int, float})
_WORDS = {None: "null", True: "true", False: "false"}


def canonical_text(case: Keeping) -> str:
    """Return a case as the text of its file: keys in the order of the classes, then the keys that were kept.

    Raises:
        CaseError: A kept value has lost its place: the person is gone, or the item was changed.
    """
    if not case.kept:
        return _braced([f'"schema": "{CASE_SCHEMA}"', *_members(case, "\n  ")], "\n") + "\n"
    document, homeless = _document(case)
    if homeless:
        raise CaseError("the case cannot be written", [_fault(each) for each in homeless])
    return json_text(document)


def digest_of(case: Keeping) -> str:
    """Return the SHA-256 of the canonical text, as sixty-four hexadecimal digits; kept values count."""
    if not case.kept:
        return sha256(canonical_text(case).encode()).hexdigest()
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
