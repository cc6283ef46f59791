"""Code lists: lazy, complete, dated; every property leads to what it names."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest

from kimcore.dates import Period
from kimcore.errors import InputError, UnknownNameError
from kimcore.law.citation import SectionTable, parse_citations
from kimcore.law.codes import CodeList, code_lists, read_code_list

DAY = date(2026, 11, 23)

LISTS = {
    "agency_kind",
    "aspect",
    "benefit",
    "care_kind",
    "cefr",
    "closing_reason",
    "concern",
    "country",
    "data_category",
    "document",
    "document_form",
    "field_of_action",
    "language",
    "legal_domain",
    "matter",
    "participant_role",
    "place_kind",
    "residence_status",
    "step_outcome",
    "training_kind",
}

SMALL = """
id = "colour"
title = { de = "Farbe", en = "colour" }
columns = { warm = "flag", waves = "number", tone = ["light", "dark"], label = "text" }

[[code]]
id = "red"
text = { de = "Rot", en = "red" }
name = [
  { de = "Rot (alt)", en = "old red", until = 2022-12-31 },
  { de = "Rot (neu)", en = "new red", from = 2023-02-01 },
]
warm = true
waves = 700
tone = [{ is = "light", until = 2024-02-28 }, { is = ["light", "dark"], from = 2024-02-29 }]

