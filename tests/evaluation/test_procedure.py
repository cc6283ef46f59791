"""Until when a refusal can be contested: from the day of service, else from the decision as a letter posted on its day.

A letter counts as received on the fourth day after posting (§ 37 Abs. 2 SGB X, § 41 Abs. 2 VwVfG NRW), before 2025 on the
third. Then one month (§ 84 SGG, § 74 VwGO); in the asylum procedure two weeks or one from service (§ 74 AsylG).
"""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation
from tests.households import Document, coverage, evaluated, household, person

DECIDED, SERVED = "2026-09-24", "2026-10-01"
SGB2, ASYLBLG, SGB12_3, SGB12_4 = "sgb2_benefits", "asylblg_benefits", "sgb12_3_benefits", "sgb12_4_benefits"
SOCIAL = {SGB2: "sgb2", ASYLBLG: "asylblg", SGB12_3: "sgb12_3", SGB12_4: "sgb12_4"}


def refused(matter: str, on: str = "2026-10-02", outcome: str = "refused", **service: str) -> Evaluation:
    """Somebody settled, insured and not in need, whose application was refused on 24 September 2026."""
    card = {"document": "residence_card", "document_until": "2031-01-01", "issued": "2021-01-01"}
    who = person(
        "A",
        "1980-05-02",
        "2010-01-01",
        residence=[{"first": "2021-01-01", "status": "settlement", "must_leave": False, **card}],
        livelihood=[{"in_need": False}],
        work=[{"capable": True, "employed": True}],
        coverage=coverage("2020-01-01", health="SGB_V_employed"),
    )
    application: Document = {"person": "A", "matter": matter, "filed": "2026-08-03", "decided": DECIDED}
    application |= {"outcome": outcome, **service}
    return evaluated(household("bescheid", on, [who], applications=[application]), on)


def steps(evaluation: Evaluation) -> list[tuple[str, date | None]]:
    found = [each for each in evaluation.next_steps if each.step.id.startswith("procedure.")]
    return [(each.step.id, each.due) for each in found]


@pytest.mark.parametrize("matter", SOCIAL)
def test_an_objection_has_a_month_from_service_and_a_holiday_moves_its_end(matter: str) -> None:
    """1 November 2026 is a Sunday, and a holiday."""
    evaluation = refused(matter, served=SERVED)

    assert steps(evaluation) == [(f"procedure.objection_{SOCIAL[matter]}", date(2026, 11, 2))]
    assert evaluation.findings == ()


@pytest.mark.parametrize("matter", SOCIAL)
def test_without_the_day_of_service_the_letter_counts_as_received_on_the_fourth_day(matter: str) -> None:
    assert steps(refused(matter)) == [(f"procedure.objection_{SOCIAL[matter]}", date(2026, 10, 28))]


def test_a_decision_is_contested_to_the_last_day_and_not_after_it() -> None:
    assert steps(refused(SGB2, "2026-11-02", served=SERVED)) == [("procedure.objection_sgb2", date(2026, 11, 2))]
    assert steps(refused(SGB2, "2026-11-03", served=SERVED)) == []


@pytest.mark.parametrize("outcome", ["granted", "withdrawn"])
def test_what_was_not_refused_is_not_contested(outcome: str) -> None:
    assert steps(refused(SGB2, outcome=outcome, served=SERVED)) == []


def test_against_the_auslaenderbehoerde_one_goes_to_court() -> None:
    evaluation = refused("residence_permit", served=SERVED)
    (step,) = [each for each in evaluation.next_steps if each.step.id == "procedure.action_residence"]

    assert step.due == date(2026, 11, 2)
    assert step.decides is not None
    assert [agency.id for agency in step.decides.agencies] == ["verwaltungsgericht"]


def test_an_asylum_decision_has_two_weeks_and_the_shorter_period_is_watched_first() -> None:
    assert steps(refused("asylum", served=SERVED)) == [
        ("procedure.action_asylum_short", date(2026, 10, 8)),
        ("procedure.action_asylum", date(2026, 10, 15)),
    ]
    assert steps(refused("asylum", "2026-10-09", served=SERVED)) == [("procedure.action_asylum", date(2026, 10, 15))]


def test_without_the_day_of_service_an_asylum_decision_is_reckoned_from_its_own_day_to_be_safe() -> None:
    assert steps(refused("asylum")) == [
        ("procedure.action_asylum_short", date(2026, 10, 1)),
        ("procedure.action_asylum", date(2026, 10, 8)),
    ]
