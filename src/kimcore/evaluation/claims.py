"""Who claims together, and from which day what was applied for counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kimcore.dates import Duration, end_of_month, first_of_month, passed
from kimcore.evaluation.outlook import Outlook
from kimcore.language.syntax import At
from kimcore.language.window import DaySet
from kimcore.law.citation import Citation
from kimcore.people.application import Application
from kimcore.people.history import Unknown
from kimcore.rules.statement import Claim, Entitlement


class Claimed(NamedTuple):
    """The days that are claimed for certain, and those that are claimed for all that is known."""

    definitely: DaySet
    possibly: DaySet


def unit_of(outlook: Outlook, person: str, claim: Claim) -> tuple[str, ...]:
    """Return the persons for whom one application stands, on the day of evaluation, in the order of the case.

    A community of need reaches over partners, and from parents to the children whom the claim's `child` admits.
    """
    if claim.one_for == "person":
        return (person,)
    found, waiting = {person}, [person]
    while waiting:
        one = waiting.pop()
        for relation, other in outlook.relatives(one, outlook.on):
            child = {"child": other, "parent": one}.get(relation)
            if other not in found and (child is None or _belongs(outlook, child, claim)):
                found.add(other)
                waiting.append(other)
    return tuple(key for key in outlook.persons if key in found)


def _belongs(outlook: Outlook, child: str, claim: Claim) -> bool:
    return claim.child is None or bool(outlook.sets.rule(child, claim.child).possibly & outlook.today)


def claimed_days(outlook: Outlook, person: str, entitlement: Entitlement, paid: DaySet) -> Claimed:
    """Return the days for which the benefit was applied for in time and is not yet answered.

    An application counts from the day it reaches back to, and is answered when the benefit is first paid after that.

    Args:
        outlook: the evaluation.
        person: whose claim.
        entitlement: what is claimed; one that needs no application is never claimed.
        paid: the days on which the benefit is paid to the person.
    """
    claim = entitlement.claim
    definitely = possibly = 0
    if claim.by == "application":
        for key in unit_of(outlook, person, claim):
            for first, last, sure in _filed(outlook, key, claim):
                days = _until_paid(outlook, outlook.window.days(first, last), first, paid)
                possibly |= days
                definitely |= days if sure else 0
        if isinstance(outlook.case.applications, Unknown):
            possibly = outlook.window.all
    return Claimed(definitely, possibly)


def _until_paid(outlook: Outlook, days: DaySet, first: date, paid: DaySet) -> DaySet:
    answered = outlook.window.first_day(paid & outlook.window.days(first, None))
    return days & outlook.window.days(None, answered - timedelta(days=1)) if answered else days


def _filed(outlook: Outlook, person: str, claim: Claim) -> Iterator[tuple[date, date | None, bool]]:
    """Yield first day, last day (None: open) and certainty of what the person's applications claim."""
    applications = () if isinstance(outlook.case.applications, Unknown) else outlook.case.applications
    for application in applications:
        if application.person == person and application.matter == claim.matter:
            yield from _standing(application, claim)
    for deemed in claim.deemed_filed:
        verdict = outlook.verdict(person, At(item=deemed.condition.node, day=deemed.on))
        if verdict.possibly:
            yield reach(deemed.on, claim), None, bool(verdict.definitely)


def _standing(application: Application, claim: Claim) -> Iterator[tuple[date, date | None, bool]]:
    """A refused or withdrawn application claims nothing; a granted one the days granted."""
    first = reach(application.filed, claim)
    if application.outcome == "granted" and application.grant is not None:
        yield application.grant.first or first, application.grant.last, True
    elif application.outcome not in ("refused", "withdrawn"):
        undecided = application.outcome is None and application.decided is None
        yield first, None, undecided


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
    """Return the last day of acting that saves everything from `start` on; None where nobody has to apply."""
    if claim.by != "application":
        return None
    day = max(on, start)
    if claim.reaches_back == "start of month":
        return end_of_month(day)
    if claim.reaches_back is None or isinstance(claim.reaches_back, str):
        return day
    return end_of_month(passed(first_of_month(start), claim.reaches_back))


def latest_filing(outlook: Outlook, person: str, entitlement: Entitlement) -> tuple[date | None, tuple[Citation, ...]]:
    """Return the day of the latest application of the unit, and the sources that take one as filed."""
    claim = entitlement.claim
    unit = unit_of(outlook, person, claim)
    known = () if isinstance(outlook.case.applications, Unknown) else outlook.case.applications
    days = [each.filed for each in known if each.person in unit and each.matter == claim.matter]
    if days:
        return max(days), ()
    deemed = next((each for each in claim.deemed_filed if reach(each.on, claim) <= outlook.window.last), None)
    return (deemed.on, deemed.basis) if deemed else (None, ())
