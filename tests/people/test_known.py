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
from kimcore.errors import CaseError
from kimcore.people.application import Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.case_file import canonical_text
from kimcore.people.casework import StepRecord
from kimcore.people.disclosure import DisclosureBasis
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.household import CommunityOfNeed, Relation
from kimcore.people.kinds import Work
from kimcore.people.moves import NEED_A_REASON
from kimcore.people.person import Complete, Person
from kimcore.testing.strategies import (
    PAST,
    applications,
    births,
    cases,
    disclosure_bases,
    passed_on,
    steps,
    without_clashes,
)
from tests.people.growing import continued, stamped, without_drafts

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
    recorded = {"recorded_on": date(2026, 8, 4), **rest}
    return Application(person="P1", matter="sgb2_benefits", filed=date(2026, 8, 3), **recorded)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (filed(decided=X, outcome="granted", grant=GRANT), filed(decided=X, outcome="granted", grant=GRANT)),
        (filed(decided=AFTER, served=AFTER, outcome="granted", grant=GRANT, final=AS_OF), filed()),
        # what follows from something still to come cannot be foreseen, what follows from what has come can
        (filed(decided=X, served=AFTER, final=AS_OF), filed(decided=X)),
        (filed(decided=X, served=X, objection=AFTER, final=AS_OF), filed(decided=X, served=X)),
        (filed(decided=BEFORE, served=X, final=AS_OF), filed(decided=BEFORE, served=X, final=AS_OF)),
        (filed(decided=BEFORE, final=AFTER), filed(decided=BEFORE, final=AFTER)),
        (filed(decided=BEFORE, final=X), filed(decided=BEFORE, final=X)),
        (filed(decided=BEFORE, objection=AFTER), filed(decided=BEFORE)),
        (filed(papers_complete=AFTER), filed()),
        (filed(papers_complete=X), filed(papers_complete=X)),
        (filed(forwarded_on=AFTER, forwarded_to="b"), filed()),
        (filed(forwarded_on=X, forwarded_to="b"), filed(forwarded_on=X, forwarded_to="b")),
        (filed(forwarded_to="b"), filed(forwarded_to="b")),
        # an end without a day of its own was recorded with the application
        (filed(outcome="withdrawn"), filed(outcome="withdrawn")),
        (filed(grant=GRANT), filed(grant=GRANT)),
        (filed(outcome="withdrawn", decided=AFTER), filed()),
        (filed(outcome="withdrawn", decided=X), filed(outcome="withdrawn", decided=X)),
        (filed(served=AFTER, outcome="refused"), filed()),
    ],
)
def test_an_application_has_come_as_far_as_it_had_on_the_day(now: Application, then: Application) -> None:
    assert known(applications=(now,)).applications == (then,)


def test_an_application_of_which_no_recording_is_known_counts_as_recorded_with_the_record() -> None:
    assert known(applications=(evolve(filed(), recorded_on=None),)).applications == ()


@pytest.mark.parametrize(
    "corrected",
    [
        filed(outcome="withdrawn", recorded_on=AFTER),
        filed(decided=BEFORE, outcome="granted", grant=GRANT, recorded_on=AFTER),
        filed(decided=date(2026, 8, 20), outcome="granted", objection=X, recorded_on=AFTER),
        filed(papers_complete=date(2026, 8, 5), recorded_on=AFTER),
        filed(at="b", recorded_on=AFTER),
    ],
    ids=["withdrawn", "decision entered late", "objection", "another day", "another agency"],
)
def test_a_later_recording_of_an_application_replaces_the_earlier_one_from_its_day_on(corrected: Application) -> None:
    first = filed(decided=date(2026, 8, 20), outcome="refused", papers_complete=date(2026, 8, 4))
    whole = case(applications=(corrected, first))

    assert whole.applied_for == (corrected,)
    assert (whole.known_on(AFTER).applied_for, whole.known_on(X).applied_for) == ((corrected,), (first,))
    assert whole.known_on(X).applications == (first,)


def test_an_application_filed_on_another_day_is_another_one() -> None:
    first, then = filed(), evolve(filed(), filed=date(2026, 8, 4))

    assert case(applications=(first, then)).applied_for == (first, then)
    assert case(applications=Unknown("withheld")).applied_for == Unknown("withheld")


def test_two_recordings_of_an_application_on_one_day_do_not_differ() -> None:
    first = filed(outcome="refused")

    assert case(applications=(first, first)).applied_for == (first,)
    with pytest.raises(CaseError) as refused:
        case(applications=(first, filed(outcome="granted"), evolve(first, recorded_on=None)))
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("contradiction", "$.applications[1]")]


def test_a_handoff_has_the_events_and_reports_that_were_recorded() -> None:
    sent = HandoffEvent(move="send", on=BEFORE, by="sender", recorded_on=X)
    accepted = HandoffEvent(move="accept", on=X, by="recipient", recorded_on=AFTER)
    told = OutcomeReport(on=AFTER, by="person", outcome="helped", recorded_on=AFTER)
    first = Handoff(key="1", kind="transfer", person="P1", matter="asylum", from_="a", to="b", events=(accepted,))
    then = evolve(first, key="2", follows="1", events=(sent, accepted), reports=(told,))

    assert known(handoffs=(then, evolve(first, events=(evolve(sent, recorded_on=AFTER), accepted)))).handoffs == (
        evolve(then, follows=None, events=(sent,), reports=()),
    )


SENT, ACCEPTED, RESUMED = (date(2026, 8, day) for day in (1, 20, 25))


def transfer(*events: HandoffEvent, **rest: Any) -> Handoff:
    return Handoff(key="1", kind="transfer", person="P1", matter="asylum", from_="a", to="b", events=events, **rest)


