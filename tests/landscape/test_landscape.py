from datetime import date

import pytest

from kimcore.errors import UnknownNameError
from kimcore.landscape.answer import Answer
from kimcore.landscape.landscape import Landscape
from kimcore.language.syntax import Flag, Node
from tests.landscape.country import (
    CASTLE,
    COVERS,
    DAY,
    DORSTEN,
    GELSENKIRCHEN,
    GLADBECK,
    HEAD,
    KREIS,
    LAND,
    REGISTERS,
    TOWN_HALL,
    At,
    landscape,
)

COUNSELS = """
[[competence]]
agency = "castle"
matter = "counselling"
role = "advises"
territory = "05562"
places = ["actual"]
source = "https://example.org/castle"
confidence = "high"
"""

FOR_NOBLES = """
[[competence]]
agency = "castle"
matter = "registration"
role = "decides"
territory = "05562"
places = ["habitual"]
for = { test = "noble", says = { de = "von Adel", en = "noble" } }
source = "https://example.org/castle"
confidence = "high"
"""

EVERYWHERE = """
[[competence]]
agency = "castle"
matter = "asylum"
role = "decides"
territory = "DE"
basis = "§ 5 Abs. 1 AsylG"
confidence = "high"
"""

REGISTER = landscape(COVERS, TOWN_HALL, CASTLE, REGISTERS, COUNSELS)
WITH_NOBLES = landscape(COVERS, TOWN_HALL, CASTLE, REGISTERS, COUNSELS, FOR_NOBLES)


def noble(node: Node) -> bool:
    return node == Flag(name="noble")


def common(node: Node) -> bool:
    return not noble(node)


def ids(answer: Answer) -> tuple[str, ...]:
    return tuple(agency.id for agency in answer.agencies)


def said(answer: Answer, lang: str = "en") -> list[str]:
    return [reason.get(lang) for reason in answer.why]


# ---------------------------------------------------------------- one, several


def test_one_office_decides_with_its_reason() -> None:
    answer = REGISTER.competent("registration", on=DAY, place=At(assigned=GLADBECK))

    assert (answer.kind, ids(answer), answer.needs) == ("one", ("hall.gladbeck",), ())
    assert answer.agency == REGISTER.agency("hall.gladbeck")
    assert [row.matter for row in answer.competences] == ["registration"]
    assert said(answer) == ["Rathaus Gladbeck decides (assigned place: Gladbeck)"]
    assert said(answer, "de") == ["Rathaus Gladbeck entscheidet (Ort der Zuweisung: Gladbeck)"]


def test_several_offices_may_be_competent() -> None:
    more = REGISTERS.replace("hall.gladbeck", "castle")
    both = landscape(COVERS, TOWN_HALL, CASTLE, REGISTERS, COUNSELS, more)

    answer = both.competent("registration", on=DAY, place=At(assigned=GLADBECK))

    assert (answer.kind, ids(answer)) == ("several", ("hall.gladbeck", "castle"))
    assert answer.agency is None


def test_two_rows_of_one_office_are_one_office() -> None:
    more = REGISTERS.replace('["assigned", "habitual"]', '["actual"]').replace("05562014", DORSTEN)
    both = landscape(COVERS, TOWN_HALL, REGISTERS, more, CASTLE, COUNSELS)

    answer = both.competent("registration", on=DAY, place=At(assigned=GLADBECK, actual=DORSTEN))

    assert (answer.kind, ids(answer)) == ("one", ("hall.gladbeck",))


def test_one_row_for_germany_needs_no_place() -> None:
    country = landscape(CASTLE, EVERYWHERE)

    answer = country.competent("asylum", on=DAY, place=At())

    assert (answer.kind, ids(answer), answer.needs) == ("one", ("castle",), ())
    assert said(answer) == ["Schloss decides (in all of Germany; § 5 Abs. 1 AsylG)"]


