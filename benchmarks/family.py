"""A family of five with two years of history, in which most rules of the rulebook have something to judge."""

from __future__ import annotations

from datetime import date

from kimcore import Application, Case, Complete, Person, Relation
from kimcore.people.kinds import Coverage, Livelihood, Place, Residence, Stay, Work

ARRIVED = date(2023, 3, 1)
RECOGNISED = date(2025, 9, 15)
MOVED_OUT = date(2025, 9, 30)
AS_OF = date(2026, 11, 23)
BIRTHS = {
    "grandmother": date(1958, 7, 2),
    "mother": date(1987, 2, 28),
    "father": date(1985, 5, 1),
    "daughter": date(2010, 12, 24),
    "son": date(2021, 6, 6),
}


def family_of_five() -> Case:
    """Grandmother, parents and two children: asylum seekers since 2023, recognised in 2025, then with the Jobcenter."""
    return Case(
        key="family of five",
        as_of=AS_OF,
        persons=tuple(_person(key, birth) for key, birth in BIRTHS.items()),
        relations=(
            Relation(kind="partner", person="mother", to="father"),
            Relation(kind="parent", person="grandmother", to="mother"),
            *(
                Relation(kind="parent", person=parent, to=child)
                for parent in ("mother", "father")
                for child in ("daughter", "son")
            ),
        ),
        applications=(
            Application(person="mother", matter="sgb2_benefits", filed=date(2025, 10, 2), decided=date(2025, 10, 30)),
        ),
        handoffs=(),
    )


def _person(key: str, birth: date) -> Person:
    grown = birth.year < 2010
    benefit = "SGB_XII_4" if key == "grandmother" else "SGB_II"
    insured = {"grandmother": "SGB_V_264", "mother": "SGB_V_sgb2", "father": "SGB_V_sgb2"}.get(key, "SGB_V_family")
    return Person(
        key=key,
        birth=birth,
        complete=(Complete(except_=frozenset({"training"})),),
        stay=(Stay(first=ARRIVED, in_germany=True, since=ARRIVED),),
        residence=(
            Residence(first=ARRIVED, last=date(2025, 9, 14), status="gestattung", must_leave=False),
            Residence(first=RECOGNISED, status="refugee", document=None, must_leave=False),
        ),
        livelihood=(Livelihood(first=ARRIVED, in_need=True),),
        work=(Work(capable=grown and key != "grandmother"),),
        coverage=(
            Coverage(aspect="livelihood", benefit="AsylbLG_basic", first=ARRIVED, last=MOVED_OUT),
            Coverage(aspect="health", benefit="AsylbLG_4", first=ARRIVED, last=MOVED_OUT),
            Coverage(aspect="livelihood", benefit=benefit, first=date(2025, 10, 1)),
            Coverage(aspect="health", benefit=insured, first=date(2025, 10, 1)),
        ),
        places=tuple(
            Place(kind=kind, territory="05562014", first=ARRIVED) for kind in ("assigned", "habitual", "actual")
        ),
    )
