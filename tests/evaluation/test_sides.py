"""Reservations: exceptions to what was found that were never established, and what the law presumes.

§ 7 FWA excepts students from the allowance, § 6 Abs. 2 FWA presumes that people are able to work.
"""

from __future__ import annotations

from datetime import date

from kimcore.evaluation.evaluator import Evaluation
from tests.evaluation.freedonians import (
    asked,
    case,
    draft,
    evaluated,
    gaps,
    person,
    related,
    settled,
    settler,
)


def reservations(evaluation: Evaluation) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(each.says.get("en"), each.facts) for gap in gaps(evaluation) for each in gap.reservations]


def test_an_exception_never_established_is_named_and_asked() -> None:
    evaluation = evaluated(case(settled(unknown=["training"])))

    assert reservations(evaluation) == [("in studies", (("A", "training.kind"),))]
    assert asked(evaluation) == [("A", "training.kind")]


def test_an_exception_ruled_out_is_not() -> None:
    assert reservations(evaluated(case(settled()))) == []


def test_what_the_law_presumes_is_named_and_asked() -> None:
    """§ 6 Abs. 2 FWA presumes that people are able to work."""
    evaluation = evaluated(case(settled(unknown=["work"])))

    assert reservations(evaluation) == [("able to work", (("A", "work.capable"),))]
    assert ("A", "work.capable") in asked(evaluation)


def test_an_exception_without_a_sentence_is_named_by_what_it_names() -> None:
    """Whether a settler was a guest still in May: `welfare.guest` has no sentence of its own, but a title."""
    book = draft("""
        [[definition]]
        id = "guest"
        title = { de = "Gast", en = "guest" }
        when = ["training.kind in {student}"]
        [[aspect]]
        id = "livelihood"
        due = ["livelihood.in_need"]
        [[entitlement]]
        id = "bread"
        aspect = "livelihood"
        benefit = "SGB_II"
        when = ["residence.status in {refugee}"]
        unless = ["guest", "work.employed"]
        claim = { by = "office" }
    """)
    evaluation = evaluated(case(person(residence=settler(), unknown=["training", "work"])), rulebook=book)

    assert reservations(evaluation) == [
        ("guest", (("A", "training.kind"),)),
        ("work.employed", (("A", "work.employed"),)),
    ]


def test_an_exception_is_no_reservation_where_another_way_is_established() -> None:
    """A's own studies were never asked, but A's partner is entitled for certain (§ 6 Abs. 3 FWA)."""
    unsure = settled("A", unknown=["training"])
    partner = settled("B", birth=date(1991, 1, 1))
    evaluation = evaluated(case(unsure, partner, relations=[related("A", "B", "partner")]))

    assert reservations(evaluation) == []


def test_of_two_partners_whose_studies_nobody_asked_for_both_are_asked() -> None:
    partners = [settled("A", unknown=["training"]), settled("B", birth=date(1991, 1, 1), unknown=["training"])]
    evaluation = evaluated(case(*partners, relations=[related("A", "B", "partner")]))

    assert {fact for _, facts in reservations(evaluation) for fact in facts} == {
        ("A", "training.kind"),
        ("B", "training.kind"),
    }
