"""A fact over time: which value holds on which days, on which there is none, on which it is unknown."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from attrs import frozen

from kimcore.people.history import NOT_RECORDED

Layer = tuple[date | None, date | None, object]
"""A value from a first to a last day, both included, None: open."""

BEGINNING = date.min.toordinal()
"""The day number with which every timeline begins."""


@frozen
class Members:
    """The value of a fact that is a set: the members known, and whether there may be more.

    `closed` True: there are no others, so an empty closed set is *none*. False: any other code is unknown.
    """

    known: frozenset[str]
    closed: bool


@frozen
class Timeline:
    """The whole axis of time as stretches, each from its first day to the day before the next one.

    Args:
        firsts: Day numbers (`date.toordinal`), ascending, the first of them `BEGINNING`.
        values: What holds from each of them: a value of the type of the fact, None (known to be none), or
            `Unknown`. The value of a set is `Members`.

    Example:
        >>> paid = Timeline.painted([(date(2026, 3, 1), date(2026, 10, 31), True)], None)
        >>> paid.on(date(2026, 10, 31)), paid.on(date(2026, 11, 1))
        (True, None)
    """

    firsts: tuple[int, ...]
    values: tuple[object, ...]

    @classmethod
    def constant(cls, value: object) -> "Timeline":
        """Return a timeline with one value on all days."""
        return cls((BEGINNING,), (value,))

    @classmethod
    def painted(cls, layers: Iterable[Layer], ground: object = NOT_RECORDED) -> "Timeline":
        """Return the ground with layers painted over it, later ones over earlier ones.

        Args:
            layers: First day, last day, value; both days are included, None is open. A layer that ends before
                it begins covers nothing.
            ground: The value on all days that no layer covers.
        """
        return cls.combined([cls.laid(layers, ground)], lambda values: values[0])

    @classmethod
    def laid(cls, layers: Iterable[Layer], ground: object) -> "Timeline":
        """Return the painted layers without joining equal neighbours."""
        laid = list(layers)
        edges = {BEGINNING}
        spans = []
        for first, last, value in laid:
            begin = first.toordinal() if first else BEGINNING
            end = last.toordinal() + 1 if last else None
            spans.append((begin, end, value))
            edges.add(begin)
            if end is not None:
                edges.add(end)
        firsts = sorted(edges)
        values = []
        for edge in firsts:
            over = [value for begin, end, value in spans if begin <= edge and (end is None or edge < end)]
            values.append(over[-1] if over else ground)
        return cls(tuple(firsts), tuple(values))

    @classmethod
    def combined(cls, timelines: Iterable["Timeline"], join: Callable[[tuple[object, ...]], object]) -> "Timeline":
        """Return the timeline whose value on each day is `join` of the values of the others on that day.

        Args:
            timelines: The others, in the order in which `join` takes their values.
            join: Makes one value of the values of a day.
        """
        parts = tuple(timelines)
        edges = sorted({first for part in parts for first in part.firsts} | {BEGINNING})
        firsts: list[int] = []
        values: list[object] = []
        for edge in edges:
            value = join(tuple(part.at(edge) for part in parts))
            if not values or values[-1] != value:
                firsts.append(edge)
                values.append(value)
        return cls(tuple(firsts), tuple(values))

    def at(self, number: int) -> object:
        """Return the value on the day of this number."""
        return self.values[bisect_right(self.firsts, number) - 1]

    def on(self, day: date) -> object:
        """Return the value on the day."""
        return self.at(day.toordinal())

    def stretches(self, first: date, last: date) -> Iterator[tuple[int, int, object]]:
        """Yield first day number, last day number and value of the stretches, cut to the days asked for.

        Args:
            first: The first day, included.
            last: The last day, included; where it lies before the first, there is no stretch.
        """
        begin, end = first.toordinal(), last.toordinal()
        index = bisect_right(self.firsts, begin) - 1
        while begin <= end:
            following = self.firsts[index + 1] if index + 1 < len(self.firsts) else end + 1
            yield begin, min(following - 1, end), self.values[index]
            begin, index = following, index + 1
