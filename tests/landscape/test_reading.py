from datetime import date
from pathlib import Path

import pytest

from kimcore.dates import Period
from kimcore.errors import Fault, LandscapeError, UnknownNameError
from kimcore.landscape.agency import Agency, AgencyName
from kimcore.landscape.competence import Competence
from kimcore.landscape.landscape import Cover
from kimcore.landscape.reading import load_landscape, read_landscape
from kimcore.law.citation import Citation
from kimcore.text import Text
from tests.landscape.country import CASTLE, COVERS, HEAD, REGISTERS, TOWN_HALL, VOCABULARY, landscape

COUNSELS = REGISTERS.replace('"registration"', '"counselling"').replace('"decides"', '"advises"')
PLACE = "invented.toml [[competence]] 1"

WRONG_LIST = "is of the wrong type; allowed: a text or a list of texts [wrong-type]"
WRONG_DAY = "is of the wrong type; allowed: a day such as 2026-08-19, without quotes [wrong-type]"
WRONG_TEXT = 'is of the wrong type; allowed: a text, or { de = "…", en = "…" } [wrong-type]'
NO_LIST = "is missing; allowed: a text or a list of texts [missing]"


def faults(*parts: str) -> list[Fault]:
    with pytest.raises(LandscapeError) as caught:
        landscape(*parts)
    return list(caught.value.faults)


def shown(*parts: str) -> list[str]:
    return [str(fault) for fault in faults(*parts)]


def changed(old: str, new: str, text: str = REGISTERS) -> str:
    assert old in text
    return text.replace(old, new)


# ---------------------------------------------------------------- what is read


def test_an_agency_is_read_with_all_its_fields() -> None:
    written = """
    [[agency]]
    id = "tower"
    kind = "meldebehoerde"
    names = [
      { name = "Alter Turm", until = 2019-12-31 },
      { name = { de = "Neuer Turm", en = "New tower" }, short = "Turm", from = 2020-01-01 },
    ]
    name_verified = false
    territory = ["05562014", "05562012"]
    parent = "castle"
    successor = "castle"
    exists = { from = 2000-01-01, until = 2030-12-31 }
    chosen = true
    also_known_as = "Warte"
    source = "https://example.org/tower"
    verified_on = 2026-05-05
    confidence = "low"
    note = { de = "zugig", en = "draughty" }
    """

    read = landscape(written, CASTLE).agency("tower")

    assert read == Agency(
        id="tower",
        kind="meldebehoerde",
        names=(
            AgencyName(official=Text.of(de="Alter Turm", en="Alter Turm"), period=Period(None, date(2019, 12, 31))),
            AgencyName(
                official=Text.of(de="Neuer Turm", en="New tower"),
                short=Text.of(de="Turm", en="Turm"),
                period=Period(date(2020, 1, 1), None),
            ),
        ),
        name_verified=False,
        territory=("05562014", "05562012"),
        parent="castle",
        successor="castle",
        exists=Period(date(2000, 1, 1), date(2030, 12, 31)),
        chosen=True,
        also_known_as=("Warte",),
        source="https://example.org/tower",
        verified_on=date(2026, 5, 5),
        confidence="low",
        note=Text.of(de="zugig", en="draughty"),
    )


def test_a_competence_is_read_with_all_its_fields() -> None:
    written = """
    [[competence]]
    agency = "castle"
    matter = "registration"
    role = "accepts"
    territory = "05562"
    places = ["assigned", "actual"]
    in_force = { from = 2024-01-01, until = 2024-12-31 }
    basis = ["§ 17 Abs. 1 BMG", { cite = "§ 1 SchlossG", address = "https://example.org/schlossg" }]
    verified_on = 2026-05-05
    confidence = "medium"
    disputed = { de = "streitig", en = "disputed" }
    note = "Zugbrücke"
    """

    (read,) = landscape(written, CASTLE).competences

    assert read == Competence(
        agency="castle",
        matter="registration",
        role="accepts",
        territory=("05562",),
        places=("assigned", "actual"),
        in_force=Period(date(2024, 1, 1), date(2024, 12, 31)),
        basis=(
            Citation.parse("§ 17 Abs. 1 BMG"),
            Citation.parse("§ 1 SchlossG", address="https://example.org/schlossg"),
        ),
        verified_on=date(2026, 5, 5),
        confidence="medium",
        disputed=Text.of(de="streitig", en="disputed"),
        note=Text.of(de="Zugbrücke", en="Zugbrücke"),
    )


