"""How something breaks between offices: about twelve mechanisms, each with its causes, in words that never change.

A finding says which mechanism and which cause it is; the other lists by which findings are counted follow from the two
(`kimcore.evaluation.labels`). A gap that a rulebook names says both itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Mechanism(Enum):
    """How something breaks, or is about to.

    COVER: a cover is due and there is none. PAYMENT: something is paid that nobody owes. PROOF: a right that cannot be
    shown. APPLICATION: it is missing, went astray or waits. WAIT: it takes longer than there is time. COMPETENCE:
    nobody is competent, or several, or another than was asked. HANDOFF: what was passed on did not arrive, or not well.
    DISCLOSURE: what was told to whom. ORDER: a step before its time. OFFER: nobody offers what is needed. CASEWORK:
    nobody looks after it. CHANGE: something changes, and nothing is broken yet.
    """

    COVER = "cover"
    PAYMENT = "payment"
    PROOF = "proof"
    APPLICATION = "application"
    WAIT = "wait"
    COMPETENCE = "competence"
    HANDOFF = "handoff"
    DISCLOSURE = "disclosure"
    ORDER = "order"
    OFFER = "offer"
    CASEWORK = "casework"
    CHANGE = "change"

    @property
    def causes(self) -> tuple[str, ...]:
        """What it can come from.

        Example:
            >>> Mechanism.CASEWORK.causes
            ('no_owner', 'stale', 'no_show', 'role_conflict')
        """
        return CAUSES[self]


CAUSES: Mapping[Mechanism, tuple[str, ...]] = MappingProxyType(
    {
        Mechanism.COVER: ("missing", "in_law"),
        Mechanism.PAYMENT: ("without_entitlement",),
        Mechanism.PROOF: ("missing", "ending", "not_issued"),
        Mechanism.APPLICATION: ("missing", "misdirected", "not_forwarded", "pending", "refused", "falls_back"),
        Mechanism.WAIT: ("too_long", "over_agreed_time"),
        Mechanism.COMPETENCE: ("nobody", "several", "wrong_addressee", "open"),
        Mechanism.HANDOFF: (
            "missing",
            "unanswered",
            "refused",
            "refused_by_all",
            "looping",
            "too_many_hops",
            "cut",
            "without_outcome",
            "outcome_disputed",
            "duplicate",
            "orphaned",
        ),
        Mechanism.DISCLOSURE: ("no_basis", "withdrawn", "too_narrow", "protected_place"),
        Mechanism.ORDER: ("too_early",),
        Mechanism.OFFER: ("no_service", "closed", "no_step", "stale_entry"),
        Mechanism.CASEWORK: ("no_owner", "stale", "no_show", "role_conflict"),
        Mechanism.CHANGE: ("age", "law", "move", "household_split", "benefit"),
    }
)
"""What each mechanism can come from."""

MECHANISMS: tuple[str, ...] = tuple(mechanism.value for mechanism in Mechanism)
"""The words of the mechanisms, as a rulebook writes them."""
