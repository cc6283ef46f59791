"""Judging a test for one person on all days of a window at once.

A verdict is two sets of days: *definitely* and *possibly* (definitely is a part of possibly). `and` is `&`,
`or` is `|`, `not` swaps and complements: strong Kleene logic, a bit a day. The plain interpreter
(`interpreter.py`) says the same of each single day and is the oracle.
"""

import operator
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import NamedTuple

from kimcore.dates import first_of_month
from kimcore.language.dayvalues import DayValues, Pieces
from kimcore.language.facts import Facts
from kimcore.language.program import Program, Rule
from kimcore.language.syntax import (
    Absent,
    And,
    At,
    Compare,
    Except,
    Flag,
    In,
    Includes,
    Node,
    Not,
    Number,
    Operator,
    Or,
    Present,
    Some,
    Word,
)
from kimcore.language.timeline import Members
from kimcore.language.window import DaySet, Window
from kimcore.law.territory import within
from kimcore.people.history import Unknown


class Reading(Enum):
    """How an exception (`unless`) is taken that is possible and was never established.

    STRICT: it leaves the verdict open. ASSUMING: it is taken as not there, and what the law presumes is taken
    as so. Below `not`, and inside an exception, everything is read strictly.
    """

    STRICT = "strict"
    ASSUMING = "assuming"


class Verdict(NamedTuple):
    """The days on which a test holds: for certain, and for all that is known."""

    definitely: DaySet
    possibly: DaySet


