"""The landscape that comes with the library: ten towns, the Kreis, and what lies around them."""

from datetime import date

import pytest

from kimcore.landscape.answer import Answer
from kimcore.landscape.competence import Judge, Role
from kimcore.landscape.reading import load_landscape
from kimcore.language.check import Names, bind
from kimcore.language.parser import parse_test
from kimcore.language.syntax import Node
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.law.codes import code_lists
from tests.landscape.country import DAY, DORSTEN, GELSENKIRCHEN, GLADBECK, KREIS, At

WALTROP, DATTELN = "05562036", "05562008"

TOWNS = {
    "05562004": "Castrop-Rauxel",
    DATTELN: "Datteln",
    DORSTEN: "Dorsten",
    GLADBECK: "Gladbeck",
    "05562016": "Haltern am See",
    "05562020": "Herten",
    "05562024": "Marl",
    "05562028": "Oer-Erkenschwick",
    "05562032": "Recklinghausen",
    WALTROP: "Waltrop",
}

# Große kreisangehörige Städte, §§ 1, 2 of the ordinance on § 4 GO NRW
LARGE = {"05562004", DORSTEN, GLADBECK, "05562020", "05562024", "05562032"}

NOBODY_DECIDES = {
    "pension": "the carrier follows the insurance number, not the place",
    "student_grant": "the Studierendenwerk of the university",
    "recognition": "the body follows the profession",
    "skilled_migration": "the place of work counts",
    "education_participation": "whoever pays the benefit decides",
    "health_cover_clearing": "counselling",
    "recognition_counselling": "counselling",
    "counselling": "counselling",
    "migration_counselling_adults": "counselling",
    "youth_migration_service": "counselling",
    "integration_agency": "counselling",
    "refugee_counselling": "counselling",
    "kim_case_management": "counselling",
    "volunteering": "no office at all",
    "language": "providers, no office",
    "orientation_course": "providers, no office",
}

MATTERS = tuple(code_lists()["matter"])

LAND_FACILITY = "residence.status in {gestattung, ankunftsnachweis} and place.assigned is absent"
IN_ASYLUM = "residence.status in {gestattung, ankunftsnachweis}"
DRAWS_SGB_II = "coverage.livelihood includes SGB_II"
DRAWS_ASYLBLG = "coverage.livelihood includes {AsylbLG_basic, AsylbLG_analogue}"
PUPIL = "school.attends"


def in_no_group(node: Node) -> bool:
    del node
    return False


def only(test: str) -> Judge:
    """Judge the one test as true and every other as false."""
    wanted = bind(parse_test(test), Names(vocabulary=standard_vocabulary()))
    return lambda node: node == wanted


def lives_in(key: str, **places: str | None) -> At:
    """A person assigned to a town who lives there, unless said otherwise."""
    return At(**{"assigned": key, "habitual": key, "actual": key, **places})


def ask(matter: str, place: At, *, role: Role = "decides", on: date = DAY, judge: Judge = in_no_group) -> Answer:
    return load_landscape("kreis-recklinghausen").competent(matter, role=role, on=on, place=place, judge=judge)


def printed(matter: str, place: At, *, role: Role = "decides", on: date = DAY, judge: Judge = in_no_group) -> list[str]:
    answer = ask(matter, place, role=role, on=on, judge=judge)
    return [agency.printed_name(on=on, lang="de") for agency in answer.agencies]


# ---------------------------------------------------------------- every matter in every town


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("matter", [matter for matter in MATTERS if matter not in NOBODY_DECIDES])
def test_exactly_one_office_decides(matter: str, town: str) -> None:
    answer = ask(matter, lives_in(town))

    assert answer.kind == "one"
    assert not answer.provisional


@pytest.mark.parametrize("matter", NOBODY_DECIDES)
def test_where_nobody_decides_there_is_a_reason_and_no_office(matter: str) -> None:
    assert {ask(matter, lives_in(town)).agencies for town in TOWNS} == {()}


def test_only_case_management_is_covered_and_decided_by_nobody() -> None:
    # KIM counsels, § 9 TIntG NRW; everything else that nobody decides is not covered.
    found = {matter for matter in MATTERS for town in TOWNS if ask(matter, lives_in(town)).kind == "nobody"}

    assert found == {"kim_case_management"}


