"""Chains: the days against the limit, what is done, what stands side by side, and a town's own chain."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kimcore.evaluation.chains import ChainStanding
from kimcore.evaluation.evaluator import Evaluation
from kimcore.exchange.evaluation_json import write_evaluation
from kimcore.exchange.report import report
from kimcore.people.casework import StepRecord
from kimcore.people.kinds import School, Stay
from kimcore.rules.reading import load_rulebook
from kimcore.rules.rulebook import Rulebook
from tests.evaluation.freedonians import case, draft, evaluated, person

ARRIVED = date(2025, 3, 19)
LAST = date(2025, 5, 14)
"""56 days after the arrival: § 187 Abs. 1 and § 188 Abs. 2 BGB."""

STEPS = """
[[step]]
id = "register"
title = { de = "Anmelden", en = "Register" }
[[step]]
id = "measles"
after = [{ step = "register", reason = "law", basis = "§ 1 AsylbLG" }]
[[step]]
id = "advice"
after = [{ step = "register", reason = "document" }]
[[step]]
id = "place"
done_if = ["school.enrolled"]
after = [{ step = "measles", reason = "document" }, { step = "advice", reason = "document" }]
"""
CHAIN = """
[[chain]]
id = "to_school"
title = { de = "In die Schule", en = "To school" }
for = ["work.capable"]
goal = "place"
within = { length = "8 weeks", from = "stay.since" }
owner = "schulamt"
"""


def law() -> Rulebook:
    return draft(STEPS + CHAIN)


def judged(on: date = LAST, steps: tuple[StepRecord, ...] = (), **histories: Any) -> Evaluation:
    known = {"stay": (Stay(first=ARRIVED, in_germany=True, since=ARRIVED),), **histories}
    return evaluated(case(person(**known), as_of=on, steps=steps), on, law())


def only(evaluation: Evaluation) -> ChainStanding:
    (standing,) = evaluation.chains
    return standing


def states(standing: ChainStanding) -> list[list[tuple[str, str]]]:
    return [[(each.step.id, each.state) for each in stage] for stage in standing.stages]


def taken(step: str, done: date | None = None, started: date | None = None) -> StepRecord:
    return StepRecord(step=step, person="A", started=started, done=done)


@pytest.mark.parametrize(
    ("days", "state", "left", "found"),
    [
        (-1, "under_way", 1, []),
        (0, "under_way", 0, []),
        (1, "overdue", -1, [("to_school:A:2025-05-15", "delay", ("register",))]),
    ],
)
def test_a_chain_is_overdue_from_the_day_after_its_last_day(days: int, state: str, left: int, found: Any) -> None:
    evaluation = judged(LAST + timedelta(days=days))
    standing = only(evaluation)

    assert (standing.state, standing.until, standing.used, standing.left) == (state, LAST, 56 + days, left)
    assert [(each.id, each.severity.value, each.remedies) for each in evaluation.findings] == found
    assert standing.broke == tuple(id_ for id_, _, _ in found)


def test_a_chain_of_which_the_start_is_unknown_is_open_and_asked_never_overdue() -> None:
    known = person(unknown=["stay"])
    evaluation = evaluated(case(known, as_of=LAST), LAST + timedelta(days=100), law())
    standing = only(evaluation)

    assert (standing.state, standing.until, standing.needs) == ("open", None, ("stay.since",))
    assert evaluation.findings == ()
    assert ("A", "stay.since") in [(each.person, each.fact) for each in evaluation.questions]


def test_steps_side_by_side_share_a_stage_and_wait_for_what_comes_before() -> None:
    assert states(only(judged())) == [
        [("register", "ready")],
        [("advice", "waiting"), ("measles", "waiting")],
        [("place", "waiting")],
    ]


def test_what_is_recorded_as_done_or_begun_moves_the_person_on() -> None:
    standing = only(judged(steps=(taken("register", done=ARRIVED), taken("advice", started=ARRIVED))))

    assert states(standing) == [
        [("register", "done")],
        [("advice", "in_progress"), ("measles", "ready")],
        [("place", "waiting")],
    ]
    assert standing.here == ("advice", "measles")


def test_what_was_done_before_the_chain_began_does_not_count() -> None:
    standing = only(judged(steps=(taken("register", done=ARRIVED - timedelta(days=1)),)))
    assert standing.here == ("register",)


def test_a_goal_that_the_facts_show_is_reached_and_late_for_nobody() -> None:
    evaluation = judged(LAST + timedelta(days=100), school=(School(enrolled=True),))
    assert (only(evaluation).state, evaluation.findings) == ("reached", ())


def test_a_chain_is_not_for_somebody_who_does_not_meet_its_test() -> None:
    assert judged(LAST + timedelta(days=1), work=()).chains == ()


def test_a_chain_is_told_in_json_and_text() -> None:
    evaluation = judged(LAST + timedelta(days=1))
    (told,) = json.loads(write_evaluation(evaluation))["chains"]

    assert (told["chain"], told["state"], told["left"], told["owner"]) == ("to_school", "overdue", -1, "schulamt")
    text = report(evaluation, lang="en", sections=("findings", "chains"))
    assert "CHAIN OVERDUE since 2025-05-15: To school." in text
    assert "Stage 1: Register (ready)" in text


def test_a_town_adds_a_chain_in_a_file_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "town.toml"
    own.write_text(
        """
[[chain]]
id = "town.naturalisation"
title = { de = "Unsere Kette", en = "our chain" }
goal = "residence.naturalisation"
in_force = {}
basis = "§ 10 Abs. 1 StAG"
verified_on = 2026-08-19
confidence = "medium"
""",
        encoding="utf-8",
    )
    shipped, with_own = load_rulebook("nrw"), load_rulebook("nrw", also=[own])

    assert {*with_own.ids} - {*shipped.ids} == {"town.naturalisation"}
    assert with_own.digest != shipped.digest
