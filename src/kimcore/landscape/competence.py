"""Competences: which agency does what, where, for whom, by which place of the person, and since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from attrs import field, frozen

from kimcore.dates import Duration, Period, passed
from kimcore.landscape.agency import Confidence
from kimcore.language.syntax import Node
from kimcore.law.citation import Citation
from kimcore.law.territory import within
from kimcore.people.history import Unknown
from kimcore.text import Text

Role = Literal["decides", "accepts", "pays", "advises"]
ROLES: tuple[Role, ...] = ("decides", "accepts", "pays", "advises")

PlaceOf = Callable[[str], str | Unknown | None]
"""Where a person is, by place kind: a territory key, None (known: no such place), or an `Unknown`."""

Judge = Callable[[Node], bool | None]
"""Whether a test holds for the person on the day asked about; None: open."""

EVERYWHERE = "DE"


@frozen(kw_only=True)
class Group:
    """The people to whom an exceptional competence applies.

    Args:
        text: The test as written.
        node: The same, parsed, checked and bound.
        facts: The facts it asks for.
        says: The group in words.
    """

    text: str
    node: Node = field(repr=False)
    facts: frozenset[str]
    says: Text


@frozen(kw_only=True)
class Wait:
    """How long one waits for an appointment at an office, as somebody reported it.

    Args:
        length: The time from booking to the appointment.
        reported_on: The day of the report. One year later it is no longer known.
        source: Where it was reported; None: the source of the row.
    """

    length: Duration
    reported_on: date
    source: str | None = None

    def known_on(self, day: date) -> bool:
        """Tell whether the report is still good on a day: not before it, and less than a year after it."""
        return self.reported_on <= day < passed(self.reported_on, Duration(months=12))


@frozen(kw_only=True)
class Competence:
    """One row of the landscape: an agency has a role in a matter, in a territory, on certain days.

    Args:
        agency: Id of the agency.
        matter: A code of the list `matter`.
        role: What the agency does in it.
        territory: Keys of the areas; a person whose deciding place lies in one of them belongs to the agency.
        places: Codes of the list `place_kind` in the order of the law: the first one the person has decides.
            Empty for a competence in all of Germany.
        group: The people for whom the row makes an exception; None: the general row.
        in_force: The days on which the row is the law.
        basis: The citations it rests on.
        source: Address of the page it was taken from; None: the citations are the source.
        verified_on: The day on which the row was last compared with its source.
        confidence: How sure it is.
        disputed: What is disputed about it; None: nothing known.
        note: What a reader of the row should know; None: nothing.
        wait: How long one waits for an appointment; None: not recorded.
    """

    agency: str
    matter: str
    role: Role
    territory: tuple[str, ...]
    places: tuple[str, ...] = ()
    group: Group | None = None
    in_force: Period = field(factory=lambda: Period(None, None))
    basis: tuple[Citation, ...] = ()
    source: str | None = None
    verified_on: date
    confidence: Confidence
    disputed: Text | None = None
    note: Text | None = None
    wait: Wait | None = None


@frozen(kw_only=True)
class Standing:
    """Whether the place of a person makes a row hers.

    Args:
        verdict: Yes, no, or None: open.
        kind: The place kind that decided, or that is missing; None: no place is needed, or there is none.
        key: The place that decided; None: it is missing, or none is needed.
        presumed: The verdict if every unknown place were none.
    """

    verdict: bool | None
    kind: str | None = None
    key: str | None = None
    presumed: bool | None


def stands(territory: tuple[str, ...], places: tuple[str, ...], place: PlaceOf) -> Standing:
    """Return whether the first place the person has lies in the territory.

    A place known to be none is skipped; an unknown one leaves the rest open, and so does a place that is
    coarser than the territory.

    Args:
        territory: Keys of the areas in question.
        places: The place kinds in the order of the law.
        place: Where the person is.
    """
    if EVERYWHERE in territory:
        return Standing(verdict=True, presumed=True)
    missing = None
    for kind in places:
        key = place(kind)
        if isinstance(key, Unknown):
            missing = missing or kind
        elif key is not None:
            inside = _inside(key, territory)
            if missing is None:
                return Standing(verdict=inside, kind=kind, key=key, presumed=inside)
            return Standing(verdict=None, kind=missing, presumed=inside)
    return Standing(verdict=False if missing is None else None, kind=missing, presumed=False)


def _inside(key: str, territory: tuple[str, ...]) -> bool | None:
    answers = [within(key, area) for area in territory]
    if True in answers:
        return True
    return None if None in answers else False
