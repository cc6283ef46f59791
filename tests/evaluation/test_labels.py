"""Labels: every one follows from a mechanism and cause that something finds, or it is told why nothing does."""

from __future__ import annotations

import pytest

from kimcore.evaluation.labels import (
    LABELS,
    LABELS_OF_HANDOFFS,
    LABELS_OF_PRACTICE,
    NOT_YET_FOUND,
    OF_AN_ASPECT,
    labels,
    labels_of,
)
from kimcore.rules.mechanism import CAUSES, Mechanism
from kimcore.rules.reading import load_rulebook
from tests.evaluation.freedonians import TODAY, only, settled
from tests.evaluation.passing import looked_at, passed

ALL = frozenset({*LABELS_OF_PRACTICE, *LABELS_OF_HANDOFFS})

FOUND_BY_EVERY_RULEBOOK = {
    (Mechanism.COVER, "missing"),
    (Mechanism.COVER, "in_law"),
    (Mechanism.PAYMENT, "without_entitlement"),
    (Mechanism.APPLICATION, "pending"),
    (Mechanism.CHANGE, "benefit"),
    (Mechanism.CHANGE, "move"),
    (Mechanism.COMPETENCE, "wrong_addressee"),
    *((Mechanism.HANDOFF, cause) for cause in Mechanism.HANDOFF.causes if cause != "missing"),
    (Mechanism.CASEWORK, "no_owner"),
    (Mechanism.CASEWORK, "no_show"),
}
"""What the machinery finds; the tests of each kind of finding show it."""


def found() -> frozenset[str]:
    """The labels of all that the machinery finds, and of what the shipped rulebook names."""
    named = {(gap.mechanism, gap.cause) for gap in load_rulebook("nrw").gaps}
    aspects = (None, *(each.id for each in load_rulebook("nrw").aspects))
    pairs = FOUND_BY_EVERY_RULEBOOK | named
    return frozenset(label for pair in pairs for aspect in aspects for label in labels_of(pair[0], pair[1], aspect))


def test_there_are_about_twelve_mechanisms_and_27_kinds_of_practice() -> None:
    assert (len(Mechanism), len(LABELS_OF_PRACTICE), len(set(LABELS_OF_PRACTICE))) == (12, 27, 27)
    assert set(CAUSES) == set(Mechanism)


@pytest.mark.parametrize("label", sorted(ALL))
def test_every_label_is_found_or_it_is_told_why_it_is_not(label: str) -> None:
    assert (label in found()) is (label not in NOT_YET_FOUND)


def test_every_cause_in_the_table_is_one_and_every_label_is_in_a_list() -> None:
    assert [(mechanism, cause) for mechanism, cause in LABELS if cause not in mechanism.causes] == []
    assert {label for found in LABELS.values() for label in found} - ALL == set()
    assert {label for found in OF_AN_ASPECT.values() for label in found.values()} - ALL == set()
    assert set(NOT_YET_FOUND) - ALL == set()


def test_no_cause_has_a_label_twice() -> None:
    assert [pair for pair, found in LABELS.items() if len(found) != len(set(found))] == []


def test_a_finding_is_counted_by_its_mechanism_cause_and_aspect() -> None:
    late = only(looked_at(passed(answer_due=TODAY, sent=TODAY), on=TODAY.replace(day=15)).findings)
    gaps = {gap.aspect: labels(gap) for gap in looked_at(who=settled()).gaps}

    assert labels(late) == ("unconfirmed_handoff", "HANDOFF-UNANSWERED")
    assert gaps["livelihood"] == ("benefit_gap",)
