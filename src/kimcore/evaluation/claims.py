"""Who claims together, and from which day what was applied for counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from attrs import evolve, frozen

from kimcore.dates import Duration, end_of_month, first_of_month, passed
from kimcore.evaluation.outlook import Outlook
from kimcore.language.interpreter import RELATIONS
from kimcore.language.window import DaySet
from kimcore.law.citation import Citation
from kimcore.people.application import Application
from kimcore.people.history import Unknown
from kimcore.rules.statement import Claim, DeemedFiled, Entitlement

DAY = timedelta(days=1)

APPLICATIONS = "applications"
"""The fact that tells what was applied for, and what became of it."""


class Claimed(NamedTuple):
    """The days that are claimed for certain, those that are for all that is known, those that wait for an answer."""

    definitely: DaySet
    possibly: DaySet
    waiting: DaySet = 0


@frozen(kw_only=True)
class Filing:
    """An application that stands: filed by a person, or taken as filed by the law.

    Args:
        on: the day of filing.
        first: the first day for which it counts.
        last: the last day, included; None: without end.
        waits: whether nobody has decided it.
        asks: (person, fact) of the facts that leave it open whether it stands; empty: it stands for certain.
        basis: the sources that take it as filed; empty: a person filed it.
    """

    on: date
    first: date
    last: date | None = None
    waits: bool = True
    asks: tuple[tuple[str, str], ...] = ()
    basis: tuple[Citation, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it stands for certain."""
        return not self.asks


def unit_of(outlook: Outlook, person: str, claim: Claim) -> tuple[str, ...]:
    """Return the persons for whom one application stands, on the day of evaluation, in the order of the case.

    A community of need is the one recorded for the person. Where none is, it reaches over partners, and from parents
    to the children whom the claim's `child` admits, as far as they stand in no other. Of the others only those count
    who belong to the household.
    """
    if claim.one_for == "person":
        return (person,)
    recorded = outlook.community(person)
    found = _related(outlook, person, claim) if recorded is None else {*recorded}
    return tuple(key for key in outlook.persons if key in found and (key == person or outlook.belongs(key)))


def _related(outlook: Outlook, person: str, claim: Claim) -> set[str]:
    found, waiting = {person}, [person]
    while waiting:
        one = waiting.pop()
        for relation, other in outlook.relatives(one, outlook.on):
            child = {"child": other, "parent": one}.get(relation)
            apart = other in found or outlook.community(other) is not None or not outlook.belongs(other)
            if not apart and (child is None or _admitted(outlook, child, claim)):
                found.add(other)
                waiting.append(other)
    return found


def _admitted(outlook: Outlook, child: str, claim: Claim) -> bool:
    return claim.child is None or bool(outlook.sets.rule(child, claim.child).possibly & outlook.today)


# ---------------------------------------------------------------------------------------- what is claimed


def claimed_days(outlook: Outlook, person: str, entitlement: Entitlement, paid: DaySet) -> Claimed:
    """Return the days for which the benefit was applied for in time and is not yet paid.

    An application counts from the day it reaches back to, and is answered when the benefit is first paid after that.
    Whether a payment that ran already when it was filed answers it is not known.

    Args:
        outlook: the evaluation.
        person: whose claim.
        entitlement: what is claimed; one that needs no application is never claimed.
        paid: the days on which the benefit is paid to the person.
    """
    claim = entitlement.claim
    if claim.by != "application":
        return Claimed(0, 0)
    definitely = waiting = 0
    possibly = outlook.window.all if isinstance(outlook.case.applications, Unknown) else 0
    for filing in _of_the_unit(outlook, person, claim, paid):
        days = _unanswered(outlook, filing, paid)
        possibly |= days
        definitely |= days if filing.sure else 0
        waiting |= days if filing.sure and filing.waits else 0
    return Claimed(definitely, possibly, waiting)


def claim_questions(
    outlook: Outlook, person: str, entitlement: Entitlement, paid: DaySet, day: date
) -> Iterator[tuple[str, str]]:
    """Yield (person, fact) of what leaves it open whether the benefit is claimed for a day."""
    if isinstance(outlook.case.applications, Unknown):
        yield person, APPLICATIONS
    for filing in _of_the_unit(outlook, person, entitlement.claim, paid):
        if _unanswered(outlook, filing, paid) & outlook.window.day(day):
            yield from filing.asks


