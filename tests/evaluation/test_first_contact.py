"""Only the town and a concern are known: useful steps, the questions that matter, nothing decided silently."""

from __future__ import annotations

import pytest

from kimcore import Evaluation, JudgementKind
from tests.households import GLADBECK, evaluated, household


def first_contact(concern: str) -> Evaluation:
    person = {
        "key": "T",
        "places": [{"kind": "actual", "territory": GLADBECK}],
        "concerns": [{"concern": concern}],
    }
    document = household("first contact", "2026-11-23", [person])
    for unasked in ("relations", "applications", "handoffs"):
        del document[unasked]
    return evaluated(document, "2026-11-23")


def test_nothing_is_found_that_is_not_known() -> None:
    assert first_contact("livelihood").findings == ()


@pytest.mark.parametrize(
    "statement", ["livelihood.sgb2", "livelihood.asylblg_basic", "livelihood.sgb12_4", "health.sgb2"]
)
def test_every_entitlement_stays_open(statement: str) -> None:
    assert first_contact("livelihood").judgement(statement, "T").kind is JudgementKind.OPEN


@pytest.mark.parametrize(
    ("concern", "step"),
    [
        ("livelihood", "sgb2.apply"),
        ("livelihood", "orientation.kim"),
        ("school", "school.newcomer_counselling"),
        ("health", "health.clear_cover"),
        ("language", "language.ask_provider"),
        ("residence", "residence.ask_office"),
    ],
)
def test_a_concern_is_answered_although_nothing_else_is_known(concern: str, step: str) -> None:
    steps = first_contact(concern).next_steps

    assert step in [each.step.id for each in steps]
    assert [each.step.id for each in steps if concern not in each.concerns] == []


def test_what_is_offered_and_not_certain_says_so() -> None:
    certain = {each.step.id: each.certain for each in first_contact("livelihood").next_steps}

    assert (certain["sgb2.apply"], certain["orientation.kim"]) == (False, True)


def test_the_first_questions_are_those_on_which_existence_hangs() -> None:
    questions = first_contact("livelihood").questions

    first = {each.fact for each in questions[:6]}
    assert {"residence.status", "person.birth"} <= first
    assert "livelihood.in_need" in {each.fact for each in questions}
    assert [each for each in questions if not each.reasons or not each.answered_by] == []