@pytest.mark.parametrize("town", TOWNS)
def test_everybody_is_counselled(town: str) -> None:
    for matter in ("counselling", "kim_case_management"):
        assert ask(matter, lives_in(town), role="advises").kind in ("one", "several")


# ---------------------------------------------------------------- the names in print


@pytest.mark.parametrize(
    ("matter", "role", "name"),
    [
        ("asylblg_benefits", "decides", "Sozialamt der Stadt Gladbeck"),
        ("sgb12_3_benefits", "decides", "Sozialamt der Stadt Gladbeck"),
        ("sgb12_4_benefits", "decides", "Sozialamt der Stadt Gladbeck"),
        ("sgb2_benefits", "decides", "Jobcenter Kreis Recklinghausen"),
        ("sgb2_benefits", "accepts", "Jobcenter Kreis Recklinghausen, Bezirksstelle Gladbeck"),
        ("residence_permit", "decides", "Ausländerbehörde der Stadt Gladbeck"),
        ("naturalisation", "decides", "Einbürgerungsbehörde der Stadt Gladbeck"),
        ("registration", "decides", "Bürgeramt der Stadt Gladbeck"),
        ("youth_care", "decides", "Jugendamt der Stadt Gladbeck (Name nicht geprüft)"),
        ("day_care", "decides", "Amt für Bildung und Erziehung der Stadt Gladbeck"),
        ("school_placement", "decides", "Schulamt für den Kreis Recklinghausen (Name nicht geprüft)"),
        ("school_placement", "advises", "Kommunales Integrationszentrum Kreis Recklinghausen"),
        ("job_placement", "decides", "Agentur für Arbeit Recklinghausen"),
        ("asylum", "decides", "Bundesamt für Migration und Flüchtlinge (BAMF)"),
        ("health_insurance", "decides", "Krankenkasse nach Wahl der Person"),
    ],
)
def test_an_office_of_gladbeck_is_printed_by_its_common_name(matter: str, role: Role, name: str) -> None:
    assert printed(matter, lives_in(GLADBECK), role=role) == [name]


@pytest.mark.parametrize(
    ("matter", "name"),
    [
        ("asylblg_benefits", "Sozialamt der Stadt Dorsten (Name nicht geprüft)"),
        ("residence_permit", "Ausländerbehörde der Stadt Dorsten (Name nicht geprüft)"),
        ("youth_care", "Jugendamt der Stadt Dorsten (Name nicht geprüft)"),
        ("registration", "Meldebehörde der Stadt Dorsten (Name nicht geprüft)"),
        ("housing_benefit", "Wohngeldstelle der Stadt Dorsten (Name nicht geprüft)"),
    ],
)
def test_an_office_made_by_rule_is_printed_as_not_verified(matter: str, name: str) -> None:
    assert printed(matter, lives_in(DORSTEN)) == [name]


def test_the_official_name_stands_beside_the_common_one() -> None:
    (office,) = ask("asylblg_benefits", lives_in(GLADBECK)).agencies

    assert office.official_name(on=DAY, lang="de") == (
        "Stadt Gladbeck, Amt für Soziales und Wohnen, Asylbewerberleistungen"
    )


def test_the_health_insurer_is_the_persons_choice() -> None:
    for matter in ("health_insurance", "long_term_care_insurance"):
        (fund,) = ask(matter, At()).agencies
        assert fund.chosen


# ---------------------------------------------------------------- towns of two classes


@pytest.mark.parametrize("town", TOWNS)
def test_large_towns_have_their_own_foreigners_authority_and_the_kreis_serves_the_others(town: str) -> None:
    (office,) = ask("residence_permit", lives_in(town)).agencies

    assert (office.id != "auslaenderbehoerde.kreis") == (town in LARGE)


@pytest.mark.parametrize("town", TOWNS)
def test_the_kreis_naturalises_where_the_town_only_accepts(town: str) -> None:
    (office,) = ask("naturalisation", lives_in(town)).agencies
    accepting = printed("naturalisation", lives_in(town), role="accepts")

    assert (office.id == "einbuergerung.kreis") == (town not in LARGE)
    assert accepting == (
        []
        if town in LARGE
        else [f"Annahmestelle für Einbürgerungsanträge der Stadt {TOWNS[town]} (Name nicht geprüft)"]
    )


