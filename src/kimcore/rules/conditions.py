"""From the tests of a statement (`when`, `any`, `unless`) to one condition, checked against facts and names.

An entry is a test, or a table around one with its own basis and sentence, or a group:

    "residence.status in {refugee}"          { test = "…", basis = "…", says = {…} }
    { any = […] }                            { all = […], basis = "…" }
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from attrs import evolve, frozen

from kimcore.dates import Period
from kimcore.language.check import bind, check_day, check_test, guards
from kimcore.language.parser import parse_day, parse_test
from kimcore.language.problems import Problem, TestError
from kimcore.language.syntax import And, Except, Node, Or
from kimcore.law.citation import Citation
from kimcore.rules.locating import PathPart, pointed
from kimcore.rules.sources import basis
from kimcore.rules.statement import ALWAYS, Condition
from kimcore.rules.tables import Table
from kimcore.text import Text

MAX_GROUPS = 8
"""Groups are nested at most so deep; the tests have a bound of their own."""

Joined = Literal["all", "any"]


@frozen(kw_only=True)
class _Entry:
    """An entry as it was read: a test with its text, or a group with its parts; not yet checked."""

    path: tuple[PathPart, ...]
    joined: Joined | None = None
    text: str = ""
    node: Node | None = None
    parts: tuple[_Entry, ...] = ()
    basis: tuple[Citation, ...] = ()
    says: Text | None = None

    @property
    def guards(self) -> frozenset[str]:
        """The facts that a single test asks to be present or absent, for those joined with it."""
        return frozenset() if self.node is None else guards(self.node)


def condition(table: Table, period: Period | None) -> Condition:
    """Return what `when`, `any` and `unless` of a table say together.

    Args:
        table: The table of the statement, or one within it.
        period: The days on which the statement is in force, for its citations; None: it is pending.

    Returns:
        A group whose parts are the entries of `when`, one group for `any`, and the exceptions; without tests
        `ALWAYS`.
    """
    when = _entries(table, ("when",), table.items("when"), period)
    either = _entries(table, ("any",), table.items("any"), period)
    unless = _entries(table, ("unless",), table.items("unless"), period)
    beside = _guards(when)
    parts = [_checked(table, entry, beside) for entry in when]
    if either:
        parts.append(_checked(table, _Entry(path=("any",), joined="any", parts=either), beside))
    parts += [_exception(_checked(table, entry, beside | _guards(unless))) for entry in unless]
    return _joined("all", parts) if parts else ALWAYS


def all_of(table: Table, key: str, period: Period | None) -> Condition:
    """Return the condition that all tests of one list hold; without tests `ALWAYS`."""
    entries = _entries(table, (key,), table.items(key), period)
    parts = [_checked(table, entry, _guards(entries)) for entry in entries]
    return _joined("all", parts) if parts else ALWAYS


def day_expression(table: Table, key: str) -> tuple[str, Node] | None:
    """Return a date expression as written and as nodes; None where it is not there or wrong.

    A day of its own, without quotes, is an expression too: JSON has no other way to write one under such a key.
    """
    plain = table.raw.get(key)
    written = str(table.day(key) or plain) if type(plain) is date else table.string(key)
    text = _normal(written or "")
    node = None if written is None else _parsed(table, (key,), text, parse_day)
    if node is None:
        return None
    _report(table, (key,), text, check_day(node, table.desk.names))
    return text, node


# ---------------------------------------------------------------------------------------- reading


def _entries(
    table: Table, path: tuple[PathPart, ...], items: Iterable[object], period: Period | None
) -> tuple[_Entry, ...]:
    return tuple(_entry(table, (*path, number), item, period) for number, item in enumerate(items))


def _entry(table: Table, path: tuple[PathPart, ...], item: object, period: Period | None) -> _Entry:
    if isinstance(item, str):
        text = _normal(item)
        return _Entry(path=path, text=text, node=_parsed(table, path, text, parse_test))
    if isinstance(item, dict):
        return _around(table, table.inner(path, item), path, period)
    table.wrong(path, item, "a test, or a table with 'test', 'any' or 'all'")
    return _Entry(path=path)


def _around(outer: Table, table: Table, path: tuple[PathPart, ...], period: Period | None) -> _Entry:
    """Read a table around a test or a group."""
    shapes = [key for key in ("test", "any", "all") if table.has(key)]
    entry = _Entry(path=path, basis=basis(table, period), says=table.text("says"))
    table.done()
    if len(shapes) != 1:
        table.fault("shape", (), "this is neither a test nor a group", allowed="one of 'test', 'any', 'all'")
        return entry
    if shapes == ["test"]:
        text = _normal(table.string("test") or "")
        node = _parsed(outer, (*path, "test"), text, parse_test) if text else None
        return evolve(entry, path=(*path, "test"), text=text, node=node)
    if sum(part in ("any", "all") for part in path) >= MAX_GROUPS:
        hint = "give a part of it a name with a definition"
        table.fault("too-deep", (), f"groups nested more than {MAX_GROUPS} deep", hint=hint)
        return entry
    parts = _entries(outer, (*path, *shapes), table.items(shapes[0]), period)
    return evolve(entry, joined="any" if shapes == ["any"] else "all", parts=parts)


def _normal(text: str) -> str:
    """Return a test on one line, so that carets under it can point."""
    return " ".join(text.split())


def _parsed(table: Table, path: tuple[PathPart, ...], text: str, parse: Callable[[str], Node]) -> Node | None:
    try:
        return parse(text)
    except TestError as error:
        table.desk.report.unread.append(text)
        _report(table, path, error.text, error.problems)
        return None


def _report(table: Table, path: tuple[PathPart, ...], text: str, problems: Iterable[Problem]) -> None:
    for problem in problems:
        table.desk.report.fault(
            problem.code,
            table.at(path, text=text),
            problem.problem,
            allowed=problem.allowed,
            hint=problem.hint,
            excerpt=pointed(text, problem.start, problem.end),
        )


# ---------------------------------------------------------------------------------------- checking


def _guards(entries: Iterable[_Entry]) -> frozenset[str]:
    return frozenset().union(*(entry.guards for entry in entries))


def _checked(table: Table, entry: _Entry, beside: frozenset[str]) -> Condition:
    """Return the condition of an entry; what is wrong with its tests is noted."""
    if entry.joined is not None:
        # Beside in an `any` guards as well: "is absent, or below B1" says what is meant of none.
        inner = beside | _guards(entry.parts)
        parts = [_checked(table, part, inner) for part in entry.parts]
        return _joined(entry.joined, parts, entry)
    if entry.node is None:
        return ALWAYS
    names = table.desk.names
    problems = check_test(entry.node, names, beside)
    _report(table, entry.path, entry.text, problems)
    node = entry.node if problems else bind(entry.node, names)
    return Condition(node=node, text=entry.text, basis=entry.basis, says=entry.says)


def _joined(joined: Joined, parts: Iterable[Condition], entry: _Entry | None = None) -> Condition:
    found = tuple(parts)
    kind = And if joined == "all" else Or
    return Condition(
        node=kind(items=tuple(part.node for part in found)),
        parts=found,
        basis=() if entry is None else entry.basis,
        says=None if entry is None else entry.says,
    )


def _exception(item: Condition) -> Condition:
    return Condition(node=Except(item=item.node), text=item.text, parts=item.parts, basis=item.basis, says=item.says)
