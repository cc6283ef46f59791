"""An evaluation as JSON: closed, complete, the same every time, by keys and never by labels."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kimcore import Case, Evaluation, json_schema, write_evaluation
from kimcore.people.kinds import Place, Residence
from kimcore.testing.strategies import PERSONAL, cases
from tests.evaluation import freedonians
from tests.evaluation.freedonians import (
    ALLOWANCE,
    DORSTEN,
    FUND,
    GLADBECK,
    SETTLER,
    applied,
    case,
    draft,
    paid,
    person,
    related,
    settler,
    sheltered,
)
from tests.households import evaluated, refugee

DAY = "2026-11-23"
VALIDATOR = jsonschema.Draft202012Validator(json_schema("evaluation"))


def plain(evaluation: Evaluation) -> dict[str, Any]:
    return json.loads(write_evaluation(evaluation))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return plain(evaluated(refugee(DAY), DAY))


def apply(document: dict[str, Any]) -> dict[str, Any]:
    """The step of applying at the Jobcenter."""
    return next(step for step in document["next_steps"] if step["step"] == "sgb2.apply")


# ------------------------------------------------------------------------------------------- the refugee


def test_it_names_form_case_day_and_what_it_rests_on(document: dict[str, Any]) -> None:
    assert [document["schema"], document["case"], document["on"]] == ["kimcore.evaluation/1", "fall-1", DAY]
    assert document["persons"] == ["P1"]
    assert document["provenance"]["record"]["as_of"] == DAY
    assert (document["provenance"]["rulebook"]["id"], document["provenance"]["landscape"]["id"]) == (
        "nrw", "kreis-recklinghausen",
    )  # fmt: skip


def test_a_finding_holds_days_codes_and_texts_in_both_languages(document: dict[str, Any]) -> None:
    gap = document["findings"][0]

    assert {key: gap[key] for key in ("kind", "nature", "severity", "predicted", "aspect", "persons")} == {
        "kind": "no_cover",
        "nature": "practice",
        "severity": "existence",
        "predicted": False,
        "aspect": "livelihood",
        "persons": ["P1"],
    }
    assert [gap[key] for key in ("since", "until", "lost", "act_by", "saves_from")] == [
        "2026-11-01", None, None, "2026-11-30", "2026-11-01",
    ]  # fmt: skip
    assert gap["says"] == {"de": "Für den Lebensunterhalt zahlt niemand.", "en": "Nobody pays for livelihood."}


def test_the_two_sides_name_benefit_law_days_and_offices(document: dict[str, Any]) -> None:
    before, now = document["findings"][0]["before"], document["findings"][0]["now"]

    assert [before["benefit"]["code"], before["law"], before["last"]] == ["AsylbLG_basic", "AsylbLG", "2026-10-31"]
    assert now["benefit"] == {
        "code": "SGB_II",
        "name": {"de": "Grundsicherungsgeld", "en": "Grundsicherungsgeld"},
    }
    assert [agency["id"] for agency in now["decides"]["agencies"]] == ["jobcenter"]
    assert [agency["name"]["de"] for agency in now["accepts"]["agencies"]] == [
        "Jobcenter Kreis Recklinghausen, Bezirksstelle Gladbeck"
    ]


def test_a_source_is_cited_with_its_address(document: dict[str, Any]) -> None:
    assert apply(document)["basis"][0] == {
        "cite": "§ 37 Abs. 2 SGB II",
        "address": "https://www.gesetze-im-internet.de/sgb_2/__37.html",
    }


def test_a_step_holds_its_papers_as_they_have_to_be_brought(document: dict[str, Any]) -> None:
    step = apply(document)
    bring, later = ([[each["code"] for each in need["any"]] for need in step[key]] for key in ("bring", "later"))

    assert (step["step"], step["due"], step["certain"], step["state"]) == ("sgb2.apply", "2026-11-30", True, "ready")
    assert bring == [["passport", "passport_substitute"], ["bamf_decision"], ["registration_certificate"]]
    assert later == [["asylblg_end_notice"]]
    assert [(each["document"]["code"], each["because"]["en"]) for each in step["not_needed"]] == [
        ("residence_card", "The stay counts as permitted.")
    ]


def test_a_question_says_who_can_answer_and_what_it_decides(document: dict[str, Any]) -> None:
    question = next(each for each in document["questions"] if each["fact"] == "training.kind")

    assert (question["person"], question["severity"]) == ("P1", "existence")
    assert question["text"]["en"].startswith("Is P1 in training or studies")
    assert question["reasons"][0]["of"] == document["findings"][0]["id"]


def test_what_is_left_out_is_named(document: dict[str, Any]) -> None:
    assert ("sgb2.means", True) in {(each["id"], each["certain"]) for each in document["not_modelled"]}


# ------------------------------------------------------------------------------------------- its form


def test_the_text_is_canonical() -> None:
    text = write_evaluation(evaluated(refugee(DAY), DAY))

    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert text == write_evaluation(evaluated(refugee(DAY), DAY))


def test_it_holds_keys_and_no_labels() -> None:
    def labelled(document: dict[str, Any]) -> None:
        document["persons"][0]["label"] = "Amira Geheim"

    assert "Geheim" not in write_evaluation(evaluated(refugee(DAY, labelled), DAY))


def places_of_a_move() -> tuple[Place, ...]:
    return tuple(
        place
        for kind in ("assigned", "habitual")
        for place in (
            Place(kind=kind, territory=GLADBECK, last=date(2025, 6, 30)),
            Place(kind=kind, territory=DORSTEN, first=date(2025, 7, 1)),
        )
    )


PAPER = (Residence(status=SETTLER, document_until=date(2025, 7, 15)),)
CASES = {
    "ahead": case(person(residence=settler(date(2025, 6, 1)), coverage=sheltered())),
    "lost": case(person(residence=settler(date(2025, 3, 10)), coverage=sheltered(date(2025, 3, 31)))),
    "filed": case(
        person(residence=settler(date(2025, 3, 10)), coverage=sheltered(date(2025, 3, 31))),
        applications=[applied(date(2025, 4, 3))],
    ),
    "law": case(person(residence=(Residence(status=None),))),
    "without": case(person(residence=settler(date(2025, 3, 10)), coverage=sheltered())),
    "move": case(person(residence=settler(), coverage=paid(ALLOWANCE, FUND), places=places_of_a_move())),
    "named": case(person(residence=PAPER, coverage=paid(ALLOWANCE, FUND))),
    "open": case(person(unknown=("residence", "work"), residence=())),
    "nobody": case(),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_kind_of_finding_is_as_the_schema_says(name: str) -> None:
    VALIDATOR.validate(plain(freedonians.evaluated(CASES[name])))


def test_a_move_names_the_offices_on_both_sides() -> None:
    (move,) = plain(freedonians.evaluated(CASES["move"]))["findings"]
    registration = next(each for each in move["offices"] if each["matter"]["code"] == "registration")

    assert [registration["decides"][side]["agencies"][0]["id"] for side in ("before", "after")] == [
        "hall.gladbeck", "hall.dorsten",
    ]  # fmt: skip


def test_sentences_of_the_rulebook_are_filled_with_keys() -> None:
    gap = """
