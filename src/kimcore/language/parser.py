"""From the text of a test to its nodes. Authored text is never given to `eval`.

test    := term (("and" term)+ | ("or" term)+)?          mixed only with parentheses
term    := "not" term | ("(" test ")" | atom) ("at" DAY)?
atom    := "some" RELATION ":" name
         | sum (("not"? "in" codes) | ("includes" (codes | code)) | ("is" ("absent" | "present")) | (OP sum))?
sum     := value (("+" | "-") length)*
value   := DAY | NUMBER | length | name | FUNCTION "(" sum ("," length)? ")"
length  := (NUMBER UNIT)+ | VALUE
"""

from collections.abc import Callable
from datetime import date
from typing import Literal, NoReturn

from attrs import evolve

from kimcore.dates import Duration
from kimcore.dates import parse_day as read_day
from kimcore.errors import did_you_mean
from kimcore.language.lexer import Token, tokens
from kimcore.language.problems import Problem, TestError
from kimcore.language.syntax import (
    FUNCTIONS,
    OPERATORS,
    RELATIONS,
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
    Operator,
    Or,
    Present,
    Shift,
    Some,
    Span,
    Today,
    Word,
)

MAX_DEPTH = 32
MAX_CODES = 200
MAX_STEPS = 8
MAX_AGE = 150

_UNITS = ("day", "days", "week", "weeks", "month", "months", "year", "years")
_RESERVED = frozenset({"and", "or", "not", "in", "includes", "is", "absent", "present", "some", "at", "today"})
_DEFINE = "give a part of it a name with a definition"
_AGE = "person.age"
_BIRTH = "person.birth"


def parse_test(text: str) -> Node:
    """Return the nodes of a test.

    Args:
        text: The test. Names and codes are taken as they stand; `check.check_test` looks them up.

    Raises:
        TestError: The text is no test; the problem names the place and what was expected there.

    Example:
        >>> parse_test("german.level < B1")
        Compare(op='<', left=Word(name='german.level'), right=Word(name='B1'), scale=None)
    """
    return _Parser(text).whole(_Parser.test)


