"""The builders say what they are told, fill in what a test does not care about, and refuse what a reader refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from kimcore import (
    CaseError,
    Evaluator,
    JudgementKind,
    LandscapeError,
    Period,
    RulebookError,
    Text,
    Unknown,
    read_case,
    write_case,
)
from kimcore.landscape.competence import ROLES, Role
from kimcore.people.history import NOT_RECORDED
from kimcore.rules.kinds import KINDS
from kimcore.testing.builders import (
    SOURCE,
    VERIFIED_ON,
    Document,
    agency,
    case,
    document,
    landscape,
    living_in,
    paid,
    person,
    rulebook,
    statement,
)

DAY = date(2026, 11, 23)
GLADBECK, DORSTEN, KREIS = "05562014", "05562012", "05562"


def at_home(kind: str) -> str | None:
    """Somebody who lives in Gladbeck, and is assigned to no place."""
    return GLADBECK if kind == "habitual" else None


# ---------------------------------------------------------------------------------------- cases


def test_what_a_person_is_not_told_to_have_is_none() -> None:
    assert case(person(), as_of=DAY).person("P1").complete_for("residence", as_of=DAY) == (Period(None, DAY),)


def test_what_a_person_is_said_to_be_unknown_in_is_not_recorded() -> None:
    built = case(person(unknown={"work", "health"}), as_of=DAY).person("P1")

    assert built.complete_for("work", as_of=DAY) == ()
    assert built.complete_for("stay", as_of=DAY) == (Period(None, DAY),)


def test_a_person_may_claim_nothing_at_all() -> None:
    assert case(person(complete=[]), as_of=DAY).person("P1").complete == ()


def test_a_day_of_birth_that_is_not_told_is_not_recorded() -> None:
    assert case(person(), as_of=DAY).person("P1").birth == NOT_RECORDED


def test_days_are_told_as_days_or_as_texts() -> None:
    as_days = person(birth=date(1990, 5, 5), stay={"first": date(2024, 8, 1), "in_germany": True})
    as_texts = person(birth="1990-05-05", stay=[{"first": "2024-08-01", "in_germany": True}])

    assert case(as_days, as_of=DAY) == case(as_texts, as_of="2026-11-23")


def test_a_value_can_be_unknown_for_a_reason() -> None:
    built = case(person(residence={"status": Unknown("withheld")}), as_of=DAY)

    assert built.person("P1").residence[0].status == Unknown("withheld")


def test_a_set_is_told_as_a_set() -> None:
    built = case(person(nationality={"countries": {"UA", "DE"}}), as_of=DAY)

    assert built.person("P1").nationality[0].countries == frozenset({"UA", "DE"})


def test_a_place_is_told_by_its_name_or_its_key() -> None:
    assert living_in("Gladbeck", since=DAY) == living_in(GLADBECK, since="2026-11-23")
    assert [place["kind"] for place in living_in(GLADBECK)] == ["assigned", "habitual"]


def test_a_payment_goes_to_the_aspect_it_answers_for() -> None:
    assert paid("SGB_II", "SGB_V_sgb2", since="2026-05-01", until=DAY) == [
        {"aspect": "livelihood", "benefit": "SGB_II", "first": "2026-05-01", "last": "2026-11-23"},
        {"aspect": "health", "benefit": "SGB_V_sgb2", "first": "2026-05-01", "last": "2026-11-23"},
    ]


def test_a_case_has_no_relations_applications_and_handoffs_unless_they_are_told() -> None:
    built = case(person(), as_of=DAY)
    told = case(person(), as_of=DAY, applications=Unknown("not_asked"))

    assert (built.relations, built.applications, built.handoffs) == ((), (), ())
    assert told.applications == Unknown("not_asked")


def test_a_case_comes_back_from_its_file() -> None:
    built = case(person("A", places=living_in("Dorsten")), person("B", coverage=paid("SGB_II")), as_of=DAY)

    assert read_case(write_case(built)) == built


def test_a_document_can_be_changed_before_it_is_read() -> None:
    changed = document(person(), as_of=DAY, key="1")
    changed["persons"][0]["work"] = [{"capable": True}]

    assert read_case(changed) == case(person(work={"capable": True}), as_of=DAY, key="1")


def test_what_is_built_does_not_share_what_it_was_told() -> None:
    fields = {"in_need": True}
    built = person(livelihood=fields)
    fields["in_need"] = False

    assert built["livelihood"] == [{"in_need": True}]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (person(worq={"capable": True}), "$.persons[0].worq"),
        (person(work={"capabel": True}), "$.persons[0].work[0].capabel"),
        (person(birth="5 May 1990"), "$.persons[0].birth"),
        (person(places=living_in("Gladbek")), "$.persons[0].places[0].territory"),
        (person(coverage=paid("SGB_2")), "$.persons[0].coverage[0].benefit"),
    ],
)
def test_a_wrong_person_is_refused_with_its_path(wrong: Document, where: str) -> None:
    with pytest.raises(CaseError) as refused:
        case(wrong, as_of=DAY)

    assert where in {fault.where for fault in refused.value.faults}


# ---------------------------------------------------------------------------------------- landscapes


def test_an_agency_has_its_id_as_its_name_unless_it_is_told() -> None:
    built = landscape(agency("hall", territory="Gladbeck"), agency("castle", territory="Dorsten", name="Schloss"))

    assert [one.names[0].official for one in built.agencies] == [
        Text.of(de="hall", en="hall"),
        Text.of(de="Schloss", en="Schloss"),
    ]


def test_names_with_days_are_kept() -> None:
    names = [{"name": "Amt", "until": "2025-12-31"}, {"name": "Haus", "from": date(2026, 1, 1)}]

    assert len(landscape(agency("hall", territory=KREIS, names=names)).agencies[0].names) == len(names)


@pytest.mark.parametrize("role", ROLES)
def test_an_agency_is_competent_in_the_role_told(role: Role) -> None:
    does: dict[str, Any] = {role: ["registration", "counselling"]}
    built = landscape(agency("hall", territory=["Gladbeck", DORSTEN], **does))

    for matter in ("registration", "counselling"):
        answer = built.competent(matter, role=role, on=DAY, place=at_home)
        assert [one.id for one in answer.agencies] == ["hall"]


def test_a_matter_with_rows_is_covered_and_every_other_is_not_recorded() -> None:
    built = landscape(agency("hall", territory="Gladbeck", decides="registration"))

    assert built.competent("registration", role="accepts", on=DAY, place=at_home).kind == "nobody"
    assert built.competent("counselling", role="decides", on=DAY, place=at_home).kind == "not_recorded"


def test_an_agency_for_all_of_germany_needs_no_place() -> None:
    built = landscape(agency("bund", territory="DE", decides="asylum"))

    assert [one.id for one in built.competent("asylum", role="decides", on=DAY, place=at_home).agencies] == ["bund"]


def test_a_landscape_may_be_toml_and_may_say_what_it_covers() -> None:
    built = landscape(
        """
        [[agency]]
        id = "hall"
        kind = "meldebehoerde"
        territory = "05562014"

        [[competence]]
        agency = "hall"
        matter = "registration"
        territory = "05562014"
        places = ["habitual"]
        """,
        id="town",
        covers=[],
    )

    assert (built.id, built.covers, built.verified_on) == ("town", (), VERIFIED_ON)
    assert (built.competences[0].role, built.competences[0].source) == ("decides", SOURCE)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (agency("hall", territory="Gladbek"), "unknown-territory"),
        (agency("hall", territory="Gladbeck", decides="registratio"), "unknown-name"),
        (agency("hall", territory="Gladbeck", decide="registration"), "unknown-key"),
        ("[[agency", "toml"),
    ],
)
def test_a_wrong_landscape_is_refused(wrong: Document | str, code: str) -> None:
    with pytest.raises(LandscapeError) as refused:
        landscape(wrong)

    assert code in {fault.code for fault in refused.value.faults}


# ---------------------------------------------------------------------------------------- rulebooks


GROWN_UP = statement("definition", "grown_up", when=["today >= passed(person.birth, MAJORITY)"])
MAJORITY = statement("value", "MAJORITY", is_="18 years")


def test_a_statement_has_all_that_the_reader_asks_for() -> None:
    built = rulebook(GROWN_UP, MAJORITY)
    filled = built.statements[-1]

    assert (filled.id, filled.in_force, filled.verified_on, filled.confidence) == (
        "grown_up",
        Period(),
        VERIFIED_ON,
        "high",
    )
    assert [str(source) for source in filled.basis] == ["invented for a test"]
    assert filled.title == Text.of(de="grown_up", en="grown_up")
    assert built.notes == ()


def test_what_a_statement_is_told_is_kept() -> None:
    told = rulebook(
        statement(
            "definition",
            "refugee",
            when=["residence.status in {refugee}"],
            in_force={"from": date(2024, 1, 1)},
            title={"de": "Flüchtling", "en": "refugee"},
            confidence="low",
        ),
        law_known_until="2026-06-30",
    )

    assert told.law_known_until == date(2026, 6, 30)
    assert (told.statements[0].in_force, told.statements[0].confidence) == (Period(date(2024, 1, 1), None), "low")


def test_a_bill_is_not_in_force() -> None:
    bill = {"bill": "a bill", "planned_from": "2027"}
    built = rulebook(statement("definition", "able", when=["work.capable"], pending=bill))

    assert built.statements[0].in_force is None


def test_toml_text_and_tables_say_the_same_whatever_their_order() -> None:
    text = '[[definition]]\nid = "able"\nwhen = ["work.capable"]\nverified_on = 2026-01-01'
    table = statement("definition", "able", when=["work.capable"], verified_on=VERIFIED_ON)

    assert rulebook(text).digest == rulebook(table).digest
    assert len(rulebook(GROWN_UP, text, MAJORITY).statements) == len(("grown_up", "able", "MAJORITY"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (statement("definition", "able", when=["work.capabel"]), "unknown-name"),
        (statement("definition", "able", wen=["work.capable"]), "unknown-key"),
        (statement("defintion", "able", when=["work.capable"]), "unknown-kind"),
        (statement("value", "AGE", is_="65 jears"), "duration"),
        ("[[definition", "toml"),
    ],
)
def test_a_wrong_rulebook_is_refused(wrong: Document | str, code: str) -> None:
    with pytest.raises(RulebookError) as refused:
        rulebook(wrong)

    assert code in {fault.code for fault in refused.value.faults}


def test_every_kind_of_statement_can_be_told() -> None:
    built = rulebook(
        MAJORITY,
        GROWN_UP,
        statement("aspect", "livelihood", due=["livelihood.in_need"]),
        statement(
            "entitlement", "bread", aspect="livelihood", benefit="SGB_II", when=["grown_up"], claim={"by": "office"}
        ),
        statement("transition", "on", from_=["AsylbLG_basic"], to="SGB_II"),
        statement("step", "ask", matter="counselling"),
        statement("chain", "way", goal="ask"),
        statement(
            "gap",
            "hole",
            when=["grown_up"],
            nature="practice",
            mechanism="wait",
            cause="too_long",
            severity="notice",
            says={"de": "?", "en": "?"},
        ),
        statement("not_modelled", "rest", says={"de": "?", "en": "?"}),
    )

    assert {each.kind for each in built.statements} == set(KINDS)


def test_built_law_judges_built_people_with_built_offices() -> None:
    law = rulebook(GROWN_UP, MAJORITY)
    judged = Evaluator(law, landscape()).evaluate(case(person(birth="2010-01-01"), as_of=DAY), on=DAY)

    assert judged.judgement("grown_up", "P1").kind is JudgementKind.DOES_NOT_APPLY


# ---------------------------------------------------------------------------------------- without hypothesis

WITHOUT_HYPOTHESIS = "import sys; sys.modules['hypothesis'] = None; "
ASK_FOR = "import kimcore.testing.{}"


@pytest.mark.parametrize("module", ["strategies"])
def test_strategies_say_what_to_install_where_hypothesis_is_missing(module: str) -> None:
    told = _run(WITHOUT_HYPOTHESIS + ASK_FOR.format(module))

    assert told.splitlines()[-1] == 'ImportError: the strategies need hypothesis: pip install "kimcore[testing]"'


def test_builders_work_where_hypothesis_is_missing() -> None:
    build = "from kimcore.testing.builders import *; case(person(), as_of='2026-11-23'), landscape(), rulebook()"

    assert _run(WITHOUT_HYPOTHESIS + build) == ""


def _run(code: str) -> str:
    """Run Python code in a process of its own, and return what it says on the error stream."""
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=path).stderr
