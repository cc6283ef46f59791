"""The evaluation as a whole: verdicts, standings, what it rests on, and what a caller gets wrong."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

import pytest
from attrs import evolve

from kimcore.errors import UndecidedError, UnknownNameError
from kimcore.evaluation.evaluator import Evaluation, Evaluator
from kimcore.evaluation.judgement import JudgementKind
from kimcore.people.history import Unknown
from kimcore.people.kinds import Livelihood, Training
from tests.evaluation.freedonians import (
    ALLOWANCE,
    CLINIC,
    FUND,
    NOTHING_ASKED,
    SHELTER,
    TODAY,
    applied,
    case,
    draft,
    evaluated,
    guest,
    law,
    offices,
    paid,
    person,
    related,
    settled,
    settler,
    sheltered,
)

# ---------------------------------------------------------------------------------------- judgements


@pytest.mark.parametrize(
    ("known", "on", "expected"),
    [
        (person(residence=settler()), TODAY, JudgementKind.APPLIES),
        (person(residence=settler(), unknown=["training"]), TODAY, JudgementKind.APPLIES_UNLESS),
        (person(residence=settler(), unknown=["work"]), TODAY, JudgementKind.APPLIES_UNLESS),  # presumed, § 6 Abs. 2
        (person(residence=settler(), training=(Training(kind="student"),)), TODAY, JudgementKind.DOES_NOT_APPLY),
        (person(residence=guest()), TODAY, JudgementKind.DOES_NOT_APPLY),
        (person(unknown=["residence"]), TODAY, JudgementKind.OPEN),
        (person(residence=settler()), date(2009, 12, 31), JudgementKind.NOT_IN_FORCE),  # the law of 2010
        (person(residence=settler(), birth=None), TODAY, JudgementKind.DOES_NOT_APPLY),  # no age without a birth
        (person(residence=settler(), birth=NOTHING_ASKED), TODAY, JudgementKind.OPEN),
    ],
)
def test_the_verdict_on_a_definition(known: object, on: date, expected: JudgementKind) -> None:
    evaluation = evaluated(case(known))  # type: ignore[arg-type]  # a person

    assert evaluation.judgement("welfare.entitled", "A", on=on).kind is expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("livelihood.allowance", JudgementKind.APPLIES),
        ("livelihood.shelter", JudgementKind.DOES_NOT_APPLY),
        ("livelihood.bridge", JudgementKind.NOT_IN_FORCE),
        ("livelihood", JudgementKind.APPLIES),
        ("allowance.apply", JudgementKind.APPLIES),
        ("counselling", JudgementKind.APPLIES),
        ("GRACE", JudgementKind.APPLIES),
        ("welfare.means", JudgementKind.APPLIES),
    ],
)
def test_the_verdict_on_statements_of_every_kind(statement: str, expected: JudgementKind) -> None:
    judgement = evaluated(case(person(residence=settler()))).judgement(statement, "A")

    assert (judgement.kind, judgement.statement, judgement.person, judgement.day) == (expected, statement, "A", TODAY)


def test_a_bill_is_no_law_on_any_day() -> None:
    book = draft("""
        [[definition]]
        id = "noble"
        when = ["stay.in_germany"]
        pending = { bill = "Nobility Bill" }
    """)

    assert evaluated(case(person()), rulebook=book).judgement("noble", "A").kind is JudgementKind.NOT_IN_FORCE


def test_an_open_verdict_names_the_facts_that_matter() -> None:
    evaluation = evaluated(case(person(unknown=["residence", "school"])))

    assert evaluation.judgement("welfare.entitled", "A").open_facts == (("A", "residence.status"),)
    assert evaluation.judgement("livelihood.care", "A").open_facts == ()


@pytest.mark.parametrize(
    ("known", "owed"),
    [
        (person(residence=settler()), True),
        (person(residence=settler(), unknown=["training"]), True),
        (person(unknown=["residence"]), False),
        (person(residence=guest()), False),
    ],
)
def test_owed_is_what_applies_or_applies_unless_an_exception_is_found(known: object, *, owed: bool) -> None:
    evaluation = evaluated(case(known))  # type: ignore[arg-type]  # a person

    assert evaluation.judgement("welfare.entitled", "A").owed is owed


def test_a_verdict_is_no_bool() -> None:
    judgement = evaluated(case(person(residence=settler()))).judgement("welfare.entitled", "A")

    with pytest.raises(UndecidedError, match=r"compare its kind, or ask for \.owed"):
        bool(judgement)


# ---------------------------------------------------------------------------------------- what a caller gets wrong


@pytest.fixture
def household() -> Evaluation:
    return evaluated(case(person("Anna"), person("Bert")))


def test_an_unknown_statement_is_answered_with_the_nearest(household: Evaluation) -> None:
    for ask in (household.judgement, household.explain):
        with pytest.raises(
            UnknownNameError, match=r"no statement 'welfare\.entitle'; did you mean 'welfare\.entitled'"
        ):
            ask("welfare.entitle", "Anna")


def test_an_unknown_person_is_answered_with_the_nearest(household: Evaluation) -> None:
    for ask in (household.judgement, household.explain):
        with pytest.raises(UnknownNameError, match=r"there is no person 'Ana'; did you mean 'Anna'\?"):
            ask("welfare.entitled", "Ana")
    with pytest.raises(UnknownNameError, match="there is no person 'X'; there are: Anna, Bert"):
        household.lane("X", "livelihood")


def test_an_unknown_aspect_is_answered_with_those_there_are(household: Evaluation) -> None:
    with pytest.raises(UnknownNameError, match="there is no aspect 'art'; there are: health, livelihood"):
        household.lane("Anna", "art")


@pytest.mark.parametrize("on", [date(1899, 12, 31), date(2200, 1, 1)])
def test_a_day_with_which_nobody_reckons_is_refused(on: date) -> None:
    with pytest.raises(ValueError, match="lies outside 1900-01-01 to 2199-12-31"):
        evaluated(case(person()), on)


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2199, 12, 31)])
def test_the_first_and_the_last_day_are_judged(on: date) -> None:
    assert evaluated(case(person()), on).on == on


# ---------------------------------------------------------------------------------------- where people stand


def standing(evaluation: Evaluation, aspect: str = "livelihood") -> tuple[object, ...]:
    (found,) = [each for each in evaluation.standings if each.aspect == aspect]
    return found.due, found.owed.benefit if found.owed else None, found.pays, found.claimed


@pytest.mark.parametrize(
    ("known", "applications", "expected"),
    [
        (person(residence=guest(), coverage=sheltered()), [], (True, SHELTER, (SHELTER,), False)),
        (settled(), [], (True, ALLOWANCE, (), False)),
        (settled(), [applied(TODAY)], (True, ALLOWANCE, (), True)),
        (settled(coverage=paid(ALLOWANCE, "wages")), [applied(TODAY)], (True, ALLOWANCE, (ALLOWANCE, "wages"), False)),
        (settled(livelihood=(Livelihood(in_need=False),)), [], (False, None, (), False)),
        (settled(unknown=["livelihood"]), [], (None, ALLOWANCE, (), False)),
        (person(unknown=["residence"]), [], (True, None, (), False)),
    ],
)
def test_where_a_person_stands_on_the_day(known: object, applications: list[object], expected: object) -> None:
    evaluation = evaluated(case(known, applications=applications))  # type: ignore[arg-type]  # a person

    assert standing(evaluation) == expected


def test_everybody_stands_in_every_aspect_what_is_followed_first() -> None:
    found = evaluated(case(person("B"), person("A"))).standings

    assert [(each.aspect, each.person) for each in found] == [
        ("livelihood", "B"),
        ("livelihood", "A"),
        ("health", "B"),
        ("health", "A"),
    ]


def test_what_follows_stands_with_what_it_follows() -> None:
    insured = settled(coverage=(*sheltered(date(2025, 4, 30)), *paid(ALLOWANCE, first=date(2025, 5, 1))))

    assert standing(evaluated(case(insured)), "health") == (True, FUND, (), False)
    assert standing(evaluated(case(person(residence=guest(), coverage=sheltered()))), "health") == (
        True,
        CLINIC,
        (CLINIC,),
        False,
    )


# ---------------------------------------------------------------------------------------- what is left out


@pytest.mark.parametrize(
    ("known", "certain"),
    [
        (person(residence=settler()), [True]),
        (person(unknown=["residence"]), [False]),
        (person(residence=guest()), []),
    ],
)
def test_what_the_rulebook_leaves_out_is_named_where_it_matters(known: object, certain: list[bool]) -> None:
    """§ 10 FWA: income and assets matter to those who have the allowance."""
    evaluation = evaluated(case(known))  # type: ignore[arg-type]  # a person

    assert [left.certain for left in evaluation.not_modelled] == certain


def test_it_is_not_named_before_it_was_the_law() -> None:
    early = case(person(residence=settler()), as_of=date(2009, 6, 1))

    assert evaluated(early, date(2009, 6, 1)).not_modelled == ()


# ---------------------------------------------------------------------------------------- what it rests on


def test_an_evaluation_names_record_law_offices_and_library() -> None:
    record = case(person())
    found = evaluated(record).provenance

    assert (found.as_of, found.on, found.record) == (TODAY, TODAY, record.digest)
    assert found.rulebook == ("freedonia", law().version, law().digest)
    assert found.landscape == ("freedonia", "1", offices().digest)
    assert (found.library, found.law_known_until) == (version("kimcore"), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("on", "age", "carried", "stale"),
    [
        (date(2025, 5, 13), -1, False, False),
        (date(2025, 5, 14), 0, False, False),
        (date(2025, 5, 15), 1, True, False),
        (date(2025, 11, 10), 180, True, False),
        (date(2025, 11, 11), 181, True, True),
    ],
)
def test_it_says_how_old_the_record_is(on: date, age: int, *, carried: bool, stale: bool) -> None:
    found = evaluated(case(person()), on).provenance

    assert (found.record_age, found.carried_on, found.stale, found.stale_after) == (age, carried, stale, 180)


@pytest.mark.parametrize(("on", "newer"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_it_says_when_the_law_may_be_newer_than_the_rulebook(on: date, *, newer: bool) -> None:
    assert evaluated(case(person(), as_of=on), on).provenance.law_may_be_newer is newer


# ---------------------------------------------------------------------------------------- a value


def test_the_same_case_day_law_and_offices_give_the_same() -> None:
    record = case(settled(unknown=["training"]), settled("B"), relations=[related("A", "B", "partner")])
    one, other = evaluated(record), evaluated(record)

    assert one == other
    assert hash(one) == hash(other)
    assert evaluated(record, date(2025, 5, 15)) != one


def test_an_evaluator_is_told_by_its_law_and_offices_and_an_evaluation_by_its_figures() -> None:
    evaluation = evaluated(case(settled()))

    assert repr(Evaluator(law(), offices())) == "Evaluator(rulebook='freedonia', landscape='freedonia')"
    assert repr(evaluation) == "Evaluation(on=2025-05-14, 1 findings, 3 steps, 0 questions)"


def test_a_case_without_anybody_has_nothing_to_say() -> None:
    evaluation = evaluated(case())

    assert (evaluation.findings, evaluation.next_steps, evaluation.questions, evaluation.standings) == ((), (), (), ())


def test_an_unknown_birth_is_an_open_verdict_for_whatever_reason() -> None:
    kinds = {
        evaluated(case(evolve(person(residence=settler()), birth=Unknown(reason)))).judgement("welfare.child", "A").kind
        for reason in ("not_asked", "not_known", "withheld")
    }

    assert kinds == {JudgementKind.OPEN}
