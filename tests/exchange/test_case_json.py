from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimcore.dates import ImpreciseDate, Period
from kimcore.errors import CaseError, Fault, listed
from kimcore.exchange.case_form import keys_in_json
from kimcore.exchange.case_json import case_at_a_glance, case_digest, read_case, write_case
from kimcore.law.codes import code_lists
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.kinds import KINDS, Nationality, Place, Residence, Stay
from kimcore.people.person import Complete, Person
from kimcore.testing.strategies import PERSONAL, cases
from tests.garbling import garbled
from tests.mutations import Mutated, broken_anew

EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "example" / "case.json"

Document = dict[str, Any]


def document(*persons: Document, **fields: Any) -> Document:
    numbered = [{"key": f"P{number}"} | person for number, person in enumerate(persons or ({},), 1)]
    return {"schema": "kimcore.case/1", "key": "fall-1", "as_of": "2026-11-23", "persons": numbered} | fields


def faults(source: Any) -> set[str]:
    return {f"{fault.where} {fault.code}" for fault in faults_in_order(source)}


def faults_in_order(source: Any) -> tuple[Fault, ...]:
    with pytest.raises(CaseError) as refused:
        read_case(source)
    return refused.value.faults


# ------------------------------------------------------------------------------- what is read


def test_the_form_says_none_unknown_and_open() -> None:
    stay = {"in_germany": True, "since": "2025-03"}
    residence = {"first": "2026-10-12", "document": None, "issued": {"unknown": "withheld"}}
    person = {
        "birth": "1994-05-02",
        "stay": [stay],
        "residence": [residence],
        "complete": {"from": None, "except": ["training"]},
        "nationality": [{"countries": ["SY", "SY"]}, {"countries": [], "last": "2020-01-01", "recorded_on": "2020-01-01"}],
    }  # fmt: skip

    case = read_case(document(person, relations=[], handoffs={"unknown": "not_asked"}))

    assert case == Case(
        key="fall-1",
        as_of=date(2026, 11, 23),
        persons=(
            Person(
                key="P1",
                birth=date(1994, 5, 2),
                complete=(Complete(except_=frozenset({"training"})),),
                stay=(Stay(in_germany=True, since=ImpreciseDate(date(2025, 3, 1), date(2025, 3, 31))),),
                residence=(Residence(first=date(2026, 10, 12), document=None, issued=Unknown("withheld")),),
                nationality=(
                    Nationality(countries=frozenset({"SY"})),
                    Nationality(countries=frozenset(), last=date(2020, 1, 1), recorded_on=date(2020, 1, 1)),
                ),
            ),
        ),
        relations=(),
        applications=NOT_RECORDED,
        handoffs=Unknown("not_asked"),
    )


@pytest.mark.parametrize("source", [json.dumps, lambda d: json.dumps(d).encode(), lambda d: d])
def test_a_case_is_read_from_text_bytes_and_what_a_parser_made_of_them(source: Callable[[Any], Any]) -> None:
    assert read_case(source(document())).person("P1") == Person(key="P1")


def test_a_mark_of_byte_order_does_no_harm() -> None:
    assert read_case(b"\xef\xbb\xbf" + json.dumps(document()).encode()) == read_case(document())


def test_several_claims_to_completeness_stand_in_a_list() -> None:
    claims = [{"until": "2025-12-31"}, {"from": "2026-02-01"}]

    case = read_case(document({"complete": claims}))

    assert case.person("P1").complete == (
        Complete(until=date(2025, 12, 31)),
        Complete(from_=date(2026, 2, 1)),
    )


def test_a_grant_is_a_period() -> None:
    filed = {"person": "P1", "matter": "asylum", "filed": "2026-01-01", "grant": {"first": "2026-02-01"}}

    case = read_case(document(applications=[filed]))

    assert isinstance(case.applications, tuple)
    assert case.applications[0].grant == Period(date(2026, 2, 1), None)


def test_a_territory_key_of_twelve_digits_is_shortened() -> None:
    case = read_case(document({"places": [{"kind": "habitual", "territory": "055620014014"}]}))

    assert case.person("P1").places == (Place(kind="habitual", territory="05562014"),)


def test_the_example_of_the_design_is_read() -> None:
    if not EXAMPLE.is_file():
        pytest.skip("the worked example is not beside this repository")

    case = read_case(EXAMPLE.read_bytes())

    assert [entry.status for entry in case.person("P1").residence] == ["gestattung", "refugee"]
    assert json.loads(write_case(case))["applications"] == json.loads(EXAMPLE.read_text())["applications"]


