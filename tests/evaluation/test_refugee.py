"""A recognised refugee between the Sozialamt and the Jobcenter.

AsylbLG ends with the month in which its condition lapses (§ 1 Abs. 3 AsylbLG); an application to the Jobcenter reaches back
to the first of its month (§ 37 Abs. 2 SGB II); insurance follows the benefit (§ 5 Abs. 1 Nr. 2a SGB V).
"""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation, Finding, FindingKind, Nature, Period, Severity
from tests.households import Document, coverage, evaluated, household, person, refugee


def open_ended(document: Document) -> None:
    for payment in document["persons"][0]["coverage"]:
        payment.pop("last")


def not_final(document: Document) -> None:
    document["applications"][0].pop("final")


def applied(on: str) -> Document:
    return {"person": "P1", "matter": "sgb2_benefits", "filed": on}


def only_gap(evaluation: Evaluation) -> Finding:
    (gap,) = evaluation.gaps
    return gap


def agency(finding: Finding) -> str:
    decides = finding.now.decides if finding.now else None
    assert decides is not None
    assert decides.agency is not None
    return decides.agency.printed_name(on=finding.since, lang="de")


def test_a_gap_is_predicted_before_the_old_benefit_ends() -> None:
    gap = only_gap(evaluated(refugee("2026-10-20", open_ended, not_final), "2026-10-20"))

    assert (gap.predicted, gap.since, gap.lost, gap.act_by) == (
        True,
        date(2026, 11, 1),
        None,
        date(2026, 11, 30),
    )
    assert (gap.nature, gap.severity) == (Nature.PRACTICE, Severity.EXISTENCE)
    assert [(each.person, each.aspect) for each in gap.consequences] == [("P1", "health")]


def test_a_running_gap_can_still_be_closed_within_its_month() -> None:
    evaluation = evaluated(refugee("2026-11-23"), "2026-11-23")
    gap = only_gap(evaluation)

    assert (gap.predicted, gap.since, gap.lost, gap.act_by) == (
        False,
        date(2026, 11, 1),
        None,
        date(2026, 11, 30),
    )
    assert gap.before is not None
    assert gap.now is not None
    assert (gap.before.benefit, gap.before.last) == ("AsylbLG_basic", date(2026, 10, 31))
    assert (gap.now.benefit, agency(gap)) == ("SGB_II", "Jobcenter Kreis Recklinghausen")
    assert [finding.kind for finding in evaluation.findings] == [FindingKind.NO_COVER]
    assert [(each.person, each.aspect) for each in gap.consequences] == [("P1", "health")]


def test_the_exception_nobody_asked_about_is_named_and_asked() -> None:
    evaluation = evaluated(refugee("2026-11-23"), "2026-11-23")

    assert [each.says.get("de") for each in only_gap(evaluation).reservations] == [
        "in BAföG-fähiger Ausbildung oder im Studium"
    ]
    assert [(each.person, each.fact) for each in evaluation.questions] == [("P1", "training.kind")]


def test_the_step_names_office_day_and_papers() -> None:
    step = evaluated(refugee("2026-11-23"), "2026-11-23").next_steps[0]

    assert (step.step.id, step.due, step.certain) == ("sgb2.apply", date(2026, 11, 30), True)
    assert step.accepts is not None
    assert [each.printed_name(on=date(2026, 11, 23), lang="de") for each in step.accepts.agencies] == [
        "Jobcenter Kreis Recklinghausen, Bezirksstelle Gladbeck"
    ]


def test_what_is_lost_stands_apart_from_what_can_be_saved() -> None:
    gap = only_gap(evaluated(refugee("2026-12-05"), "2026-12-05"))

    assert gap.lost == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert (gap.act_by, gap.saves_from) == (date(2026, 12, 31), date(2026, 12, 1))


def test_an_application_in_time_leaves_no_gap_for_health_neither() -> None:
    evaluation = evaluated(
        refugee("2026-12-05", lambda document: document["applications"].append(applied("2026-11-20"))),
        "2026-12-05",
    )

    assert [(each.kind, each.since, each.filed) for each in evaluation.findings] == [
        (FindingKind.APPLICATION_PENDING, date(2026, 11, 1), date(2026, 11, 20))
    ]


@pytest.mark.parametrize(
    ("filed", "holes"),
    [
        ("2026-10-31", []),
        ("2026-11-01", []),
        ("2026-11-30", []),
        ("2026-12-01", [(date(2026, 11, 1), date(2026, 11, 30))]),
    ],
)
def test_an_application_saves_its_month_and_none_before(filed: str, holes: list[tuple[date, date]]) -> None:
    document = refugee("2026-12-05", lambda document: document["applications"].append(applied(filed)))
    evaluation = evaluated(document, "2026-12-05")

    assert list(evaluation.outlook.window.runs(evaluation.lane("P1", "livelihood").hole)) == holes


def test_need_that_nobody_asked_about_is_a_question_and_no_alarm() -> None:
    def need_unknown(document: Document) -> None:
        document["persons"][0].pop("livelihood")
        document["persons"][0]["complete"]["except"].append("livelihood")

    evaluation = evaluated(refugee("2026-12-05", need_unknown), "2026-12-05")

    assert evaluation.findings == ()
    assert ("P1", "livelihood.in_need") in {(each.person, each.fact) for each in evaluation.questions}


def test_retirement_passes_from_the_jobcenter_to_the_sozialamt() -> None:
    """Born on 2 October 1959: 66 years and 2 months are complete on 1 December (§ 7a SGB II), so the limit is the 31st."""
    old = person(
        "A",
        "1959-10-02",
        "2010-01-01",
        residence=[{"first": "2010-01-01", "status": "settlement", "document": "residence_card", "must_leave": False}],
        coverage=coverage("2020-01-01", livelihood="SGB_II", health="SGB_V_sgb2"),
    )
    gap = only_gap(evaluated(household("retired", "2025-10-15", [old]), "2025-10-15"))

    assert gap.before is not None
    assert gap.now is not None
    assert (gap.before.benefit, gap.before.last) == ("SGB_II", date(2025, 12, 31))
    assert (gap.now.benefit, gap.since, gap.act_by) == ("SGB_XII_4", date(2026, 1, 1), date(2026, 1, 31))
    assert agency(gap) == "Sozialamt der Stadt Gladbeck"
    assert [(each.person, each.aspect) for each in gap.consequences] == [("A", "health")]


def test_a_mixed_household_is_no_alarm_for_those_who_stay() -> None:
    paid = coverage("2025-03-10", livelihood="AsylbLG_basic", health="AsylbLG_4")
    permitted = {"status": "gestattung", "document": "gestattung_certificate", "must_leave": False}
    mother = person("M", "1996-01-01", "2025-03-03", residence=[{"first": "2025-03-03", **permitted}], coverage=paid)
    born = "2026-02-01"
    baby = person(
        "B",
        born,
        born,
        residence=[{"first": born, **permitted}],
        work=[{"capable": False}],
        coverage=coverage(born, livelihood="AsylbLG_basic", health="AsylbLG_4"),
    )

    def family(document: Document) -> None:
        document["persons"] += [mother, baby]
        document["relations"] = [
            {"kind": "partner", "person": "P1", "to": "M"},
            {"kind": "parent", "person": "P1", "to": "B"},
            {"kind": "parent", "person": "M", "to": "B"},
        ]

    evaluation = evaluated(refugee("2026-11-23", family), "2026-11-23")

    assert [(each.kind, each.persons, each.since) for each in evaluation.findings] == [
        (FindingKind.NO_COVER, ("P1",), date(2026, 11, 1))
    ]
