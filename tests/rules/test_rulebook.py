"""The rulebook by id, by day and by kind, in its orders, and in the form in which it is judged."""

from __future__ import annotations

import pickle
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import Duration, Period
from kimcore.errors import UnknownNameError
from kimcore.language.program import Figure, Row, Rule, Version
from kimcore.rules.reading import read_rulebook
from kimcore.rules.rulebook import ordered
from tests.freedonia import VOCABULARY, freedonia
from tests.rules.bad_rulebooks import HEAD


def test_versions_stand_in_the_order_of_their_days_and_bills_last() -> None:
    versions = freedonia().versions("livelihood.allowance")

    assert [version.in_force for version in versions] == [Period(date(2010, 1, 1), None), None]


def test_the_version_in_force_on_a_day() -> None:
    book = freedonia()
    until_then, since_then = book.versions("WAIT")

    assert book.in_force("WAIT", on=date(2019, 12, 31)) is None
    assert book.in_force("WAIT", on=date(2020, 1, 1)) == until_then
    assert book.in_force("WAIT", on=date(2024, 6, 30)) == until_then
    assert book.in_force("WAIT", on=date(2024, 7, 1)) == since_then


def test_a_bill_is_in_force_on_no_day() -> None:
    allowance, bill = freedonia().versions("livelihood.allowance")

    assert freedonia().in_force("livelihood.allowance", on=date(2030, 1, 1)) == allowance
    assert bill.applies_on(date(2030, 1, 1)) is False


def test_an_unknown_statement_is_answered_with_the_nearest_one() -> None:
    message = "the rulebook freedonia has no statement 'welfare.gest'; did you mean 'welfare.guest'?"
    with pytest.raises(UnknownNameError, match=re.escape(message)):
        freedonia().versions("welfare.gest")
    with pytest.raises(UnknownNameError, match=r"has no statement 'x'$"):
        freedonia().in_force("x", on=date(2026, 1, 1))


def test_every_statement_is_found_by_its_id_and_by_its_kind() -> None:
    book = freedonia()
    by_kind = (
        *book.values,
        *book.definitions,
        *book.aspects,
        *book.entitlements,
        *book.transitions,
        *book.steps,
        *book.gaps,
        *book.not_modelled,
    )

    assert by_kind == book.statements
    assert [version for id_ in book.ids for version in book.versions(id_)] == list(book.statements)


def test_aspects_come_after_those_they_follow() -> None:
    assert freedonia().aspects_in_order == ("livelihood", "health")


def test_an_entitlement_comes_after_those_it_yields_to() -> None:
    assert freedonia().precedence("livelihood") == (
        "livelihood.care",
        "livelihood.bridge",
        "livelihood.pension",
        "livelihood.allowance",
        "livelihood.shelter_plus",
        "livelihood.shelter",
    )


def test_rulebooks_of_one_content_are_equal_and_one_key() -> None:
    assert len({freedonia(), pickle.loads(pickle.dumps(freedonia()))}) == 1  # noqa: S301  # our own bytes


def test_a_rulebook_travels_to_another_process_with_everything() -> None:
    freedonia().program  # noqa: B018  # what was worked out already must not be in the way
    book = pickle.loads(pickle.dumps(freedonia()))  # noqa: S301  # our own bytes

    assert book.statements == freedonia().statements
    assert book.program.rules == freedonia().program.rules


def test_the_program_holds_definitions_and_entitlements_without_bills() -> None:
    book = freedonia()
    (guest,), (allowance, _) = book.versions("welfare.guest"), book.versions("livelihood.allowance")
    rules = book.program.rules

    assert set(rules) == {statement.id for statement in (*book.definitions, *book.entitlements)}
    assert rules["welfare.guest"] == Rule(
        name="welfare.guest",
        versions=(Version(Period(None, None), guest.condition.node),),  # type: ignore[attr-defined]  # a definition
        lasts_to_end_of_month=True,
    )
    assert rules["livelihood.allowance"] == Rule(
        name="livelihood.allowance",
        versions=(Version(Period(date(2010, 1, 1), None), allowance.condition.node),),  # type: ignore[attr-defined]  # an entitlement
    )


def test_the_program_holds_figures_by_day_and_by_year_of_birth() -> None:
    values = freedonia().program.values

    assert values["WAIT"] == (
        Figure(Period(date(2020, 1, 1), date(2024, 6, 30)), Duration(6, 0)),
        Figure(Period(date(2024, 7, 1), None), Duration(12, 0)),
    )
    (pension_age,) = values["PENSION_AGE"]
    assert pension_age.for_year(1955) == Duration(12 * 61, 0)


def test_what_is_only_a_bill_holds_on_no_day() -> None:
    text = """
    [[definition]]
    id = "a"
    when = ["stay.since is present", "today >= passed(stay.since, WAIT)"]
    pending = { bill = "Bill" }
    [[value]]
    id = "WAIT"
    is = "6 months"
    pending = { bill = "Bill" }
    """
    book = read_rulebook({"a.toml": HEAD, "b.toml": text}, vocabulary=VOCABULARY, rigour="draft")

    assert book.program.rules == {"a": Rule(name="a", versions=())}
    assert book.program.values == {"WAIT": ()}


@given(st.integers(1, 2199))
def test_every_year_of_birth_has_one_row(year: int) -> None:
    (pension_age,) = freedonia().program.values["PENSION_AGE"]
    assert isinstance(pension_age.value, tuple)

    assert len([row for row in pension_age.value if row.holds(year)]) == 1
    assert pension_age.value[0] == Row(None, 1949, Duration(720, 0))


@given(st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("abcdef"), max_size=3), min_size=1))
def test_an_order_puts_what_is_depended_on_first(drawn: dict[str, frozenset[str]]) -> None:
    acyclic = {name: frozenset(other for other in others if other < name) for name, others in drawn.items()}

    order = ordered(acyclic)

    assert all(order.index(other) < order.index(name) for name, others in acyclic.items() for other in others)
    assert order == ordered(dict(reversed(acyclic.items())))