@pytest.mark.parametrize("town", TOWNS)
def test_each_town_has_its_own_branch_of_the_one_jobcenter(town: str) -> None:
    assert printed("sgb2_benefits", lives_in(town)) == ["Jobcenter Kreis Recklinghausen"]
    assert printed("sgb2_benefits", lives_in(town), role="accepts") == [
        f"Jobcenter Kreis Recklinghausen, Bezirksstelle {TOWNS[town]}"
    ]


# ---------------------------------------------------------------- moves


def changed_by_a_move(start: str, end: str, *, role: Role = "decides") -> set[str]:
    return {
        matter
        for matter in MATTERS
        if ask(matter, lives_in(start), role=role).agencies != ask(matter, lives_in(end), role=role).agencies
    }


def test_a_move_from_waltrop_to_gladbeck_changes_the_offices_of_the_town() -> None:
    assert changed_by_a_move(WALTROP, GLADBECK) == {
        "asylblg_benefits",
        "sgb12_3_benefits",
        "sgb12_4_benefits",
        "care_assistance",
        "accommodation",
        "residence_permit",
        "duldung",
        "gestattung",
        "work_permission",
        "residence_obligation",
        "return",
        "integration_course_duty",
        "naturalisation",
        "registration",
        "civil_status",
        "housing_benefit",
        "housing_permit",
        "youth_care",
        "guardianship",
        "day_care",
        "maintenance_advance",
    }


def test_a_move_from_waltrop_to_gladbeck_leads_from_the_kreis_to_the_town_for_residence() -> None:
    assert printed("residence_permit", lives_in(WALTROP)) == ["Ausländerbehörde des Kreises Recklinghausen"]
    assert printed("residence_permit", lives_in(GLADBECK)) == ["Ausländerbehörde der Stadt Gladbeck"]


def test_a_move_within_the_kreis_leaves_the_jobcenter_and_changes_only_its_branch() -> None:
    assert "sgb2_benefits" not in changed_by_a_move(WALTROP, GLADBECK)
    assert "sgb2_benefits" in changed_by_a_move(WALTROP, GLADBECK, role="accepts")


def test_a_move_between_two_towns_of_the_kreis_authority_leaves_the_residence_office() -> None:
    assert "residence_permit" not in changed_by_a_move(WALTROP, DATTELN)


@pytest.mark.parametrize("role", ["decides", "accepts", "pays", "advises"])
def test_gelsenkirchen_is_not_recorded_and_never_nobody(role: Role) -> None:
    covers = load_landscape("kreis-recklinghausen").covers
    everywhere = {matter for cover in covers if "DE" in cover.territory for matter in cover.matters}

    found = {matter for matter in MATTERS if ask(matter, lives_in(GELSENKIRCHEN), role=role).kind == "nobody"}

    assert found - everywhere == set()


def test_in_gelsenkirchen_only_what_reaches_beyond_the_kreis_is_answered() -> None:
    found = {matter for matter in MATTERS if ask(matter, lives_in(GELSENKIRCHEN)).agencies}

    assert found == {
        "asylum",
        "integration_course",
        "vocational_language_course",
        "health_insurance",
        "long_term_care_insurance",
        "allocation",
        "youth_care_allocation",
        "integration_assistance",
    }


def test_a_move_from_gladbeck_to_gelsenkirchen_leads_to_a_jobcenter_that_is_not_recorded() -> None:
    answer = ask("sgb2_benefits", lives_in(GELSENKIRCHEN))

    assert answer.kind == "not_recorded"
    assert [reason.get("de") for reason in answer.why] == ["nicht erfasst: Gelsenkirchen"]


# ---------------------------------------------------------------- which place counts


def test_asylblg_follows_the_assignment_before_the_stay() -> None:  # § 10a Abs. 1 Satz 1, 3 AsylbLG
    away = lives_in(GLADBECK, assigned=DORSTEN)
    unassigned = lives_in(GLADBECK, assigned=None, habitual=DORSTEN)

    assert printed("asylblg_benefits", away) == ["Sozialamt der Stadt Dorsten (Name nicht geprüft)"]
    assert printed("asylblg_benefits", unassigned) == ["Sozialamt der Stadt Gladbeck"]


