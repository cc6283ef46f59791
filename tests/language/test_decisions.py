"""Days that are worked out of applications and places: filed, decided, served, refused, moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kimcore.language.facts import CaseFacts, facts_of
from kimcore.language.timeline import Members
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.people.application import Application
from kimcore.people.case import Case
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.kinds import Place
from kimcore.people.person import Complete, Person

AS_OF = date(2026, 6, 30)
STALE = AS_OF + timedelta(days=181)
MATTER = "residence_permit"
FILED, DECIDED, SERVED = date(2026, 2, 2), date(2026, 4, 20), date(2026, 4, 24)
DAY = timedelta(days=1)


def facts(applications: Any = (), *, places: tuple[Place, ...] = (), complete: bool = True) -> CaseFacts:
    claims = (Complete(),) if complete else ()
    person = Person(key="A", complete=claims, places=places)
    case = Case(key="c", as_of=AS_OF, persons=(person,), relations=(), applications=applications)
    return facts_of(case, standard_vocabulary())


def applied(filed: date = FILED, **rest: Any) -> Application:
    return Application(person="A", matter=MATTER, filed=filed, **rest)


def on(found: CaseFacts, fact: str, *days: date) -> list[object]:
    return [found.timeline("A", fact).on(day) for day in days]


def test_an_application_waits_from_its_filing_to_the_day_before_its_decision() -> None:
    found = facts((applied(decided=DECIDED, outcome="granted"),))

    days = (FILED - DAY, FILED, DECIDED - DAY, DECIDED)
    assert on(found, f"filed.{MATTER}", *days) == [None, FILED, FILED, None]


def test_an_undecided_application_waits_as_long_as_the_record_is_fresh() -> None:
    found = facts((applied(),))

    assert on(found, f"filed.{MATTER}", STALE - DAY, STALE) == [FILED, NOT_RECORDED]


def test_of_two_that_wait_the_one_filed_first_counts() -> None:
    later = date(2026, 5, 4)

    for order in ((applied(), applied(later)), (applied(later), applied())):
        assert on(facts(order), f"filed.{MATTER}", FILED, later, AS_OF) == [FILED, FILED, FILED]


def test_an_outcome_without_a_day_leaves_it_open_whether_the_application_waits() -> None:
    found = facts((applied(outcome="granted"),))

    assert on(found, f"filed.{MATTER}", FILED - DAY, FILED) == [None, NOT_RECORDED]


def test_an_application_in_another_matter_does_not_count() -> None:
    found = facts((applied(),))

    assert on(found, "filed.sgb2_benefits", FILED) == [None]


def test_decision_and_service_are_known_from_the_decision_on() -> None:
    found = facts((applied(decided=DECIDED, served=SERVED, outcome="refused"),))

    for fact, day in (("decided", DECIDED), ("served", SERVED)):
        assert on(found, f"{fact}.{MATTER}", DECIDED - DAY, DECIDED, STALE) == [None, day, NOT_RECORDED]


def test_the_last_decision_counts() -> None:
    again = date(2026, 6, 1)
    both = (
        applied(date(2026, 5, 4), decided=again, outcome="granted"),
        applied(decided=DECIDED, served=SERVED),
    )

    found = facts(both)

    assert on(found, f"decided.{MATTER}", again - DAY, again) == [DECIDED, again]
    assert on(found, f"served.{MATTER}", again - DAY, again) == [SERVED, None]


def test_a_withdrawal_is_no_decision() -> None:
    found = facts((applied(decided=DECIDED, outcome="withdrawn"),))

    assert on(found, f"decided.{MATTER}", DECIDED) == [None]
    assert on(found, f"filed.{MATTER}", DECIDED) == [None]


def test_a_refusal_lasts_to_the_next_decision_in_its_matter() -> None:
    again = date(2026, 6, 1)
    refused = applied(decided=DECIDED, outcome="refused")
    granted = applied(date(2026, 5, 4), decided=again, outcome="granted")

    found = facts((refused, granted))

    days = (DECIDED - DAY, DECIDED, again - DAY, again)
    assert on(found, "refusals", *days) == [
        Members(frozenset(codes), closed=True) for codes in ((), (MATTER,), (MATTER,), ())
    ]


def test_a_refusal_may_be_followed_by_others_once_the_record_is_stale() -> None:
    found = facts((applied(decided=DECIDED, outcome="refused"),))

    assert on(found, "refusals", STALE) == [Members(frozenset(), closed=False)]


@pytest.mark.parametrize("fact", ["filed", "decided", "served"])
def test_nothing_is_known_of_decisions_where_applications_are_not_recorded(fact: str) -> None:
    found = facts(Unknown("not_asked"))

    assert on(found, f"{fact}.{MATTER}", FILED) == [Unknown("not_asked")]
    assert on(found, "refusals", FILED) == [Members(frozenset(), closed=False)]


# ---------------------------------------------------------------------------------------- moves

MOVED = date(2026, 5, 15)
GLADBECK, WALTROP = "05562014", "05562036"


def lives(territory: str, first: date | None = None, last: date | None = None) -> Place:
    return Place(kind="habitual", territory=territory, first=first, last=last)


def test_a_move_is_the_first_day_at_another_place() -> None:
    found = facts(places=(lives(WALTROP, last=MOVED - DAY), lives(GLADBECK, MOVED)))

    assert on(found, "moved.habitual", MOVED - DAY, MOVED, STALE) == [None, MOVED, Unknown("stale")]


def test_who_arrives_moves() -> None:
    found = facts(places=(lives(GLADBECK, MOVED),))

    assert on(found, "moved.habitual", MOVED - DAY, MOVED) == [None, MOVED]


def test_two_entries_of_one_place_are_no_move() -> None:
    found = facts(places=(lives(GLADBECK, last=MOVED - DAY), lives(GLADBECK, MOVED)))

    assert on(found, "moved.habitual", MOVED) == [None]


def test_whether_a_place_is_new_is_open_where_the_one_before_is_not_known() -> None:
    found = facts(places=(lives(GLADBECK, MOVED),), complete=False)

    assert on(found, "moved.habitual", MOVED) == [NOT_RECORDED]
