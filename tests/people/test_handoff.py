from __future__ import annotations

from datetime import date

import pytest

from kimcore.people.handoff import Handoff, State

SENT, CONFIRMED = date(2026, 10, 5), date(2026, 10, 9)


def handoff(confirmed: date | None) -> Handoff:
    return Handoff(
        person="P1", matter="sgb2_benefits", from_="sozialamt", to="jobcenter", sent=SENT, confirmed=confirmed
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 10, 4), None),
        (date(2026, 10, 5), "requested"),
        (date(2026, 10, 8), "requested"),
        (date(2026, 10, 9), "accepted"),
    ],
)
def test_a_handoff_is_requested_when_sent_and_accepted_when_confirmed(on: date, state: State | None) -> None:
    assert handoff(CONFIRMED).state(on=on) == state


def test_time_alone_does_not_accept_a_handoff() -> None:
    assert handoff(None).state(on=date(2036, 10, 5)) == "requested"


def test_the_repr_of_a_handoff_shows_no_agency() -> None:
    assert repr(handoff(None)) == "Handoff(person, matter, from_, to, sent)"
