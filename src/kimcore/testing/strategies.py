"""Hypothesis strategies for cases, persons, landscapes and rulebooks, for tests of what is built on kimcore.

>>> from hypothesis import given, settings
>>> from kimcore import Evaluator, read_case, write_case
>>> from kimcore.testing.strategies import cases, landscapes, rulebooks
>>> @settings(max_examples=5)
... @given(cases())
... def test_a_case_comes_back_from_its_file(case):
...     assert read_case(write_case(case)) == case
>>> test_a_case_comes_back_from_its_file()

They draw what may be, not what is likely: every field may be known, none, or unknown for a reason. Texts that a person
might recognise themself in (labels, agencies, reasons) contain `PERSONAL`, so that a test can look for them in what
must not tell them. Every other name of this module is a part of these strategies.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from attrs import evolve

try:
    from hypothesis import strategies as st
except ImportError as missing:
    raise ImportError('the strategies need hypothesis: pip install "kimcore[testing]"') from missing

from kimcore.dates import PartialDate, Period, parse_partial
from kimcore.law.codes import code_lists
from kimcore.law.territory import Territories
from kimcore.people.application import OUTCOMES, SEVERITIES, Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.casework import PHASES, Participant, Phase, StepRecord
from kimcore.people.disclosure import BASIS_KINDS, FORMS, DisclosureBasis
from kimcore.people.handoff import OUTCOMES as OUTCOMES_OF_HANDOFFS
from kimcore.people.handoff import SPEAKERS, Handoff, HandoffEvent, OutcomeReport
from kimcore.people.history import NOT_RECORDED, REASONS, Entry, FieldType, Unknown, clashes, field_types
from kimcore.people.household import RELATION_KINDS, CommunityOfNeed, Relation
from kimcore.people.kinds import KINDS
from kimcore.people.moves import HANDOFF_KINDS, MOVES, NEED_A_REASON, Kind, Refusal, State, allowed_moves, states_after
from kimcore.people.person import Complete, Person
from kimcore.testing.laws import rulebook_documents, rulebooks
from kimcore.testing.offices import landscape_documents, landscapes

__all__ = [
    "PERSONAL",
    "cases",
    "landscape_documents",
    "landscapes",
    "persons",
    "rulebook_documents",
    "rulebooks",
]

PERSONAL = "Geheim"
"""What every text contains that must not be repeated."""

FIRST, LAST = date(1950, 1, 1), date(2030, 12, 31)
PAST = date(2014, 12, 31)
"""The last day of what is over by the time a drawn record is read."""

unknowns = st.sampled_from(REASONS).map(Unknown)
keys = st.text("abcXYZ019-_ äß", min_size=1, max_size=6)
personal_texts = st.text('abc Їж\n"\\\U0001f600', max_size=6).map(lambda text: PERSONAL + text)


def days(first: date = FIRST, last: date = LAST) -> st.SearchStrategy[date]:
    """Draw days, both ends included."""
    return st.dates(first, last)


@cache
def partial_days(last: date = LAST) -> st.SearchStrategy[PartialDate]:
    """Draw days of which sometimes only the month, the year or a span is known, over by the year of `last`."""
    drawn = days(last=last)
    spans = st.tuples(drawn, drawn).map(sorted).map(lambda ends: f"{ends[0]}/{ends[1]}")
    texts = st.one_of(drawn.map(str), drawn.map(lambda day: str(day)[:7]), drawn.map(lambda day: str(day)[:4]), spans)
    return texts.map(parse_partial)


@cache
def values(type_: FieldType) -> st.SearchStrategy[Any]:
    """Draw what a field may hold: a value of its type, none, or unknown for a reason."""
    words = st.sampled_from(list(code_lists()[type_.codes])) if type_.codes else st.nothing()
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "flag": st.booleans(),
        "code": words,
        "codes": st.frozensets(words, max_size=3),
        "day": partial_days(),
        "count": st.integers(0, 9999),
        "place": st.sampled_from(list(Territories.shipped())),
    }
    value = by_kind[type_.kind]
    return value if type_.required else st.one_of(value, st.none(), unknowns)


def _ends(pair: list[date]) -> st.SearchStrategy[tuple[date | None, date | None]]:
    first, last = sorted(pair)
    return st.sampled_from([(None, None), (first, None), (None, last), (first, last)])


stretches = st.lists(days(), min_size=2, max_size=2).flatmap(_ends)
"""A first and a last day in order, each of them perhaps open."""

past_stretches = st.lists(days(last=PAST), min_size=2, max_size=2).flatmap(_ends)
past_days = days(last=PAST)
AS_OF = date(2014, 1, 1)
"""Stands for the day a record is read, whatever it is."""
recordings = st.one_of(st.none(), past_days, st.just(AS_OF))


@st.composite
def entries(draw: st.DrawFn, kind: type[Entry], as_of: date) -> Entry:
    """Draw an entry of a kind, recorded on `as_of` at the latest."""
    first, last = draw(stretches)
    recorded_on = draw(recordings.map(lambda day: as_of if day == AS_OF else day))
    fields = {name: draw(values(type_)) for name, type_ in field_types(kind).items()}
    return kind(first=first, last=last, recorded_on=recorded_on, **fields)


@st.composite
def histories(draw: st.DrawFn, kind: type[Entry], as_of: date, most: int = 3) -> tuple[Entry, ...]:
    """Draw entries of a kind that do not contradict one another."""
    drawn = draw(st.lists(entries(kind, as_of), max_size=most))
    wrong = clashes(drawn, as_of=as_of)
    return tuple(entry for index, entry in enumerate(drawn) if index not in wrong)


excepted = st.frozensets(st.sampled_from(list(KINDS)), max_size=2)
claims = st.builds(
    lambda ends, excepted, recorded_on: Complete(
        from_=ends[0], until=ends[1], except_=excepted, recorded_on=recorded_on
    ),
    past_stretches,
    excepted,
    st.none() | past_days,
)
some_kinds = st.lists(st.sampled_from(list(KINDS)), max_size=4, unique=True)
births = st.one_of(partial_days(PAST), st.none(), unknowns)


@st.composite
def persons(draw: st.DrawFn, key: str | None = None, as_of: date = LAST) -> Person:
    """Draw a person with a few histories that do not contradict one another.

    Args:
        draw: Given by Hypothesis.
        key: The key of the person; None: any.
        as_of: The day on which what is recorded without a day counts as recorded, and the last one of a recording.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=5)
        ... @given(persons("P1"))
        ... def check(person):
        ...     Case(key="1", as_of=LAST, persons=(person,))
        >>> check()
    """
    histories_: dict[str, Any] = {name: draw(histories(KINDS[name], as_of)) for name in draw(some_kinds)}
    return Person(
        key=draw(keys) if key is None else key,
        label=draw(st.none() | personal_texts),
        birth=draw(births),
        complete=tuple(draw(st.lists(claims, max_size=2))),
        **histories_,
    )


@st.composite
def relations(draw: st.DrawFn, names: list[str]) -> Relation:
    """Draw a relation between two persons of a case; of a parent and a child the parent is named first."""
    one, other = sorted(draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)))
    kind = draw(st.sampled_from(RELATION_KINDS))
    return Relation(kind=kind, person=one, to=other, **draw(dated))


dated = st.tuples(stretches, st.none() | past_days).map(
    lambda drawn: {"first": drawn[0][0], "last": drawn[0][1], "recorded_on": drawn[1]}
)
"""Draw the days on which something holds, and the day it was recorded."""


@st.composite
def communities(draw: st.DrawFn, names: list[str]) -> CommunityOfNeed:
    """Draw a community of need of persons of a case."""
    members = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    return CommunityOfNeed(members=tuple(members), **draw(dated))


def codes_of(list_id: str) -> st.SearchStrategy[str]:
    """Draw a code of a list."""
    return st.sampled_from(list(code_lists()[list_id]))


@st.composite
def participants(draw: st.DrawFn) -> Participant:
    """Draw an agency that takes part in a case, and perhaps leads it."""
    leads = draw(st.booleans() | st.none() | unknowns)
    role = draw(codes_of("participant_role"))
    return Participant(agency=draw(personal_texts), role=role, leads=leads, **draw(dated))


@st.composite
def phases(draw: st.DrawFn) -> Phase:
    """Draw a phase; one that closes has a reason."""
    phase = draw(st.sampled_from(PHASES))
    reason = draw(codes_of("closing_reason") | unknowns) if phase == "closing" else None
    return Phase(phase=phase, reason=reason, **draw(dated))


@st.composite
def steps(draw: st.DrawFn, names: list[str]) -> StepRecord:
    """Draw a step that somebody began to take, or took."""
    started, done = sorted(draw(st.lists(past_days, min_size=2, max_size=2)))
    return StepRecord(
        step=draw(personal_texts),
        person=draw(st.sampled_from(names)),
        started=draw(st.sampled_from([None, started])),
        done=draw(st.sampled_from([None, done])),
        by=draw(st.none() | personal_texts),
        outcome=draw(codes_of("step_outcome") | st.none() | unknowns),
        recorded_on=draw(st.none() | past_days),
    )


def without_clashes(items: st.SearchStrategy[Any], clash: Callable[[Any, Any], bool]) -> st.SearchStrategy[Any]:
    """Draw a tuple of which no two values recorded on one day clash, or that nothing is known of it."""

    def kept(drawn: list[Any]) -> tuple[Any, ...]:
        found: list[Any] = []
        for one in drawn:
            if not any(one.recorded_on == other.recorded_on and clash(one, other) for other in found):
                found.append(one)
        return tuple(found)

    return st.one_of(st.lists(items, max_size=2).map(kept), unknowns)


def _same_days(one: Any, other: Any) -> bool:
    return bool(one.days.overlaps(other.days))


def _same_key(one: Any, other: Any) -> bool:
    return bool(one.key == other.key)


@st.composite
def applications(draw: st.DrawFn, names: list[str]) -> Application:
    """Draw an application that has got some way."""
    course = sorted(draw(st.lists(past_days, min_size=7, max_size=7)))
    done = draw(st.integers(1, 7))
    filed, complete, forwarded, decided, served, objection, final = (
        day if number < done else None for number, day in enumerate(course)
    )
    first, last = draw(stretches)
    return Application(
        person=draw(st.sampled_from(names)),
        matter=draw(codes_of("matter")),
        filed=filed or course[0],
        at=draw(st.none() | personal_texts),
        forwarded_on=forwarded,
        forwarded_to=draw(personal_texts) if forwarded else None,
        papers_complete=complete,
        decided=decided,
        served=served,
        objection=objection,
        final=final,
        outcome=draw(st.none() | st.sampled_from(OUTCOMES)),
        grant=draw(st.sampled_from([None, Period(first, last)])),
        recorded_on=draw(st.sampled_from([None, filed, PAST])),
    )


@st.composite
def events(draw: st.DrawFn, kind: Kind, last: date = PAST, most: int = 6) -> tuple[HandoffEvent, ...]:
    """Draw what the two sides of a handoff did: any way through the table of moves, a few days apart."""
    found: list[HandoffEvent] = []
    state: State = "draft"
    for on in sorted(draw(st.lists(days(last=last), max_size=most))):
        ways = [(name, side) for name in allowed_moves(state, kind) for side in sorted(MOVES[state, name].by)]
        if not ways:
            break
        move, by = draw(st.sampled_from(ways))
        reason = draw(personal_texts if move in NEED_A_REASON else st.none() | personal_texts)
        recorded_on = draw(st.sampled_from([None, on, last]))
        found.append(HandoffEvent(move=move, on=on, by=by, reason=reason, recorded_on=recorded_on))
        states = states_after(found, kind)
        if isinstance(states, Refusal):
            raise TypeError("a move drawn from the table was refused")
        state = states[-1][1]
    return tuple(found)


reports = st.builds(
    OutcomeReport, on=past_days, by=st.sampled_from(SPEAKERS), outcome=st.sampled_from(OUTCOMES_OF_HANDOFFS)
)


@st.composite
def handoffs(draw: st.DrawFn, names: list[str]) -> Handoff:
    """Draw a handoff that has got some way; its key is not told apart from others."""
    from_, to = draw(st.lists(personal_texts, min_size=2, max_size=2, unique=True))
    kind = draw(st.sampled_from(HANDOFF_KINDS))
    return Handoff(
        key=draw(keys),
        kind=kind,
        person=draw(st.sampled_from(names)),
        matter=draw(st.sampled_from(list(code_lists()["matter"]))),
        from_=from_,
        to=to,
        answer_due=draw(st.none() | days()),
        filed=draw(st.none() | past_days),
        reason=draw(st.none() | personal_texts),
        events=draw(events(kind)),
        reports=tuple(draw(st.lists(reports, max_size=2))),
    )


@st.composite
def passed_on(draw: st.DrawFn, names: list[str]) -> tuple[Handoff, ...]:
    """Draw handoffs with keys of their own, of which one may follow the one before."""
    drawn = draw(st.lists(handoffs(names), max_size=2, unique_by=lambda handoff: handoff.key))
    if len(drawn) > 1 and draw(st.booleans()):
        first, then = drawn
        drawn[1] = evolve(then, person=first.person, follows=first.key, filed=first.filed)
    return tuple(drawn)


@st.composite
def disclosure_bases(draw: st.DrawFn, names: list[str]) -> DisclosureBasis:
    """Draw a ground on which data may be passed on, with the fields of its kind."""
    kind = draw(st.sampled_from(BASIS_KINDS))
    given, withdrawn, expires = sorted(draw(st.lists(past_days, min_size=3, max_size=3)))
    told: dict[str, Any] = {}
    if kind == "statutory":
        told["section"] = draw(st.sampled_from(["Art. 6 Abs. 1 DSGVO", "Art. 9 Abs. 2 DSGVO"]))
    else:
        giver = draw(st.sampled_from(["given_by", "guardian"]))
        told |= {"given": given, giver: draw(st.sampled_from(names)), "form": draw(st.none() | st.sampled_from(FORMS))}
    if kind in ("consent", "release"):
        told["expires"] = draw(
            st.sampled_from([None, expires, parse_partial(f"{given}/{expires}"), Unknown("not_known")])
        )
        told["withdrawn"] = draw(st.sampled_from([None, withdrawn, NOT_RECORDED]))
    if kind == "release":
        told["released"] = draw(personal_texts)
    return DisclosureBasis(
        kind=kind,
        person=draw(st.sampled_from(names)),
        to=draw(st.lists(personal_texts, min_size=1, max_size=2).map(tuple) | unknowns),
        to_kinds=draw(st.none() | st.frozensets(codes_of("agency_kind"), max_size=2) | unknowns),
        categories=draw(st.frozensets(codes_of("data_category"), min_size=1, max_size=3) | unknowns),
        for_=draw(st.none() | st.frozensets(codes_of("matter"), min_size=1, max_size=2) | unknowns),
        purpose=draw(st.none() | personal_texts),
        recorded_on=draw(st.none() | past_days),
        **told,
    )


acknowledged = st.builds(
    Acknowledged,
    id=keys,
    role=personal_texts,
    until=st.none() | days(),
    reason=st.none() | personal_texts,
    on=st.none() | past_days,
    severity=st.none() | st.sampled_from(SEVERITIES),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | personal_texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(personal_texts, inner, max_size=2),
    max_leaves=4,
)


def listed_or_unknown(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a tuple, or that nothing is known of it."""
    return st.one_of(st.lists(items, max_size=2).map(tuple), unknowns)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case of one to three persons that holds a little of everything.

    Args:
        draw: Given by Hypothesis.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=5)
        ... @given(cases())
        ... def check(case):
        ...     assert case.person(case.persons[0].key) == case.persons[0]
        >>> check()
    """
    as_of = draw(days(date(2015, 1, 1), date(2029, 12, 31)))
    names = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    related = st.just(NOT_RECORDED) if len(names) == 1 else without_clashes(relations(names), _same_key)
    return Case(
        key=draw(keys),
        as_of=as_of,
        persons=tuple(draw(persons(name, as_of)) for name in names),
        relations=draw(related),
        communities=draw(without_clashes(communities(names), _same_days)),
        applications=draw(without_clashes(applications(names), _same_key)),
        handoffs=draw(passed_on(names) | unknowns),
        participants=draw(without_clashes(participants(), _same_days)),
        phases=draw(without_clashes(phases(), _same_days)),
        steps=draw(without_clashes(steps(names), _same_key)),
        disclosure_bases=draw(listed_or_unknown(disclosure_bases(names))),
        places_protected=draw(st.none() | st.booleans() | unknowns),
        acknowledged=tuple(draw(st.lists(acknowledged, max_size=1))),
        recorded_since=draw(st.none() | past_days),
        stale_after=draw(st.sampled_from([180, 0, 9999])),
        extensions=draw(st.dictionaries(personal_texts, json_values, max_size=2)),
    )
