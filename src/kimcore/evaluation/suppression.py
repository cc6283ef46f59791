"""Which counts of a table may be shown so that no small group can be told, not even by subtracting.

A count from 1 to 4 is hidden. Where what is hidden could be reckoned from the sum of the table and the rows that are
shown, one more row is hidden. Which one does not depend on its size, so that its being hidden says nothing of it.
"""

from collections.abc import Sequence

SMALLEST = 5
"""The smallest group of persons that is told."""


def small(count: int) -> bool:
    """Tell whether a count may not be shown.

    Example:
        >>> [count for count in range(10) if small(count)]
        [1, 2, 3, 4]
    """
    return 0 < count < SMALLEST


def both_told(count: int, of: int) -> bool:
    """Tell whether a part of a group may be shown: neither the part nor what is left of the group is small.

    Example:
        >>> both_told(5, of=12), both_told(4, of=12), both_told(8, of=12), both_told(12, of=12)
        (True, False, False, True)
    """
    return not small(count) and not small(of - count)


def hidden(counts: Sequence[int]) -> frozenset[int] | None:
    """Return the places of the rows that are hidden, even if somebody knows the sum of all rows.

    Each hidden row could then still hold at least two different counts.

    Args:
        counts: the persons of each row, in an order that does not depend on them.

    Returns:
        The places; None: the rows cannot be told at all, for too few persons stand in too many of them.

    Example:
        >>> sorted(hidden([12, 3, 9])), sorted(hidden([12, 3, 4])), hidden([1, 1]), sorted(hidden([7, 8]))
        ([0, 1], [1, 2], None, [])
    """
    places = [place for place, count in enumerate(counts) if small(count)]
    others = [place for place in range(len(counts)) if place not in places]
    if not places or _ambiguous([counts[place] for place in places]):
        return frozenset(places)
    return frozenset([*places, others[0]]) if others else None


def _ambiguous(counts: Sequence[int]) -> bool:
    """Whether the sum of some small counts leaves each of them a choice, the wider one of who does not know them small.

    If all were 1, or all as large as a small count can be, their sum would tell each of them.
    """
    total, rows = sum(counts), len(counts)
    return rows > 1 and total - rows >= SMALLEST - 1 and total < rows * (SMALLEST - 1)