def test_each_role_has_its_own_answer() -> None:
    place = At(actual=GLADBECK)

    assert ids(REGISTER.competent("counselling", role="advises", on=DAY, place=place)) == ("castle",)
    assert REGISTER.competent("counselling", on=DAY, place=place).kind == "nobody"
    assert REGISTER.roles("counselling") == ("advises",)
    assert REGISTER.roles("registration") == ("decides",)
    assert REGISTER.roles("asylum") == ()


# ---------------------------------------------------------------- open


def test_an_unknown_place_leaves_the_answer_open_and_names_the_fact() -> None:
    answer = REGISTER.competent("registration", on=DAY, place=At(habitual=GLADBECK))

    assert (answer.kind, answer.agencies, answer.needs) == ("open", (), ("place.assigned",))
    assert [agency.id for agency in answer.candidates] == ["hall.gladbeck"]
    assert said(answer) == ["open: assigned place"]


def test_a_place_that_is_too_coarse_leaves_the_answer_open() -> None:
    answer = REGISTER.competent("registration", on=DAY, place=At(assigned=KREIS))

    assert (answer.kind, answer.needs, answer.candidates) == ("open", ("place.assigned",), ())
    assert said(answer) == ["assigned place: Kreis Recklinghausen is too coarse"]


def test_an_office_beside_which_another_may_be_competent_leaves_the_answer_open() -> None:
    more = REGISTERS.replace("hall.gladbeck", "castle").replace('["assigned", "habitual"]', '["actual"]')
    both = landscape(COVERS, TOWN_HALL, CASTLE, REGISTERS, COUNSELS, more)

    answer = both.competent("registration", on=DAY, place=At(assigned=GLADBECK))

    assert (answer.kind, answer.needs) == ("open", ("place.actual",))
    assert [agency.id for agency in answer.candidates] == ["hall.gladbeck"]
    assert said(answer) == ["Rathaus Gladbeck decides (assigned place: Gladbeck)", "open: actual stay"]


def test_a_place_that_is_unknown_is_asked_for_before_nobody_is_said() -> None:
    answer = REGISTER.competent("counselling", on=DAY, place=At())

    assert (answer.kind, answer.needs) == ("open", ("place.actual",))
    assert said(answer) == ["open: actual stay"]


def test_a_place_too_coarse_for_what_is_covered_is_asked_for_before_nobody_is_said() -> None:
    answer = REGISTER.competent("counselling", on=DAY, place=At(actual=LAND))

    assert (answer.kind, answer.needs) == ("open", ("place.actual",))
    assert said(answer) == ["actual stay: Nordrhein-Westfalen is too coarse"]


# ---------------------------------------------------------------- nobody, not recorded


def test_inside_what_is_covered_there_may_be_nobody() -> None:
    answer = REGISTER.competent("registration", on=DAY, place=At(assigned=DORSTEN))

    assert (answer.kind, answer.agencies) == ("nobody", ())
    assert said(answer) == ["place and matter are covered; none of the agencies recorded decides"]


def test_outside_what_is_covered_the_answer_is_not_recorded() -> None:
    answer = REGISTER.competent("registration", on=DAY, place=At(assigned=GELSENKIRCHEN))

    assert (answer.kind, answer.needs) == ("not_recorded", ())
    assert said(answer) == ["not covered: Gelsenkirchen"]


def test_a_matter_that_is_not_covered_is_not_recorded() -> None:
    answer = REGISTER.competent("pension", on=DAY, place=At(assigned=GLADBECK))

    assert answer.kind == "not_recorded"
    assert said(answer) == ["the matter is not covered for 2026-11-23"]


def test_a_person_without_any_place_that_counts_is_not_recorded() -> None:
    answer = REGISTER.competent("registration", on=DAY, place=At(assigned=None, habitual=None))

    assert answer.kind == "not_recorded"
    assert said(answer) == ["the person has none of the places that count"]


def test_what_is_covered_in_all_of_germany_has_nobody_without_a_place() -> None:
    covers = COVERS.replace('"05562"', '"DE"').replace('"counselling"', '"asylum"')
    country = landscape(covers, TOWN_HALL, CASTLE, REGISTERS, EVERYWHERE)

    answer = country.competent("asylum", role="accepts", on=DAY, place=At())

    assert answer.kind == "nobody"


