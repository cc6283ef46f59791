"""Fact sheets as JSON: what is read, what is refused and how it is told."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from jsonschema.protocols import Validator

from kimcore.dates import ImpreciseDate
from kimcore.errors import CaseError
from kimcore.exchange.case_json import write_case
from kimcore.exchange.facts_json import read_facts, read_record, write_facts
from kimcore.exchange.schema import facts_schema, json_schema
from kimcore.language.sheet import FactSheet, FactStretch, SheetFacts
from kimcore.language.timeline import Members
from kimcore.language.vocabulary import Fact, FactType, standard_vocabulary
from kimcore.people.case import Case
from kimcore.people.history import Unknown
from kimcore.people.person import Person
from kimcore.testing.strategies import PERSONAL, cases
from kimcore.text import Text
from tests.exchange.test_schema import BEYOND_A_SCHEMA, HALF_SAID
from tests.mutations import Mutated, broken

Document = dict[str, Any]

VALIDATOR: Validator = jsonschema.Draft202012Validator(json_schema("facts"))


def document(facts: Any, **fields: Any) -> Document:
    persons = [{"key": "P1", "facts": facts}]
    return {"schema": "kimcore.facts/1", "key": "1", "as_of": "2026-11-23", "persons": persons} | fields


def faults(source: Any) -> set[str]:
    with pytest.raises(CaseError) as error:
        read_facts(source)
    return {f"{fault.where} {fault.code}" for fault in error.value.faults}


def of_person(name: str, *stretches: Any) -> set[str]:
    """The faults of one fact, without the path of the list."""
    return {each.removeprefix(f"$.persons[0].facts['{name}']") for each in faults(document({name: list(stretches)}))}


# ------------------------------------------------------------------------------- what is read


def test_a_stretch_says_a_value_none_or_unknown_and_why() -> None:
    rows = [
        {"last": "2026-10-11", "value": "gestattung"},
        {"first": "2026-10-12", "last": "2026-11-01", "value": None},
        {"first": "2026-11-02", "unknown": "withheld"},
    ]

    assert read_facts(document({"residence.status": rows})).facts["P1"]["residence.status"] == (
        FactStretch(last=date(2026, 10, 11), value="gestattung"),
        FactStretch(first=date(2026, 10, 12), last=date(2026, 11, 1), value=None),
        FactStretch(first=date(2026, 11, 2), value=Unknown("withheld")),
    )


def test_a_set_is_whole_or_has_at_least_some_members() -> None:
    rows = [{"last": "2026-10-11", "value": []}, {"first": "2026-10-12", "at_least": ["SY"]}]

    assert read_facts(document({"nationality.countries": rows})).facts["P1"]["nationality.countries"] == (
        FactStretch(last=date(2026, 10, 11), value=frozenset()),
        FactStretch(first=date(2026, 10, 12), value=Members(frozenset({"SY"}), closed=False)),
    )


def test_days_may_be_partial_and_keys_of_towns_long() -> None:
    facts = {"stay.since": [{"value": "2025-03"}], "place.habitual": [{"value": "055620014014"}]}

    given = read_facts(document(facts)).facts["P1"]

    assert given["stay.since"][0].value == ImpreciseDate(date(2025, 3, 1), date(2025, 3, 31))
    assert given["place.habitual"][0].value == "05562014"


def test_the_household_is_said_as_in_a_case() -> None:
    filed = {"person": "P1", "matter": "sgb2_benefits", "filed": "2026-11-02"}
    sheet = read_facts(document({}, relations=[], applications=[filed], stale_after=30))

    facts = SheetFacts(sheet, standard_vocabulary())

    assert sheet.household.relations == ()
    assert facts.timeline("P1", "applications").on(date(2026, 11, 2)) == Members(
        frozenset({"sgb2_benefits"}), closed=True
    )
    assert facts.timeline("P1", "filed.sgb2_benefits").on(date(2026, 11, 3)) == date(2026, 11, 2)


def test_an_open_end_goes_on_as_long_as_the_sheet_is_fresh() -> None:
    sheet = read_facts(document({"work.capable": [{"first": "2026-11-01", "value": True}]}, stale_after=10))
    capable = SheetFacts(sheet, standard_vocabulary()).timeline("P1", "work.capable")

    assert [capable.on(date(2026, *day)) for day in [(10, 31), (11, 1), (12, 3), (12, 4)]] == [
        Unknown("not_recorded"), True, True, Unknown("stale"),
    ]  # fmt: skip


def test_the_day_of_moving_follows_from_the_place() -> None:
    rows = [{"last": "2026-10-31", "value": "05562014"}, {"first": "2026-11-01", "value": "05562012"}]
    moved = SheetFacts(read_facts(document({"place.habitual": rows})), standard_vocabulary()).timeline(
        "P1", "moved.habitual"
    )

    assert (moved.on(date(2026, 10, 31)), moved.on(date(2026, 11, 2))) == (None, date(2026, 11, 1))


def test_facts_of_your_own_are_read_with_your_vocabulary() -> None:
    text = Text.of(de="?", en="?")
    own = Fact(id="own.rooms", type=FactType(kind="count"), describes=text, question=text, answered_by=("person",))
    vocabulary = standard_vocabulary().extended([own])
    source = document({"own.rooms": [{"value": 3}]})

    assert read_facts(source, vocabulary).facts["P1"]["own.rooms"] == (FactStretch(value=3),)
    assert jsonschema.Draft202012Validator(facts_schema(vocabulary)).is_valid(source)
    assert faults(source) == {"$.persons[0].facts['own.rooms'] unknown-fact"}


def test_a_record_is_read_by_its_schema() -> None:
    case = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),))

    assert read_record(write_case(case)) == case
    assert read_record(write_facts(FactSheet.of(case))) == FactSheet.of(case) == FactSheet(household=case)
    with pytest.raises(CaseError, match="wrong-type"):
        read_record("[]")
    with pytest.raises(CaseError, match="unknown-schema"):
        read_record({"schema": "kimcore.fact/1"})


# ------------------------------------------------------------------------------- what is refused


def test_all_faults_are_told_at_once_with_their_places() -> None:
    source = document({"residense.status": [], "work.capable": [{"value": "yes"}]}, asof="2026-11-23")
    del source["as_of"]
    source["persons"].append({"key": "P1", "residence": [], "facts": 3})

    assert faults(source) == {
        "$.persons[0].facts['residense.status'] unknown-fact",
        "$.persons[0].facts['work.capable'][0].value wrong-type",
        "$.persons[1].residence unknown-key",
        "$.persons[1].facts wrong-type",
        "$.as_of missing-key",
        "$.asof unknown-key",
        "$.persons[1].key duplicate-person",
    }


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("applications", "applications"),
        ("filed.sgb2_benefits", "applications"),
        ("person.birth", "birth"),
        ("moved.habitual", "place.habitual"),
    ],
)
def test_a_fact_that_follows_is_not_given(name: str, source: str) -> None:
    with pytest.raises(CaseError, match=f"give '{source}' instead"):
        read_facts(document({name: []}))


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("residence.status", {"value": "refuge"}, "[0].value unknown-code"),
        ("residence.status", {"at_least": ["refugee"]}, "[0].at_least wrong-type"),
        ("residence.status", {"unknown": "forgotten"}, "[0].unknown unknown-code"),
        ("residence.status", {"value": "refugee", "unknown": "stale"}, "[0] several-values"),
        ("residence.status", {}, "[0] missing-key"),
        ("residence.status", 3, "[0] wrong-type"),
        ("residence.status", {"value": "refugee", "frist": "2026-01-01"}, "[0].frist unknown-key"),
        ("residence.status", {"value": "refugee", "first": "2026-02-30"}, "[0].first no-such-day"),
        ("residence.status", {"value": "refugee", "first": 2026}, "[0].first wrong-type"),
        ("residence.status", {"value": "refugee", "first": "1850-01-01"}, "[0].first no-such-day"),
        (
            "residence.status",
            {"value": "refugee", "first": "2026-02-01", "last": "2026-01-01"},
            "[0].last days-reversed",
        ),
        ("nationality.countries", {"value": None}, "[0].value wrong-type"),
        ("nationality.countries", {"value": ["XX"]}, "[0].value unknown-code"),
        ("nationality.countries", {"at_least": "SY"}, "[0].at_least wrong-type"),
        ("nationality.countries", {"at_least": ["XX"]}, "[0].at_least unknown-code"),
        ("german.level", {"value": "B9"}, "[0].value unknown-code"),
        ("school.grade", {"value": -1}, "[0].value wrong-type"),
        ("stay.since", {"value": "soon"}, "[0].value no-such-day"),
        ("place.habitual", {"value": "05562999"}, "[0].value unknown-territory"),
        ("work.capable", {"value": 1}, "[0].value wrong-type"),
    ],
)
def test_a_stretch_that_is_not_right_is_refused(name: str, row: Any, expected: str) -> None:
    assert of_person(name, row) == {expected}


def test_stretches_of_one_fact_share_no_day() -> None:
    rows = [
        {"first": "2026-03-01", "value": True},
        {"last": "2026-03-01", "value": False},
        {"last": "2020-01-01", "value": None},
    ]

    assert of_person("work.capable", *rows) == {"[1] overlap", "[2] overlap"}
    assert of_person("work.capable", *([{"first": "2026-03-01", "last": "2026-03-01", "value": True}] * 1001)) == {
        " too-many"
    }


def test_what_is_made_by_hand_is_checked_as_what_is_read() -> None:
    household = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),))
    wrong: Any = {"P1": {"work.capable": (FactStretch(value="yes"),), "work": ()}, "P2": {"work.capable": ()}}

    with pytest.raises(CaseError) as error:
        FactSheet(household=household, facts=wrong)

    assert {f"{fault.where} {fault.code}" for fault in error.value.faults} == {
        "$.persons[0].facts['work.capable'][0].value wrong-type",
        "$.persons[0].facts.work unknown-fact",
        "$.facts unknown-person",
    }


def test_no_repr_tells_a_value() -> None:
    sheet = read_facts(document({"residence.status": [{"value": "refugee"}]}))

    assert [repr(sheet), repr(sheet.facts["P1"]["residence.status"])] == [
        "FactSheet(household, facts)",
        "(FactStretch(value),)",
    ]


# ------------------------------------------------------------------------------- schema and reader

SHEETS = cases().map(lambda case: write_facts(FactSheet.of(case)))


def refusal(source: Document) -> CaseError | None:
    try:
        read_facts(source)
    except CaseError as error:
        return error
    return None


@settings(max_examples=50)
@given(broken(SHEETS, most=2))
def test_schema_and_reader_agree_as_far_as_a_schema_can_say(mutated: Mutated) -> None:
    """What the reader takes the schema takes; what it refuses for its form the schema refuses too."""
    error = refusal(copy.deepcopy(mutated.document))
    found = {fault.code for fault in error.faults} if error else set()

    if found - BEYOND_A_SCHEMA - HALF_SAID - {"overlap"}:
        assert not VALIDATOR.is_valid(mutated.document)
    elif not found & HALF_SAID:
        assert VALIDATOR.is_valid(mutated.document)


@settings(max_examples=50)
@given(broken(SHEETS))
def test_a_broken_sheet_is_read_or_refused_without_a_personal_value(mutated: Mutated) -> None:
    error = refusal(mutated.document)
    if error is not None:
        told = str(error).replace("1900-01-01 to 2199-12-31", "")
        assert [secret for secret in mutated.secrets if secret in told] == []
        assert len({fault.where for fault in error.faults}) == len(error.faults)
        assert (error.__cause__, error.__context__) == (None, None)


def test_a_file_of_facts_that_is_no_json_is_refused() -> None:
    assert faults(json.dumps(document({}))[:-1]) == {"line 1, column 105 no-json"}
    assert faults('["' + PERSONAL + '"]') == {"$ wrong-type"}
