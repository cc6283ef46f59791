"""Explanations as text: on the shipped law for what is said, on invented law for the shapes of tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kimcore import Person, Unknown, UnknownNameError, explained, load_rulebook
from kimcore.dates import parse_partial
from kimcore.exchange.explained import told
from kimcore.exchange.phrases import Speech
from kimcore.language.timeline import Members
from kimcore.people.kinds import Residence
from kimcore.rules.rulebook import Rulebook
from tests.evaluation import freedonians
from tests.evaluation.freedonians import case, draft, person, related, settler
from tests.households import evaluated, refugee

DAY = "2026-11-23"


def of_the_refugee(statement: str, lang: str = "de", on: date | None = None) -> str:
    return explained(evaluated(refugee(DAY), DAY).explain(statement, "P1", on=on), lang=lang)


def tree(rulebook: Rulebook, statement: str, *persons: Person, **rest: Any) -> list[str]:
    """The lines of an explanation for the first person, without the head; sources with a single space before them."""
    evaluation = freedonians.evaluated(case(*persons, **rest), rulebook=rulebook)
    text = explained(evaluation.explain(statement, persons[0].key), lang="en")
    return [" " * (len(line) - len(line.lstrip())) + " ".join(line.split()) for line in text.splitlines()[3:]]


# ------------------------------------------------------------------------------------------- the shipped law


def test_the_head_says_what_is_asked_of_whom_and_the_verdict() -> None:
    head = of_the_refugee("livelihood.sgb2").splitlines()[:2]

    assert head[0] == "WARUM: Grundsicherung für Arbeitsuchende (livelihood.sgb2), P1, 23.11.2026"
    assert head[1] == "Ergebnis: trifft zu, wenn keine Ausnahme vorliegt" + "+ ja   - nein   ? offen".rjust(51)


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("livelihood.sgb2", "applies unless an exception holds"),
        ("livelihood.asylblg_basic", "does not apply"),
        ("livelihood", "applies"),
        ("residence.deemed_lawful", "applies"),
    ],
)
def test_the_verdict_is_said_in_words(statement: str, verdict: str) -> None:
    assert f"Verdict: {verdict} + yes - no ? open" in " ".join(of_the_refugee(statement, "en").split())


def test_a_refusal_tells_all_its_reasons() -> None:
    text = " ".join(of_the_refugee("livelihood.asylblg_basic").split())

    for reason in ["- Aufenthaltsgestattung (asylblg.nr1)", "- Duldung (asylblg.nr4)", "- Folgeantrag (asylblg.nr7)"]:
        assert reason in text


def test_what_lasts_to_the_end_of_the_month_names_the_day_that_settled_it() -> None:
    text = of_the_refugee("livelihood.asylblg_basic", on=date(2026, 10, 23))

    assert "[11.10.2026]" in text
    assert "+ residence.status in {gestattung, ankunftsnachweis}: gestattung" in text


def test_versions_of_other_days_are_named() -> None:
    text = of_the_refugee("asylblg_to_sgb2.recognition", "en")

    assert "Not in force on that day:" in text
    assert "asylblg_to_sgb2.recognition (to 2026-06-11)" in text
    assert "Disputed: If decision, service and finality fall in different months" in text


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_statement_can_be_explained_in_lines_that_are_not_too_long(lang: str) -> None:
    evaluation = evaluated(refugee(DAY), DAY)
    texts = [explained(evaluation.explain(id_, "P1"), lang=lang, width=90) for id_ in load_rulebook("nrw").ids]

    assert max(len(line) for text in texts for line in text.splitlines()) <= 90


def test_a_statement_that_is_only_planned_names_its_bill() -> None:
    pending = next(each for each in load_rulebook("nrw").statements if each.pending is not None)
    assert pending.pending is not None
    text = of_the_refugee(pending.id, "en")

    assert pending.pending.bill in " ".join(text.split())


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="allowed: de, en"):
        of_the_refugee("livelihood", "fr")


# ------------------------------------------------------------------------------------------- the shapes of tests

PARTS = """
[[definition]]
id = "guest"
title = { de = "Gast", en = "a guest" }
when = ["residence.status in {gestattung}"]

[[definition]]
id = "settled"
title = { de = "Siedler", en = "a settler" }
any = ["residence.status in {refugee}", "residence.status in {settlement}"]

