"""Gaps that the rulebook names: each lasts as long as its condition holds for certain."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_

from attrs import define

from kimcore.dates import passed
from kimcore.evaluation.deadlines import due_day
from kimcore.evaluation.finding import Finding, FindingKind, Nature, Severity
from kimcore.evaluation.outlook import Outlook
from kimcore.landscape.answer import Answer
from kimcore.language.daysets import Verdict
from kimcore.rules.statement import Gap
from kimcore.text import Text

DAY = timedelta(days=1)

_NATURES = {"law": Nature.LAW, "practice": Nature.PRACTICE, "proof": Nature.PROOF}


@define
class NamedGaps:
    """Finds the gaps of `[[gap]]` statements in a household."""

    outlook: Outlook

    def findings(self) -> Iterator[Finding]:
        """Yield the gaps that are running or ahead, one for all persons who have it on the same days."""
        for gap in self.outlook.rulebook.gaps:
            yield from self._of(gap)

    def _of(self, gap: Gap) -> Iterator[Finding]:
        on, window = self.outlook.on, self.outlook.window
        groups: dict[tuple[date, date | None], list[str]] = {}
        for person in self.outlook.persons:
            days = self._told(gap, person)
            for first, last in window.runs(days.definitely):
                if last >= on and worth_telling(first, on, gap):
                    ends = window.day(last + DAY) & ~days.possibly
                    groups.setdefault((first, last if ends else None), []).append(person)
        for (first, until), persons in groups.items():
            yield self._finding(gap, first, until, tuple(persons))

    def _told(self, gap: Gap, person: str) -> Verdict:
        """The days on which the person has the gap, or may have it, and none that says more."""
        days = self._holds(gap, person)
        better = (other for other in self.outlook.rulebook.gaps if other.id in gap.yields_to)
        taken = reduce(or_, (self._holds(other, person).definitely for other in better), 0)
        return Verdict(days.definitely & ~taken, days.possibly & ~taken)

    def _holds(self, gap: Gap, person: str) -> Verdict:
        """The days on which a version of a gap holds and is the law, and the person belongs to the household."""
        period = gap.in_force
        law = self.outlook.window.days(period.first, period.last) if period else 0
        found, days = self.outlook.verdict(person, gap.condition.node), law & self.outlook.belonging(person)
        return Verdict(found.definitely & days, found.possibly & days)

    def _finding(self, gap: Gap, first: date, until: date | None, persons: tuple[str, ...]) -> Finding:
        on = self.outlook.on
        offices = {each: self._office(gap, each, max(first, on)) for each in sorted(persons)}
        last_days = [due_day(self.outlook, gap.act_by, each, first, office) for each, office in offices.items()]
        return Finding(
            id=f"{gap.id}:{'+'.join(sorted(persons))}:{first}",
            kind=FindingKind.NAMED,
            mechanism=gap.mechanism,
            cause=gap.cause,
            nature=_NATURES[gap.nature],
            severity=Severity(gap.severity),
            predicted=first > on,
            aspect=None,
            persons=persons,
            since=first,
            until=until,
            act_by=min((day for day in last_days if day), default=None),
            named=gap,
            office=offices[min(persons)],
            remedies=gap.remedies,
            disputed=(gap.disputed,) if gap.disputed else (),
            basis=gap.basis,
            says=gap.title or Text.of(de=gap.id, en=gap.id),
        )

    def _office(self, gap: Gap, person: str, day: date) -> Answer | None:
        return self.outlook.competent(person, gap.matter, day) if gap.matter else None


def worth_telling(first: date, on: date, gap: Gap) -> bool:
    """Tell whether a gap that begins on a day is running, or so near that it is told."""
    return gap.act_from is None or passed(on, gap.act_from) >= first
