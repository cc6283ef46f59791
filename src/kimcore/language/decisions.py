"""What applications tell day by day: what waits since when, what was decided, served or refused, and when."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from kimcore.language.timeline import Layer, Members, Timeline
from kimcore.people.application import Application
from kimcore.people.history import NOT_RECORDED, Unknown

DAY = timedelta(days=1)

Applications = tuple[Application, ...] | Unknown
"""Applications of one person; `Unknown`: the record does not hold applications."""


def filed(applications: Applications, *, end: date) -> Timeline:
    """Return the day of filing of the application that waits for its decision; of several the first one.

    Args:
        applications: Those of one person in one matter.
        end: The last day on which the record is fresh; after it nothing is known.
    """
    return _days(applications, end, _waiting, key=lambda each: -each.filed.toordinal())


def decided(applications: Applications, *, end: date) -> Timeline:
    """Return the day of the last decision, from that day on; none before the first one."""
    return _days(applications, end, lambda each: _since_decision(each, each.decided), key=_decision)


def served(applications: Applications, *, end: date) -> Timeline:
    """Return the day on which the last decision was served, from the decision on; none where it was not."""
    return _days(applications, end, lambda each: _since_decision(each, each.served), key=_decision)


def refused(applications: Applications, *, end: date) -> Timeline:
    """Return the matters in which the last decision is a refusal, from that decision on.

    Args:
        applications: Those of one person in all matters.
        end: The last day on which the record is fresh; after it nothing is known.
    """
    if isinstance(applications, Unknown):
        return Timeline.constant(_UNKNOWN)
    ground = Timeline.painted([(None, end, _NONE)], _UNKNOWN)
    matters = sorted({each.matter for each in applications})
    return Timeline.combined([ground, *(_refusals(applications, each, end) for each in matters)], _joined)


_NONE = Members(frozenset(), closed=True)
_UNKNOWN = Members(frozenset(), closed=False)


def _refusals(applications: Iterable[Application], matter: str, end: date) -> Timeline:
    """The matter on the days on which its last decision is a refusal."""
    decisions = sorted((each for each in applications if each.matter == matter), key=_decision)
    layers = [
        (first, end, matter if each.outcome == "refused" else None)
        for each in decisions
        for first, _, _ in _since_decision(each, None)
    ]
    return Timeline.painted(layers, None)


def _joined(values: tuple[object, ...]) -> object:
    ground, *matters = values
    known = frozenset(each for each in matters if isinstance(each, str))
    return Members(known, closed=ground == _NONE)


def _days(
    applications: Applications,
    end: date,
    layers: Callable[[Application], Iterable[Layer]],
    *,
    key: Callable[[Application], int],
) -> Timeline:
    """The layers of the applications, the one that counts last; once the record is stale nothing is known."""
    if isinstance(applications, Unknown):
        return Timeline.constant(applications)
    laid = [layer for each in sorted(applications, key=key) for layer in layers(each)]
    return Timeline.painted([(None, end, None), *laid, (end + DAY, None, NOT_RECORDED)])


def _ended(application: Application) -> date | None:
    """The first of the days that say that it is decided; None: it waits, or its end has no day."""
    return application.decided or application.served or application.final


def _decision(application: Application) -> int:
    """The day of the decision as a number, by which the last decision is found."""
    return (_ended(application) or application.filed).toordinal()


def _waiting(application: Application) -> Iterable[Layer]:
    """From the day of filing to the day before the decision; of an end without a day nothing is said."""
    ended = _ended(application)
    if ended is None and application.outcome is not None:
        return [(application.filed, None, NOT_RECORDED)]
    return [(application.filed, ended - DAY if ended else None, application.filed)]


def _since_decision(application: Application, value: date | None) -> Iterable[Layer]:
    """From the decision on, without a day of its own from the filing on; a withdrawal is no decision."""
    ended = _ended(application)
    if application.outcome == "withdrawn" or (ended is None and application.outcome is None):
        return []
    return [(ended or application.filed, None, value)]
