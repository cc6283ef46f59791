"""Hypothesis strategies for households that the law of Freedonia has something to say of, and for forgetting.

The strategies of `kimcore.testing.strategies` hold a little of everything; these hold what the statutes look at, on days on which
something happens, so that findings are found.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from kimcore.people.application import Application
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED, Entry, clashes, field_types
from kimcore.people.household import Relation
from kimcore.people.kinds import (
    KINDS,
    Concern,
    Coverage,
    Livelihood,
    Papers,
    Place,
    Residence,
    School,
    Stay,
    Training,
    Work,
    Youth,
)
from kimcore.people.person import Complete, Person
from kimcore.testing.strategies import PERSONAL
from tests.evaluation.freedonians import DORSTEN, GLADBECK, TODAY

BIRTHS = [date(1950, 1, 1), date(1963, 4, 10), date(1990, 5, 5), date(2000, 5, 20), date(2010, 2, 28), date(2018, 1, 1)]
"""Around 62, 25 and 16 years in 2025, and well within."""

DAYS = st.sampled_from(
    [TODAY + timedelta(days=n) for n in (-400, -330, -120, -45, -34, -14, -13, -1, 0, 1, 17, 40, 48, 79, 120)]
)

BENEFITS = {
    "livelihood": ["AsylbLG_basic", "AsylbLG_analogue", "SGB_II", "SGB_XII_4", "SGB_VIII", "wages"],
    "health": ["AsylbLG_4", "SGB_V_sgb2", "SGB_V_264", "private"],
}


def _sometimes(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, None, NOT_RECORDED])


def _fields() -> dict[type[Entry], dict[str, st.SearchStrategy[Any]]]:
    flag = _sometimes([True, True, False])
    return {
        Stay: {"in_germany": flag, "since": _sometimes([date(2022, 1, 1), date(2024, 8, 1)])},
        Residence: {
            "status": _sometimes(["gestattung", "gestattung", "refugee", "refugee", "settlement", "duldung"]),
            "document_until": _sometimes([date(2025, 7, 1)]),
        },
        Livelihood: {"in_need": flag},
        Work: {"capable": flag},
        Training: {"kind": _sometimes(["student"])},
        School: {"enrolled": flag},
        Youth: {"care": _sometimes(["foster"])},
        Papers: {"held": _sometimes([frozenset({"registration_certificate"})])},
        Place: {"kind": st.sampled_from(["assigned", "habitual"]), "territory": _sometimes([GLADBECK, DORSTEN])},
        Concern: {"concern": st.sampled_from(["orientation", "livelihood", "residence"])},
    }


FIELDS = _fields()


@st.composite
def _stretch(draw: st.DrawFn) -> dict[str, date | None]:
    ends = draw(st.lists(DAYS, min_size=2, max_size=2).map(sorted))
    first, last = draw(st.sampled_from([(None, None), (ends[0], None), (None, ends[1]), (ends[0], ends[1])]))
    return {"first": first, "last": last}


@st.composite
def _entry(draw: st.DrawFn, kind: type[Entry]) -> Entry:
    if kind is Coverage:
        aspect = draw(st.sampled_from(sorted(BENEFITS)))
        fields: dict[str, Any] = {"aspect": aspect, "benefit": draw(st.sampled_from(BENEFITS[aspect]))}
    else:
        fields = {name: draw(values) for name, values in FIELDS[kind].items()}
    return kind(**draw(_stretch()), **fields)


@st.composite
def _history(draw: st.DrawFn, kind: type[Entry]) -> tuple[Entry, ...]:
    most = 2 if kind in (Residence, Livelihood, Coverage) else 1
    drawn = draw(st.lists(_entry(kind), max_size=most))
    wrong = clashes(drawn, as_of=TODAY)
    return tuple(entry for index, entry in enumerate(drawn) if index not in wrong)


DRAWN = {name: kind for name, kind in KINDS.items() if kind in FIELDS or kind is Coverage}

ALWAYS = ("residence", "livelihood", "coverage", "stay", "places")
"""Histories of which every person has something, or of which something is asked."""


@st.composite
def people(draw: st.DrawFn, key: str) -> Person:
    """Draw a person of Freedonia, of whom most is known."""
    beside = draw(st.lists(st.sampled_from(sorted(DRAWN.keys() - {*ALWAYS})), max_size=2, unique=True))
    histories: dict[str, Any] = {name: draw(_history(DRAWN[name])) for name in (*ALWAYS, *beside)}
    unknown = draw(st.frozensets(st.sampled_from(sorted(DRAWN)), max_size=2))
    return Person(
        key=key,
        label=draw(st.sampled_from([None, f"{PERSONAL} {key}"])),
        birth=draw(st.sampled_from(BIRTHS) | st.sampled_from(BIRTHS) | st.just(NOT_RECORDED)),
        complete=draw(st.sampled_from([(Complete(except_=unknown),), (Complete(except_=unknown),), ()])),
        **histories,
    )


@st.composite
def _application(draw: st.DrawFn, names: list[str]) -> Application:
    filed = draw(st.sampled_from([date(2025, 3, 3), date(2025, 4, 20), date(2025, 5, 2)]))
    outcome: Any = draw(st.sampled_from([None, None, "refused", "granted"]))
    return Application(
        person=draw(st.sampled_from(names)),
        matter=draw(st.sampled_from(["sgb2_benefits", "sgb12_4_benefits"])),
        filed=filed,
        decided=filed + timedelta(days=10) if outcome else draw(st.sampled_from([None, filed])),
        outcome=outcome,
    )


@st.composite
def _relation(draw: st.DrawFn, names: list[str]) -> Relation:
    one, other = sorted(draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)))
    return Relation(kind=draw(st.sampled_from(["partner", "parent"])), person=one, to=other)


@st.composite
def households(draw: st.DrawFn, most: int = 3) -> Case:
    """Draw a household of Freedonia whose record was read on the day of evaluation."""
    names = ["A", "B", "C"][: draw(st.integers(1, most))]
    related = st.lists(_relation(names), max_size=3, unique=True).map(tuple) if len(names) > 1 else st.just(())
    return Case(
        key="K",
        as_of=TODAY,
        persons=tuple(draw(people(name)) for name in names),
        relations=draw(st.one_of(related, related, st.just(NOT_RECORDED))),
        applications=draw(
            st.one_of(
                st.lists(_application(names), max_size=2, unique_by=lambda each: each.key).map(tuple),
                st.just(()),
                st.just(NOT_RECORDED),
            )
        ),
        handoffs=(),
    )


# ---------------------------------------------------------------------------------------- forgetting


VITAL = ("stay", "residence", "livelihood", "coverage", "work", "training", "youth")
"""Histories on which what is owed and missing hangs."""


@st.composite
def forgotten(draw: st.DrawFn, known: Case) -> Case:
    """Draw the same case with one thing less known, most often one that matters."""
    vital = [partial(_without_history, person, name) for person in known.persons for name in VITAL]
    ways = [less for person in known.persons for less in _less_of(person)]
    grave: list[Lesser | None] = [None, *vital]
    less = draw(st.sampled_from(grave) | st.sampled_from(grave) | st.sampled_from(ways))
    return _with(known, less()) if less else draw(st.sampled_from(_with_nothing_asked(known)))


def _with_nothing_asked(case: Case) -> list[Case]:
    return [evolve(case, relations=NOT_RECORDED), evolve(case, applications=NOT_RECORDED)]


Lesser = Callable[[], Person]
"""Makes the person of whom less is known."""


def _with(case: Case, changed: Person) -> Case:
    return evolve(case, persons=tuple(changed if each.key == changed.key else each for each in case.persons))


def _less_of(person: Person) -> list[Lesser]:
    histories = [partial(_without_history, person, name) for name in DRAWN]
    return [*histories, *_without_field(person), partial(evolve, person, birth=NOT_RECORDED)]


def _changed(person: Person, **histories: Any) -> Person:
    return evolve(person, **histories)


def _without_history(person: Person, name: str) -> Person:
    """Nobody knows anything of a history any more."""
    claims = tuple(evolve(claim, except_=claim.except_ | {name}) for claim in person.complete)
    return _changed(person, complete=claims, **{name: ()})


def _without_field(person: Person) -> list[Lesser]:
    """A field of one entry is no longer known; what tells several values apart stays."""
    return [
        partial(_with_less, person, name, index, field)
        for name, kind in DRAWN.items()
        for index in range(len(getattr(person, name)))
        for field, type_ in field_types(kind).items()
        if not type_.required
    ]


def _with_less(person: Person, name: str, index: int, field: str) -> Person:
    entries = getattr(person, name)
    return _changed(person, **{name: (*entries[:index], _less(entries[index], field), *entries[index + 1 :])})


def _less(entry: Any, field: str) -> Entry:
    return evolve(entry, **{field: NOT_RECORDED})
