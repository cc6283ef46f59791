"""Handoffs: the recorded passing of a matter from one agency to another."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import field, frozen

from kimcore.people.history import Discreet, key_code

State = Literal["requested", "accepted"]


@frozen(kw_only=True, repr=False)
class Handoff(Discreet):
    """A matter of a person passed from one agency to another.

    Args:
        person: The key of the person.
        matter: A code of the list `matter`.
        from_: The agency that passes it on.
        to: The agency that is to take it over.
        sent: The day it was passed on.
        confirmed: The day the receiving agency confirmed the takeover; None: not confirmed.
    """

    person: str
    matter: str = field(metadata=key_code("matter"))
    from_: str
    to: str
    sent: date
    confirmed: date | None = None

    def state(self, *, on: date) -> State | None:
        """Return how far it had got at the end of a day, in the words of FHIR Task; None: not yet sent.

        The clock changes no state: a handoff that nobody confirms stays *requested*, however late it is.

        Example:
            >>> passed = Handoff(person="P1", matter="sgb2_benefits", from_="a", to="b", sent=date(2026, 10, 5))
            >>> passed.state(on=date(2026, 12, 1))
            'requested'
        """
        if on < self.sent:
            return None
        return "accepted" if self.confirmed is not None and self.confirmed <= on else "requested"
