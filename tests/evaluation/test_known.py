"""The shipped case and law: what is found in a record read as it was known is what was found then."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest
from attrs import evolve

from kimcore import Application, Case, Evaluation, Period, read_case
from kimcore.people.history import Unknown
from kimcore.people.kinds import Coverage, Residence, Work
from tests.households import evaluator
from tests.people.growing import stamped

DEMO = files("kimcore") / "data" / "demo" / "ukraine-2022.json"
THEN, LEARNT, NOW = date(2022, 5, 13), date(2022, 6, 20), date(2022, 9, 1)
FILED, JUNE = date(2022, 5, 10), date(2022, 6, 1)


def given() -> Case:
    """The family in Gladbeck as it was known in May 2022, the mother's application with it."""
    filed = Application(person="M", matter="sgb2_benefits", filed=FILED, recorded_on=FILED)
    return stamped(evolve(read_case(DEMO.read_text(encoding="utf-8")), applications=(filed,)))


def application(case: Case) -> Application:
    """The one that the mother filed."""
    assert not isinstance(case.applications, Unknown)
    (filed,) = case.applications
    return filed


def learnt(case: Case) -> Case:
    """The same record in September: it was corrected, and things went on."""
    mother, *others = case.persons
    mother = evolve(
        mother,
        residence=(
            *mother.residence,
            Residence(first=date(2022, 5, 2), status="temporary_protection", recorded_on=LEARNT),
        ),
        coverage=(
            *mother.coverage,
            Coverage(first=JUNE, aspect="livelihood", benefit="SGB_II", recorded_on=LEARNT),
            Coverage(first=JUNE, aspect="health", benefit="SGB_V_sgb2", recorded_on=LEARNT),
        ),
        work=(*mother.work, Work(first=date(2022, 5, 1), capable=False, employed=False, recorded_on=LEARNT)),
    )
    return evolve(case, as_of=NOW, persons=(mother, *others))


def found(case: Case, on: date) -> Evaluation:
    return evaluator().evaluate(case, on=on)


APPLICATIONS = {
    "entered late": [Application(
        person="M", matter="sgb2_benefits", filed=FILED, decided=date(2022, 5, 12), outcome="granted",
        grant=Period(JUNE, date(2022, 11, 30)), recorded_on=LEARNT,
    )],
    "withdrawn": [Application(
        person="M", matter="sgb2_benefits", filed=FILED, decided=date(2022, 5, 11), outcome="withdrawn",
        recorded_on=LEARNT,
    )],
    "corrected twice": [
        Application(
            person="M", matter="sgb2_benefits", filed=FILED, decided=FILED, outcome="refused", recorded_on=LEARNT,
        ),
        Application(person="M", matter="sgb2_benefits", filed=FILED, decided=FILED, outcome="granted", recorded_on=NOW),
    ],
    "another one": [Application(person="G", matter="sgb12_4_benefits", filed=date(2022, 5, 9), recorded_on=LEARNT)],
}  # fmt: skip


@pytest.mark.parametrize("on", [THEN, date(2022, 5, 2)])
@pytest.mark.parametrize("corrections", APPLICATIONS.values(), ids=APPLICATIONS.keys())
def test_a_record_corrected_since_gives_what_it_gave(corrections: list[Application], on: date) -> None:
    then = given()
    later = evolve(learnt(then), applications=(*corrections, application(then)))

    assert found(later.known_on(THEN), on) == found(then, on)
    assert found(later, on).findings != found(then, on).findings


@pytest.mark.parametrize("name", APPLICATIONS)
def test_a_correction_of_an_application_alone_changes_what_is_found_from_its_day_on(name: str) -> None:
    then = given()
    later = evolve(then, as_of=LEARNT, applications=(application(then), APPLICATIONS[name][0]))

    assert found(later.known_on(THEN), JUNE) == found(then, JUNE)
    assert found(later, JUNE).findings != found(evolve(then, as_of=LEARNT), JUNE).findings
