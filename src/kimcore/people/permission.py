"""What may be passed on: which categories of data the recorded bases cover for one recipient on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from attrs import evolve, field, frozen

from kimcore.errors import UnknownNameError, did_you_mean, listed
from kimcore.law.codes import code_lists
from kimcore.people.case import Case
from kimcore.people.disclosure import DisclosureBasis, Effect, YesNoOpen, all_of, categories_held, latest_of_each
from kimcore.people.history import NOT_RECORDED, Discreet, Stretch, Unknown, current
from kimcore.people.kinds import Place
from kimcore.people.person import Person

Hinge = Literal[Effect, "recorded", "fresh", "recipient", "category", "purpose", "giver", "secrecy", "place"]
"""What an answer about a category can hang on."""


@frozen(kw_only=True)
class Recipient:
    """Who would receive data.

    Args:
        agency: The agency, by the id that stands in the record.
        kind: Its kind, a code of the list `agency_kind`; None: not told, so that a basis that names kinds is open.
        matter: The matter for which it is competent and would receive the data; None: not told, so that a basis
            limited to a matter is open.
    """

    agency: str
    kind: str | None = None
    matter: str | None = None


@frozen(kw_only=True, repr=False)
class PlaceStretch(Discreet):
    """One place of a person over the days on which one entry decides, and whether it may leave the record.

    Args:
        kind: The kind of place, a code of the list `place_kind`.
        first: The first day; None: open.
        last: The last day, included; None: open.
        leaves: `no`: it is protected; `open`: nobody recorded whether it is; `yes`: it is not.
    """

    kind: str
    first: date | None
    last: date | None
    leaves: YesNoOpen


@frozen(kw_only=True)
class CategoryAnswer:
    """Whether one category of data may be passed on.

    Args:
        category: A code of the list `data_category`.
        answer: `yes`, `no`, or `open` where the record does not decide.
        bases: What covers it, or may; empty where nothing does.
        reasons: What an answer that is not `yes` hangs on: of `no` why the bases that name the category do not cover
            it, of `open` what is not known; empty where nothing recorded names the category.
    """

    category: str
    answer: YesNoOpen
    bases: tuple[DisclosureBasis, ...] = ()
    reasons: tuple[Hinge, ...] = ()


@frozen(kw_only=True)
class Permission:
    """What the record permits to pass to one recipient on one day.

    Args:
        answers: One answer for each category that was asked for, in the order of the list `data_category`.
        places: The places of the person and whether each may leave, where the category of places was asked for.
    """

    answers: tuple[CategoryAnswer, ...]
    places: tuple[PlaceStretch, ...] = ()

    @property
    def covered(self) -> frozenset[str]:
        """The categories that may be passed on."""
        return self._with("yes")

    @property
    def refused(self) -> frozenset[str]:
        """The categories for which nothing recorded is a ground."""
        return self._with("no")

    @property
    def open(self) -> frozenset[str]:
        """The categories for which the record does not decide: they stay until somebody has found out."""
        return self._with("open")

    def _with(self, answer: YesNoOpen) -> frozenset[str]:
        return frozenset(each.category for each in self.answers if each.answer == answer)


def permits(
    case: Case,
    *,
    person: str,
    to: Recipient,
    categories: Collection[str],
    on: date,
    secrecy: str | None = None,
) -> Permission:
    """Return what may be passed on about a person to an agency on a day, as far as the record tells.

    A category is covered where one consent, section or handing over covers it whole. A release alone covers nothing:
    it only lifts the secrecy of the one released. Whether a section lifts secrecy too is the law's to say: left open.

    Places under protection never leave, whatever the basis: the category of places is refused when one of the
    places of the person is protected, and open while it is not known of each that it is not.

    Args:
        case: The case; the day it was read and `stale_after` say how long a consent counts as not withdrawn.
        person: The key of the person the data is about.
        to: Who would receive it.
        categories: The categories asked for, codes of the list `data_category`.
        on: The day.
        secrecy: The agency or role that holds the data under professional secrecy; None: nobody does.

    Raises:
        UnknownNameError: The case has no such person, or the list no such category.

    Example:
        >>> consent = DisclosureBasis(
        ...     kind="consent",
        ...     person="P1",
        ...     given_by="P1",
        ...     to=("jobcenter",),
        ...     categories=frozenset({"work"}),
        ...     for_=None,
        ...     given=date(2026, 3, 2),
        ...     expires=None,
        ...     withdrawn=None,
        ... )
        >>> case = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),), disclosure_bases=(consent,))
        >>> to = Recipient(agency="jobcenter", kind="jobcenter", matter="sgb2_benefits")
        >>> found = permits(case, person="P1", to=to, categories={"work", "health"}, on=date(2026, 11, 23))
        >>> sorted(found.covered), sorted(found.refused)
        (['work'], ['health'])
    """
    places = places_leaving(case, person)
    _known_categories(categories)
    passing = _Passing(case, person, to, secrecy, on)
    answers = (passing.answer(category) for category in code_lists()["data_category"] if category in categories)
    address = categories_held()["places"]
    if address not in categories:
        return Permission(answers=tuple(answers))
    kept = tuple(_kept(each, places) if each.category == address else each for each in answers)
    return Permission(answers=kept, places=places)


def places_leaving(case: Case, person: str) -> tuple[PlaceStretch, ...]:
    """Return the places of a person and whether each may leave the record: protected ones never do.

    A place is protected when the entry that decides says so, when the whole case is marked, or when the same
    territory is protected for anybody of the case on a shared day: one would tell the other.

    Raises:
        UnknownNameError: The case has no such person.
    """
    secret = [each for other in case.persons for each in _stretches(case, other) if _secret(case, each.entry) == "yes"]
    found = []
    for each in _stretches(case, case.person(person)):
        told = any(_same_place(each, one) for one in secret)
        answers: Mapping[YesNoOpen, YesNoOpen] = {"yes": "no", "no": "yes", "open": "open"}
        leaves = "no" if told else answers[_secret(case, each.entry)]
        found.append(PlaceStretch(kind=each.entry.kind, first=each.first, last=each.last, leaves=leaves))
    return tuple(found)


def protected_places(case: Case, person: str, *, on: date) -> frozenset[str]:
    """Return the kinds of place of a person that are protected on a day, so that nothing may show where they are.

    Args:
        case: The case.
        person: The key of the person.
        on: The day.

    Returns:
        Codes of the list `place_kind`.

    Raises:
        UnknownNameError: The case has no such person.
    """
    hidden = (each for each in places_leaving(case, person) if each.leaves == "no")
    return frozenset(each.kind for each in hidden if (each.first or date.min) <= on <= (each.last or date.max))


# -------------------------------------------------------------------------------- places
def _stretches(case: Case, person: Person) -> list[Stretch[Place]]:
    resolved = current(person.places, as_of=case.as_of)
    return [stretch for kind in sorted(resolved, key=str) for stretch in resolved[kind]]


def _secret(case: Case, place: Place) -> YesNoOpen:
    """Whether a place is protected, by its entry or the whole case; the case speaks where the entry is silent."""
    if place.protected is True or case.places_protected is True:
        return "yes"
    if isinstance(place.protected, Unknown):
        explained = place.protected != NOT_RECORDED or isinstance(case.places_protected, Unknown)
        return "open" if explained else "no"
    return "no"


def _same_place(one: Stretch[Place], other: Stretch[Place]) -> bool:
    """Whether two stretches tell the same territory on a shared day."""
    if not isinstance(one.entry.territory, str) or one.entry.territory != other.entry.territory:
        return False
    first = max(each.first or date.min for each in (one, other))
    return first <= min(each.last or date.max for each in (one, other))


def _kept(answer: CategoryAnswer, places: tuple[PlaceStretch, ...]) -> CategoryAnswer:
    """The answer for the category of places once each of them has had its say."""
    leaves = all_of(place.leaves for place in places)
    if leaves == "yes" or answer.answer == "no":
        return answer
    if leaves == "no":
        return CategoryAnswer(category=answer.category, answer="no", reasons=("place",))
    return evolve(answer, answer="open", reasons=(*answer.reasons, "place"))


# -------------------------------------------------------------------------------- categories
def _known_categories(categories: Iterable[str]) -> None:
    known = code_lists()["data_category"]
    for category in categories:
        if category not in known:
            hint = did_you_mean(category, known) or f"known: {listed(known)}"
            raise UnknownNameError(f"no category of data has this name; {hint}")


@frozen
class _Passing:
    """One passing on of data: from a case, about a person, to an agency, on a day."""

    case: Case
    person: str
    to: Recipient
    secrecy: str | None
    on: date
    own: tuple[DisclosureBasis, ...] | Unknown = field(init=False)

    @own.default
    def _of_the_person(self) -> tuple[DisclosureBasis, ...] | Unknown:
        bases = self.case.disclosure_bases
        if isinstance(bases, Unknown):
            return bases
        standing = latest_of_each(bases, as_of=self.case.as_of)
        return tuple(basis for basis in standing if basis.person == self.person)

    def answer(self, category: str) -> CategoryAnswer:
        own = self.own
        if isinstance(own, Unknown):
            return CategoryAnswer(category=category, answer="open", reasons=("recorded",))
        tried = [(basis, self.questions(basis, category, own)) for basis in own if basis.kind != "release"]
        judged = [(basis, all_of(asked.values()), asked) for basis, asked in tried if asked["category"] != "no"]
        best = _best(answer for _, answer, _ in judged)
        decisive = [(basis, asked) for basis, answer, asked in judged if answer == best]
        held_by = tuple(basis for basis, _ in decisive) if best != "no" else ()
        reasons = () if best == "yes" else _hanging(best, (asked for _, asked in decisive))
        return CategoryAnswer(category=category, answer=best, bases=held_by, reasons=reasons)

    def questions(
        self, basis: DisclosureBasis, category: str, own: tuple[DisclosureBasis, ...]
    ) -> Mapping[Hinge, YesNoOpen]:
        """The answer to every question a basis must stand for a category."""
        asked: dict[Hinge, YesNoOpen] = {
            "category": _in(category, basis.categories),
            "recipient": self.recipient(basis),
        }
        asked.update(basis.effect(self.on).items())
        if basis.kind == "handed_over":
            # The office has it already, from the person: nobody's secret is told.
            return asked
        if basis.kind == "consent":
            asked |= {"giver": _given_by_somebody(basis), "fresh": self.fresh()}
        return asked | {"purpose": self.purpose(basis), "secrecy": self.lifted(basis, category, own)}

    def recipient(self, basis: DisclosureBasis) -> YesNoOpen:
        named = (basis.to, basis.to_kinds, basis.to_matters)
        answers = [
            _among(who, told) for who, told in zip(named, (self.to.agency, self.to.kind, self.to.matter), strict=True)
        ]
        some = any(not isinstance(who, Unknown) and who for who in named)
        # Where somebody is named, what was not filled in names nobody else.
        counted = [said for said, who in zip(answers, named, strict=True) if not (some and who == NOT_RECORDED)]
        return _best(counted)

    def purpose(self, basis: DisclosureBasis) -> YesNoOpen:
        return "yes" if basis.for_ is None else _among(basis.for_, self.to.matter)

    def fresh(self) -> YesNoOpen:
        """Whether the record still tells that nothing was withdrawn since it was read."""
        return "yes" if self.on <= self.case.as_of + timedelta(days=self.case.stale_after) else "open"

    def lifted(self, basis: DisclosureBasis, category: str, own: tuple[DisclosureBasis, ...]) -> YesNoOpen:
        """Whether professional secrecy does not stand in the way."""
        if self.secrecy is None:
            return "yes"
        released = [all_of(self.release(each, category).values()) for each in own if each.kind == "release"]
        best = _best(released)
        return "open" if best == "no" and basis.kind == "statutory" else best

    def release(self, basis: DisclosureBasis, category: str) -> Mapping[Hinge, YesNoOpen]:
        asked: dict[Hinge, YesNoOpen] = {
            "secrecy": "yes" if basis.released == self.secrecy else "no",
            "category": _in(category, basis.categories),
            "recipient": self.recipient(basis),
            "purpose": self.purpose(basis),
            "giver": _given_by_somebody(basis),
            "fresh": self.fresh(),
        }
        asked.update(basis.effect(self.on).items())
        return asked


def _best(answers: Iterable[YesNoOpen]) -> YesNoOpen:
    """Yes if one is; otherwise open if one is."""
    given = set(answers)
    return "yes" if "yes" in given else "open" if "open" in given else "no"


def _hanging(best: YesNoOpen, asked: Iterable[Mapping[Hinge, YesNoOpen]]) -> tuple[Hinge, ...]:
    found = (question for each in asked for question, answer in each.items() if answer == best)
    return tuple(dict.fromkeys(found))


def _in(word: str, words: frozenset[str] | Unknown | None) -> YesNoOpen:
    return "open" if isinstance(words, Unknown) else "yes" if word in (words or ()) else "no"


def _among(words: Collection[str] | Unknown | None, word: str | None) -> YesNoOpen:
    """Whether a word that the caller may not have told is one of those recorded."""
    if isinstance(words, Unknown):
        return "open"
    if not words:
        return "no"
    return "open" if word is None else "yes" if word in words else "no"


def _given_by_somebody(basis: DisclosureBasis) -> YesNoOpen:
    """A consent of which nobody knows who gave it may be anybody's."""
    return "open" if basis.given_by is None and basis.guardian is None else "yes"
