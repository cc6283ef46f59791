"""The nodes of the expression language: what a test and a date expression are made of.

A node is a frozen value. `start` and `end` say where it stands in its text and are no part of its identity,
so that two tests that say the same are equal.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from attrs import field, fields, frozen

from kimcore.dates import Duration

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
RelationName = Literal["parent", "partner", "child", "sibling", "member"]
Scale = Literal["day", "ordered", "count"]

OPERATORS: tuple[Operator, ...] = ("==", "!=", "<", "<=", ">", ">=")
RELATIONS: tuple[RelationName, ...] = ("parent", "partner", "child", "sibling", "member")


@frozen(kw_only=True)
class Node:
    """What all nodes share: their place in the text (`start` included, `end` not)."""

    start: int = field(default=0, eq=False, repr=False)
    end: int = field(default=0, eq=False, repr=False)

    def children(self) -> Iterator["Node"]:
        """Yield the nodes directly below this one, from left to right."""
        for attribute in fields(type(self)):
            value = getattr(self, attribute.name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, Node))

    def walk(self) -> Iterator["Node"]:
        """Yield this node and every node below it, in the order of the text."""
        yield self
        for child in self.children():
            yield from child.walk()


# ---------------------------------------------------------------------------------------- tests


@frozen(kw_only=True)
class And(Node):
    """All of the items hold."""

    items: tuple[Node, ...]


@frozen(kw_only=True)
class Or(Node):
    """At least one of the items holds."""

    items: tuple[Node, ...]


@frozen(kw_only=True)
class Not(Node):
    """The item does not hold."""

    item: Node


@frozen(kw_only=True)
class Except(Node):
    """The exception does not hold: an item of `unless`.

    The strict reading takes it like `Not`. The other reading takes an exception that was never established as
    not there (design: applies unless).
    """

    item: Node


@frozen(kw_only=True)
class Flag(Node):
    """A fact that is yes or no, a definition, or an entitlement, by its name."""

    name: str


@frozen(kw_only=True)
class In(Node):
    """The value of the fact is one of the codes; for a place: lies in one of the territories."""

    fact: str
    codes: frozenset[str]


@frozen(kw_only=True)
class Includes(Node):
    """The set that is the value of the fact holds at least one of the codes."""

    fact: str
    codes: frozenset[str]


@frozen(kw_only=True)
class Absent(Node):
    """It is known that the fact has no value."""

    fact: str


@frozen(kw_only=True)
class Present(Node):
    """The fact has a value."""

    fact: str


@frozen(kw_only=True)
class Some(Node):
    """The named test holds for at least one relative of the person."""

    relation: RelationName
    name: str


@frozen(kw_only=True)
class At(Node):
    """The item, judged on one fixed day instead of the day in question."""

    item: Node
    day: date


@frozen(kw_only=True)
class Compare(Node):
    """Two values on one scale in an order. The scale follows from the types, see `check.bind`."""

    op: Operator
    left: Node
    right: Node
    scale: Scale | None = None


# ---------------------------------------------------------------------------------------- values


@frozen(kw_only=True)
class Word(Node):
    """A name beside a comparison: a fact, a value of the rulebook, or a code."""

    name: str


@frozen(kw_only=True)
class Number(Node):
    """A whole number, or a code made of digits such as the key of a territory: `text` is it as written."""

    number: int
    text: str = field(default="", eq=False, repr=False)


@frozen(kw_only=True)
class Span(Node):
    """A length of time: `18 months`, `8 weeks`, `65 years 10 months`."""

    duration: Duration


@frozen(kw_only=True)
class Today(Node):
    """The day in question."""


@frozen(kw_only=True)
class Day(Node):
    """A fixed day."""

    day: date


@frozen(kw_only=True)
class Shift(Node):
    """A day so many days later (sign 1) or earlier (sign -1); the length is a `Span` of days or a value."""

    base: Node
    sign: Literal[1, -1]
    length: Node


DayFunction = Literal["start_of_month", "end_of_month", "working_day", "passed", "deadline"]

FUNCTIONS: dict[DayFunction, int] = {
    "start_of_month": 1,
    "end_of_month": 1,
    "working_day": 1,
    "passed": 2,
    "deadline": 2,
}


@frozen(kw_only=True)
class Call(Node):
    """A function of a day: see `FUNCTIONS` for names and numbers of arguments."""

    function: DayFunction
    base: Node
    length: Node | None = None
