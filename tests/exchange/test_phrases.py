from __future__ import annotations

from datetime import date

import pytest

from kimcore import Citation, Text, UnknownNameError
from kimcore.exchange.layout import GLUE
from kimcore.exchange.phrases import PHRASES, SEVERITIES, Speech, law_of
from kimcore.landscape.agency import Agency, AgencyName
from kimcore.landscape.answer import Answer
from kimcore.rules.statement import Need
from kimcore.text import LANGUAGES

DAY = date(2026, 11, 23)
GERMAN, ENGLISH = Speech("de"), Speech("en")


def agency(name: str) -> Agency:
    return Agency(
        id=name.lower(),
        kind="sozialamt",
        names=(AgencyName(official=Text.of(de=name, en=name)),),
        name_verified=True,
        territory=("05562014",),
        verified_on=DAY,
        confidence="high",
    )


@pytest.mark.parametrize("text", [*PHRASES.values(), *SEVERITIES.values()])
def test_every_phrase_is_there_in_every_language(text: Text) -> None:
    assert text.languages == LANGUAGES


def test_a_language_without_phrases_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="allowed: de, en"):
        Speech("fr")


@pytest.mark.parametrize(
    ("first", "act_by", "says"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "den ganzen November"),
        (date(2026, 11, 2), date(2026, 11, 30), "alles ab 02.11.2026"),
        (date(2026, 11, 1), date(2026, 12, 31), "alles ab 01.11.2026"),
    ],
)
def test_what_acting_saves_is_a_whole_month_or_everything_from_a_day(first: date, act_by: date, says: str) -> None:
    assert GERMAN.saved(first, act_by) == says


def test_a_placeholder_without_a_value_reads_as_open_and_a_day_as_in_the_language() -> None:
    text = Text.of(de="{agency} bis {act_by}", en="{agency} until {act_by}")

    assert GERMAN.text(text, act_by=DAY) == "offen bis 23.11.2026"
    assert ENGLISH.text(text, act_by=DAY, agency="BAMF") == "BAMF until 2026-11-23"
    assert GERMAN.text(None) == ""


def test_a_benefit_is_called_by_the_name_of_the_day_with_its_law_where_the_name_lacks_it() -> None:
    assert GERMAN.benefit("SGB_II", DAY) == "Grundsicherungsgeld (SGB II)"
    assert GERMAN.benefit("SGB_II", date(2022, 6, 1)) == "Arbeitslosengeld II/Sozialgeld (SGB II)"
    assert GERMAN.benefit("AsylbLG_basic", DAY) == "Grundleistungen nach dem AsylbLG"
    assert GERMAN.benefit("wages", DAY) == "Arbeitsentgelt"
    assert law_of("wages", DAY) is None


def test_one_of_several_documents_will_do() -> None:
    needs = (Need(documents=("passport", "passport_substitute")), Need(documents=("bamf_decision",)))

    assert GERMAN.documents(needs, DAY) == "Pass oder Passersatz, BAMF-Bescheid"


def test_a_citation_is_held_together_and_told_once() -> None:
    citation = Citation.parse("§ 7 Abs. 1 SGB II")

    assert GERMAN.sources([citation, citation]) == f"§{GLUE}7{GLUE}Abs.{GLUE}1{GLUE}SGB{GLUE}II"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (None, ""),
        (Answer(kind="one", agencies=(agency("Amt"),)), "Amt"),
        (Answer(kind="several", agencies=(agency("Amt"), agency("Haus"))), "Amt oder Haus"),
        (Answer(kind="open", candidates=(agency("Amt"),)), "vermutlich Amt"),
        (Answer(kind="open"), "Stelle offen"),
        (Answer(kind="nobody"), "keine Stelle zuständig"),
        (Answer(kind="not_recorded"), "Stelle nicht erfasst"),
    ],
)
def test_who_is_competent_is_said_as_far_as_it_is_known(answer: Answer | None, says: str) -> None:
    assert GERMAN.office(answer, DAY) == says
