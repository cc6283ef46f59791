"""Faults and notes of a rulebook, collected with their places and given out in the order of its files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from kimcore.errors import Fault
from kimcore.rules.locating import PathPart, Place, Source

Rigour = Literal["shipped", "draft"]
"""How a rulebook is read: in a draft what is missing in the head of a statement is a note, else a fault."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

RIGOURS: tuple[Rigour, ...] = ("shipped", "draft")


@frozen
class Spot:
    """The item of a file that is being read, by which faults say where they are.

    Args:
        source: The file.
        kind: The kind of statement; `rulebook` for the keys before all statements.
        number: Which of its kind it is in the file, from 0.
        id: The id of the statement as far as it can be read.
    """

    source: Source
    kind: str
    number: int = 0
    id: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last line of the item; all lines where it has no header of its own."""
        if self.kind == "rulebook":
            return self.source.head()
        return self.source.item(self.kind, self.number) or (1, len(self.source.lines))

    def at(self, *path: PathPart, text: str | None = None) -> At:
        """Return a key of the item, or a text in the file below it."""
        return At(self, path, text)


@frozen
class At:
    """What a fault points at.

    Args:
        spot: The item.
        path: The keys that lead there from the item; empty: the item itself.
        text: The text in the file that is meant; None: the key.
    """

    spot: Spot
    path: tuple[PathPart, ...]
    text: str | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the file."""
        spot = self.spot
        # A statement in a list without headers is found by its number in the list.
        headed = spot.kind == "rulebook" or spot.source.item(spot.kind, spot.number) is not None
        path = self.path if headed else (spot.kind, spot.number, *self.path)
        return spot.source.find(spot.span, path, self.text)

    def where(self, line: int) -> str:
        """Return file, line, statement and key as messages show them."""
        item = f"{self.spot.kind} {self.spot.id}".rstrip()
        return f"{self.spot.source.name}:{line} [{item}] {written(self.path)}".rstrip()


def written(path: Sequence[PathPart]) -> str:
    """Return a path of keys as text.

    Example:
        >>> written(["claim", "deemed_filed", 0, "on"])
        'claim.deemed_filed[0].on'
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{_quoted(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def _quoted(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else f'"{key}"'


class Report:
    """Collects what is wrong (faults) and what should be looked at (notes), each with its place.

    Attributes:
        rigour: How the rulebook is read.
        unread: The tests that could not be read, so that nobody wonders what they would have named.
    """

    def __init__(self, rigour: Rigour) -> None:
        self.rigour = rigour
        self.unread: list[str] = []
        self._faults: list[tuple[int, int, Fault]] = []
        self._notes: list[tuple[int, int, Fault]] = []

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults in the order of files and lines."""
        return _in_order(self._faults)

    @property
    def notes(self) -> tuple[Fault, ...]:
        """The notes in the order of files and lines."""
        return _in_order(self._notes)

    def fault(
        self,
        code: str,
        at: At,
        problem: str,
        *,
        allowed: str | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
    ) -> None:
        """Note a fault.

        Args:
            code: The stable name of the kind of fault.
            at: What it points at.
            problem: What is wrong.
            allowed: What is allowed.
            hint: What to do.
            excerpt: The excerpt to show; None: the line of the file.
        """
        place = at.place
        found = Fault(
            code=code,
            where=at.where(place.line),
            problem=problem,
            allowed=allowed,
            hint=hint,
            excerpt=place.excerpt if excerpt is None else excerpt,
        )
        self._faults.append((at.spot.source.number, place.line, found))

    def fault_of_file(self, code: str, number: int, where: str, problem: str, *, line: int = 0) -> None:
        """Note a fault of a whole file; `number` is its number among the files."""
        self._faults.append((number, line, Fault(code=code, where=where, problem=problem)))

    def note(self, code: str, at: At, problem: str) -> None:
        """Note what is no fault and should be looked at."""
        place = at.place
        note = Fault(code=code, where=at.where(place.line), problem=problem)
        self._notes.append((at.spot.source.number, place.line, note))

    def lacking(self, at: At, problem: str, *, allowed: str) -> None:
        """Note what is missing in the head of a statement: a fault, in a draft a note."""
        if self.rigour == "draft":
            self.note("missing", at, problem)
        else:
            self.fault("missing", at, problem, allowed=allowed)


def _in_order(found: list[tuple[int, int, Fault]]) -> tuple[Fault, ...]:
    return tuple(fault for _, _, fault in sorted(found, key=lambda entry: entry[:2]))
