"""The lists by which findings are counted, derived from what a finding says: its mechanism and cause.

Two lists are known. One names the kinds of gaps in KIM practice (`benefit_gap`), the other what is looked for in
handoffs and directories (`HANDOFF-UNANSWERED`). A finding never holds a label; each follows from one row of a table, so
that the same finding is counted in the same way everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kimcore.evaluation.finding import Finding
from kimcore.rules.mechanism import Mechanism

Cause = tuple[Mechanism, str]

LABELS: Mapping[Cause, tuple[str, ...]] = MappingProxyType(
    {
        (Mechanism.COVER, "missing"): ("benefit_gap",),
        (Mechanism.COVER, "in_law"): ("benefit_gap", "access_block"),
        (Mechanism.PROOF, "missing"): ("document_gap",),
        (Mechanism.PROOF, "ending"): ("title_expiry",),
        (Mechanism.PROOF, "not_issued"): ("document_gap", "EVIDENCE-NOT-ISSUED"),
        (Mechanism.APPLICATION, "missing"): ("unfiled_claim",),
        (Mechanism.APPLICATION, "misdirected"): ("wrong_addressee",),
        (Mechanism.APPLICATION, "not_forwarded"): ("unconfirmed_handoff",),
        (Mechanism.APPLICATION, "falls_back"): ("status_fallback",),
        (Mechanism.WAIT, "too_long"): ("capacity_gap", "NO-CAPACITY-IN-TIME"),
        (Mechanism.COMPETENCE, "nobody"): ("nobody_competent", "NO-COMPETENT"),
        (Mechanism.COMPETENCE, "several"): ("duplicate_service", "SEVERAL"),
        (Mechanism.COMPETENCE, "open"): ("PLACE-UNKNOWN",),
        (Mechanism.COMPETENCE, "wrong_addressee"): ("wrong_addressee", "HANDOFF-WRONG-AGENCY"),
        (Mechanism.HANDOFF, "missing"): ("benefit_gap", "DOMAIN-CHANGE-WITHOUT-HANDOFF"),
        (Mechanism.HANDOFF, "unanswered"): ("unconfirmed_handoff", "HANDOFF-UNANSWERED"),
        (Mechanism.HANDOFF, "refused"): ("HANDOFF-REJECTED-BY-ALL",),
        (Mechanism.HANDOFF, "refused_by_all"): ("nobody_competent", "HANDOFF-REJECTED-BY-ALL"),
        (Mechanism.HANDOFF, "looping"): ("nobody_competent", "HANDOFF-LOOP"),
        (Mechanism.HANDOFF, "too_many_hops"): ("nobody_competent", "HANDOFF-TOO-MANY-HOPS"),
        (Mechanism.HANDOFF, "cut"): ("benefit_gap", "TRANSFER-CUT"),
        (Mechanism.HANDOFF, "without_outcome"): ("unconfirmed_handoff", "HANDOFF-NO-OUTCOME"),
        (Mechanism.HANDOFF, "outcome_disputed"): (
            "unconfirmed_handoff",
            "OUTCOME-DISPUTED",
        ),
        (Mechanism.HANDOFF, "duplicate"): ("duplicate_service", "DUPLICATE-OPEN"),
        (Mechanism.HANDOFF, "orphaned"): ("no_owner", "HANDOFF-ORPHANED"),
        (Mechanism.DISCLOSURE, "no_basis"): ("consent_gap", "BASIS-MISSING"),
        (Mechanism.DISCLOSURE, "withdrawn"): ("consent_gap", "BASIS-WITHDRAWN"),
        (Mechanism.DISCLOSURE, "too_narrow"): ("consent_gap", "BASIS-TOO-WIDE"),
        (Mechanism.DISCLOSURE, "protected_place"): ("consent_gap", "ADDRESS-PROTECTED"),
        (Mechanism.ORDER, "too_early"): ("order_break", "STEP-ORDER"),
        (Mechanism.OFFER, "no_service"): ("missing_service",),
        (Mechanism.OFFER, "closed"): ("access_block",),
        (Mechanism.OFFER, "no_step"): ("missing_service",),
        (Mechanism.OFFER, "stale_entry"): ("ENTRY-STALE",),
        (Mechanism.CASEWORK, "no_owner"): ("no_owner",),
        (Mechanism.CASEWORK, "no_show"): ("no_show",),
        (Mechanism.CASEWORK, "role_conflict"): ("role_conflict", "PARTICIPANT-DISCLOSES-TO-ABH"),
        (Mechanism.CHANGE, "age"): ("age_transition",),
        (Mechanism.CHANGE, "law"): ("law_change",),
    }
)
"""What each cause is counted as; a cause without a row is counted by itself alone."""

OF_AN_ASPECT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"health": {"benefit_gap": "health_cover_gap"}, "housing": {"benefit_gap": "housing_gap"}}
)
"""What a label is instead, where the finding is about one aspect."""

NOT_YET_FOUND: Mapping[str, str] = MappingProxyType(
    {
        "data_break": "which data arrived with a handoff is not recorded",
        "migration_backlog": "no notice of an agency about its own delay is recorded",
        "no_first_contact": "who was registered and never met by anybody has no case to look at",
        "age_transition": "told as a passage where a benefit changes with age, not as a change of its own",
        "housing_gap": "no rulebook has an aspect of housing yet",
        "consent_gap": "grounds of disclosure are read, and not yet held against what a handoff passed on",
        "identity_mismatch": "a case is one record: that two of them cannot be joined is not seen in it",
        "order_break": "steps wait for each other in the plan; that one was taken too early is not told",
        "law_change": "told as a passage where a benefit changes with the law, not as a change of its own",
        "deadline_cascade": "told as the consequences of a finding, never as one of its own",
        "residence_check_delay": "a question of one office to another is a handoff, and told as an unanswered one",
        "role_conflict": "that an agency both counsels and decides is not told",
        "DOMAIN-CHANGE-WITHOUT-HANDOFF": "told as a missing cover or a passage; that nobody passed it on is not told",
        "BASIS-MISSING": "grounds of disclosure are read, and not yet held against what a handoff passed on",
        "BASIS-WITHDRAWN": "grounds of disclosure are read, and not yet held against what a handoff passed on",
        "BASIS-TOO-WIDE": "grounds of disclosure are read, and not yet held against what a handoff passed on",
        "IDENTIFIER-NOT-ALLOWED": "no identifier of a register stands in a case",
        "ADDRESS-PROTECTED": "a protected place is left out when a case is passed on, and not told as a finding",
        "SUPERSEDED-DATA-OUT": "which data arrived with a handoff is not recorded",
        "NO-COMPETENT": "told with the step or the passage that needs the agency, not as a finding",
        "SEVERAL": "told with the step or the passage that needs the agency, not as a finding",
        "PLACE-UNKNOWN": "asked as a question, never told as a finding",
        "COVERAGE-HOLE": "a question to a landscape as a whole, not to a case",
        "COVERAGE-OVERLAP": "a question to a landscape as a whole, not to a case",
        "LANGUAGE-NOT-SERVED": "in which languages somebody is served is not recorded of agencies",
        "ENTRY-STALE": "how old an entry is, is a question to a landscape, not to a case",
        "ENTRY-CONTRADICTS": "a question to a landscape as a whole, not to a case",
        "ENTRY-DANGLING": "refused when a landscape is read",
        "STEP-ORDER": "steps wait for each other in the plan; that one was taken too early is not told",
        "EVIDENCE-NOT-ISSUED": "whether anybody issues a document is a question to a rulebook, not to a case",
        "PARTICIPANT-DISCLOSES-TO-ABH": "that an agency has to report to another one is not recorded",
    }
)
"""The labels that no finding has yet, each with the reason."""

LABELS_OF_PRACTICE: tuple[str, ...] = (
    "benefit_gap",
    "unfiled_claim",
    "document_gap",
    "title_expiry",
    "capacity_gap",
    "nobody_competent",
    "wrong_addressee",
    "data_break",
    "migration_backlog",
    "unconfirmed_handoff",
    "no_first_contact",
    "duplicate_service",
    "age_transition",
    "health_cover_gap",
    "housing_gap",
    "access_block",
    "status_fallback",
    "consent_gap",
    "identity_mismatch",
    "order_break",
    "law_change",
    "no_owner",
    "deadline_cascade",
    "missing_service",
    "no_show",
    "residence_check_delay",
    "role_conflict",
)
"""The 27 kinds of gaps known from the practice of municipal integration management (KIM)."""

LABELS_OF_HANDOFFS: tuple[str, ...] = (
    "HANDOFF-UNANSWERED",
    "HANDOFF-REJECTED-BY-ALL",
    "HANDOFF-LOOP",
    "HANDOFF-TOO-MANY-HOPS",
    "HANDOFF-NO-OUTCOME",
    "OUTCOME-DISPUTED",
    "HANDOFF-WRONG-AGENCY",
    "HANDOFF-ORPHANED",
    "TRANSFER-CUT",
    "DOMAIN-CHANGE-WITHOUT-HANDOFF",
    "DUPLICATE-OPEN",
    "BASIS-MISSING",
    "BASIS-WITHDRAWN",
    "BASIS-TOO-WIDE",
    "IDENTIFIER-NOT-ALLOWED",
    "ADDRESS-PROTECTED",
    "SUPERSEDED-DATA-OUT",
    "NO-COMPETENT",
    "SEVERAL",
    "PLACE-UNKNOWN",
    "COVERAGE-HOLE",
    "COVERAGE-OVERLAP",
    "NO-CAPACITY-IN-TIME",
    "LANGUAGE-NOT-SERVED",
    "ENTRY-STALE",
    "ENTRY-CONTRADICTS",
    "ENTRY-DANGLING",
    "STEP-ORDER",
    "EVIDENCE-NOT-ISSUED",
    "PARTICIPANT-DISCLOSES-TO-ABH",
)
"""What is looked for in handoffs, grounds of disclosure and directories."""


def labels_of(mechanism: Mechanism, cause: str, aspect: str | None = None) -> tuple[str, ...]:
    """Return what is counted: the labels of a mechanism and cause, those of practice first.

    Args:
        mechanism: how it breaks.
        cause: what that comes from.
        aspect: the code of the aspect; None: it concerns no single one.

    Example:
        >>> labels_of(Mechanism.HANDOFF, "unanswered")
        ('unconfirmed_handoff', 'HANDOFF-UNANSWERED')
        >>> labels_of(Mechanism.COVER, "missing", "health")
        ('health_cover_gap',)
        >>> labels_of(Mechanism.CHANGE, "move")
        ()
    """
    instead = OF_AN_ASPECT.get(aspect or "", {})
    return tuple(instead.get(label, label) for label in LABELS.get((mechanism, cause), ()))


def labels(finding: Finding) -> tuple[str, ...]:
    """Return what a finding is counted as."""
    return labels_of(finding.mechanism, finding.cause, finding.aspect)
