"""Where a statement and its keys stand in the text of a TOML file: lines for messages, excerpts with carets.

The TOML reader of the standard library keeps no places. The n-th `[[kind]]` header of a file is the n-th item
of that kind; within an item a key or a string is looked for where it is likely to be found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from attrs import frozen

PathPart = str | int

WIDTH = 96
"""An excerpt shows at most this many characters of a line."""

_HEADER = re.compile(r"""\[\[\s*["']?([A-Za-z0-9_-]+)["']?\s*\]\]""")
_OPENING = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')
_CLOSING = {'"""': re.compile(r'(?:\\.|[^\\])*?"""("{0,2})'), "'''": re.compile(r".*?'''('{0,2})")}


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
        return _headers(self.lines)

    @cached_property
    def _items(self) -> dict[str, list[tuple[int, int]]]:
        ends = [line for line, _ in self._headers[1:]] + [len(self.lines) + 1]
        found: dict[str, list[tuple[int, int]]] = {}
        for (line, kind), end in zip(self._headers, ends, strict=True):
            found.setdefault(kind, []).append((line, end - 1))
        return found

    def item(self, kind: str, number: int) -> tuple[int, int]:
        """Return first and last line of the n-th item of a kind; all lines where it has no header."""
        items = self._items.get(kind, [])
        return items[number] if number < len(items) else (1, len(self.lines))

    def head(self) -> tuple[int, int]:
        """Return the first and the last line of what stands before all items."""
        return 1, self._headers[0][0] - 1 if self._headers else len(self.lines)

    def find(self, span: tuple[int, int], path: Sequence[PathPart], text: str | None = None) -> Place:
        """Return the place of a key, or of a string under it, within a stretch of lines.

        Args:
            span: The first and the last line to look at.
            path: The keys that lead there from the item; numbers in it are passed over.
            text: A string to point at; None: the key itself.

        Returns:
            The place; the first line of the span without columns where nothing is found.
        """
        body = "\n".join(self.lines[span[0] - 1 : span[1]])
        start, end = _find(body, [part for part in path if isinstance(part, str)], text)
        number = body.count("\n", 0, start)
        column = start - (body.rfind("\n", 0, start) + 1)
        return Place(span[0] + number, self.lines[span[0] - 1 + number], column, column + end - start)


def _find(body: str, keys: Sequence[str], text: str | None) -> tuple[int, int]:
    """Return where the last of the keys that can be found stands, or the text after it."""
    start = end = 0
    for key in keys:
        match = re.compile(rf"(?<![\w.-])[\"']?{re.escape(key)}[\"']?(?=\s*[=.\]])").search(body, end)
        if match:
            start, end = match.span()
    if text and "\n" not in text:
        found = body.find(text, end)
        start, end = (found, found + len(text)) if found >= 0 else (start, end)
    return start, end


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
