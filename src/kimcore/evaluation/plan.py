"""What the persons of a household can do next, with which office, by when."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from attrs import define, evolve, frozen

from kimcore.evaluation.claims import act_by, unit_of
from kimcore.evaluation.deadlines import due_day
from kimcore.evaluation.finding import Finding, Severity
from kimcore.evaluation.lanes import Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.landscape.answer import Answer
from kimcore.language.daysets import Reading
from kimcore.language.timeline import Members
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
    decides: Answer | None = None
    accepts: Answer | None = None
    concerns: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[bool, int, date, bool, int, str, tuple[str, ...]]:
        """How steps are sorted: what answers a raised concern, the gravest, the earliest due, the ready, the specific."""
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
        seen: set[str] = set()
        for person in self.outlook.persons:
            unit = self._unit(step, person)
            if person not in seen:
                suggested = self._for(step, person, unit)
                if suggested is not None:
                    seen.update(suggested.persons)
                    yield suggested

    def _unit(self, step: Step, person: str) -> tuple[str, ...]:
        """Those for whom the step serves, if it is done once."""
        if step.one_for == "person":
            return (person,)
        entitlement = self._entitlement(step)
        return unit_of(self.outlook, person, entitlement.claim) if entitlement else self.outlook.persons

    def _for(self, step: Step, person: str, unit: tuple[str, ...]) -> NextStep | None:
        answered = [finding for finding in self.findings if step.id in finding.remedies and person in finding.persons]
        if any(self._done(step, member) for member in unit):
            return None
        serves = tuple(member for member in unit if answered or self._offered(step, member))
        concerns = self._concerns(step, unit)
        certain = bool(answered) or any(self._certain(step, member) for member in unit)
        if person not in serves or not (answered or self._asked_for(step, concerns, certain=certain)):
            return None
        day = max([self.outlook.on, *(finding.since for finding in answered)])
        return NextStep(
            step=step,
            persons=answered[0].persons if answered else serves,
            certain=certain,
            due=self._due(step, person, answered),
            decides=self._office(step, person, day),
            accepts=self.outlook.competent(person, step.matter, day, "accepts") if step.matter else None,
            concerns=concerns,
            findings=tuple(finding.id for finding in answered),
        )

    def _office(self, step: Step, person: str, day: date) -> Answer | None:
        """Who decides in the matter of the step; in a matter in which nobody decides, who advises."""
        if step.matter is None:
            return None
        decides = self.outlook.competent(person, step.matter, day)
        if decides.agencies or decides.candidates:
            return decides
        advises = self.outlook.competent(person, step.matter, day, "advises")
        return advises if advises.agencies or advises.candidates else decides

    def _asked_for(self, step: Step, concerns: tuple[str, ...], *, certain: bool) -> bool:
        """A step that only answers concerns waits for one to be raised; one that is open waits for it too."""
        return bool(concerns) or (certain and not (step.answers and step.severity == "notice"))

    # ------------------------------------------------------------------------------- one step, one person

    def _done(self, step: Step, person: str) -> bool:
        """Whether the step is done, or what it claims is paid or claimed already."""
        today = self.outlook.today
        if step.done_if is not None and self.outlook.verdict(person, step.done_if.node).definitely & today:
            return True
        entitlement = self._entitlement(step)
        if entitlement is None:
            return False
        lane = self.lanes.lane(person, entitlement.aspect)
        owing = [each for each in lane.owings if each.id == entitlement.id]
        return any((each.claimed.definitely | lane.paid.get(each.entitlement.benefit, 0)) & today for each in owing) and not any(
            step.id in finding.remedies and person in finding.persons for finding in self.findings
        )

    def _entitlement(self, step: Step) -> Entitlement | None:
        name = step.due.act_by if step.due else None
        return self.lanes.entitlement(name) if name else None

    def _offered(self, step: Step, person: str) -> bool:
        if step.offer == "if not ruled out":
            return bool(self.outlook.verdict(person, step.condition.node).possibly & self.outlook.today)
        return self._certain(step, person)

    def _certain(self, step: Step, person: str) -> bool:
        verdict = self.outlook.verdict(person, step.condition.node, Reading.ASSUMING)
        return bool(verdict.definitely & self.outlook.today)

    def _concerns(self, step: Step, unit: Iterable[str]) -> tuple[str, ...]:
        raised: set[str] = set()
        for person in unit:
            value = self.outlook.facts.timeline(person, "concerns").on(self.outlook.on)
            raised |= value.known if isinstance(value, Members) else set()
        return tuple(concern for concern in step.answers if concern in raised)

    def _due(self, step: Step, person: str, answered: list[Finding]) -> date | None:
        """The last day: of the findings it answers, else what saves the month while it is open, else its own date."""
        saves = [finding.act_by for finding in answered if finding.act_by]
        if saves:
            return min(saves)
        entitlement = self._entitlement(step)
        if entitlement is not None:
            lane = self.lanes.lane(person, entitlement.aspect)
            open_ = (lane.undecided | lane.hole) & self.outlook.today
            return act_by(self.outlook.on, self.outlook.on, entitlement.claim) if open_ else None
        return due_day(self.outlook, step.due, person, self.outlook.on, self._office(step, person, self.outlook.on))

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
