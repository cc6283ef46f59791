"""What an evaluation says that an earlier one did not."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from kimcore.evaluation.acknowledgement import same_finding
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.finding import Finding
from kimcore.evaluation.plan import NextStep
from kimcore.evaluation.questions import Question


@frozen(kw_only=True)
class Since:
    """What is new in an evaluation, told apart by the stable ids of findings.

    Args:
        on: the day of the earlier evaluation.
        findings: those that were not in the list then, or are graver now.
        next_steps: those that were not there then.
        questions: those that were not asked then.
        unchanged: findings of the list that were there then and are no graver.
        gone: findings that were in the list then, and are no longer found.
    """

    on: date
    findings: tuple[Finding, ...]
    next_steps: tuple[NextStep, ...]
    questions: tuple[Question, ...]
    unchanged: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def new_since(evaluation: Evaluation, earlier: Evaluation) -> Since:
    """Return what an evaluation says that an earlier one of the same case did not.

    Args:
        evaluation: the later one.
        earlier: such as that of `case.known_on(day)` on the day of the last look.

    Example:
        >>> from kimcore import Case, Evaluator, Person, load_landscape, load_rulebook
        >>> evaluator = Evaluator(load_rulebook("nrw"), load_landscape("kreis-recklinghausen"))
        >>> case = Case(key="1", as_of=date(2026, 11, 23), persons=(Person(key="P1"),))
        >>> then = evaluator.evaluate(case.known_on(date(2026, 11, 2)), on=date(2026, 11, 2))
        >>> new_since(evaluator.evaluate(case, on=date(2026, 11, 23)), then).findings
        ()
    """
    first = evaluation.outlook.window.first
    unchanged = tuple(finding for finding in evaluation.findings if _stood(finding, earlier.findings, first))
    steps = {(step.step.id, step.persons) for step in earlier.next_steps}
    asked = {(question.person, question.fact) for question in earlier.questions}
    found = (*evaluation.findings, *evaluation.acknowledged)
    return Since(
        on=earlier.on,
        findings=tuple(finding for finding in evaluation.findings if finding not in unchanged),
        next_steps=tuple(step for step in evaluation.next_steps if (step.step.id, step.persons) not in steps),
        questions=tuple(each for each in evaluation.questions if (each.person, each.fact) not in asked),
        unchanged=unchanged,
        gone=tuple(
            then for then in earlier.findings if not any(same_finding(then.id, now, first=first) for now in found)
        ),
    )


def _stood(finding: Finding, earlier: Iterable[Finding], first: date) -> bool:
    """Whether a finding stood in an earlier list, no less grave than now."""
    return any(
        same_finding(then.id, finding, first=first) and then.severity.rank <= finding.severity.rank for then in earlier
    )
