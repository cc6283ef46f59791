"""A chain: the steps that lead a person to a goal, the time agreed for it, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from graphlib import TopologicalSorter
from typing import ClassVar

from attrs import frozen

from kimcore.dates import Duration
from kimcore.rules.statement import ALWAYS, Condition, Due, Statement, Step
from kimcore.text import Text


@frozen(kw_only=True)
class Within:
    """The time limit of a chain: how long, counted from the event on a day, and the expression of that day."""

    length: Duration
    start: Due


@frozen(kw_only=True)
class Agreement:
    """What was agreed on a chain: the day of the agreement, None where it is not known, and its text."""

    on: date | None = None
    says: Text | None = None


@frozen(kw_only=True)
class Chain(Statement):
    """The way of a person to a goal, over several steps and offices.

    Args:
        condition: For whom it is a chain.
        goal: When the goal is reached; None where the goal is a step.
        goal_step: The step that is the goal; None where tests say it.
        within: The time limit; None: there is none, and it is never overdue.
        owner: The kind of agency that answers for the chain; None: nobody is named.
        agreed: What was agreed on; None: nothing.
        steps: The steps as written; empty: all that the goal needs.
    """

    kind: ClassVar[str] = "chain"

    condition: Condition = ALWAYS
    goal: Condition | None = None
    goal_step: str | None = None
    within: Within | None = None
    owner: str | None = None
    agreed: Agreement | None = None
    steps: tuple[str, ...] = ()

    @property
    def conditions(self) -> Iterator[Condition]:
        """Its conditions: for whom it is, and when the goal is reached by tests."""
        yield self.condition
        if self.goal is not None:
            yield self.goal


def chain_steps(chain: Chain, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """Return the ids of the steps of a chain: those written, else the goal and all that comes before it.

    Args:
        chain: The chain.
        steps: The steps of the day by id; one that is not the law on that day is left out.
    """
    if chain.steps:
        return tuple(each for each in chain.steps if each in steps)
    found: dict[str, None] = {}
    left = [chain.goal_step] if chain.goal_step else []
    while left:
        name = left.pop()
        if name in steps and name not in found:
            found[name] = None
            left += [edge.step for edge in steps[name].after]
    return tuple(found)


def stages(names: Iterable[str], steps: Mapping[str, Step]) -> tuple[tuple[str, ...], ...]:
    """Return steps in stages: each stands after all that come before it; those side by side share a stage.

    Steps that the chain leaves out still order those around them.
    """
    wanted = tuple(names)
    edges = {name: sorted(edge.step for edge in step.after if edge.step in steps) for name, step in steps.items()}
    depths: dict[str, int] = {}
    for name in TopologicalSorter(edges).static_order():
        before = max((depths[other] for other in edges[name]), default=0)
        depths[name] = before + (name in wanted)
    ranks = sorted({depths[name] for name in wanted})
    return tuple(tuple(sorted(name for name in wanted if depths[name] == rank)) for rank in ranks)
