"""A Ukrainian family in Gladbeck in 2022: grandmother over the age limit, mother, child of school age.

From 1 June 2022 the AsylbLG no longer holds for them (§ 1 Abs. 1 Nr. 3 AsylbLG), the application counts as filed (§ 74 Abs. 5
SGB II, § 146 Abs. 5 SGB XII), and the Sozialamt goes on paying until the new office does, at the latest to 31 August (§ 18
AsylbLG).
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files

import pytest

from kimcore import Evaluation, Finding, FindingKind, Severity, report
from tests.households import evaluated

JUNE = date(2022, 6, 1)


@cache
def on(day: str) -> Evaluation:
    return evaluated(json.loads(files("kimcore").joinpath("data/demo/ukraine-2022.json").read_bytes()), day)


def passages() -> dict[tuple[str, ...], Finding]:
    return {finding.persons: finding for finding in on("2022-05-13").findings}


def agencies(finding: Finding) -> tuple[list[str], list[str]]:
    before, now = finding.before, finding.now
    assert before is not None
    assert before.decides is not None
    assert now is not None
    assert now.decides is not None
    return (
        [each.printed_name(on=finding.since, lang="de") for each in before.decides.agencies],
        [each.printed_name(on=finding.since, lang="de") for each in now.decides.agencies],
    )


def test_there_are_two_passages_ahead_no_gap_and_no_alarm() -> None:
    findings = on("2022-05-13").findings

    assert [(each.kind, each.severity, each.persons, each.since) for each in findings] == [
        (FindingKind.PASSAGE_AHEAD, Severity.NOTICE, ("M", "K"), JUNE),
        (FindingKind.PASSAGE_AHEAD, Severity.NOTICE, ("G",), JUNE),
    ]


def test_mother_and_child_go_to_the_jobcenter_the_grandmother_stays_with_the_sozialamt() -> None:
    young, old = passages()[("M", "K")], passages()[("G",)]

    assert [(each.before.benefit, each.now.benefit) for each in (young, old) if each.before and each.now] == [
        ("AsylbLG_basic", "SGB_II"),
        ("AsylbLG_basic", "SGB_XII_4"),
    ]
    assert agencies(young) == (["Sozialamt der Stadt Gladbeck"], ["Jobcenter Kreis Recklinghausen"])
    assert agencies(old) == (["Sozialamt der Stadt Gladbeck"], ["Sozialamt der Stadt Gladbeck"])


@pytest.mark.parametrize(("persons", "source"), [(("M", "K"), "§ 74 Abs. 5 SGB II"), (("G",), "§ 146 Abs. 5 SGB XII")])
def test_the_application_counts_as_filed(persons: tuple[str, ...], source: str) -> None:
    finding = passages()[persons]

    assert finding.filed == JUNE
    assert [str(citation) for citation in finding.deemed_filed] == [source]


def test_each_passage_says_what_the_receiving_office_needs_and_takes_health_along() -> None:
    for finding in passages().values():
        assert finding.transition is not None
        needed = {document for need in finding.transition.needs for document in need.documents}
        assert {"fiction_certificate", "identity_record", "registration_certificate"} <= needed
        assert [each.person for each in finding.consequences if each.aspect == "health"] == list(finding.persons)
        assert finding.bridge is not None
        assert finding.bridge.in_force is not None
        assert finding.bridge.in_force.last == date(2022, 8, 31)


def test_the_residence_office_is_the_town_s() -> None:
    answer = on("2022-05-13").outlook.competent("M", "residence_permit", date(2022, 5, 13))

    assert [each.printed_name(on=JUNE, lang="de") for each in answer.agencies] == [
        "Ausländerbehörde der Stadt Gladbeck"
    ]


def test_in_june_the_applications_wait_and_somebody_pays() -> None:
    findings = on("2022-06-20").findings

    assert [(each.kind, each.severity, each.persons) for each in findings] == [
        (FindingKind.APPLICATION_PENDING, Severity.NOTICE, ("M", "K")),
        (FindingKind.APPLICATION_PENDING, Severity.NOTICE, ("G",)),
    ]


def test_in_september_the_bridge_is_over() -> None:
    found = {(each.kind, each.severity, each.persons) for each in on("2022-09-01").findings}

    assert found == {
        (FindingKind.APPLICATION_PENDING, Severity.DELAY, ("M", "K")),
        (FindingKind.APPLICATION_PENDING, Severity.DELAY, ("G",)),
        (FindingKind.PAYMENT_WITHOUT_ENTITLEMENT, Severity.NOTICE, ("M", "K", "G")),
    }


@pytest.mark.parametrize("day", ["2022-05-13", "2022-06-20", "2022-09-01"])
def test_the_names_are_those_of_the_day(day: str) -> None:
    text = report(on(day))

    assert "Arbeitslosengeld II/Sozialgeld" in text
    assert [word for word in ("Bürgergeld", "Grundsicherungsgeld") if word in text] == []
