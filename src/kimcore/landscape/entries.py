"""The entries of a landscape document, each read from its table: agencies, competences, what is covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from attrs import evolve, frozen

from kimcore.dates import Duration, Period
from kimcore.landscape.agency import CONFIDENCES, Agency, AgencyName, Confidence
from kimcore.landscape.competence import EVERYWHERE, ROLES, Competence, Group, Role, Wait
from kimcore.landscape.landscape import Cover
from kimcore.landscape.tables import Table
from kimcore.landscape.towns import check_territory
from kimcore.language.check import Names, bind, check_test
from kimcore.language.parser import parse_test
from kimcore.language.problems import Problem, TestError, caret
from kimcore.language.program import names_used
from kimcore.language.syntax import Node
from kimcore.law.citation import Citation, CitationError, SectionTable
from kimcore.law.codes import code_lists


@frozen(kw_only=True)
class Entries:
    """Reads the entries of one document. What is read from a faulty table is of no use.

    Args:
        names: What the tests of exceptional rows may name.
        verified_on: The day of verification of every entry that has none of its own.
    """

    names: Names
    verified_on: date

    def agency(self, table: Table) -> Agency:
        """Return the agency of a table."""
        agency = Agency(
            id=table.word("id"),
            kind=_codes(table, "kind", "agency_kind")[0],
            names=_names(table),
            name_verified=table.flag("name_verified", default=True),
            territory=_territory(table),
            parent=table.word_if_any("parent"),
            successor=table.word_if_any("successor"),
            exists=table.period("exists"),
            chosen=table.flag("chosen", default=False),
            also_known_as=table.words("also_known_as"),
            source=table.word_if_any("source"),
            verified_on=table.day_if_any("verified_on") or self.verified_on,
            confidence=cast("Confidence", table.choice("confidence", CONFIDENCES)),
            note=table.text_if_any("note"),
        )
        table.close()
        return agency

    def competences(self, table: Table) -> Iterator[Competence]:
        """Yield a competence for each matter of a table."""
        matters = _codes(table, "matter", "matter")
        row = self._competence(table, matters[0])
        if not row.basis and row.source is None:
            table.note("no-source", "basis", "neither a citation nor the address of a source")
        table.close()
        for matter in matters:
            yield evolve(row, matter=matter)

    def _competence(self, table: Table, matter: str) -> Competence:
        in_force = table.period()
        return Competence(
            agency=table.word("agency"),
            matter=matter,
            role=cast("Role", table.choice("role", ROLES)),
            territory=_territory(table),
            places=_places(table),
            group=self._group(table),
            in_force=in_force,
            basis=tuple(_basis(table, in_force)),
            source=table.word_if_any("source"),
            verified_on=table.day_if_any("verified_on") or self.verified_on,
            confidence=cast("Confidence", table.choice("confidence", CONFIDENCES)),
            disputed=table.text_if_any("disputed"),
            note=table.text_if_any("note"),
            wait=_wait(table),
        )

    def cover(self, table: Table) -> Cover:
        """Return what a table says is covered."""
        matters = _codes(table, "matter", "matter")
        cover = Cover(territory=_territory(table), matters=frozenset(matters), in_force=table.period())
        table.close()
        return cover

    def _group(self, table: Table) -> Group | None:
        inner = table.table("for")
        if inner is None:
            return None
        text, says = inner.word("test"), inner.text("says")
        inner.close()
        node = self._test(inner, text)
        if node is None:
            return None
        facts = frozenset(name for name in names_used(node) if name in self.names.vocabulary)
        return Group(text=text, node=node, facts=facts, says=says)

    def _test(self, table: Table, text: str) -> Node | None:
        if not text:
            return None
        try:
            node = parse_test(text)
        except TestError as error:
            _note_problems(table, text, error.problems)
            return None
        problems = check_test(node, self.names)
        _note_problems(table, text, problems)
        return None if problems else bind(node, self.names)


def _note_problems(table: Table, text: str, problems: tuple[Problem, ...]) -> None:
    for found in problems:
        table.note(
            found.code,
            "test",
            found.problem,
            allowed=found.allowed,
            hint=found.hint,
            excerpt=caret(text, found),
        )


def _names(table: Table) -> tuple[AgencyName, ...]:
    """Return the names of an agency: `name` and `short`, or `names` with the days on which each is borne."""
    dated = table.tables("names")
    names = tuple(_dated_name(one) for one in dated) or (_name(table),)
    for index, name in enumerate(names):
        if any(name.period.overlaps(other.period) for other in names[:index]):
            table.note("overlap", "names", "two names are borne on the same day")
    return names


def _dated_name(table: Table) -> AgencyName:
    name = evolve(_name(table), period=Period(table.day_if_any("from"), table.day_if_any("until")))
    table.close()
    return name


def _name(table: Table) -> AgencyName:
    return AgencyName(official=table.text("name"), short=table.text_if_any("short"))


def _codes(table: Table, key: str, list_id: str) -> tuple[str, ...]:
    """Return at least one code of a list."""
    known = code_lists()[list_id]
    found = table.some_words(key)
    for code in found:
        if code not in known:
            table.unknown(key, code, known)
    return found or ("",)


def _territory(table: Table) -> tuple[str, ...]:
    keys = table.some_words("territory")
    for key in keys:
        check_territory(table, "territory", key)
    return keys


def _places(table: Table) -> tuple[str, ...]:
    """Return the place kinds in order; a row for all of Germany has none, every other row at least one."""
    everywhere = EVERYWHERE in table.words("territory")
    if everywhere and "places" not in table.values:
        table.words("places")
        return ()
    if everywhere:
        table.note("needless-places", "places", "a competence in all of Germany needs no place", hint="leave it out")
    return _codes(table, "places", "place_kind")


def _basis(table: Table, in_force: Period) -> Iterator[Citation]:
    """Yield the citations: texts, or `{ cite, address }` for law that is not shipped."""
    for item in table.items("basis"):
        values = item if isinstance(item, Mapping) else {"cite": item}
        inner = Table(values, f"{table.where} basis", table.faults)
        text, address = inner.word("cite"), inner.word_if_any("address")
        inner.close()
        if text:
            yield from _citation(inner, text, address, in_force)


def _citation(table: Table, text: str, address: str | None, in_force: Period) -> Iterator[Citation]:
    """Yield the citation if it can be read and stands in the law on the days in force."""
    try:
        citation = Citation.parse(text, address=address)
    except CitationError as error:
        table.faults.extend(evolve(fault, where=f"{table.where} {text!r}") for fault in error.faults)
        return
    table.faults.extend(SectionTable.shipped().faults(citation, in_force, where=f"{table.where} {text!r}"))
    yield citation


def _wait(table: Table) -> Wait | None:
    inner = table.table("wait")
    if inner is None:
        return None
    length, reported_on, source = inner.word("is"), inner.day("reported_on"), inner.word_if_any("source")
    inner.close()
    try:
        return Wait(length=Duration.parse(length), reported_on=reported_on, source=source)
    except ValueError as error:
        if length:
            inner.note("length", "is", str(error), allowed="a length of time such as '7 months'")
        return None
