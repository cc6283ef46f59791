"""A case as it was known on a day: corrections, decisions and people that came later are not in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import Period, parse_partial
from kimcore.people.application import Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.case_file import canonical_text
from kimcore.people.casework import StepRecord
from kimcore.people.disclosure import DisclosureBasis
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.household import CommunityOfNeed, Relation
from kimcore.people.kinds import KINDS, Work
from kimcore.people.person import Complete, Person
from kimcore.testing.strategies import cases, entries

X, AS_OF = date(2026, 9, 1), date(2026, 11, 23)
BEFORE, AFTER = X - timedelta(days=1), X + timedelta(days=1)


def case(*persons: Person, **rest: Any) -> Case:
    return Case(key="1", as_of=AS_OF, persons=persons or (Person(key="P1"),), **rest)


def known(**rest: Any) -> Case:
    return case(**rest).known_on(X)


# ---------------------------------------------------------------------------------------- what is recorded


def test_an_entry_is_known_from_the_day_of_its_recording() -> None:
    days = (BEFORE, X, AFTER, None)
    work = [Work(employed=True, first=date(2026, 1, 1), recorded_on=day) for day in days]

    found = [case(Person(key="P1", work=(each,))).known_on(X) for each in work]

    assert [each.persons[0].work for each in found] == [(work[0],), (work[1],), (), ()]
    assert {each.as_of for each in found} == {X}


def test_on_the_day_of_the_record_all_is_known() -> None:
    whole = case(Person(key="P1", work=(Work(employed=True),)))

    assert whole.known_on(AS_OF) is whole


def test_what_is_known_after_the_record_nobody_can_tell() -> None:
    with pytest.raises(ValueError, match="as_of"):
        case().known_on(AS_OF + timedelta(days=1))


def test_a_correction_that_came_later_does_not_correct() -> None:
    first = Work(employed=True, first=date(2026, 1, 1), recorded_on=BEFORE)
    corrected = Work(employed=False, first=date(2026, 1, 1), recorded_on=AFTER)

    assert case(Person(key="P1", work=(corrected, first))).known_on(X).persons[0].work == (first,)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (Complete(recorded_on=BEFORE), (Complete(recorded_on=BEFORE),)),
        (Complete(until=AFTER, recorded_on=AFTER), ()),
        (Complete(), ()),
        (Complete(until=X, recorded_on=X), (Complete(until=X, recorded_on=X),)),
        (Complete(from_=AFTER, until=AS_OF, recorded_on=X), ()),
    ],
)
def test_a_claim_to_completeness_reaches_no_further_than_the_day(
    claim: Complete, expected: tuple[Complete, ...]
) -> None:
    assert case(Person(key="P1", complete=(claim,))).known_on(X).persons[0].complete == expected


def test_a_list_is_kept_while_nothing_stands_in_it_unless_the_record_is_younger() -> None:
    later = Relation(kind="parent", person="P1", to="P2", recorded_on=AFTER)
    persons = (Person(key="P1"), Person(key="P2"))

    assert case(*persons, relations=(later,)).known_on(X).relations == ()
    assert case(*persons, relations=(later,), recorded_since=X).known_on(X).relations == ()
    assert case(*persons, relations=(later,), recorded_since=AFTER).known_on(X).relations == NOT_RECORDED
    assert case(*persons, relations=Unknown("withheld")).known_on(X).relations == Unknown("withheld")


def test_who_was_not_born_is_not_there() -> None:
    child = Person(key="P2", birth=AFTER)
    found = case(
        Person(key="P1", birth=date(1990, 1, 1)),
        child,
        Person(key="P3", birth=parse_partial("2026")),
        relations=(Relation(kind="parent", person="P1", to="P2", recorded_on=BEFORE),),
        communities=(CommunityOfNeed(members=("P1", "P2"), recorded_on=BEFORE),),
        applications=(Application(person="P2", matter="kindergeld", filed=AFTER, recorded_on=AFTER),),
        steps=(StepRecord(step="s", person="P2", recorded_on=BEFORE),),
        handoffs=(Handoff(key="1", kind="notice", person="P2", matter="kindergeld", from_="a", to="b"),),
    ).known_on(X)

    assert [person.key for person in found.persons] == ["P1", "P3"]
    assert (found.relations, found.applications, found.steps, found.handoffs) == ((), (), (), ())
    assert found.communities == (CommunityOfNeed(members=("P1",), recorded_on=BEFORE),)


# ---------------------------------------------------------------------------------------- what happened

GRANT = Period(date(2026, 9, 1), date(2027, 2, 28))


def filed(**rest: Any) -> Application:
    return Application(
        person="P1", matter="sgb2_benefits", filed=date(2026, 8, 3), recorded_on=date(2026, 8, 4), **rest
    )


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (filed(decided=X, outcome="granted", grant=GRANT), filed(decided=X, outcome="granted", grant=GRANT)),
        (filed(decided=AFTER, served=AFTER, outcome="granted", grant=GRANT, final=AS_OF), filed()),
        (filed(decided=X, served=AFTER, final=AS_OF), filed(decided=X, final=AS_OF)),
        (filed(decided=BEFORE, objection=AFTER), filed(decided=BEFORE)),
        (filed(papers_complete=AFTER), filed()),
        (filed(papers_complete=X), filed(papers_complete=X)),
        (filed(forwarded_on=AFTER, forwarded_to="b"), filed()),
        (filed(forwarded_on=X, forwarded_to="b"), filed(forwarded_on=X, forwarded_to="b")),
        (filed(forwarded_to="b"), filed(forwarded_to="b")),
        # an end without a day of its own was recorded with the application
        (filed(outcome="withdrawn"), filed(outcome="withdrawn")),
        (filed(served=AFTER, outcome="refused"), filed()),
    ],
)
def test_an_application_has_come_as_far_as_it_had_on_the_day(now: Application, then: Application) -> None:
    assert known(applications=(now,)).applications == (then,)


def test_an_application_of_which_no_recording_is_known_counts_as_recorded_with_the_record() -> None:
    assert known(applications=(evolve(filed(), recorded_on=None),)).applications == ()


def test_a_handoff_has_the_events_and_reports_that_were_recorded() -> None:
    sent = HandoffEvent(move="send", on=BEFORE, by="sender", recorded_on=X)
    accepted = HandoffEvent(move="accept", on=X, by="recipient", recorded_on=AFTER)
    told = OutcomeReport(on=AFTER, by="person", outcome="helped", recorded_on=AFTER)
    first = Handoff(key="1", kind="transfer", person="P1", matter="asylum", from_="a", to="b", events=(accepted,))
    then = evolve(first, key="2", follows="1", events=(sent, accepted), reports=(told,))

    assert known(handoffs=(then, evolve(first, events=(evolve(sent, recorded_on=AFTER), accepted)))).handoffs == (
        evolve(then, follows=None, events=(sent,), reports=()),
    )


def test_a_step_that_was_over_later_was_not_over() -> None:
    done = StepRecord(step="s", person="P1", started=BEFORE, done=AFTER, outcome="achieved", recorded_on=BEFORE)

    assert known(steps=(done,)).steps == (evolve(done, done=None, outcome=NOT_RECORDED),)
    assert known(steps=(evolve(done, done=X),)).steps == (evolve(done, done=X),)


def test_who_took_note_later_had_not_taken_note() -> None:
    notes = tuple(Acknowledged(id=str(on), role="lead", on=on) for on in (X, AFTER, None))

    assert known(acknowledged=notes).acknowledged == notes[:1]


def test_a_consent_was_not_withdrawn_before_it_was_and_not_given_before_it_was() -> None:
    given = DisclosureBasis(kind="consent", person="P1", to=("a",), given=BEFORE, expires=None, recorded_on=BEFORE)

    assert known(disclosure_bases=(evolve(given, withdrawn=AFTER),)).disclosure_bases == (
        evolve(given, withdrawn=None),
    )
    assert known(disclosure_bases=(evolve(given, withdrawn=X),)).disclosure_bases == (evolve(given, withdrawn=X),)
    assert known(disclosure_bases=(evolve(given, recorded_on=AFTER),)).disclosure_bases == ()


# ---------------------------------------------------------------------------------------- and nothing else


def stamped(case: Case) -> Case:
    """The same with the day of recording wherever it was left to the day the record was read."""
    found: Case = _stamped(case, case.as_of)
    return found


def _stamped(value: Any, on: date) -> Any:
    if isinstance(value, tuple):
        return tuple(_stamped(part, on) for part in value)
    if not attrs.has(type(value)) or isinstance(value, Period):
        return value
    parts = {a.name: _stamped(getattr(value, a.name), on) for a in attrs.fields(type(value)) if a.init}
    for name in ("recorded_on", *(("on",) if isinstance(value, Acknowledged) else ())):
        if name in parts and parts[name] is None:
            parts[name] = on
    return evolve(value, **parts)


@st.composite
def continued(draw: st.DrawFn, earlier: Case, as_of: date) -> Case:
    """Draw what became of a record by a later day: entries and claims were added, and applications were decided."""
    after = st.dates(earlier.as_of + timedelta(days=1), as_of)

    def grown(person: Person) -> Person:
        name = draw(st.sampled_from(list(KINDS)))
        added = tuple(
            evolve(entry, recorded_on=draw(after)) for entry in draw(st.lists(entries(KINDS[name], as_of), max_size=1))
        )
        claims = (Complete(recorded_on=draw(after)),) if draw(st.booleans()) else ()
        history: dict[str, Any] = {name: (*getattr(person, name), *added)}
        return evolve(person, complete=(*person.complete, *claims), **history)

    def decided(application: Application) -> Application:
        if application.outcome or application.grant or application.decided or application.served or application.final:
            return application
        day = draw(after)
        return evolve(application, decided=day, served=day, outcome="granted", grant=Period(day, None))

    applications = earlier.applications
    if not isinstance(applications, Unknown):
        applications = tuple(decided(each) for each in applications)
    persons = tuple(grown(person) for person in earlier.persons)
    return evolve(earlier, as_of=as_of, persons=persons, applications=applications)


@given(st.data(), cases())
def test_a_record_that_grew_is_known_as_it_was(data: st.DataObject, drawn: Case) -> None:
    # What was passed on and never sent has no day by which it could be known.
    passed = drawn.handoffs
    if not isinstance(passed, Unknown):
        keys = {handoff.key for handoff in passed if handoff.events}
        passed = tuple(evolve(each, follows=each.follows if each.follows in keys else None) for each in passed)
        passed = tuple(each for each in passed if each.events)
    earlier = stamped(evolve(drawn, handoffs=passed))

    later = data.draw(continued(earlier, drawn.as_of + timedelta(days=data.draw(st.integers(1, 300)))))

    assert canonical_text(later.known_on(drawn.as_of)) == canonical_text(earlier)
