"""What must be right about a test before it may judge anybody: names, codes, types, lengths.

`check_test` finds all faults of a test, `bind` settles the scale of its comparisons. Both work on the nodes
of `parser.parse_test`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import evolve, field, frozen

from kimcore.errors import did_you_mean, listed
from kimcore.language.problems import Problem
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
    Scale,
    Shift,
    Some,
    Span,
    Today,
    Word,
)
from kimcore.language.vocabulary import FactType, Vocabulary
from kimcore.law.territory import Territories

ValueType = Literal["duration", "days", "count", "day"]
"""What a value of the rulebook is. A duration without months is `days` and may stand where a duration may."""

_VALUE_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_DAY_NODES = (Today, Day, Shift, Call)


@frozen(kw_only=True)
class Names:
    """Everything a test may name.

    Args:
        vocabulary: The facts.
        definitions: The names of the definitions.
        entitlements: The names of the entitlements.
        values: What each figure of the rulebook is, by its name.
    """

    vocabulary: Vocabulary
    definitions: frozenset[str] = frozenset()
    entitlements: frozenset[str] = frozenset()
    values: Mapping[str, ValueType] = field(factory=dict)

    @property
    def flags(self) -> frozenset[str]:
        """The names that are a test by themselves."""
        facts = {name for name, fact in self.vocabulary.items() if fact.type.kind == "flag"}
        return self.definitions | self.entitlements | facts


def check_test(node: Node, names: Names, beside: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Return every fault of a test, in the order of its text.

    Args:
        node: The test, from `parse_test`.
        names: What it may name.
        beside: Facts that a test joined with this one asks to be present or absent, see `guards`.
    """
    found = sorted(_Checker(names, beside | guards(node)).test(node), key=lambda problem: problem.start)
    return tuple(found)


def check_day(node: Node, names: Names) -> tuple[Problem, ...]:
    """Return every fault of a date expression, in the order of its text.

    Args:
        node: The date expression, from `parse_day`.
        names: What it may name.
    """
    return tuple(_Checker(names, frozenset()).day(node))


def guards(node: Node) -> frozenset[str]:
    """Return the facts that the test asks to be present or absent."""
    return frozenset(part.fact for part in node.walk() if isinstance(part, Absent | Present))


def bind(node: Node, names: Names) -> Node:
    """Return the test with the scale of each comparison settled.

    `fact == code` becomes a membership, and `!=` the opposite of `==`, so that *none* is unlike everything.

    Args:
        node: A test in which `check_test` finds no fault.
        names: What it may name.

    Raises:
        TypeError: The test has a fault that leaves a comparison without a scale.
    """
    match node:
        case And() | Or():
            return evolve(node, items=tuple(bind(item, names) for item in node.items))
        case Not() | Except() | At():
            return evolve(node, item=bind(node.item, names))
        case Compare():
            return _bound(node, names)
        case _:
            return node


def _bound(node: Compare, names: Names) -> Node:
    if node.op == "!=":
        return Not(item=_bound(evolve(node, op="=="), names), start=node.start, end=node.end)
    scale = _scale(node, names)
    if scale in ("day", "count"):
        return evolve(node, scale=scale)
    right = _as_code(node.right)
    if scale is not None:
        return evolve(node, right=right, scale=scale)
    if not isinstance(node.left, Word) or not isinstance(right, Word):
        raise TypeError("only a checked test can be bound")
    return In(fact=node.left.name, codes=frozenset({right.name}), start=node.start, end=node.end)


def _as_code(node: Node) -> Node:
    """A number beside a fact that is a code is a code of digits, such as the key of a territory."""
    return Word(name=node.text, start=node.start, end=node.end) if isinstance(node, Number) else node


def _scale(node: Compare, names: Names) -> Scale | None:
    """Return the scale of a comparison, None for the equality of codes."""
    if any(_is_day(side, names) for side in (node.left, node.right)):
        return "day"
    fact = names.vocabulary.get(node.left.name) if isinstance(node.left, Word) else None
    kind = fact.type.kind if fact else "count"
    return "ordered" if kind == "ordered" else None if kind in ("code", "place") else "count"


def _is_day(node: Node, names: Names) -> bool:
    if not isinstance(node, Word):
        return isinstance(node, _DAY_NODES)
    fact = names.vocabulary.get(node.name)
    return fact.type.kind == "day" if fact else names.values.get(node.name) == "day"


