"""The text report: what it says of the refugee and of the family of the demo, and how it is set.

The refugee is a recognised one whose AsylbLG benefit ended with the month in which the decision took effect (§ 1 Abs. 3
AsylbLG); an application to the Jobcenter counts from the first of its month (§ 37 Abs. 2 SGB II).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import kimcore
from kimcore import Case, Evaluation, Person, UnknownNameError, read_case, report
from kimcore.cli.main import DEMO
from kimcore.exchange.layout import NARROWEST
from kimcore.people.kinds import Place, Residence
from kimcore.testing.strategies import cases
from tests.evaluation import freedonians
from tests.evaluation.freedonians import (
    ALLOWANCE,
    DORSTEN,
    FUND,
    GLADBECK,
    SETTLER,
    applied,
    draft,
    paid,
    person,
    related,
    settler,
    sheltered,
)
from tests.households import evaluated, evaluator, refugee

DAY = "2026-11-23"
FAMILY = Path(kimcore.__file__).parent / DEMO


@cache
def of_the_refugee(lang: str = "de") -> str:
    return report(evaluated(refugee(DAY), DAY), lang=lang)


@cache
def of_the_demo(day: str, lang: str = "de") -> str:
    case = read_case(FAMILY.read_bytes())
    return report(evaluator().evaluate(case, on=date.fromisoformat(day)), lang=lang)


def flowing(text: str) -> str:
    """A text with line breaks and margins as single spaces."""
    return " ".join(text.split())


def block(text: str, heading: str) -> str:
    """What stands under the heading that begins so, up to the next empty line, in one line."""
    return flowing(next(part for part in text.split("\n\n") if part.startswith(heading)))


# ------------------------------------------------------------------------------------------- the refugee


@pytest.mark.parametrize(
    "line",
    [
        "P1 · Gladbeck · Akte vom 23.11.2026, bewertet am 23.11.2026",
        "Regelwerk nrw, Recht bekannt bis 19.08.2026",
        "LÜCKE seit 01.11.2026: Für den Lebensunterhalt zahlt niemand. existenziell",
        "Bis 31.10.2026 zuständig: Sozialamt der Stadt Gladbeck § 1 Abs. 3 AsylbLG Grundleistungen nach dem AsylbLG",
        "Seit 01.11.2026 zuständig: Jobcenter Kreis Recklinghausen § 7 Abs. 1 SGB II Grundsicherungsgeld (SGB II)",
        "Ein Antrag bis 30.11.2026 sichert den ganzen November. § 37 Abs. 2 SGB II",
        "Danach geht je Monat ohne Antrag ein Monat verloren.",
        "Hängt daran: Krankenversorgung § 5 Abs. 1 Nr. 2a SGB V",
        "Wer handelt: P1; Jobcenter Kreis Recklinghausen auf Antrag",
        "Vorbehalt, noch nicht gefragt: in BAföG-fähiger Ausbildung oder im Studium § 7 Abs. 5 SGB II",
        "Streitig: Fallen Bescheid, Zustellung und Unanfechtbarkeit in verschiedene Monate, ist streitig, welcher Monat zählt.",
        "In der Akte: Bescheid 05.10.2026, Zustellung 12.10.2026, unanfechtbar 26.10.2026 (alle im Oktober)",
        "NÄCHSTE SCHRITTE",
        "Grundsicherung beim Jobcenter beantragen bis 30.11.2026",
        "Jobcenter Kreis Recklinghausen, Bezirksstelle Gladbeck",
        "Mitbringen: Pass oder Passersatz, BAMF-Bescheid, Meldebescheinigung",
        "Nachreichen: Einstellungsbescheid des Sozialamts",
        "Nicht warten auf: elektronischer Aufenthaltstitel (Karte). Der § 25 Abs. 2 Satz 3 AufenthG Aufenthalt gilt als erlaubt.",
        "FRAGEN (ändern etwas)",
        "Macht P1 eine Ausbildung oder ein Studium, und welcher Art? (P1 oder ein Papier)",
        "Schließt Grundsicherungsgeld (SGB II) sonst aus § 7 Abs. 5 SGB II",
        "NICHT MODELLIERT: Einkommen und Vermögen: „Bedarf ja/nein“ wird aus der Akte übernommen.",
    ],
)  # fmt: skip  # the text in the order in which it is printed
def test_the_report_of_the_refugee_says(line: str) -> None:
    assert line in flowing(of_the_refugee())


def test_the_gap_comes_before_the_steps_the_questions_and_what_is_left_out() -> None:
    parts = ["STAND AM", "LÜCKE", "NÄCHSTE SCHRITTE", "FRAGEN", "NICHT MODELLIERT", "Hinweise für die Fallarbeit"]
    places = [of_the_refugee().index(f"\n{part}") for part in parts]

    assert places == sorted(places)


def test_sources_stand_at_the_right_margin() -> None:
    (line,) = [line for line in of_the_refugee().splitlines() if "sichert den ganzen November" in line]

    assert line == "  Ein Antrag bis 30.11.2026 sichert den ganzen November.".ljust(82) + "§ 37 Abs. 2 SGB II"


@pytest.mark.parametrize(
    "line",
    [
        "Rulebook nrw, law known until 2026-08-19; later changes are not taken into account",
        "GAP since 2026-11-01: Nobody pays for livelihood. existence",
        "Responsible until 2026-10-31: Sozialamt der Stadt Gladbeck § 1 Abs. 3 AsylbLG basic benefits under the AsylbLG",
        "An application by 2026-11-30 saves the whole of November.",
        "Apply for basic income support at the Jobcenter by 2026-11-30",
        "Bring: passport or passport substitute, decision of the BAMF, registration certificate",
        "Would rule Grundsicherungsgeld (SGB II) out § 7 Abs. 5 SGB II",
    ],
)
def test_it_says_the_same_in_english(line: str) -> None:
    assert line in flowing(of_the_refugee("en"))


def test_an_unknown_language_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="no phrases in the language 'fr'; allowed: de, en"):
        report(evaluated(refugee(DAY), DAY), lang="fr")


def test_decisions_of_several_months_are_told_without_a_month_of_all() -> None:
    def final_in_november(document: dict[str, Any]) -> None:
        document["applications"][0]["final"] = "2026-11-02"

    text = flowing(report(evaluated(refugee(DAY, final_in_november), DAY)))

    assert "In der Akte: Bescheid 05.10.2026, Zustellung 12.10.2026, unanfechtbar 02.11.2026 Wer" not in text
    assert "In der Akte: Bescheid 05.10.2026, Zustellung 12.10.2026, unanfechtbar 02.11.2026" in text
    assert "(alle im" not in text


def test_a_decision_of_long_ago_has_nothing_to_do_with_the_passage() -> None:
    def decided_in_spring(document: dict[str, Any]) -> None:
        document["applications"][0] |= {"decided": "2026-04-05", "served": "2026-04-06", "final": "2026-05-06"}

    assert "In der Akte" not in report(evaluated(refugee(DAY, decided_in_spring), DAY))


# ------------------------------------------------------------------------------------------- the family of the demo


@pytest.mark.parametrize(
    "line",
    [
        "Lebensunterhalt Mutter, Kind und Großmutter: Grundleistungen nach dem AsylbLG § 3 AsylbLG Sozialamt der Stadt Gladbeck: wird gezahlt",
        "Krankenversorgung Mutter, Kind und Großmutter: Krankenhilfe nach dem AsylbLG § 4 AsylbLG Sozialamt der Stadt Gladbeck: wird gezahlt",
        "Ab 01.06.2022 zuständig: Jobcenter Kreis Recklinghausen § 7 Abs. 1 SGB II Arbeitslosengeld II/Sozialgeld (SGB II) Antrag bei: Jobcenter Kreis Recklinghausen, Bezirksstelle Gladbeck",
        "Der Antrag gilt als am 01.06.2022 gestellt. § 74 Abs. 5 SGB II",
        "Ab 01.06.2022 zuständig: Sozialamt der Stadt Gladbeck § 41 Abs. 1, 2 SGB XII Grundsicherung im Alter und bei Erwerbsminderung (SGB XII)",
        "Der Antrag gilt als am 01.06.2022 gestellt. § 146 Abs. 5 SGB XII",
        "Bis die neue Stelle zahlt, zahlt die bisherige weiter, längstens bis 31.08.2022. § 18 AsylbLG",
    ],
)
def test_the_report_of_the_demo_says(line: str) -> None:
    assert line in flowing(of_the_demo("2022-05-13"))


def test_the_grandmother_goes_another_way_than_mother_and_child() -> None:
    passages = [flowing(part) for part in of_the_demo("2022-05-13").split("\n\n") if part.startswith("ÜBERGANG")]

    assert [passage.partition("Betrifft: ")[2].partition(" Bis ")[0] for passage in passages[:2]] == [
        "Mutter und Kind", "Großmutter",
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["2022-05-13", "2022-06-20", "2022-09-01"])
def test_the_demo_speaks_the_names_of_its_days(day: str) -> None:
    assert "Bürgergeld" not in of_the_demo(day)
    assert "Grundsicherungsgeld" not in of_the_demo(day)


def test_a_record_read_before_is_said_to_be_taken_as_unchanged() -> None:
    assert of_the_demo("2022-06-20").splitlines()[2] == "Akte vom 13.05.2022, 38 Tage alt, als unverändert angenommen"


# ------------------------------------------------------------------------------------------- other findings


def told(*persons: Person, lang: str = "de", on: date = freedonians.TODAY, **rest: Any) -> str:
    """The report of a case of Freedonia."""
    return report(freedonians.evaluated(freedonians.case(*persons, **rest), on=on), lang=lang)


def test_a_gap_ahead_says_from_when_it_would_run() -> None:
    text = block(told(person(residence=settler(date(2025, 6, 1)), coverage=sheltered())), "LÜCKE DROHT")

    assert text.startswith(
        "LÜCKE DROHT ab 01.06.2025: Im Bereich Lebensunterhalt wird niemand zahlen, wenn existenziell"
    )
    assert "Ab 01.06.2025 zuständig: Schloss, Bürgergeld (SGB II) § 6 FWA" in text


def test_what_is_lost_is_said_apart_from_what_can_be_saved() -> None:
    last = date(2025, 3, 31)
    text = block(told(person(residence=settler(date(2025, 3, 10)), coverage=sheltered(last))), "LÜCKE")

    assert "Verloren: 01.04.2025 bis 30.04.2025 Ein Antrag bis 31.05.2025 sichert den ganzen Mai." in text


def test_an_application_that_is_filed_is_said_to_run() -> None:
    filed = applied(date(2025, 4, 3))
    one = person(residence=settler(date(2025, 3, 10)), coverage=sheltered(date(2025, 3, 31)))
    text = told(one, applications=[filed])

    assert "Antrag vom 03.04.2025, noch nicht beschieden." in block(text, "ANTRAG LÄUFT seit 01.04.2025")
    assert "Schloss: beantragt, noch nicht gezahlt" in text
    assert "folgt der beantragten Leistung" in text


def test_a_gap_in_the_law_is_said_to_be_one() -> None:
    text = told(person(residence=(Residence(status=None),)))

    assert block(text, "LÜCKE seit 01.05.2024 oder länger").endswith(
        "existenziell Kein Gesetz im Regelwerk deckt das ab."
    )
    assert "Lebensunterhalt niemand zahlt" in flowing(text)


def test_a_payment_without_entitlement_names_who_pays_what() -> None:
    text = told(person(residence=settler(date(2025, 3, 10)), coverage=sheltered()))

    assert "Noch gezahlt wird: Rathaus Gladbeck, Grundleistungen nach dem AsylbLG" in block(
        text, "ZAHLUNG OHNE ANSPRUCH"
    )
    assert "noch gezahlt: Grundleistungen nach dem AsylbLG" in block(text, "STAND AM")


def test_a_move_says_which_offices_change_and_which_do_not() -> None:
    places = tuple(
        place
        for kind in ("assigned", "habitual")
        for place in (
            Place(kind=kind, territory=GLADBECK, last=date(2025, 6, 30)),
            Place(kind=kind, territory=DORSTEN, first=date(2025, 7, 1)),
        )
    )
    text = block(
        told(person(residence=settler(), coverage=paid(ALLOWANCE, FUND), places=places)), "UMZUG am 01.07.2025"
    )

    assert ": bisher Rathaus Gladbeck; künftig Rathaus Dorsten" in text
    assert "es entscheidet dieselbe Stelle, Anträge nimmt an Rathaus Dorsten" in text


def test_a_gap_that_the_rulebook_names_is_told_in_its_words() -> None:
    paper = (Residence(status=SETTLER, document_until=date(2025, 7, 15)),)
    text = told(person(residence=paper, coverage=paid(ALLOWANCE, FUND)))

    assert block(text, "LÜCKE DROHT").startswith(
        "LÜCKE DROHT ab 17.05.2025: Papier läuft ab. Recht geht verloren Das Papier"
    )


NAMED = """
[[gap]]
id = "appointment"
when = ["livelihood.in_need"]
nature = "practice"
mechanism = "wait"
cause = "too_long"
severity = "delay"
matter = "registration"
act_by = "2025-05-20"
says.de = "{agency} wartet auf {persons} bis {act_by}, {benefit}."
says.en = "{agency} waits for {persons} until {act_by}, {benefit}."
"""


def test_a_named_gap_fills_its_sentence_as_far_as_can_be_and_names_office_and_day() -> None:
    one = freedonians.case(person(residence=settler()))
    text = block(report(freedonians.evaluated(one, rulebook=draft(NAMED))), "LÜCKE seit")
    says = "Rathaus Gladbeck wartet auf A bis 20.05.2025, offen."

    assert f"Verzögerung {says} Wer handelt: Rathaus Gladbeck Frist: 20.05.2025" in text


def test_a_step_that_is_late_is_said_to_be_so() -> None:
    assert "1. Sich anmelden überfällig seit 16.08.2024" in flowing(
        told(person(residence=settler(), coverage=paid(ALLOWANCE, FUND)))
    )


def test_a_step_names_what_must_be_done_before() -> None:
    text = told(person(residence=settler(date(2025, 6, 1)), coverage=sheltered()), lang="en")

    assert "Applying by 2025-06-30 saves the month." in text
    assert "Only after: Register an address" in text


def test_a_step_that_is_merely_possible_is_said_to_be_so() -> None:
    unsure = person(residence=settler(), unknown=("work", "training"), concerns=())
    step = 'id = "s"\ntitle = { de = "Etwas tun", en = "Do something" }\nwhen = ["work.capable"]\noffer = "if not ruled out"'
    rulebook = draft(f'[[step]]\n{step}\nanswers = ["livelihood"]\nseverity = "delay"')
    raised = evolve(unsure, concerns=read_case(CONCERNED).persons[0].concerns)
    text = report(freedonians.evaluated(freedonians.case(raised), rulebook=rulebook))

    assert "Noch nicht sicher, aber nicht ausgeschlossen." in text
    assert "Antwort auf das Anliegen: " in text


CONCERNED = (
    '{"schema": "kimcore.case/1", "key": "k", "as_of": "2025-05-14",'
    ' "persons": [{"key": "A", "concerns": [{"concern": "livelihood"}]}]}'
)


def test_a_record_that_is_too_old_is_said_to_be_so() -> None:
    text = told(person(residence=settler(), coverage=paid(ALLOWANCE, FUND)), as_of=date(2024, 9, 1))

    assert text.splitlines()[2] == "Akte vom 01.09.2024, 255 Tage alt: Was darin offen war, gilt als unbekannt"
    assert "OFFEN, ob eine Lücke besteht: siehe die Fragen." in text
    assert flowing(text).endswith("Hinweise für die Fallarbeit, keine Entscheidung.")


def test_a_day_before_the_record_is_said_to_be_looked_back_on() -> None:
    text = told(person(residence=settler(), coverage=paid(ALLOWANCE, FUND)), as_of=date(2025, 9, 1))

    assert text.splitlines()[2] == "Die Akte wird gelesen, wie sie heute ist, nicht wie sie damals war."
    assert "\nKEINE LÜCKE, nichts anzumahnen.\n" in text


def test_where_nothing_is_due_nothing_is_needed() -> None:
    text = told(person(residence=settler(), livelihood=()))

    assert "Lebensunterhalt    nicht nötig\n" in text


def test_persons_are_called_by_their_labels_and_those_in_the_same_place_together() -> None:
    one = evolve(person("A", residence=settler(), coverage=paid(ALLOWANCE, FUND)), label="Mutter")
    two = evolve(person("B", birth=date(2015, 1, 1), residence=settler(), coverage=paid(ALLOWANCE, FUND)), label="Kind")
    text = told(one, two, relations=[related("A", "B")])

    assert "Lebensunterhalt Mutter und Kind: Bürgergeld (SGB II) § 6 FWA Schloss: wird gezahlt" in flowing(text)


def test_a_label_cannot_steer_the_terminal_or_break_a_line() -> None:
    one = evolve(person(residence=settler()), label="\x1b[31mrot\u202e\nLÜCKE")

    assert told(one).splitlines()[0].startswith("�[31mrot� LÜCKE · Gladbeck · ")


def test_a_case_without_persons_is_told_in_a_few_lines() -> None:
    assert told().startswith("Akte vom 14.05.2025, bewertet am 14.05.2025\n")


def test_what_is_left_out_is_counted_while_it_is_open() -> None:
    text = told(person(unknown=("residence", "training", "work"), residence=()))

    assert "NICHT MODELLIERT: mehr, je nach den Antworten (1)\n" in text


# ------------------------------------------------------------------------------------------- how it is set


@settings(max_examples=25)
@given(cases(), st.sampled_from(["de", "en"]), st.integers(0, 400), st.integers(NARROWEST, 120))
def test_every_case_can_be_told_in_lines_that_are_not_too_long(case: Case, lang: str, later: int, width: int) -> None:
    on = min(date.fromordinal(case.as_of.toordinal() + later), date(2199, 12, 31))
    text = report(freedonians.evaluated(case, on=on), lang=lang, width=width)

    assert max(len(line) for line in text.splitlines()) <= width
    assert text.endswith(".\n")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_report_is_the_same_every_time(lang: str) -> None:
    assert report(evaluated(refugee(DAY), DAY), lang=lang) == of_the_refugee(lang)


def test_headings_are_bold_in_the_style_of_a_terminal_and_nothing_else_is() -> None:
    text = report(evaluated(refugee(DAY), DAY), style="terminal")

    assert text.replace("\x1b[1m", "").replace("\x1b[0m", "") == of_the_refugee()
    assert [line for line in text.splitlines() if "\x1b" in line and line.startswith(" ")] == []


def test_more_questions_than_can_be_read_are_counted() -> None:
    evaluation: Evaluation = evaluator().evaluate(read_case(CONCERNED), on=date(2026, 11, 23))

    assert f"… {len(evaluation.questions) - 6} weitere" in report(evaluation)


# ------------------------------------------------------------------------------------------- rare findings


def test_what_an_office_owes_by_itself_is_its_to_do() -> None:
    text = block(told(person(residence=freedonians.guest())), "LÜCKE")

    assert "Wer handelt: Rathaus Gladbeck von Amts wegen" in text
    assert "Antrag" not in text


def test_what_no_office_paid_is_said_to_have_been_paid() -> None:
    last = date(2025, 4, 30)
    nobody = Residence(last=last, status=None)
    settled = Residence(first=date(2025, 5, 1), status=SETTLER, document_until=None)
    text = block(told(person(residence=(nobody, settled), coverage=paid("wages", last=last))), "LÜCKE")

    assert "Bis 30.04.2025 gezahlt: Arbeitsentgelt Seit" in text


def test_an_application_that_reaches_back_for_months_saves_everything_from_a_day() -> None:
    old = person(birth=date(1955, 1, 1), residence=settler(), coverage=paid("wages", last=date(2025, 4, 30)))
    text = block(told(old), "LÜCKE")

    assert "sichert alles ab 01.05.2025." in text
    assert "Danach geht je Monat" not in text


MOVED = """
[[aspect]]
id = "livelihood"
title = { de = "Lebensunterhalt", en = "livelihood" }
due = ["livelihood.in_need"]