# ------------------------------------------------------------------------------- what is written


@given(cases())
def test_what_is_written_is_read_as_the_same_case_and_written_as_the_same_text(case: Case) -> None:
    text = write_case(case)

    assert read_case(text) == case
    assert read_case(text.encode()) == case
    assert read_case(json.loads(text)) == case
    assert write_case(read_case(text)) == text


@given(cases())
def test_the_digest_is_that_of_the_canonical_file(case: Case) -> None:
    assert case_digest(case) == case.digest == sha256(write_case(case).encode()).hexdigest()


def test_the_canonical_text_is_readable_and_leaves_out_what_holds_nothing() -> None:
    person = Person(
        key="P1",
        label="Zoë",
        residence=(Residence(document=None),),
        nationality=(Nationality(countries=frozenset({"UA", "SY"})),),
    )
    case = Case(key="1", as_of=date(2026, 11, 23), persons=(person,), handoffs=(), extensions={"b": 1, "a": 0.5})

    assert write_case(case) == (
        "{\n"
        '  "schema": "kimcore.case/1",\n'
        '  "key": "1",\n'
        '  "as_of": "2026-11-23",\n'
        '  "persons": [\n'
        "    {\n"
        '      "key": "P1",\n'
        '      "label": "Zoë",\n'
        '      "residence": [\n'
        "        {\n"
        '          "document": null\n'
        "        }\n"
        "      ],\n"
        '      "nationality": [\n'
        "        {\n"
        '          "countries": [\n'
        '            "SY",\n'
        '            "UA"\n'
        "          ]\n"
        "        }\n"
        "      ]\n"
        "    }\n"
        "  ],\n"
        '  "handoffs": [],\n'
        '  "extensions": {\n'
        '    "b": 1,\n'
        '    "a": 0.5\n'
        "  }\n"
        "}\n"
    )


# ------------------------------------------------------------------------------- what is refused


