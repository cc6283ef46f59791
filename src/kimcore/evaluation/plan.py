"""What the persons of a household can do next, with which office, by when."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from attrs import define, evolve, field, frozen

from kimcore.dates import working_day
from kimcore.evaluation.claims import act_by, unit_of
from kimcore.evaluation.deadlines import due_day
from kimcore.evaluation.finding import Finding, Severity
from kimcore.evaluation.lanes import Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.landscape.answer import Answer
from kimcore.language.daysets import Reading
from kimcore.language.timeline import Members
from kimcore.language.window import DaySet, union
from kimcore.people.casework import StepRecord, steps_done
from kimcore.rules.statement import Entitlement, Step

StepState = Literal["ready", "waiting"]


@frozen(kw_only=True)
class NextStep:
    """A step that is suggested.

    Args:
        step: the step.
        persons: the keys of those for whom doing it once serves.
        state: ready, or waiting for another step that is not done.
        waits_for: the ids of those steps.
        certain: whether the step applies for certain; False: it is offered because it is not ruled out.
        due: the last day, included; None: no such day.
        decides: who decides in its matter, or advises where nobody decides; None: it has no matter.
        accepts: who accepts the application; None: it has no matter.
        concerns: the raised concerns that it answers.
        findings: the ids of the findings that it answers.
    """

    step: Step
    persons: tuple[str, ...]
    state: StepState = "ready"
    waits_for: tuple[str, ...] = ()
    certain: bool
    due: date | None = None
    decides: Answer | None = field(default=None, repr=False)
    accepts: Answer | None = field(default=None, repr=False)
    concerns: tuple[str, ...] = field(default=(), repr=False)
    findings: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[bool, int, date, bool, int, str, tuple[str, ...]]:
        """How steps are sorted: what answers a concern, the gravest, the earliest due, the ready, the specific."""
        return (
            not self.concerns,
            Severity(self.step.severity).rank,
            self.due or date.max,
            self.state == "waiting",
            len(self.step.answers),
            self.step.id,
            self.persons,
        )


@define
class Plan:
    """Chooses the next steps of a household."""

    lanes: Lanes
    findings: tuple[Finding, ...]
    _done_steps: tuple[StepRecord, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._done_steps = steps_done(self.outlook.case.steps, as_of=self.outlook.case.as_of)

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def next_steps(self) -> tuple[NextStep, ...]:
        """Return the steps to suggest, in their order."""
        steps = [step for step in self.outlook.rulebook.steps if step.applies_on(self.outlook.on)]
        found = [suggested for step in steps for suggested in self._suggested(step)]
        return tuple(sorted(self._waiting(found), key=lambda suggested: suggested.order))

    def _suggested(self, step: Step) -> Iterator[NextStep]:
        for unit in dict.fromkeys(self._unit(step, person) for person in self.outlook.persons):
            answered = [
                finding for finding in self.findings if step.id in finding.remedies and {*unit} & {*finding.persons}
            ]
            suggested = self._answering(step, unit, answered) if answered else self._asked_for(step, unit)
            if suggested is not None:
                yield suggested

    def _unit(self, step: Step, person: str) -> tuple[str, ...]:
        """Those for whom the step serves, if it is done once."""
        if step.one_for == "person":
            return (person,)
        entitlement = self._entitlement(step)
        return unit_of(self.outlook, person, entitlement.claim) if entitlement else self.outlook.persons

    def _answering(self, step: Step, unit: tuple[str, ...], answered: list[Finding]) -> NextStep:
        """The step as the answer to findings: certain, whatever became of it before."""
        concerned = {person for finding in answered for person in finding.persons}
        serves = tuple(person for person in unit if person in concerned)
        day = max(self.outlook.on, min(finding.since for finding in answered))
        found = self._with_office(step, serves, day)
        return evolve(
            found,
            certain=True,
            due=self._due(step, serves, answered),
            concerns=self._concerns(step, unit),
            findings=tuple(finding.id for finding in answered),
        )

    def _asked_for(self, step: Step, unit: tuple[str, ...]) -> NextStep | None:
        """The step as an offer, None where it is done, serves nobody, or waits for a concern."""
        serves = tuple(member for member in unit if self._offered(step, member))
        if not serves or self._done(step, unit, serves):
            return None
        concerns = self._concerns(step, unit)
        certain = any(self._certain(step, member) for member in serves)
        if not (concerns or self._stands_alone(step, serves, certain=certain)):
            return None
        found = self._with_office(step, serves, self.outlook.on)
        return evolve(found, certain=certain, concerns=concerns, due=self._due(step, serves, []))

    def _stands_alone(self, step: Step, serves: tuple[str, ...], *, certain: bool) -> bool:
        """Whether it is suggested without a concern: one that is open only where it may save what is missing today."""
        if certain:
            return not (step.answers and step.severity == "notice")
        return any(self._saves(step, member) for member in serves)

    def _saves(self, step: Step, person: str) -> bool:
        entitlement = self._entitlement(step)
        if entitlement is None:
            return False
        lane = self.lanes.lane(person, entitlement.aspect)
        may = union(owing.may_lead for owing in lane.owings if owing.id == entitlement.id)
        return bool(lane.hole & may & self.outlook.today)

    def _with_office(self, step: Step, serves: tuple[str, ...], day: date) -> NextStep:
        person = min(serves)
        accepts = self.outlook.competent(person, step.matter, day, "accepts") if step.matter else None
        decides = self._office(step, person, day)
        return NextStep(step=step, persons=serves, certain=False, decides=decides, accepts=accepts)

    def _office(self, step: Step, person: str, day: date) -> Answer | None:
        """Who decides in the matter of the step; in a matter in which nobody decides, who advises."""
        if step.matter is None:
            return None
        decides = self.outlook.competent(person, step.matter, day)
        if decides.agencies or decides.candidates:
            return decides
        advises = self.outlook.competent(person, step.matter, day, "advises")
        return advises if advises.agencies or advises.candidates else decides

    # ------------------------------------------------------------------------------- one step

    def _done(self, step: Step, unit: tuple[str, ...], serves: tuple[str, ...]) -> bool:
        """Whether somebody has done it for all, or what it claims is paid or claimed already for each of them."""
        today = self.outlook.today
        verdicts = [self.outlook.verdict(member, step.done_if.node) for member in unit if step.done_if is not None]
        if any(verdict.definitely & today for verdict in verdicts) or self._recorded(step, unit):
            return True
        entitlement = self._entitlement(step)
        return entitlement is not None and all(self._settled(entitlement, member) for member in serves)

    def _recorded(self, step: Step, unit: tuple[str, ...]) -> bool:
        """Whether it is recorded as done for one of the unit, since it was last offered anew.

        A step may come again, such as one that renews a paper: what was done before the days without it does not count.
        """
        done = [each for each in self._done_steps if each.step == step.id and each.person in unit]
        days = union(self._days_offered(step, member) for member in unit) if done else 0
        begun = next(
            (first for first, last in self.outlook.window.runs(days) if first <= self.outlook.on <= last), None
        )
        if begun is None:
            return False
        # What is offered all through the window has been offered for longer than is looked at.
        first = begun if begun > self.outlook.window.first else date.min
        return any(each.done is not None and first <= each.done <= self.outlook.on for each in done)

    def _settled(self, entitlement: Entitlement, person: str) -> bool:
        lane = self.lanes.lane(person, entitlement.aspect)
        owings = [owing for owing in lane.owings if owing.id == entitlement.id]
        days = (owing.claimed.definitely | lane.paid.get(owing.entitlement.benefit, 0) for owing in owings)
        return bool(union(days) & self.outlook.today)

    def _entitlement(self, step: Step) -> Entitlement | None:
        name = step.due.act_by if step.due else None
        return self.lanes.entitlement(name) if name else None

    def _offered(self, step: Step, person: str) -> bool:
        return bool(self._days_offered(step, person) & self.outlook.today)

    def _days_offered(self, step: Step, person: str) -> DaySet:
        """The days on which its condition lets it be offered to a person of the household."""
        if step.offer == "if not ruled out":
            days = self.outlook.verdict(person, step.condition.node).possibly
        else:
            days = self.outlook.verdict(person, step.condition.node, Reading.ASSUMING).definitely
        return days & self.outlook.belonging(person)

    def _certain(self, step: Step, person: str) -> bool:
        verdict = self.outlook.verdict(person, step.condition.node, Reading.ASSUMING)
        return bool(verdict.definitely & self.outlook.today)

    def _concerns(self, step: Step, unit: Iterable[str]) -> tuple[str, ...]:
        raised: set[str] = set()
        for person in filter(self.outlook.belongs, unit):
            value = self.outlook.facts.timeline(person, "concerns").on(self.outlook.on)
            raised |= value.known if isinstance(value, Members) else set()
        return tuple(concern for concern in step.answers if concern in raised)

    def _due(self, step: Step, serves: tuple[str, ...], answered: list[Finding]) -> date | None:
        """The last day: of the findings it answers, else what saves the month while it is open, else its own date."""
        saves = [finding.act_by for finding in answered if finding.act_by]
        entitlement = self._entitlement(step)
        if not saves and entitlement is not None:
            saves = [day for member in serves if (day := self._saving(entitlement, member))]
        if saves:
            return working_day(min(saves)) if step.due and step.due.shifts else min(saves)
        days = (
            due_day(self.outlook, step.due, each, self.outlook.on, self._office(step, each, self.outlook.on))
            for each in serves
        )
        return min((day for day in days if day), default=None)

    def _saving(self, entitlement: Entitlement, person: str) -> date | None:
        """The last day that saves all from today on, while it is open whether something is missing."""
        lane, on = self.lanes.lane(person, entitlement.aspect), self.outlook.on
        return act_by(on, on, entitlement.claim) if (lane.undecided | lane.hole) & self.outlook.today else None

    def _waiting(self, found: list[NextStep]) -> Iterator[NextStep]:
        """Mark the steps before which another suggested one must be done."""
        open_ = {(suggested.step.id, person) for suggested in found for person in suggested.persons}
        for suggested in found:
            waits = tuple(
                edge.step
                for edge in suggested.step.after
                if edge.reason != "advice" and any((edge.step, person) in open_ for person in suggested.persons)
            )
            yield evolve(suggested, state="waiting", waits_for=waits) if waits else suggested
