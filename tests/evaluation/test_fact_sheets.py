"""A fact sheet is evaluated as the case that says the same."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kimcore.evaluation.evaluator import Evaluation
from kimcore.exchange.facts_json import read_facts, write_facts
from kimcore.language.facts import facts_of
from kimcore.language.sheet import FactSheet, SheetFacts
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.people.case import Case
from kimcore.testing.strategies import cases
from tests.evaluation.drawing import households
from tests.evaluation.freedonians import evaluated, law
from tests.households import case_of, evaluator, refugee

STATEMENTS = sorted({rule.id for rule in (*law().definitions, *law().entitlements)})


def same_but_for_the_digest(one: Evaluation, other: Evaluation) -> bool:
    return one == evolve(other, provenance=evolve(other.provenance, record=one.provenance.record))


@settings(max_examples=40)
@given(households())
def test_a_household_and_its_facts_give_the_same_evaluation(case: Case) -> None:
    from_case, from_facts = evaluated(case), evaluated(FactSheet.of(case))

    assert same_but_for_the_digest(from_case, from_facts)
    for person in from_case.outlook.persons:
        for statement in STATEMENTS:
            assert from_case.judgement(statement, person) == from_facts.judgement(statement, person)


@settings(max_examples=25)
@given(cases(), st.integers(-400, 400))
def test_so_do_a_case_with_a_little_of_everything_and_its_facts_on_any_day(case: Case, later: int) -> None:
    on = case.as_of + timedelta(days=later)

    assert same_but_for_the_digest(evaluated(case, on), evaluated(FactSheet.of(case), on))


@settings(max_examples=25)
@given(cases())
def test_every_timeline_of_a_case_is_that_of_its_facts(case: Case) -> None:
    vocabulary = standard_vocabulary()
    of_case, of_facts = facts_of(case, vocabulary), SheetFacts(FactSheet.of(case), vocabulary)

    differing = [
        (person, fact)
        for person in of_case.persons
        for fact in vocabulary
        if of_case.timeline(person, fact) != of_facts.timeline(person, fact)
    ]

    assert differing == []


@settings(max_examples=25)
@given(cases())
def test_facts_that_were_written_and_read_are_the_same(case: Case) -> None:
    sheet = FactSheet.of(case)

    assert read_facts(write_facts(sheet)) == sheet
    assert write_facts(read_facts(write_facts(sheet))) == write_facts(sheet)
    assert read_facts(write_facts(sheet)).digest == sheet.digest


def test_a_refugee_in_gladbeck_gets_the_same_from_the_law_of_north_rhine_westphalia() -> None:
    case, on = case_of(refugee("2026-11-23")), date(2026, 11, 23)
    sheet = FactSheet.of(case)

    assert same_but_for_the_digest(evaluator().evaluate(case, on=on), evaluator().evaluate(sheet, on=on))


def test_an_evaluation_names_the_digest_of_the_facts_it_rests_on() -> None:
    sheet = FactSheet.of(case_of(refugee("2026-11-23")))
    evaluation = evaluated(sheet)

    assert (evaluation.provenance.record, evaluation.case) == (sheet.digest, sheet.key)
