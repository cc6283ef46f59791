"""From JSON text to plain data, strictly: what JSON leaves open is a fault here, told with its path."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kimcore.errors import CaseError, Fault, Faults, Path, path_text
from kimcore.strict_json import JsonObject, is_unicode, parsed, said, wrong

LARGEST = 8_000_000
"""How many bytes or characters a document may have."""

DEEPEST = 64
"""How many levels a document may have."""


class Numbered(list[Any]):
    """A list that remembers the place its items had in the document, also when some of them are taken out.

    The place of an item is None where the document has no list: one object that stands for a list of one.
    """

    def __init__(self, items: list[Any], places: list[int | None] | None = None) -> None:
        super().__init__(items)
        self.places: list[int | None] = list(range(len(items))) if places is None else places

    def take_out(self, index: int) -> None:
        """Take one item out."""
        del self[index]
        del self.places[index]


class _TwiceError(ValueError):
    """A key that stands twice."""


def document_at_a_glance(source: bytes | str) -> object:
    """Return the plain data of a text in which JSON leaves nothing open, None where only `plain_document` can tell.

    It takes a fraction of the time. What a value of the record cannot be (half a surrogate pair, a number that JSON
    does not have, extensions nested too deep) is left to the checks of `Case`.
    """
    if len(source) > LARGEST:
        return None
    try:
        text = source if isinstance(source, str) else source.decode("utf-8-sig")
        return parsed(text, _each_once)
    except (ValueError, RecursionError):
        return None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def plain_document(source: bytes | str | Mapping[str, Any], faults: Faults) -> object:
    """Return a document as plain data in which every list is `Numbered`, and note what JSON does not allow.

    A value with a fault is replaced by None, so that the rest can be read and its faults told with it.

    Args:
        source: The text, in UTF-8 if it is bytes, or what a JSON parser made of it.
        faults: Where faults are noted.

    Raises:
        CaseError: The text is no JSON at all.
    """
    data = _parsed(_decoded(source)) if isinstance(source, str | bytes) else source
    return _plain(data, (), faults)


def _refused(code: str, where: str, problem: str, hint: str | None = None) -> CaseError:
    return CaseError("the case cannot be read", [Fault(code=code, where=where, problem=problem, hint=hint)])


def _decoded(source: bytes | str) -> str:
    if len(source) > LARGEST:
        raise _refused("too-long", "$", f"the document is longer than {LARGEST} bytes")
    if isinstance(source, str):
        return source
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where, problem = f"byte {error.start}", "the document is not encoded in UTF-8"
    raise _refused("encoding", where, problem, "save it as UTF-8")


def _parsed(text: str) -> object:
    # Raised outside the handlers: the errors of the parser carry the text and must not hang on ours.
    try:
        return parsed(text)
    except json.JSONDecodeError as error:
        where, problem = f"line {error.lineno}, column {error.colno}", said(error)
    except RecursionError:
        where, problem = "$", "the document is nested too deep"
    raise _refused("no-json", where, problem)


def _plain(value: object, path: Path, faults: Faults) -> object:
    if isinstance(value, Mapping | list | tuple) and len(path) >= DEEPEST:
        _noted("too-deep", "the document is nested too deep", path, faults)
        return None
    if isinstance(value, Mapping):
        return dict(_members(value, path, faults))
    if isinstance(value, list | tuple):
        return Numbered([_plain(item, (*path, index), faults) for index, item in enumerate(value)])
    problem = wrong(value)
    if problem is None:
        return value
    _noted(*problem, path, faults)
    return None


def _members(value: Mapping[Any, Any], path: Path, faults: Faults) -> Iterator[tuple[str, Any]]:
    for key in value.twice if isinstance(value, JsonObject) else ():
        _noted("duplicate-key", "the key stands here more than once", (*path, key), faults)
    for key, item in value.items():
        if not isinstance(key, str):
            _noted("not-json", "holds a key that is no text", path, faults)
        elif not is_unicode(key):
            _noted("not-unicode", "the key holds half a surrogate pair", (*path, key), faults)
        else:
            yield key, _plain(item, (*path, key), faults)


def _noted(code: str, problem: str, path: Path, faults: Faults) -> None:
    # What is in the extensions is the caller's own: the path ends where they begin.
    faults.add(code, path_text(path[:1] if path[:1] == ("extensions",) else path), problem)
