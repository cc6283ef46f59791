"""Many cases: lazy in, lazy out, in order, side by side, and a faulty one stops no other."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from typing import TypeVar

import pytest
from attrs import evolve

from kimcore import Case, CaseError, Evaluation, Fault, KimcoreError, Person, report, write_evaluation
from kimcore.evaluation.many import AHEAD
from tests.households import case_of, evaluator, refugee

T = TypeVar("T")

DAY = date(2026, 11, 23)
REFUGEE = case_of(refugee("2026-11-23"))
FAULTY = CaseError("the case cannot be read", [Fault(code="empty", where="$", problem="the line is empty")])


def cases(number: int) -> Iterator[Case]:
    return (evolve(REFUGEE, key=str(key)) for key in range(number))


def strict(evaluation: Evaluation) -> str:
    """What fails for one case, and cannot be told to the others."""
    if evaluation.case == "1":
        raise LookupError("no")
    return evaluation.case


def there_and_back(value: T) -> T:
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # made in the same line


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(1) as executor:
        yield executor


def test_they_come_in_order_and_as_if_they_were_evaluated_one_by_one() -> None:
    answers = list(evaluator().evaluate_many(cases(3), on=DAY))

    assert [each.number for each in answers] == [1, 2, 3]
    assert [each.result() for each in answers] == [evaluator().evaluate(case, on=DAY) for case in cases(3)]


def test_without_a_day_each_is_evaluated_on_the_day_it_was_read() -> None:
    first_contact = Case(key="1", as_of=date(2026, 3, 2), persons=(Person(key="P1"),))

    answers = evaluator().evaluate_many([REFUGEE, first_contact], on=None)

    assert [each.result().on for each in answers] == [DAY, date(2026, 3, 2)]


def test_no_case_is_taken_before_an_answer_is_asked_for() -> None:
    taken: list[str] = []

    def given() -> Iterator[Case]:
        for case in cases(5):
            taken.append(case.key)
            yield case

    answers = evaluator().evaluate_many(given(), on=DAY)
    assert taken == []
    next(answers)
    assert taken == ["0"]


def test_beside_an_executor_only_a_few_are_taken_ahead() -> None:
    taken: list[int] = []

    def given() -> Iterator[KimcoreError]:
        for number in range(10 * AHEAD):
            taken.append(number)
            yield FAULTY

    with ThreadPoolExecutor(2) as executor:
        answers = evaluator().evaluate_many(given(), on=DAY, executor=executor)
        for _ in range(3):
            next(answers)
        assert len(taken) == AHEAD + 2
        assert [each.number for each in answers][-1] == 10 * AHEAD


@pytest.mark.parametrize("side_by_side", [False, True])
def test_a_faulty_case_yields_its_error_with_its_number_and_the_others_go_on(*, side_by_side: bool) -> None:
    given: list[Case | KimcoreError] = [REFUGEE, FAULTY, REFUGEE]
    with ThreadPoolExecutor(2) as executor:
        answers = list(evaluator().evaluate_many(given, on=DAY, executor=executor if side_by_side else None))

    assert [(each.number, each.error) for each in answers] == [(1, None), (2, FAULTY), (3, None)]
    with pytest.raises(CaseError):
        answers[1].result()


def test_a_day_outside_is_refused_before_any_case() -> None:
    with pytest.raises(ValueError, match="outside"):
        evaluator().evaluate_many(cases(1), on=date(1850, 1, 1))


def test_another_process_gives_the_same_evaluations_which_can_be_asked_on(pool: Executor) -> None:
    (answer,) = evaluator().evaluate_many([REFUGEE], on=DAY, executor=pool)
    here, there = evaluator().evaluate(REFUGEE, on=DAY), answer.result()

    assert there == here
    assert report(there) == report(here)
    assert there.explain("livelihood.sgb2", "P1") == here.explain("livelihood.sgb2", "P1")
    assert there.outlook.rulebook is evaluator().rulebook  # the law does not come back with each case


def test_another_process_may_give_only_what_is_made_of_them(pool: Executor) -> None:
    answers = evaluator().evaluate_many(cases(2), on=DAY, executor=pool, then=write_evaluation)

    expected = [write_evaluation(evaluator().evaluate(case, on=DAY)) for case in cases(2)]
    assert [each.result() for each in answers] == expected


def test_what_fails_in_another_process_fails_for_its_case_alone(pool: Executor) -> None:
    answers = list(evaluator().evaluate_many(cases(3), on=DAY, executor=pool, then=strict))

    assert [each.answer for each in answers] == ["0", None, "2"]
    assert isinstance(answers[1].error, LookupError)


def test_an_evaluator_and_an_evaluation_can_be_pickled_after_they_were_used() -> None:
    evaluation = evaluator().evaluate(REFUGEE, on=DAY)

    assert there_and_back(evaluation) == evaluation
    assert there_and_back(evaluator()).evaluate(REFUGEE, on=DAY) == evaluation