_ORDERS: dict[Operator, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class DaySets:
    """The verdicts of a program over the facts of a household, on the days of a window.

    Rules are judged once for each person and reading, when they are first asked for.

    Args:
        program: What is judged.
        facts: Whom it is judged for.
        window: The days; it begins on the first of a month.

    Raises:
        ValueError: The window does not begin on the first of a month.
    """

    def __init__(self, program: Program, facts: Facts, window: Window) -> None:
        if window.first.day != 1:
            raise ValueError("a window of day sets begins on the first of a month")
        self.program = program
        self.facts = facts
        self.window = window
        self.values = DayValues(program, facts, window)
        self._rules: dict[tuple[str, str, Reading], Verdict] = {}
        self._days: dict[date, DaySets] = {}
        # By person and identity of the node; the node is kept, so that its identity stays its own.
        self._atoms: dict[tuple[str, int], tuple[Node, Verdict]] = {}

    def verdict(self, person: str, test: Node, reading: Reading = Reading.STRICT) -> Verdict:
        """Return the days on which a test holds for the person.

        Args:
            person: The key of the person.
            test: The test, bound (`check.bind`).
            reading: How exceptions are taken that were never established.
        """
        judge = _ATOMS.get(type(test))
        if judge is None:
            return _JUDGES[type(test)](self, person, test, reading)
        key = (person, id(test))
        if key not in self._atoms:
            self._atoms[key] = (test, judge(self, person, test))
        return self._atoms[key][1]

    def rule(self, person: str, name: str, reading: Reading = Reading.STRICT) -> Verdict:
        """Return the days on which a definition or an entitlement holds for the person.

        Args:
            person: The key of the person.
            name: The name of the rule.
            reading: How exceptions are taken that were never established.

        Raises:
            KeyError: The program has no rule of this name.
        """
        if reading is Reading.ASSUMING and name not in self.program.assuming:
            reading = Reading.STRICT
        key = (person, name, reading)
        if key not in self._rules:
            self._rules[key] = self._judge(person, self.program.rules[name], reading)
        return self._rules[key]

    def _judge(self, person: str, rule: Rule, reading: Reading) -> Verdict:
        definitely = possibly = 0
        for version in rule.versions:
            days = self.window.days(version.period.first, version.period.last)
            if days:
                verdict = self.verdict(person, version.test, reading)
                definitely |= verdict.definitely & days
                possibly |= verdict.possibly & days
        if rule.lasts_to_end_of_month:
            fill = self.window.to_end_of_month
            definitely, possibly = fill(definitely), fill(possibly)
        if reading is Reading.ASSUMING and rule.presumes is not None:
            presumed = possibly if rule.presumes else definitely
            return Verdict(presumed, presumed)
        return Verdict(definitely, possibly)

    # ------------------------------------------------------------------------------- logic

    def _and(self, person: str, test: And, reading: Reading) -> Verdict:
        definitely = possibly = self.window.all
        for item in test.items:
            verdict = self.verdict(person, item, reading)
            definitely &= verdict.definitely
            possibly &= verdict.possibly
            if not possibly:
                break
        return Verdict(definitely, possibly)

    def _or(self, person: str, test: Or, reading: Reading) -> Verdict:
        definitely = possibly = 0
        for item in test.items:
            verdict = self.verdict(person, item, reading)
            definitely |= verdict.definitely
            possibly |= verdict.possibly
        return Verdict(definitely, possibly)

    def _not(self, person: str, test: Not, _reading: Reading) -> Verdict:
        inside = self.verdict(person, test.item, Reading.STRICT)
        return Verdict(self.window.all & ~inside.possibly, self.window.all & ~inside.definitely)

    def _except(self, person: str, test: Except, reading: Reading) -> Verdict:
        inside = self.verdict(person, test.item, Reading.STRICT)
        ruled_out = inside.possibly if reading is Reading.STRICT else inside.definitely
        return Verdict(self.window.all & ~ruled_out, self.window.all & ~inside.definitely)

    def _at(self, person: str, test: At, reading: Reading) -> Verdict:
        day = self._day(test.day)
        there = day.window.day(test.day)
        verdict = day.verdict(person, test.item, reading)
        everywhere = self.window.all
        return Verdict(everywhere if verdict.definitely & there else 0, everywhere if verdict.possibly & there else 0)

    def _day(self, day: date) -> "DaySets":
        """The judge of one other day; its window reaches back to the first of the month for what lasts."""
        if day not in self._days:
            self._days[day] = DaySets(self.program, self.facts, Window(first_of_month(day), day))
        return self._days[day]

    def _some(self, person: str, test: Some, reading: Reading) -> Verdict:
        relatives = self.facts.relatives(person, test.relation)
        if isinstance(relatives, Unknown):
            return Verdict(0, self.window.all)
        definitely = possibly = 0
        for relative in relatives:
            days = self.window.days(relative.period.first, relative.period.last)
            verdict = self._named(relative.person, test.name, reading)
            definitely |= verdict.definitely & days
            possibly |= verdict.possibly & days
        return Verdict(definitely, possibly)

    # ------------------------------------------------------------------------------- facts

    def _flag(self, person: str, test: Flag, reading: Reading) -> Verdict:
        return self._named(person, test.name, reading)

    def _named(self, person: str, name: str, reading: Reading) -> Verdict:
        if name in self.program.rules:
            return self.rule(person, name, reading)
        return self._where(person, name, lambda value: value is True)

    def _in(self, person: str, test: In) -> Verdict:
        codes = test.codes
        if self.program.vocabulary[test.fact].type.kind == "place":
            return self._where(person, test.fact, lambda value: _lies_in(value, codes))
        return self._where(person, test.fact, lambda value: value in codes)

    def _includes(self, person: str, test: Includes) -> Verdict:
        codes = test.codes
        return self._where(person, test.fact, lambda value: holds_any(value, codes))

    def _absent(self, person: str, test: Absent) -> Verdict:
        return self._where(person, test.fact, lambda value: value is None)

    def _present(self, person: str, test: Present) -> Verdict:
        return self._where(person, test.fact, lambda value: value is not None)

    def _where(self, person: str, fact: str, holds: Callable[[object], bool | None]) -> Verdict:
        """The days on which the value passes; an unknown value, and an answer None, are possible only."""
        definitely = unsure = 0
        for days, value in self.values.stretches(person, fact):
            answer = None if isinstance(value, Unknown) else holds(value)
            if answer:
                definitely |= days
            elif answer is None:
                unsure |= days
        return Verdict(definitely, definitely | unsure)

    # ------------------------------------------------------------------------------- comparisons

    def _compare(self, person: str, test: Compare) -> Verdict:
        if test.scale == "day":
            return Verdict(*self.values.compared(person, test.op, test.left, test.right))
        left, right = self._scalars(person, test.left, test), self._scalars(person, test.right, test)
        order = _ORDERS[test.op]
        definitely = 0
        for days, value in left.known:
            for others, other in right.known:
                if days & others and order(value, other):
                    definitely |= days & others
        return Verdict(definitely, definitely | left.unsure_beside(right))

    def _scalars(self, person: str, node: Node, test: Compare) -> Pieces[int]:
        if isinstance(node, Number):
            return Pieces([(self.window.all, node.number)])
        name = node.name if isinstance(node, Word) else ""
        if name in self.program.vocabulary:
            kind = self.program.vocabulary[name].type
            scale: Callable[[object], int] = kind.codes.rank if kind.kind == "ordered" and kind.codes else int  # type: ignore[assignment]  # the reader of facts has checked the values
            return self.values.scaled(person, name, scale)
        if test.scale == "ordered":
            return Pieces([(self.window.all, self._rank(name, test))])
        return self.values.counts(person, name)

    def _rank(self, code: str, test: Compare) -> int:
        other = test.left if isinstance(test.left, Word) and test.left.name in self.program.vocabulary else test.right
        codes = self.program.vocabulary[other.name].type.codes if isinstance(other, Word) else None
        if codes is None:
            raise TypeError("only a checked and bound test can be judged")
        return codes.rank(code)


def holds_any(value: object, codes: frozenset[str]) -> bool | None:
    """Tell whether a set holds one of the codes: yes, no, or None (it may hold more than is known)."""
    if not isinstance(value, Members):
        return False
    return True if value.known & codes else False if value.closed else None


def _lies_in(value: object, territories: frozenset[str]) -> bool | None:
    """Tell whether a place lies in a territory: yes, no, or None (the place is the coarser one)."""
    if value is None:
        return False
    answers = [within(str(value), territory) for territory in territories]
    return True if True in answers else None if None in answers else False


_ATOMS: dict[type[Node], Callable[..., Verdict]] = {
    In: DaySets._in,
    Includes: DaySets._includes,
    Absent: DaySets._absent,
    Present: DaySets._present,
    Compare: DaySets._compare,
}
"""What reads a fact, in every reading alike."""

_JUDGES: dict[type[Node], Callable[..., Verdict]] = {
    And: DaySets._and,
    Or: DaySets._or,
    Not: DaySets._not,
    Except: DaySets._except,
    At: DaySets._at,
    Some: DaySets._some,
    Flag: DaySets._flag,
}
