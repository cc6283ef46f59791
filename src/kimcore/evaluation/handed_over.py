"""Handoffs that do not arrive: nobody answers, everybody refuses, it goes in circles, or nobody knows what came of it.

Nothing here lies ahead, and the clock alone is no alarm: a handoff is late from the day after one that somebody agreed,
or that a transition of the rulebook names. Where handoffs are not recorded nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from attrs import define, evolve, field

from kimcore.dates import deadline, working_day
from kimcore.evaluation import sentences
from kimcore.evaluation.addressees import Addressees
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import matter_of
from kimcore.evaluation.takeovers import cut_off, pays_for
from kimcore.evaluation.trails import OPEN, UNANSWERED, Trails
from kimcore.language.daysets import Reading
from kimcore.law.codes import code_lists
from kimcore.people.handoff import Handoff, OutcomeReport
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.statement import Transition, Value

DAY = timedelta(days=1)
SOON = timedelta(days=30)
"""A paper that runs out within these days threatens existence."""

MOST_FORWARDINGS = "MOST_FORWARDINGS"
"""The figure by which a rulebook says how often something may be forwarded; without it only circles are told."""

_TAKE_OVER = frozenset({"warm_referral", "forwarding", "transfer"})


@define
class HandedOver:
    """Finds what is wrong with the handoffs of a household."""

    lanes: Lanes
    trails: Trails = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.trails = Trails(self.lanes.outlook)

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with handoffs on the day of evaluation, once for all persons of whom it says the same."""
        groups: dict[tuple[object, ...], list[Finding]] = {}
        for finding in self._found():
            groups.setdefault(_sameness(finding), []).append(finding)
        for group in groups.values():
            yield group[0] if len(group) == 1 else self._joined(group)

    def _joined(self, group: list[Finding]) -> Finding:
        """One finding for several persons whose matters went the same way."""
        first, persons = group[0], {person for each in group for person in each.persons}
        handoffs = tuple(dict.fromkeys(handoff for each in group for handoff in each.handoffs))
        return evolve(
            first,
            id=_id(first.cause, sorted(_marked(each) for each in group), first.since),
            severity=min((each.severity for each in group), key=lambda each: each.rank),
            persons=tuple(key for key in self.outlook.persons if key in persons),
            handoffs=handoffs,
        )

    def _found(self) -> Iterator[Finding]:
        """What is wrong with each handoff."""
        astray = list(self._astray())
        yield from astray
        yield from self._unanswered({handoff for finding in astray for handoff in finding.handoffs})
        yield from self._refused()
        yield from self._circling()
        yield from self._doubled()
        yield from self._outcomes()
        yield from self._cut()

    # ------------------------------------------------------------------------------- answers

    def _unanswered(self, astray: set[Handoff]) -> Iterator[Finding]:
        """Requests not astray, to which the recipient has done nothing by the last day of an answer in time."""
        for handoff in self.trails.last_links(frozenset({"requested"})):
            last, transition = self._answer_due(handoff)
            if last is not None and last < self.outlook.on and handoff not in astray:
                since = max(last + DAY, self.trails.sent(handoff))
                found = self._finding("unanswered", (handoff,), since, acts=handoff.to)
                basis = transition.basis if transition else ()
                yield evolve(found, transition=transition, basis=basis)

    def _answer_due(self, handoff: Handoff) -> tuple[date | None, Transition | None]:
        """The last day of an answer: as agreed, else as the transition says that it serves."""
        if handoff.answer_due is not None:
            return handoff.answer_due, None
        sent = self.trails.sent(handoff)
        transition = self._transition(handoff, sent) if handoff.kind in _TAKE_OVER else None
        if transition is None or transition.confirm_within is None:
            return None, None
        return working_day(deadline(sent, transition.confirm_within)), transition

    def _transition(self, handoff: Handoff, sent: date) -> Transition | None:
        """The transition from what the person had on the day it was sent to what the handoff is about."""
        there = self.outlook.window.day(sent)
        had = {benefit for lane in self._lanes(handoff.person) for benefit in _benefits(lane, there)}
        for each in self.outlook.rulebook.transitions:
            fits = had & {*each.from_} and matter_of(each.to, None, sent) == handoff.matter
            if each.confirm_within and fits and each.applies_on(sent):
                verdict = self.outlook.verdict(handoff.person, each.condition.node, Reading.ASSUMING)
                if verdict.definitely & there:
                    return each
        return None

    def _refused(self) -> Iterator[Finding]:
        """Refusals after which nobody else was asked."""
        for handoff in self.trails.last_links(frozenset({"rejected"})):
            since = self.trails.closed(handoff)
            if not self.trails.taken_care_of(handoff, since) and not self._begun(handoff, since):
                refused = [each for each in self.trails.chain(handoff) if self.trails.state(each) == "rejected"]
                cause = "refused_by_all" if len({each.to for each in refused}) > 1 else "refused"
                acts = handoff.responsible(on=self.outlook.on)
                yield self._finding(cause, self.trails.chain(handoff), since, acts=acts)

    def _begun(self, handoff: Handoff, since: date) -> bool:
        """Whether what was asked for has been paid since."""
        days = self.outlook.window.days(since, self.outlook.on)
        return any(
            first >= since
            for lane in self._lanes(handoff.person)
            for benefit, paid in lane.recorded.items()
            if matter_of(benefit, None, since) == handoff.matter and paid & days
            for first, _ in self.outlook.window.runs(paid)
        )

    # ------------------------------------------------------------------------------- circles

    def _circling(self) -> Iterator[Finding]:
        """What comes back to where it was, or is forwarded again and again, while nobody has taken it."""
        for handoff in self.trails.last_links(UNANSWERED):
            chain, sent = self.trails.chain(handoff), self.trails.sent(handoff)
            most = self._most_forwardings(sent)
            if _comes_back(chain):
                yield self._finding("looping", chain, sent, acts=handoff.responsible(on=self.outlook.on))
            elif most is not None and sum(each.kind == "forwarding" for each in chain) > most:
                yield self._finding("too_many_hops", chain, sent, acts=handoff.to)

    def _most_forwardings(self, day: date) -> int | None:
        if MOST_FORWARDINGS not in self.outlook.rulebook.ids:
            return None
        figure = self.outlook.rulebook.in_force(MOST_FORWARDINGS, on=day)
        return figure.value if isinstance(figure, Value) and isinstance(figure.value, int) else None

    def _doubled(self) -> Iterator[Finding]:
        """The same matter of a person, open twice with one recipient."""
        groups: dict[tuple[str, str, str, bool], list[Handoff]] = {}
        for handoff in self.trails.handoffs:
            if self.trails.state(handoff) in OPEN and handoff.kind != "notice":
                key = (handoff.person, handoff.matter, handoff.to, handoff.kind == "involvement")
                groups.setdefault(key, []).append(handoff)
        for group in groups.values():
            if len(group) > 1:
                known = tuple(sorted(group, key=lambda each: (self.trails.sent(each), each.key)))
                since = self.trails.sent(known[1])
                found = self._finding("duplicate", known, since, acts=known[-1].from_)
                yield evolve(found, id=_id("duplicate", [known[1].key], since), severity=Severity.NOTICE)

    # ------------------------------------------------------------------------------- outcomes

    def _outcomes(self) -> Iterator[Finding]:
        """What is over and nobody says what came of it, and what two sides tell differently."""
        for handoff in self.trails.handoffs:
            reports = [report for report in handoff.reports if report.on <= self.outlook.on]
            since = _disputed_since(reports)
            if since is not None:
                found = self._finding("outcome_disputed", (handoff,), since, acts=handoff.from_)
                yield evolve(found, severity=Severity.NOTICE)
            elif not reports and self.trails.state(handoff) in ("completed", "failed"):
                closed = self.trails.closed(handoff)
                if closed >= self.outlook.window.first:
                    found = self._finding("without_outcome", (handoff,), closed, acts=handoff.from_)
                    yield evolve(found, severity=Severity.NOTICE)

    # ------------------------------------------------------------------------------- recipients and passages

    def _astray(self) -> Iterator[Finding]:
        """What lies with an agency that is gone, or that is not competent."""
        addressees = Addressees(self.trails)
        for handoff in self.trails.last_links(OPEN):
            gone = addressees.gone_since(handoff)
            if gone is not None:
                yield self._finding("orphaned", (handoff,), gone, acts=handoff.from_)
                continue
            wrong = addressees.wrong_since(handoff) if self.trails.state(handoff) in UNANSWERED else None
            if wrong is not None:
                found = self._finding("wrong_addressee", (handoff,), wrong, acts=handoff.to)
                office = self.outlook.competent(handoff.person, handoff.matter, self.outlook.on)
                yield evolve(found, mechanism=Mechanism.COMPETENCE, office=office)

    def _cut(self) -> Iterator[Finding]:
        """Transfers whose sender has stopped paying before the recipient has begun."""
        for handoff in self.trails.handoffs:
            if handoff.kind == "transfer" and self.trails.state(handoff) in OPEN - {"in-progress"}:
                found = cut_off(self.lanes, self.trails, handoff)
                if found is not None:
                    since, acts, before = found
                    yield evolve(self._finding("cut", (handoff,), since, acts=acts), before=before)

    # ------------------------------------------------------------------------------- one finding

    def _finding(self, cause: str, handoffs: tuple[Handoff, ...], since: date, *, acts: str) -> Finding:
        last = handoffs[-1]
        return Finding(
            id=_id(cause, [last.key], since),
            kind=FindingKind.HANDOFF,
            mechanism=Mechanism.HANDOFF,
            cause=cause,
            nature=None,
            severity=self._severity(last),
            predicted=False,
            aspect=None,
            persons=(last.person,),
            since=since,
            until=None,
            handoffs=handoffs,
            acts=acts,
            says=sentences.handoff(cause),
        )

    def _severity(self, handoff: Handoff) -> Severity:
        """Existence where nobody pays for what it is about, or the paper it is about is as good as gone; else delay."""
        today, on = self.outlook.today, self.outlook.on
        lanes = [lane for lane in self._lanes(handoff.person) if pays_for(lane, handoff.matter, on)]
        if any(lane.due.definitely & ~lane.maybe_covered & today for lane in lanes):
            return Severity.EXISTENCE
        if code_lists()["matter"][handoff.matter].property("aspect", on) == "residence_proof":
            until = self.outlook.facts.timeline(handoff.person, "residence.document_until").on(on)
            if isinstance(until, date) and until <= on + SOON:
                return Severity.EXISTENCE
        return Severity.DELAY

    def _lanes(self, person: str) -> list[Lane]:
        return [lane for lane in self.lanes if lane.person == person]


