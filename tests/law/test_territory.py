"""Territories: found by key and name, and within one another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.errors import UnknownNameError
from kimcore.law.territory import GERMANY, Territories, Territory, shorten, within

SHIPPED = Territories.shipped()
KEYS = st.sampled_from(list(SHIPPED))


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [
        ("DE", "Deutschland", "country"),
        ("05", "Nordrhein-Westfalen", "land"),
        ("09", "Bayern", "land"),
        ("055", "Regierungsbezirk Münster", "regierungsbezirk"),
        ("05562", "Kreis Recklinghausen", "kreis"),
        ("05334", "Städteregion Aachen", "kreis"),
        ("05513", "Gelsenkirchen", "stadt"),
        ("05513000", "Gelsenkirchen", "gemeinde"),
        ("05562014", "Gladbeck", "gemeinde"),
        ("055620014014", "Gladbeck", "gemeinde"),
    ],
)
def test_a_territory_is_found_by_its_key(key: str, name: str, kind: str) -> None:
    assert key in SHIPPED
    assert SHIPPED.name(key) == name
    assert SHIPPED[key].kind == kind


def test_the_table_has_every_municipality_of_nrw() -> None:
    kinds = [SHIPPED[key].kind for key in SHIPPED]

    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "country": 1,
        "gemeinde": 396,
        "kreis": 31,
        "land": 16,
        "regierungsbezirk": 5,
        "stadt": 22,
    }
    assert len(SHIPPED) == 471


def test_the_towns_of_kreis_recklinghausen_are_ten() -> None:
    towns = [SHIPPED.name(key) for key in SHIPPED if len(key) == 8 and within(key, "05562")]

    assert towns == [
        "Castrop-Rauxel",
        "Datteln",
        "Dorsten",
        "Gladbeck",
        "Haltern am See",
        "Herten",
        "Marl",
        "Oer-Erkenschwick",
        "Recklinghausen",
        "Waltrop",
    ]


@pytest.mark.parametrize("key", ["", "5562014", "09162000", "05562015", "Gladbeck", "055620014999", 5562014, None])
def test_a_key_that_is_not_shipped_is_in_no_table(key: object) -> None:
    assert key not in SHIPPED


def test_an_unknown_key_is_an_error_with_the_nearest_key_or_the_form() -> None:
    assert SHIPPED.get("05562015") is None
    with pytest.raises(UnknownNameError, match="did you mean '0556201"):
        SHIPPED.name("05562015")
    with pytest.raises(UnknownNameError, match="a key has 2, 3, 5 or 8 digits, or is DE"):
        SHIPPED["xyz"]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Gladbeck", "05562014"),
        ("gladbek", "05562014"),
        ("5562014", "05562014"),
        ("Münster", "05515000"),
        ("Kreis Reklinghausen", "05562"),
        ("qqqq", None),
    ],
)
def test_the_nearest_territory_is_looked_for_by_name_and_by_key(word: str, key: str | None) -> None:
    assert SHIPPED.nearest(word) == key


@pytest.mark.parametrize(
    ("place", "territory", "inside"),
    [
        ("05562014", "05562014", True),
        ("05562014", "05562", True),
        ("05562014", "055", True),
        ("05562014", "05", True),
        ("05562014", "DE", True),
        ("055620014014", "05562", True),
        ("05562014", "05562012", False),
        ("05562014", "05513", False),
        ("05562014", "051", False),
        ("05562014", "09", False),
        ("09", "05562014", False),
        ("05562", "05562014", None),
        ("05", "05562", None),
        ("DE", "05", None),
        ("DE", "DE", True),
        ("05513", "05513000", True),
        ("05513000", "05513", True),
        ("055", "05513000", None),
    ],
)
def test_a_place_lies_within_or_not_or_is_too_coarse(place: str, territory: str, *, inside: bool | None) -> None:
    assert within(place, territory) is inside


def test_only_a_key_of_twelve_digits_is_shortened() -> None:
    assert shorten("055620014014") == "05562014"
    assert shorten("05562014") == "05562014"
    assert shorten("Recklinghaus") == "Recklinghaus"


@given(KEYS)
def test_everything_lies_within_itself_and_germany(key: str) -> None:
    assert within(key, key) is True
    assert within(key, GERMANY) is True


@given(KEYS, KEYS, KEYS)
def test_within_is_transitive(one: str, two: str, three: str) -> None:
    if within(one, two) and within(two, three):
        assert within(one, three) is True


@given(KEYS, KEYS)
def test_two_territories_are_apart_from_both_sides(one: str, two: str) -> None:
    assert (within(one, two) is False) == (within(two, one) is False)


def test_the_shipped_keys_are_in_order_and_unique() -> None:
    assert all(before < after for before, after in pairwise(key for key in SHIPPED if key != GERMANY))


def test_a_table_can_be_made_of_any_territories() -> None:
    table = Territories((Territory(key="XY", name="Nirgends", kind="country"),))

    assert table.name("XY") == "Nirgends"
    assert table == Territories((Territory(key="XY", name="Nirgends", kind="country"),))
    assert table.nearest("05562014") is None
