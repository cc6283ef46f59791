"""The one plain sentence of a finding, in both languages."""

from kimcore.rules.statement import Aspect
from kimcore.text import Text


def no_cover(aspect: Aspect, *, predicted: bool) -> Text:
    """Somebody owes, nobody pays or was asked in time: the aspect's own sentence while that is so."""
    if aspect.says is not None and not predicted:
        return aspect.says
    return _about(
        aspect,
        ("niemand wird zahlen, wenn nichts geschieht", "nobody will pay if nothing is done")
        if predicted
        else ("niemand zahlt", "nobody pays"),
    )


def nobody_owes(aspect: Aspect, *, predicted: bool) -> Text:
    """No entitlement of the rulebook is even possible."""
    return _about(
        aspect,
        ("niemand wird zuständig sein", "nobody will be responsible")
        if predicted
        else ("niemand ist zuständig", "nobody is responsible"),
    )


def pending(aspect: Aspect, *, covered: bool) -> Text:
    """An application waits for its answer."""
    return _about(
        aspect,
        ("der Antrag ist noch nicht beschieden", "the application is not yet decided")
        if covered
        else (
            "der Antrag ist noch nicht beschieden, und bis dahin zahlt niemand",
            "the application is not yet decided, and nobody pays until then",
        ),
    )


def passage(aspect: Aspect) -> Text:
    """Another benefit will follow."""
    return _about(aspect, ("die Leistung wechselt", "the benefit changes"))


def without_entitlement(aspect: Aspect) -> Text:
    """Something is paid that the rulebook rules out."""
    return _about(
        aspect,
        ("gezahlt wird etwas, worauf nach dem Regelwerk kein Anspruch mehr besteht",
         "something is paid to which, by the rulebook, there is no entitlement any more"),
    )


def move() -> Text:
    """Other offices become competent."""
    return Text.of(de="Mit dem Umzug wechseln Zuständigkeiten", en="With the move other offices become competent")


def _about(aspect: Aspect, says: tuple[str, str]) -> Text:
    title = aspect.title or Text.of(de=aspect.id, en=aspect.id)
    return Text.of(de=f"{title.get('de')}: {says[0]}", en=f"{title.get('en')}: {says[1]}")
