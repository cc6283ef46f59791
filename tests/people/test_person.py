from __future__ import annotations

from datetime import date

from kimcore.dates import Period
from kimcore.people.kinds import KINDS, Place, Work
from kimcore.people.person import Complete, Person

AS_OF = date(2026, 11, 23)


def test_a_person_may_be_known_by_a_key_alone() -> None:
    person = Person(key="P1")

    assert person.histories == dict.fromkeys(KINDS, ())
    assert person.complete_for("residence", as_of=AS_OF) == ()


def test_a_claim_without_ends_goes_from_ever_to_the_day_of_reading() -> None:
    person = Person(key="P1", complete=(Complete(),))

    assert person.complete_for("work", as_of=AS_OF) == (Period(None, AS_OF),)


def test_a_claim_ends_on_its_last_day() -> None:
    person = Person(key="P1", complete=(Complete(from_=date(2026, 1, 1), until=date(2026, 6, 30)),))

    assert person.complete_for("work", as_of=AS_OF) == (Period(date(2026, 1, 1), date(2026, 6, 30)),)


def test_no_claim_goes_beyond_the_day_of_reading() -> None:
    claims = (Complete(until=date(2027, 1, 1)), Complete(from_=date(2027, 1, 1)))
    person = Person(key="P1", complete=claims)

    assert person.complete_for("work", as_of=AS_OF) == (Period(None, AS_OF),)


def test_a_history_named_as_exception_is_not_claimed() -> None:
    person = Person(key="P1", complete=(Complete(except_=frozenset({"training"})),))

    assert person.complete_for("training", as_of=AS_OF) == ()
    assert person.complete_for("work", as_of=AS_OF) == (Period(None, AS_OF),)


def test_the_repr_of_a_person_shows_no_label_and_no_value() -> None:
    person = Person(key="P1", label="Olena", birth=date(1994, 5, 2), work=(Work(capable=True),))

    assert repr(person) == "Person(key, label, birth, work)"


def test_a_territory_key_of_twelve_digits_is_shortened() -> None:
    assert Place(kind="habitual", territory="055620014014") == Place(kind="habitual", territory="05562014")
