"""What the law says of one person on one day: the verdict on a statement."""

from datetime import date
from enum import Enum
from typing import NoReturn

from attrs import frozen

from kimcore.errors import UndecidedError


class JudgementKind(Enum):
    """The verdict on a statement.

    APPLIES_UNLESS: the conditions hold, and an exception named in `unless` was never established; it should be asked.
    OPEN: a fact that matters is unknown. NOT_IN_FORCE: no version of the statement is the law on the day.
    """

    APPLIES = "applies"
    APPLIES_UNLESS = "applies unless"
    DOES_NOT_APPLY = "does not apply"
    OPEN = "open"
    NOT_IN_FORCE = "not in force"


@frozen(kw_only=True)
class Judgement:
    """The verdict on a statement for a person on a day.

    Args:
        statement: The id of the statement.
        person: The key of the person.
        day: The day.
        kind: The verdict.
        open_facts: (person, fact) of the unknown facts that matter, in the order of the law; empty: nothing is open.

    Raises:
        UndecidedError: on `bool(judgement)`: a verdict has more than two values.
    """

    statement: str
    person: str
    day: date
    kind: JudgementKind
    open_facts: tuple[tuple[str, str], ...] = ()

    @property
    def owed(self) -> bool:
        """Whether it applies, or applies unless an exception is found."""
        return self.kind in (JudgementKind.APPLIES, JudgementKind.APPLIES_UNLESS)

    def __bool__(self) -> NoReturn:
        raise UndecidedError("a judgement is more than yes or no; compare its kind, or ask for .owed")
