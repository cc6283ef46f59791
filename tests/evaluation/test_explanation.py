"""Why a statement applies or does not: every reason, down to the facts, on the day that settles it."""

from __future__ import annotations

from datetime import date

import pytest

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.explanation import Because, Explanation
from kimcore.evaluation.judgement import JudgementKind
from kimcore.people.history import Unknown
from kimcore.people.kinds import Residence, Training, Work
from tests.evaluation.freedonians import (
    NOTHING_ASKED,
    case,
    draft,
    evaluated,
    guest,
    paid,
    person,
    related,
    settler,
)


def explained(evaluation: Evaluation, statement: str, key: str = "A", on: date | None = None) -> Explanation:
    return evaluation.explain(statement, key, on=on)


def tree(explanation: Explanation) -> Because:
    ((_, found),) = explanation.versions
    return found


def parts(because: Because) -> list[tuple[str, bool | None]]:
    return [(part.what, part.answer) for part in because.parts]


def below(because: Because, what: str) -> Because:
    return next(part for part in because.walk() if part.what == what)


# ---------------------------------------------------------------------------------------- all reasons


def test_a_refusal_names_every_condition_and_not_just_the_first() -> None:
    """§ 6 FWA: a guest of 15 who cannot work fails three conditions at once."""
    young = person(birth=date(2010, 1, 1), residence=guest(), work=(Work(capable=False),))
    entitled = tree(explained(evaluated(case(young)), "welfare.entitled"))

    assert entitled.answer is False
    assert [(part.what, part.answer) for part in entitled.parts] == [
        ("person.age >= 16", False),
        ("welfare.below_pension_age", True),
        ("welfare.able", False),
        ("welfare.settler", False),
        ("welfare.guest", False),
        ("training.kind in {student}", True),
    ]
    assert [part.join for part in entitled.parts] == ["all", "all", "all", "all", "not", "not"]


def test_definitions_are_unfolded_down_to_the_facts_with_their_values() -> None:
    settler_ = below(
        tree(explained(evaluated(case(person(residence=settler()))), "welfare.entitled")), "welfare.settler"
    )
    facts = {part.fact: (part.value, part.answer) for part in settler_.walk() if part.fact}

    assert facts["residence.status"] == ("refugee", True)
    assert [str(each) for each in below(settler_, "welfare.settler").parts[0].basis] == ["§ 5 FRA", "§ 5a FRA"]


def test_each_part_carries_its_own_sentence_and_basis() -> None:
    student = person(residence=settler(), training=(Training(kind="student"),))
    exception = below(tree(explained(evaluated(case(student)), "welfare.entitled")), "training.kind in {student}")

    assert exception.says is not None
    assert (exception.says.get("en"), [str(each) for each in exception.basis]) == ("in studies", ["§ 7 FWA"])


def test_a_comparison_shows_the_facts_it_read() -> None:
    age = below(
        tree(explained(evaluated(case(person(birth=date(1990, 5, 5)))), "welfare.entitled")), "person.age >= 16"
    )

    assert [(part.fact, part.value) for part in age.parts] == [("person.birth", date(1990, 5, 5))]


def test_an_open_part_shows_the_unknown_fact() -> None:
    explanation = explained(evaluated(case(person(unknown=["residence"]))), "welfare.guest")

    assert explanation.judgement.kind is JudgementKind.OPEN
    assert [(part.what, part.answer) for part in tree(explanation).parts] == [
        ("residence.status in {gestattung}", None)
    ]
    assert isinstance(tree(explanation).parts[0].value, Unknown)


def test_what_holds_for_somebody_else_names_that_person() -> None:
    """§ 6 Abs. 3 FWA: the child of somebody entitled."""
    child = person("C", birth=date(2018, 1, 1), residence=settler())
    parent = person("A", residence=settler())
    evaluation = evaluated(case(parent, child, relations=[related("A", "C")]))
    found = tree(explained(evaluation, "welfare.household", "C"))

    assert below(found, "some parent: welfare.entitled").answer is True
    assert {part.person for part in below(found, "some parent: welfare.entitled").parts} == {"A"}


def test_a_fact_of_somebody_else_is_told_with_its_value() -> None:
    book = draft("""
        [[definition]]
        id = "fed"
        when = ["some parent: work.capable"]
    """)
    family = [person("A", work=(Work(capable=True),)), person("C", birth=date(2018, 1, 1))]
    found = tree(explained(evaluated(case(*family, relations=[related("A", "C")]), rulebook=book), "fed", "C"))

    assert [(part.person, part.fact, part.value) for part in found.walk() if part.fact] == [("A", "work.capable", True)]


@pytest.mark.parametrize("test", ["some partner: duke", "some partner: duke or some parent: duke"])
def test_relations_that_nobody_asked_for_are_named(test: str) -> None:
    book = draft(f"""
        [[definition]]
        id = "duke"
        when = ["work.employed"]
        [[definition]]
        id = "noble"
        when = ["{test}"]
    """)
    evaluation = evaluated(case(person(), person("B"), relations=NOTHING_ASKED), rulebook=book)
    found = tree(explained(evaluation, "noble"))

    assert "relations" in {part.fact for part in found.walk()}


def test_groups_are_told_as_any_or_all_and_an_exception_as_what_it_is() -> None:
    book = draft("""
        [[definition]]
        id = "guestlike"
        any = ["stay.in_germany", { all = ["work.capable", "work.employed"] }]
        unless = [{ any = ["training.kind in {student}", "papers.identified"] }]
    """)
    found = tree(explained(evaluated(case(person(training=(Training(kind="student"),))), rulebook=book), "guestlike"))
    either, exception = found.parts

    assert (found.join, found.answer) == ("all", False)
    assert (either.join, either.answer, [part.join for part in either.parts]) == ("any", True, ["all", "all"])
    assert (exception.join, exception.answer) == ("not", False)
    (inner,) = exception.parts
    assert (inner.join, inner.answer, parts(inner)) == (
        "any",
        True,
        [("training.kind in {student}", True), ("papers.identified", False)],
    )


