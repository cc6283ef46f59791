"""Who is competent: the answer to one question about one matter, with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import field, frozen

from kimcore.landscape.agency import Agency
from kimcore.landscape.competence import Competence, Judge, PlaceOf, Standing, stands
from kimcore.text import Text

AnswerKind = Literal["one", "several", "nobody", "open", "not_recorded"]


@frozen(kw_only=True)
class Answer:
    """Who is competent in a matter for a person on a day.

    Args:
        kind: `one` agency; `several`; `nobody` inside what the landscape covers; `open`: a fact is missing;
            `not_recorded`: outside what the landscape covers, so that nothing can be said.
        agencies: The agencies, in the order of the landscape; empty unless `one` or `several`.
        competences: The rows that name them.
        reservation: Exceptional rows that are still open and would lead elsewhere; with some of them the
            answer is provisional.
        candidates: For an open answer, who it would be if every unknown place were none: a hint, no answer.
        needs: The facts that would settle what is open or reserved, such as `place.habitual`, sorted.
        why: The reasons, each a sentence.

    Example:
        >>> Answer(kind="not_recorded").agency is None
        True
    """

    kind: AnswerKind
    agencies: tuple[Agency, ...] = ()
    competences: tuple[Competence, ...] = field(default=(), repr=False)
    reservation: tuple[Competence, ...] = field(default=(), repr=False)
    candidates: tuple[Agency, ...] = ()
    needs: tuple[str, ...] = ()
    why: tuple[Text, ...] = field(default=(), repr=False)

    @property
    def agency(self) -> Agency | None:
        """The agency if it is exactly one, else None."""
        return self.agencies[0] if self.kind == "one" else None

    @property
    def provisional(self) -> bool:
        """Whether an exception that is still open could lead elsewhere."""
        return bool(self.reservation)


@frozen(kw_only=True)
class JudgedRow:
    """A row as far as it is known for a person.

    Args:
        row: The row.
        standing: Whether the person's place makes it hers.
        in_group: Whether the person is of its group; True for a general row, None: open.
    """

    row: Competence
    standing: Standing
    in_group: bool | None

    @property
    def verdict(self) -> bool | None:
        """Whether the row applies: yes, no, or None: open."""
        parts = (self.standing.verdict, self.in_group)
        if False in parts:
            return False
        return None if None in parts else True

    @property
    def likely(self) -> bool:
        """Whether the row applies if every unknown place is none and every open group is the person's."""
        return self.standing.presumed is True and self.in_group is not False

    @property
    def needs(self) -> frozenset[str]:
        """The facts that leave the row open."""
        missing = {f"place.{self.standing.kind}"} if self.standing.verdict is None else set()
        if self.row.group is not None and self.in_group is None:
            missing |= self.row.group.facts
        return frozenset(missing)


def judged(row: Competence, place: PlaceOf, judge: Judge) -> JudgedRow:
    """Return what is known of a row for a person; a group is not judged where the place is elsewhere."""
    standing = stands(row.territory, row.places, place)
    outside = standing.verdict is False
    in_group = True if row.group is None or outside else judge(row.group.node)
    return JudgedRow(row=row, standing=standing, in_group=in_group)


@frozen(kw_only=True)
class Choice:
    """What the rows of a matter and role come to.

    Args:
        holding: Rows that apply; an exception that applies stands in the place of the general rows.
        undecided: Rows that may apply instead of them, or beside them with another agency.
        reserved: Exceptions that may apply and would lead to another agency.
    """

    holding: tuple[JudgedRow, ...]
    undecided: tuple[JudgedRow, ...]
    reserved: tuple[JudgedRow, ...]


def choose(rows: Sequence[JudgedRow]) -> Choice:
    """Return which rows apply, which may, and which exceptions are still open.

    An exception that is open beside general rows is a reservation to what those say. Exceptions that are all
    there is leave the question itself open.
    """
    general = [row for row in rows if row.row.group is None]
    exceptions = [row for row in rows if row.row.group is not None]
    leading = [row for row in exceptions if row.verdict is True] or general
    holding = tuple(row for row in leading if row.verdict is True)
    found = _agencies(holding)
    undecided = tuple(row for row in leading if row.verdict is None and row.row.agency not in found)
    reserved = tuple(row for row in exceptions if row.verdict is None and row.row.agency not in found)
    if not leading:
        return Choice(holding=(), undecided=reserved, reserved=())
    return Choice(holding=holding, undecided=undecided, reserved=reserved)


def likeliest(rows: Sequence[JudgedRow]) -> tuple[JudgedRow, ...]:
    """Return the rows, those of one group cut down to the likely ones where there are some.

    An unknown place could be any of ten towns; the town where the person is known to be stands for them.
    """
    likely = {row.row.group for row in rows if row.likely}
    return tuple(row for row in rows if row.likely or row.row.group not in likely)


def needs_of(rows: Iterable[JudgedRow]) -> tuple[str, ...]:
    """Return the facts that leave these rows open, sorted."""
    return tuple(sorted(frozenset().union(*(row.needs for row in rows))))


def _agencies(rows: Iterable[JudgedRow]) -> frozenset[str]:
    return frozenset(row.row.agency for row in rows)
