"""The evaluator: a case or a fact sheet in, an evaluation out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, overload

from attrs import field, frozen

from kimcore.dates import FIRST_DAY, LAST_DAY, Duration
from kimcore.errors import KimcoreError, UnknownNameError, did_you_mean, listed
from kimcore.evaluation.acknowledgement import apart
from kimcore.evaluation.chains import Chains, ChainStanding, overdue
from kimcore.evaluation.explanation import Explanation, condition_of, explain
from kimcore.evaluation.finding import Finding, FindingKind, Side
from kimcore.evaluation.gaps import Gaps
from kimcore.evaluation.judgement import Judgement, JudgementKind
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.many import Evaluated, each_of
from kimcore.evaluation.notebook import summary_html
from kimcore.evaluation.outlook import HORIZON, Outlook, window_around
from kimcore.evaluation.plan import NextStep, Plan
from kimcore.evaluation.provenance import Provenance, provenance
from kimcore.evaluation.questions import Question, questions
from kimcore.evaluation.sides import Sides
from kimcore.landscape.landscape import Landscape
from kimcore.language.daysets import Reading
from kimcore.language.facts import facts_of
from kimcore.language.interpreter import Trace
from kimcore.language.sheet import FactSheet, SheetFacts
from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.people.case import Case
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import ALWAYS, NotModelled, Statement
from kimcore.text import Text

if TYPE_CHECKING:  # it would bring a log along, and whoever has an executor has imported it
    from concurrent.futures import Executor

T = TypeVar("T")


@frozen(kw_only=True)
class Standing:
    """Where a person stands in one aspect on the day of evaluation.

    Args:
        person: the key of the person.
        aspect: the code of the aspect; `title` is what it is called.
        due: whether the person must be covered: yes, no, or None: open.
        owed: who owes; None: nobody, or it is open.
        pays: the codes of the benefits that are paid.
        claimed: whether what is owed is claimed and not yet answered.
    """

    person: str
    aspect: str
    title: Text | None
    due: bool | None
    owed: Side | None
    pays: tuple[str, ...] = field(repr=False)
    claimed: bool


@frozen(kw_only=True)
class LeftOut:
    """What the rulebook leaves out, and whether it matters here for certain; False: that is open."""

    statement: NotModelled
    certain: bool


@frozen(kw_only=True, repr=False)
class Evaluation:
    """What an evaluation says of a case on a day. A value: the same case, day, law and offices give the same.

    Args:
        case: the key of the case.
        on: the day of evaluation.
        provenance: which record, rulebook, landscape and library it rests on.
        findings: what is broken or ahead, the gravest first.
        acknowledged: findings of which somebody has taken note, which are out of the list until their day has come or
            they get worse. What can be done about them still stands among the steps.
        next_steps: what can be done, in order.
        questions: what is unknown and matters, in order.
        not_modelled: what the rulebook leaves out and matters here, or may matter.
        chains: where each person stands in the chains that are for them.
        standings: where each person who belongs to the household stands on the day, aspect by aspect.
    """

    case: str
    on: date
    provenance: Provenance
    findings: tuple[Finding, ...]
    acknowledged: tuple[Finding, ...]
    next_steps: tuple[NextStep, ...]
    questions: tuple[Question, ...]
    not_modelled: tuple[LeftOut, ...]
    standings: tuple[Standing, ...]
    chains: tuple[ChainStanding, ...] = ()
    _lanes: Lanes = field(eq=False)

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """The findings of missing cover."""
        return tuple(finding for finding in self.findings if finding.kind is FindingKind.NO_COVER)

    @property
    def passages(self) -> tuple[Finding, ...]:
        """The findings of passages ahead at which nothing is missing."""
        return tuple(finding for finding in self.findings if finding.kind is FindingKind.PASSAGE_AHEAD)

    @property
    def outlook(self) -> Outlook:
        """What the evaluation looked at: case, law, offices, window."""
        return self._lanes.outlook

    def lane(self, person: str, aspect: str) -> Lane:
        """Return who should pay and who does, day by day, for a person in an aspect.

        Raises:
            UnknownNameError: the case has no such person, or the rulebook no such aspect.
        """
        _known(person, self.outlook.persons, "person")
        _known(aspect, [each.id for each in self.outlook.rulebook.aspects], "aspect")
        return self._lanes.lane(person, aspect)

    def judgement(self, statement: str, person: str, *, on: date | None = None) -> Judgement:
        """Return the verdict on a statement for a person.

        Args:
            statement: the id of a definition, an entitlement, a step, an aspect …: anything with conditions.
            person: the key of the person.
            on: the day; None: the day of evaluation.

        Raises:
            UnknownNameError: there is no such statement or person.
        """
        _known(person, self.outlook.persons, "person")
        day = on or self.on
        if not self.outlook.law_on(statement, day):
            return Judgement(statement=statement, person=person, day=day, kind=JudgementKind.NOT_IN_FORCE)
        return _judged(self.outlook, statement, person, day)

    def explain(self, statement: str, person: str, *, on: date | None = None) -> Explanation:
        """Return why a statement applies to a person or does not: the tree of its tests, with all reasons.

        Raises:
            UnknownNameError: there is no such statement or person.
        """
        judgement = self.judgement(statement, person, on=on)
        return explain(self.outlook, judgement, self._versions(statement))

    def _versions(self, statement: str) -> tuple[Statement, ...]:
        return self.outlook.rulebook.versions(statement)

    def _repr_html_(self) -> str:
        return summary_html(f"{self.case} · {self.on}", self.findings, self.next_steps)

    def __repr__(self) -> str:
        found = f"{len(self.findings)} findings, {len(self.next_steps)} steps, {len(self.questions)} questions"
        return f"Evaluation(on={self.on}, {found})"


class Evaluator:
    """Judges cases by one rulebook in one landscape.

    Args:
        rulebook: the law.
        landscape: the offices.
        vocabulary: the facts that the rulebook may name; None: those that a case can tell.

    Example:
        >>> from kimcore import Evaluator, load_landscape, load_rulebook
        >>> Evaluator(load_rulebook("nrw"), load_landscape("kreis-recklinghausen"))
        Evaluator(rulebook='nrw', landscape='kreis-recklinghausen')
    """

    def __init__(self, rulebook: Rulebook, landscape: Landscape, vocabulary: Vocabulary | None = None) -> None:
        self.rulebook = rulebook
        self.landscape = landscape
        self.vocabulary = vocabulary or standard_vocabulary()

    def __repr__(self) -> str:
        return f"Evaluator(rulebook={self.rulebook.id!r}, landscape={self.landscape.id!r})"

    @overload
    def evaluate_many(
        self, cases: Iterable[Case | FactSheet | KimcoreError], *, on: date | None, executor: "Executor | None" = None
    ) -> Iterator[Evaluated[Evaluation]]: ...

    @overload
    def evaluate_many(
        self,
        cases: Iterable[Case | FactSheet | KimcoreError],
        *,
        on: date | None,
        executor: "Executor | None" = None,
        then: Callable[[Evaluation], T],
    ) -> Iterator[Evaluated[T]]: ...

    def evaluate_many(
        self,
        cases: Iterable[Case | FactSheet | KimcoreError],
        *,
        on: date | None,
        executor: "Executor | None" = None,
        then: Callable[[Evaluation], Any] | None = None,
    ) -> Iterator[Evaluated[Any]]:
        """Yield what became of each of many cases, in their order; a faulty one yields its error and stops no other.

        Cases are taken as answers are asked for, a few ahead where there is an executor: neither all cases nor all
        answers are ever held at once.

        Args:
            cases: the records; an error in the place of one that could not be read is passed on with its number.
            on: the day of evaluation; None: of each case the day it was read.
            executor: who evaluates, such as a pool of processes; None: this thread, one by one.
            then: what is made of each evaluation where it was judged, such as `write_evaluation`, so that little comes
                back from another process; it has to be a function that can be pickled there. None: nothing.

        Raises:
            ValueError: the day lies outside the days that kimcore reckons with.

        Example:
            >>> from kimcore import Case, Evaluator, Person, load_landscape, load_rulebook
            >>> evaluator = Evaluator(load_rulebook("nrw"), load_landscape("kreis-recklinghausen"))
            >>> cases = (Case(key=str(n), as_of=date(2026, 11, 23), persons=(Person(key="P"),)) for n in range(3))
            >>> [each.answer.case for each in evaluator.evaluate_many(cases, on=date(2026, 11, 23))]
            ['0', '1', '2']
        """
        if on is not None:
            _within(on)
        parts = (self.rulebook, self.landscape, self.vocabulary)
        return each_of(cases, partial(_judged_by, self, on, then), parts, executor)

    def evaluate(self, case: Case | FactSheet, *, on: date, horizon: Duration = HORIZON) -> Evaluation:
        """Return what each person of the case can do next, what is broken or ahead, and what is still unknown.

        Args:
            case: the record, or a fact sheet, which gives the same as the case that says the same.
            on: the day of evaluation. After the day of the record, the record is taken as unchanged for a time.
            horizon: how far to look ahead.

        Raises:
            ValueError: the day lies outside the days that kimcore reckons with.
        """
        _within(on)
        outlook = Outlook(
            rulebook=self.rulebook,
            landscape=self.landscape,
            record=case,
            facts=SheetFacts(case, self.vocabulary) if isinstance(case, FactSheet) else facts_of(case, self.vocabulary),
            on=on,
            window=window_around(on, horizon),
        )
        lanes = Lanes(outlook)
        found = Gaps(lanes).findings()
        chains = Chains(outlook).standings(found)
        found = tuple(sorted((*found, *overdue(chains, on)), key=lambda finding: finding.order))
        findings, acknowledged = apart(found, outlook)
        steps = Plan(lanes, found).next_steps()
        return Evaluation(
            case=case.key,
            on=on,
            provenance=provenance(outlook),
            findings=findings,
            acknowledged=acknowledged,
            next_steps=steps,
            questions=questions(lanes, found, steps, chains),
            not_modelled=tuple(_left_out(outlook)),
            standings=tuple(_standing(lanes, lane) for lane in lanes if outlook.belongs(lane.person)),
            chains=chains,
            lanes=lanes,
        )


def _judged_by(
    evaluator: Evaluator, on: date | None, then: Callable[[Evaluation], Any] | None, case: Case | FactSheet
) -> Any:
    evaluation = evaluator.evaluate(case, on=on or case.as_of)
    return evaluation if then is None else then(evaluation)


def _within(on: date) -> None:
    if not FIRST_DAY <= on <= LAST_DAY:
        raise ValueError(f"the day of evaluation lies outside {FIRST_DAY} to {LAST_DAY}")


def _standing(lanes: Lanes, lane: Lane) -> Standing:
    outlook = lanes.outlook
    today = outlook.today
    owing = lane.leads(today)
    due = True if lane.due.definitely & today else None if lane.due.possibly & today else False
    return Standing(
        person=lane.person,
        aspect=lane.aspect.id,
        title=lane.aspect.title,
        due=due,
        owed=Sides(lanes).owed(lane, owing, outlook.on, owing.leading) if owing and due is not False else None,
        pays=lane.pays(today),
        claimed=bool(owing and owing.claimed.definitely & today),
    )


def _left_out(outlook: Outlook) -> Iterator[LeftOut]:
    """What is not modelled and matters to one of the persons on the day, or may matter."""
    for statement in outlook.rulebook.not_modelled:
        if statement.applies_on(outlook.on):
            node = statement.condition.node
            persons = [person for person in outlook.persons if outlook.belongs(person)]
            verdicts = [outlook.verdict(person, node, Reading.ASSUMING) for person in persons]
            if any(verdict.possibly & outlook.today for verdict in verdicts):
                certain = any(verdict.definitely & outlook.today for verdict in verdicts)
                yield LeftOut(statement=statement, certain=certain)


def _judged(outlook: Outlook, statement: str, person: str, day: date) -> Judgement:
    strict, assuming = (_trace(outlook, statement, person, day, reading) for reading in Reading)
    kinds = {True: JudgementKind.APPLIES, False: JudgementKind.DOES_NOT_APPLY, None: JudgementKind.OPEN}
    unless = strict.answer is None and assuming.answer is True
    return Judgement(
        statement=statement,
        person=person,
        day=day,
        kind=JudgementKind.APPLIES_UNLESS if unless else kinds[strict.answer],
        open_facts=tuple(dict.fromkeys(strict.open_facts())),
    )


def _trace(outlook: Outlook, statement: str, person: str, day: date, reading: Reading) -> Trace:
    """How a statement is judged: a rule by all its versions, another by the one in force; a figure always applies."""
    if statement in outlook.rulebook.program.rules:
        return outlook.interpreter.rule(person, day, statement, reading)
    version = outlook.rulebook.in_force(statement, on=day)
    condition = condition_of(version) if version is not None else None
    return outlook.interpreter.judge(person, day, (condition or ALWAYS).node, reading)


def _known(name: str, names: Iterable[str], what: str) -> None:
    known = list(dict.fromkeys(names))
    if name not in known:
        hint = did_you_mean(name, known)
        raise UnknownNameError(f"there is no {what} {name!r}; {hint or f'there are: {listed(known)}'}")
