"""Findings about handoffs and casework, as text and as JSON: by name where the landscape knows one, else as recorded."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from kimcore.exchange.evaluation_json import write_evaluation
from kimcore.exchange.report import Section, report
from kimcore.people.casework import Participant, Phase
from kimcore.people.kinds import Appointment
from tests.evaluation.freedonians import TODAY, case, evaluated
from tests.evaluation.passing import CASTLE, HALL, covered, looked_at, passed

WEEK = timedelta(days=7)
FINDINGS: tuple[Section, ...] = ("findings",)


def told(evaluation: Any, lang: str) -> str:
    """The findings, with the room between words as one blank."""
    return " ".join(report(evaluation, lang=lang, sections=FINDINGS).split())


def late() -> Any:
    return looked_at(passed(sent=TODAY - 2 * WEEK, answer_due=TODAY - WEEK, from_=HALL, to="die Mühle"))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "de",
            (
                "ÜBERGABE seit 08.05.2025: Auf die Übergabe hat in der vorgesehenen Zeit Verzögerung niemand geantwortet. "
                "Übergeben am 30.04.2025: Rathaus Gladbeck an die Mühle, Grundsicherung für Arbeitsuchende "
                "Antwort war vereinbart bis 07.05.2025. Wer handelt: die Mühle"
            ),
        ),
        (
            "en",
            (
                "HANDOFF since 2025-05-08: Nobody has answered the handoff in the time provided. delay "
                "Sent on 2025-04-30: Rathaus Gladbeck to die Mühle, basic income support for jobseekers "
                "An answer was agreed by 2025-05-07. Who acts: die Mühle"
            ),
        ),
    ],
)
def test_an_answer_that_is_late_is_told_with_both_sides_and_the_day(lang: str, text: str) -> None:
    assert text in told(late(), lang)


def test_a_wrong_office_is_told_with_the_right_one() -> None:
    wrong = looked_at(passed(sent=TODAY, matter="registration", to="hall.dorsten"))

    assert "Zuständig: Rathaus Gladbeck Wer handelt: Rathaus Dorsten" in told(wrong, "de")


def test_a_chain_of_refusals_is_told_link_by_link() -> None:
    first = passed(("reject", TODAY), sent=TODAY, to=CASTLE)
    second = passed(("reject", TODAY), key="2", sent=TODAY, to=HALL, follows="1")
    text = told(looked_at(first, second), "en")

    assert "All who were asked have refused the handoff." in text
    assert text.index("the guest-house to Schloss") < text.index("the guest-house to Rathaus Gladbeck")


def test_casework_is_told_ahead_and_since() -> None:
    stops = Participant(agency=HALL, role="case_manager", leads=True, last=TODAY)
    record = case(covered(), participants=(stops,), phases=(Phase(phase="plan", first=TODAY - WEEK),))
    ahead, since = (told(evaluated(record, TODAY + timedelta(days=days)), "en") for days in (0, 1))

    assert "CASEWORK from 2025-05-15: Who leads the case stops, and nobody is recorded to follow." in ahead
    assert "CASEWORK since 2025-05-15: Nobody leads the case." in since


def test_a_missed_appointment_is_told_with_the_office() -> None:
    missed = covered(appointments=(Appointment(matter="registration", on=TODAY - WEEK, attended=False),))

    assert (
        "FALLARBEIT seit 07.05.2025: Zum Termin kam niemand, und danach ist nichts geschehen. Verzögerung "
        "Wer handelt: Rathaus Gladbeck"
    ) in told(evaluated(case(missed)), "de")


def test_json_has_mechanism_cause_labels_and_the_handoff_by_keys() -> None:
    (finding,) = json.loads(write_evaluation(late()))["findings"]

    assert {name: finding[name] for name in ("id", "kind", "mechanism", "cause", "labels", "acts")} == {
        "id": "handoff:unanswered:1:2025-05-08",
        "kind": "handoff",
        "mechanism": "handoff",
        "cause": "unanswered",
        "labels": ["unconfirmed_handoff", "HANDOFF-UNANSWERED"],
        "acts": {"agency": "die Mühle", "name": {"de": "die Mühle", "en": "die Mühle"}},
    }
    assert finding["handoffs"] == [
        {
            "key": "1",
            "kind": "warm_referral",
            "person": "A",
            "matter": {
                "code": "sgb2_benefits",
                "name": {"de": "Grundsicherung für Arbeitsuchende", "en": "basic income support for jobseekers"},
            },
            "from": {"agency": HALL, "name": {"de": "Rathaus Gladbeck", "en": "Rathaus Gladbeck"}},
            "to": {"agency": "die Mühle", "name": {"de": "die Mühle", "en": "die Mühle"}},
            "sent": "2025-04-30",
            "answer_due": "2025-05-07",
            "state": "requested",
        }
    ]


def test_no_text_of_a_finding_holds_why_it_was_passed_on() -> None:
    handoff = evolve(passed(sent=TODAY - 2 * WEEK, answer_due=TODAY - WEEK), reason="because of her illness")
    evaluation = looked_at(handoff)

    assert "illness" not in write_evaluation(evaluation) + report(evaluation) + repr(evaluation.findings)
