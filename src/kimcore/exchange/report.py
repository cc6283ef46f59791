"""An evaluation as text: what a case manager reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from attrs import frozen

from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.since import Since
from kimcore.evaluation.towns import town_on
from kimcore.exchange.chain_text import ChainText
from kimcore.exchange.finding_text import FindingText
from kimcore.exchange.layout import WIDTH, Page, Style
from kimcore.exchange.phrases import Speech
from kimcore.exchange.question_text import QuestionText
from kimcore.exchange.standing_text import StandingText
from kimcore.exchange.step_text import StepText
from kimcore.exchange.writing import Writing
from kimcore.law.territory import Territories

MAX_QUESTIONS = 6
"""How many questions are printed; the others are counted."""

DIGEST = 8
"""How many digits of a digest are printed: enough to tell versions apart."""


Section = Literal["standing", "findings", "steps", "chains", "questions", "not modelled"]
SECTIONS: tuple[Section, ...] = ("standing", "findings", "steps", "chains", "questions", "not modelled")
"""The parts of a report between its head and its foot, in their order."""


def report(
    evaluation: Evaluation,
    *,
    lang: str = "de",
    sections: Collection[Section] = SECTIONS,
    width: int = WIDTH,
    style: Style = "plain",
    since: Since | None = None,
) -> str:
    """Return an evaluation as text.

    Args:
        evaluation: what is reported.
        lang: `de` or `en`.
        sections: which parts are written; head and foot always are.
        width: the columns of a line, at least 40.
        style: `plain`, or `terminal` with headings in bold.
        since: what is new, the only findings, steps and questions that are then written; None: all are.

    Raises:
        UnknownNameError: there are no phrases in the language.
    """
    return _Report(evaluation, Speech(lang), Page(width, style), since).write(sections)


@frozen
class _Report(Writing):
    """Writes one report."""

    since: Since | None

    @property
    def told(self) -> Evaluation | Since:
        """Where the findings, steps and questions stand that are written."""
        return self.since or self.evaluation

    def write(self, sections: Collection[Section]) -> str:
        writers: Mapping[Section, Callable[[], None]] = {
            "standing": self._standing,
            "findings": self._findings,
            "steps": self._steps,
            "chains": self._chains,
            "questions": self._questions,
            "not modelled": self._not_modelled,
        }
        self._head()
        for section in SECTIONS:
            if section in sections:
                writers[section]()
        self._foot()
        return str(self.page)

    def _standing(self) -> None:
        self.page.heading(self.say("standing", **{"from": self.evaluation.on}))
        StandingText(self.evaluation, self.say, self.page).write()

    def _findings(self) -> None:
        self._changes()
        for finding in self.told.findings:
            FindingText(self.evaluation, self.say, self.page).write(finding)
        if not self.evaluation.findings:
            self.page.heading(self.say("undecided" if self._undecided() else "nothing"))

    def _changes(self) -> None:
        """Since when what follows is new, and how many findings are not."""
        if self.since is not None:
            self.page.heading(self.say("since", **{"from": self.since.on}))
            others = f"{len(self.since.unchanged)} {self.say('stays')}, {len(self.since.gone)} {self.say('gone')}"
            said = others if self.since.findings else f"{self.say('nothing_new')} {others}"
            self.page.line(said, indent=2)

    def _steps(self) -> None:
        if self.told.next_steps:
            self.page.heading(self.say("steps"))
        for number, step in enumerate(self.told.next_steps, start=1):
            StepText(self.evaluation, self.say, self.page).write(number, step)

    def _chains(self) -> None:
        if self.evaluation.chains:
            self.page.heading(self.say("chains"))
        for standing in self.evaluation.chains:
            ChainText(self.evaluation, self.say, self.page).write(standing)

    # ------------------------------------------------------------------------------- head and foot

    def _head(self) -> None:
        say, source, on = self.say, self.evaluation.provenance, self.evaluation.on
        people = ", ".join(self.name(person) for person in self.evaluation.outlook.persons)
        record = f"{say('record', **{'from': source.as_of})}, {say('evaluated', **{'from': on})}"
        self.page.line(" · ".join(part for part in (people, *self._towns(), record) if part), hang=0)
        known = source.law_known_until
        law = f", {say('law_known', until=known)}" if known else ""
        newer = f"; {say('law_newer')}" if source.law_may_be_newer else ""
        self.page.line(f"{say('rulebook')} {source.rulebook[0]}{law}{newer}", hang=0)
        if source.carried_on:
            age = say("stale" if source.stale else "carried")
            record = say("record", **{"from": source.as_of})
            self.page.line(f"{record[:1].upper()}{record[1:]}, {source.record_age} {age}", hang=0)
        elif source.record_age < 0:
            self.page.line(say("looking_back"), hang=0)

    def _towns(self) -> Iterator[str]:
        """The towns in which the persons live, stay or are assigned on the day, each once; none that is protected."""
        outlook = self.evaluation.outlook
        towns = dict.fromkeys(town_on(outlook, person) for person in outlook.persons)
        return (Territories.shipped().name(town) for town in towns if town)

    def _foot(self) -> None:
        source = self.evaluation.provenance
        parts = [
            f"{self.say('rulebook')} {_version(source.rulebook)}",
            f"{self.say('landscape')} {_version(source.landscape)}",
            f"kimcore {source.library}",
        ]
        self.page.gap()
        self.page.line(" · ".join(parts), hang=0)
        if self.evaluation.acknowledged:
            self.page.line(f"{self.say('acknowledged')}: {len(self.evaluation.acknowledged)}", hang=0)
        self.page.line(self.say("hints"), hang=0)

    # ------------------------------------------------------------------------------- what is not known

    def _undecided(self) -> bool:
        """Whether there may be a gap today that the record does not decide."""
        lanes = (self.evaluation.lane(each.person, each.aspect) for each in self.evaluation.standings)
        return any(lane.undecided & self.evaluation.outlook.today for lane in lanes)

    def _questions(self) -> None:
        asked = self.told.questions
        if asked:
            self.page.heading(self.say("questions"))
        for number, question in enumerate(asked[:MAX_QUESTIONS], start=1):
            QuestionText(self.evaluation, self.say, self.page).write(number, question)
        if len(asked) > MAX_QUESTIONS:
            self.page.line(f"… {len(asked) - MAX_QUESTIONS} {self.say('more')}", indent=2)

    def _not_modelled(self) -> None:
        """What matters here for certain, one by one; what may matter is counted."""
        left_out = self.evaluation.not_modelled
        certain = [self.say.text(each.statement.says) for each in left_out if each.certain]
        maybe = len(left_out) - len(certain)
        lines = [*certain, f"{self.say('maybe_left_out')} ({maybe})"] if maybe else certain
        if len(lines) == 1:
            self.page.gap()
            self.page.line(f"{self.say('not_modelled')}: {lines[0]}")
        elif lines:
            self.page.heading(self.say("not_modelled"))
            for line in lines:
                self.page.line(line, indent=2, lead="- ")


def _version(source: tuple[str, str, str]) -> str:
    name, version, digest = source
    return f"{name} {version} ({digest[:DIGEST]})"
