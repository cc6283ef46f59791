"""A check says everything there is to say of a rulebook and its landscape, the gravest first."""

from __future__ import annotations

import json

from attrs import evolve

from kimcore import Landscape, Rulebook, load_landscape, load_rulebook, read_landscape, read_rulebook
from kimcore.exchange.diagnostics import diagnostics_json, diagnostics_text
from kimcore.rules.check import Diagnostic, check


def nrw() -> Rulebook:
    return load_rulebook("nrw")


def recklinghausen() -> Landscape:
    return load_landscape("kreis-recklinghausen")


def without_the_matter(matter: str) -> Landscape:
    whole = recklinghausen()
    rows = tuple(row for row in whole.competences if row.matter != matter)
    covers = tuple(evolve(cover, matters=cover.matters - {matter}) for cover in whole.covers)
    return evolve(whole, competences=rows, covers=covers)


def broken() -> Rulebook:
    return read_rulebook({"wrong.toml": 'schema = "kimcore.rulebook/1"\nidd = "x"\n'})


def codes(diagnostics: tuple[Diagnostic, ...], level: str) -> set[str]:
    return {each.fault.code for each in diagnostics if each.level == level}


def test_what_is_shipped_has_no_error_and_no_unchecked_citation() -> None:
    assert codes(check(nrw, recklinghausen), "error") == set()


def test_faults_of_reading_are_errors_of_both_at_once() -> None:
    found = check(broken, lambda: read_landscape('schema = "kimcore.landscape/1"\nidd = "x"\n'))

    errors = [each.fault.where for each in found if each.level == "error"]
    assert any(where.startswith("wrong.toml") for where in errors)
    assert any(not where.startswith("wrong.toml") for where in errors)


def test_a_matter_without_an_office_is_a_warning() -> None:
    found = check(nrw, lambda: without_the_matter("sgb2_benefits"))

    named = [each.fault.where for each in found if each.fault.code == "no-office"]
    assert any("[step sgb2.apply]" in where for where in named)
    assert any("[entitlement livelihood.sgb2]" in where for where in named)


def test_a_bill_and_a_dispute_are_told() -> None:
    assert {"pending", "disputed"} <= codes(check(nrw, recklinghausen), "info")


def test_the_gravest_come_first() -> None:
    found = check(broken, recklinghausen)

    assert [each.level for each in found] == sorted(
        (each.level for each in found), key=["error", "warning", "info"].index
    )


def test_levels_have_an_order() -> None:
    (first, *_) = check(nrw, recklinghausen)

    warning = evolve(first, level="warning")
    assert (warning.at_least("info"), warning.at_least("warning"), warning.at_least("error")) == (True, True, False)


def test_text_ends_with_a_count_and_json_holds_every_diagnostic() -> None:
    found = check(nrw, recklinghausen)

    last = diagnostics_text(found).splitlines()[-1]
    rows = json.loads(diagnostics_json(found))["diagnostics"]
    assert last.startswith("0 error, ")
    assert [row["code"] for row in rows] == [each.fault.code for each in found]
    assert diagnostics_text(()) == "0 error, 0 warning, 0 info\n"
