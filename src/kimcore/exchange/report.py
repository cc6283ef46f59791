"""An evaluation as text: what a case manager reads."""

from collections.abc import Iterable
from datetime import date

from kimcore.evaluation.evaluator import Evaluation, Standing
from kimcore.evaluation.finding import Finding, FindingKind, Nature, Side
from kimcore.evaluation.plan import NextStep
from kimcore.evaluation.questions import Question
from kimcore.exchange.layout import WIDTH, Page
from kimcore.exchange.phrases import PHRASES, SEVERITIES, Speech
from kimcore.law.citation import Citation
from kimcore.law.codes import code_lists
from kimcore.law.territory import Territories
from kimcore.people.history import Unknown
from kimcore.text import Text

MAX_QUESTIONS = 6
"""How many questions are printed; the others are counted."""


def report(evaluation: Evaluation, *, lang: str = "de", width: int = WIDTH) -> str:
    """Return an evaluation as plain text.

    Args:
        evaluation: what is reported.
        lang: `de` or `en`.
        width: the columns of a line.

    Raises:
        KeyError: the language is not one of these.
    """
    return _Report(evaluation, Speech(lang), Page(width)).write()


class _Report:
    """Writes one report."""

    def __init__(self, evaluation: Evaluation, say: Speech, page: Page) -> None:
        self.evaluation = evaluation
        self.say = say
        self.page = page

    def write(self) -> str:
        self.head()
        self.standing()
        for finding in self.evaluation.findings:
            self.finding(finding)
        if not self.evaluation.findings:
            self.page.heading(self.say("undecided" if self.undecided() else "nothing"))
        self.steps()
        self.questions()
        self.not_modelled()
        return str(self.page)

    # ------------------------------------------------------------------------------- head

    def head(self) -> None:
        say, source = self.say, self.evaluation.provenance
        people = ", ".join(self.name(person.key) for person in self.evaluation.outlook.case.persons)
        parts = [people, *self.towns(), f"{say('record')} {say.day(source.as_of)}"]
        self.page.line(" · ".join(parts) + f", {say('evaluated')} {say.day(self.evaluation.on)}")
        law = f", {say('law_known')} {say.day(source.law_known_until)}" if source.law_known_until else ""
        newer = f"; {say('law_newer')}" if source.law_may_be_newer else ""
        self.page.line(f"{say('rulebook')} {source.rulebook[0]} {source.rulebook[1]}{law}{newer}")
        if source.carried_on:
            age = "stale" if source.stale else "carried"
            self.page.line(f"{say('record')} {say.day(source.as_of)}, {source.record_age} {say(age)}")

    def towns(self) -> list[str]:
        facts, on = self.evaluation.outlook.facts, self.evaluation.on
        found = []
        for person in facts.persons:
            for kind in ("habitual", "actual", "assigned"):
                value = facts.timeline(person, f"place.{kind}").on(on)
                if value is not None and not isinstance(value, Unknown):
                    found.append(Territories.shipped().name(str(value)))
                    break
        return list(dict.fromkeys(found))

    def name(self, key: str) -> str:
        person = next(person for person in self.evaluation.outlook.case.persons if person.key == key)
        return person.label or person.key

    def names(self, keys: Iterable[str]) -> str:
        return self.say.and_(self.name(key) for key in keys)

    @property
    def household(self) -> bool:
        return len(self.evaluation.outlook.persons) > 1

    # ------------------------------------------------------------------------------- standing

    def standing(self) -> None:
        say = self.say
        self.page.heading(f"{say('standing')} {say.day(self.evaluation.on)}")
        for standing in self.evaluation.standings:
            who = f"{self.name(standing.person)}, " if self.household else ""
            basis = standing.owed.entitlement.basis[:1] if standing.owed and standing.owed.entitlement else ()
            text = f"{who}{say.text(standing.title)}: {self.stands(standing)}"
            self.page.line(text, indent=2, right=say.sources(basis))

    def stands(self, standing: Standing) -> str:
        say, on = self.say, self.evaluation.on
        if standing.due is False:
            return say("not_due")
        pays = [say.code("benefit", benefit, on) for benefit in standing.pays]
        if standing.owed is None:
            return f"{say('pays_now')} {say.and_(pays)}" if pays else say("open" if standing.due is None or self.is_open(standing) else "nobody")
        owed = f"{say.code('benefit', standing.owed.benefit, on)}, {say.office(standing.owed.decides, on)}".rstrip(", ")
        if standing.owed.benefit in standing.pays:
            return f"{owed} ({say('paid')})"
        state = say("claimed" if standing.claimed else "not_paid" if standing.due else "due_open")
        other = f"; {say('still_paid')} {say.and_(pays)}" if pays else ""
        return f"{owed} ({state}{other})"

    def is_open(self, standing: Standing) -> bool:
        lane = self.evaluation.lane(standing.person, standing.aspect)
        return bool((lane.possible | lane.unsure) & self.evaluation.outlook.today)

    def undecided(self) -> bool:
        """Whether there may be a gap today that the record does not decide."""
        lanes = (self.evaluation.lane(each.person, each.aspect) for each in self.evaluation.standings)
        return any(lane.undecided & self.evaluation.outlook.today for lane in lanes)

    # ------------------------------------------------------------------------------- findings

    def finding(self, finding: Finding) -> None:
        say = self.say
        title = {
            FindingKind.NO_COVER: "gap_ahead" if finding.predicted else "gap",
            FindingKind.PASSAGE_AHEAD: "passage",
            FindingKind.APPLICATION_PENDING: "waiting",
            FindingKind.PAYMENT_WITHOUT_ENTITLEMENT: "without",
            FindingKind.OFFICE_CHANGES: "move",
        }[finding.kind]
        moment = {"gap": "since", "waiting": "since", "passage": "on", "without": "on", "move": "on"}.get(title, "from")
        head = f"{say(title)} {say(moment)} {say.day(finding.since)}: {say.text(finding.says).removesuffix('.')}."
        self.page.heading(head, right=SEVERITIES[finding.severity].get(say.lang))
        if self.household:
            self.note("for", self.names(finding.persons))
        self.sides(finding)
        self.offices(finding)
        if finding.kind is FindingKind.NO_COVER:
            self.remedy(finding)
        self.claimed(finding)
        self.consequences(finding)
        self.needs(finding)
        for reservation in dict.fromkeys(each.says for each in finding.reservations):
            self.note("reserved", say.text(reservation))
        for dispute in finding.disputed:
            self.note("disputed", say.text(dispute))

    def note(self, phrase: str, text: str, basis: Iterable[Citation] = ()) -> None:
        self.page.line(f"{self.say(phrase)}: {text}", indent=2, right=self.say.sources(basis))

    def sides(self, finding: Finding) -> None:
        say = self.say
        if finding.before is not None and finding.kind is not FindingKind.PAYMENT_WITHOUT_ENTITLEMENT:
            until = finding.before.last or finding.since
            self.side(f"{say('until').capitalize()} {say.day(until)}", finding.before, until)
        elif finding.before is not None:
            self.page.line(f"{say('still_paid')}: {self.benefit(finding.before, finding.since)}", indent=2)
        if finding.now is not None:
            first = finding.now.first or finding.since
            moment = "from" if first > self.evaluation.on else "since"
            self.side(f"{say(moment).capitalize()} {say.day(first)}", finding.now, first)
        elif finding.nature is Nature.LAW:
            self.page.line(say("no_agency_owes"), indent=2)

    def offices(self, finding: Finding) -> None:
        """What changes with a move, matter by matter, and what does not."""
        say, day = self.say, finding.since
        same = []
        for change in finding.offices:
            matter = say.code("matter", change.matter, day)
            if change.decides_changes:
                after = f"{say('now')} {say.office(change.after, day)}"
                before = f"{say('so_far')} {say.office(change.before, day)}"
                self.page.line(f"{matter}: {before}; {after}", indent=2)
            elif change.accepts_changes:
                self.page.line(f"{matter}: {say('only_accepts')} {say.office(change.accepts_after, day)}", indent=2)
            else:
                same.append(matter)
        if same:
            self.note("unchanged", ", ".join(same))
        if finding.kind is FindingKind.OFFICE_CHANGES and finding.transition and finding.transition.says:
            self.page.line(say.text(finding.transition.says), indent=2, right=say.sources(finding.basis[:1]))

    def side(self, when: str, side: Side, day: date) -> None:
        basis = side.entitlement.basis[:2] if side.entitlement else ()
        text = f"{when} {self.say('responsible')}: {self.benefit(side, day)}"
        self.page.line(text, indent=2, right=self.say.sources(basis))

    def benefit(self, side: Side, day: date) -> str:
        office = self.say.office(side.decides, day)
        name = self.say.code("benefit", side.benefit, day)
        domain = code_lists()["benefit"][side.benefit].property("legal_domain", day)
        short = str(domain).replace("_", " ")
        law = f" ({short})" if domain and short not in name else ""
        return f"{office}, {name}{law}" if office else f"{name}{law}"

    def remedy(self, finding: Finding) -> None:
        say = self.say
        if finding.lost is not None and finding.lost.first and finding.lost.last:
            self.note("lost", f"{say.day(finding.lost.first)} {say('until')} {say.day(finding.lost.last)}")
        if finding.act_by is not None and finding.saves_from is not None:
            basis = finding.transition.basis[-1:] if finding.transition else finding.basis[-1:]
            saves = say.saved(finding.saves_from, finding.act_by)
            self.page.line(f"{say('claim')} {say.day(finding.act_by)} {saves}.", indent=2, right=say.sources(basis))
            if finding.now and finding.now.entitlement and finding.now.entitlement.claim.reaches_back == "start of month":
                self.page.line(say("each_month"), indent=2)
        if finding.now is not None:
            office = say.office(finding.now.decides, finding.since)
            motion = "on_application" if finding.act_by else "ex_officio"
            who = f"{self.names(finding.persons)}; {office} {say(motion)}" if finding.act_by else f"{office} {say(motion)}"
            self.note("acts", who)

    def claimed(self, finding: Finding) -> None:
        say = self.say
        if finding.filed is not None and finding.deemed_filed:
            self.note("deemed", say.day(finding.filed), finding.deemed_filed)
        elif finding.filed is not None:
            self.note("filed", say.day(finding.filed))
        if finding.bridge is not None:
            period = finding.bridge.in_force
            last = f", {say('at_latest')} {say.day(period.last)}" if period and period.last else ""
            self.page.line(f"{say('bridge')}{last}.", indent=2, right=say.sources(finding.bridge.basis[:1]))

    def consequences(self, finding: Finding) -> None:
        say = self.say
        phrase = "hangs_on" if finding.kind is FindingKind.NO_COVER else "brings"
        for aspect in dict.fromkeys(each.aspect for each in finding.consequences):
            those = [each for each in finding.consequences if each.aspect == aspect]
            basis = dict.fromkeys(source for each in those for source in each.entitlement.basis)
            benefits = dict.fromkeys(say.code("benefit", each.entitlement.benefit, finding.since) for each in those)
            title = say.text(self.title(aspect))
            self.note(phrase, title if finding.kind is FindingKind.NO_COVER else f"{title}: {say.and_(benefits)}", basis)

    def title(self, aspect: str) -> Text | None:
        return next((each.title for each in self.evaluation.outlook.rulebook.aspects if each.id == aspect), None)

    def needs(self, finding: Finding) -> None:
        transition = finding.transition
        if transition is None or finding.kind is FindingKind.NO_COVER:
            return
        if transition.needs:
            self.note("needs", self.say.documents(transition.needs, finding.since))
        for each in transition.does_not_need:
            self.note("not_needed", self.say.code("document", each.document, finding.since), each.basis)

    # ------------------------------------------------------------------------------- steps

    def steps(self) -> None:
        if self.evaluation.next_steps:
            self.page.heading(self.say("steps"))
        for number, step in enumerate(self.evaluation.next_steps, start=1):
            self.step(number, step)

    def step(self, number: int, step: NextStep) -> None:
        say, on = self.say, self.evaluation.on
        due = f"{say('until')} {say.day(step.due)}" if step.due else ""
        title = say.text(step.step.title) or step.step.id
        who = f" ({self.names(step.persons)})" if self.household else ""
        self.page.line(f"{number}. {title}{who}", indent=2, right=due, hang=3)
        office = say.office(step.accepts if step.accepts and step.accepts.agencies else step.decides, on)
        told = say.text(
            step.step.says,
            agency=office,
            persons=self.names(step.persons),
            act_by=say.day(step.due) if step.due else say("open"),
        )
        for text in (office, told):
            if text:
                self.page.line(text, indent=5)
        self.papers(step)
        if step.concerns:
            self.item("answers", ", ".join(say.code("concern", concern, on) for concern in step.concerns))
        if step.waits_for:
            self.item("waits_for", ", ".join(self.step_title(each) for each in step.waits_for))
        if not step.certain:
            self.page.line(say("offered"), indent=5)

    def papers(self, step: NextStep) -> None:
        say, on = self.say, self.evaluation.on
        if step.step.requires:
            self.item("bring", say.documents(step.step.requires, on))
        passing = [finding.transition for finding in self.evaluation.findings if finding.id in step.findings]
        transitions = [each for each in passing if each is not None]
        later = [need for each in transitions for need in each.needs if need not in step.step.requires]
        if later:
            self.item("later", say.documents(later, on))
        spared = [each for transition in transitions for each in transition.does_not_need]
        for each in dict.fromkeys([*step.step.does_not_need, *spared]):
            self.item("not_needed", say.code("document", each.document, on), each.basis)

    def item(self, phrase: str, text: str, basis: Iterable[Citation] = ()) -> None:
        self.page.line(f"{self.say(phrase)}: {text}", indent=5, right=self.say.sources(basis))

    def step_title(self, step: str) -> str:
        return self.say.text(self.evaluation.outlook.rulebook.versions(step)[-1].title) or step

    # ------------------------------------------------------------------------------- questions

    def questions(self) -> None:
        asked = self.evaluation.questions
        if asked:
            self.page.heading(self.say("questions"))
        for number, question in enumerate(asked[:MAX_QUESTIONS], start=1):
            self.question(number, question)
        if len(asked) > MAX_QUESTIONS:
            self.page.line(f"… {len(asked) - MAX_QUESTIONS} {self.say('more')}", indent=2)

    def question(self, number: int, question: Question) -> None:
        say = self.say
        text = self.asked(question)
        answers = say.and_(say(each) for each in question.answered_by)
        self.page.line(f"{number}. {text}  ({answers})", indent=2, hang=3)
        reasons: dict[str, tuple[Citation, ...]] = {}
        for reason in question.reasons:
            reasons.setdefault(say.text(reason.says), reason.basis)
        shown = list(reasons)[:3]
        basis = reasons[shown[0]] if len(shown) == 1 else ()
        more = f" … ({len(reasons) - 3} {say('more')})" if len(reasons) > len(shown) else ""
        self.page.line(f"{say('decides')}: {'; '.join(shown)}{more}", indent=5, right=say.sources(basis[:2]))

    def asked(self, question: Question) -> str:
        text = question.text or PHRASES["relations"]
        return self.say.text(text, person=self.name(question.person))

    def not_modelled(self) -> None:
        left_out = self.evaluation.not_modelled
        if left_out:
            self.page.heading(self.say("not_modelled"))
        for each in left_out:
            if each.certain:
                self.page.line(f"- {self.say.text(each.statement.says)}", indent=2)
        maybe = sum(not each.certain for each in left_out)
        if maybe:
            self.page.line(f"… {maybe} {self.say('left_out_maybe')}", indent=2)