# ---------------------------------------------------------------------------------------- versions and days


def test_versions_that_are_not_the_law_on_the_day_are_named() -> None:
    evaluation = evaluated(case(person(residence=settler())))
    now = explained(evaluation, "livelihood.allowance")
    old = explained(evaluation, "welfare.settler", on=date(2023, 5, 1))

    assert [(version.in_force, version.pending and version.pending.bill) for version in now.not_in_force] == [
        (None, "Second Hospitality Bill")
    ]
    assert [str(version.in_force) for version, _ in old.versions] == ["to 2023-12-31"]
    assert [str(version.in_force) for version in old.not_in_force] == ["from 2024-01-01"]


def test_the_title_is_that_of_the_version_of_the_day() -> None:
    book = draft("""
        [[definition]]
        id = "duke"
        title = { de = "Graf", en = "count" }
        when = ["work.employed"]
        in_force = { until = 2024-12-31 }
        [[definition]]
        id = "duke"
        title = { de = "Herzog", en = "duke" }
        when = ["work.employed"]
        in_force = { from = 2025-01-01 }
    """)
    evaluation = evaluated(case(person()), rulebook=book)
    titles = [explained(evaluation, "duke", on=on).title for on in (date(2024, 12, 31), date(2025, 1, 1))]

    assert [title and title.get("en") for title in titles] == ["count", "duke"]


def test_a_statement_that_is_no_law_on_the_day_has_no_tree() -> None:
    bridge = explained(evaluated(case(person(residence=settler()))), "livelihood.bridge")

    assert bridge.judgement.kind is JudgementKind.NOT_IN_FORCE
    assert (bridge.versions, [str(each.in_force) for each in bridge.not_in_force]) == (
        (),
        ["2024-01-01 to 2024-03-31"],
    )


def test_what_lasts_to_the_end_of_the_month_is_explained_by_the_day_on_which_it_held() -> None:
    """§ 4 FRA: a guest of 10 April is one to the 30th; the status alone would say otherwise."""
    evaluation = evaluated(case(person(residence=settler(date(2025, 4, 11)))))
    lasting = explained(evaluation, "welfare.guest", on=date(2025, 4, 20))

    assert lasting.judgement.kind is JudgementKind.APPLIES
    assert (tree(lasting).answer, tree(lasting).day) == (True, date(2025, 4, 10))
    over = explained(evaluation, "welfare.guest", on=date(2025, 5, 1))
    assert (over.judgement.kind, tree(over).answer) == (JudgementKind.DOES_NOT_APPLY, False)


def test_inside_another_statement_as_well() -> None:
    evaluation = evaluated(case(person(residence=settler(date(2025, 4, 11)))))
    shelter = tree(explained(evaluation, "livelihood.shelter", on=date(2025, 4, 20)))

    assert {(part.day, part.answer) for part in shelter.walk() if part.fact == "residence.status"} == {
        (date(2025, 4, 10), True)
    }


LASTING = """
    [[definition]]
    id = "guest"
    when = ["residence.status in {gestattung}"]
    lasts = "to the end of the month"
    in_force = { until = 2025-05-10 }
"""


def test_what_lasts_outlasts_its_own_version() -> None:
    evaluation = evaluated(case(person(residence=guest())), rulebook=draft(LASTING))
    kinds = [evaluation.judgement("guest", "A", on=on).kind for on in (date(2025, 5, 31), date(2025, 6, 1))]

    assert kinds == [JudgementKind.APPLIES, JudgementKind.NOT_IN_FORCE]
    assert tree(explained(evaluation, "guest", on=date(2025, 5, 31))).day == date(2025, 5, 10)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("WAIT", JudgementKind.APPLIES),  # a figure has no conditions
        ("livelihood", JudgementKind.APPLIES),
        ("allowance.apply", JudgementKind.APPLIES),
        ("shelter_to_allowance", JudgementKind.APPLIES),
        ("welfare.means", JudgementKind.APPLIES),
        ("paper.runs_out", JudgementKind.DOES_NOT_APPLY),
        ("counselling", JudgementKind.APPLIES),  # for everybody
    ],
)
def test_statements_of_every_kind_are_explained(statement: str, expected: JudgementKind) -> None:
    evaluation = evaluated(case(person(residence=settler())))
    explanation = explained(evaluation, statement)

    assert explanation.judgement.kind is expected
    assert tree(explanation).answer is (expected is JudgementKind.APPLIES)


def test_a_test_at_another_day_shows_that_day() -> None:
    """§ 20 FWA looks at 30 June 2024."""
    coverage = paid("AsylbLG_analogue", first=date(2024, 1, 1), last=date(2024, 12, 31))
    evaluation = evaluated(case(person(residence=guest(), coverage=coverage)))
    found = tree(explained(evaluation, "welfare.sheltered_before"))
    (read,) = [part for part in found.walk() if part.fact == "coverage.livelihood"]

    assert (read.answer, str(read.day)) == (True, "2024-06-30")


def test_no_repr_shows_a_value_that_a_test_read() -> None:
    known = person(residence=(Residence(status="refugee", document_until=date(2031, 3, 4)),), birth=date(1971, 2, 3))
    evaluation = evaluated(case(known))
    shown = [repr(explained(evaluation, id_)) for id_ in ("welfare.entitled", "paper.runs_out", "livelihood.allowance")]

    assert [text for text in shown if "1971" in text or "2031" in text] == []
