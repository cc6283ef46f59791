"""Handoffs in Freedonia: the halls pass the allowance on to the Castle, the guest-house does what it likes.

An agency that no landscape knows is written in words of its own; nothing is ever said of its competence.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Finding, FindingKind
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport
from kimcore.people.moves import MOVES, MoveName
from kimcore.people.person import Person
from tests.evaluation.freedonians import ALLOWANCE, FUND, TODAY, case, evaluated, paid, person, settler

DAY = timedelta(days=1)
HALL, CASTLE, GUEST_HOUSE, MILL = "hall.gladbeck", "castle", "the guest-house", "the mill"


def happened(move: MoveName, on: date) -> HandoffEvent:
    """What the side that may do it did on a day."""
    side = next(iter(sorted(next(each.by for (_, name), each in MOVES.items() if name == move), reverse=True)))
    return HandoffEvent(move=move, on=on, by=side, reason="so")


def passed(*moves: tuple[MoveName, date], key: str = "1", sent: date = TODAY, **rest: Any) -> Handoff:
    """A handoff of the allowance from the guest-house to the mill that was sent, and what happened then."""
    known = {"kind": "warm_referral", "person": "A", "matter": "sgb2_benefits", "from_": GUEST_HOUSE, "to": MILL}
    events = (happened("send", sent), *(happened(move, on) for move, on in moves))
    return Handoff(key=key, events=events, **{**known, **rest})


def told(by: Any, outcome: Any, on: date = TODAY) -> OutcomeReport:
    """What somebody says came of it."""
    return OutcomeReport(by=by, outcome=outcome, on=on)


def covered(key: str = "A", **rest: Any) -> Person:
    """A settler to whom the allowance and the fund are paid: nothing else is wrong."""
    return person(key, **{"residence": settler(), "coverage": paid(ALLOWANCE, FUND), **rest})


def looked_at(*handoffs: Handoff, who: Person | None = None, on: date = TODAY, **rest: Any) -> Evaluation:
    """The evaluation of somebody with these handoffs, read on the day."""
    asked = {name: rest.pop(name) for name in ("rulebook", "horizon") if name in rest}
    record = case(who or covered(), **{"as_of": on, "handoffs": handoffs, **rest})
    return evaluated(record, on, **asked)


def of_handoffs(evaluation: Evaluation) -> list[Finding]:
    """The findings about handoffs."""
    return [each for each in evaluation.findings if each.kind is FindingKind.HANDOFF]


def causes(evaluation: Evaluation) -> list[str]:
    """What is wrong with the handoffs, in the order of the findings."""
    return [each.cause for each in of_handoffs(evaluation)]


def when(findings: Iterable[Finding]) -> list[tuple[str, date]]:
    """Cause and first day of findings."""
    return [(each.cause, each.since) for each in findings]