def moved(move: Any, on: date, recorded_on: date | None = None) -> HandoffEvent:
    by: Any = "sender" if move == "send" else "recipient"
    reason = "busy" if move in NEED_A_REASON else None
    return HandoffEvent(move=move, on=on, by=by, reason=reason, recorded_on=recorded_on or on)


def test_an_event_waits_for_one_before_it_that_was_recorded_later() -> None:
    send, accept = moved("send", SENT, AFTER), moved("accept", ACCEPTED)
    start = moved("start", X)

    # accepted, as far as is known, what nobody had sent
    assert known(handoffs=(transfer(accept, send),)).handoffs == ()
    # sent, and begun without anybody having accepted it
    sent, late = moved("send", SENT), moved("accept", ACCEPTED, AFTER)
    assert known(handoffs=(transfer(sent, late, start),)).handoffs == (transfer(sent),)
    assert case(handoffs=(transfer(sent, late, start),)).known_on(AFTER).handoffs == (transfer(sent, late, start),)


def test_what_no_other_event_needs_may_be_recorded_later() -> None:
    sent, accept = moved("send", SENT), moved("accept", ACCEPTED)

    assert known(handoffs=(transfer(sent, moved("acknowledge", ACCEPTED, AFTER), accept),)).handoffs == (
        transfer(sent, accept),
    )


def test_an_event_that_was_known_is_not_driven_out_by_half_of_what_came_between() -> None:
    sent, accept, start = moved("send", SENT), moved("accept", SENT), moved("start", RESUMED, RESUMED)
    hold, resume = moved("hold", ACCEPTED, X), moved("resume", ACCEPTED, AFTER)
    whole = transfer(sent, accept, hold, resume, start)

    assert known(handoffs=(whole,)).handoffs == (transfer(sent, accept, start),)
    assert case(handoffs=(whole,)).known_on(AFTER).handoffs == (whole,)


def test_what_was_filed_after_a_day_was_not_filed() -> None:
    sent = moved("send", SENT)

    assert known(handoffs=(transfer(sent, filed=AFTER),)).handoffs == (transfer(sent),)
    assert known(handoffs=(transfer(sent, filed=X),)).handoffs == (transfer(sent, filed=X),)


def test_a_step_that_was_begun_later_is_not_there() -> None:
    begun = StepRecord(step="s", person="P1", started=AFTER, recorded_on=BEFORE)

    assert known(steps=(begun,)).steps == ()
    assert known(steps=(evolve(begun, started=X),)).steps == (evolve(begun, started=X),)


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


def test_who_was_not_born_gave_no_consent() -> None:
    given = DisclosureBasis(kind="consent", person="P1", to=("a",), given=BEFORE, given_by="P2", recorded_on=BEFORE)
    persons = (Person(key="P1"), Person(key="P2", birth=AFTER))

    assert case(*persons, disclosure_bases=(given,)).known_on(X).disclosure_bases == (evolve(given, given_by=None),)


# ---------------------------------------------------------------------------------------- and nothing else


@given(st.data(), cases())
def test_a_record_that_grew_is_known_as_it_was(data: st.DataObject, drawn: Case) -> None:
    earlier = stamped(without_drafts(drawn))

    later = data.draw(continued(earlier, drawn.as_of + timedelta(days=data.draw(st.integers(1, 300)))))

    assert canonical_text(later.known_on(drawn.as_of)) == canonical_text(earlier)


def days_in(value: Any) -> set[date]:
    """Every day that stands in a record."""
    if isinstance(value, tuple):
        return set().union(*map(days_in, value))
    if attrs.has(type(value)):
        return set().union(*(days_in(getattr(value, a.name)) for a in attrs.fields(type(value)) if a.init))
    return {value} if isinstance(value, date) else set()


@st.composite
def recorded_anyhow(draw: st.DrawFn) -> Handoff:
    """Draw a handoff that took its course within a month, and was recorded in whatever order."""
    left_out = draw(st.sampled_from([(), ("acknowledge",), ("hold", "resume")]))
    moves = ("send", "acknowledge", "accept", "start", "hold", "resume", "complete")
    within = st.dates(PAST - timedelta(days=30), PAST)
    ons = sorted(draw(st.lists(within, min_size=len(moves), max_size=len(moves))))
    events = (moved(move, on, draw(st.dates(on, PAST))) for move, on in zip(moves, ons, strict=True))
    return transfer(*(event for event in events if event.move not in left_out))


@st.composite
def eventful(draw: st.DrawFn) -> Case:
    """Draw a case in which much happened, and was recorded in whatever order."""
    names = ["P1", "P2"]
    return Case(
        key="1",
        as_of=PAST,
        persons=(Person(key="P1"), Person(key="P2", birth=draw(births))),
        applications=draw(without_clashes(applications(names), lambda one, other: one.key == other.key)),
        handoffs=draw(passed_on(names) | recorded_anyhow().map(lambda handoff: (handoff,))),
        steps=draw(without_clashes(steps(names), lambda one, other: one.key == other.key)),
        disclosure_bases=tuple(draw(st.lists(disclosure_bases(names), max_size=2))),
    )


@given(st.data(), eventful() | cases())
def test_a_record_is_known_on_every_day_and_once_is_as_good_as_twice(data: st.DataObject, drawn: Case) -> None:
    known = {day: drawn.known_on(day) for day in sorted(days_in(drawn)) if day <= drawn.as_of}
    then = data.draw(st.sampled_from(list(known)))

    assert all(known[then].known_on(day) == known[day] for day in known if day <= then)
