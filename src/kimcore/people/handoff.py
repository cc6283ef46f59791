"""Handoffs: the recorded passing of a matter from one agency to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from attrs import field, frozen

from kimcore.errors import UnknownNameError
from kimcore.people.history import Discreet, key_code
from kimcore.people.moves import Kind, MoveName, Refusal, Side, State, states_after

Outcome = Literal["helped", "partly_helped", "not_helped", "did_not_attend", "not_known"]
"""What came of a handoff for the person."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

Speaker = Literal["sender", "recipient", "person"]
"""Who reports an outcome."""

SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)

_GIVEN_BACK: frozenset[State] = frozenset({"cancelled", "entered-in-error"})
_AT_THE_SENDER: frozenset[State] = frozenset({"draft", "rejected", "failed", *_GIVEN_BACK})
_OUT_OF_SIGHT: frozenset[State] = frozenset({"draft", "rejected", "forwarded", *_GIVEN_BACK})
_TAKES_OVER: dict[Kind, State] = {"warm_referral": "accepted", "forwarding": "received", "transfer": "in-progress"}
_COURSE: tuple[State, ...] = ("draft", "requested", "received", "accepted", "in-progress")


@frozen(kw_only=True, repr=False)
class HandoffEvent(Discreet):
    """What one side of a handoff did on a day.

    Args:
        move: What it did.
        on: The day.
        by: The side.
        reason: Why, in the words of those who recorded it; None: not said, which some moves do not allow.
        recorded_on: The day it was recorded; None counts as the day the record was read.
    """

    move: MoveName
    on: date
    by: Side
    reason: str | None = None
    recorded_on: date | None = None


@frozen(kw_only=True, repr=False)
class OutcomeReport(Discreet):
    """What somebody says came of a handoff. That it was sent, or accepted, is no outcome; reports may disagree.

    Args:
        on: The day of the report.
        by: Who reports: the sender, the recipient or the person.
        outcome: helped, partly_helped, not_helped, did_not_attend (the person never came), or not_known.
        recorded_on: The day it was recorded; None counts as the day the record was read.
    """

    on: date
    by: Speaker
    outcome: Outcome
    recorded_on: date | None = None


