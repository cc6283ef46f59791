"""TOML and JSON as the two ways to write content (rulebooks, landscapes): loaded strictly into the same tables.

What a document says does not depend on which of the two it is written in. TOML has days of its own; in JSON a day is
a text, and the keys in `DAY_KEYS` tell which texts are days.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from kimcore.errors import Path, path_text
from kimcore.strict_json import JsonObject, parsed, said, wrong

JSON_ENDING = ".json"
"""How the name of a file ends that is read as JSON; every other is read as TOML."""

DAY_KEYS = frozenset(
    {"from", "is", "law_known_until", "on", "planned_from", "reported_on", "until", "verified_on"},
)
"""The keys whose text is a day when it looks like one; below `is` stand the rows of a figure, which are days too."""

DEEPEST = 64
"""How many levels a document may have."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@frozen
class Unreadable:
    """One reason why a text cannot be read.

    Args:
        code: The stable name of the kind of fault.
        problem: What is wrong.
        line: The line, from 1; None: the fault is at a path.
        path: The path, as `$.step[3].title`; empty: the fault is at a line.
    """

    code: str
    problem: str
    line: int | None = None
    path: str = ""

    def where(self, file: str) -> str:
        """Return the place as faults tell it, in a file of this name.

        Example:
            >>> Unreadable("toml", "no", line=3).where("a.toml"), Unreadable("null", "no", path="$.id").where("a.json")
            ('a.toml:3', 'a.json $.id')
        """
        return f"{file}:{self.line}" if self.line else f"{file} {self.path}".removesuffix(" $")


class MarkupError(Exception):
    """A text that is neither TOML nor JSON, with every reason that can be told."""

    def __init__(self, reasons: tuple[Unreadable, ...]) -> None:
        super().__init__(reasons[0].problem)
        self.reasons = reasons


def is_json(name: str) -> bool:
    """Tell whether a file of this name is read as JSON.

    Example:
        >>> is_json("nrw.json"), is_json("nrw.toml")
        (True, False)
    """
    return name.lower().endswith(JSON_ENDING)


def tables_of(text: str, *, name: str) -> Mapping[str, Any]:
    """Return the tables of a text, the same whichever of the two it is written in.

    Args:
        text: The text.
        name: The name of its file, which says how it is read.

    Raises:
        MarkupError: The text cannot be read.

    Example:
        >>> tables_of('{"verified_on": "2026-08-19"}', name="a.json") == tables_of("verified_on = 2026-08-19", name="a")
        True
    """
    return _from_json(text) if is_json(name) else _from_toml(text)


def json_of(tables: Mapping[str, Any]) -> str:
    r"""Return tables as JSON text: keys as they come, days as texts, a newline at the end.

    Example:
        >>> json_of({"from": date(2026, 1, 1)})
        '{\n  "from": "2026-01-01"\n}\n'
    """
    return json.dumps(tables, ensure_ascii=False, indent=2, allow_nan=False, default=str) + "\n"


# ---------------------------------------------------------------------------------------- TOML


def _from_toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = Unreadable("toml", f"not TOML: {_TOML_PLACE.sub('', str(error))}", line=line)
    except RecursionError:
        reason = Unreadable("too-deep", "values are nested too deep", path="$")
    raise MarkupError((reason,))


# ---------------------------------------------------------------------------------------- JSON


def _from_json(text: str) -> Mapping[str, Any]:
    document = _parsed(text)
    reasons = tuple(_refused(document, ()))
    if not reasons and not isinstance(document, dict):
        reasons = (Unreadable("wrong-type", "the document is no object", path="$"),)
    if reasons:
        raise MarkupError(reasons)
    return {key: _dated(value, key) for key, value in document.items()}


def _parsed(text: str) -> Any:
    try:
        return parsed(text)
    except json.JSONDecodeError as error:
        reason = Unreadable("json", said(error), line=error.lineno)
    except RecursionError:
        reason = Unreadable("too-deep", "values are nested too deep", path="$")
    raise MarkupError((reason,))


def _refused(value: object, path: Path) -> Iterator[Unreadable]:
    """Yield what TOML does not have, and therefore no document of content."""
    problem = wrong(value) if not isinstance(value, dict | list) else None
    if len(path) > DEEPEST:
        yield Unreadable("too-deep", "values are nested too deep", path=path_text(path))
    elif isinstance(value, JsonObject):
        for key in value.twice:
            yield Unreadable("duplicate-key", "the key stands here more than once", path=path_text((*path, key)))
        for key, part in value.items():
            yield from _refused(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _refused(part, (*path, number))
    elif value is None:
        yield Unreadable("null", "null says nothing here: what there is none of is left out", path=path_text(path))
    elif problem is not None:
        yield Unreadable(*problem, path=path_text(path))


def _dated(value: object, key: str, *, row: bool = False) -> object:
    """Return a value with days in the place of the texts that stand for them."""
    if isinstance(value, dict):
        rows = key == "is"
        return {inner: _dated(part, inner, row=rows) for inner, part in value.items()}
    if isinstance(value, list):
        return [_dated(part, "") for part in value]
    if isinstance(value, str) and (row or key in DAY_KEYS) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
