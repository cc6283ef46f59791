"""Why a statement applies to a person on a day, or does not: the tree of its tests, all reasons, not just the first."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve, field, frozen

from kimcore.evaluation.judgement import Judgement
from kimcore.evaluation.outlook import Outlook
from kimcore.language.interpreter import Answer, Trace
from kimcore.language.syntax import Except, Flag, Or, Some
from kimcore.law.citation import Citation
from kimcore.people.history import Unknown
from kimcore.people.permission import protected_places
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
)
from kimcore.text import Text


@frozen(kw_only=True)
class Because:
    """One part of an explanation.

    Args:
        what: the test as written, or the name of the fact or the statement.
        answer: yes, no, or None: open.
        person: whom it was judged for.
        day: the day it was judged on.
        says: the part in plain words; None: none are given.
        basis: its sources; empty: those of the part above.
        fact: the fact that was read, if one was; `value` is what it was.
        value: the value of that fact; None: there is none.
        join: how the parts are joined: all, any, or not.
        parts: the parts below.
    """

    what: str
    answer: Answer
    person: str
    day: date
    says: Text | None = None
    basis: tuple[Citation, ...] = ()
    fact: str | None = None
    value: object = field(default=None, repr=False)
    join: str = "all"
    parts: tuple["Because", ...] = ()

    def walk(self) -> Iterator["Because"]:
        """Yield this part and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@frozen(kw_only=True)
class Explanation:
    """Why a statement applies to a person on a day, or does not.

    Args:
        judgement: the verdict.
        versions: by version in force on the day, the tree of its tests.
        not_in_force: the versions that are not the law on the day, pending ones among them.
    """

    judgement: Judgement
    title: Text | None
    versions: tuple[tuple[Statement, Because], ...]
    not_in_force: tuple[Statement, ...]


def explain(outlook: Outlook, judgement: Judgement, versions: Iterable[Statement]) -> Explanation:
    """Return the explanation of a verdict from the versions of its statement."""
    known = tuple(versions)
    builder = _Explainer(outlook)
    day = _settled_on(outlook, judgement)
    in_force = tuple(version for version in known if version.applies_on(day))
    trees = tuple((version, builder.statement(version, judgement.person, day)) for version in in_force)
    others = tuple(version for version in known if version not in in_force)
    title = (in_force or known)[0].title
    return Explanation(judgement=judgement, title=title, versions=trees, not_in_force=others)


def _settled_on(outlook: Outlook, judgement: Judgement) -> date:
    """The day that settles a verdict: an earlier one of the month where a definition lasts to its end."""
    if judgement.statement not in outlook.rulebook.program.rules:
        return judgement.day
    trace = outlook.interpreter.rule(judgement.person, judgement.day, judgement.statement)
    return trace.parts[0].day if trace.parts else judgement.day


def condition_of(statement: Statement) -> Condition | None:
    """Return the condition of a statement, None for a kind that has none (a value)."""
    if isinstance(statement, Aspect):
        return statement.due
    if isinstance(statement, Definition | Entitlement | Transition | Step | Chain | Gap | NotModelled):
        return statement.condition
    return None


@frozen
class _Explainer:
    outlook: Outlook

    def statement(self, statement: Statement, person: str, day: date) -> Because:
        """The tree of one version of a statement."""
        condition = condition_of(statement)
        parts = (self.condition(condition, person, day),) if condition is not None else ()
        return Because(
            what=statement.id,
            answer=parts[0].answer if parts else True,
            person=person,
            day=day,
            says=statement.title,
            basis=statement.basis,
            parts=parts[0].parts if parts and parts[0].what == "" else parts,
            join=parts[0].join if parts and parts[0].what == "" else "all",
        )

    def condition(self, condition: Condition, person: str, day: date) -> Because:
        """A condition as written: a group with its parts, or one test."""
        if condition.parts:
            return self._group(condition, person, day)
        trace = self.outlook.interpreter.judge(person, day, condition.node)
        return Because(
            what=condition.text or "",
            answer=trace.answer,
            person=person,
            day=day,
            says=condition.says,
            basis=condition.basis,
            fact=trace.fact,
            value=self._value(trace),
            join="not" if condition.is_exception else "all",
            parts=tuple(self._below(trace)),
        )

    def _group(self, condition: Condition, person: str, day: date) -> Because:
        parts = tuple(self.condition(part, person, day) for part in condition.parts)
        node = condition.node.item if isinstance(condition.node, Except) else condition.node
        group = Because(
            what="",
            answer=self.outlook.interpreter.judge(person, day, node).answer,
            person=person,
            day=day,
            says=condition.says,
            basis=condition.basis,
            join="any" if isinstance(node, Or) else "all",
            parts=parts,
        )
        if not condition.is_exception:
            return group
        answer = self.outlook.interpreter.judge(person, day, condition.node).answer
        return evolve(group, answer=answer, join="not", parts=(evolve(group, says=None, basis=()),))

    def _below(self, trace: Trace) -> Iterator[Because]:
        """The facts and named statements that a test read."""
        if isinstance(trace.node, Flag) and trace.fact is None:
            yield from self._rule(trace.node.name, trace)
            return
        for part in trace.parts:
            if part.fact is not None:
                yield self._fact(part)
            elif isinstance(trace.node, Some):
                yield from self._rule(trace.node.name, part)
            else:
                yield from self._below(part)

    def _rule(self, name: str, trace: Trace) -> Iterator[Because]:
        """The versions of a named rule on the day that settled it; a rule may last from an earlier day of the month."""
        day = trace.parts[0].day if trace.parts else trace.day
        for version in self.outlook.rulebook.versions(name):
            if version.applies_on(day):
                yield self.statement(version, trace.person, day)

    def _fact(self, trace: Trace) -> Because:
        return Because(
            what=trace.fact or "",
            answer=trace.answer,
            person=trace.person,
            day=trace.day,
            fact=trace.fact,
            value=self._value(trace),
        )

    def _value(self, trace: Trace) -> object:
        """What a fact was; of a place under protection only that it is withheld, for an explanation may be printed."""
        kind = (trace.fact or "").removeprefix("place.")
        if kind == trace.fact or not isinstance(trace.value, str):
            return trace.value
        hidden = protected_places(self.outlook.case, trace.person, on=trace.day)
        return Unknown("withheld") if kind in hidden else trace.value
