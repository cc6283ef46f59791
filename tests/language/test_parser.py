"""What each form of the language is read as, and what is said, and where, of a text that is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kimcore.dates import Duration
from kimcore.language.lexer import MAX_LENGTH
from kimcore.language.parser import MAX_CODES, MAX_DEPTH, MAX_STEPS, parse_day, parse_test
from kimcore.language.problems import Problem, TestError, caret
from kimcore.language.syntax import (
    Absent,
    And,
    At,
    Call,
    Compare,
    Day,
    Flag,
    In,
    Includes,
    Node,
    Not,
    Number,
    Or,
    Present,
    Shift,
    Some,
    Span,
    Today,
    Word,
)

A, B, C = (Flag(name=name) for name in ("a.a", "b.b", "c.c"))
X, Y = Word(name="x.x"), Word(name="y.y")
TODAY = Today()
BIRTH = Word(name="person.birth")
MAY = date(2026, 5, 1)


def both(*items: Node) -> And:
    return And(items=items)


def either(*items: Node) -> Or:
    return Or(items=items)


def not_(item: Node) -> Not:
    return Not(item=item)


def at(item: Node, day: date = MAY) -> At:
    return At(item=item, day=day)


def one_of(fact: str, *codes: str) -> In:
    return In(fact=fact, codes=frozenset(codes))


def holds(fact: str, *codes: str) -> Includes:
    return Includes(fact=fact, codes=frozenset(codes))


def order(left: Node, op: Any, right: Node) -> Compare:
    return Compare(op=op, left=left, right=right)


def span(text: str) -> Span:
    return Span(duration=Duration.parse(text))


def call(function: Any, base: Node, length: Node | None = None) -> Call:
    return Call(function=function, base=base, length=length)


# ---------------------------------------------------------------------------------------- what is read

TESTS: dict[str, Node] = {
    # names that are a test by themselves
    "a.a": A,
    "applications_open": Flag(name="applications_open"),
    "  a.a\n": A,
    # and, or, not: mixed only with parentheses
    "a.a and b.b": both(A, B),
    "a.a and b.b and c.c": both(A, B, C),
    "a.a or b.b or c.c": either(A, B, C),
    "(a.a and b.b) or c.c": either(both(A, B), C),
    "a.a and (b.b or c.c)": both(A, either(B, C)),
    "(a.a and b.b) and c.c": both(both(A, B), C),
    "((a.a))": A,
    "not a.a": not_(A),
    "not not a.a": not_(not_(A)),
    "not a.a and b.b": both(not_(A), B),
    "a.a or not b.b": either(A, not_(B)),
    "not (a.a or b.b)": not_(either(A, B)),
    # codes
    "x.x in {one}": one_of("x.x", "one"),
    "x.x in {one, two,three}": one_of("x.x", "one", "two", "three"),
    "x.x not in {one}": not_(one_of("x.x", "one")),
    "not x.x in {one}": not_(one_of("x.x", "one")),
    "x.x in {05562, DE}": one_of("x.x", "05562", "DE"),
    "x.x in {B1}": one_of("x.x", "B1"),
    "x.x includes one": holds("x.x", "one"),
    "x.x includes {one}": holds("x.x", "one"),
    "x.x includes {one, two}": holds("x.x", "one", "two"),
    "not x.x includes one": not_(holds("x.x", "one")),
    # none
    "x.x is absent": Absent(fact="x.x"),
    "x.x is present": Present(fact="x.x"),
    "x.x is present and not x.x is absent": both(Present(fact="x.x"), not_(Absent(fact="x.x"))),
    # relatives
    "some parent: a.a": Some(relation="parent", name="a.a"),
    "some partner: a.a": Some(relation="partner", name="a.a"),
    "some child: a.a": Some(relation="child", name="a.a"),
    "some sibling : a.a": Some(relation="sibling", name="a.a"),
    "some member:a.a and b.b": both(Some(relation="member", name="a.a"), B),
    "not some parent: a.a": not_(Some(relation="parent", name="a.a")),
    # at DAY binds closer than not, and, or
    "a.a at 2026-05-01": at(A),
    "some parent: a.a at 2026-05-01": at(Some(relation="parent", name="a.a")),
    "x.x includes one at 2026-05-01": at(holds("x.x", "one")),
    "x.x not in {one} at 2026-05-01": at(not_(one_of("x.x", "one"))),
    "x.x < y.y at 2026-05-01": at(order(X, "<", Y)),
    "x.x is absent at 2026-05-01": at(Absent(fact="x.x")),
    "not a.a at 2026-05-01": not_(at(A)),
    "a.a and b.b at 2026-05-01": both(A, at(B)),
    "(a.a and b.b) at 2026-05-01": at(both(A, B)),
    "(not a.a) at 2026-05-01": at(not_(A)),
    "(a.a at 2026-05-01) at 2024-02-29": at(at(A), date(2024, 2, 29)),
    # comparisons
    "x.x == one": order(X, "==", Word(name="one")),
    "x.x != one": order(X, "!=", Word(name="one")),
    "x.x < B1": order(X, "<", Word(name="B1")),
    "x.x<=B1": order(X, "<=", Word(name="B1")),
    "x.x > 3": order(X, ">", Number(number=3)),
    "3 >= x.x": order(Number(number=3), ">=", X),
    "x.x >= LIMIT": order(X, ">=", Word(name="LIMIT")),
    "not x.x < 3": not_(order(X, "<", Number(number=3))),
    "(x.x < 3 or a.a) and b.b": both(either(order(X, "<", Number(number=3)), A), B),
    "today <= 2026-05-01": order(TODAY, "<=", Day(day=MAY)),
    "today <= today + 90 days": order(TODAY, "<=", Shift(base=TODAY, sign=1, length=span("90 days"))),
    # an age is short for a birthday: older than 17 is 18, up to 17 is not yet 18
    "person.age >= 18": order(TODAY, ">=", call("passed", BIRTH, span("18 years"))),
    "person.age > 17": order(TODAY, ">=", call("passed", BIRTH, span("18 years"))),
    "person.age < 18": order(TODAY, "<", call("passed", BIRTH, span("18 years"))),
    "person.age <= 17": order(TODAY, "<", call("passed", BIRTH, span("18 years"))),
    "person.age >= 18 at 2026-05-01": at(order(TODAY, ">=", call("passed", BIRTH, span("18 years")))),
}

DAYS: dict[str, Node] = {
    "today": TODAY,
    "2024-02-29": Day(day=date(2024, 2, 29)),
    "x.x": X,
    "REFORM": Word(name="REFORM"),
    "today + 3 days": Shift(base=TODAY, sign=1, length=span("3 days")),
    "today - 2 weeks": Shift(base=TODAY, sign=-1, length=span("14 days")),
    "x.x - GRACE": Shift(base=X, sign=-1, length=Word(name="GRACE")),
    "today + 1 day - 1 week": Shift(
        base=Shift(base=TODAY, sign=1, length=span("1 day")), sign=-1, length=span("1 week")
    ),
    "start_of_month(x.x)": call("start_of_month", X),
    "end_of_month( today )": call("end_of_month", TODAY),
    "working_day(2026-05-01)": call("working_day", Day(day=MAY)),
    "passed(x.x, 36 months)": call("passed", X, span("36 months")),
    "passed(x.x, 65 years 10 months)": call("passed", X, span("65 years 10 months")),
    "passed(x.x, 1 month 2 weeks 3 days)": call("passed", X, span("1 month 17 days")),
    "deadline(x.x, 1 month)": call("deadline", X, span("1 month")),
    "deadline(x.x, TERM)": call("deadline", X, Word(name="TERM")),
    "end_of_month(passed(person.birth, AGE_LIMIT) - 1 day)": call(
        "end_of_month",
        Shift(base=call("passed", BIRTH, Word(name="AGE_LIMIT")), sign=-1, length=span("1 day")),
    ),
    "working_day(deadline(x.x + 3 days, 1 month)) + 1 day": Shift(
        base=call(
            "working_day",
            call("deadline", Shift(base=X, sign=1, length=span("3 days")), span("1 month")),
        ),
        sign=1,
        length=span("1 day"),
    ),
}


@pytest.mark.parametrize("text", TESTS)
def test_a_test_is_read(text: str) -> None:
    assert parse_test(text) == TESTS[text]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read(text: str) -> None:
    assert parse_day(text) == DAYS[text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.a and (b.b or c.c)", ["a.a and (b.b or c.c)", "a.a", "(b.b or c.c)", "b.b", "c.c"]),
        ("not x.x in {one} at 2026-05-01", None),
        ("x.x not in {one}", ["x.x not in {one}", "x.x not in {one}"]),
        ("x.x <= today + 3 days", ["x.x <= today + 3 days", "x.x", "today + 3 days", "today", "3 days"]),
        ("passed(x.x, 2 years) < today", None),
    ],
)
def test_every_node_knows_its_place_in_the_text(text: str, parts: list[str] | None) -> None:
    places = [text[node.start : node.end] for node in parse_test(text).walk()]

    assert places[0] == text
    assert parts is None or places == parts


# ---------------------------------------------------------------------------------------- what is refused

REFUSED = [
    # `and` with `or` needs parentheses, whichever comes first
    ("a.a and b.b or c.c", "            ^^", "syntax"),
    ("a.a or b.b and c.c", "           ^^^", "syntax"),
    ("not a.a and b.b or c.c", "                ^^", "syntax"),
    # the text ends too early, or goes on
    ("", "^", "syntax"),
    ("a.a and", "       ^", "syntax"),
    ("not", "   ^", "syntax"),
    ("(a.a", "    ^", "syntax"),
    ("a.a)", "   ^", "syntax"),
    ("()", " ^", "syntax"),
    ("a.a b.b", "    ^^^", "syntax"),
    # one comparison at a time
    ("1 < x.x < 3", "        ^", "syntax"),
    ("x.x = 3", "    ^", "syntax"),
    ("x.x <", "     ^", "syntax"),
    # codes
    ("x.x in one", "       ^^^", "syntax"),
    ("x.x in {}", "        ^", "syntax"),
    ("x.x in {one two}", "            ^^^", "syntax"),
    ("x.x in {one,}", "            ^", "syntax"),
    ("x.x in {one, one}", "       ^^^^^^^^^^", "codes"),
    ("x.x not includes one", "        ^^^^^^^^", "syntax"),
    ("x.x includes", "            ^", "syntax"),
    ("3 in {one}", "^", "syntax"),
    ("today in {one}", "^^^^^", "syntax"),
    # there is no "is unknown": asking is the engine's work
    ("x.x is unknown", "       ^^^^^^^", "syntax"),
    ("x.x is not absent", "       ^^^", "syntax"),
    # relatives
    ("some uncle: a.a", "     ^^^^^", "syntax"),
    ("some parent a.a", "            ^^^", "syntax"),
    ("some parent: (a.a)", "             ^", "syntax"),
    ("some parent: not a.a", "             ^^^", "syntax"),
    # a value is no test
    ("today", "^^^^^", "syntax"),
    ("2026-05-01", "^^^^^^^^^^", "syntax"),
    ("18 months", "^^^^^^^^^", "syntax"),
    ("end_of_month(today)", "^^^^^^^^^^^^^^^^^^^", "syntax"),
    # days
    ("a.a at today", "       ^^^^^", "syntax"),
    ("a.a at x.x", "       ^^^", "syntax"),
    ("a.a at 2026-05-01 at 2026-05-02", "                  ^^", "syntax"),
    ("x.x < 2026-02-30", "      ^^^^^^^^^^", "day"),
    ("x.x < 1899-12-31", "      ^^^^^^^^^^", "day"),
    ("x.x < 01.05.2026", "        ^", "syntax"),
    ("x.x < 2026-5-1", "            ^", "syntax"),
    ("today + 3 < x.x", "          ^", "syntax"),
    ("today + x.x + 3 hours < y.y", "                ^^^^^", "syntax"),
    ("today < passed(x.x)", "                  ^", "syntax"),
    ("today < end_of_month(x.x, 1 day)", "                        ^", "syntax"),
    ("today < end_of_year(x.x)", "        ^^^^^^^^^^^", "function"),
    ("today < passed(x.x, 1 day 1 month)", "                    ^^^^^^^^^^^^^", "length"),
    ("today < passed(x.x, 201 years)", "                    ^^^^^^^^^", "length"),
    # ages
    ("person.age == 18", "^^^^^^^^^^^^^^^^", "age"),
    ("18 <= person.age", "^^^^^^^^^^^^^^^^", "age"),
    ("person.age >= LIMIT", "^^^^^^^^^^^^^^^^^^^", "age"),
    ("person.age >= 151", "              ^^^", "age"),
    ("person.age in {one}", "^^^^^^^^^^", "syntax"),
    ("person.age", "^^^^^^^^^^", "syntax"),
    # signs that have no meaning
    ("a.a & b.b", "    ^", "syntax"),
    ('x.x == "one"', "       ^", "syntax"),
    ("a..b", " ^", "syntax"),
    ("__import__('os')", "           ^", "syntax"),
    ("ä.a", "^", "syntax"),
    ("3.5 < x.x", " ^", "syntax"),
]


def problem_of(text: str) -> Problem:
    with pytest.raises(TestError) as caught:
        parse_test(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(("text", "marks", "code"), REFUSED)
def test_what_is_no_test_is_refused_at_its_place(text: str, marks: str, code: str) -> None:
    problem = problem_of(text)

    assert (caret(text, problem), problem.code) == (f"{text}\n{marks}", code)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a.a and b.b or c.c", "put one of them in parentheses"),
        ("1 < x.x < 3", "join two comparisons with 'and'"),
        ("some parant: a.a", "did you mean 'parent'?"),
        ("today < end_of_mont(x.x)", "did you mean 'end_of_month'?"),
        ("person.age == 18", "write it as 'person.age >= 18'"),
        ("person.age", "compare it, for example 'person.age >= 18'"),
    ],
)
def test_a_way_out_is_named(text: str, hint: str) -> None:
    assert problem_of(text).hint == hint


# ---------------------------------------------------------------------------------------- bounds


def nested(depth: int) -> str:
    return "(" * depth + "a.a" + ")" * depth


def months_of(steps: int) -> str:
    return "x.x < today" + " + 1 day" * steps


@pytest.mark.parametrize(
    ("at_most", "too_much", "code"),
    [
        (nested(MAX_DEPTH), nested(MAX_DEPTH + 1), "too-deep"),
        ("not " * MAX_DEPTH + "a.a", "not " * (MAX_DEPTH + 1) + "a.a", "too-deep"),
        (months_of(MAX_STEPS), months_of(MAX_STEPS + 1), "too-deep"),
        ("a.a".ljust(MAX_LENGTH), "a.a".ljust(MAX_LENGTH + 1), "too-long"),
        (
            f"x.x in {{{','.join(f'c{number}' for number in range(MAX_CODES))}}}",
            f"x.x in {{{','.join(f'c{number}' for number in range(MAX_CODES + 1))}}}",
            "codes",
        ),
    ],
    ids=["parentheses", "not", "steps", "length", "codes"],
)
def test_size_is_bounded(at_most: str, too_much: str, code: str) -> None:
    parse_test(at_most)

    assert problem_of(too_much).code == code
