"""Ways to the integration course: a claim and its last day, an admission, the stop of 2026 and what is left.

The claim lapses a year after the title was issued (§ 44 Abs. 2 AufenthG). Others are admitted within the places there are
(§ 44 Abs. 4), in the budget year 2026 not at all (BAMF, Trägerrundschreiben 02/26 of 9 February 2026); admissions already
given stay valid, claims and obligations are untouched.
"""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation, Nature, Severity
from tests.households import Document, coverage, evaluated, household, person

BEFORE_THE_STOP, IN_THE_STOP = "2025-06-20", "2026-11-20"
COURSES = ("course.", "language.", "orientation.first_course")


def learner(status: str, since: str = "2025-03-03", **histories: object) -> Document:
    """Somebody who wants to learn German, with this status and everything else as given or none."""
    residence = {"first": since, "status": status, "document": "gestattung_certificate", "must_leave": False}
    paid = coverage(since, livelihood="AsylbLG_basic", health="AsylbLG_4")
    known = {"residence": [residence], "coverage": paid, "concerns": [{"concern": "language"}]}
    return person("L", "1996-01-01", since, **{**known, **histories})


def with_card(status: str, issued: str, **histories: object) -> Document:
    card = {"document": "residence_card", "issued": issued, "document_until": "2030-01-01"}
    residence = [{"first": issued, "status": status, "must_leave": False, **card}]
    paid = coverage(issued, livelihood="SGB_II", health="SGB_V_sgb2")
    none = {"attends": None, "registered_on": None, "admitted": None, "obliged": None}
    return learner(status, issued, **{"residence": residence, "coverage": paid, "courses": [none], **histories})


def judged(who: Document, on: str) -> Evaluation:
    return evaluated(household("course", on, [who]), on)


def gaps(evaluation: Evaluation) -> list[str | None]:
    return [each.named.id if each.named else None for each in evaluation.findings if each.chain is None]


def ways(evaluation: Evaluation) -> list[str]:
    return [each.step.id for each in evaluation.next_steps if each.step.id.startswith(COURSES)]


def test_before_the_stop_the_way_leads_through_the_bamf() -> None:
    evaluation = judged(learner("gestattung"), BEFORE_THE_STOP)

    assert gaps(evaluation) == []
    assert ways(evaluation) == [
        "course.apply_admission",
        "course.obligation_asylblg",
        "language.ask_provider",
        "orientation.first_course",
    ]


def test_in_the_stop_it_leads_through_the_sozialamt_or_the_own_purse() -> None:
    evaluation = judged(learner("gestattung"), IN_THE_STOP)
    (gap,) = evaluation.findings

    assert ways(evaluation) == [
        "course.obligation_asylblg",
        "course.self_pay",
        "language.ask_provider",
        "orientation.first_course",
    ]
    assert (gap.named and gap.named.id, gap.nature, gap.severity) == (
        "course.stop_asylblg",
        Nature.PRACTICE,
        Severity.DELAY,
    )
    assert (gap.since, gap.until) == (date(2026, 2, 9), date(2026, 12, 31))
    assert [str(each) for each in gap.basis][1:] == [
        "BAMF, Trägerrundschreiben Integrationskurse 02/26 vom 9. Februar 2026"
    ]


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(learner("gestattung", concerns=[]), id="nobody asks for a course"),
        pytest.param(learner("gestattung", language=[{"language": "german", "level": "B1"}]), id="enough German"),
        pytest.param(with_card("refugee", "2026-09-01"), id="a claim"),
        pytest.param(with_card("deportation_ban", "2026-09-01"), id="the way through the Jobcenter is open"),
    ],
)
def test_the_stop_is_no_gap_for_the_neighbours(who: Document) -> None:
    assert gaps(judged(who, IN_THE_STOP)) == []


def test_the_jobcenter_may_admit_all_the_same() -> None:
    assert ways(judged(with_card("deportation_ban", "2026-09-01"), IN_THE_STOP)) == [
        "course.self_pay",
        "language.ask_provider",
        "language.course_through_jobcenter",
    ]


def test_an_admission_already_given_stays_valid_for_its_year() -> None:
    admitted = {"admitted": True, "admitted_on": "2026-01-15", "obliged": None, "attends": None, "registered_on": None}
    evaluation = judged(learner("gestattung", courses=[admitted]), "2026-06-20")
    (register,) = [each for each in evaluation.next_steps if each.step.id == "course.register"]

    assert gaps(evaluation) == []
    assert (register.due, register.certain) == (date(2027, 1, 15), True)
    assert "course.obligation_asylblg" not in ways(evaluation)


def test_a_claim_is_told_to_its_last_day() -> None:
    """Issued on 20 January 2026: the day of issue does not count, the claim lasts through 20 January 2027."""
    evaluation = judged(with_card("refugee", "2026-01-20", concerns=[]), IN_THE_STOP)
    (gap,) = evaluation.findings

    assert (gap.named and gap.named.id, gap.predicted, gap.act_by) == (
        "course.claim_lapses",
        True,
        date(2027, 1, 20),
    )
    assert [(each.step.id, each.due) for each in evaluation.next_steps] == [
        ("language.use_course_claim", date(2027, 1, 20))
    ]


@pytest.mark.parametrize(
    "who",
    [
        with_card("refugee", "2026-01-20", concerns=[], courses=[{"registered_on": "2026-05-01", "attends": True}]),
        with_card("refugee", "2026-09-01", concerns=[]),
        with_card("temporary_protection", "2026-01-20", concerns=[], papers=[{"identified": True}]),
    ],
    ids=["in the course", "just recognised", "no claim with temporary protection"],
)
def test_no_lapse_is_told_to_others(who: Document) -> None:
    assert "course.claim_lapses" not in gaps(judged(who, IN_THE_STOP))


@pytest.mark.parametrize(("on", "late"), [("2026-06-12", [True]), ("2026-06-13", [False])])
def test_a_course_that_does_not_begin_in_six_weeks_is_a_gap_of_the_office(on: str, late: list[bool]) -> None:
    """§ 7 Abs. 4 IntV: registered on 1 May, to begin by 12 June."""
    registered = {"registered_on": "2026-05-01", "attends": False, "admitted": None, "obliged": True}
    evaluation = judged(with_card("refugee", "2026-04-01", concerns=[], courses=[registered]), on)

    assert gaps(evaluation) == ["course.late_start"]
    assert [each.predicted for each in evaluation.findings] == late
    assert [each.step.id for each in evaluation.next_steps] == ["course.other_provider"]