def _id(cause: str, keys: Iterable[str], since: date) -> str:
    return f"{FindingKind.HANDOFF.value}:{cause}:{'+'.join(keys)}:{since}"


def _marked(finding: Finding) -> str:
    """The key of the handoff in the id of a finding."""
    before, _, after = _id(finding.cause, ["\n"], finding.since).partition("\n")
    return finding.id.removeprefix(before).removesuffix(after)


def _sameness(finding: Finding) -> tuple[object, ...]:
    """What findings of several persons have in common that are one: all but the person."""
    ways = tuple((each.kind, each.from_, each.to, each.matter) for each in finding.handoffs)
    competent = tuple(agency.id for agency in finding.office.agencies) if finding.office else ()
    return finding.cause, finding.since, finding.acts, ways, competent


def _benefits(lane: Lane, days: int) -> Iterator[str]:
    """What is paid or owed on a day."""
    yield from (benefit for benefit, paid in lane.recorded.items() if paid & days)
    yield from (owing.entitlement.benefit for owing in lane.owings if owing.leading & days)


def _comes_back(chain: tuple[Handoff, ...]) -> bool:
    """Whether the last link goes to an agency that had it before; asking the same one directly again is no circle."""
    *earlier, last = chain
    if not earlier:
        return False
    asked_again = (earlier[-1].from_, earlier[-1].to) == (last.from_, last.to)
    return not asked_again and last.to in {agency for each in earlier for agency in (each.from_, each.to)}


def _disputed_since(reports: Iterable[OutcomeReport]) -> date | None:
    """The day from which two sides tell different outcomes, None where they do not; each side's last word counts."""
    last: dict[str, OutcomeReport] = {}
    for report in sorted(reports, key=lambda each: each.on):
        last[report.by] = report
    days = [max(one.on, other.on) for one, other in combinations(last.values(), 2) if _contradict(one, other)]
    return min(days, default=None)


def _contradict(one: OutcomeReport, other: OutcomeReport) -> bool:
    """Whether two reports cannot both be true; that nobody knows contradicts nothing, nor does help in part."""
    said = {one.outcome, other.outcome}
    return len(said) > 1 and "not_known" not in said and said != {"helped", "partly_helped"}