def test_every_fault_of_a_document_is_told_at_once() -> None:
    wrong = document(
        {
            "brith": "1994-05-02",
            "complete": {"form": None, "until": "2027-01-01", "except": ["traning"]},
            "residence": [
                {
                    "first": "2026-02-30",
                    "status": "refuge",
                    "must_leave": "no",
                    "issued": {"unknown": "forgot"},
                },
                {"first": "2026-03-01", "last": "2026-02-01"},
            ],
            "coverage": [{"aspect": "health", "benefit": "SGB_II"}, {"aspect": "health"}, "SGB_II"],
            "places": [{"kind": "habitual", "territory": "Gladbek"}, {"kind": "habitual", "territory": {}}],
            "work": [{"capable": True}, {"capable": False}],
            "school": {"grade": 3},
        },
        {"key": "P1", "birth": "1994-13", "stay": [{"since": 1994, "last": 5, "recorded_on": "2026-12-24"}]},
        as_of="2026-11-31",
        staleafter=3,
        relations=None,
        applications=[
            {"person": "P9", "matter": "asylum", "filed": "2026-01-02", "decided": "2026-01-01"},
            {"person": "P1", "filed": "2026-01-01", "grant": {"first": "2026-01-02", "last": "2026-01-01"}},
        ],
        handoffs=[
            {"key": "1", "kind": "transfer", "person": "P1", "matter": "asylum", "from": "a", "to": "b", "filed": 3},
            {"key": "2", "kind": "lend", "person": "P1", "matter": "asylum", "from": "a", "to": "a", "events": [{}]},
        ],
    )

    assert faults(wrong) == {
        "$.as_of no-such-day",
        "$.staleafter unknown-key",
        "$.persons[0].brith unknown-key",
        "$.persons[0].complete.form unknown-key",
        "$.persons[0].complete.except unknown-code",
        "$.persons[0].residence[0].first no-such-day",
        "$.persons[0].residence[0].status unknown-code",
        "$.persons[0].residence[0].must_leave wrong-type",
        "$.persons[0].residence[0].issued.unknown unknown-code",
        "$.persons[0].residence[1].last days-reversed",
        "$.persons[0].coverage[1].benefit missing-key",
        "$.persons[0].coverage[2] wrong-type",
        "$.persons[0].places[0].territory unknown-territory",
        "$.persons[0].places[1].territory.unknown missing-key",
        "$.persons[0].work[0] contradiction",
        "$.persons[0].work[1] contradiction",
        "$.persons[0].school wrong-type",
        "$.persons[1].key duplicate-person",
        "$.persons[1].birth no-such-day",
        "$.persons[1].stay[0].since wrong-type",
        "$.persons[1].stay[0].last wrong-type",
        "$.relations wrong-type",
        "$.applications[0].person unknown-person",
        "$.applications[0].decided days-reversed",
        "$.applications[1].matter missing-key",
        "$.applications[1].grant.last days-reversed",
        "$.handoffs[0].filed wrong-type",
        "$.handoffs[1].kind unknown-code",
        "$.handoffs[1].to same-agency",
        "$.handoffs[1].events[0].by missing-key",
        "$.handoffs[1].events[0].move missing-key",
        "$.handoffs[1].events[0].on missing-key",
    }


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (
            {"brith": "1994-05-02"},
            (f"$.persons[0].brith: unknown key; allowed: {', '.join(sorted(keys_in_json(Person)))}; "
             "did you mean 'birth'? [unknown-key]"),
        ),
        (
            {"residence": [{"status": "refuge"}]},
            ("$.persons[0].residence[0].status: not one of the codes of this field; allowed: "
             f"{listed(code_lists()['residence_status'])}; did you mean 'refugee'? [unknown-code]"),
        ),
        (
            {"places": [{"kind": "habitual", "territory": "Gladbek"}]},
            ("$.persons[0].places[0].territory: not a territory of the shipped table; allowed: DE, or the key of a Land, "
             "Regierungsbezirk, Kreis or Gemeinde with 2, 3, 5 or 8 digits; did you mean '05562014'? [unknown-territory]"),
        ),
        (
            {"birth": "1994-02-30"},
            ("$.persons[0].birth: there is no such day in the calendar; allowed: a day as YYYY-MM-DD, a month as "
             "YYYY-MM or a year as YYYY [no-such-day]"),
        ),
        (
            {"stay": [{"first": "1.2.2026"}]},
            "$.persons[0].stay[0].first: not a day written as YYYY-MM-DD; allowed: a day as YYYY-MM-DD [no-such-day]",
        ),
        (
            {"stay": [{"since": {"unknown": "not_recoded"}}]},
            ("$.persons[0].stay[0].since.unknown: not a reason for not knowing; allowed: conflicting, not_asked, "
             "not_known, not_recorded, stale, withheld; did you mean 'not_recorded'? [unknown-code]"),
        ),
        (
            {"complete": {"except": ["works"]}},
            (f"$.persons[0].complete.except: holds what is no code of this field; allowed: {listed(KINDS)}; "
             "did you mean 'work'? [unknown-code]"),
        ),
    ],
)  # fmt: skip
def test_a_fault_says_where_what_what_is_allowed_and_what_was_meant(person: Document, told: str) -> None:
    (fault,) = faults_in_order(document(person))

    assert str(fault) == told


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"schema": None}, {"$.schema unknown-schema"}),
        ({"schema": "kimcore.case/2"}, {"$.schema unknown-schema"}),
        ({"key": None}, {"$.key wrong-type"}),
        ({"persons": {}}, {"$.persons wrong-type"}),
        ({"persons": None, "applications": [{"person": "P1", "matter": "asylum", "filed": "2026-01-01"}]}, {"$.persons wrong-type"}),
        ({"persons": [{}], "relations": [{"kind": "parent", "person": "P1", "to": "P2"}]}, {"$.persons[0].key missing-key"}),
        ({"relations": "none"}, {"$.relations wrong-type"}),
        ({"relations": [{"kind": "partner", "person": "P1", "to": ""}]}, {"$.relations[0].to length"}),
        ({"relations": {"unknown": 5}}, {"$.relations.unknown unknown-code"}),
        ({"relations": {"unknown": "withheld", "why": 1}}, {"$.relations.why unknown-key"}),
        ({"extensions": []}, {"$.extensions wrong-type"}),
        ({"stale_after": "180"}, {"$.stale_after wrong-type"}),
        ({"stale_after": 180.0}, {"$.stale_after wrong-type"}),
        ({"acknowledged": [{"id": "f"}]}, {"$.acknowledged[0].role missing-key"}),
        ({"__class__": 1, "with space": 2}, {"$.__class__ unknown-key", "$['with space'] unknown-key"}),
    ],
)  # fmt: skip
def test_each_part_of_a_case_is_read_strictly(change: Document, expected: set[str]) -> None:
    assert faults(document(**change)) == expected


def test_what_a_case_must_have_is_missed_by_name() -> None:
    assert faults({}) == {
        "$.schema missing-key",
        "$.key missing-key",
        "$.as_of missing-key",
        "$.persons missing-key",
    }


