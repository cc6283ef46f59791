"""A finding as text: who was and is responsible, what saves what, what hangs on it, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from kimcore.evaluation.finding import Finding, FindingKind, Nature, Side
from kimcore.exchange.phrases import SEVERITIES, law_of
from kimcore.exchange.writing import Writing
from kimcore.law.citation import Citation
from kimcore.people.application import Application
from kimcore.people.handoff import Handoff, sent_on
from kimcore.people.history import Unknown
from kimcore.text import Text

RECENT = timedelta(days=180)
"""A decision that led to a passage lies at most so long before it."""

_HEADINGS = {
    FindingKind.NO_COVER: "gap",
    FindingKind.PASSAGE_AHEAD: "passage",
    FindingKind.APPLICATION_PENDING: "waiting",
    FindingKind.PAYMENT_WITHOUT_ENTITLEMENT: "without",
    FindingKind.OFFICE_CHANGES: "move",
    FindingKind.NAMED: "gap",
    FindingKind.HANDOFF: "handoff",
    FindingKind.CASEWORK: "casework",
    FindingKind.CHAIN_OVERDUE: "chain_late",
}


@frozen
class FindingText(Writing):
    """Writes findings."""

    def write(self, finding: Finding) -> None:
        """Write one finding under its heading."""
        self._heading(finding)
        self._sides(finding)
        self._offices(finding)
        self._named(finding)
        self._handed_over(finding)
        self._remedy(finding)
        self._claimed(finding)
        self._consequences(finding)
        self._acting(finding)
        self._needs(finding)
        self._doubts(finding)

    def _heading(self, finding: Finding) -> None:
        phrase = _HEADINGS[finding.kind]
        if phrase == "gap" and finding.predicted:
            phrase = "gap_ahead"
        elif phrase == "gap" and finding.since <= self.evaluation.outlook.window.first:
            phrase = "gap_long"  # what lies before was not looked at
        elif phrase == "casework" and finding.predicted:
            phrase = "casework_ahead"
        said = self.say.text(finding.says).removesuffix(".")
        when = self.say(phrase, **{"from": finding.since})
        self.page.heading(f"{when}: {said}.", right=self.say.text(SEVERITIES[finding.severity]))
        if self.household:
            self.note("for", self.names(finding.persons))

    # ------------------------------------------------------------------------------- sides

    def _sides(self, finding: Finding) -> None:
        before, now = finding.before, finding.now
        if before is not None and finding.kind is FindingKind.PAYMENT_WITHOUT_ENTITLEMENT:
            self.note("still_paid", self._owed(before, finding.since), finding.basis[:2])
        elif before is not None and (now is None or before.benefit != now.benefit):
            until = before.last or finding.since
            phrase = "side_until" if before.decides else "paid_until"
            self._side(self.say(phrase, until=until), before, until, _ends_by(finding, before))
        if now is not None:
            first = now.first or finding.since
            phrase = "side_from" if first > self.evaluation.on else "side_since"
            basis = now.entitlement.basis[:1] if now.entitlement else ()
            self._side(self.say(phrase, **{"from": first}), now, first, basis)
            self._apply_at(finding, now, first)
        elif finding.nature is Nature.LAW and finding.named is None:
            self.sentence(self.say("no_agency_owes"))

    def _apply_at(self, finding: Finding, now: Side, day: date) -> None:
        """Where one applies, if that is another office; beside a gap the step that closes it says so."""
        accepts = now.accepts.agencies if now.accepts else ()
        if accepts and now.decides and accepts != now.decides.agencies and finding.kind is not FindingKind.NO_COVER:
            self.note("apply_at", self.say.office(now.accepts, day))

    def _side(self, when: str, side: Side, day: date, basis: Iterable[Citation]) -> None:
        office, benefit = self.say.office(side.decides, day), self.say.benefit(side.benefit, day)
        right = self.say.sources(basis)
        if office:
            self.page.parted(f"{when}: {office}", benefit, indent=2, right=right)
        else:
            self.page.line(f"{when}: {benefit}", indent=2, right=right)

    def _owed(self, side: Side, day: date) -> str:
        parts = (self.say.office(side.decides, day), self.say.benefit(side.benefit, day))
        return ", ".join(part for part in parts if part)

    def _offices(self, finding: Finding) -> None:
        """What changes with a move, matter by matter, and what does not."""
        say, day = self.say, finding.since
        same = []
        for change in finding.offices:
            matter = say.code("matter", change.matter, day)
            if change.decides_changes:
                before = f"{say('so_far')} {say.office(change.before, day)}"
                self.sentence(f"{matter}: {before}; {say('now')} {say.office(change.after, day)}")
            elif change.accepts_changes:
                self.sentence(f"{matter}: {say('only_accepts')} {say.office(change.accepts_after, day)}")
            else:
                same.append(matter)
        if same:
            self.note("unchanged", ", ".join(same))
        if finding.offices and finding.transition and finding.transition.says:
            self.sentence(say.text(finding.transition.says), finding.basis[:1])

    def _named(self, finding: Finding) -> None:
        """What the rulebook says of a gap that it names."""
        if finding.named is None:
            return
        self.sentence(self.told(finding), finding.basis)
        office = self._office(finding)
        if office:
            self.note("acts", office)
        if finding.act_by is not None:
            self.sentence(self.say("until_when", act_by=finding.act_by))

    def _handed_over(self, finding: Finding) -> None:
        """What was passed on, link by link, and who has to act."""
        for way, matter in dict.fromkeys(self._way(finding, handoff) for handoff in finding.handoffs):
            self.page.parted(way, matter, indent=2)
        due = {each.answer_due for each in finding.handoffs if each.answer_due and finding.cause == "unanswered"}
        for day in sorted(due):
            self.sentence(self.say("answer_due", until=day))
        if finding.kind is FindingKind.HANDOFF and finding.office is not None:
            self.note("competent", self._office(finding))
        if finding.acts is not None:
            self.note("acts", self.agency(finding.acts))
        elif finding.kind is FindingKind.CASEWORK and finding.office is not None:
            self.note("acts", self._office(finding))

    def _way(self, finding: Finding, handoff: Handoff) -> tuple[str, str]:
        """When it was passed on by whom to whom, and what."""
        sent = self.say("sent", **{"from": sent_on(handoff) or finding.since})
        way = f"{self.agency(handoff.from_)} {self.say('to')} {self.agency(handoff.to)}"
        return f"{sent}: {way}", self.say.code("matter", handoff.matter, finding.since)

    def agency(self, key: str) -> str:
        """Return what an agency is called: its name in the landscape, else the words of the record."""
        known = {agency.id: agency for agency in self.evaluation.outlook.landscape.agencies}
        return known[key].printed_name(on=self.evaluation.on, lang=self.say.lang) if key in known else key

    def told(self, finding: Finding) -> str:
        """Return the sentence of a gap that the rulebook names, filled with what is known; else an empty one."""
        days = {"from": finding.since, "until": finding.until, "act_by": finding.act_by}
        known = {name: day for name, day in days.items() if day is not None}
        who, office = self.names(finding.persons), self._office(finding)
        says = finding.named.says if finding.named else None
        return self.say.text(says, agency=office or self.say("open"), persons=who, person=who, **known)

    def _office(self, finding: Finding) -> str:
        return self.say.office(finding.office, max(finding.since, self.evaluation.on))

    # ------------------------------------------------------------------------------- what saves it

    def _remedy(self, finding: Finding) -> None:
        """What is lost, and what an application by when saves."""
        say, lost = self.say, finding.lost
        if lost is not None and lost.first and lost.last:
            self.sentence(say("lost", **{"from": lost.first, "until": lost.last}))
        if finding.act_by is not None and finding.saves_from is not None and finding.now is not None:
            saves = say.saved(finding.saves_from, finding.act_by)
            self.sentence(f"{say('claim', act_by=finding.act_by)} {saves}.", _claimed_by(finding, finding.now))
            owed = finding.now.entitlement
            if owed is not None and owed.claim.reaches_back == "start of month":
                self.sentence(say("each_month"))

    def _claimed(self, finding: Finding) -> None:
        """Which application stands, and who pays until it is answered."""
        if finding.filed is not None:
            phrase = "deemed" if finding.deemed_filed else "filed"
            self.sentence(self.say(phrase, **{"from": finding.filed}), finding.deemed_filed)
        if finding.bridge is not None:
            last = finding.bridge.in_force.last if finding.bridge.in_force else None
            until = f", {self.say('at_latest', until=last)}" if last else ""
            self.sentence(f"{self.say('bridge')}{until}.", finding.bridge.basis[:1])

    def _consequences(self, finding: Finding) -> None:
        say = self.say
        titles = {each.id: each.title for each in self.evaluation.outlook.rulebook.aspects}
        for aspect in dict.fromkeys(each.aspect for each in finding.consequences):
            those = [each.entitlement for each in finding.consequences if each.aspect == aspect]
            basis = [source for each in those for source in each.basis[:1]]
            title = say.text(titles[aspect]) or aspect
            if finding.kind is FindingKind.NO_COVER:
                self.note("hangs_on", title, basis)
            else:
                benefits = dict.fromkeys(say.code("benefit", each.benefit, finding.since) for each in those)
                self.page.parted(f"{say('brings')}: {title}", say.and_(benefits), indent=2, right=say.sources(basis))

    def _acting(self, finding: Finding) -> None:
        """Who must act on a gap."""
        if finding.kind is FindingKind.NO_COVER and finding.now is not None:
            office = self.say.office(finding.now.decides, finding.since)
            if finding.act_by is None:
                self.note("acts", f"{office} {self.say('ex_officio')}")
            else:
                self.note("acts", f"{self.names(finding.persons)}; {office} {self.say('on_application')}")

    # ------------------------------------------------------------------------------- papers and doubts

    def _needs(self, finding: Finding) -> None:
        """What the receiving office needs; beside a gap that stands with the step that closes it."""
        transition = finding.transition
        if transition is None or finding.kind is FindingKind.NO_COVER:
            return
        if transition.needs:
            self.note("needs", self.say.documents(transition.needs, finding.since))
        for each in transition.does_not_need:
            self.note("not_needed", self.say.code("document", each.document, finding.since), each.basis)
        if transition.typical_gaps and finding.predicted:
            self.note("goes_wrong", " ".join(self.say.text(each) for each in transition.typical_gaps))

    def _doubts(self, finding: Finding) -> None:
        reservations: dict[Text, tuple[Citation, ...]] = {}
        for each in finding.reservations:
            reservations.setdefault(each.says, each.basis)
        for says, basis in reservations.items():
            self.note("reserved", self.say.text(says), basis)
        for dispute in finding.disputed:
            self.note("disputed", self.say.text(dispute))
        if finding.transition is not None and finding.transition.disputed is not None:
            for application in self._decided(finding):
                self.note("decided", self._moments(application))

    def _decided(self, finding: Finding) -> Iterator[Application]:
        """The applications that were decided shortly before a passage whose day is in dispute."""
        known = self.evaluation.outlook.case.applied_for
        for application in () if isinstance(known, Unknown) else known:
            decided = application.decided
            if decided and application.person in finding.persons and finding.since - RECENT <= decided < finding.since:
                yield application

    def _moments(self, application: Application) -> str:
        days = {
            "decision": application.decided, "service": application.served, "finality": application.final,
        }  # fmt: skip
        known = {phrase: day for phrase, day in days.items() if isinstance(day, date)}
        told = ", ".join(self.say(phrase, **{"from": day}) for phrase, day in known.items())
        months = {(day.year, day.month) for day in known.values()}
        same = len(known) == len(days) and len(months) == 1
        return f"{told} ({self.say('all_in')} {self.say.month(known['decision'])})" if same else told


def _ends_by(finding: Finding, before: Side) -> tuple[Citation, ...]:
    """Why what went before ends: what the transition says of its law, else the sources of what was owed."""
    found = _of_law(finding.transition.basis if finding.transition else (), before, finding.since)
    return found or (before.entitlement.basis[:2] if before.entitlement else ())


def _claimed_by(finding: Finding, now: Side) -> tuple[Citation, ...]:
    """How an application counts: what the transition says of its law, else the last source of what is owed."""
    found = _of_law(finding.transition.basis if finding.transition else (), now, finding.since)
    return (found or finding.basis)[-1:]


def _of_law(basis: Iterable[Citation], side: Side, day: date) -> tuple[Citation, ...]:
    law = law_of(side.benefit, day)
    return tuple(citation for citation in basis if citation.law == law)
