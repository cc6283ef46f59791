"""Keys that kimcore does not know, carried with a case and written back where they stood."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kimcore.errors import CaseError
from kimcore.exchange.case_json import read_case, write_case
from kimcore.people.case import Case
from kimcore.people.kinds import Work
from kimcore.testing.strategies import PERSONAL, cases, json_values

Document = dict[str, Any]

STRANGE = st.sampled_from(["x_note", "x_vermerk", "kept", "ärger", "a b", "9"])


def objects(node: Any) -> list[Document]:
    """Every object of a document; extensions are the caller's own and hold no unknown keys."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [each for part in inner for each in objects(part)]
    return [node, *found] if isinstance(node, dict) else found


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw the document of a case with one to four unknown keys at any of its objects."""
    document: Document = json.loads(write_case(draw(cases())))
    extensions = document.pop("extensions", {})
    places = objects(document)
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        place[draw(STRANGE)] = draw(json_values)
    return document | ({"extensions": extensions} if extensions else {})


def document(*entries: Document, **fields: Any) -> Document:
    person = {"key": "P1", "work": list(entries)}
    return {"schema": "kimcore.case/1", "key": "1", "as_of": "2026-11-23", "persons": [person, {"key": "P2"}]} | fields


def kept(*entries: Document, **fields: Any) -> Case:
    return read_case(document(*entries, **fields), keep=True)


def refused(case: Case) -> set[str]:
    with pytest.raises(CaseError) as error:
        write_case(case)
    return {f"{fault.where} {fault.code}" for fault in error.value.faults}


# ------------------------------------------------------------------------------- there and back


@given(documents())
def test_a_document_with_unknown_keys_comes_back_unchanged(source: Document) -> None:
    as_it_was = copy.deepcopy(source)
    case = read_case(source, keep=True)

    assert json.loads(write_case(case)) == source == as_it_was
    assert read_case(write_case(case), keep=True) == case


@given(documents())
def test_without_keeping_each_of_them_is_a_fault_and_nothing_else_is(source: Document) -> None:
    with pytest.raises(CaseError) as error:
        read_case(source)

    assert {fault.code for fault in error.value.faults} == {"unknown-key"}
    assert len(error.value.faults) == len(read_case(source, keep=True).kept)


@given(documents())
def test_what_is_kept_stands_in_no_repr(source: Document) -> None:
    case = read_case(source, keep=True)

    assert PERSONAL not in repr(case) + repr(case.kept)


@given(documents())
def test_what_is_kept_changes_neither_the_record_nor_its_other_faults(source: Document) -> None:
    case = read_case(source, keep=True)
    plain = evolve(case, kept=())

    assert read_case(write_case(plain)) == plain != case
    assert plain.digest != case.digest


def test_a_key_is_kept_in_an_object_that_canonical_writing_would_leave_out() -> None:
    source = document(relations={"unknown": "not_recorded", "x": 1})

    assert json.loads(write_case(read_case(source, keep=True)))["relations"] == {"unknown": "not_recorded", "x": 1}


def test_a_claim_without_the_brackets_of_a_list_keeps_its_keys() -> None:
    source = document()
    source["persons"][1]["complete"] = {"from": "2025-01-01", "x": 1}

    written = json.loads(write_case(read_case(source, keep=True)))

    assert written["persons"][1]["complete"] == [{"from": "2025-01-01", "x": 1}]


def test_known_keys_stand_before_kept_ones_which_are_sorted() -> None:
    written = json.loads(write_case(kept(x_b=1, x_a=2, stale_after=30)))

    assert list(written) == ["schema", "key", "as_of", "persons", "stale_after", "x_a", "x_b"]


def test_other_faults_are_told_as_ever() -> None:
    with pytest.raises(CaseError) as error:
        read_case(document({"first": "2026-02-30", "x": 1}, y=2), keep=True)

    assert [f"{fault.where} {fault.code}" for fault in error.value.faults] == ["$.persons[0].work[0].first no-such-day"]


def test_a_frozen_case_does_not_change_with_the_document_it_was_read_from() -> None:
    source = document(x={"a": [1]})
    case = read_case(source, keep=True)
    source["x"]["a"].append(2)

    assert case.kept[0].value == {"a": [1]}


# ------------------------------------------------------------------------------- in a case that was changed

OLD, NEW = {"last": "2026-04-30", "capable": True}, {"first": "2026-05-01", "capable": False}


def test_persons_and_entries_may_change_places() -> None:
    case = kept(OLD | {"x": 1}, NEW | {"x": 2})
    one, other = case.persons
    turned = evolve(case, persons=(other, evolve(one, work=one.work[::-1])))

    written = json.loads(write_case(turned))["persons"]

    assert written == [{"key": "P2"}, {"key": "P1", "work": [NEW | {"x": 2}, OLD | {"x": 1}]}]


def test_what_is_known_of_a_person_may_change_around_a_kept_key() -> None:
    case = kept(OLD | {"x": 1})
    more = evolve(case.persons[0], birth=date(1990, 1, 1), work=(Work(last=date(2025, 1, 1)), *case.persons[0].work))

    written = json.loads(write_case(evolve(case, persons=(more, case.persons[1]))))["persons"][0]

    assert written["work"] == [{"last": "2025-01-01"}, OLD | {"x": 1}]


def test_the_key_of_an_entry_that_was_changed_has_lost_its_place() -> None:
    case = kept(OLD | {"x": 1}, NEW | {"x": 2})
    person = case.persons[0]
    changed = evolve(person, work=(evolve(person.work[0], employed=True), person.work[1]))

    assert refused(evolve(case, persons=(changed, case.persons[1]))) == {"$.persons[0].work[0].x kept-place-gone"}


def test_the_keys_of_a_person_who_left_have_lost_their_place() -> None:
    case = kept(OLD | {"x": 1}, y=1)

    assert refused(evolve(case, persons=case.persons[1:])) == {"$.persons[0].work[0].x kept-place-gone"}


def test_of_two_entries_that_say_the_same_only_one_can_go_without_a_word() -> None:
    case = kept(OLD | {"x": 1}, OLD | {"y": 2})
    person = case.persons[0]
    changed = evolve(case, persons=(evolve(person, work=person.work[:1]), case.persons[1]))

    assert refused(changed) == {"$.persons[0].work[1].y kept-place-gone"}


def test_a_value_that_took_the_place_of_an_unknown_one_does_not_hold_its_keys() -> None:
    case = kept(relations={"unknown": "withheld", "x": 1})

    assert refused(evolve(case, relations=())) == {"$.relations.x kept-place-gone"}


def test_a_case_with_a_lost_place_can_still_be_told_apart_and_be_freed_of_it() -> None:
    case = kept(relations={"unknown": "withheld", "x": 1})
    changed = evolve(case, relations=())

    assert changed.digest not in {case.digest, evolve(changed, kept=()).digest}
    assert json.loads(write_case(evolve(changed, kept=())))["relations"] == []
