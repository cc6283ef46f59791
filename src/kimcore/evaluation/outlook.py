"""What an evaluation looks at: a case or a fact sheet, law and offices, over a window of days around one day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from attrs import define, field

from kimcore.dates import Duration, Period, first_of_month, passed
from kimcore.landscape.answer import Answer
from kimcore.landscape.competence import Role
from kimcore.landscape.landscape import Landscape
from kimcore.language.daysets import DaySets, Reading, Verdict
from kimcore.language.facts import CaseFacts
from kimcore.language.interpreter import Interpreter
from kimcore.language.sheet import FactSheet, SheetFacts
from kimcore.language.syntax import Node
from kimcore.language.window import DaySet, Window, union
from kimcore.people.case import Case
from kimcore.people.history import Unknown
from kimcore.people.household import membership
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import Statement

BEFORE = Duration(12, 0)
"""How far the window reaches back from the first of the month of the day of evaluation."""

HORIZON = Duration(6, 0)
"""How far it looks ahead unless the caller says otherwise."""


def window_around(on: date, horizon: Duration = HORIZON) -> Window:
    """Return the window of an evaluation.

    It begins on the first of the month twelve months before the day, and ends on the day before the horizon has passed,
    on the day of evaluation at the earliest.
    """
    start = first_of_month(on)
    year, month = divmod(start.year * 12 + start.month - 1 - BEFORE.months, 12)
    return Window(date(year, month + 1, 1), max(on, passed(on, horizon) - timedelta(days=1)))


@define(kw_only=True)
class Outlook:
    """One evaluation at work: everything its parts read, and the verdicts judged so far."""

    rulebook: Rulebook
    landscape: Landscape
    record: Case | FactSheet
    facts: CaseFacts | SheetFacts
    on: date
    window: Window
    sets: DaySets = field(init=False)
    interpreter: Interpreter = field(init=False)
    _belonging: dict[str, DaySet] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sets = DaySets(self.rulebook.program, self.facts, self.window)
        self.interpreter = Interpreter(self.rulebook.program, self.facts)
        self._belonging = {
            person.key: union(
                self.window.days(each.first, each.last) for each in membership(person, as_of=self.case.as_of)
            )
            for person in self.case.persons
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """What it is made of travels to another process; what was judged so far is judged again where it is asked."""
        return _made, (self.rulebook, self.landscape, self.record, self.facts, self.on, self.window)

    @property
    def case(self) -> Case:
        """The household: the record itself, or of a fact sheet what it says beside the facts."""
        return self.record.household if isinstance(self.record, FactSheet) else self.record

    def version(self, id: str) -> Statement:  # noqa: A002  # the word of the rulebook
        """Return the version of a statement that is the law on the day of evaluation, else the latest but a bill."""
        versions = self.rulebook.versions(id)
        current = self.rulebook.in_force(id, on=self.on)
        return current or next((each for each in reversed(versions) if each.in_force is not None), versions[-1])

    def law_on(self, id: str, day: date) -> bool:  # noqa: A002  # the word of the rulebook
        """Tell whether a statement is the law on a day, or was before in the month to the end of which it lasts."""
        rule = self.rulebook.program.rules.get(id)
        days = Period(first_of_month(day) if rule is not None and rule.lasts_to_end_of_month else day, day)
        return any(each.in_force is not None and each.in_force.overlaps(days) for each in self.rulebook.versions(id))

    @property
    def persons(self) -> tuple[str, ...]:
        """The keys of the persons, in the order of the case."""
        return self.facts.persons

    def belonging(self, person: str) -> DaySet:
        """Return the days on which the person belongs to the household: nothing is found for any other."""
        return self._belonging[person]

    def belongs(self, person: str) -> bool:
        """Tell whether the person belongs to the household on the day of evaluation."""
        return bool(self._belonging[person] & self.today)

    def community(self, person: str) -> tuple[str, ...] | None:
        """Return the community of need of a person as it is recorded for the day of evaluation, None without one."""
        found = self.case.community(person, on=self.on)
        return None if isinstance(found, Unknown) else found

    @property
    def past(self) -> DaySet:
        """The days up to the day of evaluation, which is one of them."""
        return self.window.days(None, self.on)

    @property
    def today(self) -> DaySet:
        """The day of evaluation as a set."""
        return self.window.day(self.on)

    def verdict(self, person: str, test: Node, reading: Reading = Reading.STRICT) -> Verdict:
        """Return the days on which a test holds for the person."""
        return self.sets.verdict(person, test, reading)

    def competent(self, person: str, matter: str, day: date, role: Role = "decides") -> Answer:
        """Return which agency is competent in a matter for the person on a day."""

        def place(kind: str) -> str | Unknown | None:
            value = self.facts.timeline(person, f"place.{kind}").on(day)
            return value if value is None or isinstance(value, Unknown) else str(value)

        def judge(node: Node) -> bool | None:
            return self.interpreter.judge(person, day, node).answer

        return self.landscape.competent(matter, role=role, on=day, place=place, judge=judge)

    def relatives(self, person: str, day: date) -> Iterator[tuple[str, str]]:
        """Yield (relation, key) of partners, children and parents of the person on a day; none where unknown."""
        for relation in ("partner", "child", "parent"):
            found = self.facts.relatives(person, relation)
            for relative in () if isinstance(found, Unknown) else found:
                if day in relative.period:
                    yield relation, relative.person


def _made(  # the six parts, in the order in which they travel
    rulebook: Rulebook,
    landscape: Landscape,
    record: Case | FactSheet,
    facts: CaseFacts | SheetFacts,
    on: date,
    window: Window,
) -> Outlook:
    return Outlook(rulebook=rulebook, landscape=landscape, record=record, facts=facts, on=on, window=window)
