"""What must be right between the entries of a landscape: known names, days that fit, nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Generic, Literal, TypeVar

from attrs import frozen

from kimcore.errors import Faults, did_you_mean
from kimcore.landscape.agency import Agency
from kimcore.landscape.competence import Competence
from kimcore.landscape.landscape import Cover
from kimcore.law.territory import within

T = TypeVar("T")


@frozen
class Placed(Generic[T]):
    """An entry and its place in the document."""

    where: str
    entry: T


def check(
    agencies: Sequence[Placed[Agency]],
    rows: Sequence[Placed[Competence]],
    covers: Sequence[Placed[Cover]],
    faults: Faults,
) -> None:
    """Note what does not fit between the entries of a document.

    Args:
        agencies: The agencies.
        rows: The competences.
        covers: What the landscape claims to hold completely.
        faults: Where faults are noted.
    """
    known: dict[str, Agency] = {}
    for agency in agencies:
        if agency.entry.id in known:
            faults.add("duplicate", agency.where, f"the agency {agency.entry.id!r} stands twice")
        known.setdefault(agency.entry.id, agency.entry)
    for agency in agencies:
        _check_agency(agency, known, faults)
    for row in rows:
        _check_row(row, known, faults)
    _check_overlaps(rows, faults)
    _check_covers(covers, {row.entry.matter for row in rows}, faults)


def _check_agency(agency: Placed[Agency], known: Mapping[str, Agency], faults: Faults) -> None:
    entry = agency.entry
    following: tuple[tuple[Literal["parent", "successor"], str | None], ...]
    following = (("parent", entry.parent), ("successor", entry.successor))
    for key, other in following:
        if other is not None and other not in known:
            _unknown_agency(f"{agency.where} {key}", other, known, faults)
        elif other is not None and entry.id in _line(other, key, known):
            faults.add("cycle", f"{agency.where} {key}", f"the agency {entry.id!r} leads back to itself")
    if entry.successor is not None and entry.exists.last is None:
        problem = "an agency with a successor has a last day"
        faults.add("missing", f"{agency.where} exists", problem, allowed="exists = { until = … }")


def _line(start: str, key: Literal["parent", "successor"], known: Mapping[str, Agency]) -> frozenset[str]:
    """Return the agencies that are met by following parents or successors."""
    met: set[str] = set()
    following: str | None = start
    while following is not None and following in known and following not in met:
        met.add(following)
        following = known[following].parent if key == "parent" else known[following].successor
    return frozenset(met)


def _check_row(row: Placed[Competence], known: Mapping[str, Agency], faults: Faults) -> None:
    agency = known.get(row.entry.agency)
    if agency is None:
        _unknown_agency(f"{row.where} agency", row.entry.agency, known, faults)
        return
    first, last = agency.exists.first, agency.exists.last
    period = row.entry.in_force
    too_early = first is not None and (period.first is None or period.first < first)
    too_late = last is not None and (period.last is None or period.last > last)
    if too_early or too_late:
        problem = "the competence reaches beyond the days on which its agency exists"
        faults.add("outlives", f"{row.where} in_force", problem, allowed=str(agency.exists))


def _unknown_agency(where: str, key: str, known: Mapping[str, Agency], faults: Faults) -> None:
    if key:
        faults.add("unknown-agency", where, f"there is no agency {key!r}", hint=did_you_mean(key, known))


def _check_overlaps(rows: Sequence[Placed[Competence]], faults: Faults) -> None:
    """Note rows that say the same thing about the same days and places: one of them would be dead text."""
    alike: dict[tuple[object, ...], list[Placed[Competence]]] = {}
    for row in rows:
        entry = row.entry
        text = None if entry.group is None else entry.group.text
        alike.setdefault((entry.agency, entry.matter, entry.role, text), []).append(row)
    for group in alike.values():
        for one, other in combinations(group, 2):
            if one.entry.in_force.overlaps(other.entry.in_force) and _share_ground(one.entry, other.entry):
                problem = f"says for the same agency, matter, place and days what {one.where} says"
                faults.add("overlap", other.where, problem, hint="end one of them or leave it out")


def _share_ground(one: Competence, other: Competence) -> bool:
    pairs = [(a, b) for a in one.territory for b in other.territory]
    return any(within(a, b) or within(b, a) for a, b in pairs)


def _check_covers(covers: Sequence[Placed[Cover]], matters: set[str], faults: Faults) -> None:
    """Note matters that are covered without a single row: *nobody* would be a mistake of the record."""
    for cover in covers:
        for matter in sorted(cover.entry.matters - matters - {""}):
            problem = f"the matter {matter!r} is covered, but no competence names it"
            faults.add("covered-without-rows", f"{cover.where} matter", problem)
