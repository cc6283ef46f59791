"""School places by age, the measles proof before day care, and a day care place that does not come.

School is compulsory from the assignment to a municipality on (§ 34 Abs. 6 SchulG NRW), without a training contract to the
end of the school year of the 18th birthday (§ 38 Abs. 3). In Kreis Recklinghausen the Schulamt places children up to 15,
the Kommunales Integrationszentrum those from 16 at a Berufskolleg.
"""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation, FindingKind, Nature, Severity
from kimcore.evaluation.plan import NextStep
from tests.households import GLADBECK, Document, coverage, evaluated, household, person

ON = "2026-11-20"
ARRIVED, ASSIGNED = "2026-09-01", "2026-10-20"


def newcomer(birth: str, assigned: str = ASSIGNED, arrived: str = ARRIVED, **histories: object) -> Document:
    """A child in the asylum procedure in Germany, and since the assignment in Gladbeck."""
    return person(
        "C",
        birth,
        arrived,
        residence=[
            {"first": arrived, "status": "gestattung", "document": "gestattung_certificate", "must_leave": False}
        ],
        work=[{"capable": False}],
        coverage=coverage(arrived, livelihood="AsylbLG_basic", health="AsylbLG_4"),
        places=[{"kind": kind, "territory": GLADBECK, "first": assigned} for kind in ("assigned", "actual")],
        **histories,
    )


def judged(child: Document, on: str = ON) -> Evaluation:
    return evaluated(household("school", on, [child]), on)


def found(evaluation: Evaluation) -> list[tuple[str, date]]:
    return [(each.named.id if each.named else each.kind.value, each.since) for each in evaluation.findings]


def step(evaluation: Evaluation, id_: str) -> NextStep:
    (found,) = [each for each in evaluation.next_steps if each.step.id == id_]
    return found


def offices(suggested: NextStep, on: str = ON) -> list[str]:
    assert suggested.decides is not None
    return [each.printed_name(on=date.fromisoformat(on), lang="de") for each in suggested.decides.agencies]


def test_a_child_of_eight_without_a_school_place_is_a_gap_since_the_assignment() -> None:
    evaluation = judged(newcomer("2018-03-10"))
    (gap,) = evaluation.findings

    assert found(evaluation) == [("school.no_place", date(2026, 10, 20))]
    assert (gap.kind, gap.nature, gap.severity, gap.predicted) == (
        FindingKind.NAMED,
        Nature.PRACTICE,
        Severity.RIGHT,
        False,
    )
    assert [each.step.id for each in evaluation.next_steps] == ["school.newcomer_counselling"]
    assert offices(step(evaluation, "school.newcomer_counselling")) == [
        "Schulamt für den Kreis Recklinghausen (Name nicht geprüft)"
    ]


def test_at_sixteen_the_way_leads_to_a_berufskolleg() -> None:
    evaluation = judged(newcomer("2010-03-10"))
    berufskolleg = step(evaluation, "school.berufskolleg")

    assert found(evaluation) == [("school.no_place_16", date(2026, 10, 20))]
    assert [each.step.id for each in evaluation.next_steps] == ["school.berufskolleg"]
    assert offices(berufskolleg) == ["Kommunales Integrationszentrum Kreis Recklinghausen"]
    assert berufskolleg.accepts is not None
    assert [each.printed_name(on=date(2026, 11, 20), lang="de") for each in berufskolleg.accepts.agencies] == [
        "Berufskolleg Gladbeck"
    ]


@pytest.mark.parametrize(
    "child",
    [
        pytest.param(newcomer("2018-03-10", school=[{"enrolled": True}]), id="already enrolled"),
        pytest.param(newcomer("2020-10-01"), id="under school age until August 2027"),
        pytest.param(newcomer("2010-03-10", school=[{"enrolled": True}]), id="sixteen and enrolled"),
        pytest.param(newcomer("2010-03-10", training=[{"kind": "apprentice"}]), id="sixteen and in training"),
        pytest.param(newcomer("2008-03-10"), id="eighteen, and the school year is over"),
    ],
)
def test_the_neighbours_are_silent(child: Document) -> None:
    evaluation = judged(child)

    assert (evaluation.findings, evaluation.next_steps) == ((), ())


def test_who_becomes_of_school_age_ahead_is_told_in_time() -> None:
    """Born on 30 September 2020: the sixth year is complete at the beginning of that day (§ 35 Abs. 1 SchulG NRW)."""
    (gap,) = judged(newcomer("2020-09-30", "2026-05-01", "2026-03-01"), "2026-06-01").findings

    assert (gap.named and gap.named.id, gap.predicted, gap.since) == ("school.no_place", True, date(2026, 8, 1))


def test_an_enrolment_nobody_asked_about_is_a_question_and_no_gap() -> None:
    child = newcomer("2018-03-10")
    child["complete"] = {"from": None, "except": ["school"]}
    evaluation = judged(child)

    assert evaluation.findings == ()
    assert [(each.person, each.fact) for each in evaluation.questions] == [("C", "school.enrolled")]


def test_measles_are_no_bar_to_school() -> None:
    evaluation = judged(newcomer("2018-03-10", concerns=[{"concern": "school"}]))
    states = {each.step.id: (each.state, each.waits_for) for each in evaluation.next_steps}

    assert states["health.prove_measles"] == ("ready", ())
    assert states["school.newcomer_counselling"] == ("ready", ())


def test_day_care_begins_after_the_measles_proof() -> None:
    """§ 20 Abs. 9 Satz 6 IfSG: without proof no care; the announcement needs none."""
    toddler = newcomer("2024-03-10", concerns=[{"concern": "day_care"}], day_care=[{"placed": True}])
    proven = {**toddler, "health": [{"measles_proof": True}]}
    before, after = (
        {each.step.id: (each.state, each.waits_for) for each in judged(child).next_steps} for child in (toddler, proven)
    )

    assert before["day_care.begin"] == ("waiting", ("health.prove_measles",))
    assert (after["day_care.begin"], "health.prove_measles" in after) == (("ready", ()), False)


@pytest.mark.parametrize(
    ("on", "told"),
    [("2026-08-01", [True]), ("2026-08-02", [False])],
    ids=["the last day of the lead time", "the day after"],
)
def test_a_place_announced_in_time_is_overdue_after_six_months(on: str, told: list[bool]) -> None:
    """§ 5 KiBiz: six months from the announcement on; a gap that is still ahead is told as such."""
    announced = [{"placed": False, "announced_on": "2026-02-01"}]
    evaluation = judged(newcomer("2024-03-10", "2025-10-20", "2025-09-01", day_care=announced), on)

    assert found(evaluation) == [("day_care.no_place", date(2026, 8, 2))]
    assert [each.predicted for each in evaluation.findings] == told
    assert [each.step.id for each in evaluation.next_steps] == ["day_care.demand"]


def test_a_place_at_hand_leaves_nothing_to_demand() -> None:
    placed = [{"placed": True, "announced_on": "2026-02-01"}]

    assert judged(newcomer("2024-03-10", "2025-10-20", "2025-09-01", day_care=placed), "2026-08-02").findings == ()
