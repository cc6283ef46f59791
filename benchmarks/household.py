"""A household of eight with ten years of history, as full as the file of a town gets, to time reading and writing.

Grandmother, parents and five children came in 2016: asylum procedure, recognition, Jobcenter, school and day care,
courses, work, titles renewed every three years and benefits every year, a move, appointments, applications, handoffs.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kimcore import (
    Application,
    Case,
    CommunityOfNeed,
    Complete,
    DisclosureBasis,
    Handoff,
    HandoffEvent,
    OutcomeReport,
    Participant,
    Period,
    Person,
    Phase,
    Relation,
    StepRecord,
)
from kimcore.people.kinds import (
    Appointment,
    Asylum,
    Concern,
    Course,
    Coverage,
    DayCare,
    Health,
    HeldDocument,
    LanguageSkill,
    Livelihood,
    Nationality,
    Papers,
    Place,
    Qualification,
    Residence,
    School,
    Stay,
    Work,
)

ARRIVED = date(2016, 10, 3)
RECOGNISED = date(2018, 5, 14)
MOVED = date(2020, 3, 31)
AS_OF = date(2026, 11, 23)
GROWN = ("grandmother", "mother", "father", "eldest")
BIRTHS = {
    "grandmother": date(1958, 7, 2),
    "mother": date(1985, 2, 28),
    "father": date(1983, 5, 1),
    "eldest": date(2006, 12, 24),
    "second": date(2010, 6, 6),
    "third": date(2013, 9, 19),
    "fourth": date(2018, 1, 30),
    "youngest": date(2021, 4, 11),
}


def household_of_eight() -> Case:
    """Return the case: 200 dated entries, 16 applications, 10 handoffs with 40 events and reports."""
    keys = tuple(BIRTHS)
    return Case(
        key="household of eight",
        as_of=AS_OF,
        persons=tuple(_person(key, birth) for key, birth in BIRTHS.items()),
        relations=(
            Relation(kind="spouse", person="mother", to="father", recorded_on=ARRIVED),
            Relation(kind="parent", person="grandmother", to="mother", recorded_on=ARRIVED),
            *(
                Relation(kind="parent", person=parent, to=child)
                for parent in ("mother", "father")
                for child in keys[3:]
            ),
        ),
        communities=(CommunityOfNeed(members=keys[1:], first=date(2018, 6, 1)),),
        applications=tuple(_applications()),
        handoffs=tuple(_handoff(number) for number in range(10)),
        participants=(
            Participant(agency="kim.gladbeck", role="case_manager", first=date(2022, 3, 1), leads=True),
            Participant(agency="jobcenter.gladbeck", role="case_worker", first=date(2018, 6, 1)),
        ),
        phases=(
            Phase(phase="intake", first=date(2022, 3, 1), last=date(2022, 3, 31)),
            Phase(phase="assessment", first=date(2022, 4, 1), last=date(2022, 5, 31)),
            Phase(phase="linking", first=date(2022, 6, 1)),
        ),
        steps=tuple(
            StepRecord(step="residence.renew", person=key, started=date(2024, 3, 1), done=date(2024, 5, 2))
            for key in keys
        ),
        disclosure_bases=(
            DisclosureBasis(
                kind="consent",
                person="mother",
                to=("jobcenter.gladbeck",),
                categories=frozenset({"work", "language"}),
                given=date(2022, 3, 1),
                expires=None,
                form="written",
                given_by="mother",
            ),
        ),
    )


def _years(first: int, every: int = 1) -> list[date]:
    """The first of June of the years in which something is renewed."""
    return [date(year, 6, 1) for year in range(first, 2027, every)]


def _person(key: str, birth: date) -> Person:
    grown = key in GROWN
    here = max(ARRIVED, birth)
    histories: dict[str, Any] = {
        "stay": (Stay(first=here, in_germany=True, since=here, recorded_on=here),),
        "residence": tuple(_residence(here)),
        "livelihood": (Livelihood(first=here, in_need=True),),
        "coverage": tuple(_coverage(here)),
        "places": (
            Place(kind="assigned", first=here, territory="05562014"),
            *([Place(kind="habitual", first=here, last=MOVED, territory="05562014")] if here < MOVED else []),
            Place(kind="habitual", first=max(here, MOVED + timedelta(days=1)), territory="05562020"),
        ),
        "health": (Health(first=here, measles_proof=True),),
        "nationality": (Nationality(countries=frozenset({"SY"})),),
        "papers": (Papers(first=here, identified=True, held=frozenset({"passport", "birth_certificate"})),),
        "documents": (HeldDocument(document="passport", form="original", valid_until=date(2029, 5, 1)),),
        "appointments": tuple(
            Appointment(matter="residence_permit", first=day, last=day, on=day, attended=True) for day in _years(2024)
        ),
        **(_of_a_grown_one(here) if grown else _of_a_child(birth)),
    }
    complete = (Complete(except_=frozenset({"training"}), recorded_on=AS_OF),)
    return Person(key=key, label=key.title(), birth=birth, complete=complete, **histories)


def _residence(here: date) -> list[Residence]:
    found = []
    if here < RECOGNISED:
        last = RECOGNISED - timedelta(days=1)
        found.append(Residence(first=here, last=last, status="gestattung", document="gestattung_certificate"))
    for day in _years(2018, every=3):
        if day > here:
            until = date(day.year + 3, 5, 31)
            found.append(
                Residence(
                    first=day,
                    last=until if day.year < 2024 else None,
                    status="refugee",
                    document="residence_card",
                    document_until=until,
                    issued=day,
                    must_leave=False,
                    recorded_on=day,
                )
            )
    return found


def _coverage(here: date) -> list[Coverage]:
    found = []
    if here < RECOGNISED:
        found += [
            Coverage(aspect="livelihood", benefit="AsylbLG_basic", first=here, last=date(2018, 5, 31)),
            Coverage(aspect="health", benefit="AsylbLG_4", first=here, last=date(2018, 5, 31)),
        ]
    for aspect, benefit in (("livelihood", "SGB_II"), ("health", "SGB_V_sgb2")):
        found.append(Coverage(aspect=aspect, benefit=benefit, first=max(here, date(2018, 6, 1))))
    return found


def _of_a_grown_one(here: date) -> dict[str, Any]:
    return {
        "asylum": (Asylum(applied_on=here, registered_on=here, in_facility=False),),
        "work": tuple(
            Work(first=day, last=date(day.year + 1, 5, 31), capable=True, employed=False) for day in _years(2024)
        ),
        "courses": (
            Course(admitted=True, admitted_on=date(2018, 7, 2), registered_on=date(2018, 8, 1), attends=False),
        ),
        "language": (
            LanguageSkill(language="german", level="A2", first=date(2019, 7, 1), last=date(2021, 6, 30)),
            LanguageSkill(language="german", level="B1", first=date(2021, 7, 1)),
        ),
        "qualifications": (Qualification(foreign=True, recognised=False),),
        "concerns": (
            Concern(concern="work", first=date(2022, 3, 1)),
            Concern(concern="language", first=date(2022, 3, 1)),
        ),
    }


def _of_a_child(birth: date) -> dict[str, Any]:
    # Primary school for four years, then the next one; the grade is that of the last report.
    school = [
        School(first=date(year, 8, 1), last=date(year + 4, 7, 31), enrolled=True, attends=True, grade=4)
        for year in range(birth.year + 6, 2022, 4)
        if year >= ARRIVED.year
    ]
    care = [DayCare(first=date(birth.year + 3, 8, 1), placed=True)] if birth.year > 2015 else []
    return {"school": tuple(school), "day_care": tuple(care)}


def _applications() -> list[Application]:
    return [
        Application(
            person=person,
            matter=matter,
            filed=day,
            at="jobcenter.gladbeck",
            papers_complete=day + timedelta(days=5),
            decided=day + timedelta(days=20),
            served=day + timedelta(days=24),
            outcome="granted",
            grant=Period(day, date(day.year + 1, 5, 31)),
            recorded_on=day,
        )
        for person, matter in (("mother", "sgb2_benefits"), ("grandmother", "sgb12_4_benefits"))
        for day in _years(2019)
    ]


def _handoff(number: int) -> Handoff:
    day = date(2022, 6, 1) + timedelta(days=90 * number)
    return Handoff(
        key=f"U{number}",
        kind="warm_referral",
        person="mother",
        matter="migration_counselling_adults",
        from_="kim.gladbeck",
        to="awo.migrationsdienste",
        answer_due=day + timedelta(days=14),
        events=(
            HandoffEvent(move="send", on=day, by="sender"),
            HandoffEvent(move="accept", on=day + timedelta(days=7), by="recipient"),
            HandoffEvent(move="start", on=day + timedelta(days=9), by="recipient"),
        ),
        reports=(OutcomeReport(on=day + timedelta(days=60), by="person", outcome="helped"),),
    )
