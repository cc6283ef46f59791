"""A next step as text: what, by when, with which office, with which papers, and what need not be waited for."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from kimcore.evaluation.plan import NextStep
from kimcore.exchange.papers import papers_of
from kimcore.exchange.writing import Writing
from kimcore.rules.statement import Entitlement

_INDENT = 5


@frozen
class StepText(Writing):
    """Writes next steps."""

    def write(self, number: int, step: NextStep) -> None:
        """Write one step under its number."""
        say, on = self.say, self.evaluation.on
        title = say.text(step.step.title) or step.step.id
        who = f" ({self.names(step.persons)})" if self.household else ""
        self.page.line(f"{title}{who}", indent=2, lead=f"{number}. ", right=self._due(step))
        office = self._office(step)
        if office:
            self.sentence(office, step.step.basis[:1], indent=_INDENT)
        told = self.told(step)
        if told:
            self.sentence(told, () if office else step.step.basis[:1], indent=_INDENT)
        self._papers(step)
        if step.concerns:
            concerns = ", ".join(say.code("concern", concern, on) for concern in step.concerns)
            self.note("answers", concerns, indent=_INDENT)
        if step.waits_for:
            self.note("waits_for", ", ".join(self._title(each) for each in step.waits_for), indent=_INDENT)
        if not step.certain:
            self.sentence(say("offered"), indent=_INDENT)

    def _due(self, step: NextStep) -> str:
        if step.due is None:
            return ""
        if step.due < self.evaluation.on:
            return self.say("overdue", act_by=step.due + timedelta(days=1))
        return self.say("by", act_by=step.due)

    def _office(self, step: NextStep) -> str:
        """Where one goes: who accepts, else who decides."""
        answer = step.accepts if step.accepts and step.accepts.agencies else step.decides
        return self.say.office(answer, self.evaluation.on)

    def told(self, step: NextStep) -> str:
        """Return the sentence of a step, filled with what is known; empty where it has none."""
        return self.say.text(step.step.says, **self._values(step)) if step.step.says else ""

    def _values(self, step: NextStep) -> dict[str, str | date]:
        """What a sentence of a step can be filled with."""
        found: dict[str, str | date] = {"persons": self.names(step.persons), "person": self.names(step.persons)}
        answered = [finding for finding in self.evaluation.findings if finding.id in step.findings]
        owed = self._entitlement(step)
        values: dict[str, str | date | None] = {
            "agency": self._office(step) or None,
            "act_by": step.due,
            "from": min((finding.since for finding in answered), default=None),
            "until": max((finding.until for finding in answered if finding.until), default=None),
            "benefit": self.say.benefit(owed.benefit, self.evaluation.on) if owed else None,
        }
        return found | {name: value for name, value in values.items() if value is not None}

    def _entitlement(self, step: NextStep) -> Entitlement | None:
        name = step.step.due.act_by if step.step.due else None
        owed = self.evaluation.outlook.version(name) if name else None
        return owed if isinstance(owed, Entitlement) else None

    def _title(self, step: str) -> str:
        return self.say.text(self.evaluation.outlook.version(step).title) or step

    def _papers(self, step: NextStep) -> None:
        say, on = self.say, self.evaluation.on
        papers = papers_of(self.evaluation, step)
        for phrase, needs in (("bring", papers.bring), ("later", papers.later)):
            if needs:
                self.note(phrase, say.documents(needs, on), indent=_INDENT)
        for spared, notion in papers.not_needed:
            document = say.code("document", spared.document, on)
            because = say.text(notion.says) if notion else ""
            self.note("not_needed", f"{document}. {because}".removesuffix(". "), spared.basis, indent=_INDENT)
