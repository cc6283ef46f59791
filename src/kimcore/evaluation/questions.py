"""The unknown facts that still matter, ranked by what they decide.

A gap that is merely possible is no alarm: it stands here, under the question that decides it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve, frozen

from kimcore.evaluation.chains import ChainStanding
from kimcore.evaluation.claims import APPLICATIONS, savable_from
from kimcore.evaluation.finding import Finding, Severity
from kimcore.evaluation.lanes import Lane, Lanes, Owing
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.plan import NextStep
from kimcore.landscape.answer import Answer
from kimcore.language.daysets import Reading
from kimcore.language.facts import fresh_until
from kimcore.language.timeline import Members
from kimcore.language.vocabulary import Answerer
from kimcore.language.window import DaySet, union
from kimcore.law.citation import Citation
from kimcore.people.history import Unknown
from kimcore.rules.statement import Aspect, Statement
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
    lanes: Lanes, findings: Iterable[Finding], steps: Iterable[NextStep], chains: Iterable[ChainStanding] = ()
) -> tuple[Question, ...]:
    """Return the questions of an evaluation, the ones first on which most depends."""
    outlook = lanes.outlook
    gathered: dict[tuple[str, str], dict[str, Reason]] = {}
    asked = [*_reserved(findings), *_undecided(lanes), *_offices(outlook, findings, steps), *_steps(outlook, steps)]
    asked += [*_named(outlook), *_starts(outlook, chains)]
    for person, fact, reason in asked:
        gathered.setdefault((person, _to_ask(outlook, fact)), {}).setdefault(reason.of, reason)
    found = [_question(outlook, person, fact, reasons.values()) for (person, fact), reasons in gathered.items()]
    return tuple(sorted(found, key=lambda question: (question.severity.rank, -_weight(question))))


def _to_ask(outlook: Outlook, fact: str) -> str:
    """The fact to ask for: what is worked out of applications is answered by the applications."""
    known = outlook.facts.vocabulary.get(fact)
    return APPLICATIONS if known is not None and known.history == APPLICATIONS else fact


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
            reason = Reason(of=finding.id, says=reservation.says, severity=finding.severity, basis=reservation.basis)
            yield from ((person, fact, reason) for person, fact in reservation.facts)


def _undecided(lanes: Lanes) -> Iterator[Asked]:
    """What decides whether there is a hole."""
    for lane in lanes:
        day = _day_to_ask(lanes.outlook, lane)
        if day is not None:
            yield from _open_facts(lanes, lane, day)
        yield from _doubtful_payments(lanes, lane)


def _day_to_ask(outlook: Outlook, lane: Lane) -> date | None:
    """The first undecided day ahead, as far as the record is fresh, else one before that can still be saved."""
    window, on = outlook.window, outlook.on
    ahead = lane.undecided & _ahead(outlook)
    claims = ((owing.possible, savable_from(on, owing.entitlement.claim)) for owing in lane.owings)
    saved = union(possible & window.days(first, on) for possible, first in claims)
    return window.first_day(ahead) or window.first_day(lane.undecided & saved)


def _ahead(outlook: Outlook) -> DaySet:
    return outlook.window.days(outlook.on, max(outlook.on, fresh_until(outlook.case)))


def _open_facts(lanes: Lanes, lane: Lane, day: date) -> Iterator[Asked]:
    """What leaves it open on a day whether the person is due, covered, owed to, or has applied."""
    outlook, person = lanes.outlook, lane.person
    there = outlook.window.day(day)
    weight = 1 + sum(bool(owing.possible & there) for owing in lane.owings)
    paid = _reason(lane.aspect)
    yield from ((who, fact, evolve(paid, weight=weight)) for who, fact in _due_facts(outlook, lane, day))
    if lane.unsure & there:
        yield person, f"coverage.{lane.aspect.id}", paid
    for owing in lane.owings:
        if owing.claimed.possibly & ~owing.claimed.definitely & there:
            yield from ((who, fact, paid) for who, fact in lanes.claim_questions(lane, owing, day))
    for owing in () if lane.owed & there else lane.owings:
        if owing.possible & there:
            reason = _reason(owing.entitlement)
            yield from ((who, fact, reason) for who, fact in _owing_facts(lanes, person, owing, day))


def _doubtful_payments(lanes: Lanes, lane: Lane) -> Iterator[Asked]:
    """What leaves it open whether a payment goes on: it is taken to, as long as nothing rules it out."""
    window = lanes.outlook.window
    day = window.first_day(lane.in_doubt & _ahead(lanes.outlook))
    if day is None:
        return
    there = window.day(day)
    for owing in lane.owings:
        if owing.possible & ~owing.sure & there and lane.paid.get(owing.entitlement.benefit, 0) & there:
            reason = _reason(owing.entitlement)
            yield from (
                (who, fact, reason) for who, fact in _owing_facts(lanes, lane.person, owing, day, Reading.STRICT)
            )


def _reason(statement: Statement) -> Reason:
    return Reason(of=statement.id, says=_titled(statement), severity=Severity.EXISTENCE, basis=statement.basis)


def _due_facts(outlook: Outlook, lane: Lane, day: date) -> Iterator[tuple[str, str]]:
    """What leaves it open on a day whether the person must be covered."""
    version = outlook.rulebook.in_force(lane.aspect.id, on=day)
    if isinstance(version, Aspect):
        yield from outlook.interpreter.judge(lane.person, day, version.due.node).open_facts()


def _owing_facts(
    lanes: Lanes, person: str, owing: Owing, day: date, reading: Reading = Reading.ASSUMING
) -> Iterator[tuple[str, str]]:
    """What leaves it open on a day whether the benefit is owed, and what it follows."""
    yield from lanes.outlook.interpreter.rule(person, day, owing.id, reading).open_facts()
    if owing.root is not None:
        root = lanes.lane(person, lanes.entitlement(owing.root).aspect)
        yield from _due_facts(lanes.outlook, root, day)
        yield from lanes.outlook.interpreter.rule(person, day, owing.root, reading).open_facts()


def _offices(outlook: Outlook, findings: Iterable[Finding], steps: Iterable[NextStep]) -> Iterator[Asked]:
    """Places that are needed to name the office."""
    for finding in findings:
        if finding.now is not None and finding.now.decides is not None:
            reason = Reason(of=f"office:{finding.now.matter}", says=_WHICH_OFFICE, severity=finding.severity)
            day = max(outlook.on, finding.since)
            yield from _needed(outlook, finding.persons, finding.now.decides, day, reason)
    for step in steps:
        if step.decides is not None:
            reason = Reason(of=f"office:{step.step.matter}", says=_WHICH_OFFICE, severity=Severity(step.step.severity))
            yield from _needed(outlook, step.persons, step.decides, outlook.on, reason)


def _needed(outlook: Outlook, persons: tuple[str, ...], answer: Answer, day: date, reason: Reason) -> Iterator[Asked]:
    """What an answer needs, of each person of whom it is unknown; else of the first, whose place is not precise."""
    for fact in answer.needs:
        unknown = [person for person in persons if _is_unknown(outlook.facts.timeline(person, fact).on(day))]
        yield from ((person, fact, reason) for person in unknown or persons[:1])


def _is_unknown(value: object) -> bool:
    return isinstance(value, Unknown) or (isinstance(value, Members) and not value.closed)


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
            if verdict.possibly & ~verdict.definitely & outlook.today and outlook.belongs(person):
                reason = Reason(of=gap.id, says=_titled(gap), severity=Severity(gap.severity), basis=gap.basis)
                trace = outlook.interpreter.judge(person, outlook.on, gap.condition.node)
                yield from ((who, fact, reason) for who, fact in trace.open_facts())


def _starts(outlook: Outlook, chains: Iterable[ChainStanding]) -> Iterator[Asked]:
    """What would tell from which day the time of a chain counts."""
    for standing in chains:
        chain, person = standing.chain, standing.person
        reason = Reason(of=chain.id, says=_titled(chain), severity=Severity.DELAY, basis=chain.basis)
        for fact in standing.needs:
            if _is_unknown(outlook.facts.timeline(person, fact).on(outlook.on)):
                yield person, fact, reason


def _titled(statement: Statement) -> Text:
    return statement.title or Text.of(de=statement.id, en=statement.id)
