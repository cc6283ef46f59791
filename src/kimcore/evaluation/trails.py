"""What was passed on from agency to agency, as it stands on the day of evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import Factory, define, field

from kimcore.evaluation.outlook import Outlook
from kimcore.language.facts import fresh_until
from kimcore.people.handoff import Handoff, chain_of
from kimcore.people.history import Unknown
from kimcore.people.moves import State

UNANSWERED: frozenset[State] = frozenset({"requested", "received"})
"""Sent, and the recipient has not said whether it takes it."""

OPEN: frozenset[State] = UNANSWERED | {"accepted", "in-progress", "on-hold"}
"""Sent and not over."""

NEVER_HAPPENED: frozenset[State] = frozenset({"draft", "cancelled", "entered-in-error"})
"""Not sent, taken back, or never to be recorded: nothing hangs on it any more."""


@define
class Trails:
    """The handoffs of a household: none where they are not recorded, or the record is too old to tell how they stand.

    Args:
        outlook: the evaluation at work.
    """

    outlook: Outlook
    handoffs: tuple[Handoff, ...] = field(init=False, default=Factory(lambda self: self._standing(), takes_self=True))

    def _standing(self) -> tuple[Handoff, ...]:
        """What was sent and still stands, of persons who belong to the household."""
        known, on = self.outlook.case.handoffs, self.outlook.on
        if isinstance(known, Unknown) or on > fresh_until(self.outlook.case):
            return ()
        return tuple(
            each for each in known if self.outlook.belongs(each.person) and each.state(on=on) not in NEVER_HAPPENED
        )

    def state(self, handoff: Handoff) -> State:
        """Return how far it had got at the end of the day of evaluation."""
        return handoff.state(on=self.outlook.on)

    def sent(self, handoff: Handoff) -> date:
        """Return the day on which it was sent."""
        return self._reached(handoff, "requested")

    def closed(self, handoff: Handoff) -> date:
        """Return the day on which it came to where it stands: that of a refusal, or of its end."""
        return self._reached(handoff, self.state(handoff))

    def _reached(self, handoff: Handoff, state: State) -> date:
        return next(day for day, each in handoff.states() if each == state)

    def chain(self, handoff: Handoff) -> tuple[Handoff, ...]:
        """Return the way that led to it, from the last link that came to an end of its own."""
        links = chain_of(self.handoffs, handoff.key)
        ends = [number for number, link in enumerate(links[:-1]) if self.state(link) in ("completed", "failed")]
        return links[ends[-1] + 1 :] if ends else links

    def goes_on(self, handoff: Handoff) -> bool:
        """Tell whether another one that still stands follows it."""
        return any(each.follows == handoff.key for each in self.handoffs)

    def last_links(self, states: frozenset[State]) -> Iterator[Handoff]:
        """Yield those in one of the states that no other one follows."""
        return (each for each in self.handoffs if self.state(each) in states and not self.goes_on(each))

    def taken_care_of(self, handoff: Handoff, since: date) -> bool:
        """Tell whether the matter was passed on anew, or applied for, from a day on."""
        led_to_it = chain_of(self.handoffs, handoff.key)
        passed_on = (
            other not in led_to_it and _same_matter(other, handoff) and self.sent(other) >= since
            for other in self.handoffs
        )  # fmt: skip
        applications = self.outlook.case.applied_for
        filed = (
            each.person == handoff.person and each.matter == handoff.matter and since <= each.filed <= self.outlook.on
            for each in (() if isinstance(applications, Unknown) else applications)
        )
        return any(passed_on) or any(filed)


def _same_matter(one: Handoff, other: Handoff) -> bool:
    return (one.person, one.matter) == (other.person, other.matter)
