"""The moves of a handoff: in which state who may do what, what comes of it, and what needs a reason.

    draft ─send→ requested ─acknowledge→ received ─accept→ accepted ─start→ in-progress ─complete→ completed
                     ├─────── accept ──────────────────────┘  └── hold → on-hold ← hold ──┘    └─ fail → failed
                     ├─ reject  → rejected         from received as well
                     └─ forward → forwarded        from received as well; another handoff follows

The states are those of FHIR Task, and `forwarded`. The sender may withdraw what is not over, which makes it cancelled.
Either side may void what should never have been recorded. The clock makes no move: a request that nobody answers stays
requested, however late it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, Protocol, get_args

from attrs import frozen

from kimcore.errors import listed

State = Literal[
    "draft",
    "requested",
    "received",
    "accepted",
    "in-progress",
    "on-hold",
    "completed",
    "failed",
    "rejected",
    "forwarded",
    "cancelled",
    "entered-in-error",
]
"""How far a handoff has got."""

STATES: tuple[State, ...] = get_args(State)

MoveName = Literal[
    "send",
    "acknowledge",
    "accept",
    "start",
    "hold",
    "resume",
    "complete",
    "fail",
    "reject",
    "forward",
    "withdraw",
    "void",
]
"""What one of the two sides does."""

MOVE_NAMES: tuple[MoveName, ...] = get_args(MoveName)

Side = Literal["sender", "recipient"]
"""Who makes a move."""

SIDES: tuple[Side, ...] = get_args(Side)

Kind = Literal["referral", "warm_referral", "forwarding", "transfer", "involvement", "notice"]
"""What is passed on: see `Handoff`."""

HANDOFF_KINDS: tuple[Kind, ...] = get_args(Kind)

CLOSED: frozenset[State] = frozenset(
    {"completed", "failed", "rejected", "forwarded", "cancelled", "entered-in-error"},
)
"""The states in which a handoff is over: only `void` is left."""

NEED_A_REASON: frozenset[MoveName] = frozenset({"reject", "fail", "withdraw", "hold", "void"})
"""The moves that nobody understands without a reason."""

MOVES_OF_A_NOTICE: frozenset[MoveName] = frozenset({"send", "acknowledge", "withdraw", "void"})
"""A notice asks for nothing but its receipt."""


@frozen
class Move:
    """One row of the table.

    Args:
        to: The state that comes of it; None: the one in which the handoff was put on hold.
        by: The sides that may make it.
    """

    to: State | None
    by: frozenset[Side]


_SENDER: frozenset[Side] = frozenset({"sender"})
_RECIPIENT: frozenset[Side] = frozenset({"recipient"})


def _table() -> Iterator[tuple[tuple[State, MoveName], Move]]:
    yield ("draft", "send"), Move("requested", _SENDER)
    yield ("requested", "acknowledge"), Move("received", _RECIPIENT)
    asked: tuple[State, ...] = ("requested", "received")
    for state in asked:
        yield (state, "accept"), Move("accepted", _RECIPIENT)
        yield (state, "reject"), Move("rejected", _RECIPIENT)
        yield (state, "forward"), Move("forwarded", _RECIPIENT)
    yield ("accepted", "start"), Move("in-progress", _RECIPIENT)
    yield ("in-progress", "complete"), Move("completed", _RECIPIENT)
    taken: tuple[State, ...] = ("accepted", "in-progress")
    for state in taken:
        yield (state, "hold"), Move("on-hold", _RECIPIENT)
        yield (state, "fail"), Move("failed", _RECIPIENT)
    yield ("on-hold", "resume"), Move(None, _RECIPIENT)
    yield ("on-hold", "fail"), Move("failed", _RECIPIENT)
    for state in STATES:
        if state not in CLOSED:
            yield (state, "withdraw"), Move("cancelled", _SENDER)
        if state != "entered-in-error":
            yield (state, "void"), Move("entered-in-error", _SENDER | _RECIPIENT)


MOVES: Mapping[tuple[State, MoveName], Move] = MappingProxyType(dict(_table()))
"""What may be done in which state; what is not in it is not allowed."""


class Moved(Protocol):
    """Something that happened to a handoff."""

    @property
    def move(self) -> MoveName:
        """What was done."""

    @property
    def on(self) -> date:
        """The day."""

    @property
    def by(self) -> Side:
        """The side that did it."""


@frozen
class Refusal:
    """Why an event cannot have happened where it stands.

    Args:
        index: Its place in the events as they were given.
        field: The field that is wrong: `move` or `by`.
        code: The stable name of the fault.
        problem: What is wrong.
        allowed: What would be right there.
    """

    index: int
    field: str
    code: str
    problem: str
    allowed: str


def allowed_moves(state: State, kind: Kind, *, by: Side | None = None) -> tuple[MoveName, ...]:
    """Return what may be done with a handoff in a state, in the order of `MOVE_NAMES`.

    Args:
        state: How far it has got.
        kind: What is passed on.
        by: The side that asks; None: what either of them may do.

    Example:
        >>> allowed_moves("requested", "notice")
        ('acknowledge', 'withdraw', 'void')
        >>> allowed_moves("requested", "notice", by="recipient")
        ('acknowledge', 'void')
        >>> allowed_moves("completed", "transfer")
        ('void',)
    """
    fitting = (name for name in MOVE_NAMES if (state, name) in MOVES and _fits(name, kind))
    return tuple(name for name in fitting if by is None or by in MOVES[state, name].by)


def _who_may_what(state: State, kind: Kind) -> str:
    """What may be done in a state, side by side, in words for a fault."""
    by_side = ((side, listed(allowed_moves(state, kind, by=side))) for side in SIDES)
    return "; ".join(f"{side}: {moves}" for side, moves in by_side if moves) or "nothing"


def _fits(name: MoveName, kind: Kind) -> bool:
    return kind != "notice" or name in MOVES_OF_A_NOTICE


def states_after(events: Iterable[Moved], kind: Kind) -> tuple[tuple[date, State], ...] | Refusal:
    """Return day and state after each event in the order of their days, or why one of them cannot have happened.

    Args:
        events: The events. Those of one day happened in the order given; else their order does not matter.
        kind: What is passed on.
    """
    state: State = "draft"
    before_hold: State = "draft"
    found: list[tuple[date, State]] = []
    for index, event in sorted(enumerate(events), key=lambda numbered: numbered[1].on):
        move = MOVES.get((state, event.move)) if _fits(event.move, kind) else None
        if move is None:
            problem = f"the handoff is {state}: this cannot be done"
            return Refusal(index, "move", "move-refused", problem, _who_may_what(state, kind))
        if event.by not in move.by:
            right = listed(side for side in SIDES if side in move.by)
            return Refusal(index, "by", "wrong-side", f"the {event.by} cannot do this", right)
        before_hold, state = state, move.to or before_hold
        found.append((event.on, state))
    return tuple(found)