def _of_the_unit(outlook: Outlook, person: str, claim: Claim, paid: DaySet) -> Iterator[Filing]:
    """What stands for the person: of the unit, and perhaps of others where nobody asked who is related to whom."""
    unit = unit_of(outlook, person, claim)
    grouped = claim.one_for == "person" or outlook.community(person) is not None
    unrelated = not grouped and isinstance(outlook.case.relations, Unknown)
    for key in outlook.persons if unrelated else unit:
        for filing in _filings(outlook, key, claim):
            asks = (*filing.asks, *([] if key in unit else [(person, RELATIONS)]))
            renewed = [(key, APPLICATIONS)] if _pays_when_filed(outlook, filing, paid) else []
            yield evolve(filing, asks=(*asks, *renewed))


def _unanswered(outlook: Outlook, filing: Filing, paid: DaySet) -> DaySet:
    """The days for which it counts, up to a first payment after it, and without those that are paid anyway."""
    window = outlook.window
    days = window.days(filing.first, filing.last) & ~paid
    answered = next((first for first, _ in window.runs(paid) if first >= filing.first), None)
    return days & window.days(None, answered - DAY) if answered else days


def _pays_when_filed(outlook: Outlook, filing: Filing, paid: DaySet) -> bool:
    runs = outlook.window.runs(paid)
    return any(first < filing.first and first <= filing.on <= last for first, last in runs)


def _filings(outlook: Outlook, person: str, claim: Claim) -> Iterator[Filing]:
    """Yield what stands of the person's applications, and of those that the law takes as filed."""
    known = outlook.case.applied_for
    own = [
        each
        for each in (() if isinstance(known, Unknown) else known)
        if each.person == person and each.matter == claim.matter
    ]
    for application in own:
        yield from _standing(application, claim)
    for deemed in claim.deemed_filed:
        if not any(_answers(application, deemed) for application in own):
            judged = outlook.interpreter.judge(person, deemed.on, deemed.condition.node)
            if judged.answer is not False:
                asks = tuple(dict.fromkeys(judged.open_facts()))
                yield Filing(on=deemed.on, first=reach(deemed.on, claim), asks=asks, basis=deemed.basis)


def _answers(application: Application, deemed: DeemedFiled) -> bool:
    """A decision after the day of a deemed application is an answer to that one as well."""
    decided = application.decided is not None or application.outcome is not None
    return decided and (application.decided or application.filed) >= deemed.on


def _standing(application: Application, claim: Claim) -> Iterator[Filing]:
    """A refused or withdrawn application claims nothing; a granted one the days granted."""
    first = reach(application.filed, claim)
    if application.outcome == "granted" and application.grant is not None:
        grant = application.grant
        yield Filing(on=application.filed, first=grant.first or first, last=grant.last, waits=False)
    elif application.outcome not in ("refused", "withdrawn"):
        undecided = application.outcome is None and application.decided is None
        asks = () if undecided else ((application.person, APPLICATIONS),)
        yield Filing(on=application.filed, first=first, waits=undecided, asks=asks)


def waiting_filing(outlook: Outlook, person: str, claim: Claim, day: date) -> Filing | None:
    """Return the latest application that stands for the person on a day and waits for an answer, None without one.

    One that a person filed stands before one that the law takes as filed.
    """
    filings = (filing for key in unit_of(outlook, person, claim) for filing in _filings(outlook, key, claim))
    waiting = [each for each in filings if each.sure and each.waits and each.first <= day]
    return max(waiting, key=lambda filing: (not filing.basis, filing.on), default=None)


# ---------------------------------------------------------------------------------------- how far back


def reach(filed: date, claim: Claim) -> date:
    """Return the first day for which an application filed on a day counts."""
    if claim.reaches_back == "start of month":
        return first_of_month(filed)
    if isinstance(claim.reaches_back, Duration):
        return _months_before(filed, claim.reaches_back)
    return filed


def _months_before(day: date, length: Duration) -> date:
    """The first of the month that lies a number of months before; days are counted back from the day."""
    year, month = divmod(day.year * 12 + day.month - 1 - length.months, 12)
    start = date(year, month + 1, 1) if length.months else day
    return start - timedelta(days=length.days)


def savable_from(on: date, claim: Claim) -> date:
    """Return the earliest day that acting on a day can still save."""
    return reach(on, claim) if claim.by == "application" else on


def act_by(start: date, on: date, claim: Claim) -> date | None:
    """Return the last day of acting that saves everything from `start` on; None where nobody has to apply.

    Args:
        start: the first day to be saved; acting on the day of evaluation saves it.
        on: the day of evaluation.
        claim: how far an application reaches back.
    """
    if claim.by != "application":
        return None
    if claim.reaches_back == "start of month":
        return end_of_month(max(on, start))
    if isinstance(claim.reaches_back, Duration):
        last = start + timedelta(days=claim.reaches_back.days)
        months = Duration(months=claim.reaches_back.months)
        return end_of_month(passed(first_of_month(last), months)) if months.months else last
    return max(on, start)
