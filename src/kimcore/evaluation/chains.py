"""Where persons stand in the chains of the rulebook: stage by stage, and in days against the time limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from attrs import evolve, field, frozen

from kimcore.dates import deadline
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.outlook import Outlook
from kimcore.language.daymath import DayRange
from kimcore.language.daysets import Reading
from kimcore.language.program import names_used
from kimcore.people.casework import StepRecord
from kimcore.people.history import Unknown
from kimcore.people.household import as_corrected
from kimcore.rules.chain import Chain, chain_steps, stages
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.statement import Step
from kimcore.text import Text

DAY = timedelta(days=1)

ChainState = Literal["reached", "under_way", "overdue", "open"]
"""The goal is reached; within the time or without a limit; over it; or the day from which it counts is not known."""

StageState = Literal["done", "in_progress", "ready", "waiting", "open", "not_needed"]


@frozen(kw_only=True)
class ChainStep:
    """A step of a chain and where the person stands in it.

    Args:
        step: the step.
        state: done; in progress: begun and not over; ready: it can be taken; waiting: another comes first; open: the
            record does not tell whether it applies; not needed: it does not apply to the person on the day.
        waits_for: the ids of the steps that come first and are not done.
    """

    step: Step
    state: StageState
    waits_for: tuple[str, ...] = ()


@frozen(kw_only=True)
class ChainStanding:
    """Where a person stands in a chain on the day of evaluation.

    Args:
        chain: the chain.
        person: the key of the person.
        state: reached, under way, overdue, or open: the day from which the time counts is not known.
        stages: the steps in their order, those side by side in one stage.
        start: the day from which the time counts; of an imprecise one the latest. None: no limit, or not known.
        until: the last day in time, included; None: no limit, or not known.
        used: the days since the start; None: no limit, or not known.
        left: the days that are left, below zero when overdue; None: no limit, or not known.
        broke: the ids of the findings of the person that the steps of the chain answer, and that of the delay.
        needs: the facts that would tell the start, where it is not known.
    """

    chain: Chain
    person: str
    state: ChainState
    stages: tuple[tuple[ChainStep, ...], ...]
    start: date | None = field(default=None, repr=False)
    until: date | None = field(default=None, repr=False)
    used: int | None = field(default=None, repr=False)
    left: int | None = field(default=None, repr=False)
    broke: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[ChainStep, ...]:
        """All steps, in the order of the stages."""
        return tuple(step for stage in self.stages for step in stage)

    @property
    def here(self) -> tuple[str, ...]:
        """The ids of the steps at which the person stands: what is begun or can be taken."""
        return tuple(each.step.id for each in self.steps if each.state in ("in_progress", "ready"))


@frozen
class Chains:
    """Finds where the persons of a household stand in the chains of the rulebook."""

    outlook: Outlook
    _steps: dict[str, Step] = field(init=False, repr=False)
    _records: tuple[StepRecord, ...] = field(init=False, repr=False)

    @_steps.default
    def _of_the_day(self) -> dict[str, Step]:
        on = self.outlook.on
        return {step.id: step for step in self.outlook.rulebook.steps if step.applies_on(on)}

    @_records.default
    def _as_recorded(self) -> tuple[StepRecord, ...]:
        case = self.outlook.case
        steps = () if isinstance(case.steps, Unknown) else case.steps
        return as_corrected(steps, lambda one: one.key, as_of=case.as_of)

    def standings(self, findings: Iterable[Finding]) -> tuple[ChainStanding, ...]:
        """Return the standing of each person in each chain that is for them for certain, as the rulebook goes.

        Args:
            findings: what else is found: what the steps of a chain answer broke in it.
        """
        known = tuple(findings)
        chains = [chain for chain in self.outlook.rulebook.chains if chain.applies_on(self.outlook.on)]
        return tuple(
            self._broken(self._standing(chain, person), known)
            for chain in chains
            for person in self.outlook.persons
            if self._is_for(chain, person)
        )

    def _is_for(self, chain: Chain, person: str) -> bool:
        verdict = self.outlook.verdict(person, chain.condition.node, Reading.ASSUMING)
        return bool(verdict.definitely & self.outlook.today) and self.outlook.belongs(person)

    def _broken(self, standing: ChainStanding, findings: tuple[Finding, ...]) -> ChainStanding:
        if standing.state == "reached":
            return standing
        steps = {each.step.id for each in standing.steps}
        broke = [each.id for each in findings if standing.person in each.persons and steps & {*each.remedies}]
        late = [_id(standing)] if standing.state == "overdue" else []
        return evolve(standing, broke=(*late, *broke))

    # ------------------------------------------------------------------------------- time

    def _standing(self, chain: Chain, person: str) -> ChainStanding:
        began = self._start(chain, person)
        found = self._stages(chain, person, began.earliest if began else None)
        standing = ChainStanding(chain=chain, person=person, state="under_way", stages=found)
        if began is not None and chain.within is not None:
            until, on = deadline(began.latest, chain.within.length), self.outlook.on
            used, left = (on - began.latest).days, (until - on).days
            state: ChainState = "overdue" if left < 0 else "under_way"
            standing = evolve(standing, state=state, start=began.latest, until=until, used=used, left=left)
        elif chain.within is not None:
            standing = evolve(standing, state="open", needs=self._needs(chain))
        return evolve(standing, state="reached", needs=()) if self._reached(standing) else standing

    def _start(self, chain: Chain, person: str) -> DayRange | None:
        """The day from which the time counts, read on the day of evaluation; None: no limit, or not known."""
        node = chain.within.start.day if chain.within else None
        for days, value in self.outlook.sets.values.days(person, node).known if node else ():
            if days & self.outlook.today:
                return value if isinstance(value, DayRange) else value(self.outlook.on)
        return None

    def _needs(self, chain: Chain) -> tuple[str, ...]:
        node = chain.within.start.day if chain.within else None
        used = names_used(node) if node else frozenset()
        return tuple(sorted(name for name in used if name in self.outlook.facts.vocabulary))

    def _reached(self, standing: ChainStanding) -> bool:
        chain, today = standing.chain, self.outlook.today
        if chain.goal is not None:
            return bool(self.outlook.verdict(standing.person, chain.goal.node).definitely & today)
        return any(each.step.id == chain.goal_step and each.state == "done" for each in standing.steps)

    # ------------------------------------------------------------------------------- steps

    def _stages(self, chain: Chain, person: str, began: date | None) -> tuple[tuple[ChainStep, ...], ...]:
        steps = self._steps
        states = {name: self._own_state(steps[name], person, began) for name in chain_steps(chain, steps)}
        blocking = {name for name, state in states.items() if state not in ("done", "not_needed")}
        return tuple(
            tuple(_placed(steps[name], states[name], blocking) for name in stage) for stage in stages(states, steps)
        )

    def _own_state(self, step: Step, person: str, began: date | None) -> StageState:
        """The state of a step by itself, whatever comes before it; what was done before the chain began is not it."""
        today = self.outlook.today
        records = [each for each in self._records if each.step == step.id and each.person in self._unit(step, person)]
        if step.done_if is not None and self.outlook.verdict(person, step.done_if.node).definitely & today:
            return "done"
        if any(each.serves and each.done and (began or date.min) <= each.done <= self.outlook.on for each in records):
            return "done"
        if any(each.done is None and each.started and each.started <= self.outlook.on for each in records):
            return "in_progress"
        verdict = self.outlook.verdict(person, step.condition.node, Reading.ASSUMING)
        if verdict.definitely & today:
            return "ready"
        return "open" if verdict.possibly & today else "not_needed"

    def _unit(self, step: Step, person: str) -> tuple[str, ...]:
        community = None if step.one_for == "person" else self.outlook.community(person)
        return community or (person,)


def overdue(standings: Iterable[ChainStanding], on: date) -> Iterator[Finding]:
    """Yield a delay for each chain that is not through in its time; the steps at hand are what answers it."""
    for standing in standings:
        if standing.state == "overdue" and standing.until is not None:
            ready = tuple(each.step.id for each in standing.steps if each.state == "ready")
            yield Finding(
                id=_id(standing),
                kind=FindingKind.CHAIN_OVERDUE,
                mechanism=Mechanism.WAIT,
                cause="over_agreed_time",
                nature=None,
                severity=Severity.DELAY,
                predicted=standing.until + DAY > on,
                aspect=None,
                persons=(standing.person,),
                since=standing.until + DAY,
                until=None,
                chain=standing.chain,
                remedies=ready,
                basis=standing.chain.basis,
                says=standing.chain.title or Text.of(de=standing.chain.id, en=standing.chain.id),
            )


def _id(standing: ChainStanding) -> str:
    return f"{standing.chain.id}:{standing.person}:{(standing.until or date.max - DAY) + DAY}"


def _placed(step: Step, state: StageState, blocking: set[str]) -> ChainStep:
    """A step that could be taken and waits for another of the chain; advice blocks nothing."""
    waits = tuple(edge.step for edge in step.after if edge.reason != "advice" and edge.step in blocking)
    if state == "ready" and waits:
        return ChainStep(step=step, state="waiting", waits_for=waits)
    return ChainStep(step=step, state=state)