[[definition]]
id = "both"
title = { de = "beides", en = "both" }
when = ["settled", "guest"]

[[definition]]
id = "careful"
title = { de = "vorsichtig", en = "careful" }
when = ["settled"]
unless = ["guest", { any = ["guest", "person.age < 18"], says = { de = "zu jung", en = "too young" } }]

[[definition]]
id = "family"
title = { de = "Familie", en = "family" }
any = ["some parent: settled", "settled at 2024-12-31"]

[[definition]]
id = "many"
title = { de = "viele", en = "many" }
when = ["residence.status in {gestattung, refugee, settlement, asylum, subsidiary, duldung, hardship}", "not work.employed"]

[[definition]]
id = "twice"
title = { de = "zweimal", en = "twice" }
when = ["careful", { any = ["settled", "guest"] }]

[[definition]]
id = "open"
title = { de = "offen", en = "open" }
any = ["school.enrolled", "guest"]
"""


@pytest.fixture(scope="module")
def parts() -> Rulebook:
    return draft(PARTS)


def test_of_what_holds_only_the_reason_is_told(parts: Rulebook) -> None:
    assert tree(parts, "settled", person(residence=settler())) == [
        "+ a settler (settled)",
        "  + residence.status in {refugee}: refugee",
    ]  # fmt: skip  # as it is printed


def test_of_what_does_not_hold_the_rest_is_told_in_a_line(parts: Rulebook) -> None:
    assert tree(parts, "both", person(residence=settler())) == [
        "- both (both)",
        "  - a guest (guest): residence.status in {gestattung}: refugee",
        "  + a settler (settled)",
    ]


def test_an_exception_that_is_not_there_is_called_so(parts: Rulebook) -> None:
    assert tree(parts, "careful", person(residence=settler())) == [
        "+ careful (careful)",
        "  + a settler (settled)",
        "    + residence.status in {refugee}: refugee",
        "  + no exception: a guest (guest): residence.status in {gestattung}: refugee",
        "  + no exception: too young",
        "    - a guest (guest), see above",
        "    - person.age < 18: person.birth 1990-05-05",
    ]


def test_what_is_of_another_person_or_day_is_marked(parts: Rulebook) -> None:
    child = person("C", birth=date(2015, 1, 1), residence=(Residence(status=None),))
    lines = tree(parts, "family", child, person("P", residence=settler()), relations=[related("P", "C")])

    assert lines[:3] == [
        "+ family (family)",
        "  + some parent: settled",
        "    + a settler (settled) [P]",
    ]
    lines = tree(parts, "family", person("A", residence=settler()))
    assert lines[1] == "  + a settler (settled at 2024-12-31) [2024-12-31]"


def test_many_codes_are_counted_and_what_was_read_is_told(parts: Rulebook) -> None:
    assert tree(parts, "many", person(residence=settler())) == [
        "? many (many)",
        "  ? not work.employed: work.employed unknown",
        "  + residence.status in {gestattung, refugee, settlement, asylum, … +3}: refugee",
    ]


def test_what_was_told_is_not_told_again(parts: Rulebook) -> None:
    lines = tree(parts, "twice", person(residence=settler()))

    assert [line.strip() for line in lines if line.strip().startswith("+ a settler")] == [
        "+ a settler (settled)",
        "+ a settler (settled), see above",
    ]


def test_what_is_open_is_marked_by_a_question(parts: Rulebook) -> None:
    assert tree(parts, "open", person(residence=settler(), unknown=("school",))) == [
        "? open (open)",
        "  ? school.enrolled: unknown",
        "  - a guest (guest)",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Unknown("withheld"), "zurückgehalten"),
        (None, "nicht vorhanden"),
        (True, "ja"),
        (False, "nein"),
        (Members(frozenset({"b", "a"}), closed=True), "{a, b}"),
        (Members(frozenset({"a"}), closed=False), "{a, … offen}"),
        (date(2026, 11, 1), "01.11.2026"),
        (parse_partial("1994"), "1994"),
        ("refugee", "refugee"),
        (7, "7"),
    ],
)
def test_values_are_told_in_words(value: object, words: str) -> None:
    assert told(Speech("de"), value) == words
