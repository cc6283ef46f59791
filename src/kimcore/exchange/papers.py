"""The papers of a next step: what to bring, what to hand in later, and what need not be waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.plan import NextStep
from kimcore.rules.statement import Definition, Need, NotNeeded, Transition


@frozen
class Papers:
    """The papers of a next step.

    Args:
        bring: what is needed for the step.
        later: what the passage needs beside that.
        not_needed: what is often waited for in vain; with it the legal notion that makes it so, None where none does.
    """

    bring: tuple[Need, ...]
    later: tuple[Need, ...]
    not_needed: tuple[tuple[NotNeeded, Definition | None], ...]


def papers_of(evaluation: Evaluation, step: NextStep) -> Papers:
    """Return the papers of a step of an evaluation.

    The passages of the findings that the step answers say more than the step itself: where they are stricter they
    decide, and what only they ask for can follow.
    """
    transitions = tuple(_transitions(evaluation, step))
    passing = tuple(dict.fromkeys(need for each in transitions for need in each.needs))
    bring = tuple(_narrowed(need, passing) for need in step.step.requires)
    spared = (each for transition in transitions for each in transition.does_not_need)
    return Papers(
        bring=bring,
        later=tuple(need for need in passing if not any(_meets(each, need) for each in bring)),
        not_needed=tuple(
            (each, _notion(evaluation, step, each)) for each in dict.fromkeys([*step.step.does_not_need, *spared])
        ),
    )


def _transitions(evaluation: Evaluation, step: NextStep) -> Iterator[Transition]:
    """What must pass over where the findings are that the step answers."""
    for finding in evaluation.findings:
        if finding.id in step.findings and finding.transition is not None:
            yield finding.transition


def _narrowed(need: Need, passing: Iterable[Need]) -> Need:
    """The papers that do for a step: those of the passage where they are fewer."""
    return next((each for each in passing if set(each.documents) <= set(need.documents)), need)


def _meets(brought: Need, need: Need) -> bool:
    return bool(set(brought.documents) & set(need.documents))


def _notion(evaluation: Evaluation, step: NextStep, spared: NotNeeded) -> Definition | None:
    """The legal notion of the same source that holds for the person on the day, if it says something."""
    outlook = evaluation.outlook
    for notion in outlook.rulebook.definitions:
        same_source = notion.applies_on(outlook.on) and set(notion.basis) & set(spared.basis)
        if notion.says is not None and same_source:
            verdict = outlook.verdict(step.persons[0], notion.condition.node)
            if verdict.definitely & outlook.today:
                return notion
    return None
