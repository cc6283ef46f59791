"""What a case refuses when it is made in Python; what a document can get wrong is in exchange/test_case_json.py."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from kimcore.dates import ImpreciseDate, Period
from kimcore.errors import CaseError, UnknownNameError
from kimcore.people.application import Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.handoff import Handoff
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.household import Relation
from kimcore.people.kinds import (
    Concern,
    Coverage,
    Nationality,
    Papers,
    Place,
    Residence,
    School,
    Stay,
    Work,
)
from kimcore.people.person import Complete, Person
from kimcore.testing.strategies import PERSONAL, cases
from tests.people.faults import faults_in

AS_OF = date(2026, 11, 23)
LATER = date(2026, 11, 24)
MOMENT = datetime(2026, 11, 23, 12)  # noqa: DTZ001  # a moment is refused, whatever its zone
FILED = Application(person="P1", matter="sgb2_benefits", filed=date(2026, 11, 2))
SENT = Handoff(key="U1", kind="transfer", person="P1", matter="sgb2_benefits", from_="a", to="b")


def changed(value: Any, **fields: Any) -> Any:
    """The value with other fields, whatever their types."""
    return evolve(value, **fields)


def case(**fields: Any) -> Case:
    given_: dict[str, Any] = {
        "key": "fall-1",
        "as_of": AS_OF,
        "persons": (Person(key="P1"), Person(key="P2")),
    }
    return Case(**(given_ | fields))


def of_person(**fields: Any) -> dict[str, Any]:
    return {"persons": (Person(key="P1", **fields),)}


def faults(**fields: Any) -> set[tuple[str, str]]:
    return faults_in(lambda: case(**fields))


# ------------------------------------------------------------------------------- what a case is


def test_a_case_works_almost_empty() -> None:
    person = Person(key="P1", concerns=(Concern(concern="orientation"),))

    empty = Case(key="fall-1", as_of=AS_OF, persons=(person,))

    assert empty.person("P1") == person
    assert (empty.relations, empty.applications, empty.handoffs) == (NOT_RECORDED,) * 3


def test_a_person_of_another_key_is_asked_for_in_vain() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'P1'"):
        case().person("p1")
    with pytest.raises(UnknownNameError, match=r"has this key$"):
        case().person("somebody")


def test_the_repr_of_a_case_shows_no_value() -> None:
    assert repr(case(relations=())) == "Case(key, as_of, persons, relations)"


def test_extensions_are_the_callers_own_and_cannot_change_under_the_case() -> None:
    own = {"file": {"shelf": [1, 2]}}
    kept = case(extensions=own)
    own["file"]["shelf"].append(3)

    assert kept.extensions == {"file": {"shelf": [1, 2]}}


@given(cases())
def test_a_case_is_a_value(drawn: Case) -> None:
    again = evolve(drawn)

    assert (again, hash(again), again.digest) == (drawn, hash(drawn), drawn.digest)
    assert pickle.loads(pickle.dumps(drawn)) == drawn  # noqa: S301  # our own bytes


def test_a_case_that_says_something_else_has_another_digest() -> None:
    assert case().digest != case(relations=()).digest


@given(cases())
def test_no_repr_shows_a_value(drawn: Case) -> None:
    parts = [
        drawn,
        *drawn.persons,
        *(entry for p in drawn.persons for h in p.histories.values() for entry in h),
    ]

    assert PERSONAL not in repr(parts)


# ------------------------------------------------------------------------------- values of the wrong type


@pytest.mark.parametrize(
    ("fields", "where", "code"),
    [
        ({"key": 7}, "$.key", "wrong-type"),
        ({"key": ""}, "$.key", "length"),
        ({"key": "x" * 1001}, "$.key", "length"),
        ({"key": "\ud800"}, "$.key", "not-unicode"),
        ({"as_of": MOMENT}, "$.as_of", "wrong-type"),
        ({"as_of": None}, "$.as_of", "wrong-type"),
        ({"as_of": date(1899, 12, 31)}, "$.as_of", "day-out-of-range"),
        ({"as_of": date(2200, 1, 1)}, "$.as_of", "day-out-of-range"),
        ({"persons": [Person(key="P1")]}, "$.persons", "wrong-type"),
        ({"persons": (Person(key="P1"), "P2")}, "$.persons[1]", "wrong-type"),
        ({"persons": (Person(key=7),)}, "$.persons[0].key", "wrong-type"),  # type: ignore[arg-type]
        ({"relations": None}, "$.relations", "wrong-type"),
        ({"applications": (SENT,)}, "$.applications[0]", "wrong-type"),
        ({"stale_after": -1}, "$.stale_after", "wrong-type"),
        ({"stale_after": True}, "$.stale_after", "wrong-type"),
        ({"extensions": [1]}, "$.extensions", "wrong-type"),
        ({"extensions": {"a": {1}}}, "$.extensions", "not-json"),
        ({"extensions": {"a": [{1: 2}]}}, "$.extensions", "not-json"),
        ({"extensions": {"a": float("nan")}}, "$.extensions", "not-json"),
        ({"extensions": {"a": 10**4000}}, "$.extensions", "not-json"),
        ({"extensions": {"a": "\udfff"}}, "$.extensions", "not-json"),
        (of_person(label=7), "$.persons[0].label", "wrong-type"),
        (of_person(birth=MOMENT), "$.persons[0].birth", "wrong-type"),
        (of_person(birth="1994"), "$.persons[0].birth", "wrong-type"),
        (of_person(birth=date(1800, 1, 1)), "$.persons[0].birth", "day-out-of-range"),
        (of_person(complete=(Complete(except_={"work"}),)), "$.persons[0].complete[0].except", "wrong-type"),  # type: ignore[arg-type]
        (of_person(work=[Work(capable=True)]), "$.persons[0].work", "wrong-type"),
        (of_person(work=(Stay(),)), "$.persons[0].work[0]", "wrong-type"),
        (of_person(work=(Work(first=MOMENT),)), "$.persons[0].work[0].first", "wrong-type"),
        (of_person(work=(Work(capable=1),)), "$.persons[0].work[0].capable", "wrong-type"),  # type: ignore[arg-type]
        (of_person(school=(School(grade=True),)), "$.persons[0].school[0].grade", "wrong-type"),
        (of_person(school=(School(grade=10_000),)), "$.persons[0].school[0].grade", "wrong-type"),
        (of_person(residence=(Residence(status=["a"]),)), "$.persons[0].residence[0].status", "wrong-type"),  # type: ignore[arg-type]
        (of_person(nationality=(Nationality(countries={"DE"}),)), "$.persons[0].nationality[0].countries", "wrong-type"),  # type: ignore[arg-type]
        (of_person(papers=(Papers(held=frozenset({7})),)), "$.persons[0].papers[0].held", "wrong-type"),  # type: ignore[arg-type]
        (of_person(coverage=(Coverage(aspect=None, benefit="SGB_II"),)), "$.persons[0].coverage[0].aspect", "wrong-type"),  # type: ignore[arg-type]
        (of_person(coverage=(Coverage(aspect=NOT_RECORDED, benefit="SGB_II"),)), "$.persons[0].coverage[0].aspect", "wrong-type"),  # type: ignore[arg-type]
        (of_person(places=(Place(kind="habitual", territory=5562014),)), "$.persons[0].places[0].territory", "wrong-type"),  # type: ignore[arg-type]
        (of_person(work=(Work(),) * 1001), "$.persons[0].work", "too-many"),
        ({"applications": (changed(FILED, filed=None),)}, "$.applications[0].filed", "wrong-type"),
        ({"applications": (changed(FILED, person=7),)}, "$.applications[0].person", "wrong-type"),
        ({"applications": (changed(FILED, grant=AS_OF),)}, "$.applications[0].grant", "wrong-type"),
        ({"applications": (changed(FILED, at=7),)}, "$.applications[0].at", "wrong-type"),
        ({"applications": (changed(FILED, outcome="lost"),)}, "$.applications[0].outcome", "unknown-code"),
        ({"relations": (Relation(kind="aunt", person="P1", to="P2"),)}, "$.relations[0].kind", "unknown-code"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_or_size_is_refused_where_it_stands(
    fields: dict[str, Any], where: str, code: str
) -> None:
    assert faults(**fields) == {(where, code)}


def test_extensions_may_be_deep_but_not_too_deep() -> None:
    deep: Any = []
    for _ in range(58):
        deep = [deep]

    assert faults(extensions={"a": deep}) == set()
    assert faults(extensions={"a": [deep]}) == {("$.extensions", "not-json")}


def test_a_cycle_in_extensions_is_refused() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)

    assert faults(extensions={"a": cycle}) == {("$.extensions", "not-json")}


# ------------------------------------------------------------------------------- days that do not fit


@pytest.mark.parametrize(
    ("fields", "where", "code"),
    [
        (of_person(work=(Work(first=AS_OF, last=date(2026, 11, 22)),)), "$.persons[0].work[0].last", "days-reversed"),
        (of_person(work=(Work(recorded_on=LATER),)), "$.persons[0].work[0].recorded_on", "after-as-of"),
        (of_person(birth=LATER), "$.persons[0].birth", "after-as-of"),
        (of_person(birth=ImpreciseDate(LATER, date(2026, 12, 1))), "$.persons[0].birth", "after-as-of"),
        (of_person(complete=(Complete(until=LATER),)), "$.persons[0].complete[0].until", "after-as-of"),
        (of_person(complete=(Complete(from_=AS_OF, until=date(2026, 1, 1)),)), "$.persons[0].complete[0].until", "days-reversed"),
        ({"relations": (Relation(kind="partner", person="P1", to="P2", first=LATER, last=AS_OF),)}, "$.relations[0].last", "days-reversed"),
        ({"applications": (changed(FILED, filed=LATER),)}, "$.applications[0].filed", "after-as-of"),
        ({"applications": (changed(FILED, served=LATER),)}, "$.applications[0].served", "after-as-of"),
        ({"applications": (changed(FILED, decided=date(2026, 11, 1)),)}, "$.applications[0].decided", "days-reversed"),
        ({"applications": (changed(FILED, decided=AS_OF, served=date(2026, 11, 3)),)}, "$.applications[0].served", "days-reversed"),
        ({"applications": (changed(FILED, final=date(2026, 11, 1)),)}, "$.applications[0].final", "days-reversed"),
        ({"applications": (changed(FILED, decided=AS_OF, final=date(2026, 11, 3)),)}, "$.applications[0].final", "days-reversed"),
        ({"applications": (changed(FILED, grant=Period(date(1800, 1, 1), None)),)}, "$.applications[0].grant.first", "day-out-of-range"),
        ({"acknowledged": (Acknowledged(id="f", role="lead", until=MOMENT),)}, "$.acknowledged[0].until", "wrong-type"),
    ],
)  # fmt: skip
def test_days_in_the_wrong_order_or_not_yet_known_are_refused(fields: dict[str, Any], where: str, code: str) -> None:
    assert faults(**fields) == {(where, code)}


def test_what_is_planned_may_begin_and_become_final_after_the_day_of_reading() -> None:
    granted = changed(FILED, decided=AS_OF, final=LATER, grant=Period(LATER, None))

    assert faults(applications=(granted,)) == set()
    assert faults(**of_person(work=(Work(first=LATER),))) == set()


def test_a_birth_known_by_the_year_of_reading_is_let_in() -> None:
    assert faults(**of_person(birth=ImpreciseDate(date(2026, 1, 1), date(2026, 12, 31)))) == set()
    assert faults(**of_person(birth=None)) == set()
    assert faults(**of_person(birth=Unknown("withheld"))) == set()


# ------------------------------------------------------------------------------- who is who


def test_two_persons_have_two_keys() -> None:
    twins = (Person(key="P1"), Person(key="P2"), Person(key="P1"), Person(key="P1"))

    assert faults(persons=twins) == {
        ("$.persons[2].key", "duplicate-person"),
        ("$.persons[3].key", "duplicate-person"),
    }


def test_a_key_that_is_none_is_not_repeated_where_somebody_is_named() -> None:
    endless = "P" * 120_000
    with pytest.raises(CaseError) as caught:
        Case(
            key="1",
            as_of=AS_OF,
            persons=(Person(key=endless), Person(key="P2")),
            relations=(Relation(kind="parent", person="P2", to="P3"),),
        )

    assert [(fault.where, fault.code) for fault in caught.value.faults] == [("$.persons[0].key", "length")]
    assert len(str(caught.value)) < 300


def test_everybody_named_belongs_to_the_case() -> None:
    found = faults(
        relations=(Relation(kind="partner", person="P1", to="P3"),),
        applications=(changed(FILED, person="P4"),),
        handoffs=(changed(SENT, person="P5"),),
    )

    assert found == {
        ("$.relations[0].to", "unknown-person"),
        ("$.applications[0].person", "unknown-person"),
        ("$.handoffs[0].person", "unknown-person"),
    }


def test_nobody_is_missed_while_a_person_has_no_key_to_be_found_by() -> None:
    unnamed = Person(key=None)  # type: ignore[arg-type]  # the point of the test

    assert faults(persons=(unnamed,), applications=(FILED,)) == {("$.persons[0].key", "wrong-type")}
    assert faults(persons=None, applications=(FILED,)) == {("$.persons", "wrong-type")}


def test_nobody_is_related_to_oneself() -> None:
    assert faults(relations=(Relation(kind="parent", person="P1", to="P1"),)) == {
        ("$.relations[0].to", "self-relation")
    }


def test_of_two_persons_one_is_the_parent() -> None:
    there, back = (
        Relation(kind="parent", person="P1", to="P2"),
        Relation(kind="parent", person="P2", to="P1"),
    )
    partners = evolve(back, kind="partner")

    assert faults(relations=(there, back)) == {("$.relations[1]", "contradiction")}
    assert faults(relations=(there, partners, there)) == set()


def test_an_agency_passes_nothing_on_to_itself() -> None:
    assert faults(handoffs=(changed(SENT, to="a"),)) == {("$.handoffs[0].to", "same-agency")}


# ------------------------------------------------------------------------------- contradictions


def test_entries_that_contradict_one_another_are_named_each() -> None:
    entries = (Work(capable=True), Work(first=AS_OF, capable=False), Work(employed=True))

    with pytest.raises(CaseError) as refused:
        case(**of_person(work=entries))

    assert [str(fault) for fault in refused.value.faults] == [
        f"$.persons[0].work[{index}]: another entry recorded on the same day says otherwise of: capable; "
        "the one that holds needs a later 'recorded_on' [contradiction]"
        for index in (0, 1)
    ]


def test_a_later_record_overrules_an_earlier_one_without_a_fault() -> None:
    entries = (Work(capable=True, recorded_on=date(2026, 1, 1)), Work(capable=False))

    assert faults(**of_person(work=entries)) == set()


def test_two_benefits_at_once_are_no_contradiction() -> None:
    both = (
        Coverage(aspect="livelihood", benefit="SGB_II"),
        Coverage(aspect="livelihood", benefit="AsylbLG_basic"),
    )

    assert faults(**of_person(coverage=both)) == set()


def test_entries_with_faults_of_their_own_are_compared_with_none() -> None:
    entries = (Work(first="2026", capable=True), Work(capable=False))  # type: ignore[arg-type]

    assert faults(**of_person(work=entries)) == {("$.persons[0].work[0].first", "wrong-type")}
