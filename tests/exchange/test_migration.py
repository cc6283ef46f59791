"""Documents of earlier versions: made into the newest one step by step, with faults told where they stand."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kimcore.errors import CaseError
from kimcore.exchange.case_form import keys_in_json
from kimcore.exchange.case_json import read_case, write_case
from kimcore.exchange.migration import STEPS, case_0_to_1, migrate, versions_of
from kimcore.people.canonical import CASE_SCHEMA
from kimcore.people.handoff import Handoff

Document = dict[str, Any]

VERSIONS = r"allowed: kimcore\.case/0, kimcore\.case/1"

ROW = {"person": "P1", "matter": "sgb2_benefits", "from": "a", "to": "b", "sent": "2026-10-05"}
MOVED = {
    "key": "handoff-1",
    "kind": "referral",
    "person": "P1",
    "matter": "sgb2_benefits",
    "from": "a",
    "to": "b",
    "events": [{"move": "send", "on": "2026-10-05", "by": "sender"}],
}


def document(*rows: Any, **fields: Any) -> Document:
    case = {"schema": "kimcore.case/0", "key": "1", "as_of": "2026-11-23", "persons": [{"key": "P1"}]}
    return case | {"handoffs": list(rows)} | fields


def faults(source: Any, *, keep: bool = False) -> set[str]:
    with pytest.raises(CaseError) as error:
        read_case(source, keep=keep)
    return {f"{fault.where} {fault.code}" for fault in error.value.faults}


# ------------------------------------------------------------------------------- the step


def test_a_row_becomes_a_referral_that_was_sent() -> None:
    assert migrate(document(ROW)) == document(MOVED, schema="kimcore.case/1")


def test_a_confirmed_row_was_accepted_by_the_recipient() -> None:
    moved = migrate(document(ROW, ROW | {"confirmed": "2026-10-20"}))["handoffs"][1]

    assert moved["key"] == "handoff-2"
    assert moved["events"] == [*MOVED["events"], {"move": "accept", "on": "2026-10-20", "by": "recipient"}]


@pytest.mark.parametrize("handoffs", [{"unknown": "withheld"}, [], None, "nonsense", 3])
def test_what_is_no_list_of_rows_is_handed_on(handoffs: Any) -> None:
    assert migrate(document(handoffs=handoffs))["handoffs"] == handoffs


def test_the_rest_of_a_case_stays_as_it_is() -> None:
    source = document(ROW, relations=[], extensions={"sent": 1}, note="of a later version")

    assert migrate(source) == source | {"schema": "kimcore.case/1", "handoffs": [MOVED]}


def test_a_step_is_pure() -> None:
    source = document(ROW, "junk")
    as_it_was = copy.deepcopy(source)

    assert case_0_to_1(source) == case_0_to_1(source)
    assert source == as_it_was


def test_a_document_of_the_newest_version_is_left_alone() -> None:
    source = document(MOVED, schema="kimcore.case/1")

    assert migrate(source) == migrate(json.dumps(source)) == source


def test_the_steps_lead_to_the_version_that_is_written() -> None:
    assert versions_of(CASE_SCHEMA) == ("kimcore.case/0", "kimcore.case/1")
    assert all(step.of == name for name, step in STEPS.items())


# ------------------------------------------------------------------------------- faults, where they stand


def test_a_version_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(CaseError, match=VERSIONS):
        migrate(document(schema="kimcore.case/2"))
    with pytest.raises(CaseError, match=VERSIONS):
        read_case(document(schema="kimcore.case/2"))


@pytest.mark.parametrize("schema", [None, 1, ["kimcore.case/0"], {"kimcore.case/0": 1}])
def test_a_version_of_another_type_is_refused(schema: Any) -> None:
    assert faults(document(schema=schema)) == {"$.schema unknown-schema"}


@pytest.mark.parametrize("key", ["note", "key", "kind", "events", "reports"])
def test_a_key_that_rows_did_not_have_is_a_fault_also_where_handoffs_have_it_now(key: str) -> None:
    assert faults(document(ROW | {key: "x"})) >= {f"$.handoffs[0].{key} unknown-key"}
    with pytest.raises(CaseError, match="unknown key; allowed: confirmed, from, matter, person, sent, to"):
        migrate(document(ROW | {key: "x"}))


def test_a_key_that_means_something_now_cannot_be_kept() -> None:
    assert "note" in migrate(document(ROW | {"note": "x"}), keep=True)["handoffs"][0]
    with pytest.raises(CaseError, match="unknown-key"):
        migrate(document(ROW | {"events": []}), keep=True)


# ------------------------------------------------------------------------------- read as a case

with_moves = pytest.mark.skipif("events" not in keys_in_json(Handoff), reason="handoffs have no moves yet")


@with_moves
def test_an_old_case_is_read_as_the_new_one_that_says_the_same() -> None:
    old = document(ROW, ROW | {"confirmed": "2026-10-20"})

    assert read_case(old) == read_case(json.dumps(old)) == read_case(migrate(old))


@with_moves
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ROW | {"sent": "2026-02-30"}, {"$.handoffs[0].sent no-such-day"}),
        (ROW | {"confirmed": "2026-02-30"}, {"$.handoffs[0].confirmed no-such-day"}),
        (ROW | {"confirmed": "2027-01-01"}, {"$.handoffs[0].confirmed after-as-of"}),
        ({key: ROW[key] for key in ROW if key != "sent"}, {"$.handoffs[0].sent missing-key"}),
        (ROW | {"matter": "sgb2"}, {"$.handoffs[0].matter unknown-code"}),
        (ROW | {"person": "P7"}, {"$.handoffs[0].person unknown-person"}),
        (ROW | {"sendt": "2026-10-05"}, {"$.handoffs[0].sendt unknown-key"}),
        ("row", {"$.handoffs[0] wrong-type"}),
    ],
)
def test_a_fault_is_told_where_it_stands_in_the_old_document(row: Any, expected: set[str]) -> None:
    assert faults(document(row)) == expected


@with_moves
def test_keys_of_an_old_document_are_kept_in_the_new_one() -> None:
    case = read_case(document(ROW | {"note": 1}), keep=True)

    assert json.loads(write_case(case))["handoffs"][0]["note"] == 1


@pytest.mark.parametrize(
    ("path", "before"),
    [
        (("handoffs", 2, "events", 0, "on"), ("handoffs", 2, "sent")),
        (("handoffs", 2, "events", 1, "on"), ("handoffs", 2, "confirmed")),
        (("handoffs", 2, "events", 1, "by"), ("handoffs", 2)),
        (("handoffs", 2, "key"), ("handoffs", 2)),
        (("handoffs", 2, "from"), ("handoffs", 2, "from")),
        (("persons", 0, "key"), ("persons", 0, "key")),
    ],
)
def test_every_place_of_a_new_document_has_one_in_the_old(path: Any, before: Any) -> None:
    assert STEPS["kimcore.case/0"].before(path) == before
