"""Judging a test for one person on one day, plainly, and telling why.

This is the oracle of the day sets (`daysets.py`) and the source of every explanation. It visits every part of
a test, so that a refusal shows all its reasons, not just the first.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from attrs import frozen

from kimcore.dates import Duration, ImpreciseDate, first_of_month
from kimcore.language.daymath import DayRange, Lengths, called, compared, day_range, shifted
from kimcore.language.daysets import Reading, holds_any
from kimcore.language.facts import Facts
from kimcore.language.program import Constant, Program, Rule
from kimcore.language.syntax import (
    Absent,
    And,
    At,
    Call,
    Compare,
    Day,
    Except,
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
from kimcore.law.territory import within
from kimcore.people.history import Unknown

Answer = bool | None
"""Yes, no, or None: open."""

RELATIONS = "relations"
"""What stands in the place of a fact where it is not recorded who is related to whom."""


@frozen(kw_only=True)
class Trace:
    """How one part of a test was judged, with the parts below it.

    Args:
        node: the part.
        person: whom it was judged for; below `some parent: …` that is the relative.
        day: the day it was judged on; below `at DAY` that is the other day.
        answer: yes, no, or None: open.
        parts: the parts below it; of a named rule, what its versions say.
        fact: the fact that was read, if one was.
        value: the value of the fact (None: there is none).
        presumed: whether a named rule is open and the answer is what the law presumes.
    """

    node: Node
    person: str
    day: date
    answer: Answer
    parts: tuple["Trace", ...] = ()
    fact: str | None = None
    value: object = None
    presumed: bool = False

    def open_facts(self) -> Iterator[tuple[str, str]]:
        """Yield (person, fact) of the unknown facts that leave the answer open, in the order of the test."""
        if self.answer is not None:
            return
        if self.fact is not None:
            yield self.person, self.fact
        for part in self.parts:
            yield from part.open_facts()

    def walk(self) -> Iterator["Trace"]:
        """Yield this trace and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Interpreter:
    """Judges the tests of a program over the facts of a household, one person and one day at a time.

    What it said of a rule it remembers: rules that last, and rules that name the same rule, ask for it again and again.
    """

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.facts = facts
        self._said: dict[tuple[str, date, str, Reading], tuple[Trace, ...]] = {}

    def judge(self, person: str, day: date, test: Node, reading: Reading = Reading.STRICT) -> Trace:
        """Return how a bound test is judged for the person on the day."""
        return _JUDGES[type(test)](self, person, day, test, reading)

    # ------------------------------------------------------------------------------- logic

    def _and(self, person: str, day: date, test: And, reading: Reading) -> Trace:
        parts = tuple(self.judge(person, day, item, reading) for item in test.items)
        return Trace(node=test, person=person, day=day, answer=all_of(part.answer for part in parts), parts=parts)

    def _or(self, person: str, day: date, test: Or, reading: Reading) -> Trace:
        parts = tuple(self.judge(person, day, item, reading) for item in test.items)
        return Trace(node=test, person=person, day=day, answer=any_of(part.answer for part in parts), parts=parts)

    def _not(self, person: str, day: date, test: Not, _reading: Reading) -> Trace:
        part = self.judge(person, day, test.item, Reading.STRICT)
        answer = None if part.answer is None else not part.answer
        return Trace(node=test, person=person, day=day, answer=answer, parts=(part,))

    def _except(self, person: str, day: date, test: Except, reading: Reading) -> Trace:
        part = self.judge(person, day, test.item, Reading.STRICT)
        unsure = None if reading is Reading.STRICT else True
        answer = unsure if part.answer is None else not part.answer
        return Trace(node=test, person=person, day=day, answer=answer, parts=(part,))

    def _at(self, person: str, day: date, test: At, reading: Reading) -> Trace:
        part = self.judge(person, test.day, test.item, reading)
        return Trace(node=test, person=person, day=day, answer=part.answer, parts=(part,))

    def _some(self, person: str, day: date, test: Some, reading: Reading) -> Trace:
        relatives = self.facts.relatives(person, test.relation)
        if isinstance(relatives, Unknown):
            return Trace(node=test, person=person, day=day, answer=None, fact=RELATIONS, value=relatives)
        parts = tuple(
            self._named(test, relative.person, day, test.name, reading)
            for relative in relatives
            if day in relative.period
        )
        return Trace(node=test, person=person, day=day, answer=any_of(part.answer for part in parts), parts=parts)

    def _flag(self, person: str, day: date, test: Flag, reading: Reading) -> Trace:
        return self._named(test, person, day, test.name, reading)

    # ------------------------------------------------------------------------------- named rules

    def _named(self, node: Node, person: str, day: date, name: str, reading: Reading) -> Trace:
        if name in self.program.rules:
            return self.rule(person, day, name, reading, node=node)
        return self._where(node, person, day, name, lambda value: value is True)

    def rule(
        self,
        person: str,
        day: date,
        name: str,
        reading: Reading = Reading.STRICT,
        *,
        node: Node | None = None,
    ) -> Trace:
        """Return how a definition or an entitlement is judged for the person on the day.

        Raises:
            KeyError: the program has no rule of this name.
        """
        rule = self.program.rules[name]
        first = first_of_month(day) if rule.lasts_to_end_of_month else day
        days = [first + timedelta(days=n) for n in range((day - first).days + 1)]
        judged = [self._versions(person, each, rule, reading) for each in reversed(days)]
        answer = any_of(trace.answer for parts in judged for trace in parts)
        telling = next((parts for parts in judged if any_of(part.answer for part in parts) == answer), judged[0])
        presumed = answer is None and reading is Reading.ASSUMING and rule.presumes is not None
        return Trace(
            node=node or Flag(name=name),
            person=person,
            day=day,
            answer=rule.presumes if presumed else answer,
            parts=telling,
            presumed=presumed,
        )

    def _versions(self, person: str, day: date, rule: Rule, reading: Reading) -> tuple[Trace, ...]:
        key = (person, day, rule.name, reading)
        if key not in self._said:
            in_force = [version for version in rule.versions if day in version.period]
            self._said[key] = tuple(self.judge(person, day, version.test, reading) for version in in_force)
        return self._said[key]

    # ------------------------------------------------------------------------------- facts

    def _where(self, node: Node, person: str, day: date, fact: str, holds: Callable[[object], Answer]) -> Trace:
        value = self.facts.timeline(person, fact).on(day)
        answer = None if isinstance(value, Unknown) else holds(value)
        return Trace(node=node, person=person, day=day, answer=answer, fact=fact, value=value)

    def _in(self, person: str, day: date, test: In, _reading: Reading) -> Trace:
        place = self.program.vocabulary[test.fact].type.kind == "place"

        def holds(value: object) -> Answer:
            if place and value is not None:
                return any_of(within(str(value), territory) for territory in sorted(test.codes))
            return value in test.codes

        return self._where(test, person, day, test.fact, holds)

    def _includes(self, person: str, day: date, test: Includes, _reading: Reading) -> Trace:
        return self._where(test, person, day, test.fact, lambda value: holds_any(value, test.codes))

    def _absent(self, person: str, day: date, test: Absent, _reading: Reading) -> Trace:
        return self._where(test, person, day, test.fact, lambda value: value is None)

    def _present(self, person: str, day: date, test: Present, _reading: Reading) -> Trace:
        return self._where(test, person, day, test.fact, lambda value: value is not None)

    # ------------------------------------------------------------------------------- comparisons

    def _compare(self, person: str, day: date, test: Compare, _reading: Reading) -> Trace:
        left, right = self._value(person, day, test.left, test), self._value(person, day, test.right, test)
        answer = _ordered(test, left, right)
        parts = tuple(self._facts_in(person, day, test, answer))
        return Trace(node=test, person=person, day=day, answer=answer, parts=parts)

    def _facts_in(self, person: str, day: date, test: Compare, whole: Answer) -> Iterator[Trace]:
        """The facts a comparison reads, each once: open where they are unknown or too imprecise to decide."""
        names = [node.name for node in test.walk() if isinstance(node, Word)]
        figures = [figure for name in names for figure in self.program.values.get(name, ())]
        if any(figure.by_birth and day in figure.period for figure in figures):
            names.append("person.birth")
        for name in dict.fromkeys(names):
            if name in self.program.vocabulary:
                value = self.facts.timeline(person, name).on(day)
                vague = isinstance(value, Unknown) or (whole is None and isinstance(value, ImpreciseDate))
                answer = None if vague else value is not None
                yield Trace(node=Word(name=name), person=person, day=day, answer=answer, fact=name, value=value)

    def _value(self, person: str, day: date, node: Node, test: Compare) -> object:
        """The value of an operand: a `DayRange`, a number, `Unknown`, or None (none)."""
        match node:
            case Number():
                return node.number
            case Today():
                return DayRange(day, day)
            case Day():
                return DayRange(node.day, node.day)
            case Shift() | Call():
                return self._function(person, day, node, test)
            case Word():
                return self._word(person, day, node, test)
            case _:
                raise TypeError("only a checked and bound test can be judged")

    def _function(self, person: str, day: date, node: Shift | Call, test: Compare) -> object:
        base = self._value(person, day, node.base, test)
        if not isinstance(base, DayRange):
            return base
        lengths = None if node.length is None else self._lengths(person, day, node.length)
        if lengths == ():
            return Unknown("not_known")
        if isinstance(node, Call):
            return called(node.function, base, lengths)
        return shifted(base, node.sign, lengths or ())

    def _lengths(self, person: str, day: date, node: Node) -> Lengths:
        """What a length of time can be, nothing where that is not known."""
        if isinstance(node, Span):
            return (node.duration,)
        constants = self._constants(person, day, node.name if isinstance(node, Word) else "")
        return tuple(each for each in constants if isinstance(each, Duration))

    def _word(self, person: str, day: date, node: Word, test: Compare) -> object:
        fact = self.program.vocabulary.get(node.name)
        if fact is None and test.scale == "ordered":
            other = test.right if node is test.left else test.left
            codes = self.program.vocabulary[other.name].type.codes if isinstance(other, Word) else None
            return codes.rank(node.name) if codes else None
        if fact is None:
            return _figure(self._constants(person, day, node.name))
        value = self.facts.timeline(person, node.name).on(day)
        if value is None or isinstance(value, Unknown):
            return value
        if fact.type.kind == "day":
            return day_range(value)  # type: ignore[arg-type]  # the reader of facts has checked the values
        return fact.type.codes.rank(str(value)) if fact.type.kind == "ordered" and fact.type.codes else value

    def _constants(self, person: str, day: date, name: str) -> tuple[Constant, ...]:
        """What a figure can be on the day, nothing where that is not known."""
        figure = next((each for each in self.program.values[name] if day in each.period), None)
        if figure is None:
            return ()
        if not isinstance(figure.value, tuple):
            return (figure.value,)
        birth = self.facts.timeline(person, "person.birth").on(day)
        if birth is None or isinstance(birth, Unknown):
            return ()
        range_ = day_range(birth)  # type: ignore[arg-type]  # the reader of facts has checked the values
        return figure.for_years(range_.earliest.year, range_.latest.year)


