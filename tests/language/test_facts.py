"""What a case tells of each fact, day by day: known, none or unknown, carried on after the record was read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kimcore.dates import Period, parse_partial
from kimcore.errors import KimcoreError, UnknownNameError
from kimcore.language.facts import PlainFacts, facts_of, fresh_until
from kimcore.language.relatives import ALWAYS, Relative
from kimcore.language.timeline import Members, Timeline
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.law.codes import code_lists
from kimcore.people.application import Application
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.household import Relation
from kimcore.people.kinds import (
    KINDS,
    Appointment,
    Concern,
    Coverage,
    LanguageSkill,
    Nationality,
    Papers,
    Place,
    Residence,
    Work,
)
from kimcore.people.person import Complete, Person
from tests.language.country import fact

AS_OF = date(2026, 6, 30)
FRESH = AS_OF + timedelta(days=180)
STALE_FROM = FRESH + timedelta(days=1)
STALE = Unknown("stale")
EVER = date.min
JAN1, MAR1, APR30, MAY1, AUG31, SEP1 = (
    date(2026, 1, 1),
    date(2026, 3, 1),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 8, 31),
    date(2026, 9, 1),
)
BEFORE, AFTER = date(2026, 2, 28), date(2026, 7, 1)
WHOLE = (Complete(),)
NONE, OPEN = Members(frozenset(), closed=True), Members(frozenset(), closed=False)

Told = list[tuple[date, object]]


def only(*codes: str) -> Members:
    return Members(frozenset(codes), closed=True)


def at_least(*codes: str) -> Members:
    return Members(frozenset(codes), closed=False)


def told(timeline: Timeline) -> Told:
    return [(date.fromordinal(first), value) for first, value in zip(timeline.firsts, timeline.values, strict=True)]


def case_of(*persons: Person, **rest: Any) -> Case:
    return Case(key="K", as_of=AS_OF, persons=persons, **rest)


def fact_of(name: str, *, rest: dict[str, Any] | None = None, **person: Any) -> Told:
    found = facts_of(case_of(Person(key="A", **person), **(rest or {})), standard_vocabulary())
    return told(found.timeline("A", name))


# ---------------------------------------------------------------------------------------- known, none, unknown

WORK: list[tuple[str, dict[str, Any], Told]] = [
    ("nothing is recorded", {}, [(EVER, NOT_RECORDED), (STALE_FROM, STALE)]),
    ("the record is whole: none", {"complete": WHOLE}, [(EVER, None), (STALE_FROM, STALE)]),
    (
        "whole, but not of this history",
        {"complete": (Complete(except_=frozenset({"work"})),)},
        [(EVER, NOT_RECORDED), (STALE_FROM, STALE)],
    ),
    (
        "whole for a stretch that is over",
        {"complete": (Complete(from_=MAR1, until=APR30),)},
        [(EVER, NOT_RECORDED), (MAR1, None), (MAY1, NOT_RECORDED), (STALE_FROM, STALE)],
    ),
    (
        "whole from a day on: carried on after the record was read",
        {"complete": (Complete(from_=MAR1),)},
        [(EVER, NOT_RECORDED), (MAR1, None), (STALE_FROM, STALE)],
    ),
    (
        "an entry in a record that is not whole",
        {"work": (Work(first=MAR1, last=APR30, employed=True),)},
        [(EVER, NOT_RECORDED), (MAR1, True), (MAY1, NOT_RECORDED), (STALE_FROM, STALE)],
    ),
    (
        "an entry in a whole record",
        {"work": (Work(first=MAR1, last=APR30, employed=True),), "complete": WHOLE},
        [(EVER, None), (MAR1, True), (MAY1, None), (STALE_FROM, STALE)],
    ),
    (
        "an open end is carried on as long as the record is fresh",
        {"work": (Work(first=MAR1, employed=False),), "complete": WHOLE},
        [(EVER, None), (MAR1, False), (STALE_FROM, STALE)],
    ),
    (
        "a dated end ends, after the record was read too",
        {"work": (Work(first=MAR1, last=AUG31, employed=True),), "complete": WHOLE},
        [(EVER, None), (MAR1, True), (SEP1, None), (STALE_FROM, STALE)],
    ),
    (
        "a dated end is known beyond the days on which the record is fresh",
        {"work": (Work(first=MAR1, last=date(2027, 3, 31), employed=True),)},
        [(EVER, NOT_RECORDED), (MAR1, True), (date(2027, 4, 1), STALE)],
    ),
    (
        "a field left out of an entry is unknown, also in a whole record",
        {"work": (Work(first=MAR1, last=APR30, capable=True),), "complete": WHOLE},
        [(EVER, None), (MAR1, NOT_RECORDED), (MAY1, None), (STALE_FROM, STALE)],
    ),
    (
        "a field may be none, or withheld",
        {"work": (Work(last=APR30, employed=None), Work(first=MAY1, employed=Unknown("withheld")))},
        [(EVER, None), (MAY1, Unknown("withheld")), (STALE_FROM, STALE)],
    ),
    (
        "of two entries the one recorded last decides on the days it covers",
        {
            "work": (
                Work(first=JAN1, employed=True, recorded_on=JAN1),
                Work(first=MAR1, last=APR30, employed=False, recorded_on=MAY1),
            )
        },
        [(EVER, NOT_RECORDED), (JAN1, True), (MAR1, False), (MAY1, True), (STALE_FROM, STALE)],
    ),
]


@pytest.mark.parametrize(("record", "expected"), [row[1:] for row in WORK], ids=[row[0] for row in WORK])
def test_a_field_is_known_none_or_unknown(record: dict[str, Any], expected: Told) -> None:
    assert fact_of("work.employed", **record) == expected


@pytest.mark.parametrize("days", [0, 1, 180, 9999])
def test_how_long_a_record_is_fresh_is_said_by_the_case(days: int) -> None:
    case = case_of(Person(key="A", work=(Work(employed=True),)), stale_after=days)
    end = AS_OF + timedelta(days=days)

    timeline = facts_of(case, standard_vocabulary()).timeline("A", "work.employed")
    assert fresh_until(case) == end
    assert [timeline.on(day) for day in (AS_OF, end, end + timedelta(days=1))] == [True, True, STALE]


# ---------------------------------------------------------------------------------------- facts that are sets

SETS: list[tuple[str, str, dict[str, Any], Told]] = [
    ("no benefit is recorded", "coverage.health", {}, [(EVER, OPEN)]),
    ("no benefit in a whole record", "coverage.health", {"complete": WHOLE}, [(EVER, NONE), (STALE_FROM, OPEN)]),
    (
        "a benefit, perhaps others",
        "coverage.livelihood",
        {"coverage": (Coverage(aspect="livelihood", benefit="SGB_II", first=MAR1, last=APR30),)},
        [(EVER, OPEN), (MAR1, at_least("SGB_II")), (MAY1, OPEN)],
    ),
    (
        "two benefits at once and no others; another aspect does not count",
        "coverage.livelihood",
        {
            "coverage": (
                Coverage(aspect="livelihood", benefit="wages", first=MAR1),
                Coverage(aspect="livelihood", benefit="SGB_II", first=MAY1, last=AUG31),
                Coverage(aspect="health", benefit="private"),
            ),
            "complete": WHOLE,
        },
        [
            (EVER, NONE),
            (MAR1, only("wages")),
            (MAY1, only("wages", "SGB_II")),
            (SEP1, only("wages")),
            (STALE_FROM, OPEN),
        ],
    ),
    (
        "concerns",
        "concerns",
        {"concerns": (Concern(concern="school", first=MAR1),), "complete": WHOLE},
        [(EVER, NONE), (MAR1, only("school")), (STALE_FROM, OPEN)],
    ),
    (
        "nationalities: the empty set is stateless",
        "nationality.countries",
        {
            "nationality": (
                Nationality(last=BEFORE, countries=frozenset({"SY", "TR"})),
                Nationality(first=MAR1, countries=frozenset()),
            )
        },
        [(EVER, only("SY", "TR")), (MAR1, NONE), (STALE_FROM, OPEN)],
    ),
    (
        "a set that is none is empty, one that is unknown is open",
        "papers.held",
        {"papers": (Papers(last=BEFORE, held=None), Papers(first=MAR1, held=Unknown("withheld")))},
        [(EVER, NONE), (MAR1, OPEN)],
    ),
]


@pytest.mark.parametrize(("name", "record", "expected"), [row[1:] for row in SETS], ids=[row[0] for row in SETS])
def test_a_set_has_members_and_is_open_or_closed(name: str, record: dict[str, Any], expected: Told) -> None:
    assert fact_of(name, **record) == expected


# ---------------------------------------------------------------------------------------- facts told apart by a key

KEYED: list[tuple[str, str, dict[str, Any], Told]] = [
    (
        "a place of one kind",
        "place.habitual",
        {
            "places": (
                Place(kind="habitual", territory="05562014", first=MAR1),
                Place(kind="assigned", territory="05513000"),
            )
        },
        [(EVER, NOT_RECORDED), (MAR1, "05562014"), (STALE_FROM, STALE)],
    ),
    (
        "a kind of place the person does not have",
        "place.school",
        {"places": (Place(kind="habitual", territory="05562014"),), "complete": WHOLE},
        [(EVER, None), (STALE_FROM, STALE)],
    ),
    (
        "a level in one language",
        "german.level",
        {"language": (LanguageSkill(language="german", level="B1", first=MAR1), LanguageSkill(language="english"))},
        [(EVER, NOT_RECORDED), (MAR1, "B1"), (STALE_FROM, STALE)],
    ),
    (
        "an appointment in one matter",
        "appointment.residence_permit",
        {
            "appointments": (Appointment(matter="residence_permit", on=AUG31, first=MAR1, last=AUG31),),
            "complete": WHOLE,
        },
        [(EVER, None), (MAR1, AUG31), (SEP1, None), (STALE_FROM, STALE)],
    ),
    (
        "the day of a move",
        "moved.habitual",
        {
            "places": (
                Place(kind="habitual", territory="05513000", last=APR30),
                Place(kind="habitual", territory="05562014", first=MAY1),
            )
        },
        [(EVER, None), (MAY1, MAY1), (STALE_FROM, STALE)],
    ),
]


@pytest.mark.parametrize(("name", "record", "expected"), [row[1:] for row in KEYED], ids=[row[0] for row in KEYED])
def test_a_fact_told_apart_by_a_key(name: str, record: dict[str, Any], expected: Told) -> None:
    assert fact_of(name, **record) == expected


# ---------------------------------------------------------------------------------------- birth


@pytest.mark.parametrize(
    "birth",
    [
        date(1994, 5, 2),
        parse_partial("1994"),
        parse_partial("1994-05"),
        parse_partial("1993/1995"),
        None,
        NOT_RECORDED,
        Unknown("withheld"),
    ],
)
def test_a_day_of_birth_is_the_same_on_all_days_as_precise_as_it_is_known(birth: Any) -> None:
    assert fact_of("person.birth", birth=birth) == [(EVER, birth)]
    assert fact_of("person.birth", birth=birth, complete=WHOLE) == [(EVER, birth)]


def test_a_day_may_be_known_roughly() -> None:
    about = parse_partial("2026-09")
    papers = (Residence(first=MAR1, document_until=about),)

    assert fact_of("residence.document_until", residence=papers)[1] == (MAR1, about)


# ---------------------------------------------------------------------------------------- applications

PERMIT, SCHOOL = "residence_permit", "school_placement"


def application(matter: str = PERMIT, filed: date = MAR1, **rest: Any) -> Application:
    return Application(person="A", matter=matter, filed=filed, **rest)


APPLICATIONS: list[tuple[str, Any, Told]] = [
    ("nobody asked", NOT_RECORDED, [(EVER, OPEN)]),
    ("none", (), [(EVER, NONE), (STALE_FROM, OPEN)]),
    ("one that waits", (application(),), [(EVER, NONE), (MAR1, only(PERMIT)), (STALE_FROM, OPEN)]),
    (
        "refused: to the day of the decision",
        (application(decided=APR30, outcome="refused"),),
        [(EVER, NONE), (MAR1, only(PERMIT)), (MAY1, NONE), (STALE_FROM, OPEN)],
    ),
    (
        "granted for a time: to its end",
        (application(decided=APR30, outcome="granted", grant=Period(MAY1, AUG31)),),
        [(EVER, NONE), (MAR1, only(PERMIT)), (SEP1, NONE), (STALE_FROM, OPEN)],
    ),
    (
        "granted without an end",
        (application(decided=APR30, outcome="granted", grant=Period(MAY1, None)),),
        [(EVER, NONE), (MAR1, only(PERMIT)), (STALE_FROM, OPEN)],
    ),
    (
        "two matters",
        (application(), application(SCHOOL, MAY1)),
        [(EVER, NONE), (MAR1, only(PERMIT)), (MAY1, only(PERMIT, SCHOOL)), (STALE_FROM, OPEN)],
    ),
    (
        "those of somebody else do not count",
        (Application(person="B", matter=PERMIT, filed=MAR1),),
        [(EVER, NONE), (STALE_FROM, OPEN)],
    ),
]


@pytest.mark.parametrize(
    ("applications", "expected"), [row[1:] for row in APPLICATIONS], ids=[row[0] for row in APPLICATIONS]
)
def test_the_matters_applied_for(applications: Any, expected: Told) -> None:
    case = case_of(Person(key="A"), Person(key="B"), applications=applications)

    assert told(facts_of(case, standard_vocabulary()).timeline("A", "applications")) == expected


# ---------------------------------------------------------------------------------------- every fact there is

FACTS = standard_vocabulary()


def every_fact(person: Person, **rest: Any) -> dict[str, Told]:
    found = facts_of(case_of(person, **rest), FACTS)
    return {name: told(found.timeline("A", name)) for name in FACTS if name != "membership.belongs"}


def test_whoever_stands_in_the_record_belongs_to_the_household_while_it_does_not_say_otherwise() -> None:
    assert fact_of("membership.belongs") == [(EVER, True)]


def test_of_an_empty_record_every_fact_is_unknown_on_all_days() -> None:
    for name, found in every_fact(Person(key="A")).items():
        unknown = [OPEN] if FACTS[name].type.kind == "codes" else [NOT_RECORDED, STALE]
        assert [value for _, value in found] == unknown[: len(found)], name


def test_in_a_whole_record_every_fact_is_none_until_the_record_is_stale() -> None:
    def expected(name: str) -> Told:
        if FACTS[name].type.kind == "codes":
            return [(EVER, NONE), (STALE_FROM, OPEN)]
        stale = NOT_RECORDED if FACTS[name].history == "applications" else STALE
        return [(EVER, None), (STALE_FROM, stale)]

    found = every_fact(Person(key="A", complete=WHOLE), applications=(), relations=())
    del found["person.birth"]
    assert found == {name: expected(name) for name in found}


def test_the_vocabulary_has_a_fact_for_every_key_of_every_list() -> None:
    families = {
        "coverage.{}": "aspect",
        "place.{}": "place_kind",
        "moved.{}": "place_kind",
        "{}.level": "language",
        "appointment.{}": "matter",
        "filed.{}": "matter",
        "decided.{}": "matter",
        "served.{}": "matter",
    }
    expected = {pattern.format(key) for pattern, keys in families.items() for key in code_lists()[keys]}
    told_by = {each.history for each in FACTS.values()}

    assert expected <= FACTS.keys()
    assert told_by == {*KINDS, "person", "applications"}


# ---------------------------------------------------------------------------------------- relatives

FAMILY = (
    Relation(kind="parent", person="mother", to="son"),
    Relation(kind="parent", person="mother", to="daughter", first=MAR1),
    Relation(kind="parent", person="father", to="son"),
    Relation(kind="partner", person="mother", to="father", last=APR30),
)
PEOPLE = ("mother", "father", "son", "daughter")
SINCE, UNTIL = Period(MAR1, None), Period(None, APR30)

RELATIVES: list[tuple[str, Any, list[tuple[str, Period]]]] = [
    ("son", "parent", [("mother", ALWAYS), ("father", ALWAYS)]),
    ("daughter", "parent", [("mother", SINCE)]),
    ("mother", "parent", []),
    ("mother", "child", [("son", ALWAYS), ("daughter", SINCE)]),
    ("father", "child", [("son", ALWAYS)]),
    ("mother", "partner", [("father", UNTIL)]),
    ("father", "partner", [("mother", UNTIL)]),
    ("son", "sibling", [("daughter", SINCE)]),
    ("daughter", "sibling", [("son", SINCE)]),
    ("father", "sibling", []),
    ("son", "member", [("mother", ALWAYS), ("father", ALWAYS), ("daughter", ALWAYS)]),
]


@pytest.mark.parametrize(("person", "relation", "expected"), RELATIVES)
def test_who_is_related_and_when(person: str, relation: Any, expected: list[tuple[str, Period]]) -> None:
    case = case_of(*(Person(key=key) for key in PEOPLE), relations=FAMILY)

    found = facts_of(case, standard_vocabulary()).relatives(person, relation)
    assert found == tuple(Relative(*each) for each in expected)


@pytest.mark.parametrize("relation", ["parent", "partner", "child", "sibling"])
def test_where_nobody_asked_relatives_are_unknown_but_the_members_are_those_of_the_record(relation: Any) -> None:
    found = facts_of(case_of(Person(key="A"), Person(key="B")), standard_vocabulary())

    assert found.relatives("A", relation) == NOT_RECORDED
    assert found.relatives("A", "member") == (Relative("B"),)


# ---------------------------------------------------------------------------------------- without a case; own facts


def test_plain_facts_are_what_is_given_and_unknown_besides() -> None:
    known = Timeline.constant(True)
    facts = PlainFacts(standard_vocabulary(), {"A": {"work.employed": known}, "B": {}})

    assert facts.persons == ("A", "B")
    assert facts.timeline("A", "work.employed") == known
    assert facts.timeline("B", "work.employed") == Timeline.constant(NOT_RECORDED)
    assert facts.timeline("B", "applications") == Timeline.constant(OPEN)
    assert facts.relatives("A", "parent") == NOT_RECORDED
    assert PlainFacts(standard_vocabulary(), {"A": {}}, {}).relatives("A", "parent") == ()


def test_a_fact_of_ones_own_is_unknown_until_it_is_read_from_the_case() -> None:
    words = standard_vocabulary().extended([fact("town.noble", "flag")])
    found = facts_of(case_of(Person(key="A", complete=WHOLE)), words)

    assert found.timeline("A", "town.noble") == Timeline.constant(NOT_RECORDED)
    with pytest.raises(KimcoreError, match=r"the vocabulary has these facts already: work\.employed"):
        standard_vocabulary().extended([fact("work.employed", "flag")])


@pytest.mark.parametrize(
    ("person", "name", "message"),
    [
        ("A", "work.employd", "there is no fact 'work.employd'; did you mean 'work.employed'?"),
        ("a", "work.employed", "there is no person 'a'; did you mean 'A'?"),
    ],
)
def test_what_is_not_there_cannot_be_asked_for(person: str, name: str, message: str) -> None:
    found = facts_of(case_of(Person(key="A")), standard_vocabulary())

    with pytest.raises(UnknownNameError) as caught:
        found.timeline(person, name)
    assert str(caught.value) == message
