"""Verdicts of the shipped rulebook beside the yardstick, in one process."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.family import family_of_five
from kimcore import Evaluator, load_landscape, report
from kimcore.language.daysets import DaySets, Reading
from kimcore.language.facts import facts_of
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.language.window import Window
from kimcore.people.case import Case
from kimcore.rules.reading import load_rulebook
from kimcore.rules.rulebook import Rulebook

TWO_YEARS = Window(date(2024, 12, 1), date(2026, 12, 1))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook("nrw")


@pytest.fixture(scope="module")
def case() -> Case:
    return family_of_five()


def verdicts(rulebook: Rulebook, case: Case) -> int:
    """Judge every condition of the rulebook for everybody, in both readings; the facts are read anew."""
    sets = DaySets(rulebook.program, facts_of(case, standard_vocabulary()), TWO_YEARS)
    conditions = [step.condition.node for step in rulebook.steps]
    conditions += [each.condition.node for each in rulebook.transitions]
    conditions += [each.condition.node for each in rulebook.not_modelled]
    dues = [each.due.node for each in rulebook.aspects]
    judged = 0
    for person in sets.facts.persons:
        for reading in Reading:
            judged += len([sets.rule(person, name, reading) for name in rulebook.program.rules])
            judged += len([sets.verdict(person, node, reading) for node in (*conditions, *dues)])
    return judged


def test_the_window_is_as_long_as_the_yardstick_s() -> None:
    assert TWO_YEARS.length == 731


def test_time_of_all_verdicts_for_a_family_of_five_over_731_days(
    benchmark: BenchmarkFixture, rulebook: Rulebook, case: Case
) -> None:
    judged = benchmark(verdicts, rulebook, case)

    statements = len(rulebook.program.rules) + len(rulebook.steps) + len(rulebook.transitions)
    assert judged == 2 * 5 * (statements + len(rulebook.not_modelled) + len(rulebook.aspects))


def test_time_of_a_whole_evaluation_of_the_family(benchmark: BenchmarkFixture, rulebook: Rulebook, case: Case) -> None:
    evaluator = Evaluator(rulebook, load_landscape("kreis-recklinghausen"))

    evaluation = benchmark(lambda: report(evaluator.evaluate(case, on=case.as_of)))

    assert evaluation.startswith("grandmother")