def test_a_recorded_office_is_answered_outside_what_is_covered_too() -> None:
    country = landscape(TOWN_HALL, REGISTERS)

    assert ids(country.competent("registration", on=DAY, place=At(assigned=GLADBECK))) == ("hall.gladbeck",)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (date(2021, 12, 31), "not_recorded"),
        (date(2022, 1, 1), "nobody"),
        (date(2022, 12, 31), "nobody"),
        (date(2023, 1, 1), "one"),
        (date(2025, 12, 31), "one"),
        (date(2026, 1, 1), "nobody"),
    ],
)
def test_a_row_speaks_from_its_first_to_its_last_day(on: date, kind: str) -> None:
    covers = COVERS + "in_force = { from = 2022-01-01 }\n"
    dated = REGISTERS + "in_force = { from = 2023-01-01, until = 2025-12-31 }\n"
    country = landscape(covers, TOWN_HALL, CASTLE, dated, COUNSELS)

    assert country.competent("registration", on=on, place=At(assigned=GLADBECK)).kind == kind


# ---------------------------------------------------------------- exceptions


def test_an_exception_that_holds_takes_the_place_of_the_general_row() -> None:
    place = At(assigned=GLADBECK, habitual=GLADBECK)

    answer = WITH_NOBLES.competent("registration", on=DAY, place=place, judge=noble)

    assert (answer.kind, ids(answer), answer.provisional) == ("one", ("castle",), False)
    assert said(answer) == ["Schloss decides (habitual residence: Gladbeck; noble)"]


def test_an_exception_that_does_not_hold_is_silent() -> None:
    place = At(assigned=GLADBECK, habitual=GLADBECK)

    answer = WITH_NOBLES.competent("registration", on=DAY, place=place, judge=common)

    assert (answer.kind, ids(answer), answer.provisional, answer.needs) == (
        "one",
        ("hall.gladbeck",),
        False,
        (),
    )


def test_while_an_exception_is_open_the_general_row_answers_with_a_reservation() -> None:
    place = At(assigned=GLADBECK, habitual=GLADBECK)

    answer = WITH_NOBLES.competent("registration", on=DAY, place=place)

    assert (answer.kind, ids(answer), answer.provisional) == ("one", ("hall.gladbeck",), True)
    assert [row.agency for row in answer.reservation] == ["castle"]
    assert answer.needs == ("noble",)
    assert said(answer)[1:] == ["it is open whether the exception holds: noble; then Schloss"]


def test_an_exception_whose_place_is_unknown_is_open() -> None:
    answer = WITH_NOBLES.competent("registration", on=DAY, place=At(assigned=GLADBECK), judge=noble)

    assert (ids(answer), answer.provisional, answer.needs) == (("hall.gladbeck",), True, ("place.habitual",))


def test_an_exception_elsewhere_is_no_reservation() -> None:
    place = At(assigned=GLADBECK, habitual=GELSENKIRCHEN)

    answer = WITH_NOBLES.competent("registration", on=DAY, place=place)

    assert (ids(answer), answer.provisional, answer.needs) == (("hall.gladbeck",), False, ())


def test_an_open_exception_that_leads_to_the_same_office_is_no_reservation() -> None:
    same = FOR_NOBLES.replace('"castle"', '"hall.gladbeck"')
    country = landscape(COVERS, TOWN_HALL, CASTLE, REGISTERS, COUNSELS, same)

    answer = country.competent("registration", on=DAY, place=At(assigned=GLADBECK, habitual=GLADBECK))

    assert (answer.kind, answer.provisional) == ("one", False)


def test_an_open_exception_stays_a_reservation_where_nobody_is_found() -> None:
    answer = WITH_NOBLES.competent("registration", on=DAY, place=At(assigned=DORSTEN, habitual=GLADBECK))

    assert (answer.kind, answer.provisional, answer.needs) == ("nobody", True, ("noble",))


