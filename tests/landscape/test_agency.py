from datetime import date

from kimcore.dates import Period
from kimcore.landscape.agency import Agency, AgencyName
from kimcore.text import Text

OLD = AgencyName(official=Text.of(de="Altes Amt", en="Altes Amt"), period=Period(date(2012, 1, 1), date(2021, 12, 31)))
NEW = AgencyName(
    official=Text.of(de="Stadt Gladbeck, Amt für Soziales", en="Stadt Gladbeck, Amt für Soziales"),
    short=Text.of(de="Sozialamt der Stadt Gladbeck", en="Sozialamt der Stadt Gladbeck"),
    period=Period(date(2023, 1, 1), None),
)


def office(*, verified: bool = True) -> Agency:
    return Agency(
        id="office",
        kind="sozialamt",
        names=(OLD, NEW),
        name_verified=verified,
        territory=("05562014",),
        verified_on=date(2026, 8, 19),
        confidence="high",
    )


def test_an_agency_is_printed_with_its_short_name() -> None:
    assert office().printed_name(on=date(2026, 1, 1), lang="de") == "Sozialamt der Stadt Gladbeck"


def test_without_a_short_name_the_official_one_is_printed() -> None:
    assert office().printed_name(on=date(2015, 1, 1), lang="de") == "Altes Amt"


def test_the_official_name_is_kept_beside_the_short_one() -> None:
    assert office().official_name(on=date(2026, 1, 1), lang="de") == "Stadt Gladbeck, Amt für Soziales"


def test_an_unverified_name_is_marked_in_the_language_of_the_print() -> None:
    agency = office(verified=False)

    assert agency.printed_name(on=date(2015, 1, 1), lang="de") == "Altes Amt (Name nicht geprüft)"
    assert agency.printed_name(on=date(2015, 1, 1), lang="en") == "Altes Amt (name not verified)"


def test_each_name_is_borne_from_its_first_to_its_last_day() -> None:
    assert office().name(on=date(2012, 1, 1)) == OLD
    assert office().name(on=date(2021, 12, 31)) == OLD
    assert office().name(on=date(2023, 1, 1)) == NEW


def test_on_a_day_without_a_name_the_nearest_one_is_used() -> None:
    assert office().name(on=date(2011, 12, 31)) == OLD
    assert office().name(on=date(2022, 1, 1)) == OLD
    assert office().name(on=date(2022, 12, 31)) == NEW
