"""A family that moves: inside Kreis Recklinghausen, and out of it.

The Jobcenter is one for the whole Kreis (§ 6a SGB II), with a Bezirksstelle in each town; the Ausländerbehörde is the town's in
Gladbeck and the Kreis's in Waltrop. After a move to another Jobcenter the former one goes on paying until the new one
continues (§ 2 Abs. 3 SGB X).
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from kimcore import Evaluation, Finding, FindingKind
from kimcore.evaluation.finding import OfficeChange
from tests.households import Document, coverage, evaluated, household, person

WALTROP, GLADBECK, GELSENKIRCHEN = "05562036", "05562014", "05513000"
MOVED, EVE, SOON = "2026-09-15", "2026-09-14", "2026-09-21"


def mover(key: str, birth: str, way: tuple[str, str], **histories: object) -> Document:
    """Somebody with subsidiary protection since 2022, nowhere assigned, who moves in September 2026."""
    card = {"document": "residence_card", "document_until": "2028-03-01", "issued": "2022-03-01"}
    places = [{"first": "2022-03-01", "last": EVE}, {"first": MOVED}]
    return person(
        key,
        birth,
        "2021-05-01",
        residence=[{"first": "2022-03-01", "status": "subsidiary", "must_leave": False, **card}],
        places=[{"kind": "habitual", "territory": to, **days} for to, days in zip(way, places, strict=True)],
        **histories,
    )


def family(*way: str, on: str = SOON, benefit: str = "SGB_II", **rest: object) -> Document:
    """A mother and her child of three who draw benefits of the Jobcenter."""
    there = (way[0], way[1])
    mother = mover("M", "1994-05-02", there, coverage=coverage("2022-04-01", livelihood=benefit, health="SGB_V_sgb2"))
    child = mover(
        "K",
        "2023-06-10",
        there,
        work=[{"capable": False}],
        coverage=coverage("2023-06-10", livelihood=benefit, health="SGB_V_family"),
    )
    child["stay"] = [{"first": "2023-06-10", "in_germany": True, "since": "2023-06-10"}]
    return household(
        "umzug",
        on,
        [mother, child],
        relations=[{"kind": "parent", "person": "M", "to": "K"}],
        applications=[{"person": "M", "matter": "sgb2_benefits", "filed": "2022-04-01"}],
        **rest,
    )


def move_of(evaluation: Evaluation, key: str) -> Finding:
    (found,) = [each for each in evaluation.findings if key in each.persons and each.offices]
    return found


def decides(evaluation: Evaluation, key: str) -> dict[str, tuple[list[str], list[str]]]:
    """The agencies of the matters in which another one decides after the move."""
    changes = move_of(evaluation, key).offices
    return {each.matter: (ids(each, "before"), ids(each, "after")) for each in changes if each.decides_changes}


def ids(change: OfficeChange, side: str) -> list[str]:
    return [agency.id for agency in getattr(change, side).agencies]


def change_in(evaluation: Evaluation, key: str, matter: str) -> OfficeChange:
    (found,) = [each for each in move_of(evaluation, key).offices if each.matter == matter]
    return found


def steps(evaluation: Evaluation) -> list[tuple[str, tuple[str, ...], date | None]]:
    """The steps of a move; a family has others as well."""
    found = [each for each in evaluation.next_steps if each.step.id.startswith("moving.")]
    return [(each.step.id, each.persons, each.due) for each in found]


@cache
def inside() -> Evaluation:
    return evaluated(family(WALTROP, GLADBECK), SOON)


@cache
def outside() -> Evaluation:
    return evaluated(family(GLADBECK, GELSENKIRCHEN), SOON)


# ---------------------------------------------------------------- Waltrop → Gladbeck


def test_nothing_but_the_move_is_found() -> None:
    for evaluation in (inside(), outside()):
        assert {each.kind for each in evaluation.findings} == {FindingKind.OFFICE_CHANGES}
        assert {each.since for each in evaluation.findings} == {date(2026, 9, 15)}


@pytest.mark.parametrize(
    ("key", "matter", "before", "after"),
    [
        ("M", "residence_permit", "auslaenderbehoerde.kreis", "auslaenderbehoerde.gladbeck"),
        ("M", "residence_obligation", "auslaenderbehoerde.kreis", "auslaenderbehoerde.gladbeck"),
        ("M", "naturalisation", "einbuergerung.kreis", "einbuergerung.gladbeck"),
        ("M", "registration", "meldebehoerde.waltrop", "meldebehoerde.gladbeck"),
        ("M", "youth_care", "jugendamt.waltrop", "jugendamt.gladbeck"),
        ("K", "youth_care", "jugendamt.waltrop", "jugendamt.gladbeck"),
        ("K", "day_care", "jugendamt.waltrop", "schulverwaltung.gladbeck"),
    ],
)
def test_inside_the_kreis_the_offices_of_the_town_change(key: str, matter: str, before: str, after: str) -> None:
    assert decides(inside(), key)[matter] == ([before], [after])


@pytest.mark.parametrize("key", ["M", "K"])
def test_inside_the_kreis_the_jobcenter_stays_and_only_its_bezirksstelle_changes(key: str) -> None:
    change = change_in(inside(), key, "sgb2_benefits")

    assert (ids(change, "before"), ids(change, "after")) == (["jobcenter"], ["jobcenter"])
    assert (ids(change, "accepts_before"), ids(change, "accepts_after")) == (
        ["jobcenter.waltrop"],
        ["jobcenter.gladbeck"],
    )
    assert (change.decides_changes, change.accepts_changes) == (False, True)


def test_inside_the_kreis_nothing_passes_over() -> None:
    assert [each.transition for each in inside().findings] == [None, None]


def test_the_family_registers_once_within_two_weeks_and_tells_the_jobcenter() -> None:
    assert steps(inside()) == [
        ("moving.register", ("M", "K"), date(2026, 9, 29)),
        ("moving.tell_jobcenter", ("M", "K"), None),
    ]


@pytest.mark.parametrize(("on", "suggested"), [(EVE, []), (MOVED, ["moving.register", "moving.tell_jobcenter"])])
def test_the_steps_begin_on_the_day_of_the_move(on: str, suggested: list[str]) -> None:
    evaluation = evaluated(family(WALTROP, GLADBECK, on=on), on)

    assert [step for step, _, _ in steps(evaluation)] == suggested
    assert {each.predicted for each in evaluation.findings} == {on == EVE}


def test_the_steps_of_a_move_end_after_six_weeks() -> None:
    last, after = (evaluated(family(WALTROP, GLADBECK, on=on), on) for on in ("2026-10-26", "2026-10-27"))

    assert [step for step, _, _ in steps(last)] == ["moving.register", "moving.tell_jobcenter"]
    assert steps(after) == []


def test_a_period_that_ends_on_a_holiday_moves_on() -> None:
    """Two weeks from Saturday, 19 September are Saturday, 3 October, a holiday; the next working day is Monday."""
    document = family(WALTROP, GLADBECK)
    for who in document["persons"]:
        who["places"][0]["last"], who["places"][1]["first"] = "2026-09-18", "2026-09-19"

    assert steps(evaluated(document, SOON))[0] == ("moving.register", ("M", "K"), date(2026, 10, 5))


# ---------------------------------------------------------------- Gladbeck → Gelsenkirchen


def test_outside_the_kreis_offices_are_not_recorded_and_not_said_to_be_missing() -> None:
    changed = [change for change in move_of(outside(), "M").offices if change.decides_changes]

    assert {change.after.kind for change in changed} == {"not_recorded"}
    assert {"residence_permit", "registration", "youth_care", "sgb2_benefits"} <= {each.matter for each in changed}


@pytest.mark.parametrize("key", ["M", "K"])
def test_outside_the_kreis_the_former_jobcenter_pays_until_the_new_one_continues(key: str) -> None:
    finding = move_of(outside(), key)
    change = change_in(outside(), key, "sgb2_benefits")

    assert (ids(change, "before"), change.after.kind) == (["jobcenter"], "not_recorded")
    assert finding.transition is not None
    assert finding.transition.id == "sgb2_move.other_jobcenter"
    assert str(finding.transition.basis[0]) == "§ 2 Abs. 3 SGB X"
    assert finding.transition.says is not None
    assert finding.transition.says.get("de").startswith("Das bisherige Jobcenter zahlt weiter, bis das neue")


def test_the_move_leaves_no_gap_in_livelihood_or_health() -> None:
    for evaluation in (inside(), outside()):
        assert [evaluation.lane(key, aspect).hole for key in "MK" for aspect in ("livelihood", "health")] == [0] * 4


# ---------------------------------------------------------------- residence obligation, AsylbLG, concerns


def protected_until(issued: str, *way: str) -> Document:
    """The same family, assigned to the first town, whose first permits were issued on a day."""
    document = family(*way)
    for who in document["persons"]:
        who["residence"][0]["issued"] = issued
        who["places"].append({"kind": "assigned", "territory": way[0], "first": "2022-03-01"})
    return document


def clarified(issued: str) -> bool:
    evaluation = evaluated(protected_until(issued, GLADBECK, GELSENKIRCHEN), SOON)
    return "moving.clarify_duty" in [step for step, _, _ in steps(evaluation)]


def test_whoever_may_be_bound_to_a_place_clarifies_it_with_the_office_of_that_place() -> None:
    """Three years from 22 September 2023 are over on 22 September 2026, the day after the evaluation."""
    evaluation = evaluated(protected_until("2023-09-22", GLADBECK, GELSENKIRCHEN), SOON)
    (step, *_) = [each for each in evaluation.next_steps if each.step.id == "moving.clarify_duty"]

    assert step.decides is not None
    assert [agency.id for agency in step.decides.agencies] == ["auslaenderbehoerde.gladbeck"]
    assert (clarified("2023-09-22"), clarified("2023-09-21")) == (True, False)


def test_in_the_asylum_procedure_the_town_of_the_assignment_goes_on_paying() -> None:
    document = family(GLADBECK, WALTROP, benefit="AsylbLG_basic")
    for who in document["persons"]:
        who["residence"] = [{"first": who["stay"][0]["first"], "status": "gestattung", "must_leave": False,
                             "document": "gestattung_certificate", "document_until": "2026-12-31"}]  # fmt: skip
        who["places"].append({"kind": "assigned", "territory": GLADBECK, "first": "2021-06-01"})
        who["coverage"] = coverage(who["stay"][0]["first"], livelihood="AsylbLG_analogue", health="SGB_V_264")
    stays = evaluated(document, SOON)

    for who in document["persons"]:
        who["places"][-1]["last"] = EVE
        who["places"].append({"kind": "assigned", "territory": WALTROP, "first": MOVED})
    moves = evaluated(document, SOON)

    assert "asylblg_benefits" not in decides(stays, "M")
    assert decides(moves, "M")["asylblg_benefits"] == (["sozialamt_asylblg.gladbeck"], ["sozialamt.waltrop"])
    assert move_of(stays, "M").transition is None
    assert [each.transition.id for each in moves.findings if each.transition] == ["asylblg_move.analogue"] * 2


def test_before_signing_a_contract_the_promise_is_asked_of_the_jobcenter() -> None:
    settled = mover("M", "1994-05-02", (GLADBECK, GLADBECK), coverage=coverage("2022-04-01", livelihood="SGB_II"))
    settled["concerns"] = [{"concern": "housing"}]
    evaluation = evaluated(household("wohnung", SOON, [settled]), SOON)

    assert [step for step, _, _ in steps(evaluation)] == ["moving.rent_promise"]
