"""The values of facts, figures and date expressions on the days of a window, and the order of two days.

A date expression without `today` is constant on stretches. One with `today` moves, but no function of the
language falls as its day rises, so that an order between a moving and a constant day changes on one day only:
it is found by bisection and is a run of bits.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Generic, TypeVar

from attrs import frozen

from kimcore.dates import Duration, ImpreciseDate
from kimcore.language.daymath import DayRange, Lengths, Truth, called, compared, day_range, shifted
from kimcore.language.facts import Facts
from kimcore.language.program import Constant, Figure, Program
from kimcore.language.syntax import Call, Day, Node, Operator, Shift, Span, Today, Word
from kimcore.language.window import DaySet, Window
from kimcore.people.history import Unknown

_Value = TypeVar("_Value")
_Other = TypeVar("_Other")

Moving = Callable[[date], DayRange]
"""A day that depends on the day in question."""

_BIRTH = "person.birth"


@frozen
class Pieces(Generic[_Value]):
    """Values on disjoint sets of days; on all other days there is none.

    Args:
        known: Sets of days, and the value on each of them.
        unknown: The days on which the value is unknown.
    """

    known: list[tuple[DaySet, _Value]]
    unknown: DaySet = 0

    @property
    def days(self) -> DaySet:
        """The days on which there is a value."""
        return sum(days for days, _ in self.known)

    def unsure_beside(self, other: "Pieces[_Other]") -> DaySet:
        """Return the days on which a comparison is open: one of the two is unknown and neither is none."""
        return (self.unknown & (other.days | other.unknown)) | (other.unknown & (self.days | self.unknown))


class DayValues:
    """The values on the days of one window; stretches of facts are cut once for each person and fact."""

    def __init__(self, program: Program, facts: Facts, window: Window) -> None:
        self.program = program
        self.facts = facts
        self.window = window
        self._stretches: dict[tuple[str, str], tuple[tuple[DaySet, object], ...]] = {}

    def stretches(self, person: str, fact: str) -> tuple[tuple[DaySet, object], ...]:
        """Return the values of a fact with their days, which together are the whole window."""
        key = (person, fact)
        if key not in self._stretches:
            cut = self.facts.timeline(person, fact).stretches(self.window.first, self.window.last)
            self._stretches[key] = tuple((self.window.numbered(first, last), value) for first, last, value in cut)
        return self._stretches[key]

    def scaled(self, person: str, fact: str, scale: Callable[[object], int]) -> Pieces[int]:
        """Return the numbers that stand for the values of a fact."""
        return self._pieces(person, fact, scale)

    def counts(self, person: str, name: str) -> Pieces[int]:
        """Return a figure that is a number; it is unknown where an imprecise date of birth leaves several."""
        return self._figures(person, name, _count)

    def compared(self, person: str, op: Operator, left: Node, right: Node) -> tuple[DaySet, DaySet]:
        """Return the days on which the order of two days definitely and possibly holds."""
        lefts, rights = self.days(person, left), self.days(person, right)
        definitely = possibly = 0
        for days, one in lefts.known:
            for others, other in rights.known:
                both = days & others
                if both:
                    sure, maybe = self._order(op, one, other, both)
                    definitely |= sure
                    possibly |= maybe
        return definitely, possibly | lefts.unsure_beside(rights)

    # ------------------------------------------------------------------------------- date expressions

    def days(self, person: str, node: Node) -> Pieces[DayRange | Moving]:
        """Return what a date expression is on the days of the window."""
        match node:
            case Today():
                return Pieces([(self.window.all, _today)])
            case Day():
                return Pieces([(self.window.all, DayRange(node.day, node.day))])
            case Word():
                return self._named(person, node.name)
            case Call(length=None):
                return self._mapped(person, node)
            case Shift() | Call():
                return self._with_length(person, node)
            case _:
                raise TypeError("only a checked and bound test can be judged")

    def _named(self, person: str, name: str) -> Pieces[DayRange | Moving]:
        if name in self.program.vocabulary:
            return self._pieces(person, name, _recorded)
        return self._figures(person, name, _fixed)

    def _mapped(self, person: str, node: Call) -> Pieces[DayRange | Moving]:
        base = self.days(person, node.base)
        name = node.function
        return Pieces(
            [(days, _after(value, lambda day: called(name, day, None))) for days, value in base.known],
            base.unknown,
        )

    def _with_length(self, person: str, node: Shift | Call) -> Pieces[DayRange | Moving]:
        bases, lengths = self.days(person, node.base), self.lengths(person, node.length)
        known: list[tuple[DaySet, DayRange | Moving]] = []
        for days, value in bases.known:
            for others, length in lengths.known:
                if days & others:
                    known.append((days & others, _after(value, _counting(node, length))))
        return Pieces(known, bases.unsure_beside(lengths))

    def lengths(self, person: str, node: Node | None) -> Pieces[Lengths]:
        """Return what a length of time is on the days of the window."""
        if isinstance(node, Span):
            return Pieces([(self.window.all, (node.duration,))])
        name = node.name if isinstance(node, Word) else ""
        return self._figures(person, name, _lengths)

    # ------------------------------------------------------------------------------- facts and figures

    def _pieces(self, person: str, fact: str, scale: Callable[[object], _Value]) -> Pieces[_Value]:
        known: list[tuple[DaySet, _Value]] = []
        unknown = 0
        for days, value in self.stretches(person, fact):
            if isinstance(value, Unknown):
                unknown |= days
            elif value is not None:
                known.append((days, scale(value)))
        return Pieces(known, unknown)

    def _figures(self, person: str, name: str, make: Callable[[tuple[Constant, ...]], _Value | None]) -> Pieces[_Value]:
        """A figure on the days on which one of its versions is in force; on other days it is not known."""
        known: list[tuple[DaySet, _Value]] = []
        for figure in self.program.values[name]:
            in_force = self.window.days(figure.period.first, figure.period.last)
            for days, constants in self._constants(person, figure):
                value = make(constants)
                if days & in_force and value is not None:
                    known.append((days & in_force, value))
        return Pieces(known, self.window.all & ~sum(days for days, _ in known))

    def _constants(self, person: str, figure: Figure) -> Iterator[tuple[DaySet, tuple[Constant, ...]]]:
        """What the figure can be: nothing on days on which the birth, if it hangs on it, is not known."""
        if not isinstance(figure.value, tuple):
            yield self.window.all, (figure.value,)
            return
        for days, birth in self._pieces(person, _BIRTH, _recorded).known:
            yield days, figure.for_years(birth.earliest.year, birth.latest.year)

    # ------------------------------------------------------------------------------- the order of two days

    def _order(
        self, op: Operator, left: DayRange | Moving, right: DayRange | Moving, days: DaySet
    ) -> tuple[DaySet, DaySet]:
        if isinstance(left, DayRange) and isinstance(right, DayRange):
            sure, maybe = compared(op, left, right)
            return days if sure else 0, days if maybe else 0
        if left is _today and isinstance(right, DayRange):
            return self._today_order(op, right, days)
        if right is _today and isinstance(left, DayRange):
            return self._today_order(_MIRRORED[op], left, days)
        truth = _truth(op, left, right)
        both_move = not isinstance(left, DayRange) and not isinstance(right, DayRange)
        if op == "==" or both_move:
            return self._each_day(truth, days)
        rising = (op in (">", ">=")) == isinstance(right, DayRange)
        return self._run(truth, 0, rising=rising) & days, self._run(truth, 1, rising=rising) & days

    def _today_order(self, op: Operator, other: DayRange, days: DaySet) -> tuple[DaySet, DaySet]:
        """The order of the day in question and a constant day, read off the constant: the most common test by far."""
        early, late, between = other.earliest, other.latest, self.window.days
        match op:
            case ">=":
                return between(late, None) & days, between(early, None) & days
            case ">":
                return between(late + _DAY, None) & days, between(early + _DAY, None) & days
            case "<=":
                return between(None, early) & days, between(None, late) & days
            case "<":
                return between(None, early - _DAY) & days, between(None, late - _DAY) & days
            case _:
                return between(early, late) & days if early == late else 0, between(early, late) & days

    def _run(self, truth: Callable[[date], Truth], which: int, *, rising: bool) -> DaySet:
        """The days on which a truth holds that changes once: from no to yes where it rises, else back."""
        window = self.window
        change = bisect_left(
            range(window.length), 1, key=lambda n: truth(window.first + timedelta(days=n))[which] == rising
        )
        before = (1 << change) - 1
        return window.all & ~before if rising else before

    def _each_day(self, truth: Callable[[date], Truth], days: DaySet) -> tuple[DaySet, DaySet]:
        definitely = possibly = 0
        for number in range(self.window.length):
            bit = 1 << number
            if days & bit:
                sure, maybe = truth(self.window.first + timedelta(days=number))
                definitely |= bit if sure else 0
                possibly |= bit if maybe else 0
        return definitely, possibly


_DAY = timedelta(days=1)
_MIRRORED: dict[Operator, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _today(day: date) -> DayRange:
    return DayRange(day, day)


def _recorded(value: object) -> DayRange:
    if not isinstance(value, date | ImpreciseDate):
        raise TypeError("a fact of type day has a value that is none")
    return day_range(value)


def _fixed(constants: tuple[Constant, ...]) -> DayRange | None:
    days = [each for each in constants if isinstance(each, date)]
    return DayRange(min(days), max(days)) if days else None


def _lengths(constants: tuple[Constant, ...]) -> Lengths | None:
    return tuple(each for each in constants if isinstance(each, Duration)) or None


def _count(constants: tuple[Constant, ...]) -> int | None:
    numbers = [each for each in constants if isinstance(each, int)]
    return numbers[0] if len(numbers) == 1 else None


def _counting(node: Shift | Call, lengths: Lengths) -> Callable[[DayRange], DayRange]:
    if isinstance(node, Shift):
        return lambda day: shifted(day, node.sign, lengths)
    return lambda day: called(node.function, day, lengths)


def _after(value: DayRange | Moving, function: Callable[[DayRange], DayRange]) -> DayRange | Moving:
    """Apply a function to a constant day now, to a moving one on each day."""
    if isinstance(value, DayRange):
        return function(value)
    return lambda day: function(value(day))


def _truth(op: Operator, left: DayRange | Moving, right: DayRange | Moving) -> Callable[[date], Truth]:
    def truth(day: date) -> Truth:
        one = left if isinstance(left, DayRange) else left(day)
        other = right if isinstance(right, DayRange) else right(day)
        return compared(op, one, other)

    return truth
