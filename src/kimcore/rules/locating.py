"""Where a statement and its keys stand in the text of a TOML or JSON file: lines for messages, excerpts with carets.

The readers of the standard library keep no places. The n-th `[[kind]]` header of a TOML file is the n-th item of that
kind; from there, in JSON from the beginning, a path of keys and numbers is followed through the text, which is known
to be well formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from attrs import frozen

from kimcore.markup import is_json

PathPart = str | int
Stretch = tuple[int, int]
"""From a first place in a text (included) to the one after its last (not included)."""

WIDTH = 96
"""An excerpt shows at most this many characters of a line."""

_HEADER = re.compile(r"""\[\[\s*["']?([A-Za-z0-9_-]+)["']?\s*\]\]""")
_OPENING = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')
_CLOSING = {'"""': re.compile(r'(?:\\.|[^\\])*?"""("{0,2})'), "'''": re.compile(r".*?'''('{0,2})")}

_BETWEEN = re.compile(r"(?:[\s,]|#[^\n]*)*")
_OBJECT = re.compile(r"\s*\{")
_HEADER_LINE = re.compile(r"\[\[[^\n]*")
_KEY = re.compile(r"""((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'|[ \t]*\.[ \t]*)+)[ \t]*(?:=[ \t]*|:\s*)""")
_BARE = re.compile(r"[^,\]}\n#]*")
_LITERAL = r""""{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*\'"""
_STRING = re.compile(_LITERAL, re.DOTALL)
_BRACKET = re.compile(rf"(?:{_LITERAL}|#[^\n]*)|(?P<open>[\[{{])|(?P<close>[\]}}])", re.DOTALL)


@frozen
class Place:
    """A stretch of a line: its number from 1, its text, the columns `start` (included) to `end` (not)."""

    line: int
    text: str = ""
    start: int = 0
    end: int = 0

    @property
    def excerpt(self) -> str | None:
        """The line with carets under the stretch, None where there is nothing to point at."""
        return pointed(self.text, self.start, self.end) if self.end > self.start else None


def pointed(text: str, start: int, end: int) -> str:
    """Return a line of text and, below it, carets under a part of it; a long line is cut around that part.

    Args:
        text: The line.
        start: The first column of the part.
        end: The column after its last one.

    Example:
        >>> print(pointed("  aspects = 1", 2, 9))
        aspects = 1
        ^^^^^^^
    """
    margin = len(text) - len(text.lstrip())
    first = max(margin, min(start - WIDTH // 3, len(text) - WIDTH)) if len(text) - margin > WIDTH else margin
    shown = text[first : first + WIDTH].rstrip()
    before, after = "… " if first > margin else "", " …" if first + WIDTH < len(text) else ""
    column = len(before) + max(0, start - first)
    length = max(1, min(end, first + WIDTH) - max(start, first))
    return f"{before}{shown}{after}\n{' ' * column}{'^' * length}"


@frozen(slots=False)
class Source:
    r"""One file of a rulebook: its name, its number among the files, its text.

    Example:
        >>> source = Source("health.toml", 0, '[[aspect]]\nid = "health"\n[[aspect]]\nid = "school"')
        >>> source.item("aspect", 1)
        (3, 4)
    """

    name: str
    number: int
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    @cached_property
    def _headers(self) -> list[tuple[int, str]]:
        return [] if is_json(self.name) else _headers(self.lines)

    @cached_property
    def _items(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for (line, kind), (following, _) in pairwise([*self._headers, (len(self.lines) + 1, "")]):
            found.setdefault(kind, []).append((line, following - 1))
        return found

    def item(self, kind: str, number: int) -> tuple[int, int] | None:
        """Return first and last line of the n-th item of a kind, None where it has no header."""
        items = self._items.get(kind, [])
        return items[number] if number < len(items) else None

    def head(self) -> tuple[int, int]:
        """Return the first and the last line of what stands before all items."""
        return 1, self._headers[0][0] - 1 if self._headers else len(self.lines)

    def find(self, span: tuple[int, int], path: Sequence[PathPart], text: str | None = None) -> Place:
        """Return the place that a path of keys and numbers leads to, within a stretch of lines.

        Args:
            span: The first and the last line to look at.
            path: The keys and numbers that lead there from the item.
            text: A text to point at in the value; None: the key itself.

        Returns:
            The place, as far as the path can be followed; without columns where that is nowhere.
        """
        body = "\n".join(self.lines[span[0] - 1 : span[1]])
        start, end = _find(body, path, text) if path else (0, 0)
        number = body.count("\n", 0, start)
        column = start - (body.rfind("\n", 0, start) + 1)
        line = self.lines[span[0] - 1 + number]
        return Place(span[0] + number, line, column, min(column + end - start, len(line)))


# ---------------------------------------------------------------------------------------- within an item


def _find(body: str, path: Sequence[PathPart], text: str | None) -> Stretch:
    """Return where the key at the end of a path stands in the text of an item, or a text in its value."""
    key, value = _followed(body, path)
    found = body.find(text, *value) if text else -1
    return (found, found + len(text or "")) if found >= 0 else key


def _followed(body: str, path: Sequence[PathPart]) -> tuple[Stretch, Stretch]:
    """Follow a path as far as it can be followed; return the last key (or item of a list) and its value."""
    key = value = (0, 0)
    opened = _OBJECT.match(body)
    entries = _pairs(body, opened.end() if opened else 0)
    for part in path:
        found = next((entry for entry in entries if entry[0] == part), None)
        if found is None:
            break
        _, key, value = found
        inside = value[0] + 1
        entries = _numbered(body, inside) if body.startswith("[", value[0]) else _pairs(body, inside)
    return key, value


def _pairs(body: str, place: int) -> Iterator[tuple[PathPart, Stretch, Stretch]]:
    """Yield name, key and value of each pair of a table, from a place at the beginning of its inside."""
    place = _after(_BETWEEN, body, _after(_HEADER_LINE, body, _after(_BETWEEN, body, place)))
    while match := _KEY.match(body, place):
        end = _end_of_value(body, match.end())
        yield match[1].strip("\"'"), match.span(1), (match.end(), end)
        place = _after(_BETWEEN, body, end)


def _numbered(body: str, place: int) -> Iterator[tuple[PathPart, Stretch, Stretch]]:
    """Yield number and value (twice: it is its own key) of each item of a list, from after its bracket."""
    place, number = _after(_BETWEEN, body, place), 0
    # An item that ends where it begins is none: the list has ended, or the text is no list.
    while (end := _end_of_value(body, place)) > place:
        yield number, (place, end), (place, end)
        place, number = _after(_BETWEEN, body, end), number + 1


def _end_of_value(body: str, place: int) -> int:
    """Return where a value ends that begins at a place: a string, a list, a table, or a bare word."""
    if body.startswith(("[", "{"), place):
        return _end_of_brackets(body, place)
    return _after(_STRING if body.startswith(('"', "'"), place) else _BARE, body, place)


def _end_of_brackets(body: str, place: int) -> int:
    depth = 0
    for match in _BRACKET.finditer(body, place):
        depth += (match["open"] is not None) - (match["close"] is not None)
        if depth == 0:
            return match.end()
    return len(body)


def _after(pattern: re.Pattern[str], body: str, place: int) -> int:
    match = pattern.match(body, place)
    return match.end() if match else place


# ---------------------------------------------------------------------------------------- headers


def _headers(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Return line number and kind of each `[[kind]]`, passing over strings that go over several lines."""
    found = []
    inside: str | None = None
    for number, line in enumerate(lines, start=1):
        if inside is None and (match := _HEADER.match(line.lstrip())):
            found.append((number, match.group(1)))
        elif '"""' in line or "'''" in line:
            inside = _open_after(line, inside)
    return found


def _open_after(line: str, inside: str | None) -> str | None:
    """Return the quotes of the string that is still open after this line, None for none."""
    place = 0
    while True:
        if inside is not None:
            closing = _CLOSING[inside].match(line, place)
            if closing is None:
                return inside
            place, inside = closing.end(), None
        opening = _OPENING.search(line, place)
        if opening is None:
            return None
        place = opening.end()
        if opening.group() in _CLOSING:
            inside = opening.group()
