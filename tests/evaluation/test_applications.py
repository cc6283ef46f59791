"""Applications that wait for an answer are told and are no gap. § 8 Abs. 2 FWA: one saves the month in which it is filed."""

from __future__ import annotations

from datetime import date

from kimcore.evaluation.finding import Severity
from kimcore.people.kinds import Training
from tests.evaluation.freedonians import (
    ALLOWANCE,
    SHELTER,
    SHELTERED_UNTIL,
    applied,
    case,
    evaluated,
    gaps,
    only,
    paid,
    settled,
    sheltered,
)


def test_an_application_that_waits_is_told_and_is_no_gap() -> None:
    evaluation = evaluated(case(settled(), applications=[applied(date(2025, 5, 7))]))
    pending = only(evaluation.findings)

    assert (pending.kind.value, pending.since, pending.filed, pending.severity, pending.predicted) == (
        "application_pending",
        date(2025, 5, 1),
        date(2025, 5, 7),
        Severity.DELAY,
        False,
    )
    assert pending.before is not None
    assert pending.now is not None
    assert pending.transition is not None
    assert (pending.before.benefit, pending.now.benefit, pending.transition.id) == (
        SHELTER,
        ALLOWANCE,
        "shelter_to_allowance",
    )


def test_it_weighs_less_while_something_else_is_paid() -> None:
    """Wages go on tomorrow: waiting is no emergency."""
    fed = settled(coverage=(*sheltered(SHELTERED_UNTIL), *paid("wages", first=date(2025, 5, 1))))
    pending = only(evaluated(case(fed, applications=[applied(date(2025, 5, 7))])).findings)

    assert pending.severity is Severity.NOTICE


def test_an_application_for_what_is_not_yet_owed_is_told_at_the_passage() -> None:
    on = date(2025, 4, 20)
    early = case(settled(coverage=sheltered()), as_of=on, applications=[applied(date(2025, 4, 15))])
    finding = only(evaluated(early, on).findings)

    assert (finding.kind.value, finding.since, finding.filed) == ("passage_ahead", date(2025, 5, 1), date(2025, 4, 15))


def test_an_application_for_what_is_not_owed_is_not_told() -> None:
    student = settled(training=(Training(kind="student"),))
    evaluation = evaluated(case(student, applications=[applied(date(2025, 5, 7))]))

    assert [finding.kind.value for finding in evaluation.findings if finding.aspect == "livelihood"] == ["no_cover"]


def test_an_evaluation_before_the_record_reads_it_as_it_stands() -> None:
    """An application of the 20th is in the record of the 31st: seen from the 14th May is claimed."""
    known = case(settled(), as_of=date(2025, 5, 31), applications=[applied(date(2025, 5, 20))])

    assert gaps(evaluated(known, date(2025, 5, 14))) == ()
