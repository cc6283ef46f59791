"""The right of residence and its paper: an apprentice, a title that runs out, permits that an ordinance carries on.

An application in time keeps the title alive until the decision (§ 81 Abs. 4 AufenthG); the certificate only proves it
(§ 81 Abs. 5). Permits of temporary protection go on by themselves (§ 2 UkraineAufenthFGV).
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from kimcore import Evaluation, Finding, FindingKind, Nature, Severity
from kimcore.exchange.report import report
from tests.households import Document, coverage, evaluated, household, person

NOVEMBER, JANUARY = "2026-11-23", "2027-01-15"
BEFORE_THE_END, AFTER_THE_END = "2026-12-15", "2027-02-10"
NOT_FOR_THIS = {"from": None, "except": ["appointments"]}
LOST = re.compile(r"verlor|verlier|verlust|erloschen|erlisch|\blost\b|\blose|ausreisepflicht|must leave", re.IGNORECASE)


def renewing(**paper: object) -> Document:
    """A Fiktionsbescheinigung to the end of 2026 after an application in time."""
    known = {"document": "fiction_certificate", "document_until": "2026-12-31", "issued": "2026-06-29"}
    status = {"first": "2026-07-01", "status": "fiction_renewal", "sought": "family_of_foreigner"}
    return {**status, "must_leave": False, **known, **paper}


def titled(status: str = "family_of_foreigner", **paper: object) -> Document:
    """A card to the end of 2026."""
    known = {"document": "residence_card", "document_until": "2026-12-31", "issued": "2023-12-20"}
    return {"first": "2022-09-01", "status": status, "must_leave": False, **known, **paper}


def apprentice(residence: Document, *appointments: str, **rest: object) -> Document:
    """An apprentice of 20 in Gladbeck who lives on the training pay."""
    return person(
        "L",
        "2006-03-14",
        "2022-09-01",
        residence=[residence],
        livelihood=[{"in_need": False}],
        work=[{"capable": True, "employed": True}],
        training=[{"first": "2025-08-01", "kind": "apprentice"}],
        coverage=coverage("2025-08-01", health="SGB_V_employed"),
        appointments=[{"matter": "residence_permit", "on": day} for day in appointments],
        **rest,
    )


def applied(filed: str, **rest: object) -> Document:
    return {"person": "L", "matter": "residence_permit", "filed": filed, **rest}


def judged(who: Document, *applications: Document, on: str = NOVEMBER, **rest: object) -> Evaluation:
    return evaluated(household("lehrling", on, [who], **{"applications": list(applications), **rest}), on)


def named(evaluation: Evaluation) -> list[str]:
    """What was found, by the name of the rulebook or else by its kind."""
    return [each.named.id if each.named else each.kind.value for each in evaluation.findings]


def asked(evaluation: Evaluation) -> list[tuple[str, list[str]]]:
    return [(each.fact, [reason.of for reason in each.reasons]) for each in evaluation.questions]


def steps(evaluation: Evaluation) -> list[tuple[str, date | None]]:
    return [(each.step.id, each.due) for each in evaluation.next_steps]


def only(evaluation: Evaluation) -> Finding:
    (finding,) = evaluation.findings
    return finding


# ---------------------------------------------------------------- the certificate ends before the appointment

IN_TIME = applied("2026-06-15")


def test_the_proof_ends_before_the_appointment_and_the_right_does_not() -> None:
    gap = only(judged(apprentice(renewing(), AFTER_THE_END), IN_TIME))

    assert (gap.kind, gap.nature, gap.severity) == (FindingKind.NAMED, Nature.PROOF, Severity.DELAY)
    assert (gap.predicted, gap.since, gap.until) == (True, date(2027, 1, 1), date(2027, 2, 9))
    assert gap.act_by == date(2026, 12, 31)


def test_the_latest_safe_day_of_booking_follows_from_the_waiting_time_of_the_town() -> None:
    """Seven months in Gladbeck; of Dorsten nobody reported a waiting time."""
    evaluation = judged(apprentice(renewing(), AFTER_THE_END), IN_TIME)

    assert steps(evaluation) == [
        ("residence.book_appointment", date(2026, 5, 31)),
        ("residence.extend_certificate", date(2026, 12, 31)),
    ]

    elsewhere = apprentice(renewing(), AFTER_THE_END)
    for place in elsewhere["places"]:
        place["territory"] = "05562012"

    assert ("residence.book_appointment", None) in steps(judged(elsewhere, IN_TIME))


def test_the_day_of_booking_is_told_while_it_is_still_ahead() -> None:
    later = apprentice(renewing(document_until="2027-04-30"))

    assert steps(judged(later, IN_TIME, on="2026-09-14")) == [("residence.book_appointment", date(2026, 9, 30))]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("on", [NOVEMBER, "2026-12-10", JANUARY])
def test_nowhere_is_it_said_that_the_right_is_lost(on: str, lang: str) -> None:
    text = report(judged(apprentice(renewing(), AFTER_THE_END), IN_TIME, on=on), lang=lang)

    assert LOST.findall(text) == []


def test_the_employer_is_told_when_the_paper_is_about_to_end() -> None:
    who = apprentice(renewing(), AFTER_THE_END)

    told = [on for on in (NOVEMBER, "2026-12-02", "2026-12-03", JANUARY)
            if ("residence.tell_employer", None) in steps(judged(who, IN_TIME, on=on))]  # fmt: skip

    assert told == ["2026-12-03", JANUARY]


def test_an_appointment_before_the_end_is_no_gap() -> None:
    evaluation = judged(apprentice(renewing(), BEFORE_THE_END), IN_TIME)

    assert (named(evaluation), steps(evaluation), asked(evaluation)) == ([], [], [])


def test_an_appointment_nobody_asked_for_is_a_question_and_no_alarm() -> None:
    evaluation = judged(apprentice(renewing(), complete=NOT_FOR_THIS), IN_TIME)

    assert named(evaluation) == []
    assert asked(evaluation) == [("appointment.residence_permit", ["residence.no_appointment"])]


def test_an_end_of_the_paper_nobody_knows_is_a_question_and_no_alarm() -> None:
    unknown = renewing()
    unknown.pop("document_until")
    evaluation = judged(apprentice(unknown, AFTER_THE_END), IN_TIME)

    assert (named(evaluation), steps(evaluation)) == ([], [])
    assert [fact for fact, _ in asked(evaluation)] == ["residence.document_until"]


def test_no_appointment_at_all_is_a_gap_of_practice_shortly_before_the_end() -> None:
    who = apprentice(renewing())

    assert named(judged(who, IN_TIME, on="2026-10-06")) == []
    assert named(judged(who, IN_TIME, on="2026-10-07")) == ["residence.no_appointment"]
    assert only(judged(who, IN_TIME)).nature is Nature.PRACTICE


def test_a_certificate_that_has_run_out_is_one_gap_of_proof_with_or_without_an_appointment() -> None:
    assert named(judged(apprentice(renewing(), AFTER_THE_END), IN_TIME, on=JANUARY)) == [
        "residence.proof_ends_before_appointment"
    ]
    assert named(judged(apprentice(renewing()), IN_TIME, on=JANUARY)) == ["residence.certificate_ended"]

    nobody_knows = judged(apprentice(renewing(), complete=NOT_FOR_THIS), IN_TIME, on=JANUARY)

    assert named(nobody_knows) == ["residence.certificate_ended"]
    assert steps(nobody_knows) == [("residence.extend_certificate", None), ("residence.tell_employer", None)]


def test_after_a_refusal_nobody_says_that_the_right_goes_on() -> None:
    """Decided on Monday, 28 December 2026, posted: received on 1 January, a month later is Monday, 1 February 2027."""
    refused = applied("2026-06-15", decided="2026-12-28", outcome="refused")
    evaluation = judged(apprentice(renewing(), AFTER_THE_END), refused, on=JANUARY)

    assert named(evaluation) == ["residence.application_refused"]
    assert only(evaluation).severity is Severity.EXISTENCE
    assert steps(evaluation) == [("procedure.action_residence", date(2027, 2, 1))]
    assert "fort" not in (only(evaluation).says.get("de"))


# ---------------------------------------------------------------- a title that runs out


def test_before_the_end_a_right_is_at_stake_where_nothing_was_applied_for() -> None:
    evaluation = judged(apprentice(titled()))
    gap = only(evaluation)

    assert (named(evaluation), gap.severity, gap.act_by) == (
        ["residence.renewal_not_applied"],
        Severity.RIGHT,
        date(2026, 12, 31),
    )
    assert [each.step.id for each in evaluation.next_steps] == [
        "residence.renew",
        "residence.book_appointment",
    ]


def test_it_is_told_from_twelve_weeks_before_the_end() -> None:
    assert named(judged(apprentice(titled()), on="2026-10-06")) == []
    assert named(judged(apprentice(titled()), on="2026-10-07")) == ["residence.renewal_not_applied"]


def test_after_the_end_existence_is_at_stake() -> None:
    evaluation = judged(apprentice(titled()), on=JANUARY)

    assert (named(evaluation), only(evaluation).severity) == (
        ["residence.renewal_missed"],
        Severity.EXISTENCE,
    )
    assert only(evaluation).since == date(2027, 1, 1)
    assert steps(evaluation) == [("residence.apply_late", None)]


@pytest.mark.parametrize(
    ("filed", "found"),
    [("2026-12-31", "residence.certificate_ended"), ("2027-01-01", "residence.renewal_missed")],
)
def test_the_last_day_of_the_title_is_in_time_and_the_day_after_is_not(filed: str, found: str) -> None:
    assert named(judged(apprentice(titled()), applied(filed), on=JANUARY)) == [found]


def test_whether_anything_was_applied_for_is_one_question_where_it_is_not_known() -> None:
    for on in (NOVEMBER, JANUARY):
        evaluation = judged(apprentice(titled()), on=on, applications={"unknown": "not_asked"})

        assert named(evaluation) == []
        assert [fact for fact, _ in asked(evaluation)] == ["applications"]


def test_the_grant_that_runs_out_is_no_application_for_its_renewal() -> None:
    grant = {"first": "2024-01-01", "last": "2026-12-31"}
    old = applied("2023-10-02", decided="2023-12-20", outcome="granted", grant=grant)

    assert named(judged(apprentice(titled()), old)) == ["residence.renewal_not_applied"]
    assert named(judged(apprentice(titled()), old, on=JANUARY)) == ["residence.renewal_missed"]


def test_a_renewal_just_granted_waits_for_its_card() -> None:
    granted = applied("2026-10-12", decided="2026-11-16", outcome="granted", grant={"first": "2026-11-16"})

    assert named(judged(apprentice(titled()), granted)) == []
    assert named(judged(apprentice(titled()), granted, on=JANUARY)) == []


def test_who_may_stay_without_limit_has_no_title_that_runs_out() -> None:
    for on in (NOVEMBER, JANUARY):
        assert named(judged(apprentice(titled("settlement")), on=on)) == []


def test_the_opportunity_residence_is_kept_by_two_applications_only() -> None:
    who, other, sustained = (
        apprentice(titled("opportunity_residence", **sought))
        for sought in (
            {"sought": None},
            {"sought": "skilled_vocational"},
            {"sought": "sustained_integration"},
        )
    )

    assert named(judged(who)) == ["residence.opportunity_ends"]
    assert named(judged(other, applied("2026-11-02"))) == ["residence.opportunity_ends"]
    assert named(judged(sustained, applied("2026-11-02"))) == ["residence.no_appointment"]


# ---------------------------------------------------------------- permits that an ordinance carries on


def protected(countries: str = "UA", first: str = "2022-06-01", **rest: object) -> Document:
    """Somebody of 36 whose card of temporary protection says 4 March 2024, who works and needs nothing."""
    who = person(
        "U",
        "1990-05-02",
        "2022-03-20",
        residence=[titled("temporary_protection", first=first, document_until="2024-03-04", issued=first)],
        livelihood=[{"in_need": False}],
        work=[{"capable": True, "employed": True}],
        nationality=[{"countries": [countries]}],
        coverage=coverage("2023-01-01", health="SGB_V_employed"),
    )
    who["stay"][0].update(rest)
    return who


def test_a_card_that_looks_expired_is_no_alarm_and_one_quiet_step() -> None:
    evaluation = judged(protected())

    assert (named(evaluation), asked(evaluation)) == ([], [])
    assert [(each.step.id, each.step.severity) for each in evaluation.next_steps] == [
        ("residence.carry_ordinance", "notice")
    ]


@pytest.mark.parametrize("on", ["2024-03-05", "2025-03-04", "2025-03-05", "2026-03-04", "2026-03-05", "2027-03-04"])
def test_one_ordinance_follows_the_other_without_a_day_between(on: str) -> None:
    assert named(judged(protected(), on=on)) == []


def test_of_the_time_after_the_last_ordinance_nothing_is_said() -> None:
    evaluation = judged(protected(), on="2027-03-10")

    assert (named(evaluation), steps(evaluation)) == ([], [])
    assert "residence.protection_24_after_2027" in [each.statement.id for each in evaluation.not_modelled]


def test_whom_the_ordinance_left_out_had_to_renew() -> None:
    left_out = protected("NG", protected_in_ukraine=False)

    assert named(judged(left_out, on="2025-03-04")) == ["residence.protection_24_ended"]
    assert only(judged(left_out, on="2025-03-05")).severity is Severity.EXISTENCE
    assert named(judged(protected("NG", protected_in_ukraine=True))) == []


def test_who_was_protected_in_ukraine_is_a_question_where_nobody_asked() -> None:
    evaluation = judged(protected("NG"))

    assert (named(evaluation), steps(evaluation)) == ([], [])
    assert [fact for fact, _ in asked(evaluation)] == ["stay.protected_in_ukraine"]
