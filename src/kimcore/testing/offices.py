"""Hypothesis strategies for landscapes: offices of real territories, and what they are competent for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from kimcore.landscape.agency import CONFIDENCES
from kimcore.landscape.competence import EVERYWHERE, ROLES
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import SCHEMA, read_landscape
from kimcore.law.codes import code_lists
from kimcore.law.territory import Territories
from kimcore.testing.written import FIRST, LAST, LENGTHS, days, written_tests

Document = dict[str, Any]
Drawn = st.SearchStrategy[Any]

words = st.sampled_from(("Rathaus", "Haus “b”", "ß \\ '\U0001f600"))
texts = words | st.fixed_dictionaries({"de": words, "en": words})
sources = st.just("https://test.example/office")

LAW = {"cite": "Art. 6 Abs. 1 DSGVO", "address": "https://test.example/law"}
"""Law that is not shipped, with its address."""

GROUP = "both"
"""The name of the group of towns."""


def landscapes() -> st.SearchStrategy[Landscape]:
    """Draw small landscapes: dated agencies with dated names, and their competences for every kind of place.

    The towns are those of the shipped table of territories. Matters that are covered have at least one row.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=5)
        ... @given(landscapes())
        ... def check(landscape):
        ...     at = {"assigned": None, "habitual": "05562014"}.get
        ...     landscape.competent("registration", role="decides", on=FIRST, place=at)
        >>> check()
    """
    return landscape_documents().map(lambda document: read_landscape(json.dumps(document), name="drawn.json"))


@st.composite
def landscape_documents(draw: st.DrawFn) -> Document:
    """Draw documents `kimcore.landscape/1`, as a JSON parser would have made them; the reader takes every one."""
    towns = draw(st.lists(st.sampled_from(_towns()), min_size=1, max_size=3, unique=True))
    agencies = draw(_agencies(towns))
    rows = draw(_rows(agencies, towns))
    tables = {
        "towns": {f"town_{number}": key for number, key in enumerate(towns, 1)},
        "groups": {GROUP: [f"town_{number}" for number in range(1, len(towns) + 1)]},
        "covers": draw(_covers(rows, towns)),
        "agency": agencies,
        "competence": rows,
    }
    head = {"schema": SCHEMA, "id": "drawn", "version": draw(words), "title": draw(texts), "verified_on": draw(days)}
    return {**head, **{name: table for name, table in tables.items() if table}}


@cache
def _towns() -> tuple[str, ...]:
    municipality = len("05562014")
    return tuple(key for key in Territories.shipped() if len(key) == municipality)


@cache
def _codes(list_id: str) -> Drawn:
    return st.sampled_from(tuple(code_lists()[list_id]))


@cache
def _one_or_more(list_id: str) -> Drawn:
    return _codes(list_id) | st.lists(_codes(list_id), min_size=1, max_size=2, unique=True)


@st.composite
def _with_some(draw: st.DrawFn, table: Document, optional: Mapping[str, Drawn]) -> Document:
    """Draw a table with a few of the keys that may be left out."""
    few = draw(st.lists(st.sampled_from(sorted(optional)), max_size=3, unique=True))
    return {**table, **{key: draw(optional[key]) for key in few}}


def _grounds(towns: list[str]) -> Drawn:
    """Draw a territory: towns, the Kreis of one, its Land, all of Germany."""
    kreis, land = len("05562"), len("05")
    wider = [key for town in towns for key in (town[:kreis], town[:land]) if key in Territories.shipped()]
    several = st.lists(st.sampled_from(towns), min_size=1, unique=True)
    return st.sampled_from([*towns, *wider, EVERYWHERE]) | several


# ---------------------------------------------------------------------------------------- agencies


@st.composite
def _agencies(draw: st.DrawFn, towns: list[str]) -> list[Document]:
    found: list[Document] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        met = [each["id"] for each in found if "each" not in each]
        plain = {"id": f"office_{number}", "territory": draw(_grounds(towns)), **draw(_exists(met))}
        one = draw(st.sampled_from((plain, plain, _for_each_town(number))))
        fields = {"kind": draw(_codes("agency_kind")), "confidence": draw(st.sampled_from(CONFIDENCES))}
        found.append(draw(_with_some({**one, **draw(_names()), **fields}, _beside(met))))
    return found


def _for_each_town(number: int) -> Document:
    return {"each": GROUP, "id": f"office_{number}.{{town}}", "territory": "{key}"}


def _beside(met: list[str]) -> Mapping[str, Drawn]:
    parents = {"parent": st.sampled_from(met)} if met else {}
    return {
        "name_verified": st.booleans(),
        "chosen": st.booleans(),
        "also_known_as": words | st.lists(words, min_size=1, max_size=2),
        "source": sources,
        "verified_on": days,
        "note": texts,
        **parents,
    }


@st.composite
def _exists(draw: st.DrawFn, met: list[str]) -> Document:
    """Draw the days on which an agency exists; one that has a last day may have a successor."""
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    period = draw(st.sampled_from([None, None, {"from": first}, {"until": last}, {"from": first, "until": last}]))
    if period is None:
        return {}
    successor = draw(st.sampled_from([None, *met])) if "until" in period else None
    return {"exists": period, **({"successor": successor} if successor else {})}


@st.composite
def _names(draw: st.DrawFn) -> Document:
    """Draw a name, or two of which one follows the other."""
    if draw(st.booleans()):
        return {"name": draw(texts), **draw(st.sampled_from([{}, {"short": "R"}]))}
    cut = draw(st.dates(FIRST, LAST - timedelta(days=1)))
    then = {"name": draw(texts), "short": draw(texts), "from": str(cut + timedelta(days=1))}
    return {"names": [{"name": draw(texts), "until": str(cut)}, then]}


# ---------------------------------------------------------------------------------------- competences


@st.composite
def _rows(draw: st.DrawFn, agencies: list[Document], towns: list[str]) -> list[Document]:
    """Draw competences; no two of them say the same of one agency, matter and role."""
    found: list[Document] = []
    said: set[tuple[str, str, str]] = set()
    for office in draw(st.lists(st.sampled_from(agencies), max_size=4)):
        role, matter = draw(st.sampled_from(ROLES)), draw(_one_or_more("matter"))
        says = {(office["id"], role, each) for each in ([matter] if isinstance(matter, str) else matter)}
        if not says & said:
            found.append(draw(_row(office, {"role": role, "matter": matter}, towns)))
            said |= says
    return found


@st.composite
def _row(draw: st.DrawFn, office: Document, does: Document, towns: list[str]) -> Document:
    each = {"each": GROUP} if "each" in office else {}
    territory = "{key}" if each else draw(_grounds(towns))
    kinds = st.lists(_codes("place_kind"), min_size=1, max_size=3, unique=True)
    places = {} if territory == EVERYWHERE else {"places": draw(kinds)}
    row = {**each, "agency": office["id"], **does, "territory": territory, **places}
    sourced = draw(st.fixed_dictionaries({"source": sources}) | st.fixed_dictionaries({"basis": bases}))
    confidence = draw(st.sampled_from(CONFIDENCES))
    row = {**row, **sourced, **draw(_in_force(office)), "confidence": confidence}
    return draw(_with_some(row, {"verified_on": days, "disputed": texts, "note": texts, "for": groups, "wait": waits}))


bases = st.just([LAW])
groups = st.fixed_dictionaries({"test": written_tests(), "says": texts})
waits = st.fixed_dictionaries({"is": st.sampled_from(LENGTHS), "reported_on": days}, optional={"source": sources})


@st.composite
def _in_force(draw: st.DrawFn, office: Document) -> Document:
    """Draw the days of a competence, all of which its agency exists."""
    if "exists" in office:
        return {"in_force": office["exists"]}
    day = draw(days)
    return draw(st.sampled_from([{}, {"in_force": {}}, {"in_force": {"from": day}}, {"in_force": {"until": day}}]))


@st.composite
def _covers(draw: st.DrawFn, rows: list[Document], towns: list[str]) -> list[Document]:
    """Draw what is covered: only matters that a row names."""
    if not rows or not draw(st.booleans()):
        return []
    period = draw(st.sampled_from([{}, {"in_force": {"from": "2021-01-01"}}]))
    ground = draw(st.sampled_from([{"territory": draw(_grounds(towns))}, {"each": GROUP, "territory": "{key}"}]))
    return [{**ground, "matter": rows[0]["matter"], **period}]
