"""The town in which a person is told to be: none that is protected."""

from kimcore.evaluation.outlook import Outlook
from kimcore.people.history import Unknown
from kimcore.people.permission import protected_places

PLACES = ("habitual", "actual", "assigned")
"""The kinds of place that say where a person is, the first one that is known first."""


def town_on(outlook: Outlook, person: str) -> str | None:
    """Return the key of the territory in which a person lives, stays or is assigned on the day of evaluation.

    Returns:
        The key; None: it is not known, or protected.
    """
    hidden = protected_places(outlook.case, person, on=outlook.on)
    places = (outlook.facts.timeline(person, f"place.{kind}").on(outlook.on) for kind in PLACES if kind not in hidden)
    return next((str(place) for place in places if place is not None and not isinstance(place, Unknown)), None)
