"""Agencies: the bodies a person deals with, with names that change over time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import field, frozen

from kimcore.dates import Period
from kimcore.text import Text

Confidence = Literal["high", "medium", "low"]
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")

_UNVERIFIED = Text.of(de="Name nicht geprüft", en="name not verified")


@frozen(kw_only=True)
class AgencyName:
    """The name an agency bears during a period.

    Args:
        official: The name as the agency writes it; a proper name is the same in every language.
        short: The common name, printed instead of the official one; None: the official name is printed.
        period: The days on which the name is borne.
    """

    official: Text
    short: Text | None = None
    period: Period = field(factory=lambda: Period(None, None))


@frozen(kw_only=True)
class Agency:
    """A body that decides, accepts, pays or advises.

    Args:
        id: Unique in its landscape, such as `sozialamt.gladbeck`.
        kind: A code of the list `agency_kind`.
        names: Its names in time, at least one, with periods that do not overlap.
        name_verified: Whether somebody has looked the name up; if not, it is marked where it is printed.
        territory: The area it belongs to; where it is competent is said by competences.
        parent: Id of the body it is a part of; None: of none.
        successor: Id of the body that does its work after the last day of `exists`; None: not recorded.
        exists: The days on which the agency exists.
        chosen: The person chooses one of many bodies, and this entry stands for whichever was chosen.
        also_known_as: Names without known days under which it is met in papers.
        source: Address of the page the entry was taken from; None: not recorded.
        verified_on: The day on which the entry was last compared with its source.
        confidence: How sure the entry is.
        note: What a reader of the entry should know; None: nothing.

    Example:
        >>> office = Agency(
        ...     id="sozialamt.dorsten",
        ...     kind="social_assistance",
        ...     territory=("05562012",),
        ...     names=(AgencyName(official=Text.of(de="Sozialamt der Stadt Dorsten")),),
        ...     name_verified=False,
        ...     verified_on=date(2026, 8, 19),
        ...     confidence="medium",
        ... )
        >>> office.printed_name(on=date(2026, 11, 23), lang="de")
        'Sozialamt der Stadt Dorsten (Name nicht geprüft)'
    """

    id: str
    kind: str
    names: tuple[AgencyName, ...]
    name_verified: bool
    territory: tuple[str, ...]
    parent: str | None = None
    successor: str | None = None
    exists: Period = field(factory=lambda: Period(None, None))
    chosen: bool = False
    also_known_as: tuple[str, ...] = ()
    source: str | None = None
    verified_on: date
    confidence: Confidence
    note: Text | None = None

    def name(self, *, on: date) -> AgencyName:
        """Return the name borne on a day; on a day for which none is recorded, the one nearest in time."""
        return min(self.names, key=lambda name: _distance(name.period, on))

    def official_name(self, *, on: date, lang: str) -> str:
        """Return the name as the agency itself writes it on that day."""
        return self.name(on=on).official.get(lang)

    def printed_name(self, *, on: date, lang: str) -> str:
        """Return the name to print: the common one where there is one, marked where nobody has verified it.

        Args:
            on: The day whose name is wanted.
            lang: The language of what is not part of the name.
        """
        name = self.name(on=on)
        printed = (name.short or name.official).get(lang)
        return printed if self.name_verified else f"{printed} ({_UNVERIFIED.get(lang)})"


def _distance(period: Period, day: date) -> int:
    """Return how many days lie between a period and a day, 0 within the period."""
    before = 0 if period.first is None else (period.first - day).days
    after = 0 if period.last is None else (day - period.last).days
    return max(before, after, 0)
