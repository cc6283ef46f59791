"""The law of the NRW rulebook, statement by statement: the day before, the first, the last, the day after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from kimcore import Rulebook, load_rulebook
from kimcore.dates import end_of_month, first_of_month
from kimcore.evaluation.explanation import condition_of
from kimcore.evaluation.judgement import JudgementKind
from kimcore.language.daysets import DaySets, Reading
from kimcore.language.facts import PlainFacts
from kimcore.language.interpreter import Answer, Interpreter
from kimcore.language.syntax import Node
from kimcore.language.window import Window
from kimcore.rules.statement import Statement, Value
from tests.spec.scenarios import PERSON, Scenario, scenarios

SCENARIOS = scenarios("nrw")

CASES = [
    pytest.param(scenario, day, expected, id=f"{scenario.id}@{day}")
    for scenario in SCENARIOS
    for day, expected in scenario.days
]


@cache
def rulebook() -> Rulebook:
    return load_rulebook("nrw")


def figure(statement: Value, facts: PlainFacts, day: date) -> str:
    """The figure of the version in force, for the person's year of birth where it hangs on that."""
    birth = facts.timeline(PERSON, "person.birth").on(day)
    figures = rulebook().program.values[statement.id]
    in_force = next(each for each in figures if day in each.period)
    return str(in_force.for_year(birth.year if isinstance(birth, date) else 0))


def judged(statement: Statement, facts: PlainFacts, day: date) -> dict[Reading, Answer]:
    """The answers of the plain interpreter in both readings."""
    interpreter = Interpreter(rulebook().program, facts)
    if statement.id in rulebook().program.rules:
        return {reading: interpreter.rule(PERSON, day, statement.id, reading).answer for reading in Reading}
    node = node_of(statement)
    return {reading: interpreter.judge(PERSON, day, node, reading).answer for reading in Reading}


def judged_by_day_sets(statement: Statement, facts: PlainFacts, day: date) -> dict[Reading, Answer]:
    """The answers of the day sets in both readings."""
    window = Window(first_of_month(day), end_of_month(day))
    sets, there = DaySets(rulebook().program, facts, window), window.day(day)
    answers: dict[Reading, Answer] = {}
    for reading in Reading:
        if statement.id in rulebook().program.rules:
            found = sets.rule(PERSON, statement.id, reading)
        else:
            found = sets.verdict(PERSON, node_of(statement), reading)
        answers[reading] = True if found.definitely & there else None if found.possibly & there else False
    return answers


def node_of(statement: Statement) -> Node:
    condition = condition_of(statement)
    assert condition is not None
    return condition.node


def word(answers: Mapping[Reading, Answer]) -> str:
    if answers[Reading.STRICT] is None and answers[Reading.ASSUMING]:
        return JudgementKind.APPLIES_UNLESS.value
    kinds = {True: JudgementKind.APPLIES, False: JudgementKind.DOES_NOT_APPLY, None: JudgementKind.OPEN}
    return kinds[answers[Reading.STRICT]].value


@pytest.mark.parametrize(("scenario", "day", "expected"), CASES)
def test_the_law_of_the_day(scenario: Scenario, day: date, expected: str) -> None:
    statement = rulebook().in_force(scenario.statement, on=day)
    facts = scenario.facts(rulebook().vocabulary)

    if statement is None:
        assert expected == "not in force"
    elif isinstance(statement, Value):
        assert figure(statement, facts, day) == expected
    else:
        assert word(judged(statement, facts, day)) == expected
        assert word(judged_by_day_sets(statement, facts, day)) == expected


def test_every_statement_has_a_scenario() -> None:
    assert {scenario.statement for scenario in SCENARIOS} ^ set(rulebook().ids) == set()


def test_every_version_is_judged_on_its_first_and_last_day() -> None:
    days = {(scenario.statement, day) for scenario in SCENARIOS for day, _ in scenario.days}
    ends = {
        (statement.id, end)
        for statement in rulebook().statements
        if statement.in_force is not None
        for end in (statement.in_force.first, statement.in_force.last)
        if end is not None
    }

    assert sorted(ends - days) == []


def test_every_scenario_has_a_name_of_its_own_and_a_source() -> None:
    names = [scenario.id for scenario in SCENARIOS]

    assert len(names) == len(set(names))
    assert [scenario.id for scenario in SCENARIOS if not scenario.source.strip()] == []
