"""The landscape: the agencies of an area, what each is competent for, and how far the record reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import Factory, evolve, field, frozen

from kimcore.dates import Period
from kimcore.errors import UnknownNameError, did_you_mean
from kimcore.landscape.agency import Agency
from kimcore.landscape.answer import Answer, Choice, JudgedRow, choose, judged, likeliest, needs_of
from kimcore.landscape.competence import ROLES, Competence, Judge, PlaceOf, Role, Standing, stands
from kimcore.landscape.reasons import (
    Reasons,
    matter_not_covered,
    nobody,
    place_missing,
    place_not_covered,
)
from kimcore.language.syntax import Node
from kimcore.text import Text


@frozen(kw_only=True)
class Cover:
    """What a landscape claims to hold completely: matters in territories during a period.

    Args:
        territory: Keys of the areas.
        matters: Codes of the list `matter`.
        in_force: The days for which the claim is made.
    """

    territory: tuple[str, ...]
    matters: frozenset[str]
    in_force: Period


def nothing_known(node: Node) -> bool | None:
    """Judge every group as open: the judge for a caller who knows nothing of the person."""
    del node
    return None


@frozen(kw_only=True)
class Landscape:
    """Who is competent for what in an area, and how far the record reaches.

    Args:
        id: The name under which it is loaded, such as `kreis-recklinghausen`.
        version: The version its authors gave it.
        digest: Fingerprint of its content.
        title: What area it describes.
        verified_on: The day on which it was last gone through as a whole.
        covers: What it claims to hold completely. Outside of it an answer is *not recorded*, never *nobody*.
        agencies: The agencies.
        competences: Their competences.
    """

    id: str
    version: str
    digest: str
    title: Text
    verified_on: date
    covers: tuple[Cover, ...] = field(repr=False)
    agencies: tuple[Agency, ...] = field(repr=False)
    competences: tuple[Competence, ...] = field(repr=False)
    _agencies: Mapping[str, Agency] = field(
        init=False, eq=False, repr=False, default=Factory(lambda self: _by_id(self.agencies), takes_self=True)
    )
    _rows: Mapping[str, tuple[Competence, ...]] = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda self: _by_matter(self.competences), takes_self=True),
    )

    def agency(self, key: str) -> Agency:
        """Return the agency of that id.

        Raises:
            UnknownNameError: There is none.
        """
        if key not in self._agencies:
            hint = did_you_mean(key, self._agencies)
            raise UnknownNameError(f"the landscape {self.id} has no agency {key!r}{'; ' + hint if hint else ''}")
        return self._agencies[key]

    def in_existence(self, key: str, *, on: date) -> Agency:
        """Return the agency that does the work of another on a day: itself, or who followed it.

        Args:
            key: Id of the agency.
            on: The day.

        Raises:
            UnknownNameError: There is no agency of that id.
        """
        agency = self.agency(key)
        while agency.successor is not None and agency.exists.last is not None and on > agency.exists.last:
            agency = self._agencies[agency.successor]
        return agency

    @property
    def matters(self) -> frozenset[str]:
        """The matters that the landscape covers or for which it has a competence."""
        return frozenset(self._rows).union(*(cover.matters for cover in self.covers))

    def roles(self, matter: str) -> tuple[Role, ...]:
        """Return the roles that agencies have in a matter; in counselling, for example, nobody decides.

        Args:
            matter: A code of the list `matter`.
        """
        found = {row.role for row in self._rows.get(matter, ())}
        return tuple(role for role in ROLES if role in found)

    def competent(
        self, matter: str, *, role: Role = "decides", on: date, place: PlaceOf, judge: Judge = nothing_known
    ) -> Answer:
        """Return who is competent in a matter for a person on a day.

        Args:
            matter: A code of the list `matter`.
            role: Whether the agency is wanted that decides, accepts, pays or advises.
            on: The day.
            place: Where the person is on that day, by place kind: a territory key, None (known: no such
                place) or an `Unknown`.
            judge: Whether the test of an exceptional row holds for the person on that day; None: open. A
                caller who knows nothing of the person leaves it out.

        Returns:
            The answer with its reasons. Inside what the landscape covers it is one, several, nobody or open;
            outside it is *not recorded*.
        """
        rows = [row for row in self._rows.get(matter, ()) if row.role == role and on in row.in_force]
        choice = choose([judged(row, place, judge) for row in rows])
        if choice.undecided:
            answer = self._open(choice, on)
        elif choice.holding:
            answer = self._found(choice, on)
        else:
            answer = self._unfound(matter, role, on, place)
        return self._reserved(answer, choice.reserved, on)

    def _found(self, choice: Choice, on: date) -> Answer:
        agencies = self._named(choice.holding)
        return Answer(
            kind="one" if len(agencies) == 1 else "several",
            agencies=agencies,
            competences=tuple(row.row for row in choice.holding),
            why=tuple(map(self._reasons(on).holds, choice.holding)),
        )

    def _open(self, choice: Choice, on: date) -> Answer:
        rows, reasons = (*choice.holding, *choice.undecided), self._reasons(on)
        why = [reasons.holds(row) if row.verdict else reasons.undecided(row) for row in rows]
        return Answer(
            kind="open",
            candidates=self._named(row for row in rows if row.likely),
            needs=needs_of(rows),
            why=tuple(dict.fromkeys(why)),
        )

    def _unfound(self, matter: str, role: Role, on: date, place: PlaceOf) -> Answer:
        """Return *nobody* inside what is covered, *not recorded* outside, *open* where a place is missing."""
        standings = self._reach(matter, role, on, place)
        if not standings:
            return Answer(kind="not_recorded", why=(matter_not_covered(on),))
        if any(standing.verdict for standing in standings):
            return Answer(kind="nobody", why=(nobody(role),))
        missing = {one.kind: one.key for one in standings if one.kind and one.verdict is None}
        if missing:
            why = tuple(place_missing(kind, key) for kind, key in missing.items())
            return Answer(kind="open", needs=tuple(sorted(f"place.{kind}" for kind in missing)), why=why)
        keys = tuple(dict.fromkeys(standing.key for standing in standings if standing.key))
        return Answer(kind="not_recorded", why=(place_not_covered(keys),))

    def _reserved(self, answer: Answer, rows: tuple[JudgedRow, ...], on: date) -> Answer:
        """Return the answer with the exceptions that are still open."""
        shown = likeliest(rows)
        return evolve(
            answer,
            reservation=tuple(row.row for row in shown),
            needs=tuple(sorted({*answer.needs, *needs_of(rows)})),
            why=(*answer.why, *map(self._reasons(on).reserved, shown)),
        )

    def _reasons(self, on: date) -> Reasons:
        return Reasons(agencies=self._agencies, on=on)

    def _named(self, rows: Iterable[JudgedRow]) -> tuple[Agency, ...]:
        return tuple(self._agencies[key] for key in dict.fromkeys(row.row.agency for row in rows))

    def _reach(self, matter: str, role: Role, on: date, place: PlaceOf) -> tuple[Standing, ...]:
        """Return how the person's place stands to what is covered, for each list of place kinds."""
        covered = [cover for cover in self.covers if matter in cover.matters and on in cover.in_force]
        territory = tuple(key for cover in covered for key in cover.territory)
        if not territory:
            return ()
        rows = self._rows.get(matter, ())
        general = [row for row in rows if row.group is None]
        counting = [row for row in general if row.role == role] or general or rows
        lists = dict.fromkeys(row.places for row in counting)
        return tuple(stands(territory, places, place) for places in lists)


def _by_id(agencies: tuple[Agency, ...]) -> Mapping[str, Agency]:
    return {agency.id: agency for agency in agencies}


def _by_matter(competences: tuple[Competence, ...]) -> Mapping[str, tuple[Competence, ...]]:
    rows: dict[str, list[Competence]] = {}
    for row in competences:
        rows.setdefault(row.matter, []).append(row)
    return {matter: tuple(found) for matter, found in rows.items()}
