"""What many cases teach: where it breaks, between which offices and in which municipalities, without telling anybody.

Each evaluation is tallied to a few figures, which is what is kept of it; a report adds them up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from statistics import median
from typing import Any, Literal

from attrs import define, field, frozen

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Finding
from kimcore.evaluation.suppression import both_told, hidden, small
from kimcore.evaluation.towns import town_on
from kimcore.landscape.answer import Answer
from kimcore.people.handoff import Handoff, sent_on
from kimcore.people.history import Unknown
from kimcore.rules.mechanism import Mechanism

Table = Literal["mechanism", "offices", "municipality"]
TABLES: tuple[Table, ...] = ("mechanism", "offices", "municipality")
"""By mechanism and cause; by pair of offices, from and to; by municipality, whose key is empty where it is unknown."""

Key = tuple[str, ...]


@frozen(kw_only=True)
class Mark:
    """One person of a case in one row of a table.

    Args:
        table: the table.
        key: the row: the codes of mechanism and cause, the ids of two offices, the key of a municipality.
        person: the key of the person.
        overdue: whether a day has passed by which somebody had to act or to answer.
        lost: the days that nothing can save any more.
        days: how long it has gone on, or how long an answer took; None: it lies ahead.
    """

    table: Table
    key: Key
    person: str = field(repr=False)
    overdue: bool
    lost: int
    days: int | None


@frozen(kw_only=True, repr=False)
class Tally:
    """What is kept of one evaluation for a report on many: small, and fit to come back from another process.

    Args:
        on: the day of evaluation.
        marks: one a person and row.
    """

    on: date
    marks: tuple[Mark, ...]


@frozen(kw_only=True)
class CaseloadRow:
    """One row of a report on many cases. A figure that is not told is None.

    Args:
        key: the row, as in `Mark`.
        persons: how many persons it reaches; None: hidden, here and in the figures beside it.
        overdue: for how many of them a day has passed by which somebody had to act or to answer; None: hidden, for
            they or the others are fewer than 5.
        lost_days: the days of all of them together that nothing can save any more; None: hidden, for fewer than 5 have
            lost any.
        median_days: how long it has gone on, or how long an answer took, for half of them at most; None: there are
            fewer than 5 for whom that can be said.
    """

    key: Key
    persons: int | None
    overdue: int | None
    lost_days: int | None
    median_days: float | None

    @property
    def order(self) -> tuple[int, int, int, Key]:
        """How rows are sorted, by nothing but what is told: most overdue, most days lost, most persons."""
        return -(self.overdue or 0), -(self.lost_days or 0), -(self.persons or 0), self.key


@frozen(kw_only=True)
class CaseloadTable:
    """One table of a report on many cases.

    Args:
        name: what is told apart.
        persons: how many persons stand in it, each counted once; None: fewer than 5.
        rows: the rows, the worst first.
        withheld: whether the rows are not told, because too few persons stand in too many of them.
    """

    name: Table
    persons: int | None
    rows: tuple[CaseloadRow, ...]
    withheld: bool


@frozen(kw_only=True)
class CaseloadReport:
    """What many cases teach. No count of 1 to 4 persons is told, and none follows from what is told.

    Args:
        on: the day; None: each case was evaluated on a day of its own.
        cases: how many cases; None: fewer than 5.
        tables: one a table of `TABLES`.
    """

    on: date | None
    cases: int | None
    tables: tuple[CaseloadTable, ...]

    def table(self, name: Table) -> CaseloadTable:
        """Return a table by its name."""
        return self.tables[TABLES.index(name)]

    def rows(self) -> list[dict[str, Any]]:
        """Return all rows as flat mappings, for a table or a file of columns."""
        return [
            {
                "table": table.name,
                "key": " > ".join(row.key),
                "persons": row.persons,
                "overdue": row.overdue,
                "lost_days": row.lost_days,
                "median_days": row.median_days,
            }
            for table in self.tables
            for row in table.rows
        ]


def caseload_report(evaluations: Iterable[Evaluation | Tally], on: date | None = None) -> CaseloadReport:
    """Return what many cases teach, for those who steer.

    Args:
        evaluations: of many cases, taken one by one; or what `tally` keeps of them.
        on: the day they are evaluated on; None: each on a day of its own.

    Raises:
        ValueError: one of them is of another day.

    Example:
        >>> caseload_report([], date(2026, 11, 23)).cases
        0
    """
    sums = {name: _Sums() for name in TABLES}
    cases = 0
    for each in evaluations:
        cases += 1
        kept = tally(each) if isinstance(each, Evaluation) else each
        if on is not None and kept.on != on:
            raise ValueError("an evaluation is of another day than the report")
        for name in TABLES:
            sums[name].add([mark for mark in kept.marks if mark.table == name])
    tables = tuple(sums[name].table(name) for name in TABLES)
    return CaseloadReport(on=on, cases=None if small(cases) else cases, tables=tables)


# ---------------------------------------------------------------------------------------- one case


def tally(evaluation: Evaluation) -> Tally:
    """Return what is kept of an evaluation for a report: figures by row and person, each person once a row."""
    merged: dict[tuple[Table, Key, str], Mark] = {}
    for mark in _marks(evaluation):
        place = (mark.table, mark.key, mark.person)
        merged[place] = _together(merged[place], mark) if place in merged else mark
    return Tally(on=evaluation.on, marks=tuple(merged.values()))


def _together(one: Mark, other: Mark) -> Mark:
    days = [mark.days for mark in (one, other) if mark.days is not None]
    return Mark(
        table=one.table,
        key=one.key,
        person=one.person,
        overdue=one.overdue or other.overdue,
        lost=max(one.lost, other.lost),
        days=max(days, default=None),
    )


def _marks(evaluation: Evaluation) -> Iterator[Mark]:
    for finding in (*evaluation.findings, *evaluation.acknowledged):
        for table, key in _rows_of(finding):
            yield from (_mark(evaluation, finding, person, table, key) for person in finding.persons)
        for person in finding.persons:
            town = town_on(evaluation.outlook, person) or ""
            yield _mark(evaluation, finding, person, "municipality", (town,))
    handoffs = evaluation.outlook.case.handoffs
    for handoff in () if isinstance(handoffs, Unknown) else handoffs:
        yield from _passed(handoff, evaluation.on)


def _mark(evaluation: Evaluation, finding: Finding, person: str, table: Table, key: Key) -> Mark:
    on, lost = evaluation.on, finding.lost
    lost_days = (lost.last - lost.first).days + 1 if lost and lost.first and lost.last else 0
    return Mark(
        table=table,
        key=key,
        person=person,
        overdue=lost_days > 0 or _unanswered(finding) or (finding.act_by is not None and finding.act_by < on),
        lost=lost_days,
        days=(on - finding.since).days if finding.since <= on else None,
    )


def _rows_of(finding: Finding) -> Iterator[tuple[Table, Key]]:
    """The rows in which a finding is counted, but for that of the municipality."""
    yield "mechanism", (finding.mechanism.value, finding.cause)
    before, now = finding.before, finding.now
    pairs = {(before.decides, now.decides)} if before and now else set()
    pairs |= {(change.before, change.after) for change in finding.offices if change.decides_changes}
    told = {(_office(one), _office(other)) for one, other in pairs}
    if _unanswered(finding):
        told |= {(handoff.from_, handoff.to) for handoff in finding.handoffs}
    yield from (("offices", (one, other)) for one, other in sorted(told) if one and other and one != other)


def _unanswered(finding: Finding) -> bool:
    return finding.mechanism is Mechanism.HANDOFF and finding.cause == "unanswered"


def _office(answer: Answer | None) -> str:
    return answer.agency.id if answer is not None and answer.agency is not None else ""


def _passed(handoff: Handoff, on: date) -> Iterator[Mark]:
    """A handoff that was sent, and how long its answer took or has taken so far."""
    sent = sent_on(handoff)
    if sent is None or sent > on or handoff.state(on=on) in ("cancelled", "entered-in-error"):
        return
    answers = [event.on for event in handoff.events if event.by == "recipient" and event.on <= on]
    yield Mark(
        table="offices",
        key=(handoff.from_, handoff.to),
        person=handoff.person,
        overdue=not answers and handoff.answer_due is not None and handoff.answer_due < on,
        lost=0,
        days=(min(answers, default=on) - sent).days,
    )


# ---------------------------------------------------------------------------------------- many cases


@define
class _Sum:
    """A row as it is added up."""

    persons: int = 0
    overdue: int = 0
    lost: int = 0
    losing: int = 0
    days: Counter[int] = field(factory=Counter)

    def add(self, mark: Mark) -> None:
        self.persons += 1
        self.overdue += mark.overdue
        self.lost += mark.lost
        self.losing += mark.lost > 0
        if mark.days is not None:
            self.days[mark.days] += 1

    def row(self, key: Key) -> CaseloadRow:
        told = both_told(self.overdue, of=self.persons)
        lost = both_told(self.losing, of=self.persons)
        known = self.days.total()
        days = median(self.days.elements()) if known and both_told(known, of=self.persons) else None
        return CaseloadRow(
            key=key,
            persons=self.persons,
            overdue=self.overdue if told else None,
            lost_days=self.lost if lost else None,
            median_days=days,
        )


@define
class _Sums:
    """A table as it is added up."""

    persons: int = 0
    by_key: dict[Key, _Sum] = field(factory=dict)

    def add(self, marks: Iterable[Mark]) -> None:
        """Add what one case says."""
        found = set()
        for mark in marks:
            found.add(mark.person)
            self.by_key.setdefault(mark.key, _Sum()).add(mark)
        self.persons += len(found)

    def table(self, name: Table) -> CaseloadTable:
        keys = sorted(self.by_key)
        out = hidden([self.by_key[key].persons for key in keys])
        rows = [] if out is None else [_row(place in out, key, self.by_key) for place, key in enumerate(keys)]
        return CaseloadTable(
            name=name,
            persons=None if small(self.persons) else self.persons,
            rows=tuple(sorted(rows, key=lambda row: row.order)),
            withheld=out is None,
        )


def _row(is_hidden: bool, key: Key, sums: Mapping[Key, _Sum]) -> CaseloadRow:  # noqa: FBT001  # of this module alone
    if is_hidden:
        return CaseloadRow(key=key, persons=None, overdue=None, lost_days=None, median_days=None)
    return sums[key].row(key)
