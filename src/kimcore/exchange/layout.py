"""Lines of plain text: indented, wrapped, with a note at the right margin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

WIDTH = 100
"""The columns of a line unless the caller says otherwise."""

NARROWEST = 40
"""Fewer columns than these hold no text with a note beside it; a page has at least so many."""

GLUE = "\N{NO-BREAK SPACE}"
"""Holds words together; printed as a space."""

Style = Literal["plain", "terminal"]
"""Plain text, or text with headings in bold for a terminal."""

_BOLD: dict[Style, tuple[str, str]] = {"plain": ("", ""), "terminal": ("\x1b[1m", "\x1b[0m")}
_UNSAFE = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(f"[^\\S{GLUE}]+")
_LONGEST_GLUED = 6
_ORPHAN = 16
_BESIDE = 26


class Page:
    """A page of text that is written line by line.

    What would steer a terminal or turn the direction of writing is replaced in every text: labels are the caller's own.

    Args:
        width: the columns of a line, at least 40.
        style: how headings stand out.
    """

    def __init__(self, width: int = WIDTH, style: Style = "plain") -> None:
        self.width = max(width, NARROWEST)
        self._bold = _BOLD[style]
        self._lines: list[str] = []

    def line(self, text: str, *, indent: int = 0, lead: str = "", right: str = "", hang: int | None = None) -> None:
        """Add a text, wrapped, with a note beside its first line, or below it where there is no room.

        Args:
            text: the text.
            indent: the columns before it.
            lead: what stands before the text in its first line, such as a number; the text hangs behind it.
            right: the note at the right margin.
            hang: how much further the other lines are indented; None: 2, and 0 behind a lead.
        """
        for said, note in self._set(text, indent=indent, lead=lead, right=right, hang=hang):
            self._add(said, note)

    def parted(self, first: str, second: str, *, indent: int = 0, right: str = "") -> None:
        """Add two parts of a text joined by a comma, or on two lines where they do not fit on one."""
        whole = f"{first}, {second}"
        room = self.width - indent - (columns(right) + 2 if right else 0)
        if columns(safe(whole)) <= room:
            self.line(whole, indent=indent, right=right)
        else:
            self.line(first, indent=indent, right=right)
            self.line(second, indent=indent + 2)

    def heading(self, text: str, right: str = "") -> None:
        """Add a heading, with an empty line above it."""
        self.gap()
        for said, note in self._set(text, right=right):
            self._add(said, note, *self._bold)

    def verbatim(self, line: str) -> None:
        """Add a line as it is, whatever its length."""
        self._lines.append(line)

    def gap(self) -> None:
        """Add an empty line, unless there is one or nothing."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n"

    # ------------------------------------------------------------------------------- setting

    def _set(
        self, text: str, *, indent: int = 0, lead: str = "", right: str = "", hang: int | None = None
    ) -> Iterator[tuple[str, str]]:
        """Yield what stands at the left and at the right of each line."""
        deeper = (0 if lead else 2) if hang is None else hang
        rest = indent + columns(lead) + deeper
        note, room = safe(right), self.width - indent - columns(lead)
        beside = 0 < columns(note) <= room - _BESIDE
        lines = wrapped(safe(text), room - columns(note) - 2 if beside else room, self.width - rest)
        yield " " * indent + lead + lines[0], note if beside else ""
        yield from ((" " * rest + line, "") for line in lines[1:])
        if note and not beside:
            yield from (("", line) for line in wrapped(note, self.width - rest, self.width - rest))

    def _add(self, said: str, note: str, on: str = "", off: str = "") -> None:
        said = said.rstrip()
        between = " " * (self.width - columns(said) - columns(note)) if note else ""
        self._lines.append(f"{on}{said}{off}{between}{note}".replace(GLUE, " "))


@frozen
class _Setting:
    """Words set into lines of given lengths, the first of its own."""

    first: int
    rest: int

    def lines(self, words: list[str]) -> list[str]:
        lines = [""]
        for word in words:
            room = self.first if len(lines) == 1 else self.rest
            if not lines[-1]:
                lines[-1] = word
            elif columns(lines[-1]) + 1 + columns(word) <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


def wrapped(text: str, first: int, rest: int) -> list[str]:
    """Return a text in lines of at most so many columns, at least one line, the last one no orphan if that can be.

    Args:
        text: the text; runs of white space count as one space.
        first: the columns of the first line.
        rest: the columns of the others.
    """
    words = [part for word in _glued(_SPACE.split(text.strip())) for part in _cut(word, min(first, rest))]
    lines = _Setting(first, rest).lines(words)
    for less in range(1, min(first, rest) // 2):
        if len(lines) == 1 or not _is_orphan(lines[-1]):
            break
        tighter = _Setting(first - less, rest - less).lines(words)
        if len(tighter) > len(lines):
            break
        if not _is_orphan(tighter[-1]):
            return tighter
    return lines


def _is_orphan(line: str) -> bool:
    return columns(line) < _ORPHAN or " " not in line


def _glued(words: list[str]) -> list[str]:
    """Join a number to a short word before it, as in "Abs. 2", so that they stay on one line."""
    found: list[str] = []
    for word in words:
        if found and word[:1].isdigit() and columns(found[-1]) <= _LONGEST_GLUED:
            found[-1] += GLUE + word
        else:
            found.append(word)
    return found


def _cut(word: str, room: int) -> Iterator[str]:
    """Cut a word that is longer than a line."""
    part = ""
    for sign in word:
        if columns(part + sign) > room:
            yield part
            part = ""
        part += sign
    yield part


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: marks that combine take none, wide signs two."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def safe(text: str) -> str:
    """Return a text without signs that steer a terminal or turn the direction of writing."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