def test_a_group_knows_its_test_and_the_facts_it_asks_for() -> None:
    test = 'for = { test = "noble or person.age < 18", says = "von Adel oder jung" }\n'

    (read,) = landscape(TOWN_HALL, REGISTERS + test).competences

    assert read.group is not None
    assert read.group.text == "noble or person.age < 18"
    assert read.group.facts == {"noble", "person.birth"}
    assert read.group.says == Text.of(de="von Adel oder jung", en="von Adel oder jung")


def test_a_competence_for_several_matters_is_one_for_each() -> None:
    several = changed('"registration"', '["registration", "counselling"]')

    read = landscape(TOWN_HALL, several).competences

    assert [row.matter for row in read] == ["registration", "counselling"]


def test_an_entry_without_its_own_day_was_verified_with_the_landscape() -> None:
    read = landscape(TOWN_HALL, REGISTERS)

    assert read.agencies[0].verified_on == date(2026, 1, 1)
    assert read.competences[0].verified_on == date(2026, 1, 1)


def test_what_is_covered_is_read() -> None:
    read = landscape(TOWN_HALL, REGISTERS, COUNSELS, COVERS + "in_force = { from = 2022-01-01 }\n")

    assert read.covers == (
        Cover(
            territory=("05562",),
            matters=frozenset({"registration", "counselling"}),
            in_force=Period(date(2022, 1, 1), None),
        ),
    )


TOWNS = """
[towns]
gladbeck = "05562014"
haltern = "05562016"
[groups]
both = ["gladbeck", "haltern"]
"""

EACH = """
[[agency]]
each = "both"
id = "hall.{town}"
kind = "meldebehoerde"
name = { de = "Rathaus {name}", en = "Town hall of {name}" }
territory = ["{key}"]
confidence = "high"
[[competence]]
each = "both"
agency = "hall.{town}"
matter = "registration"
role = "decides"
territory = "{key}"
places = ["habitual"]
source = "https://example.org/{town}"
confidence = "high"
"""


def test_one_entry_stands_for_each_town_of_a_group() -> None:
    read = landscape(TOWNS, EACH)

    assert [agency.id for agency in read.agencies] == ["hall.gladbeck", "hall.haltern"]
    assert [agency.printed_name(on=date(2026, 1, 1), lang="en") for agency in read.agencies] == [
        "Town hall of Gladbeck",
        "Town hall of Haltern am See",
    ]
    assert [(row.agency, row.territory) for row in read.competences] == [
        ("hall.gladbeck", ("05562014",)),
        ("hall.haltern", ("05562016",)),
    ]


def test_a_document_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(HEAD + TOWN_HALL + REGISTERS, encoding="utf-8")

    assert read_landscape(path, vocabulary=VOCABULARY) == landscape(TOWN_HALL, REGISTERS)


# ---------------------------------------------------------------- faults of the document


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    wrong = changed('"registration"', '"registraton"')
    wrong = changed('["assigned", "habitual"]', '["asigned"]', wrong)
    wrong = changed('"05562014"', '"05562999"', wrong)
    hall = changed("confidence", "konfidence", TOWN_HALL)

    assert [(fault.code, fault.where) for fault in faults(hall, wrong)] == [
        ("missing", "invented.toml [[agency]] 1 confidence"),
        ("unknown-key", "invented.toml [[agency]] 1 konfidence"),
        ("unknown-name", f"{PLACE} matter"),
        ("unknown-territory", f"{PLACE} territory"),
        ("unknown-name", f"{PLACE} places"),
    ]


def test_the_error_says_what_could_not_be_done() -> None:
    with pytest.raises(LandscapeError, match=r"^the landscape cannot be read \(1 fault\)\n"):
        landscape(changed('role = "decides"\n', ""), TOWN_HALL)


def test_a_fault_of_an_entry_for_many_towns_is_told_once() -> None:
    assert shown(TOWNS, changed('"decides"', '"decide"', EACH)) == [
        (
            f"{PLACE} role: 'decide' is not known; allowed: accepts, advises, decides, pays; "
            "did you mean 'decides'? [unknown-name]"
        )
    ]


def test_a_text_that_is_no_toml_is_a_fault() -> None:
    (fault,) = faults("[[")

    assert (fault.code, fault.where) == ("toml", "invented.toml:7")


def test_a_text_nested_too_deep_is_a_fault() -> None:
    (fault,) = faults("deep = " + "[" * 5000)

    assert (fault.code, fault.where, fault.problem) == ("too-deep", "invented.toml", "values are nested too deep")


def test_a_path_without_a_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(LandscapeError) as caught:
        read_landscape(tmp_path / "town.toml", vocabulary=VOCABULARY)

    assert [(fault.code, fault.where) for fault in caught.value.faults] == [("not-found", "town.toml")]


