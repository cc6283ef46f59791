"""The one plain sentence of a finding, in both languages."""

from kimcore.rules.statement import Aspect
from kimcore.text import Text


def no_cover(aspect: Aspect, *, predicted: bool) -> Text:
    """Somebody owes, nobody pays or was asked in time: the aspect's own sentence while that is so."""
    if aspect.says is not None and not predicted:
        return aspect.says
    return _about(
        aspect,
        ("wird niemand zahlen, wenn nichts geschieht", "If nothing is done, nobody will pay")
        if predicted
        else ("zahlt niemand", "Nobody pays"),
    )


def nobody_owes(aspect: Aspect, *, predicted: bool) -> Text:
    """No entitlement of the rulebook is even possible."""
    return _about(
        aspect,
        ("wird niemand zuständig sein", "Nobody will be responsible")
        if predicted
        else ("ist niemand zuständig", "Nobody is responsible"),
    )


def pending(aspect: Aspect, *, covered: bool) -> Text:
    """An application waits for its answer."""
    if covered:
        return _about(aspect, ("ist der Antrag noch offen", "The application is not yet decided"))
    return _about(
        aspect,
        (
            "ist der Antrag noch offen, und bis dahin zahlt niemand",
            "The application is not yet decided, and until then nobody pays",
        ),
    )


def passage(aspect: Aspect) -> Text:
    """Another benefit will follow."""
    return _about(aspect, ("wechselt die Leistung", "Another benefit follows"))


def without_entitlement(aspect: Aspect) -> Text:
    """Something is paid that the rulebook rules out."""
    return _about(
        aspect,
        (
            "wird etwas gezahlt, worauf nach dem Regelwerk kein Anspruch mehr besteht",
            "By the rulebook there is no entitlement any more to what is paid",
        ),
    )


def move() -> Text:
    """Other offices become competent."""
    return Text.of(de="Mit dem Umzug wechseln Zuständigkeiten", en="With the move other offices become competent")


def _about(aspect: Aspect, says: tuple[str, str]) -> Text:
    """A sentence that fits before or after the title of any aspect, whatever its gender."""
    title = aspect.title or Text.of(de=aspect.id, en=aspect.id)
    return Text.of(de=f"Im Bereich {title.get('de')} {says[0]}", en=f"{says[1]} for {title.get('en')}")