def _figure(constants: tuple[Constant, ...]) -> object:
    """A day between two ends, or a number; a number of which there may be several is unknown."""
    days = [each for each in constants if isinstance(each, date)]
    if days:
        return DayRange(min(days), max(days))
    return constants[0] if len(constants) == 1 else Unknown("not_known")


def all_of(answers: Iterator[Answer]) -> Answer:
    """Return no where one answer is no, else open where one is open, else yes."""
    found = list(answers)
    return False if False in found else None if None in found else True


def any_of(answers: Iterator[Answer]) -> Answer:
    """Return yes where one answer is yes, else open where one is open, else no."""
    found = list(answers)
    return True if True in found else None if None in found else False


def _ordered(test: Compare, left: object, right: object) -> Answer:
    """The order of two values: no where one is none, else open where one is unknown."""
    if left is None or right is None:
        return False
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    if isinstance(left, DayRange) and isinstance(right, DayRange):
        sure, maybe = compared(test.op, left, right)
        return True if sure else None if maybe else False
    orders: dict[str, Callable[[int, int], bool]] = {
        "==": int.__eq__,
        "<": int.__lt__,
        "<=": int.__le__,
        ">": int.__gt__,
        ">=": int.__ge__,
    }
    return orders[test.op](left, right)  # type: ignore[arg-type]  # numbers, by the check of types


_JUDGES: dict[type[Node], Callable[..., Trace]] = {
    And: Interpreter._and,
    Or: Interpreter._or,
    Not: Interpreter._not,
    Except: Interpreter._except,
    At: Interpreter._at,
    Some: Interpreter._some,
    Flag: Interpreter._flag,
    In: Interpreter._in,
    Includes: Interpreter._includes,
    Absent: Interpreter._absent,
    Present: Interpreter._present,
    Compare: Interpreter._compare,
}