def test_sgb2_follows_the_residence_obligation_before_the_home_before_the_stay() -> None:
    # § 36 Abs. 2 Satz 1, Abs. 1 Satz 1, 2, Abs. 1 Satz 4 SGB II
    def branch(place: At) -> list[str]:
        return [name.rpartition(" ")[2] for name in printed("sgb2_benefits", place, role="accepts")]

    assert branch(At(assigned=DORSTEN, habitual=GLADBECK, actual=WALTROP)) == ["Dorsten"]
    assert branch(At(assigned=None, habitual=GLADBECK, actual=WALTROP)) == ["Gladbeck"]
    assert branch(At(assigned=None, habitual=None, actual=WALTROP)) == ["Waltrop"]


def test_an_obligation_elsewhere_keeps_the_jobcenter_elsewhere() -> None:  # § 36 Abs. 2 Satz 1 SGB II
    assert ask("sgb2_benefits", lives_in(GLADBECK, assigned=GELSENKIRCHEN)).kind == "not_recorded"


def test_social_assistance_follows_the_stay_and_old_age_benefits_the_home() -> None:
    # § 98 Abs. 1 SGB XII; § 1 Abs. 3 AG-SGB XII NRW
    place = At(assigned=None, habitual=DORSTEN, actual=GLADBECK)

    assert printed("sgb12_3_benefits", place) == ["Sozialamt der Stadt Gladbeck"]
    assert printed("sgb12_4_benefits", place) == ["Sozialamt der Stadt Dorsten (Name nicht geprüft)"]


def test_a_record_without_a_separate_stay_means_that_the_person_is_at_home() -> None:
    place = At(assigned=None, habitual=GLADBECK, actual=None)

    assert printed("sgb12_3_benefits", place) == ["Sozialamt der Stadt Gladbeck"]


def test_where_only_the_home_is_known_the_jobcenter_is_a_candidate_and_the_assignment_is_asked() -> None:
    answer = ask("sgb2_benefits", At(habitual=GLADBECK))

    assert (answer.kind, answer.needs) == ("open", ("place.assigned",))
    assert [agency.id for agency in answer.candidates] == ["jobcenter"]


def test_where_only_the_kreis_is_known_the_jobcenter_decides_and_the_town_office_is_open() -> None:
    assert ask("sgb2_benefits", lives_in(KREIS)).kind == "one"
    assert ask("asylblg_benefits", lives_in(KREIS)).kind == "open"


def test_where_only_the_town_is_known_there_is_counselling() -> None:
    assert printed("counselling", At(habitual=GLADBECK), role="advises") == [
        "Kommunales Integrationsmanagement (KIM) der Stadt Gladbeck",
        "Caritasverband Gladbeck, Migrationsberatung",
    ]


# ---------------------------------------------------------------- exceptions


@pytest.mark.parametrize(
    ("matter", "office"),
    [
        ("asylblg_benefits", "bezirksregierung_muenster"),  # § 1 Abs. 1 Satz 2 AG AsylbLG NRW
        ("residence_permit", "zab_coesfeld"),
        ("duldung", "zab_coesfeld"),
        ("work_permission", "zab_coesfeld"),
        ("return", "zab_coesfeld"),
        ("gestattung", "bamf"),  # § 63 AsylG
    ],
)
def test_in_a_land_facility_other_offices_decide(matter: str, office: str) -> None:
    place = At(assigned=None, habitual=None, actual=DORSTEN)

    answer = ask(matter, place, judge=only(LAND_FACILITY))

    assert [agency.id for agency in answer.agencies] == [office]


@pytest.mark.parametrize(
    ("matter", "test", "office"),
    [
        ("job_placement", DRAWS_SGB_II, "jobcenter"),  # § 22 Abs. 4 SGB III, § 16 SGB II
        ("integration_course_duty", DRAWS_SGB_II, "jobcenter"),  # § 44a Abs. 1 Satz 1 Nr. 2 AufenthG
        ("integration_course_duty", DRAWS_ASYLBLG, "sozialamt_asylblg.gladbeck"),  # Nr. 4
        ("vocational_language_course", DRAWS_SGB_II, "jobcenter"),  # § 5 Abs. 2 DeuFöV
        ("vocational_language_course", "coverage.livelihood includes ALG", "agentur"),  # § 5 Abs. 1 DeuFöV
        ("education_participation", DRAWS_SGB_II, "jobcenter"),  # § 28 SGB II
        ("education_participation", DRAWS_ASYLBLG, "sozialamt_asylblg.gladbeck"),  # § 3 Abs. 4 AsylbLG
        ("integration_assistance", PUPIL, "eingliederungshilfe.kreis"),
    ],
)
def test_for_some_people_another_office_decides(matter: str, test: str, office: str) -> None:
    answer = ask(matter, lives_in(GLADBECK), judge=only(test))

    assert [agency.id for agency in answer.agencies] == [office]


