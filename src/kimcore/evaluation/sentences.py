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


_HANDOFFS = {
    "unanswered": Text.of(
        de="Auf die Übergabe hat in der vorgesehenen Zeit niemand geantwortet",
        en="Nobody has answered the handoff in the time provided",
    ),
    "refused": Text.of(
        de="Die Übergabe ist abgelehnt, und danach wurde niemand gefragt",
        en="The handoff is refused, and nobody was asked after that",
    ),
    "refused_by_all": Text.of(
        de="Alle, die gefragt wurden, haben die Übergabe abgelehnt", en="All who were asked have refused the handoff"
    ),
    "looping": Text.of(
        de="Die Übergabe ist wieder bei einer Stelle, die sie schon hatte",
        en="The handoff is back with an agency that had it before",
    ),
    "too_many_hops": Text.of(
        de="Öfter weitergeleitet als vorgesehen, und niemand hat übernommen",
        en="Forwarded more often than provided, and nobody has taken it",
    ),
    "cut": Text.of(
        de="Die bisherige Stelle zahlt nicht mehr, und die neue hat noch nicht begonnen",
        en="The former agency has stopped paying, and the new one has not begun",
    ),
    "without_outcome": Text.of(
        de="Die Übergabe ist beendet, und niemand hat festgehalten, was daraus wurde",
        en="The handoff is over, and nobody has recorded what came of it",
    ),
    "outcome_disputed": Text.of(
        de="Was aus der Übergabe wurde, wird verschieden berichtet", en="What came of the handoff is told differently"
    ),
    "duplicate": Text.of(
        de="Dieselbe Sache liegt mehrfach bei derselben Stelle",
        en="The same matter lies with the same agency more than once",
    ),
    "orphaned": Text.of(
        de="Die Übergabe liegt bei einer Stelle, die es nicht mehr gibt",
        en="The handoff lies with an agency that no longer exists",
    ),
    "wrong_addressee": Text.of(
        de="Die Übergabe ging an eine Stelle, die nicht zuständig ist",
        en="The handoff went to an agency that is not competent",
    ),
}


def handoff(cause: str) -> Text:
    """Something is wrong with a handoff."""
    return _HANDOFFS[cause]


def no_owner(*, predicted: bool) -> Text:
    """Nobody leads a case."""
    if predicted:
        return Text.of(
            de="Wer den Fall führt, hört auf, und niemand ist als Nachfolge erfasst",
            en="Who leads the case stops, and nobody is recorded to follow",
        )
    return Text.of(de="Niemand führt den Fall", en="Nobody leads the case")


def no_show() -> Text:
    """The person did not come, and nothing followed."""
    return Text.of(
        de="Zum Termin kam niemand, und danach ist nichts geschehen",
        en="Nobody came to the appointment, and nothing has been done since",
    )


def _about(aspect: Aspect, says: tuple[str, str]) -> Text:
    """A sentence that fits before or after the title of any aspect, whatever its gender."""
    title = aspect.title or Text.of(de=aspect.id, en=aspect.id)
    return Text.of(de=f"Im Bereich {title.get('de')} {says[0]}", en=f"{says[1]} for {title.get('en')}")
