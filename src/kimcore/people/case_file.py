"""The canonical file of a case, and the digest of it."""

from __future__ import annotations

import json
from hashlib import sha256
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
    """Return a document as canonical text: keys as they stand, two spaces a level, a newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


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
