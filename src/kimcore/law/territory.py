"""Territories: Germany, Länder, Regierungsbezirke, Kreise and municipalities by their official key (AGS).

A key is a prefix of the keys of what lies in it: 2 digits a Land, 3 a Regierungsbezirk, 5 a Kreis, 8 a
municipality; `DE` contains all. The shipped table has the Länder and all of North Rhine-Westphalia (official
table, state of January 2021).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from attrs import field, frozen

from kimcore.errors import UnknownNameError, did_you_mean, nearest

GERMANY = "DE"
"""The key of the territory that contains all others."""

TerritoryKind = Literal["country", "land", "regierungsbezirk", "kreis", "stadt", "gemeinde"]
"""What a territory is; a `stadt` is a kreisfreie Stadt, which is a Kreis and a municipality in one."""

_KREIS, _MUNICIPALITY, _ARS = 5, 8, 12


@frozen(kw_only=True)
class Territory:
    """One territory of the shipped table.

    Args:
        key: Its official key.
        name: Its German name.
        kind: What it is.
    """

    key: str
    name: str
    kind: TerritoryKind


@frozen
class Territories:
    """A table of territories by their key.

    Args:
        territories: The territories; a 12-digit key asks for the municipality it stands for.

    Example:
        >>> table = Territories.shipped()
        >>> table.name("05562014"), "05562014" in table, table.nearest("Gladbek")
        ('Gladbeck', True, '05562014')
    """

    territories: tuple[Territory, ...] = field(repr=False)
    _by_key: Mapping[str, Territory] = field(init=False, eq=False, repr=False)

    @_by_key.default
    def _index(self) -> Mapping[str, Territory]:
        return {territory.key: territory for territory in self.territories}

    @classmethod
    def shipped(cls) -> Territories:
        """Return the shipped table; it is read once."""
        return _shipped()

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and shorten(key) in self._by_key

    def __getitem__(self, key: str) -> Territory:
        found = self.get(key)
        if found is None:
            hint = did_you_mean(key, self._by_key) or "a key has 2, 3, 5 or 8 digits, or is DE"
            raise UnknownNameError(f"no territory has this key; {hint}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: str) -> Territory | None:
        """Return the territory with a key, or None."""
        return self._by_key.get(shorten(key))

    def name(self, key: str) -> str:
        """Return the name of the territory with a key.

        Raises:
            UnknownNameError: No territory of the table has this key.
        """
        return self[key].name

    def nearest(self, word: str) -> str | None:
        """Return the key of the territory whose name or key is most like a word, None if none is like it.

        Of territories with one name it is the smallest: the municipality before the Kreis.
        """
        by_name = {territory.name: territory.key for territory in sorted(self.territories, key=_size)}
        named = nearest(word, by_name)
        return by_name[named] if named is not None else nearest(shorten(word), self._by_key)


def shorten(key: str) -> str:
    """Return the 8-digit key of a municipality whose 12-digit regional key is given; any other key as it is.

    Example:
        >>> shorten("055620014014"), shorten("05562")
        ('05562014', '05562')
    """
    return key[:_KREIS] + key[-3:] if len(key) == _ARS and key.isdecimal() else key


def within(place: str, territory: str) -> bool | None:
    """Return whether a place lies in a territory, None where the place is the coarser one.

    Args:
        place: The key of the place.
        territory: The key of the territory.

    Example:
        >>> within("05562014", "05562"), within("05562014", "05513"), within("05562", "05562014")
        (True, False, None)
    """
    inner, outer = _area(place), _area(territory)
    if inner.startswith(outer):
        return True
    return None if outer.startswith(inner) else False


def _area(key: str) -> str:
    """Return the key as a prefix; a kreisfreie Stadt has one area under two keys."""
    short = shorten(key)
    if short == GERMANY:
        return ""
    return short.removesuffix("000") if len(short) == _MUNICIPALITY else short


def _size(territory: Territory) -> int:
    return len(territory.key)


@cache
def _shipped() -> Territories:
    text = (files("kimcore") / "data" / "territories.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Territories(
        tuple(Territory(key=row["key"], name=row["name"], kind=cast(TerritoryKind, row["kind"])) for row in rows)
    )