[[gap]]
id = "appointment"
when = ["livelihood.in_need"]
nature = "practice"
mechanism = "wait"
cause = "too_long"
severity = "delay"
matter = "registration"
act_by = "2025-05-20"
says.de = "{agency}: {persons} bis {act_by}"
says.en = "{agency}: {persons} until {act_by}"
"""
    one = evolve(person("A", residence=settler()), label="Geheim")
    finding = next(
        each
        for each in plain(freedonians.evaluated(case(one), rulebook=draft(gap)))["findings"]
        if each["kind"] == "named"
    )

    assert finding["named"]["says"] == {
        "de": "Rathaus Gladbeck: A bis 20.05.2025",
        "en": "Rathaus Gladbeck: A until 2025-05-20",
    }
    assert finding["office"]["agencies"][0]["name"]["en"] == "Rathaus Gladbeck"


def test_a_household_is_told_person_by_person() -> None:
    one = person("A", residence=settler(), coverage=paid(ALLOWANCE, FUND))
    two = person("B", birth=date(2015, 1, 1), residence=settler(), coverage=paid(ALLOWANCE, FUND))
    document = plain(freedonians.evaluated(case(one, two, relations=[related("A", "B")])))

    assert [(each["person"], each["aspect"]) for each in document["standings"]] == [
        ("A", "livelihood"), ("B", "livelihood"), ("A", "health"), ("B", "health"),
    ]  # fmt: skip


@settings(max_examples=25)
@given(cases(), st.integers(0, 400))
def test_every_case_is_as_the_schema_says_and_tells_no_label(case: Case, later: int) -> None:
    on = min(date.fromordinal(case.as_of.toordinal() + later), date(2199, 12, 31))
    text = write_evaluation(freedonians.evaluated(case, on=on))

    VALIDATOR.validate(json.loads(text))
    assert PERSONAL not in text


def test_the_schema_is_one_of_its_dialect() -> None:
    VALIDATOR.check_schema(json_schema("evaluation"))
