from kimcore.landscape.competence import Standing, stands
from tests.landscape.country import DORSTEN, GELSENKIRCHEN, GLADBECK, KREIS, LAND, At

IN_GLADBECK = (GLADBECK,)
KINDS = ("assigned", "habitual", "actual")


def test_the_first_place_the_person_has_decides() -> None:
    person = At(assigned=DORSTEN, habitual=GLADBECK)

    standing = stands(IN_GLADBECK, KINDS, person)

    assert standing == Standing(verdict=False, kind="assigned", key=DORSTEN, presumed=False)


def test_a_place_known_to_be_none_is_skipped() -> None:
    person = At(assigned=None, habitual=GLADBECK)

    standing = stands(IN_GLADBECK, KINDS, person)

    assert standing == Standing(verdict=True, kind="habitual", key=GLADBECK, presumed=True)


def test_an_unknown_place_leaves_the_rest_open() -> None:
    person = At(habitual=GLADBECK)

    standing = stands(IN_GLADBECK, KINDS, person)

    assert standing == Standing(verdict=None, kind="assigned", presumed=True)


def test_of_several_unknown_places_the_first_is_missing() -> None:
    standing = stands(IN_GLADBECK, KINDS, At())

    assert standing == Standing(verdict=None, kind="assigned", presumed=False)


def test_an_unknown_place_behind_one_that_decides_does_not_matter() -> None:
    standing = stands(IN_GLADBECK, KINDS, At(assigned=GLADBECK))

    assert standing == Standing(verdict=True, kind="assigned", key=GLADBECK, presumed=True)


def test_a_place_coarser_than_the_territory_is_open() -> None:
    standing = stands(IN_GLADBECK, KINDS, At(assigned=KREIS))

    assert standing == Standing(verdict=None, kind="assigned", key=KREIS, presumed=None)


def test_a_place_finer_than_the_territory_lies_in_it() -> None:
    assert stands((KREIS,), KINDS, At(assigned=GLADBECK)).verdict is True
    assert stands((KREIS,), KINDS, At(assigned=GELSENKIRCHEN)).verdict is False


def test_of_several_territories_one_is_enough() -> None:
    assert stands((DORSTEN, GLADBECK), KINDS, At(assigned=GLADBECK)).verdict is True
    assert stands((DORSTEN, GLADBECK), KINDS, At(assigned=LAND)).verdict is None


def test_without_any_place_the_row_is_not_the_persons() -> None:
    person = At(assigned=None, habitual=None, actual=None)

    assert stands(IN_GLADBECK, KINDS, person) == Standing(verdict=False, presumed=False)


def test_all_of_germany_needs_no_place() -> None:
    assert stands(("DE",), (), At()) == Standing(verdict=True, presumed=True)
