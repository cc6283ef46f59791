"""Transfers of responsibility: whether somebody pays until the recipient begins."""

from __future__ import annotations

from datetime import date, timedelta

from kimcore.evaluation.finding import Side
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.sides import Sides, matter_of, matters_of
from kimcore.evaluation.trails import Trails
from kimcore.people.handoff import Handoff

DAY = timedelta(days=1)


def pays_for(lane: Lane, matter: str, day: date) -> bool:
    """Tell whether a benefit of the matter answers for the aspect of a lane."""
    return matter in matters_of(lane.aspect.id, day)


def cut_off(lanes: Lanes, trails: Trails, handoff: Handoff) -> tuple[date, str, Side] | None:
    """Return since when nobody pays although a transfer is under way, who has to act, and what was paid before.

    The sender has to act where the transfer leads to another office of the same benefit: there it goes on until the
    other one begins. Where another benefit follows, the recipient has to begin.

    Returns:
        None where somebody pays on the day of evaluation, or may pay, or nothing was paid that ended.
    """
    outlook, sides = lanes.outlook, Sides(lanes)
    for lane in lanes:
        if lane.person != handoff.person or not pays_for(lane, handoff.matter, outlook.on):
            continue
        uncovered = lane.due.definitely & ~lane.maybe_covered
        runs = outlook.window.runs(uncovered)
        first = next((first for first, last in runs if first <= outlook.on <= last), None)
        eve = outlook.window.day(first - DAY) if first else 0
        paid = next((benefit for benefit in lane.pays(eve)), None) if lane.covered & eve else None
        if first is not None and paid is not None and trails.sent(handoff) <= outlook.on:
            same = matter_of(paid, None, first) == handoff.matter
            before = sides.paid(lane, paid, first - DAY)
            return max(first, trails.sent(handoff)), handoff.from_ if same else handoff.to, before
    return None
