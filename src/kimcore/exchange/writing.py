"""What the parts of a text report share: the evaluation, the language, the page."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from kimcore.evaluation.evaluator import Evaluation
from kimcore.exchange.layout import Page
from kimcore.exchange.phrases import Speech
from kimcore.law.citation import Citation


@frozen
class Writing:
    """One part of a report at work.

    Args:
        evaluation: what is reported.
        say: the language.
        page: where it is written.
    """

    evaluation: Evaluation
    say: Speech
    page: Page

    @property
    def household(self) -> bool:
        """Whether there are several persons, so that each has to be named."""
        return len(self.evaluation.outlook.persons) > 1

    def name(self, key: str) -> str:
        """Return what a person is called: the label, else the key."""
        return self.evaluation.outlook.case.person(key).label or key

    def names(self, keys: Iterable[str]) -> str:
        """Return what persons are called, as a list."""
        return self.say.and_(self.name(key) for key in keys)

    def note(self, phrase: str, text: str, basis: Iterable[Citation] = (), *, indent: int = 2) -> None:
        """Write what a phrase announces."""
        self.page.line(f"{self.say(phrase)}: {text}", indent=indent, right=self.say.sources(basis))

    def sentence(self, text: str, basis: Iterable[Citation] = (), *, indent: int = 2) -> None:
        """Write a sentence."""
        self.page.line(text, indent=indent, right=self.say.sources(basis))