@frozen(kw_only=True, repr=False)
class Handoff(Discreet):
    """A matter of a person passed from one agency to another.

    Args:
        key: The caller's name for it, unique in the case.
        kind: What is passed on. referral: the person is sent there. warm_referral: the person is brought there.
            forwarding: an application that reached the wrong office. transfer: the responsibility for the matter.
            involvement: the other agency contributes. notice: the other agency is told.
        person: The key of the person.
        matter: A code of the list `matter`.
        from_: The agency that passes it on, the sender.
        to: The agency that is to take it over, the recipient.
        answer_due: The last day on which an answer is in time; None: no such day is agreed.
        filed: The day on which the application that is passed on was filed; it keeps that day however often it is
            forwarded. None: there is none, or it is not recorded.
        follows: The key of the handoff that this one follows: a forwarding goes on, or another recipient is asked.
        reason: Why it is passed on; None: not said.
        events: What the two sides did. Of events on one day the order counts, else it does not matter.
        reports: What came of it.

    Example:
        >>> passed = Handoff(
        ...     key="U1",
        ...     kind="transfer",
        ...     person="P1",
        ...     matter="sgb2_benefits",
        ...     from_="sozialamt",
        ...     to="jobcenter",
        ...     events=(
        ...         HandoffEvent(move="send", on=date(2026, 10, 5), by="sender"),
        ...         HandoffEvent(move="accept", on=date(2026, 10, 12), by="recipient"),
        ...     ),
        ... )
        >>> passed.state(on=date(2026, 10, 11)), passed.state(on=date(2026, 12, 1))
        ('requested', 'accepted')
        >>> passed.holder(on=date(2026, 12, 1)), passed.responsible(on=date(2026, 12, 1))
        ('jobcenter', 'sozialamt')
    """

    key: str
    kind: Kind
    person: str
    matter: str = field(metadata=key_code("matter"))
    from_: str
    to: str
    answer_due: date | None = None
    filed: date | None = None
    follows: str | None = None
    reason: str | None = None
    events: tuple[HandoffEvent, ...] = ()
    reports: tuple[OutcomeReport, ...] = ()

    def states(self) -> tuple[tuple[date, State], ...]:
        """Return day and state after each event, in the order of the days; a case holds none that cannot be."""
        found = states_after(self.events, self.kind)
        return () if isinstance(found, Refusal) else found

    def state(self, *, on: date) -> State:
        """Return how far it had got at the end of a day, in the words of FHIR Task; `draft` before it was sent.

        The clock changes no state: a handoff that nobody answers stays *requested*, however late it is.
        """
        states = [state for day, state in self.states() if day <= on]
        return states[-1] if states else "draft"

    def answered(self, *, on: date) -> bool:
        """Tell whether the recipient had done anything by the end of a day."""
        return any(event.by == "recipient" and event.on <= on for event in self.events)

    def holder(self, *, on: date) -> str | None:
        """Return the agency at which the work lies at the end of a day; None: it is done, or there is none.

        With a referral, an involvement and a notice the work stays with the sender. A warm referral passes it on when
        it is accepted, a forwarding and a transfer when they are sent. What is rejected, has failed or was withdrawn
        lies with the sender again; what was forwarded lies with the recipient until the handoff that follows is sent.
        """
        state = self.state(on=on)
        if self.kind == "notice" or state == "completed":
            return None
        if state in _AT_THE_SENDER or self.kind in ("referral", "involvement"):
            return self.from_
        if self.kind == "warm_referral" and state != "forwarded":
            return self.to if self._reached("accepted", on) else self.from_
        return self.to

    def responsible(self, *, on: date) -> str:
        """Return the agency that answers for the matter at the end of a day; there always is one.

        Until somebody takes over it is the sender: for good with a referral, an involvement and a notice; until it is
        accepted with a warm referral; until the recipient starts with a transfer, also while it lies there already
        (§ 2 Abs. 3 SGB X, § 86c SGB VIII); until it has arrived with a forwarding, whose recipient cannot give it back
        by refusing (§ 14 Abs. 2 SGB IX). What is withdrawn or void goes back to the sender.
        """
        taken_over = _TAKES_OVER.get(self.kind)
        if taken_over is None or self.state(on=on) in _GIVEN_BACK:
            return self.from_
        return self.to if self._reached(taken_over, on) else self.from_

    def may_see(self, *, on: date) -> frozenset[str]:
        """Return the agencies that may know of the matter by this handoff at the end of a day.

        The sender may. The recipient may from the day it is sent until it is rejected, forwarded, withdrawn or void. By
        a referral alone it may not: there the person brings what they want to show. Which data may pass is another
        question, which the grounds of disclosure answer.
        """
        if self.kind == "referral" or self.state(on=on) in _OUT_OF_SIGHT:
            return frozenset({self.from_})
        return frozenset({self.from_, self.to})

    def _reached(self, state: State, on: date) -> bool:
        """Whether it got as far as a state of the ordinary course, or farther, by the end of a day."""
        farther = _COURSE[_COURSE.index(state) :]
        by_refusing = state == "received"
        return any(
            each in farther or (by_refusing and each in ("rejected", "forwarded"))
            for day, each in self.states()
            if day <= on
        )


def chain_of(handoffs: Iterable[Handoff], key: str) -> tuple[Handoff, ...]:
    """Return the handoffs that lead to one of them, the first one first and itself last.

    Raises:
        UnknownNameError: There is no handoff of this key.

    Example:
        >>> first = Handoff(key="1", kind="forwarding", person="P1", matter="kindergeld", from_="a", to="b")
        >>> then = Handoff(key="2", kind="forwarding", person="P1", matter="kindergeld", from_="b", to="c", follows="1")
        >>> [handoff.key for handoff in chain_of([then, first], "2")]
        ['1', '2']
    """
    by_key = {handoff.key: handoff for handoff in handoffs}
    if key not in by_key:
        raise UnknownNameError("no handoff of this case has this key")
    found = {key: by_key[key]}
    before = by_key[key].follows
    while before is not None and before in by_key and before not in found:
        found[before] = by_key[before]
        before = by_key[before].follows
    return tuple(reversed(found.values()))


def sent_on(handoff: Handoff) -> date | None:
    """Return the day on which a handoff was sent; None: it was not.

    Example:
        >>> sent_on(Handoff(key="1", kind="notice", person="P1", matter="kindergeld", from_="a", to="b")) is None
        True
    """
    return next((day for day, state in handoff.states() if state == "requested"), None)


def filed_on(chain: Iterable[Handoff]) -> date | None:
    """Return the day on which what passes through a chain was filed first: forwarding does not move it (§ 16 SGB I).

    Args:
        chain: The handoffs, as `chain_of` returns them.

    Returns:
        The day, or None where none is recorded.
    """
    return next((handoff.filed for handoff in chain if handoff.filed is not None), None)


def current_of(chain: Iterable[Handoff], *, on: date) -> Handoff:
    """Return the handoff of a chain that counts at the end of a day: the last one that was sent, else the first.

    Args:
        chain: The handoffs, as `chain_of` returns them, at least one.
        on: The day.
    """
    handoffs = tuple(chain)
    sent = [handoff for handoff in handoffs if handoff.state(on=on) not in ("draft", "entered-in-error")]
    return sent[-1] if sent else handoffs[0]
