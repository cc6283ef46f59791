"""Gaps that the rulebook names: each lasts as long as its condition holds for certain."""

from collections.abc import Iterator
from datetime import date

from attrs import define

from kimcore.evaluation.deadlines import due_day
from kimcore.evaluation.finding import Finding, FindingKind, Nature, Severity
from kimcore.evaluation.outlook import Outlook
from kimcore.rules.statement import Gap
from kimcore.text import Text

_NATURES = {"law": Nature.LAW, "practice": Nature.PRACTICE, "proof": Nature.PROOF}


@define
class NamedGaps:
    """Finds the gaps of `[[gap]]` statements in a household."""

    outlook: Outlook

    def findings(self) -> Iterator[Finding]:
        """Yield the gaps that are running or ahead, one for all persons who have it on the same days."""
        for gap in self.outlook.rulebook.gaps:
            if gap.in_force is not None:
                yield from self._of(gap)

    def _of(self, gap: Gap) -> Iterator[Finding]:
        in_force = self.outlook.window.days(*_ends(gap))
        groups: dict[tuple[date, date], list[str]] = {}
        for person in self.outlook.persons:
            days = self.outlook.verdict(person, gap.condition.node).definitely & in_force
            for first, last in self.outlook.window.runs(days):
                if last >= self.outlook.on:
                    groups.setdefault((first, last), []).append(person)
        for (first, last), persons in groups.items():
            yield self._finding(gap, first, last, tuple(persons))

    def _finding(self, gap: Gap, first: date, last: date, persons: tuple[str, ...]) -> Finding:
        on = self.outlook.on
        office = self.outlook.competent(persons[0], gap.matter, max(first, on)) if gap.matter else None
        return Finding(
            id=f"{gap.id}:{'+'.join(persons)}:{first}",
            kind=FindingKind.NAMED,
            nature=_NATURES[gap.nature],
            severity=Severity(gap.severity),
            predicted=first > on,
            aspect=None,
            persons=persons,
            since=first,
            until=last if last < self.outlook.window.last else None,
            act_by=due_day(self.outlook, gap.act_by, persons[0], first, office),
            named=gap,
            office=office,
            remedies=gap.remedies,
            disputed=(gap.disputed,) if gap.disputed else (),
            basis=gap.basis,
            says=gap.title or Text.of(de=gap.id, en=gap.id),
        )


def _ends(gap: Gap) -> tuple[date | None, date | None]:
    return (gap.in_force.first, gap.in_force.last) if gap.in_force else (None, None)
