"""The work on a case itself: whether somebody leads it, and whether a missed appointment was followed up.

What was never recorded is no omission: nothing is said where participants, phases or attendance are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import define

from kimcore.dates import FIRST_DAY, earliest, latest
from kimcore.evaluation import sentences
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.outlook import Outlook
from kimcore.language.facts import fresh_until
from kimcore.people.casework import Participant, Phase
from kimcore.people.history import Unknown
from kimcore.people.household import recorded_day
from kimcore.people.kinds import Appointment
from kimcore.people.person import Person
from kimcore.rules.mechanism import Mechanism
from kimcore.text import Text

DAY = timedelta(days=1)


@define
class Casework:
    """Finds what is left undone in the work on a case.

    Args:
        outlook: the evaluation at work.
    """

    outlook: Outlook

    def findings(self) -> Iterator[Finding]:
        """Yield what is left undone, or will be; nothing where the record is too old to tell how it stands."""
        if self.outlook.on <= self._fresh_until:
            yield from self._without_owner()
            yield from self._missed()

    @property
    def _fresh_until(self) -> date:
        return fresh_until(self.outlook.case)

    # ------------------------------------------------------------------------------- who leads

    def _without_owner(self) -> Iterator[Finding]:
        """The days without anybody who leads: those that hold the day of evaluation, else the first ones ahead."""
        on, persons = self.outlook.on, tuple(filter(self.outlook.belongs, self.outlook.persons))
        runs = (run for run in self._runs_without_lead() if run[1] > on)
        first = next((first for first, _ in runs if first <= min(self.outlook.window.last, self._fresh_until)), None)
        if first is not None and persons:
            since = max(first, self.outlook.window.first)
            mark = str(first) if first > FIRST_DAY else "from the beginning"
            yield self._finding("no_owner", mark, persons, since, sentences.no_owner(predicted=first > on))

    def _runs_without_lead(self) -> Iterator[tuple[date, date]]:
        """The runs of days on which a case is worked on, agencies take part and none of them leads; ends excluded."""
        case = self.outlook.case
        if isinstance(case.participants, Unknown) or isinstance(case.phases, Unknown) or not case.participants:
            return
        begun = None
        for day in sorted({FIRST_DAY, *_edges(case.participants, case.phases)}):
            without = self._worked_on(day) and case.lead(on=day) is None
            if begun is not None and not without:
                yield begun, day
            begun = (begun or day) if without else None
        if begun is not None:
            yield begun, date.max

    def _worked_on(self, day: date) -> bool:
        """Whether a phase was begun by a day and it is not the closing one."""
        phases, as_of = self.outlook.case.phases, self.outlook.case.as_of
        if isinstance(phases, Unknown):
            return False
        begun = [each for each in phases if each.first is None or each.first <= day]
        last = max(begun, key=lambda each: (each.first or date.min, recorded_day(each, as_of)), default=None)
        current = self.outlook.case.phase(on=day)
        phase = current if isinstance(current, Phase) else last
        return phase is not None and phase.phase != "closing"

    # ------------------------------------------------------------------------------- who did not come

    def _missed(self) -> Iterator[Finding]:
        """Appointments to which a person did not come, and after which nothing happened in the matter."""
        for person in self.outlook.case.persons:
            if not self.outlook.belongs(person.key):
                continue
            for matter, (day, attended) in self._last_appointments(person).items():
                recent = self.outlook.window.first <= day <= self.outlook.on
                if attended is False and recent and not self._followed_up(person, matter, day):
                    mark = f"{person.key}:{matter}:{day}"
                    yield self._finding("no_show", mark, (person.key,), day, sentences.no_show(), matter)

    def _last_appointments(self, person: Person) -> dict[str, tuple[date, object]]:
        """By matter, the last day on which the person was expected, and whether they came, as it was recorded last."""
        found: dict[str, tuple[date, object]] = {}
        as_of = self.outlook.case.as_of
        for entry in sorted(person.appointments, key=lambda each: recorded_day(each, as_of)):
            day = _day_of(entry)
            if day is not None and (entry.matter not in found or day >= found[entry.matter][0]):
                found[entry.matter] = day, entry.attended
        return found

    def _followed_up(self, person: Person, matter: str, day: date) -> bool:
        """Whether something was done in the matter from the day on, or nobody knows whether."""
        case = self.outlook.case
        applications = case.applied_for
        if isinstance(applications, Unknown) or isinstance(case.handoffs, Unknown):
            return True
        moments = [
            *(moment for each in applications if (each.person, each.matter) == (person.key, matter)
              for moment in (each.filed, each.decided) if moment),
            *(event.on for each in case.handoffs if (each.person, each.matter) == (person.key, matter)
              for event in each.events),
            *self._steps_taken(person, matter),
        ]  # fmt: skip
        return any(day <= moment <= self.outlook.on for moment in moments)

    def _steps_taken(self, person: Person, matter: str) -> Iterator[date]:
        """The days on which steps in the matter were begun or taken."""
        steps = self.outlook.case.steps
        ids = {step.id for step in self.outlook.rulebook.steps if step.matter == matter}
        for each in () if isinstance(steps, Unknown) else steps:
            if each.person == person.key and each.step in ids:
                yield from (moment for moment in (each.started, each.done) if moment)

    # ------------------------------------------------------------------------------- one finding

    def _finding(
        self, cause: str, mark: str, persons: tuple[str, ...], since: date, says: Text, matter: str | None = None
    ) -> Finding:
        on = self.outlook.on
        return Finding(
            id=f"{FindingKind.CASEWORK.value}:{cause}:{mark}",
            kind=FindingKind.CASEWORK,
            mechanism=Mechanism.CASEWORK,
            cause=cause,
            nature=None,
            severity=Severity.NOTICE if since > on else Severity.DELAY,
            predicted=since > on,
            aspect=None,
            persons=persons,
            since=since,
            until=None,
            office=self.outlook.competent(persons[0], matter, on) if matter else None,
            says=says,
        )


def _edges(participants: tuple[Participant, ...], phases: tuple[Phase, ...]) -> Iterator[date]:
    """The days on which somebody begins or stops, or a phase does."""
    for days in (each.days for group in (participants, phases) for each in group):
        if days.first is not None:
            yield days.first
        if days.last is not None:
            yield days.last + DAY


def _day_of(entry: Appointment) -> date | None:
    """The day of an appointment, None where it is not known to the day."""
    on = entry.on
    if on is None or isinstance(on, Unknown) or earliest(on) != latest(on):
        return None
    return latest(on)
