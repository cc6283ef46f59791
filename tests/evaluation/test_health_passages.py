"""Health cover after a passage: what follows by law when a membership ends, and the fund that nobody chose.

Without other cover the membership goes on voluntarily from the day after (§ 188 Abs. 4 SGB V); for a month benefits are
due without contributions if other cover follows (§ 19 Abs. 2); with the benefit of the Jobcenter the insurance exists by
law, and the fund is to be named within two weeks (§ 175 Abs. 3).
"""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation, FindingKind, Nature
from tests.households import Document, coverage, evaluated, household, person

CARD = {"status": "refugee", "document": "residence_card", "must_leave": False}
SINCE, ENDED = "2024-03-01", "2026-10-31"


def left_the_jobcenter(**histories: object) -> Document:
    """Off the benefit of the Jobcenter since November 2026, on means of their own, everything else as given or none."""
    known = {
        "residence": [{"first": SINCE, "issued": SINCE, "document_until": "2029-02-28", **CARD}],
        "livelihood": [
            {"first": SINCE, "last": ENDED, "in_need": True},
            {"first": "2026-11-01", "in_need": False},
        ],
        "work": [{"capable": True, "employed": False}],
        "coverage": [
            {"aspect": "health", "benefit": "SGB_V_sgb2", "first": SINCE, "last": ENDED},
            {"aspect": "livelihood", "benefit": "SGB_II", "first": SINCE, "last": ENDED},
        ],
        "health": [{"insured_until": ENDED}],
    }
    return person("A", "1990-01-01", "2022-01-01", **{**known, **histories})


def judged(who: Document, on: str) -> Evaluation:
    return evaluated(household("health", on, [who]), on)


@pytest.mark.parametrize("on", ["2026-11-20", "2026-12-05"], ids=["in the month of after-cover", "after it"])
def test_after_the_end_the_fund_owes_and_the_step_says_what_to_do(on: str) -> None:
    evaluation = judged(left_the_jobcenter(), on)
    (gap,) = evaluation.findings
    (step,) = evaluation.next_steps

    assert (gap.kind, gap.aspect, gap.nature, gap.since) == (
        FindingKind.NO_COVER,
        "health",
        Nature.PRACTICE,
        date(2026, 11, 1),
    )
    assert gap.now is not None
    assert gap.now.benefit == "SGB_V_voluntary"
    assert (step.step.id, step.due) == ("health.clear_follow_on", date(2026, 11, 30))


def test_whoever_is_covered_again_hears_nothing() -> None:
    family = coverage("2026-11-01", health="SGB_V_voluntary")
    who = left_the_jobcenter()
    who["coverage"] += family
    evaluation = judged(who, "2026-11-20")

    assert (evaluation.findings, evaluation.next_steps) == ((), ())


@pytest.mark.parametrize(
    ("paid", "gaps"),
    [
        ({"livelihood": "SGB_II"}, ["health.no_fund"]),
        ({"livelihood": "SGB_II", "health": "SGB_V_sgb2"}, []),
        ({"livelihood": "SGB_II", "health": "private"}, []),
    ],
    ids=["no fund recorded", "a member", "privately insured"],
)
def test_insured_by_law_and_registered_with_no_fund(paid: dict[str, str], gaps: list[str]) -> None:
    residence = [{"first": SINCE, "issued": SINCE, "document_until": "2029-02-28", **CARD}]
    who = person("A", "1990-01-01", "2022-01-01", residence=residence, coverage=coverage(SINCE, **paid))
    evaluation = judged(who, "2026-11-20")

    assert [each.named.id if each.named else each.kind.value for each in evaluation.findings] == gaps
    assert [each.step.id for each in evaluation.next_steps] == ["health.choose_fund"] * len(gaps)


@pytest.mark.parametrize(
    ("birth", "on", "offered"),
    [
        ("2012-09-20", "2026-06-11", False),
        ("2012-09-20", "2026-06-12", True),
        ("2008-09-20", "2026-09-19", True),
        ("2008-09-20", "2026-09-20", False),
    ],
    ids=["a minor, the day before", "a minor, the first day", "a day before majority", "of age"],
)
def test_minors_on_asylblg_benefits_choose_a_fund(birth: str, on: str, offered: bool) -> None:  # noqa: FBT001  # a row of the table
    """§ 4 Abs. 4 AsylbLG, § 264 Abs. 2 SGB V: since 12 June 2026."""
    child = person(
        "C",
        birth,
        "2026-01-01",
        residence=[{"first": "2026-01-01", "status": "gestattung"}],
        coverage=coverage("2026-01-01", livelihood="AsylbLG_basic", health="AsylbLG_4"),
        school=[{"enrolled": True}],
        concerns=[{"concern": "health"}],
    )

    assert ("health.choose_fund_minor" in [each.step.id for each in judged(child, on).next_steps]) is offered