def test_a_file_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_bytes("title = 'Köln'".encode("latin-1"))

    with pytest.raises(LandscapeError) as caught:
        read_landscape(path, vocabulary=VOCABULARY)

    assert [(fault.code, fault.where) for fault in caught.value.faults] == [("encoding", "town.toml")]


def test_a_document_of_another_schema_is_a_fault() -> None:
    with pytest.raises(LandscapeError) as caught:
        read_landscape(HEAD.replace("landscape/1", "landscape/2"), vocabulary=VOCABULARY)

    assert [str(fault) for fault in caught.value.faults] == [
        (
            "landscape.toml schema: 'kimcore.landscape/2' is not known; allowed: kimcore.landscape/1; "
            "did you mean 'kimcore.landscape/1'? [unknown-name]"
        )
    ]


def test_an_empty_document_lacks_its_head() -> None:
    with pytest.raises(LandscapeError) as caught:
        read_landscape("", vocabulary=VOCABULARY)

    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("missing", "landscape.toml schema"),
        ("missing", "landscape.toml verified_on"),
        ("missing", "landscape.toml id"),
        ("missing", "landscape.toml version"),
        ("missing", "landscape.toml title"),
    ]


# ---------------------------------------------------------------- faults of a field


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("territory =", "teritory =", f"territory: {NO_LIST}"),
        ('places = ["assigned", "habitual"]', "places = []", f"places: {NO_LIST}"),
        ('"05562014"', "5562014", f"territory: {WRONG_LIST}"),
        ('"05562014"', "[5562014]", f"territory: {WRONG_LIST}"),
        ('"hall.gladbeck"', '" "', "agency: is of the wrong type; allowed: a text [wrong-type]"),
        ('"decides"', "1", "role: is of the wrong type; allowed: a text [wrong-type]"),
        (
            '"high"',
            '"hi"',
            "confidence: 'hi' is not known; allowed: high, low, medium; did you mean 'high'? [unknown-name]",
        ),
    ],
)
def test_a_wrong_field_is_told_with_what_is_allowed(old: str, new: str, says: str) -> None:
    assert shown(TOWN_HALL, changed(old, new))[0] == f"{PLACE} {says}"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("in_force = 2022-01-01", "in_force: is of the wrong type; allowed: a table { … } [wrong-type]"),
        ('in_force = { from = "2022-01-01" }', f"in_force from: {WRONG_DAY}"),
        ("in_force = { from = 2022-01-01T00:00:00 }", f"in_force from: {WRONG_DAY}"),
        (
            "in_force = { form = 2022-01-01 }",
            "in_force form: unknown key; allowed: from, until; did you mean 'from'? [unknown-key]",
        ),
        (
            "in_force = { from = 2022-01-02, until = 2022-01-01 }",
            "in_force: the first day is after the last [period]",
        ),
        ("note = 1", f"note: {WRONG_TEXT}"),
        ('note = { de = "a", en = 1 }', f"note: {WRONG_TEXT}"),
        ('note = { de = "nur deutsch" }', "note: a text is given in each language; allowed: de, en [text]"),
        ('note = ""', "note: the text for 'de' is empty [text]"),
        ('note = "{agency}"', "note: a text of a landscape has no placeholders [text]"),
        (
            'disputed = "{"',
            "disputed: the text for 'de' has a brace that belongs to no placeholder [text]",
        ),
        ("basis = 1", "basis cite: is of the wrong type; allowed: a text [wrong-type]"),
        ("basis = [{ }]", "basis cite: is missing; allowed: a text [missing]"),
        (
            'basis = "§ 17 Absatz 1 BMG"',
            "basis '§ 17 Absatz 1 BMG': 'Absatz' stands where the law is named; write 'Abs.' [citation]",
        ),
        ('basis = "§ 999 BMG"', "basis '§ 999 BMG': BMG has no § 999 [no-such-section]"),
        (
            'basis = "§ 1 SchlossG"',
            (
                "basis '§ 1 SchlossG': SchlossG is not among the shipped laws, and no address is given; "
                "give the address of the law [no-address]"
            ),
        ),
        ('for = "noble"', "for: is of the wrong type; allowed: a table { … } [wrong-type]"),
        ('for = { says = "von Adel" }', "for test: is missing; allowed: a text [missing]"),
        (
            'for = { test = "noble" }',
            'for says: is missing; allowed: a text, or { de = "…", en = "…" } [missing]',
        ),
    ],
)
def test_a_wrong_field_that_may_be_left_out_is_told_with_what_is_allowed(line: str, says: str) -> None:
    assert shown(TOWN_HALL, f"{REGISTERS}{line}\n") == [f"{PLACE} {says}"]


