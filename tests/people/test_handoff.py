"""Handoffs: how far one got, who holds the work, who answers for it, who may know: on every day of its life."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kimcore.errors import CaseError, UnknownNameError
from kimcore.people.case import Case
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport, chain_of, current_of, filed_on
from kimcore.people.moves import HANDOFF_KINDS, MOVES, Kind, State, allowed_moves
from kimcore.people.person import Person
from kimcore.testing.strategies import PERSONAL, days
from kimcore.testing.strategies import events as drawn_events
from tests.people.test_moves import BY_SENDER, FIRST, events

DAY = timedelta(days=1)
OLD, NEW = "sozialamt", "jobcenter"


def handoff(kind: Kind, moves: str = "", **rest: object) -> Handoff:
    """A handoff whose moves were made on one day after the other, from the first of October on."""
    known: dict[str, object] = {"key": "U1", "person": "P1", "matter": "sgb2_benefits", "from_": OLD, "to": NEW}
    return Handoff(kind=kind, events=tuple(events(moves)), **{**known, **rest})  # type: ignore[arg-type]  # as given


# ---------------------------------------------------------------------------------------- three questions

# Kind, moves, day (from the first one on; -1: the day before), then who holds, who is responsible, who may know.
BOTH = {OLD, NEW}
LIVES: list[tuple[Kind, str, int, tuple[State, str | None, str, set[str]]]] = [
    # a referral stays with the sender, and by it alone nobody else knows
    ("referral", "send", -1, ("draft", OLD, OLD, {OLD})),
    ("referral", "send acknowledge accept", 2, ("accepted", OLD, OLD, {OLD})),
    # a warm referral passes over when it is accepted
    ("warm_referral", "send acknowledge accept", 0, ("requested", OLD, OLD, BOTH)),
    ("warm_referral", "send acknowledge accept", 1, ("received", OLD, OLD, BOTH)),
    ("warm_referral", "send acknowledge accept", 2, ("accepted", NEW, NEW, BOTH)),
    ("warm_referral", "send reject", 1, ("rejected", OLD, OLD, {OLD})),
    ("warm_referral", "send forward", 1, ("forwarded", NEW, OLD, {OLD})),
    ("warm_referral", "send accept hold", 2, ("on-hold", NEW, NEW, BOTH)),
    # a forwarding binds on arrival, and is not given back by refusing (§ 14 Abs. 2 SGB IX)
    ("forwarding", "send", 0, ("requested", NEW, OLD, BOTH)),
    ("forwarding", "send acknowledge", 1, ("received", NEW, NEW, BOTH)),
    ("forwarding", "send reject", 1, ("rejected", OLD, NEW, {OLD})),
    ("forwarding", "send forward", 1, ("forwarded", NEW, NEW, {OLD})),
    ("forwarding", "send acknowledge withdraw", 2, ("cancelled", OLD, OLD, {OLD})),
    # with a transfer the old office answers until the new one goes on (§ 2 Abs. 3 SGB X)
    ("transfer", "send accept start complete", 0, ("requested", NEW, OLD, BOTH)),
    ("transfer", "send accept start complete", 1, ("accepted", NEW, OLD, BOTH)),
    ("transfer", "send accept start complete", 2, ("in-progress", NEW, NEW, BOTH)),
    ("transfer", "send accept start complete", 3, ("completed", None, NEW, BOTH)),
    ("transfer", "send accept hold", 2, ("on-hold", NEW, OLD, BOTH)),
    ("transfer", "send accept start hold", 3, ("on-hold", NEW, NEW, BOTH)),
    ("transfer", "send accept start fail", 3, ("failed", OLD, NEW, BOTH)),
    ("transfer", "send accept start withdraw", 3, ("cancelled", OLD, OLD, {OLD})),
    ("transfer", "send accept start void", 3, ("entered-in-error", OLD, OLD, {OLD})),
    # an involvement asks for a contribution
    ("involvement", "send accept start", 2, ("in-progress", OLD, OLD, BOTH)),
    # a notice passes no work on
    ("notice", "send", 0, ("requested", None, OLD, BOTH)),
    ("notice", "send acknowledge", 1, ("received", None, OLD, BOTH)),
]


@pytest.mark.parametrize(("kind", "moves", "day", "expected"), LIVES)
def test_state_holder_responsible_and_knowing(
    kind: Kind, moves: str, day: int, expected: tuple[State, str | None, str, set[str]]
) -> None:
    passed, on = handoff(kind, moves), FIRST + day * DAY

    who = set(passed.may_see(on=on))
    assert (passed.state(on=on), passed.holder(on=on), passed.responsible(on=on), who) == expected


def test_nobody_has_answered_before_the_recipient_did_something() -> None:
    passed = handoff("transfer", "send acknowledge")

    assert not passed.answered(on=FIRST)
    assert passed.answered(on=FIRST + DAY)


# ---------------------------------------------------------------------------------------- an independent reckoning


def slowly(passed: Handoff, on: date) -> tuple[State, str | None, str]:
    """State, holder and responsible agency, told move by move from the table as it is written down."""
    state: State = "draft"
    before_hold: State = "draft"
    seen: set[str] = set()
    ordered = sorted(range(len(passed.events)), key=lambda number: (passed.events[number].on, number))
    for event in (passed.events[number] for number in ordered):
        if event.on > on:
            break
        then = MOVES[state, event.move].to
        if event.move == "hold":
            before_hold = state
        state = before_hold if then is None else then
        seen |= {state} | ({"received"} if state in ("accepted", "rejected", "forwarded") else set())
    gone = state in ("cancelled", "entered-in-error")
    takes_over = {"warm_referral": "accepted", "forwarding": "received", "transfer": "in-progress"}.get(passed.kind)
    responsible = passed.to if takes_over in seen and not gone else passed.from_
    if passed.kind == "notice" or state == "completed":
        return state, None, responsible
    with_sender = passed.kind in ("referral", "involvement") or state in ("draft", "rejected", "failed") or gone
    waits = passed.kind == "warm_referral" and "accepted" not in seen and state != "forwarded"
    return state, passed.from_ if with_sender or waits else passed.to, responsible


def knowing(passed: Handoff, state: State) -> set[str]:
    """Who may know in a state, told kind by kind and state by state."""
    open_to_both = {"requested", "received", "accepted", "in-progress", "on-hold", "completed", "failed"}
    return {OLD, NEW} if state in open_to_both and passed.kind != "referral" else {OLD}


def close_together(passed: tuple[HandoffEvent, ...], gaps: list[int]) -> tuple[HandoffEvent, ...]:
    """The events again, in the order of their days, only so many days apart."""
    on, found = FIRST, []
    for event, gap in zip(passed, gaps, strict=False):
        on += gap * DAY
        found.append(evolve(event, on=on, recorded_on=None))
    return tuple(found)


@given(st.data(), st.sampled_from(HANDOFF_KINDS), st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_every_day_of_a_life_is_told_as_the_table_has_it(data: st.DataObject, kind: Kind, gaps: list[int]) -> None:
    passed = evolve(handoff(kind), events=close_together(data.draw(drawn_events(kind)), gaps))
    heard = [event.on for event in passed.events if event.by == "recipient"]

    for on in (FIRST + number * DAY for number in range(-1, sum(gaps) + 2)):
        state, holder, responsible = slowly(passed, on)
        assert (passed.state(on=on), passed.holder(on=on), passed.responsible(on=on)) == (state, holder, responsible)
        assert passed.may_see(on=on) == knowing(passed, state)
        assert passed.answered(on=on) == any(day <= on for day in heard)


def lives(state: State, moves: tuple[str, ...], kind: Kind) -> Iterator[tuple[str, ...]]:
    """Every way of up to six moves through the table from a state on; what was on hold is not held again."""
    yield moves
    for move in allowed_moves(state, kind) if len(moves) < 6 else ():
        then = MOVES[state, move].to or ("in-progress" if "start" in moves else "accepted")
        if (move, then) != ("hold", "on-hold") or "hold" not in moves:
            yield from lives(then, (*moves, move), kind)


@pytest.mark.parametrize("kind", HANDOFF_KINDS)
def test_every_way_through_the_table_is_told_as_the_table_has_it(kind: Kind) -> None:
    for moves in lives("draft", (), kind):
        passed, on = handoff(kind, " ".join(moves)), FIRST + len(moves) * DAY
        state, holder, responsible = slowly(passed, on)
        assert (passed.state(on=on), passed.holder(on=on), passed.responsible(on=on)) == (state, holder, responsible)
        assert passed.may_see(on=on) == knowing(passed, state)


@given(st.data(), st.sampled_from(HANDOFF_KINDS), st.randoms())
def test_the_order_of_recording_does_not_matter_between_days(
    data: st.DataObject, kind: Kind, chance: random.Random
) -> None:
    as_it_was = data.draw(drawn_events(kind))
    by_day: dict[date, list[HandoffEvent]] = {}
    for event in as_it_was:
        by_day.setdefault(event.on, []).append(event)
    shuffled = list(by_day.values())
    chance.shuffle(shuffled)

    one = evolve(handoff(kind), events=as_it_was)
    other = evolve(handoff(kind), events=tuple(event for events_ in shuffled for event in events_))

    assert one.states() == other.states()
    on = data.draw(days())
    assert one.may_see(on=on) == other.may_see(on=on)


# ---------------------------------------------------------------------------------------- chains


def forwarded(number: int, moves: str, **rest: object) -> Handoff:
    """The n-th of the forwardings from office 0 to office 1, on to office 2 …"""
    before = None if number == 1 else str(number - 1)
    return handoff(
        "forwarding",
        moves,
        key=str(number),
        from_=f"office {number - 1}",
        to=f"office {number}",
        follows=before,
        **rest,
    )


def test_a_chain_leads_back_to_its_beginning() -> None:
    links = [forwarded(3, ""), forwarded(1, ""), forwarded(2, "")]

    assert [link.key for link in chain_of(links, "3")] == ["1", "2", "3"]
    assert [link.key for link in chain_of(links, "1")] == ["1"]
    assert [link.key for link in chain_of(links[:1], "3")] == ["3"]
    with pytest.raises(UnknownNameError):
        chain_of(links, "4")


def test_what_is_forwarded_keeps_the_day_on_which_it_was_filed() -> None:
    links = [forwarded(1, "send forward", filed=date(2026, 9, 29)), forwarded(2, "send")]

    assert filed_on(chain_of(links, "2")) == date(2026, 9, 29)
    assert filed_on([forwarded(1, "send")]) is None


def test_where_several_links_of_a_chain_have_a_day_of_filing_the_first_one_counts() -> None:
    links = [forwarded(1, ""), forwarded(2, "", filed=FIRST), forwarded(3, "", filed=FIRST + DAY)]

    assert filed_on(links) == FIRST


def test_of_a_chain_the_last_one_sent_counts() -> None:
    first, second = forwarded(1, "send forward"), forwarded(2, "")
    later = evolve(second, events=(HandoffEvent(move="send", on=FIRST + 5 * DAY, by="sender"),))
    chain = chain_of([first, later], "2")

    assert [current_of(chain, on=FIRST + days_ * DAY).key for days_ in (-1, 0, 4, 5)] == ["1", "1", "1", "2"]


# ---------------------------------------------------------------------------------------- faults


def faults(*passed: Handoff) -> set[tuple[str, str, str | None]]:
    with pytest.raises(CaseError) as caught:
        Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"), Person(key="P2")), handoffs=passed)
    assert PERSONAL not in str(caught.value)
    return {(fault.where.removeprefix("$.handoffs"), fault.code, fault.allowed) for fault in caught.value.faults}


def made(move: str, **rest: object) -> HandoffEvent:
    known: dict[str, object] = {"on": FIRST, "by": "sender" if move in BY_SENDER else "recipient"}
    return HandoffEvent(move=move, **{**known, **rest})  # type: ignore[arg-type]  # as given


BAD_EVENTS = [
    ((made("send", by="recipient"),), "[0].events[0].by", "wrong-side", "sender"),
    ((made("send"), made("accept", by="sender")), "[0].events[1].by", "wrong-side", "recipient"),
    ((made("accept"),), "[0].events[0].move", "move-refused", "sender: send, void, withdraw; recipient: void"),
    ((made("send"), made("reject")), "[0].events[1].reason", "missing-reason", "a text"),
    (
        (made("send"), made("reject", reason=PERSONAL), made("send")),
        "[0].events[2].move",
        "move-refused",
        "sender: void; recipient: void",
    ),
    ((made("send", on=date(2026, 11, 24)),), "[0].events[0].on", "after-as-of", None),
    ((made("send", recorded_on=FIRST - DAY),), "[0].events[0].recorded_on", "days-reversed", None),
    ((made("send", reason=""),), "[0].events[0].reason", "length", "1 to 1000 characters"),
]


@pytest.mark.parametrize(("wrong", "where", "code", "allowed"), BAD_EVENTS)
def test_what_cannot_have_happened_is_a_fault(
    wrong: tuple[HandoffEvent, ...], where: str, code: str, allowed: str | None
) -> None:
    assert faults(evolve(handoff("transfer"), events=wrong)) == {(where, code, allowed)}


def test_words_that_nobody_knows_are_faults() -> None:
    wrong = evolve(
        handoff("lend"),  # type: ignore[arg-type]  # wrong on purpose
        events=(made("push"), made("send", by="judge")),
        reports=(OutcomeReport(on=FIRST, by="judge", outcome="so_so"),),  # type: ignore[arg-type]  # wrong on purpose
    )

    assert {(where, code) for where, code, _ in faults(wrong)} == {
        ("[0].kind", "unknown-code"),
        ("[0].events[0].move", "unknown-code"),
        ("[0].events[1].by", "unknown-code"),
        ("[0].reports[0].by", "unknown-code"),
        ("[0].reports[0].outcome", "unknown-code"),
    }


def linked(key: str, follows: str | None, **rest: object) -> Handoff:
    return handoff("forwarding", "send", key=key, follows=follows, **rest)


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        ((linked("1", None), linked("1", None)), {("[1].key", "duplicate-handoff")}),
        ((linked("1", "2"),), {("[0].follows", "unknown-handoff")}),
        ((linked("1", "1"),), {("[0].follows", "cycle")}),
        ((linked("1", "2"), linked("2", "1")), {("[0].follows", "cycle"), ("[1].follows", "cycle")}),
        ((linked("1", None), linked("2", "1", person="P2")), {("[1].follows", "other-person")}),
        (
            (linked("1", None, filed=FIRST), linked("2", "1", filed=FIRST + DAY)),
            {("[1].filed", "contradiction")},
        ),
        (
            (linked("3", "2", filed=FIRST + DAY), linked("2", "1"), linked("1", None, filed=FIRST)),
            {("[0].filed", "contradiction")},
        ),
        ((linked("1", None, filed=date(2026, 11, 24)),), {("[0].filed", "after-as-of")}),
    ],
)
def test_what_follows_nothing_or_something_else_is_a_fault(
    passed: tuple[Handoff, ...], expected: set[tuple[str, str]]
) -> None:
    assert {(where, code) for where, code, _ in faults(*passed)} == expected


def test_what_follows_may_be_of_another_matter_and_keeps_the_day_of_filing() -> None:
    first = linked("1", None, filed=FIRST, matter="sgb2_benefits")
    passed = (first, linked("2", "1", filed=FIRST, matter="sgb12_3_benefits"))
    case = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), handoffs=passed)

    assert case.handoffs == passed
    assert filed_on(chain_of(passed, "2")) == FIRST


def test_an_answer_may_be_due_after_the_record_was_read() -> None:
    passed = handoff("transfer", "send", answer_due=date(2027, 1, 1))

    assert Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), handoffs=(passed,)).handoffs == (
        passed,
    )


def test_a_handoff_shows_no_value() -> None:
    passed = handoff("transfer", "send", reason=PERSONAL, from_=PERSONAL)

    assert PERSONAL not in repr(passed)
    assert repr(passed.events[0]) == "HandoffEvent(move, on, by)"
