"""The sources of a statement or of a part of it: citations, read and checked on the days in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from kimcore.dates import Period
from kimcore.law.citation import Citation, CitationError, parse_citations
from kimcore.rules.locating import PathPart
from kimcore.rules.tables import Table

_ADDRESS = re.compile(r"https://\S+")
_QUOTED = re.compile(r"citation '(.*)'")


def address(table: Table) -> str | None:
    """Return the web address of a table, None where it is not there or wrong."""
    found = table.string("address")
    if found is None or _ADDRESS.fullmatch(found):
        return found
    table.fault("address", "address", "not a web address", text=found, allowed="https://…")
    return None


def basis(table: Table, period: Period | None) -> tuple[Citation, ...]:
    """Return what the key `basis` of a table cites; empty where it is not there.

    Args:
        table: The table; its `basis` is a text of one or more citations, or a list of texts and of tables
            `{ cite, address }`. A law that is not shipped has the address given there, or the statement's.
            `{ cite, address, kind = "document" }` names a circular or decree by its title.
        period: The days on which the citations must hold; None: they need not hold yet.
    """
    found: list[Citation] = []
    for path, read in _cited(table):
        found += [citation for citation in read if _holds(table, path, citation, period)]
    return tuple(found)


def _cited(table: Table) -> Iterator[tuple[tuple[PathPart, ...], tuple[Citation, ...]]]:
    """Yield the path and what is cited of each text."""
    shared = table.root.get("address")
    inherited = shared if isinstance(shared, str) and _ADDRESS.fullmatch(shared) else None
    if isinstance(table.raw.get("basis"), str):
        text = table.string("basis")
        if text is not None:
            yield ("basis",), _parsed(table, ("basis",), text, inherited)
        return
    if not isinstance(table.raw.get("basis", []), list):
        table.wrong("basis", table.raw["basis"], "a citation, or a list of citations")
        return
    for number, item in enumerate(table.items("basis")):
        if isinstance(item, str):
            yield ("basis", number), _parsed(table, ("basis", number), item, inherited)
        elif isinstance(item, dict):
            yield ("basis", number, "cite"), _of_table(table, number, item, inherited)
        else:
            table.wrong(("basis", number), item, "a citation, or { cite, address }")


def _of_table(table: Table, number: int, item: dict[str, Any], inherited: str | None) -> tuple[Citation, ...]:
    inner = table.inner(("basis", number), item)
    inner.requires("cite")
    text, own = inner.string("cite"), address(inner)
    is_document = inner.choice("kind", ("document",)) is not None
    if is_document:
        inner.requires("address")
    inner.done()
    if text is None:
        return ()
    path = ("basis", number, "cite")
    if not is_document:
        return _parsed(table, path, text, own or inherited)
    return _read(table, path, text, lambda: (Citation.document(text, address=own),)) if own else ()


def _parsed(table: Table, path: tuple[PathPart, ...], text: str, own_address: str | None) -> tuple[Citation, ...]:
    found = _read(table, path, text, lambda: parse_citations(text))
    shipped = table.desk.sections.laws
    return tuple(one if one.law in shipped else evolve(one, own_address=own_address) for one in found)


def _read(
    table: Table, path: tuple[PathPart, ...], text: str, read: Callable[[], tuple[Citation, ...]]
) -> tuple[Citation, ...]:
    """Return what is read, or nothing with its faults noted."""
    try:
        return read()
    except CitationError as error:
        for fault in error.faults:
            quoted = _QUOTED.fullmatch(fault.where)
            part = quoted[1] if quoted and quoted[1] in text else text
            table.fault(fault.code, path, fault.problem, text=part, allowed=fault.allowed, hint=fault.hint)
        return ()


def _holds(table: Table, path: tuple[PathPart, ...], citation: Citation, period: Period | None) -> bool:
    """Check a citation on the days in force; of a pending statement only that its law can be found."""
    sections = table.desk.sections
    if period is None and citation.law in sections.laws:
        return True
    faults = sections.faults(citation, period or Period(), where="")
    if "in_force" not in table.root:
        # A draft may leave the days out: then the section must stand in the law on some day.
        faults = tuple(fault for fault in faults if fault.code != "section-not-in-force")
    for fault in faults:
        table.fault(fault.code, path, fault.problem, text=str(citation), allowed=fault.allowed, hint=fault.hint)
    return not faults
