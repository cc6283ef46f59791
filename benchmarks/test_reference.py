"""The yardstick does what it says, and this is how fast it is."""

from __future__ import annotations

from hashlib import sha256

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.reference import (
    FACTS,
    RULES,
    TWO_YEARS_OF_FIVE,
    Match,
    Person,
    Rule,
    compiled,
    judge,
    persons,
    questions,
    rules,
    written_out,
)


@pytest.fixture(scope="module")
def ruleset() -> list[Rule]:
    return rules()


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    return persons(TWO_YEARS_OF_FIVE)


@pytest.fixture(scope="module")
def match(ruleset: list[Rule]) -> Match:
    return compiled(ruleset)


def test_the_workload_is_150_rules_of_two_to_six_questions_over_60_facts(ruleset: list[Rule]) -> None:
    asked = [sum(1 for _ in questions(rule)) for rule in ruleset]

    assert (len(ruleset), len(FACTS)) == (RULES, 60)
    assert (min(asked), max(asked), sum(asked)) == (2, 6, 563)


def test_the_workload_is_the_same_in_every_run(ruleset: list[Rule], crowd: list[Person], match: Match) -> None:
    matched = [match(person) for person in crowd]

    assert sha256(written_out(ruleset).encode()).hexdigest()[:16] == "d9bd3b4bb8044894"
    assert (len(matched), sum(map(len, matched)), sum(map(sum, matched))) == (3_655, 38_685, 2_773_685)


def test_the_written_out_function_matches_what_the_plain_walk_matches(
    ruleset: list[Rule], crowd: list[Person], match: Match
) -> None:
    some = crowd[::10]
    expected = [[number for number, rule in enumerate(ruleset) if judge(rule, person)] for person in some]

    assert [match(person) for person in some] == expected


def test_time_of_150_rules_for_a_family_of_five_over_731_days(
    benchmark: BenchmarkFixture, crowd: list[Person], match: Match
) -> None:
    matched = benchmark(lambda: [match(person) for person in crowd])

    assert sum(map(len, matched)) == 38_685
