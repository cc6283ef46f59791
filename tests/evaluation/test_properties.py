"""What holds of every evaluation, on drawn households of Freedonia and on cases with a little of everything."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import FindingKind, Severity
from kimcore.evaluation.judgement import JudgementKind
from kimcore.exchange.case_json import read_case, write_case
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED
from kimcore.people.person import Person
from kimcore.testing.strategies import PERSONAL, cases, keys
from tests.evaluation.drawing import BIRTHS, forgotten, households
from tests.evaluation.freedonians import DORSTEN, GLADBECK, TODAY, evaluated, law
from tests.people.growing import continued, stamped

DECIDED = (JudgementKind.APPLIES, JudgementKind.DOES_NOT_APPLY)
STATEMENTS = sorted({rule.id for rule in (*law().definitions, *law().entitlements)})


def findings_by_id(evaluation: Evaluation) -> dict[str, Any]:
    """What is found, without the order of the persons."""
    return {
        found.id: evolve(
            found,
            persons=tuple(sorted(found.persons)),
            consequences=tuple(sorted(found.consequences, key=repr)),
            reservations=tuple(sorted(found.reservations, key=repr)),
        )
        for found in evaluation.findings
    }


def steps_by_id(evaluation: Evaluation) -> Counter[Any]:
    return Counter(
        evolve(step, persons=tuple(sorted(step.persons)), findings=tuple(sorted(step.findings)))
        for step in evaluation.next_steps
    )


def asked(evaluation: Evaluation) -> dict[tuple[str, str], frozenset[Any]]:
    return {(each.person, each.fact): frozenset(each.reasons) for each in evaluation.questions}


def same(one: Evaluation, other: Evaluation) -> bool:
    return (findings_by_id(one), steps_by_id(one), asked(one)) == (
        findings_by_id(other),
        steps_by_id(other),
        asked(other),
    )


# ---------------------------------------------------------------------------------------- the same, whatever the order


@given(households())
def test_evaluating_twice_is_the_same(case: Case) -> None:
    event(f"{min(len(evaluated(case).findings), 3)} findings")
    assert evaluated(case) == evaluated(case)


@given(cases(), st.integers(-400, 400))
def test_a_case_with_a_little_of_everything_is_evaluated_and_twice_the_same(case: Case, later: int) -> None:
    on = date.fromordinal(case.as_of.toordinal() + later)

    assert evaluated(case, on) == evaluated(case, on)


@given(households(), st.randoms())
def test_the_order_of_persons_entries_relations_and_applications_never_matters(case: Case, random: Any) -> None:
    def mixed(items: Any) -> Any:
        return tuple(random.sample(items, len(items))) if isinstance(items, tuple) else items

    persons = [
        evolve(person, **{name: mixed(entries) for name, entries in person.histories.items()})
        for person in case.persons
    ]
    other = evolve(
        case,
        persons=mixed(tuple(persons)),
        relations=mixed(case.relations),
        applications=mixed(case.applications),
    )

    assert same(evaluated(case), evaluated(other))


@given(households())
def test_a_case_read_from_json_is_evaluated_like_the_one_it_was_written_from(case: Case) -> None:
    assert evaluated(read_case(write_case(case))) == evaluated(case)


@given(households(), households())
def test_what_is_known_of_a_stranger_changes_nothing(case: Case, other: Case) -> None:
    """Somebody in the same record, related to nobody and with no application, is no reason for another finding."""
    known = case.relations if isinstance(case.relations, tuple) else ()
    alone = evolve(case, relations=known)
    stranger = evolve(other.persons[0], key="S")
    beside = evolve(alone, persons=(*alone.persons, stranger))
    found, more = evaluated(alone), evaluated(beside)

    mine = {id_: each for id_, each in findings_by_id(more).items() if "S" not in each.persons}
    shared = [each for each in more.findings if "S" in each.persons and len(each.persons) > 1]
    apart = {id_: each for id_, each in findings_by_id(found).items() if id_ in mine}
    assert apart == mine
    assert {each.kind for each in shared} <= {FindingKind.PAYMENT_WITHOUT_ENTITLEMENT, FindingKind.NAMED}
    assert {key: why for key, why in asked(more).items() if key[0] != "S"} == asked(found)


# ---------------------------------------------------------------------------------------- what a finding is


@given(households())
def test_findings_have_ids_of_their_own_and_the_gravest_stands_first(case: Case) -> None:
    found = evaluated(case).findings

    assert len({each.id for each in found}) == len(found)
    assert [each.severity.rank for each in found] == sorted(each.severity.rank for each in found)
    assert all(len(set(each.persons)) == len(each.persons) > 0 for each in found)


@given(households())
def test_a_gap_lies_on_days_that_are_due_and_neither_covered_nor_claimed(case: Case) -> None:
    evaluation = evaluated(case)
    for gap in evaluation.gaps:
        lanes = [evaluation.lane(person, gap.aspect or "") for person in gap.persons]
        first = evaluation.outlook.window.day(gap.since)
        assert any(lane.hole & first for lane in lanes)
        assert not any(lane.hole & (lane.covered | lane.claimed.definitely) for lane in lanes)


@given(households())
def test_the_days_of_a_gap_stand_in_order(case: Case) -> None:
    for gap in evaluated(case).gaps:
        assert gap.until is None or gap.since <= gap.until
        assert gap.act_by is None or gap.act_by >= TODAY
        assert gap.lost is None or (gap.lost.first, gap.saves_from) == (gap.since, gap.saves_from)
        assert gap.saves_from is None or gap.saves_from >= gap.since
        assert (gap.severity is Severity.EXISTENCE) is ((gap.since - TODAY).days <= 30)
        assert gap.predicted is (gap.since > TODAY)


@given(households())
def test_every_remedy_of_a_gap_is_among_the_next_steps(case: Case) -> None:
    evaluation = evaluated(case)
    answered = {(step.step.id, finding) for step in evaluation.next_steps for finding in step.findings}

    assert {(remedy, gap.id) for gap in evaluation.gaps for remedy in gap.remedies} == answered & {
        (step, gap.id) for step, _ in answered for gap in evaluation.gaps
    }


# ---------------------------------------------------------------------------------------- what is not known


@given(st.lists(keys, min_size=1, max_size=3, unique=True), st.sampled_from([*BIRTHS, None, NOT_RECORDED]))
def test_where_everything_is_unknown_nothing_is_found_and_something_is_asked(names: list[str], birth: Any) -> None:
    evaluation = evaluated(Case(key="K", as_of=TODAY, persons=tuple(Person(key=name, birth=birth) for name in names)))

    assert (evaluation.findings, evaluation.next_steps) == ((), ())
    assert {question.person for question in evaluation.questions} == set(names)


def gaps_of(evaluation: Evaluation) -> set[tuple[str, str | None]]:
    return {(person, gap.aspect) for gap in evaluation.gaps for person in gap.persons}


@given(st.data(), households())
def test_forgetting_never_turns_a_gap_into_silence(data: st.DataObject, known: Case) -> None:
    """A gap that goes with what is forgotten leaves a question about its aspect, or about what it follows."""
    before, after = evaluated(known), evaluated(data.draw(forgotten(known)))
    gone = gaps_of(before) - gaps_of(after)
    event("gone" if gone else "still there")
    reasons = {reason.of.partition(".")[0] for each in after.questions for reason in each.reasons}

    assert {aspect for _, aspect in gone} <= reasons | _told_otherwise(after, gone)


def _told_otherwise(evaluation: Evaluation, gone: set[tuple[str, str | None]]) -> set[str | None]:
    """Aspects whose gap is now the consequence of another, or too far ahead to act on."""
    hanging = {(each.person, each.aspect) for gap in evaluation.gaps for each in gap.consequences}
    return {aspect for person, aspect in gone if (person, aspect) in hanging}


@given(st.data(), households())
def test_more_knowledge_never_flips_a_decided_verdict(data: st.DataObject, known: Case) -> None:
    more, less = evaluated(known), evaluated(data.draw(forgotten(known)))
    for person in more.outlook.persons:
        for statement in STATEMENTS:
            kind = less.judgement(statement, person).kind
            if kind in DECIDED:
                assert more.judgement(statement, person).kind is kind


@given(st.data(), households())
def test_more_knowledge_never_closes_a_gap_that_was_certain(data: st.DataObject, known: Case) -> None:
    more, less = evaluated(known), evaluated(data.draw(forgotten(known)))
    for person in more.outlook.persons:
        for aspect in ("livelihood", "health"):
            one, other = less.lane(person, aspect), more.lane(person, aspect)
            assert one.hole & ~other.hole == 0
            assert other.possible & ~one.possible == 0
            assert other.due.possibly & ~one.due.possibly == 0


# ---------------------------------------------------------------------------------------- discretion


@given(households())
def test_no_repr_and_no_sentence_holds_a_personal_value(case: Case) -> None:
    evaluation = evaluated(case)
    explained = [evaluation.explain(statement, key) for statement in STATEMENTS for key in evaluation.outlook.persons]
    lanes = [evaluation.lane(key, aspect) for key in evaluation.outlook.persons for aspect in ("livelihood", "health")]
    told = [each.says.get(lang) for each in evaluation.findings for lang in ("de", "en")]
    found = (evaluation, evaluation.findings, evaluation.next_steps, evaluation.questions, evaluation.standings)
    shown = "\n".join([*map(repr, found), *map(repr, explained), *map(repr, lanes), *told])

    births = [person.birth for person in case.persons if isinstance(person.birth, date)]
    secrets = [PERSONAL, GLADBECK, DORSTEN, *map(str, births), *map(repr, births)]
    assert [secret for secret in secrets if secret in shown] == []


# ---------------------------------------------------------------------------------------- what was known


@given(households(), st.data())
def test_a_record_that_grew_gives_what_it_gave_when_it_is_read_as_it_was_known(case: Case, data: st.DataObject) -> None:
    earlier = stamped(case)
    on = case.as_of + timedelta(days=data.draw(st.integers(-40, 0)))
    later = data.draw(continued(earlier, case.as_of + timedelta(days=data.draw(st.integers(1, 200)))))

    assert same(evaluated(later.known_on(case.as_of), on=on), evaluated(case, on=on))
