"""Findings that somebody has taken note of: out of the list until their day, or until they get worse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kimcore import Evaluation, Severity, new_since, report
from tests.households import Document, case_of, changed, evaluated, evaluator, refugee

GAP = "no_cover:livelihood.sgb2:P1:2026-11-01"
DAY = "2026-11-23"


def noted(as_of: str = DAY, **note: Any) -> Document:
    return changed(refugee(as_of), acknowledged=[{"id": GAP, "role": "lead", **note}])


def listed(evaluation: Evaluation) -> tuple[list[str], list[str]]:
    return [each.id for each in evaluation.findings], [each.id for each in evaluation.acknowledged]


def test_a_noted_finding_is_out_of_the_list_and_counted_in_the_foot() -> None:
    evaluation = evaluated(noted(), DAY)

    assert listed(evaluation) == ([], [GAP])
    assert "Zur Kenntnis genommen, nicht gezeigt: 1\n" in report(evaluation)
    assert "Taken note of, not shown: 1\n" in report(evaluation, lang="en")
    assert "Zur Kenntnis" not in report(evaluated(refugee(DAY), DAY))


def test_what_can_be_done_about_it_stays_among_the_steps() -> None:
    assert evaluated(noted(), DAY).next_steps == evaluated(refugee(DAY), DAY).next_steps


@pytest.mark.parametrize(("until", "out"), [("2026-11-22", False), (DAY, False), ("2026-11-24", True), (None, True)])
def test_it_comes_back_on_the_day_named(until: str | None, *, out: bool) -> None:
    assert bool(evaluated(noted(until=until), DAY).acknowledged) is out


@pytest.mark.parametrize(("on", "out"), [("2026-11-22", False), (DAY, True), ("2026-11-24", True)])
def test_a_note_keeps_nothing_out_before_it_was_taken(on: str, *, out: bool) -> None:
    assert bool(evaluated(noted(as_of="2026-11-25", on=DAY), on).acknowledged) is out


def test_a_note_about_another_finding_keeps_nothing_out() -> None:
    document = changed(refugee(DAY), acknowledged=[{"id": GAP.replace("P1", "P1+P2"), "role": "lead"}])

    assert listed(evaluated(document, DAY)) == ([GAP], [])


@pytest.mark.parametrize(("then", "out"), [("existence", True), ("right", False), ("delay", False), (None, True)])
def test_it_comes_back_when_it_is_graver_than_it_was_noted(then: str | None, *, out: bool) -> None:
    assert bool(evaluated(noted(severity=then), DAY).acknowledged) is out


def test_where_no_severity_is_noted_that_of_a_missing_cover_follows_from_the_days() -> None:
    """Noted 31 days ahead it is a right at stake, 30 days ahead it threatens existence."""
    ahead, near = (evaluated(noted(on=on), DAY) for on in ("2026-10-01", "2026-10-02"))

    assert (listed(ahead), listed(near)) == (([GAP], []), ([], [GAP]))
    assert ahead.findings[0].severity is Severity.EXISTENCE


def test_a_gap_that_began_before_what_is_looked_at_stays_the_same_one() -> None:
    """The window moves on by a month; the finding, its note and its id then do not part."""
    document = noted(on=DAY)
    later = evaluated(changed(document, as_of="2027-12-15"), "2027-12-15")

    assert later.findings == ()
    assert [each.id for each in later.acknowledged] == ["no_cover:livelihood.sgb2:P1:2026-12-01"]


# ------------------------------------------------------------------------------------------- what is new


def test_a_second_look_shows_nothing_new_where_nothing_changed() -> None:
    case = case_of(refugee(DAY))
    earlier, later = (evaluator().evaluate(case, on=date(2026, 11, day)) for day in (23, 24))

    since = new_since(later, earlier)

    assert (since.on, since.findings, since.gone) == (date(2026, 11, 23), (), ())
    assert (since.next_steps, since.questions) == ((), ())
    assert [each.id for each in since.unchanged] == [GAP]
    assert "NEU SEIT 23.11.2026\n  Nichts Neues. 1 unverändert, 0 weggefallen" in report(later, since=since)


def test_what_was_not_found_then_is_new_and_what_is_found_no_longer_is_gone() -> None:
    now, then = evaluated(refugee(DAY), DAY), evaluated(noted(), DAY)

    assert [each.id for each in new_since(now, then).findings] == [GAP]
    assert new_since(then, now).gone == ()  # it is kept out, not over

    over = evaluated(changed(refugee(DAY), applications=[APPLIED]), DAY)
    assert [each.id for each in new_since(over, now).gone] == [GAP]


APPLIED = {"person": "P1", "matter": "sgb2_benefits", "filed": "2026-11-10"}


def test_what_became_graver_is_new() -> None:
    case = case_of(refugee(DAY))
    ahead, near = (evaluator().evaluate(case, on=day) for day in (date(2026, 10, 1), date(2026, 10, 2)))

    assert [each.id for each in new_since(near, ahead).findings] == [GAP]
    assert [each.severity for each in (*ahead.gaps, *near.gaps)] == [Severity.RIGHT, Severity.EXISTENCE]
