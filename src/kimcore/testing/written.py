"""Hypothesis strategies for tests as an author writes them, over all facts that a case can tell."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import strategies as st

from kimcore.language.check import ValueType
from kimcore.language.syntax import FUNCTIONS, OPERATORS, RELATIONS
from kimcore.language.vocabulary import Fact, standard_vocabulary
from kimcore.law.territory import Territories
from kimcore.people.history import FieldKind

Figures = tuple[tuple[str, ValueType], ...]
"""Names of values, and what each of them is."""

FIRST, LAST = date(2015, 1, 1), date(2030, 12, 31)

days = st.dates(FIRST, LAST).map(str)
LENGTHS = ("1 day", "6 weeks", "3 months", "36 months", "65 years 10 months")
FEW_DAYS = ("0 days", "1 day", "2 weeks")


@cache
def _facts(*kinds: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in standard_vocabulary().values() if fact.type.kind in kinds)


@cache
def written_tests(names: tuple[str, ...] = (), figures: Figures = ()) -> st.SearchStrategy[str]:
    """Draw tests of the language over the standard facts; every one of them can be checked without a fault.

    Args:
        names: Definitions and entitlements that they may name.
        figures: Values that they may name, with what each of them is.

    Example:
        >>> from hypothesis import given, settings
        >>> from kimcore.language.parser import parse_test
        >>> @settings(max_examples=5)
        ... @given(written_tests())
        ... def check(text):
        ...     parse_test(text)
        >>> check()
    """
    return st.recursive(
        _atoms(names, figures),
        lambda inner: st.one_of(
            inner.map(lambda test: f"not ({test})"),
            st.tuples(inner, inner).map(lambda both: f"({both[0]}) and ({both[1]})"),
            st.tuples(inner, inner).map(lambda both: f"({both[0]}) or ({both[1]})"),
            st.tuples(inner, days).map(lambda both: f"({both[0]}) at {both[1]}"),
        ),
        max_leaves=2,
    )


@cache
def day_texts(figures: Figures = ()) -> st.SearchStrategy[str]:
    """Draw date expressions that name no fact.

    Args:
        figures: Values that they may name, with what each of them is.
    """
    plain = st.just("today") | days | _of_type(figures, "day")
    return plain | _moved(plain, figures)


def _atoms(names: tuple[str, ...], figures: Figures) -> st.SearchStrategy[str]:
    flags = st.sampled_from((*names, *names, *(fact.id for fact in _facts("flag"))))
    some = st.tuples(st.sampled_from(RELATIONS), flags).map(lambda drawn: f"some {drawn[0]}: {drawn[1]}")
    return st.one_of(flags, some, _codes(), _presences(), _of_days(figures), _of_counts(figures), _of_ranks())


def _codes_of(fact: Fact) -> tuple[str, ...]:
    return tuple(Territories.shipped()) if fact.type.kind == "place" else tuple(fact.type.codes or ())


@cache
@st.composite
def _codes(draw: st.DrawFn) -> str:
    kind: FieldKind | str = draw(st.sampled_from(("code", "ordered", "codes", "place")))
    fact = draw(st.sampled_from(_facts(kind)))
    drawn = draw(st.lists(st.sampled_from(_codes_of(fact)), min_size=1, max_size=3, unique=True))
    braces = f"{{{', '.join(drawn)}}}"
    if kind == "codes":
        return f"{fact.id} includes {draw(st.sampled_from((braces, drawn[0])))}"
    return (
        f"{fact.id} {draw(st.sampled_from((f'in {braces}', f'not in {braces}', f'== {drawn[0]}', f'!= {drawn[0]}')))}"
    )


@cache
def _presences() -> st.SearchStrategy[str]:
    may_be_none = [fact.id for fact in standard_vocabulary().values() if not fact.always and fact.type.kind != "codes"]
    words = st.sampled_from(("absent", "present"))
    return st.tuples(st.sampled_from(may_be_none), words).map(lambda drawn: f"{drawn[0]} is {drawn[1]}")


def _guarded(fact: Fact, test: str) -> str:
    """Return a comparison with what it needs beside it: an order with none has no meaning."""
    return test if fact.always else f"{fact.id} is present and {test}"


@cache
@st.composite
def _of_days(draw: st.DrawFn, figures: Figures) -> str:
    birth = standard_vocabulary()["person.birth"]
    fact = draw(st.just(birth) | st.sampled_from(_facts("day")))
    left = draw(st.just(fact.id) | _moved(st.just(fact.id), figures))
    sides = [left, draw(day_texts(figures))]
    one, other = draw(st.permutations(sides))
    return _guarded(fact, f"{one} {draw(st.sampled_from(OPERATORS))} {other}")


@cache
@st.composite
def _of_counts(draw: st.DrawFn, figures: Figures) -> str:
    fact = draw(st.sampled_from(_facts("count")))
    number = draw(st.integers(0, 99).map(str) | _of_type(figures, "count"))
    return _guarded(fact, f"{fact.id} {draw(st.sampled_from(OPERATORS))} {number}")


@cache
@st.composite
def _of_ranks(draw: st.DrawFn) -> str:
    fact = draw(st.sampled_from(_facts("ordered")))
    code = draw(st.sampled_from(_codes_of(fact)))
    return _guarded(fact, f"{fact.id} {draw(st.sampled_from(OPERATORS))} {code}")


def _moved(days_: st.SearchStrategy[str], figures: Figures) -> st.SearchStrategy[str]:
    """Draw days counted from others."""
    plain = st.sampled_from([name for name, arguments in FUNCTIONS.items() if arguments == 1])
    counting = st.sampled_from([name for name, arguments in FUNCTIONS.items() if arguments > 1])
    lengths = st.sampled_from(LENGTHS) | _of_type(figures, "duration", "days")
    few_days = st.sampled_from(FEW_DAYS) | _of_type(figures, "days")
    return st.one_of(
        st.tuples(plain, days_).map(lambda drawn: f"{drawn[0]}({drawn[1]})"),
        st.tuples(counting, days_, lengths).map(lambda drawn: f"{drawn[0]}({drawn[1]}, {drawn[2]})"),
        st.tuples(days_, st.sampled_from("+-"), few_days).map(" ".join),
    )


def _of_type(figures: Figures, *types: ValueType) -> st.SearchStrategy[str]:
    fitting = sorted(name for name, type_ in figures if type_ in types)
    return st.sampled_from(fitting) if fitting else st.nothing()
