"""Kindergeld by title, and the months it reaches back (§ 62 Abs. 2, § 70 Abs. 1 Satz 2 EStG)."""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation, JudgementKind, Severity
from tests.households import Document, coverage, evaluated, household, person

ON = "2026-11-20"
ISSUED = "2026-07-10"


def mother(status: str | None, **rest: object) -> Document:
    """A mother who came in June 2024, with this title since July 2026."""
    held = [{"first": ISSUED, "status": status, "must_leave": False, "document": "residence_card", "issued": ISSUED}]
    if status == "gestattung":
        held = [{"first": "2024-06-01", "status": status, "must_leave": False, "document": "gestattung_certificate"}]
        paid = coverage("2024-06-01", livelihood="AsylbLG_basic", health="AsylbLG_4")
    else:
        held[0]["document_until"] = "2029-07-09"
        paid = coverage("2026-08-01", livelihood="SGB_II", health="SGB_V_sgb2")
    known = {"residence": held if status else [], "coverage": paid}
    return person("M", "1990-01-01", "2024-06-01", **{**known, **rest})


def family(of: Document, *, applications: list[Document] | None = None, **child: object) -> Evaluation:
    paid = {"AsylbLG_basic": "AsylbLG_4"}.get(of["coverage"][0]["benefit"], "SGB_V_family")
    entries = coverage(of["coverage"][0]["first"], livelihood=of["coverage"][0]["benefit"], health=paid)
    known = {"work": [{"capable": False}], "coverage": entries, "residence": of["residence"]}
    baby = person("B", "2023-01-01", "2024-06-01", **{**known, **child})
    relations = [{"kind": "parent", "person": "M", "to": "B"}]
    return evaluated(household("family", ON, [of, baby], relations=relations, applications=applications or []), ON)


def gaps(evaluation: Evaluation) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(each.named.id if each.named else None, each.persons) for each in evaluation.findings]


def kindergeld_steps(evaluation: Evaluation) -> list[tuple[bool, date | None]]:
    return [(each.certain, each.due) for each in evaluation.next_steps if each.step.id == "family.kindergeld"]


def test_a_refugee_is_told_of_kindergeld_and_until_when_nothing_is_lost() -> None:
    """The title is of July 2026: an application in January 2027 still reaches it."""
    evaluation = family(mother("refugee"))
    (gap,) = evaluation.findings

    assert evaluation.judgement("kindergeld.entitled", "M").kind is JudgementKind.APPLIES
    assert gaps(evaluation) == [("family.kindergeld_open", ("M",))]
    assert (gap.severity, gap.act_by) == (Severity.RIGHT, date(2027, 1, 31))
    assert kindergeld_steps(evaluation) == [(True, date(2027, 1, 31))]


def test_there_is_none_with_a_gestattung() -> None:
    evaluation = family(mother("gestattung", concerns=[{"concern": "family"}]))

    assert evaluation.judgement("kindergeld.entitled", "M").kind is JudgementKind.DOES_NOT_APPLY
    assert (gaps(evaluation), kindergeld_steps(evaluation)) == ([], [])


def test_with_an_unknown_status_it_is_open_and_asked() -> None:
    unknown = mother(None, complete={"from": None, "except": ["residence"]}, concerns=[{"concern": "family"}])
    evaluation = family(unknown)

    assert evaluation.judgement("kindergeld.entitled", "M").kind is JudgementKind.OPEN
    assert "family.kindergeld_open" not in [name for name, _ in gaps(evaluation)]
    assert [certain for certain, _ in kindergeld_steps(evaluation)] == [False]
    assert ("M", "residence.status") in [(each.person, each.fact) for each in evaluation.questions]


@pytest.mark.parametrize(
    "evaluation",
    [
        pytest.param(
            lambda: family(
                mother("refugee"), applications=[{"person": "M", "matter": "kindergeld", "filed": "2026-09-01"}]
            ),
            id="applied for",
        ),
        pytest.param(
            lambda: family(
                mother("refugee"),
                coverage=coverage("2026-08-01", livelihood="SGB_II", health="SGB_V_family", family="kindergeld"),
            ),
            id="paid, and recorded with the child",
        ),
    ],
)
def test_what_is_claimed_is_neither_a_gap_nor_a_step(evaluation: object) -> None:
    assert callable(evaluation)
    found = evaluation()

    assert (gaps(found), kindergeld_steps(found)) == ([], [])


def test_a_ban_on_deportation_is_enough_after_fifteen_months() -> None:
    """§ 62 Abs. 2 Nr. 4 EStG: in Germany since June 2024."""
    assert gaps(family(mother("deportation_ban"))) == [("family.kindergeld_open", ("M",))]
