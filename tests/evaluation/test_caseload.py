"""What many cases teach: which pair of offices, which kind of gap, where; and nobody is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimcore import Case, Evaluation, Evaluator, Handoff, HandoffEvent, Person, json_schema
from kimcore.evaluation.caseload import TABLES, CaseloadReport, CaseloadRow, Mark, Tally, caseload_report, tally
from kimcore.exchange.caseload_text import _CAUSES, HIDDEN, caseload_text, write_caseload
from kimcore.rules.mechanism import Mechanism
from tests.evaluation.freedonians import draft, offices
from tests.households import evaluated, evaluator, refugee

DAY = date(2026, 11, 23)
SENT, DUE, ANSWERED = date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 9)

ALMOST_NO_LAW = """
[[definition]]
id = "here"
title = { de = "hier", en = "here" }
in_force = { from = 2020-01-01 }
when = ["stay.in_germany"]
"""


@cache
def quick() -> Evaluator:
    """An evaluator with hardly any law: what is passed on stands in the cases."""
    return Evaluator(draft(ALMOST_NO_LAW), offices())


def passed_on(number: int, to: str, *, confirmed: bool, due: date | None = DUE) -> Case:
    """A case that the Sozialamt passed on, and the recipient's answer."""
    moves = [HandoffEvent(move="send", on=SENT, by="sender")]
    if confirmed:
        moves.append(HandoffEvent(move="accept", on=ANSWERED + timedelta(days=number % 5), by="recipient"))
    handoff = Handoff(
        key="U1",
        kind="transfer",
        person="P",
        matter="sgb2_benefits",
        from_="sozialamt",
        to=to,
        answer_due=due,
        events=tuple(moves),
    )
    return Case(key=str(number), as_of=DAY, persons=(Person(key="P"),), handoffs=(handoff,))


def town_that_never_confirms(cases: int) -> Iterator[Case]:
    """Cases of ten towns of one Kreis; the office of one never confirms."""
    for number in range(cases):
        town = number % 10
        yield passed_on(number, f"bezirksstelle.{town}", confirmed=town != 7)


def marks(**figures: int) -> list[Mark]:
    """Persons of one case in rows of one table, by the key of the row."""
    return [
        Mark(table="mechanism", key=(key,), person=f"{key}{number}", overdue=False, lost=0, days=number)
        for key, count in figures.items()
        for number in range(count)
    ]


def counted(*figures: Mark) -> CaseloadReport:
    return caseload_report([Tally(on=DAY, marks=tuple(figures))], DAY)


def row(report: CaseloadReport, *key: str) -> CaseloadRow:
    return next(row for table in report.tables for row in table.rows if row.key == key)


# ------------------------------------------------------------------------------------------- what it tells


def test_of_500_cases_the_pair_of_offices_that_never_confirms_stands_first() -> None:
    answers = quick().evaluate_many(town_that_never_confirms(500), on=DAY, then=tally)
    report = caseload_report((each.result() for each in answers), DAY)

    first, *others = report.table("offices").rows
    assert first == CaseloadRow(
        key=("sozialamt", "bezirksstelle.7"), persons=50, overdue=50, lost_days=0, median_days=(DAY - SENT).days
    )
    assert {(each.persons, each.overdue) for each in others} == {(50, 0)}
    assert (report.cases, report.table("offices").persons) == (500, 500)


def test_an_answer_is_overdue_from_the_day_after_it_was_due() -> None:
    for due, overdue in ((DAY - timedelta(days=1), 6), (DAY, 0), (None, 0)):
        cases = [quick().evaluate(passed_on(number, "b", confirmed=False, due=due), on=DAY) for number in range(6)]
        assert row(caseload_report(cases, DAY), "sozialamt", "b").overdue == overdue


def test_what_was_not_sent_by_the_day_is_not_counted() -> None:
    case = passed_on(1, "b", confirmed=True)

    assert tally(quick().evaluate(case, on=SENT - timedelta(days=1))).marks == ()
    assert [mark.days for mark in tally(quick().evaluate(case, on=SENT)).marks] == [0]


def test_a_gap_is_counted_by_kind_by_pair_of_offices_and_where_with_the_days_lost() -> None:
    evaluation = evaluated(refugee("2027-02-10"), "2027-02-10")

    report = caseload_report([evaluation] * 6, date(2027, 2, 10))

    # November, December and January are lost; the gap has run for 101 days
    told = {"persons": 6, "overdue": 6, "lost_days": 6 * 92, "median_days": 101}
    assert [table.rows for table in report.tables] == [
        (CaseloadRow(key=("cover", "missing"), **told),),
        (CaseloadRow(key=("sozialamt_asylblg.gladbeck", "jobcenter"), **told),),
        (CaseloadRow(key=("05562014",), **told),),
    ]


def test_a_person_is_counted_once_a_row_however_many_findings_there_are() -> None:
    for number in range(3):
        assert len({(mark.table, mark.key, mark.person) for mark in tally(demo(number)).marks}) == len(
            tally(demo(number)).marks
        )


def demo(months: int) -> Evaluation:
    return evaluated(refugee("2027-02-10"), f"2027-0{2 + months}-10")