[[code]]
id = "blue"
text = { de = "Blau", en = "blue" }
label = "B"
"""


def small() -> CodeList:
    return read_code_list(SMALL, file="colour.toml")


def faults_of(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_code_list(text, file="colour.toml")
    return [str(fault) for fault in caught.value.faults]


# ---------------------------------------------------------------------------------- names and properties


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2005, 1, 1), "Arbeitslosengeld II/Sozialgeld"),
        (date(2022, 12, 31), "Arbeitslosengeld II/Sozialgeld"),
        (date(2023, 1, 1), "Bürgergeld"),
        (date(2026, 6, 30), "Bürgergeld"),
        (date(2026, 7, 1), "Grundsicherungsgeld"),
        (date(2199, 12, 31), "Grundsicherungsgeld"),
    ],
)
def test_the_benefit_of_the_jobcenter_has_the_name_of_the_day(day: date, printed: str) -> None:
    assert code_lists()["benefit"]["SGB_II"].name(day) == printed


@pytest.mark.parametrize(
    ("status", "day", "section"),
    [
        ("refugee", date(2026, 6, 11), "§ 25 Abs. 2 Satz 1 Alt. 1 AufenthG"),
        ("refugee", date(2026, 6, 12), "§ 25 Abs. 2 Satz 1 AufenthG"),
        ("subsidiary", date(2026, 6, 11), "§ 25 Abs. 2 Satz 1 Alt. 2 AufenthG"),
        ("subsidiary", date(2026, 6, 12), "§ 25 Abs. 2 Satz 2 AufenthG"),
        ("blue_card", date(2023, 11, 17), "§ 18b Abs. 2 AufenthG"),
        ("blue_card", date(2023, 11, 18), "§ 18g AufenthG"),
        ("training_permit", date(2024, 2, 29), None),
        ("training_permit", date(2024, 3, 1), "§ 16g AufenthG"),
        ("opportunity_card", date(2024, 5, 31), None),
        ("opportunity_card", date(2024, 6, 1), "§ 20a AufenthG"),
        ("opportunity_residence", date(2022, 12, 30), None),
        ("opportunity_residence", date(2022, 12, 31), "§ 104c AufenthG"),
        ("protection_request_24", date(2026, 6, 11), None),
        ("protection_request_24", date(2026, 6, 12), "§ 1 Abs. 1 Nr. 1b AsylbLG"),
    ],
)
def test_a_status_has_the_section_of_the_day(status: str, day: date, section: str | None) -> None:
    assert code_lists()["residence_status"][status].property("section", day) == section


@pytest.mark.parametrize(
    ("day", "number", "benefits", "work"),
    [
        (date(2022, 5, 31), "3 Buchst. a", "asylblg", None),
        (date(2022, 6, 1), None, "sgb2", "any"),
    ],
)
def test_temporary_protection_left_the_asylblg_on_1_june_2022(
    day: date, number: str | None, benefits: str, work: str | None
) -> None:
    code = code_lists()["residence_status"]["temporary_protection"]

    assert code.property("asylblg_number", day) == number
    assert code.property("benefits", day) == benefits
    assert code.property("work", day) == work


@pytest.mark.parametrize(
    ("status", "number"),
    [
        ("gestattung", "1"),
        ("ankunftsnachweis", ("1", "1a")),
        ("protection_request_24", "1b"),
        ("land_admission_war", "3 Buchst. a"),
        ("urgent_stay", "3 Buchst. b"),
        ("departure_impossible", "3 Buchst. c"),
        ("duldung", "4"),
        ("duldung_identity", "4"),
        ("duldung_training", "4"),
        ("duldung_work", "4"),
        ("refugee", None),
        ("fiction_first", None),
        ("settlement", None),
    ],
)
def test_the_statuses_of_the_asylblg_have_their_number(status: str, number: str | tuple[str, ...] | None) -> None:
    assert code_lists()["residence_status"][status].property("asylblg_number", DAY) == number


@pytest.mark.parametrize(
    ("status", "kind", "lawful", "continues"),
    [
        ("refugee", "permit", True, True),
        ("visa_long", "visa", True, True),
        ("visa_short", "visa", True, False),
        ("opportunity_residence", "permit", True, False),
        ("settlement", "settlement", True, None),
        ("duldung", "duldung", False, False),
        ("gestattung", "gestattung", None, False),
        ("fiction_first", "fiction", True, None),
        ("fiction_late", "fiction", False, None),
        ("eu_free_movement", "free_movement", True, None),
    ],
)
def test_a_status_says_what_it_is_and_whether_a_renewal_keeps_it(
    status: str, kind: str, *, lawful: bool | None, continues: bool | None
) -> None:
    code = code_lists()["residence_status"][status]

    assert code.property("kind", DAY) == kind
    assert code.property("lawful", DAY) is lawful
    assert code.property("continues_on_renewal", DAY) is continues


def test_naturalisation_follows_the_list_in_force_since_27_june_2024() -> None:
    statuses = code_lists()["residence_status"]
    excluded = {code.id for code in statuses.codes if code.property("naturalisation", DAY) is False}

    assert excluded == {
        "vocational_training",
        "study",
        "recognition_measure",
        "language_course_school",
        "training_place_search",
        "job_search",
        "opportunity_card",
        "admission_abroad",
        "hardship",
        "temporary_protection",
        "deportation_ban",
        "urgent_stay",
        "exceptional_hardship",
        "trafficking_victim",
        "exploited_worker",
        "departure_impossible",
        "opportunity_residence",
    }
    assert statuses["refugee"].property("naturalisation", date(2024, 6, 26)) is None
    assert statuses["refugee"].property("naturalisation", date(2024, 6, 27)) is True


def test_a_name_without_a_version_on_the_day_is_the_text() -> None:
    red = small()["red"]

    assert red.name(date(2022, 12, 31)) == "Rot (alt)"
    assert red.name(date(2023, 1, 1)) == "Rot"
    assert red.name(date(2023, 1, 31), lang="en") == "red"
    assert red.name(date(2023, 2, 1), lang="en") == "new red"
    assert red.name(date(2023, 2, 1), lang="uk") == "[de] Rot (neu)"


def test_a_property_changes_on_the_day_it_is_said_to() -> None:
    red = small()["red"]

    assert red.property("tone", date(2024, 2, 28)) == "light"
    assert red.property("tone", date(2024, 2, 29)) == ("light", "dark")
    assert red.property("waves", DAY) == 700
    assert [(dated.value, str(dated.period)) for dated in red.properties["tone"]] == [
        ("light", "to 2024-02-28"),
        (("light", "dark"), "from 2024-02-29"),
    ]


def test_a_property_the_source_does_not_give_is_none() -> None:
    assert small()["blue"].property("warm", DAY) is None
    assert small()["blue"].properties["warm"] == ()


def test_a_property_no_code_can_have_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'waves'"):
        small()["red"].property("wave", DAY)


# ------------------------------------------------------------------------------------------------- lists


def test_the_shipped_lists_are_these() -> None:
    assert set(code_lists()) == LISTS
    assert len(code_lists()) == len(LISTS)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_shipped_list_is_named_like_its_file_and_printed_in_both_languages(name: str) -> None:
    codes = code_lists()[name]

    assert codes.id == name
    assert codes.title.languages == ("de", "en")
    assert {code.text.languages for code in codes.codes} == {("de", "en")}
    assert len(set(codes)) == len(codes) == len(codes.codes)


def test_a_list_that_is_not_shipped_is_a_missing_key() -> None:
    assert "colour" not in code_lists()
    with pytest.raises(KeyError):
        code_lists()["colour"]


def test_a_code_is_found_by_its_id() -> None:
    codes = small()

    assert list(codes) == ["red", "blue"]
    assert "red" in codes
    assert "green" not in codes
    assert codes["blue"].text.get("de") == "Blau"


def test_an_unknown_code_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'subsidiary'"):
        code_lists()["residence_status"]["subsidary"]
    with pytest.raises(UnknownNameError, match="known: blue, red"):
        small()["xyzzy"]


def test_only_an_ordered_list_has_ranks() -> None:
    cefr = code_lists()["cefr"]

    assert [cefr.rank(level) for level in ("A0", "A1", "A2", "B1", "B2", "C1", "C2")] == list(range(7))
    with pytest.raises(UnknownNameError):
        cefr.rank("D1")
    with pytest.raises(TypeError, match="have no order"):
        small().rank("red")


def test_lists_are_values() -> None:
    assert small() == small()
    assert hash(small()) == hash(small())
    assert hash(small()["red"]) == hash(small()["red"])


def test_all_countries_of_iso_3166_are_there_and_kosovo() -> None:
    countries = code_lists()["country"]

    assert len(countries) == 250
    assert [countries[key].text.get("de") for key in ("UA", "SY", "XK")] == ["Ukraine", "Syrien", "Kosovo"]


def test_importing_reads_no_list_and_asking_for_one_reads_no_other() -> None:
    script = (
        "import pathlib, tomllib\n"
        "read = []\n"
        "loads = tomllib.loads\n"
        "tomllib.loads = lambda text: read.append(text) or loads(text)\n"
        "from kimcore.law.codes import code_lists\n"
        "assert read == []\n"
        "assert 'country' in code_lists()\n"
        "assert read == []\n"
        "code_lists()['place_kind']; code_lists()['place_kind']\n"
        "assert len(read) == 1\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


# ------------------------------------------------------------------------------------- what leads where


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("benefit", "aspect", "aspect"),
        ("benefit", "legal_domain", "legal_domain"),
        ("benefit", "matter", "matter"),
        ("matter", "legal_domain", "legal_domain"),
        ("residence_status", "continues_for", "residence_status"),
    ],
)
def test_a_property_that_names_a_code_names_one_that_is_there(name: str, column: str, target: str) -> None:
    lists = code_lists()
    values = [dated.value for code in lists[name].codes for dated in code.properties[column]]
    named = {word for value in values for word in (value if isinstance(value, tuple) else (value,))}

    assert named
    assert named - set(lists[target]) == set()


@pytest.mark.parametrize("name", ["residence_status", "care_kind"])
def test_the_sections_of_codes_stand_in_the_law_on_their_days(name: str) -> None:
    table = SectionTable.shipped()
    faults = [
        fault
        for code in code_lists()[name].codes
        for dated in code.properties["section"]
        for citation in parse_citations(str(dated.value))
        for fault in table.faults(citation, dated.period, where=code.id)
    ]

    assert faults == []


def test_the_numbers_of_the_asylblg_are_citations() -> None:
    numbers = {
        word
        for code in code_lists()["residence_status"].codes
        for dated in code.properties["asylblg_number"]
        for word in (dated.value if isinstance(dated.value, tuple) else (str(dated.value),))
    }
    citations = [parse_citations(f"§ 1 Abs. 1 Nr. {number} AsylbLG")[0] for number in sorted(numbers)]

    assert [citation.number for citation in citations] == ["1", "1a", "1b", "3", "3", "3", "4", "7"]


def test_dated_names_leave_no_day_out() -> None:
    for code in code_lists()["benefit"].codes:
        periods = [dated.period for dated in code.names]
        if periods:
            assert periods[0].first is None
            assert periods[-1].last is None
        for before, after in pairwise(periods):
            assert before.last is not None
            assert after.first == before.last + timedelta(days=1)


def test_every_status_says_its_kind() -> None:
    kinds = {code.id: code.property("kind", DAY) for code in code_lists()["residence_status"].codes}

    assert len(kinds) == 63
    assert None not in kinds.values()


# ----------------------------------------------------------------------------------------------- faults


def test_all_faults_of_a_list_are_reported_together() -> None:
    faults = faults_of(
        """
        id = "colour"
        titel = { de = "Farbe", en = "colour" }
        columns = { warm = "flag", tone = ["light", "dark"] }
        [[code]]
        id = "red"
        text = { de = "Rot" }
        warm = 1
        tone = "bright"
        wram = true
        [[code]]
        id = "red"
        text = { de = "Rot", en = " " }
        tone = [{ is = "light", until = 2024-02-28 }, { is = "dark", from = 2024-02-28 }]
        warm = [{ is = true, from = 2024-03-01, until = 2024-02-28 }]
        """
    )

    assert [fault.split(";")[0].split(" [unknown")[0] for fault in faults] == [
        "colour.toml titel: unknown key",
        "colour.toml [code red] wram: unknown key",
        "colour.toml [code red] text: no text in every language",
        "colour.toml [code red] warm: not a value of this column",
        "colour.toml [code red] tone: not a value of this column",
        "colour.toml [code red] text: no text in every language",
        "colour.toml [code red] warm: the last day lies before the first [period]",
        "colour.toml [code red] tone: two versions hold on one day [overlap]",
        "colour.toml [code red]: the code stands twice [duplicate]",
        "colour.toml title: no text in every language",
    ]
    assert "did you mean 'warm'?" in faults[1]
    assert "allowed: dark, light" in faults[4]


def test_a_text_that_is_no_toml_is_a_fault() -> None:
    assert [fault.split(":")[0] for fault in faults_of("id = ")] == ["colour.toml"]


def test_a_text_where_a_table_belongs_is_a_fault() -> None:
    assert faults_of('id = "colour"\ntitle = "Farbe"') == [
        "colour.toml title: no text in every language; allowed: { de = …, en = … } [text]"
    ]


def test_versions_may_touch() -> None:
    tones = small()["red"].properties["tone"]

    assert [dated.period for dated in tones] == [
        Period(None, date(2024, 2, 28)),
        Period(date(2024, 2, 29), None),
    ]