def test_a_fault_keeps_its_place_when_others_before_it_are_taken_out() -> None:
    coverage = [{}, {"aspect": "health", "benefit": "SGB"}, {}, {"aspect": "health", "benefit": "SGB_"}]

    assert faults(document({}, {"key": 0}, {"coverage": coverage}) | {"key": "x"}) == {
        "$.persons[1].key wrong-type",
        "$.persons[2].coverage[0].aspect missing-key",
        "$.persons[2].coverage[0].benefit missing-key",
        "$.persons[2].coverage[1].benefit unknown-code",
        "$.persons[2].coverage[2].aspect missing-key",
        "$.persons[2].coverage[2].benefit missing-key",
        "$.persons[2].coverage[3].benefit unknown-code",
    }


def test_a_very_long_key_is_repeated_in_part() -> None:
    (fault,) = faults_in_order(document(**{"x" * 5000: 1}))

    assert fault.where == "$['" + "x" * 60 + "…']".encode("ascii", "backslashreplace").decode()


# ------------------------------------------------------------------------------- what is not JSON


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", {"line 1, column 1 no-json"}),
        ('{"key": "Olena",', {"line 1, column 17 no-json"}),
        ('{"key": "Olena"}\nx', {"line 2, column 1 no-json"}),
        ('{"key": "Ole\\xna"}', {"line 1, column 13 no-json"}),
        ("[" * 100_000, {"$ no-json"}),
        ('{"a":' * 100_000, {"$ no-json"}),
        ("[]", {"$ wrong-type"}),
        ("NaN", {"$ number"}),
        ('"Olena"', {"$ wrong-type"}),
        (b"\xff\xfe{\x00}\x00", {"byte 0 encoding"}),
        ('{"key": "Zoë"}'.encode("latin-1"), {"byte 11 encoding"}),
        (" " * 8_000_001, {"$ too-long"}),
        (b" " * 8_000_001, {"$ too-long"}),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_json_object_is_refused_with_its_place(source: str | bytes, expected: set[str]) -> None:
    assert faults(source) == expected


def text(**fields: str) -> str:
    """The text of a document whose fields are JSON texts."""
    given_ = {
        "schema": '"kimcore.case/1"',
        "key": '"1"',
        "as_of": '"2026-11-23"',
        "persons": '[{"key": "P1"}]',
    }
    return "{" + ", ".join(f'"{key}": {value}' for key, value in (given_ | fields).items()) + "}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (text(persons='[{"key": "P1", "birth": "1990", "birth": "1991"}]'), {"$.persons[0].birth duplicate-key"}),
        (text(stale_after="NaN"), {"$.stale_after number"}),
        (text(stale_after="1e999"), {"$.stale_after number"}),
        (text(stale_after="-Infinity"), {"$.stale_after number"}),
        (text(stale_after="9" * 5000), {"$.stale_after number"}),
        (text(stale_after="9" * 500), {"$.stale_after wrong-type"}),
        (text(key='"\\ud800"'), {"$.key not-unicode"}),
        (text(**{"k\\ud800": "1"}), {"$['k\\ud800'] not-unicode"}),
        (text(key='"' + "x" * 100_000 + '"'), {"$.key length"}),
        (text(relations="[" * 100 + "]" * 100), {"$.relations" + "[0]" * 63 + " too-deep", "$.relations[0] wrong-type"}),
        (text(extensions='{"a": NaN, "Olena": {"b": 1, "b": 2}, "c": "\\udfff"}'), {"$.extensions number"}),
        (text(extensions='{"a": ' * 100 + "1" + "}" * 100), {"$.extensions too-deep"}),
    ],
    ids=range(12),
)  # fmt: skip
def test_what_json_leaves_open_is_a_fault(source: str, expected: set[str]) -> None:
    assert faults(source) == expected


def test_what_was_parsed_to_no_object_is_refused() -> None:
    assert faults([document()]) == {"$ wrong-type"}


def test_a_mapping_is_left_as_it_was() -> None:
    own = document({"complete": {"except": []}, "brith": 1}, staleafter=1)
    as_it_was = json.dumps(own)

    assert faults(own) == {"$.persons[0].brith unknown-key", "$.staleafter unknown-key"}
    assert json.dumps(own) == as_it_was


@pytest.mark.parametrize("source", [object(), {1, 2}, date(2026, 1, 1), b"1"])
def test_what_is_no_json_value_is_refused_in_a_mapping(source: object) -> None:
    assert faults(document({"label": source})) == {"$.persons[0].label not-json"}


