"""A question as text: what to ask whom, and what the answer decides."""

from __future__ import annotations

from attrs import frozen

from kimcore.evaluation.questions import Question, Reason
from kimcore.exchange.phrases import PHRASES
from kimcore.exchange.writing import Writing
from kimcore.law.citation import Citation

MAX_REASONS = 3
"""How many reasons of a question are printed; the others are counted."""

Told = tuple[str, tuple[Citation, ...]]


@frozen
class QuestionText(Writing):
    """Writes questions."""

    def write(self, number: int, question: Question) -> None:
        """Write one question under its number."""
        text = self.say.text(question.text or PHRASES["relations"], person=self.name(question.person))
        answers = (self.name(question.person) if each == "person" else self.say(each) for each in question.answered_by)
        self.page.line(f"{text}  ({self.say.or_(answers)})", indent=2, lead=f"{number}. ")
        excluded, decided = self._told(question)
        for says, basis in excluded:
            self.sentence(says, basis, indent=5)
        if decided:
            self._decides(decided)

    def _told(self, question: Question) -> tuple[list[Told], list[Told]]:
        """What the answer may rule out, and what else it decides; what reads the same once."""
        excluded: dict[str, tuple[Citation, ...]] = {}
        decided: dict[str, tuple[Citation, ...]] = {}
        for reason in question.reasons:
            benefit = self._reserved(reason)
            if benefit:
                excluded.setdefault(self.say("excludes", benefit=benefit), reason.basis)
            else:
                decided.setdefault(self.say.text(reason.says), reason.basis)
        return list(excluded.items()), list(decided.items())

    def _reserved(self, reason: Reason) -> str | None:
        """The benefit to which an exception is asked for, None where the reason is another."""
        for finding in self.evaluation.findings:
            if finding.id == reason.of and finding.now is not None:
                return self.say.benefit(finding.now.benefit, finding.since)
        return None

    def _decides(self, decided: list[Told]) -> None:
        shown = decided[:MAX_REASONS]
        rest = f" … ({len(decided) - MAX_REASONS} {self.say('more')})" if len(decided) > MAX_REASONS else ""
        basis = shown[0][1][:2] if len(shown) == 1 else ()
        self.note("decides", "; ".join(says for says, _ in shown) + rest, basis, indent=5)