def test_a_flag_is_true_or_false() -> None:
    assert shown(TOWN_HALL + 'chosen = "ja"\n') == [
        "invented.toml [[agency]] 1 chosen: is of the wrong type; allowed: true or false [wrong-type]"
    ]


def test_a_kind_of_entry_is_a_list_of_tables() -> None:
    assert shown('agency = "hall"\n') == ["invented.toml agency: is of the wrong type; allowed: tables [wrong-type]"]


def test_a_territory_is_asked_back_by_name() -> None:
    assert shown(TOWN_HALL, changed('"05562014"', '"Gladbek"')) == [
        (
            f"{PLACE} territory: 'Gladbek' is no territory of the shipped table; "
            "did you mean '05562014' (Gladbeck)? [unknown-territory]"
        )
    ]


def test_a_territory_like_no_other_is_told_without_a_hint() -> None:
    (fault,) = faults(TOWN_HALL, changed('"05562014"', '"?"'))

    assert (fault.code, fault.hint) == ("unknown-territory", None)


def test_a_competence_for_all_of_germany_needs_no_place() -> None:
    assert shown(TOWN_HALL, changed('"05562014"', '"DE"')) == [
        f"{PLACE} places: a competence in all of Germany needs no place; leave it out [needless-places]"
    ]


def test_a_competence_without_citation_and_source_is_a_fault() -> None:
    assert shown(TOWN_HALL, changed('source = "https://example.org/hall"\n', "")) == [
        f"{PLACE} basis: neither a citation nor the address of a source [no-source]"
    ]


# ---------------------------------------------------------------- faults of a test


def test_a_test_that_cannot_be_parsed_is_shown_with_a_caret() -> None:
    (fault,) = faults(TOWN_HALL, REGISTERS + 'for = { test = "noble and", says = "von Adel" }\n')

    assert (fault.code, fault.where) == ("syntax", f"{PLACE} for test")
    assert fault.excerpt == "noble and\n         ^"


def test_a_test_on_an_unknown_fact_is_shown_with_the_nearest_name() -> None:
    (fault,) = faults(TOWN_HALL, REGISTERS + 'for = { test = "nobel", says = "von Adel" }\n')

    assert (fault.code, fault.hint) == ("unknown-name", "did you mean 'noble'?")
    assert fault.excerpt == "nobel\n^^^^^"


def test_a_test_may_not_name_a_definition_of_a_rulebook() -> None:
    (fault,) = faults(TOWN_HALL, REGISTERS + 'for = { test = "sgb2.entitled", says = "von Adel" }\n')

    assert fault.code == "unknown-name"


# ---------------------------------------------------------------- faults between entries


def test_a_competence_of_an_agency_that_is_not_there_is_a_fault() -> None:
    assert shown(TOWN_HALL, changed('"hall.gladbeck"', '"hall.gladbek"')) == [
        f"{PLACE} agency: there is no agency 'hall.gladbek'; did you mean 'hall.gladbeck'? [unknown-agency]"
    ]


def test_an_agency_of_a_parent_that_is_not_there_is_a_fault() -> None:
    assert shown(TOWN_HALL + 'parent = "castel"\n', CASTLE) == [
        "invented.toml [[agency]] 1 parent: there is no agency 'castel'; did you mean 'castle'? [unknown-agency]"
    ]


def test_agencies_that_lead_back_to_themselves_are_a_fault() -> None:
    hall = TOWN_HALL + 'parent = "castle"\n'
    castle = CASTLE + 'parent = "hall.gladbeck"\n'

    assert [(fault.code, fault.where) for fault in faults(hall, castle)] == [
        ("cycle", "invented.toml [[agency]] 1 parent"),
        ("cycle", "invented.toml [[agency]] 2 parent"),
    ]


def test_an_agency_below_two_that_lead_back_to_themselves_is_no_fault_of_its_own() -> None:
    hall = TOWN_HALL + 'parent = "castle"\n'
    castle = CASTLE + 'parent = "castle"\n'

    assert [fault.where for fault in faults(hall, castle)] == ["invented.toml [[agency]] 2 parent"]


def test_an_agency_with_a_successor_has_a_last_day() -> None:
    assert shown(TOWN_HALL + 'successor = "castle"\n', CASTLE) == [
        (
            "invented.toml [[agency]] 1 exists: an agency with a successor has a last day; "
            "allowed: exists = { until = … } [missing]"
        )
    ]


def test_an_agency_that_stands_twice_is_a_fault() -> None:
    assert shown(TOWN_HALL, TOWN_HALL) == [
        "invented.toml [[agency]] 2: the agency 'hall.gladbeck' stands twice [duplicate]"
    ]


