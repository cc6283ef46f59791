"""Checks of a rulebook as a whole: versions, names and references of statements among each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import TypeVar

from attrs import frozen

from kimcore.dates import Period
from kimcore.language.program import names_used, values_used
from kimcore.language.syntax import Flag, Node, Not
from kimcore.rules.chain import Chain
from kimcore.rules.figures import common_type, types_of
from kimcore.rules.locating import PathPart
from kimcore.rules.report import Report, Spot
from kimcore.rules.rulebook import aspect_edges, yielding_edges
from kimcore.rules.statement import (
    Aspect,
    Condition,
    Definition,
    Due,
    Entitlement,
    Gap,
    NotModelled,
    Statement,
    Step,
    Transition,
    Value,
)
from kimcore.rules.tables import Desk

MAX_CHAIN = 32
"""Definitions rest on definitions at most so deep."""

Kind = TypeVar("Kind", bound=Statement)
Edges = Mapping[str, frozenset[str]]


@frozen
class Found:
    """A statement and where it stands."""

    statement: Statement
    spot: Spot


@frozen(kw_only=True)
class _Whole:
    """All statements of a rulebook with their spots, and where faults are noted."""

    found: Sequence[Found]
    desk: Desk

    @property
    def report(self) -> Report:
        return self.desk.report

    def of(self, kind: type[Kind]) -> Iterator[tuple[Kind, Spot]]:
        for item in self.found:
            if isinstance(item.statement, kind):
                yield item.statement, item.spot

    def only(self, kind: type[Kind]) -> list[Kind]:
        return [statement for statement, _ in self.of(kind)]

    def spot(self, id_: str, kind: type[Statement]) -> Spot:
        """Return where the first version of a statement stands."""
        return next(spot for statement, spot in self.of(kind) if statement.id == id_)


def check_whole(found: Iterable[Found], desk: Desk) -> None:
    """Note everything that is wrong between statements; those without an id are left out.

    Args:
        found: The statements with their spots, in the order of the files.
        desk: What they were read with; faults go to its report.
    """
    whole = _Whole(found=[item for item in found if item.statement.id], desk=desk)
    for check in (_clashes, _versions, _same_aspect, _act_by, _circles, _absent_versions, _unused):
        check(whole)


# ---------------------------------------------------------------------------------------- names and versions


def _clashes(whole: _Whole) -> None:
    """An id belongs to one kind, and is no fact."""
    kinds: dict[str, str] = {}
    for item in whole.found:
        id_, kind = item.statement.id, item.statement.kind
        at = item.spot.at("id", text=id_)
        if id_ in whole.desk.names.vocabulary:
            whole.report.fault("name-clash", at, f"{id_!r} is a fact", hint="choose another id")
        if kinds.setdefault(id_, kind) != kind:
            says = f"{id_!r} is the id of a statement of the kind {kinds[id_]!r} as well"
            whole.report.fault("name-clash", at, says, hint="choose another id")


def _versions(whole: _Whole) -> None:
    """Versions of one id have no day in common, and are alike in what holds for all of them."""
    by_name: dict[tuple[str, str], list[Found]] = {}
    for item in whole.found:
        by_name.setdefault((item.statement.kind, item.statement.id), []).append(item)
    for versions in by_name.values():
        for one, other in combinations(versions, 2):
            _no_common_day(whole, one, other)
        for other in versions[1:]:
            _alike(whole, versions[0].statement, other)


def _no_common_day(whole: _Whole, one: Found, other: Found) -> None:
    first, second = one.statement.in_force, other.statement.in_force
    common = first.intersect(second) if first and second else None
    if common is not None:
        says = f"two versions are in force on one day: {common}"
        where = f"the other stands in {one.spot.source.name}:{one.spot.span[0]}"
        whole.report.fault("overlap", other.spot.at("in_force"), says, hint=where)


def _alike(whole: _Whole, first: Statement, other: Found) -> None:
    """Note what differs between versions though it works on all of them together."""
    differ = (key for key, of in _COMMON.items() if of(first) != of(other.statement))
    for key in differ:
        says = f"the versions differ in {key!r}, which holds for all of them together"
        hint = "give one of them an id of its own"
        whole.report.fault("versions-differ", other.spot.at(key), says, hint=hint)
    values = [each for each in (first, other.statement) if isinstance(each, Value)]
    if values and common_type(set().union(*map(types_of, values))) is None:
        whole.report.fault("versions-differ", other.spot.at("is"), "the versions are of different types")


def _lasts(statement: Statement) -> bool:
    return isinstance(statement, Definition) and statement.lasts_to_end_of_month


def _presumed(statement: Statement) -> bool | None:
    presume = statement.presume if isinstance(statement, Definition) else None
    return None if presume is None else presume.holds


def _aspect(statement: Statement) -> str | None:
    return statement.aspect if isinstance(statement, Entitlement) else None


_COMMON: Mapping[str, Callable[[Statement], object]] = {
    "lasts": _lasts,
    "presume": _presumed,
    "aspect": _aspect,
}
"""What all versions of a statement have in common, by its key."""


def _unused(whole: _Whole) -> None:
    """A figure that no test names is a slip, or a test is missing."""
    used = frozenset().union(*(values_used(node) for item in whole.found for node in _nodes(item.statement)))
    # A test that could not be read may be the one that names it.
    unread = " ".join(whole.report.unread)
    first = {value.id: spot for value, spot in reversed(list(whole.of(Value)))}
    for id_, spot in first.items():
        at, says = spot.at("id", text=id_), f"no test names the value {id_!r}"
        if id_ in used or id_ in unread:
            continue
        if whole.report.rigour == "draft":
            whole.report.note("unused-value", at, says)
        else:
            whole.report.fault("unused-value", at, says, hint="use it or leave it out")


# ---------------------------------------------------------------------------------------- references


def _same_aspect(whole: _Whole) -> None:
    """Who yields or stands in answers for the aspect of the other, who follows for another, a benefit for its own."""
    aspects = {entitlement.id: entitlement.aspect for entitlement in whole.only(Entitlement)}
    for entitlement, spot in whole.of(Entitlement):
        for key, others in (
            ("yields_to", entitlement.yields_to),
            ("stands_in_for", entitlement.stands_in_for),
        ):
            for other in others:
                if aspects.get(other, entitlement.aspect) != entitlement.aspect:
                    says = f"{other!r} answers for another aspect, {aspects[other]!r}"
                    whole.report.fault("other-aspect", spot.at(key, text=other), says)
        followed = entitlement.claim.of if entitlement.claim.by == "follows" else None
        if followed not in (None, entitlement.id) and aspects.get(followed or "") == entitlement.aspect:
            says = f"{followed!r} answers for the same aspect; what follows it answers for another"
            whole.report.fault("same-aspect", spot.at("claim", "of", text=followed), says)
        _own_aspect(whole, entitlement, spot)


def _own_aspect(whole: _Whole, entitlement: Entitlement, spot: Spot) -> None:
    benefits = whole.desk.codes["benefit"]
    if not entitlement.aspect or entitlement.benefit not in benefits:
        return
    known = {dated.value for dated in benefits[entitlement.benefit].properties.get("aspect", ())}
    if known and entitlement.aspect not in known:
        says = f"the benefit {entitlement.benefit!r} answers for another aspect"
        allowed = ", ".join(sorted(str(value) for value in known))
        at = spot.at("aspect", text=entitlement.aspect)
        whole.report.fault("other-aspect", at, says, allowed=allowed)


def _act_by(whole: _Whole) -> None:
    """Only what is claimed by application has a last day that saves it."""
    applied_for = {item.id for item in whole.only(Entitlement) if item.claim.by == "application"}
    for item in whole.found:
        key, due = _due(item.statement)
        act_by = due.act_by if due else None
        if act_by is not None and act_by in whole.desk.ids["entitlement"] and act_by not in applied_for:
            says = f"{act_by!r} is not claimed by application and has no last day"
            whole.report.fault("act-by", item.spot.at(key, "act_by", text=act_by), says)


# ---------------------------------------------------------------------------------------- circles


def _circles(whole: _Whole) -> None:
    """Nothing may depend on itself, and tests only so deep on each other."""
    entitlements = whole.only(Entitlement)
    _no_circle(whole, _naming(whole), "the tests name each other in a circle", ())
    _no_circle(whole, yielding_edges(entitlements), "they yield to each other in a circle", ("yields_to",))
    stands = _edges(entitlements, lambda one: one.stands_in_for)
    _no_circle(whole, stands, "they stand in for each other", ("stands_in_for",))
    _no_mixed_circle(whole, entitlements)
    _no_circle(
        whole,
        _edges(entitlements, lambda one: (one.claim.of or "",)),
        "they follow each other",
        ("claim", "of"),
    )
    steps = _edges(whole.only(Step), lambda step: tuple(edge.step for edge in step.after))
    _no_circle(whole, steps, "the steps wait for each other in a circle", ("after",), Step)
    aspects = aspect_edges(whole.only(Aspect), entitlements)
    _no_circle(whole, aspects, "the entitlements of these aspects follow each other", (), Aspect)
    _not_too_deep(whole)


def _no_circle(
    whole: _Whole, edges: Edges, says: str, path: tuple[PathPart, ...], kind: type[Statement] | None = None
) -> None:
    for circle in circles(edges):
        kind_of_first = kind or (Definition if circle[0] in whole.desk.ids["definition"] else Entitlement)
        spot = whole.spot(circle[0], kind_of_first)
        whole.report.fault("circle", spot.at(*path), f"{says}: {' → '.join((*circle, circle[0]))}")


def _no_mixed_circle(whole: _Whole, entitlements: Sequence[Entitlement]) -> None:
    """Who yields to what stands in for it, and so on: then nobody would decide who pays."""
    yields, stands = yielding_edges(entitlements), _edges(entitlements, lambda one: one.stands_in_for)
    if not circles(yields) and not circles(stands):
        both = {name: yields[name] | stands[name] for name in yields}
        _no_circle(whole, both, "they yield to each other and stand in for each other in a circle", ("yields_to",))


def circles(edges: Edges) -> list[tuple[str, ...]]:
    """Return circles of names that depend on each other, no name in two, each begun with its first name.

    Example:
        >>> circles({"a": frozenset({"b"}), "b": frozenset({"a"}), "c": frozenset({"c"})})
        [('a', 'b'), ('c',)]
    """
    left = {name: sorted(edges[name] & edges.keys()) for name in sorted(edges)}
    found = []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            # The sorter tells who is depended on by whom; read backwards it is who names whom.
            circle = list(reversed(error.args[1][1:]))
            start = circle.index(min(circle))
            found.append((*circle[start:], *circle[:start]))
            left = _without(left, set(circle))
        else:
            return sorted(found)


def _without(edges: Mapping[str, list[str]], names: set[str]) -> dict[str, list[str]]:
    return {
        name: [other for other in others if other not in names] for name, others in edges.items() if name not in names
    }


def _not_too_deep(whole: _Whole) -> None:
    edges = _naming(whole)
    if circles(edges):
        return
    depths: dict[str, int] = {}
    for name in TopologicalSorter(edges).static_order():
        depths[name] = 1 + max((depths[other] for other in edges.get(name, ())), default=0)
        if depths[name] == MAX_CHAIN + 1:
            kind = Definition if name in whole.desk.ids["definition"] else Entitlement
            says = f"the tests below it rest on each other more than {MAX_CHAIN} deep"
            whole.report.fault("too-deep", whole.spot(name, kind).at(), says)


def _naming(whole: _Whole) -> Edges:
    """Return for each definition and entitlement those that its tests name."""
    names: dict[str, set[str]] = {}
    for item in whole.found:
        if isinstance(item.statement, Definition | Entitlement):
            names.setdefault(item.statement.id, set()).update(names_used(item.statement.condition.node))
    return {name: frozenset(used & names.keys()) for name, used in names.items()}


def _edges(statements: Iterable[Kind], others: Callable[[Kind], Sequence[str]]) -> Edges:
    edges: dict[str, frozenset[str]] = {}
    for statement in statements:
        edges[statement.id] = edges.get(statement.id, frozenset()) | frozenset(others(statement))
    return edges


# ---------------------------------------------------------------------------------------- nothing in force


def _absent_versions(whole: _Whole) -> None:
    """`not` before a definition holds on days on which none of its versions is in force: worth a look."""
    in_force: dict[str, list[Period]] = {}
    for statement in (*whole.only(Definition), *whole.only(Entitlement)):
        periods = in_force.setdefault(statement.id, [])
        periods += [statement.in_force] if statement.in_force else []
    for item in whole.found:
        period = item.statement.in_force
        if period is None:
            continue
        for name in sorted(_denied(item.statement) & in_force.keys()):
            hole = first_hole(in_force[name], period)
            if hole is not None:
                says = f"'not {name}' holds on days on which no version of it is in force: {hole}"
                whole.report.note("not-in-force", item.spot.at(), says)


def _denied(statement: Statement) -> frozenset[str]:
    """Return the names that stand directly below a `not`."""
    nots = (part.item for node in _nodes(statement) for part in node.walk() if isinstance(part, Not))
    return frozenset(item.name for item in nots if isinstance(item, Flag))


def first_hole(periods: Iterable[Period], within: Period) -> Period | None:
    """Return the first days of a period that none of the others covers, None where they cover it.

    Example:
        >>> law = [Period(date(2022, 6, 1), date(2022, 8, 31)), Period(date(2023, 1, 1), None)]
        >>> str(first_hole(law, Period(date(2022, 7, 1), None)))
        '2022-09-01 to 2022-12-31'
    """
    begin = (within.first or date.min).toordinal()
    end = (within.last or date.max).toordinal()
    for first, last in sorted(_numbers(period) for period in periods):
        if first > begin:
            end = min(end, first - 1)
            break
        begin = max(begin, last + 1)
    if begin > end:
        return None
    first_day = None if begin == date.min.toordinal() else date.fromordinal(begin)
    return Period(first_day, None if end == date.max.toordinal() else date.fromordinal(end))


def _numbers(period: Period) -> tuple[int, int]:
    return (period.first or date.min).toordinal(), (period.last or date.max).toordinal()


# ---------------------------------------------------------------------------------------- conditions


def _nodes(statement: Statement) -> Iterator[Node]:
    """Yield what is judged of a statement: its conditions and its date expression."""
    yield from (condition.node for condition in conditions_of(statement))
    _, due = _due(statement)
    if due is not None:
        yield from (node for node in (due.day, due.otherwise) if node is not None)


def _due(statement: Statement) -> tuple[str, Due | None]:
    """Return the key and the value of the day by which something is due."""
    if isinstance(statement, Gap):
        return "act_by", statement.act_by
    if isinstance(statement, Chain):
        return "within", statement.within.start if statement.within else None
    return "due", statement.due if isinstance(statement, Step) else None


def conditions_of(statement: Statement) -> Iterator[Condition]:
    """Yield every condition of a statement, the main one first."""
    match statement:
        case Definition() | Transition() | Gap() | NotModelled():
            yield statement.condition
        case Aspect():
            yield statement.due
        case Chain():
            yield from statement.conditions
        case Entitlement():
            yield statement.condition
            yield from (deemed.condition for deemed in statement.claim.deemed_filed)
        case Step():
            yield statement.condition
            if statement.done_if is not None:
                yield statement.done_if