def parse_day(text: str) -> Node:
    """Return the nodes of a date expression such as `end_of_month(stay.since) + 3 days`.

    Args:
        text: The date expression; `check.check_day` looks at its names and types.

    Raises:
        TestError: The text is no date expression.

    Example:
        >>> parse_day("today + 3 days").length
        Span(duration=Duration(months=0, days=3))
    """
    return _Parser(text).whole(_Parser.sum)


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.place = 0
        self.depth = 0

    # ------------------------------------------------------------------------------- moving on

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.here
        self.place += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.here.kind in ("word", "sign") and self.here.text in texts

    def taken(self, *texts: str) -> Token | None:
        return self.take() if self.sees(*texts) else None

    def expect(self, *texts: str) -> Token:
        return self.taken(*texts) or self.fail(" or ".join(repr(text) for text in texts))

    def fail(self, allowed: str, hint: str | None = None) -> NoReturn:
        found = "the text ends too early" if self.here.kind == "end" else f"{self.here.text!r} is not expected here"
        if self.sees("and", "or"):
            hint = "put one of them in parentheses"
        self.stop("syntax", self.here, found, allowed=allowed, hint=hint)

    def stop(
        self, code: str, at: Token | Node, says: str, *, allowed: str | None = None, hint: str | None = None
    ) -> NoReturn:
        problem = Problem(code=code, start=at.start, end=at.end, problem=says, allowed=allowed, hint=hint)
        raise TestError(self.text, [problem])

    def whole(self, rule: Callable[["_Parser"], Node]) -> Node:
        node = rule(self)
        if self.here.kind != "end":
            self.fail("the end of the text")
        return node

    # ------------------------------------------------------------------------------- tests

    def test(self) -> Node:
        first = self.term()
        word = self.here.text if self.sees("and", "or") else None
        if word is None:
            return first
        items = [first]
        while self.taken(word):
            items.append(self.term())
        kind = And if word == "and" else Or
        return kind(items=tuple(items), start=first.start, end=items[-1].end)

    def term(self) -> Node:
        if word := self.taken("not"):
            item = self.deeper(self.term)
            return Not(item=item, start=word.start, end=item.end)
        if opening := self.taken("("):
            inner = self.deeper(self.test)
            closing = self.expect(")")
            return self.dated(evolve(inner, start=opening.start, end=closing.end))
        return self.dated(self.some() if self.sees("some") else self.relation(self.sum()))

    def dated(self, node: Node) -> Node:
        if not self.taken("at"):
            return node
        day = self.day()
        return At(item=node, day=day, start=node.start, end=self.last_end())

    def deeper(self, rule: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.stop("too-deep", self.here, f"nested more than {MAX_DEPTH} deep", hint=_DEFINE)
        node = rule()
        self.depth -= 1
        return node

    def some(self) -> Node:
        start = self.take().start
        if self.here.text not in RELATIONS:
            self.fail(" or ".join(RELATIONS), did_you_mean(self.here.text, RELATIONS))
        relation = self.take().text
        self.expect(":")
        name = self.name()
        return Some(relation=relation, name=name.text, start=start, end=name.end)  # type: ignore[arg-type]  # one of RELATIONS, just seen

    def relation(self, left: Node) -> Node:
        """What stands beside a value: membership, presence, comparison, or nothing (a flag)."""
        if word := self.taken("not"):
            if not self.sees("in"):
                self.fail("'in'")
            inside = self.relation(left)
            return Not(item=inside, start=left.start, end=inside.end)
        if self.taken("in"):
            return In(fact=self.fact(left), codes=self.codes(), start=left.start, end=self.last_end())
        if self.taken("includes"):
            codes = self.codes() if self.sees("{") else frozenset({self.code()})
            return Includes(fact=self.fact(left), codes=codes, start=left.start, end=self.last_end())
        if self.taken("is"):
            word = self.expect("absent", "present")
            kind = Absent if word.text == "absent" else Present
            return kind(fact=self.fact(left), start=left.start, end=word.end)
        if self.sees(*OPERATORS):
            return self.comparison(left)
        return Flag(name=self.fact(left), start=left.start, end=left.end)

    def comparison(self, left: Node) -> Node:
        op = _operator(self.take())
        right = self.sum()
        if self.sees(*OPERATORS):
            self.fail("one comparison at a time", "join two comparisons with 'and'")
        node = Compare(op=op, left=left, right=right, start=left.start, end=right.end)
        return self.age(node) if Word(name=_AGE) in (left, right) else node

    def age(self, node: Compare) -> Node:
        """`person.age >= 18` is short for `today >= passed(person.birth, 18 years)`."""
        if node.left != Word(name=_AGE) or not isinstance(node.right, Number) or node.op in ("==", "!="):
            says = "an age is compared with a number of years on its right, by < <= > >="
            self.stop("age", node, says, hint="write it as 'person.age >= 18'")
        if node.right.number > MAX_AGE:
            self.stop("age", node.right, "nobody is that old", allowed=f"at most {MAX_AGE}")
        years = node.right.number + (node.op in (">", "<="))
        birth = Word(name=_BIRTH, start=node.left.start, end=node.left.end)
        span = Span(duration=Duration(12 * years, 0), start=node.right.start, end=node.right.end)
        birthday = Call(function="passed", base=birth, length=span, start=node.start, end=node.end)
        today = Today(start=node.left.start, end=node.left.end)
        return Compare(
            op=">=" if node.op in (">", ">=") else "<",
            left=today,
            right=birthday,
            start=node.start,
            end=node.end,
        )

    # ------------------------------------------------------------------------------- names and codes

    def last_end(self) -> int:
        return self.tokens[self.place - 1].end

    def fact(self, node: Node) -> str:
        if isinstance(node, Word) and node.name != _AGE:
            return node.name
        hint = "compare it, for example 'person.age >= 18'" if isinstance(node, Word) else None
        says = "a test needs the name of a fact, a definition or an entitlement here"
        return self.stop("syntax", node, says, hint=hint)

    def name(self) -> Token:
        if self.here.kind != "word" or self.here.text in _RESERVED:
            self.fail("a name")
        return self.take()

    def code(self) -> str:
        if self.here.kind not in ("word", "number"):
            self.fail("a code")
        return self.take().text

    def codes(self) -> frozenset[str]:
        opening = self.expect("{")
        found = [self.code()]
        while self.taken(","):
            found.append(self.code())
        closing = self.expect("}")
        if len(found) > MAX_CODES or len(set(found)) != len(found):
            says = "a code stands twice" if len(found) <= MAX_CODES else f"{len(found)} codes"
            where = evolve(Word(name=""), start=opening.start, end=closing.end)
            self.stop("codes", where, says, allowed=f"at most {MAX_CODES}, each once")
        return frozenset(found)

    # ------------------------------------------------------------------------------- values

    def sum(self) -> Node:
        node = self.value()
        while sign := self.taken("+", "-"):
            length = self.length()
            move: Literal[1, -1] = 1 if sign.text == "+" else -1
            node = Shift(base=node, sign=move, length=length, start=node.start, end=length.end)
        return self.stepped(node)

    def stepped(self, node: Node) -> Node:
        """Refuse so many steps in a date expression that its days could leave the calendar."""
        steps, base = 0, node
        while isinstance(base, Shift | Call):
            steps, base = steps + 1, base.base
        if steps > MAX_STEPS:
            self.stop("too-deep", node, f"a date expression of {steps} steps", allowed=f"at most {MAX_STEPS}")
        return node

    def value(self) -> Node:
        token = self.here
        if token.kind == "day":
            return Day(day=self.day(), start=token.start, end=token.end)
        if token.kind == "number":
            return self.length() if self.tokens[self.place + 1].text in _UNITS else self.number()
        if self.taken("today"):
            return Today(start=token.start, end=token.end)
        name = self.name()
        if self.sees("("):
            return self.call(name)
        return Word(name=name.text, start=name.start, end=name.end)

    def number(self) -> Node:
        token = self.take()
        return Number(number=int(token.text), text=token.text, start=token.start, end=token.end)

    def day(self) -> date:
        token = self.here
        if token.kind != "day":
            self.fail("a day such as 2026-11-01")
        self.take()
        try:
            return read_day(token.text)
        except ValueError as error:
            return self.stop("day", token, str(error))

    def call(self, name: Token) -> Node:
        if name.text not in FUNCTIONS:
            says = f"there is no function {name.text!r}"
            hint = did_you_mean(name.text, FUNCTIONS)
            self.stop("function", name, says, allowed=", ".join(FUNCTIONS), hint=hint)
        self.expect("(")
        base = self.deeper(self.sum)
        length = None
        if FUNCTIONS[name.text] > 1:
            self.expect(",")
            length = self.length()
        closing = self.expect(")")
        return Call(function=name.text, base=base, length=length, start=name.start, end=closing.end)

    def length(self) -> Node:
        start = self.here
        if start.kind == "word":
            name = self.name()
            return Word(name=name.text, start=name.start, end=name.end)
        parts = []
        while self.here.kind == "number":
            number, unit = self.take(), self.expect(*_UNITS)
            parts.append(f"{number.text} {unit.text}")
        if not parts:
            self.fail("a length such as '18 months' or the name of a value")
        span = Word(name=" ".join(parts), start=start.start, end=self.last_end())
        try:
            return Span(duration=Duration.parse(span.name), start=span.start, end=span.end)
        except ValueError as error:
            allowed = "years, months, weeks, days in this order, each once, at most 200 years"
            return self.stop("length", span, str(error), allowed=allowed)


def _operator(token: Token) -> Operator:
    return next(operator for operator in OPERATORS if operator == token.text)
