"""The shipped chains: where a person stands in them, and who is told nothing of them."""

from __future__ import annotations

import pytest

from kimcore.evaluation.chains import ChainStanding
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import FindingKind
from tests.households import Document, coverage, evaluated, household, person

ARRIVED, LAST_DAY, A_DAY_LATE = "2026-06-01", "2026-07-27", "2026-07-28"
NONE_YET = {"attends": None, "registered_on": None, "admitted": None, "obliged": None}


def judged(who: Document, on: str) -> Evaluation:
    return evaluated(household("chains", on, [who]), on)


def wanting(concern: str, birth: str = "1996-01-01", since: str = ARRIVED, **histories: object) -> Document:
    """Somebody with a title and a card who asks about this."""
    card = {"status": "refugee", "document": "residence_card", "issued": "2026-06-15", "must_leave": False}
    known = {
        "residence": [{"first": since, **card}],
        "coverage": coverage(since, livelihood="SGB_II", health="SGB_V_sgb2"),
        "courses": [NONE_YET],
        "concerns": [{"concern": concern}],
    }
    return person("L", birth, since, **{**known, **histories})


def chain(evaluation: Evaluation) -> ChainStanding:
    (standing,) = evaluation.chains
    return standing


def states(standing: ChainStanding) -> list[dict[str, str]]:
    return [{each.step.id: each.state for each in stage} for stage in standing.stages]


def late(evaluation: Evaluation) -> list[str]:
    return [each.id for each in evaluation.findings if each.kind is FindingKind.CHAIN_OVERDUE]


# ---------------------------------------------------------------------------------------- from arrival to the course


@pytest.mark.parametrize(
    ("on", "state", "left", "found"),
    [
        (LAST_DAY, "under_way", 0, []),
        (A_DAY_LATE, "overdue", -1, [f"chain.arrival_to_course:L:{A_DAY_LATE}"]),
    ],
)
def test_a_newcomer_has_the_eight_weeks_of_rheine(on: str, state: str, left: int, found: list[str]) -> None:
    evaluation = judged(wanting("language"), on)
    standing = chain(evaluation)

    assert (standing.chain.id, standing.state, standing.left) == ("chain.arrival_to_course", state, left)
    assert states(standing) == [{"course.register": "not_needed", "language.use_course_claim": "ready"}]
    assert (standing.here, late(evaluation)) == (("language.use_course_claim",), found)


def test_who_attends_the_course_has_reached_the_goal() -> None:
    attending = wanting("language", courses=[{**NONE_YET, "attends": True}])
    evaluation = judged(attending, A_DAY_LATE)

    assert (chain(evaluation).state, late(evaluation)) == ("reached", [])


@pytest.mark.parametrize(
    "neighbour",
    [
        pytest.param(wanting("language", since="2024-01-01"), id="long here"),
        pytest.param(wanting("health"), id="asks about something else"),
        pytest.param(wanting("language", stay=[{"in_germany": True}]), id="arrival not recorded"),
    ],
)
def test_who_is_no_newcomer_on_the_way_to_a_course_hears_nothing_of_it(neighbour: Document) -> None:
    evaluation = judged(neighbour, A_DAY_LATE)
    assert (evaluation.chains, late(evaluation)) == ((), [])


# ---------------------------------------------------------------------------------------- school


def test_a_child_stands_at_the_proof_and_need_not_wait_for_it_to_be_counselled() -> None:
    standing = chain(judged(wanting("school", "2017-01-01"), A_DAY_LATE))

    assert (standing.chain.id, standing.state, standing.until) == ("chain.school_place", "under_way", None)
    assert states(standing) == [{"health.prove_measles": "ready"}, {"school.newcomer_counselling": "ready"}]
    assert standing.here == ("health.prove_measles", "school.newcomer_counselling")


def test_a_child_at_school_has_reached_the_goal() -> None:
    enrolled = wanting("school", "2017-01-01", school=[{"enrolled": True}])
    assert chain(judged(enrolled, A_DAY_LATE)).state == "reached"


@pytest.mark.parametrize("birth", ["2024-01-01", "1996-01-01"])
def test_who_is_too_young_or_too_old_is_not_on_the_way_to_a_school(birth: str) -> None:
    assert judged(wanting("school", birth), A_DAY_LATE).chains == ()


# ---------------------------------------------------------------------------------------- recognition, naturalisation


def test_a_foreign_qualification_is_recognised_in_the_end() -> None:
    def degree(*, recognised: bool) -> Document:
        return wanting("recognition", qualifications=[{"foreign": True, "recognised": recognised}])

    before, after = (chain(judged(degree(recognised=known), A_DAY_LATE)) for known in (False, True))

    assert before.chain.id == "chain.recognition_of_qualification"
    assert (before.state, before.here) == ("under_way", ("work.recognition_counselling",))
    assert after.state == "reached"


def test_naturalisation_is_a_chain_of_what_comes_before_it() -> None:
    standing = chain(judged(wanting("naturalisation", since="2018-01-01"), A_DAY_LATE))

    assert (standing.chain.id, standing.state) == ("chain.naturalisation", "under_way")
    assert states(standing) == [{"residence.naturalisation": "ready"}]


@pytest.mark.parametrize("concern", ["health", "livelihood"])
def test_who_asks_about_something_else_is_in_no_chain(concern: str) -> None:
    degree = [{"foreign": True, "recognised": False}]
    assert judged(wanting(concern, "2017-01-01", qualifications=degree), A_DAY_LATE).chains == ()
