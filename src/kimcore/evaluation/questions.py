"""The unknown facts that still matter, ranked by what they decide.

A gap that is merely possible is no alarm: it stands here, under the question that decides it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve, frozen

from kimcore.evaluation.finding import Finding, Severity
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.plan import NextStep
from kimcore.language.daysets import Reading
from kimcore.language.facts import fresh_until
from kimcore.language.vocabulary import Answerer
from kimcore.language.window import DaySet
from kimcore.law.citation import Citation
from kimcore.rules.statement import Statement
from kimcore.text import Text


@frozen(kw_only=True)
class Reason:
    """What an answer decides.

    Args:
        of: the id of the statement, aspect or matter that it decides.
        says: what that is, in plain words.
        severity: how much depends on it.
        basis: the sources of what the answer would change.
        weight: how many statements hang on it.
    """

    of: str
    says: Text
    severity: Severity
    basis: tuple[Citation, ...] = ()
    weight: int = 1


@frozen(kw_only=True)
class Question:
    """One unknown fact of a person that still matters.

    Args:
        person: the key of the person.
        fact: the id of the fact; `relations` where it is not recorded who is related to whom.
        text: the question; None where the vocabulary has none.
        answered_by: who can answer.
        reasons: what the answer decides, the gravest first.
    """

    person: str
    fact: str
    text: Text | None
    answered_by: tuple[Answerer, ...]
    reasons: tuple[Reason, ...]

    @property
    def severity(self) -> Severity:
        """How much depends on the answer."""
        return min((reason.severity for reason in self.reasons), key=lambda severity: severity.rank)


Asked = tuple[str, str, Reason]
"""Person, fact, and what the answer decides."""


def questions(
    lanes: Lanes, findings: Iterable[Finding], steps: Iterable[NextStep]
) -> tuple[Question, ...]:
    """Return the questions of an evaluation, the ones first on which most depends."""
    outlook = lanes.outlook
    gathered: dict[tuple[str, str], dict[str, Reason]] = {}
    asked = [*_reserved(findings), *_undecided(lanes), *_offices(findings, steps), *_steps(outlook, steps)]
    asked += _named(outlook)
    for person, fact, reason in asked:
        gathered.setdefault((person, fact), {}).setdefault(reason.of, reason)
    found = [_question(outlook, person, fact, reasons.values()) for (person, fact), reasons in gathered.items()]
    return tuple(sorted(found, key=lambda question: (question.severity.rank, -_weight(question))))


def _weight(question: Question) -> int:
    return sum(reason.weight for reason in question.reasons if reason.severity is question.severity)


def _question(outlook: Outlook, person: str, fact: str, reasons: Iterable[Reason]) -> Question:
    known = outlook.facts.vocabulary.get(fact)
    return Question(
        person=person,
        fact=fact,
        text=known.question if known else None,
        answered_by=known.answered_by if known else ("person", "paper"),
        reasons=tuple(sorted(reasons, key=lambda reason: reason.severity.rank)),
    )


def _reserved(findings: Iterable[Finding]) -> Iterator[Asked]:
    """Exceptions to what was found that were never established."""
    for finding in findings:
        for reservation in finding.reservations:
            reason = Reason(
                of=finding.id, says=reservation.says, severity=finding.severity, basis=reservation.basis
            )
            yield from ((person, fact, reason) for person, fact in reservation.facts)


def _undecided(lanes: Lanes) -> Iterator[Asked]:
    """What decides whether there is a hole."""
    for lane in lanes:
        day = _day_to_ask(lanes.outlook, lane.undecided)
        if day is not None:
            yield from _open_facts(lanes, lane, day)


def _day_to_ask(outlook: Outlook, undecided: DaySet) -> date | None:
    """The first undecided day from the day of evaluation on, as far as the record is fresh."""
    until = max(outlook.on, fresh_until(outlook.case))
    return outlook.window.first_day(undecided & outlook.window.days(outlook.on, until))


def _open_facts(lanes: Lanes, lane: Lane, day: date) -> Iterator[Asked]:
    """What leaves it open on a day whether the person is due, covered, owed to, or has applied."""
    outlook, person = lanes.outlook, lane.person
    there = outlook.window.day(day)
    whole = Reason(
        of=lane.aspect.id,
        says=_titled(lane.aspect),
        severity=Severity.EXISTENCE,
        basis=lane.aspect.basis,
        weight=1 + sum(bool(owing.possible & there) for owing in lane.owings),
    )
    if lane.due.possibly & ~lane.due.definitely & there:
        for who, fact in outlook.interpreter.judge(person, day, lane.aspect.due.node).open_facts():
            yield who, fact, whole
    paid = evolve(whole, weight=1)
    if lane.unsure & there:
        yield person, f"coverage.{lane.aspect.id}", paid
    for owing in lane.owings:
        if owing.claimed.possibly & ~owing.claimed.definitely & there:
            yield from ((who, fact, paid) for who, fact in lanes.claim_questions(lane, owing, day))
    for owing in () if lane.owed & there else lane.owings:
        if owing.possible & there:
            says, basis = _titled(owing.entitlement), owing.entitlement.basis
            reason = Reason(of=owing.id, says=says, severity=Severity.EXISTENCE, basis=basis)
            trace = outlook.interpreter.rule(person, day, owing.id, Reading.ASSUMING)
            yield from ((who, fact, reason) for who, fact in trace.open_facts())


def _offices(findings: Iterable[Finding], steps: Iterable[NextStep]) -> Iterator[Asked]:
    """Places that are needed to name the office."""
    for finding in findings:
        answer = finding.now.decides if finding.now else None
        if answer is not None and finding.now is not None:
            reason = Reason(of=f"office:{finding.now.matter}", says=_WHICH_OFFICE, severity=finding.severity)
            yield from ((finding.persons[0], fact, reason) for fact in answer.needs)
    for step in steps:
        if step.decides is not None:
            reason = Reason(of=f"office:{step.step.matter}", says=_WHICH_OFFICE, severity=Severity(step.step.severity))
            yield from ((step.persons[0], fact, reason) for fact in step.decides.needs)


_WHICH_OFFICE = Text.of(de="welche Stelle zuständig ist", en="which office is competent")


def _steps(outlook: Outlook, steps: Iterable[NextStep]) -> Iterator[Asked]:
    """What leaves a suggested step open."""
    for step in steps:
        if not step.certain:
            says, basis = _titled(step.step), step.step.basis
            reason = Reason(of=step.step.id, says=says, severity=Severity(step.step.severity), basis=basis)
            for person in step.persons:
                trace = outlook.interpreter.judge(person, outlook.on, step.step.condition.node, Reading.ASSUMING)
                yield from ((who, fact, reason) for who, fact in trace.open_facts())


def _named(outlook: Outlook) -> Iterator[Asked]:
    """What leaves it open whether a gap that the rulebook names is running."""
    for gap in outlook.rulebook.gaps:
        for person in outlook.persons if gap.applies_on(outlook.on) else ():
            verdict = outlook.verdict(person, gap.condition.node)
            if verdict.possibly & ~verdict.definitely & outlook.today:
                reason = Reason(of=gap.id, says=_titled(gap), severity=Severity(gap.severity), basis=gap.basis)
                trace = outlook.interpreter.judge(person, outlook.on, gap.condition.node)
                yield from ((who, fact, reason) for who, fact in trace.open_facts())


def _titled(statement: Statement) -> Text:
    return statement.title or Text.of(de=statement.id, en=statement.id)