def test_a_key_that_is_no_text_is_refused_in_a_mapping() -> None:
    assert faults(document({}, {1: 2})) == {"$.persons[1] not-json"}  # type: ignore[dict-item]  # the point of the test


def test_a_mapping_that_holds_itself_is_too_deep() -> None:
    own = document()
    own["persons"] = [own]

    assert any(fault.code == "too-deep" for fault in faults_in_order(own))


# ------------------------------------------------------------------------------- properties of all refusals


CODES = {
    *("after-as-of", "contradiction", "cycle", "day-out-of-range", "days-reversed", "duplicate-handoff"),
    *("duplicate-person", "length", "missing-key", "missing-reason", "move-refused", "no-such-day", "not-json"),
    *("not-unicode", "other-person", "same-agency", "self-relation", "too-many", "unknown-code", "unknown-handoff"),
    *("unknown-key", "unknown-person", "unknown-schema", "unknown-territory", "wrong-side", "wrong-type"),
    *("missing-for-kind", "no-category", "no-matter", "no-recipient", "not-a-citation", "not-of-kind", "two-givers"),
}


@settings(max_examples=125)
@given(broken_anew(cases().map(write_case), times=8))
def test_a_broken_document_is_read_or_refused_without_a_personal_value(documents: list[Mutated]) -> None:
    """A thousand documents in every run: values dropped, doubled, retyped, misspelt, keys renamed, days swapped."""
    for broken in documents:
        error = refusal(broken.document)
        if error is not None:
            told = str(error).replace(BOUNDS, "")
            assert {fault.code for fault in error.faults} <= CODES
            assert all(fault.where.startswith("$") for fault in error.faults)
            assert len({fault.where for fault in error.faults}) == len(error.faults)
            assert [secret for secret in broken.secrets if secret in told] == []
            # A cause or context would carry values into tracebacks.
            assert (error.__cause__, error.__context__) == (None, None)


@settings(max_examples=125)
@given(garbled(cases().map(write_case), times=8))
def test_a_garbled_text_is_read_as_a_whole_or_refused_as_a_whole(texts: list[str | bytes]) -> None:
    """A thousand texts in every run: keys said twice, torn, nested too deep, in the wrong encoding, no JSON at all."""
    for text in texts:
        error = refusal(text)
        if error is None:
            case = read_case(text)
            assert read_case(write_case(case)) == case
        else:
            assert PERSONAL not in str(error)
            assert len(str(error)) < 20_000
            assert (error.__cause__, error.__context__) == (None, None)


@settings(max_examples=30)
@given(broken_anew(cases().map(write_case), times=4), cases())
def test_what_is_read_at_a_glance_is_what_is_read_thoroughly(documents: list[Mutated], case: Case) -> None:
    for text in (*(json.dumps(broken.document) for broken in documents), write_case(case)):
        found = case_at_a_glance(text)
        error = refusal(json.loads(text))
        assert (found is None) == (error is not None)
        if found is not None:
            assert found == read_case(json.loads(text))


@pytest.mark.parametrize(
    "change",
    [
        ('"key": "fall-1"', '"key": "fall-1", "key": "fall-1"'),
        ('"key": "fall-1"', '"key": "fall-1", "extensions": {"a": NaN}'),
        ('"key": "fall-1"', f'"key": "fall-1", "extensions": {{"a": {"9" * 1500}}}'),
        ('"key": "fall-1"', '"key": "fall-1", "extensions": {"a": ' + "[" * 70 + "]" * 70 + "}"),
        ('"key": "fall-1"', '"key": "fall-1", "extensions": {"a": "\\ud800"}'),
        ('"key": "fall-1"', '"key": 1'),
        ('"key": "fall-1"', '"key": "fall-1", "relations": null'),
        ("kimcore.case/1", "kimcore.case/0"),
    ],
)
def test_what_is_strange_is_not_read_at_a_glance(change: tuple[str, str]) -> None:
    text = json.dumps(document())
    assert case_at_a_glance(text) is not None

    assert case_at_a_glance(text.replace(*change)) is None


def refusal(source: Document | str | bytes) -> CaseError | None:
    try:
        read_case(source)
    except CaseError as error:
        return error
    return None


BOUNDS = "1900-01-01 to 2199-12-31"


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_text_is_refused_and_no_more(source: bytes | str) -> None:
    assert faults_in_order(source) != ()
