"""The two sides of a passage: which benefit, which days, which office."""

from datetime import date, timedelta
from functools import cache

from attrs import define

from kimcore.evaluation.finding import Reservation, Side
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.outlook import Outlook
from kimcore.landscape.competence import Role
from kimcore.language.daysets import Reading
from kimcore.language.interpreter import Trace
from kimcore.language.syntax import Except, Flag, Some
from kimcore.language.window import DaySet
from kimcore.law.citation import Citation
from kimcore.law.codes import code_lists
from kimcore.rules.statement import Entitlement, Transition
from kimcore.text import Text

DAY = timedelta(days=1)


@define
class Sides:
    """Looks up what owes on a day, with the offices, and what must pass over between two benefits."""

    lanes: Lanes

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def owed(self, lane: Lane, owing: Owing, day: date, days: DaySet) -> Side:
        """Return the side of an entitlement on a day, with the run of these days that holds the day."""
        first, last = run_of(self.outlook, days, day)
        return self._side(lane.person, owing.entitlement, owing.entitlement.benefit, day, (first, last))

    def paid(self, lane: Lane, benefit: str, day: date) -> Side:
        """Return the side of a payment on a day, whether anybody owes it or not."""
        return self._side(lane.person, None, benefit, day, run_of(self.outlook, lane.recorded[benefit], day))

    def before(self, lane: Lane, day: date) -> Side | None:
        """Return who owed on the day before, or else what was paid then; None where neither is known."""
        eve = day - DAY
        there = self.outlook.window.day(eve)
        owing = lane.leads(there)
        if owing is not None:
            return self.owed(lane, owing, eve, owing.leading)
        for benefit in lane.pays(there):
            return self._side(lane.person, None, benefit, eve, run_of(self.outlook, lane.paid[benefit], eve))
        return None

    def _side(
        self,
        person: str,
        entitlement: Entitlement | None,
        benefit: str,
        day: date,
        run: tuple[date | None, date | None],
    ) -> Side:
        matter = matter_of(benefit, entitlement, day)
        roles: tuple[Role, ...] = ("decides", "accepts") if matter else ()
        found = {role: self.outlook.competent(person, matter or "", day, role) for role in roles}
        return Side(
            entitlement=entitlement,
            benefit=benefit,
            first=run[0],
            last=run[1],
            matter=matter,
            decides=found.get("decides"),
            accepts=found.get("accepts"),
        )

    def transition(self, person: str, before: str, after: str, day: date) -> Transition | None:
        """Return the transition of the rulebook between two benefits for a person on a day, None without one."""
        there = self.outlook.window.day(day)
        for transition in self.outlook.rulebook.transitions:
            if before in transition.from_ and transition.to == after and transition.applies_on(day):
                verdict = self.outlook.verdict(person, transition.condition.node, Reading.ASSUMING)
                if verdict.definitely & there:
                    return transition
        return None

    def between(self, person: str, before: Side | None, now: Side, day: date) -> Transition | None:
        """Return the transition between two sides, None without one, or where nothing is known of the first."""
        return self.transition(person, before.benefit, now.benefit, day) if before else None

    def bridge(self, lane: Lane, day: date) -> Entitlement | None:
        """Return what pays in the place of what is owed and not yet paid on a day, None where nothing does."""
        there = self.outlook.window.day(day)
        return next((owing.entitlement for owing in lane.owings if owing.bridges and owing.owed & there), None)

    def reservations(self, person: str, entitlement: Entitlement, day: date) -> tuple[Reservation, ...]:
        """Return the exceptions to an entitlement that are possible on a day and were never established."""
        trace = self.outlook.interpreter.rule(person, day, entitlement.id, Reading.ASSUMING)
        found: dict[Text, Reservation] = {}
        for part in self._assumed(trace):
            says, basis = self._said(part)
            facts = tuple(dict.fromkeys(fact for each in part.parts for fact in each.open_facts()))
            found.setdefault(says, Reservation(person=person, says=says, facts=facts, basis=basis))
        return tuple(found.values())

    def _assumed(self, trace: Trace) -> list[Trace]:
        """What was assumed below a trace: exceptions that are possible, and what the law presumes; nothing in vain."""
        if self.outlook.interpreter.judge(trace.person, trace.day, trace.node).answer is True:
            return []
        if isinstance(trace.node, Except):
            return [trace] if trace.parts[0].answer is None else []
        found = [trace] if trace.presumed else []
        for part in trace.parts:
            # a part of `some parent: …` was judged for the parent, by the versions below it
            below = part.parts if isinstance(trace.node, Some) else (part,)
            found += [part] if isinstance(trace.node, Some) and part.presumed else []
            found += [each for one in below if one.answer is not False for each in self._assumed(one)]
        return found

    def _said(self, part: Trace) -> tuple[Text, tuple[Citation, ...]]:
        """What was assumed, in the words of the exception, else of the statement it names."""
        condition = self.outlook.rulebook.exception(part.node)
        if condition is not None and condition.says is not None:
            return condition.says, condition.basis
        inner = part.node.item if isinstance(part.node, Except) else part.node
        name = inner.name if isinstance(inner, Flag | Some) else ""
        known = self.outlook.rulebook.versions(name)[-1] if name in self.outlook.rulebook.ids else None
        text = (condition.text if condition else None) or name
        says = known.title if known and known.title else Text.of(de=text, en=text)
        return says, (condition.basis if condition else ()) or (known.basis if known else ())


def matter_of(benefit: str, entitlement: Entitlement | None, day: date) -> str | None:
    """Return the matter by which the office of a benefit is found."""
    if entitlement is not None and entitlement.claim.matter is not None:
        return entitlement.claim.matter
    matter = code_lists()["benefit"][benefit].property("matter", day)
    return matter if isinstance(matter, str) else None


@cache
def matters_of(aspect: str, day: date) -> frozenset[str]:
    """Return the matters of all benefits that answer for an aspect."""
    benefits = [code for code in code_lists()["benefit"].codes if code.property("aspect", day) == aspect]
    return frozenset(str(code.property("matter", day)) for code in benefits)


def run_of(outlook: Outlook, days: DaySet, day: date) -> tuple[date | None, date | None]:
    """Return first and last day of the unbroken run of a set that holds a day; None at an end of the window."""
    window = outlook.window
    first, last = next(run for run in window.runs(days) if run[0] <= day <= run[1])
    return None if first == window.first else first, None if last == window.last else last
