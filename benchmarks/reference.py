"""The yardstick: 150 rules over dict facts, written out as one Python function of 150 `if` statements.

That is what somebody in a hurry would write by hand: fetch the facts of a person from a dict, ask one
question after the other, collect the numbers of the rules that match. It knows no days, no reasons and no
"perhaps": a fact that is not there makes a question *no*. kimcore's verdicts are timed against it in the
same process, because absolute times drift with the machine.

Workload: 60 facts (20 words, 14 counts, 10 days, 10 flags, 6 sets), one in ten unknown; rules of two to six
questions, joined by *and* and *or* at most two levels deep; a drawn rule is kept when it matches 1 to 20
per cent of a sample. Everything follows from the seeds: only `Random.random()` is drawn from, which Python
keeps stable across versions.

Run it: `python benchmarks/reference.py` prints what the workload is like and the time of the function.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from statistics import median
from typing import Any, Final, Literal, TypeAlias, TypeVar

from attrs import frozen

T = TypeVar("T")
Person: TypeAlias = Mapping[str, Any]
Match: TypeAlias = Callable[[Person], list[int]]
Kind: TypeAlias = Literal["word", "count", "day", "flag", "set"]

PERSON_SEED: Final = 17
RULE_SEED: Final = 4
SAMPLE: Final = 1_500
RULES: Final = 150
UNKNOWN: Final = 0.1
LEAST_KEPT, MOST_KEPT = 0.01, 0.20
TWO_YEARS_OF_FIVE: Final = 5 * 731


@frozen
class Fact:
    """A fact of the workload: its name, its kind, and the values it may have (first and last of a range)."""

    name: str
    kind: Kind
    values: tuple[Any, ...]


@frozen
class Question:
    """One question about one fact; it is *no* of a fact that is unknown, unless it asks just that."""

    fact: Fact
    asks: Literal["one of", "none of", "at least", "below", "is", "has", "has any of", "is known", "is unknown"]
    of: Any = None


@frozen
class Joined:
    """Several questions, or joined questions, of which all (`and`) or at least one (`or`) must be yes."""

    by: Literal["and", "or"]
    parts: tuple[Rule, ...]


Rule: TypeAlias = Question | Joined


def the_facts() -> tuple[Fact, ...]:
    """Return the 60 facts."""
    words = (Fact(f"word_{n}", "word", tuple(f"w{n}_{k}" for k in range(4 + n * 5 % 9))) for n in range(20))
    counts = (Fact(f"count_{n}", "count", (0, (12, 90, 700, 4_000)[n % 4])) for n in range(14))
    days = (Fact(f"day_{n}", "day", (737_800, 739_200)) for n in range(10))
    flags = (Fact(f"flag_{n}", "flag", (True, False)) for n in range(10))
    sets = (Fact(f"set_{n}", "set", tuple(f"s{n}_{k}" for k in range(12))) for n in range(6))
    return (*words, *counts, *days, *flags, *sets)


FACTS: Final = the_facts()


class Draw:
    """Draws that follow from a seed."""

    def __init__(self, seed: int) -> None:
        """Start anew from the seed."""
        self.chance = Random(seed).random

    def between(self, first: int, last: int) -> int:
        """Return a whole number, both ends included."""
        return first + int(self.chance() * (last - first + 1))

    def one(self, values: Sequence[T]) -> T:
        """Return one of the values."""
        return values[self.between(0, len(values) - 1)]

    def some(self, values: Sequence[T], number: int) -> tuple[T, ...]:
        """Return so many different ones of the values, as drawn."""
        left = list(values)
        return tuple(left.pop(self.between(0, len(left) - 1)) for _ in range(number))


# ------------------------------------------------------------------------------------------- persons


def persons(number: int, *, seed: int = PERSON_SEED) -> list[Person]:
    """Return so many persons, or days of persons: what is known of each, by name of the fact."""
    draw = Draw(seed)
    return [{fact.name: _value(fact, draw) for fact in FACTS if draw.chance() >= UNKNOWN} for _ in range(number)]


def _value(fact: Fact, draw: Draw) -> Any:
    match fact.kind:
        case "word":  # the first words of a list are the usual ones
            return fact.values[int(len(fact.values) * draw.chance() ** 2)]
        case "count":
            return int(fact.values[1] * draw.chance() ** 1.5)
        case "day":
            return draw.between(*fact.values)
        case "flag":
            return draw.chance() < 1 / 3
        case "set":
            return frozenset(draw.some(fact.values, draw.one((0, 0, 0, 1, 1, 1, 2, 2, 3, 4))))


# --------------------------------------------------------------------------------------------- rules


def rules(number: int = RULES, *, seed: int = RULE_SEED) -> list[Rule]:
    """Return so many rules, each of which matches a few of a sample of persons."""
    draw, sample, kept = Draw(seed), persons(SAMPLE), list[Rule]()
    while len(kept) < number:
        rule = _rule(draw)
        if LEAST_KEPT <= sum(judge(rule, person) for person in sample) / SAMPLE <= MOST_KEPT:
            kept.append(rule)
    return kept


def _rule(draw: Draw) -> Rule:
    asked = tuple(_question(fact, draw) for fact in draw.some(FACTS, draw.between(2, 6)))
    shape, inner = draw.chance(), draw.between(2, max(2, len(asked) - 1))
    if shape < 0.5 or len(asked) == 2:
        return Joined("and", asked)
    if shape < 0.85:
        return Joined("and", (*asked[inner:], Joined("or", asked[:inner])))
    if shape < 0.95 and len(asked) >= 4:
        return Joined("or", (Joined("and", asked[:2]), Joined("and", asked[2:])))
    return Joined("or", asked)


def _question(fact: Fact, draw: Draw) -> Question:
    if draw.chance() < 0.05:
        return Question(fact, "is known" if draw.chance() < 0.75 else "is unknown")
    match fact.kind:
        case "word":
            codes = draw.some(fact.values, draw.between(1, min(4, len(fact.values) - 2)))
            return Question(fact, "none of" if draw.chance() < 0.15 else "one of", tuple(sorted(codes)))
        case "count" | "day":
            first, last = fact.values
            border = int(first + (last - first) * (0.1 + 0.7 * draw.chance()))
            return Question(fact, "at least" if draw.chance() < 0.5 else "below", border)
        case "flag":
            return Question(fact, "is", draw.chance() < 0.7)
        case "set":
            if draw.chance() < 0.5:
                return Question(fact, "has", draw.one(fact.values))
            return Question(fact, "has any of", tuple(sorted(draw.some(fact.values, draw.between(2, 4)))))


def judge(rule: Rule, person: Person) -> bool:
    """Tell whether a rule matches, by walking it: the oracle of the function that is written out."""
    if isinstance(rule, Joined):
        return (all if rule.by == "and" else any)(judge(part, person) for part in rule.parts)
    value = person.get(rule.fact.name)
    if rule.asks in {"is known", "is unknown"}:
        return (value is None) == (rule.asks == "is unknown")
    return value is not None and _answer(rule, value)


def _answer(question: Question, value: Any) -> bool:
    match question.asks:
        case "one of" | "none of":
            return (value in question.of) == (question.asks == "one of")
        case "at least" | "below":
            return (value >= question.of) == (question.asks == "at least")
        case "is":
            return value is question.of
        case "has":
            return question.of in value
        case _:
            return any(code in value for code in question.of)


# ------------------------------------------------------------------------------ the function, written out


def written_out(ruleset: Sequence[Rule]) -> str:
    """Return the source of a function that takes a person and returns the numbers of the rules that match."""
    names = dict.fromkeys(question.fact.name for rule in ruleset for question in questions(rule))
    return "\n".join(
        [
            "def match(person):",
            "    get = person.get",
            *(f"    {name} = get({name!r})" for name in names),
            "    matched = []",
            *(f"    if {_source(rule)}: matched.append({number})" for number, rule in enumerate(ruleset)),
            "    return matched",
        ]
    )


def compiled(ruleset: Sequence[Rule]) -> Match:
    """Return the written-out function, ready to be called."""
    namespace: dict[str, Match] = {}
    exec(compile(written_out(ruleset), "<150 rules>", "exec"), namespace)  # noqa: S102 - our own text, from above
    return namespace["match"]


def questions(rule: Rule) -> Iterator[Question]:
    """Yield the questions of a rule in order."""
    if isinstance(rule, Question):
        yield rule
    else:
        for part in rule.parts:
            yield from questions(part)


def _source(rule: Rule) -> str:
    if isinstance(rule, Joined):
        parts = (f"({_source(part)})" if isinstance(part, Joined) else _source(part) for part in rule.parts)
        return f" {rule.by} ".join(parts)
    name = rule.fact.name
    of = _any_in(rule.of, name) if rule.asks == "has any of" else _literal(rule.of)
    return _PHRASES[rule.asks].format(fact=name, of=of)


def _any_in(codes: Sequence[str], name: str) -> str:
    return " or ".join(f"{code!r} in {name}" for code in codes)


def _literal(value: Any) -> str:
    """Return a value as source: several codes become a set, which the compiler makes a constant."""
    return f"{{{', '.join(map(repr, value))}}}" if isinstance(value, tuple) else repr(value)


# "and" binds before "or", so a phrase with "and" needs no brackets inside either.
_PHRASES: Final[Mapping[str, str]] = {
    "one of": "{fact} in {of}",
    "none of": "{fact} is not None and {fact} not in {of}",
    "at least": "{fact} is not None and {fact} >= {of}",
    "below": "{fact} is not None and {fact} < {of}",
    "is": "{fact} is {of}",
    "has": "{fact} is not None and {of} in {fact}",
    "has any of": "{fact} is not None and ({of})",
    "is known": "{fact} is not None",
    "is unknown": "{fact} is None",
}


# ---------------------------------------------------------------------------------------------- timing


def seconds(run: Callable[[], object], *, repeats: int = 5) -> float:
    """Return the median time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return median(times)


def main() -> None:
    """Print what the workload is like and what the function takes for a family of five over 731 days."""
    ruleset, crowd = rules(), persons(TWO_YEARS_OF_FIVE)
    match = compiled(ruleset)
    matched = [match(person) for person in crowd]
    asked = sum(1 for rule in ruleset for _ in questions(rule))
    took = seconds(lambda: [match(person) for person in crowd])
    print(f"{len(ruleset)} rules with {asked / len(ruleset):.2f} questions each over {len(FACTS)} facts")
    print(f"{len(crowd)} person-days, {sum(map(len, crowd)) / len(crowd):.1f} facts known of each")
    print(f"{sum(map(len, matched))} matches, {sum(map(len, matched)) / len(crowd):.1f} of each")
    print(f"{took * 1e3:.1f} ms, {took / len(crowd) * 1e6:.1f} µs each")


if __name__ == "__main__":
    main()
