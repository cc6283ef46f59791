"""Leave to work by status and date: the step is offered from the day on which leave can be given, and not before.

In a reception facility with a Duldung: six months, since 12 June 2026 three with a valid passport (§ 61 Abs. 1 AsylG); with
a Gestattung outside: three months (§ 61 Abs. 2 AsylG); with a Duldung outside: three months in Germany (§ 32 BeschV).
"""

from __future__ import annotations

from datetime import date

import pytest

from kimcore import Evaluation, JudgementKind, Nature
from tests.households import Document, coverage, evaluated, household, person

STEP = "work.apply_permission"


def looking_for_work(status: str, since: str, **histories: object) -> Document:
    """Somebody from Nigeria who wants to work, with this status and everything else as given or none."""
    known = {
        "residence": [{"first": since, "status": status, "document": "duldung_certificate", "must_leave": False}],
        "coverage": coverage(since, livelihood="AsylbLG_basic", health="AsylbLG_4"),
        "nationality": [{"countries": ["NG"]}],
        "concerns": [{"concern": "work"}],
    }
    return person("W", "1996-01-01", since, **{**known, **histories})


def tolerated(since: str, *, in_facility: bool, **histories: object) -> Document:
    suspended = {"suspended_on": since, "own_obstacle": False, "imminent": False}
    known = {"deportation": [suspended], "asylum": [{"in_facility": in_facility, "applied_on": since}]}
    return looking_for_work("duldung", since, **{**known, **histories})


def in_procedure(registered: str, **histories: object) -> Document:
    asylum = {"in_facility": False, "registered_on": registered, "applied_on": registered}
    return looking_for_work("gestattung", registered, **{"asylum": [asylum], **histories})


def judged(who: Document, on: str) -> Evaluation:
    return evaluated(household("work", on, [who]), on)


def offered(who: Document, on: str) -> bool:
    return STEP in [each.step.id for each in judged(who, on).next_steps]


@pytest.mark.parametrize(
    ("who", "last_day_without", "first_day_with"),
    [
        pytest.param(tolerated("2025-11-01", in_facility=True), "2026-04-30", "2026-05-01", id="facility, six months"),
        pytest.param(
            tolerated("2026-03-01", in_facility=True, papers=[{"held": ["passport"]}]),
            "2026-06-11",
            "2026-06-12",
            id="facility, with a passport, on both sides of the reform",
        ),
        pytest.param(
            tolerated("2026-03-01", in_facility=False), "2026-05-31", "2026-06-01", id="outside, three months"
        ),
        pytest.param(in_procedure("2026-03-01"), "2026-05-31", "2026-06-01", id="asylum procedure, three months"),
    ],
)
def test_leave_is_offered_from_its_first_day_on(who: Document, last_day_without: str, first_day_with: str) -> None:
    assert (offered(who, last_day_without), offered(who, first_day_with)) == (False, True)


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(
            tolerated("2025-03-01", in_facility=False, nationality=[{"countries": ["GH"]}]),
            id="safe country, tolerated",
        ),
        pytest.param(in_procedure("2025-03-01", nationality=[{"countries": ["GH"]}]), id="safe country, in procedure"),
        pytest.param(
            tolerated("2025-03-01", in_facility=False, deportation=[{"own_obstacle": True, "imminent": False}]),
            id="obstacle of one's own making",
        ),
        pytest.param(
            tolerated("2025-03-01", in_facility=False, deportation=[{"own_obstacle": False, "imminent": True}]),
            id="deportation imminent",
        ),
        pytest.param(
            in_procedure("2025-03-01", work=[{"capable": True, "permission": True}]), id="leave given already"
        ),
        pytest.param(looking_for_work("refugee", "2025-03-01"), id="no leave needed"),
    ],
)
def test_the_neighbours_are_not_sent_for_leave(who: Document) -> None:
    assert not offered(who, "2026-08-19")


def test_bars_nobody_asked_about_are_named() -> None:
    who = tolerated("2025-03-01", in_facility=False)
    who["deportation"] = [{"suspended_on": "2025-03-01"}]
    judgement = judged(who, "2026-08-19").judgement("work.duldung_outside", "W")

    assert judgement.kind is JudgementKind.APPLIES_UNLESS
    assert judgement.open_facts == (("W", "deportation.own_obstacle"), ("W", "deportation.imminent"))


def test_unclear_identity_closes_work_and_the_way_out_is_named() -> None:
    evaluation = judged(looking_for_work("duldung_identity", "2025-03-01"), "2026-08-19")
    (gap,) = evaluation.findings

    assert (gap.named and gap.named.id, gap.nature, gap.remedies) == (
        "work.closed_by_identity",
        Nature.LAW,
        ("work.cure_identity",),
    )
    assert not offered(looking_for_work("duldung_identity", "2025-03-01"), "2026-08-19")


def test_the_office_is_that_of_the_place() -> None:
    (step,) = [each for each in judged(in_procedure("2026-03-01"), "2026-06-01").next_steps if each.step.id == STEP]

    assert step.decides is not None
    assert [each.printed_name(on=date(2026, 6, 1), lang="de") for each in step.decides.agencies] == [
        "Ausländerbehörde der Stadt Gladbeck"
    ]
