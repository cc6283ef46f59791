"""JSON text parsed strictly: what JSON leaves open (a key said twice, a number too large) is kept and can be told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from math import isfinite
from typing import Any

LONGEST_NUMBER = 1000
"""How many digits a number may have."""

Pairs = list[tuple[str, Any]]


class JsonObject(dict[str, Any]):
    """An object of a JSON text with the keys that stand in it more than once."""

    twice: tuple[str, ...] = ()


def with_twice(pairs: Pairs) -> JsonObject:
    """Return the object of these members, which knows the keys that stand in it more than once."""
    found = JsonObject(pairs)
    if len(found) < len(pairs):
        found.twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return found


def parsed(text: str, members: Callable[[Pairs], Any] = with_twice) -> Any:
    """Return what a JSON text holds; a number with more than `LONGEST_NUMBER` digits is infinite.

    Args:
        text: The text.
        members: What is made of the members of each object.

    Raises:
        json.JSONDecodeError: It is no JSON. The error carries the text.
        RecursionError: It is nested too deep.
    """
    return json.loads(text, object_pairs_hook=members, parse_int=_whole)


def said(error: json.JSONDecodeError) -> str:
    """Return what a parser complains of, without what it found."""
    # Some versions of the parser add the character found: what follows ": " is left out.
    return f"not JSON: {error.msg.partition(': ')[0].lower()}"


def wrong(value: object) -> tuple[str, str] | None:
    """Return the code and the sentence of why JSON does not have a value that is neither an object nor a list.

    Example:
        >>> wrong(float("nan"))
        ('number', 'not a number that JSON has, or too large a one')
    """
    match value:
        case str() if not is_unicode(value):
            return "not-unicode", "the text holds half a surrogate pair"
        case float() if not isfinite(value):
            return "number", "not a number that JSON has, or too large a one"
        case None | str() | bool() | int() | float():
            return None
        case _:
            return "not-json", "a value that JSON does not have"


def is_unicode(text: str) -> bool:
    """Tell whether a text can be written as UTF-8."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _whole(digits: str) -> float | int:
    # Python refuses to convert very long numbers with an error of its own; no number of ours is as long.
    return int(digits) if len(digits) <= LONGEST_NUMBER else float("inf")
