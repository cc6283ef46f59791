"""The named tests and figures of a rulebook, in the form in which they are judged."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from attrs import field, frozen

from kimcore.dates import Duration, Period
from kimcore.language.syntax import Absent, Except, Flag, In, Includes, Node, Present, Some, Word
from kimcore.language.vocabulary import Vocabulary


@frozen
class Version:
    """A test and the days on which it is the law (both ends included, None: open)."""

    period: Period
    test: Node


@frozen(kw_only=True)
class Rule:
    """A named test: a definition or an entitlement. *No* on days on which none of its versions is in force.

    Args:
        name: Its id in the rulebook.
        versions: Its tests, on disjoint periods.
        lasts_to_end_of_month: Whether a day on which it holds makes it hold to the end of that month,
            whichever version is in force there.
        presumes: What the law presumes where the test is open, which counts in the assuming reading only;
            None: nothing.
    """

    name: str
    versions: tuple[Version, ...]
    lasts_to_end_of_month: bool = False
    presumes: bool | None = None


Constant = Duration | int | date


@frozen
class Row:
    """One row of a figure by year of birth: the years from `first` to `last` (both included, None: open)."""

    first: int | None
    last: int | None
    value: Constant

    def holds(self, year: int) -> bool:
        """Tell whether the row is the one for this year of birth."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@frozen
class Figure:
    """One version of a value of the rulebook.

    Args:
        period: The days on which it is the law.
        value: A constant, or rows by the year of the person's birth.
    """

    period: Period
    value: Constant | tuple[Row, ...]

    def for_year(self, year: int) -> Constant | None:
        """Return the constant for a year of birth, None where no row holds."""
        if not isinstance(self.value, tuple):
            return self.value
        return next((row.value for row in self.value if row.holds(year)), None)

    def for_years(self, first: int, last: int) -> tuple[Constant, ...]:
        """Return what the figure can be for somebody born in one of several years.

        Args:
            first: The first year of birth.
            last: The last year of birth, included.

        Returns:
            Each constant once, in the order of the years; none at all where one of the years has no row.

        Example:
            >>> rows = (Row(None, 1946, 65), Row(1947, None, 66))
            >>> Figure(Period(), rows).for_years(1946, 1948)
            (65, 66)
        """
        found = [self.for_year(year) for year in range(first, last + 1)]
        return () if None in found else tuple(dict.fromkeys(each for each in found if each is not None))

    @property
    def by_birth(self) -> bool:
        """Whether the figure depends on the year of birth."""
        return isinstance(self.value, tuple)


@frozen(kw_only=True)
class Program:
    """All that the judges of a rulebook need: its named tests, its figures, the facts they are made of.

    Args:
        vocabulary: The facts.
        rules: The definitions and entitlements by name. Their tests are bound (`check.bind`) and free of
            cycles; the reader of rulebooks has seen to both.
        values: The versions of each figure by name, on disjoint periods.
    """

    vocabulary: Vocabulary
    rules: Mapping[str, Rule] = field(factory=dict)
    values: Mapping[str, tuple[Figure, ...]] = field(factory=dict)

    @cached_property
    def assuming(self) -> frozenset[str]:
        """The names of the rules that may read differently when exceptions nobody established are taken as not there.

        Those are the rules that hold an exception or a presumption, and the rules that name one of them.
        """
        names: set[str] = set()
        size = -1
        while size < len(names):
            size = len(names)
            names |= {name for name, rule in self.rules.items() if _assumes(rule, names)}
        return frozenset(names)


def _assumes(rule: Rule, names: set[str]) -> bool:
    nodes = (node for version in rule.versions for node in version.test.walk())
    found = (isinstance(node, Except) or (isinstance(node, Flag | Some) and node.name in names) for node in nodes)
    return rule.presumes is not None or any(found)


def names_used(node: Node) -> frozenset[str]:
    """Return the facts, definitions and entitlements that the node names, without the codes and values."""
    return frozenset(_names(node))


def values_used(node: Node) -> frozenset[str]:
    """Return the UPPER_CASE names beside comparisons and in lengths: values, and codes that look like one."""
    return frozenset(part.name for part in node.walk() if isinstance(part, Word) and part.name.isupper())


def _names(node: Node) -> Iterator[str]:
    for part in node.walk():
        match part:
            case Flag() | Some():
                yield part.name
            case In() | Includes() | Absent() | Present():
                yield part.fact
            case Word() if not part.name.isupper():
                yield part.name