class _Checker:
    """Walks a test and yields what is wrong with it."""

    def __init__(self, names: Names, guarded: frozenset[str]) -> None:
        self.names = names
        self.guarded = guarded

    # ------------------------------------------------------------------------------- tests

    def test(self, node: Node) -> Iterator[Problem]:
        match node:
            case And() | Or():
                for item in node.items:
                    yield from self.test(item)
            case Not() | Except() | At():
                yield from self.test(node.item)
            case Flag() | Some():
                yield from self.flag(node)
            case In():
                yield from self.codes(node, "code", "ordered", "place")
            case Includes():
                yield from self.codes(node, "codes")
            case Absent() | Present():
                yield from self.presence(node)
            case Compare():
                yield from self.compare(node)
            case _:
                yield _problem("type", node, "this is a value, not a test", hint="compare it with something")

    def flag(self, node: Flag | Some) -> Iterator[Problem]:
        if node.name in self.names.flags:
            return
        if node.name in self.names.vocabulary:
            kind = self.names.vocabulary[node.name].type.kind
            yield _problem("type", node, f"the fact {node.name} is no yes or no, it is {_ARTICLES[kind]}")
        else:
            yield self.unknown(node, node.name, "fact, definition or entitlement", self.names.flags)

    def codes(self, node: In | Includes, *kinds: str) -> Iterator[Problem]:
        fact = self.names.vocabulary.get(node.fact)
        if fact is None:
            yield self.unknown(node, node.fact, "fact", self.names.vocabulary)
        elif fact.type.kind not in kinds:
            word = "includes" if fact.type.kind == "codes" else "in"
            hint = f"use '{word}'" if fact.type.kind in ("codes", "code", "ordered", "place") else None
            yield _problem("type", node, f"the fact {node.fact} is {_ARTICLES[fact.type.kind]}", hint=hint)
        else:
            for code in sorted(node.codes):
                yield from self.code(node, code, fact.type)

    def code(self, node: Node, code: str, kind: FactType) -> Iterator[Problem]:
        if kind.kind == "place":
            if code not in Territories.shipped():
                yield _problem("unknown-code", node, f"{code!r} is no territory of the shipped table")
        elif kind.codes is not None and code not in kind.codes:
            ids = [known.id for known in kind.codes.codes]
            says = f"{code!r} is no code of the list {kind.codes.id}"
            yield _problem("unknown-code", node, says, allowed=listed(ids), hint=did_you_mean(code, ids))

    def presence(self, node: Absent | Present) -> Iterator[Problem]:
        fact = self.names.vocabulary.get(node.fact)
        if fact is None:
            yield self.unknown(node, node.fact, "fact", self.names.vocabulary)
        elif fact.always:
            yield _problem("constant", node, f"the fact {node.fact} is always present", hint="leave the test out")
        elif fact.type.kind == "codes":
            hint = "'none' is the empty set: use 'not … includes {…}'"
            yield _problem("type", node, f"the set {node.fact} is never absent", hint=hint)

    # ------------------------------------------------------------------------------- comparisons

    def compare(self, node: Compare) -> Iterator[Problem]:
        lost = [problem for side in (node.left, node.right) for problem in self.operand(node, side)]
        yield from lost
        if lost:
            return
        if node.left == node.right or not any(isinstance(part, Word | Today) for part in node.walk()):
            yield _problem("constant", node, "the test is the same for everybody, always")
            return
        scale = _scale(node, self.names)
        if scale == "day":
            yield from self.day(node.left)
            yield from self.day(node.right)
        elif scale == "count":
            yield from self.counts(node)
        else:
            yield from self.equal_codes(node, scale)
        yield from self.unguarded(node)

    def operand(self, node: Compare, side: Node) -> Iterator[Problem]:
        """Names of nothing; the right side of a code may be a code."""
        if not isinstance(side, Word) or side.name in self.names.vocabulary or side.name in self.names.values:
            return
        left = self.names.vocabulary.get(node.left.name) if isinstance(node.left, Word) else None
        if side is node.right and left is not None and left.type.kind in ("code", "ordered", "place"):
            return
        if side is node.right and left is not None and left.type.kind == "codes":
            says = f"the fact {left.id} is {_ARTICLES['codes']}"
            yield _problem("type", node, says, hint="use 'includes'")
            return
        if _VALUE_NAME.fullmatch(side.name):
            yield self.unknown(side, side.name, "value", self.names.values)
        else:
            yield self.unknown(side, side.name, "fact", self.names.vocabulary)

    def counts(self, node: Compare) -> Iterator[Problem]:
        for side in (node.left, node.right):
            kind = self.kind(side)
            if kind != "count":
                hint = "compare like with like: days with days, numbers with numbers, codes of one ordered list"
                yield _problem("type", side, f"{_ARTICLES[kind]} cannot stand in this comparison", hint=hint)
        units = {unit for side in (node.left, node.right) if (unit := self.unit(side)) is not None}
        if len(units) > 1:
            yield _problem("type", node, f"the two facts count different things: {' and '.join(sorted(units))}")

    def equal_codes(self, node: Compare, scale: Scale | None) -> Iterator[Problem]:
        right = _as_code(node.right)
        if not isinstance(node.left, Word) or not isinstance(right, Word):
            yield _problem("type", node.right, "a code is expected here")
            return
        kind = self.names.vocabulary[node.left.name].type
        if scale is None and node.op not in ("==", "!="):
            hint = "use 'in {…}', or an ordered list"
            yield _problem("type", node, f"the codes of {node.left.name} have no order", hint=hint)
        other = self.names.vocabulary.get(right.name)
        if other is None:
            yield from self.code(right, right.name, kind)
        elif scale is None or other.type != kind:
            says = "two facts are compared only where both are codes of one ordered list"
            yield _problem("type", node.right, says, hint="compare the fact with a code")

    def kind(self, node: Node) -> str:
        match node:
            case Number():
                return "count"
            case Span():
                return "duration"
            case Word():
                fact = self.names.vocabulary.get(node.name)
                return fact.type.kind if fact else self.names.values.get(node.name, "code")
            case _:
                return "day"

    def unit(self, node: Node) -> str | None:
        fact = self.names.vocabulary.get(node.name) if isinstance(node, Word) else None
        return fact.type.unit if fact else None

    def unguarded(self, node: Compare) -> Iterator[Problem]:
        """An order with a fact that may be none says nothing about none: that must be said beside it."""
        if node.op in ("==", "!="):
            return
        for part in node.walk():
            fact = self.names.vocabulary.get(part.name) if isinstance(part, Word) else None
            if fact is not None and not fact.always and fact.id not in self.guarded:
                says = f"the fact {fact.id} may be none, and an order with none has no meaning"
                hint = f"put '{fact.id} is present' (or 'is absent') beside the test"
                yield _problem("absent", part, says, hint=hint)

    # ------------------------------------------------------------------------------- days

    def day(self, node: Node) -> Iterator[Problem]:
        match node:
            case Shift():
                yield from self.day(node.base)
                yield from self.length(node.length, days_only=True)
            case Call():
                yield from self.day(node.base)
                if node.length is not None:
                    yield from self.length(node.length, days_only=False)
            case Word():
                yield from self.day_name(node)
            case Today() | Day():
                return
            case _:
                yield _problem("type", node, f"a day is expected here, not {_ARTICLES[self.kind(node)]}")

    def day_name(self, node: Word) -> Iterator[Problem]:
        if _is_day(node, self.names):
            return
        if node.name in self.names.vocabulary or node.name in self.names.values:
            yield _problem("type", node, f"a day is expected here, not {_ARTICLES[self.kind(node)]}")
        else:
            days = [name for name, fact in self.names.vocabulary.items() if fact.type.kind == "day"]
            yield self.unknown(node, node.name, "fact", days)

    def length(self, node: Node, *, days_only: bool) -> Iterator[Problem]:
        hint = "add months with passed(…) or deadline(…): they count from the first date by law"
        if isinstance(node, Span):
            if days_only and node.duration.months:
                yield _problem("months", node, "months are not added to a day", allowed="days or weeks", hint=hint)
            return
        name = node.name if isinstance(node, Word) else ""
        kind = self.names.values.get(name)
        if kind is None:
            yield self.unknown(node, name, "value", self.names.values)
        elif kind not in ("days", *(() if days_only else ("duration",))):
            yield _problem(
                "type", node, f"the value {name} is {_ARTICLES[kind]}", allowed="a length of time", hint=hint
            )

    def unknown(
        self, node: Node, name: str, what: str, known: Mapping[str, object] | frozenset[str] | list[str]
    ) -> Problem:
        return _problem("unknown-name", node, f"there is no {what} {name!r}", hint=did_you_mean(name, known))


_ARTICLES = {
    "flag": "a yes or no",
    "code": "a code",
    "ordered": "a code of an ordered list",
    "codes": "a set of codes",
    "day": "a day",
    "count": "a number",
    "place": "a place",
    "duration": "a length of time",
    "days": "a number of days",
}


def _problem(code: str, node: Node, says: str, *, allowed: str | None = None, hint: str | None = None) -> Problem:
    return Problem(code=code, start=node.start, end=node.end, problem=says, allowed=allowed, hint=hint)
