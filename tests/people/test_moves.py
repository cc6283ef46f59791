"""The table of moves: every move on both sides, and everything that is not in it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from attrs import evolve

from kimcore.people.handoff import HandoffEvent
from kimcore.people.moves import (
    CLOSED,
    HANDOFF_KINDS,
    MOVE_NAMES,
    MOVES,
    MOVES_OF_A_NOTICE,
    NEED_A_REASON,
    SIDES,
    STATES,
    MoveName,
    Refusal,
    Side,
    State,
    allowed_moves,
    states_after,
)

FIRST = date(2026, 10, 1)

# The table as domain knowledge has it: who may do what, and what comes of it.
BOTH: tuple[Side, ...] = ("sender", "recipient")
WAYS: list[tuple[State, MoveName, tuple[Side, ...], State]] = [
    ("draft", "send", ("sender",), "requested"),
    ("draft", "withdraw", ("sender",), "cancelled"),
    ("draft", "void", BOTH, "entered-in-error"),
    ("requested", "acknowledge", ("recipient",), "received"),
    ("requested", "accept", ("recipient",), "accepted"),
    ("requested", "reject", ("recipient",), "rejected"),
    ("requested", "forward", ("recipient",), "forwarded"),
    ("requested", "withdraw", ("sender",), "cancelled"),
    ("requested", "void", BOTH, "entered-in-error"),
    ("received", "accept", ("recipient",), "accepted"),
    ("received", "reject", ("recipient",), "rejected"),
    ("received", "forward", ("recipient",), "forwarded"),
    ("received", "withdraw", ("sender",), "cancelled"),
    ("received", "void", BOTH, "entered-in-error"),
    ("accepted", "start", ("recipient",), "in-progress"),
    ("accepted", "hold", ("recipient",), "on-hold"),
    ("accepted", "fail", ("recipient",), "failed"),
    ("accepted", "withdraw", ("sender",), "cancelled"),
    ("accepted", "void", BOTH, "entered-in-error"),
    ("in-progress", "complete", ("recipient",), "completed"),
    ("in-progress", "hold", ("recipient",), "on-hold"),
    ("in-progress", "fail", ("recipient",), "failed"),
    ("in-progress", "withdraw", ("sender",), "cancelled"),
    ("in-progress", "void", BOTH, "entered-in-error"),
    ("on-hold", "resume", ("recipient",), "in-progress"),
    ("on-hold", "fail", ("recipient",), "failed"),
    ("on-hold", "withdraw", ("sender",), "cancelled"),
    ("on-hold", "void", BOTH, "entered-in-error"),
    ("completed", "void", BOTH, "entered-in-error"),
    ("failed", "void", BOTH, "entered-in-error"),
    ("rejected", "void", BOTH, "entered-in-error"),
    ("forwarded", "void", BOTH, "entered-in-error"),
    ("cancelled", "void", BOTH, "entered-in-error"),
]

TO_GET_THERE: dict[State, str] = {
    "draft": "",
    "requested": "send",
    "received": "send acknowledge",
    "accepted": "send accept",
    "in-progress": "send accept start",
    "on-hold": "send accept start hold",
    "completed": "send accept start complete",
    "failed": "send accept fail",
    "rejected": "send reject",
    "forwarded": "send forward",
    "cancelled": "withdraw",
    "entered-in-error": "void",
}
BY_SENDER = {"send", "withdraw", "void"}


def events(moves: str) -> list[HandoffEvent]:
    return [
        HandoffEvent(
            move=move,  # type: ignore[arg-type]  # one of the moves
            on=FIRST + timedelta(days=number),
            by="sender" if move in BY_SENDER else "recipient",
            reason="why" if move in NEED_A_REASON else None,
        )
        for number, move in enumerate(moves.split())
    ]


def after(state: State, move: MoveName, by: Side) -> State | Refusal:
    """What comes of a move of a side in a state."""
    so_far = events(TO_GET_THERE[state])
    event = HandoffEvent(move=move, on=FIRST + timedelta(days=9), by=by, reason="why")
    found = states_after([*so_far, event], "transfer")
    return found if isinstance(found, Refusal) else found[-1][1]


def test_every_state_can_be_reached() -> None:
    for state, moves in TO_GET_THERE.items():
        found = states_after(events(moves), "transfer")
        assert not isinstance(found, Refusal)
        assert (found[-1][1] if found else "draft") == state
    assert set(TO_GET_THERE) == set(STATES)


@pytest.mark.parametrize(("state", "move", "sides", "then"), WAYS, ids=str)
def test_a_move_is_made_by_its_side_and_refused_to_the_other(
    state: State, move: MoveName, sides: tuple[Side, ...], then: State
) -> None:
    for side in SIDES:
        found = after(state, move, side)
        if side in sides:
            assert found == then
        else:
            assert isinstance(found, Refusal)
            assert (found.field, found.code, found.allowed) == ("by", "wrong-side", sides[0])


def said(state: State) -> str:
    """What may be done in a state, as a fault says it."""
    by_side = {side: sorted(move for at, move, sides, _ in WAYS if at == state and side in sides) for side in SIDES}
    return "; ".join(f"{side}: {', '.join(moves)}" for side, moves in by_side.items() if moves) or "nothing"


def test_each_side_is_told_what_it_may_do() -> None:
    assert said("draft") == "sender: send, void, withdraw; recipient: void"
    for state, side in product(STATES, SIDES):
        mine = {move for at, move, sides, _ in WAYS if at == state and side in sides}
        assert {*allowed_moves(state, "transfer", by=side)} == mine


def test_what_is_not_in_the_table_is_refused_with_what_is() -> None:
    listed = {(state, move) for state, move, _, _ in WAYS}
    assert listed == set(MOVES)
    for state, move, side in product(STATES, MOVE_NAMES, SIDES):
        if (state, move) not in listed:
            found = after(state, move, side)
            assert isinstance(found, Refusal)
            assert (found.index, found.field) == (len(TO_GET_THERE[state].split()), "move")
            assert found.allowed == said(state)


def test_what_is_over_can_only_be_void() -> None:
    for state in CLOSED - {"entered-in-error"}:
        assert allowed_moves(state, "transfer") == ("void",)
    assert allowed_moves("entered-in-error", "transfer") == ()


def test_what_was_on_hold_goes_on_where_it_was() -> None:
    for state in ("accepted", "in-progress"):
        moves = TO_GET_THERE[state] + " hold resume hold resume"
        found = states_after(events(moves), "transfer")
        assert not isinstance(found, Refusal)
        assert [each for _, each in found][-4:] == ["on-hold", state, "on-hold", state]


def test_a_notice_asks_for_nothing_but_its_receipt() -> None:
    for state, move in MOVES:
        assert (move in allowed_moves(state, "notice")) == (move in MOVES_OF_A_NOTICE)
    assert isinstance(states_after(events("send accept"), "notice"), Refusal)


def test_events_of_one_day_happened_as_they_are_listed() -> None:
    sent, accepted = (evolve(event, on=FIRST) for event in events("send accept"))

    assert states_after([sent, accepted], "transfer") == ((FIRST, "requested"), (FIRST, "accepted"))
    refused = states_after([accepted, sent], "transfer")
    assert isinstance(refused, Refusal)
    assert (refused.index, refused.field) == (0, "move")


def test_a_refusal_points_at_the_event_as_it_was_given() -> None:
    sent, accepted, started = events("send accept start")

    refused = states_after([started, evolve(accepted, by="sender"), sent], "transfer")

    assert isinstance(refused, Refusal)
    assert (refused.index, refused.field) == (1, "by")


def test_every_kind_can_be_sent_and_withdrawn() -> None:
    for kind in HANDOFF_KINDS:
        assert {"send", "withdraw"} <= {*allowed_moves("draft", kind)}
