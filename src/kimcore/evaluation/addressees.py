"""Recipients of handoffs: whether they still exist, and whether they are the right ones.

Only what is certain is said. A recipient that the landscape does not know, a place that is not recorded, or an
exception that was never established leaves it open, and then nothing is told.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from attrs import define

from kimcore.errors import UnknownNameError
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.trails import Trails
from kimcore.landscape.agency import Agency
from kimcore.law.codes import code_lists
from kimcore.people.handoff import Handoff

DAY = timedelta(days=1)


@define
class Addressees:
    """Looks the recipients of handoffs up in the landscape.

    Args:
        trails: the handoffs.
    """

    trails: Trails

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.trails.outlook

    def gone_since(self, handoff: Handoff) -> date | None:
        """Return since when the recipient exists no more and nobody does its work, None where it does or is not known.

        Args:
            handoff: what lies with the recipient.
        """
        agency = self._agency(handoff.to)
        if agency is None:
            return None
        doing = self.outlook.landscape.in_existence(handoff.to, on=self.outlook.on)
        last = doing.exists.last
        if last is None or last >= self.outlook.on:
            return None
        return max(last + DAY, self.trails.sent(handoff))

    def wrong_since(self, handoff: Handoff) -> date | None:
        """Return since when the recipient is certainly not competent in the matter for the person.

        Args:
            handoff: what was sent and not taken.

        Returns:
            The day it was sent, or that of the move after which it no longer was; None where it is competent on the day
            of evaluation, or that is open.
        """
        since = None
        for day in reversed(self._days(handoff)):
            if not self._wrong(handoff, day):
                break
            since = day
        return since

    def _days(self, handoff: Handoff) -> list[date]:
        """The days on which it may turn out otherwise: sent, moved, today."""
        sent, on = self.trails.sent(handoff), self.outlook.on
        found = {sent, on}
        for kind in code_lists()["place_kind"]:
            timeline = self.outlook.facts.timeline(handoff.person, f"place.{kind}")
            for _, (start, _, _) in pairwise(timeline.stretches(sent, on)):
                found.add(date.fromordinal(start))
        return sorted(found)

    def _wrong(self, handoff: Handoff, day: date) -> bool:
        """Whether the landscape says of every role in the matter who has it, and it is never the recipient."""
        agency, landscape = self._agency(handoff.to), self.outlook.landscape
        roles = landscape.roles(handoff.matter)
        complete = any(handoff.matter in cover.matters and day in cover.in_force for cover in landscape.covers)
        if agency is None or agency.chosen or not complete:
            return False
        answers = [self.outlook.competent(handoff.person, handoff.matter, day, role) for role in roles]
        if any(each.kind not in ("one", "several", "nobody") or each.provisional for each in answers):
            return False
        right = [each for answer in answers for each in answer.agencies]
        return bool(right) and not any(each.chosen or self._of_one_house(agency, each) for each in right)

    def _of_one_house(self, one: Agency, other: Agency) -> bool:
        """Whether one is the other, a part of it, or followed by it; two branches of one body are not."""
        return one.id in self._line(other) or other.id in self._line(one)

    def _line(self, agency: Agency) -> frozenset[str]:
        """The agency, the bodies that it is a part of, and those that follow it."""
        found: set[str] = set()
        waiting = [agency]
        while waiting:
            each = waiting.pop()
            found.add(each.id)
            onward = (self._agency(key) for key in (each.parent, each.successor) if key not in found)
            waiting += [there for there in onward if there is not None]
        return frozenset(found)

    def _agency(self, key: str | None) -> Agency | None:
        """The agency of the landscape, None where a record names one in words of its own."""
        if key is None:
            return None
        try:
            return self.outlook.landscape.agency(key)
        except UnknownNameError:
            return None
