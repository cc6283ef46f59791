"""Gaps that a rulebook names: when they are told, which of two is told, and by when one has to act."""

from __future__ import annotations

from datetime import date, timedelta

from kimcore.dates import Duration
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import FindingKind
from kimcore.people.application import Application
from kimcore.people.kinds import Residence
from kimcore.rules.rulebook import Rulebook
from tests.evaluation.freedonians import TODAY, applied, case, draft, evaluated, only, person

DAY = timedelta(days=1)
UNTIL = TODAY + timedelta(days=40)

ENDED = """
[[gap]]
id = "paper.ended"
title = { de = "Papier abgelaufen", en = "the paper has run out" }
says = { de = "Es gilt nicht mehr.", en = "It is no longer valid." }
when = ["residence.document_until is present", "today > residence.document_until"]
nature = "proof"
mechanism = "proof"
cause = "missing"
severity = "delay"
in_force = {}
"""
LATE = """
[[gap]]
id = "paper.appeal_lost"
title = { de = "Antrag abgelehnt", en = "the application was refused" }
says = { de = "Der Antrag ist abgelehnt.", en = "The application is refused." }
when = ["refusals includes residence_permit"]
nature = "law"
mechanism = "application"
cause = "refused"
severity = "right"
in_force = {}
"""


def paper(until: date = UNTIL, *applications: Application, law: str, on: date = TODAY) -> Evaluation:
    holder = person(residence=(Residence(status="refugee", document="residence_card", document_until=until),))
    record = case(holder, as_of=on, applications=applications)
    return evaluated(record, on, draft(law), horizon=Duration(6, 0))


def named(evaluation: Evaluation) -> list[tuple[str, date, date | None]]:
    found = [each for each in evaluation.findings if each.kind is FindingKind.NAMED and each.named]
    return [(each.named.id, each.since, each.until) for each in found if each.named]


def test_a_gap_ahead_is_told_as_soon_as_it_can_be_seen() -> None:
    assert named(paper(law=ENDED)) == [("paper.ended", UNTIL + DAY, None)]


def test_a_gap_with_a_reach_is_told_only_when_it_is_near() -> None:
    """It begins in 41 days."""
    assert named(paper(law=f'{ENDED}act_from = "40 days"')) == []
    assert named(paper(law=f'{ENDED}act_from = "41 days"')) == [("paper.ended", UNTIL + DAY, None)]


def test_a_running_gap_is_told_whatever_its_reach() -> None:
    ended = TODAY - timedelta(days=100)

    assert named(paper(ended, law=f'{ENDED}act_from = "1 day"')) == [("paper.ended", ended + DAY, None)]


def test_a_gap_ends_where_its_end_is_known() -> None:
    """On the last day of the record that is taken as unchanged a gap is no longer certain, and may go on."""
    law = ENDED.replace("in_force = {}", "in_force = { until = 2025-09-30 }")

    assert named(paper(law=ENDED)) == [("paper.ended", UNTIL + DAY, None)]
    assert named(paper(law=law)) == [("paper.ended", UNTIL + DAY, date(2025, 9, 30))]


def test_of_two_gaps_the_one_that_says_more_is_told() -> None:
    law = f'{ENDED}yields_to = ["paper.appeal_lost"]\n{LATE}'
    ended, refused = TODAY - timedelta(days=60), TODAY - timedelta(days=10)
    refusal = applied(ended - DAY, matter="residence_permit", decided=refused, outcome="refused")

    assert named(paper(ended, refusal, law=law)) == [("paper.appeal_lost", refused, None)]


def test_a_gap_yields_only_on_the_days_of_the_other() -> None:
    law = f'{ENDED}yields_to = ["paper.appeal_lost"]\n{LATE.replace("{}", "{ until = 2025-06-30 }")}'
    ended = TODAY - timedelta(days=60)
    refusal = applied(ended - DAY, matter="residence_permit", decided=ended, outcome="refused")

    assert named(paper(ended, refusal, law=law)) == [
        ("paper.appeal_lost", ended, date(2025, 6, 30)),
        ("paper.ended", date(2025, 7, 1), None),
    ]


def test_a_pending_gap_takes_nothing_from_another() -> None:
    bill = LATE.replace("in_force = {}", 'pending = { bill = "Bill 1" }')
    ended = TODAY - timedelta(days=60)
    refusal = applied(ended - DAY, matter="residence_permit", decided=ended, outcome="refused")

    found = named(paper(ended, refusal, law=f'{ENDED}yields_to = ["paper.appeal_lost"]\n{bill}'))

    assert found == [("paper.ended", ended + DAY, None)]


# ---------------------------------------------------------------------------------------- by when

OBJECTION = """
[[value]]
id = "PERIOD"
title = { de = "Frist", en = "period" }
is = "1 month"
in_force = {}

[[step]]
id = "object"
title = { de = "Widerspruch", en = "objection" }
when = ["refusals includes residence_permit"]
severity = "right"
due = { day = "deadline(served.residence_permit, PERIOD)", otherwise = "deadline(decided.residence_permit, 1 month)" }
in_force = {}
"""


def objection(served: date | None) -> date | None:
    decided = date(2025, 5, 2)
    refusal = applied(date(2025, 4, 1), matter="residence_permit", decided=decided, served=served, outcome="refused")
    return only_due(paper(UNTIL, refusal, law=OBJECTION))


def only_due(evaluation: Evaluation) -> date | None:
    (step,) = evaluation.next_steps
    return step.due


def test_the_day_itself_counts_where_it_is_known() -> None:
    assert objection(date(2025, 5, 6)) == date(2025, 6, 6)


def test_otherwise_counts_where_there_is_no_such_day() -> None:
    assert objection(None) == date(2025, 6, 2)


def test_a_rulebook_keeps_what_a_gap_yields_to() -> None:
    rulebook: Rulebook = draft(f'{ENDED}yields_to = ["paper.appeal_lost"]\nact_from = "6 weeks"\n{LATE}')

    assert {each.id: (each.yields_to, each.act_from) for each in rulebook.gaps} == {
        "paper.ended": (("paper.appeal_lost",), Duration.parse("6 weeks")),
        "paper.appeal_lost": ((), None),
    }


def test_only_persons_who_have_it_on_the_same_days_share_a_finding() -> None:
    holders = [
        person(key, residence=(Residence(status="refugee", document="residence_card", document_until=until),))
        for key, until in (("A", UNTIL), ("B", UNTIL), ("C", UNTIL + DAY))
    ]
    found = evaluated(case(*holders), TODAY, draft(ENDED)).findings

    assert [(each.persons, each.since) for each in found if each.named] == [
        (("A", "B"), UNTIL + DAY),
        (("C",), UNTIL + 2 * DAY),
    ]
    assert only(each for each in found if each.persons == ("C",)).predicted is True