def test_a_protected_place_is_counted_as_not_known() -> None:
    document = refugee("2026-11-23")
    document["places_protected"] = True

    towns = [mark.key for mark in tally(evaluated(document, "2026-11-23")).marks if mark.table == "municipality"]

    assert towns == [("",)]


def test_an_evaluation_of_another_day_is_refused() -> None:
    evaluation = quick().evaluate(passed_on(1, "b", confirmed=True), on=DAY)

    with pytest.raises(ValueError, match="another day"):
        caseload_report([evaluation], DAY + timedelta(days=1))
    assert caseload_report([evaluation]).on is None


# ------------------------------------------------------------------------------------------- what it hides


def test_fewer_than_five_are_not_told_nor_what_the_sum_would_tell_of_them() -> None:
    report = counted(*marks(a=9, b=4, c=8))

    assert report.table("mechanism").persons == 21
    assert [(each.key, each.persons) for each in report.table("mechanism").rows] == [
        (("c",), 8),
        (("a",), None),
        (("b",), None),
    ]


def test_how_many_are_overdue_is_not_told_where_they_or_the_others_are_fewer_than_five() -> None:
    for overdue, told in ((0, 0), (4, None), (5, 5), (7, 7), (8, None), (12, 12)):
        late = [
            Mark(table="mechanism", key=("a",), person=str(n), overdue=n < overdue, lost=0, days=None)
            for n in range(12)
        ]
        assert row(counted(*late), "a").overdue == told


def test_days_are_not_told_where_they_are_those_of_fewer_than_five() -> None:
    for losing, told in ((0, 0), (4, None), (5, 50)):
        late = [
            Mark(table="mechanism", key=("a",), person=str(n), overdue=False, lost=10 * (n < losing), days=None)
            for n in range(12)
        ]
        assert (row(counted(*late), "a").lost_days, row(counted(*late), "a").median_days) == (told, None)


def test_a_table_of_small_groups_alone_is_withheld() -> None:
    table = counted(*marks(a=1, b=1, c=1, d=1, e=1)).table("mechanism")

    assert (table.persons, table.rows, table.withheld) == (5, (), True)


def test_fewer_than_five_cases_are_not_told() -> None:
    assert counted(*marks(a=9)).cases is None


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 12), max_size=6))
def test_no_hidden_row_is_alone_and_no_small_figure_is_shown(figures: dict[str, int]) -> None:
    table = counted(*marks(**figures)).table("mechanism")
    hidden = [each for each in table.rows if each.persons is None]

    assert len(hidden) != 1
    assert all(each.persons >= 5 for each in table.rows if each.persons is not None)
    # the order of rows follows from what is told: those hidden come last, by their keys
    assert list(table.rows) == sorted(table.rows, key=lambda each: each.order)
    assert all(
        each == CaseloadRow(key=each.key, persons=None, overdue=None, lost_days=None, median_days=None)
        for each in hidden
    )


# ------------------------------------------------------------------------------------------- how it is told


def test_it_is_told_as_text() -> None:
    cases = [quick().evaluate(case, on=DAY) for case in town_that_never_confirms(60)]
    text = caseload_text(caseload_report(cases, DAY), offices())

    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == "60 Fälle, bewertet am 23.11.2026"
    heading = next(number for number, line in enumerate(lines) if line.startswith("ZWISCHEN"))
    assert lines[heading] == "ZWISCHEN WELCHEN STELLEN Personen überfällig Tage verloren Tage (Median)"
    assert lines[heading + 1] == "sozialamt → bezirksstelle.7 6 6 0 53"
    assert lines[heading + 11] == "alle 60"
    assert "cases, evaluated on 2026-11-23" in caseload_text(caseload_report(cases, DAY), offices(), lang="en")


def test_every_cause_is_told_in_words() -> None:
    causes = {(mechanism.value, cause) for mechanism in Mechanism for cause in mechanism.causes}

    assert set(_CAUSES) == causes


def test_what_is_hidden_is_a_dash_in_text_and_null_in_json() -> None:
    report = counted(*marks(cover=9, proof=4, wait=8))
    told = json.loads(write_caseload(report))

    assert [each["persons"] for each in told["tables"]["mechanism"]["rows"]] == [8, None, None]
    assert caseload_text(report, evaluator().landscape).splitlines()[5].split() == ["proof", *4 * [HIDDEN]]
    assert [each["persons"] for each in report.rows()] == [8, None, None]
    assert report.rows()[0]["key"] == "wait"


def test_its_json_is_as_its_schema_says() -> None:
    for report in (counted(*marks(a=9, b=4, c=8)), caseload_report([], DAY), caseload_report([])):
        jsonschema.validate(json.loads(write_caseload(report)), json_schema("caseload"))
    assert list(json_schema("caseload")["properties"]["tables"]["properties"]) == list(TABLES)


def test_it_does_not_name_anybody() -> None:
    report = caseload_report([evaluated(refugee("2026-11-23"), "2026-11-23")], DAY)

    assert "P1" not in f"{report}{write_caseload(report)}{caseload_text(report, evaluator().landscape)}"
    assert "P1" not in repr(tally(evaluated(refugee("2026-11-23"), "2026-11-23")).marks)