def test_during_the_asylum_procedure_the_youth_office_is_that_of_the_assigned_town() -> None:
    place = lives_in(GLADBECK, assigned=DORSTEN)  # § 86 Abs. 7 SGB VIII

    assert printed("youth_care", place) == ["Jugendamt der Stadt Gladbeck (Name nicht geprüft)"]
    assert printed("youth_care", place, judge=only(IN_ASYLUM)) == ["Jugendamt der Stadt Dorsten (Name nicht geprüft)"]


def test_of_a_person_whose_benefit_is_unknown_the_general_office_decides_provisionally() -> None:
    answer = ask("job_placement", lives_in(GLADBECK), judge=lambda _: None)

    assert ([agency.id for agency in answer.agencies], answer.provisional) == (["agentur"], True)
    assert answer.needs == ("coverage.livelihood",)


@pytest.mark.parametrize(
    ("test", "matter"),
    [
        ("person.age >= 27", "migration_counselling_adults"),
        ("person.age >= 12 and person.age < 27", "youth_migration_service"),
    ],
)
def test_counselling_by_age_is_open_while_the_age_is(test: str, matter: str) -> None:
    unknown = ask(matter, lives_in(GLADBECK), role="advises", judge=lambda _: None)

    assert (unknown.kind, unknown.needs) == ("open", ("person.birth",))
    assert ask(matter, lives_in(GLADBECK), role="advises", judge=only(test)).agencies


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(("on", "kind"), [(date(2020, 12, 31), "not_recorded"), (date(2021, 1, 1), "nobody")])
def test_nothing_is_said_to_be_missing_before_2021(on: date, kind: str) -> None:
    assert ask("kim_case_management", lives_in(GLADBECK), on=on).kind == kind


@pytest.mark.parametrize(("on", "kind"), [(date(2012, 6, 30), "not_recorded"), (date(2012, 7, 1), "one")])
def test_the_agentur_recklinghausen_serves_the_kreis_since_july_2012(on: date, kind: str) -> None:
    assert ask("unemployment_benefit", lives_in(GLADBECK), on=on).kind == kind


@pytest.mark.parametrize(("on", "kind"), [(date(2021, 12, 6), "nobody"), (date(2021, 12, 7), "one")])
def test_kim_of_the_kreis_began_on_7_december_2021(on: date, kind: str) -> None:
    assert ask("kim_coordination", lives_in(GLADBECK), on=on).kind == kind


# ---------------------------------------------------------------- the record itself


def test_every_row_names_a_citation_or_a_source() -> None:
    landscape = load_landscape("kreis-recklinghausen")

    assert [row for row in landscape.competences if not row.basis and not row.source] == []


def test_every_agency_has_a_competence_or_is_a_part_or_a_whole_of_one_that_has() -> None:
    landscape = load_landscape("kreis-recklinghausen")
    active = {row.agency for row in landscape.competences}
    parents = {agency.parent for agency in landscape.agencies if agency.id in active}

    assert {agency.id for agency in landscape.agencies} - active - parents == set()


def test_names_made_by_rule_are_marked() -> None:
    landscape = load_landscape("kreis-recklinghausen")
    by_rule = [
        agency
        for agency in landscape.agencies
        if agency.kind in ("sozialamt", "jugendamt", "meldebehoerde", "standesamt", "wohngeldbehoerde")
        and not agency.id.endswith(".gladbeck")
    ]

    assert {agency.name_verified for agency in by_rule} == {False}


def test_the_landscape_is_read_once() -> None:
    assert load_landscape("kreis-recklinghausen") is load_landscape("kreis-recklinghausen")
