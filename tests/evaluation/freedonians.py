"""People of Freedonia, their offices, and the evaluator that judges them by the law of Freedonia.

What is expected of them follows from the statute in `tests/data/freedonia`:

    § 2 FWA     a guest (gestattung) has shelter money, and the clinic, to the end of the month in which the status ends
    § 6, 8 FWA  a settler (refugee) aged 16 to the pension age has the allowance, with partner and children below 25;
                it is applied for, and an application counts from the first of its month
    § 9 FWA     the old have old-age money; an application reaches back three months
    § 13 FWA    the sickness fund follows the allowance
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kimcore.evaluation.evaluator import Evaluation, Evaluator
from kimcore.evaluation.finding import Finding
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import read_landscape
from kimcore.language.sheet import FactSheet
from kimcore.law.codes import code_lists
from kimcore.people.application import Application
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED
from kimcore.people.household import Relation
from kimcore.people.kinds import Coverage, Livelihood, Place, Residence, Stay, Work
from kimcore.people.person import Complete, Person
from kimcore.rules.reading import read_rulebook
from kimcore.rules.rulebook import Rulebook
from tests.freedonia import FOLDER

GLADBECK, DORSTEN = "05562014", "05562012"
ARRIVED = date(2024, 8, 1)
"""After the reform; the waiting time of § 2 Abs. 1 FWA, twelve months, is not over before 1 August 2025."""
TODAY = date(2025, 5, 14)
"""A Wednesday on which § 8 Abs. 2 FWA lets an application save May and no day before."""

RECOGNISED, SHELTERED_UNTIL = date(2025, 4, 11), date(2025, 4, 30)

GUEST, SETTLER = "gestattung", "refugee"
SHELTER, SHELTER_PLUS, ALLOWANCE, PENSION = "AsylbLG_basic", "AsylbLG_analogue", "SGB_II", "SGB_XII_4"
CLINIC, FUND, FUND_OF_THE_OLD = "AsylbLG_4", "SGB_V_sgb2", "SGB_V_264"

HEAD = """
schema = "kimcore.rulebook/1"
id = "test"
version = "1"
title = { de = "Test", en = "Test" }
law_known_until = 2026-06-30
"""


@cache
def law() -> Rulebook:
    """The rulebook of Freedonia in the facts that a case can tell."""
    return read_rulebook(FOLDER)


@cache
def offices() -> Landscape:
    """The landscape of Freedonia."""
    return read_landscape(Path(__file__).with_name("freedonia.toml"))


def draft(text: str) -> Rulebook:
    """A rulebook of a few statements, without sources."""
    return read_rulebook({"head.toml": HEAD, "law.toml": text}, rigour="draft")


def evaluated(case: Case | FactSheet, on: date = TODAY, rulebook: Rulebook | None = None, **rest: Any) -> Evaluation:
    """The evaluation of a case on a day."""
    return Evaluator(rulebook or law(), offices()).evaluate(case, on=on, **rest)


# ---------------------------------------------------------------------------------------- people


def person(key: str = "A", *, birth: Any = date(1990, 5, 5), unknown: Iterable[str] = (), **histories: Any) -> Person:
    """Somebody in Gladbeck, in need and able to work, of whom the rest is as given, else none, or unknown."""
    known = {
        "stay": (Stay(first=ARRIVED, in_germany=True, since=ARRIVED),),
        "work": (Work(capable=True),),
        "livelihood": (Livelihood(in_need=True),),
        "places": tuple(Place(kind=kind, territory=GLADBECK) for kind in ("assigned", "habitual")),
        **histories,
    }
    recorded = {name: entries for name, entries in known.items() if name not in frozenset(unknown)}
    return Person(key=key, birth=birth, complete=(Complete(except_=frozenset(unknown)),), **recorded)


def guest(first: date | None = None, last: date | None = None) -> tuple[Residence, ...]:
    """The status of a guest."""
    return (Residence(first=first, last=last, status=GUEST, document_until=None),)


def settler(first: date | None = None) -> tuple[Residence, ...]:
    """The status of a settler from a day on; before it, that of a guest."""
    before = guest(last=first - timedelta(days=1)) if first else ()
    return (*before, Residence(first=first, status=SETTLER, document_until=None))


def settled(key: str = "A", **rest: Any) -> Person:
    """A settler since 11 April whose shelter ended with April: the allowance is owed from May on."""
    return person(key, **{"residence": settler(RECOGNISED), "coverage": sheltered(SHELTERED_UNTIL), **rest})


def paid(*benefits: str, first: date | None = None, last: date | None = None) -> tuple[Coverage, ...]:
    """Payments on the same days."""
    aspects = code_lists()["benefit"]
    return tuple(
        Coverage(aspect=str(aspects[benefit].property("aspect", TODAY)), benefit=benefit, first=first, last=last)
        for benefit in benefits
    )


def sheltered(last: date | None = None) -> tuple[Coverage, ...]:
    """Shelter money and the clinic, to a day."""
    return paid(SHELTER, CLINIC, first=ARRIVED, last=last)


def applied(filed: date, *, person: str = "A", matter: str = "sgb2_benefits", **rest: Any) -> Application:
    """An application, for the allowance unless another matter is given."""
    return Application(person=person, matter=matter, filed=filed, **rest)


def case(*persons: Person, as_of: date = TODAY, **rest: Any) -> Case:
    """A case of these persons; relations and applications are none unless given, as lists."""
    known: dict[str, Any] = {"relations": (), "applications": (), "handoffs": (), **rest}
    tuples: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return Case(key="K", as_of=as_of, persons=persons, **tuples)


def related(one: str, other: str, kind: Any = "parent", **rest: Any) -> Relation:
    """A relation; of a parent and a child the parent is named first."""
    return Relation(kind=kind, person=one, to=other, **rest)


NOTHING_ASKED = NOT_RECORDED
"""Relations or applications that nobody asked for."""


# ---------------------------------------------------------------------------------------- what is found


def only(findings: Iterable[Finding]) -> Finding:
    """The one finding there is."""
    (finding,) = findings
    return finding


def gaps(evaluation: Evaluation, aspect: str = "livelihood") -> tuple[Finding, ...]:
    """The gaps in one aspect."""
    return tuple(gap for gap in evaluation.gaps if gap.aspect == aspect)


def told(findings: Iterable[Finding]) -> list[tuple[str, tuple[str, ...], str]]:
    """Kind, persons and first day of findings, as short as they can be compared."""
    return [(finding.kind.value, finding.persons, str(finding.since)) for finding in findings]


def runs(evaluation: Evaluation, days: int) -> list[tuple[str, str]]:
    """A set of days as pairs of first and last day."""
    return [(str(first), str(last)) for first, last in evaluation.outlook.window.runs(days)]


def asked(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Person and fact of the questions, in order."""
    return [(question.person, question.fact) for question in evaluation.questions]


def steps(evaluation: Evaluation) -> list[tuple[str, tuple[str, ...]]]:
    """Id and persons of the next steps, in order."""
    return [(step.step.id, step.persons) for step in evaluation.next_steps]
