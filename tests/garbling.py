"""Texts of documents with something broken that is no matter of single values: what JSON leaves open, or is not JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

from kimcore.testing.strategies import PERSONAL

T = TypeVar("T")

Garble = Callable[[st.DrawFn, str], str]
Encode = Callable[[str], str | bytes]

VALUE = re.compile(r'(?<=": )(?<!"key": )(?:"(?:[^"\\]|\\.)*"|-?[0-9]+|true|false|null)')
"""The values of a text that are neither objects nor lists. Keys are opaque and may be told: none is made personal."""


def _one_of(draw: st.DrawFn, found: Sequence[T]) -> T:
    """Draw one by its number: a strategy that holds texts this long warns of its own repr."""
    return found[draw(st.integers(0, len(found) - 1))]


def _instead(*values: str) -> Garble:
    """Put one of these in the place of a value."""

    def garble(draw: st.DrawFn, text: str) -> str:
        place = _one_of(draw, list(VALUE.finditer(text)))
        return text[: place.start()] + _one_of(draw, values) + text[place.end() :]

    return garble


def _twice(draw: st.DrawFn, text: str) -> str:
    """Say a key a second time, with another value."""
    place = _one_of(draw, list(re.finditer(r'"(?:[^"\\]|\\.)*": ', text)))
    return f"{text[: place.start()]}{place[0]}{json.dumps(PERSONAL)}, {text[place.start() :]}"


def _torn(draw: st.DrawFn, text: str) -> str:
    """Lose a part."""
    start, end = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    return text[:start] + text[end:]


def _strewn(draw: st.DrawFn, text: str) -> str:
    """Put something where it may not stand."""
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.sampled_from(['"', "{", "]", ",", "\x00", "\ufeff", "//", "Q"])) + text[place:]


GARBLES: list[Garble] = [
    _instead("NaN", "Infinity", "-Infinity", "1e999", "-0", "1e3", "9" * 5000, "0x10"),
    _instead('"\\ud800"', '"\\u0000"', '"' + PERSONAL * 20_000 + '"', f"'{PERSONAL}'"),
    _instead("[" * 100 + "]" * 100, '{"a": ' * 100 + "1" + "}" * 100, "[" * 100_000, "{}" * 3),
    _twice,
    _torn,
    _strewn,
]

ENCODINGS: list[Encode] = [
    lambda text: text,
    lambda text: text.encode("utf-8", "surrogatepass"),
    lambda text: text.encode("utf-8-sig", "surrogatepass"),
    lambda text: text.encode("utf-16", "surrogatepass"),
    lambda text: text.encode("utf-32", "surrogatepass"),
    lambda text: text.encode("latin-1", "replace"),
    lambda text: text.encode("cp1252", "replace") + b"\xff",
]


@st.composite
def garbled(draw: st.DrawFn, texts: st.SearchStrategy[str], times: int = 1) -> list[str | bytes]:
    """Draw a text and garble it `times` times, each time anew."""
    text = draw(texts)
    return [draw(st.sampled_from(ENCODINGS))(draw(st.sampled_from(GARBLES))(draw, text)) for _ in range(times)]
