"""A household: relations and their corrections, communities of need, and who belongs to it on which days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.errors import CaseError
from kimcore.exchange.case_json import read_case, write_case
from kimcore.language.facts import facts_of
from kimcore.language.relatives import Relative
from kimcore.language.syntax import RelationName
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.household import (
    RELATION_KINDS,
    CommunityOfNeed,
    Relation,
    RelationKind,
    as_corrected,
    membership,
    unknown_membership,
)
from kimcore.people.kinds import Membership
from kimcore.people.person import Complete, Person
from tests.people.faults import faults_in

AS_OF = date(2026, 11, 23)
DAY = timedelta(days=1)
LATER = AS_OF + DAY
FIRST, LAST = date(2026, 3, 1), date(2026, 8, 31)
EDGES = (FIRST - DAY, FIRST, LAST, LAST + DAY)
"""The day before, the first, the last, the day after."""
EARLY, LATE = date(2026, 9, 1), date(2026, 10, 1)
"""Two days of recording."""
KEYS = ("A", "B", "C")


def case(**fields: Any) -> Case:
    return Case(key="K", as_of=AS_OF, persons=tuple(Person(key=key) for key in KEYS), **fields)


def faults(**fields: Any) -> set[tuple[str, str]]:
    return faults_in(lambda: case(**fields))


def bound(kind: Any = "parent", one: Any = "A", other: Any = "B", **rest: Any) -> Relation:
    return Relation(kind=kind, person=one, to=other, **rest)


def relatives(record: Case, person: str, relation: RelationName) -> tuple[Relative, ...] | Unknown:
    return facts_of(record, standard_vocabulary()).relatives(person, relation)


def named(record: Case, person: str, relation: RelationName, *days: date) -> list[list[str]]:
    """Who stands in a relation to a person, day by day."""
    found = relatives(record, person, relation)
    assert not isinstance(found, Unknown)
    return [[relative.person for relative in found if day in relative.period] for day in days]


# ------------------------------------------------------------------------------- relations


def test_a_relation_holds_from_its_first_to_its_last_day() -> None:
    record = case(relations=(bound(first=FIRST, last=LAST),))

    assert named(record, "B", "parent", *EDGES) == [[], ["A"], ["A"], []]
    assert named(record, "A", "child", *EDGES) == [[], ["B"], ["B"], []]
    assert named(record, "A", "parent", *EDGES) == [[], [], [], []]


@pytest.mark.parametrize("kind", RELATION_KINDS)
def test_each_kind_is_read_by_the_tests_that_mean_it(kind: RelationKind) -> None:
    record = case(relations=(bound(kind),))
    reached: dict[str, list[str]] = {
        "spouse": ["partner of A", "partner of B"],
        "partner": ["partner of A", "partner of B"],
        "parent": ["child of A", "parent of B"],
        "sibling": ["sibling of A", "sibling of B"],
        "guardian": [],
        "other": [],
    }

    names: tuple[RelationName, ...] = ("parent", "partner", "child", "sibling")
    found = [f"{name} of {key}" for name in names for key in "AB" if named(record, key, name, AS_OF) != [[]]]
    assert sorted(found) == reached[kind]


def test_partners_who_married_are_partners_on_every_day() -> None:
    married = bound("spouse", first=FIRST)
    record = case(relations=(bound("partner", last=FIRST - DAY), married))

    assert named(record, "A", "partner", FIRST - DAY, FIRST) == [["B"], ["B"]]


def test_who_shares_a_parent_is_a_sibling_on_the_shared_days() -> None:
    record = case(relations=(bound(other="B"), bound(other="C", first=FIRST, last=LAST)))

    assert named(record, "B", "sibling", *EDGES) == [[], ["C"], ["C"], []]


def test_siblings_without_a_parent_in_the_case_are_recorded() -> None:
    record = case(relations=(bound("sibling", first=FIRST),))

    assert named(record, "B", "sibling", FIRST - DAY, FIRST) == [[], ["A"]]


def test_relations_not_recorded_leave_relatives_unknown() -> None:
    assert relatives(case(), "A", "sibling") == NOT_RECORDED
    assert relatives(case(relations=()), "A", "sibling") == ()


def test_a_relation_recorded_later_corrects_the_one_that_began_on_the_same_day() -> None:
    together = bound("spouse", first=FIRST, recorded_on=EARLY)
    parted = bound("spouse", "B", "A", first=FIRST, last=LAST, recorded_on=LATE)

    for order in ((together, parted), (parted, together)):
        assert named(case(relations=order), "A", "partner", LAST, LAST + DAY) == [["B"], []]


def test_parents_are_corrected_in_their_own_direction_only() -> None:
    one, other = bound("guardian", last=LAST, recorded_on=EARLY), bound("guardian", "A", "C", recorded_on=LATE)

    assert as_corrected([one, other], lambda each: each.key, as_of=AS_OF) == (one, other)


def test_a_recording_without_a_day_counts_as_of_the_day_of_reading() -> None:
    undated, dated = bound(last=LAST), bound(recorded_on=LATE)

    assert as_corrected([undated, dated], lambda each: each.key, as_of=AS_OF) == (undated,)


@pytest.mark.parametrize(
    ("relation", "where", "code"),
    [
        (bound("aunt"), "$.relations[0].kind", "unknown-code"),
        (bound(7), "$.relations[0].kind", "wrong-type"),
        (bound(one="D"), "$.relations[0].person", "unknown-person"),
        (bound(other=7), "$.relations[0].to", "wrong-type"),
        (bound(other="A"), "$.relations[0].to", "self-relation"),
        (bound(first="2026"), "$.relations[0].first", "wrong-type"),
        (bound(first=LAST, last=FIRST), "$.relations[0].last", "days-reversed"),
        (bound(recorded_on=LATER), "$.relations[0].recorded_on", "after-as-of"),
    ],
)
def test_a_fault_of_a_relation_is_told_where_it_stands(relation: Relation, where: str, code: str) -> None:
    assert faults(relations=(relation,)) == {(where, code)}


@pytest.mark.parametrize("kind", ["parent", "guardian"])
def test_nobody_is_the_parent_of_their_parent(kind: str) -> None:
    assert faults(relations=(bound(kind), bound(kind, "B", "A"))) == {("$.relations[1]", "contradiction")}
    assert faults(relations=(bound("parent"), bound("guardian", "B", "A"))) == set()


def test_two_ends_of_one_relation_recorded_on_one_day_contradict_one_another() -> None:
    ends = bound("spouse", last=LAST), bound("spouse", "B", "A")

    assert faults(relations=ends) == {("$.relations[1]", "contradiction")}
    assert faults(relations=(bound("spouse", last=LAST, recorded_on=EARLY), ends[1])) == set()
    assert faults(relations=(ends[0], bound("spouse", first=LATE))) == set()


# ------------------------------------------------------------------------------- communities of need


def together(*members: Any, **rest: Any) -> CommunityOfNeed:
    return CommunityOfNeed(members=members, **rest)


def standing(record: Case, person: str, *days: date) -> list[tuple[str, ...] | Unknown | None]:
    return [record.community(person, on=day) for day in days]


def test_a_community_stands_from_its_first_to_its_last_day() -> None:
    record = case(communities=(together("A", "B", first=FIRST, last=LAST),))

    assert standing(record, "B", *EDGES) == [None, ("A", "B"), ("A", "B"), None]
    assert standing(record, "C", FIRST) == [None]


def test_communities_not_recorded_are_unknown_and_none_is_none() -> None:
    assert standing(case(), "A", FIRST) == [NOT_RECORDED]
    assert standing(case(communities=Unknown("not_asked")), "A", FIRST) == [Unknown("not_asked")]
    assert standing(case(communities=()), "A", FIRST) == [None]


def test_who_is_left_out_by_a_later_recording_stands_alone_from_its_first_day() -> None:
    family = together("A", "B", "C", recorded_on=EARLY)
    parents = together("A", "B", first=FIRST, recorded_on=LATE)

    for order in ((family, parents), (parents, family)):
        record = case(communities=order)
        assert standing(record, "A", FIRST - DAY, FIRST) == [("A", "B", "C"), ("A", "B")]
        assert standing(record, "C", FIRST - DAY, FIRST) == [("A", "B", "C"), ("C",)]


def test_who_stands_in_two_communities_on_one_day_is_a_contradiction() -> None:
    old, new = together("A", "B", last=LAST), together("A", "C", first=LAST)

    assert faults(communities=(old, new)) == {("$.communities[1]", "contradiction")}
    assert faults(communities=(old, together("A", "C", first=LAST + DAY))) == set()
    assert faults(communities=(old, together("C"))) == set()
    assert faults(communities=(old, together("A", "C", first=LAST, recorded_on=LATE))) == set()


@pytest.mark.parametrize(
    ("community", "where", "code"),
    [
        (together(), "$.communities[0].members", "length"),
        (CommunityOfNeed(members=["A"]), "$.communities[0].members", "wrong-type"),  # type: ignore[arg-type]
        (together("A", "D"), "$.communities[0].members[1]", "unknown-person"),
        (together("A", 7), "$.communities[0].members[1]", "wrong-type"),
        (together("A", "B", "A"), "$.communities[0].members[2]", "duplicate-person"),
        (together("A", first="2026"), "$.communities[0].first", "wrong-type"),
        (together("A", first=LAST, last=FIRST), "$.communities[0].last", "days-reversed"),
        (together("A", recorded_on=LATER), "$.communities[0].recorded_on", "after-as-of"),
    ],
)
def test_a_fault_of_a_community_is_told_where_it_stands(community: CommunityOfNeed, where: str, code: str) -> None:
    assert faults(communities=(community, together("C"))) == {(where, code)}


def test_what_is_no_community_is_told_and_compared_with_none() -> None:
    assert faults(communities=("A", together("A"))) == {("$.communities[0]", "wrong-type")}
    assert faults(communities=None) == {("$.communities", "wrong-type")}


def test_the_file_of_a_household_is_read_as_it_was_written() -> None:
    record = case(
        relations=(bound("spouse", first=FIRST, recorded_on=EARLY),),
        communities=(together("A", "B", first=FIRST, recorded_on=EARLY),),
    )

    assert read_case(write_case(record)) == record


drawn_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def drawn_communities(draw: st.DrawFn) -> tuple[CommunityOfNeed, ...]:
    """Communities recorded on different days."""
    recordings = draw(st.lists(st.dates(date(2026, 1, 1), AS_OF), max_size=4, unique=True))
    found = []
    for day in recordings:
        first, last = sorted((draw(drawn_days), draw(drawn_days)))
        members = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
        found.append(together(*members, first=first, last=last, recorded_on=day))
    return tuple(found)


@given(drawn_communities(), drawn_days)
def test_whoever_stands_with_somebody_is_told_the_same_of_them(
    communities: tuple[CommunityOfNeed, ...], day: date
) -> None:
    record = case(communities=communities)

    for key in KEYS:
        members = record.community(key, on=day)
        assert members is None or (isinstance(members, tuple) and key in members)
        for other in members or ():
            assert record.community(other, on=day) == members


# ------------------------------------------------------------------------------- who belongs to it


def days_of(*entries: Membership, **rest: Any) -> list[str]:
    return [str(days) for days in membership(Person(key="A", membership=entries, **rest), as_of=AS_OF)]


def test_somebody_of_whom_nothing_is_recorded_belongs_on_every_day() -> None:
    assert days_of() == ["every day"]
    assert days_of(complete=(Complete(),)) == ["every day"]


def test_who_joins_and_leaves_belongs_on_the_days_recorded() -> None:
    assert days_of(Membership(first=FIRST, last=LAST, belongs=True)) == ["2026-03-01 to 2026-08-31"]
    assert days_of(Membership(first=FIRST, belongs=True)) == ["from 2026-03-01"]


def test_who_leaves_belonged_before() -> None:
    assert days_of(Membership(first=LAST + DAY, belongs=False)) == ["to 2026-08-31"]


def test_who_was_away_for_a_time_belongs_before_and_after() -> None:
    assert days_of(Membership(first=FIRST, last=LAST, belongs=False)) == ["to 2026-02-28", "from 2026-09-01"]
    assert days_of(Membership(last=LAST, belongs=False)) == ["from 2026-09-01"]
    assert days_of(Membership(belongs=False)) == []


def test_two_absences_leave_the_day_between_them() -> None:
    away = Membership(first=FIRST, last=LAST - DAY, belongs=False), Membership(first=LAST + DAY, belongs=False)

    assert days_of(*away) == ["to 2026-02-28", "2026-08-31 to 2026-08-31"]


def test_a_departure_recorded_later_ends_what_was_open() -> None:
    joined = Membership(first=FIRST, belongs=True, recorded_on=EARLY)
    left = Membership(first=LAST + DAY, belongs=False, recorded_on=LATE)

    assert days_of(joined, left) == ["2026-03-01 to 2026-08-31"]


def test_none_says_that_the_person_does_not_belong() -> None:
    assert days_of(Membership(first=FIRST, belongs=None)) == ["to 2026-02-28"]


def test_a_day_on_which_nobody_knows_is_not_ruled_out() -> None:
    unsure = Membership(first=FIRST, last=LAST, belongs=Unknown("conflicting"))
    person = Person(key="A", membership=(unsure, Membership(first=LATE, belongs=True)))

    assert days_of(*person.membership) == ["2026-03-01 to 2026-08-31", "from 2026-10-01"]
    ((days, why),) = unknown_membership(person, as_of=AS_OF)
    assert (str(days), why) == ("2026-03-01 to 2026-08-31", Unknown("conflicting"))


def of_persons(*persons: Person) -> Case:
    return Case(key="K", as_of=AS_OF, persons=persons)


def test_the_fact_says_yes_no_or_why_it_is_not_known_and_does_not_become_stale() -> None:
    unsure = Membership(first=FIRST, last=LAST, belongs=Unknown("withheld"))
    record = of_persons(Person(key="A", membership=(unsure, Membership(first=LATE, belongs=True))), Person(key="B"))
    facts = facts_of(record, standard_vocabulary())

    found = [facts.timeline("A", "membership.belongs").on(day) for day in (*EDGES, LATE, AS_OF + 400 * DAY)]
    assert found == [False, Unknown("withheld"), Unknown("withheld"), False, True, True]
    assert facts.timeline("B", "membership.belongs").on(FIRST) is True


def test_members_are_those_who_belong_on_the_same_days() -> None:
    record = of_persons(
        Person(key="A"),
        Person(key="B", membership=(Membership(first=FIRST, belongs=True),)),
        Person(key="C", membership=(Membership(last=LAST, belongs=True),)),
    )

    assert named(record, "A", "member", *EDGES) == [["C"], ["B", "C"], ["B", "C"], ["B"]]
    assert named(record, "B", "member", *EDGES) == [[], ["A", "C"], ["A", "C"], ["A"]]


def test_two_days_of_one_membership_recorded_at_once_contradict_one_another() -> None:
    entries = (Membership(belongs=True), Membership(first=FIRST, belongs=False))

    with pytest.raises(CaseError) as refused:
        of_persons(Person(key="A", membership=entries))

    assert [(fault.where, fault.code) for fault in refused.value.faults] == [
        ("$.persons[0].membership[0]", "contradiction"),
        ("$.persons[0].membership[1]", "contradiction"),
    ]


@given(
    st.lists(st.tuples(drawn_days, drawn_days, st.sampled_from([True, False, None, Unknown("withheld")])), max_size=4),
    drawn_days,
)
def test_the_periods_of_a_membership_say_what_the_rule_says(drawn: list[tuple[date, date, Any]], day: date) -> None:
    """Day by day: what decides is the entry recorded last; without one, it is whether any says that somebody belongs."""
    entries = tuple(
        Membership(first=min(a, b), last=max(a, b), belongs=belongs, recorded_on=EARLY + number * DAY)
        for number, (a, b, belongs) in enumerate(drawn)
    )
    deciding = [each.belongs for each in entries if each.first <= day <= each.last]  # type: ignore[operator]  # both given
    decides_somewhere = _deciding_values(entries)
    expected = deciding[-1] not in (False, None) if deciding else True not in decides_somewhere

    periods = membership(Person(key="A", membership=entries), as_of=AS_OF)

    assert any(day in period for period in periods) is expected


def _deciding_values(entries: tuple[Membership, ...]) -> list[Any]:
    """What decides on some day of the year."""
    days = [date(2026, 1, 1) + number * DAY for number in range(365)]
    covering = [[each.belongs for each in entries if each.first <= day <= each.last] for day in days]  # type: ignore[operator]  # both given
    return [values[-1] for values in covering if values]
