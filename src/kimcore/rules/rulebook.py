"""The rulebook: all statements of a body of law, by id and by day, in the form in which they are judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import TypeVar

from attrs import field, frozen

from kimcore.errors import Fault, UnknownNameError, did_you_mean
from kimcore.language.program import Figure, Program, Rule, Version
from kimcore.language.syntax import Node
from kimcore.language.vocabulary import Vocabulary
from kimcore.rules.chain import Chain
from kimcore.rules.statement import (
    Aspect,
    Condition,
    Definition,
    Entitlement,
    Gap,
    NotModelled,
    Statement,
    Step,
    Transition,
    Value,
)
from kimcore.text import Text

Kind = TypeVar("Kind", bound=Statement)


@frozen(kw_only=True)
class Rulebook:
    """All statements of a rulebook, checked against each other.

    Two rulebooks of one digest are equal: the digest is taken over the content, whatever the files, their
    layout and the order of the statements in them.

    Args:
        id: The name of the rulebook.
        version: Its version.
        title: Its title; None only in a draft.
        law_known_until: The last day whose law its authors knew.
        digest: SHA-256 over the content, in hexadecimal digits.
        vocabulary: The facts that its tests may name.
        statements: All versions of all statements, by kind, id and first day in force.
        notes: What is no fault and should be looked at; in a draft also what is missing.
    """

    id: str
    version: str
    title: Text | None = field(default=None, eq=False)
    law_known_until: date
    digest: str
    vocabulary: Vocabulary = field(eq=False, repr=False)
    statements: tuple[Statement, ...] = field(eq=False, repr=False)
    notes: tuple[Fault, ...] = field(default=(), eq=False, repr=False)

    # ------------------------------------------------------------------------------- by kind

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The figures, all versions."""
        return self._of(Value)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The legal notions, all versions."""
        return self._of(Definition)

    @cached_property
    def aspects(self) -> tuple[Aspect, ...]:
        """The aspects, all versions."""
        return self._of(Aspect)

    @cached_property
    def entitlements(self) -> tuple[Entitlement, ...]:
        """The entitlements, all versions."""
        return self._of(Entitlement)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """The transitions, all versions."""
        return self._of(Transition)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, all versions."""
        return self._of(Step)

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """The chains of steps to a goal, all versions."""
        return self._of(Chain)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps that the law or practice knows by name, all versions."""
        return self._of(Gap)

    @cached_property
    def not_modelled(self) -> tuple[NotModelled, ...]:
        """What is left out, all versions."""
        return self._of(NotModelled)

    def _of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        return tuple(statement for statement in self.statements if isinstance(statement, kind))

    # ------------------------------------------------------------------------------- by id

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all statements, each once."""
        return tuple(self._versions)

    @cached_property
    def _versions(self) -> Mapping[str, tuple[Statement, ...]]:
        return versions_by_id(self.statements)

    def versions(self, id: str) -> tuple[Statement, ...]:  # noqa: A002  # the word of the TOML
        """Return every version of a statement, the earliest first, those pending last.

        Raises:
            UnknownNameError: There is no statement of this id.
        """
        if id not in self._versions:
            hint = did_you_mean(id, self._versions)
            raise UnknownNameError(f"the rulebook {self.id} has no statement {id!r}" + (f"; {hint}" if hint else ""))
        return self._versions[id]

    def in_force(self, id: str, *, on: date) -> Statement | None:  # noqa: A002  # the word of the TOML
        """Return the version of a statement that is the law on a day, None where none is.

        Args:
            id: The id.
            on: The day. Nothing falls through to an older version; a pending one is never in force.

        Raises:
            UnknownNameError: There is no statement of this id.
        """
        return next((version for version in self.versions(id) if version.applies_on(on)), None)

    # ------------------------------------------------------------------------------- orders

    @cached_property
    def aspects_in_order(self) -> tuple[str, ...]:
        """The ids of the aspects, such that what others follow is judged before them."""
        return ordered(aspect_edges(self.aspects, self.entitlements))

    def precedence(self, aspect: str) -> tuple[str, ...]:
        """Return the ids of the entitlements of an aspect, each before all that yield to it."""
        return ordered(yielding_edges(entitlement for entitlement in self.entitlements if entitlement.aspect == aspect))

    # ------------------------------------------------------------------------------- judging

    @cached_property
    def program(self) -> Program:
        """What the judges of tests need: definitions, entitlements and figures, without pending versions."""
        return Program(
            vocabulary=self.vocabulary,
            rules=MappingProxyType(dict(_rules((*self.definitions, *self.entitlements)))),
            values=MappingProxyType(dict(_figures(self.values))),
        )

    def exception(self, node: Node) -> Condition | None:
        """Return the entry of `unless` that a judged node was made from, None for a node of another kind or book."""
        return self._exceptions.get(id(node))

    @cached_property
    def _exceptions(self) -> Mapping[int, Condition]:
        conditions = [rule.condition for rule in self.definitions] + [rule.condition for rule in self.entitlements]
        parts = (part for condition in conditions for part in condition.walk())
        return {id(part.node): part for part in parts if part.is_exception}


