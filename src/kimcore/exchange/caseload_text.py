"""A report on many cases as text, for those who steer, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from attrs import frozen

from kimcore.errors import UnknownNameError
from kimcore.evaluation.caseload import CaseloadReport, CaseloadRow, CaseloadTable, Key, Table
from kimcore.evaluation.suppression import SMALLEST
from kimcore.exchange.layout import WIDTH, Page, Style
from kimcore.exchange.phrases import Speech
from kimcore.landscape.landscape import Landscape
from kimcore.law.territory import Territories
from kimcore.text import Text

CASELOAD_SCHEMA = "kimcore.caseload/1"
"""The name and version of the form."""

HIDDEN = "\N{EN DASH}"
"""What stands for a figure that is not told."""

_HEADINGS: Mapping[Table, Text] = {
    "mechanism": Text.of(de="WAS", en="WHAT"),
    "offices": Text.of(de="ZWISCHEN WELCHEN STELLEN", en="BETWEEN WHICH OFFICES"),
    "municipality": Text.of(de="WO", en="WHERE"),
}
_CAUSES: Mapping[Key, Text] = {
    (mechanism, cause): Text.of(de=de, en=en)
    for mechanism, cause, de, en in (
        ("cover", "missing", "nicht gedeckt", "not covered"),
        ("cover", "in_law", "Lücke im Recht", "gap in the law"),
        ("payment", "without_entitlement", "Zahlung ohne Anspruch", "payment without entitlement"),
        ("proof", "missing", "Nachweis fehlt", "proof missing"),
        ("proof", "ending", "Nachweis läuft ab", "proof ending"),
        ("proof", "not_issued", "Nachweis nicht ausgestellt", "proof not issued"),
        ("application", "missing", "Antrag fehlt", "application missing"),
        ("application", "misdirected", "Antrag bei der falschen Stelle", "application misdirected"),
        ("application", "not_forwarded", "Antrag nicht weitergeleitet", "application not forwarded"),
        ("application", "pending", "Antrag läuft", "application pending"),
        ("application", "refused", "Antrag abgelehnt", "application refused"),
        ("application", "falls_back", "Status fällt zurück", "status falls back"),
        ("wait", "too_long", "Wartezeit zu lang", "wait too long"),
        ("wait", "over_agreed_time", "vereinbarte Zeit überschritten", "agreed time is over"),
        ("competence", "nobody", "niemand zuständig", "nobody competent"),
        ("competence", "several", "mehrere zuständig", "several competent"),
        ("competence", "wrong_addressee", "falsche Stelle gefragt", "wrong office asked"),
        ("competence", "open", "Zuständigkeit offen", "competence open"),
        ("handoff", "missing", "Übergabe fehlt", "handoff missing"),
        ("handoff", "unanswered", "Übergabe ohne Antwort", "handoff unanswered"),
        ("handoff", "refused", "Übergabe abgelehnt", "handoff refused"),
        ("handoff", "refused_by_all", "Übergabe von allen abgelehnt", "handoff refused by all"),
        ("handoff", "looping", "Übergabe im Kreis", "handoff looping"),
        ("handoff", "too_many_hops", "Übergabe zu oft weitergeleitet", "handoff forwarded too often"),
        ("handoff", "cut", "Zahlung vor der Übernahme beendet", "cut before takeover"),
        ("handoff", "without_outcome", "Übergabe ohne Ergebnis", "handoff without outcome"),
        ("handoff", "outcome_disputed", "Ergebnis der Übergabe umstritten", "outcome of handoff disputed"),
        ("handoff", "duplicate", "Übergabe doppelt", "handoff twice"),
        ("handoff", "orphaned", "Übergabe bei aufgelöster Stelle", "handoff at a closed office"),
        ("disclosure", "no_basis", "Weitergabe ohne Grundlage", "disclosure without basis"),
        ("disclosure", "withdrawn", "Einwilligung widerrufen", "consent withdrawn"),
        ("disclosure", "too_narrow", "Einwilligung zu eng", "consent too narrow"),
        ("disclosure", "protected_place", "geschützter Ort", "protected place"),
        ("order", "too_early", "Schritt zu früh", "step too early"),
        ("offer", "no_service", "kein Angebot", "no service"),
        ("offer", "closed", "Angebot verschlossen", "service closed"),
        ("offer", "no_step", "kein Schritt", "no step"),
        ("offer", "stale_entry", "Angebot veraltet", "service entry stale"),
        ("casework", "no_owner", "niemand führt den Fall", "nobody leads the case"),
        ("casework", "stale", "Fall liegt", "case lies idle"),
        ("casework", "no_show", "zum Termin nicht erschienen", "no show"),
        ("casework", "role_conflict", "Rollenkonflikt", "role conflict"),
        ("change", "age", "Wechsel durch Alter", "change by age"),
        ("change", "law", "Wechsel durch Recht", "change by law"),
        ("change", "move", "Umzug", "move"),
        ("change", "household_split", "Haushalt trennt sich", "household splits"),
        ("change", "benefit", "Übergang", "passage"),
    )
}
_COLUMNS = (
    Text.of(de="Personen", en="persons"),
    Text.of(de="überfällig", en="overdue"),
    Text.of(de="Tage verloren", en="days lost"),
    Text.of(de="Tage (Median)", en="days (median)"),
)
_CASES = Text.of(de="{persons} Fälle", en="{persons} cases")
_EACH = Text.of(de="jeder an seinem Tag", en="each on a day of its own")
_NOWHERE = Text.of(de="Ort nicht bekannt oder geschützt", en="place not known or protected")
_ALL = Text.of(de="alle", en="all")
_WITHHELD = Text.of(de="zu wenige Personen, um sie zu unterscheiden", en="too few persons to tell them apart")
_NOTE = Text.of(
    de=f"{HIDDEN}: nicht gezeigt, damit aus weniger als {SMALLEST} Personen niemand erkannt wird.",
    en=f"{HIDDEN}: not shown, so that nobody is told among fewer than {SMALLEST} persons.",
)


def caseload_text(
    caseload: CaseloadReport, landscape: Landscape, *, lang: str = "de", width: int = WIDTH, style: Style = "plain"
) -> str:
    """Return a report on many cases as text.

    Args:
        caseload: what is told.
        landscape: where the names of the offices stand.
        lang: `de` or `en`.
        width: the columns of a line, at least 40.
        style: `plain`, or `terminal` with headings in bold.

    Raises:
        UnknownNameError: there are no phrases in the language.
    """
    return _CaseloadText(caseload, landscape, Speech(lang), Page(width, style)).write()


def write_caseload(caseload: CaseloadReport) -> str:
    """Return the canonical JSON text of a report on many cases; a figure that is hidden is null.

    Example:
        >>> from datetime import date
        >>> from kimcore.evaluation.caseload import caseload_report
        >>> write_caseload(caseload_report([], date(2026, 11, 23))).splitlines()[:3]
        ['{', '  "schema": "kimcore.caseload/1",', '  "on": "2026-11-23",']
    """
    document = {
        "schema": CASELOAD_SCHEMA,
        "on": caseload.on.isoformat() if caseload.on else None,
        "cases": caseload.cases,
        "tables": {
            table.name: {
                "persons": table.persons,
                "withheld": table.withheld,
                "rows": [
                    {
                        "key": list(row.key),
                        "persons": row.persons,
                        "overdue": row.overdue,
                        "lost_days": row.lost_days,
                        "median_days": row.median_days,
                    }
                    for row in table.rows
                ],
            }
            for table in caseload.tables
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


@frozen
class _CaseloadText:
    """Writes one report."""

    caseload: CaseloadReport
    landscape: Landscape
    say: Speech
    page: Page

    def write(self) -> str:
        on = self.caseload.on
        when = self.say("evaluated", **{"from": on}) if on else self.say.text(_EACH)
        self.page.line(f"{self.say.text(_CASES, persons=_figure(self.caseload.cases))}, {when}")
        for table in self.caseload.tables:
            if table.rows or table.withheld:
                self._table(table)
        self.page.gap()
        self.page.line(self.say.text(_NOTE), hang=0)
        self.page.line(self.say("hints"), hang=0)
        return str(self.page)

    def _table(self, table: CaseloadTable) -> None:
        titles = [self.say.text(title) for title in _COLUMNS]
        self.page.heading(self.say.text(_HEADINGS[table.name]), right="  ".join(titles))
        if table.withheld:
            self.page.line(self.say.text(_WITHHELD), indent=2)
        for row in table.rows:
            cells = (row.persons, row.overdue, row.lost_days, row.median_days)
            self._row(self._name(table.name, row), cells, titles)
        self._row(self.say.text(_ALL), (table.persons,), titles)

    def _row(self, name: str, cells: tuple[float | None, ...], titles: list[str]) -> None:
        figures = [_figure(cell).rjust(len(title)) for cell, title in zip(cells, titles, strict=False)]
        blank = [" " * len(title) for title in titles[len(cells) :]]
        self.page.line(name, indent=2, right="\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}".join([*figures, *blank]))

    def _name(self, table: Table, row: CaseloadRow) -> str:
        key: Key = row.key
        if table == "offices":
            return " → ".join(self._office(each) for each in key)
        if table == "municipality":
            return Territories.shipped().name(key[0]) if key[0] else self.say.text(_NOWHERE)
        return self.say.capital(_CAUSES.get(key)) or ": ".join(key)

    def _office(self, key: str) -> str:
        """The name of an agency in the landscape, else the words of the record."""
        try:
            agency = self.landscape.agency(key)
        except UnknownNameError:
            return key
        return agency.printed_name(on=self.caseload.on or agency.verified_on, lang=self.say.lang)


def _figure(value: float | None) -> str:
    """A figure; halves are written as such."""
    if value is None:
        return HIDDEN
    return f"{value:.1f}" if value % 1 else f"{value:.0f}"
