"""Checking a rulebook and a landscape as a whole: what is wrong, what should be looked at, what is worth knowing.

Faults of reading are errors. Notes of the rulebook, and matters for which the landscape knows no office, are warnings.
What is disputed or of low confidence is listed as information, so that it is seen before it is relied on.
"""

from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

from attrs import frozen

from kimcore.errors import Fault, InputError
from kimcore.landscape.landscape import Landscape
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import Entitlement, Gap, Statement, Step

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
"""The levels, the gravest first."""

_Read = TypeVar("_Read")


@frozen(kw_only=True)
class Diagnostic:
    """One thing that a check found.

    Args:
        level: how grave it is.
        fault: what it is, where, and the way out.
    """

    level: Level
    fault: Fault

    def at_least(self, level: Level) -> bool:
        """Tell whether it is as grave as a level, or graver."""
        return LEVELS.index(self.level) <= LEVELS.index(level)


def check(rulebook: Callable[[], Rulebook], landscape: Callable[[], Landscape]) -> tuple[Diagnostic, ...]:
    """Return everything that is to be said of a rulebook and a landscape, the gravest first.

    Args:
        rulebook: reads the rulebook; what it raises as an `InputError` becomes errors.
        landscape: reads the landscape, likewise.
    """
    errors: list[Diagnostic] = []
    book, offices = _read(rulebook, errors), _read(landscape, errors)
    found = [*errors, *(_of_rulebook(book) if book else ())]
    if book and offices:
        found += _without_office(book, offices)
    return tuple(sorted(found, key=lambda each: LEVELS.index(each.level)))


def _read(read: Callable[[], _Read], errors: list[Diagnostic]) -> _Read | None:
    try:
        return read()
    except InputError as error:
        errors += [Diagnostic(level="error", fault=fault) for fault in error.faults]
        return None


def _of_rulebook(rulebook: Rulebook) -> Iterator[Diagnostic]:
    for note in rulebook.notes:
        yield Diagnostic(level="warning", fault=note)
    for statement in rulebook.statements:
        if statement.confidence == "low":
            yield _info("confidence", statement, "the sources carry it with low confidence", "read the law text again")
        if statement.disputed is not None:
            yield _info("disputed", statement, "it is disputed", "say so where it is relied on")
        if statement.pending is not None:
            yield _info("pending", statement, "it is a bill and no law", "see whether it was passed")


def _without_office(rulebook: Rulebook, landscape: Landscape) -> Iterator[Diagnostic]:
    """Matters of statements for which the landscape has no row and claims nothing."""
    for statement in rulebook.statements:
        matter = _matter(statement)
        if matter is not None and matter not in landscape.matters:
            fault = Fault(
                code="no-office",
                where=_where(statement),
                problem=f"the landscape {landscape.id} says nothing of the matter {matter}",
                hint="add a competence, or say that it is not covered",
            )
            yield Diagnostic(level="warning", fault=fault)


def _matter(statement: Statement) -> str | None:
    if isinstance(statement, Step | Gap):
        return statement.matter
    return statement.claim.matter if isinstance(statement, Entitlement) else None


def _info(code: str, statement: Statement, problem: str, hint: str) -> Diagnostic:
    return Diagnostic(level="info", fault=Fault(code=code, where=_where(statement), problem=problem, hint=hint))


def _where(statement: Statement) -> str:
    return f"{statement.file}:{statement.line} [{statement.kind} {statement.id}]"
