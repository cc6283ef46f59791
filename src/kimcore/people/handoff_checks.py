"""What must hold of handoffs: every move is one that its side could make, every chain leads back to a beginning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kimcore.dates import FIRST_DAY
from kimcore.people.handoff import OUTCOMES, SPEAKERS, Handoff, HandoffEvent, OutcomeReport
from kimcore.people.history import Unknown
from kimcore.people.household_checks import Roll
from kimcore.people.moves import HANDOFF_KINDS, MOVE_NAMES, NEED_A_REASON, SIDES, Refusal, states_after
from kimcore.people.spot import MOST_ENTRIES, Spot, is_day

if TYPE_CHECKING:
    from kimcore.people.case import Case


def check_handoffs(spot: Spot, case: Case, roll: Roll) -> None:
    """Note every fault of the handoffs of a case."""
    if isinstance(case.handoffs, Unknown):
        return
    spot.each("handoffs", case.handoffs, Handoff, lambda at, each: _handoff(roll, at, each))
    handoffs = list(_keyed(case.handoffs))
    spot.told_apart("handoffs", ((index, handoff.key) for index, handoff in handoffs), "handoff")
    by_key = {handoff.key: handoff for _, handoff in reversed(handoffs)}
    for index, handoff in handoffs:
        _follows(Spot(f"{spot.where}.handoffs[{index}]", spot.faults), handoff, by_key)


def _keyed(handoffs: object) -> Iterator[tuple[int, Handoff]]:
    """The handoffs that can be told apart, with their places; what they are not is told elsewhere."""
    found = handoffs if isinstance(handoffs, tuple) and len(handoffs) <= MOST_ENTRIES else ()
    for index, handoff in enumerate(found):
        if isinstance(handoff, Handoff) and isinstance(handoff.key, str):
            yield index, handoff


def _handoff(roll: Roll, spot: Spot, handoff: Handoff) -> None:
    spot.text("key", handoff.key)
    spot.word("kind", handoff.kind, HANDOFF_KINDS)
    roll.belongs(spot, "person", handoff.person)
    spot.facts(handoff)
    spot.text("from_", handoff.from_)
    spot.text("to", handoff.to)
    if handoff.from_ == handoff.to:
        spot.add("same-agency", "to", "an agency passes nothing on to itself")
    spot.days(handoff, "answer_due", "filed")
    spot.known_by(roll.as_of, handoff, "filed")
    spot.texts(handoff, "follows", "reason")
    before = len(spot.faults)
    spot.each("events", handoff.events, HandoffEvent, lambda at, each: _event(roll, at, each))
    if len(spot.faults) == before and handoff.kind in HANDOFF_KINDS:
        _course(spot, handoff)
    spot.each("reports", handoff.reports, OutcomeReport, lambda at, each: _report(roll, at, each))


def _event(roll: Roll, spot: Spot, event: HandoffEvent) -> None:
    spot.word("move", event.move, MOVE_NAMES)
    spot.word("by", event.by, SIDES)
    _reported(roll, spot, event)
    spot.texts(event, "reason")
    if event.reason is None and event.move in tuple(NEED_A_REASON):
        spot.add("missing-reason", "reason", "this move needs a reason", allowed="a text")


def _report(roll: Roll, spot: Spot, report: OutcomeReport) -> None:
    spot.word("by", report.by, SPEAKERS)
    spot.word("outcome", report.outcome, OUTCOMES)
    _reported(roll, spot, report)


def _reported(roll: Roll, spot: Spot, value: HandoffEvent | OutcomeReport) -> None:
    """Check the day of something, and the day it was recorded, which is none before it."""
    if type(value.on) is date and FIRST_DAY <= value.on <= roll.as_of and value.recorded_on is None:
        return
    spot.day("on", value.on)
    spot.days(value, "recorded_on")
    spot.in_order(value, "on", "recorded_on")
    spot.known_by(roll.as_of, value, "on", "recorded_on")


def _course(spot: Spot, handoff: Handoff) -> None:
    """Check that each event could happen where it stands; what follows a wrong one is not looked at."""
    refused = states_after(handoff.events, handoff.kind)
    if isinstance(refused, Refusal):
        at = Spot(f"{spot.where}.events[{refused.index}]", spot.faults)
        at.add(refused.code, refused.field, refused.problem, allowed=refused.allowed)


def _follows(spot: Spot, handoff: Handoff, handoffs: dict[str, Handoff]) -> None:
    """Check what a handoff follows: another one of the same person, that does not follow it in turn."""
    if not isinstance(handoff.follows, str):
        return
    before = handoffs.get(handoff.follows)
    if before is None:
        spot.add("unknown-handoff", "follows", "no handoff of this case has this key")
    elif _in_a_circle(handoff, handoffs):
        spot.add("cycle", "follows", "the handoffs follow one another in a circle")
    elif before.person != handoff.person:
        spot.add("other-person", "follows", "the handoff that it follows is of another person")
    elif is_day(handoff.filed) and _filed_before(handoff, handoffs) not in (None, handoff.filed):
        problem = "what is passed on was filed on another day in a handoff that it follows"
        spot.add("contradiction", "filed", problem, hint="forwarding does not move the day of filing")


def _filed_before(handoff: Handoff, handoffs: dict[str, Handoff]) -> date | None:
    """The day of filing in the nearest handoff before it that has one; None: none has. The chain has no circle."""
    following = handoff.follows
    while isinstance(following, str) and following in handoffs:
        if is_day(handoffs[following].filed):
            return handoffs[following].filed
        following = handoffs[following].follows
    return None


def _in_a_circle(handoff: Handoff, handoffs: dict[str, Handoff]) -> bool:
    seen = {handoff.key}
    following = handoff.follows
    while isinstance(following, str) and following in handoffs:
        if following in seen:
            return True
        seen.add(following)
        following = handoffs[following].follows
    return False