[[entitlement]]
id = "allowance"
aspect = "livelihood"
benefit = "SGB_XII_4"
when = ["livelihood.in_need"]
claim = { by = "application", matter = "sgb12_4_benefits", reaches_back = "day" }

[[step]]
id = "ask"
title = { de = "Fragen", en = "Ask" }
matter = "sgb2_benefits"

[[transition]]
id = "moving"
from = ["SGB_XII_4"]
to = "SGB_XII_4"
when = ["livelihood.in_need"]
says = { de = "Das alte Rathaus leistet bis zum Umzug.", en = "The old hall pays until the move." }
"""


def test_a_move_says_what_the_law_says_of_it_and_what_stays() -> None:
    here, there = date(2025, 6, 30), date(2025, 7, 1)
    places = (
        Place(kind="assigned", territory=GLADBECK, last=here),
        Place(kind="assigned", territory=DORSTEN, first=there),
    )
    one = person(residence=settler(), coverage=paid("SGB_XII_4"), places=places)
    text = block(report(freedonians.evaluated(freedonians.case(one), rulebook=draft(MOVED))), "UMZUG")

    assert ": bisher Rathaus Gladbeck; künftig Rathaus Dorsten" in text
    assert text.endswith("Das alte Rathaus leistet bis zum Umzug.")
