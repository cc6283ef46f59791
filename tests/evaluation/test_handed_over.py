"""Handoffs that do not arrive, each with a neighbour that stays silent, and the days around each threshold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from kimcore.evaluation.evaluator import Evaluator
from kimcore.evaluation.finding import Severity
from kimcore.landscape.reading import read_landscape
from kimcore.people.history import NOT_RECORDED
from kimcore.people.kinds import Livelihood, Membership, Place, Residence
from kimcore.people.moves import MoveName
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.rulebook import Rulebook
from tests.evaluation.freedonians import (
    ALLOWANCE,
    DORSTEN,
    FUND,
    GLADBECK,
    SHELTERED_UNTIL,
    TODAY,
    applied,
    case,
    draft,
    evaluated,
    law,
    only,
    paid,
    person,
    settled,
    settler,
    sheltered,
)
from tests.evaluation.passing import (
    CASTLE,
    GUEST_HOUSE,
    HALL,
    MILL,
    causes,
    covered,
    looked_at,
    of_handoffs,
    passed,
    told,
    when,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SENT = TODAY - timedelta(days=40)


def test_where_handoffs_are_not_recorded_nothing_is_said_of_them() -> None:
    assert causes(looked_at()) == []
    assert of_handoffs(evaluated(case(covered(), handoffs=NOT_RECORDED))) == []


# ---------------------------------------------------------------------------------------- no answer


@pytest.mark.parametrize(("late", "found"), [(-1, []), (0, []), (1, ["unanswered"]), (30, ["unanswered"])])
def test_no_answer_is_told_from_the_day_after_the_one_agreed(late: int, found: list[str]) -> None:
    due = TODAY - late * DAY

    assert causes(looked_at(passed(sent=SENT, answer_due=due))) == found


def test_the_finding_says_since_when_and_who_has_to_act() -> None:
    finding = only(of_handoffs(looked_at(passed(sent=SENT, answer_due=TODAY - WEEK))))

    assert (finding.since, finding.acts, finding.persons) == (TODAY - WEEK + DAY, MILL, ("A",))
    assert (finding.mechanism, finding.severity, finding.predicted) == (Mechanism.HANDOFF, Severity.DELAY, False)
    assert finding.id == "handoff:unanswered:1:2025-05-08"


def test_without_a_day_that_somebody_agreed_no_answer_is_no_alarm() -> None:
    assert causes(looked_at(passed(sent=SENT))) == []


@pytest.mark.parametrize("move", ["acknowledge", "accept", "reject", "forward", "withdraw", "void"])
def test_who_has_done_anything_has_answered(move: Any) -> None:
    handoff = passed((move, TODAY), sent=SENT, answer_due=TODAY - WEEK)

    assert "unanswered" not in causes(looked_at(handoff))


def test_an_answer_after_the_day_of_evaluation_is_none_yet() -> None:
    handoff = passed(("accept", TODAY), sent=SENT, answer_due=TODAY - WEEK)
    before = evaluated(case(covered(), handoffs=(handoff,)), TODAY - DAY)

    assert causes(before) == ["unanswered"]


def test_what_was_asked_of_somebody_else_waits_for_no_answer() -> None:
    first = passed(sent=SENT, answer_due=TODAY - WEEK)
    other = passed(key="2", sent=TODAY - DAY, to="the inn", follows="1")

    assert causes(looked_at(first, other)) == []


def test_a_record_too_old_to_tell_is_silent() -> None:
    record = case(covered(), handoffs=(passed(sent=SENT, answer_due=TODAY - WEEK),), stale_after=30)

    assert causes(evaluated(record, TODAY + 30 * DAY)) == ["unanswered"]
    assert causes(evaluated(record, TODAY + 31 * DAY)) == []


def transferred(sent: date, **rest: Any) -> Any:
    return passed(sent=sent, kind="transfer", from_=HALL, to=CASTLE, **rest)


GUESTS_LAST_DAYS: dict[str, Any] = {"residence": settler(date(2025, 4, 11)), "coverage": sheltered(SHELTERED_UNTIL)}


@pytest.mark.parametrize(("day", "found"), [(date(2025, 5, 5), []), (date(2025, 5, 6), ["unanswered"])])
def test_a_transition_says_by_when_the_recipient_should_confirm(day: date, found: list[str]) -> None:
    """Sent on Monday 21 April: the two weeks end with Monday 5 May."""
    sent = date(2025, 4, 21)
    evaluation = looked_at(transferred(sent), who=person(**GUESTS_LAST_DAYS), on=day)

    assert [cause for cause in causes(evaluation) if cause == "unanswered"] == found


def test_a_transition_says_nothing_of_other_matters_and_of_those_whom_it_does_not_concern() -> None:
    day = date(2025, 5, 30)
    other = transferred(date(2025, 4, 21), matter="registration")
    never_sheltered: dict[str, Any] = {"residence": settler(date(2025, 4, 11)), "coverage": paid(ALLOWANCE, FUND)}

    assert "unanswered" not in causes(looked_at(other, who=person(**GUESTS_LAST_DAYS), on=day))
    assert causes(looked_at(transferred(TODAY - 60 * DAY), who=person(**never_sheltered), on=TODAY)) == []


# ---------------------------------------------------------------------------------------- how bad it is


def test_what_nobody_pays_for_threatens_existence() -> None:
    handoff = passed(sent=SENT, answer_due=TODAY - WEEK)

    assert only(of_handoffs(looked_at(handoff, who=settled()))).severity is Severity.EXISTENCE
    assert (
        only(of_handoffs(looked_at(evolve(handoff, matter="registration"), who=settled()))).severity is Severity.DELAY
    )


@pytest.mark.parametrize(("left", "severity"), [(31, "delay"), (30, "existence"), (0, "existence"), (-9, "existence")])
def test_a_paper_that_is_as_good_as_gone_threatens_existence(left: int, severity: str) -> None:
    papers = (Residence(status="refugee", document="residence_card", document_until=TODAY + left * DAY),)
    handoff = passed(sent=SENT, answer_due=TODAY - WEEK, matter="residence_permit")

    assert only(of_handoffs(looked_at(handoff, who=covered(residence=papers)))).severity.value == severity


# ---------------------------------------------------------------------------------------- refused


def test_a_refusal_is_told_from_its_day_on_and_goes_back_to_the_sender() -> None:
    handoff = passed(("reject", TODAY - WEEK), sent=SENT)
    finding = only(of_handoffs(looked_at(handoff)))

    assert (finding.cause, finding.since, finding.acts) == ("refused", TODAY - WEEK, GUEST_HOUSE)
    assert causes(evaluated(case(covered(), handoffs=(handoff,)), TODAY - WEEK - DAY)) == []
    assert causes(evaluated(case(covered(), handoffs=(handoff,)), TODAY - WEEK)) == ["refused"]


def test_when_all_have_refused_the_whole_way_is_shown() -> None:
    first = passed(("reject", SENT + DAY), sent=SENT)
    second = passed(("reject", TODAY), key="2", sent=TODAY - DAY, to="the inn", follows="1")
    finding = only(of_handoffs(looked_at(first, second)))

    assert (finding.cause, [each.key for each in finding.handoffs]) == ("refused_by_all", ["1", "2"])


def test_a_forwarding_that_has_arrived_stays_with_who_refused_it() -> None:
    finding = only(of_handoffs(looked_at(passed(("reject", TODAY), sent=SENT, kind="forwarding"))))

    assert finding.acts == MILL


def test_a_refusal_is_over_where_somebody_went_on() -> None:
    refused = passed(("reject", TODAY - WEEK), sent=SENT)
    follows = passed(key="2", sent=TODAY - DAY, to="the inn", follows="1")
    anew = passed(key="2", sent=TODAY - WEEK, to="the inn")
    earlier = passed(key="2", sent=TODAY - WEEK - DAY, to="the inn")

    assert causes(looked_at(refused, follows)) == []
    assert causes(looked_at(refused, anew)) == []
    assert causes(looked_at(refused, earlier)) == ["refused"]


@pytest.mark.parametrize(("filed", "found"), [(-1, ["refused"]), (0, []), (3, [])])
def test_a_refusal_is_over_where_the_person_applied_from_its_day_on(filed: int, found: list[str]) -> None:
    refused = passed(("reject", TODAY - WEEK), sent=SENT)
    applications = (applied(TODAY - WEEK + filed * DAY),)

    assert causes(looked_at(refused, applications=applications)) == found


def test_a_refusal_is_over_where_it_has_been_paid_since() -> None:
    refused = passed(("reject", TODAY - WEEK), sent=SENT)
    since = covered(coverage=paid(ALLOWANCE, FUND, first=TODAY - WEEK))
    before = covered(coverage=paid(ALLOWANCE, FUND, first=TODAY - WEEK - DAY))

    assert causes(looked_at(refused, who=since)) == []
    assert causes(looked_at(refused, who=before)) == ["refused"]


# ---------------------------------------------------------------------------------------- circles


def test_what_comes_back_goes_in_circles_from_the_day_it_was_sent_back() -> None:
    first = passed(("forward", SENT + DAY), sent=SENT, kind="forwarding")
    back = passed(key="2", sent=TODAY - DAY, kind="forwarding", from_=MILL, to=GUEST_HOUSE, follows="1")

    assert when(of_handoffs(looked_at(first, back))) == [("looping", TODAY - DAY)]


def test_what_goes_on_to_another_or_is_taken_goes_in_no_circle() -> None:
    first = passed(("forward", SENT + DAY), sent=SENT, kind="forwarding")
    onward = passed(key="2", sent=TODAY - DAY, kind="forwarding", from_=MILL, to="the inn", follows="1")
    taken = passed(
        ("accept", TODAY), key="2", sent=TODAY - DAY, kind="forwarding", from_=MILL, to=GUEST_HOUSE, follows="1"
    )

    assert causes(looked_at(first, onward)) == []
    assert causes(looked_at(first, taken)) == []


def test_to_ask_the_same_one_again_is_no_circle_but_after_another_it_is() -> None:
    refused = passed(("reject", SENT + DAY), sent=SENT)
    again = passed(key="2", sent=TODAY, follows="1")
    inn = passed(("reject", SENT + 3 * DAY), key="2", sent=SENT + 2 * DAY, to="the inn", follows="1")
    in_the_end = passed(key="3", sent=TODAY, follows="2")

    assert causes(looked_at(refused, again)) == []
    assert causes(looked_at(refused, inn, in_the_end)) == ["looping"]


def test_what_was_completed_before_it_came_back_is_over() -> None:
    done: Any = passed(
        ("accept", SENT), ("start", SENT), ("complete", SENT + DAY), sent=SENT, reports=(told("person", "helped"),)
    )
    back = passed(key="2", sent=TODAY, from_=MILL, to=GUEST_HOUSE, follows="1")

    assert causes(looked_at(done, back)) == []


MOST = """
[[value]]
id = "MOST_FORWARDINGS"
title = { de = "Weiterleitungen höchstens", en = "forwardings at most" }
is = 2
in_force = { from = 2025-04-20 }
"""


def forwarded(times: int, last_sent: date = TODAY) -> tuple[Any, ...]:
    """Forwarded so often, each time to another one; the last one has not answered."""
    found = []
    for number in range(1, times + 1):
        moves: Any = () if number == times else (("forward", SENT + number * DAY),)
        sent = last_sent if number == times else SENT + (number - 1) * DAY
        found.append(
            passed(
                *moves,
                key=str(number),
                sent=sent,
                kind="forwarding",
                from_=f"the inn {number - 1}",
                to=f"the inn {number}",
                follows=str(number - 1) if number > 1 else None,
            )
        )
    return tuple(found)


@pytest.mark.parametrize(("times", "found"), [(2, []), (3, ["too_many_hops"]), (4, ["too_many_hops"])])
def test_what_is_forwarded_more_often_than_the_rulebook_says_is_told(times: int, found: list[str]) -> None:
    assert causes(looked_at(*forwarded(times), rulebook=draft(MOST))) == found


def test_where_no_rulebook_says_how_often_it_is_never_too_often() -> None:
    assert causes(looked_at(*forwarded(4))) == []
    assert causes(looked_at(*forwarded(3, date(2025, 4, 19)), rulebook=draft(MOST))) == []


# ---------------------------------------------------------------------------------------- twice


def test_the_same_matter_open_twice_with_one_agency_is_a_notice_from_the_second_on() -> None:
    one, other = passed(sent=SENT), passed(key="2", sent=TODAY - DAY)
    finding = only(of_handoffs(looked_at(one, other)))

    assert (finding.cause, finding.since, finding.severity) == ("duplicate", TODAY - DAY, Severity.NOTICE)
    assert causes(evaluated(case(covered(), handoffs=(one, other)), TODAY - 2 * DAY)) == []
    assert causes(evaluated(case(covered(), handoffs=(one, other)), TODAY - DAY)) == ["duplicate"]


@pytest.mark.parametrize(
    "neighbour",
    [
        {"to": "the inn"},
        {"matter": "registration"},
        {"person": "B"},
        {"kind": "notice"},
        {"kind": "involvement"},
    ],
    ids=lambda each: next(iter(each)),
)
def test_another_recipient_matter_person_or_kind_is_not_the_same(neighbour: dict[str, Any]) -> None:
    one, other = passed(sent=SENT), passed(key="2", sent=TODAY, **neighbour)
    record = case(covered(), covered("B"), handoffs=(one, other))

    assert causes(evaluated(record)) == []


def test_what_is_over_is_not_open() -> None:
    taken_back = passed(("withdraw", TODAY), sent=SENT)

    assert causes(looked_at(taken_back, passed(key="2", sent=TODAY))) == []


# ---------------------------------------------------------------------------------------- what came of it

DONE: tuple[tuple[MoveName, date], ...] = (("accept", TODAY - WEEK), ("start", TODAY - WEEK), ("complete", TODAY - DAY))


def test_what_is_over_without_a_word_about_it_is_a_notice_from_its_last_day_on() -> None:
    handoff = passed(*DONE, sent=SENT)
    finding = only(of_handoffs(looked_at(handoff)))

    assert (finding.cause, finding.since, finding.severity) == ("without_outcome", TODAY - DAY, Severity.NOTICE)
    assert finding.acts == GUEST_HOUSE
    assert causes(evaluated(case(covered(), handoffs=(handoff,)), TODAY - 2 * DAY)) == []


@pytest.mark.parametrize("outcome", ["helped", "not_helped", "did_not_attend", "not_known"])
def test_any_report_is_a_word_about_it(outcome: Any) -> None:
    assert causes(looked_at(passed(*DONE, sent=SENT, reports=(told("person", outcome),)))) == []


def test_a_report_after_the_day_of_evaluation_is_none_yet() -> None:
    handoff = passed(*DONE, sent=SENT, reports=(told("person", "helped", TODAY),))

    assert causes(evaluated(case(covered(), handoffs=(handoff,)), TODAY - DAY)) == ["without_outcome"]


def test_what_ended_before_the_window_is_not_brought_up_again() -> None:
    """The window begins on 1 May 2024."""
    for closed, found in ((date(2024, 5, 1), ["without_outcome"]), (date(2024, 4, 30), [])):
        moves: Any = (("accept", closed), ("start", closed), ("complete", closed))

        assert causes(looked_at(passed(*moves, sent=closed))) == found


def test_what_is_not_over_needs_no_outcome() -> None:
    assert causes(looked_at(passed(*DONE[:2], sent=SENT))) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("helped", "not_helped", ["outcome_disputed"]),
        ("helped", "did_not_attend", ["outcome_disputed"]),
        ("partly_helped", "not_helped", ["outcome_disputed"]),
        ("helped", "partly_helped", []),
        ("helped", "helped", []),
        ("helped", "not_known", []),
    ],
)
def test_two_sides_may_tell_it_differently(one: Any, other: Any, found: list[str]) -> None:
    reports = (told("recipient", one, TODAY - DAY), told("person", other, TODAY))

    assert when(of_handoffs(looked_at(passed(*DONE, sent=SENT, reports=reports)))) == [(each, TODAY) for each in found]


def test_the_last_word_of_each_side_counts() -> None:
    reports = (
        told("recipient", "helped", TODAY - 2 * DAY),
        told("person", "not_helped", TODAY - DAY),
        told("person", "helped", TODAY),
    )
    handoff = passed(*DONE, sent=SENT, reports=reports)

    assert causes(looked_at(handoff)) == []
    assert causes(evaluated(case(covered(), handoffs=(handoff,)), TODAY - DAY)) == ["outcome_disputed"]


# ---------------------------------------------------------------------------------------- cut before takeover


@pytest.mark.parametrize(("day", "found"), [(SHELTERED_UNTIL, []), (SHELTERED_UNTIL + DAY, ["cut"])])
def test_a_transfer_is_cut_from_the_day_after_the_last_payment(day: date, found: list[str]) -> None:
    handoff = transferred(date(2025, 4, 25))
    evaluation = evaluated(case(settled(), handoffs=(handoff,)), day)

    assert when(of_handoffs(evaluation)) == [(each, SHELTERED_UNTIL + DAY) for each in found]


def test_where_another_benefit_follows_the_recipient_has_to_begin() -> None:
    finding = only(of_handoffs(evaluated(case(settled(), handoffs=(transferred(date(2025, 5, 2)),)), date(2025, 5, 5))))

    assert (finding.cause, finding.acts, finding.severity) == ("cut", CASTLE, Severity.EXISTENCE)
    assert (finding.since, finding.before and finding.before.benefit) == (date(2025, 5, 2), "AsylbLG_basic")


def test_where_the_same_benefit_goes_on_elsewhere_the_sender_has_to_pay() -> None:
    ended = covered(coverage=paid(ALLOWANCE, FUND, last=TODAY - WEEK))
    handoff = passed(("accept", TODAY - DAY), sent=SENT, kind="transfer")
    finding = only(of_handoffs(looked_at(handoff, who=ended)))

    assert (finding.cause, finding.since, finding.acts) == ("cut", TODAY - WEEK + DAY, GUEST_HOUSE)


@pytest.mark.parametrize(
    ("who", "rest"),
    [
        (covered(), {}),
        (covered(coverage=paid(ALLOWANCE, FUND, last=TODAY - WEEK), livelihood=(Livelihood(in_need=False),)), {}),
        (covered(coverage=paid(ALLOWANCE, FUND, last=TODAY - WEEK)), {"kind": "warm_referral"}),
        (covered(coverage=()), {}),
        (covered(unknown=("coverage",)), {}),
    ],
    ids=["paid", "not in need", "no transfer", "never paid", "not recorded"],
)
def test_a_transfer_is_not_cut_where_nobody_stopped_what_was_due(who: Any, rest: dict[str, Any]) -> None:
    assert causes(looked_at(passed(sent=SENT, **{"kind": "transfer", **rest}), who=who)) == []


def test_a_recipient_that_has_begun_is_not_waited_for() -> None:
    ended = covered(coverage=paid(ALLOWANCE, FUND, last=TODAY - WEEK))
    begun = passed(("accept", TODAY), ("start", TODAY), sent=SENT, kind="transfer")

    assert causes(looked_at(begun, who=ended)) == []


# ---------------------------------------------------------------------------------------- recipients


def at_the_office(sent: date = SENT, **rest: Any) -> Any:
    return passed(sent=sent, **{"matter": "registration", "to": HALL, **rest})


def test_a_handoff_to_an_office_of_another_town_is_wrong_from_the_day_it_was_sent() -> None:
    finding = only(of_handoffs(looked_at(at_the_office(to="hall.dorsten"))))

    assert (finding.mechanism, finding.cause, finding.since) == (Mechanism.COMPETENCE, "wrong_addressee", SENT)
    assert finding.office
    assert [each.id for each in finding.office.agencies] == [HALL]
    assert finding.acts == "hall.dorsten"


def test_the_right_office_an_unknown_one_and_one_that_only_accepts_are_not_wrong() -> None:
    assert causes(looked_at(at_the_office())) == []
    assert causes(looked_at(at_the_office(to="the inn"))) == []
    assert causes(looked_at(at_the_office(matter="sgb2_benefits"))) == []
    assert causes(looked_at(at_the_office(to=CASTLE, matter="sgb2_benefits"))) == []


def test_where_it_is_open_who_is_competent_nothing_is_wrong() -> None:
    """Nobody knows where the person is, or the landscape does not cover the matter."""
    assert causes(looked_at(at_the_office(to="hall.dorsten"), who=covered(unknown=("places",)))) == []
    assert causes(looked_at(at_the_office(to="hall.dorsten", matter="kindergeld"))) == []


def test_where_the_landscape_does_not_claim_to_be_complete_nobody_is_wrong() -> None:
    """It has a hall for the matter, and perhaps not every one."""
    text = Path(__file__).with_name("freedonia.toml").read_text("utf-8")
    offices = read_landscape(text.replace(' "registration", "school_placement", "counselling",', ' "counselling",'))
    record = case(covered(), handoffs=(at_the_office(to="hall.dorsten"),))

    assert causes(evaluated(record)) == ["wrong_addressee"]
    assert causes(Evaluator(law(), offices).evaluate(record, on=TODAY)) == []


def test_of_a_wrong_office_nobody_expects_an_answer() -> None:
    late = at_the_office(to="hall.dorsten", answer_due=TODAY - WEEK)

    assert causes(looked_at(late)) == ["wrong_addressee"]


def test_an_office_that_has_accepted_has_taken_it() -> None:
    assert causes(looked_at(passed(("accept", TODAY), sent=SENT, matter="registration", to="hall.dorsten"))) == []


def test_after_a_move_an_office_is_wrong_from_the_day_of_the_move() -> None:
    moved = TODAY - WEEK
    places = (
        Place(kind="habitual", territory=GLADBECK, last=moved - DAY),
        Place(kind="habitual", territory=DORSTEN, first=moved),
    )
    handoffs = (at_the_office(),)
    record = case(covered(places=places), handoffs=handoffs)

    assert when(of_handoffs(evaluated(record, moved - DAY))) == []
    assert when(of_handoffs(evaluated(record, moved))) == [("wrong_addressee", moved)]
    assert when(of_handoffs(evaluated(record, TODAY))) == [("wrong_addressee", moved)]


INN = """
[[agency]]
id = "inn"
kind = "sozialamt"
name = "Gasthaus"
territory = "05562014"
confidence = "high"
exists = { until = 2025-04-30 }
"""


def with_the_inn(handoff: Any, on: date, rest: str = "") -> list[tuple[str, date]]:
    """Freedonia had an inn up to the end of April."""
    text = Path(__file__).with_name("freedonia.toml").read_text("utf-8")
    offices = read_landscape(text + INN + rest)
    return when(of_handoffs(Evaluator(law(), offices).evaluate(case(covered(), handoffs=(handoff,)), on=on)))


def test_what_lies_with_an_agency_that_is_gone_is_orphaned_from_its_first_day_without_it() -> None:
    handoff = at_the_office(to="inn", matter="kindergeld")

    assert with_the_inn(handoff, date(2025, 4, 30)) == []
    assert with_the_inn(handoff, date(2025, 5, 1)) == [("orphaned", date(2025, 5, 1))]
    assert with_the_inn(handoff, TODAY) == [("orphaned", date(2025, 5, 1))]


def test_what_somebody_followed_or_what_is_over_is_not_orphaned() -> None:
    handoff = at_the_office(to="inn", matter="kindergeld")
    over = passed(("reject", TODAY), sent=SENT, to="inn", matter="kindergeld")
    followed = 'successor = "castle"\n'

    assert with_the_inn(handoff, TODAY, followed) == []
    assert with_the_inn(over, TODAY) == [("refused", TODAY)]


# ---------------------------------------------------------------------------------------- as a whole


def test_who_does_not_belong_to_the_household_is_not_told_of() -> None:
    away = covered("B", membership=(Membership(belongs=False, first=TODAY - DAY),))
    handoff = passed(sent=SENT, answer_due=TODAY - WEEK, person="B")

    assert causes(evaluated(case(covered(), away, handoffs=(handoff,)))) == []
    assert causes(evaluated(case(covered(), away, handoffs=(handoff,)), TODAY - 2 * DAY)) == ["unanswered"]


def test_the_order_of_handoffs_never_matters() -> None:
    handoffs = [*forwarded(3), passed(key="7", sent=SENT), passed(key="8", sent=SENT, answer_due=TODAY - DAY)]
    rulebook: Rulebook = draft(MOST)
    forth = looked_at(*handoffs, rulebook=rulebook)
    back = looked_at(*reversed(handoffs), rulebook=rulebook)

    assert sorted(each.id for each in forth.findings) == sorted(each.id for each in back.findings)


def test_what_went_the_same_way_for_several_persons_is_one_finding() -> None:
    late = {"sent": SENT, "answer_due": TODAY - WEEK}
    two = (passed(key="2", person="B", **late), passed(key="1", **late))
    apart = (passed(key="2", person="B", **late, to="the inn"), passed(key="1", **late))
    household = (covered(), covered("B"))
    together = only(of_handoffs(evaluated(case(*household, handoffs=two))))

    assert (together.id, together.persons) == ("handoff:unanswered:1+2:2025-05-08", ("A", "B"))
    assert {each.key for each in together.handoffs} == {"1", "2"}
    assert causes(evaluated(case(*household, handoffs=apart))) == ["unanswered", "unanswered"]


def test_a_finding_keeps_its_id_from_run_to_run() -> None:
    record = case(
        covered(), handoffs=(passed(sent=SENT, answer_due=TODAY - WEEK), at_the_office(to="hall.dorsten", key="2"))
    )
    early, late = (sorted(each.id for each in of_handoffs(evaluated(record, TODAY + n * DAY))) for n in (0, 60))

    assert early == late