def test_where_there_are_only_exceptions_an_open_one_leaves_the_answer_open() -> None:
    country = landscape(COVERS, TOWN_HALL, CASTLE, FOR_NOBLES, COUNSELS)

    answer = country.competent("registration", on=DAY, place=At(habitual=GLADBECK))

    assert (answer.kind, answer.needs, answer.provisional) == ("open", ("noble",), False)
    assert [agency.id for agency in answer.candidates] == ["castle"]
    assert said(answer) == ["it is open whether the exception holds: noble; then Schloss"]


def test_where_there_are_only_exceptions_that_do_not_hold_there_is_nobody() -> None:
    country = landscape(COVERS, TOWN_HALL, CASTLE, FOR_NOBLES, COUNSELS)

    assert country.competent("registration", on=DAY, place=At(habitual=GLADBECK), judge=common).kind == "nobody"


def test_of_the_exceptions_for_one_group_the_likely_one_stands_for_those_an_unknown_place_could_bring() -> None:
    gladbeck = FOR_NOBLES.replace('"05562"', '"05562014"').replace('["habitual"]', '["assigned", "habitual"]')
    dorsten = gladbeck.replace("05562014", DORSTEN).replace('"castle"', '"tower"')
    tower = CASTLE.replace('"castle"', '"tower"')
    town = REGISTERS.replace('["assigned", "habitual"]', '["habitual"]')
    country = landscape(COVERS, TOWN_HALL, CASTLE, tower, town, gladbeck, dorsten, COUNSELS)

    near = country.competent("registration", on=DAY, place=At(habitual=GLADBECK))
    far = country.competent("registration", on=DAY, place=At(habitual=GELSENKIRCHEN))

    assert [row.agency for row in near.reservation] == ["castle"]
    assert near.needs == ("noble", "place.assigned")
    assert [row.agency for row in far.reservation] == ["castle", "tower"]


# ---------------------------------------------------------------- agencies


def test_an_agency_that_is_not_there_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError) as caught:
        REGISTER.agency("hall.gladbek")

    assert str(caught.value) == "the landscape invented has no agency 'hall.gladbek'; did you mean 'hall.gladbeck'?"


def test_an_agency_like_no_other_is_an_error_without_a_hint() -> None:
    with pytest.raises(UnknownNameError) as caught:
        REGISTER.agency("?")

    assert str(caught.value) == "the landscape invented has no agency '?'"


def test_the_work_of_an_agency_goes_on_with_its_successor() -> None:
    old = TOWN_HALL + 'exists = { until = 2025-12-31 }\nsuccessor = "castle"\n'
    country = landscape(old, CASTLE)

    assert country.in_existence("hall.gladbeck", on=date(2025, 12, 31)).id == "hall.gladbeck"
    assert country.in_existence("hall.gladbeck", on=date(2026, 1, 1)).id == "castle"
    assert country.in_existence("castle", on=date(2026, 1, 1)).id == "castle"


def test_the_matters_are_those_covered_and_those_with_a_row() -> None:
    country = landscape(COVERS, TOWN_HALL, CASTLE, REGISTERS, COUNSELS, EVERYWHERE)

    assert country.matters == {"registration", "counselling", "asylum"}


def test_an_empty_landscape_records_nothing() -> None:
    country = landscape()

    assert isinstance(country, Landscape)
    assert country.competent("registration", on=DAY, place=At(assigned=GLADBECK)).kind == "not_recorded"


def test_the_digest_is_that_of_the_content_and_not_of_its_form() -> None:
    same = landscape(COVERS, TOWN_HALL, CASTLE, "# a remark\n", REGISTERS, COUNSELS)
    other = landscape(COVERS, TOWN_HALL, CASTLE.replace("Schloss", "Burg"), REGISTERS, COUNSELS)

    assert same == REGISTER
    assert other.digest != REGISTER.digest
    assert len(REGISTER.digest) == 64
    assert HEAD.count("digest") == 0


def test_a_repr_shows_no_rows() -> None:
    assert "registration" not in repr(REGISTER)