def test_two_names_on_the_same_day_are_a_fault() -> None:
    names = 'names = [{ name = "Alt", until = 2020-01-01 }, { name = "Neu", from = 2020-01-01 }]\n'

    assert shown(changed('name = "Rathaus Gladbeck"\n', names, TOWN_HALL)) == [
        "invented.toml [[agency]] 1 names: two names are borne on the same day [overlap]"
    ]


@pytest.mark.parametrize("exists", ["from = 2020-01-01", "until = 2020-12-31", "from = 2019-01-01, until = 2019-12-31"])
def test_a_competence_beyond_the_days_of_its_agency_is_a_fault(exists: str) -> None:
    hall = f"{TOWN_HALL}exists = {{ {exists} }}\n"
    dated = REGISTERS + "in_force = { from = 2019-06-01, until = 2021-06-01 }\n"

    assert [(fault.code, fault.where) for fault in faults(hall, dated)] == [("outlives", f"{PLACE} in_force")]


def test_a_competence_within_the_days_of_its_agency_is_none() -> None:
    hall = TOWN_HALL + "exists = { from = 2019-01-01, until = 2021-12-31 }\n"
    dated = REGISTERS + "in_force = { from = 2019-01-01, until = 2021-12-31 }\n"

    assert len(landscape(hall, dated).competences) == 1


def test_two_rows_that_say_the_same_about_the_same_days_are_a_fault() -> None:
    first = REGISTERS + "in_force = { until = 2022-06-30 }\n"
    second = changed('"05562014"', '"05562"') + "in_force = { from = 2022-06-30 }\n"

    assert shown(TOWN_HALL, first, second) == [
        (
            "invented.toml [[competence]] 2: says for the same agency, matter, place and days what "
            f"{PLACE} says; end one of them or leave it out [overlap]"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"05562014"', '"05562012"'),
        ('"hall.gladbeck"', '"castle"'),
        ('"registration"', '"counselling"'),
        ('"decides"', '"accepts"'),
        ('confidence = "high"', 'confidence = "high"\nfor = { test = "noble", says = "von Adel" }'),
    ],
)
def test_rows_that_differ_in_what_they_say_stand_side_by_side(old: str, new: str) -> None:
    assert len(landscape(TOWN_HALL, CASTLE, REGISTERS, changed(old, new)).competences) == 2


def test_rows_one_after_the_other_stand_side_by_side() -> None:
    first = REGISTERS + "in_force = { until = 2022-06-30 }\n"
    second = REGISTERS + "in_force = { from = 2022-07-01 }\n"

    assert len(landscape(TOWN_HALL, first, second).competences) == 2


def test_what_is_covered_without_a_single_row_is_a_fault() -> None:
    assert shown(TOWN_HALL, REGISTERS, COVERS) == [
        (
            "invented.toml [[covers]] 1 matter: the matter 'counselling' is covered, but no competence names it "
            "[covered-without-rows]"
        )
    ]


# ---------------------------------------------------------------- faults of groups


def test_a_group_that_is_not_there_is_a_fault() -> None:
    assert shown(TOWNS, changed('each = "both"', 'each = "boht"', EACH)) == [
        "invented.toml [[agency]] 1 each: 'boht' is not known; allowed: both; did you mean 'both'? [unknown-name]",
        f"{PLACE} each: 'boht' is not known; allowed: both; did you mean 'both'? [unknown-name]",
    ]


def test_a_town_that_is_not_there_is_a_fault() -> None:
    assert shown(changed('"haltern"]', '"haltren"]', TOWNS)) == [
        (
            "invented.toml groups both: 'haltren' is not known; allowed: gladbeck, haltern; "
            "did you mean 'haltern'? [unknown-name]"
        )
    ]


def test_a_town_with_an_unknown_key_is_a_fault_and_its_entries_are_left_out() -> None:
    assert shown(changed("05562016", "05562999", TOWNS), EACH)[0].startswith(
        "invented.toml towns haltern: '05562999' is no territory of the shipped table"
    )


# ---------------------------------------------------------------- what comes with the library


def test_a_landscape_that_does_not_come_with_the_library_is_an_error() -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_landscape("kreis-reklinghausen")

    assert str(caught.value) == (
        "no landscape 'kreis-reklinghausen' comes with the library; there are: kreis-recklinghausen; "
        "did you mean 'kreis-recklinghausen'?"
    )


def test_a_landscape_like_no_other_is_an_error_without_a_hint() -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_landscape("?")

    assert str(caught.value) == "no landscape '?' comes with the library; there are: kreis-recklinghausen"