def versions_by_id(statements: Iterable[Kind]) -> Mapping[str, tuple[Kind, ...]]:
    """Return the versions of each id, in the order given."""
    found: dict[str, list[Kind]] = {}
    for statement in statements:
        found.setdefault(statement.id, []).append(statement)
    return MappingProxyType({id_: tuple(versions) for id_, versions in found.items()})


def ordered(edges: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return names such that each comes after all it depends on; the order of the input does not matter.

    Example:
        >>> ordered({"health": frozenset({"livelihood"}), "livelihood": frozenset()})
        ('livelihood', 'health')

    Raises:
        CycleError: The names depend on each other in a circle.
    """
    return tuple(TopologicalSorter({name: sorted(edges[name]) for name in sorted(edges)}).static_order())


def aspect_edges(aspects: Iterable[Aspect], entitlements: Iterable[Entitlement]) -> Mapping[str, frozenset[str]]:
    """Return for each aspect those that an entitlement of it follows into."""
    known = tuple(entitlements)
    aspect_of = {entitlement.id: entitlement.aspect for entitlement in known}
    edges: dict[str, set[str]] = {aspect.id: set() for aspect in aspects}
    for entitlement in known:
        followed = aspect_of.get(entitlement.claim.of or "", entitlement.aspect)
        if followed != entitlement.aspect:
            edges.setdefault(entitlement.aspect, set()).add(followed)
    return {name: frozenset(before) for name, before in edges.items()}


def yielding_edges(entitlements: Iterable[Entitlement]) -> Mapping[str, frozenset[str]]:
    """Return for each entitlement those it yields to in any of its versions."""
    edges: dict[str, frozenset[str]] = {}
    for entitlement in entitlements:
        edges[entitlement.id] = edges.get(entitlement.id, frozenset()) | frozenset(entitlement.yields_to)
    return edges


def _rules(statements: Iterable[Definition | Entitlement]) -> Iterable[tuple[str, Rule]]:
    for id_, versions in versions_by_id(statements).items():
        law = [(version.in_force, version) for version in versions if version.in_force is not None]
        lasts = any(isinstance(version, Definition) and version.lasts_to_end_of_month for version in versions)
        tests = tuple(Version(period, version.condition.node) for period, version in law)
        presumed = [each.presume for _, each in law if isinstance(each, Definition) and each.presume]
        presumes = presumed[-1].holds if presumed else None
        yield id_, Rule(name=id_, versions=tests, lasts_to_end_of_month=lasts, presumes=presumes)


def _figures(values: Iterable[Value]) -> Iterable[tuple[str, tuple[Figure, ...]]]:
    for id_, versions in versions_by_id(values).items():
        law = [(version.in_force, version) for version in versions if version.in_force is not None]
        yield id_, tuple(Figure(period, version.value) for period, version in law)
